// What every view has around it: a heading, its states (loading, empty, error, stale), chart or table, copy, export.
//
//   const events = useView<EventRow[]>("/api/events");
//   <Frame id="map" title="Map" resource={events} empty={(rows) => rows.length === 0}
//          table={(rows) => <EventTable rows={rows} />} command={detente(["export", "--what", "events"])}
//          data={{ path: "/api/events", formats: ["csv", "json"] }}>
//     {(rows) => <svg data-chart>...</svg>}
//   </Frame>
import type { ComponentChildren } from "preact";
import { useRef } from "preact/hooks";
import type { ApiError, Parameters, Resource } from "../api";
import { selectedAddress } from "../api";
import { status } from "../desk";
import type { Drawing } from "../state";
import { clearFilters, drawing, filtered, foreign, newest, openView, own, refresh, selection, setOwn } from "../state";
import { Menu } from "./menu";
import { png, save, svgText } from "./picture";
import { copy, tell } from "./toast";

export interface FrameProps<T> {
  id: string; // of the view; names its files and its key in the URL
  title: string;
  note?: ComponentChildren;
  resource: Resource<T>;
  empty?: (data: T) => boolean;
  emptyText?: ComponentChildren;
  children: (data: T) => ComponentChildren;
  table?: ((data: T) => ComponentChildren) | undefined;
  shape?: string; // what is shown when it is not the table: "Chart"
  tools?: ComponentChildren;
  command?: string;
  data?: { path: string; extra?: Parameters; formats: string[] };
  links?: { label: string; href: string }[]; // other pages about the same
  // The chart to save. The first `svg[data-chart]` or `canvas[data-chart]` of the view unless told; null for views
  // without a picture. A string is an SVG file.
  picture?: ((format: "svg" | "png") => SVGSVGElement | HTMLCanvasElement | string | null) | null;
  // Files that the page makes itself, beside those of the server.
  files?: { label: string; make: () => Blob; name: string }[] | undefined;
}

export function Failure({ error, retry }: { error: ApiError; retry?: () => void }) {
  return (
    <div class="state bad" role="alert">
      <p>
        <strong>{error.code === "unreachable" ? "No answer." : "This could not be shown."}</strong> {error.message}
        {error.where !== "" && <span class="dim"> ({error.where})</span>}
      </p>
      {retry && (
        <button type="button" onClick={retry}>
          Try again
        </button>
      )}
    </div>
  );
}

export function Loading({ what, path }: { what: string; path?: string | undefined }) {
  const now = drawing.value;
  const drawn = now !== null && now.view !== "" && now.view === path;
  return (
    <div class="state" role="status" aria-live="polite">
      <span class="spinner" aria-hidden="true" /> {drawn ? `The desk is drawing the ${what}: ${stepsOf(now)}` : `Loading ${what} …`}
    </div>
  );
}

const stepsOf = (now: Drawing): string => (now.total > 1 ? `step ${Math.min(now.done + 1, now.total)} of ${now.total} …` : "…");

// What is shown is of an earlier revision, until the desk has drawn the new one.
export function Stale({ resource, path }: { resource: Resource<unknown>; path?: string | undefined }) {
  const now = drawing.value;
  return (
    <div class="stale" role="status">
      This is revision {resource.revision}. Revision {resource.stale} is being drawn{now !== null && now.view === path && now.total > 1 ? `, ${stepsOf(now)}` : ""} and comes by itself.
    </div>
  );
}

export function Empty({ children }: { children?: ComponentChildren }) {
  const isNew = status.value?.reports === 0;
  return (
    <div class="state">
      <p>{isNew ? <strong>This record is empty. Drop reports here.</strong> : (children ?? "Nothing here.")}</p>
      {filtered.value ? (
        <p>
          Filters are set.{" "}
          <button type="button" onClick={clearFilters}>
            Clear them
          </button>
        </p>
      ) : (
        selection.value.as_of === "" && (
          <p>
            <button type="button" onClick={() => openView("add")}>
              Add reports
            </button>
          </p>
        )
      )}
    </div>
  );
}

const formatNames: Record<string, string> = {
  csv: "CSV", json: "JSON", geojson: "GeoJSON", graphml: "GraphML", md: "Markdown", html: "HTML page", toml: "TOML",
};

