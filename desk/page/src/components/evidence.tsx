// One claim at the side of any view: its sentence in its place, who says so, why the program read it so, and what
// other reports say about the same thing.
import { useEffect, useRef } from "preact/hooks";
import { useView } from "../api";
import { detente } from "../command";
import { review, undoLast, verdictOf } from "../corrections";
import { status } from "../desk";
import { useKeys } from "../keys";
import { focusEvidence, openFinding, openReport, select, selection } from "../state";
import { Utf8Offsets } from "../text/utf8";
import type { Finding, ReportItem, ReportText, Why } from "../types";
import { Split } from "./by_hand";
import { Failure, Loading } from "./frame";
import { copy } from "./toast";
import { Chain, Day, Quote, Words } from "./words";

const around = 280;
// Where the focus goes back to when the evidence closes.
let opener: Element | null = null;

// The sentence with what stands before and behind it.
function Context({ report, item }: { report: ReportText; item: ReportItem }) {
  const offsets = new Utf8Offsets(report.text);
  const begin = offsets.unit(item.span[0]);
  const end = offsets.unit(item.span[1]);
  const focus = item.focus && item.focus[1] > item.focus[0] ? item.focus : null;
  const from = focus ? Math.max(begin, offsets.unit(focus[0])) : begin;
  const to = focus ? Math.min(end, offsets.unit(focus[1])) : begin;
  return (
    <blockquote class="context">
      <span class="dim">
        {begin > around && "… "}
        <Words text={report.text.slice(Math.max(0, begin - around), begin)} />
      </span>
      <mark class={`hl-${item.kind}`}>
        <Words text={report.text.slice(begin, from)} />
        {to > from && (
          <strong>
            <Words text={report.text.slice(from, to)} />
          </strong>
        )}
        <Words text={report.text.slice(Math.max(from, to), end)} />
      </mark>
      <span class="dim">
        <Words text={report.text.slice(end, end + around)} />
        {end + around < report.text.length && " …"}
      </span>
    </blockquote>
  );
}

// Who says so, from the statements that the item stands in, the innermost first.
function chainOf(report: ReportText | undefined, item: ReportItem | undefined): string[] {
  const out: string[] = [];
  for (let at = item?.via; at; ) {
    const statement = report?.items.find((one) => one.id === at);
    if (!statement || out.includes(statement.label)) break;
    out.push(statement.label);
    at = statement.via;
  }
  return out;
}

interface Told {
  title: string;
  lines: { key: string; text: string }[];
}

// Steps with one title are one paragraph. Where the rule stands on the disk of the desk is told by `line`, shorter.
function grouped(why: Why): Told[] {
  const out: Told[] = [];
  for (const step of why.steps ?? []) {
    const { title = "", key = "", text = "" } = typeof step === "string" ? { text: step } : step;
    if (key === "stands at" || title === "Rule") continue;
    const last = out[out.length - 1];
    if (last && last.title === title) last.lines.push({ key, text });
    else out.push({ title, lines: [{ key, text }] });
  }
  return out;
}

function Steps({ why }: { why: Why }) {
  return (
    <>
      {grouped(why).map((part) => (
        <div class="step">
          {part.title !== "" && <h4>{part.title}</h4>}
          <ul>
            {part.lines.map((line) => (
              <li>
                {line.key !== "" && <span class="dim">{line.key}: </span>}
                <Words text={line.text} />
              </li>
            ))}
          </ul>
        </div>
      ))}
      <dl class="facts">
        {why.rule && (
          <>
            <dt>rule</dt>
            <dd>
              <code>{why.rule}</code>
            </dd>
          </>
        )}
        {why.line && (
          <>
            <dt>lexicon</dt>
            <dd>
              <code>
                <Words text={why.line} />
              </code>
            </dd>
          </>
        )}
        {typeof why.confidence === "number" && (
          <>
            <dt>confidence</dt>
            <dd class="number">
              {Math.round(why.confidence * 100)} %{" "}
              <meter min={0} max={1} value={why.confidence} aria-label="confidence" />
            </dd>
          </>
        )}
      </dl>
    </>
  );
}

const relationWords: Record<string, string> = { same: "the same as", update: "a later state of", contradicts: "contradicts" };

export function FindingBody({ finding, claim }: { finding: Finding; claim?: string }) {
  const writable = status.value?.writable !== false;
  const others = finding.claims.filter((one) => one.id !== claim);
  const number = (id: string) => finding.claims.findIndex((one) => one.id === id) + 1;
  return (
    <>
      {finding.claims.length > 1 && (
        <p>
          {finding.claims.length} claims
          {finding.contradicted && <strong class="bad"> · disputed</strong>}
        </p>
      )}
      <ul class="claims">
        {others.map((one) => {
          // A pair is told once, at the later of its two claims; beside an open claim, where it leads to that one.
          const links = finding.links.filter((link) => (claim === undefined ? link.b === one.id : [link.a, link.b].includes(one.id) && [link.a, link.b].includes(claim)));
          return (
            <li key={one.id}>
              <Quote span={one.span} lines={3} />
              <div class="small">
                {claim === undefined && <span class="dim number">{number(one.id)}. </span>}
                <Chain by={one.said_by} outlet={one.span.outlet} />
                {one.status && one.status !== "actual" && <em> {one.status}</em>}
                {links.length === 0 && one.reason && (
                  <span class="dim">
                    {" "}
                    · <Words text={one.reason} />
                  </span>
                )}
              </div>
              {links.map((link) => (
                <div class={`small relation ${link.relation}`}>
                  {relationWords[link.relation] ?? link.relation}
                  {claim === undefined ? ` ${number(link.a)}` : " this"}: <Words text={link.reason} />
                </div>
              ))}
              {writable && finding.claims.length > 1 && (
                <Split label="Not the same …" what="Take it out" kind="split_finding" subject={one.id} said="taken out of the finding" />
              )}
            </li>
          );
        })}
      </ul>
    </>
  );
}

