// Red lines and what touched them, levers and their level, commitments kept or broken, and who judges whose intent.
import "../charts.css";
import type { ComponentChildren } from "preact";
import { useView } from "../../api";
import { detente } from "../../command";
import { Frame } from "../../components/frame";
import { Table } from "../../components/table";
import { Chain, Day, Quote, Words } from "../../components/words";
import { openFinding, own, setOwn } from "../../state";
import { count, dayNumber, titled } from "../numbers";
import type { BoardParts, Chain as Names, Commitment, Lever, Touch } from "../shapes";
import type { Span } from "../../types";
import { useWidth } from "../use";

const names = (all: readonly string[], none = "not told"): string => (all.length > 0 ? all.join(", ") : none);

interface Told {
  chain: Names;
  place: Span;
  reports: number;
  origins: number;
  finding?: number | null;
}

function Source({ of }: { of: Told }) {
  const finding = of.finding ?? null;
  return (
    <div class="told">
      <p class="dim">
        <Chain by={of.chain} outlet={of.place.outlet} /> · <Day day={of.place.day} dated={of.place.dated} /> · {count(of.origins, "origin")}
        {finding !== null && <span class="nowrap"> · <button type="button" class="plain" onClick={() => openFinding(finding)}>finding {finding}</button></span>}
      </p>
      <Quote span={of.place} />
    </div>
  );
}

function Touches({ title, all }: { title: string; all: readonly Touch[] }) {
  if (all.length === 0) return null;
  return (
    <details class="touches" open={all.length <= 2}>
      <summary>{title}: {count(all.length, "event")}</summary>
      <ul>
        {all.map((touch, i) => (
          <li key={i}>
            <p>
              <Day day={touch.day} /> <strong>{touch.type}</strong> <Words text={touch.source || "nobody named"} />{touch.target && <> → <Words text={touch.target} /></>} <span class="dim"><Words text={touch.reason} /></span>
            </p>
            <Quote span={touch.place} />
          </li>
        ))}
      </ul>
    </details>
  );
}

// A lever's level from step to step, as far as the steps have a day.
function LeverSteps({ lever, picture }: { lever: Lever; picture: boolean }) {
  const [box, width] = useWidth<HTMLDivElement>(320);
  const steps = lever.history.map((step) => ({ step, day: step.place.dated === false ? null : dayNumber(step.place.day ?? "") })).filter((one): one is { step: typeof one.step; day: number } => one.day !== null);
  const first = steps[0]?.day ?? 0;
  const last = steps[steps.length - 1]?.day ?? 0;
  const levels = [...new Set(steps.map(({ step }) => step.level))];
  const height = 16 + 22 * Math.max(1, levels.length);
  const x = (day: number) => 90 + ((width - 110) * (day - first)) / Math.max(1, last - first);
  const y = (level: string) => 14 + 22 * levels.indexOf(level);
  if (steps.length < 2) return <div ref={box} />;
  return (
    <div ref={box}>
      <svg data-chart={picture ? "" : undefined} width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img"
        aria-label={`${lever.holder} towards ${lever.target}, ${lever.instrument}: ${steps.map(({ step }) => `${step.level} ${step.place.day}`).join(", ")}`}>
        {levels.map((level) => (
          <g key={level}>
            <text class="axis-text" x={0} y={y(level) + 4}>{level.slice(0, 13)}</text>
            <line class="grid-line" x1={90} x2={width - 12} y1={y(level)} y2={y(level)} />
          </g>
        ))}
        <path class="lever-line" d={steps.map(({ step, day }, i) => (i === 0 ? `M${x(day)} ${y(step.level)}` : `H${x(day)}V${y(step.level)}`)).join("")} />
        {steps.map(({ step, day }, i) => <circle key={i} class="lever-dot" cx={x(day)} cy={y(step.level)} r={4} />)}
      </svg>
    </div>
  );
}

function Section({ id, title, total, children }: { id: string; title: string; total: number; children: ComponentChildren }) {
  return (
    <section class="lines-part" aria-labelledby={`lines-${id}`}>
      <h2 id={`lines-${id}`}>{title} <span class="dim">{total}</span></h2>
      {total === 0 ? <p class="note">None is told.</p> : children}
    </section>
  );
}

const order = ["broken", "disputed", "open", "kept"];
const marks: Record<string, string> = { broken: "✕", kept: "✓", open: "○", disputed: "?" };

function CommitmentCard({ commitment }: { commitment: Commitment }) {
  return (
    <article class="card">
      <h3><Words text={commitment.label} /></h3>
      <p>
        <span class={`state-mark ${commitment.state}`}><span aria-hidden="true">{marks[commitment.state] ?? "•"}</span> {commitment.state}</span> undertaken by <Words text={names(commitment.holders)} />
      </p>
      <Touches title="Kept by" all={commitment.kept_by} />
      <Touches title="Broken by" all={commitment.broken_by} />
      <Source of={commitment} />
    </article>
  );
}

