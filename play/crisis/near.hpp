// What a mistyped name was meant to be.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace detente::play {

// The name at the least edit distance (Levenshtein, with swaps of neighbours) if it is at most a third of the longer
// length; "" if none is near.
std::string nearest(std::string_view word, const std::vector<std::string_view>& names);

// "; did you mean 'Israel'?", or "".
std::string did_you_mean(std::string_view word, const std::vector<std::string_view>& names);

}  // namespace detente::play
