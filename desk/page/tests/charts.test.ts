import { describe, expect, it } from "vitest";
import { tone } from "../src/charts/colours";
import { fit, radius } from "../src/charts/map/fit";
import { layout } from "../src/charts/network/layout";
import { layoutTask, makeScene, startPositions } from "../src/charts/network/graph";
import { bounded, dayNumber, dayText, openEnd } from "../src/charts/numbers";
import { zoomAt } from "../src/charts/panzoom";
import { makeGrid, stanceLook, wrap } from "../src/charts/proposals/grid";
import type { MatrixRow, Network, PlaceRow, Quads, TollSeries } from "../src/charts/shapes";
import { aside, band, marks, sourceColours, swarms } from "../src/charts/tolls/bands";
import { csv, firstQuantity } from "../src/charts/whatif/rows";

const node = (id: string, events: number) => ({ id, name: id.toUpperCase(), code: "", kind: "state", events });
const link = (source: string, target: string, quads: Quads) => ({ source, target, events: quads[0] + quads[1] + quads[2] + quads[3], weight: 0, quads });

describe("the network", () => {
  const network: Network = {
    nodes: [node("a", 9), node("b", 5), node("c", 1), node("d", 1)],
    links: [link("a", "b", [0, 0, 0, 3]), link("b", "a", [2, 0, 0, 0]), link("a", "c", [1, 0, 0, 0]), link("a", "a", [1, 0, 0, 0]), link("a", "x", [1, 0, 0, 0])],
  };
  it("joins both directions of a pair and leaves out loops and strangers", () => {
    const scene = makeScene(network, 1);
    expect(scene.nodes.map((one) => one.id)).toEqual(["a", "b", "c", "d"]);
    expect(scene.pairs.map((pair) => [pair.a, pair.b, pair.events, pair.quads, pair.tone])).toEqual([
      [0, 2, 1, [1, 0, 0, 0], "coop"],
      [0, 1, 5, [2, 0, 0, 3], "mixed"],
    ]);
  });
  it("leaves out thin pairs and the parties without another", () => {
    const scene = makeScene(network, 2);
    expect(scene.nodes.map((one) => one.id)).toEqual(["a", "b"]);
    expect(scene.pairs.map((pair) => [pair.a, pair.b])).toEqual([[0, 1]]);
  });
  it("does not change the data that it is made of", () => {
    const before = structuredClone(network);
    makeScene(network, 1);
    expect(network).toEqual(before);
  });
  it("is laid out the same twice, with no two parties on one spot", () => {
    const scene = makeScene({ nodes: Array.from({ length: 40 }, (_, i) => node(`n${i}`, 40 - i)), links: Array.from({ length: 60 }, (_, i) => link(`n${i % 40}`, `n${(i * 7 + 1) % 40}`, [1, 0, 0, 1])) }, 1);
    const run = () => [...layout(layoutTask(1, scene))];
    const one = run();
    const two = run();
    expect(one.at(-1)?.share).toBe(1);
    expect(two.at(-1)?.positions).toEqual(one.at(-1)?.positions);
    const at = one.at(-1)?.positions ?? new Float32Array();
    expect([...at].every(Number.isFinite)).toBe(true);
    expect(new Set(Array.from({ length: 40 }, (_, i) => `${at[2 * i]?.toFixed(3)} ${at[2 * i + 1]?.toFixed(3)}`)).size).toBe(40);
  });
  it("starts with the busiest party in the middle", () => {
    const start = startPositions(makeScene(network, 1));
    const far = (i: number) => Math.hypot(start[2 * i] ?? 0, start[2 * i + 1] ?? 0);
    expect(far(0)).toBeLessThan(far(1));
    expect([...layout(layoutTask(1, { nodes: [], pairs: [] }))]).toEqual([]);
  });
});

describe("tones", () => {
  it("go from cooperation to conflict", () => {
    expect([[4, 4, 0, 0], [5, 0, 2, 0], [1, 0, 0, 1], [1, 0, 3, 0], [0, 0, 0, 9], [0, 0, 0, 0]].map((quads) => tone(quads as Quads))).toEqual(["coop", "mostly-coop", "mixed", "mostly-conflict", "conflict", "mixed"]);
  });
});

