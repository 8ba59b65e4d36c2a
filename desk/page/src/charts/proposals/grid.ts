// The matrix of proposals and parties, and the words and marks of its cells.
import type { MatrixCell, MatrixRow } from "../shapes";

export interface StanceLook {
  mark: string;
  word: string;
  tone: string;
}

const looks: Record<string, StanceLook> = {
  sponsors: { mark: "★", word: "sponsors", tone: "sponsors" },
  sponsor: { mark: "★", word: "sponsors", tone: "sponsors" },
  accepts: { mark: "✓", word: "accepts", tone: "accepts" },
  rejects: { mark: "✕", word: "rejects", tone: "rejects" },
  conditional: { mark: "◐", word: "conditional", tone: "conditional" },
  revives: { mark: "↻", word: "revives", tone: "sponsors" },
  silent: { mark: "·", word: "silent", tone: "silent" },
};

// A stance that a later version of the program may tell is shown by its own name.
export function stanceLook(stance: string): StanceLook {
  return looks[stance] ?? { mark: "•", word: stance.replaceAll("_", " "), tone: "other" };
}

export interface Grid {
  parties: string[]; // those that took a stance most often first
  rows: { row: MatrixRow; cells: (MatrixCell | null)[] }[];
}

// How many parties took a stance on a proposal.
export function taken(row: MatrixRow): number {
  return row.cells.filter((cell) => cell.stance !== "silent").length;
}

// The stances of a cell one after another, where they changed.
export function trail(cell: MatrixCell): string[] {
  return cell.history.map((step) => step.stance).filter((stance, i, all) => i === 0 || stance !== all[i - 1]);
}

export function makeGrid(rows: readonly MatrixRow[]): Grid {
  const weight = new Map<string, number>();
  for (const row of rows) {
    for (const cell of row.cells) {
      weight.set(cell.party, (weight.get(cell.party) ?? 0) + (cell.stance === "silent" ? 0.1 : 1));
    }
  }
  const parties = Array.from(weight).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([party]) => party);
  return {
    parties,
    rows: rows.map((row) => {
      const by = new Map(row.cells.map((cell) => [cell.party, cell]));
      return { row, cells: parties.map((party) => by.get(party) ?? null) };
    }),
  };
}

// Names a cell in the URL. A proposal without a finding is named by its label.
export function cellKey(row: MatrixRow, party: string): string {
  return `${row.finding !== null ? String(row.finding) : row.label}|${party}`;
}

export function wrap(text: string, most: number, lines: number): string[] {
  const out: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/)) {
    if (line !== "" && line.length + word.length + 1 > most) {
      out.push(line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") out.push(line);
  if (out.length > lines) return [...out.slice(0, lines - 1), `${(out[lines - 1] ?? "").slice(0, most - 1)}…`];
  return out;
}
