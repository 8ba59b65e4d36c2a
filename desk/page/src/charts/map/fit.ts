// Which part of the world is shown first, and how large a circle is.
import type { Camera } from "../panzoom";
import type { PlaceRow } from "../shapes";

export interface Point {
  row: PlaceRow;
  x: number; // on the map at rest
  y: number;
}

// Twice the events is twice the area.
export function radius(events: number, most: number): number {
  return 3 + 17 * Math.sqrt(Math.max(0, events) / Math.max(1, most));
}

// Shows nine tenths of the events, so that one summit in a far city does not make the front a dot. A single place gets
// some country around it.
export function fit(points: readonly Point[], width: number, height: number, most = 24): Camera {
  if (points.length === 0) return { k: 1, x: 0, y: 0 };
  const total = points.reduce((sum, point) => sum + point.row.events, 0);
  const middle = (values: [number, number][]): number => {
    const sorted = values.sort((a, b) => a[0] - b[0]);
    let sum = 0;
    for (const [value, weight] of sorted) {
      sum += weight;
      if (sum >= total / 2) return value;
    }
    return sorted[sorted.length - 1]?.[0] ?? 0;
  };
  const cx = middle(points.map((point) => [point.x, point.row.events]));
  const cy = middle(points.map((point) => [point.y, point.row.events]));
  const near = [...points].sort((a, b) => Math.hypot(a.x - cx, a.y - cy) - Math.hypot(b.x - cx, b.y - cy));
  let seen = 0;
  let x0 = cx, x1 = cx, y0 = cy, y1 = cy;
  for (const point of near) {
    if (seen >= 0.9 * total) break;
    seen += point.row.events;
    x0 = Math.min(x0, point.x);
    x1 = Math.max(x1, point.x);
    y0 = Math.min(y0, point.y);
    y1 = Math.max(y1, point.y);
  }
  const edge = 60;
  const k = Math.max(1, Math.min(most, (width - 2 * edge) / Math.max(1, x1 - x0), (height - 2 * edge) / Math.max(1, y1 - y0)));
  return { k, x: width / 2 - (k * (x0 + x1)) / 2, y: height / 2 - (k * (y0 + y1)) / 2 };
}

// Names that fit, the places with the most events first.
export function named(points: readonly { point: Point; x: number; y: number; r: number }[], width: number, height: number): Set<Point> {
  const taken: [number, number, number, number][] = [];
  const out = new Set<Point>();
  for (const { point, x, y, r } of points) {
    if (out.size >= 40) break;
    if (x < 0 || y < 0 || x > width || y > height) continue;
    const box: [number, number, number, number] = [x + r + 2, y - 8, x + r + 4 + 7 * point.row.name.length, y + 8];
    if (taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) continue;
    taken.push(box);
    out.add(point);
  }
  return out;
}
