// The bars of the timeline. What is known to the day stands in columns of the chosen width; what is known only to the
// week, month or year is a bar over all the days that it may mean, in a lane of its own.
import { extent } from "../dates";
import type { Extent } from "../dates";
import type { Bin } from "../types";

export interface Column extends Extent {
  quads: [number, number, number, number];
  count: number;
  assumed: number; // of `count`, those that count on the day of their report because no other is told
  day: string;
}

export interface Lane {
  precision: string;
  bars: Column[];
}

const laneOrder = ["week", "month", "year"];
const binDays: Record<string, number> = { day: 1, week: 7, month: 28, year: 365 };

export function bars(histogram: Bin[], bin: string): { columns: Column[]; lanes: Lane[] } {
  const columns = new Map<number, Column>();
  const lanes = new Map<string, Map<number, Column>>();
  for (const one of histogram) {
    const wide = laneOrder.includes(one.precision) && (binDays[one.precision] ?? 1) > (binDays[bin] ?? 1);
    const covers = extent(one.day, wide ? one.precision : bin);
    if (!covers || one.precision === "none") continue;
    let into = columns;
    if (wide) {
      into = lanes.get(one.precision) ?? new Map<number, Column>();
      lanes.set(one.precision, into);
    }
    const bar = into.get(covers.begin) ?? { ...covers, day: one.day, count: 0, assumed: 0, quads: [0, 0, 0, 0] };
    bar.count += one.count;
    if (one.precision === "report") bar.assumed += one.count;
    bar.quads = bar.quads.map((n, i) => n + (one.quads[i] ?? 0)) as Column["quads"];
    into.set(covers.begin, bar);
  }
  const inOrder = (all: Map<number, Column>) => [...all.values()].sort((a, b) => a.begin - b.begin);
  return {
    columns: inOrder(columns),
    lanes: laneOrder.flatMap((precision) => {
      const found = lanes.get(precision);
      return found ? [{ precision, bars: inOrder(found) }] : [];
    }),
  };
}
