// The state of play in one screen: how much there is, what moved, what is offered, how bad it is, what is disputed.
// Every line opens the sentence that it rests on.
import type { ComponentChildren } from "preact";
import { useView } from "../api";
import type { Board, Harm, Proposal, Tie } from "../board";
import { amount } from "../board";
import { detente } from "../command";
import { Frame } from "../components/frame";
import { Chain, Quote, Words } from "../components/words";
import { status } from "../desk";
import { openFinding, openView, select, selection } from "../state";
import { views } from "../views";

const few = 6;

function Part({ title, more, count, children }: { title: string; more?: string; count: number; children: ComponentChildren }) {
  const known = more !== undefined && views.some((view) => view.id === more);
  return (
    <section class="part">
      <h2>
        {title} <span class="dim number">{count}</span>
        {known && more && (
          <button type="button" class="plain small" onClick={() => openView(more)} aria-label={`all of ${title}`}>
            all
          </button>
        )}
      </h2>
      {count === 0 ? <p class="dim">None is told.</p> : <ul class="lines">{children}</ul>}
    </section>
  );
}

function Party({ name }: { name: string }) {
  if (name === "") return <span class="dim">somebody not named</span>;
  return (
    <button type="button" class="name" onClick={() => select({ party: [name] })} title={`only what concerns ${name}`}>
      <Words text={name} />
    </button>
  );
}

function TieLine({ tie }: { tie: Tie }) {
  const change = tie.change ?? 0;
  const example = tie.examples[0];
  return (
    <li>
      <div class="line">
        <span>
          <Party name={tie.source} /> <span class="type">{tie.type}</span> {tie.target !== "" && <Party name={tie.target} />}
        </span>
        <span class="number">
          {tie.weight !== undefined && <span title="Goldstein's weights, faded with time">{tie.weight.toFixed(1)}</span>}{" "}
          {change !== 0 && (
            <span class={change < 0 ? "worse" : "better"} title="change of the weight">
              {change < 0 ? "▼" : "▲"} {Math.abs(change).toFixed(1)}
            </span>
          )}{" "}
          <span class="dim">
            {tie.events} in {tie.origins ?? tie.reports}
          </span>
        </span>
      </div>
      {example && <Quote span={example} lines={1} />}
    </li>
  );
}

function ProposalLine({ proposal }: { proposal: Proposal }) {
  const last = proposal.states[proposal.states.length - 1];
  return (
    <li>
      <div class="line">
        <span>
          <strong>
            <Words text={proposal.label} />
          </strong>
          {proposal.sponsors.length > 0 && (
            <span class="dim">
              {" "}
              by <Words text={proposal.sponsors.join(", ")} />
            </span>
          )}
        </span>
        {last && (
          <span class="tag">
            {last.state}
            {last.by.length > 0 && (
              <>
                {" "}
                by <Words text={last.by.join(", ")} />
              </>
            )}
          </span>
        )}
      </div>
      {last && (
        <>
          <div class="small">
            says <Chain by={last.chain} />
          </div>
          <Quote span={last.place} lines={1} />
        </>
      )}
    </li>
  );
}

function HarmLine({ harm }: { harm: Harm }) {
  const shown = harm.claims.slice(-2).reverse();
  return (
    <li>
      <div class="line">
        <span>
          <strong>{harm.measure}</strong> <Words text={[harm.population, harm.place].filter(Boolean).join(", ")} />
        </span>
        {harm.differ && <span class="tag bad">sources differ</span>}
      </div>
      {shown.map((claim) => (
        <div class="claim">
          <span class="amount number">{amount(claim)}</span>{" "}
          <span class="small">
            <Chain by={claim.chain} />
          </span>
          <Quote span={claim.place} lines={1} />
        </div>
      ))}
      {harm.claims.length > shown.length && (
        <button type="button" class="plain small" onClick={() => openView("tolls", { measure: [harm.measure] })}>
          {harm.claims.length - shown.length} more
        </button>
      )}
    </li>
  );
}