export function Evidence({ claim }: { claim: string }) {
  const colon = claim.indexOf(":");
  const reportId = colon < 0 ? claim : claim.slice(0, colon);
  const itemId = colon < 0 ? "" : claim.slice(colon + 1);
  // A mention is a place where a name stands; nothing is claimed by it.
  const claims = itemId !== "" && !itemId.startsWith("p");
  const why = useView<Why>(!claims ? null : `/api/why/${encodeURIComponent(claim)}`, {}, "time");
  const report = useView<ReportText>(`/api/reports/${encodeURIComponent(reportId)}`, {}, "time");
  const item = report.data?.items.find((one) => one.id === itemId);
  const findingId = item?.finding ?? why.data?.finding ?? null;
  const finding = useView<Finding>(findingId ? `/api/findings/${findingId}` : null, {}, "time");
  const panel = useRef<HTMLElement>(null);
  const close = () => {
    select({ claim: "" }, "replace");
    if (opener instanceof HTMLElement && opener.isConnected) opener.focus({ preventScroll: true });
    opener = null;
  };
  useEffect(() => {
    if (!focusEvidence.wanted) return;
    focusEvidence.wanted = false;
    if (!panel.current?.contains(document.activeElement)) opener = document.activeElement;
    panel.current?.focus({ preventScroll: true });
  }, []);
  useKeys([
    { key: "Escape", what: "close the evidence", run: close },
    // In Review these keys also go on to the next claim, and are bound there.
    ...(/^[efis]/.test(itemId) && selection.value.view !== "review"
      ? [
          { key: "r", what: "right", run: () => void review(claim, "right") },
          { key: "w", what: "wrong", run: () => void review(claim, "wrong") },
          { key: "s", what: "unsure", run: () => void review(claim, "unsure") },
          { key: "u", what: "undo", run: undoLast },
        ]
      : []),
  ]);
  const writable = status.value?.writable !== false;
  const saidBy = why.data?.said_by ?? chainOf(report.data, item);
  const verdict = verdictOf(claim, why.data?.review);
  return (
    <aside class="evidence" aria-labelledby="evidence-title" tabIndex={-1} ref={panel}>
      <header>
        <h2 id="evidence-title">Evidence</h2>
        <code class="dim small">{claim}</code>
        <button type="button" class="plain" aria-label="close the evidence" onClick={close}>
          ×
        </button>
      </header>
      {report.state === "error" && report.error && <Failure error={report.error} retry={report.reload} />}
      {report.state === "loading" && <Loading what="the report" />}
      {report.data && (
        <>
          <h3>
            <Words text={report.data.title === "" ? "without a title" : report.data.title} />
          </h3>
          <p class="small">
            <Words text={report.data.outlet} /> · <Day day={report.data.day} dated={report.data.dated} />{" "}
            <button type="button" class="small" onClick={() => openReport(reportId, claim)}>
              Open the report
            </button>{" "}
            <button type="button" class="small" onClick={() => void copy(detente(["show", claim, ...(claims ? ["--why"] : [])]), "command")}>
              Copy command
            </button>
          </p>
          {item ? (
            <>
              <p class="label">
                <span class={`tag hl-${item.kind}`}>{item.kind}</span> <Words text={item.label} />
                {item.status && item.status !== "actual" && <em> {item.status}</em>}
              </p>
              <Context report={report.data} item={item} />
            </>
          ) : (
            itemId !== "" && <p class="dim">The report has no {itemId} in this reading.</p>
          )}
          {claims && (
            <p class="small">
              Said by <Chain by={saidBy} outlet={report.data.outlet} />
            </p>
          )}
          {item?.kind === "mention" && <p class="small dim">rule {item.rule}</p>}
        </>
      )}
      {writable && /^[efis]/.test(itemId) && (
        <p class="verdicts" role="group" aria-label="review">
          <button type="button" aria-pressed={verdict === "right"} onClick={() => void review(claim, "right")}>
            Right <kbd>r</kbd>
          </button>
          <button type="button" aria-pressed={verdict === "wrong"} onClick={() => void review(claim, "wrong")}>
            Wrong <kbd>w</kbd>
          </button>
          <button type="button" aria-pressed={verdict === "unsure"} onClick={() => void review(claim, "unsure")}>
            Unsure <kbd>s</kbd>
          </button>
        </p>
      )}
      {claims && (
        <section>
          <h3>Why it was read so</h3>
          {why.state === "loading" && <Loading what="the reasons" />}
          {why.state === "error" && why.error && <Failure error={why.error} retry={why.reload} />}
          {why.data && <Steps why={why.data} />}
        </section>
      )}
      {findingId ? (
        <section>
          <h3>
            Finding <span class="number">{findingId}</span>{" "}
            <button type="button" class="small" onClick={() => openFinding(findingId)}>
              Open
            </button>
          </h3>
          {finding.state === "loading" && <Loading what="the finding" />}
          {finding.state === "error" && finding.error && <Failure error={finding.error} retry={finding.reload} />}
          {finding.data && finding.data.claims.length < 2 && <p class="dim">No other report says this.</p>}
          {finding.data && finding.data.claims.length > 1 && <FindingBody finding={finding.data} claim={claim} />}
        </section>
      ) : null}
    </aside>
  );
}
