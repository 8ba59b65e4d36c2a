#include "events.hpp"

namespace detente::reading {

std::optional<PlaceRef> place_of_act(const Context&, const Syntax&, Token) { return std::nullopt; }

}  // namespace detente::reading
