// One report with what was read from it. The text is shown as it is stored; every highlight opens its rule and its
// finding.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useView } from "../api";
import { detente } from "../command";
import { Join, Split } from "../components/by_hand";
import { Frame } from "../components/frame";
import { Day, Words } from "../components/words";
import { status } from "../desk";
import { useKeys } from "../keys";
import { openClaim, openReport, own, select, selection, setOwn } from "../state";
import { segments } from "../text/highlight";
import { Utf8Offsets } from "../text/utf8";
import type { ItemKind, ReportItem, ReportText } from "../types";

const kinds: ItemKind[] = ["event", "statement", "figure", "instrument", "mention"];
// A report may have 50 MB. What is laid out at once is bounded; the rest is a button away.
const page = 40_000;

function Origin({ report }: { report: ReportText }) {
  const origin = report.origin;
  if (!origin) return null;
  const first = origin.id;
  const like = origin.like_report;
  const writable = status.value?.writable !== false;
  const others = (origin.reports ?? []).filter((id) => id !== report.id);
  if (first === report.id && others.length === 0) {
    return (
      <div class="origin small">
        <p class="dim">Its own origin: no older report tells the same in the same words.</p>
        <Join of="origin" id={report.id} />
      </div>
    );
  }
  return (
    <div class="origin small">
      {first !== report.id && (
        <>
          One origin with{" "}
          <button type="button" class="link" onClick={() => openReport(like && like !== "" ? like : first)}>
            <code>{like && like !== "" ? like : first}</code>
          </button>
          : <Words text={origin.reason ?? ""} />{" "}
          {writable && (
            <Split label="Not so …" what="It is its own origin" kind="split_origin" subject={report.id} said="the report is its own origin" />
          )}
        </>
      )}
      {others.length > 0 && (
        <div>
          {others.length} more of this origin:{" "}
          {others.slice(0, 12).map((id) => (
            <button type="button" class="link" onClick={() => openReport(id)}>
              <code>{id.slice(0, 8)}</code>
            </button>
          ))}
        </div>
      )}
      <Join of="origin" id={report.id} />
    </div>
  );
}

// The place "b-e" in bytes that a search has led to.
function hitItem(found: string): ReportItem | null {
  const ends = /^(\d{1,9})-(\d{1,9})$/.exec(found);
  return ends ? { id: "found", kind: "mention", span: [Number(ends[1]), Number(ends[2])], label: "found" } : null;
}

