// Small hooks that the charts share.
import type { RefObject } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";

// The width of the element that carries `ref`, followed as the window changes.
export function useWidth<T extends HTMLElement>(start = 640): [RefObject<T>, number] {
  const ref = useRef<T>(null);
  const [width, setWidth] = useState(start);
  useLayoutEffect(() => {
    const element = ref.current;
    if (!element) return;
    const measure = () => setWidth(Math.max(240, Math.floor(element.clientWidth)));
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return [ref, width];
}

// Counts up when the theme changes, by switch or by the system, so that canvases draw again.
export function useTheme(): number {
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    const changed = () => setTurn((n) => n + 1);
    const observer = new MutationObserver(changed);
    observer.observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme", "class"] });
    const query = matchMedia("(prefers-color-scheme: dark)");
    query.addEventListener("change", changed);
    return () => {
      observer.disconnect();
      query.removeEventListener("change", changed);
    };
  }, []);
  return turn;
}

// One stop of the Tab key for many marks: arrow keys, Home and End move among elements that carry data-mark.
export function moveAmongMarks(event: KeyboardEvent): void {
  const steps: Record<string, number> = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
  const step = steps[event.key];
  if (step === undefined || !(event.currentTarget instanceof Element)) return;
  const marks = Array.from(event.currentTarget.querySelectorAll<SVGElement | HTMLElement>("[data-mark]"));
  const now = marks.findIndex((mark) => mark === document.activeElement);
  if (now < 0) return;
  const next = marks[Math.max(0, Math.min(marks.length - 1, now + step))];
  if (!next) return;
  event.preventDefault();
  event.stopPropagation();
  for (const mark of marks) mark.setAttribute("tabindex", mark === next ? "0" : "-1");
  next.focus();
}
