// How much happened when, as closely as it is told. Dragging over it chooses days for every view.
import { useLayoutEffect, useMemo, useRef, useState } from "preact/hooks";
import { useView } from "../api";
import { detente } from "../command";
import { Brush } from "../components/brush";
import { EventTable } from "../components/events";
import { quadNames } from "../components/facets";
import { Empty, Failure, Frame, Loading } from "../components/frame";
import { Table } from "../components/table";
import { extent, inWords, range, ticks, toDay } from "../dates";
import type { Extent } from "../dates";
import { own, select, selection, setOwn } from "../state";
import { bars } from "../text/bars";
import type { Column, Lane } from "../text/bars";
import type { EventRow, Facets } from "../types";

const left = 44;
const right = 12;
const plotHeight = 180;
const laneHeight = 24;
const axisHeight = 22;
const binStep: Record<string, number> = { day: 1, week: 7, month: 30, year: 365 };

export function useWidth(): [preact.RefObject<HTMLDivElement>, number] {
  const box = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    setWidth(element.clientWidth);
    const watcher = new ResizeObserver(() => setWidth(element.clientWidth));
    watcher.observe(element);
    return () => watcher.disconnect();
  }, []);
  return [box, width];
}

function niceTop(value: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, value)));
  return ([1, 2, 5, 10].find((n) => n * power >= value) ?? 10) * power;
}

interface Drawn {
  whole: Extent;
  fit: Extent; // without the outermost hundredths
  outside: number; // events outside of `fit`
}

// One event of the last century would press all others into a line: what lies far out is told, and drawn when asked for.
function domainOf(columns: Column[], lanes: Lane[]): Drawn | null {
  const all = [...columns, ...lanes.flatMap((lane) => lane.bars)].sort((a, b) => a.begin - b.begin);
  const first = all[0];
  if (!first) return null;
  const total = all.reduce((sum, bar) => sum + bar.count, 0);
  const whole = { begin: first.begin, end: Math.max(...all.map((bar) => bar.end)) };
  let low = first.begin;
  let high = first.end;
  let passed = 0;
  for (const bar of all) {
    if (passed <= total / 100) low = bar.begin;
    if (passed <= (total * 99) / 100) high = Math.max(high, bar.end);
    passed += bar.count;
  }
  const margin = Math.ceil((high - low) * 0.02);
  const fit = { begin: Math.max(whole.begin, low - margin), end: Math.min(whole.end, high + margin) };
  // A little off the ends is not worth a second look.
  if (fit.end - fit.begin > 0.7 * (whole.end - whole.begin)) return { whole, fit: whole, outside: 0 };
  return { whole, fit, outside: all.filter((bar) => bar.end <= fit.begin || bar.begin >= fit.end).reduce((sum, bar) => sum + bar.count, 0) };
}

function describe(bar: Column, word: string): string {
  const days = bar.end - bar.begin > 1 ? `${word} of ${bar.day}` : inWords(bar.day);
  const kinds = bar.quads.map((n, i) => (n > 0 ? `${n} ${quadNames[String(i + 1)]}` : "")).filter(Boolean).join(", ");
  return `${days}: ${bar.count} events (${kinds})${bar.assumed > 0 ? `; ${bar.assumed} on the day of their report` : ""}`;
}

