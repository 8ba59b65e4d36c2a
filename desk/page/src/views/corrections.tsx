// Every correction ever made, and its undo, which is appended too.
import { useState } from "preact/hooks";
import { useView } from "../api";
import { detente } from "../command";
import { Frame } from "../components/frame";
import { Table } from "../components/table";
import { Words } from "../components/words";
import { correct, undo, undoLast } from "../corrections";
import type { Asked } from "../corrections";
import { status } from "../desk";
import { useKeys } from "../keys";
import { openClaim, openFinding, openReport } from "../state";
import type { Correction } from "../types";

const kindWords: Record<string, string> = {
  join_origins: "one origin", split_origin: "its own origin", join_findings: "one finding", split_finding: "taken out of its finding",
  review: "reviewed", undo: "undone",
};

function Thing({ id }: { id: string }) {
  if (id === "") return null;
  const open = id.includes(":") ? () => openClaim(id) : /^r[0-9a-f]{4,}$/.test(id) ? () => openReport(id) : /^\d+$/.test(id) ? () => openFinding(id) : null;
  if (!open) return <Words text={id} />;
  return (
    <button type="button" class="link" onClick={open}>
      <code>{id}</code>
    </button>
  );
}

const forms: { kind: Asked["kind"]; title: string; subject: string; object?: string }[] = [
  { kind: "join_origins", title: "Two reports have one origin", subject: "report", object: "and report" },
  { kind: "split_origin", title: "A report is its own origin", subject: "report" },
  { kind: "join_findings", title: "Two findings are one", subject: "finding", object: "and finding" },
  { kind: "split_finding", title: "A claim is not of its finding", subject: "claim (report:e3)" },
];

function Make() {
  const [at, setAt] = useState(0);
  const [subject, setSubject] = useState("");
  const [object, setObject] = useState("");
  const [note, setNote] = useState("");
  const form = forms[at] ?? forms[0];
  if (!form || status.value?.writable === false) return null;
  const ready = subject.trim() !== "" && (form.object === undefined || object.trim() !== "");
  return (
    <form class="make"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ready) return;
        void correct({ kind: form.kind, subject: subject.trim(), object: form.object ? object.trim() : "", note: note.trim() }, "corrected").then((done) => {
          if (!done) return;
          setSubject("");
          setObject("");
          setNote("");
        });
      }}>
      <label>
        Correct{" "}
        <select value={at} onChange={(event) => setAt(Number(event.currentTarget.value))}>
          {forms.map((one, i) => (
            <option value={i}>{one.title}</option>
          ))}
        </select>
      </label>
      <label>
        {form.subject} <input type="text" value={subject} onInput={(event) => setSubject(event.currentTarget.value)} />
      </label>
      {form.object && (
        <label>
          {form.object} <input type="text" value={object} onInput={(event) => setObject(event.currentTarget.value)} />
        </label>
      )}
      <label>
        why <input type="text" value={note} onInput={(event) => setNote(event.currentTarget.value)} />
      </label>
      <button type="submit" disabled={!ready}>
        Correct
      </button>
    </form>
  );
}

export default function Corrections() {
  const all = useView<Correction[]>("/api/corrections", {}, false);
  useKeys([{ key: "u", what: "undo the last correction", run: undoLast }]);
  const undone = new Set((all.data ?? []).map((one) => one.undoes).filter((id) => typeof id === "number" && id > 0));
  const writable = status.value?.writable !== false;
  return (
    <Frame id="corrections" title="Corrections" resource={all} picture={null} data={{ path: "/api/corrections", formats: ["csv", "json"] }} command={detente(["link", "--corrections"])}
      note="Corrections are added to the record and never written over; each can be taken back.">
      {(rows) => (
        <>
          <Make />
          {rows.length === 0 ? (
            <div class="state">
              <p>Nobody has corrected anything yet. In Review, in a finding or beside a report, a click does.</p>
            </div>
          ) : (
            <Table caption="corrections" rows={rows} id={(row) => String(row.id)}
              columns={[
                { title: "No.", number: true, cell: (row) => row.id, by: (row) => row.id },
                { title: "Made", cell: (row) => <time dateTime={row.made_at}>{row.made_at.replace("T", " ").slice(0, 16)}</time>, by: (row) => row.made_at },
                { title: "What", cell: (row) => kindWords[row.kind] ?? row.kind, by: (row) => row.kind },
                { title: "Of", cell: (row) => (row.undoes ? `correction ${row.undoes}` : <Thing id={row.subject} />) },
                { title: "With", cell: (row) => <Thing id={row.object} /> },
                { title: "Why", cell: (row) => <Words text={row.note} /> },
                {
                  title: "Undo",
                  cell: (row) =>
                    undone.has(row.id) || row.undone ? (
                      <span class="dim">taken back</span>
                    ) : row.kind === "undo" || !writable ? (
                      ""
                    ) : (
                      <button type="button" onClick={() => void undo(row.id)} aria-label={`undo correction ${row.id}`}>
                        Undo
                      </button>
                    ),
                },
              ]}
            />
          )}
        </>
      )}
    </Frame>
  );
}
