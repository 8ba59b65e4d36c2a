// Tolls by who counts them. Two counts that differ stay two, with the space between them shaded.
import "../charts.css";
import { scaleLinear, scaleLog } from "d3-scale";
import { useMemo, useState } from "preact/hooks";
import { useView } from "../../api";
import { detente } from "../../command";
import { Frame } from "../../components/frame";
import { Table } from "../../components/table";
import { claimOf, Day, Quote, Words } from "../../components/words";
import { openClaim, openReport, own, setOwn } from "../../state";
import { boxOf, DayAxis, ValueAxis } from "../axes";
import { SERIES, seriesClass } from "../colours";
import { Dash } from "../legend";
import { bounded, count, dayText, openEnd, tick } from "../numbers";
import type { TollPoint, TollSeries } from "../shapes";
import { moveAmongMarks, useWidth } from "../use";
import { aside, band, marks, seriesTitle, sourceColours, swarms, type BandStep, type Mark, type Swarm } from "./bands";

const CHARTS = 12;

function shapeOf(mark: Mark, x: number, low: number, high: number) {
  const parts = [];
  if (low !== high) {
    parts.push(<line key="bar" class="toll-bar" x1={x} x2={x} y1={low} y2={high} />);
    parts.push(<line key="lo" class="toll-bar" x1={x - 5} x2={x + 5} y1={low} y2={low} />);
    parts.push(<line key="hi" class="toll-bar" x1={x - 5} x2={x + 5} y1={high} y2={high} />);
  } else {
    parts.push(<circle key="dot" class={mark.rough ? "toll-dot rough" : "toll-dot"} cx={x} cy={low} r={4.5} />);
  }
  if (mark.open === "up") parts.push(<path key="up" class="toll-arrow" d={`M${x} ${high - 5}V${high - 20}M${x - 4} ${high - 15}L${x} ${high - 20}L${x + 4} ${high - 15}`} />);
  if (mark.open === "down") parts.push(<path key="down" class="toll-arrow" d={`M${x} ${low + 5}V${low + 20}M${x - 4} ${low + 15}L${x} ${low + 20}L${x + 4} ${low + 15}`} />);
  return parts;
}

function bandPath(steps: readonly BandStep[], end: number, x: (day: number) => number, y: (value: number) => number): string {
  const upper: string[] = [];
  const lower: string[] = [];
  steps.forEach((step, i) => {
    const until = steps[i + 1]?.day ?? end;
    upper.push(`${x(step.day)} ${y(step.high)}`, `${x(until)} ${y(step.high)}`);
    lower.push(`${x(step.day)} ${y(step.low)}`, `${x(until)} ${y(step.low)}`);
  });
  return upper.length === 0 ? "" : `M${upper.join("L")}L${lower.reverse().join("L")}Z`;
}

function open(point: TollPoint): void {
  const claim = claimOf(point.span);
  if (claim) openClaim(claim);
  else openReport(point.span.report);
}

