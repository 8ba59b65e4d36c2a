import { signal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { typeWords } from "../text/types";
import { views } from "../views";

export const helpOpen = signal(false);

const keys: [string, string][] = [
  ["/", "search in the reports"],
  ["?", "this help"],
  ["g, then a letter", "open a view (the letters stand beside the views)"],
  ["f", "show or hide the filters"],
  ["j  k", "next and previous: claims, statements and links in review, claims in a report"],
  ["r  w  s", "the claim is right, wrong; you are unsure"],
  ["u", "undo the last correction"],
  ["Esc", "close the evidence, a menu, this help; clear the brush"],
  ["← →", "move the brush or a slider; with Shift in greater steps"],
];

export function Help() {
  const dialog = useRef<HTMLDialogElement>(null);
  const open = helpOpen.value;
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} class="help" aria-labelledby="help-title" onClose={() => (helpOpen.value = false)}>
      <header>
        <h2 id="help-title">Help</h2>
        <button type="button" class="plain" aria-label="close the help" onClick={() => (helpOpen.value = false)}>
          ×
        </button>
      </header>
      <h3>Keys</h3>
      <dl class="keys">
        {keys.map(([key, what]) => (
          <>
            <dt>
              <kbd>{key}</kbd>
            </dt>
            <dd>{what}</dd>
          </>
        ))}
        {views.map((view) => (
          <>
            <dt>
              <kbd>g {view.key}</kbd>
            </dt>
            <dd>{view.title}</dd>
          </>
        ))}
      </dl>
      <h3>Types of act</h3>
      <dl class="keys types">
        {Object.entries(typeWords).map(([type, what]) => (
          <>
            <dt class="type">{type}</dt>
            <dd>{what}</dd>
          </>
        ))}
      </dl>
      <h3>How to read the desk</h3>
      <p>
        Every line rests on a sentence of a stored report. Click it, and the sentence opens in its place, with who says so, the rule that
        read it, how sure that is, and what other reports say about the same thing.
      </p>
      <p>
        Counts of support are counts of independent origins: five copies of one wire story are one. Where sources disagree, both sides
        stay. “As of” asks what the reports published by a day say; a revision asks what had been read by then.
      </p>
      <p>Nothing on this page is fetched from elsewhere. Corrections are appended, never written over, and can be undone.</p>
    </dialog>
  );
}
