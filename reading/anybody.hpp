// People who are nobody in particular.
#pragma once

#include "detente/reading.hpp"

namespace detente::reading {

// "people", "some residents", "families" of no named country or group are whom a figure counts, but no party that acts,
// suffers or speaks: events, statements and instruments keep the words and lose the party.
void leave_out_anybody(Reading&);

}  // namespace detente::reading
