// And if …? A crisis played forward under several policies, in the background.
import "../charts.css";
import { useMemo, useRef, useState } from "preact/hooks";
import { ApiError, useView } from "../../api";
import { Failure, Frame } from "../../components/frame";
import { Table } from "../../components/table";
import { Words } from "../../components/words";
import { over } from "../../desk";
import { own, select, selection, setOwn } from "../../state";
import { count, number, signed } from "../numbers";
import type { NamedCrisis, PlayResult } from "../shapes";
import { FanChart, PairedChart } from "./charts";
import { cancelPlay, startPlay, usePlay } from "./play";
import { fanOf, fansCsv, firstQuantity, pairedCsv, quantities } from "./rows";

interface Crises {
  crises: NamedCrisis[];
}

const separator = "|";

function whole(text: string, otherwise: number, least: number, most: number): number {
  const value = Math.floor(Number(text));
  return text !== "" && Number.isFinite(value) ? Math.min(most, Math.max(least, value)) : otherwise;
}

// "crisis-1a2b3c4d.toml:12" or "...:12:4" names a line; 0 where none is named.
function lineOf(error: ApiError): number {
  return Number(/\.toml:(\d+)(:\d+)?$/.exec(error.where)?.[1] ?? 0);
}

function Form({ crises, busy, onStarted }: { crises: NamedCrisis[]; busy: boolean; onStarted: (job: string) => void }) {
  const [error, setError] = useState<ApiError | null>(null);
  const [sending, setSending] = useState(false);
  const [edited, setEdited] = useState<string | null>(null);
  const file = useRef<HTMLTextAreaElement>(null);
  const crisis = crises.find((one) => one.name === own("whatif.crisis")) ?? crises[0];
  if (!crisis) return null;
  const names = crisis.policies.map((policy) => policy.name);
  const given = own("whatif.policies").split(separator).filter((name) => names.includes(name));
  const chosen = given.length > 0 ? given : names;
  const runs = whole(own("whatif.runs"), 300, 1, 20_000);
  const days = whole(own("whatif.days"), crisis.days, 1, 3650);
  const seed = whole(own("whatif.seed"), 1, 0, 2_000_000_000);
  const field = (key: string, otherwise: number) => (event: { currentTarget: HTMLInputElement }) =>
    setOwn(`whatif.${key}`, event.currentTarget.value === String(otherwise) ? "" : event.currentTarget.value);
  const run = async (event: Event) => {
    event.preventDefault();
    setError(null);
    setSending(true);
    try {
      // All of them are told as none, since a file that was changed may name them otherwise.
      onStarted(await startPlay({ crisis: edited ?? crisis.name, policies: given, runs, days, seed }));
    } catch (fault) {
      const told = fault instanceof ApiError ? fault : new ApiError(0, "", String(fault));
      setError(told);
      if (edited !== null && lineOf(told) > 0) showLine(lineOf(told));
    } finally {
      setSending(false);
    }
  };
  const showLine = (line: number) => {
    const field = file.current;
    if (!field) return;
    field.closest("details")?.setAttribute("open", "");
    const before = field.value.split("\n").slice(0, line - 1).join("\n");
    const begin = line > 1 ? before.length + 1 : 0;
    const end = field.value.indexOf("\n", begin);
    field.focus();
    field.setSelectionRange(begin, end < 0 ? field.value.length : end);
    field.scrollTop = (field.scrollHeight / Math.max(1, field.value.split("\n").length)) * Math.max(0, line - 4);
  };
  const choose = (name: string, yes: boolean) => {
    const next = names.filter((one) => (one === name ? yes : chosen.includes(one)));
    setOwn("whatif.policies", next.length === names.length || next.length === 0 ? "" : next.join(separator));
  };
  return (
    <form class="whatif-form" onSubmit={(event) => void run(event)}>
      <div class="whatif-fields">
        <label class="field">
          Crisis
          <select value={crisis.name} onChange={(event) => {
            setEdited(null);
            select({ own: { ...selection.peek().own, "whatif.crisis": event.currentTarget.value, "whatif.policies": "", "whatif.days": "" } }, "replace");
          }}>
            {crises.map((one) => <option key={one.name} value={one.name}>{one.title || one.name}</option>)}
          </select>
        </label>
        <label class="field">Futures <input type="number" name="runs" min={1} max={20000} value={runs} onChange={field("runs", 300)} /></label>
        <label class="field">Days <input type="number" name="days" min={1} max={3650} value={days} onChange={field("days", crisis.days)} /></label>
        <label class="field">Seed <input type="number" name="seed" min={0} max={2000000000} value={seed} onChange={field("seed", 1)} /></label>
        <button type="submit" class="primary" disabled={busy || sending}>{sending ? "Sending …" : "Play"}</button>
      </div>
      {crisis.note && <p class="note"><Words text={crisis.note} /></p>}
      <fieldset class="whatif-policies">
        <legend class="dim">Policies; the first is what the others are compared with</legend>
        {crisis.policies.map((policy) => (
          <label key={policy.name} class="field" title={policy.note}>
            <input type="checkbox" checked={chosen.includes(policy.name)} onChange={(event) => choose(policy.name, event.currentTarget.checked)} /> <Words text={policy.name} />
          </label>
        ))}
      </fieldset>
      <details>
        <summary>The crisis file{edited !== null && " (changed)"}</summary>
        <p class="note">Every number of the crisis stands here with its evidence. What you change holds for the plays of this page only. <button type="button" disabled={edited === null} onClick={() => setEdited(null)}>Take it back</button></p>
        <textarea ref={file} class="whatif-text" rows={18} spellcheck={false} aria-label="crisis file" value={edited ?? crisis.text} onInput={(event) => setEdited(event.currentTarget.value === crisis.text ? null : event.currentTarget.value)} />
      </details>
      {error && edited !== null && lineOf(error) > 0 ? (
        <div class="state bad" role="alert">
          <p>
            <strong>Line {lineOf(error)} of the crisis file:</strong> {error.message}
          </p>
          <button type="button" onClick={() => showLine(lineOf(error))}>
            Show the line
          </button>
        </div>
      ) : (
        error && <Failure error={error} />
      )}
    </form>
  );
}

