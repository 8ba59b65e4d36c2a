// Games made by chance: private types, public moves, payoffs as they fall. What must hold in every game holds in these,
// and methods that share no code agree.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <string>

#include "cases.hpp"
#include "detente/play/game_efg.hpp"
#include "detente/play/game_solve.hpp"

namespace detente::play {
namespace {

class RandomGame {
 public:
  RandomGame(std::uint64_t seed, int players, bool opposed) : random_(seed), opposed_(opposed) {
    for (int p = 0; p < players; ++p) {
      draft_.players.push_back("P" + std::to_string(p + 1));
    }
  }

  // Each player has one of two types and knows his own; then up to `depth` moves that all see.
  Game make(int depth) {
    types_.assign(draft_.players.size(), 0);
    for (std::size_t p = 0; p < types_.size(); ++p) {
      weights_.push_back(1 + below(4));
    }
    deal(0, depth);
    auto game = assemble(std::move(draft_));
    EXPECT_TRUE(game) << (game ? "" : game.error().to_string());
    return *game;
  }

 private:
  int below(int n) { return static_cast<int>(random_() % static_cast<std::uint64_t>(n)); }

  static GameNumber fraction(int over, int under) {
    return {static_cast<double>(over) / under, std::to_string(over) + "/" + std::to_string(under)};
  }

  std::int32_t set_of(std::int32_t player, const std::string& seen, const std::vector<std::string>& actions) {
    const auto [found, is_new] = sets_.try_emplace({player, seen}, static_cast<std::int32_t>(draft_.sets.size()));
    if (is_new) {
      draft_.sets.push_back({player, static_cast<std::int32_t>(draft_.sets.size()) + 1, seen, actions, {}});
    }
    return found->second;
  }

  void deal(std::size_t player, int depth) {
    if (player == types_.size()) {
      move("", depth);
      return;
    }
    const std::int32_t set = set_of(kChance, "type of " + std::to_string(player), {"low", "high"});
    draft_.sets[static_cast<std::size_t>(set)].chance = {fraction(weights_[player], 5),
                                                         fraction(5 - weights_[player], 5)};
    draft_.nodes.push_back({"", set, -1, 0});
    for (types_[player] = 0; types_[player] < 2; ++types_[player]) {
      deal(player + 1, depth);
    }
    types_[player] = 0;
  }

  // The shape follows from what all saw, and only the payoffs from the types too.
  void move(const std::string& story, int depth) {
    const auto [shape, is_new] = shapes_.try_emplace(story, 0);
    if (is_new) {
      shape->second = depth == 0 || (depth < 3 && below(3) == 0) ? 0 : 2 + below(2);
    }
    const int moves = shape->second;
    if (moves == 0) {
      end();
      return;
    }
    const auto player = static_cast<std::int32_t>(story.size() % types_.size());
    std::vector<std::string> actions;
    for (int k = 0; k < moves; ++k) {
      actions.emplace_back(1, static_cast<char>('a' + k));
    }
    const std::string seen = std::to_string(types_[static_cast<std::size_t>(player)]) + ":" + story;
    draft_.nodes.push_back({"", set_of(player, seen, actions), -1, 0});
    for (const std::string& action : actions) {
      move(story + action, depth - 1);
    }
  }

  void end() {
    std::vector<GameNumber> payoff;
    for (std::size_t p = 0; p < types_.size(); ++p) {
      payoff.push_back(fraction(below(21) - 10, 1));
    }
    if (opposed_) {
      payoff[1] = fraction(-static_cast<int>(payoff[0].value), 1);
    }
    draft_.outcomes.push_back({static_cast<std::int32_t>(draft_.outcomes.size()) + 1, "", std::move(payoff)});
    draft_.nodes.push_back({"", -1, static_cast<std::int32_t>(draft_.outcomes.size()) - 1, 0});
  }

