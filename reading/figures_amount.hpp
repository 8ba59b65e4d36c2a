// Is this number an amount, and of what unit? Dates, ages, times of day, names and pronouns are none.
#pragma once

#include <cstdint>
#include <optional>

#include "context.hpp"
#include "detente/text/number.hpp"

namespace detente::reading {

inline bool is_nominal(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN; }
inline bool begins_with_digit(const Analysis& a, std::uint32_t i) {
  const char c = a.text[a.begin[i]];
  return c >= '0' && c <= '9';
}

// "a third of the casualties", "two thirds of whose trade", "nine in ten people".
struct Share {
  text::Number value;  // from 0 to 1
  TokenRange words;
  std::optional<std::uint32_t> noun;
};

class AmountReader {
 public:
  AmountReader(const Analysis& a, const knowledge::WordLexicon& words) : a_(a), words_(words) {}

  bool is_name_part(std::uint32_t i) const;
  // `i` and `end` bound the tokens of the number.
  bool is_amount(std::uint32_t i, std::uint32_t end, const text::Number& n) const;
  bool counts_noun(std::uint32_t i) const;
  // The unit behind the number that ends at token `end`.
  std::optional<std::uint32_t> unit_behind(std::uint32_t end) const;
  bool is_relief(std::uint32_t i) const;
  bool is_length(std::uint32_t noun) const;
  bool is_duration(std::uint32_t i, std::uint32_t unit) const;
  std::optional<Share> share_at(std::uint32_t i) const;

 private:
  std::optional<Share> odds_at(std::uint32_t i) const;

  const Analysis& a_;
  const knowledge::WordLexicon& words_;
};

}  // namespace detente::reading
