#include "context.hpp"

namespace detente::reading {

void find_statements(Context&) {}

}  // namespace detente::reading
