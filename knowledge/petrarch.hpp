// Dictionaries in the form of PETRARCH and its parents KEDS and TABARI.
#pragma once

#include <filesystem>

#include "detente/result.hpp"

namespace detente::knowledge {

enum class PetrarchKind { actors, agents, verbs, discards, other };

// What a .txt file of dictionaries holds, by its lines: codes in brackets, codes with "~", verb patterns, or, if its
// comments call it so, discards. Errors: io.
Result<PetrarchKind> petrarch_kind(const std::filesystem::path& file);
PetrarchKind petrarch_kind_of_text(std::string_view text);

}  // namespace detente::knowledge
