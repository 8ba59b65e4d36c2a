// How sure is the reader of an item? Its features, and the confidence that a fitted model gives to them.
//
// The features of an item are words such as "construction=verb", "target=none", "said=yes": all that they need is in
// the Reading, so that they can be told again of a stored one. tools/calibrate fits the weights on annotated reports;
// knowledge/data/confidence/ holds them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/knowledge/confidence.hpp"
#include "detente/reading.hpp"

namespace detente::reading {

enum class ItemKind : std::uint8_t { event, statement, figure, instrument };
std::string_view name(ItemKind);

// `index` must be less than the number of items of the kind.
std::vector<std::string> features_of(const Reading&, ItemKind, std::size_t index);

// Writes the model's confidence into every item of a kind that it knows; other items keep that of their rule. Never 0
// or 1: from 0.01 to 0.99.
void set_confidence(Reading&, const knowledge::ConfidenceModel&);

}  // namespace detente::reading
