// Colours of the charts. They live in charts.css as custom properties, one set for each theme; canvases need them as
// values. The sets are after Okabe and Ito, so that no chart rests on telling red from green.
import type { Quads } from "./shapes";

export const QUAD_NAMES = ["verbal cooperation", "material cooperation", "verbal conflict", "material conflict"] as const;

// Five steps from cooperation to conflict, by the share of conflict among all events. Drawn with names, never alone.
export const TONES = ["coop", "mostly-coop", "mixed", "mostly-conflict", "conflict"] as const;
export type Tone = (typeof TONES)[number];
export const TONE_NAMES: Record<Tone, string> = {
  coop: "cooperation",
  "mostly-coop": "mostly cooperation",
  mixed: "mixed",
  "mostly-conflict": "mostly conflict",
  conflict: "conflict",
};

export function conflictShare(quads: Quads): number {
  const all = quads[0] + quads[1] + quads[2] + quads[3];
  return all > 0 ? (quads[2] + quads[3]) / all : 0.5;
}

export function tone(quads: Quads): Tone {
  const share = conflictShare(quads);
  if (share <= 0.1) return "coop";
  if (share < 0.4) return "mostly-coop";
  if (share <= 0.6) return "mixed";
  if (share < 0.9) return "mostly-conflict";
  return "conflict";
}

export const SERIES = 8;

export function seriesClass(index: number): string {
  return `series-${(index % SERIES) + 1}`;
}

// The values that custom properties have here and now. A probe is asked, because a property may name another one.
export function resolveColours(host: Element, names: readonly string[]): Record<string, string> {
  const probe = document.createElement("span");
  probe.hidden = true;
  host.append(probe);
  const out: Record<string, string> = {};
  for (const name of names) {
    probe.style.setProperty("color", `var(--${name})`);
    out[name] = getComputedStyle(probe).color;
  }
  probe.remove();
  return out;
}