function Chart({ facets, zoom }: { facets: Facets; zoom: string }) {
  const [box, width] = useWidth();
  const bin = facets.bin ?? "day";
  const { columns, lanes } = useMemo(() => bars(facets.histogram, bin), [facets]);
  const drawn = useMemo(() => domainOf(columns, lanes), [columns, lanes]);
  const s = selection.value;
  const from = extent(s.from);
  const to = extent(s.to);
  let domain = drawn && (zoom === "all" ? drawn.whole : drawn.fit);
  if (drawn && domain && (from || to)) {
    if (zoom === "in") {
      const chosen = { begin: from?.begin ?? drawn.whole.begin, end: to?.end ?? drawn.whole.end };
      if (chosen.end > chosen.begin) domain = chosen;
    } else {
      // What is chosen is always in sight.
      domain = { begin: Math.min(domain.begin, from?.begin ?? domain.begin), end: Math.max(domain.end, to?.end ?? domain.end) };
    }
  }
  const span = domain ? domain.end - domain.begin : 1;
  const inner = Math.max(1, width - left - right);
  const x = (day: number) => left + ((day - (domain?.begin ?? 0)) / span) * inner;
  const day = (px: number) => (domain?.begin ?? 0) + ((px - left) / inner) * span;
  const seen = columns.filter((bar) => domain && bar.end > domain.begin && bar.begin < domain.end);
  const top = niceTop(Math.max(1, ...seen.map((bar) => bar.count)));
  const height = plotHeight + axisHeight + lanes.length * laneHeight + 8;
  const y = (count: number) => 6 + (plotHeight - 6) * (1 - count / top);

  return (
    <div ref={box} class="chart-box">
      {domain && width > 0 && (
        <svg data-chart class="timeline" width={width} height={height} role="group" aria-label={`events by ${bin}, ${toDay(domain.begin)} to ${toDay(domain.end - 1)}`}>
          <pattern id="assumed" width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <line class="hatch" y2="5" />
          </pattern>
          {[0, top / 2, top].map((value) => (
            <g class="grid">
              <line x1={left} x2={width - right} y1={y(value)} y2={y(value)} />
              <text x={left - 6} y={y(value)} dy="0.32em" text-anchor="end">
                {value.toLocaleString("en")}
              </text>
            </g>
          ))}
          <g>
            {seen.map((bar) => {
              const begin = Math.max(left, x(bar.begin));
              const wide = Math.max(1, Math.min(width - right, x(bar.end)) - begin - (inner / span > 3 ? 1 : 0));
              let below = 0;
              return (
                <g key={bar.begin}>
                  <title>{describe(bar, bin)}</title>
                  {bar.quads.map((n, i) => {
                    if (n === 0) return null;
                    below += n;
                    return <rect class={`quad-${i + 1}`} x={begin} width={wide} y={y(below)} height={y(below - n) - y(below)} />;
                  })}
                  {bar.assumed > 0 && wide > 5 && <rect fill="url(#assumed)" x={begin} width={wide} y={y(bar.assumed)} height={y(0) - y(bar.assumed)} />}
                </g>
              );
            })}
          </g>
          <g class="axis" transform={`translate(0 ${plotHeight})`}>
            {ticks(domain.begin, domain.end - 1, Math.max(2, Math.floor(inner / 80))).map((tick) => (
              <g transform={`translate(${x(tick.at)} 0)`}>
                <line y2={5} />
                <text y={17} text-anchor="middle">
                  {tick.label}
                </text>
              </g>
            ))}
          </g>
          {lanes.map((lane, i) => {
            const most = Math.max(...lane.bars.map((bar) => bar.count));
            const at = plotHeight + axisHeight + i * laneHeight + 6;
            return (
              <g class="lane" key={lane.precision}>
                <text x={left - 6} y={at + laneHeight / 2 - 4} dy="0.32em" text-anchor="end">
                  {lane.precision}
                </text>
                {lane.bars.filter((bar) => domain && bar.end > domain.begin && bar.begin < domain.end).map((bar) => {
                  const begin = Math.max(left, x(bar.begin));
                  const end = Math.min(width - right, x(bar.end));
                  const thick = 4 + (laneHeight - 12) * Math.sqrt(bar.count / most);
                  const main = bar.quads.indexOf(Math.max(...bar.quads)) + 1;
                  return (
                    <g key={bar.begin}>
                      <title>{describe(bar, lane.precision)}; the day is not told</title>
                      <rect class={`quad-${main} wide`} x={begin + 0.5} width={Math.max(2, end - begin - 1)} y={at + (laneHeight - 8 - thick) / 2} height={thick} rx={2} />
                      {end - begin > 22 && (
                        <text class="on-bar" x={(begin + end) / 2} y={at + (laneHeight - 8) / 2} dy="0.34em" text-anchor="middle">
                          {bar.count}
                        </text>
                      )}
                    </g>
                  );
                })}
              </g>
            );
          })}
          <Brush domain={domain} x={x} day={day} top={4} height={plotHeight - 4} step={binStep[bin] ?? 1} />
        </svg>
      )}
      {drawn && drawn.outside > 0 && zoom !== "in" && (
        <p class="small dim">
          {zoom === "all" ? "All days are drawn." : `${drawn.outside} events lie far outside of these days.`}{" "}
          <button type="button" class="small" onClick={() => setOwn("timeline.zoom", zoom === "all" ? "" : "all")}>
            {zoom === "all" ? "Draw the days with most" : "Draw all days"}
          </button>
        </p>
      )}
    </div>
  );
}

