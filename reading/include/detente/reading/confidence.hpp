// How sure is the reader of an item? The confidence that a fitted model gives to its features. tools/calibrate fits the
// weights on annotated reports; knowledge/data/confidence/ holds them.
#pragma once

#include "detente/knowledge/confidence.hpp"
#include "detente/knowledge/features.hpp"
#include "detente/reading.hpp"

namespace detente::reading {

using knowledge::features_of;
using knowledge::ItemKind;
using knowledge::name;

// Writes the model's confidence into every item of a kind that it knows; other items keep that of their rule. Never 0
// or 1: from 0.01 to 0.99.
void set_confidence(Reading&, const knowledge::ConfidenceModel&);

}  // namespace detente::reading
