// Reports come in by a drop anywhere on the desk or from the file chooser; their reading is followed and can be stopped.
import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { ApiError, send } from "../api";
import { jobs, over, readInWords, status, takeJob } from "../desk";
import type { Job, ReadResult } from "../types";
import { tell } from "./toast";
import { Words } from "./words";

// Bytes on their way to the desk; the desk answers once they are on its disk.
export interface Sending {
  id: number;
  name: string;
  sent: number;
  size: number;
  stop: () => void;
}
export const sending = signal<Sending[]>([]);
// Files that were dropped and whose turn has not come.
export const unsent = signal<{ id: number; file: File }[]>([]);
let lastFile = 0;

function upload(file: File, id: number): Promise<void> {
  return new Promise((resolve) => {
    // `fetch` tells nothing of how far an upload is.
    const request = new XMLHttpRequest();
    const change = (sent: number) => {
      sending.value = sending.value.map((one) => (one.id === id ? { ...one, sent } : one));
    };
    const finish = () => {
      sending.value = sending.value.filter((one) => one.id !== id);
      resolve();
    };
    const refuse = (message: string) => {
      tell(`${file.name}: ${message}`, { bad: true });
      finish();
    };
    request.upload.addEventListener("progress", (event) => change(event.loaded));
    request.addEventListener("abort", finish);
    request.addEventListener("error", () => refuse("the desk does not answer"));
    request.addEventListener("load", () => {
      let body: { job?: string; jobs?: string[]; error?: { message?: string } } = {};
      try {
        body = JSON.parse(request.responseText) as typeof body;
      } catch {
        // The status says enough.
      }
      if (request.status < 200 || request.status > 299) {
        refuse(body.error?.message ?? `refused with ${request.status}`);
        return;
      }
      for (const job of body.jobs ?? (body.job === undefined ? [] : [body.job])) {
        if (jobs.peek().some((one) => one.id === job)) continue;
        takeJob({ id: job, kind: "read", state: "waiting", name: file.name, done: 0, total: 0, message: "" });
      }
      finish();
    });
    sending.value = [...sending.value, { id, name: file.name, sent: 0, size: file.size, stop: () => request.abort() }];
    request.open("POST", `./api/reports?name=${encodeURIComponent(file.name)}`);
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.send(file);
  });
}

export async function uploadAll(files: Iterable<File>): Promise<void> {
  if (status.peek()?.writable === false) {
    tell("this record is open for reading only", { bad: true });
    return;
  }
  const idle = sending.peek().length === 0 && unsent.peek().length === 0;
  unsent.value = [...unsent.peek(), ...[...files].map((file) => ({ id: ++lastFile, file }))];
  // One after another: the desk bounds how many it takes at once.
  if (!idle) return;
  for (let next = unsent.peek()[0]; next; next = unsent.peek()[0]) {
    unsent.value = unsent.peek().slice(1);
    await upload(next.file, next.id);
  }
}

const dragging = signal(false);

export function DropZone({ children }: { children: ComponentChildren }) {
  const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  return (
    <div
      class={dragging.value ? "page dropping" : "page"}
      onDragOver={(event) => {
        if (!hasFiles(event)) return;
        event.preventDefault();
        dragging.value = true;
      }}
      onDragLeave={(event) => {
        if (event.relatedTarget === null) dragging.value = false;
      }}
      onDrop={(event) => {
        dragging.value = false;
        if (!hasFiles(event)) return;
        event.preventDefault();
        void uploadAll([...(event.dataTransfer?.files ?? [])]);
      }}
    >
      {children}
      {dragging.value && <div class="drop-here">Drop reports here</div>}
    </div>
  );
}

export async function cancel(job: Job): Promise<void> {
  try {
    await send("DELETE", `/api/jobs/${encodeURIComponent(job.id)}`);
  } catch (fault) {
    tell(`could not be stopped: ${fault instanceof ApiError ? fault.message : String(fault)}`, { bad: true });
  }
}

