// Filters: what there is, how much of it under the other filters, several choices of one kind, cleared one by one or
// together.
import { useState } from "preact/hooks";
import { useView } from "../api";
import { range } from "../dates";
import { clearFilters, facetsOpen, filtered, listKeys, select, selection, toggle } from "../state";
import type { ListKey } from "../state";
import type { Facets as FacetCounts, NameCount } from "../types";
import { DayField } from "./day_field";
import { Failure } from "./frame";
import { Words } from "./words";

export const titles: Record<ListKey, string> = {
  party: "Party", type: "Type of act", quad: "Quadrant", status: "Status", country: "Country", outlet: "Outlet", measure: "Measure",
};

export const quadNames: Record<string, string> = {
  "1": "verbal cooperation", "2": "material cooperation", "3": "verbal conflict", "4": "material conflict",
};
export const valueName = (key: ListKey, value: string): string => (key === "quad" ? (quadNames[value] ?? value) : value);

const few = 7;

function Facet({ id, counts }: { id: ListKey; counts: NameCount[] }) {
  const chosen = selection.value[id];
  const [all, setAll] = useState(false);
  const [part, setPart] = useState("");
  // A choice stays in sight even if nothing is left of it, so that it can be taken back.
  const missing = chosen.filter((value) => !counts.some((one) => one.value === value)).map((value) => ({ value, count: 0 }));
  const wanted = part.toLowerCase();
  const matching = [...missing, ...counts].filter((one) => valueName(id, one.value).toLowerCase().includes(wanted));
  const rows = all || wanted !== "" ? matching.slice(0, 200) : matching.filter((one, i) => i < few || chosen.includes(one.value));
  if (counts.length === 0 && chosen.length === 0) return null;
  return (
    <fieldset class="facet">
      <legend>{titles[id]}</legend>
      {(all || wanted !== "") && counts.length > 20 && (
        <input type="search" aria-label={`find in ${titles[id]}`} placeholder="find" value={part} onInput={(event) => setPart(event.currentTarget.value)} />
      )}
      {rows.map((one) => (
        <label key={one.value} class={one.count === 0 ? "dim" : ""}>
          <input type="checkbox" checked={chosen.includes(one.value)} onChange={() => toggle(id, one.value)} />
          <span class="facet-name">
            {id === "quad" && <span class={`dot quad-${one.value}`} aria-hidden="true" />}
            <Words text={valueName(id, one.value)} />
          </span>
          <span class="number">{one.count.toLocaleString("en")}</span>
        </label>
      ))}
      {matching.length > few && (
        <button type="button" class="plain small" aria-expanded={all} onClick={() => setAll(!all)}>
          {all ? "fewer" : `${matching.length - few} more`}
        </button>
      )}
    </fieldset>
  );
}

const lists: [ListKey, keyof FacetCounts][] = [
  ["type", "types"], ["quad", "quads"], ["status", "statuses"], ["party", "parties"], ["country", "countries"], ["outlet", "outlets"],
];

export function Facets() {
  const open = facetsOpen.value === "open";
  const facets = useView<FacetCounts>(open ? "/api/facets" : null);
  const s = selection.value;
  return (
    <section class="facets" aria-labelledby="facets-title">
      <h2 id="facets-title">
        <button type="button" class="plain" aria-expanded={open} onClick={() => (facetsOpen.value = open ? "closed" : "open")}>
          Filters {open ? "▾" : "▸"}
        </button>
        {open && facets.data && <span class="dim number">{facets.data.total.toLocaleString("en")} events</span>}
      </h2>
      {open && facets.state === "error" && facets.error && <Failure error={facets.error} retry={facets.reload} />}
      {open && facets.data && (
        <div class="facet-lists" aria-busy={facets.busy}>
          <fieldset class="facet days">
            <legend>Days</legend>
            <DayField label="from day" value={s.from} set={(from) => select({ from })} />
            <DayField label="to day" value={s.to} set={(to) => select({ to })} />
          </fieldset>
          {lists.map(([id, key]) => (
            <Facet key={id} id={id} counts={(facets.data?.[key] as NameCount[] | undefined) ?? []} />
          ))}
        </div>
      )}
    </section>
  );
}

// What is filtered by, above every view; each goes by a click.
export function Chips() {
  const s = selection.value;
  if (!filtered.value && s.as_of === "" && s.revision === "") return null;
  const days = range(s.from, s.to);
  const chip = (text: string, remove: () => void) => (
    <button type="button" class="chip" onClick={remove} aria-label={`remove the filter ${text}`}>
      <Words text={text} /> <span aria-hidden="true">×</span>
    </button>
  );
  return (
    <div class="chips" role="group" aria-label="what is filtered by">
      {s.as_of !== "" && chip(`as of ${s.as_of}`, () => select({ as_of: "" }))}
      {s.revision !== "" && chip(`revision ${s.revision}`, () => select({ revision: "" }))}
      {days !== "" && chip(days, () => select({ from: "", to: "" }))}
      {s.q !== "" && chip(`“${s.q}”`, () => select({ q: "" }))}
      {listKeys.flatMap((key) => s[key].map((value) => chip(valueName(key, value), () => toggle(key, value))))}
      {filtered.value && (
        <button type="button" class="plain small" onClick={clearFilters}>
          Clear filters
        </button>
      )}
    </div>
  );
}
