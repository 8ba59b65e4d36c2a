// The charts' entries in the registry of views.
import type { View } from "../views";

export const chartViews: View[] = [
  { id: "network", title: "Network", key: "n", group: "state", load: () => import("./network/view") },
  { id: "map", title: "Map", key: "m", group: "state", load: () => import("./map/view") },
  { id: "proposals", title: "Proposals", key: "p", group: "state", load: () => import("./proposals/view") },
  { id: "tolls", title: "Tolls", key: "h", group: "state", load: () => import("./tolls/view") },
  { id: "lines", title: "Lines and levers", key: "l", group: "state", load: () => import("./lines/view") },
  { id: "whatif", title: "What if", key: "w", group: "work", load: () => import("./whatif/view") },
];
