// Words that say little, because many reports have them. The lists are made by tools/fit_word_rarity.
#pragma once

#include <string_view>

namespace detente::linking {

// Stems divided by spaces.
extern const std::string_view kCommonWords;
extern const std::string_view kUsualWords;

}  // namespace detente::linking
