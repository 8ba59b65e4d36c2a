// What independent origins say against each other, both sides beside each other and nothing averaged.
import { useView } from "../api";
import { detente } from "../command";
import { Frame } from "../components/frame";
import { Chain, Quote, Words } from "../components/words";
import { openFinding } from "../state";
import { sides } from "../text/sides";
import type { Finding, FindingClaim } from "../types";

const most = 6;

function Side({ claims }: { claims: FindingClaim[] }) {
  const origins = new Set(claims.map((claim) => claim.origin ?? claim.span.report)).size;
  return (
    <div class="side-of">
      <p class="small dim number">
        {origins} {origins === 1 ? "origin" : "origins"}, {claims.length} {claims.length === 1 ? "claim" : "claims"}
      </p>
      <ul>
        {claims.slice(0, most).map((claim) => (
          <li class="claim" key={claim.id}>
            <div>
              {claim.label && (
                <strong>
                  <Words text={claim.label} />
                </strong>
              )}{" "}
              {claim.status && claim.status !== "actual" && <em>{claim.status}</em>}
            </div>
            <div class="small">
              says <Chain by={claim.said_by} outlet={claim.span.outlet} />
            </div>
            <Quote span={claim.span} lines={3} />
          </li>
        ))}
      </ul>
      {claims.length > most && <p class="small dim">and {claims.length - most} more</p>}
    </div>
  );
}

export default function Contradictions() {
  const loaded = useView<Finding[]>("/api/contradictions");
  return (
    <Frame id="contradictions" title="Contradictions" resource={loaded} picture={null} empty={(all) => all.length === 0}
      emptyText="No report contradicts another here." data={{ path: "/api/contradictions", formats: ["csv", "json"] }} command={detente(["link", "--contradictions"])}
      note="A later and larger toll is an update, not a contradiction; what stands here cannot both be so.">
      {(findings) => (
        <ul class="disputes">
          {findings.map((finding) => {
            const { sides: all, reasons } = sides(finding);
            return (
              <li key={finding.id} class="dispute">
                <div class="line">
                  <h2>
                    <span class={`tag hl-${finding.kind}`}>{finding.kind}</span> <Words text={finding.label ?? ""} />
                  </h2>
                  <button type="button" class="link small" onClick={() => openFinding(finding.id)}>
                    finding {finding.id}
                  </button>
                </div>
                {reasons.slice(0, 3).map((reason) => (
                  <p class="small reason">
                    <Words text={reason} />
                  </p>
                ))}
                <div class="sides">
                  {all.map((claims, i) => (
                    <Side key={i} claims={claims} />
                  ))}
                </div>
              </li>
            );
          })}
        </ul>
      )}
    </Frame>
  );
}
