// Characters that change how the text around them is shown. A title may carry them to look like another title, so
// they are never let loose on the page: text is isolated and each of these is shown by its name.
const names: Record<string, string> = {
  "\u061c": "ALM", "\u200b": "ZWSP", "\u200e": "LRM", "\u200f": "RLM", "\u2028": "LS", "\u2029": "PS", "\u202a": "LRE",
  "\u202b": "RLE", "\u202c": "PDF", "\u202d": "LRO", "\u202e": "RLO", "\u2066": "LRI", "\u2067": "RLI", "\u2068": "FSI",
  "\u2069": "PDI", "\ufeff": "BOM",
};
const pattern = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/;

export interface Piece {
  text: string;
  control: boolean;
}

export function pieces(text: string): Piece[] {
  if (!pattern.test(text)) return text === "" ? [] : [{ text, control: false }];
  const out: Piece[] = [];
  let begin = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charAt(i);
    if (!pattern.test(c)) continue;
    if (begin < i) out.push({ text: text.slice(begin, i), control: false });
    out.push({ text: names[c] ?? `U+${c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}`, control: true });
    begin = i + 1;
  }
  if (begin < text.length) out.push({ text: text.slice(begin), control: false });
  return out;
}
