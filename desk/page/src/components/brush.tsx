// A choice of days over a chart: by dragging, by its two handles, or by the keyboard on them. It writes `from` and `to`
// of the selection, and so filters every view.
import { useRef, useState } from "preact/hooks";
import { extent, inWords, toDay } from "../dates";
import type { Extent } from "../dates";
import { select, selection } from "../state";

export interface BrushProps {
  domain: Extent;
  x: (day: number) => number; // pixels of a day's begin
  day: (x: number) => number; // and back
  top: number;
  height: number;
  step: number; // days of a key press
}

// At most one query in this time while a finger moves.
const settleMs = 80;

export function Brush({ domain, x, day, top, height, step }: BrushProps) {
  const s = selection.value;
  const [drag, setDrag] = useState<Extent | null>(null);
  const anchor = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const from = extent(s.from);
  const to = extent(s.to);
  const set = from !== null || to !== null;
  const now: Extent = drag ?? { begin: Math.max(domain.begin, from?.begin ?? domain.begin), end: Math.min(domain.end, to?.end ?? domain.end) };

  const write = (range: Extent, how: "push" | "replace") => {
    const whole = range.begin <= domain.begin && range.end >= domain.end;
    select(whole ? { from: "", to: "" } : { from: toDay(range.begin), to: toDay(range.end - 1) }, how);
  };
  const later = (range: Extent) => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => write(range, "replace"), settleMs);
  };
  const clear = () => select({ from: "", to: "" });
  const at = (event: PointerEvent): number => {
    const svg = (event.currentTarget as SVGElement).ownerSVGElement;
    const left = svg?.getBoundingClientRect().left ?? 0;
    return Math.min(domain.end - 1, Math.max(domain.begin, Math.floor(day(event.clientX - left))));
  };

  const move = (edge: "begin" | "end", to: number) => {
    const range = { ...now };
    if (edge === "begin") range.begin = Math.min(Math.max(domain.begin, to), range.end - 1);
    else range.end = Math.max(Math.min(domain.end, to), range.begin + 1);
    return range;
  };
  const key = (event: KeyboardEvent, edge: "begin" | "end") => {
    const by = step * (event.shiftKey ? 10 : 1);
    const moves: Record<string, number> = {
      ArrowLeft: now[edge] - by, ArrowDown: now[edge] - by, ArrowRight: now[edge] + by, ArrowUp: now[edge] + by,
      PageDown: now[edge] - by * 10, PageUp: now[edge] + by * 10, Home: domain.begin, End: domain.end,
    };
    if (event.key === "Escape") {
      event.stopPropagation();
      clear();
      return;
    }
    const target = moves[event.key];
    if (target === undefined) return;
    event.preventDefault();
    write(move(edge, target), "replace");
  };

  const handle = (edge: "begin" | "end") => {
    const last = edge === "end" ? now.end - 1 : now.begin;
    return (
      <g role="slider" tabindex={0} class="brush-handle" aria-label={edge === "begin" ? "first day shown" : "last day shown"} aria-orientation="horizontal"
        aria-valuemin={domain.begin} aria-valuemax={domain.end - 1} aria-valuenow={last} aria-valuetext={inWords(toDay(last))}
        onKeyDown={(event) => key(event, edge)}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          event.stopPropagation();
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const range = move(edge, edge === "begin" ? at(event) : at(event) + 1);
          setDrag(range);
          later(range);
        }}
        onPointerUp={() => {
          clearTimeout(timer.current);
          if (drag) write(drag, "replace");
          setDrag(null);
        }}>
        <rect x={x(now[edge]) - 8} y={top} width={16} height={height} fill="transparent" />
        <line x1={x(now[edge])} x2={x(now[edge])} y1={top} y2={top + height} />
        <rect class="grip" x={x(now[edge]) - 3.5} y={top + height / 2 - 11} width={7} height={22} rx={3} />
      </g>
    );
  };

  return (
    <g class={set || drag ? "brush set" : "brush"}>
      {(set || drag) && (
        <>
          <rect class="brush-out" x={x(domain.begin)} y={top} width={Math.max(0, x(now.begin) - x(domain.begin))} height={height} />
          <rect class="brush-out" x={x(now.end)} y={top} width={Math.max(0, x(domain.end) - x(now.end))} height={height} />
        </>
      )}
      <rect class="brush-pad" x={x(domain.begin)} y={top} width={Math.max(0, x(domain.end) - x(domain.begin))} height={height}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          anchor.current = at(event);
        }}
        onPointerMove={(event) => {
          if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
          const here = at(event);
          const range = { begin: Math.min(anchor.current, here), end: Math.max(anchor.current, here) + 1 };
          setDrag(range);
          later(range);
        }}
        onPointerUp={() => {
          clearTimeout(timer.current);
          if (drag) write(drag, "push");
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
        onDblClick={clear}
      />
      {handle("begin")}
      {handle("end")}
    </g>
  );
}
