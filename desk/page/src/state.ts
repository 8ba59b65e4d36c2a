// One selection, shared by all views. The whole of it stands in the URL, so that a link brings another person to the
// same place, and the browser's Back undoes the last choice.
import { computed, effect, signal } from "@preact/signals";

// Each holds any number of values; several values of one key are alternatives, different keys must all hold.
export const listKeys = ["party", "type", "quad", "status", "country", "outlet", "measure"] as const;
export type ListKey = (typeof listKeys)[number];

export const textKeys = [
  "view", // id of the view
  "as_of", // day: what the reports published by then say
  "revision", // what had been read by then
  "from",
  "to", // days, both ends belong to the range
  "q", // search words
  "claim", // "r12ab:e3", shown with its reasons at the side
  "report", // shown in the reader
  "finding", // shown in the findings view
] as const;
export type TextKey = (typeof textKeys)[number];

export type Selection = Record<TextKey, string> & Record<ListKey, string[]> & {
  // What a view keeps for itself, as "view.key": a chart or its table, an order, a chosen pair.
  own: Record<string, string>;
};

export const firstView = "overview";

export function emptySelection(): Selection {
  return {
    view: firstView, as_of: "", revision: "", from: "", to: "", q: "", claim: "", report: "", finding: "",
    party: [], type: [], quad: [], status: [], country: [], outlet: [], measure: [], own: {},
  };
}

const dayPattern = /^\d{4}(-\d{2}(-\d{2})?)?$/;

// A URL is foreign input: what is not a day or a number where one is due is left out.
export function readUrl(search: string): Selection {
  const found = emptySelection();
  const given = new URLSearchParams(search);
  for (const key of textKeys) {
    const value = given.get(key);
    if (value !== null && value !== "") found[key] = value;
  }
  for (const key of ["as_of", "from", "to"] as const) {
    if (!dayPattern.test(found[key])) found[key] = "";
  }
  if (!/^\d{1,9}$/.test(found.revision)) found.revision = "";
  if (!/^[^:]+(:[^:]+)?$/.test(found.claim)) found.claim = "";
  for (const key of listKeys) {
    found[key] = [...new Set(given.getAll(key).filter((value) => value !== ""))];
  }
  for (const [key, value] of given) {
    if (key.includes(".") && value !== "") found.own[key] = value;
  }
  return found;
}

export function writeUrl(s: Selection): string {
  const out = new URLSearchParams();
  for (const key of textKeys) {
    if (s[key] !== "" && !(key === "view" && s[key] === firstView)) out.set(key, s[key]);
  }
  for (const key of listKeys) {
    for (const value of s[key]) out.append(key, value);
  }
  for (const key of Object.keys(s.own).sort()) {
    const value = s.own[key];
    if (value) out.set(key, value);
  }
  const text = out.toString();
  return text === "" ? "" : `?${text}`;
}

export const selection = signal<Selection>(emptySelection());

// A number that grows when the newest revision is asked for anew; everything that was fetched hangs on it.
export const generation = signal(0);
// The newest revision that the server has told of, and the one that the views were last loaded for.
export const newest = signal(0);
export const shown = signal(0);
// The newest revision that may hold something that no view knows yet. A verdict that was given on this page makes a
// revision too, but nothing on the page is out of date by it.
export const foreign = signal(0);

// What the desk draws anew now, and the revision of which each of its views was drawn last; "" stands for all of them.
export interface Drawing {
  view: string;
  done: number;
  total: number;
  revision: number;
}
export const drawing = signal<Drawing | null>(null);
export const drawn = signal<Record<string, number>>({});
export const drawnUpTo = (path: string): number => Math.max(drawn.value[path] ?? 0, drawn.value[""] ?? 0);

export function refresh(): void {
  shown.value = newest.value;
  generation.value += 1;
}

export type How = "push" | "replace";

export function select(change: Partial<Selection>, how: How = "push"): void {
  const next = { ...selection.peek(), ...change };
  const url = writeUrl(next);
  if (url === writeUrl(selection.peek())) return;
  selection.value = next;
  const address = url === "" ? location.pathname : url;
  if (how === "push") history.pushState(null, "", address);
  else history.replaceState(null, "", address);
}

export function setOwn(key: string, value: string, how: How = "replace"): void {
  select({ own: { ...selection.peek().own, [key]: value } }, how);
}

export function own(key: string, otherwise = ""): string {
  return selection.value.own[key] ?? otherwise;
}

export function toggle(key: ListKey, value: string): void {
  const now = selection.peek()[key];
  select({ [key]: now.includes(value) ? now.filter((one) => one !== value) : [...now, value] });
}

export function clearFilters(): void {
  const none = emptySelection();
  const change: Partial<Selection> = { from: "", to: "", q: "" };
  for (const key of listKeys) change[key] = none[key];
  select(change);
}

export const filtered = computed(() => {
  const s = selection.value;
  return s.from !== "" || s.to !== "" || s.q !== "" || listKeys.some((key) => s[key].length > 0);
});

export const openView = (view: string, change: Partial<Selection> = {}): void => select({ ...change, view });
// Whether the evidence takes the focus when it opens: it does where it was asked for, and not while somebody walks
// through claims with j and k.
export const focusEvidence = { wanted: false };
export const openClaim = (claim: string): void => {
  focusEvidence.wanted = true;
  select({ claim });
};
// The claim, if one is given, is scrolled to and opened.
export const openReport = (report: string, claim = ""): void =>
  select({ view: "reports", report, claim, own: { ...selection.peek().own, "report.at": "" } });
export const openFinding = (finding: number | string): void => select({ view: "findings", finding: String(finding) });

// The common parameters of the API for a selection. What is open in the reader or at the side is no filter.
export function parameters(s: Selection): [string, string][] {
  const out: [string, string][] = [];
  for (const key of ["as_of", "revision", "from", "to", "q"] as const) {
    if (s[key] !== "") out.push([key, s[key]]);
  }
  for (const key of listKeys) {
    for (const value of s[key]) out.push([key, value]);
  }
  return out;
}

export function followAddress(): void {
  selection.value = readUrl(location.search);
  addEventListener("popstate", () => {
    selection.value = readUrl(location.search);
  });
}

// A choice of the person at the desk that is not part of what is looked at: it stays on this machine.
function kept(key: string, first: string) {
  let start = first;
  try {
    start = localStorage.getItem(key) ?? first;
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
  const value = signal(start);
  effect(() => {
    try {
      localStorage.setItem(key, value.value);
    } catch {
      // As above.
    }
  });
  return value;
}

export const theme = kept("detente.theme", "auto"); // auto light dark
// On a narrow screen the filters would stand before the view, and so begin closed.
const narrow = typeof matchMedia === "function" && matchMedia("(max-width: 760px)").matches;
export const facetsOpen = narrow ? signal("closed") : kept("detente.facets", "open"); // open closed
