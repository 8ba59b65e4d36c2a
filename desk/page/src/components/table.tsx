// A table that every chart can show instead of itself. On a narrow screen each row becomes a card: cells carry their
// heading in `data-label`.
import type { ComponentChildren } from "preact";
import { useState } from "preact/hooks";

export interface Column<Row> {
  title: string;
  cell: (row: Row) => ComponentChildren;
  number?: boolean;
  short?: string; // the title beside a cell, where a row is a card
  roomy?: boolean; // names that are not to be broken into words
  // Sorts the rows that are here; a list that goes on says so by its "more" button.
  by?: (row: Row) => string | number;
}

export interface TableProps<Row> {
  caption: string;
  rows: Row[];
  columns: Column<Row>[];
  id?: (row: Row) => string;
  current?: string;
}

export function Table<Row>({ caption, rows, columns, id, current }: TableProps<Row>) {
  const [order, setOrder] = useState<{ column: number; down: boolean } | null>(null);
  const by = order ? columns[order.column]?.by : undefined;
  const sorted = by && order
    ? [...rows].sort((a, b) => {
        const x = by(a);
        const y = by(b);
        return (x < y ? -1 : x > y ? 1 : 0) * (order.down ? -1 : 1);
      })
    : rows;
  return (
    <table class="table">
      <caption class="hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column, i) => {
            const direction = order?.column === i ? (order.down ? "descending" : "ascending") : "none";
            return (
              <th scope="col" class={column.number ? "number" : ""} aria-sort={column.by ? direction : undefined}>
                {column.by ? (
                  <button type="button" class="sort" onClick={() => setOrder({ column: i, down: order?.column === i ? !order.down : column.number === true })}>
                    {column.title}
                    <span aria-hidden="true">{direction === "none" ? "" : direction === "descending" ? " ↓" : " ↑"}</span>
                  </button>
                ) : (
                  column.title
                )}
              </th>
            );
          })}
        </tr>
      </thead>
      <tbody>
        {sorted.map((row, i) => {
          const key = id ? id(row) : String(i);
          return (
            <tr key={key} class={current !== undefined && key === current ? "current" : ""}>
              {columns.map((column) => (
                <td class={column.number ? "number" : column.roomy ? "roomy" : ""} data-label={column.short ?? column.title}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
