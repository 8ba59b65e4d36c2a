// A button that opens a short list of links and buttons. `details` gives the keyboard for nothing; a click outside,
// Escape and a choice close it.
import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";

export function Menu({ label, title, children }: { label: ComponentChildren; title?: string; children: ComponentChildren }) {
  const box = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const close = (event: Event) => {
      const details = box.current;
      if (!details?.open) return;
      if (event instanceof KeyboardEvent) {
        if (event.key !== "Escape") return;
        event.stopPropagation();
        details.querySelector("summary")?.focus();
      } else if (details.contains(event.target as Node) && !(event.target as Element).closest(".menu-list a, .menu-list button")) {
        return;
      }
      // A link must have been followed before the list that holds it goes.
      setTimeout(() => {
        details.open = false;
      });
    };
    document.addEventListener("click", close);
    document.addEventListener("keydown", close, true);
    return () => {
      document.removeEventListener("click", close);
      document.removeEventListener("keydown", close, true);
    };
  }, []);
  return (
    <details class="menu" ref={box}>
      <summary class="button" title={title}>
        {label}
      </summary>
      <div class="menu-list">{children}</div>
    </details>
  );
}
