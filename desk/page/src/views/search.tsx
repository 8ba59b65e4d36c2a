// Where the words stand.
import { useView } from "../api";
import type { Resource } from "../api";
import { Frame } from "../components/frame";
import { searchBox } from "../components/search_box";
import { Day, Words } from "../components/words";
import { openReport, selection } from "../state";
import type { Hit } from "../types";

const nothing: Resource<Hit[]> = {
  state: "ready", data: [], error: undefined, revision: 0, busy: false, next: undefined, more: () => undefined, reload: () => undefined,
};

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
              <button type="button" class="link hit" onClick={() => openReport(hit.report)}>
                <Words text={hit.title === "" ? "without a title" : hit.title} />
              </button>
              <div class="small dim">
                <Words text={hit.outlet} /> · <Day day={hit.day} dated={hit.dated} />
              </div>
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
