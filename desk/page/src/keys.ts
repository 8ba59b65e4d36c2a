// Keys. A view adds its own while it is open; a key typed into a field is the field's.
import { useEffect } from "preact/hooks";
import { openView } from "./state";
import { views } from "./views";

export interface Binding {
  key: string;
  what: string;
  run: () => void;
}

const bound: Binding[] = [];

export function useKeys(bindings: Binding[]): void {
  useEffect(() => {
    bound.push(...bindings);
    return () => {
      for (const binding of bindings) bound.splice(bound.indexOf(binding), 1);
    };
  });
}

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target instanceof HTMLInputElement) return !["checkbox", "radio", "button", "range"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement;
}

let goes = false;

export function listen(): void {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || inField(event.target)) return;
    if (goes) {
      goes = false;
      const view = views.find((one) => one.key === event.key);
      if (view) {
        event.preventDefault();
        openView(view.id);
        return;
      }
    }
    if (event.key === "g") {
      goes = true;
      return;
    }
    // The one that came last is the nearest to the eye.
    for (let i = bound.length - 1; i >= 0; i--) {
      const binding = bound[i];
      if (binding?.key === event.key) {
        event.preventDefault();
        binding.run();
        return;
      }
    }
  });
}
