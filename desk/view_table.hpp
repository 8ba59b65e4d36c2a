// The functions that the table of views names.
#pragma once

#include <string>
#include <utility>

#include "detente/desk/view.hpp"

namespace detente::desk {

Result<Answer> status_view(Sight& sight, const Request& request);
Result<Answer> events_view(Sight& sight, const Request& request);
Result<Answer> facets_view(Sight& sight, const Request& request);
Result<Answer> reports_view(Sight& sight, const Request& request);
Result<Answer> report_view(Sight& sight, const Request& request);
Result<Answer> search_view(Sight& sight, const Request& request);
Result<Answer> statements_view(Sight& sight, const Request& request);
Result<Answer> network_view(Sight& sight, const Request& request);
Result<Answer> places_view(Sight& sight, const Request& request);
Result<Answer> board_view(Sight& sight, const Request& request);
Result<Answer> proposals_view(Sight& sight, const Request& request);
Result<Answer> tolls_view(Sight& sight, const Request& request);
Result<Answer> changes_view(Sight& sight, const Request& request);
Result<Answer> brief_view(Sight& sight, const Request& request);
Result<Answer> draft_view(Sight& sight, const Request& request);
Result<Answer> figures_view(Sight& sight, const Request& request);
Result<Answer> instruments_view(Sight& sight, const Request& request);
Result<Answer> findings_view(Sight& sight, const Request& request);
Result<Answer> finding_view(Sight& sight, const Request& request);
Result<Answer> contradictions_view(Sight& sight, const Request& request);
Result<Answer> links_view(Sight& sight, const Request& request);
Result<Answer> origins_view(Sight& sight, const Request& request);
Result<Answer> parties_view(Sight& sight, const Request& request);
Result<Answer> party_view(Sight& sight, const Request& request);
Result<Answer> corrections_view(Sight& sight, const Request& request);
Result<Answer> why_view(Sight& sight, const Request& request);

// From and to when the newest board tells what moved.
Result<std::pair<std::string, std::string>> days_of_change(Sight& sight, const Request& request);
// Leaves the events as they stand in memory beside the record, unless they are few or there already.
void keep_cube(Sight& sight);

}  // namespace detente::desk
