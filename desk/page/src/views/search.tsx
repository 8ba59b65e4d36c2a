// Where the words stand.
import { useView } from "../api";
import type { Resource } from "../api";
import { Frame } from "../components/frame";
import { searchBox } from "../components/search_box";
import { Day, Words } from "../components/words";
import { select, selection } from "../state";
import type { Hit } from "../types";

const nothing: Resource<Hit[]> = {
  state: "ready", data: [], error: undefined, revision: 0, busy: false, next: undefined, more: () => undefined, reload: () => undefined,
};

const placesAtMost = 8;

// The report, at the place of one of its hits.
function open(hit: Hit, i: number): void {
  const at = hit.spans?.[i]?.span;
  select({ view: "reports", report: hit.report, claim: "", own: { ...selection.peek().own, "report.at": at ? at.join("-") : "" } });
}

export default function Search() {
  const q = selection.value.q;
  const found = useView<Hit[]>(q === "" ? null : "/api/search");
  const hits = q === "" ? nothing : found;
  return (
    <Frame id="search" title="Search" resource={hits} picture={null} empty={(all) => all.length === 0}
      emptyText={
        q === "" ? (
          <button type="button" onClick={() => searchBox.current?.focus()}>
            Type words to find, or press /
          </button>
        ) : (
          <>No report holds “<Words text={q} />”.</>
        )
      }
      {...(q === "" ? {} : { data: { path: "/api/search", formats: ["csv", "json"] } })}
      note={q !== "" && <>The words “<Words text={q} />” also filter the other views, until they are cleared.</>}>
      {(all) => (
        <ol class="lines hits">
          {all.map((hit) => (
            <li key={hit.report}>
              <button type="button" class="link hit" onClick={() => open(hit, 0)}>
                <Words text={hit.title === "" ? "without a title" : hit.title} />
              </button>
              <div class="small dim">
                <Words text={hit.outlet} /> · <Day day={hit.day} dated={hit.dated} />
              </div>
              {(hit.spans?.length ?? 0) > 1 && (
                <div class="small places" role="group" aria-label="where the words stand">
                  {hit.spans?.slice(0, placesAtMost).map((span, i) => (
                    <button type="button" class="link small" onClick={() => open(hit, i)}>
                      {i + 1} <Words text={span.text} />
                    </button>
                  ))}
                  {(hit.spans?.length ?? 0) > placesAtMost && <span class="dim">and {(hit.spans?.length ?? 0) - placesAtMost} more</span>}
                </div>
              )}
              <p class="snippet">
                {hit.snippet.map((part) => (part.hit ? <mark><Words text={part.text} /></mark> : <Words text={part.text} />))}
              </p>
            </li>
          ))}
        </ol>
      )}
    </Frame>
  );
}
