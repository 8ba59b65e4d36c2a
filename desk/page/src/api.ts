// The desk's API as the page uses it: typed answers, one kind of error, no second transfer of what has not changed.
import { useEffect, useState } from "preact/hooks";
import { drawnUpTo, generation, newest, parameters, selection, shown } from "./state";
import type { Drawing } from "./state";
import type { Answer, Job } from "./types";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly where = "",
  ) {
    super(message);
  }
}

export type Parameters = Record<string, string | number | boolean | string[] | undefined>;

// "/api/events", with what is selected and what the view adds. `format` as in "csv".
export function address(path: string, extra: Parameters = {}, format = "", common: [string, string][] = []): string {
  const query = new URLSearchParams();
  for (const [key, value] of common) query.append(key, value);
  for (const [key, value] of Object.entries(extra)) {
    if (value === undefined || value === "") continue;
    if (Array.isArray(value)) for (const one of value) query.append(key, one);
    else query.set(key, String(value));
  }
  const text = query.toString();
  return `.${path}${format === "" ? "" : `.${format}`}${text === "" ? "" : `?${text}`}`;
}

// Views that are put together from all reports take few of the filters, and one party at most; all others take all.
const takes: Record<string, string[]> = {
  "/api/board": ["party"],
  "/api/proposals": ["party"],
  "/api/brief": ["party"],
  "/api/tolls": ["party", "measure", "from", "to"],
  "/api/crises": [],
  "/api/corrections": [],
};

// What is selected as far as a view takes it, and the names of the filters that it does not.
export function narrowed(path: string, all: [string, string][]): { given: [string, string][]; ignored: string[] } {
  const filters = takes[path];
  if (!filters) return { given: all, ignored: [] };
  const given: [string, string][] = [];
  const ignored = new Set<string>();
  for (const [key, value] of all) {
    const second = key === "party" && given.some(([other]) => other === "party");
    if (key === "as_of" || key === "revision" || (filters.includes(key) && !second)) given.push([key, value]);
    else ignored.add(second ? "the second party" : (filterNames[key] ?? key));
  }
  return { given, ignored: [...ignored] };
}

const filterNames: Record<string, string> = {
  from: "days", to: "days", type: "type of act", quad: "quadrant", q: "search words", party: "party",
};

export const selectedAddress = (path: string, extra: Parameters = {}, format = ""): string =>
  address(path, extra, format, narrowed(path, parameters(selection.value)).given);

interface Kept {
  etag: string;
  answer: unknown;
}
const kept = new Map<string, Kept>();
const keptAtMost = 60;

async function failure(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as { error?: { code?: string; message?: string; where?: string } };
    if (body.error) {
      return new ApiError(response.status, body.error.code ?? "", body.error.message ?? response.statusText, body.error.where ?? "");
    }
  } catch {
    // Not ours: a proxy in between, or a body that was cut off.
  }
  return new ApiError(response.status, "", `the desk answered ${response.status} ${response.statusText}`);
}

async function ask(url: string, options: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { credentials: "same-origin", ...options });
  } catch (fault) {
    if (fault instanceof DOMException && fault.name === "AbortError") throw fault;
    throw new ApiError(0, "unreachable", "the desk does not answer; is `detente serve` still running?");
  }
}

// A desk that has much to do says so and when to try again.
async function patient(url: string, options: RequestInit): Promise<Response> {
  const tries = 4;
  for (let i = 1; ; ++i) {
    const response = await ask(url, options);
    if (response.status !== 503 || i === tries) return response;
    const seconds = Math.min(5, Math.max(1, Number(response.headers.get("Retry-After")) || 1));
    await new Promise((go) => setTimeout(go, 1000 * seconds * i));
    if (options.signal?.aborted) throw new DOMException("no longer wanted", "AbortError");
  }
}

export async function get<T>(url: string, signal?: AbortSignal): Promise<Answer<T>> {
  const known = kept.get(url);
  const response = await patient(url, {
    // What the desk drew of an earlier state may be shown until the new one is there.
    headers: { Accept: "application/json", "Cache-Control": "max-stale", ...(known ? { "If-None-Match": known.etag } : {}) },
    signal: signal ?? null,
    // Our own copy is the one that is compared, so that an answer is not parsed twice.
    cache: "no-store",
  });
  const stale = Number(response.headers.get("Desk-Stale") ?? 0);
  const marked = (answer: Answer<T>): Answer<T> => (stale > 0 ? { ...answer, stale } : answer);
  if (response.status === 304 && known) return marked(known.answer as Answer<T>);
  if (!response.ok) throw await failure(response);
  const answer = (await response.json()) as Answer<T>;
  const etag = response.headers.get("ETag");
  if (etag) {
    kept.delete(url);
    kept.set(url, { etag, answer });
    const oldest = kept.keys().next();
    if (kept.size > keptAtMost && !oldest.done) kept.delete(oldest.value);
  }
  return marked(answer);
}

