// Highlights overlap: a sentence holds an event, the event a figure, and all stand in a statement. The text is cut at
// every edge, and each piece knows all items that cover it, the shortest (the innermost) first.
import type { ReportItem } from "../types";
import { Utf8Offsets } from "./utf8";

export interface Segment {
  begin: number; // UTF-16 units
  end: number;
  items: ReportItem[];
  focus: boolean; // lies in the verb of an event
  first: boolean; // an item begins here
}

export interface Marked {
  item: ReportItem;
  begin: number;
  end: number;
}

export function marks(text: string, items: ReportItem[], offsets = new Utf8Offsets(text)): Marked[] {
  return items
    .map((item) => ({ item, begin: offsets.unit(item.span[0]), end: offsets.unit(item.span[1]) }))
    .filter((mark) => mark.end > mark.begin);
}

// The pieces of [from, to), in order and without gaps.
export function segments(text: string, items: ReportItem[], from = 0, to = text.length, offsets = new Utf8Offsets(text)): Segment[] {
  const all = marks(text, items, offsets).filter((mark) => mark.begin < to && mark.end > from);
  const focus = all.flatMap(({ item }) =>
    item.kind === "event" && item.focus && item.focus[1] > item.focus[0] ? [{ item, begin: offsets.unit(item.focus[0]), end: offsets.unit(item.focus[1]) }] : [],
  );
  const edges = new Set([from, to]);
  for (const mark of [...all, ...focus]) {
    if (mark.begin > from && mark.begin < to) edges.add(mark.begin);
    if (mark.end > from && mark.end < to) edges.add(mark.end);
  }
  const cuts = [...edges].sort((a, b) => a - b);
  const starts = [...all].sort((a, b) => a.begin - b.begin);
  let open: Marked[] = [];
  let next = 0;
  const out: Segment[] = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const begin = cuts[i] ?? 0;
    const end = cuts[i + 1] ?? 0;
    open = open.filter((mark) => mark.end > begin);
    let first = false;
    for (let mark = starts[next]; mark && mark.begin <= begin; mark = starts[++next]) {
      if (mark.end <= begin) continue;
      open.push(mark);
      first = first || mark.begin === begin || begin === from;
    }
    const inner = [...open].sort((a, b) => a.end - a.begin - (b.end - b.begin));
    out.push({
      begin, end, first,
      items: inner.map((mark) => mark.item),
      focus: focus.some((mark) => mark.begin <= begin && mark.end >= end),
    });
  }
  return out;
}
