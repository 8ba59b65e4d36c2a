// Every view of the desk. A view is loaded when it is first opened, so that the desk itself is there at once.
import type { ComponentType } from "preact";
import { chartViews } from "./charts/views";

export interface View {
  id: string; // in the URL
  title: string;
  key: string; // opens it after `g`
  group: "state" | "evidence" | "work";
  load: () => Promise<{ default: ComponentType }>;
}

const own: View[] = [
  { id: "overview", title: "Overview", key: "o", group: "state", load: () => import("./views/overview") },
  { id: "timeline", title: "Timeline", key: "t", group: "state", load: () => import("./views/timeline") },
  { id: "reports", title: "Reports", key: "r", group: "evidence", load: () => import("./views/reports") },
  { id: "statements", title: "Statements", key: "s", group: "evidence", load: () => import("./views/statements") },
  { id: "findings", title: "Findings", key: "f", group: "evidence", load: () => import("./views/findings") },
  { id: "contradictions", title: "Contradictions", key: "x", group: "evidence", load: () => import("./views/contradictions") },
  { id: "search", title: "Search", key: "/", group: "evidence", load: () => import("./views/search") },
  { id: "review", title: "Review", key: "v", group: "work", load: () => import("./views/review") },
  { id: "corrections", title: "Corrections", key: "c", group: "work", load: () => import("./views/corrections") },
  { id: "add", title: "Add reports", key: "a", group: "work", load: () => import("./views/add") },
];

export const views: View[] = [...own, ...chartViews];

export const groups: { id: View["group"]; title: string }[] = [
  { id: "state", title: "State of play" },
  { id: "evidence", title: "Evidence" },
  { id: "work", title: "Work" },
];
