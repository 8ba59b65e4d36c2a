#include "brief_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>

#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::array<std::string_view, 32> kWithArticle{
    "House",      "Authority", "Union",   "Ministry",   "Department",   "Forces",    "Force",       "Army",
    "Corps",      "Agency",    "Council", "Nations",    "States",       "Kingdom",   "Emirates",    "Administration",
    "Pentagon",   "Bank",      "Cross",   "Crescent",   "Organization", "Programme", "Fund",        "Court",
    "Commission", "League",    "Knesset", "Government", "Command",      "Republic",  "Netherlands", "Times"};

bool takes_article(std::string_view name) {
  for (const std::string_view begin : {"government of ", "Department of ", "Ministry of ", "Office of ", "Houthi",
                                       "United ", "Ministry ", "International ", "US Department"}) {
    if (name.starts_with(begin)) {
      return true;
    }
  }
  const std::string_view last = name.substr(name.find_last_of(' ') + 1);
  return std::find(kWithArticle.begin(), kWithArticle.end(), last) != kWithArticle.end();
}

}  // namespace

std::string told_party(const Who& who) {
  const bool is_described = !who.name.empty() && std::islower(static_cast<unsigned char>(who.name.front())) != 0;
  if (who.kind.empty() || (who.code.empty() && (is_described || who.kind == "unknown"))) {
    return fmt::format("“{}”", shown_words(who.name));
  }
  const std::string name = shown_words(who.name);
  if (takes_article(name)) {
    return "the " + name;
  }
  static constexpr std::array<std::string_view, 9> kOffices{
      "spokesperson", "spokesman", "spokeswoman", "official", "minister", "adviser", "diplomat", "commander", "envoy"};
  const std::string_view last = std::string_view(name).substr(name.find_last_of(' ') + 1);
  if (name.find(' ') != std::string::npos && std::find(kOffices.begin(), kOffices.end(), last) != kOffices.end()) {
    return (std::string_view("AEIOaeio").find(name.front()) != std::string_view::npos ? "an " : "a ") + name;
  }
  // "senior Lebanese official" tells the country by itself.
  const bool tells = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  return is_described && !tells ? fmt::format("{} ({})", name, who.code) : name;
}

std::string capital(std::string text) {
  if (!text.empty()) {
    text.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(text.front())));
  }
  return text;
}

std::string told_list(std::vector<std::string> names, std::size_t most) {
  std::vector<std::string> once;
  for (std::string& name : names) {
    if (std::find(once.begin(), once.end(), name) == once.end()) {
      once.push_back(std::move(name));
    }
  }
  if (once.size() > most) {
    const std::size_t rest = once.size() - (most - 1);
    once.resize(most - 1);
    once.push_back(fmt::format("{} others", rest));
  }
  std::string out;
  for (std::size_t i = 0; i < once.size(); ++i) {
    out += i == 0 ? "" : i + 1 == once.size() ? " and " : ", ";
    out += once[i];
  }
  return out;
}

std::string told_integer(double number) {
  if (!std::isfinite(number) || std::abs(number) >= 1e15) {
    return fmt::format("{:g}", number);
  }
  if (number != std::floor(number)) {
    return fmt::format("{:.1f}", number);
  }
  const std::string digits = fmt::format("{:.0f}", std::abs(number));
  std::string out = number < 0 ? "-" : "";
  for (std::size_t i = 0; i < digits.size(); ++i) {
    out += i > 0 && (digits.size() - i) % 3 == 0 ? "," : "";
    out += digits[i];
  }
  return out;
}

std::string told_number(const Toll& toll) {
  const std::string low = toll.low ? told_integer(*toll.low) : "";
  const std::string high = toll.high ? told_integer(*toll.high) : "";
  if (toll.bound == name(Bound::range) && toll.low && toll.high) {
    return fmt::format("between {} and {}", low, high);
  }
  if (toll.bound == name(Bound::at_most)) {
    return fmt::format("at most {}", high.empty() ? low : high);
  }
  const std::string& value = low.empty() ? high : low;
  if (toll.bound == name(Bound::more_than)) {
    return fmt::format("more than {}", value);
  }
  if (toll.bound == name(Bound::at_least)) {
    return fmt::format("at least {}", value);
  }
  if (toll.bound == name(Bound::about)) {
    return fmt::format("about {}", value);
  }
  return value;
}

std::string told_date(std::string_view iso) {
  static constexpr std::array<std::string_view, 12> kMonths{"January",   "February", "March",    "April",
                                                            "May",       "June",     "July",     "August",
                                                            "September", "October",  "November", "December"};
  const auto date = text::parse_date(iso);
  if (!date || date->month < 0 || date->month > 12) {
    return std::string(iso);
  }
  if (date->precision == text::Precision::year || date->month == 0) {
    return std::to_string(date->year);
  }
  const std::string_view month = kMonths[static_cast<std::size_t>(date->month - 1)];
  return date->precision == text::Precision::month ? fmt::format("{} {}", month, date->year)
                                                   : fmt::format("{} {} {}", date->day, month, date->year);
}

std::string told_when(std::string_view iso) {
  if (iso.empty()) {
    return {};
  }
  const std::size_t week = iso.find("-W");
  if (week != std::string_view::npos) {
    return fmt::format("in week {} of {}", iso.substr(week + 2), iso.substr(0, week));
  }
  return fmt::format("{} {}", iso.size() >= 10 ? "on" : "in", told_date(iso));
}

std::string told_duration(std::string_view iso) {
  if (iso.size() < 3 || iso.size() > 6 || iso.front() != 'P') {
    return {};
  }
  const std::string_view digits = iso.substr(1, iso.size() - 2);
  if (!std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return {};
  }
  const char unit = iso.back();
  const std::string_view word = unit == 'D'   ? "day"
                                : unit == 'W' ? "week"
                                : unit == 'M' ? "month"
                                : unit == 'Y' ? "year"
                                              : "";
  return word.empty() ? std::string() : fmt::format("{} {}{}", digits, word, digits == "1" ? "" : "s");
}

std::string plural(std::int64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", told_integer(static_cast<double>(count)), count == 1 ? one : many);
}

}  // namespace detente::board::briefing
