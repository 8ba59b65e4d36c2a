// The list of reports; one of them opens in the reader.
import { useView } from "../api";
import { detente } from "../command";
import { Split } from "../components/by_hand";
import { Frame } from "../components/frame";
import { Table } from "../components/table";
import { Day, Words } from "../components/words";
import { range } from "../dates";
import { status } from "../desk";
import { openReport, own, selection, setOwn } from "../state";
import type { OriginRow, ReportRow } from "../types";
import { Reader } from "./reader";

function List() {
  const reports = useView<ReportRow[]>("/api/reports");
  return (
    <Frame id="reports" title="Reports" resource={reports} picture={null} empty={(rows) => rows.length === 0}
      emptyText="No report passes." data={{ path: "/api/reports", formats: ["csv", "json"] }}
      command={detente(["export"], { what: "reports", format: "csv" })}
      note="Reports with the same origin tell one story; support counts origins." tools={<Which />}>
      {(rows) => (
        <Table caption="reports" rows={rows} id={(row) => row.id}
          columns={[
            { title: "Day", cell: (row) => <Day day={row.day} dated={row.dated} />, by: (row) => row.day },
            {
              title: "Title",
              cell: (row) => (
                <button type="button" class="link" onClick={() => openReport(row.id)}>
                  <Words text={row.title === "" ? "without a title" : row.title} />
                </button>
              ),
              by: (row) => row.title,
            },
            { title: "Outlet", roomy: true, cell: (row) => <Words text={row.outlet} />, by: (row) => row.outlet },
            {
              title: "Origin",
              cell: (row) =>
                row.origin && row.origin !== row.id ? (
                  <button type="button" class="link" onClick={() => openReport(row.origin ?? "")} title="the first report of this origin">
                    <code>{row.origin.slice(0, 6)}</code>
                  </button>
                ) : (
                  <span class="dim">its own</span>
                ),
            },
            { title: "Events", number: true, cell: (row) => row.events, by: (row) => row.events },
            { title: "Statements", number: true, cell: (row) => row.statements, by: (row) => row.statements },
          ]}
        />
      )}
    </Frame>
  );
}

function Origins() {
  const origins = useView<OriginRow[]>("/api/origins");
  const writable = status.value?.writable !== false;
  return (
    <Frame id="origins" title="Origins" resource={origins} picture={null} empty={(rows) => rows.length === 0} emptyText="No report passes."
      data={{ path: "/api/origins", formats: ["csv", "json"] }} command={detente(["link", "--origins"])} tools={<Which />}
      note="One origin is one story and its copies and rewrites. Those with most reports come first; each says why it was taken for a copy.">
      {(rows) => (
        <ul class="lines">
          {rows.map((row) => (
            <li key={row.id}>
              <div class="line">
                <button type="button" class="link" onClick={() => openReport(row.id)}>
                  <Words text={row.title === "" ? "without a title" : row.title} />
                </button>
                <span class="dim small number">
                  {row.count} {row.count === 1 ? "report" : "reports"} · <Words text={row.outlet} /> {range(row.first_day, row.last_day)}
                </span>
              </div>
              {row.count > 1 && (
                <ul class="copies small">
                  {row.reports.filter((one) => one.report !== row.id).map((one) => (
                    <li key={one.report}>
                      <button type="button" class="link" onClick={() => openReport(one.report)}>
                        <Words text={one.title === "" ? one.report : one.title} />
                      </button>{" "}
                      <Words text={one.outlet} /> <Day day={one.day} /> <span class="dim">– <Words text={one.reason} /></span>{" "}
                      {writable && (
                        <Split label="Not so …" what="It is its own origin" kind="split_origin" subject={one.report} said="the report is its own origin" />
                      )}
                    </li>
                  ))}
                </ul>
              )}
            </li>
          ))}
        </ul>
      )}
    </Frame>
  );
}

function Which() {
  const by = own("reports.by");
  return (
    <div class="switch" role="group" aria-label="list">
      <button type="button" aria-pressed={by === ""} onClick={() => setOwn("reports.by", "")}>
        Reports
      </button>
      <button type="button" aria-pressed={by === "origin"} onClick={() => setOwn("reports.by", "origin")}>
        By origin
      </button>
    </div>
  );
}

export default function Reports() {
  const id = selection.value.report;
  if (id !== "") return <Reader key={id} id={id} />;
  return own("reports.by") === "origin" ? <Origins /> : <List />;
}
