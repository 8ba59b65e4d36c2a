// What several reports say about the same thing, with the origins that support it. One of them opens with its claims.
import { useView } from "../api";
import { detente } from "../command";
import { Join } from "../components/by_hand";
import { FindingBody } from "../components/evidence";
import { Frame } from "../components/frame";
import { Table } from "../components/table";
import { Day, Quote, Words } from "../components/words";
import { range } from "../dates";
import { openFinding, own, select, selection, setOwn } from "../state";
import { grouped } from "../text/numbers";
import type { Finding, FindingRow } from "../types";

const kinds = ["event", "figure", "instrument"];

function Days({ row }: { row: FindingRow }) {
  const { first_day: first, last_day: last } = row;
  return (
    <>
      <Day day={first} />
      {last && last !== first && (
        <>
          {" "}
          <span class="nowrap">
            to <Day day={last} />
          </span>
        </>
      )}
    </>
  );
}

function List() {
  const kind = own("findings.kind");
  const rows = useView<FindingRow[]>("/api/findings", { kind });
  return (
    <Frame id="findings" title="Findings" resource={rows} picture={null} empty={(all) => all.length === 0}
      emptyText="No finding here. Reports that are not linked have none; `detente link` links an old record."
      data={{ path: "/api/findings", formats: ["csv", "json"] }} command={detente(["link", "--findings"])}
      note="Claims about one thing. Support counts independent origins, not reports."
      tools={
        <div class="switch" role="group" aria-label="kind">
          {["", ...kinds].map((one) => (
            <button type="button" aria-pressed={kind === one} onClick={() => setOwn("findings.kind", one)}>
              {one === "" ? "All" : `${one}s`}
            </button>
          ))}
        </div>
      }>
      {(all) => (
        <Table caption="findings" rows={all} id={(row) => String(row.id)}
          columns={[
            {
              title: "Finding",
              cell: (row) => (
                <button type="button" class="link" onClick={() => openFinding(row.id)}>
                  <Words text={grouped(row.label ?? row.kind)} />
                </button>
              ),
              by: (row) => row.label ?? row.kind,
            },
            { title: "Kind", cell: (row) => <span class={`tag hl-${row.kind}`}>{row.kind}</span>, by: (row) => row.kind },
            { title: "Days", cell: (row) => <Days row={row} />, by: (row) => row.first_day ?? "" },
            { title: "Sentence", cell: (row) => (row.span ? <Quote span={row.span} /> : "") },
            { title: "Origins", number: true, cell: (row) => row.origins, by: (row) => row.origins },
            { title: "Reports", number: true, cell: (row) => row.reports, by: (row) => row.reports },
            { title: "Claims", number: true, cell: (row) => row.claims, by: (row) => row.claims },
            { title: "No.", number: true, cell: (row) => <span class="dim">{row.id}</span>, by: (row) => row.id },
            { title: "State", cell: (row) => (row.contradicted ? <span class="tag bad">disputed</span> : ""), by: (row) => (row.contradicted ? 1 : 0) },
          ]}
        />
      )}
    </Frame>
  );
}

function One({ id }: { id: string }) {
  const finding = useView<Finding>(`/api/findings/${encodeURIComponent(id)}`, {}, "time");
  return (
    <Frame id="finding" title={`Finding ${id}`} resource={finding} picture={null} command={detente(["link", "--findings"])}
      data={{ path: `/api/findings/${encodeURIComponent(id)}`, formats: ["json"] }}
      tools={
        <button type="button" onClick={() => select({ finding: "" })}>
          All findings
        </button>
      }>
      {(one) => (
        <>
          <p>
            <span class={`tag hl-${one.kind}`}>{one.kind}</span> <Words text={grouped(one.label ?? "")} /> {one.contradicted && <span class="tag bad">disputed</span>}{" "}
            <span class="dim">{range(one.first_day ?? "", one.last_day ?? "")}</span>
          </p>
          <FindingBody finding={one} />
          <Join of="finding" id={String(one.id)} kind={one.kind} />
        </>
      )}
    </Frame>
  );
}

export default function Findings() {
  const id = selection.value.finding;
  return id === "" ? <List /> : <One key={id} id={id} />;
}
