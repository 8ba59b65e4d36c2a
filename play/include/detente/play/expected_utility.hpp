// Bueno de Mesquita's expected utility model of bargaining on one issue, after Scholz, Calbert and Smith.
//
//   Result<bargain::EuRun> run = bargain::play_expected_utility(scenario, {.rounds = 10});
//   run->rounds.back().median;                          // the position that a weighted majority prefers to any other
//
// Positions may have any scale; the range of the first round is the unit of distance. Sources: Bueno de Mesquita, "The
// War Trap" (1981) and "Forecasting policy decisions" (1984); Scholz, Calbert and Smith, "Unravelling Bueno De
// Mesquita's group decision model", Journal of Theoretical Politics 23 (2011) 510. The mathematics, and what the
// published implementations of it do otherwise: docs/play/bargaining.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "detente/play/bargain.hpp"
#include "detente/result.hpp"

namespace detente::play::bargain {

enum class EuMode {
  corrected,  // the model
  scholz,     // with the slips of its published implementation, so that its published numbers come out: chances to
              // prevail of a pair do not sum to one, nobody ever capitulates, and of several compromises not the
              // nearest is taken but the one of least weighted mean
};

struct EuOptions {
  EuMode mode = EuMode::corrected;
  int rounds = 10;
  double status_quo = 1;  // Q: the probability that the status quo holds where nobody challenges, 0 to 1
};

enum class OfferKind { confrontation, compromise, capitulation };

// What an actor gave way to in a round.
struct Offer {
  std::uint32_t receiver = 0;
  std::uint32_t proposer = 0;
  OfferKind kind = OfferKind::confrontation;
  double own_utility = 0;    // what the receiver expects of challenging the proposer
  double other_utility = 0;  // what the receiver thinks that the proposer expects of challenging it
  double position = 0;       // where the receiver goes
};

// As an actor sees a pair at the beginning of a round.
struct EuView {
  double probability = 0;    // that the first of the pair prevails over the second
  double own_utility = 0;    // expected by the first of challenging the second, in the eyes of the first
  double other_utility = 0;  // expected by the second of challenging the first, in the eyes of the first
};

struct EuRound {
  std::vector<double> risk;      // by actor: the exponent r, 1/2 (takes risks) to 2 (shuns them)
  std::vector<EuView> views;     // [i * actors + j]; only where they were asked for
  std::vector<Offer> offers;     // that were taken, by receiver
  std::vector<double> position;  // by actor, after the round
  double median = 0;             // after the round
  double mean = 0;               // weighted by capability times salience
};

struct EuRun {
  std::vector<double> start;
  double start_median = 0;
  double start_mean = 0;
  std::vector<EuRound> rounds;
};

// The scenario has one dimension; its positions are read as they stand (Scale::own), its ideals are left aside.
// `with_views` keeps what each actor saw of every pair, actors squared a round.
// Errors: bad_value for a scenario with more dimensions than one, no actors, a value that is not finite, a negative
// capability, a salience outside 0 to 1, or no weight at all; too_large beyond 1,000 actors; cancelled if `go_on` says
// so.
Result<EuRun> play_expected_utility(const Scenario& scenario, const EuOptions& options, bool with_views = false,
                                    const GoOn& go_on = {});

// The run in the words and digits of the published implementation's log, which prints the mean where it says "Median"
// after the first round.
std::string scholz_log(const Scenario& scenario, const EuRun& run);

}  // namespace detente::play::bargain
