import { describe, expect, it } from "vitest";
import { pieces } from "../src/text/controls";
import { segments } from "../src/text/highlight";
import { Utf8Offsets } from "../src/text/utf8";
import type { ReportItem } from "../src/types";

const encoder = new TextEncoder();

describe("offsets", () => {
  it("agrees with an encoder at every character, also outside the basic plane", () => {
    const text = "a é € 😀 𝒜b ".repeat(900);
    const offsets = new Utf8Offsets(text);
    let byte = 0;
    let unit = 0;
    for (const character of text) {
      expect(offsets.unit(byte)).toBe(unit);
      byte += encoder.encode(character).length;
      unit += character.length;
    }
    expect(offsets.byteLength).toBe(byte);
    expect(offsets.unit(byte)).toBe(text.length);
  });
  it("takes an offset inside a character for its beginning, and bounds the rest", () => {
    const offsets = new Utf8Offsets("x😀y");
    expect([0, 1, 2, 4, 5, 6, 99].map((byte) => offsets.unit(byte))).toEqual([0, 1, 1, 1, 3, 4, 4]);
    expect(new Utf8Offsets("").unit(3)).toBe(0);
    expect(offsets.slice(1, 5)).toBe("😀");
  });
});

describe("segments", () => {
  const item = (id: string, kind: ReportItem["kind"], span: [number, number], focus?: [number, number]): ReportItem => ({ id, kind, span, label: id, focus: focus ?? null });
  it("cuts overlapping highlights at every edge, the innermost first", () => {
    const text = "é He said 600 died. End";
    const parts = segments(text, [item("s1", "statement", [3, 20]), item("f1", "figure", [11, 14]), item("e1", "event", [11, 19], [15, 19])]);
    expect(parts.map((part) => [text.slice(part.begin, part.end), part.items.map((one) => one.id).join(" ")])).toEqual([
      ["é ", ""], ["He said ", "s1"], ["600", "f1 e1 s1"], [" ", "e1 s1"], ["died", "e1 s1"], [".", "s1"], [" End", ""],
    ]);
    expect(parts.map((part) => part.focus)).toEqual([false, false, false, false, true, false, false]);
    expect(parts.filter((part) => part.first).length).toBe(2);
  });
  it("keeps items that cross one another and a window that begins inside one", () => {
    const parts = segments("abcdefghij", [item("a", "event", [0, 6]), item("b", "event", [4, 9])], 2, 8);
    expect(parts.map((part) => `${part.begin}-${part.end} ${part.items.map((one) => one.id).sort().join("")}`)).toEqual(["2-4 a", "4-6 ab", "6-8 b"]);
    expect(parts[0]?.first).toBe(true);
  });
});

describe("controls", () => {
  it("names what would turn the text around", () => {
    expect(pieces("a\u202egnp.exe")).toEqual([{ text: "a", control: false }, { text: "RLO", control: true }, { text: "gnp.exe", control: false }]);
    expect(pieces("line\nnext\ttab")).toEqual([{ text: "line\nnext\ttab", control: false }]);
    expect(pieces("\u0007")).toEqual([{ text: "U+0007", control: true }]);
  });
});
