// What is drawn of one toll: marks by source, and the band between what disagreeing sources say. Nothing is averaged.
import { dayNumber, openEnd } from "../numbers";
import type { TollPoint, TollSeries } from "../shapes";

export interface Mark {
  point: TollPoint;
  source: number; // index into the series' sources
  day: number;
  low: number; // what is drawn; the same as high for one number
  high: number;
  open: "up" | "down" | null;
  rough: boolean; // about, vague
}

export function marks(series: TollSeries): Mark[] {
  const out: Mark[] = [];
  series.sources.forEach((source, index) => {
    for (const point of source.points) {
      const day = point.span.dated === false ? null : dayNumber(point.day);
      const low = point.low ?? point.high;
      const high = point.high ?? point.low;
      if (day === null || low === null || high === null) continue;
      out.push({ point, source: index, day, low, high, open: openEnd(point.low, point.high, point.bound), rough: point.bound === "about" || point.bound === "vague" });
    }
  });
  return out.sort((a, b) => a.day - b.day || a.source - b.source || a.low - b.low);
}

export interface BandStep {
  day: number;
  low: number;
  high: number;
  sources: number;
}

// On each day on which a claim came in: of every source the latest claim by then, the lowest and the highest of these.
export function band(all: readonly Mark[]): BandStep[] {
  const latest = new Map<number, { low: number; high: number; day: number }>();
  const out: BandStep[] = [];
  for (let i = 0; i < all.length; ) {
    const day = all[i]?.day ?? 0;
    for (; i < all.length && all[i]?.day === day; ++i) {
      const mark = all[i] as Mark;
      const known = latest.get(mark.source);
      // Two claims of one source on one day both stand.
      if (known && known.day === day) latest.set(mark.source, { day, low: Math.min(known.low, mark.low), high: Math.max(known.high, mark.high) });
      else latest.set(mark.source, { day, low: mark.low, high: mark.high });
    }
    const standing = Array.from(latest.values());
    out.push({ day, low: Math.min(...standing.map((s) => s.low)), high: Math.max(...standing.map((s) => s.high)), sources: standing.length });
  }
  return out;
}

export function seriesTitle(series: TollSeries): string {
  const words = [series.measure.replaceAll("_", " "), series.population, series.place && `in ${series.place}`].filter(Boolean).join(", ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

// Colours by source, the same in every chart of the view: those with the most claims first.
export function sourceColours(all: readonly TollSeries[]): Map<string, number> {
  const claims = new Map<string, number>();
  for (const series of all) for (const source of series.sources) claims.set(source.name, (claims.get(source.name) ?? 0) + source.points.length);
  return new Map(Array.from(claims).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([name], i) => [name, i]));
}

export interface Swarm {
  measure: string;
  marks: (Mark & { series: TollSeries; name: string })[];
  named: string[]; // sources that have a colour of their own, in the order of colours
}

// All numbers of one measure, whatever the population and place: the measures with the most numbers first.
// `colours` as sourceColours gives them; of these the first `most` are told apart.
export function swarms(all: readonly TollSeries[], colours: ReadonlyMap<string, number>, most: number): Swarm[] {
  const by = new Map<string, Swarm>();
  for (const series of all) {
    const swarm = by.get(series.measure) ?? { measure: series.measure, marks: [], named: [] };
    by.set(series.measure, swarm);
    for (const mark of marks(series)) swarm.marks.push({ ...mark, series, name: series.sources[mark.source]?.name ?? "" });
  }
  for (const swarm of by.values()) {
    swarm.marks.sort((a, b) => a.day - b.day || a.low - b.low || (a.name < b.name ? -1 : 1));
    const rank = (name: string) => colours.get(name) ?? most;
    swarm.named = [...new Set(swarm.marks.map((mark) => mark.name))].filter((name) => rank(name) < most).sort((a, b) => rank(a) - rank(b));
  }
  return [...by.values()].filter((swarm) => swarm.marks.length > 0).sort((a, b) => b.marks.length - a.marks.length || (a.measure < b.measure ? -1 : 1));
}

// Marks that would lie on one another stand side by side: how far each is moved, in steps of one mark's width.
export function aside(all: readonly Mark[]): number[] {
  const key = (mark: Mark) => `${mark.day} ${mark.low} ${mark.high}`;
  const total = new Map<string, number>();
  for (const mark of all) total.set(key(mark), (total.get(key(mark)) ?? 0) + 1);
  const seen = new Map<string, number>();
  return all.map((mark) => {
    const before = seen.get(key(mark)) ?? 0;
    seen.set(key(mark), before + 1);
    return before - ((total.get(key(mark)) ?? 1) - 1) / 2;
  });
}
