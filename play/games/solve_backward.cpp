// Backward induction, with every way of breaking ties.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "solvers.hpp"

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// One pass from the leaves to the root. `rank` says which of the best moves is taken at each node, counted from the
// first; `ties` gets how many best moves there are.
void induct(const Game& game, std::vector<double>& value, const std::vector<std::int32_t>& rank,
            std::vector<std::int32_t>& ties, Profile& profile) {
  const std::size_t players = game.players.size();
  for (std::size_t n = game.nodes(); n-- > 0;) {
    if (game.is_leaf(n)) {
      continue;
    }
    const std::size_t set = at(game.set[n]);
    const std::size_t moves = at(game.action_count(set));
    const std::size_t first_action = at(game.first_action[set]);
    const std::int32_t* child = &game.children[at(game.first_child[n])];
    double* const here = &value[n * players];
    if (game.set_player[set] == kChance) {
      std::fill_n(here, players, 0.0);
      for (std::size_t k = 0; k < moves; ++k) {
        for (std::size_t p = 0; p < players; ++p) {
          here[p] += profile[first_action + k] * value[at(child[k]) * players + p];
        }
      }
      continue;
    }
    const std::size_t mover = at(game.set_player[set]);
    double best = value[at(child[0]) * players + mover];
    for (std::size_t k = 1; k < moves; ++k) {
      best = std::max(best, value[at(child[k]) * players + mover]);
    }
    const double least = best - 1e-12 * std::max(1.0, std::abs(best));
    ties[n] = 0;
    for (std::size_t k = 0; k < moves; ++k) {
      const double* const there = &value[at(child[k]) * players];
      const bool taken = there[mover] >= least && ties[n]++ == rank[n];
      profile[first_action + k] = taken ? 1.0 : 0.0;
      if (taken) {
        std::copy_n(there, players, here);
      }
    }
  }
}

}  // namespace

Result<Solution> solve_backward(const Game& game, const SolveOptions& options) {
  if (const std::int32_t joined = first_joined_set(game); joined >= 0) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("backward induction needs perfect information, and at {} the player cannot tell nodes apart",
                    describe_set(game, at(joined))),
        ""};
  }
  const auto form = make_sequence_form(game);
  if (!form) {
    return form.error();
  }
  std::vector<double> value = leaf_payoffs(game);
  std::vector<std::int32_t> rank(game.nodes(), 0);
  std::vector<std::int32_t> ties(game.nodes(), 0);
  Solution solution;
  solution.all = options.all;
  while (true) {
    if (options.stopped()) {
      return cancelled();
    }
    Profile profile = uniform_profile(game);
    induct(game, value, rank, ties, profile);
    solution.equilibria.push_back(make_equilibrium(game, *form, std::move(profile)));
    if (!options.all) {
      return solution;
    }
    // A node bears only on nodes before it, so that the first with another best move can take it while all behind stay.
    std::size_t n = 0;
    while (n < game.nodes() && rank[n] + 1 >= ties[n]) {
      ++n;
    }
    if (n == game.nodes()) {
      return solution;
    }
    ++rank[n];
    std::fill_n(rank.begin(), n, 0);
    if (solution.equilibria.size() == options.most_equilibria) {
      return Error{
          ErrorCode::too_large,
          fmt::format("there are more than {} subgame-perfect equilibria, because many moves are worth the same",
                      options.most_equilibria),
          ""};
    }
    options.tell("listing subgame-perfect equilibria", -1.0);
  }
}

}  // namespace detente::play
