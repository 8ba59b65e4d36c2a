// Bargaining on issues: the spatial model of politics (SMP) of KAPSARC's toolkit KTAB.
//
//   Result<bargain::Scenario> scenario = bargain::read_scenario(text, "talks.csv");
//   if (!scenario) { log(scenario.error().to_string()); }   // "talks.csv:7: position 130 lies outside 0 to 100"
//   bargain::Run run = bargain::play_smp(*scenario, {});
//   run.turns.back().position;                               // where everybody stands in the end
//
//   bargain::Smp model(options);                             // or turn by turn, inside a larger model
//   bargain::Turn turn;
//   model.turn(scenario->standing, key, turn);               // no allocation after the first of its size
//
// Positions, ideals and saliences run from 0 to 1 here, the 0 to 100 of files divided by 100: a bargain is struck in
// steps of 1/10,000, and only on this scale is each step the same number in every turn. Arrays by actor and dimension
// are actor-major: [actor * dimensions + dimension].
//
// The mathematics: docs/play/bargaining.md. Source: Wise, Lester and Efird, "Multidimensional bargaining using KTAB"
// (KAPSARC 2015), restated equation by equation there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/luck.hpp"
#include "detente/play/pce.hpp"
#include "detente/result.hpp"

namespace detente::play::bargain {

enum class Transitions { deterministic, stochastic };  // the likeliest option, or a draw
enum class RiskRange { min, mid, max };                // risk attitudes in [0,1], [-1/2,1] or [-1,1]
enum class RiskView {
  none,
  one_third,
  half,
  two_thirds,
  full
};                                                   // how far i sees others' attitudes in place of its own
enum class ThirdParty { none, semi };                // third parties stay out, or take the side they gain by
enum class Interpolation { s1p1, s2p2, s2pmax };     // how salience and strength weigh in a bargain
enum class Proposals { initiator, both, weighted };  // whose view of the contest makes the bargain

struct SmpOptions {
  PceOptions pce;
  Transitions transitions = Transitions::deterministic;
  RiskRange risk_range = RiskRange::mid;
  RiskView risk_view = RiskView::one_third;
  ThirdParty third_party = ThirdParty::semi;
  Interpolation interpolation = Interpolation::s2p2;
  Proposals proposals = Proposals::initiator;
  int turns = 100;         // at most; a run ends before that when positions hardly move
  std::uint64_t seed = 1;  // of stochastic transitions
};

// How the actors stand at the beginning of a turn.
struct Standing {
  std::size_t actors = 0;
  std::size_t dimensions = 0;
  std::vector<double> capability;  // by actor, not negative
  std::vector<double> position;    // by actor and dimension, 0 to 1
  std::vector<double> salience;    // by actor and dimension, 0 to 1, at most 1 over an actor's dimensions
  std::vector<double> ideal;       // by actor and dimension; empty: everybody's position is the ideal
  std::vector<double>
      accommodation;  // [i * actors + j]: how fast i's ideal follows j's position; empty: i's own at once
};

struct Scenario {
  std::string name;
  std::string description;
  std::vector<std::string> dimensions;
  std::vector<std::string> actors;
  std::vector<std::string> descriptions;  // by actor
  Standing standing;
  std::optional<SmpOptions> options;  // where the file carries them (KTAB's XML)
};

// A challenge by one actor to another, and the bargain that it leads to.
struct Bargain {
  std::uint32_t initiator = 0;
  std::uint32_t receiver = 0;
  double gain = 0;                   // the initiator's expected gain of utility from the challenge
  double strength = 0;               // the initiator's estimate of the probability to prevail
  double initiator_probability = 0;  // that this option wins among those of the initiator
  double receiver_probability = 0;   // the same among those of the receiver
  bool initiator_takes = false;
  bool receiver_takes = false;
};

struct Turn {
  std::vector<double> risk;                    // by actor: the attitude R
  std::vector<Bargain> bargains;               // in the order of initiators
  std::vector<double> terms;                   // [(2 b) * dimensions + d] the initiator's place under bargain b, then
                                               // [(2 b + 1) * dimensions + d] the receiver's
  std::vector<double> status_quo_probability;  // by actor: that no bargain wins
  std::vector<std::int32_t> takes;             // by actor: the bargain it moves by; -1 stays
  std::vector<double> position;                // after the turn
  std::vector<double> ideal;                   // after the turn
  double moved = 0;                            // sum over actors of the distance moved, in units of the whole axis
};

// A challenge in every detail, for explanations and checks.
struct Challenge {
  double probability = 0;  // that the initiator prevails
  double status_quo = 0;   // utility to k of the two positions as they are
  double victory = 0;      // of the initiator's position twice
  double contest = 0;      // of the lottery between the two positions
  double challenge = 0;    // the contest if the receiver resists, victory if not
};

// The model, with the buffers of one thread.
class Smp {
 public:
  explicit Smp(const SmpOptions& options) : options_(options) {}

