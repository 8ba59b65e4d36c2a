// The network of parties: who has to do with whom, and whether in cooperation or in conflict.
import "../charts.css";
import { useMemo, useRef, useState } from "preact/hooks";
import { useView } from "../../api";
import { detente } from "../../command";
import { Frame } from "../../components/frame";
import { Table } from "../../components/table";
import { Words } from "../../components/words";
import { own, selection, setOwn, toggle } from "../../state";
import { conflictShare, QUAD_NAMES, tone, TONE_NAMES } from "../colours";
import { ToneLegend } from "../legend";
import { count } from "../numbers";
import type { Network, NetworkLink, NetworkNode } from "../shapes";
import { makeScene, type Scene } from "./graph";
import { NetworkPicture, type Pictures } from "./picture";

interface LinkRow {
  link: NetworkLink;
  source: string;
  target: string;
}

function rows(network: Network, least: number): LinkRow[] {
  const names = new Map(network.nodes.map((node) => [node.id, node.name]));
  return network.links
    .filter((link) => link.events >= least)
    .map((link) => ({ link, source: names.get(link.source) ?? link.source, target: names.get(link.target) ?? link.target }))
    .sort((a, b) => b.link.events - a.link.events || a.source.localeCompare(b.source));
}

// As long a table as a browser shows without stopping; the files hold all.
const SHOWN = 1000;

function NetworkTable({ network, least }: { network: Network; least: number }) {
  const all = rows(network, least);
  return (
    <>
      {all.length > SHOWN && <p class="note">The {SHOWN} links with the most events of {all.length}. The exported files hold all.</p>}
      <Table
        caption="Links between parties"
        rows={all.slice(0, SHOWN)}
        id={(row) => `${row.link.source} ${row.link.target}`}
        columns={[
          { title: "Who", cell: (row) => <Words text={row.source} />, by: (row) => row.source },
          { title: "To whom", cell: (row) => <Words text={row.target} />, by: (row) => row.target },
          { title: "Events", cell: (row) => row.link.events, number: true, by: (row) => row.link.events },
          ...QUAD_NAMES.map((name, i) => ({ title: name, cell: (row: LinkRow) => row.link.quads[i] ?? 0, number: true, by: (row: LinkRow) => row.link.quads[i] ?? 0 })),
          { title: "Tone", cell: (row) => TONE_NAMES[tone(row.link.quads)], by: (row) => conflictShare(row.link.quads) },
        ]}
      />
    </>
  );
}

function chosenNodes(scene: Scene, names: readonly string[]): Set<number> {
  const wanted = new Set(names);
  const out = new Set<number>();
  scene.nodes.forEach((node, i) => {
    if (wanted.has(node.name) || (node.code !== "" && wanted.has(node.code))) out.add(i);
  });
  return out;
}

function neighbours(scene: Scene, node: number): string[] {
  return scene.pairs
    .filter((pair) => pair.a === node || pair.b === node)
    .sort((x, y) => y.events - x.events)
    .slice(0, 6)
    .map((pair) => {
      const other = scene.nodes[pair.a === node ? pair.b : pair.a];
      return `${other?.name ?? "?"} (${pair.events}, ${TONE_NAMES[pair.tone]})`;
    });
}

