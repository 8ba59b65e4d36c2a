#include "figures_amount.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "statements_syntax.hpp"

namespace detente::reading {

// "F-16", "G7", "Resolution 1701", "the Group of Seven": the number is part of a name.
bool AmountReader::is_name_part(std::uint32_t i) const {
  if (i > 0 && a_.end[i - 1] == a_.begin[i]) {
    const std::string_view before = a_.words(i - 1);
    const char c = before.back();
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || c == '#' || c == '/' || c == ':' || c == '.') {
      return words_.unit(a_.lower[i - 1]) == nullptr;
    }
    if (c == '-' && i > 1 && a_.end[i - 2] == a_.begin[i - 1]) {
      return true;
    }
  }
  if (i > 0) {
    static constexpr std::string_view kNumbered[] = {
        "resolution", "article", "section", "no.",     "no",  "number", "chapter", "page", "flight",   "route",
        "phase",      "highway", "unit",    "channel", "day", "annex",  "group",   "camp", "paragraph"};
    const std::string_view before = a_.lower[i - 1];
    if (std::find(std::begin(kNumbered), std::end(kNumbered), before) != std::end(kNumbered) &&
        begins_with_digit(a_, i)) {
      return true;
    }
  }
  if (a_.entity_of[i] >= 0) {
    const Entity& e = a_.entities[static_cast<std::size_t>(a_.entity_of[i])];
    switch (e.type) {
      case EntityType::LAW:
      case EntityType::ORDINAL:
      case EntityType::PRODUCT:
      case EntityType::FAC:
      case EntityType::WORK_OF_ART:
      case EntityType::EVENT:
        return true;
      case EntityType::ORG:
      case EntityType::GPE:
        return e.tokens.begin != i;
      default:
        return false;
    }
  }
  return false;
}

// Whether the number is an amount at all, and not a date, an age, a time of day or a pronoun.
bool AmountReader::is_amount(std::uint32_t i, std::uint32_t end, const text::Number& n) const {
  const std::string_view next = end < a_.size() ? a_.lower[end] : std::string_view();
  const std::string_view before = i > 0 ? a_.lower[i - 1] : std::string_view();
  if (end < a_.size() && a_.end[end - 1] == a_.begin[end] && (next == ":" || next == "/" || next.starts_with(":"))) {
    return false;
  }
  if (next == "a.m." || next == "p.m." || next == "am" || next == "pm" || next == "o'clock" || next == "\xC2\xB0") {
    return false;
  }
  if (before == "aged" || before == "age" || before == "@") {
    return false;
  }
  if (i > 0 && end < a_.size() && before == "," && (next == "," || next == ".") && i > 1 && n.high < 120 &&
      begins_with_digit(a_, i) && a_.pos[i - 2] == Pos::PROPN) {
    return false;  // "Smith, 43,"
  }
  if (a_.lower[i] == "one" && end == i + 1) {
    const bool counts = a_.dep[i] == Dep::nummod && is_nominal(a_, a_.head[i]);
    if (!counts || next == "of" || before == "no" || before == "the" || before == "this" || before == "that") {
      return false;
    }
  }
  if (n.worded && !n.vague && (before == "the" || before == "these" || before == "those" || before == "both") &&
      n.high < 13 && !unit_behind(end)) {
    return false;  // "the two leaders"
  }
  const bool year = begins_with_digit(a_, i) && end == i + 1 && !n.range && a_.end[i] - a_.begin[i] == 4 &&
                    n.low >= 1900 && n.low <= 2100;
  const bool date =
      a_.entity_of[i] >= 0 && a_.entities[static_cast<std::size_t>(a_.entity_of[i])].type == EntityType::DATE;
  if (year && (date || !counts_noun(i))) {
    return false;
  }
  constexpr double kPastYears = 3000;
  if (date && n.high < kPastYears && !unit_behind(end) && !counts_noun(i)) {
    return false;
  }
  static constexpr std::string_view kMonths[] = {"january", "february", "march",     "april",   "may",      "june",
                                                 "july",    "august",   "september", "october", "november", "december",
                                                 "jan.",    "feb.",     "mar.",      "apr.",    "jun.",     "jul.",
                                                 "aug.",    "sept.",    "sep.",      "oct.",    "nov.",     "dec."};
  const auto is_month = [&](std::string_view w) {
    return std::find(std::begin(kMonths), std::end(kMonths), w) != std::end(kMonths);
  };
  return !is_month(before) && !(is_month(next) && n.high <= 31);
}

bool AmountReader::counts_noun(std::uint32_t i) const {
  return (a_.dep[i] == Dep::nummod || a_.dep[i] == Dep::amod) && is_nominal(a_, a_.head[i]) && a_.head[i] > i &&
         words_.counted(a_.lemma[a_.head[i]]) != nullptr;
}

// The unit of measure right behind the number, across a hyphen: "30-day", "30 days".
std::optional<std::uint32_t> AmountReader::unit_behind(std::uint32_t end) const {
  if (end < a_.size() && a_.words(end) == "-") {
    ++end;
  }
  // "long", "full": "four long years".
  if (end + 1 < a_.size() && a_.pos[end] == Pos::ADJ && words_.unit(a_.lower[end]) == nullptr) {
    ++end;
  }
  if (end < a_.size() && words_.unit(a_.lower[end]) != nullptr) {
    return end;
  }
  return std::nullopt;
}

