// The methods, one function each, and what they share.
#pragma once

#include <span>
#include <utility>
#include <vector>

#include "detente/play/game_solve.hpp"

namespace detente::play {

Result<Solution> solve_backward(const Game& game, const SolveOptions& options);
Result<Solution> solve_lp(const Game& game, const SequenceForm& form, const SolveOptions& options);
Result<Solution> solve_lcp(const Game& game, const SequenceForm& form, const SolveOptions& options);
Result<Solution> solve_support(const Game& game, const SequenceForm& form, const SolveOptions& options);
Result<Solution> solve_pure(const Game& game, const SequenceForm& form, const SolveOptions& options);
Result<Solution> solve_qre(const Game& game, const SolveOptions& options);
Result<Solution> solve_cfr(const Game& game, const SequenceForm& form, const SolveOptions& options);

inline Error cancelled() { return {ErrorCode::cancelled, "stopped before the game was solved", ""}; }

// The profile with its values and regrets.
Equilibrium make_equilibrium(const Game& game, const SequenceForm& form, Profile profile);

// Where a player's own plan does not lead, his behaviour is of no matter for the equilibrium, but a reader wants to see
// what he would do. It becomes the best reply to the others; where the others do not lead either, the best reply to
// beliefs that take all moves at sets out of reach as equally likely.
void complete_behaviour(const Game& game, const SequenceForm& form, Profile& profile);

// The reduced strategies of a player: for each, the sequences that it makes certain.
struct ReducedStrategies {
  // strategy * sequences + sequence: 1 if the strategy plays it.
  std::vector<std::vector<bool>> plays;
};
// Errors: too_large beyond `most`.
Result<ReducedStrategies> reduced_strategies(const SequenceForm::Player& player, std::size_t most,
                                             std::string_view who);

// The vertices of {x >= 0, rows x <= 1} in as many dimensions as a row has entries, each with the inequalities that it
// meets with equality: the first `dimensions` for x_i = 0, then one a row. All entries of rows are > 0.
struct Vertex {
  std::vector<double> x;
  std::vector<std::uint64_t> tight;  // bits
};
// Errors: too_large beyond a hundred thousand vertices or some seconds of work, cancelled.
Result<std::vector<Vertex>> enumerate_vertices(const std::vector<std::vector<double>>& rows, std::size_t dimensions,
                                               const SolveOptions& options);

}  // namespace detente::play
