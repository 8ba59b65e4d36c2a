// The network in WebGL. Colours and sizes are attributes of the graph; what is pointed at goes through reducers.
import Graph from "graphology";
import Sigma from "sigma";
import { bright, touches, type Look, type MakeStage, type Palette, type Stage } from "./stage";

// Panning redraws every edge. Above this many they are left out while the picture moves.
const EDGES_WHILE_MOVING = 4000;

export const sigmaStage: MakeStage = (host, scene, positions, first, events): Stage => {
  let palette: Palette = first;
  let look: Look = { hovered: null, chosen: new Set() };
  let lit: Set<number> | null = null;
  const graph = new Graph({ type: "undirected", allowSelfLoops: false });
  scene.nodes.forEach((node, i) => {
    graph.addNode(String(i), { x: positions[2 * i], y: positions[2 * i + 1], size: node.size, label: node.name, color: palette.node });
  });
  scene.pairs.forEach((pair) => {
    graph.addEdge(String(pair.a), String(pair.b), { size: pair.size, color: palette.tones[pair.tone], pair });
  });
  const sigma = new Sigma(graph, host, {
    hideEdgesOnMove: scene.pairs.length > EDGES_WHILE_MOVING,
    hideLabelsOnMove: scene.nodes.length > 2000,
    labelFont: getComputedStyle(host).fontFamily,
    labelSize: 13,
    labelDensity: 0.7,
    labelRenderedSizeThreshold: scene.nodes.length > 300 ? 9 : 3,
    labelColor: { color: palette.label },
    minCameraRatio: 0.02,
    maxCameraRatio: 4,
    stagePadding: 40,
    zIndex: scene.nodes.length <= 2000,
    allowInvalidContainer: true,
    // A rim in the colour of the ground keeps a name readable over lines.
    defaultDrawNodeLabel: (context, data, settings) => {
      if (!data.label) return;
      context.font = `${settings.labelSize}px ${settings.labelFont}`;
      context.lineWidth = 3;
      context.lineJoin = "round";
      context.strokeStyle = palette.ground;
      context.strokeText(data.label, data.x + data.size + 3, data.y + settings.labelSize / 3);
      context.fillStyle = palette.label;
      context.fillText(data.label, data.x + data.size + 3, data.y + settings.labelSize / 3);
    },
    defaultDrawNodeHover: (context, data, settings) => {
      context.beginPath();
      context.arc(data.x, data.y, data.size + 3, 0, 2 * Math.PI);
      context.lineWidth = 3;
      context.strokeStyle = palette.chosen;
      context.stroke();
      if (!data.label) return;
      context.font = `600 ${settings.labelSize + 1}px ${settings.labelFont}`;
      context.lineWidth = 4;
      context.lineJoin = "round";
      context.strokeStyle = palette.ground;
      context.strokeText(data.label, data.x + data.size + 6, data.y + 5);
      context.fillStyle = palette.label;
      context.fillText(data.label, data.x + data.size + 6, data.y + 5);
    },
    nodeReducer: (key, data) => {
      const i = Number(key);
      if (lit && !lit.has(i)) return { ...data, color: palette.faded, label: null, zIndex: 0 };
      const marked = look.chosen.has(i) || look.hovered === i;
      return { ...data, color: marked ? palette.chosen : palette.node, forceLabel: marked, zIndex: marked ? 2 : 1 };
    },
    edgeReducer: (_key, data) => {
      const pair = data["pair"] as { a: number; b: number };
      if (lit && !touches(pair, look)) return { ...data, color: palette.faded, zIndex: 0 };
      return { ...data, zIndex: lit ? 2 : 1 };
    },
  });
  sigma.on("enterNode", ({ node }) => events.hover(Number(node)));
  sigma.on("leaveNode", () => events.hover(null));
  sigma.on("clickNode", ({ node }) => events.choose(Number(node)));
  for (const canvas of Array.from(host.querySelectorAll("canvas"))) canvas.setAttribute("aria-hidden", "true");
  const camera = sigma.getCamera();
  return {
    kind: "webgl",
    place(next) {
      graph.updateEachNodeAttributes((key, data) => ({ ...data, x: next[2 * Number(key)], y: next[2 * Number(key) + 1] }), { attributes: ["x", "y"] });
    },
    look(next) {
      look = next;
      lit = bright(scene, look);
      sigma.refresh({ skipIndexation: true });
    },
    paint(next) {
      palette = next;
      sigma.setSetting("labelColor", { color: palette.label });
      graph.updateEachEdgeAttributes((_key, data) => ({ ...data, color: palette.tones[(data["pair"] as { tone: keyof Palette["tones"] }).tone] }), { attributes: ["color"] });
      sigma.refresh();
    },
    pan(dx, dy) {
      const from = sigma.viewportToFramedGraph({ x: 0, y: 0 });
      const to = sigma.viewportToFramedGraph({ x: dx, y: dy });
      const state = camera.getState();
      camera.setState({ x: state.x + from.x - to.x, y: state.y + from.y - to.y });
    },
    zoom(factor) {
      camera.setState({ ratio: camera.getBoundedRatio(camera.getState().ratio / factor) });
    },
    reset() {
      camera.setState({ x: 0.5, y: 0.5, ratio: 1, angle: 0 });
    },
    screen() {
      const x = new Float32Array(scene.nodes.length);
      const y = new Float32Array(scene.nodes.length);
      scene.nodes.forEach((_, i) => {
        const attributes = graph.getNodeAttributes(String(i));
        const at = sigma.graphToViewport({ x: attributes["x"] as number, y: attributes["y"] as number });
        x[i] = at.x;
        y[i] = at.y;
      });
      return { x, y, scale: 1 / Math.sqrt(camera.getState().ratio) };
    },
    close() {
      sigma.kill();
    },
  };
};

// Whether WebGL draws on a graphics card. A processor that plays one is slower at this than at a plain canvas.
export function hasGraphicsCard(): boolean {
  const context = document.createElement("canvas").getContext("webgl");
  if (!context) return false;
  const told = context.getExtension("WEBGL_debug_renderer_info");
  const name = String(context.getParameter(told ? told.UNMASKED_RENDERER_WEBGL : context.RENDERER));
  context.getExtension("WEBGL_lose_context")?.loseContext();
  return !/swiftshader|llvmpipe|softpipe|software|basic render/i.test(name);
}