function AtDay({ result, quantity, at }: { result: PlayResult; quantity: string; at: number }) {
  const day = fanOf(result, 0, quantity)?.days[at] ?? "";
  return (
    <Table
      caption={`${quantity} on ${day}`}
      rows={result.policies.map((policy, i) => ({ policy, fan: fanOf(result, i, quantity), paired: result.paired.find((row) => row.b === policy.name && row.quantity === quantity && row.day === day) }))}
      columns={[
        { title: "Policy", cell: (row) => <Words text={row.policy.name} /> },
        { title: "5 %", cell: (row) => number(row.fan?.q05[at]), number: true },
        { title: "25 %", cell: (row) => number(row.fan?.q25[at]), number: true },
        { title: "Median", cell: (row) => number(row.fan?.q50[at]), number: true },
        { title: "75 %", cell: (row) => number(row.fan?.q75[at]), number: true },
        { title: "95 %", cell: (row) => number(row.fan?.q95[at]), number: true },
        { title: "Mean difference", cell: (row) => (row.paired ? signed(row.paired.difference) : "–"), number: true },
        { title: "Its interval, 95 %", cell: (row) => (row.paired ? `${signed(row.paired.low)} to ${signed(row.paired.high)}` : "–"), number: true },
      ]}
    />
  );
}

function Outcomes({ result }: { result: PlayResult }) {
  const rows = result.policies.flatMap((policy, i) =>
    policy.outcomes.map((outcome) => ({ policy: policy.name, outcome, difference: i === 0 ? undefined : result.differences.find((row) => row.b === policy.name && row.outcome === outcome.outcome) })),
  );
  const moved = new Set(rows.filter((row) => row.outcome.mean !== 0 || (row.difference && row.difference.difference !== 0)).map((row) => row.outcome.outcome));
  const shown = rows.filter((row) => moved.has(row.outcome.outcome));
  const order = new Map([...moved].map((name, i) => [name, i]));
  shown.sort((a, b) => (order.get(a.outcome.outcome) ?? 0) - (order.get(b.outcome.outcome) ?? 0));
  return (
    <details class="whatif-outcomes">
      <summary>All outcomes at the end: {count(moved.size, "outcome")}</summary>
      <Table
        caption="Outcomes at the end under each policy"
        rows={shown}
        columns={[
          { title: "Outcome", cell: (row) => <span title={row.outcome.says}><Words text={row.outcome.outcome} /></span>, by: (row) => row.outcome.outcome },
          { title: "Policy", cell: (row) => <Words text={row.policy} />, by: (row) => row.policy },
          { title: "Mean", cell: (row) => number(row.outcome.mean), number: true },
          { title: "5 to 95 %", cell: (row) => `${number(row.outcome.q05)} to ${number(row.outcome.q95)}`, number: true },
          { title: "Difference", cell: (row) => (row.difference ? signed(row.difference.difference) : ""), number: true },
          { title: "Its interval", cell: (row) => (row.difference ? `${signed(row.difference.low)} to ${signed(row.difference.high)}` : ""), number: true },
          { title: "Lower in", cell: (row) => (row.difference ? `${number(100 * row.difference.lower)} %` : ""), number: true },
          { title: "Higher in", cell: (row) => (row.difference ? `${number(100 * row.difference.higher)} %` : ""), number: true },
        ]}
      />
    </details>
  );
}

