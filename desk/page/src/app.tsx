// The desk: what may be looked at on the left, what is looked at in the middle, the evidence of one claim at the right.
import { signal } from "@preact/signals";
import type { ComponentType } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { AsOf } from "./components/as_of";
import { Chips, Facets } from "./components/facets";
import { Evidence } from "./components/evidence";
import { Loading } from "./components/frame";
import { Help, helpOpen } from "./components/help";
import { SearchBox, searchBox } from "./components/search_box";
import { Toasts } from "./components/toast";
import { DropZone, Progress } from "./components/upload";
import { heard, status, statusError } from "./desk";
import { useKeys } from "./keys";
import { facetsOpen, openView, selection, theme } from "./state";
import { groups, views } from "./views";

const loaded = new Map<string, ComponentType>();
const menuOpen = signal(false);

function Current() {
  const id = selection.value.view;
  const view = views.find((one) => one.id === id);
  const [, redraw] = useState(0);
  const [failed, setFailed] = useState("");
  const first = useRef(true);
  useEffect(() => {
    document.title = view ? `${view.title} – Détente` : "Détente";
    setFailed("");
    const show = () => {
      redraw((n) => n + 1);
      // A view that was chosen is read from its heading; at the first load the focus stays where the browser put it.
      if (!first.current) requestAnimationFrame(() => document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true }));
      first.current = false;
      scrollTo(0, 0);
    };
    if (!view) return;
    if (loaded.has(id)) {
      show();
      return;
    }
    view.load().then(
      (module) => {
        loaded.set(id, module.default);
        show();
      },
      () => setFailed("This view could not be loaded. Is the desk still running?"),
    );
  }, [id]);
  if (!view) {
    return (
      <div class="state bad" role="alert">
        <p>There is no view “{id}”.</p>
        <button type="button" onClick={() => openView("overview")}>
          To the overview
        </button>
      </div>
    );
  }
  if (failed !== "") return <div class="state bad" role="alert">{failed}</div>;
  const Component = loaded.get(id);
  return Component ? <Component key={id} /> : <Loading what={view.title.toLowerCase()} />;
}

function Navigation() {
  const current = selection.value.view;
  return (
    <nav id="views" class={menuOpen.value ? "views open" : "views"} aria-label="views">
      {groups.map((group) => (
        <div>
          <h2 id={`group-${group.id}`}>{group.title}</h2>
          <ul aria-labelledby={`group-${group.id}`}>
            {views
              .filter((view) => view.group === group.id)
              .map((view) => (
                <li>
                  <button
                    type="button"
                    aria-current={view.id === current ? "page" : undefined}
                    onClick={() => {
                      menuOpen.value = false;
                      openView(view.id);
                    }}
                  >
                    {view.title}
                    <kbd aria-hidden="true">{view.key}</kbd>
                  </button>
                </li>
              ))}
          </ul>
        </div>
      ))}
    </nav>
  );
}

const themes = ["auto", "light", "dark"];
const themeMarks: Record<string, string> = { auto: "◐", light: "○", dark: "●" };

function Header() {
  const now = status.value;
  const title = views.find((view) => view.id === selection.value.view)?.title ?? "Views";
  return (
    <header class="top">
      <button type="button" class="only-narrow" aria-expanded={menuOpen.value} aria-controls="views" onClick={() => (menuOpen.value = !menuOpen.value)}>
        ☰ {title}
      </button>
      <span class="brand">
        Détente <span class="dim">{now?.name}</span>
      </span>
      <SearchBox />
      <AsOf />
      <div class="top-end">
        <button type="button" class="plain" aria-label={`colours: ${theme.value}`} title={`colours: ${theme.value}`}
          onClick={() => (theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? "auto")}>
          {themeMarks[theme.value] ?? "◐"}
        </button>
        <button type="button" class="plain" aria-label="help" title="help (?)" onClick={() => (helpOpen.value = true)}>
          ?
        </button>
      </div>
    </header>
  );
}

function Notices() {
  return (
    <>
      {statusError.value && (
        <div class="notice bad" role="alert">
          {statusError.value.message}
        </div>
      )}
      {!heard.value && !statusError.value && (
        <div class="notice" role="status">
          The desk is not heard any more; what is shown may be old. The page keeps trying.
        </div>
      )}
    </>
  );
}

export function App() {
  useKeys([
    { key: "?", what: "help", run: () => (helpOpen.value = true) },
    { key: "/", what: "search", run: () => searchBox.current?.focus() },
    { key: "f", what: "filters", run: () => (facetsOpen.value = facetsOpen.value === "open" ? "closed" : "open") },
  ]);
  const s = selection.value;
  return (
    <DropZone>
      <a class="skip" href="#main" onClick={(event) => { event.preventDefault(); document.getElementById("main")?.focus(); }}>
        Skip to the view
      </a>
      <Header />
      <Notices />
      <div class={`desk${s.claim === "" ? "" : " with-evidence"}`}>
        <div class="side">
          <Navigation />
          <Facets />
        </div>
        <main id="main" tabIndex={-1}>
          <Chips />
          <Current />
        </main>
        {s.claim !== "" && <Evidence key={s.claim} claim={s.claim} />}
      </div>
      <Progress />
      <Help />
      <Toasts />
    </DropZone>
  );
}