// Files are read one after the other, in the order of their numbers; so are plays.
function lineOf(kind: Job["kind"]): Job[] {
  return jobs.value.filter((one) => one.kind === kind && one.state === "waiting").sort((a, b) => (a.id < b.id ? -1 : 1));
}

function inLine(job: Job): string {
  const place = lineOf(job.kind).findIndex((one) => one.id === job.id);
  return place <= 0 ? "next in line" : `${place + 1} in line`;
}

async function cancelAll(all: readonly Job[]): Promise<void> {
  // The last first, so that none of them begins meanwhile.
  for (const job of [...all].reverse()) await cancel(job);
}

const waitingShown = 3;

// What waits: the first few, and how many more.
export function Waiting({ most = waitingShown }: { most?: number }) {
  const all = lineOf("read");
  const more = all.slice(most);
  return (
    <>
      {all.slice(0, most).map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
      {all.length > 1 && (
        <div class="job">
          {more.length > 0 && <span class="dim small">{more.length} more in line</span>}
          <button type="button" class="small" onClick={() => void cancelAll(all)}>
            Cancel all {all.length} that wait
          </button>
        </div>
      )}
    </>
  );
}

export function JobLine({ job }: { job: Job }) {
  const known = job.total > 0;
  const problems = (job.result as ReadResult | null | undefined)?.problems ?? [];
  return (
    <div class="job">
      <span class="job-name">
        {job.kind === "read" ? "Reading" : "Playing"} <Words text={job.name ?? ""} />
      </span>
      {over(job) ? (
        <>
          <span class={job.state === "failed" ? "tag bad" : "tag"}>{job.state}</span>
          <span class="dim small">
            <Words text={job.error ?? readInWords(job)} />
          </span>
          {problems.length > 0 && (
            <ul class="small problems">
              {problems.slice(0, 20).map((problem) => (
                <li>
                  <Words text={typeof problem === "string" ? problem : [problem.where, problem.message].filter(Boolean).join(": ")} />
                </li>
              ))}
            </ul>
          )}
        </>
      ) : (
        <>
          {job.state === "waiting" ? (
            <span class="dim small">{inLine(job)}</span>
          ) : (
            <>
              <progress aria-label={`progress of ${job.name ?? job.kind}`} max={known ? job.total : undefined} value={known ? job.done : undefined} />
              <span class="number small">{known ? `${Math.floor((100 * job.done) / job.total)} %` : job.state}</span>
              <span class="dim small">
                <Words text={job.message} />
              </span>
            </>
          )}
          <button type="button" class="small" onClick={() => void cancel(job)}>
            Cancel
          </button>
        </>
      )}
    </div>
  );
}

// What is under way, at the foot of every view. Its beginning and its end are told to who cannot see it; the toasts tell
// how each file ended.
export function Progress() {
  const running = jobs.value.filter((job) => !over(job) && (job.state === "running" || job.kind === "play"));
  const waits = lineOf("read").length;
  if (running.length === 0 && waits === 0 && sending.value.length === 0) return null;
  return (
    <section class="progress" aria-label="work under way">
      <p class="hidden" role="status">
        {sending.value.length > 0 ? `Sending ${sending.value.length + unsent.value.length} files. ` : ""}
        {running.length > 0 ? `${running[0]?.kind === "play" ? "Playing" : "Reading"} ${running[0]?.name ?? ""}. ` : ""}
        {waits > 0 ? `${waits} in line.` : ""}
      </p>
      {sending.value.map((one) => (
        <div class="job" key={one.id}>
          <span class="job-name">
            Sending <Words text={one.name} />
          </span>
          <progress aria-label={`sending ${one.name}`} max={one.size} value={one.sent} />
          <button type="button" class="small" onClick={one.stop}>
            Cancel
          </button>
          {unsent.value.length > 0 && (
            <>
              <span class="dim small">{unsent.value.length} more to send</span>
              <button type="button" class="small" onClick={() => (unsent.value = [])}>
                Send no more
              </button>
            </>
          )}
        </div>
      ))}
      {running.map((job) => (
        <JobLine key={job.id} job={job} />
      ))}
      <Waiting />
    </section>
  );
}
