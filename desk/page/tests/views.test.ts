import { describe, expect, it } from "vitest";
import { bars } from "../src/text/bars";
import { sides } from "../src/text/sides";
import { toDay } from "../src/dates";
import type { FindingClaim, FindingLink } from "../src/types";

describe("the timeline", () => {
  const one = (day: string, precision: string, count: number) => ({ day, precision, count, quads: [count, 0, 0, 0] as [number, number, number, number] });
  it("draws a date that is known to the month as a bar over the month", () => {
    const { columns, lanes } = bars([one("2024-10-01", "month", 3), one("2024-10-08", "day", 2), one("2024-10-08", "report", 1)], "day");
    expect(lanes.map((lane) => [lane.precision, lane.bars.map((bar) => [toDay(bar.begin), toDay(bar.end), bar.count])])).toEqual([["month", [["2024-10-01", "2024-11-01", 3]]]]);
    expect(columns.map((bar) => [toDay(bar.begin), bar.end - bar.begin, bar.count, bar.assumed])).toEqual([["2024-10-08", 1, 3, 1]]);
  });
  it("joins what is as wide as the columns, and leaves out what has no date", () => {
    const { columns, lanes } = bars([one("2024-10-01", "month", 3), one("2024-10-01", "day", 2), one("2024-01-01", "year", 1), one("", "none", 9)], "month");
    expect(columns.map((bar) => bar.count)).toEqual([5]);
    expect(lanes.map((lane) => lane.precision)).toEqual(["year"]);
  });
});

describe("the sides of a dispute", () => {
  const claim = (id: string): FindingClaim => ({ id, span: { report: id, span: [0, 1], text: "" } });
  const link = (a: string, relation: string, b: string): FindingLink => ({ a, b, relation, reason: `${a} ${relation} ${b}` });
  it("keeps together what is told to be the same", () => {
    const found = sides({ claims: ["a", "b", "c", "d"].map(claim), links: [link("a", "same", "c"), link("a", "contradicts", "b"), link("b", "update", "d")] });
    expect([found.sides.map((side) => side.map((one) => one.id).join("")), found.reasons]).toEqual([["ac", "bd"], ["a contradicts b"]]);
  });
  it("keeps three sides apart, and takes those that are told", () => {
    const three = sides({ claims: ["a", "b", "c"].map(claim), links: [link("a", "contradicts", "b"), link("a", "contradicts", "c"), link("b", "contradicts", "c")] });
    expect(three.sides.length).toBe(3);
    const told = sides({ claims: [{ ...claim("a"), side: 0 }, { ...claim("b"), side: 1 }, { ...claim("c"), side: 0 }], links: [link("a", "contradicts", "b")] });
    expect(told.sides.map((side) => side.map((one) => one.id).join(""))).toEqual(["ac", "b"]);
  });
});
