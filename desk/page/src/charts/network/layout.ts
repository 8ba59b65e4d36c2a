// ForceAtlas2 (Jacomy and others, PLOS ONE 9, 2014) over bare arrays, in steps, so that the picture moves while it
// settles. Deterministic: same network, same positions.
import iterate from "graphology-layout-forceatlas2/iterate.js";
import type { LayoutStep, LayoutTask } from "./graph";

const PER_NODE = 10; // x, y, dx, dy, old dx, old dy, mass, convergence, size, fixed

export function* layout(task: LayoutTask): Generator<LayoutStep> {
  const n = task.positions.length / 2;
  if (n === 0) return;
  const nodes = new Float32Array(n * PER_NODE);
  const edges = new Float32Array(task.edges);
  for (let i = 0; i < n; ++i) {
    nodes[i * PER_NODE] = task.positions[2 * i] ?? 0;
    nodes[i * PER_NODE + 1] = task.positions[2 * i + 1] ?? 0;
    nodes[i * PER_NODE + 6] = 1;
    nodes[i * PER_NODE + 7] = 1;
    nodes[i * PER_NODE + 8] = task.sizes[i] ?? 1;
  }
  for (let e = 0; e < edges.length; e += 3) {
    const a = edges[e] ?? 0;
    const b = edges[e + 1] ?? 0;
    const w = edges[e + 2] ?? 1;
    nodes[a * PER_NODE + 6] = (nodes[a * PER_NODE + 6] ?? 0) + w;
    nodes[b * PER_NODE + 6] = (nodes[b * PER_NODE + 6] ?? 0) + w;
    edges[e] = a * PER_NODE;
    edges[e + 1] = b * PER_NODE;
  }
  const settings = {
    linLogMode: false, outboundAttractionDistribution: false, edgeWeightInfluence: 1, strongGravityMode: true,
    gravity: 0.05, scalingRatio: 10, slowDown: 1 + Math.log(n), barnesHutOptimize: n > 600, barnesHutTheta: 0.6,
    adjustSizes: false,
  };
  const rounds = n > 2000 ? 160 : n > 600 ? 250 : 400;
  const each = n > 2000 ? 8 : n > 600 ? 25 : 100;
  for (let round = 1; round <= rounds; ++round) {
    // The last fifth of a small layout keeps the circles apart.
    if (n <= 600 && round > 0.8 * rounds) settings.adjustSizes = true;
    iterate(settings, nodes, edges);
    if (round % each === 0 || round === rounds) {
      const positions = new Float32Array(2 * n);
      for (let i = 0; i < n; ++i) {
        positions[2 * i] = nodes[i * PER_NODE] ?? 0;
        positions[2 * i + 1] = nodes[i * PER_NODE + 1] ?? 0;
      }
      yield { id: task.id, positions, share: round / rounds };
    }
  }
}