function ResultTable({ result, quantity }: { result: PlayResult; quantity: string }) {
  const rows = result.policies.flatMap((policy, i) => {
    const fan = fanOf(result, i, quantity);
    const paired = new Map(result.paired.filter((row) => row.b === policy.name && row.quantity === quantity).map((row) => [row.day, row]));
    return (fan?.days ?? []).map((day, d) => ({ policy: policy.name, day, fan, d, paired: paired.get(day) }));
  });
  return (
    <Table
      caption={`${quantity}, day by day`}
      rows={rows}
      columns={[
        { title: "Policy", cell: (row) => <Words text={row.policy} />, by: (row) => row.policy },
        { title: "Day", cell: (row) => row.day, by: (row) => row.day },
        { title: "5 %", cell: (row) => number(row.fan?.q05[row.d]), number: true },
        { title: "25 %", cell: (row) => number(row.fan?.q25[row.d]), number: true },
        { title: "Median", cell: (row) => number(row.fan?.q50[row.d]), number: true, by: (row) => row.fan?.q50[row.d] ?? 0 },
        { title: "75 %", cell: (row) => number(row.fan?.q75[row.d]), number: true },
        { title: "95 %", cell: (row) => number(row.fan?.q95[row.d]), number: true },
        { title: "Mean difference", cell: (row) => (row.paired ? signed(row.paired.difference) : ""), number: true },
        { title: "Its interval, 95 %", cell: (row) => (row.paired ? `${signed(row.paired.low)} to ${signed(row.paired.high)}` : ""), number: true },
      ]}
    />
  );
}

function Chosen({ result, quantity }: { result: PlayResult; quantity: string }) {
  return (
    <label class="field">
      Quantity
      <select value={quantity} onChange={(event) => setOwn("whatif.quantity", event.currentTarget.value)}>
        {quantities(result).map((name) => <option key={name} value={name}>{name}</option>)}
      </select>
    </label>
  );
}

function Result({ result, quantity }: { result: PlayResult; quantity: string }) {
  const days = fanOf(result, 0, quantity)?.days ?? [];
  const at = whole(own("whatif.at"), Math.max(0, days.length - 1), 0, Math.max(0, days.length - 1));
  return (
    <div class="whatif-result">
      <p class="note">
        <Words text={result.crisis} />: {count(result.runs, "future")} of {count(result.days, "day")} from {result.start}, seed {result.seed}. With the numbers of the file; nothing here is a forecast.
      </p>
      <Chosen result={result} quantity={quantity} />
      <FanChart result={result} quantity={quantity} at={at} />
      <PairedChart result={result} quantity={quantity} at={at} />
      <label class="field whatif-day">
        Day {days[at] ?? ""}
        <input type="range" min={0} max={Math.max(0, days.length - 1)} value={at} aria-valuetext={days[at] ?? ""} onInput={(event) => setOwn("whatif.at", event.currentTarget.value)} />
      </label>
      <AtDay result={result} quantity={quantity} at={at} />
      <Outcomes result={result} />
    </div>
  );
}

export default function WhatIfView() {
  const crises = useView<Crises>("/api/crises", {}, "time");
  const id = own("whatif.job");
  const { job, result, error } = usePlay(id);
  const [refused, setRefused] = useState<ApiError | null>(null);
  const busy = job !== null && !over(job);
  const asked = own("whatif.quantity");
  const quantity = useMemo(() => (result ? (quantities(result).includes(asked) ? asked : firstQuantity(result)) : ""), [result, asked]);
  const cancel = () => {
    setRefused(null);
    cancelPlay(id).catch((fault: unknown) => setRefused(fault instanceof ApiError ? fault : new ApiError(0, "", String(fault))));
  };
  return (
    <Frame
      id="whatif"
      title="What if"
      note="Plays a crisis file forward under several policies. All policies meet the same luck, so that what they change can be told apart from chance."
      resource={crises}
      empty={(data) => data.crises.length === 0}
      emptyText="There is no crisis file to play."
      command={result?.command ?? "detente play"}
      picture={result ? undefined : null}
      files={result ? [
        { label: "JSON", name: "whatif.json", make: () => new Blob([JSON.stringify(result)], { type: "application/json" }) },
        { label: "CSV of the fans", name: "whatif-fans.csv", make: () => new Blob([fansCsv(result)], { type: "text/csv" }) },
        { label: "CSV of the differences", name: "whatif-differences.csv", make: () => new Blob([pairedCsv(result)], { type: "text/csv" }) },
      ] : undefined}
      table={result ? () => <><Chosen result={result} quantity={quantity} /><ResultTable result={result} quantity={quantity} /></> : undefined}
    >
      {(data) => (
        <div class="whatif">
          <Form crises={data.crises} busy={busy} onStarted={(started) => setOwn("whatif.job", started)} />
          {error && <Failure error={error} />}
          {refused && <Failure error={refused} />}
          {busy && job && (
            <div class="whatif-progress" role="status">
              <progress max={Math.max(1, job.total)} value={job.done} aria-label="futures played" /> {job.state === "waiting" ? "Waiting …" : job.message || `${number(job.done)} of ${number(job.total)}`}{" "}
              <button type="button" onClick={cancel}>Cancel</button>
            </div>
          )}
          {job?.state === "cancelled" && <p class="note" role="status">The play was cancelled.</p>}
          {job?.state === "failed" && <p class="state bad" role="alert">{job.message || "The play failed."}</p>}
          {job?.state === "done" && !result && !error && <p class="note" role="status">Fetching what it came to …</p>}
          {result && <Result result={result} quantity={quantity} />}
        </div>
      )}
    </Frame>
  );
}
