// The sides of a disputed finding. The API tells the side of each claim; for one that does not, claims that a pair tells
// to be the same or a later state of the same stand on one side.
import type { Finding, FindingClaim } from "../types";

export interface Sides {
  sides: FindingClaim[][]; // the side of the first claim first
  reasons: string[];
}

export function sides(finding: Pick<Finding, "claims" | "links">): Sides {
  const parent = new Map(finding.claims.map((claim) => [claim.id, claim.id]));
  const root = (id: string): string => {
    let at = id;
    for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
    return at;
  };
  const reasons = new Set<string>();
  for (const link of finding.links) {
    if (link.relation === "contradicts") reasons.add(link.reason);
    else if (parent.has(link.a) && parent.has(link.b)) parent.set(root(link.a), root(link.b));
  }
  const found = new Map<string, FindingClaim[]>();
  for (const claim of finding.claims) {
    const key = claim.side === undefined ? root(claim.id) : String(claim.side);
    found.set(key, [...(found.get(key) ?? []), claim]);
  }
  return { sides: [...found.values()], reasons: [...reasons] };
}
