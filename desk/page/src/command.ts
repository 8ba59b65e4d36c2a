// The line for a terminal that prints what a view shows.
import { status } from "./desk";
import { selection } from "./state";

export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

// `options` that are empty are left out; as_of and revision of the selection are added.
export function detente(words: string[], options: Record<string, string | undefined> = {}): string {
  const s = selection.value;
  const out = ["detente", ...words.map(quote)];
  // The desk tells the record's name, not where it lies; what is found without being named is not named here.
  const name = status.value?.name ?? "";
  const db = name === "" || name === "crisis" ? undefined : `${name}.duckdb`;
  for (const [key, value] of Object.entries({ ...options, db, "as-of": s.as_of, revision: s.revision })) {
    if (value) out.push(`--${key}`, quote(value));
  }
  return out.join(" ");
}
