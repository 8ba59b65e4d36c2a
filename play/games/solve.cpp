#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detente/play/game_solve.hpp"
#include "solvers.hpp"

namespace detente::play {

namespace {

// Beyond so many sequences a simplex tableau takes longer than an approximation that is good enough to read.
constexpr std::size_t kMostLpSequences = 20'000;
constexpr std::size_t kMostLcpSequences = 1'000;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

struct Choice {
  SolveMethod method;
  std::string why;
};

std::size_t sequences(const Game& game) {
  std::size_t count = 0;
  for (std::size_t s = 0; s < game.sets(); ++s) {
    count += game.set_player[s] == kChance ? 0 : at(game.action_count(s));
  }
  return count;
}

Choice choose(const Game& game, bool all) {
  const std::string forgetful = first_forgetful_set(game);
  const std::size_t players = game.players.size();
  if (!forgetful.empty()) {
    return {SolveMethod::qre,
            "imperfect recall at " + forgetful + ": the logit path treats each information set as a player"};
  }
  if (all) {
    return players == 2
               ? Choice{SolveMethod::support, "two players, and all equilibria are asked for"}
               : Choice{SolveMethod::pure, fmt::format("{} players, and all equilibria are asked for", players)};
  }
  if (first_joined_set(game) < 0) {
    return {SolveMethod::backward, "perfect information"};
  }
  if (is_constant_sum(game)) {
    return sequences(game) <= kMostLpSequences
               ? Choice{SolveMethod::lp, "two players with opposed payoffs"}
               : Choice{SolveMethod::cfr,
                        "two players with opposed payoffs, and too many sequences for a linear program"};
  }
  if (players == 2 && sequences(game) <= kMostLcpSequences) {
    return {SolveMethod::lcp, "two players"};
  }
  return {SolveMethod::qre, players == 2 ? std::string("two players, and too many sequences for Lemke's method")
                                         : fmt::format("{} player{}", players, players == 1 ? "" : "s")};
}

Result<void> check_options(const SolveOptions& options) {
  for (const double lambda : options.lambdas) {
    if (!(lambda >= 0.0) || !std::isfinite(lambda)) {
      return Error{ErrorCode::bad_value, fmt::format("lambda is {}; it must be 0 or more, and finite", lambda), ""};
    }
  }
  if (!(options.most_lambda > 0.0) || !std::isfinite(options.most_lambda) || !(options.tolerance > 0.0)) {
    return Error{ErrorCode::bad_value, "the end of the path must be above 0", ""};
  }
  if (options.iterations < 1 || options.checkpoint < 0) {
    return Error{ErrorCode::bad_value, "there must be at least one iteration", ""};
  }
  return {};
}

Result<Solution> run(SolveMethod method, const Game& game, const SolveOptions& options) {
  if (method == SolveMethod::qre) {
    return solve_qre(game, options);
  }
  if (method == SolveMethod::backward) {
    return solve_backward(game, options);
  }
  if ((method == SolveMethod::lp || method == SolveMethod::lcp || method == SolveMethod::support) &&
      game.players.size() != 2) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("the method {} is for two players; the game has {}", method_name(method), game.players.size()), ""};
  }
  if (method == SolveMethod::lp && !is_constant_sum(game)) {
    return Error{ErrorCode::unsupported,
                 "the method lp needs payoffs that sum to the same at every leaf; lcp takes any game of two players",
                 ""};
  }
  const auto form = make_sequence_form(game);
  if (!form) {
    return form.error();
  }
  switch (method) {
    case SolveMethod::lp:
      return solve_lp(game, *form, options);
    case SolveMethod::lcp:
      return solve_lcp(game, *form, options);
    case SolveMethod::support:
      return solve_support(game, *form, options);
    case SolveMethod::pure:
      return solve_pure(game, *form, options);
    default:
      return solve_cfr(game, *form, options);
  }
}

}  // namespace

std::string_view method_name(SolveMethod method) {
  switch (method) {
    case SolveMethod::automatic:
      return "auto";
    case SolveMethod::backward:
      return "backward";
    case SolveMethod::lp:
      return "lp";
    case SolveMethod::lcp:
      return "lcp";
    case SolveMethod::support:
      return "support";
    case SolveMethod::pure:
      return "pure";
    case SolveMethod::qre:
      return "qre";
    case SolveMethod::cfr:
      return "cfr";
  }
  return "";
}

Result<Solution> solve(const Game& game, const SolveOptions& options) {
  if (auto checked = check_options(options); !checked) {
    return checked.error();
  }
  Choice choice{options.method, "asked for"};
  if (options.method == SolveMethod::automatic) {
    choice = choose(game, options.all);
  } else if (options.all && (options.method == SolveMethod::lp || options.method == SolveMethod::lcp)) {
    choice = {SolveMethod::support,
              fmt::format("all equilibria are asked for, and {} gives one", method_name(options.method))};
  }
  if (options.all && (choice.method == SolveMethod::qre || choice.method == SolveMethod::cfr)) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("the method {} gives one equilibrium; support lists all of two players, pure the pure ones",
                    method_name(choice.method)),
        ""};
  }
  auto solution = run(choice.method, game, options);
  if (solution) {
    solution->method = choice.method;
    solution->why = std::move(choice.why);
  }
  return solution;
}

Equilibrium make_equilibrium(const Game& game, const SequenceForm& form, Profile profile) {
  Equilibrium equilibrium;
  Assessment worth = assess(form, profile);
  equilibrium.value = std::move(worth.value);
  equilibrium.regret = std::move(worth.regret);
  equilibrium.reached = reached_sets(game, profile);
  equilibrium.profile = std::move(profile);
  return equilibrium;
}

}  // namespace detente::play
