// Axes, drawn once for all charts.
import { ticks as dayTicks } from "../dates";
import { tick } from "./numbers";

export interface Box {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export function boxOf(width: number, height: number): Box {
  return { width, height, left: 56, right: width - 14, top: 14, bottom: height - 28 };
}

export interface ScaleLike {
  (value: number): number;
  ticks(n: number): number[];
}

export function ValueAxis({ box, y, format = tick }: { box: Box; y: ScaleLike; format?: (value: number) => string }) {
  return (
    <g aria-hidden="true">
      {y.ticks(5).map((value) => (
        <g key={value}>
          <line class="grid-line" x1={box.left} x2={box.right} y1={y(value)} y2={y(value)} />
          <text class="axis-text end" x={box.left - 6} y={y(value) + 4}>{format(value)}</text>
        </g>
      ))}
    </g>
  );
}

export function DayAxis({ box, x, begin, end }: { box: Box; x: (day: number) => number; begin: number; end: number }) {
  return (
    <g aria-hidden="true">
      <line class="axis-line" x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} />
      {dayTicks(begin, end, Math.max(2, Math.floor((box.right - box.left) / 90))).map(({ at, label }) => (
        <g key={at}>
          <line class="axis-line" x1={x(at)} x2={x(at)} y1={box.bottom} y2={box.bottom + 4} />
          <text class={`axis-text ${x(at) > box.right - 24 ? "end" : "middle"}`} x={x(at)} y={box.bottom + 18}>{label}</text>
        </g>
      ))}
    </g>
  );
}

export function NumberAxis({ box, x, name }: { box: Box; x: ScaleLike; name: string }) {
  return (
    <g aria-hidden="true">
      <line class="axis-line" x1={box.left} x2={box.right} y1={box.bottom} y2={box.bottom} />
      {x.ticks(Math.max(2, Math.floor((box.right - box.left) / 80))).map((value) => (
        <g key={value}>
          <line class="axis-line" x1={x(value)} x2={x(value)} y1={box.bottom} y2={box.bottom + 4} />
          <text class="axis-text middle" x={x(value)} y={box.bottom + 18}>{tick(value)}</text>
        </g>
      ))}
      <text class="axis-text end" x={box.right} y={box.bottom - 6}>{name}</text>
    </g>
  );
}
