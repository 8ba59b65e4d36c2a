// A reading: what one report says, and who says it. reading/ fills it, record/ keeps it, `detente code` prints it.
// The words are those of the record (docs/cli.md, `detente code`). References between items are indices into the
// vectors of the same Reading; kNone means "none" or "the outlet itself".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/report.hpp"

namespace detente {

using Index = std::int32_t;
inline constexpr Index kNone = -1;

enum class PartyKind : std::uint8_t {
  state,
  government,
  armed_group,
  organisation,
  person,
  population,
  outlet,
  unknown
};

// Event types of PLOVER (manual 2021). quad(): 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4
// material conflict.
enum class EventType : std::uint8_t {
  AGREE,
  CONSULT,
  SUPPORT,
  COOPERATE,
  AID,
  CONCEDE,
  RETREAT,
  REQUEST,
  ACCUSE,
  REJECT,
  THREATEN,
  PROTEST,
  SANCTION,
  MOBILIZE,
  COERCE,
  ASSAULT
};

enum class Status : std::uint8_t { actual, planned, possible, conditional, negated };
enum class Mode : std::uint8_t { direct, indirect, mixed };
enum class Bound : std::uint8_t { exact, at_least, more_than, at_most, about, range, vague };
enum class InstrumentKind : std::uint8_t { proposal, red_line, lever, commitment, assessment, violation };

std::string_view name(PartyKind);
std::string_view name(EventType);
std::string_view name(Status);
std::string_view name(Mode);
std::string_view name(Bound);
std::string_view name(InstrumentKind);
int quad(EventType);

// The reverse of name(); nothing if the word is not of the vocabulary.
std::optional<PartyKind> party_kind(std::string_view);
std::optional<EventType> event_type(std::string_view);
std::optional<Status> status(std::string_view);
std::optional<Mode> mode(std::string_view);
std::optional<Bound> bound(std::string_view);
std::optional<InstrumentKind> instrument_kind(std::string_view);

struct Party {
  std::string name;  // canonical if the lexicon knows it, else its fullest mention
  PartyKind kind = PartyKind::unknown;
  std::string code;    // ISO 3166-1 alpha-3, or a dictionary's own code; empty if unknown
  std::string sector;  // PLOVER sector: GOV MIL REB ...; empty if unknown or the state as a whole
  std::vector<std::string>
      roles;  // "Secretary of State (USA) 2021-01-26/2025-01-20", those that hold on the report's date first
  std::vector<Span> mentions;  // in text order, no two the same; the fullest noun phrase that names the party
  std::string rule;            // the lexicon entry or rule that made it: "parties/states.toml:ISR", "rule:unnamed"
};

// Who stands at a place of an event or statement: a party and the words there.
struct Actor {
  Index party = kNone;
  Span span;
};

struct Cue {
  Span span;
};

struct Statement {
  std::optional<Actor> source;
  std::optional<Cue> cue;
  std::vector<Span> content;  // in text order, without the quotation marks
  Mode mode = Mode::indirect;
  std::optional<Actor> audience;
  Index parent = kNone;  // the statement in which this one stands
  std::string rule;
  float confidence = 0;
};

// A date or period as far as it is known.
struct DateRef {
  std::string value;      // "2024-10-08", "2024-10", "2024", "2024-W41"; empty if it could not be resolved
  std::string precision;  // "day", "week", "month", "year"
  Span span;
};

struct PlaceRef {
  std::string name;
  std::string country;  // ISO 3166-1 alpha-3
  double lat = 0;       // degrees, WGS 84
  double lon = 0;
  Span span;
};

struct Event {
  EventType type = EventType::CONSULT;
  std::string mode;   // PLOVER mode; may be empty
  std::string cameo;  // CAMEO code, "190"
  double goldstein = 0;
  Status status = Status::actual;
  std::vector<Actor> sources;
  std::vector<Actor> targets;
  Span trigger;
  Span sentence;
  std::optional<DateRef> date;
  std::optional<PlaceRef> place;
  Index via = kNone;  // innermost statement in which it stands
  std::string rule;
  float rule_confidence = 0;  // what the rule alone says, before the parties and the rest of the sentence are weighed
  float confidence = 0;
};

struct Figure {
  std::string measure;  // killed wounded casualties missing displaced detained hostages troops bases weapons attacks
                        // aid money duration people other
  std::optional<double> low;
  std::optional<double> high;
  Bound bound = Bound::exact;
  std::string unit;  // "people", "USD", "days"
  std::optional<Actor> population;
  std::optional<PlaceRef> place;
  std::optional<DateRef> as_of;
  std::optional<DateRef> period;
  Span span;
  Index via = kNone;
  std::string rule;
  float confidence = 0;
};

struct InstrumentRole {
  std::string role;  // "sponsors", "addressees", "holder", "target"
  std::vector<Index> parties;
};

struct Term {
  std::string key;  // "duration", "action", "place", "firmness", "instrument", "direction", "condition"
  std::string value;
};

struct Instrument {
  InstrumentKind kind = InstrumentKind::proposal;
  std::string label;
  std::vector<InstrumentRole> parties;
  std::vector<Term> terms;
  std::string state;  // of a proposal: floated tabled accepted rejected lapsed revived; of others as the rule says; may
                      // be empty
  std::vector<Index> state_by;  // parties
  std::vector<Span> spans;
  Index via = kNone;
  std::string rule;
  float confidence = 0;
};

struct Abstention {
  std::string what;  // "event.target", "party", "date"
  Span span;
  std::string why;
};

struct Reading {
  std::string language;
  std::vector<Party> parties;
  std::vector<Statement> statements;
  std::vector<Event> events;
  std::vector<Figure> figures;
  std::vector<Instrument> instruments;
  std::vector<Abstention> abstained;
};

}  // namespace detente
