// Fans of the futures under each policy, and what a policy changes future by future.
import { scaleLinear } from "d3-scale";
import { useMemo } from "preact/hooks";
import { boxOf, DayAxis, ValueAxis } from "../axes";
import { seriesClass } from "../colours";
import { Dash } from "../legend";
import { dayNumber, number, signed, tick } from "../numbers";
import type { Fan, PlayResult } from "../shapes";
import { useWidth } from "../use";
import { fanOf } from "./rows";

function ribbon(x: (i: number) => number, y: (value: number) => number, low: readonly number[], high: readonly number[]): string {
  if (low.length === 0) return "";
  const upper = high.map((value, i) => `${x(i).toFixed(1)} ${y(value).toFixed(1)}`);
  const lower = low.map((value, i) => `${x(i).toFixed(1)} ${y(value).toFixed(1)}`).reverse();
  return `M${upper.join("L")}L${lower.join("L")}Z`;
}

function line(x: (i: number) => number, y: (value: number) => number, values: readonly number[]): string {
  return values.length === 0 ? "" : `M${values.map((value, i) => `${x(i).toFixed(1)} ${y(value).toFixed(1)}`).join("L")}`;
}

interface Part {
  policy: number;
  name: string;
  fan: Fan;
}

// Two policies share a picture; more have one each, with the first policy's median in all for comparison.
export function FanChart({ result, quantity, at }: { result: PlayResult; quantity: string; at: number }) {
  const [box, width] = useWidth<HTMLDivElement>(900);
  const parts = useMemo(
    () => result.policies.flatMap((policy, i): Part[] => {
      const fan = fanOf(result, i, quantity);
      return fan ? [{ policy: i, name: policy.name, fan }] : [];
    }),
    [result, quantity],
  );
  const together = parts.length <= 2;
  const columns = together ? 1 : width >= 700 ? Math.min(3, parts.length) : 1;
  const panelWidth = Math.floor(width / columns);
  const panelHeight = together ? 320 : 230;
  const panels: Part[][] = together ? [parts] : parts.map((part) => [part]);
  const lines = Math.ceil(panels.length / columns);
  const least = Math.min(0, ...parts.flatMap((part) => part.fan.q05));
  const most = Math.max(...parts.flatMap((part) => part.fan.q95), least + 1e-9);
  const days = parts[0]?.fan.days ?? [];
  const begin = dayNumber(days[0] ?? "") ?? 0;
  const base = parts[0];
  const height = lines * panelHeight;
  const described = parts.map((part) => {
    const last = part.fan.q50.length - 1;
    return `${part.name}: on the last day median ${number(part.fan.q50[last])}, 5 to 95 % ${number(part.fan.q05[last])} to ${number(part.fan.q95[last])}`;
  });
  return (
    <div ref={box}>
      <svg data-chart width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`${quantity}, day by day. ${described.join(". ")}.`}>
        {panels.map((panel, p) => {
          const frame = { ...boxOf(panelWidth, panelHeight), top: 28 };
          const x = scaleLinear().domain([0, Math.max(1, days.length - 1)]).range([frame.left, frame.right]);
          const y = scaleLinear().domain([least, most]).nice().range([frame.bottom, frame.top]);
          return (
            <g key={p} transform={`translate(${(p % columns) * panelWidth} ${Math.floor(p / columns) * panelHeight})`}>
              <text class="axis-text strong" x={frame.left} y={16}>{together ? quantity : panel[0]?.name}</text>
              <ValueAxis box={frame} y={y} format={tick} />
              <DayAxis box={frame} x={(day) => x(day - begin)} begin={begin} end={begin + Math.max(1, days.length - 1)} />
              {panel.map((part) => (
                <g key={part.policy} class={seriesClass(part.policy)}>
                  <path class="fan-wide" d={ribbon(x, y, part.fan.q05, part.fan.q95)} />
                  <path class="fan-close" d={ribbon(x, y, part.fan.q25, part.fan.q75)} />
                  <path class="fan-line" d={line(x, y, part.fan.q50)} />
                </g>
              ))}
              {!together && p > 0 && base && <path class={`fan-line base ${seriesClass(base.policy)}`} d={line(x, y, base.fan.q50)} />}
              <line class="fan-at" x1={x(at)} x2={x(at)} y1={frame.top} y2={frame.bottom} />
            </g>
          );
        })}
      </svg>
      <PolicyLegend result={result} />
      <p class="note">Lines are medians; the inner band holds half of the futures, the outer one nine tenths (5 to 95 %).</p>
    </div>
  );
}

export function PolicyLegend({ result, from = 0 }: { result: PlayResult; from?: number }) {
  return (
    <ul class="legend" aria-label="policies">
      {result.policies.slice(from).map((policy, i) => (
        <li key={policy.name}>
          <Dash of={seriesClass(i + from)} /> {policy.name}
        </li>
      ))}
    </ul>
  );
}

export function PairedChart({ result, quantity, at }: { result: PlayResult; quantity: string; at: number }) {
  const [box, width] = useWidth<HTMLDivElement>(900);
  const height = 240;
  const others = useMemo(
    () => result.policies.slice(1).map((policy, i) => ({ name: policy.name, policy: i + 1, rows: result.paired.filter((row) => row.b === policy.name && row.quantity === quantity) })),
    [result, quantity],
  );
  const all = others.flatMap((other) => other.rows);
  if (all.length === 0) return null;
  const frame = boxOf(width, height);
  const count = others[0]?.rows.length ?? 1;
  const begin = dayNumber(others[0]?.rows[0]?.day ?? "") ?? 0;
  const x = scaleLinear().domain([0, Math.max(1, count - 1)]).range([frame.left, frame.right]);
  const least = Math.min(0, ...all.map((row) => row.low));
  const most = Math.max(0, ...all.map((row) => row.high));
  const y = scaleLinear().domain(least === most ? [-1, 1] : [least, most]).nice().range([frame.bottom, frame.top]);
  const described = others.map((other) => {
    const last = other.rows[other.rows.length - 1];
    return last ? `${other.name}: on the last day ${signed(last.difference)}, between ${signed(last.low)} and ${signed(last.high)}` : other.name;
  });
  return (
    <section class="paired">
      <h2>What a policy changes against “{result.policies[0]?.name}”</h2>
      <div ref={box}>
        <svg data-chart-second width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={`Differences of ${quantity}. ${described.join(". ")}.`}>
          <ValueAxis box={frame} y={y} format={(value) => (value > 0 ? `+${tick(value)}` : tick(value))} />
          <DayAxis box={frame} x={(day) => x(day - begin)} begin={begin} end={begin + Math.max(1, count - 1)} />
          <line class="zero-line" x1={frame.left} x2={frame.right} y1={y(0)} y2={y(0)} />
          {others.map((other) => (
            <g key={other.name} class={seriesClass(other.policy)}>
              <path class="fan-close" d={ribbon(x, y, other.rows.map((row) => row.low), other.rows.map((row) => row.high))} />
              <path class="fan-line" d={line(x, y, other.rows.map((row) => row.difference))} />
            </g>
          ))}
          <line class="fan-at" x1={x(at)} x2={x(at)} y1={frame.top} y2={frame.bottom} />
        </svg>
      </div>
      <PolicyLegend result={result} from={1} />
      <p class="note">The mean difference, taken future by future under the same luck, with the interval of that mean at 95 %. A band that keeps clear of zero is a difference that these runs tell from none.</p>
    </section>
  );
}