function Body({ report }: { report: ReportText }) {
  const hidden = own("reports.hide", "mention").split(" ");
  const found = own("report.at");
  const hit = useMemo(() => hitItem(found), [found]);
  const items = useMemo(
    () => [...report.items.filter((item) => !hidden.includes(item.kind)), ...(hit ? [hit] : [])],
    [report, hit, hidden.join(" ")],
  );
  const offsets = useMemo(() => new Utf8Offsets(report.text), [report]);
  const chosen = selection.value.claim.startsWith(`${report.id}:`) ? selection.value.claim.slice(report.id.length + 1) : "";
  const claims = useMemo(
    () => items.filter((item) => item.kind !== "mention" && item !== hit).sort((a, b) => a.span[0] - b.span[0] || b.span[1] - a.span[1]),
    [items],
  );
  const place = (id: string): number => {
    const item = items.find((one) => one.id === id);
    return item ? Math.floor(offsets.unit(item.span[0]) / page) : 0;
  };
  const pages = Math.max(1, Math.ceil(report.text.length / page));
  // A claim that is open is where one reads; else the place that a search led to.
  const target = chosen !== "" ? chosen : hit ? hit.id : "";
  const [at, setAt] = useState(() => place(target));
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (target === "") return;
    const part = place(target);
    if (part !== at) setAt(part);
    else box.current?.querySelector(chosen !== "" ? ".hl.chosen" : ".hl.found")?.scrollIntoView({ block: "center", behavior: "auto" });
    // Turning to another part by hand is not undone.
  }, [target]);
  useEffect(() => {
    box.current?.querySelector(chosen !== "" ? ".hl.chosen" : ".hl.found")?.scrollIntoView({ block: "center", behavior: "auto" });
  }, [at]);

  const step = (by: number) => {
    const i = claims.findIndex((item) => item.id === chosen);
    const next = claims[i < 0 ? (by > 0 ? 0 : claims.length - 1) : i + by];
    if (next) select({ claim: `${report.id}:${next.id}` }, "replace");
  };
  useKeys([
    { key: "j", what: "next claim", run: () => step(1) },
    { key: "k", what: "previous claim", run: () => step(-1) },
  ]);

  const open = (item: ReportItem | undefined) => {
    if (item) openClaim(`${report.id}:${item.id}`);
  };
  const from = at * page;
  const to = Math.min(report.text.length, from + page);
  const parts = useMemo(() => segments(report.text, items, from, to, offsets), [report, items, from, to]);
  const counts = kinds.map((kind) => ({ kind, count: report.items.filter((item) => item.kind === kind).length }));

  return (
    <>
      <div class="kinds" role="group" aria-label="what is highlighted">
        {counts.map(({ kind, count }) => (
          <button type="button" key={kind} class={`tag hl-${kind}`} aria-pressed={!hidden.includes(kind)}
            onClick={() => setOwn("reports.hide", (hidden.includes(kind) ? hidden.filter((one) => one !== kind) : [...hidden, kind]).filter(Boolean).join(" ") || "none")}>
            {kind} <span class="number">{count}</span>
          </button>
        ))}
        <span class="dim small">
          <kbd>j</kbd> <kbd>k</kbd> next and previous claim
        </span>
      </div>
      {pages > 1 && (
        <p class="pages">
          <button type="button" disabled={at === 0} onClick={() => setAt(at - 1)}>
            Earlier part
          </button>{" "}
          part <span class="number">{at + 1}</span> of <span class="number">{pages}</span>{" "}
          <button type="button" disabled={at + 1 >= pages} onClick={() => setAt(at + 1)}>
            Later part
          </button>
        </p>
      )}
      <div class="report-text" ref={box} lang={report.language} dir="auto">
        {parts.map((part) => {
          const text = report.text.slice(part.begin, part.end);
          const isFound = hit !== null && part.items.includes(hit);
          const claimsHere = part.items.filter((item) => item !== hit);
          const inner = claimsHere[0];
          if (!inner && isFound) return <mark key={part.begin} class="hl found"><Words text={text} /></mark>;
          if (!inner) return <Words key={part.begin} text={text} />;
          const current = part.items.some((item) => item.id === chosen);
          // One stop of the Tab key for each item, not for each piece of it.
          return (
            <span key={part.begin} role={part.first ? "button" : undefined} tabIndex={part.first ? 0 : undefined}
              class={`hl hl-${inner.kind}${part.focus ? " focus" : ""}${current ? " chosen" : ""}${isFound ? " found" : ""}${claimsHere.length > 1 ? " nested" : ""}`}
              title={claimsHere.map((item) => `${item.kind} ${item.id}: ${item.label}`).join("\n")}
              onClick={() => open(nextAt(claimsHere, chosen))}
              onKeyDown={(event) => {
                if (event.key !== "Enter" && event.key !== " ") return;
                event.preventDefault();
                open(nextAt(claimsHere, chosen));
              }}>
              <Words text={text} />
            </span>
          );
        })}
      </div>
    </>
  );
}

// Where several items lie on one another, a second click goes from the innermost outwards.
function nextAt(items: ReportItem[], chosen: string): ReportItem | undefined {
  const i = items.findIndex((item) => item.id === chosen);
  return items[(i + 1) % items.length];
}

export function Reader({ id }: { id: string }) {
  const report = useView<ReportText>(`/api/reports/${encodeURIComponent(id)}`, {}, "time");
  const data = report.data;
  return (
    <Frame id="report" title="Report" resource={report} picture={null} command={detente(["show", id])}
      data={{ path: `/api/reports/${encodeURIComponent(id)}`, formats: ["json"] }}
      tools={
        <button type="button" onClick={() => openReport("")}>
          All reports
        </button>
      }>
      {(one) => (
        <article>
          <h2 class="report-title">
            <Words text={one.title === "" ? "without a title" : one.title} />
          </h2>
          <p class="small">
            <Words text={one.outlet} /> · <Day day={one.day} dated={one.dated} />
            {one.byline && (
              <>
                {" "}
                · <Words text={one.byline} />
              </>
            )}
            {one.language && one.language !== "en" && <> · in {one.language}, unread</>} · <code class="dim">{one.id}</code>
          </p>
          {one.uri && (
            <p class="small dim uri">
              <Words text={one.uri} />
            </p>
          )}
          {(one.copies?.length ?? 0) > 0 && (
            <p class="small dim uri">
              The same text also at <Words text={one.copies?.map((copy) => copy.uri).join(", ") ?? ""} />
            </p>
          )}
          <Origin report={one} />
          {data && <Body report={one} />}
        </article>
      )}
    </Frame>
  );
}
