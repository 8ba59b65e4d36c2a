#include "context.hpp"

namespace detente::reading {

void find_parties(Context&) {}

}  // namespace detente::reading
