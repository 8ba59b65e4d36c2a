// The list of reports; one of them opens in the reader.
import { useView } from "../api";
import { detente } from "../command";
import { Frame } from "../components/frame";
import { Table } from "../components/table";
import { Day, Words } from "../components/words";
import { openReport, selection } from "../state";
import type { ReportRow } from "../types";
import { Reader } from "./reader";

function List() {
  const reports = useView<ReportRow[]>("/api/reports");
  return (
    <Frame id="reports" title="Reports" resource={reports} picture={null} empty={(rows) => rows.length === 0}
      emptyText={<strong>Drop reports here.</strong>} data={{ path: "/api/reports", formats: ["csv", "json"] }}
      command={detente(["export"], { what: "reports", format: "csv" })}
      note="Reports with the same origin tell one story; support counts origins.">
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
            { title: "Outlet", cell: (row) => <Words text={row.outlet} />, by: (row) => row.outlet },
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

export default function Reports() {
  const id = selection.value.report;
  return id === "" ? <List /> : <Reader key={id} id={id} />;
}
