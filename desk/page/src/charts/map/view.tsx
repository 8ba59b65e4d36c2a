// Where it happens: a map that needs no network beyond the desk.
import "../charts.css";
import { countryName } from "../../text/countries";
import { geoEqualEarth, geoPath } from "d3-geo";
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { useView } from "../../api";
import { detente } from "../../command";
import { Frame } from "../../components/frame";
import { Table } from "../../components/table";
import { Words } from "../../components/words";
import { select, selection, toggle } from "../../state";
import { conflictShare, QUAD_NAMES, tone, TONE_NAMES } from "../colours";
import { ToneLegend } from "../legend";
import { count } from "../numbers";
import { panZoom, zoomAt, type Camera } from "../panzoom";
import type { PlaceRow } from "../shapes";
import { useWidth } from "../use";
import { fit, named, radius, type Point } from "./fit";
import { loadLand, type Country } from "./land";

const LEAST = 1;
const MOST = 80;
const DRAWN = 2000;

function choosePlace(row: PlaceRow): void {
  if (row.country !== "") toggle("country", row.country);
}

function PlacesTable({ places }: { places: PlaceRow[] }) {
  return (
    <Table
      caption="Places with their events"
      rows={places}
      columns={[
        { title: "Place", cell: (row) => <Words text={row.name} />, by: (row) => row.name },
        {
          title: "Country",
          cell: (row) => row.country && <button type="button" class="plain" aria-pressed={selection.value.country.includes(row.country)} onClick={() => choosePlace(row)}>{row.country}</button>,
          by: (row) => row.country,
        },
        { title: "Events", cell: (row) => row.events, number: true, by: (row) => row.events },
        ...QUAD_NAMES.map((name, i) => ({ title: name, cell: (row: PlaceRow) => row.quads[i] ?? 0, number: true, by: (row: PlaceRow) => row.quads[i] ?? 0 })),
        { title: "Tone", cell: (row) => TONE_NAMES[tone(row.quads)], by: (row) => conflictShare(row.quads) },
        { title: "Latitude", cell: (row) => row.lat?.toFixed(2) ?? "", number: true, by: (row) => row.lat ?? -99 },
        { title: "Longitude", cell: (row) => row.lon?.toFixed(2) ?? "", number: true, by: (row) => row.lon ?? -999 },
      ]}
    />
  );
}

