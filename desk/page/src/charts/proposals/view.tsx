// Which party stands where on which proposal, how it came to stand there, and who says so.
import "../charts.css";
import { useMemo } from "preact/hooks";
import { useView } from "../../api";
import { detente } from "../../command";
import { Frame } from "../../components/frame";
import { Table } from "../../components/table";
import { Chain, Day, Quote, Words } from "../../components/words";
import { openFinding, own, selection, setOwn } from "../../state";
import { count, titled } from "../numbers";
import type { BoardParts, MatrixCell, MatrixRow, Proposal, StanceStep } from "../shapes";
import { cellKey, makeGrid, stanceLook, taken, trail, wrap, type Grid } from "./grid";

// The matrix as a picture, kept beside the stage for the files: an HTML table cannot be saved as SVG.
function GridPicture({ grid }: { grid: Grid }) {
  const left = 260;
  const cell = 92;
  const head = 96;
  const line = 46;
  const parties = grid.parties.slice(0, 14);
  const width = left + parties.length * cell;
  const height = head + grid.rows.length * line + 8;
  return (
    <div class="offstage" aria-hidden="true">
      <svg data-chart width={width} height={height} viewBox={`0 0 ${width} ${height}`}>
        {parties.map((party, i) =>
          wrap(party, 12, 4).map((words, k, all) => (
            <text key={`${party}${k}`} class="axis-text middle" x={left + (i + 0.5) * cell} y={head - 12 - 15 * (all.length - 1 - k)}>{words}</text>
          )),
        )}
        {grid.rows.map(({ row, cells }, r) => (
          <g key={row.label}>
            <line class="axis-line" x1={0} x2={width} y1={head + r * line} y2={head + r * line} />
            {wrap(row.label, 36, 2).map((words, k) => <text key={k} class="axis-text" x={4} y={head + r * line + 18 + 15 * k}>{words}</text>)}
            {cells.slice(0, parties.length).map((at, i) => {
              if (!at) return null;
              const look = stanceLook(at.stance);
              const x = left + i * cell + 2;
              const y = head + r * line + 2;
              return (
                <g key={at.party} class={`stance-box ${look.tone}`}>
                  <rect x={x} y={y} width={cell - 4} height={line - 4} />
                  <text class="middle" x={x + cell / 2 - 2} y={y + line / 2 + 3}>{`${look.mark} ${look.word}`}</text>
                </g>
              );
            })}
          </g>
        ))}
      </svg>
    </div>
  );
}

const units: Record<string, string> = { D: "day", W: "week", M: "month", Y: "year" };

// "P21D", as ISO 8601 writes a duration, in words.
function inUnits(value: string): string {
  const found = /^P(\d+)([DWMY])$/.exec(value);
  return found ? count(Number(found[1]), units[found[2] ?? ""] ?? "") : value;
}

function Terms({ proposal }: { proposal: Proposal | undefined }) {
  if (!proposal) return null;
  const terms = proposal.terms.map((term) => `${term.key.replaceAll("_", " ")} ${inUnits(term.value)}`);
  return <span class="dim terms"> <Words text={[count(proposal.origins, "origin"), ...terms].join("; ")} /></span>;
}

function History({ row, cell }: { row: MatrixRow; cell: MatrixCell }) {
  return (
    <section class="stance-history" aria-label={`${cell.party} on ${row.label}`}>
      <h2>
        <Words text={cell.party} />: <Words text={row.label} />
      </h2>
      {cell.disputed && <p class="note">It is said to accept and to reject on one day; both stand here.</p>}
      {cell.history.length === 0 && <p>It was addressed; nothing is told of its answer.</p>}
      <ol class="steps">
        {cell.history.map((step, i) => {
          const look = stanceLook(step.stance);
          return (
            <li key={i}>
              <p>
                <span class={`stance ${look.tone}`}><span aria-hidden="true">{look.mark}</span> {look.word}</span> <Day day={step.place.day} dated={step.place.dated} />, said by{" "}
                <Chain by={step.chain} outlet={step.place.outlet} /> <span class="dim">{count(step.origins, "origin")}</span>
              </p>
              <Quote span={step.place} />
            </li>
          );
        })}
      </ol>
      {row.finding !== null && <button type="button" onClick={() => openFinding(row.finding ?? 0)}>The finding with all its claims</button>}
    </section>
  );
}

const rowsShown = 15;

