// Where and when a figure holds: the place and the time that its clause names.
#pragma once

#include <cstdint>

#include "context.hpp"

namespace detente::reading {

// Fills place, as_of and period of a figure whose words `top` heads.
//   as_of   the day for which a running total is given: "as of Friday", "rose to 31 on Friday", "by Sunday"
//   period  the time in which the things counted happened, by ISO 8601: "2024-10", or from a day on, "2023-10-07/.."
//           (ISO 8601-2). Where the words name a beginning without a date ("since the war began"), the value is
//           empty, the span holds the words, and the reading says that it abstains.
void place_and_time(Context&, std::uint32_t top, Figure&);

}  // namespace detente::reading