describe("tolls", () => {
  const span = (day: string, dated = true) => ({ report: "r1", item: "f1", outlet: "Wire", day, dated, span: [0, 4] as [number, number], text: "dead" });
  const point = (day: string, low: number | null, high: number | null, bound: string, dated = true) => ({ day, low, high, bound, span: span(day, dated) });
  const series: TollSeries = {
    measure: "killed", population: "", place: "Lebanon", disputed: true,
    sources: [
      { name: "Ministry", points: [point("2024-09-20", 1200, 1200, "exact"), point("2024-09-24", 1400, null, "more_than")] },
      { name: "Army", points: [point("2024-09-22", 500, 700, "range"), point("", 900, 900, "exact", false), point("2024-09-30", null, null, "vague")] },
    ],
  };
  it("draws what has a day and a number, in order", () => {
    expect(marks(series).map((mark) => [dayText(mark.day), mark.source, mark.low, mark.high, mark.open])).toEqual([
      ["2024-09-20", 0, 1200, 1200, null],
      ["2024-09-22", 1, 500, 700, null],
      ["2024-09-24", 0, 1400, 1400, "up"],
    ]);
  });
  it("bands lie between the lowest and the highest latest claim, and are no average", () => {
    expect(band(marks(series)).map((step) => [dayText(step.day), step.low, step.high, step.sources])).toEqual([
      ["2024-09-20", 1200, 1200, 1],
      ["2024-09-22", 500, 1200, 2],
      ["2024-09-24", 500, 1400, 2],
    ]);
    expect(band([])).toEqual([]);
  });
  it("keeps two claims of one source on one day", () => {
    const twice = { ...series, sources: [{ name: "Ministry", points: [point("2024-09-20", 5, 5, "exact"), point("2024-09-20", 8, 8, "exact")] }] };
    expect(band(marks(twice)).map((step) => [step.low, step.high])).toEqual([[5, 8]]);
  });
  it("gives a source one colour in all charts", () => {
    expect([...sourceColours([series, { ...series, sources: [{ name: "Army", points: [] }] }])]).toEqual([["Army", 0], ["Ministry", 1]]);
  });
  it("gathers all numbers of a measure, and tells as many sources apart as there are colours", () => {
    const other = { ...series, measure: "wounded", sources: [{ name: "Army", points: [point("2024-09-21", 7, 7, "exact")] }] };
    const found = swarms([other, series], sourceColours([other, series]), 1);
    expect(found.map((swarm) => [swarm.measure, swarm.marks.length, swarm.named])).toEqual([["killed", 3, ["Army"]], ["wounded", 1, ["Army"]]]);
    expect(swarms([], new Map(), 8)).toEqual([]);
  });
  it("puts marks of one day and number side by side", () => {
    const twice = { ...series, sources: [{ name: "A", points: [point("2024-09-20", 5, 5, "exact")] }, { name: "B", points: [point("2024-09-20", 5, 5, "exact"), point("2024-09-21", 5, 5, "exact")] }] };
    expect(aside(marks(twice))).toEqual([-0.5, 0.5, 0]);
  });
  it("says bounds in words", () => {
    expect(bounded(1400, null, "more_than")).toBe("more than 1,400");
    expect(bounded(500, 700, "range")).toBe("500 to 700");
    expect(bounded(null, null, "vague")).toBe("a number not told");
    expect(bounded(null, 900, "at_most")).toBe("at most 900");
    expect([openEnd(1, null, "at_least"), openEnd(null, 1, "at_most"), openEnd(1, 1, "exact"), openEnd(1, 1, "about")]).toEqual(["up", "down", null, null]);
  });
  it("reads days that are cut short, and nothing else", () => {
    expect([dayNumber("1970-01-02"), dayNumber("1970-02"), dayNumber("1971"), dayNumber("soon"), dayNumber("")]).toEqual([1, 31, 365, null, null]);
  });
});

describe("the map", () => {
  const place = (events: number): PlaceRow => ({ name: "x", country: "LBN", lat: 0, lon: 0, events, quads: [0, 0, 0, events] });
  it("shows where most happens and not the far exception", () => {
    const near = [0, 5, 10].map((d) => ({ row: place(30), x: 400 + d, y: 200 + d }));
    const camera = fit([...near, { row: place(1), x: 50, y: 300 }], 800, 500);
    expect(camera.k).toBe(24);
    const at = (x: number) => camera.k * x + camera.x;
    expect(at(400)).toBeGreaterThan(0);
    expect(at(410)).toBeLessThan(800);
    expect(at(50)).toBeLessThan(0);
    expect(fit([], 800, 500)).toEqual({ k: 1, x: 0, y: 0 });
  });
  it("gives twice the events twice the area above the least", () => {
    const area = (events: number) => (radius(events, 100) - 3) ** 2;
    expect(area(50) / area(25)).toBeCloseTo(2);
  });
  it("zooms about the point under the pointer, within bounds", () => {
    const camera = zoomAt({ k: 1, x: 0, y: 0 }, 2, 100, 50, 1, 8);
    expect(camera).toEqual({ k: 2, x: -100, y: -50 });
    expect(zoomAt(camera, 100, 0, 0, 1, 8).k).toBe(8);
  });
});

describe("the matrix", () => {
  const rows: MatrixRow[] = [
    { proposal: 0, label: "pause", finding: 3, cells: [{ party: "A", stance: "silent", disputed: false, history: [] }, { party: "B", stance: "rejects", disputed: false, history: [] }] },
    { proposal: 1, label: "truce", finding: null, cells: [{ party: "B", stance: "accepts", disputed: true, history: [] }, { party: "C", stance: "ponders", disputed: false, history: [] }] },
  ];
  it("puts those who took a stance first and leaves cells empty", () => {
    const grid = makeGrid(rows);
    expect(grid.parties).toEqual(["B", "C", "A"]);
    expect(grid.rows[0]?.cells.map((cell) => cell?.stance ?? null)).toEqual(["rejects", null, "silent"]);
  });
  it("shows a stance that it does not know by its name", () => {
    expect(stanceLook("ponders_long").word).toBe("ponders long");
  });
  it("cuts long labels", () => {
    expect(wrap("a ceasefire along the border for three weeks", 12, 2)).toEqual(["a ceasefire", "along the…"]);
    expect(wrap("short", 12, 2)).toEqual(["short"]);
  });
});

describe("what if", () => {
  it("writes rows that a spreadsheet reads back", () => {
    expect(csv(["a", "b"], [['hold "bombs", half', 1.5]])).toBe('a,b\r\n"hold ""bombs"", half",1.5\r\n');
  });
  it("shows first what differs between futures", () => {
    const fan = (quantity: string, q95: number[]) => ({ quantity, days: ["2024-01-01"], q05: [0], q25: [0], q50: [0], q75: [0], q95 });
    const result = { crisis: "", runs: 1, seed: 1, start: "", days: 1, paired: [], differences: [], command: "", policies: [{ name: "p", outcomes: [], fans: [fan("killed so far", [0]), fan("acts", [3])] }] };
    expect(firstQuantity(result)).toBe("acts");
  });
});