function TollChart({ series, colours }: { series: TollSeries; colours: Map<string, number> }) {
  const [box, width] = useWidth<HTMLDivElement>(560);
  const [pointed, setPointed] = useState<Mark | null>(null);
  const all = useMemo(() => marks(series), [series]);
  const steps = useMemo(() => band(all), [all]);
  const frame = boxOf(width, 210);
  const first = all[0]?.day ?? 0;
  const last = all[all.length - 1]?.day ?? 0;
  const spare = Math.max(2, (last - first) * 0.06);
  const most = Math.max(1, ...all.map((mark) => mark.high));
  const x = scaleLinear().domain([first - spare, last + spare]).range([frame.left, frame.right]);
  const y = scaleLinear().domain([0, most * 1.15]).nice().range([frame.bottom, frame.top]);
  const moved = aside(all);
  const at = (mark: Mark, i: number) => x(mark.day) + 10 * (moved[i] ?? 0);
  const title = seriesTitle(series);
  const colour = (name: string) => seriesClass(colours.get(name) ?? 0);
  const name = (mark: Mark) => series.sources[mark.source]?.name ?? "";
  const told = (mark: Mark) => `${name(mark)}: ${bounded(mark.point.low, mark.point.high, mark.point.bound)}, ${dayText(mark.day)}`;
  const undated = series.sources.flatMap((source) => source.points.filter((point) => !all.some((mark) => mark.point === point)).map((point) => ({ source, point })));
  return (
    <figure class="toll">
      <figcaption>
        <h2><Words text={title} /></h2>
        {series.population === "" && series.place === "" && all[0] && <span class="dim small">“<Words text={all[0].point.span.text.slice(0, 80)} />”</span>}
        {series.disputed && <span class="tag disputed">disputed</span>}
      </figcaption>
      <div ref={box}>
        <svg width={frame.width} height={frame.height} viewBox={`0 0 ${frame.width} ${frame.height}`} role="group"
          aria-label={`${title}: ${count(all.length, "figure")} by ${count(series.sources.length, "source")}. Arrow keys go from one to the next, Enter opens its sentence.`}
          onKeyDown={moveAmongMarks}>
          <ValueAxis box={frame} y={y} />
          <DayAxis box={frame} x={x} begin={first - spare} end={last + spare} />
          {series.disputed && <path class="toll-band" d={bandPath(steps, last + spare, x, y)} />}
          {series.sources.map((source, i) => {
            const line = all.filter((mark) => mark.source === i);
            if (line.length < 2) return null;
            return <path key={source.name} class={`toll-line ${colour(source.name)}`} d={`M${line.map((mark) => `${x(mark.day)} ${y(mark.high)}`).join("L")}`} />;
          })}
          {all.map((mark, i) => (
            <g key={i} class={`toll-mark ${colour(name(mark))}`} data-mark role="button" tabindex={i === 0 ? 0 : -1} aria-label={told(mark)}
              onClick={() => open(mark.point)} onFocus={() => setPointed(mark)} onBlur={() => setPointed(null)} onMouseEnter={() => setPointed(mark)} onMouseLeave={() => setPointed(null)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                open(mark.point);
              }}>
              <circle class="toll-hit" cx={at(mark, i)} cy={y((mark.low + mark.high) / 2)} r={12} />
              {shapeOf(mark, at(mark, i), y(mark.low), y(mark.high))}
            </g>
          ))}
        </svg>
      </div>
      <ul class="legend" aria-label="sources">
        {series.sources.map((source) => (
          <li key={source.name}>
            <Dash of={colour(source.name)} /> <Words text={source.name || "not told"} />
          </li>
        ))}
      </ul>
      <p class="note toll-told" aria-live="polite">{pointed ? <Words text={`${told(pointed)} — ${pointed.point.span.text}`} /> : " "}</p>
      {undated.length > 0 && (
        <p class="note">
          Undated: {undated.map(({ source, point }) => `${source.name}: ${bounded(point.low, point.high, point.bound)}`).join("; ")}.
        </p>
      )}
    </figure>
  );
}

// Every number of one measure on one picture. They count different people, so no line joins them; the scale is
// logarithmic, because a town and a war stand side by side.
function SwarmChart({ all, colours }: { all: Swarm[]; colours: Map<string, number> }) {
  const [box, width] = useWidth<HTMLDivElement>(900);
  const [pointed, setPointed] = useState<Swarm["marks"][number] | null>(null);
  const swarm = all.find((one) => one.measure === own("tolls.measure")) ?? all[0];
  if (!swarm) return null;
  const frame = boxOf(width, 320);
  const first = swarm.marks[0]?.day ?? 0;
  const last = swarm.marks[swarm.marks.length - 1]?.day ?? 0;
  const spare = Math.max(2, (last - first) * 0.04);
  const x = scaleLinear().domain([first - spare, last + spare]).range([frame.left, frame.right]);
  const most = Math.max(10, ...swarm.marks.map((mark) => mark.high));
  const scale = scaleLog().domain([1, most * 1.6]).range([frame.bottom, frame.top]).clamp(true);
  const y = (value: number) => scale(Math.max(1, value));
  const moved = aside(swarm.marks);
  const at = (mark: Mark, i: number) => x(mark.day) + 9 * (moved[i] ?? 0);
  const powers = Array.from({ length: Math.floor(Math.log10(most * 1.6)) + 1 }, (_, i) => 10 ** i);
  const colour = (name: string) => (swarm.named.includes(name) ? seriesClass(colours.get(name) ?? 0) : "series-other");
  const told = (mark: Swarm["marks"][number]) => `${mark.name || "not told"}: ${bounded(mark.point.low, mark.point.high, mark.point.bound)} ${seriesTitle(mark.series).toLowerCase()}, ${dayText(mark.day)}`;
  return (
    <figure class="toll">
      <figcaption>
        <h2>
          <label class="field">
            All numbers of{" "}
            <select value={swarm.measure} onChange={(event) => setOwn("tolls.measure", event.currentTarget.value)}>
              {all.map((one) => <option key={one.measure} value={one.measure}>{`${one.measure.replaceAll("_", " ")} (${one.marks.length})`}</option>)}
            </select>
          </label>
        </h2>
      </figcaption>
      <div ref={box}>
        <svg data-chart width={frame.width} height={frame.height} viewBox={`0 0 ${frame.width} ${frame.height}`} role="group"
          aria-label={`${count(swarm.marks.length, "number")} of ${swarm.measure}, on a logarithmic scale. Arrow keys go from one to the next, Enter opens its sentence.`} onKeyDown={moveAmongMarks}>
          <ValueAxis box={frame} y={Object.assign(y, { ticks: () => powers })} />
          <DayAxis box={frame} x={x} begin={first - spare} end={last + spare} />
          {swarm.marks.map((mark, i) => (
            <g key={i} class={`toll-mark ${colour(mark.name)}`} data-mark role="button" tabIndex={i === 0 ? 0 : -1} aria-label={told(mark)}
              onClick={() => open(mark.point)} onFocus={() => setPointed(mark)} onBlur={() => setPointed(null)} onMouseEnter={() => setPointed(mark)} onMouseLeave={() => setPointed(null)}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                open(mark.point);
              }}>
              <circle class="toll-hit" cx={at(mark, i)} cy={(y(mark.low) + y(mark.high)) / 2} r={12} />
              {shapeOf(mark, at(mark, i), y(mark.low), y(mark.high))}
            </g>
          ))}
        </svg>
      </div>
      <ul class="legend" aria-label="sources">
        {swarm.named.map((name) => (
          <li key={name}>
            <span class={`swatch ${colour(name)}`} aria-hidden="true" /> <Words text={name || "not told"} />
          </li>
        ))}
        {swarm.marks.some((mark) => !swarm.named.includes(mark.name)) && (
          <li>
            <span class="swatch series-other" aria-hidden="true" /> others
          </li>
        )}
      </ul>
      <p class="note toll-told" aria-live="polite">
        {pointed ? <Words text={`${told(pointed)} — ${pointed.point.span.text}`} /> : "They count different people at different places, so that no line joins them. The scale is logarithmic."}
      </p>
    </figure>
  );
}

