// Whose word a text is.
#pragma once

#include "context.hpp"

namespace detente::reading {

// The party that issued the text at `head` ("the statement", "a report by the army", "the letter"): its owner, whoever
// says so in it or issues it, or the one of the text that it looks back to. kNone if `head` is no text or nobody is
// told.
Index issuer_of(Context&, std::uint32_t head);

}  // namespace detente::reading
