import { describe, expect, it } from "vitest";
import { narrowed } from "../src/api";
import { amount } from "../src/board";
import { quote } from "../src/command";
import { extent, inWords, ticks, toDay, toNumber } from "../src/dates";
import { emptySelection, parameters, readUrl, writeUrl } from "../src/state";

describe("the URL", () => {
  it("holds the whole selection", () => {
    const s = { ...emptySelection(), view: "timeline", as_of: "2024-10-10", from: "2024-09", party: ["Israel", "A & B=c"], q: "21 days +", claim: "r1:e3", own: { "timeline.as": "table" } };
    expect(readUrl(writeUrl(s))).toEqual(s);
    expect(writeUrl(emptySelection())).toBe("");
  });
  it("leaves out what is no day and no number", () => {
    const s = readUrl("?as_of=yesterday&revision=1;drop&from=2024-10-1&party=&party=X&party=X&unknown=1");
    expect([s.as_of, s.revision, s.from, s.party]).toEqual(["", "", "", ["X"]]);
    expect([readUrl("?claim=:e2").claim, readUrl("?claim=r1:e2").claim]).toEqual(["", "r1:e2"]);
  });
  it("filters by what is chosen, not by what is open", () => {
    const s = readUrl("?view=reports&report=r1&claim=r1:e3&type=ASSAULT&type=AID&as_of=2024-10-10");
    expect(parameters(s)).toEqual([["as_of", "2024-10-10"], ["type", "ASSAULT"], ["type", "AID"]]);
  });
});

describe("what a view takes", () => {
  it("keeps what narrows it and tells what does not", () => {
    const all: [string, string][] = [["as_of", "2024-10-10"], ["party", "A"], ["party", "B"], ["from", "2024-10-01"], ["type", "AID"]];
    expect(narrowed("/api/board", all)).toEqual({ given: [["as_of", "2024-10-10"], ["party", "A"]], ignored: ["the second party", "days", "type of act"] });
    expect(narrowed("/api/events", all)).toEqual({ given: all, ignored: [] });
  });
});

describe("dates", () => {
  it("gives a month its whole length, also in a leap year", () => {
    const month = extent("2024-02");
    expect(month && [toDay(month.begin), month.end - month.begin]).toEqual(["2024-02-01", 29]);
    expect(extent("2024-02-10", "month")).toEqual(month);
    const year = extent("2023");
    expect(year && year.end - year.begin).toBe(365);
  });
  it("begins a week on Monday and a day where it is", () => {
    const week = extent("2024-10-10", "week");
    expect(week && [toDay(week.begin), week.end - week.begin]).toEqual(["2024-10-07", 7]);
    const first = extent("2021-W01");
    expect(first && toDay(first.begin)).toBe("2021-01-04");
    const old = extent("1962-10-28", "week");
    expect(old && toDay(old.begin)).toBe("1962-10-22");
    expect(extent("2024-10-10", "day")).toEqual({ begin: toNumber(2024, 10, 10), end: toNumber(2024, 10, 10) + 1 });
  });
  it("knows what is no date", () => {
    expect([extent(""), extent("soon"), extent("2024-13")]).toEqual([null, null, null]);
    expect([inWords("2024-10-08"), inWords("2024-10"), inWords("2024"), inWords("")]).toEqual(["8 October 2024", "October 2024", "2024", ""]);
  });
  it("marks an axis in order and within it", () => {
    for (const days of [1, 5, 40, 200, 900, 4000, 200_000]) {
      const begin = toNumber(2019, 3, 14);
      const marks = ticks(begin, begin + days, 8);
      expect(marks.length).toBeGreaterThan(0);
      expect(marks.length).toBeLessThan(20);
      expect(marks.every((mark, i) => mark.at >= begin && mark.at <= begin + days && (i === 0 || mark.at > (marks[i - 1]?.at ?? 0)))).toBe(true);
    }
  });
});

describe("words", () => {
  it("keeps the bound of a figure", () => {
    expect(amount({ low: 600, high: null, bound: "more_than" })).toBe("more than 600");
    expect(amount({ low: 30, high: 40, bound: "range" })).toBe("30 to 40");
    expect(amount({ low: 1400, high: 1400, bound: "exact" })).toBe("1,400");
    expect(amount({ low: null, high: null, bound: "vague" })).toBe("a number that is not told");
  });
  it("quotes what a shell would read otherwise", () => {
    expect([quote("2024-10-08"), quote("Hezbollah's"), quote("$(rm)")]).toEqual(["2024-10-08", `'Hezbollah'\\''s'`, "'$(rm)'"]);
  });
});
