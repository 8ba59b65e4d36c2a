// What the charts are drawn from: the shapes of the API's answers that they use. Only data, no behaviour.

import type { Span } from "../types";

// Verbal cooperation, material cooperation, verbal conflict, material conflict.
export type Quads = [number, number, number, number];

export interface NetworkNode {
  id: string;
  name: string;
  code: string;
  kind: string;
  events: number;
}

export interface NetworkLink {
  source: string;
  target: string;
  events: number;
  weight: number;
  quads: Quads;
}

export interface Network {
  nodes: NetworkNode[];
  links: NetworkLink[];
}

export interface PlaceRow {
  name: string;
  country: string;
  lat: number | null;
  lon: number | null;
  events: number;
  quads: Quads;
}

export interface TollPoint {
  day: string;
  low: number | null;
  high: number | null;
  bound: string;
  span: Span;
}

export interface TollSource {
  name: string;
  points: TollPoint[];
}

export interface TollSeries {
  measure: string;
  population: string;
  place: string;
  sources: TollSource[];
  disputed: boolean;
}

export interface NamedCrisis {
  name: string;
  title: string;
  note: string;
  start: string;
  days: number;
  policies: { name: string; note: string }[];
  file: string;
  text: string;
}

// Quantiles over the futures, one for each day.
export interface Fan {
  quantity: string;
  days: string[];
  q05: number[];
  q25: number[];
  q50: number[];
  q75: number[];
  q95: number[];
}

export interface Outcome {
  outcome: string;
  says: string;
  mean: number;
  low: number; // of the mean, at 95 %
  high: number;
  q05: number;
  q50: number;
  q95: number;
}

export interface PolicyResult {
  name: string;
  fans: Fan[];
  outcomes: Outcome[];
}

// b less a, future by future; low and high hold the mean at 95 %.
export interface PairedDifference {
  a: string;
  b: string;
  quantity: string;
  day: string;
  difference: number;
  low: number;
  high: number;
}

export interface OutcomeDifference {
  a: string;
  b: string;
  outcome: string;
  difference: number;
  low: number;
  high: number;
  lower: number; // share of the futures in which b is below a
  higher: number;
}

export interface PlayResult {
  crisis: string;
  runs: number;
  seed: number;
  start: string;
  days: number;
  policies: PolicyResult[];
  paired: PairedDifference[];
  differences: OutcomeDifference[];
  command: string;
}

// Who says so, the innermost first; the outlet is last.
export type Chain = string[];

export interface Term {
  key: string;
  value: string;
}

export interface StanceStep {
  stance: string; // sponsors accepts rejects conditional revives silent
  chain: Chain;
  reports: number;
  origins: number;
  place: Span;
}

export interface MatrixCell {
  party: string;
  stance: string; // the latest
  disputed: boolean;
  history: StanceStep[];
}

export interface MatrixRow {
  proposal: number; // index into the board's proposals
  label: string;
  finding: number | null;
  cells: MatrixCell[];
}

export interface Proposal {
  label: string;
  sponsors: string[];
  addressees: string[];
  terms: Term[];
  reports: number;
  origins: number;
}

// An event that bears on a red line or a commitment, and why it does.
export interface Touch {
  source: string;
  target: string;
  type: string;
  day: string;
  place: Span;
  reports: number;
  origins: number;
  reason: string;
}

export interface Act {
  type: string;
  source: string;
  target: string;
  country: string;
  refrain: boolean;
}

export interface RedLine {
  label: string;
  holders: string[];
  addressees: string[];
  firmness: string;
  terms: Term[];
  forbids: Act[];
  touched: Touch[];
  chain: Chain;
  place: Span;
  reports: number;
  origins: number;
  finding: number | null;
}

export interface LeverStep {
  level: string; // granted withheld conditioned imposed threatened
  condition: string;
  label: string;
  chain: Chain;
  place: Span;
  reports: number;
  origins: number;
}

export interface Lever {
  holder: string;
  target: string;
  instrument: string;
  level: string;
  history: LeverStep[];
}

export interface Commitment {
  label: string;
  holders: string[];
  undertaken: Act[];
  state: string; // kept broken open disputed
  kept_by: Touch[];
  broken_by: Touch[];
  chain: Chain;
  place: Span;
  reports: number;
  origins: number;
  finding: number | null;
}

export interface Judgement {
  holder: string; // "" if only the report says so
  subject: string;
  label: string;
  chain: Chain;
  place: Span;
  reports: number;
  origins: number;
  finding: number | null;
}

// The parts of the board that the views of proposals and of lines and levers read.
export interface BoardParts {
  day: string;
  proposals: Proposal[];
  matrix: MatrixRow[];
  red_lines: RedLine[];
  levers: Lever[];
  commitments: Commitment[];
  judgements: Judgement[];
}
