#include "date_scan.hpp"

#include <array>

namespace detente::text::date {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace

std::vector<Token> scan(std::string_view text) {
  std::vector<Token> tokens;
  bool space = true;
  std::size_t i = 0;
  while (i < text.size()) {
    const char c = text[i];
    if (c == ' ' || (c >= '\t' && c <= '\r')) {
      space = true;
      ++i;
      continue;
    }
    // The no-break space, the narrow one and the thin one stand in dates as plain ones do.
    if (text.substr(i, 2) == "\xC2\xA0") {
      space = true;
      i += 2;
      continue;
    }
    if (text.substr(i, 3) == "\xE2\x80\xAF" || text.substr(i, 3) == "\xE2\x80\x89") {
      space = true;
      i += 3;
      continue;
    }
    std::size_t end = i + 1;
    Kind kind = Kind::sign;
    if (is_digit(c)) {
      kind = Kind::number;
      while (end < text.size() && is_digit(text[end])) {
        ++end;
      }
    } else if (is_letter(c)) {
      kind = Kind::word;
      while (end < text.size() && is_letter(text[end])) {
        ++end;
      }
    } else {
      // A sign of several bytes (a dash, a dot in the middle) is one token.
      while (end < text.size() && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) {
        ++end;
      }
    }
    tokens.push_back({kind, space, text.substr(i, end - i)});
    space = false;
    i = end;
  }
  return tokens;
}

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c | 0x20);
    }
  }
  return out;
}

namespace {

struct Zone {
  std::string_view name;
  int minutes;
};

// Names in use in news, in minutes east of UTC (IANA time zone database, 2024a). IST is three different zones, so it
// is not here.
constexpr std::array<Zone, 35> kZones = {
    {{"Z", 0},      {"UTC", 0},    {"GMT", 0},    {"EST", -300}, {"EDT", -240},  {"CST", -360},  {"CDT", -300},
     {"MST", -420}, {"MDT", -360}, {"PST", -480}, {"PDT", -420}, {"AKST", -540}, {"AKDT", -480}, {"HST", -600},
     {"AST", -240}, {"WET", 0},    {"WEST", 60},  {"BST", 60},   {"CET", 60},    {"CEST", 120},  {"EET", 120},
     {"EEST", 180}, {"MSK", 180},  {"IDT", 180},  {"SAST", 120}, {"EAT", 180},   {"PKT", 300},   {"HKT", 480},
     {"SGT", 480},  {"JST", 540},  {"KST", 540},  {"AEST", 600}, {"AEDT", 660},  {"NZST", 720},  {"NZDT", 780}}};

}  // namespace

std::optional<int> zone_offset(std::string_view name) {
  for (const Zone& zone : kZones) {
    if (zone.name == name || (zone.name == "Z" && name == "z")) {
      return zone.minutes;
    }
  }
  return std::nullopt;
}

bool is_american_zone(std::string_view name) { return name == "ET" || name == "CT" || name == "MT" || name == "PT"; }

// Summer time in the United States since 2007: from the second Sunday of March to the first of November.
std::optional<int> american_offset(std::string_view name, const Date& date) {
  int standard = 0;
  if (name == "ET") {
    standard = -300;
  } else if (name == "CT") {
    standard = -360;
  } else if (name == "MT") {
    standard = -420;
  } else if (name == "PT") {
    standard = -480;
  } else {
    return std::nullopt;
  }
  if (date.year < 2007) {
    return std::nullopt;
  }
  const std::int64_t start = day_number(weekday_after(make_day(date.year, 3, 7), 7));
  const std::int64_t end = day_number(weekday_after(make_day(date.year, 10, 31), 7));
  const std::int64_t day = day_number(date);
  return day >= start && day < end ? standard + 60 : standard;
}

}  // namespace detente::text::date
