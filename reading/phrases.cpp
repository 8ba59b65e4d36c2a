#include "context.hpp"

namespace detente::reading {

TokenRange noun_phrase(const Analysis& a, std::uint32_t head) { return {a.left_edge[head], head + 1}; }

}  // namespace detente::reading
