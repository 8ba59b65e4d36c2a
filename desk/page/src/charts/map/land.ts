// The countries of the world at 1:110 million (Natural Earth, by world-atlas), fetched from the desk itself.
import codes from "i18n-iso-countries/codes.json";
import { feature } from "topojson-client";
import type { Feature, FeatureCollection, Geometry } from "geojson";
import type { GeometryCollection, Topology } from "topojson-specification";
import atlas from "world-atlas/countries-110m.json?url";

export interface Country {
  name: string;
  iso3: string; // "" where ISO 3166 has no code
  shape: Feature<Geometry>;
}

let land: Promise<Country[]> | null = null;

async function fetchLand(): Promise<Country[]> {
  const response = await fetch(atlas);
  if (!response.ok) throw new Error(`the map could not be loaded: ${response.status}`);
  const world = (await response.json()) as Topology<{ countries: GeometryCollection<{ name: string }> }>;
  const iso3 = new Map((codes as string[][]).map((row) => [row[2] ?? "", row[1] ?? ""]));
  const all = feature(world, world.objects.countries) as FeatureCollection<Geometry, { name: string }>;
  return all.features.map((shape) => ({ name: shape.properties.name, iso3: iso3.get(String(shape.id ?? "")) ?? "", shape }));
}

export function loadLand(): Promise<Country[]> {
  land ??= fetchLand().catch((fault: unknown) => {
    land = null;
    throw fault;
  });
  return land;
}
