// `/` goes here from everywhere; what is typed filters every view, and Enter shows where the words stand.
import { createRef } from "preact";
import { useEffect, useState } from "preact/hooks";
import { openView, selection } from "../state";

export const searchBox = createRef<HTMLInputElement>();

export function SearchBox() {
  const q = selection.value.q;
  const [typed, setTyped] = useState(q);
  useEffect(() => setTyped(q), [q]);
  return (
    <form
      class="search"
      role="search"
      onSubmit={(event) => {
        event.preventDefault();
        openView("search", { q: typed.trim() });
      }}
    >
      <input
        ref={searchBox}
        type="search"
        aria-label="search in the reports"
        placeholder="Search   /"
        value={typed}
        onInput={(event) => setTyped(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape") event.currentTarget.blur();
        }}
      />
    </form>
  );
}
