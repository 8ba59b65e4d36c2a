#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "compare.hpp"

namespace detente::linking {

namespace {

constexpr double kEnough = 3.8;
constexpr double kWords = 5.0;
constexpr double kTopic = 2.5;
constexpr double kSamePlace = 1.0;
constexpr double kSameCountry = 0.3;
constexpr double kSamePopulation = 1.5;
constexpr double kSameNamed = 0.6;
constexpr double kOtherPopulation = -2.5;
constexpr double kPartOfPopulation = -0.8;

struct Interval {
  double low = 0;
  double high = 0;
};

// What a count allows. "At least 600" is said when it is 600 or little more: a count far above it is news.
Interval interval_of(const Traits& t) {
  constexpr double kAbout = 0.1;
  constexpr double kMore = 1.15;
  const double low = t.low.value_or(0);
  const double high = t.high.value_or(t.low ? *t.low * kMore : std::numeric_limits<double>::infinity());
  switch (t.bound) {
    case Bound::exact:
      return {t.low.value_or(high), t.high.value_or(low)};
    case Bound::about:
      return {low * (1 - kAbout), t.high.value_or(low) * (1 + kAbout)};
    case Bound::at_least:
    case Bound::more_than:
      return {low, std::max(high, low * kMore)};
    case Bound::at_most:
      return {t.low.value_or(high / kMore), high};
    case Bound::range:
    case Bound::vague:
      return {low, high};
  }
  return {low, high};
}

bool agree(const Interval& a, const Interval& b) { return a.low <= b.high && b.low <= a.high; }

bool counts_up(std::string_view measure) {
  constexpr std::array<std::string_view, 8> kGrowing{"killed",    "wounded",  "casualties", "missing",
                                                     "displaced", "detained", "attacks",    "hostages"};
  return std::find(kGrowing.begin(), kGrowing.end(), measure) != kGrowing.end();
}

// Who is counted: nothing is known, all people, or some.
bool is_anybody(const std::vector<Term>& population) {
  static const std::vector<Term> kAnybody = terms_of("people persons others dead victims wounded injured casualties");
  return std::all_of(population.begin(), population.end(), [](const Term& term) {
    return std::any_of(kAnybody.begin(), kAnybody.end(), [&](const Term& any) { return any.hash == term.hash; });
  });
}

double points_of_population(const Traits& a, const Traits& b) {
  const bool a_any = is_anybody(a.population);
  const bool b_any = is_anybody(b.population);
  if (a_any && b_any) {
    return 0.3;
  }
  if (a_any || b_any) {
    return kPartOfPopulation;
  }
  return shared_terms(a.population, b.population).cosine > 0 ? kSamePopulation : kOtherPopulation;
}

// An equal count says the more the less round it is.
double points_of_value(double value) {
  constexpr double kSmall = 10;
  if (value < kSmall) {
    return 0.4;
  }
  double round = value;
  int digits = 0;
  while (round >= kSmall && std::fmod(round, kSmall) == 0) {
    round /= kSmall;
  }
  while (round >= 1) {
    round = std::floor(round / kSmall);
    ++digits;
  }
  return digits >= 3 ? 2.0 : digits == 2 ? 1.4 : 0.9;
}

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

std::optional<double> points_of_time(const Traits& a, const Traits& b) {
  constexpr std::int32_t kLong = 60;
  const auto is_long = [](const Traits& t) { return t.when && t.when->last - t.when->first >= kLong; };
  if (a.when && b.when) {
    const std::int32_t gap = std::max(a.when->first, b.when->first) - std::min(a.when->last, b.when->last);
    if (gap > 3 || is_long(a) != is_long(b)) {
      return std::nullopt;
    }
    return *a.when == *b.when ? 0.7 : 0;
  }
  if (is_long(a) || is_long(b)) {
    return -1.5;
  }
  const std::int32_t apart = std::abs(a.day - b.day);
  constexpr std::int32_t kWeek = 7;
  return apart <= 1 ? 0.4 : apart <= 3 ? 0.1 : apart <= kWeek ? -0.5 : -1.5;
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

std::optional<Likeness> compare_figures(const Traits& older, const Traits& newer) {
  constexpr std::string_view kOther = "other";
  if (older.measure != newer.measure || older.unit != newer.unit || (!older.low && !older.high) ||
      (!newer.low && !newer.high)) {
    return std::nullopt;
  }
  const auto time = points_of_time(older, newer);
  const Where where = match_places(older, newer);
  const double population = points_of_population(older, newer);
  if (!time || where == Where::conflict) {
    return std::nullopt;
  }
  const bool one_report = older.report == newer.report;
  const SharedTerms words = shared_terms(older.words, newer.words);
  const SharedTerms topic = shared_terms(older.topic, newer.topic);
  const Interval a = interval_of(older);
  const Interval b = interval_of(newer);
  const bool is_equal = older.low == newer.low && older.high == newer.high;
  const bool is_agreed = agree(a, b);
  constexpr double kRelated = 0.2;
  constexpr double kSomeWords = 0.12;
  // Reports of one story, days apart, that count the same people: there the sentences may share nothing else.
  constexpr double kOneStoryTopic = 0.35;
  constexpr int kStoryNames = 3;
  constexpr std::int32_t kDays = 3;
  const bool is_story = !one_report && counts_up(newer.measure) && older.is_dated && newer.is_dated &&
                        topic.cosine >= kOneStoryTopic && topic.names >= kStoryNames &&
                        std::abs(newer.day - older.day) <= kDays && population >= kSamePopulation;
  const bool is_known = !newer.targets.empty() && match_parties(older.targets, newer.targets).match == Match::same;
  if ((!one_report && topic.cosine < kRelated) || (words.cosine < kSomeWords && !is_story && !is_known)) {
    return std::nullopt;
  }
  // A report counts many things in one breath; what it counts twice it names twice.
  constexpr double kSameBreath = 0.4;
  if (one_report && (words.cosine < kSameBreath || population < 0 || older.words.size() == 0 || words.cosine > 0.999)) {
    return std::nullopt;
  }
  // Without dates growth cannot be told from disagreement; then at least those who are counted must have a name.
  const bool is_dated = older.is_dated && newer.is_dated;
  double points = *time + population + kWords * words.cosine + (one_report ? 0 : kTopic * topic.cosine);
  points += where == Where::same ? kSamePlace : where == Where::country ? kSameCountry : 0;
  points += is_known ? kSameNamed : 0;
  const double evidence = points;
  points += is_equal ? points_of_value(newer.low.value_or(newer.high.value_or(0))) : is_agreed ? 0.5 : 0;
  // Where the numbers differ, the rest must say by itself that one thing is counted; and of things that come in lists
  // (strikes, days, sums) nothing but the number tells one from the next.
  constexpr double kWithoutNumber = 3.9;
  const bool is_listed =
      newer.measure == kOther || newer.measure == "attacks" || newer.measure == "duration" || newer.measure == "money";
  constexpr double kOneStory = 0.3;  // of two reports that are about the same, less is enough
  constexpr double kWithinStory = 2.9;
  const bool is_close = is_known || topic.cosine >= kOneStory;
  const double needed = is_close && !one_report ? kWithinStory : kWithoutNumber;
  if (!is_agreed && (evidence < needed || (words.names_differ && !is_known && !is_story) || population < 0 ||
                     is_listed || (!is_dated && !is_known))) {
    return std::nullopt;
  }
  // People on board and people freed are people: they need more in common than who they are and how many.
  const bool is_grown = counts_up(newer.measure);
  const int who_and_number =
      shared_terms(older.population, newer.population).telling + (older.low == newer.low ? 1 : 0);
  if ((!is_agreed || newer.measure == "people") && !is_grown && words.telling <= who_and_number) {
    return std::nullopt;
  }
  constexpr double kFew = 10;
  constexpr double kManyWords = 0.45;
  if (newer.low.value_or(newer.high.value_or(0)) < kFew && is_listed && words.cosine < kManyWords) {
    return std::nullopt;
  }
  Likeness out{(is_agreed ? points : points + kEnough - needed) / kEnough, Relation::same, ""};
  const std::string what =
      fmt::format("same count ({}{})", newer.measure,
                  newer.population_words.empty() || is_anybody(newer.population) ? "" : ", " + newer.population_words);
  const std::string place = where == Where::same ? "both in " + newer.place->name : "";
  const std::string shown = words.words.empty() ? "" : "words: " + quoted(words.words);
  if (is_agreed) {
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
  constexpr double kTwice = 2;  // a correction downwards is smaller than that
  if (is_later && (is_grown || newer.measure == "people") && (kTwice * b.high < a.low || kTenTimes * a.high < b.low)) {
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
       !is_dated  ? "the reports have no date"
       : is_later ? "a later, smaller count"
                  : "counted at one time",
       place, shown});
  return out;
}

}  // namespace detente::linking
