// What the confidence in an item is made from.
//
// The features of an item are words such as "construction=verb", "target=none", "said=yes": all that they need is in
// the Reading, so that they can be told again of a stored one.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/reading.hpp"

namespace detente::knowledge {

enum class ItemKind : std::uint8_t { event, statement, figure, instrument };
std::string_view name(ItemKind);

// `index` must be less than the number of items of the kind.
std::vector<std::string> features_of(const Reading&, ItemKind, std::size_t index);

}  // namespace detente::knowledge
