// The network of parties as a chart draws it: pairs instead of directed links, sizes, colours by tone.
import type { Network, Quads } from "../shapes";
import { tone, type Tone } from "../colours";

export interface Node {
  id: string;
  name: string;
  code: string;
  kind: string;
  events: number;
  size: number; // radius in pixels at rest
}

// What one party did to another and the other to it, together.
export interface Pair {
  a: number; // index into nodes
  b: number;
  events: number;
  weight: number;
  quads: Quads;
  tone: Tone;
  size: number; // width in pixels at rest
}

export interface Scene {
  nodes: Node[];
  pairs: Pair[];
}

// Pairs with fewer events than `least` are left out, and the parties that have no other. With `least` at most 1 every
// party stays, also one that acts alone.
export function makeScene(network: Network, least: number): Scene {
  const index = new Map(network.nodes.map((node, i) => [node.id, i]));
  const pairs = new Map<number, Pair>();
  const n = network.nodes.length;
  for (const link of network.links) {
    const s = index.get(link.source);
    const t = index.get(link.target);
    if (s === undefined || t === undefined || s === t) continue;
    const a = Math.min(s, t);
    const b = Math.max(s, t);
    const pair = pairs.get(a * n + b);
    if (pair) {
      pair.events += link.events;
      pair.weight += link.weight;
      pair.quads = pair.quads.map((q, i) => q + (link.quads[i] ?? 0)) as Quads;
    } else {
      pairs.set(a * n + b, { a, b, events: link.events, weight: link.weight, quads: [...link.quads], tone: "mixed", size: 1 });
    }
  }
  const kept = Array.from(pairs.values()).filter((pair) => pair.events >= least);
  const used = new Set(kept.flatMap((pair) => [pair.a, pair.b]));
  const keep = network.nodes.map((_, i) => least <= 1 || used.has(i));
  const moved: number[] = [];
  const nodes: Node[] = [];
  const most = Math.max(1, network.nodes.reduce((m, node) => Math.max(m, node.events), 0));
  const largest = n > 1000 ? 14 : 20;
  const smallest = n > 1000 ? 1.6 : 2.5;
  network.nodes.forEach((node, i) => {
    moved.push(keep[i] ? nodes.length : -1);
    if (keep[i]) nodes.push({ ...node, size: smallest + (largest - smallest) * Math.sqrt(node.events / most) });
  });
  const heaviest = Math.max(1, kept.reduce((m, pair) => Math.max(m, pair.events), 0));
  for (const pair of kept) {
    pair.a = moved[pair.a] ?? 0;
    pair.b = moved[pair.b] ?? 0;
    pair.tone = tone(pair.quads);
    pair.size = 0.6 + 5.4 * Math.sqrt(pair.events / heaviest);
  }
  kept.sort((x, y) => x.events - y.events || x.a - y.a || x.b - y.b);
  return { nodes, pairs: kept };
}

// Where the layout starts: on a sunflower, parties with many events in the middle. No random number is drawn, so that
// the same network gives the same picture.
export function startPositions(scene: Scene): Float32Array {
  const order = scene.nodes.map((_, i) => i).sort((x, y) => {
    const a = scene.nodes[x] as Node;
    const b = scene.nodes[y] as Node;
    return b.events - a.events || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
  });
  const out = new Float32Array(scene.nodes.length * 2);
  const golden = Math.PI * (3 - Math.sqrt(5));
  order.forEach((node, rank) => {
    const r = 10 * Math.sqrt(rank + 0.5);
    out[2 * node] = r * Math.cos(rank * golden);
    out[2 * node + 1] = r * Math.sin(rank * golden);
  });
  return out;
}

export interface LayoutTask {
  id: number;
  positions: Float32Array; // x, y of each node
  sizes: Float32Array;
  edges: Float32Array; // a, b, weight of each pair
}

export interface LayoutStep {
  id: number;
  positions: Float32Array;
  share: number; // done, 0 to 1
}

export function layoutTask(id: number, scene: Scene): LayoutTask {
  const edges = new Float32Array(scene.pairs.length * 3);
  scene.pairs.forEach((pair, i) => {
    edges[3 * i] = pair.a;
    edges[3 * i + 1] = pair.b;
    edges[3 * i + 2] = 1 + Math.log(Math.max(1, pair.events));
  });
  return { id, positions: startPositions(scene), sizes: Float32Array.from(scene.nodes, (node) => node.size), edges };
}
