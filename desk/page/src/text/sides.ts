// The two sides of a disputed finding, from its claims and the pairs that say which agree and which do not.
import type { Finding, FindingClaim } from "../types";

export interface Sides {
  a: FindingClaim[];
  b: FindingClaim[];
  reasons: string[];
}

// Claims that are told to be the same stand on one side, claims that contradict each other apart. Should the pairs not
// allow two sides (three tolls, each against the others), the first stands against all the rest.
export function sides(finding: Pick<Finding, "claims" | "links">): Sides {
  const side = new Map<string, number>();
  const against = finding.links.filter((link) => link.relation === "contradicts");
  const together = finding.links.filter((link) => link.relation !== "contradicts");
  const spread = (from: string) => {
    const waiting = [from];
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const mine = side.get(id) ?? 0;
      for (const [links, its] of [[together, mine], [against, 1 - mine]] as const) {
        for (const link of links) {
          const other = link.a === id ? link.b : link.b === id ? link.a : null;
          if (other !== null && !side.has(other)) {
            side.set(other, its);
            waiting.push(other);
          }
        }
      }
    }
  };
  for (const link of against) {
    if (side.has(link.a)) continue;
    side.set(link.a, 0);
    spread(link.a);
  }
  // A claim that no pair names is told of the thing and takes no side against the first.
  const a: FindingClaim[] = [];
  const b: FindingClaim[] = [];
  for (const claim of finding.claims) (side.get(claim.id) === 1 ? b : a).push(claim);
  return { a, b, reasons: [...new Set(against.map((link) => link.reason))] };
}
