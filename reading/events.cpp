#include "context.hpp"

namespace detente::reading {

void find_events(Context&) {}

}  // namespace detente::reading
