// The first law of the record, checked: no assertion without a span that is really there.
#pragma once

#include <optional>
#include <string_view>

#include "detente/reading.hpp"
#include "detente/result.hpp"

namespace detente::text {

// Says what is wrong with a reading of `valid` (valid UTF-8), or nothing if all is well: every span lies within the
// text, begins before it ends and splits no UTF-8 sequence; every reference names an item that exists; a statement is
// not its own ancestor. A place, date or population may have an empty span, which says that no words of the text name
// it. The Error is mismatch; `where` names the item: "event e3".
std::optional<Error> first_mismatch(const Reading& reading, std::string_view valid);

}  // namespace detente::text
