// One claim after the other, judged by a person: right, wrong or unsure. The verdict is a correction like any other. A
// link that is judged wrong is taken apart: its later claim leaves the finding.
import type { ComponentChildren } from "preact";
import { useEffect, useMemo } from "preact/hooks";
import { useView } from "../api";
import type { Resource } from "../api";
import { detente } from "../command";
import { Deed, When } from "../components/events";
import { Frame } from "../components/frame";
import { Chain, Day, Words } from "../components/words";
import { correct, review, undoLast, verdictOf } from "../corrections";
import { status } from "../desk";
import { useKeys } from "../keys";
import { own, select, selection, setOwn } from "../state";
import { grouped } from "../text/numbers";
import type { ClaimRow, Correction, EventRow, LinkRow, StatementRow, Verdict } from "../types";

const kinds = [
  { id: "events", title: "Events" },
  { id: "figures", title: "Figures" },
  { id: "instruments", title: "Instruments" },
  { id: "statements", title: "Statements" },
  { id: "links", title: "Links" },
] as const;
type Kind = (typeof kinds)[number]["id"];

interface Item {
  id: string; // what is judged
  claim: string; // what opens at the side
  kept: Verdict | null;
  head: ComponentChildren;
  sub: ComponentChildren;
  words: string;
}

const relations: Record<string, string> = { same: "the same as", update: "a later state of", contradicts: "contradicts" };

function eventItem(row: EventRow): Item {
  return {
    id: row.id, claim: row.id, kept: row.review ?? null, words: row.span.text, head: <Deed event={row} />,
    sub: <><When event={row} /> · <Chain by={row.said_by} outlet={row.span.outlet} /></>,
  };
}

function claimItem(row: ClaimRow): Item {
  const parties = Object.values(row.parties ?? {}).flat().map((party) => (typeof party === "string" ? party : party.name));
  const kind = row.instrument ? row.instrument.replaceAll("_", " ") : "";
  return {
    id: row.id, claim: row.id, kept: null, words: row.span.text,
    head: (
      <>
        {kind !== "" && <span class="type">{kind} </span>}
        <Words text={grouped(row.label)} />
        {row.population && <span class="dim"> of <Words text={row.population} /></span>}
        {row.state && <em class="status"> {row.state}</em>}
        {parties.length > 0 && <span class="dim"> · <Words text={parties.join(", ")} /></span>}
      </>
    ),
    sub: <><Day day={row.span.day} dated={row.span.dated} /> · <Chain by={row.said_by} outlet={row.span.outlet} /></>,
  };
}

function statementItem(row: StatementRow): Item {
  return {
    id: row.id, claim: row.id, kept: null, words: row.words,
    head: <><Words text={row.speaker === "" ? "somebody not named" : row.speaker} /> <span class="type">{row.cue || "says"}</span></>,
    sub: <><Day day={row.span.day} dated={row.span.dated} /> · {row.mode} · <Chain by={row.chain} outlet={row.span.outlet} /></>,
  };
}

function linkItem(row: LinkRow): Item {
  return {
    id: row.id, claim: row.b.id, kept: null, words: row.b.span.text,
    head: <><Words text={row.b.label} /> <span class="type">{relations[row.relation] ?? row.relation}</span> <Words text={row.a.label} /></>,
    sub: (
      <>
        <Words text={row.a.span.outlet ?? ""} /> <Day day={row.a.span.day} dated={row.a.span.dated} />: “<Words text={row.a.span.text} />” · because <Words text={row.reason} />
      </>
    ),
  };
}

// Verdicts that stand, by what was judged; the newest correction is the first of the list.
function standing(all: readonly Correction[]): Map<string, Verdict> {
  const out = new Map<string, Verdict>();
  for (const one of all) {
    if (one.kind === "review" && !one.undone && !out.has(one.subject)) out.set(one.subject, one.object as Verdict);
  }
  return out;
}

function useItems(kind: Kind): { resource: Resource<unknown[]>; items: Item[] } {
  const resource = useView<unknown[]>(`/api/${kind}`, kind === "links" ? { limit: 50 } : {});
  const items = useMemo(() => {
    const rows = resource.data ?? [];
    if (kind === "events") return (rows as EventRow[]).map(eventItem);
    if (kind === "statements") return (rows as StatementRow[]).map(statementItem);
    if (kind === "links") return (rows as LinkRow[]).map(linkItem);
    return (rows as ClaimRow[]).map(claimItem);
  }, [resource.data, kind]);
  return { resource, items };
}

