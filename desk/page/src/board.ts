// The state of play as `detente board --json` writes it (docs/board.md), as far as the page reads it.
import type { Span } from "./types";

export interface Tie {
  source: string;
  target: string;
  type: string;
  events: number;
  reports: number;
  origins?: number;
  status?: Record<string, number>;
  goldstein: number;
  weight?: number;
  change?: number;
  latest: string;
  examples: Span[];
}

export interface Proposal {
  label: string;
  sponsors: string[];
  addressees: string[];
  terms: { key: string; value: string }[];
  states: { state: string; by: string[]; chain: string[]; reports: number; origins?: number; place: Span }[];
  reports: number;
  origins?: number;
  finding?: number;
}

export interface FigureClaim {
  low: number | null;
  high: number | null;
  bound: string;
  unit: string;
  chain: string[];
  reports: number;
  origins?: number;
  day?: string;
  place: Span;
}

export interface Harm {
  measure: string;
  population: string;
  place: string;
  differ: boolean;
  claims: FigureClaim[];
}

export interface Side {
  says: string;
  chain: string[];
  place: Span;
  reports: number;
  origins: number;
}

export interface Dispute {
  kind: string;
  label: string;
  sides: Side[];
  reasons: string[];
  finding?: number;
}

export interface RedLine {
  label: string;
  holders: string[];
  addressees?: string[];
  firmness?: string;
  touched?: { source: string; target: string; type: string; day: string; place: Span; reason: string }[];
  chain: string[];
  place: Span;
}

export interface Front {
  a: string;
  b: string;
  country: string;
  events: number;
  weeks?: { monday: string; events: number }[];
  tempo?: { events_now: number; events_before: number; days_now: number; days_before: number; ratio: number | null; trend: string };
  latest: string;
  examples?: Span[];
}

export interface Board {
  first_day: string;
  last_day: string;
  day?: string;
  before?: string;
  undated: number;
  reports: number;
  copies: number;
  unread: number;
  origins?: number;
  findings?: number;
  ties: Tie[];
  proposals: Proposal[];
  instruments: { kind: string; label: string; state: string; chain: string[]; place: Span }[];
  harm: Harm[];
  fronts?: Front[];
  red_lines?: RedLine[];
  disputed?: Dispute[];
}

export interface Change {
  kind: string;
  what: string;
  change: string;
  before: string;
  after: string;
  number_before?: number | null;
  number_after?: number | null;
  places: Span[];
}

export interface Diff {
  from: string;
  to: string;
  reports: { before: number; after: number };
  origins: { before: number; after: number };
  changes: Change[];
}

const boundWords: Record<string, string> = { at_least: "at least ", more_than: "more than ", at_most: "at most ", about: "about ", vague: "some " };

// "more than 600", "30 to 40", "several thousand" where no number is told.
export function amount(claim: Pick<FigureClaim, "low" | "high" | "bound">): string {
  const number = (value: number) => value.toLocaleString("en");
  const { low, high, bound } = claim;
  if (low !== null && high !== null && low !== high) return `${number(low)} to ${number(high)}`;
  const value = low ?? high;
  if (value === null) return "a number that is not told";
  const word = boundWords[bound];
  if (word) return word + number(value);
  if (low === null) return `at most ${number(value)}`;
  if (high === null) return `at least ${number(value)}`;
  return number(value);
}