export function Frame<T>(props: FrameProps<T>) {
  const { id, title, resource, table, data } = props;
  const body = useRef<HTMLDivElement>(null);
  const asTable = table !== undefined && own(`${id}.as`) === "table";
  const redrawn = resource.state === "ready" && (resource.stale ?? 0) > 0;
  const stale = resource.state === "ready" && selection.value.revision === "" && resource.revision > 0 && resource.revision < foreign.value && !redrawn;

  const picture = (format: "svg" | "png"): SVGSVGElement | HTMLCanvasElement | string | null =>
    props.picture ? props.picture(format) : (body.current?.querySelector<SVGSVGElement | HTMLCanvasElement>("svg[data-chart], canvas[data-chart]") ?? null);
  const savePicture = async (format: "svg" | "png") => {
    const from = picture(format);
    if (!from) {
      tell("there is no chart to save; is the table shown?", { bad: true });
    } else if (typeof from === "string") {
      save(new Blob([from], { type: "image/svg+xml" }), `${id}.svg`);
    } else if (format === "svg" && from instanceof SVGSVGElement) {
      save(new Blob([svgText(from)], { type: "image/svg+xml" }), `${id}.svg`);
    } else {
      save(await png(from), `${id}.png`);
    }
  };

  let content: ComponentChildren;
  if (resource.state === "error" && resource.error) content = <Failure error={resource.error} retry={resource.reload} />;
  else if (resource.data === undefined) content = <Loading what={title.toLowerCase()} path={data?.path} />;
  else if (props.empty?.(resource.data)) content = <Empty>{props.emptyText}</Empty>;
  else {
    content = (
      <>
        {asTable && table ? table(resource.data) : props.children(resource.data)}
        {resource.next && (
          <p class="more">
            <button type="button" onClick={resource.more} disabled={resource.busy}>
              {resource.busy ? "Loading …" : "More"}
            </button>
          </p>
        )}
      </>
    );
  }

  return (
    <section class="frame" aria-labelledby={`${id}-title`} aria-busy={resource.busy}>
      <header class="frame-head">
        <h1 id={`${id}-title`} tabIndex={-1}>
          {title}
        </h1>
        {resource.busy && resource.state !== "loading" && <span class="spinner" role="img" aria-label="loading" />}
        <div class="tools">
          {props.tools}
          {table && (
            <div class="switch" role="group" aria-label="show as">
              <button type="button" aria-pressed={!asTable} onClick={() => setOwn(`${id}.as`, "")}>
                {props.shape ?? "Chart"}
              </button>
              <button type="button" aria-pressed={asTable} onClick={() => setOwn(`${id}.as`, "table")}>
                Table
              </button>
            </div>
          )}
          <Menu label="Share" title="copy or export what is shown">
            <button type="button" onClick={() => void copy(location.href, "URL")}>
              Copy URL
            </button>
            {props.command && (
              <button type="button" onClick={() => void copy(props.command ?? "", "command")} title={`${props.command}\n${props.command.startsWith("detente") ? "(for a terminal; one program has a record open at a time, so end the desk first)" : ""}`}>
                Copy command
              </button>
            )}
            {data?.formats.map((format) => (
              <a href={selectedAddress(data.path, data.extra, format)} download={`${id}.${format}`}>
                {formatNames[format] ?? format}
              </a>
            ))}
            {props.files?.map((file) => (
              <button type="button" onClick={() => save(file.make(), file.name)}>
                {file.label}
              </button>
            ))}
            {props.links?.map((link) => (
              <a href={link.href} target="_blank" rel="noopener">
                {link.label}
              </a>
            ))}
            {props.picture !== null && !asTable && (
              <>
                <button type="button" onClick={() => void savePicture("svg")}>
                  SVG
                </button>
                <button type="button" onClick={() => void savePicture("png")}>
                  PNG
                </button>
              </>
            )}
          </Menu>
        </div>
        {props.note && <p class="note">{props.note}</p>}
        {(resource.ignored?.length ?? 0) > 0 && <p class="note ignored">Not narrowed by: {resource.ignored?.join(", ")}.</p>}
      </header>
      {redrawn && <Stale resource={resource} path={data?.path} />}
      {stale && (
        <div class="stale" role="status">
          The record has grown: this shows revision {resource.revision}, it is at {newest.value}.{" "}
          <button type="button" onClick={refresh}>
            Show it
          </button>
        </div>
      )}
      {resource.error && resource.state === "ready" && <Failure error={resource.error} retry={resource.reload} />}
      <div class="frame-body" ref={body}>
        {content}
      </div>
    </section>
  );
}
