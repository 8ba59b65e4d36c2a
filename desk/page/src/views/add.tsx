// Where reports come in, and what became of those that did.
import { useRef } from "preact/hooks";
import type { Resource } from "../api";
import { Frame } from "../components/frame";
import { JobLine, sending, uploadAll, Waiting } from "../components/upload";
import { quote } from "../command";
import { jobs, loadStatus, over, status, statusError } from "../desk";
import type { Status } from "../types";

// While the desk has the record open, only the desk can add to it.
function curl(): string {
  const address = new URL("./api/reports?name=report.html", location.href);
  return `curl --data-binary @report.html -H 'Content-Type: text/html' ${quote(address.href)}`;
}

export default function Add() {
  const input = useRef<HTMLInputElement>(null);
  const now = status.value;
  const read = jobs.value.filter((job) => job.kind === "read").sort((a, b) => (a.id < b.id ? 1 : -1));
  const resource: Resource<Status> = {
    state: now ? "ready" : statusError.value ? "error" : "loading",
    data: now ?? undefined, error: statusError.value ?? undefined, revision: 0, busy: false,
    next: undefined, more: () => undefined, reload: () => void loadStatus(),
  };
  return (
    <Frame id="add" title="Add reports" resource={resource} picture={null} command={curl()}
      note="Text, HTML, JSON lines, WARC and feeds, any of them in gzip. A text that is known is told so and counts once.">
      {(record) =>
        record.writable ? (
          <>
            <div class="drop">
              <p>Drop reports here, or anywhere on the desk.</p>
              <button type="button" onClick={() => input.current?.click()}>
                Choose files
              </button>
              <input ref={input} type="file" multiple class="hidden" tabIndex={-1} aria-label="reports to add"
                onChange={(event) => {
                  void uploadAll([...(event.currentTarget.files ?? [])]);
                  event.currentTarget.value = "";
                }} />
              <p class="dim">The desk says “taken” once the bytes are on its disk; what was taken is read even if the desk is killed.</p>
            </div>
            <h2>Work</h2>
            {read.length === 0 && sending.value.length === 0 && <p class="dim">None yet.</p>}
            {read.filter((job) => job.state === "running").map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
            <Waiting most={100} />
            {read.filter(over).map((job) => (
              <JobLine key={job.id} job={job} />
            ))}
          </>
        ) : (
          <div class="state">
            <p>This record is open for reading only.</p>
          </div>
        )
      }
    </Frame>
  );
}
