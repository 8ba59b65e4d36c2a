// How a game is played, by several methods.
//
//   SolveOptions options;
//   options.method = SolveMethod::qre;
//   options.progress = [](const SolveProgress& p) { show(p.stage, p.done); };
//   const auto solution = solve(*game, options);
//   if (!solution) { say(solution.error().to_string()); return; }  // "imperfect recall: at information set 3 of ..."
//   for (const Equilibrium& e : solution->equilibria) { e.profile[action]; e.value[player]; e.regret; }
//
// | method    | for                                          | gives                                              |
// |-----------|----------------------------------------------|----------------------------------------------------|
// | backward  | perfect information                          | a subgame-perfect equilibrium; all pure ones        |
// | lp        | two players, constant sum, perfect recall    | an equilibrium, by a linear program                 |
// | lcp       | two players, perfect recall                  | an equilibrium, by Lemke's method                   |
// | support   | two players, perfect recall, small           | all extreme equilibria of the reduced normal form   |
// | pure      | any number of players, perfect recall, small | all equilibria in pure reduced strategies           |
// | qre       | any number of players                        | the path of logit equilibria and its limit          |
// | cfr       | perfect recall; a proof for two, zero-sum    | an approximation, with how far it can be exploited  |
//
// Every equilibrium comes with its regret: what the best reply of any player would gain, computed from the game and not
// from the method. The same game and options give the same bytes.
#pragma once

#include <atomic>
#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/game.hpp"
#include "detente/play/game_sequence.hpp"
#include "detente/result.hpp"

namespace detente::play {

enum class SolveMethod { automatic, backward, lp, lcp, support, pure, qre, cfr };

// "auto", "backward", ...
std::string_view method_name(SolveMethod method);

struct SolveProgress {
  std::string_view stage;  // what is being done
  double done = 0.0;       // from 0 to 1; -1 if nobody can know
};

struct SolveOptions {
  SolveMethod method = SolveMethod::automatic;
  // All equilibria that the method can give: backward, support and pure list them, automatic picks one that does.
  bool all = false;
  // Of qre: precisions, 0 or more, at which the path is reported. Empty: every step of the path.
  std::vector<double> lambdas;
  // Of qre: where the path ends if its regret does not fall below `tolerance` times the range of payoffs before.
  double most_lambda = 1e9;
  double tolerance = 1e-8;
  // Of cfr: how often, and after how many each it is reported how far the average can be exploited; 0: ten times.
  int iterations = 1000;
  int checkpoint = 0;
  // Listing ends with an error beyond so many equilibria.
  std::size_t most_equilibria = 10'000;

  std::function<void(const SolveProgress&)> progress;
  const std::atomic<bool>* stop = nullptr;  // set to true from outside: the work ends with the error `cancelled`

  bool stopped() const { return stop != nullptr && stop->load(std::memory_order_relaxed); }
  void tell(std::string_view stage, double done) const {
    if (progress) {
      progress({stage, done});
    }
  }
};

struct Equilibrium {
  Profile profile;            // a probability for every action
  std::vector<double> value;  // by player
  // By player: what a best reply gains. Under imperfect recall: what a change at one information set gains.
  std::vector<double> regret;
  std::vector<bool> reached;  // by information set: whether play can come there
};

struct PathPoint {
  double lambda = 0.0;
  Profile profile;
  double regret = 0.0;  // the largest of any player
};

struct Checkpoint {
  int iteration = 0;
  std::vector<double> value;  // of the average profile, by player
  double nash_conv = 0.0;     // sum of all players' regrets
};

struct Solution {
  SolveMethod method = SolveMethod::automatic;  // the one that ran
  std::string why;                              // one sentence: why this method
  std::vector<Equilibrium> equilibria;
  bool all = false;                     // the list is complete in the sense of the table above
  std::vector<PathPoint> path;          // of qre
  bool path_reached_limit = false;      // the path ended by its regret, not at most_lambda
  std::vector<Checkpoint> checkpoints;  // of cfr
};

// Errors: unsupported (the game is not of the kind that the method needs; the message names what is in the way),
// too_large (strategies, unknowns or equilibria beyond what the method can hold), bad_value (an option), cancelled.
Result<Solution> solve(const Game& game, const SolveOptions& options);

}  // namespace detente::play
