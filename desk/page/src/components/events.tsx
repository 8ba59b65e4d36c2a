// Rows of events: who did what to whom, when as far as it is known, who says so, and the sentence.
import { Table } from "./table";
import { Chain, Quote, Words } from "./words";
import { quadNames } from "./facets";
import { openClaim, selection } from "../state";
import { typeWords } from "../text/types";
import type { Actor, EventRow } from "../types";

export const names = (all: Actor[]): string => all.map((actor) => actor.name).join(", ");

const precisionWords: Record<string, string> = {
  week: "some day of the week", month: "some day of the month", year: "some day of the year", report: "day of the report; no other is told",
};

export function NotTold() {
  return (
    <span class="dim" title="not told">
      <span aria-hidden="true">–</span>
      <span class="hidden">not told</span>
    </span>
  );
}

export function When({ event }: { event: EventRow }) {
  if (!event.date) return <NotTold />;
  const note = precisionWords[event.precision ?? ""];
  return (
    <span title={note}>
      <time dateTime={event.date}>{event.date}</time>
      {note && <span class="dim small"> ({event.precision === "report" ? "of the report" : event.precision})</span>}
    </span>
  );
}

export function Deed({ event }: { event: EventRow }) {
  return (
    <>
      {event.sources.length > 0 ? <Words text={names(event.sources)} /> : <span class="dim">somebody not named</span>}{" "}
      <span class="type" title={[typeWords[event.type], quadNames[String(event.quad)]].filter(Boolean).join("; ")}>
        <span class={`dot quad-${event.quad}`} aria-hidden="true" />
        {event.type}
        {event.mode ? ` ${event.mode}` : ""}
      </span>{" "}
      <Words text={names(event.targets)} />
      {event.status !== "actual" && <em class="status"> {event.status}</em>}
    </>
  );
}

export function EventTable({ rows }: { rows: EventRow[] }) {
  return (
    <Table caption="events" rows={rows} id={(row) => row.id} current={selection.value.claim}
      columns={[
        { title: "When", cell: (row) => <When event={row} />, by: (row) => row.date ?? "" },
        {
          title: "Who did what to whom",
          short: "What",
          cell: (row) => (
            <button type="button" class="name" onClick={() => openClaim(row.id)}>
              <Deed event={row} />
            </button>
          ),
          by: (row) => names(row.sources),
        },
        { title: "Where", cell: (row) => (row.place ? <Words text={row.place} /> : <NotTold />), by: (row) => row.place ?? "" },
        { title: "Said by", cell: (row) => <Chain by={row.said_by} outlet={row.span.outlet} /> },
        { title: "Sentence", cell: (row) => <Quote span={{ ...row.span, item: row.span.item ?? row.id.slice(row.id.indexOf(":") + 1) }} /> },
        { title: "Sure", number: true, cell: (row) => (row.confidence === undefined ? "" : `${Math.round(row.confidence * 100)} %`), by: (row) => row.confidence ?? 0 },
      ]}
    />
  );
}
