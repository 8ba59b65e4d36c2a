// Who says what, and through whom it came.
import { useView } from "../api";
import { detente } from "../command";
import { Frame } from "../components/frame";
import { Table } from "../components/table";
import { Chain, Day, Quote, Words } from "../components/words";
import { own, select, selection, setOwn } from "../state";
import type { StatementRow } from "../types";

interface Speaker {
  name: string;
  code: string;
  rows: StatementRow[];
}

// Speakers of the rows that are here, those who say most first.
function speakers(rows: StatementRow[]): Speaker[] {
  const all = new Map<string, Speaker>();
  for (const row of rows) {
    const one = all.get(row.speaker) ?? { name: row.speaker, code: row.code ?? "", rows: [] };
    one.rows.push(row);
    all.set(row.speaker, one);
  }
  return [...all.values()].sort((a, b) => b.rows.length - a.rows.length || (a.name < b.name ? -1 : 1));
}

const asSpan = (row: StatementRow) => ({ ...row.span, item: row.span.item ?? row.id.slice(row.id.indexOf(":") + 1) });

function Said({ row }: { row: StatementRow }) {
  return (
    <li>
      <div class="small">
        <Chain by={row.chain ?? [row.speaker]} outlet={row.span.outlet} /> <span class="dim">{row.mode}</span>
      </div>
      <Quote span={asSpan(row)} lines={3}>
        <Words text={row.words === "" ? row.span.text : row.words} />
      </Quote>
    </li>
  );
}

export default function Statements() {
  const rows = useView<StatementRow[]>("/api/statements");
  const bySpeaker = own("statements.by", "speaker") === "speaker";
  const s = selection.value;
  return (
    <Frame id="statements" title="Statements" resource={rows} picture={null} empty={(all) => all.length === 0} emptyText="Nobody is said to say anything here."
      data={{ path: "/api/statements", formats: ["csv", "json"] }} command={detente(["export"], { what: "statements", format: "csv" })}
      note="The chain reads from the one who says it to the outlet that tells it."
      shape="List"
      tools={
        <div class="switch" role="group" aria-label="order">
          <button type="button" aria-pressed={bySpeaker} onClick={() => setOwn("statements.by", "")}>
            By speaker
          </button>
          <button type="button" aria-pressed={!bySpeaker} onClick={() => setOwn("statements.by", "day")}>
            As they came
          </button>
        </div>
      }
      table={(all) => (
        <Table caption="statements" rows={all} id={(row) => row.id} current={s.claim}
          columns={[
            { title: "Day", cell: (row) => <Day day={row.span.day} dated={row.span.dated} />, by: (row) => row.span.day ?? "" },
            { title: "Speaker", cell: (row) => <Words text={row.speaker} />, by: (row) => row.speaker },
            { title: "Chain", cell: (row) => <Chain by={row.chain} outlet={row.span.outlet} /> },
            { title: "Words", cell: (row) => <Quote span={asSpan(row)} lines={3}><Words text={row.words === "" ? row.span.text : row.words} /></Quote> },
            { title: "Mode", cell: (row) => row.mode ?? "" },
          ]}
        />
      )}>
      {(all) =>
        bySpeaker ? (
          <div class="speakers">
            {speakers(all).map((speaker) => (
              <section class="part" key={speaker.name}>
                <h2>
                  {speaker.name === "" ? <span class="dim">nobody named</span> : <Words text={speaker.name} />} <span class="dim number">{speaker.rows.length}</span>
                  {speaker.name !== "" && (
                    <button type="button" class="plain small" onClick={() => select({ party: [speaker.name] })} aria-label={`only ${speaker.name}`}>
                      only
                    </button>
                  )}
                </h2>
                <ul class="lines">
                  {speaker.rows.slice(0, own("statements.all") === speaker.name ? undefined : 4).map((row) => (
                    <Said key={row.id} row={row} />
                  ))}
                </ul>
                {speaker.rows.length > 4 && own("statements.all") !== speaker.name && (
                  <button type="button" class="plain small" onClick={() => setOwn("statements.all", speaker.name)}>
                    {speaker.rows.length - 4} more
                  </button>
                )}
              </section>
            ))}
          </div>
        ) : (
          <ul class="lines">
            {all.map((row) => (
              <Said key={row.id} row={row} />
            ))}
          </ul>
        )
      }
    </Frame>
  );
}