function NetworkChart({ network, least, pictures }: { network: Network; least: number; pictures: { current: Pictures | null } }) {
  const scene = useMemo(() => makeScene(network, least), [network, least]);
  const parties = selection.value.party;
  const chosen = useMemo(() => chosenNodes(scene, parties), [scene, parties]);
  const [hovered, setHovered] = useState<number | null>(null);
  const pointed = hovered !== null ? scene.nodes[hovered] : undefined;
  const order = useMemo(() => scene.nodes.map((_, i) => i).sort((a, b) => (scene.nodes[b]?.events ?? 0) - (scene.nodes[a]?.events ?? 0)), [scene]);
  const choose = (i: number) => {
    const node = scene.nodes[i];
    if (node) toggle("party", parties.includes(node.code) ? node.code : node.name);
  };
  return (
    <div class="network">
      <NetworkPicture scene={scene} chosen={chosen} hovered={hovered} onHover={setHovered} onChoose={choose} pictures={pictures} drawer={own("network.draw")}
        label={`Network of ${count(scene.nodes.length, "party", "parties")} and ${count(scene.pairs.length, "pair")}. The table has the same numbers.`} />
      <div class="network-side" role="group" aria-label="parties of the network">
        <ToneLegend what="tone of what two parties do to each other" />
        <ul class="network-parties">
          {order.slice(0, 40).map((i) => {
            const node = scene.nodes[i] as NetworkNode;
            return (
              <li key={node.id}>
                <button type="button" aria-pressed={chosen.has(i)} onClick={() => choose(i)} onFocus={() => setHovered(i)} onBlur={() => setHovered(null)}
                  onMouseEnter={() => setHovered(i)} onMouseLeave={() => setHovered(null)}>
                  <Words text={node.name} /> <span class="dim">{node.events}</span>
                </button>
              </li>
            );
          })}
        </ul>
        {order.length > 40 && <p class="note">The 40 parties with the most events of {order.length}.</p>}
        <p class="network-pointed" aria-live="polite">
          {pointed && hovered !== null ? (
            <>
              <strong><Words text={pointed.name} /></strong>{pointed.code && ` ${pointed.code}`}, {count(pointed.events, "event")}. Most with {neighbours(scene, hovered).join(", ") || "nobody"}.
            </>
          ) : (
            "Point at a party to see its neighbours; click it to select it in all views."
          )}
        </p>
      </div>
    </div>
  );
}

// Of a large record, all pairs together are a ball of wool. Unless told, those with the most events are drawn, as many
// as can be told apart.
const READABLE = 160;

function readable(network: Network | undefined): number {
  const counts = (network?.links ?? []).map((link) => link.events).sort((a, b) => b - a);
  if (counts.length <= READABLE) return 1;
  const least = counts[READABLE] ?? 1;
  return Math.min(least + 1, Math.max(1, counts[0] ?? 1));
}

export default function NetworkView() {
  const network = useView<Network>("/api/network");
  const asked = Math.floor(Number(own("network.min")));
  const least = asked >= 1 ? asked : readable(network.data);
  const pictures = useRef<Pictures | null>(null);
  const most = Math.max(1, network.data?.links.reduce((m, link) => Math.max(m, link.events), 0) ?? 1);
  return (
    <Frame
      id="network"
      title="Network"
      note="A line stands for all events between two parties; its width for how many, its colour for how much of it is conflict. Events are counted as told, report by report."
      resource={network}
      empty={(data) => data.nodes.length === 0}
      emptyText="No event names two parties."
      command={detente(["board", "--json"])}
      data={{ path: "/api/network", extra: { min: least > 1 ? least : undefined }, formats: ["csv", "json", "graphml"] }}
      picture={(format) => (format === "svg" ? (pictures.current?.svg() ?? null) : (pictures.current?.canvas() ?? null))}
      tools={
        <>
          <label class="field">
            drawn by{" "}
            <select value={own("network.draw")} onChange={(event) => setOwn("network.draw", event.currentTarget.value)}>
              <option value="">the faster</option>
              <option value="webgl">WebGL</option>
              <option value="canvas">canvas</option>
            </select>
          </label>
          {network.data && least > 1 && asked < 1 && (
            <span class="small dim">
              the pairs with most events{" "}
              <button type="button" class="small" onClick={() => setOwn("network.min", "1")}>
                All {network.data.links.length.toLocaleString("en")}
              </button>
            </span>
          )}
          <label class="field">
            at least{" "}
            <input type="number" min={1} max={most} value={least} onChange={(event) => setOwn("network.min", event.currentTarget.value)} />{" "}
            events
          </label>
        </>
      }
      table={(data) => <NetworkTable network={data} least={least} />}
    >
      {(data) => <NetworkChart network={data} least={least} pictures={pictures} />}
    </Frame>
  );
}
