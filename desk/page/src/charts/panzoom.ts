// Pan and zoom by mouse, wheel, fingers and keys, for whatever can be drawn with a shift and a factor.

export interface Camera {
  k: number;
  x: number;
  y: number;
}

export interface PanZoomOptions {
  min: number;
  max: number;
  get(): Camera;
  set(camera: Camera): void;
  reset(): void;
}

export function zoomAt(camera: Camera, factor: number, x: number, y: number, min: number, max: number): Camera {
  const k = Math.min(max, Math.max(min, camera.k * factor));
  const by = k / camera.k;
  return { k, x: x - (x - camera.x) * by, y: y - (y - camera.y) * by };
}

// @returns a function that takes the listeners off again. `moved` of the target's dataset is not used: a click that
// ends a drag is stopped before it reaches what lies below.
export function panZoom(target: HTMLElement | SVGElement, options: PanZoomOptions): () => void {
  const fingers = new Map<number, { x: number; y: number }>();
  let travelled = 0;
  const at = (event: { clientX: number; clientY: number }) => {
    const box = target.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const zoom = (factor: number, x: number, y: number) => options.set(zoomAt(options.get(), factor, x, y, options.min, options.max));
  const middle = () => ({ x: target.clientWidth / 2, y: target.clientHeight / 2 });

  const down = (event: PointerEvent) => {
    if (event.button !== 0) return;
    if (fingers.size === 0) travelled = 0;
    fingers.set(event.pointerId, at(event));
  };
  const move = (event: PointerEvent) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    const camera = options.get();
    if (fingers.size === 1) {
      travelled += Math.abs(now.x - before.x) + Math.abs(now.y - before.y);
      if (travelled > 4 && !target.hasPointerCapture(event.pointerId)) target.setPointerCapture(event.pointerId);
      options.set({ k: camera.k, x: camera.x + now.x - before.x, y: camera.y + now.y - before.y });
    } else {
      travelled += 5;
      const other = Array.from(fingers).find(([id]) => id !== event.pointerId)?.[1];
      if (other) {
        const was = Math.hypot(before.x - other.x, before.y - other.y) || 1;
        const is = Math.hypot(now.x - other.x, now.y - other.y) || 1;
        zoom(is / was, (now.x + other.x) / 2, (now.y + other.y) / 2);
      }
    }
    fingers.set(event.pointerId, now);
  };
  const up = (event: PointerEvent) => void fingers.delete(event.pointerId);
  const click = (event: Event) => {
    if (travelled > 4) {
      event.stopPropagation();
      event.preventDefault();
      travelled = 0;
    }
  };
  const wheel = (event: WheelEvent) => {
    event.preventDefault();
    const { x, y } = at(event);
    zoom(Math.exp(-Math.max(-240, Math.min(240, event.deltaY)) / 400), x, y);
  };
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const step = event.shiftKey ? 160 : 40;
    const camera = options.get();
    const pan = (dx: number, dy: number) => options.set({ k: camera.k, x: camera.x + dx, y: camera.y + dy });
    const { x, y } = middle();
    switch (event.key) {
      case "ArrowLeft": pan(step, 0); break;
      case "ArrowRight": pan(-step, 0); break;
      case "ArrowUp": pan(0, step); break;
      case "ArrowDown": pan(0, -step); break;
      case "+":
      case "=": zoom(1.3, x, y); break;
      case "-":
      case "_": zoom(1 / 1.3, x, y); break;
      case "0": options.reset(); break;
      default: return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  target.addEventListener("pointerdown", down as EventListener);
  target.addEventListener("pointermove", move as EventListener);
  target.addEventListener("pointerup", up as EventListener);
  target.addEventListener("pointercancel", up as EventListener);
  target.addEventListener("click", click, true);
  target.addEventListener("wheel", wheel as EventListener, { passive: false });
  target.addEventListener("keydown", key as EventListener);
  return () => {
    target.removeEventListener("pointerdown", down as EventListener);
    target.removeEventListener("pointermove", move as EventListener);
    target.removeEventListener("pointerup", up as EventListener);
    target.removeEventListener("pointercancel", up as EventListener);
    target.removeEventListener("click", click, true);
    target.removeEventListener("wheel", wheel as EventListener);
    target.removeEventListener("keydown", key as EventListener);
  };
}
