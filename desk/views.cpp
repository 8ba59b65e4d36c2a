// The table of views, and nothing else.
#include "view_table.hpp"

namespace detente::desk {

std::span<const View> views() {
  static const std::vector<View> kViews{
      {"/api/status", "What the record holds, and its revisions.", {}, {"json"}, status_view, false, false},
      {"/api/facets",
       "How many events there are of each kind, each field counted under the filters of all others.",
       {{"bin", "how wide the bars of the time line are", "string", {"day", "week", "month", "year"}},
        {"top", "how many values of each field at most; 100 if it is not given", "integer"}},
       {"json", "csv"},
       facets_view},
      {"/api/events", "Who did what to whom, the newest first.", {}, {"json", "csv"}, events_view, true},
      {"/api/network",
       "Who acts on whom.",
       {{"min", "the fewest events of a pair; 1 if it is not given", "integer"}},
       {"json", "csv", "graphml"},
       network_view},
      {"/api/places", "Where things happen, the most first.", {}, {"json", "csv", "geojson"}, places_view, true},
      {"/api/statements",
       "Who says something, and what, the newest first.",
       {},
       {"json", "csv"},
       statements_view,
       true},
      {"/api/reports", "What was published, the newest first.", {}, {"json", "csv"}, reports_view, true},
      {"/api/reports/{id}",
       "One report with its text and all that was read in it.",
       {},
       {"json", "csv"},
       report_view,
       false,
       false},
      {"/api/search",
       "Reports that hold these words, the best first: words, \"phrases\", begin*, NEAR(a b, 5), OR, -not.",
       {},
       {"json", "csv"},
       search_view,
       true},
  };
  return kViews;
}

}  // namespace detente::desk
