// The line for a terminal that prints what a view shows, over the very file that the desk serves.
import { status } from "./desk";
import { selection } from "./state";

export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replace(/'/g, `'\\''`)}'`;
}

// `options` that are empty are left out; as_of and revision of the selection are added.
export function detente(words: string[], options: Record<string, string | undefined> = {}): string {
  const s = selection.value;
  const out = ["detente", ...words.map(quote)];
  const db = status.value?.file;
  for (const [key, value] of Object.entries({ ...options, db, "as-of": s.as_of, revision: s.revision })) {
    if (value) out.push(`--${key}`, quote(value));
  }
  return out.join(" ");
}