// Trucks and tonnes are aid where the words around speak of relief.
bool AmountReader::is_relief(std::uint32_t i) const {
  static constexpr std::string_view kRelief[] = {
      "aid",       "relief", "humanitarian", "food",       "flour",    "supplies", "medical", "medicine",
      "medicines", "fuel",   "wheat",        "assistance", "crossing", "convoy",   "tents",   "displaced"};
  constexpr std::uint32_t kNear = 40;  // tokens
  for (std::uint32_t t = i > kNear ? i - kNear : 0; t < std::min(a_.size(), i + kNear); ++t) {
    if (std::find(std::begin(kRelief), std::end(kRelief), a_.lower[t]) != std::end(kRelief)) {
      return true;
    }
  }
  return false;
}

bool AmountReader::is_length(std::uint32_t noun) const {
  static constexpr std::string_view kLengths[] = {"kilometer", "kilometre", "mile",   "meter", "metre", "foot", "km",
                                                  "acre",      "hectare",   "degree", "mph",   "inch",  "yard", "word"};
  return std::find(std::begin(kLengths), std::end(kLengths), a_.lemma[noun]) != std::end(kLengths);
}

// A stretch of time that something takes, not a distance from now: "three days of talks", but not "three days ago".
bool AmountReader::is_duration(std::uint32_t i, std::uint32_t unit) const {
  const std::string_view next = unit + 1 < a_.size() ? a_.lower[unit + 1] : std::string_view();
  static constexpr std::string_view kOffsets[] = {"ago",   "later", "earlier", "before", "after", "old",
                                                  "prior", "hence", "since",   "from",   "into"};
  if (std::find(std::begin(kOffsets), std::end(kOffsets), next) != std::end(kOffsets)) {
    return false;
  }
  if (next == "-" && unit + 2 < a_.size() && a_.lower[unit + 2] == "old") {
    return false;
  }
  // "Snow will come in four weeks", "the largest rise in more than a decade"
  const std::uint32_t in = i > 0 && a_.lower[i - 1] == "in"                                ? i - 1
                           : i > 2 && a_.lower[i - 3] == "in" && a_.lower[i - 1] == "than" ? i - 3
                                                                                           : i;
  if (in < i) {
    const std::uint32_t verb = a_.head[in];
    if (is_nominal(a_, verb)) {
      return false;
    }
    for (const std::uint32_t k : a_.children(verb)) {
      if (a_.tag[k] == Tag::MD) {
        return false;
      }
    }
  }
  // "the last 15 months" and "the next two weeks" say when, not how long.
  for (std::uint32_t k = i; k-- > 0 && i - k <= 3;) {
    const std::string_view w = a_.lower[k];
    if ((w == "last" && a_.pos[k] == Pos::ADJ) || w == "next" || w == "coming" || w == "previous" || w == "every") {
      return false;
    }
  }
  return true;
}

std::optional<Share> AmountReader::share_at(std::uint32_t i) const {
  if (auto odds = odds_at(i)) {
    return odds;
  }
  const std::string_view w = a_.lower[i];
  if (a_.tag[i] != Tag::CD && a_.pos[i] != Pos::DET && w != "half") {
    return std::nullopt;
  }
  const auto share = text::read_fraction(a_.text, a_.begin[i]);
  if (!share) {
    return std::nullopt;
  }
  std::uint32_t end = i + 1;
  while (end < a_.size() && a_.begin[end] < share->end) {
    ++end;
  }
  if (a_.end[end - 1] != share->end || end + 1 >= a_.size() || a_.lower[end] != "of") {
    return std::nullopt;
  }
  if (const auto number = text::read_number(a_.text, a_.begin[i]); number && number->end > a_.end[end]) {
    return std::nullopt;  // "a quarter of a million"
  }
  if (a_.lower[end + 1] == "whose" || a_.lower[end + 1] == "which" || a_.lower[end + 1] == "whom") {
    return Share{*share, {i, end}, std::nullopt};
  }
  constexpr std::uint32_t kReach = 8;  // tokens
  const auto whole = child(a_, end, Dep::pobj);
  if (!whole || !is_nominal(a_, *whole) || *whole > end + kReach || a_.entity_of[*whole] >= 0) {
    return std::nullopt;
  }
  const knowledge::Measure* counted = words_.counted(a_.lemma[*whole]);
  if (w == "half" && (counted == nullptr || counted->unit != "people")) {
    return std::nullopt;  // "half of the road", "the second half of the match"
  }
  return Share{*share, {i, *whole + 1}, whole};
}

// "one in five residents", "nine out of ten people"
std::optional<Share> AmountReader::odds_at(std::uint32_t i) const {
  if (a_.tag[i] != Tag::CD || i + 4 >= a_.size()) {
    return std::nullopt;
  }
  const bool out_of = a_.lower[i + 1] == "out" && a_.lower[i + 2] == "of";
  const std::uint32_t next = i + (out_of ? 3 : 2);
  if ((!out_of && a_.lower[i + 1] != "in") || a_.tag[next] != Tag::CD || !is_nominal(a_, next + 1)) {
    return std::nullopt;
  }
  const auto part = text::read_number(a_.text, a_.begin[i]);
  const auto whole = text::read_number(a_.text, a_.begin[next]);
  constexpr double kLargest = 20;  // "one in 1,000" is a risk, not a share
  if (!part || !whole || part->range || part->vague || part->end != a_.end[i] || whole->end != a_.end[next] ||
      whole->high > kLargest || part->high >= whole->low || part->low <= 0) {
    return std::nullopt;
  }
  text::Number share;
  share.worded = true;
  share.low = share.high = std::round(part->high / whole->high * 1000) / 1000;
  const std::uint32_t head = a_.head[next];
  const std::uint32_t noun = head > next && head < next + 5 && is_nominal(a_, head) ? head : next + 1;
  return Share{share, {i, noun + 1}, noun};
}

}  // namespace detente::reading
