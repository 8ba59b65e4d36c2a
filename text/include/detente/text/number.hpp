// How much is that? Numbers as reports write them: digits with separators, words, ranges, and words that only hint.
//
//   read_number("1,400 people", 0)            // 1400, ends at 5
//   read_number("two and a half million", 0)  // 2500000
//   read_number("10 to 15 rockets", 0)        // 10 to 15
//   read_number("several thousand", 0)        // vague
//   read_number("21st", 0), ("third", 0)      // nothing: ordinals are no amounts
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace detente::text {

struct Number {
  double low = 0;
  double high = 0;      // equal to low unless it is a range
  bool range = false;   // "10 to 15", "10-15", "between 10 and 15"
  bool vague = false;   // "dozens", "several thousand": low and high are 0
  bool worded = false;  // written in words alone: "five", "a dozen"
  std::size_t end = 0;  // byte behind the number
};

// The longest number that begins at byte `at` of UTF-8 text, in any case. Nothing if none does. `at` must be the start
// of a word. Years, times and ages are numbers here; telling them apart needs the words around.
std::optional<Number> read_number(std::string_view text, std::size_t at);

// The share of a whole that begins at byte `at`, to three decimals: "a third" is 0.333, "three-quarters" 0.75, "half"
// 0.5. Nothing if none does. Whether "a third" is a share or a third attempt, the word "of" behind it tells.
std::optional<Number> read_fraction(std::string_view text, std::size_t at);

}  // namespace detente::text