function Matrix({ board }: { board: BoardParts }) {
  const newest = own("proposals.order") === "newest";
  const shown = Math.max(rowsShown, Math.floor(Number(own("proposals.rows"))) || 0);
  const left = board.matrix.length - shown;
  const grid = useMemo(() => {
    const support = (row: MatrixRow) => board.proposals[row.proposal]?.origins ?? 0;
    // The board gives the newest first.
    const sorted = newest ? board.matrix : [...board.matrix].sort((a, b) => taken(b) - taken(a) || support(b) - support(a));
    // A column for each party of the rows that are shown: a hundred proposals of a hundred parties are an empty field.
    return makeGrid(sorted.slice(0, shown));
  }, [board, newest, shown]);
  const open = own("proposals.cell");
  const chosen = grid.rows.flatMap(({ row, cells }) => cells.filter((cell): cell is MatrixCell => cell !== null && cellKey(row, cell.party) === open).map((cell) => ({ row, cell })))[0];
  const parties = selection.value.party;
  return (
    <div class="proposals">
      <div class="matrix-scroll" role="region" aria-label="matrix of proposals and parties" tabIndex={0}>
        <table class="matrix">
          <caption class="hidden">Proposals and where each party stands on them. Each cell opens its history.</caption>
          <thead>
            <tr>
              <th scope="col">Proposal</th>
              {grid.parties.map((party) => (
                <th key={party} scope="col" class={parties.includes(party) ? "chosen" : ""}><Words text={party} /></th>
              ))}
            </tr>
          </thead>
          <tbody>
            {grid.rows.map(({ row, cells }) => (
              <tr key={cellKey(row, "")}>
                <th scope="row">
                  <Words text={row.label} />
                  <Terms proposal={board.proposals[row.proposal]} />
                </th>
                {cells.map((cell, i) => {
                  if (!cell) return <td key={i} />;
                  const look = stanceLook(cell.stance);
                  const key = cellKey(row, cell.party);
                  return (
                    <td key={i}>
                      <button type="button" class={`stance ${look.tone}`} aria-pressed={key === open} onClick={() => setOwn("proposals.cell", key === open ? "" : key)}
                        aria-label={`${cell.party} ${look.word}${cell.disputed ? ", disputed" : ""}: ${row.label}; history of ${cell.history.length}`}>
                        <span class="stance-mark" aria-hidden="true">{look.mark}</span>
                        <span>{look.word}{cell.disputed && " (disputed)"}</span>
                        {trail(cell).length > 1 && (
                          <span class="stance-trail" aria-hidden="true">{trail(cell).slice(-5).map((stance) => stanceLook(stance).mark).join(" → ")}</span>
                        )}
                      </button>
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {left > 0 && (
        <p class="more">
          <button type="button" onClick={() => setOwn("proposals.rows", String(shown + 2 * rowsShown))}>
            More proposals
          </button>{" "}
          <span class="dim small">{left} more, with fewer stances or older; the table has all.</span>
        </p>
      )}
      {chosen ? <History row={chosen.row} cell={chosen.cell} /> : <p class="note">Choose a cell to see how the party came to stand there, and who says so.</p>}
      <GridPicture grid={grid} />
    </div>
  );
}

interface Line {
  row: MatrixRow;
  cell: MatrixCell;
  step: StanceStep | null;
}

function MatrixTable({ rows }: { rows: MatrixRow[] }) {
  const lines: Line[] = rows.flatMap((row) =>
    row.cells.flatMap((cell): Line[] => (cell.history.length === 0 ? [{ row, cell, step: null }] : cell.history.map((step) => ({ row, cell, step })))),
  );
  return (
    <Table
      caption="What each party did about each proposal"
      rows={lines}
      columns={[
        { title: "Proposal", cell: (line) => <Words text={line.row.label} />, by: (line) => line.row.label },
        { title: "Party", cell: (line) => <Words text={line.cell.party} />, by: (line) => line.cell.party },
        { title: "Stance", cell: (line) => titled(stanceLook(line.step?.stance ?? line.cell.stance).word), by: (line) => line.step?.stance ?? line.cell.stance },
        { title: "Day", cell: (line) => (line.step ? <Day day={line.step.place.day} dated={line.step.place.dated} /> : ""), by: (line) => line.step?.place.day ?? "" },
        { title: "Origins", cell: (line) => line.step?.origins ?? 0, number: true, by: (line) => line.step?.origins ?? 0 },
        { title: "Said by", cell: (line) => (line.step ? <Chain by={line.step.chain} outlet={line.step.place.outlet} /> : "") },
        { title: "Words", cell: (line) => (line.step ? <Quote span={line.step.place} /> : "nothing is told") },
      ]}
    />
  );
}

export default function ProposalsView() {
  const board = useView<BoardParts>("/api/board");
  return (
    <Frame
      id="proposals"
      title="Proposals"
      note="Who sponsors, accepts or rejects what, as told. “Silent” means that a party was addressed and no report tells its answer."
      resource={board}
      empty={(data) => (data.matrix ?? []).length === 0}
      emptyText="No report tells of a proposal that a party took a stance on."
      command={detente(["board"])}
      data={{ path: "/api/proposals", formats: ["csv", "json"] }}
      tools={
        <label class="field">
          first{" "}
          <select value={own("proposals.order")} onChange={(event) => setOwn("proposals.order", event.currentTarget.value)}>
            <option value="">most stances</option>
            <option value="newest">newest</option>
          </select>
        </label>
      }
      table={(data) => <MatrixTable rows={data.matrix} />}
    >
      {(data) => <Matrix board={data} />}
    </Frame>
  );
}
