#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>

#include "evidence.hpp"

namespace detente::linking {

namespace {

// Fitted by tools/fit_linking.
constexpr std::array<Weighted, kFigureSigns> kWeights{
    {{"always", -4.42},         {"words alike", 2.34},   {"near alike", 2.19},   {"near shared", 0.56},
     {"topic alike", 3.23},     {"around", 1.26},        {"same people", 0.33},  {"anybody", 0.63},
     {"part of people", -0.02}, {"other people", -1.86}, {"known people", 0.52}, {"place", 0.55},
     {"equal", 1.96},           {"agree", 1.41},         {"apart", -0.44},       {"fewer", -1.39},
     {"near in time", 0.66},    {"same time", 0.91},     {"one report", 0.00},   {"listed", -1.20},
     {"other names", -0.35},    {"no dates", -2.83},     {"story", 0.86}}};

constexpr std::int32_t kLongTime = 60;

bool is_long(const Traits& t) { return t.when && t.when->last - t.when->first >= kLongTime; }

}  // namespace

// "At least 600" is said when it is 600 or little more: a count far above it is news.
Interval interval_of(const Traits& t) {
  constexpr double kAbout = 0.1;
  constexpr double kMore = 1.15;
  constexpr double kUpTo = 2;
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
      return {t.low.value_or(high / kUpTo), high};
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

bool is_anybody(const std::vector<Term>& population) {
  static const std::vector<Term> kAnybody = terms_of("people persons others dead victims wounded injured casualties");
  return std::all_of(population.begin(), population.end(), [](const Term& term) {
    return std::any_of(kAnybody.begin(), kAnybody.end(), [&](const Term& any) { return any.hash == term.hash; });
  });
}

// An equal count says the more the less round it is.
double significance_of(double value) {
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

std::string_view name_of(FigureSign sign) { return kWeights[sign].name; }

double odds_of(const FigureList& list) { return weighted_sum(list, kWeights); }

std::optional<FigureEvidence> evidence_of_figures(const Traits& older, const Traits& newer) {
  FigureEvidence out;
  out.where = match_places(older, newer);
  if (older.measure != newer.measure || older.unit != newer.unit || (!older.low && !older.high) ||
      (!newer.low && !newer.high) || out.where == Where::conflict || is_long(older) != is_long(newer)) {
    return std::nullopt;
  }
  FigureList& e = out.list;
  constexpr double kWeek = 7;
  constexpr double kLeast = -2;
  const std::int32_t apart = std::abs(older.day - newer.day);
  e[kNearInTime] = older.is_dated && newer.is_dated ? std::max(kLeast, 1 - apart / kWeek) : 0;
  if (older.when && newer.when) {
    constexpr std::int32_t kGap = 3;
    if (std::max(older.when->first, newer.when->first) - std::min(older.when->last, newer.when->last) > kGap) {
      return std::nullopt;
    }
    e[kSameTime] = *older.when == *newer.when ? 1 : 0;
    e[kNearInTime] = std::max(0.0, e[kNearInTime]);
  }
  out.words = shared_terms(older.words, newer.words);
  out.near = shared_terms(older.near, newer.near);
  out.topic = shared_terms(older.topic, newer.topic);
  const Interval a = interval_of(older);
  const Interval b = interval_of(newer);
  out.agrees = agree(a, b);
  const bool one_report = older.report == newer.report;
  const auto is = [](bool truth) { return truth ? 1.0 : 0.0; };
  e[kFigureAlways] = 1;
  e[kFigureWords] = out.words.cosine;
  e[kFigureNear] = out.near.cosine;
  constexpr double kNear = 5;
  e[kFigureNearSum] = std::min(2.0, out.near.mass / kNear);
  e[kFigureTopic] = one_report ? 0 : out.topic.cosine;
  e[kFigureAround] =
      std::max(shared_terms(older.words, newer.context).cosine, shared_terms(older.context, newer.words).cosine);
  const bool a_any = is_anybody(older.population);
  const bool b_any = is_anybody(newer.population);
  const bool shares = !a_any && !b_any && shared_terms(older.population, newer.population).cosine > 0;
  e[kSamePeople] = is(shares);
  e[kAnybody] = is(a_any && b_any);
  e[kPartOfPeople] = is(a_any != b_any);
  e[kOtherPeople] = is(!a_any && !b_any && !shares);
  e[kKnownPeople] = is(!newer.targets.empty() && match_parties(older.targets, newer.targets).match == Match::same);
  constexpr double kCountry = 0.3;
  e[kPlaceOfBoth] = out.where == Where::same ? 1 : out.where == Where::country ? kCountry : 0;
  const bool is_equal = older.low == newer.low && older.high == newer.high;
  e[kEqual] = is_equal ? significance_of(newer.low.value_or(newer.high.value_or(0))) : 0;
  e[kAgree] = is(out.agrees && !is_equal);
  constexpr double kMost = 3;
  if (!out.agrees) {
    const double less = std::max(1.0, std::min(a.low, b.low));
    e[kApart] = std::min(kMost, std::log(std::max(1.0, std::max(a.low, b.low)) / less));
    e[kFewer] = is(newer.day > older.day && b.high < a.low);
  }
  e[kOneReport] = is(one_report);
  e[kListed] = is(newer.measure == "other" || newer.measure == "attacks" || newer.measure == "duration" ||
                  newer.measure == "money");
  e[kOtherNames] = is(out.words.names_differ);
  e[kNoDates] = is(!older.is_dated || !newer.is_dated);
  constexpr double kStory = 0.35;
  constexpr std::int32_t kDays = 3;
  e[kStoryOfBoth] = is(!one_report && older.is_dated && newer.is_dated && out.topic.cosine >= kStory && apart <= kDays);
  return out;
}

}  // namespace detente::linking
