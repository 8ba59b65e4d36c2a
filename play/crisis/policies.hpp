// Policies: rules on the state of a crisis that set levers.
#pragma once

#include "rows.hpp"

namespace detente::play {

void read_policies(Crisis& crisis, Rows& rows);

}  // namespace detente::play