function Queue({ kind }: { kind: Kind }) {
  const { resource, items } = useItems(kind);
  const corrections = useView<Correction[]>("/api/corrections", { limit: 10000 }, false);
  const kept = useMemo(() => standing(corrections.data ?? []), [corrections.data]);
  const isLinks = kind === "links";
  const here = isLinks ? own("review.link") : selection.value.claim;
  const all = items.map((item) => ({ ...item, verdict: verdictOf(item.id, kept.get(item.id) ?? item.kept) }));
  const open = own("review.show") === "open";
  const rows = all.filter((row) => !open || !row.verdict || row.id === here);
  const at = rows.findIndex((row) => row.id === here);
  const current = rows[at];
  const done = all.filter((row) => row.verdict).length;
  const writable = status.value?.writable !== false;

  const go = (item: Item) => select({ claim: item.claim, own: { ...selection.peek().own, "review.link": isLinks ? item.id : "" } }, "replace");
  // What is chosen when the key comes, which may be before the last choice was drawn.
  const place = (): number => {
    const s = selection.peek();
    const chosen = isLinks ? (s.own["review.link"] ?? "") : s.claim;
    return rows.findIndex((row) => row.id === chosen);
  };
  const step = (by: number) => {
    const from = place();
    const next = rows[from < 0 ? 0 : from + by];
    if (next) go(next);
    if (by > 0 && from + 5 > rows.length) resource.more();
  };
  const judge = async (verdict: Verdict) => {
    const current = rows[place()];
    if (!current) return;
    // The next one is on the desk before the answer to this one is there.
    step(1);
    if (isLinks && verdict === "wrong") await correct({ kind: "split_finding", subject: current.claim, note: "its link was judged wrong in review" }, `${current.claim} is taken out of the finding`);
    else await review(current.id, verdict);
  };
  useKeys([
    { key: "j", what: "next", run: () => step(1) },
    { key: "k", what: "previous", run: () => step(-1) },
    { key: "r", what: "right", run: () => void judge("right") },
    { key: "w", what: "wrong", run: () => void judge("wrong") },
    { key: "s", what: "unsure", run: () => void judge("unsure") },
    { key: "u", what: "undo", run: undoLast },
  ]);
  useEffect(() => {
    document.querySelector(".queue .current")?.scrollIntoView({ block: "nearest" });
  }, [here]);

  return (
    <Frame id="review" title="Review" resource={resource} picture={null} empty={(rows) => rows.length === 0} emptyText={isLinks ? "No two claims are linked here." : `No ${kind} to review here.`}
      command={isLinks ? detente(["link", "--findings"]) : detente(["export"], { what: kind, format: "csv" })} data={{ path: `/api/${kind}`, formats: ["csv", "json"] }}
      note={
        <>
          <kbd>j</kbd> next, <kbd>k</kbd> previous, <kbd>r</kbd> right, <kbd>w</kbd> wrong, <kbd>s</kbd> unsure, <kbd>u</kbd> undo. The evidence opens at the side.
          {isLinks && " A link that is wrong is taken apart: its later claim leaves the finding."}
        </>
      }
      tools={
        <>
          <span class="small dim number" role="status">
            {done} of {all.length}{resource.next ? "+" : ""} judged
          </span>
          <button type="button" aria-pressed={open} onClick={() => setOwn("review.show", open ? "" : "open")}>
            Only those not judged
          </button>
        </>
      }>
      {() => (
        <>
          <div class="switch review-kinds" role="group" aria-label="what is reviewed">
            {kinds.map((one) => (
              <button type="button" key={one.id} aria-pressed={one.id === kind}
                onClick={() => select({ claim: "", own: { ...selection.peek().own, "review.kind": one.id === "events" ? "" : one.id, "review.link": "" } }, "replace")}>
                {one.title}
              </button>
            ))}
          </div>
          <ol class="queue">
            {rows.map((row) => (
              <li key={row.id} class={row === current ? "current" : ""}>
                <button type="button" class="queue-row" aria-current={row === current ? "true" : undefined} onClick={() => go(row)}>
                  <span class={`verdict ${row.verdict ?? ""}`}>{row.verdict ?? "open"}</span>
                  <span class="queue-text">
                    <span>{row.head}</span>
                    <span class="small dim">{row.sub}</span>
                    <span class="small">
                      <Words text={row.words} />
                    </span>
                  </span>
                </button>
                {row === current && writable && (
                  <div class="verdicts" role="group" aria-label="verdict">
                    {(["right", "wrong", "unsure"] as const).map((verdict) => (
                      <button type="button" key={verdict} aria-pressed={row.verdict === verdict} onClick={() => void judge(verdict)}>
                        {isLinks && verdict === "wrong" ? "wrong: take apart" : verdict}
                      </button>
                    ))}
                  </div>
                )}
              </li>
            ))}
          </ol>
        </>
      )}
    </Frame>
  );
}

export default function Review() {
  const asked = own("review.kind");
  const kind = kinds.find((one) => one.id === asked)?.id ?? "events";
  return <Queue key={kind} kind={kind} />;
}
