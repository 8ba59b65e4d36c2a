// Short messages at the foot of the page. One with an action (undo) stays longer.
import { signal } from "@preact/signals";

export interface Toast {
  id: number;
  text: string;
  bad: boolean;
  action?: { label: string; run: () => void } | undefined;
}

export const toasts = signal<Toast[]>([]);
let last = 0;

export function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

export function tell(text: string, options: { bad?: boolean; action?: { label: string; run: () => void } } = {}): void {
  const id = ++last;
  const toast: Toast = { id, text, bad: options.bad ?? false, action: options.action };
  toasts.value = [...toasts.value.slice(-3), toast];
  setTimeout(() => dismiss(id), options.action ? 15_000 : toast.bad ? 10_000 : 4_000);
}

export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map((toast) => (
        <div key={toast.id} class={toast.bad ? "toast bad" : "toast"}>
          <span>{toast.text}</span>
          {toast.action && (
            <button
              type="button"
              onClick={() => {
                toast.action?.run();
                dismiss(toast.id);
              }}
            >
              {toast.action.label}
            </button>
          )}
          <button type="button" class="plain" aria-label="dismiss the message" onClick={() => dismiss(toast.id)}>
            ×
          </button>
        </div>
      ))}
    </div>
  );
}

export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    tell(`${what} copied`);
  } catch {
    // Without a secure context there is no clipboard; the old way still works there.
    const area = document.createElement("textarea");
    area.value = text;
    document.body.append(area);
    area.select();
    const done = document.execCommand("copy");
    area.remove();
    if (done) tell(`${what} copied`);
    else tell(`the browser does not let the page copy; here it is: ${text}`, { bad: true });
  }
}
