// The functions that the table of views names.
#pragma once

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

}  // namespace detente::desk
