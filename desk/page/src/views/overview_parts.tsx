// The parts of the overview: a few lines of each kind, each with the sentence that it rests on.
import type { ComponentChildren } from "preact";
import { useView } from "../api";
import type { Board, Change, Diff, Dispute, Front, Harm, Proposal, RedLine, Tie } from "../board";
import { amount } from "../board";
import { DayField } from "../components/day_field";
import { Failure, Loading, Stale } from "../components/frame";
import { Chain, Quote, Words } from "../components/words";
import { countryName } from "../text/countries";
import { openFinding, openView, own, select, selection, setOwn } from "../state";
import { views } from "../views";

export const few = 6;
// The board tells at most so many of a kind.
const boardMost = 1000;

interface PartProps {
  title: string;
  hint?: string; // what the numbers at the end of a line are
  more?: string; // the view that has all of it
  count: number;
  children: ComponentChildren;
}

export function Part({ title, hint, more, count, children }: PartProps) {
  const known = more !== undefined && views.some((view) => view.id === more);
  return (
    <section class="part">
      <h2>
        {title} <span class="dim number">{count.toLocaleString("en")}{count >= boardMost && "+"}</span>
        {known && more && (
          <button type="button" class="plain small" onClick={() => openView(more)} aria-label={`all of ${title}`}>
            all
          </button>
        )}
      </h2>
      {hint && count > 0 && <p class="dim small hint">{hint}</p>}
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

export function TieLine({ tie }: { tie: Tie }) {
  const change = tie.change ?? 0;
  const example = tie.examples[0];
  return (
    <li>
      <div class="line">
        <span>
          <Party name={tie.source} /> <span class="type">{tie.type}</span> {tie.target !== "" && <Party name={tie.target} />}
        </span>
        <span class="number">
          {tie.weight !== undefined && (tie.weight !== 0 || change !== 0) && <span title="Goldstein's weights, faded with time">{tie.weight.toFixed(1)}</span>}{" "}
          {change !== 0 && (
            <span class={change < 0 ? "worse" : "better"} title="change of the weight">
              {change < 0 ? "▼" : "▲"} {Math.abs(change).toFixed(1)}
            </span>
          )}{" "}
          <span class="dim">
            {tie.events} {tie.events === 1 ? "event" : "events"} in {tie.origins ?? tie.reports}
          </span>
        </span>
      </div>
      {example && <Quote span={example} lines={1} />}
    </li>
  );
}

export function ProposalLine({ proposal }: { proposal: Proposal }) {
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
        {last && last.state !== "" && (
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

export function HarmLine({ harm }: { harm: Harm }) {
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

export function DisputeLine({ dispute }: { dispute: Dispute }) {
  return (
    <li>
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
  );
}

export function RedLineLine({ line }: { line: RedLine }) {
  const touched = line.touched?.length ?? 0;
  return (
    <li>
      <div class="line">
        <span>
          {line.holders.map((name) => (
            <Party name={name} />
          ))}{" "}
          <Words text={line.label} />
        </span>
        {touched > 0 && <span class="tag bad">touched {touched}×</span>}
      </div>
      <div class="small">
        says <Chain by={line.chain} />
      </div>
      <Quote span={line.place} lines={1} />
    </li>
  );
}

// Weeks as bars, the oldest first: enough to see a rise, and the number is told beside it.
function Weeks({ weeks }: { weeks: { monday: string; events: number }[] }) {
  const most = Math.max(1, ...weeks.map((week) => week.events));
  return (
    <svg class="weeks" width={weeks.length * 6} height={18} role="img" aria-label={`events by week: ${weeks.map((week) => week.events).join(", ")}`}>
      {weeks.map((week, i) => (
        <rect x={i * 6} width={5} y={18 - Math.max(1, (17 * week.events) / most)} height={Math.max(1, (17 * week.events) / most)}>
          <title>
            week of {week.monday}: {week.events}
          </title>
        </rect>
      ))}
    </svg>
  );
}

export function FrontLine({ front }: { front: Front }) {
  const example = front.examples?.[0];
  return (
    <li>
      <div class="line">
        <span>
          <Party name={front.a} /> <span class="dim">and</span> <Party name={front.b} /> {front.country !== "" && <span class="dim">in {countryName(front.country)}</span>}
        </span>
        <span class="number">
          {front.weeks && <Weeks weeks={front.weeks} />} {(front.tempo?.trend === "rising" || front.tempo?.trend === "falling") && <span class="dim">{front.tempo.trend}</span>} {front.events}
        </span>
      </div>
      {example && <Quote span={example} lines={1} />}
    </li>
  );
}

function ChangeLine({ change }: { change: Change }) {
  const place = change.places[0];
  return (
    <li>
      <div class="line">
        <span>
          <span class="dim">{change.kind.replace("_", " ")}</span>{" "}
          <strong>
            <Words text={change.what} />
          </strong>
        </span>
        <span class="tag">{change.change}</span>
      </div>
      {(change.before !== "" || change.after !== "") && (
        <div class="small number">
          {change.before !== "" && (
            <>
              <Words text={change.before} /> <span aria-label="then">→</span>{" "}
            </>
          )}
          <Words text={change.after === "" ? "not told any more" : change.after} />
        </div>
      )}
      {place && <Quote span={place} lines={1} />}
    </li>
  );
}

// A few of each kind, so that a hundred changed ties do not hide the one proposal that was rejected. Within a kind the
// order stays: what weighs most comes first.
function some(changes: Change[], most: number): Change[] {
  const seen = new Map<string, number>();
  return changes
    .map((change, at) => {
      const nth = seen.get(change.kind) ?? 0;
      seen.set(change.kind, nth + 1);
      return { change, at, nth };
    })
    .sort((a, b) => a.nth - b.nth || a.at - b.at)
    .slice(0, most)
    .sort((a, b) => a.at - b.at)
    .map(({ change }) => change);
}

// What the reports published since a day have changed. Only the day is chosen here: the later state is the one shown.
export function Changes({ board }: { board: Board }) {
  const s = selection.value;
  const since = own("overview.since", board.before ?? "");
  const to = s.as_of !== "" ? s.as_of : (board.day ?? board.last_day);
  const ready = since !== "" && to !== "" && since <= to;
  const diff = useView<Diff>(ready ? "/api/changes" : null, { from: since, to, party: s.party[0], revision: s.revision }, false);
  const all = own("overview.changes") === "all";
  const changes = diff.data?.changes ?? [];
  return (
    <section class="part wide">
      <h2>
        What changed since <DayField label="changed since" value={since} whole set={(day) => setOwn("overview.since", day)} />{" "}
        {ready && diff.data && (
          <span class="dim number">
            {changes.length.toLocaleString("en")} {changes.length === 1 ? "change" : "changes"}; {diff.data.reports.after - diff.data.reports.before} more reports, {diff.data.origins.after - diff.data.origins.before} more origins
          </span>
        )}
      </h2>
      {!ready && <p class="dim">{board.last_day === "" ? "No report has a date, so that nothing can be told of before and after." : "Choose a day of the record."}</p>}
      {ready && diff.state === "loading" && <Loading what="changes" path="/api/changes" />}
      {(diff.stale ?? 0) > 0 && <Stale resource={diff} path="/api/changes" />}
      {diff.error && <Failure error={diff.error} retry={diff.reload} />}
      {ready && diff.data && changes.length === 0 && <p class="dim">Nothing.</p>}
      {ready && diff.data && (
        <ul class="lines columns">
          {(all ? changes : some(changes, few)).map((change, i) => (
            <ChangeLine key={i} change={change} />
          ))}
        </ul>
      )}
      {ready && changes.length > few && (
        <button type="button" class="plain small" onClick={() => setOwn("overview.changes", all ? "" : "all")}>
          {all ? "fewer" : `${changes.length - few} more`}
        </button>
      )}
    </section>
  );
}
