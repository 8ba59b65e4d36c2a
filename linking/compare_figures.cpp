#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "compare.hpp"
#include "evidence.hpp"

namespace detente::linking {

namespace {

// The log of the odds from which on two counts are taken for counts of one thing.
constexpr double kSure = 0.1;
// A point of likeness is worth so much of it.
constexpr double kStep = 4;

std::string number(double value) {
  if (value != std::floor(value) || std::abs(value) >= 1e15) {
    return fmt::format("{}", value);
  }
  std::string digits = fmt::format("{:.0f}", value);
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > (value < 0 ? 1 : 0); at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return digits;
}

std::string who_says(const Traits& t) { return t.speaker.empty() ? "the report" : t.speaker; }

bool share_speaker(const Traits& a, const Traits& b) {
  return shared_terms(terms_of(a.speaker), terms_of(b.speaker)).cosine > 0;
}

}  // namespace

std::string count_words(const Traits& t) {
  const double low = t.low.value_or(0);
  switch (t.bound) {
    case Bound::exact:
      return number(t.low.value_or(t.high.value_or(0)));
    case Bound::at_least:
      return "at least " + number(low);
    case Bound::more_than:
      return "more than " + number(low);
    case Bound::at_most:
      return "at most " + number(t.high.value_or(low));
    case Bound::about:
      return "about " + number(low);
    case Bound::range:
      return number(low) + " to " + number(t.high.value_or(low));
    case Bound::vague:
      break;
  }
  return t.low && t.high ? number(low) + " to " + number(*t.high) : t.low ? "some " + number(low) : "an unclear number";
}

bool is_standing_number(const Traits& t) {
  constexpr double kLarge = 1000;
  return t.low && *t.low >= kLarge && (t.measure == "troops" || t.measure == "people" || t.measure == "displaced");
}

namespace {

// What a long conflict did, counted by reports months apart; and numbers so large that they mean the same by
// themselves.
std::optional<Likeness> compare_standing(const Traits& older, const Traits& newer) {
  const bool runs = older.is_running && newer.is_running;
  const bool is_equal = is_standing_number(older) && is_standing_number(newer) && older.low == newer.low;
  if (older.report == newer.report || (!runs && !is_equal) || !older.is_dated || !newer.is_dated) {
    return std::nullopt;
  }
  const bool is_people = is_anybody(older.population) && is_anybody(newer.population);
  const bool is_one_people = is_people || shared_terms(older.population, newer.population).cosine > 0;
  const Where where = match_places(older, newer);
  constexpr std::int32_t kYear = 366;
  constexpr std::int32_t kLongest = 6 * kYear;
  if (!is_one_people || where == Where::conflict || std::abs(newer.day - older.day) > kLongest ||
      (older.since && newer.since && std::abs(*older.since - *newer.since) > kYear)) {
    return std::nullopt;
  }
  const SharedTerms words = shared_terms(older.words, newer.words);
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  const SharedTerms near = shared_terms(older.near, newer.near);
  const SharedTerms place = shared_terms(older.words, newer.topic);
  const SharedTerms back = shared_terms(older.topic, newer.words);
  constexpr double kOneStory = 0.25;
  constexpr double kOneConflict = 0.12;
  constexpr double kSomeWords = 0.2;
  constexpr double kFewWords = 0.05;
  const int names = topic.names + words.names;
  // Counts of one conflict need not share a word, if the reports are about the same places and people.
  constexpr double kAboutOne = 0.2;
  constexpr int kManyNames = 4;
  const bool is_about_one = topic.cosine >= kAboutOne && topic.names >= kManyNames;
  const bool is_anchored = words.names - words.numbers > 0 || place.names > 0 || back.names > 0 || is_about_one;
  if (names < 2 || !is_anchored || topic.cosine < (runs ? kOneConflict : kOneStory) ||
      (words.cosine < (runs || near.cosine >= kSomeWords ? kFewWords : kSomeWords) && !(runs && is_about_one))) {
    return std::nullopt;
  }
  Likeness out{1 + topic.cosine + words.cosine, Relation::same, ""};
  const std::vector<std::string>& shown = words.words;
  const std::string what =
      fmt::format("{} ({}{})", runs ? "same running count" : "same count", newer.measure,
                  newer.population_words.empty() || is_anybody(newer.population) ? "" : ", " + newer.population_words);
  const std::string about = topic.words.empty() ? "" : "reports about " + quoted(topic.words);
  const std::string told = shown.empty() ? "" : "words: " + quoted(shown);
  const Interval a = interval_of(older);
  const Interval b = interval_of(newer);
  if (agree(a, b)) {
    out.reason = join({what,
                       is_equal && older.bound == newer.bound
                           ? count_words(newer)
                           : fmt::format("{} agrees with {}", count_words(newer), count_words(older)),
                       told, about});
    return out;
  }
  constexpr double kGrown = 6;
  constexpr double kLess = 0.4;
  const bool is_larger = b.low > a.high;
  if ((is_larger && b.low > kGrown * a.high) || (!is_larger && b.high < kLess * a.low)) {
    return std::nullopt;
  }
  const std::string both =
      fmt::format("{} on {}, then {} on {}", count_words(older), iso(older.day), count_words(newer), iso(newer.day));
  if (is_larger && newer.day > older.day) {
    out.relation = Relation::update;
    out.reason = join({what, both, "a later, larger count", told, about});
    return out;
  }
  // The dead of a war do not become fewer; those who fled may have come home.
  if (newer.measure == "displaced") {
    out.relation = Relation::update;
    out.reason = join({what, both, "a later count", told, about});
    return out;
  }
  out.relation = Relation::contradicts;
  out.reason = join({what, both, "of a toll that only grows", told, about});
  return out;
}

}  // namespace

std::optional<Likeness> compare_figures(const Traits& older, const Traits& newer) {
  if (older.measure != newer.measure || older.unit != newer.unit || (!older.low && !older.high) ||
      (!newer.low && !newer.high)) {
    return std::nullopt;
  }
  if (auto standing = compare_standing(older, newer)) {
    return standing;
  }
  const auto evidence = evidence_of_figures(older, newer);
  if (!evidence) {
    return std::nullopt;
  }
  const FigureList& e = evidence->list;
  const SharedTerms& words = evidence->words;
  const Where where = evidence->where;
  const bool one_report = older.report == newer.report;
  const bool is_agreed = evidence->agrees;
  const Interval a = interval_of(older);
  const Interval b = interval_of(newer);
  // A report counts many things in one breath; what it counts twice it names twice.
  constexpr double kSameBreath = 0.4;
  constexpr double kOneSentence = 0.999;
  if (one_report && ((words.cosine < kSameBreath && evidence->near.cosine < kSameBreath) || e[kPartOfPeople] > 0 ||
                     e[kOtherPeople] > 0 || words.cosine > kOneSentence)) {
    return std::nullopt;
  }
  // Without dates growth cannot be told from disagreement; then at least those who are counted must have a name. And
  // of things that come in lists (strikes, days, sums) nothing but the number tells one from the next.
  if (!is_agreed &&
      (e[kListed] > 0 || e[kPartOfPeople] > 0 || e[kOtherPeople] > 0 || (e[kNoDates] > 0 && e[kKnownPeople] == 0))) {
    return std::nullopt;
  }
  // Beside other names a different number is a different count, unless the same people met with the same.
  constexpr double kSameFate = 0.35;
  const bool is_same_fate = e[kSamePeople] > 0 && evidence->near.cosine >= kSameFate;
  if (!is_agreed && e[kOtherNames] > 0 && e[kKnownPeople] == 0 && !is_same_fate) {
    return std::nullopt;
  }
  const double odds = odds_of(e);
  Likeness out{1 + (odds - kSure) / kStep, Relation::same, ""};
  const std::string what =
      fmt::format("same count ({}{})", newer.measure,
                  newer.population_words.empty() || is_anybody(newer.population) ? "" : ", " + newer.population_words);
  const std::string place = where == Where::same ? "both in " + newer.place->name : "";
  const std::string shown = words.words.empty() ? "" : "words: " + quoted(words.words);
  if (is_agreed) {
    const bool is_equal = older.low == newer.low && older.high == newer.high;
    const std::string both = is_equal && older.bound == newer.bound
                                 ? count_words(newer)
                                 : fmt::format("{} agrees with {}", count_words(newer), count_words(older));
    out.reason = join({what, both, place, shown});
    return out;
  }
  const bool is_larger = b.low > a.high;
  const bool is_later = newer.day > older.day && newer.is_dated && older.is_dated;
  const bool one_voice = older.speaker == newer.speaker;
  // One outlet that counts more on the same day, or one speaker within a report, counts again.
  const bool same_outlet = older.outlet == newer.outlet && older.outlet != 0;
  const bool counts_again = is_later || (one_report ? one_voice : same_outlet);
  // Within a day the reports of one outlet are in no order, and a count that grows says which came first.
  const bool is_reversed = !is_larger && counts_up(newer.measure) && !one_report && same_outlet && !is_later &&
                           (older.speaker.empty() || newer.speaker.empty() || share_speaker(older, newer));
  if (is_reversed) {
    out.relation = Relation::update;
    out.reason =
        join({what, fmt::format("{} and {} on one day, a count that grew", count_words(newer), count_words(older)),
              place, shown});
    return out;
  }
  // Tens beside hundreds are those of another day or of a longer time, not the same ones counted again.
  constexpr double kTenTimes = 10;
  constexpr double kOfThePeople = 30;  // arrests of one people may soar
  constexpr double kTwice = 2;         // a correction downwards is smaller than that
  const double most = e[kSamePeople] > 0 && evidence->near.cosine >= kSameFate ? kOfThePeople : kTenTimes;
  if (is_later && (kTwice * b.high < a.low || most * a.high < b.low)) {
    return std::nullopt;
  }
  if (counts_up(newer.measure) ? is_larger && counts_again : counts_again) {
    out.relation = Relation::update;
    out.reason =
        join({what,
              fmt::format("{} {}, then {} {}", count_words(older), older.is_dated ? "on " + iso(older.day) : "before",
                          count_words(newer), newer.is_dated ? "on " + iso(newer.day) : "after"),
              is_larger && counts_up(newer.measure) ? "a later, larger count" : "a later count", place, shown});
    return out;
  }
  out.relation = Relation::contradicts;
  out.reason = join(
      {what,
       fmt::format("{} by {}, but {} by {}", count_words(older), who_says(older), count_words(newer), who_says(newer)),
       e[kNoDates] > 0 ? "the reports have no date"
       : is_later      ? "a later, smaller count"
                       : "counted at one time",
       place, shown});
  return out;
}

}  // namespace detente::linking
