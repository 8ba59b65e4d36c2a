#include "evidence.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

namespace detente::linking {

namespace {

// Fitted by tools/fit_linking.
constexpr std::array<Weighted, kEvidence> kWeights{
    {{"always", -5.81},        {"words alike", 4.69},  {"words shared", 1.05}, {"names shared", 0.24},
     {"topic alike", 2.30},    {"around", 0.22},       {"by same", 1.24},      {"by kin", -0.27},
     {"by other", -2.50},      {"on same", 0.67},      {"on kin", 0.59},       {"on other", -2.12},
     {"crossed", 0.22},        {"same act", 1.30},     {"other act", -1.11},   {"day given", 1.89},
     {"days near", 1.08},      {"reports near", 0.56}, {"place same", 1.80},   {"country same", -0.07},
     {"numbers other", -1.06}, {"names other", -0.35}, {"befell once", 2.31},  {"status other", -0.67},
     {"numbers shared", 0.19}, {"timeless", -2.54},    {"named act", -0.30},   {"same story", -0.06}}};

struct DayEvidence {
  double given = 0;
  double near = 0;
  double reports = 0;
};

// Nothing if the days cannot be one.
std::optional<DayEvidence> evidence_of_days(const Traits& a, const Traits& b) {
  constexpr std::int32_t kLong = 8;
  constexpr double kWeek = 7;
  constexpr double kLeast = -2;
  const auto narrow = [](const Traits& t) { return t.when && t.when->last - t.when->first < kLong; };
  const auto reports = [&](std::int32_t apart) { return std::max(kLeast, 1 - std::abs(apart) / kWeek); };
  DayEvidence out;
  if (a.when && b.when) {
    const std::int32_t gap = std::max(a.when->first, b.when->first) - std::min(a.when->last, b.when->last);
    if (gap > 1 || (gap == 1 && (!narrow(a) || !narrow(b)))) {
      return std::nullopt;
    }
    const bool is_day = a.when->first == a.when->last;
    out.given = *a.when == *b.when && is_day ? 1 : 0;
    out.near = gap < 1 && narrow(a) && narrow(b) ? 1 : 0;
    return out;
  }
  if (!a.is_dated || !b.is_dated) {
    return out;
  }
  if (a.when || b.when) {
    const Days when = a.when ? *a.when : *b.when;
    const std::int32_t told = a.when ? b.day : a.day;
    const std::int32_t apart = told < when.first ? when.first - told : told > when.last ? told - when.last : 0;
    out.reports = when.last - when.first >= kLong ? std::min(0.0, reports(apart)) : reports(apart);
    return out;
  }
  out.reports = reports(a.day - b.day);
  return out;
}

bool are_related(EventType a, EventType b) {
  using enum EventType;
  constexpr std::array<std::pair<EventType, EventType>, 12> kRelated{{{COERCE, ASSAULT},
                                                                      {SANCTION, COERCE},
                                                                      {AGREE, COOPERATE},
                                                                      {AGREE, CONSULT},
                                                                      {CONSULT, COOPERATE},
                                                                      {AGREE, SUPPORT},
                                                                      {SUPPORT, COOPERATE},
                                                                      {SUPPORT, AID},
                                                                      {AGREE, RETREAT},
                                                                      {CONCEDE, RETREAT},
                                                                      {ACCUSE, REJECT},
                                                                      {MOBILIZE, ASSAULT}}};
  return std::any_of(kRelated.begin(), kRelated.end(), [&](const std::pair<EventType, EventType>& pair) {
    return (pair.first == a && pair.second == b) || (pair.first == b && pair.second == a);
  });
}

// The person whom one act of a kind that comes once befell in both; empty if there is none.
std::string befell_once(const Traits& a, const Traits& b) {
  const OnceAct one = once_act(a);
  const OnceAct other = once_act(b);
  if (one.kind == 0 || one.kind != other.kind) {
    return "";
  }
  for (const std::string& who : other.who) {
    if (std::find(one.who.begin(), one.who.end(), who) != one.who.end()) {
      return who;
    }
  }
  return "";
}

}  // namespace

std::string_view name_of(Evidence evidence) { return kWeights[evidence].name; }

double odds_of(const EvidenceList& list) { return weighted_sum(list, kWeights); }

std::optional<EventEvidence> evidence_of_events(const Traits& older, const Traits& newer) {
  EventEvidence out;
  out.befell = befell_once(older, newer);
  const bool is_other = older.type != newer.type;
  if (is_other && out.befell.empty() && !are_related(older.type, newer.type)) {
    return std::nullopt;
  }
  const auto days = evidence_of_days(older, newer);
  out.where = match_places(older, newer);
  if (!days || out.where == Where::conflict) {
    return std::nullopt;
  }
  out.by = match_parties(older.sources, newer.sources);
  out.on = match_parties(older.targets, newer.targets);
  out.words = shared_terms(older.words, newer.words);
  out.topic = shared_terms(older.topic, newer.topic);
  const auto is_entry = older.act != 0 && older.act == newer.act;
  out.same_act = is_entry || shared_terms(older.trigger, newer.trigger).cosine > 0;
  const PartyMatch there = match_parties(older.sources, newer.targets);
  const PartyMatch back = match_parties(older.targets, newer.sources);
  const auto is = [](bool truth) { return truth ? 1.0 : 0.0; };
  constexpr double kMass = 10;
  constexpr double kNames = 3;
  constexpr double kPair = 2;
  EvidenceList& e = out.list;
  e[kAlways] = 1;
  e[kWordsAlike] = out.words.cosine;
  e[kWordsShared] = std::min(2.0, out.words.mass / kMass);
  e[kNamesShared] = std::min(1.0, out.words.names / kNames);
  e[kTopicAlike] = out.topic.cosine;
  e[kAround] =
      std::max(shared_terms(older.words, newer.context).cosine, shared_terms(older.context, newer.words).cosine);
  e[kBySame] = is(out.by.match == Match::same);
  e[kByKin] = is(out.by.match == Match::kin);
  e[kByOther] = is(out.by.match == Match::conflict);
  e[kOnSame] = is(out.on.match == Match::same);
  e[kOnKin] = is(out.on.match == Match::kin);
  e[kOnOther] = is(out.on.match == Match::conflict);
  e[kCrossed] = is((there.match == Match::same || back.match == Match::same) && out.by.match != Match::same &&
                   out.on.match != Match::same);
  e[kSameAct] = is(out.same_act);
  e[kOtherAct] = is(is_other);
  e[kDayGiven] = days->given;
  e[kDaysNear] = days->near;
  e[kReportsNear] = out.befell.empty() ? days->reports : std::max(0.0, days->reports);
  e[kPlaceSame] = is(out.where == Where::same);
  e[kCountrySame] = is(out.where == Where::country);
  e[kNumbersOther] = is(out.words.numbers_differ);
  e[kNamesOther] = is(out.words.names_differ);
  e[kBefellOnce] = is(!out.befell.empty());
  e[kStatusOther] = is(older.status != newer.status || older.is_denied != newer.is_denied);
  e[kNumbersShared] = std::min(1.0, out.words.numbers / kPair);
  e[kTimeless] = is(!(older.when && newer.when) && (!older.is_dated || !newer.is_dated));
  e[kNamedAct] = is(!is_other && shared_terms(older.near, newer.near).names > 0);
  constexpr double kStory = 0.35;
  e[kSameStory] = is(out.same_act && out.topic.cosine >= kStory);
  return out;
}

}  // namespace detente::linking