function Lines({ board }: { board: BoardParts }) {
  const rank = (state: string) => (order.indexOf(state) + order.length + 1) % (order.length + 1);
  const commitments = [...board.commitments].sort((a, b) => rank(a.state) - rank(b.state));
  const drawn = board.levers.findIndex((lever) => lever.history.length > 1);
  const parts = [
    { id: "red", title: "Red lines", total: board.red_lines.length },
    { id: "levers", title: "Levers", total: board.levers.length },
    { id: "commitments", title: "Commitments", total: commitments.length },
    { id: "judgements", title: "Judgements", total: board.judgements.length },
  ];
  const asked = own("lines.part");
  const first = parts.find((part) => part.total > 0)?.id ?? "red";
  const shown = parts.some((part) => part.id === asked) || asked === "all" ? asked : first;
  const shows = (id: string) => shown === id || shown === "all";
  return (
    <div class="lines-view">
      <div class="switch lines-choice" role="group" aria-label="part">
        {[...parts, { id: "all", title: "All", total: parts.reduce((sum, part) => sum + part.total, 0) }].map((part) => (
          <button key={part.id} type="button" aria-pressed={shown === part.id} onClick={() => setOwn("lines.part", part.id)}>
            {part.title} <span class="dim">{part.total}</span>
          </button>
        ))}
      </div>
      {shows("red") && <Section id="red" title="Red lines" total={board.red_lines.length}>
        <div class="cards">
          {board.red_lines.map((line, i) => (
            <article class="card" key={i}>
              <h3><Words text={line.label} /></h3>
              <p>
                {(line.holders.length > 0 || line.addressees.length > 0) && <Words text={names(line.holders, "somebody")} />}
                {line.addressees.length > 0 && <> to <Words text={names(line.addressees)} /></>}{" "}
                {line.firmness && <span class="tag">{line.firmness.replaceAll("_", " ")}</span>}
                {line.touched.length > 0 ? <span class="tag touched">touched {line.touched.length} ×</span> : line.forbids.length > 0 && <span class="tag">not touched</span>}
              </p>
              <Touches title="Touched by" all={line.touched} />
              <Source of={line} />
            </article>
          ))}
        </div>
      </Section>}
      {shows("levers") && <Section id="levers" title="Levers" total={board.levers.length}>
        <div class="cards">
          {board.levers.map((lever, i) => (
            <article class="card" key={i}>
              <h3><Words text={lever.instrument || "lever"} /></h3>
              <p>
                <Words text={lever.holder || "somebody not named"} />{lever.target && <> towards <Words text={lever.target} /></>} <span class="tag">{lever.level}</span>
              </p>
              <LeverSteps lever={lever} picture={i === drawn} />
              <ol class="steps">
                {lever.history.map((step, k) => (
                  <li key={k}>
                    <strong>{step.level}</strong>{step.condition && <> if <Words text={step.condition} /></>}
                    <Source of={step} />
                  </li>
                ))}
              </ol>
            </article>
          ))}
        </div>
      </Section>}
      {shows("commitments") && <Section id="commitments" title="Commitments" total={commitments.length}>
        <div class="cards">{commitments.map((commitment, i) => <CommitmentCard key={i} commitment={commitment} />)}</div>
      </Section>}
      {shows("judgements") && <Section id="judgements" title="Who judges whose intent" total={board.judgements.length}>
        <div class="cards">
          {board.judgements.map((judgement, i) => (
            <article class="card" key={i}>
              <h3>{judgement.subject ? <Words text={judgement.subject} /> : <span class="dim">no party</span>}</h3>
              <p>
                <Words text={judgement.holder || "the report"} />: <Words text={judgement.label} />
              </p>
              <Source of={judgement} />
            </article>
          ))}
        </div>
      </Section>}
    </div>
  );
}

interface Row {
  kind: string;
  label: string;
  who: string;
  whom: string;
  state: string;
  told: Told;
}

function rows(board: BoardParts): Row[] {
  return [
    ...board.red_lines.map((line): Row => ({ kind: "red line", label: line.label, who: names(line.holders), whom: names(line.addressees, ""), state: line.touched.length > 0 ? `touched ${line.touched.length} ×` : line.forbids.length > 0 ? "not touched" : "", told: line })),
    ...board.levers.flatMap((lever) => lever.history.map((step): Row => ({ kind: "lever", label: lever.instrument, who: lever.holder, whom: lever.target, state: step.condition ? `${step.level} if ${step.condition}` : step.level, told: step }))),
    ...board.commitments.map((one): Row => ({ kind: "commitment", label: one.label, who: names(one.holders), whom: "", state: one.state, told: one })),
    ...board.judgements.map((one): Row => ({ kind: "judgement", label: one.label, who: one.holder, whom: one.subject, state: "", told: one })),
  ];
}

function LinesTable({ board }: { board: BoardParts }) {
  return (
    <Table
      caption="Red lines, levers, commitments and judgements"
      rows={rows(board)}
      columns={[
        { title: "Kind", cell: (row) => titled(row.kind), by: (row) => row.kind },
        { title: "What", cell: (row) => <Words text={row.label} />, by: (row) => row.label },
        { title: "Who", cell: (row) => <Words text={row.who} />, by: (row) => row.who },
        { title: "Whom", cell: (row) => <Words text={row.whom} />, by: (row) => row.whom },
        { title: "State", cell: (row) => <Words text={row.state} />, by: (row) => row.state },
        { title: "Day", cell: (row) => <Day day={row.told.place.day} dated={row.told.place.dated} />, by: (row) => row.told.place.day ?? "" },
        { title: "Said by", cell: (row) => <Chain by={row.told.chain} outlet={row.told.place.outlet} /> },
        { title: "Words", cell: (row) => <Quote span={row.told.place} /> },
      ]}
    />
  );
}

export default function LinesView() {
  const board = useView<BoardParts>("/api/board");
  return (
    <Frame
      id="lines"
      title="Lines and levers"
      note="What must not happen and what touched it, what one party can give or keep back, what was promised and whether it held, and who judges whom. Each as told, with who says so."
      resource={board}
      empty={(data) => data.red_lines.length + data.levers.length + data.commitments.length + data.judgements.length === 0}
      emptyText="No report tells of a red line, a lever, a commitment or a judgement."
      command={detente(["board"])}
      data={{ path: "/api/instruments", formats: ["csv", "json"] }}
      table={(data) => <LinesTable board={data} />}
    >
      {(data) => <Lines board={data} />}
    </Frame>
  );
}
