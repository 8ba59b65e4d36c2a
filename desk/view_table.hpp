// The functions that the table of views names.
#pragma once

#include "detente/desk/view.hpp"

namespace detente::desk {

Result<Answer> status_view(Sight& sight, const Request& request);

}  // namespace detente::desk
