#include "context.hpp"

namespace detente::reading {

void find_instruments(Context&) {}

}  // namespace detente::reading