  // One turn from `standing`, which holds what check() asks for. `luck` is used for stochastic transitions alone, with
  // `entity` set to the actor.
  void turn(const Standing& standing, luck::Key luck, Turn& out);

  // What follows looks at the standing of the last turn() or look().
  void look(const Standing& standing);
  double risk(std::size_t actor) const { return risk_[actor]; }
  // As `viewer` sees it: the utility to `actor` of the position of `other`, at most 1.
  double utility(std::size_t viewer, std::size_t actor, std::size_t other) const;
  // As `viewer` sees it: what the challenge of i to j is to k. i and j differ.
  struct Question {
    std::size_t viewer = 0;
    std::size_t affected = 0;
    std::size_t initiator = 0;
    std::size_t receiver = 0;
  };
  Challenge challenge(const Question& question);
  // As `viewer` sees it: the probability that each actor's position wins the election among all positions. Actors at
  // the same place share one option and each shows its probability.
  std::vector<double> position_probabilities(std::size_t viewer) const;

 private:
  struct Contest {
    double probability;
    double gain;
  };

  void resize(const Standing& standing);
  double own_view(std::size_t viewer, std::size_t actor) const;
  double utility_of(std::size_t actor, const double* place) const;
  void see_as(std::size_t viewer);
  double prevail(std::size_t i, std::size_t j);
  Contest contest(std::size_t i, std::size_t j);
  void challenge_all(Turn& out);
  void add_bargain(std::size_t i, std::size_t j, const Contest& contest, Turn& out);
  void interpolate(std::size_t i, std::size_t j, double p, double* terms) const;
  void value_bargains(const Turn& out);
  void choose(std::size_t actor, luck::Key luck, Turn& out);
  void move(const Standing& standing, Turn& out) const;

  SmpOptions options_;
  std::size_t actors_ = 0;
  std::size_t dimensions_ = 0;
  std::size_t stride_ = 0;  // actors, rounded up to whole lanes
  std::size_t seen_ = 0;    // whose view `view_` holds, plus one
  std::vector<double> capability_;
  std::vector<double> weight_;    // capability times the sum of saliences; 0 in the lanes beyond the last actor
  std::vector<double> salience_;  // the sum
  std::vector<double> place_;
  std::vector<double> ideal_;
  std::vector<double> share_;     // by actor and dimension: salience
  std::vector<double> norm_;      // sum of squared saliences
  std::vector<double> distance_;  // [i * stride + j]
  std::vector<double> risk_;
  std::vector<double> true_utility_;  // [j * stride + i]: to i of j's position, by i's own attitude
  std::vector<double> view_;          // [j * stride + i]: the same in the eyes of the viewer
  std::vector<double> own_;           // [i]: of i's own position, in the eyes of the viewer
  std::vector<double> option_;        // [(b + 1) * stride + i]: utility to i of bargain b; first of the status quo
  std::vector<double> utilities_;
  std::vector<double> coalition_;
  std::vector<double> victory_;
  std::vector<double> probability_;
  std::vector<std::int32_t> queue_;
};

struct Run {
  std::vector<double> start;  // positions before the first turn
  std::vector<Turn> turns;
  bool settled = false;  // positions hardly moved at last: under 2 percent of the first turn
};

// Asked before every turn or round; false stops the work.
using GoOn = std::function<bool()>;

// Errors: bad_value and too_large for what check() refuses; cancelled if `go_on` says so.
Result<Run> play_smp(const Scenario& scenario, const SmpOptions& options, const GoOn& go_on = {});

// Whether a scenario can be played: 2 to 1,000 actors with 1 to 100 dimensions, finite capabilities that are not
// negative, positions within 0 to 1, saliences that are not negative and whose sum over an actor's dimensions is
// above 0 and at most 1, no name twice. Errors: bad_value, too_large.
Result<void> check(const Scenario& scenario);

// Whether positions must lie within 0 to 100 and are divided by 100, or are kept on the scale that they have.
enum class Scale { hundred, own };

// A scenario in one of three forms, told apart by how they begin:
// - KTAB's CSV: a line of title, description, number of actors and number of dimensions; a line of headings; a line an
//   actor: name, description, capability, and position and salience for each dimension, all of them 0 to 100;
// - a plain table: headings Actor (or Name), Capability, Position and Salience in any order, one dimension, saliences
// as
//   shares from 0 to 1;
// - KTAB's XML scenario.
// `where` is the name of the file for messages. Errors: bad_encoding, bad_format, bad_value, missing_field, too_large,
// truncated, unsupported, each with the line.
Result<Scenario> read_scenario(std::string_view text, const std::string& where, Scale scale = Scale::hundred);

}  // namespace detente::play::bargain
