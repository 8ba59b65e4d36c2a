// A crisis as it stands in its file: plain data, checked, with every number's origin.
//
//   auto crisis = play::read_crisis(text, "crisis.toml");
//   if (!crisis) { say(crisis.error().to_string()); }   // "crisis.toml:41: lever.target 'Isreal' is no party; did you
//                                                       //  mean 'Israel'?"
//   play::set_number(*crisis, "party.Israel.audience_cost", 0.4);
//   for (const play::Number& n : crisis->numbers) { ... n.path, n.evidence, n.assumed ... }
//
// The file is TOML; docs/crisis-file.md lists every section and key, and is made from crisis_schema.hpp. A number that
// the file leaves out has a default under which the mechanism it stands for is off.
//
// Numbers of a row lie side by side in Crisis::numbers from Row::first on, in the order of the row's enum, so that a
// play holds all values of a run in one array: values[party.first + PartyNumber::resolve].
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::play {

enum class Distribution : std::uint8_t {
  fixed,       // a
  uniform,     // a low, b high
  triangular,  // a low, b mode, c high
  normal,      // a mean, b standard deviation; cut to the range of the key
  lognormal,   // a median, b standard deviation of the logarithm; cut to the range of the key
};

// One number of the file, or the default of one that the file leaves out.
struct Number {
  std::string path;  // "party.Israel.resolve"
  Distribution distribution = Distribution::fixed;
  double a = 0;
  double b = 0;
  double c = 0;
  double low = 0;   // what the key allows
  double high = 0;  //
  bool given = false;
  int line = 0;
  std::vector<std::string> evidence;
  std::string assumed;
};

struct Row {
  std::string name;
  int line = 0;
  std::size_t first = 0;  // index of its first number in Crisis::numbers
};

// Indices into the vectors of Crisis. Enums below are plain inside a struct so that they add to Row::first.
inline constexpr int kNone = -1;

struct PartyNumber {
  enum : std::size_t {
    capability,
    resolve,
    rationality,
    cost_tolerance,
    war_cost,
    restraint,
    audience_cost,
    patience,
    harm_aversion,
    pressure_aversion,
    grief_drive,
    reputation_drive,
    appetite,
    ripeness,
    weariness,
    fear,
    doubt,
    commitment,
    rearm,
    overstretch,
    divided_attention,
    outside_load,
    decapitation,
    succession,
    vengeance,
    command_loss,
    criticism,
    image,
    forgetting,
    misperception,
    pull,
    count
  };
};
struct Party : Row {
  std::string kind;
  int of = kNone;  // the party that it is a faction of
};

struct IssueNumber {
  enum : std::size_t { drift, count };
};
struct Point {
  std::string name;
  double value = 0;
};
struct Issue : Row {
  std::vector<Point> points;
};

struct StanceNumber {
  enum : std::size_t { position, salience, fixed, harm_salience, count };
};
struct Stance : Row {
  int party = kNone;
  int issue = kNone;
};

struct TieNumber {
  enum : std::size_t {
    weight,
    trust,
    contact,
    notice,
    surprise_cost,
    harm_cost,
    distrust,
    quarrel,
    downplay,
    entry,
    exposure,
    protection,
    aid,
    aid_losses,
    aid_pressure,
    spoil,
    count
  };
};
struct Tie : Row {
  int from = kNone;
  int to = kNone;
  std::string kind;
};

enum class TargetKind : std::uint8_t { none, party, front, tie, proposal, place, corridor };
struct LeverNumber {
  enum : std::size_t {
    level,
    cost,
    delay,
    influence,
    learning,
    trust_share,
    attention_share,
    leak,
    leak_cost,
    value,
    // effects at full level
    capability,
    precision,
    heaviness,
    caution,
    embolden,
    deterrence,
    signal,
    pressure,
    relief,
    mediation,
    guarantee,
    notice,
    contact,
    access,
    shelter,
    seal,
    fill,
    watch,
    count
  };
};
struct Lever : Row {
  int holder = kNone;
  TargetKind target_kind = TargetKind::none;
  int target = kNone;
  std::string instrument;
};

struct RedLineNumber {
  enum : std::size_t { firmness, ambiguity, wear, cut, days, penalty, cost, count };
};
struct RedLine : Row {
  int holder = kNone;
  int addressee = kNone;
  std::vector<int> acts;    // indices into Crisis::acts: an act of the kind crosses
  std::vector<int> fronts;  // a posture at or above `posture` on one of these crosses
  int posture = 2;          //
  std::vector<int> levers;  // what a punishment cuts
};

struct FrontNumber {
  enum : std::size_t { stake, posture, review, momentum, count };
};
struct Front : Row {
  int attacker = kNone;
  int defender = kNone;
  int place = kNone;  // theatre
  bool open = true;
};

struct ActNumber {
  enum : std::size_t {
    rate,
    holding,
    limited,
    full,
    supply,
    harm,
    zero,
    dispersion,
    wounded,
    precision,
    sensitivity,
    losses,
    own_losses,
    leader,
    gain,
    surprise,
    flight,
    blocks,
    damage,
    condemnation,
    duty,
    count
  };
};
// A class of acts on a front: one stream of the tempo.
struct Act : Row {
  int front = kNone;
  int lever = kNone;  // whose supply `supply` hangs on
};

struct ExcitementNumber {
  enum : std::size_t { gain, decay, count };
};
struct Excitement : Row {
  int from = kNone;  // acts
  int to = kNone;
};

struct PlaceNumber {
  enum : std::size_t {
    people,
    displaced,
    density,
    capacity,
    crowding,
    access,
    recovery,
    need,
    privation,
    going_home,
    gap,
    vacuum,
    fill,
    instability,
    presence,
    weakness,
    tunnels,
    count
  };
};
struct Place : Row {
  int party = kNone;  // whose people live there
  int ruler = kNone;  // who governs
};

struct RouteNumber {
  enum : std::size_t { weight, count };
};
struct Route : Row {
  int from = kNone;
  int to = kNone;
};

struct CorridorNumber {
  enum : std::size_t { capacity, open, count };
};
struct Corridor : Row {
  int place = kNone;
  int operated_by = kNone;
};

struct ProposalNumber {
  enum : std::size_t { tabled, pace, life, duration, revive, counter, hazard, guarantee, needs, calm, count };
};
struct Term {
  int issue = kNone;
  std::size_t number = 0;
};
struct Proposal : Row {
  std::vector<int> sponsors;
  std::vector<int> addressees;
  std::vector<int> fronts;  // that it quiets
  std::vector<Term> terms;
  int requires_proposal = kNone;
};

struct MediatorNumber {
  enum : std::size_t { effort, discouragement, recovery, narrowing, count };
};
struct SideTrust {
  int party = kNone;
  std::size_t number = 0;
};
struct Mediator : Row {
  int party = kNone;
  int via = kNone;  // the party through which it reaches the sides
  std::vector<int> proposals;
  std::vector<SideTrust> trust;
};

struct HostagesNumber {
  enum : std::size_t { people, release, value, count };
};
struct Hostages : Row {
  int holder = kNone;
  int of = kNone;
  int proposal = kNone;
};

struct NormNumber {
  enum : std::size_t { pressure, author, count };
};
struct Norm : Row {
  std::vector<int> bound;    // parties
  std::vector<int> authors;  // those of them that made it
  std::vector<int> acts;     // that break it
  std::vector<int> ties;     // aid over these breaks it
};

// What a rule of a policy looks at.
enum class Quantity : std::uint8_t {
  day,
  killed,
  displaced,
  posture,
  acts,
  pressure,
  standing,
  losses,
  leadership,
  trust,
  crossed,
  tabled,
  truce,
  rejected,
  level,
  access,
  gap,
  open
};
enum class Comparison : std::uint8_t { below, at_most, at_least, above, equal };
struct Condition {
  Quantity quantity = Quantity::day;
  int of = kNone;  // index of what stands in the brackets
  Comparison comparison = Comparison::at_least;
  double value = 0;
};
struct Setting {
  int lever = kNone;
  std::size_t number = 0;
};
struct Rule {
  std::string when;  // as written
  std::vector<Condition> conditions;
  std::vector<Setting> settings;
  int line = 0;
};
struct Policy {
  std::string name;
  std::string note;
  std::vector<Rule> rules;
  int line = 0;
};

enum class Bargaining : std::uint8_t { drift, spatial };

struct Crisis {
  std::string origin;  // the file, for messages
  std::string name;
  std::string note;
  std::string start;  // ISO day
  int days = 180;
  Bargaining bargaining = Bargaining::drift;
  int bargain_every = 7;  // days between turns of the spatial model

  std::vector<Number> numbers;
  std::vector<Party> parties;
  std::vector<Issue> issues;
  std::vector<Stance> stances;
  std::vector<Tie> ties;
  std::vector<Lever> levers;
  std::vector<RedLine> red_lines;
  std::vector<Front> fronts;
  std::vector<Act> acts;
  std::vector<Excitement> excitements;
  std::vector<Place> places;
  std::vector<Route> routes;
  std::vector<Corridor> corridors;
  std::vector<Proposal> proposals;
  std::vector<Mediator> mediators;
  std::vector<Hostages> hostages;
  std::vector<Norm> norms;
  std::vector<Policy> policies;  // the first is what is compared with; one named "as is" is there if the file has none
};

// Reads and checks a crisis file. `origin` names it in messages.
// @returns bad_format (TOML), bad_value, missing_field or bad_encoding with "origin:line" and what to do.
Result<Crisis> read_crisis(std::string_view text, const std::string& origin);

// Sets a number by its path to a fixed value, as a check of what hangs on it. A value beyond what the key allows, or a
// path that does not exist, is refused (bad_value, not_found with the nearest path).
Result<void> set_number(Crisis& crisis, std::string_view path, double value);
// As a distribution.
Result<void> set_number(Crisis& crisis, std::string_view path, Distribution distribution, std::array<double, 3> abc);

// The value of a number at probability u in (0, 1), cut to its range.
double quantile(const Number& number, double u);
// The mean (for the cut ones: of the uncut distribution, moved into the range).
double central(const Number& number);

// The spectral radius of the excitement at the numbers' central values.
double spectral_radius(const Crisis& crisis);
// The same at the given values, one a number.
double spectral_radius(const Crisis& crisis, const std::vector<double>& values);

}  // namespace detente::play