interface Undated {
  series: TollSeries;
  source: string;
  point: TollPoint;
  low: number;
  high: number;
}

const numberedUndated = (all: readonly TollSeries[]): Undated[] =>
  all.flatMap((series) => series.sources.flatMap((source) => source.points.flatMap((point): Undated[] => {
    const low = point.low ?? point.high;
    const high = point.high ?? point.low;
    return (point.day === "" || point.span.dated === false) && low !== null && high !== null ? [{ series, source: source.name, point, low, high }] : [];
  })));

// Numbers that nobody dates have no place on an axis of days: a line each, the measure's largest first.
function UndatedChart({ all, colours }: { all: Undated[]; colours: Map<string, number> }) {
  const [box, width] = useWidth<HTMLDivElement>(900);
  const rows = [...all].sort((a, b) => (a.series.measure < b.series.measure ? -1 : a.series.measure > b.series.measure ? 1 : b.high - a.high)).slice(0, 60);
  const step = 40;
  const frame = { ...boxOf(width, rows.length * step + 44), left: 14 };
  const most = Math.max(10, ...rows.map((row) => row.high));
  const scale = scaleLog().domain([1, most * 2]).range([frame.left, frame.right]).clamp(true);
  const x = (value: number) => scale(Math.max(1, value));
  const powers = Array.from({ length: Math.floor(Math.log10(most * 2)) + 1 }, (_, i) => 10 ** i);
  return (
    <figure class="toll">
      <figcaption>
        <h2>Numbers without a date</h2>
      </figcaption>
      <div ref={box}>
        <svg data-chart width={frame.width} height={frame.height} viewBox={`0 0 ${frame.width} ${frame.height}`} role="group"
          aria-label={`${count(rows.length, "number")} without a date, on a logarithmic scale. Arrow keys go from one to the next, Enter opens its sentence.`} onKeyDown={moveAmongMarks}>
          {powers.map((value) => (
            <g key={value} aria-hidden="true">
              <line class="grid-line" x1={x(value)} x2={x(value)} y1={frame.top} y2={frame.bottom} />
              <text class="axis-text middle" x={x(value)} y={frame.bottom + 18}>{tick(value)}</text>
            </g>
          ))}
          {rows.map((row, i) => {
            const at = frame.top + step * (i + 0.7);
            const told = `${seriesTitle(row.series)}: ${bounded(row.point.low, row.point.high, row.point.bound)}, ${row.source || "source not told"}`;
            const bound = openEnd(row.point.low, row.point.high, row.point.bound);
            return (
              <g key={i} class={`toll-mark ${seriesClass(colours.get(row.source) ?? 0)}`} data-mark role="button" tabIndex={i === 0 ? 0 : -1} aria-label={told} onClick={() => open(row.point)}
                onKeyDown={(event) => {
                  if (event.key !== "Enter" && event.key !== " ") return;
                  event.preventDefault();
                  open(row.point);
                }}>
                <text class="axis-text" x={frame.left} y={at - 12}>{told.length * 6.4 > width ? `${told.slice(0, Math.floor(width / 6.4) - 1)}…` : told}</text>
                <circle class="toll-hit" cx={x(row.high)} cy={at} r={12} />
                <line class="toll-bar" x1={x(row.low)} x2={x(row.high)} y1={at} y2={at} />
                <circle class={row.point.bound === "about" || row.point.bound === "vague" ? "toll-dot rough" : "toll-dot"} cx={x(row.high)} cy={at} r={4.5} />
                {bound === "up" && <path class="toll-arrow" d={`M${x(row.high) + 5} ${at}h15m-5 -4l5 4l-5 4`} />}
                {bound === "down" && <path class="toll-arrow" d={`M${x(row.low) - 5} ${at}h-15m5 -4l-5 4l5 4`} />}
              </g>
            );
          })}
        </svg>
      </div>
      {all.length > rows.length && <p class="note">{rows.length} of {all.length}; the table has all.</p>}
    </figure>
  );
}