export default function Timeline() {
  const chosen = own("timeline.bin");
  const facets = useView<Facets>("/api/facets", { bin: chosen });
  const events = useView<EventRow[]>("/api/events", { limit: 50 });
  const s = selection.value;
  const zoom = own("timeline.zoom");
  const bin = facets.data?.bin ?? chosen;
  const brushed = s.from !== "" || s.to !== "";
  return (
    <Frame id="timeline" title="Timeline" resource={facets} empty={(f) => f.histogram.length === 0 && f.total === 0} emptyText="No event has a date here."
      command={detente(["export"], { what: "events", format: "csv" })} data={{ path: "/api/events", formats: ["csv", "json"] }}
      note="Drag to choose days; double-click or Esc clears. A date known only to the week, month or year is a bar over all of it, below the axis. Hatched: the event counts on the day of its report, because no other is told."
      tools={
        <>
          <label class="small">
            by{" "}
            <select value={chosen} onChange={(event) => setOwn("timeline.bin", event.currentTarget.value)}>
              <option value="">what fits{chosen === "" && bin ? ` (${bin})` : ""}</option>
              {["day", "week", "month", "year"].map((one) => (
                <option value={one}>{one}</option>
              ))}
            </select>
          </label>
          {brushed && (
            <>
              <button type="button" aria-pressed={zoom === "in"} onClick={() => setOwn("timeline.zoom", zoom === "in" ? "" : "in")}>
                Zoom in
              </button>
              <button type="button" onClick={() => select({ from: "", to: "" })}>
                All days
              </button>
            </>
          )}
        </>
      }
      table={(f) => (
        <Table caption="events by date" rows={f.histogram}
          columns={[
            { title: "Date", cell: (row) => row.day, by: (row) => row.day },
            { title: "Known to the", cell: (row) => row.precision, by: (row) => row.precision },
            ...[1, 2, 3, 4].map((quad) => ({
              title: quadNames[String(quad)] ?? "", number: true, cell: (row: Facets["histogram"][number]) => row.quads[quad - 1] ?? 0,
              by: (row: Facets["histogram"][number]) => row.quads[quad - 1] ?? 0,
            })),
            { title: "Events", number: true, cell: (row) => row.count, by: (row) => row.count },
          ]}
        />
      )}>
      {(f) => (
        <>
          <Chart facets={f} zoom={zoom} />
          {f.histogram.length === 0 && <p class="dim">No event of these has a date, so that there is no line of time to draw. They are listed below.</p>}
          {f.histogram.length > 0 && <ul class="legend small" aria-label="colours">
            {[1, 2, 3, 4].map((quad) => (
              <li>
                <span class={`dot quad-${quad}`} aria-hidden="true" />
                {quadNames[String(quad)]}
              </li>
            ))}
          </ul>}
          <h2>
            Events {brushed && <span class="dim">{range(s.from, s.to)}</span>} <span class="dim number">{f.total.toLocaleString("en")}</span>
          </h2>
          {events.state === "loading" && <Loading what="events" />}
          {events.error && <Failure error={events.error} retry={events.reload} />}
          {events.data?.length === 0 && <Empty>No event passes the filters.</Empty>}
          {events.data && events.data.length > 0 && <EventTable rows={events.data} />}
          {events.next && (
            <p class="more">
              <button type="button" onClick={events.more} disabled={events.busy}>
                More
              </button>
            </p>
          )}
        </>
      )}
    </Frame>
  );
}
