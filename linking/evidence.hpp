// What speaks for two acts being one, as numbers, and how much each counts.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "compare.hpp"

namespace detente::linking {

// How much a piece of evidence counts.
struct Weighted {
  std::string_view name;
  double weight;
};

template <std::size_t N>
double weighted_sum(const std::array<double, N>& values, const std::array<Weighted, N>& weights) {
  double sum = 0;
  for (std::size_t i = 0; i < N; ++i) {
    sum += values[i] * weights[i].weight;
  }
  return sum;
}

enum Evidence : std::uint8_t {
  kAlways,       // 1
  kWordsAlike,   // cosine of the words of the two sentences
  kWordsShared,  // what the shared words are worth, over 10
  kNamesShared,  // names and numbers that both have, over 3, at most 1
  kTopicAlike,   // cosine of what the reports are about
  kAround,       // cosine of each sentence with what stands around the other, the larger one
  kBySame,       // those who act: the same, of one kind, others
  kByKin,
  kByOther,
  kOnSame,  // those whom it befalls
  kOnKin,
  kOnOther,
  kCrossed,      // who acts in one is acted on in the other
  kSameAct,      // one entry of the lexicon, or one word
  kOtherAct,     // of another type
  kDayGiven,     // both have one and the same day
  kDaysNear,     // days that can be one, both narrow
  kReportsNear,  // where a day is missing: 1 for reports of one day, 0 for a week apart, below for more
  kPlaceSame,
  kCountrySame,
  kNumbersOther,  // both give numbers, and none is the same
  kNamesOther,    // both name somebody, and nobody is the same
  kBefellOnce,    // what comes once, to the same person
  kStatusOther,
  kNumbersShared,  // numbers that both have, over 2, at most 1
  kTimeless,       // no act and no report of one side has a day
  kNamedAct,       // beside the word of the act stands the same name, of a thing that is no state
  kSameStory,      // one act by its word, in reports that are about much the same
  kEvidence
};

using EvidenceList = std::array<double, kEvidence>;

struct EventEvidence {
  EvidenceList list{};
  PartyMatch by;
  PartyMatch on;
  Where where = Where::unknown;
  SharedTerms words;
  SharedTerms topic;
  bool same_act = false;
  std::string befell;
};

// Nothing if the two cannot be one act: other types, days or places.
std::optional<EventEvidence> evidence_of_events(const Traits& older, const Traits& newer);

std::string_view name_of(Evidence evidence);

// What speaks for two counts being of one thing.
enum FigureSign : std::uint8_t {
  kFigureAlways,   // 1
  kFigureWords,    // cosine of the words of the two sentences
  kFigureNear,     // cosine of the words beside the two numbers
  kFigureNearSum,  // what the shared ones beside the numbers are worth, over 5
  kFigureTopic,    // cosine of what the reports are about
  kFigureAround,   // cosine of each sentence with what stands around the other, the larger one
  kSamePeople,     // of the same people by a word, and not of anybody
  kAnybody,        // of people, on both sides
  kPartOfPeople,   // of people on one side, of some of them on the other
  kOtherPeople,
  kKnownPeople,  // of the same party
  kPlaceOfBoth,  // 1 in one place, 0.3 in one country
  kEqual,        // the same number, the more the less round it is: 0.4 to 2
  kAgree,        // bounds that agree, of another number
  kApart,        // log of how many times larger one is than the other, at most 3
  kFewer,        // a later count that is smaller
  kNearInTime,   // 1 for reports of one day, 0 for a week apart, below for more
  kSameTime,     // both are of one day or period
  kOneReport,
  kListed,       // of strikes, sums, days, other things: what comes in lists
  kOtherNames,   // both sentences name somebody, and nobody is the same
  kNoDates,      // a report has no date
  kStoryOfBoth,  // reports that are about much the same, three days apart at most
  kFigureSigns
};

using FigureList = std::array<double, kFigureSigns>;

struct FigureEvidence {
  FigureList list{};
  Where where = Where::unknown;
  SharedTerms words;
  SharedTerms near;
  SharedTerms topic;
  bool agrees = false;
};

// Nothing if the two cannot count one thing: other measures, places or times.
std::optional<FigureEvidence> evidence_of_figures(const Traits& older, const Traits& newer);
std::string_view name_of(FigureSign sign);
double odds_of(const FigureList& list);

// What a count allows.
struct Interval {
  double low = 0;
  double high = 0;
};
Interval interval_of(const Traits& figure);
bool agree(const Interval& a, const Interval& b);
// Who is counted: nothing is known, all people, or some.
bool is_anybody(const std::vector<Term>& population);
bool counts_up(std::string_view measure);
double significance_of(double value);

// The log of the odds that two acts of two reports are one. Weights are fitted by tools/fit_linking (logistic
// regression) on pairs of claims of gold/linking/fit.jsonl.
double odds_of(const EvidenceList& list);

}  // namespace detente::linking