interface Line {
  series: TollSeries;
  source: string;
  point: TollPoint;
}

function lines(all: readonly TollSeries[]): Line[] {
  return all.flatMap((series) => series.sources.flatMap((source) => source.points.map((point) => ({ series, source: source.name, point }))));
}

function TollTable({ rows, caption }: { rows: Line[]; caption: string }) {
  return (
    <Table
      caption={caption}
      rows={rows}
      columns={[
        { title: "Toll", cell: (row) => <Words text={seriesTitle(row.series)} />, by: (row) => seriesTitle(row.series) },
        { title: "Number", cell: (row) => bounded(row.point.low, row.point.high, row.point.bound), number: true, by: (row) => row.point.low ?? row.point.high ?? -1 },
        { title: "Source", cell: (row) => <Words text={row.source} />, by: (row) => row.source },
        { title: "Day", cell: (row) => <Day day={row.point.day} dated={row.point.span.dated} />, by: (row) => row.point.day },
        { title: "Disputed", cell: (row) => (row.series.disputed ? "yes" : ""), by: (row) => (row.series.disputed ? 0 : 1) },
        { title: "Words", cell: (row) => <Quote span={row.point.span} /> },
      ]}
    />
  );
}

function Tolls({ all }: { all: TollSeries[] }) {
  const [shown, setShown] = useState(CHARTS);
  const colours = useMemo(() => sourceColours(all), [all]);
  const gathered = useMemo(() => swarms(all, colours, SERIES), [all, colours]);
  const undated = useMemo(() => numberedUndated(all), [all]);
  const drawn = all.filter((series) => marks(series).length > 1);
  drawn.sort((a, b) => Number(b.disputed) - Number(a.disputed));
  const single = all.filter((series) => marks(series).length <= 1);
  return (
    <div class="tolls">
      <p class="note">
        A dot is a number as told, hollow where it is “about”; a bar a range; an arrow says “at least” or “at most”. Where sources disagree, the shade lies between the lowest and the highest number that stands that day. Nothing is averaged.
      </p>
      <SwarmChart all={gathered} colours={colours} />
      {undated.length > 0 && <UndatedChart all={undated} colours={colours} />}
      {drawn.length > 0 && <h2 class="toll-part">Counted more than once</h2>}
      <div class="toll-grid">
        {drawn.slice(0, shown).map((series) => (
          <TollChart key={`${series.measure}|${series.population}|${series.place}`} series={series} colours={colours} />
        ))}
      </div>
      {drawn.length > shown && (
        <p class="more">
          <button type="button" onClick={() => setShown(shown + CHARTS)}>More of {drawn.length}</button>
        </p>
      )}
      {single.length > 0 && (
        <details class="toll-part" open={gathered.length === 0}>
          <summary>Told once: {count(lines(single).length, "number")}</summary>
          <TollTable rows={lines(single)} caption="Tolls that are told once" />
        </details>
      )}
    </div>
  );
}

export default function TollsView() {
  const tolls = useView<TollSeries[]>("/api/tolls", { limit: 2000 });
  return (
    <Frame
      id="tolls"
      title="Tolls"
      resource={tolls}
      empty={(all) => all.length === 0}
      emptyText="No report gives a number of people harmed."
      command={detente(["board"])}
      data={{ path: "/api/tolls", formats: ["csv", "json"] }}
      table={(all) => <TollTable rows={lines(all)} caption="Tolls by source" />}
    >
      {(all) => <Tolls all={all} />}
    </Frame>
  );
}
