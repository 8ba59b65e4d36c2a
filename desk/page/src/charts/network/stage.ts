// What draws a network: WebGL by sigma, or a plain canvas where there is none. Both show the same scene and answer to
// the same calls.
import type { Scene } from "./graph";
import type { Tone } from "../colours";

export interface Palette {
  tones: Record<Tone, string>;
  node: string;
  chosen: string;
  faded: string;
  label: string;
  ground: string;
}

export interface Look {
  hovered: number | null;
  chosen: ReadonlySet<number>;
}

export interface Stage {
  kind: "webgl" | "canvas";
  place(positions: Float32Array): void;
  look(look: Look): void;
  paint(palette: Palette): void;
  pan(dx: number, dy: number): void; // pixels
  zoom(factor: number): void;
  reset(): void;
  // Where each node is drawn now, in pixels of the container, and how much larger than at rest.
  screen(): { x: Float32Array; y: Float32Array; scale: number };
  close(): void;
}

export interface StageEvents {
  hover(node: number | null): void;
  choose(node: number): void;
}

export type MakeStage = (host: HTMLElement, scene: Scene, positions: Float32Array, palette: Palette, events: StageEvents) => Stage;

// Which nodes stay bright: those pointed at or chosen, and their neighbours. Null if all do.
export function bright(scene: Scene, look: Look): Set<number> | null {
  const centre = new Set(look.chosen);
  if (look.hovered !== null) centre.add(look.hovered);
  if (centre.size === 0) return null;
  const out = new Set(centre);
  for (const pair of scene.pairs) {
    if (centre.has(pair.a)) out.add(pair.b);
    if (centre.has(pair.b)) out.add(pair.a);
  }
  return out;
}

export function touches(pair: { a: number; b: number }, look: Look): boolean {
  return look.hovered === pair.a || look.hovered === pair.b || look.chosen.has(pair.a) || look.chosen.has(pair.b);
}
