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

constexpr std::string_view kWithArticle =
    " House Authority Union Ministry Department Forces Force Army Corps Agency Council Nations States Kingdom Emirates "
    "Administration Pentagon Bank Cross Crescent Organization Organisation Programme Program Fund Court Commission "
    "League "
    "Knesset Government Command Republic Netherlands Times Kremlin Vatican Party Movement Front Brigades Taliban Guard "
    "Guards Guardsmen Office Bureau Coalition Senate Parliament Treasury Navy Marines Philippines Alliance "
    "Assembly Committee Cabinet Presidency Palace Service Police Federation Society Institute Association Foundation "
    "Tribunal Secretariat Community Legion Militia Group Centre Center Mission Panel Quartet Board IAEA UN EU OAS IMF "
    "ICC "
    "CIA FBI AU WHO UNHCR Observatory ";

bool is_listed(std::string_view word, std::string_view list) {
  return !word.empty() && list.find(" " + std::string(word) + " ") != std::string_view::npos;
}

bool takes_article(std::string_view name) {
  // "South Korea's army" and "the army" do not go together.
  if (name.starts_with("the ") || name.starts_with("The ") ||
      (name.find("'s ") != std::string_view::npos && name.find("People's ") == std::string_view::npos) ||
      name.find("’s ") != std::string_view::npos) {
    return false;
  }
  for (const std::string_view begin : {"government of ", "Department of ", "Ministry of ", "Office of ", "Houthi",
                                       "United ", "Ministry ", "International ", "US Department", "Group of ",
                                       "Organization ", "Organisation ", "Republic of ", "Government of "}) {
    if (name.starts_with(begin)) {
      return true;
    }
  }
  // "Federal Office of Germany" as "Federal Office".
  const std::string_view head = name.substr(0, name.find(" of "));
  return is_listed(name.substr(name.find_last_of(' ') + 1), kWithArticle) ||
         (head.size() < name.size() && is_listed(head.substr(head.find_last_of(' ') + 1), kWithArticle));
}

// "government of United States" lacks the article of the country.
std::string with_inner_article(const std::string& name) {
  for (const std::string_view of : {" of United ", " of Netherlands", " of Philippines"}) {
    const std::size_t at = name.find(of);
    if (at != std::string::npos) {
      return name.substr(0, at) + " of the" + name.substr(at + 3);
    }
  }
  return name;
}

// Words that a report began a sentence with and that are no names.
std::string without_start(std::string name) {
  static constexpr std::string_view kCommon =
      " Local Government Top Senior Insurgents Rebels Militants Military Security Police Some Rebel Opposition State "
      "Other "
      "Medical Hospital Health Civilian Civilians Unnamed Unidentified Several Many Foreign Armed Gunmen Human Party "
      "Diplomats Diplomatic Defense Defence Residents Witnesses Protesters Soldiers Troops Officials Two Three Four "
      "Five "
      "Court Election Local Regional Provincial Former Masked Suspected Retired Key Both Various Dozens Hundreds ";
  const std::size_t space = name.find(' ');
  const std::string_view first = std::string_view(name).substr(0, space);
  // "Security Council" is a name: what follows begins with a capital too.
  const bool goes_on_small =
      space == std::string::npos || std::islower(static_cast<unsigned char>(name[space + 1])) != 0;
  if (is_listed(first, kCommon) && goes_on_small) {
    name.front() = static_cast<char>(std::tolower(static_cast<unsigned char>(name.front())));
  }
  return name;
}

// "an official", "a U.S. official", "a united front".
std::string_view article(std::string_view name) {
  for (const std::string_view sound : {"U.", "UN", "US ", "EU ", "Uk", "uk", "uni", "Uni", "use", "one"}) {
    if (name.starts_with(sound)) {
      return "a ";
    }
  }
  return std::string_view("AEIOUaeiou").find(name.front()) != std::string_view::npos ? "an " : "a ";
}

}  // namespace

std::string told_party(const Who& who) {
  if (shown_words(who.name).empty()) {
    return "somebody";
  }
  const bool is_described = std::islower(static_cast<unsigned char>(who.name.front())) != 0;
  if (who.kind.empty() || (who.code.empty() && (is_described || who.kind == "unknown"))) {
    // Words that name no party are quoted; what is more than a short description is no name at all.
    constexpr std::ptrdiff_t kBlanks = 4;
    std::string words = shown_words(who.name);
    for (const std::string_view start : {"A ", "An ", "The "}) {
      words.front() = words.starts_with(start)
                          ? static_cast<char>(std::tolower(static_cast<unsigned char>(words.front())))
                          : words.front();
    }
    const bool is_short = std::count(words.begin(), words.end(), ' ') <= kBlanks;
    const bool is_of_other = words.starts_with("its ") || words.starts_with("their ") || words.starts_with("his ") ||
                             words.starts_with("her ") || words.starts_with("reference ") ||
                             words.starts_with("These ") || words.starts_with("This ") || words.starts_with("That ");
    return is_short && !is_of_other && !words.empty() ? fmt::format("“{}”", words) : "a source that is not named here";
  }
  const std::string name = without_start(with_inner_article(shown_words(who.name)));
  if (takes_article(name)) {
    return "the " + name;
  }
  const std::string& place = who.country.empty() ? who.code : who.country;
  static constexpr std::string_view kOffices =
      " spokesperson spokesman spokeswoman official minister adviser advisor diplomat commander envoy ambassador ";
  const std::string_view last = std::string_view(name).substr(name.find_last_of(' ') + 1);
  const bool is_possessed = (name.find("'s ") != std::string::npos && name.find("People's ") == std::string::npos) ||
                            name.find("’s ") != std::string::npos;
  if (name.find(' ') != std::string::npos && is_listed(last, kOffices) && !is_possessed) {
    return std::string(article(name)) + name;
  }
  // "British newspaper", "civilian population": one of a kind takes an article.
  const bool is_common =
      std::all_of(last.begin(), last.end(), [](char c) { return std::isupper(static_cast<unsigned char>(c)) == 0; });
  // "US Ambassador", "Israeli Prime Minister": an office, as a name.
  if (who.kind == "government" && !is_possessed && name.find(' ') != std::string::npos &&
      is_listed(
          last,
          " Ambassador Minister President Secretary Spokesman Spokeswoman Chief Director Leader Envoy Premier ")) {
    return "the " + name;
  }
  if (is_common && name.find(' ') != std::string::npos && !is_many(who) && !is_possessed && who.kind != "person") {
    static constexpr std::string_view kOnly =
        " population opposition government army police military leadership regime parliament mission delegation "
        "administration presidency press authority community side arm ";
    const std::string told = (is_listed(last, kOnly) ? "the " : std::string(article(name))) + name;
    const bool is_placed = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    return is_placed || who.code.empty() ? told : fmt::format("{} ({})", told, place);
  }
  // "senior Lebanese official" tells the country by itself.
  const bool tells = std::any_of(name.begin(), name.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
  const bool is_common_name = std::islower(static_cast<unsigned char>(name.front())) != 0;
  return is_common_name && !tells ? fmt::format("{} ({})", name, place) : name;
}

bool is_many(const Who& who) {
  const std::string_view name = who.name;
  const std::string_view last = name.substr(name.find_last_of(' ') + 1);
  static constexpr std::string_view kSingular =
      " United States Nations Netherlands Philippines Emirates Corps Congress "
      "Hamas Times Headquarters Quds Texas Reuters Abbas ";
  return who.kind != "person" && last.ends_with("s") && !last.ends_with("ss") && !is_listed(last, kSingular);
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
