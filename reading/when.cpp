#include "events.hpp"

namespace detente::reading {

std::optional<DateRef> date_of_act(const Context&, const Syntax&, Token, Status) { return std::nullopt; }

}  // namespace detente::reading