export default function Overview() {
  const board = useView<Board>("/api/board");
  const now = status.value;
  const s = selection.value;
  const counts: [string, number | undefined, string][] = [
    ["reports", board.data?.reports, "reports"],
    ["origins", board.data?.origins ?? now?.origins, "reports"],
    ["events", now?.events, "timeline"],
    ["findings", board.data?.findings ?? now?.findings, "findings"],
    ["disputed", board.data?.disputed?.length, "contradictions"],
    ["undated", board.data?.undated, "reports"],
  ];
  const byMove = (a: Tie, b: Tie) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || b.events - a.events;
  return (
    <Frame id="overview" title="Overview" resource={board} picture={null} empty={(b) => b.reports === 0}
      emptyText={<strong>Drop reports here.</strong>} command={detente(["board"], { party: s.party[0] })}
      data={{ path: "/api/board", formats: ["json"] }}
      note={
        board.data && board.data.last_day !== "" && (
          <>
            Reports of {board.data.first_day} to {board.data.last_day}
            {board.data.before && <>; what moved is told against {board.data.before}</>}
            {board.data.unread > 0 && <>; {board.data.unread} in other languages, unread</>}
          </>
        )
      }>
      {(b) => (
        <>
          <dl class="counts">
            {counts.map(
              ([name, value, view]) =>
                value !== undefined && (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                      <button type="button" class="plain number" onClick={() => openView(view)} aria-label={`${value} ${name}: open`}>
                        {value.toLocaleString("en")}
                      </button>
                    </dd>
                  </div>
                ),
            )}
          </dl>
          <div class="parts">
            <Part title="Ties that moved" count={b.ties.length} more="network">
              {[...b.ties].sort(byMove).slice(0, few).map((tie) => (
                <TieLine key={`${tie.source} ${tie.type} ${tie.target}`} tie={tie} />
              ))}
            </Part>
            <Part title="Proposals" count={b.proposals.length} more="proposals">
              {b.proposals.slice(0, few).map((proposal, i) => (
                <ProposalLine key={i} proposal={proposal} />
              ))}
            </Part>
            <Part title="Harm" count={b.harm.length} more="tolls">
              {[...b.harm].sort((x, y) => y.claims.length - x.claims.length).slice(0, few).map((harm, i) => (
                <HarmLine key={i} harm={harm} />
              ))}
            </Part>
            <Part title="Disputed" count={b.disputed?.length ?? 0} more="contradictions">
              {(b.disputed ?? []).slice(0, few).map((dispute, i) => (
                <li key={i}>
                  <div class="line">
                    <strong>
                      <Words text={dispute.label} />
                    </strong>
                    {dispute.finding ? (
                      <button type="button" class="plain small" onClick={() => openFinding(dispute.finding ?? 0)}>
                        finding {dispute.finding}
                      </button>
                    ) : null}
                  </div>
                  {dispute.sides.slice(0, 2).map((side) => (
                    <div class="claim">
                      <span class="amount">
                        <Words text={side.says} />
                      </span>{" "}
                      <span class="small">
                        <Chain by={side.chain} />
                      </span>
                      <Quote span={side.place} lines={1} />
                    </div>
                  ))}
                </li>
              ))}
            </Part>
            <Part title="Red lines" count={b.red_lines?.length ?? 0} more="lines">
              {(b.red_lines ?? []).slice(0, few).map((line, i) => (
                <li key={i}>
                  <div class="line">
                    <span>
                      {line.holders.map((name) => (
                        <Party name={name} />
                      ))}{" "}
                      <Words text={line.label} />
                    </span>
                    {(line.touched?.length ?? 0) > 0 && <span class="tag bad">touched {line.touched?.length}×</span>}
                  </div>
                  <Quote span={line.place} lines={1} />
                </li>
              ))}
            </Part>
          </div>
        </>
      )}
    </Frame>
  );
}
