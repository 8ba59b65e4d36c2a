// The words, numbers and signs that dates are written with, and the names of time zones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/text/date.hpp"

namespace detente::text::date {

enum class Kind : std::uint8_t { number, word, sign };

struct Token {
  Kind kind = Kind::sign;
  bool space_before = false;
  std::string_view text;
};

// Views into the text.
std::vector<Token> scan(std::string_view text);

std::string lower_ascii(std::string_view word);

// Minutes east of UTC of a zone that means one offset all the year: "GMT", "EST", "CEST".
std::optional<int> zone_offset(std::string_view name);

// The same for "ET", "CT", "MT" and "PT", which change with the season.
bool is_american_zone(std::string_view name);
std::optional<int> american_offset(std::string_view name, const Date& date);

}  // namespace detente::text::date
