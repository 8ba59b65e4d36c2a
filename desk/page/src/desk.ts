// What the desk knows of its server: the status of the record, the work under way, whether it is heard.
import { effect, signal } from "@preact/signals";
import { ApiError, get, watch } from "./api";
import { tell } from "./components/toast";
import { drawing, drawn, foreign, generation, newest, openView, refresh, shown } from "./state";
import type { Job, ReadResult, Status } from "./types";

export const status = signal<Status | null>(null);
export const statusError = signal<ApiError | null>(null);
export const jobs = signal<Job[]>([]);
export const heard = signal(true);

// Writes of this page that are under way.
export const writing = { count: 0 };

export const over = (job: Job): boolean => job.state === "done" || job.state === "failed" || job.state === "cancelled";

// "25 reports, 20 new, 5 known"
export function readInWords(job: Job): string {
  const result = job.result as ReadResult | null | undefined;
  if (!result || typeof result.reports !== "number") return job.message;
  const counts: [number | undefined, string][] = [
    [result.new, "new"], [result.known, "known"], [result.copies, "copies of a text that is known"],
    [result.unread, "in another language, unread"], [result.problem_count, "passed over"],
  ];
  const told = counts.filter(([n]) => (n ?? 0) > 0).map(([n, word]) => `${n} ${word}`);
  return [`${result.reports} ${result.reports === 1 ? "report" : "reports"}`, ...told].join(", ");
}

function showReports(): void {
  refresh();
  openView("reports", { report: "", claim: "" });
}

export async function loadStatus(): Promise<void> {
  try {
    const answer = await get<Status>("./api/status");
    status.value = answer.data;
    statusError.value = null;
    newest.value = Math.max(newest.peek(), answer.data.revision);
    if (shown.peek() === 0) shown.value = answer.data.revision;
  } catch (fault) {
    statusError.value = fault instanceof ApiError ? fault : new ApiError(0, "", String(fault));
  }
}

export function takeJob(job: Job): void {
  const before = jobs.peek().find((one) => one.id === job.id);
  jobs.value = before ? jobs.peek().map((one) => (one.id === job.id ? { ...one, ...job } : one)) : [...jobs.peek(), job];
  if (!before || over(before) || !over(job) || job.kind !== "read") return;
  const name = job.name ?? before.name ?? "the reports";
  if (job.state === "failed") tell(`${name} could not be read: ${job.error ?? job.message}`, { bad: true });
  if (job.state === "done") tell(`${name} is read: ${readInWords(job)}`, { action: { label: "Show", run: showReports } });
}

export function startDesk(): void {
  effect(() => {
    void generation.value;
    void loadStatus();
  });
  watch({
    job: takeJob,
    revision: (id) => {
      const empty = status.peek() !== null && status.peek()?.reports === 0;
      newest.value = Math.max(newest.peek(), id);
      // Whose revision it is comes out when the answer to our own write is there.
      if (writing.count === 0) foreign.value = Math.max(foreign.peek(), id);
      // There is nothing on the desk that could change under somebody's eyes.
      if (empty) refresh();
    },
    drawing: (now) => {
      drawing.value = { view: now.view ?? "", done: now.done ?? 0, total: now.total ?? 0, revision: now.revision ?? 0 };
    },
    drawn: (view, revision) => {
      drawing.value = null;
      drawn.value = { ...drawn.peek(), [view]: revision };
    },
    connected: (yes) => {
      // What happened while the stream was down was not told.
      if (yes && !heard.peek()) {
        void loadStatus();
        void loadJobs();
      }
      heard.value = yes;
    },
  });
  void loadJobs();
}

async function loadJobs(): Promise<void> {
  try {
    const answer = await get<Job[]>("./api/jobs");
    for (const job of answer.data) takeJob(job);
  } catch {
    // The stream tells of what goes on.
  }
}
