// Every view of the desk, with what must be on it over the sample reports.
export const views = [
  { id: "overview", title: "Overview", query: "?view=overview", has: ".part" },
  { id: "timeline", title: "Timeline", query: "?view=timeline", has: "svg[data-chart]" },
  { id: "reports", title: "Reports", query: "?view=reports", has: ".table tbody tr" },
  { id: "report", title: "", query: async (desk) => `?view=reports&report=${(await desk.get("/api/reports")).data[0].id}`, has: ".report-text .hl" },
  { id: "statements", title: "Statements", query: "?view=statements", has: ".frame-body li, .table tbody tr" },
  { id: "findings", title: "Findings", query: "?view=findings", has: ".frame-body li, .table tbody tr" },
  { id: "contradictions", title: "Contradictions", query: "?view=contradictions", has: ".frame-body > *" },
  { id: "search", title: "Search", query: "?view=search&q=ceasefire", has: ".frame-body mark, .frame-body li" },
  { id: "review", title: "Review", query: "?view=review", has: ".queue li" },
  { id: "corrections", title: "Corrections", query: "?view=corrections", has: ".frame-body > *" },
  { id: "add", title: "Add reports", query: "?view=add", has: ".drop" },
  { id: "network", title: "Network", query: "?view=network", has: ".network-host canvas" },
  { id: "map", title: "Map", query: "?view=map", has: ".map-dot" },
  { id: "proposals", title: "Proposals", query: "?view=proposals", has: ".matrix button.stance" },
  { id: "tolls", title: "Tolls", query: "?view=tolls", has: ".toll svg [data-mark]" },
  { id: "lines", title: "Lines and levers", query: "?view=lines", has: ".card" },
  { id: "whatif", title: "What if", query: "?view=whatif", has: ".whatif-form" },
];

export async function queryOf(view, desk) {
  return typeof view.query === "string" ? view.query : view.query(desk);
}
