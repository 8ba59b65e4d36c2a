// The network as strokes and circles: on a canvas (where there is no WebGL, and for PNG) and as an SVG file.
import type { Scene } from "./graph";
import { bright, touches, type Look, type Palette } from "./stage";

export interface Frame {
  width: number;
  height: number;
  x: ArrayLike<number>; // pixels
  y: ArrayLike<number>;
  scale: number; // of circles and lines
}

// The names that are written: the chosen, then the largest, none over another.
export function labels(scene: Scene, frame: Frame, look: Look, most = 60): number[] {
  const order = scene.nodes.map((_, i) => i).filter((i) => {
    const x = frame.x[i] ?? -1;
    const y = frame.y[i] ?? -1;
    return x >= 0 && y >= 0 && x <= frame.width && y <= frame.height;
  });
  const marked = (i: number) => (look.chosen.has(i) || look.hovered === i ? 1 : 0);
  order.sort((a, b) => marked(b) - marked(a) || (scene.nodes[b]?.size ?? 0) - (scene.nodes[a]?.size ?? 0) || a - b);
  const taken: [number, number, number, number][] = [];
  const out: number[] = [];
  for (const i of order.slice(0, 600)) {
    if (out.length >= most) break;
    const node = scene.nodes[i];
    if (!node) continue;
    const left = (frame.x[i] ?? 0) + node.size * frame.scale + 3;
    const top = (frame.y[i] ?? 0) - 8;
    const box: [number, number, number, number] = [left, top, left + 7 * node.name.length, top + 16];
    if (marked(i) || !taken.some((t) => box[0] < t[2] && box[2] > t[0] && box[1] < t[3] && box[3] > t[1])) {
      taken.push(box);
      out.push(i);
    }
  }
  return out;
}

export function draw(context: CanvasRenderingContext2D, scene: Scene, frame: Frame, palette: Palette, look: Look, edges = true): void {
  const lit = bright(scene, look);
  context.fillStyle = palette.ground;
  context.fillRect(0, 0, frame.width, frame.height);
  // Strokes and circles of one look are one path: a call for each of thousands would cost more than the painting.
  if (edges) {
    const strokes = new Map<string, { colour: string; width: number; path: Path2D }>();
    for (const pair of scene.pairs) {
      const colour = lit && !touches(pair, look) ? palette.faded : palette.tones[pair.tone];
      const width = Math.max(0.5, Math.round(pair.size * frame.scale * 2) / 2);
      const key = `${width}${colour}`;
      let stroke = strokes.get(key);
      if (!stroke) strokes.set(key, (stroke = { colour, width, path: new Path2D() }));
      stroke.path.moveTo(frame.x[pair.a] ?? 0, frame.y[pair.a] ?? 0);
      stroke.path.lineTo(frame.x[pair.b] ?? 0, frame.y[pair.b] ?? 0);
    }
    const faded = (colour: string) => (colour === palette.faded ? 0 : 1);
    for (const { colour, width, path } of [...strokes.values()].sort((a, b) => faded(a.colour) - faded(b.colour) || a.width - b.width)) {
      context.lineWidth = width;
      context.strokeStyle = colour;
      context.stroke(path);
    }
  }
  const circles = new Map<string, Path2D>([[palette.faded, new Path2D()], [palette.node, new Path2D()], [palette.chosen, new Path2D()]]);
  scene.nodes.forEach((node, i) => {
    const x = frame.x[i] ?? 0;
    const y = frame.y[i] ?? 0;
    const r = node.size * frame.scale;
    if (x < -r || y < -r || x > frame.width + r || y > frame.height + r) return;
    const path = circles.get(look.chosen.has(i) || look.hovered === i ? palette.chosen : lit && !lit.has(i) ? palette.faded : palette.node);
    path?.moveTo(x + r, y);
    path?.arc(x, y, r, 0, 2 * Math.PI);
  });
  for (const [colour, path] of circles) {
    context.fillStyle = colour;
    context.fill(path);
  }
  context.font = "13px system-ui, sans-serif";
  context.textBaseline = "middle";
  context.lineJoin = "round";
  context.lineWidth = 3;
  context.strokeStyle = palette.ground;
  context.fillStyle = palette.label;
  for (const i of labels(scene, frame, look)) {
    const node = scene.nodes[i];
    if (!node || (lit && !lit.has(i))) continue;
    const x = (frame.x[i] ?? 0) + node.size * frame.scale + 4;
    context.strokeText(node.name, x, frame.y[i] ?? 0);
    context.fillText(node.name, x, frame.y[i] ?? 0);
  }
}

export function svgText(scene: Scene, frame: Frame, palette: Palette, look: Look): string {
  const ns = "http://www.w3.org/2000/svg";
  const root = document.createElementNS(ns, "svg");
  const add = (name: string, attributes: Record<string, string | number>, text?: string) => {
    const element = document.createElementNS(ns, name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, typeof value === "number" ? value.toFixed(2) : value);
    if (text !== undefined) element.textContent = text;
    root.append(element);
  };
  root.setAttribute("width", String(frame.width));
  root.setAttribute("height", String(frame.height));
  root.setAttribute("viewBox", `0 0 ${frame.width} ${frame.height}`);
  add("rect", { width: frame.width, height: frame.height, fill: palette.ground });
  for (const pair of scene.pairs) {
    add("line", {
      x1: frame.x[pair.a] ?? 0, y1: frame.y[pair.a] ?? 0, x2: frame.x[pair.b] ?? 0, y2: frame.y[pair.b] ?? 0,
      stroke: palette.tones[pair.tone], "stroke-width": pair.size * frame.scale,
    });
  }
  scene.nodes.forEach((node, i) => {
    add("circle", { cx: frame.x[i] ?? 0, cy: frame.y[i] ?? 0, r: node.size * frame.scale, fill: look.chosen.has(i) ? palette.chosen : palette.node });
  });
  for (const i of labels(scene, frame, look)) {
    const node = scene.nodes[i];
    if (!node) continue;
    add("text", {
      x: (frame.x[i] ?? 0) + node.size * frame.scale + 4, y: frame.y[i] ?? 0, "font-size": "13", "font-family": "sans-serif",
      "dominant-baseline": "middle", fill: palette.label, stroke: palette.ground, "stroke-width": 3, "paint-order": "stroke",
    }, node.name);
  }
  return new XMLSerializer().serializeToString(root);
}
