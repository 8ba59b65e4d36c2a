// Parts of a whole in words: "a third", "two thirds", "three-quarters", "half".
#include <array>
#include <cmath>
#include <string>

#include "detente/text/number.hpp"

namespace detente::text {

namespace {

struct Named {
  std::string_view word;
  double value;
};

constexpr std::array kCounts = {Named{"a", 1},     Named{"an", 1},   Named{"one", 1},  Named{"two", 2},
                                Named{"three", 3}, Named{"four", 4}, Named{"five", 5}, Named{"nine", 9}};
constexpr std::array kParts = {Named{"half", 2},  Named{"third", 3}, Named{"quarter", 4}, Named{"fourth", 4},
                               Named{"fifth", 5}, Named{"sixth", 6}, Named{"eighth", 8},  Named{"tenth", 10}};

constexpr std::size_t kLongestWord = 8;

// The word at `at` in lower case, and where it ends.
std::string word_at(std::string_view text, std::size_t at, std::size_t& end) {
  std::string out;
  for (end = at; end < text.size() && out.size() <= kLongestWord; ++end) {
    const char c = text[end];
    const bool upper = c >= 'A' && c <= 'Z';
    if (!upper && (c < 'a' || c > 'z')) {
      break;
    }
    out += upper ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

double part(std::string_view word) {
  if (word.ends_with('s')) {
    word.remove_suffix(1);
  }
  for (const Named& p : kParts) {
    if (p.word == word) {
      return p.value;
    }
  }
  return 0;
}

}  // namespace

std::optional<Number> read_fraction(std::string_view text, std::size_t at) {
  std::size_t end = 0;
  const std::string first = word_at(text, at, end);
  Number n;
  n.worded = true;
  if (first == "half") {
    n.low = n.high = 0.5;
    n.end = end;
    return n;
  }
  for (const Named& count : kCounts) {
    if (count.word != first || end >= text.size() || (text[end] != ' ' && text[end] != '-')) {
      continue;
    }
    std::size_t behind = 0;
    const double of = part(word_at(text, end + 1, behind));
    if (of <= count.value) {
      return std::nullopt;
    }
    n.low = n.high = std::round(count.value / of * 1000) / 1000;
    n.end = behind;
    return n;
  }
  return std::nullopt;
}

}  // namespace detente::text
