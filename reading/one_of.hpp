// Whether a word is one of a few.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string_view>

namespace detente::reading {

template <typename Words>
bool one_of(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

inline bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace detente::reading
