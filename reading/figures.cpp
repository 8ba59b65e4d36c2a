#include "context.hpp"

namespace detente::reading {

void find_figures(Context&) {}

}  // namespace detente::reading
