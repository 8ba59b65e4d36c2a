// The state of play in one screen: how much there is, what moved, what is offered, how bad it is, what is disputed.
// Every line opens the sentence that it rests on.
import { selectedAddress, useView } from "../api";
import type { Board, Tie } from "../board";
import { detente } from "../command";
import { Frame } from "../components/frame";
import { Words } from "../components/words";
import { openView, selection } from "../state";
import type { Status } from "../types";
import { Changes, DisputeLine, few, FrontLine, HarmLine, Part, ProposalLine, RedLineLine, TieLine } from "./overview_parts";

export default function Overview() {
  // Of the day and revision that are looked at, unlike the status that the desk keeps of the whole record.
  const now = useView<Status>("/api/status", {}, "time").data;
  const s = selection.value;
  const party = s.party[0];
  const board = useView<Board>("/api/board");
  const counts: [string, number | undefined, string][] = [
    ["reports", board.data?.reports, "reports"],
    ["origins", board.data?.origins ?? now?.origins, "reports"],
    ["events", now?.events, "timeline"],
    ["findings", board.data?.findings ?? now?.findings, "findings"],
    ["disputed", board.data?.disputed?.length, "contradictions"],
    ["undated", board.data?.undated, "reports"],
  ];
  const byMove = (a: Tie, b: Tie) => Math.abs(b.change ?? 0) - Math.abs(a.change ?? 0) || b.events - a.events;
  return (
    <Frame id="overview" title="Overview" resource={board} picture={null} empty={(b) => b.reports === 0}
      emptyText="No report passes." command={detente(["board"], { party })}
      links={[
        { label: "Brief of two pages", href: selectedAddress("/api/brief", {}, "html") },
        { label: "Brief in Markdown", href: selectedAddress("/api/brief", {}, "md") },
      ]}
      data={{ path: "/api/board", formats: ["csv", "json"] }}
      note={
        board.data && board.data.last_day !== "" && (
          <>
            Reports of {board.data.first_day} to {board.data.last_day}
            {board.data.before && <>; changes are counted since {board.data.before}</>}
            {party !== undefined && <>; only what concerns <Words text={party} /></>}
            {board.data.unread > 0 && <>; {board.data.unread} in other languages, unread</>}
          </>
        )
      }>
      {(b) => (
        <>
          <dl class="counts">
            {counts.map(
              ([name, value, view]) =>
                value !== undefined && (
                  <div key={name}>
                    <dt>{name}</dt>
                    <dd>
                      <button type="button" class="plain number" onClick={() => openView(view)} aria-label={`${value.toLocaleString("en")} ${name}`}>
                        {value.toLocaleString("en")}
                      </button>
                    </dd>
                  </div>
                ),
            )}
          </dl>
          <Changes board={b} />
          <div class="parts">
            <Part title={b.ties.some((tie) => (tie.change ?? 0) !== 0) ? "Ties that moved" : "Ties"} hint="weight, its change; events in origins" count={b.ties.length} more="network">
              {[...b.ties].sort(byMove).slice(0, few).map((tie) => (
                <TieLine key={`${tie.source} ${tie.type} ${tie.target}`} tie={tie} />
              ))}
            </Part>
            <Part title="Proposals" count={b.proposals.length} more="proposals">
              {b.proposals.slice(0, few).map((proposal, i) => (
                <ProposalLine key={i} proposal={proposal} />
              ))}
            </Part>
            <Part title="Harm" count={b.harm.length} more="tolls">
              {[...b.harm].sort((x, y) => y.claims.length - x.claims.length).slice(0, few).map((harm, i) => (
                <HarmLine key={i} harm={harm} />
              ))}
            </Part>
            <Part title="Disputed" count={b.disputed?.length ?? 0} more="contradictions">
              {(b.disputed ?? []).slice(0, few).map((dispute, i) => (
                <DisputeLine key={i} dispute={dispute} />
              ))}
            </Part>
            <Part title="Fronts" hint="events by week, in all" count={b.fronts?.length ?? 0} more="map">
              {(b.fronts ?? []).slice(0, few).map((front, i) => (
                <FrontLine key={i} front={front} />
              ))}
            </Part>
            <Part title="Red lines" count={b.red_lines?.length ?? 0} more="lines">
              {(b.red_lines ?? []).slice(0, few).map((line, i) => (
                <RedLineLine key={i} line={line} />
              ))}
            </Part>
          </div>
        </>
      )}
    </Frame>
  );
}
