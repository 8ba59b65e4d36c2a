// A claim as one report asserts it, and what is kept of it to compare it with others.
//
//   Traits traits = traits_of(claim);                    // words become weighted hashes, dates day numbers
//   std::string bytes = to_bytes(traits);                // some 300 bytes; the same on every machine
//   Result<Traits> back = traits_from_bytes(bytes);      // bad_format if they are not such bytes
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/reading.hpp"
#include "detente/record/links.hpp"
#include "detente/result.hpp"

namespace detente::linking {

using record::ClaimKind;
using record::Relation;

// Days since 1970-01-01, both ends included.
struct Days {
  std::int32_t first = 0;
  std::int32_t last = 0;
  friend bool operator==(const Days&, const Days&) = default;
};

// The days that a date of the record can mean; nothing if it is none.
std::optional<Days> days_of(std::string_view value);

struct ClaimParty {
  std::string name;
  std::string code;       // ISO 3166-1 alpha-3 or a dictionary's; may be empty
  std::string role;       // of an instrument: "sponsors", "holder", ...
  bool is_named = false;  // a name that the lexicon or the text gives, and no description ("militants")
  bool is_place = false;  // a state, which stands for its people, its government and its ground alike
  bool is_person = false;
  friend bool operator==(const ClaimParty&, const ClaimParty&) = default;
};

struct ClaimPlace {
  std::string name;
  std::string country;
  float lat = 0;
  float lon = 0;
  bool is_country = false;
  friend bool operator==(const ClaimPlace&, const ClaimPlace&) = default;
};

// A word that tells claims apart, and how rare it is.
inline constexpr std::uint8_t kCommonWeight = 1;  // in one report of twenty or more
inline constexpr std::uint8_t kUsualWeight = 2;   // in one of a hundred; a state or its people
inline constexpr std::uint8_t kRareWeight = 3;
inline constexpr std::uint8_t kNameWeight = 4;
inline constexpr std::uint8_t kNumberWeight = 5;

struct Term {
  std::uint32_t hash = 0;
  std::uint8_t weight = 0;
  std::string text;  // as it stands; empty in traits that were read back
};

// Content words of a text, sorted by hash, each once. Function words are left out, endings cut off, and of words that
// mean the same in news ("truce", "ceasefire") one stands for all.
std::vector<Term> terms_of(std::string_view text);

// What sharing a term is worth: 0 to 3.
double value_of(const Term& term);

// What the reports say, in the words of the record. All views of text live as long as the call.
struct Claim {
  ClaimKind kind = ClaimKind::event;
  int reading = 0;
  int n = 0;  // from 1
  std::string report;
  std::string outlet;
  std::int32_t day = 0;  // on which the report was published, or from which it counts
  bool is_dated = true;  // false: the report has no date of its own

  std::string words;        // the sentence
  std::string context;      // the sentence before it and the one behind
  std::string near;         // the words of the sentence beside the trigger, or with and beside the number
  std::vector<Term> topic;  // of the report: terms of its title and first sentences, and of the names in it
  std::string speaker;      // who says so; empty: the outlet
  std::string speaker_code;
  bool is_denied = false;           // stands in the words of one who denies it
  std::vector<ClaimParty> sources;  // of an event; of an instrument all its parties, with roles
  std::vector<ClaimParty> targets;  // of an event; of a figure its population
  std::optional<Days> when;
  std::optional<ClaimPlace> place;

  EventType type = EventType::CONSULT;
  Status status = Status::actual;
  std::string mode;
  std::string trigger;  // words
  std::string act;      // the entry of the lexicon that knew it: "acts/assault.toml:kill"

  std::string measure;
  std::string unit;
  std::string population;             // words
  std::string counted;                // words of the count: "several thousand monks"
  std::optional<std::int32_t> since;  // the day from which a running count counts
  std::optional<double> low;
  std::optional<double> high;
  Bound bound = Bound::exact;

  InstrumentKind instrument = InstrumentKind::proposal;
  std::string label;
  std::string duration;   // "P21D"
  std::string action;     // "ceasefire"
  std::string direction;  // of a lever: "withheld", "granted", "conditional"
  std::string state;
  std::vector<std::string> state_by;  // names of parties
};

// A claim for comparing: without its texts, save the names that reasons need.
struct Traits {
  ClaimKind kind = ClaimKind::event;
  std::int32_t reading = 0;
  std::int32_t n = 0;
  std::uint64_t report = 0;  // hash of its id
  std::uint32_t outlet = 0;  // hash of its name; 0 if it has none
  std::int32_t day = 0;
  bool is_dated = true;
  std::vector<Term> words;
  std::vector<Term> topic;
  std::vector<Term> context;
  std::string speaker;
  std::string speaker_code;
  bool is_denied = false;
  bool is_open = false;           // its sentence asks, supposes or wonders why
  bool speaks_of_charge = false;  // names an accusation, allegation, claim or denial
  std::vector<ClaimParty> sources;
  std::vector<ClaimParty> targets;
  std::optional<Days> when;
  std::optional<ClaimPlace> place;
  EventType type = EventType::CONSULT;
  Status status = Status::actual;
  std::string mode;
  std::vector<Term> trigger;
  std::uint32_t act = 0;  // hash of the entry of the lexicon; 0: none
  // Names beside the word of the act ("the London bombings", "the attack on Mosul"), or words beside a number.
  std::vector<Term> near;
  std::optional<std::int32_t> since;
  bool is_running = false;  // counts what a long conflict did until then
  std::string measure;
  std::string unit;
  std::vector<Term> population;
  std::string population_words;
  std::optional<double> low;
  std::optional<double> high;
  Bound bound = Bound::exact;
  InstrumentKind instrument = InstrumentKind::proposal;
  std::vector<Term> label;
  std::string duration;
  std::string action;
  std::string direction;
  std::string state;
  std::vector<std::string> state_by;
};

Traits traits_of(const Claim& claim);

std::string to_bytes(const Traits& traits);
// Errors: bad_format (truncated, too long, or not made by to_bytes).
Result<Traits> traits_from_bytes(std::string_view bytes);

// Where the claim is kept, and where those that it is compared with may be. A block is a party, act, place, word or
// number in a span of time; the time is the high half of the number, so that what is near in time is near in order.
// Blocks without a time, for what is told again years later, have numbers below all others.
std::vector<std::int64_t> blocks_of(const Traits& traits);
std::vector<std::int64_t> blocks_around(const Traits& traits);

// What two claims are to each other.
struct Likeness {
  double score = 0;  // evidence that they are about one thing; 1 and above: they are; below: it cannot be told
  Relation relation = Relation::same;
  std::string reason;  // in words
};

// Either is the older by its day; of one day, `a` is. One of them must come from traits_of(), for the words of the
// reason. Nothing if they cannot be about one thing.
std::optional<Likeness> compare(const Traits& a, const Traits& b);

// Do they assert the same in the same words of one report, which was read twice?
bool is_reread(const Traits& a, const Traits& b);

}  // namespace detente::linking
