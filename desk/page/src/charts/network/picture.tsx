// The drawing of the network: makes the stage, runs the layout in its worker, gives keys and buttons to it.
import { useEffect, useRef, useState } from "preact/hooks";
import { resolveColours, TONES, type Tone } from "../colours";
import { useTheme } from "../use";
import { canvasStage } from "./canvas_stage";
import { draw, svgText } from "./drawing";
import { layoutTask, type LayoutStep, type Scene } from "./graph";
import { hasGraphicsCard, sigmaStage } from "./sigma_stage";
import type { Look, Palette, Stage } from "./stage";

function palette(host: Element): Palette {
  const found = resolveColours(host, [...TONES.map((tone) => `tone-${tone}`), "mark", "mark-chosen", "mark-faded", "chart-text", "chart-ground"]);
  const of = (name: string) => found[name] ?? "rgb(128, 128, 128)";
  return {
    tones: Object.fromEntries(TONES.map((tone) => [tone, of(`tone-${tone}`)])) as Record<Tone, string>,
    node: of("mark"), chosen: of("mark-chosen"), faded: of("mark-faded"), label: of("chart-text"), ground: of("chart-ground"),
  };
}

export interface Pictures {
  canvas(): HTMLCanvasElement | null;
  svg(): string | null;
}

export interface NetworkPictureProps {
  scene: Scene;
  chosen: ReadonlySet<number>;
  hovered: number | null;
  onHover(node: number | null): void;
  onChoose(node: number): void;
  pictures: { current: Pictures | null };
  label: string;
  drawer: string; // "webgl", "canvas"; anything else: whichever is faster here
}

export function NetworkPicture({ scene, chosen, hovered, onHover, onChoose, pictures, label, drawer }: NetworkPictureProps) {
  const host = useRef<HTMLDivElement>(null);
  const stage = useRef<Stage | null>(null);
  const events = useRef({ onHover, onChoose });
  events.current = { onHover, onChoose };
  const look = useRef<Look>({ hovered, chosen });
  look.current = { hovered, chosen };
  const [share, setShare] = useState(0);
  const [kind, setKind] = useState<Stage["kind"]>("webgl");
  const theme = useTheme();

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const task = layoutTask(1, scene);
    const first = task.positions.slice();
    const told = {
      hover: (node: number | null) => events.current.onHover(node),
      choose: (node: number) => events.current.onChoose(node),
    };
    let made: Stage;
    try {
      const card = drawer === "webgl" || (drawer !== "canvas" && hasGraphicsCard());
      made = (card ? sigmaStage : canvasStage)(element, scene, first, palette(element), told);
    } catch {
      // A graphics driver may promise WebGL and fail to compile a shader.
      element.replaceChildren();
      made = canvasStage(element, scene, first, palette(element), told);
    }
    stage.current = made;
    setKind(made.kind);
    setShare(0);
    made.look(look.current);
    const worker = new Worker(new URL("./layout.worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = (event: MessageEvent<LayoutStep>) => {
      made.place(event.data.positions);
      setShare(event.data.share);
    };
    // Without the worker the parties stay where they began, which is a picture too.
    worker.onerror = () => setShare(1);
    worker.postMessage(task, [task.positions.buffer, task.edges.buffer, task.sizes.buffer]);
    const frame = () => ({ width: element.clientWidth, height: element.clientHeight, ...made.screen() });
    pictures.current = {
      canvas() {
        const canvas = document.createElement("canvas");
        canvas.width = element.clientWidth * 2;
        canvas.height = element.clientHeight * 2;
        const context = canvas.getContext("2d");
        if (!context) return null;
        context.scale(2, 2);
        draw(context, scene, frame(), palette(element), look.current);
        return canvas;
      },
      svg: () => svgText(scene, frame(), palette(element), look.current),
    };
    return () => {
      worker.terminate();
      made.close();
      stage.current = null;
      pictures.current = null;
    };
  }, [scene, drawer]);

  useEffect(() => stage.current?.look({ hovered, chosen }), [scene, hovered, chosen]);
  useEffect(() => {
    if (theme > 0 && host.current) stage.current?.paint(palette(host.current));
  }, [theme]);

  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 160 : 40;
    const act: Record<string, () => void> = {
      ArrowLeft: () => stage.current?.pan(step, 0), ArrowRight: () => stage.current?.pan(-step, 0),
      ArrowUp: () => stage.current?.pan(0, step), ArrowDown: () => stage.current?.pan(0, -step),
      "+": () => stage.current?.zoom(1.3), "=": () => stage.current?.zoom(1.3), "-": () => stage.current?.zoom(1 / 1.3),
      "0": () => stage.current?.reset(),
    };
    const found = act[event.key];
    if (!found) return;
    found();
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <div class="network-picture">
      <div ref={host} class="network-host" role="img" tabIndex={0} aria-label={`${label} Arrow keys move it, plus and minus zoom, 0 shows all.`}
        data-stage={kind} data-settled={share >= 1 ? "yes" : "no"} onKeyDown={key} />
      <div class="chart-buttons">
        <button type="button" onClick={() => stage.current?.zoom(1.4)} aria-label="zoom in">+</button>
        <button type="button" onClick={() => stage.current?.zoom(1 / 1.4)} aria-label="zoom out">−</button>
        <button type="button" onClick={() => stage.current?.reset()}>All</button>
      </div>
      {share < 1 && (
        <p class="network-busy" role="status">
          Laying out … <progress max={1} value={share} aria-label="layout" />
        </p>
      )}
    </div>
  );
}