// Writes. Every body is JSON, which a form of another site cannot send.
export async function send<T>(method: "POST" | "DELETE", path: string, body?: unknown): Promise<T> {
  const response = await ask(`.${path}`, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  if (!response.ok) throw await failure(response);
  const text = await response.text();
  return (text === "" ? {} : JSON.parse(text)) as T;
}

export interface Resource<T> {
  state: "loading" | "ready" | "error";
  data: T | undefined;
  error: ApiError | undefined;
  revision: number;
  // True while something newer is on its way and `data` is still the last answer.
  busy: boolean;
  next: string | undefined;
  // The revision that the desk is drawing while `data` is of an earlier one; 0 if there is none.
  stale?: number;
  // Filters that are set and do not narrow what is here.
  ignored?: string[];
  more: () => void;
  reload: () => void;
}

interface Held<T> {
  key: string;
  answer?: Answer<T>;
  error?: ApiError;
  busy: boolean;
}

function asError(fault: unknown): ApiError {
  return fault instanceof ApiError ? fault : new ApiError(0, "", fault instanceof Error ? fault.message : String(fault));
}

// Loads what `path` says of the selection, and again whenever the selection or the record changes. Nothing is asked
// for while `path` is null. `common: false` leaves the filters of the selection out, `"time"` keeps as_of and revision.
export function useView<T>(path: string | null, extra: Parameters = {}, common: boolean | "time" = true): Resource<T> {
  const all = parameters(selection.value);
  const { given, ignored } = narrowed(path ?? "", all);
  const chosen = common === true ? given : common === "time" ? all.filter(([key]) => key === "as_of" || key === "revision") : [];
  const url = path === null ? "" : address(path, extra, "", chosen);
  const [held, hold] = useState<Held<T>>({ key: "", busy: false });
  const [again, setAgain] = useState(0);
  const time = generation.value;

  useEffect(() => {
    if (url === "") return;
    const stop = new AbortController();
    hold((before) => ({ ...before, busy: true }));
    get<T>(url, stop.signal)
      .then((answer) => {
        if (answer.revision > newest.peek()) newest.value = answer.revision;
        if (shown.peek() === 0 && answer.revision > 0) shown.value = answer.revision;
        hold({ key: url, answer, busy: false });
      })
      .catch((fault: unknown) => {
        if (stop.signal.aborted) return;
        // What was shown for another question is no answer to this one.
        hold((before) => ({ key: url, error: asError(fault), busy: false, ...(before.key === url && before.answer ? { answer: before.answer } : {}) }));
      });
    return () => stop.abort();
  }, [url, time, again]);

  // What is older than the record is asked for again as soon as the desk has drawn it anew.
  const stale = held.answer?.stale ?? 0;
  const ready = stale > 0 && drawnUpTo(path ?? "") >= stale;
  useEffect(() => {
    if (!ready) return;
    const soon = setTimeout(() => setAgain((n) => n + 1), 300);
    return () => clearTimeout(soon);
  }, [ready, held]);

  const more = () => {
    const next = held.answer?.next;
    if (!next || held.busy) return;
    hold({ ...held, busy: true });
    get<T>(`${url}${url.includes("?") ? "&" : "?"}page=${encodeURIComponent(next)}`)
      .then((answer) => {
        hold((before) => {
          if (before.key !== url || !before.answer) return before;
          const data = [...(before.answer.data as unknown[]), ...(answer.data as unknown[])] as T;
          return { key: url, answer: { ...answer, data }, busy: false };
        });
      })
      .catch((fault: unknown) => hold((before) => ({ ...before, error: asError(fault), busy: false })));
  };

  const error = held.key === url ? held.error : undefined;
  return {
    state: error && !held.answer ? "error" : held.answer ? "ready" : "loading",
    data: held.answer?.data,
    error,
    revision: held.answer?.revision ?? 0,
    busy: held.busy || (url !== "" && held.key !== url),
    next: held.answer?.next,
    stale,
    ignored: common === true ? ignored : [],
    more,
    reload: () => setAgain((n) => n + 1),
  };
}

export interface Watcher {
  job: (job: Job) => void;
  revision: (revision: number) => void;
  drawing: (now: Partial<Drawing>) => void;
  drawn: (view: string, revision: number) => void;
  connected: (yes: boolean) => void;
}

const hiddenMs = 20_000;

// Server-sent events. The browser connects again by itself after most faults, and we after the rest.
export function watch(watcher: Watcher): () => void {
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout>;
  const parse = (event: Event): Record<string, unknown> | null => {
    try {
      return JSON.parse((event as MessageEvent<string>).data) as Record<string, unknown>;
    } catch {
      return null;
    }
  };
  const open = () => {
    const stream = new EventSource("./api/stream", { withCredentials: true });
    source = stream;
    stream.addEventListener("open", () => watcher.connected(true));
    stream.addEventListener("error", () => {
      watcher.connected(false);
      // A browser gives up on an answer that is no stream, as when the desk is full.
      if (stream.readyState === EventSource.CLOSED) timer = setTimeout(open, 5000);
    });
    stream.addEventListener("job", (event) => {
      const job = parse(event);
      if (job) watcher.job(job as unknown as Job);
    });
    stream.addEventListener("revision", (event) => {
      const id = Number(parse(event)?.revision);
      if (Number.isFinite(id)) watcher.revision(id);
    });
    stream.addEventListener("drawing", (event) => watcher.drawing((parse(event) ?? {}) as Partial<Drawing>));
    stream.addEventListener("drawn", (event) => {
      const told = parse(event);
      if (told && Number.isFinite(told.revision)) watcher.drawn(String(told.view), Number(told.revision));
    });
  };
  // A browser opens six connections to one desk, and every tab that listens holds one: a tab that nobody sees lets go of
  // its own after a while, so that the seventh tab is answered too.
  let rests = false;
  let rest: ReturnType<typeof setTimeout>;
  const seen = () => {
    clearTimeout(rest);
    if (document.hidden) {
      rest = setTimeout(() => {
        rests = true;
        clearTimeout(timer);
        source?.close();
        watcher.connected(false);
      }, hiddenMs);
    } else if (rests) {
      rests = false;
      open();
    }
  };
  document.addEventListener("visibilitychange", seen);
  if (document.hidden) rests = true;
  else open();
  return () => {
    document.removeEventListener("visibilitychange", seen);
    clearTimeout(rest);
    clearTimeout(timer);
    source?.close();
  };
}
