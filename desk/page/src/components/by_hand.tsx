// Corrections by hand, each with its reason: something is taken apart, or joined with another of its kind that is found
// by words.
import { useEffect, useState } from "preact/hooks";
import { get } from "../api";
import { correct } from "../corrections";
import type { Asked } from "../corrections";
import { status } from "../desk";
import type { FindingRow, ReportRow } from "../types";
import { Day, Words } from "./words";

function Why({ note, set }: { note: string; set: (note: string) => void }) {
  return (
    <label class="small">
      why <input type="text" maxLength={1000} value={note} placeholder="kept with the correction" onInput={(event) => set(event.currentTarget.value)} />
    </label>
  );
}

export function Split({ label, what, kind, subject, said }: { label: string; what: string; kind: "split_origin" | "split_finding"; subject: string; said: string }) {
  const [note, setNote] = useState("");
  const [busy, setBusy] = useState(false);
  if (status.value?.writable === false) return null;
  return (
    <details class="by-hand">
      <summary class="small">{label}</summary>
      <form
        class="inline-form"
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void correct({ kind, subject, note: note.trim() }, said).finally(() => setBusy(false));
        }}
      >
        <Why note={note} set={setNote} />{" "}
        <button type="submit" class="small" disabled={busy}>
          {what}
        </button>
      </form>
    </details>
  );
}

interface Choice {
  id: string;
  label: string;
  day: string;
  more: string;
}

async function look(of: "origin" | "finding", words: string, own: string, stop: AbortSignal, kind: string): Promise<Choice[]> {
  if (of === "origin") {
    const found = await get<ReportRow[]>(`./api/reports?limit=12&q=${encodeURIComponent(words)}`, stop);
    return found.data.filter((row) => row.id !== own).map((row) => ({ id: row.id, label: row.title === "" ? row.id : row.title, day: row.day, more: row.outlet }));
  }
  const number = /^\s*(\d+)\s*$/.exec(words);
  const query = number ? `finding=${number[1]}` : `q=${encodeURIComponent(words)}`;
  const found = await get<FindingRow[]>(`./api/findings?limit=12&kind=${kind}&${query}`, stop);
  return found.data.filter((row) => String(row.id) !== own).map((row) => ({ id: String(row.id), label: row.label ?? "", day: row.first_day ?? "", more: `finding ${row.id}, ${row.origins} ${row.origins === 1 ? "origin" : "origins"}` }));
}

// `kind` is what the finding is about: only findings of one kind can be one.
export function Join({ of, id, kind = "" }: { of: "origin" | "finding"; id: string; kind?: string }) {
  const [open, setOpen] = useState(false);
  const [words, setWords] = useState("");
  const [found, setFound] = useState<Choice[] | null>(null);
  const [fault, setFault] = useState("");
  const [chosen, setChosen] = useState("");
  const [note, setNote] = useState("");
  useEffect(() => {
    setChosen("");
    if (words.trim() === "") {
      setFound(null);
      return;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => {
      look(of, words, id, stop.signal, kind).then(
        (rows) => {
          setFault("");
          setFound(rows);
        },
        (error: unknown) => {
          if (!stop.signal.aborted) setFault(error instanceof Error ? error.message : String(error));
        },
      );
    }, 200);
    return () => {
      clearTimeout(timer);
      stop.abort();
    };
  }, [words]);
  if (status.value?.writable === false) return null;
  const thing = of === "origin" ? "report" : "finding";
  const submit = (event: Event) => {
    event.preventDefault();
    if (chosen === "") return;
    const asked: Asked = of === "origin" ? { kind: "join_origins", subject: id, object: chosen, note: note.trim() } : { kind: "join_findings", subject: id, object: chosen, note: note.trim() };
    void correct(asked, of === "origin" ? "the two reports have one origin" : `findings ${id} and ${chosen} are one`).then((done) => {
      if (!done) return;
      setWords("");
      setNote("");
      setOpen(false);
    });
  };
  return (
    <details class="by-hand" open={open} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary class="small">{of === "origin" ? "One origin with another report …" : "The same as another finding …"}</summary>
      <form class="inline-form" onSubmit={submit}>
        <label class="small">
          find the {thing} by words{of === "finding" && " or number"}{" "}
          <input type="search" value={words} onInput={(event) => setWords(event.currentTarget.value)} />
        </label>
        <div role="status" class="small">
          {fault !== "" && <span class="bad">{fault}</span>}
          {found !== null && found.length === 0 && <span class="dim">No other {thing} has these words.</span>}
        </div>
        {found !== null && found.length > 0 && (
          <fieldset class="choices">
            <legend class="hidden">{thing}s found</legend>
            {found.map((row) => (
              <label key={row.id}>
                <input type="radio" name={`join-${of}-${id}`} checked={chosen === row.id} onChange={() => setChosen(row.id)} /> <Words text={row.label} />{" "}
                <span class="dim small">
                  <Words text={row.more} /> <Day day={row.day} />
                </span>
              </label>
            ))}
          </fieldset>
        )}
        <Why note={note} set={setNote} />{" "}
        <button type="submit" class="small" disabled={chosen === ""}>
          Join
        </button>
      </form>
    </details>
  );
}