  std::mt19937_64 random_;
  bool opposed_;
  GameDraft draft_;
  std::vector<int> types_;
  std::vector<int> weights_;
  std::map<std::pair<std::int32_t, std::string>, std::int32_t> sets_;
  std::map<std::string, int> shapes_;
};

Solution must_solve(const Game& game, SolveMethod method) {
  SolveOptions options;
  options.method = method;
  auto solution = solve(game, options);
  EXPECT_TRUE(solution) << method_name(method) << ": " << (solution ? "" : solution.error().to_string());
  return solution ? *solution : Solution{};
}

void expect_sums(const Game& game, const Profile& profile) {
  for (std::size_t s = 0; s < game.sets(); ++s) {
    double sum = 0.0;
    for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
      EXPECT_GE(profile[static_cast<std::size_t>(a)], 0.0);
      sum += profile[static_cast<std::size_t>(a)];
    }
    EXPECT_NEAR(sum, 1.0, 1e-9);
  }
}

TEST(RandomGames, OpposedPayoffsHaveOneValue) {
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const Game game = RandomGame(seed, 2, true).make(4);
    const Solution lp = must_solve(game, SolveMethod::lp);
    const Solution lcp = must_solve(game, SolveMethod::lcp);
    const Solution cfr = must_solve(game, SolveMethod::cfr);
    ASSERT_FALSE(lp.equilibria.empty() || lcp.equilibria.empty() || cfr.equilibria.empty()) << seed;
    EXPECT_LT(lp.equilibria[0].regret[0] + lp.equilibria[0].regret[1], 1e-8) << seed;
    EXPECT_NEAR(lp.equilibria[0].value[0], lcp.equilibria[0].value[0], 1e-8) << seed;
    EXPECT_NEAR(lp.equilibria[0].value[0], cfr.equilibria[0].value[0], cfr.checkpoints.back().nash_conv + 1e-9) << seed;
    EXPECT_LT(cfr.checkpoints.back().nash_conv, 0.05) << seed;
    expect_sums(game, lp.equilibria[0].profile);
    expect_sums(game, lcp.equilibria[0].profile);
    expect_sums(game, cfr.equilibria[0].profile);
  }
}

TEST(RandomGames, LemkesEquilibriumLiesAmongTheExtremeOnes) {
  int listed = 0;
  for (std::uint64_t seed = 1; seed <= 40; ++seed) {
    const Game game = RandomGame(seed, 2, false).make(2);
    const auto strategies = std::pow(4.0, static_cast<double>(game.sets()));
    if (strategies > 3e4) {
      continue;  // too many to list in a short test
    }
    ++listed;
    const Solution lcp = must_solve(game, SolveMethod::lcp);
    const Solution all = must_solve(game, SolveMethod::support);
    ASSERT_FALSE(lcp.equilibria.empty() || all.equilibria.empty()) << seed;
    // A player's value in any equilibrium lies between the least and the most of the extreme ones.
    for (std::size_t p = 0; p < 2; ++p) {
      double least = 1e9;
      double most = -1e9;
      for (const Equilibrium& e : all.equilibria) {
        EXPECT_LT(e.regret[p], 1e-8) << seed;
        least = std::min(least, e.value[p]);
        most = std::max(most, e.value[p]);
      }
      EXPECT_GE(lcp.equilibria[0].value[p], least - 1e-8) << seed;
      EXPECT_LE(lcp.equilibria[0].value[p], most + 1e-8) << seed;
    }
  }
  EXPECT_GE(listed, 10);
}

