// One claim after the other, judged by a person: right, wrong or unsure. The verdict is a correction like any other.
import { useEffect } from "preact/hooks";
import { useView } from "../api";
import { detente } from "../command";
import { Deed, When } from "../components/events";
import { Frame } from "../components/frame";
import { Chain, Words } from "../components/words";
import { review, undoLast, verdictOf } from "../corrections";
import { status } from "../desk";
import { useKeys } from "../keys";
import { own, select, selection, setOwn } from "../state";
import type { EventRow, Verdict } from "../types";

export default function Review() {
  const events = useView<EventRow[]>("/api/events");
  const all = (events.data ?? []).map((row) => ({ ...row, review: verdictOf(row.id, row.review) }));
  const open = own("review.show") === "open";
  const rows = all.filter((row) => !open || !row.review || row.id === selection.value.claim);
  const at = rows.findIndex((row) => row.id === selection.value.claim);
  const current = rows[at];
  const done = all.filter((row) => row.review).length;
  const writable = status.value?.writable !== false;

  const step = (by: number) => {
    const next = rows[at < 0 ? 0 : at + by];
    if (next) select({ claim: next.id }, "replace");
    if (by > 0 && at + 5 > rows.length) events.more();
  };
  const judge = async (verdict: Verdict) => {
    if (!current) return;
    // The next one is on the desk before the answer to this one is there.
    const id = current.id;
    step(1);
    await review(id, verdict);
  };
  useKeys([
    { key: "j", what: "next claim", run: () => step(1) },
    { key: "k", what: "previous claim", run: () => step(-1) },
    { key: "r", what: "right", run: () => void judge("right") },
    { key: "w", what: "wrong", run: () => void judge("wrong") },
    { key: "u", what: "undo", run: undoLast },
  ]);
  useEffect(() => {
    document.querySelector(".queue .current")?.scrollIntoView({ block: "nearest" });
  }, [selection.value.claim]);

  return (
    <Frame id="review" title="Review" resource={events} picture={null} empty={(all) => all.length === 0} emptyText="No claim to review here."
      command={detente(["export"], { what: "events", format: "csv" })} data={{ path: "/api/events", formats: ["csv", "json"] }}
      note={
        <>
          <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>r</kbd> right, <kbd>w</kbd> wrong, <kbd>u</kbd> undo. The evidence opens at the side.
        </>
      }
      tools={
        <>
          <span class="small dim number">
            {done} of {events.data?.length ?? 0} judged
          </span>
          <button type="button" aria-pressed={open} onClick={() => setOwn("review.show", open ? "" : "open")}>
            Only those not judged
          </button>
        </>
      }>
      {() => (
        <ol class="queue">
          {rows.map((row) => (
            <li key={row.id} class={row.id === current?.id ? "current" : ""}>
              <button type="button" class="queue-row" aria-current={row.id === current?.id ? "true" : undefined} onClick={() => select({ claim: row.id }, "replace")}>
                <span class={`verdict ${row.review ?? ""}`}>{row.review ?? "open"}</span>
                <span class="queue-text">
                  <span>
                    <Deed event={row} />
                  </span>
                  <span class="small dim">
                    <When event={row} /> · <Chain by={row.said_by} outlet={row.span.outlet} />
                  </span>
                  <span class="small">
                    <Words text={row.span.text} />
                  </span>
                </span>
              </button>
              {row.id === current?.id && writable && (
                <div class="verdicts" role="group" aria-label="verdict">
                  {(["right", "wrong", "unsure"] as const).map((verdict) => (
                    <button type="button" aria-pressed={row.review === verdict} onClick={() => void judge(verdict)}>
                      {verdict}
                    </button>
                  ))}
                </div>
              )}
            </li>
          ))}
        </ol>
      )}
    </Frame>
  );
}
