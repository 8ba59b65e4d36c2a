// The network on a plain canvas, for a browser without WebGL. While it moves, the edges of a large one are left out.
import { zoomAt, type Camera } from "../panzoom";
import { draw, type Frame } from "./drawing";
import type { Look, MakeStage, Palette, Stage } from "./stage";

const EDGES_WHILE_MOVING = 3000;

export const canvasStage: MakeStage = (host, scene, start, first, events): Stage => {
  let positions = start;
  let palette: Palette = first;
  let look: Look = { hovered: null, chosen: new Set() };
  let camera: Camera = { k: 1, x: 0, y: 0 };
  let moving = false;
  let asked = 0;
  let settle = 0;
  const canvas = document.createElement("canvas");
  canvas.setAttribute("aria-hidden", "true");
  canvas.className = "network-canvas";
  host.append(canvas);
  // Read-back asks the browser to paint in memory: a canvas that a processor draws in the name of a graphics card is
  // several times slower.
  const context = canvas.getContext("2d", { willReadFrequently: true });

  let bounds = { x0: 0, x1: 1, y0: 0, y1: 1 };
  const measure = () => {
    let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
    for (let i = 0; i < positions.length; i += 2) {
      x0 = Math.min(x0, positions[i] ?? 0);
      x1 = Math.max(x1, positions[i] ?? 0);
      y0 = Math.min(y0, positions[i + 1] ?? 0);
      y1 = Math.max(y1, positions[i + 1] ?? 0);
    }
    bounds = { x0, x1, y0, y1 };
  };
  measure();
  const frame = (): Frame => {
    const width = host.clientWidth;
    const height = host.clientHeight;
    const { x0, x1, y0, y1 } = bounds;
    const fit = Math.min((width - 80) / (x1 - x0 || 1), (height - 80) / (y1 - y0 || 1));
    const n = scene.nodes.length;
    const x = new Float32Array(n);
    const y = new Float32Array(n);
    for (let i = 0; i < n; ++i) {
      x[i] = (width / 2 + ((positions[2 * i] ?? 0) - (x0 + x1) / 2) * fit) * camera.k + camera.x;
      y[i] = (height / 2 - ((positions[2 * i + 1] ?? 0) - (y0 + y1) / 2) * fit) * camera.k + camera.y;
    }
    return { width, height, x, y, scale: Math.sqrt(camera.k) };
  };
  const redraw = () => {
    asked = 0;
    if (!context) return;
    const now = frame();
    const dense = Math.min(2, devicePixelRatio || 1);
    if (canvas.width !== Math.round(now.width * dense) || canvas.height !== Math.round(now.height * dense)) {
      canvas.width = Math.round(now.width * dense);
      canvas.height = Math.round(now.height * dense);
    }
    context.setTransform(dense, 0, 0, dense, 0, 0);
    draw(context, scene, now, palette, look, !moving || scene.pairs.length <= EDGES_WHILE_MOVING);
  };
  const ask = () => {
    asked ||= requestAnimationFrame(redraw);
  };
  const move = (next: Camera) => {
    camera = next;
    moving = true;
    clearTimeout(settle);
    settle = window.setTimeout(() => {
      moving = false;
      ask();
    }, 150);
    ask();
  };
  const hit = (event: MouseEvent): number | null => {
    const box = canvas.getBoundingClientRect();
    const now = frame();
    let best: number | null = null;
    let least = Infinity;
    scene.nodes.forEach((node, i) => {
      const d = Math.hypot((now.x[i] ?? 0) - (event.clientX - box.left), (now.y[i] ?? 0) - (event.clientY - box.top));
      if (d <= node.size * now.scale + 3 && d < least) {
        least = d;
        best = i;
      }
    });
    return best;
  };
  let from: { x: number; y: number } | null = null;
  let travelled = 0;
  canvas.addEventListener("pointerdown", (event) => {
    from = { x: event.clientX, y: event.clientY };
    travelled = 0;
    canvas.setPointerCapture(event.pointerId);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (from) {
      travelled += Math.abs(event.clientX - from.x) + Math.abs(event.clientY - from.y);
      move({ ...camera, x: camera.x + event.clientX - from.x, y: camera.y + event.clientY - from.y });
      from = { x: event.clientX, y: event.clientY };
      return;
    }
    const node = hit(event);
    if (node !== look.hovered) events.hover(node);
  });
  canvas.addEventListener("pointerup", (event) => {
    from = null;
    const node = travelled <= 4 ? hit(event) : null;
    if (node !== null) events.choose(node);
  });
  canvas.addEventListener("pointerleave", () => events.hover(null));
  canvas.addEventListener("wheel", (event) => {
    event.preventDefault();
    const box = canvas.getBoundingClientRect();
    move(zoomAt(camera, Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top, 0.25, 50));
  }, { passive: false });
  const observer = new ResizeObserver(ask);
  observer.observe(host);
  redraw();
  return {
    kind: "canvas",
    place(next) {
      positions = next;
      measure();
      ask();
    },
    look(next) {
      look = next;
      ask();
    },
    paint(next) {
      palette = next;
      ask();
    },
    pan(dx, dy) {
      move({ ...camera, x: camera.x + dx, y: camera.y + dy });
    },
    zoom(factor) {
      move(zoomAt(camera, factor, host.clientWidth / 2, host.clientHeight / 2, 0.25, 50));
    },
    reset() {
      move({ k: 1, x: 0, y: 0 });
    },
    screen() {
      const now = frame();
      return { x: Float32Array.from(now.x), y: Float32Array.from(now.y), scale: now.scale };
    },
    close() {
      observer.disconnect();
      clearTimeout(settle);
      if (asked) cancelAnimationFrame(asked);
      canvas.remove();
    },
  };
};