// The equations themselves, written a second time: at every point of the path each move has the logit of what it is
// worth.
double logit_error(const Game& game, const Profile& profile, double lambda) {
  const std::size_t players = game.players.size();
  std::vector<double> value = leaf_payoffs(game);
  for (std::size_t n = game.nodes(); n-- > 1;) {
    for (std::size_t p = 0; p < players; ++p) {
      value[static_cast<std::size_t>(game.parent[n]) * players + p] +=
          profile[static_cast<std::size_t>(game.edge[n])] * value[n * players + p];
    }
  }
  const std::vector<double> reach = reach_probabilities(game, profile);
  double worst = 0.0;
  for (std::size_t s = 0; s < game.sets(); ++s) {
    if (game.set_player[s] == kChance) {
      continue;
    }
    const auto count = static_cast<std::size_t>(game.action_count(s));
    std::vector<double> worth(count, 0.0);
    double sum = 0.0;
    for (std::size_t n = 0; n < game.nodes(); ++n) {
      if (game.set[n] != static_cast<std::int32_t>(s)) {
        continue;
      }
      sum += reach[n];
      for (std::size_t k = 0; k < count; ++k) {
        const auto child = static_cast<std::size_t>(game.children[static_cast<std::size_t>(game.first_child[n]) + k]);
        worth[k] += reach[n] * value[child * players + static_cast<std::size_t>(game.set_player[s])];
      }
    }
    double total = 0.0;
    const double best = *std::max_element(worth.begin(), worth.end());
    for (double& w : worth) {
      w = std::exp(lambda * (w - best) / sum);
    }
    for (const double w : worth) {
      total += w;
    }
    for (std::size_t k = 0; k < count; ++k) {
      worst = std::max(worst, std::abs(worth[k] / total - profile[static_cast<std::size_t>(game.first_action[s]) + k]));
    }
  }
  return worst;
}

TEST(RandomGames, LogitPathFulfilsItsEquations) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    const Game game = RandomGame(seed, 2 + static_cast<int>(seed % 2), false).make(3);
    SolveOptions options;
    options.method = SolveMethod::qre;
    options.lambdas = {0.0, 0.05, 0.2, 0.5};
    const auto solution = solve(game, options);
    ASSERT_TRUE(solution) << seed << " " << solution.error().to_string();
    ASSERT_EQ(solution->path.size(), options.lambdas.size());
    for (const PathPoint& point : solution->path) {
      expect_sums(game, point.profile);
      EXPECT_LT(logit_error(game, point.profile, point.lambda), 1e-7) << seed << " " << point.lambda;
    }
    EXPECT_LT(solution->path.back().regret, solution->path.front().regret) << seed;
    EXPECT_LT(*std::max_element(solution->equilibria[0].regret.begin(), solution->equilibria[0].regret.end()), 1e-5)
        << seed;
  }
}

TEST(RandomGames, TheSameGameGivesTheSameBytes) {
  const Game game = RandomGame(7, 2, false).make(3);
  for (const SolveMethod method : {SolveMethod::lcp, SolveMethod::support, SolveMethod::qre, SolveMethod::cfr}) {
    const Solution one = must_solve(game, method);
    const Solution two = must_solve(game, method);
    ASSERT_EQ(one.equilibria.size(), two.equilibria.size());
    for (std::size_t k = 0; k < one.equilibria.size(); ++k) {
      EXPECT_EQ(one.equilibria[k].profile, two.equilibria[k].profile) << method_name(method);
    }
  }
}

// OpenSpiel's CFR+ after 5,000 iterations on the crisis games, three players included.
TEST(OpenSpiel, CfrPlusOnTheCrisisGames) {
  const auto folder = shared_case("crisis_games");
  if (!folder) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  const Table table = read_table(*folder / "openspiel_cfrplus.csv");
  int games = 0;
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const std::string& name = table.text(r, "game");
    if (!name.ends_with(".efg")) {
      continue;
    }
    const auto game = read_efg(read_file(*folder / name), name);
    ASSERT_TRUE(game) << name;
    SolveOptions options;
    options.method = SolveMethod::cfr;
    options.iterations = 5000;
    const auto solution = solve(*game, options);
    ASSERT_TRUE(solution) << name;
    const double expected = table.number(r, "NashConv");
    EXPECT_NEAR(solution->checkpoints.back().nash_conv, expected, 1e-9 + 1e-4 * expected) << name;
    ++games;
  }
  EXPECT_EQ(games, 20);
}

}  // namespace
}  // namespace detente::play
