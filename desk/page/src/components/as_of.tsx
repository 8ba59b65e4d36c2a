// Two questions about time, kept apart: what the reports published by a day say, and what had been read by a revision.
import { useEffect, useRef, useState } from "preact/hooks";
import { extent, inWords, toDay } from "../dates";
import { status } from "../desk";
import { select, selection } from "../state";
import { DayField } from "./day_field";
import { Menu } from "./menu";

const settleMs = 120;

export function AsOf() {
  const now = status.value;
  const { as_of, revision } = selection.value;
  const first = extent(now?.first_day ?? "");
  const last = extent(now?.last_day ?? "");
  const [day, setDay] = useState(as_of);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  useEffect(() => setDay(as_of), [as_of]);
  useEffect(() => () => clearTimeout(timer.current), []);

  const choose = (value: string) => {
    setDay(value);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => select({ as_of: value }, selection.peek().as_of === "" ? "push" : "replace"), settleMs);
  };
  const at = day === "" ? null : extent(day);
  const end = last ? last.end - 1 : 0;

  return (
    <div class="as-of" role="group" aria-label="as of">
      {first && last && end > first.begin && (
        <input
          type="range"
          aria-label="as of day"
          min={first.begin}
          max={end}
          step={1}
          value={at ? at.end - 1 : end}
          aria-valuetext={day === "" ? "all reports" : inWords(day)}
          onInput={(event) => choose(toDay(Number(event.currentTarget.value)))}
        />
      )}
      <label>
        <span class="dim">as of</span>{" "}
        <DayField label="as of date" value={day} whole set={choose} />
      </label>
      {(as_of !== "" || day !== "") && (
        <button type="button" onClick={() => choose("")} title="all reports, whenever published">
          Latest
        </button>
      )}
      <Menu label={revision === "" ? "Newest" : `Rev. ${revision}`} title="what had been read by then">
        <button type="button" aria-pressed={revision === ""} onClick={() => select({ revision: "" })}>
          Newest revision
        </button>
        {[...(now?.revisions ?? [])].reverse().slice(0, 200).map((one) => (
          <button type="button" key={one.id} aria-pressed={revision === String(one.id)} onClick={() => select({ revision: String(one.id) })}>
            {one.id} · {one.made_at} <span class="dim">{one.why}</span>
          </button>
        ))}
      </Menu>
    </div>
  );
}
