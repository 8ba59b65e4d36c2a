// Runs the layout apart from the page. A new task ends the one under way: the page may send one after any step.
import { layout } from "./layout";
import type { LayoutTask } from "./graph";

const scope = self as unknown as {
  onmessage: ((event: MessageEvent<LayoutTask>) => void) | null;
  postMessage(message: unknown, transfer: Transferable[]): void;
};
let current = 0;
scope.onmessage = (event) => {
  const task = event.data;
  current = task.id;
  const steps = layout(task);
  const go = () => {
    if (current !== task.id) return;
    const step = steps.next();
    if (step.done) return;
    scope.postMessage(step.value, [step.value.positions.buffer]);
    setTimeout(go, 0);
  };
  go();
};
