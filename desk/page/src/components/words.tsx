// Text of a report, a title, a name: always set as text, isolated from what stands around it, its control characters
// shown instead of obeyed.
import { openClaim, openReport } from "../state";
import { pieces } from "../text/controls";
import type { Span } from "../types";

export function Words({ text }: { text: string }) {
  return (
    <bdi dir="auto">
      {pieces(text).map((piece) =>
        piece.control ? (
          <span class="control" title="a control character, shown instead of obeyed">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
    </bdi>
  );
}

// Who says so, the innermost first, the outlet last.
export function Chain({ by, outlet }: { by?: string[] | undefined; outlet?: string | undefined }) {
  const all = (by ?? []).filter((name) => name !== "");
  if (outlet && all[all.length - 1] !== outlet) all.push(outlet);
  if (all.length === 0) return <span class="dim">nobody named</span>;
  return (
    <span class="chain" aria-label={`said by ${all.join(", as told by ")}`}>
      {all.map((name, i) => (
        <>
          {i > 0 && (
            <span class="dim" aria-hidden="true">
              {" ‹ "}
            </span>
          )}
          <Words text={name} />
        </>
      ))}
    </span>
  );
}

export function Day({ day, dated = true }: { day?: string | null | undefined; dated?: boolean | undefined }) {
  if (!day || !dated) return <span class="dim">undated</span>;
  return <time dateTime={day}>{day}</time>;
}

export const claimOf = (span: Span): string => (span.item ? `${span.report}:${span.item}` : "");

// The sentence that a line of the desk rests on. It opens the claim with its reasons, or the report where there is none.
export function Quote({ span, lines = 2, children }: { span: Span; lines?: number; children?: preact.ComponentChildren }) {
  const claim = claimOf(span);
  const open = () => (claim ? openClaim(claim) : openReport(span.report));
  return (
    <button type="button" class={`quote lines-${lines}`} onClick={open} title="open the sentence and its reasons">
      <span class="said">{children ?? <Words text={span.text} />}</span>{" "}
      <span class="source">
        <Words text={span.outlet ?? span.report} /> <Day day={span.day} dated={span.dated} />
      </span>
    </button>
  );
}