function MapChart({ places }: { places: PlaceRow[] }) {
  const [box, width] = useWidth<HTMLDivElement>(800);
  const height = Math.round(Math.max(280, Math.min(620, width * 0.62)));
  const [land, setLand] = useState<Country[]>([]);
  const [fault, setFault] = useState("");
  const [camera, setCamera] = useState<Camera>({ k: 1, x: 0, y: 0 });
  const [pointed, setPointed] = useState<PlaceRow | null>(null);
  const svg = useRef<SVGSVGElement>(null);
  const now = useRef(camera);
  now.current = camera;

  useEffect(() => {
    let here = true;
    loadLand().then((all) => here && setLand(all), (why: unknown) => here && setFault(String(why)));
    return () => {
      here = false;
    };
  }, []);

  const projection = useMemo(() => geoEqualEarth().fitSize([width, height], { type: "Sphere" }), [width, height]);
  const outlines = useMemo(() => {
    const path = geoPath(projection);
    return land.map((country) => ({ country, d: path(country.shape) ?? "" }));
  }, [land, projection]);
  const points = useMemo(() => {
    const out: Point[] = [];
    for (const row of places) {
      const at = row.lat !== null && row.lon !== null ? projection([row.lon, row.lat]) : null;
      if (at) out.push({ row, x: at[0], y: at[1] });
    }
    return out.sort((a, b) => b.row.events - a.row.events);
  }, [places, projection]);
  const nowhere = places.length - points.length;
  const most = points[0]?.row.events ?? 1;
  const first = useMemo(() => fit(points, width, height), [points, width, height]);
  const home = useRef(first);
  home.current = first;
  useEffect(() => setCamera(first), [first]);

  useEffect(() => {
    const target = svg.current;
    if (!target) return;
    return panZoom(target, { min: LEAST, max: MOST, get: () => now.current, set: (next) => { now.current = next; setCamera(next); }, reset: () => { now.current = home.current; setCamera(home.current); } });
  }, []);

  const zoom = (factor: number) => setCamera(zoomAt(camera, factor, width / 2, height / 2, LEAST, MOST));
  const countries = selection.value.country;
  const placed = points.slice(0, DRAWN).map((point) => ({ point, x: camera.k * point.x + camera.x, y: camera.k * point.y + camera.y, r: radius(point.row.events, most) }));
  const labels = named(placed, width, height);
  return (
    <div class="map" ref={box}>
      {fault !== "" && <p class="note" role="alert">{fault}. The places are shown without the land.</p>}
      <div class="map-box">
        <svg ref={svg} data-chart class="map-svg" width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" tabindex={0}
          aria-label={`Map of ${count(points.length, "place")} with events. The table has the same numbers. Arrow keys move it, plus and minus zoom, 0 goes back.`}>
          <g transform={`translate(${camera.x} ${camera.y}) scale(${camera.k})`}>
            {outlines.map(({ country, d }) => (
              <path key={country.name} d={d} class={country.iso3 !== "" && countries.includes(country.iso3) ? "land chosen" : "land"}
                onClick={() => country.iso3 !== "" && toggle("country", country.iso3)}>
                <title>{country.name}</title>
              </path>
            ))}
          </g>
          <g>
            {placed.map(({ point, x, y, r }) => (
              <circle key={`${point.row.name} ${point.row.country} ${point.row.lat} ${point.row.lon}`} class={`map-dot tone-${tone(point.row.quads)}`} cx={x} cy={y} r={r}
                onClick={() => choosePlace(point.row)} onMouseEnter={() => setPointed(point.row)} onMouseLeave={() => setPointed(null)} />
            ))}
          </g>
          <g aria-hidden="true">
            {placed.filter(({ point }) => labels.has(point)).map(({ point, x, y, r }) => (
              <text key={`${point.row.name} ${point.row.country}`} class="map-name" x={x + r + 3} y={y + 4}>{point.row.name}</text>
            ))}
          </g>
        </svg>
        <div class="chart-buttons">
          <button type="button" onClick={() => zoom(1.5)} aria-label="zoom in">+</button>
          <button type="button" onClick={() => zoom(1 / 1.5)} aria-label="zoom out">−</button>
          <button type="button" onClick={() => setCamera(first)}>Places</button>
          <button type="button" onClick={() => setCamera({ k: 1, x: 0, y: 0 })}>World</button>
        </div>
      </div>
      <ToneLegend what="tone of what happened at a place" />
      <p class="note" aria-live="polite">
        {pointed ? (
          <>
            <strong><Words text={pointed.name} /></strong>{pointed.country && `, ${countryName(pointed.country)}`}: {count(pointed.events, "event")} ({QUAD_NAMES.map((name, i) => `${pointed.quads[i] ?? 0} ${name}`).join(", ")}).
          </>
        ) : (
          "A circle's area is the number of events. Click a circle or a country to select that country in all views."
        )}
        {points.length > DRAWN && ` ${DRAWN} of ${points.length} places are drawn.`}
        {nowhere > 0 && ` ${count(nowhere, "place")} without coordinates: see the table.`}
      </p>
      <ul class="map-places" aria-label="places with the most events">
        {points.slice(0, 12).map(({ row }) => (
          <li key={`${row.name} ${row.country}`}>
            <button type="button" aria-pressed={countries.includes(row.country)} onClick={() => choosePlace(row)} onFocus={() => setPointed(row)} onBlur={() => setPointed(null)}>
              <Words text={row.name} /> <span class="dim">{countryName(row.country)}</span> <span class="number">{row.events}</span>
            </button>
          </li>
        ))}
      </ul>
      {countries.length > 0 && (
        <p class="note">
          <button type="button" onClick={() => select({ country: [] })}>Clear the countries</button>
        </p>
      )}
    </div>
  );
}

export default function MapView() {
  const places = useView<PlaceRow[]>("/api/places", { limit: 5000 });
  return (
    <Frame
      id="map"
      title="Map"
      resource={places}
      empty={(rows) => rows.length === 0}
      emptyText="No event names a place."
      command={detente(["export", "--what", "events"])}
      data={{ path: "/api/places", formats: ["csv", "json", "geojson"] }}
      table={(rows) => <PlacesTable places={rows} />}
    >
      {(rows) => <MapChart places={rows} />}
    </Frame>
  );
}
