// The shapes of the answers of the API, as far as the page reads them. A field that an older record may lack is
// optional; days are ISO strings that may be cut short ("2024-10").

export interface Answer<T> {
  revision: number;
  as_of: string | null;
  data: T;
  next?: string;
  // The revision that the desk is drawing while this, of an earlier one, is what it has.
  stale?: number;
}

// Where a thing was read. Offsets are bytes of the report's text in UTF-8.
export interface Span {
  report: string;
  item?: string;
  outlet?: string;
  day?: string;
  dated?: boolean;
  span: [number, number];
  text: string;
}

export interface Revision {
  id: number;
  made_at: string;
  why: string;
}

export interface Status {
  version: string;
  name: string;
  file?: string; // the record's file, whole
  revision: number;
  revisions: Revision[];
  reports: number;
  origins?: number;
  findings?: number;
  events: number;
  first_day: string | null;
  last_day: string | null;
  undated: number;
  writable: boolean;
  jobs: Job[] | number;
}

export interface Job {
  id: string;
  kind: "read" | "play";
  state: "waiting" | "running" | "done" | "failed" | "cancelled";
  name?: string;
  done: number;
  total: number;
  message: string;
  result?: unknown; // of a reading, see ReadResult
  error?: string | null;
}

export interface ReadResult {
  reports?: number;
  new?: number;
  known?: number;
  copies?: number;
  unread?: number;
  events?: number;
  statements?: number;
  problem_count?: number;
  problems?: (string | { where?: string; message?: string })[];
}

export interface NameCount {
  value: string;
  code?: string;
  count: number;
}

export type Precision = "day" | "week" | "month" | "year" | string;

export interface Bin {
  day: string;
  precision: Precision;
  count: number;
  quads: [number, number, number, number];
}

export interface Facets {
  total: number;
  bin?: string;
  histogram: Bin[];
  types: NameCount[];
  quads: NameCount[];
  statuses: NameCount[];
  parties: NameCount[];
  countries: NameCount[];
  outlets: NameCount[];
}

export interface Actor {
  name: string;
  code?: string;
}

export type Verdict = "right" | "wrong" | "unsure";

export interface EventRow {
  id: string;
  finding?: number | null;
  type: string;
  mode?: string;
  quad: number | string;
  cameo?: string;
  goldstein?: number;
  status: string;
  sources: Actor[];
  targets: Actor[];
  date?: string | null;
  precision?: Precision;
  place?: string | null;
  country?: string | null;
  lat?: number | null;
  lon?: number | null;
  origin?: string;
  said_by?: string[];
  span: Span;
  trigger?: [number, number] | null;
  confidence?: number;
  review?: Verdict | null;
}

export interface ReportRow {
  id: string;
  title: string;
  outlet: string;
  day: string;
  dated?: boolean;
  origin?: string;
  language?: string;
  copies?: number;
  events: number;
  statements: number;
}

export type ItemKind = "event" | "statement" | "figure" | "instrument" | "mention";

export interface ReportItem {
  id: string;
  kind: ItemKind;
  span: [number, number];
  focus?: [number, number] | null;
  label: string;
  rule?: string;
  confidence?: number;
  finding?: number | null;
  status?: string;
  via?: string | null;
}

export interface ReportText {
  id: string;
  title: string;
  outlet: string;
  byline?: string;
  day: string;
  dated?: boolean;
  language?: string;
  uri?: string;
  copies?: { uri: string; outlet?: string; title?: string; published?: string }[];
  origin?: { id: string; reason?: string; like_report?: string; share?: number; reports?: string[] } | null;
  text: string;
  items: ReportItem[];
}

export interface StatementRow {
  id: string;
  speaker: string;
  code?: string;
  chain?: string[];
  words: string;
  mode?: string;
  cue?: string;
  span: Span;
}

export interface Hit {
  report: string;
  title: string;
  outlet: string;
  day: string;
  dated?: boolean;
  snippet: { text: string; hit: boolean }[];
  spans?: Span[];
}

export interface Why {
  claim?: string;
  id?: string;
  kind?: string;
  label?: string;
  status?: string;
  steps?: (string | { title?: string; key?: string; text?: string })[];
  rule?: string;
  line?: string | null;
  confidence?: number | null;
  said_by?: string[];
  span?: Span;
  finding?: number | null;
  review?: Verdict | null;
}

// A figure or an instrument.
export interface ClaimRow {
  id: string;
  label: string;
  said_by?: string[];
  population?: string | null;
  instrument?: string;
  state?: string;
  parties?: Record<string, (string | Actor)[]>;
  span: Span;
}

export interface LinkRow {
  id: string; // of both claims, joined by "+"
  finding: number;
  kind: string;
  label: string;
  relation: string;
  reason: string;
  a: ClaimRow;
  b: ClaimRow; // the later one
}

export interface FindingClaim {
  id: string;
  kind?: string;
  label?: string;
  origin?: string;
  said_by?: string[];
  status?: string;
  reason?: string;
  side?: number;
  span: Span;
}

export interface FindingLink {
  a: string;
  b: string;
  relation: "same" | "update" | "contradicts" | string;
  reason: string;
}

export interface Finding {
  id: number;
  kind: string;
  label?: string;
  claims: FindingClaim[];
  links: FindingLink[];
  origins_for?: string[];
  origins_against?: string[];
  origins?: unknown;
  contradicted?: boolean;
  first_day?: string;
  last_day?: string;
}

export interface FindingRow {
  id: number;
  kind: string;
  label?: string;
  claims: number;
  reports: number;
  origins: number;
  first_day?: string;
  last_day?: string;
  contradicted?: boolean;
  span?: Span;
}

export interface OriginRow {
  id: string;
  title: string;
  outlet: string;
  first_day: string;
  last_day: string;
  count: number;
  reports: { report: string; title: string; outlet: string; day: string; reason: string; like_report: string; share: number }[];
}

export interface Correction {
  id: number;
  made_at: string;
  kind: string;
  subject: string;
  object: string;
  note: string;
  undoes?: number | null;
  undone?: boolean;
  revision: number;
}
