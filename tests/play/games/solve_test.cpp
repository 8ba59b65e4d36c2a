#include "detente/play/game_solve.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "cases.hpp"
#include "detente/play/game_efg.hpp"
#include "detente/play/game_samples.hpp"

namespace detente::play {
namespace {

using testing::HasSubstr;

// A challenger is strong with probability 1/4; a rival cannot tell. Its answer is known by hand: the weak type bluffs
// with 1/15, the rival concedes with 1/11, war comes with 5/22, and the players expect 5/44 and 7/10.
constexpr const char* kSignal = R"(EFG 2 R "A demand under doubt" { "Challenger" "Rival" }
c "" 1 "type" { "strong" 1/4 "weak" 3/4 } 0
p "" 1 1 "strong" { "wait" "demand" } 0
t "" 1 "as it was" { 0, 1 }
p "" 2 1 "demand seen" { "concede" "resist" } 0
t "" 2 "won" { 1, 0 }
p "" 1 2 "strong, resisted" { "back down" "fight" } 0
t "" 3 "shame" { -1/10, 1 }
t "" 4 "war of the strong" { 2/5, -1/5 }
p "" 1 3 "weak" { "wait" "demand" } 0
t "" 1
p "" 2 1 0
t "" 2
p "" 1 4 "weak, resisted" { "back down" "fight" } 0
t "" 3
t "" 5 "war of the weak" { -1/5, -1/5 }
)";

Game signal() {
  auto game = read_efg(kSignal, "signal.efg");
  EXPECT_TRUE(game) << (game ? "" : game.error().to_string());
  return *game;
}

Solution must_solve(const Game& game, const SolveOptions& options) {
  auto solution = solve(game, options);
  EXPECT_TRUE(solution) << (solution ? "" : solution.error().to_string());
  return solution ? *solution : Solution{};
}

SolveOptions by(SolveMethod method) {
  SolveOptions options;
  options.method = method;
  return options;
}

double probability(const Game& game, const Profile& profile, const std::string& set, const std::string& action) {
  for (std::size_t a = 0; a < game.actions(); ++a) {
    const auto s = static_cast<std::size_t>(game.action_set[a]);
    if (game.action_name[a] == action && game.set_name[s] == set) {
      return profile[a];
    }
  }
  ADD_FAILURE() << set << " " << action;
  return -1.0;
}

TEST(Solve, SignalByHand) {
  const Game game = signal();
  for (const SolveMethod method : {SolveMethod::automatic, SolveMethod::lcp, SolveMethod::qre, SolveMethod::support}) {
    const Solution solution = must_solve(game, by(method));
    // In four more extreme equilibria nobody demands anything, or everybody does and gets it.
    ASSERT_EQ(solution.equilibria.size(), method == SolveMethod::support ? 5U : 1U) << method_name(method);
    const auto demanded =
        std::find_if(solution.equilibria.begin(), solution.equilibria.end(),
                     [](const Equilibrium& found) { return found.value[0] > 0.0 && found.value[0] < 1.0; });
    ASSERT_NE(demanded, solution.equilibria.end());
    const Equilibrium& e = *demanded;
    const double near = method == SolveMethod::qre ? 1e-6 : 1e-12;
    EXPECT_NEAR(probability(game, e.profile, "weak", "demand"), 1.0 / 15.0, near) << method_name(method);
    EXPECT_NEAR(probability(game, e.profile, "demand seen", "concede"), 1.0 / 11.0, near);
    EXPECT_NEAR(e.value[0], 5.0 / 44.0, near);
    EXPECT_NEAR(e.value[1], 0.7, near);
    const std::vector<double> reach = reach_probabilities(game, e.profile);
    double war = 0.0;
    for (std::size_t n = 0; n < game.nodes(); ++n) {
      if (game.outcome[n] >= 0 && game.outcome_name[static_cast<std::size_t>(game.outcome[n])].starts_with("war")) {
        war += reach[n];
      }
    }
    EXPECT_NEAR(war, 5.0 / 22.0, near);
  }
}

TEST(Solve, LogitPathMeetsGambitsAtGivenLambdas) {
  // Gambit's path of the same game (signal_0.efg), six digits: wait and demand of the strong, fight of the strong,
  // demand of the weak, fight of the weak, concede.
  struct Row {
    double lambda, demand_strong, fight_strong, demand_weak, fight_weak, concede;
  };
  const Row rows[] = {{0.5, 0.568388, 0.562177, 0.54606, 0.487503, 0.451167},
                      {1.0, 0.629721, 0.622459, 0.578771, 0.475021, 0.405431},
                      {2.0, 0.732947, 0.731059, 0.612075, 0.450166, 0.325792},
                      {5.0, 0.912956, 0.924142, 0.568121, 0.377541, 0.169274},
                      {10.0, 0.987346, 0.993307, 0.368294, 0.268941, 0.0647266}};
  const Game game = signal();
  SolveOptions options = by(SolveMethod::qre);
  for (const Row& row : rows) {
    options.lambdas.push_back(row.lambda);
  }
  const Solution solution = must_solve(game, options);
  ASSERT_EQ(solution.path.size(), 5U);
  for (std::size_t k = 0; k < 5; ++k) {
    const Profile& p = solution.path[k].profile;
    EXPECT_EQ(solution.path[k].lambda, rows[k].lambda);
    EXPECT_NEAR(probability(game, p, "strong", "demand"), rows[k].demand_strong, 1e-6);
    EXPECT_NEAR(probability(game, p, "strong, resisted", "fight"), rows[k].fight_strong, 1e-6);
    EXPECT_NEAR(probability(game, p, "weak", "demand"), rows[k].demand_weak, 1e-6);
    EXPECT_NEAR(probability(game, p, "weak, resisted", "fight"), rows[k].fight_weak, 1e-6);
    EXPECT_NEAR(probability(game, p, "demand seen", "concede"), rows[k].concede, 1e-6);
  }
}

// Every point of the path fulfils the logit equations, probabilities sum to one, and the regret falls to nothing.
TEST(Solve, LogitPathNearsNashAsLambdaGrows) {
  for (const Game& game : {signal(), kuhn_poker()}) {
    SolveOptions options = by(SolveMethod::qre);
    options.lambdas = {1.0, 10.0, 100.0, 1000.0, 10000.0};
    const Solution solution = must_solve(game, options);
    ASSERT_EQ(solution.path.size(), options.lambdas.size());
    double last = 1e9;
    for (const PathPoint& point : solution.path) {
      for (std::size_t s = 0; s < game.sets(); ++s) {
        double sum = 0.0;
        for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
          sum += point.profile[static_cast<std::size_t>(a)];
        }
        EXPECT_NEAR(sum, 1.0, 1e-12);
      }
      EXPECT_LT(point.regret, last);
      last = point.regret;
    }
    EXPECT_LT(last, 1e-3);
    EXPECT_TRUE(solution.path_reached_limit);
  }
}

TEST(Solve, KuhnPokersValue) {
  const Game game = kuhn_poker();
  EXPECT_EQ(game.nodes(), 58U);
  for (const SolveMethod method : {SolveMethod::automatic, SolveMethod::lp, SolveMethod::lcp, SolveMethod::qre}) {
    const Solution solution = must_solve(game, by(method));
    EXPECT_NEAR(solution.equilibria.at(0).value[0], -1.0 / 18.0, method == SolveMethod::qre ? 1e-6 : 1e-12)
        << method_name(method);
  }
  EXPECT_EQ(must_solve(game, {}).method, SolveMethod::lp);
}

// OpenSpiel's CFR+ on Kuhn poker ends at NashConv 5.53757e-05 after 5,000 iterations.
TEST(Solve, CfrPlusMeetsOpenSpielOnKuhn) {
  SolveOptions options = by(SolveMethod::cfr);
  options.iterations = 5000;
  options.checkpoint = 1000;
  const Solution solution = must_solve(kuhn_poker(), options);
  ASSERT_EQ(solution.checkpoints.size(), 5U);
  EXPECT_EQ(solution.checkpoints.back().iteration, 5000);
  EXPECT_NEAR(solution.checkpoints.back().nash_conv, 5.53757e-05, 1e-9);
  EXPECT_LT(solution.checkpoints.back().nash_conv, solution.checkpoints.front().nash_conv);
}

TEST(Solve, LeducIsTheGameOfTheLiterature) {
  const Game game = leduc_poker();
  EXPECT_EQ(game.nodes(), 9457U);
  EXPECT_EQ(std::count_if(game.set_player.begin(), game.set_player.end(), [](int p) { return p != kChance; }), 936);
  EXPECT_TRUE(is_constant_sum(game));
  const Solution exact = must_solve(game, by(SolveMethod::lp));
  // The value of Leduc poker for the first player, as OpenSpiel and others give it.
  EXPECT_NEAR(exact.equilibria.at(0).value[0], -0.0856064, 1e-6);
  EXPECT_LT(exact.equilibria.at(0).regret[0] + exact.equilibria.at(0).regret[1], 1e-9);
  // OpenSpiel's CFR+ after 10 and after 100 iterations.
  SolveOptions options = by(SolveMethod::cfr);
  options.iterations = 100;
  options.checkpoint = 10;
  const Solution early = must_solve(game, options);
  EXPECT_NEAR(early.checkpoints.front().nash_conv, 1.2208778031808132, 1e-9);
  EXPECT_NEAR(early.checkpoints.back().nash_conv, 0.02683198994179567, 1e-7);
  const Solution learned = must_solve(game, by(SolveMethod::cfr));
  EXPECT_LT(learned.checkpoints.back().nash_conv, 0.01);
  EXPECT_NEAR(learned.equilibria.at(0).value[0], exact.equilibria.at(0).value[0], 0.005);
}

constexpr const char* kTies = R"(EFG 2 R "ties" { "A" "B" }
p "" 1 1 { "left" "right" } 0
p "" 2 1 { "l" "r" } 0
t "" 1 "" { 2, 1 } t "" 2 "" { 0, 1 }
t "" 3 "" { 1, 0 }
)";

TEST(Solve, BackwardInductionListsEveryWayToBreakTies) {
  const auto game = read_efg(kTies, "ties.efg");
  ASSERT_TRUE(game);
  const Solution one = must_solve(*game, {});
  EXPECT_EQ(one.method, SolveMethod::backward);
  EXPECT_EQ(one.equilibria.at(0).value, (std::vector<double>{2.0, 1.0}));
  SolveOptions options = by(SolveMethod::backward);
  options.all = true;
  const Solution all = must_solve(*game, options);
  ASSERT_EQ(all.equilibria.size(), 2U);
  EXPECT_EQ(all.equilibria[1].value, (std::vector<double>{1.0, 0.0}));
  options.most_equilibria = 1;
  EXPECT_EQ(solve(*game, options).error().code, ErrorCode::too_large);
}

TEST(Solve, MethodsRefuseWhatTheyCannotTake) {
  const Game game = signal();
  EXPECT_THAT(solve(game, by(SolveMethod::backward)).error().message,
              HasSubstr("information set 1 'demand seen' of Rival"));
  EXPECT_THAT(solve(game, by(SolveMethod::lp)).error().message, HasSubstr("sum to the same"));
  const auto three = read_efg("EFG 2 R \"\" { \"A\" \"B\" \"C\" } t \"\" 1 \"\" { 1 2 3 }", "three.efg");
  ASSERT_TRUE(three);
  EXPECT_THAT(solve(*three, by(SolveMethod::lcp)).error().message, HasSubstr("for two players; the game has 3"));
  // A player who forgets his own move.
  const auto forgets = read_efg(R"(EFG 2 R "" { "A" "B" }
p "" 1 1 "first" { "l" "r" } 0
p "" 1 2 "second" { "L" "R" } 0
t "" 1 "" { 1, -1 } t "" 2 "" { 0, 0 }
p "" 1 2 0
t "" 2 t "" 1)",
                                "forgets.efg");
  ASSERT_TRUE(forgets);
  for (const SolveMethod method :
       {SolveMethod::lp, SolveMethod::lcp, SolveMethod::cfr, SolveMethod::support, SolveMethod::pure}) {
    const auto solution = solve(*forgets, by(method));
    ASSERT_FALSE(solution) << method_name(method);
    EXPECT_THAT(solution.error().message, HasSubstr("imperfect recall: at information set 2 'second' of A"));
  }
  EXPECT_TRUE(solve(*forgets, {})) << "the logit path treats sets as players";
  // A player who forgets that he was there: the set comes twice in one play.
  const auto absent = read_efg(R"(EFG 2 R "" { "A" }
p "" 1 1 "crossing" { "on" "off" } 0
p "" 1 1 0
t "" 1 "" { 1 } t "" 2 "" { 4 }
t "" 3 "" { 0 })",
                               "absent.efg");
  ASSERT_TRUE(absent);
  EXPECT_THAT(solve(*absent, {}).error().message, HasSubstr("forget that he was there"));
}

TEST(Solve, OptionsAreChecked) {
  const Game game = signal();
  SolveOptions options = by(SolveMethod::qre);
  options.lambdas = {-1.0};
  EXPECT_EQ(solve(game, options).error().code, ErrorCode::bad_value);
  options.lambdas = {std::nan("")};
  EXPECT_EQ(solve(game, options).error().code, ErrorCode::bad_value);
  options = by(SolveMethod::cfr);
  options.iterations = 0;
  EXPECT_EQ(solve(game, options).error().code, ErrorCode::bad_value);
}

TEST(Solve, EveryMethodStopsWhenAsked) {
  const std::atomic<bool> stop{true};
  for (const SolveMethod method : {SolveMethod::lp, SolveMethod::lcp, SolveMethod::support, SolveMethod::pure,
                                   SolveMethod::qre, SolveMethod::cfr}) {
    SolveOptions options = by(method);
    options.stop = &stop;
    const auto solution = solve(kuhn_poker(), options);
    ASSERT_FALSE(solution) << method_name(method);
    EXPECT_EQ(solution.error().code, ErrorCode::cancelled) << method_name(method);
  }
}

TEST(Solve, ProgressIsTold) {
  SolveOptions options = by(SolveMethod::cfr);
  double done = 0.0;
  int calls = 0;
  options.progress = [&](const SolveProgress& p) {
    EXPECT_GE(p.done, done);
    done = p.done;
    ++calls;
  };
  must_solve(kuhn_poker(), options);
  EXPECT_EQ(calls, 100);
  EXPECT_EQ(done, 1.0);
}

// Matching pennies, coordination and a game whose payoffs are all alike.
TEST(Solve, AllEquilibriaOfBimatrixGames) {
  const auto bimatrix = [](const std::string& a, const std::string& b, const std::string& c, const std::string& d) {
    return read_efg(
        "EFG 2 R \"\" { \"A\" \"B\" }\np \"\" 1 1 { \"u\" \"d\" } 0\np \"\" 2 1 { \"l\" \"r\" } 0\nt \"\" 1 " + a +
            " t \"\" 2 " + b + "\np \"\" 2 1 0\nt \"\" 3 " + c + " t \"\" 4 " + d,
        "bimatrix.efg");
  };
  SolveOptions options;
  options.all = true;
  const auto pennies = bimatrix("{1,-1}", "{-1,1}", "{-1,1}", "{1,-1}");
  ASSERT_TRUE(pennies);
  const Solution one = must_solve(*pennies, options);
  ASSERT_EQ(one.equilibria.size(), 1U);
  EXPECT_NEAR(one.equilibria[0].profile[0], 0.5, 1e-12);
  const auto sexes = bimatrix("{3,2}", "{0,0}", "{0,0}", "{2,3}");
  ASSERT_TRUE(sexes);
  EXPECT_EQ(must_solve(*sexes, options).equilibria.size(), 3U);
  options.method = SolveMethod::pure;
  EXPECT_EQ(must_solve(*sexes, options).equilibria.size(), 2U);
  options.method = SolveMethod::support;
  const auto alike = bimatrix("{1,1}", "{1,1}", "{1,1}", "{1,1}");
  ASSERT_TRUE(alike);
  EXPECT_EQ(must_solve(*alike, options).equilibria.size(), 4U) << "every vertex is extreme";
}

TEST(Solve, SamplesSurviveTheRoundTrip) {
  for (const std::string_view name : sample_names()) {
    const auto game = sample_game(name);
    ASSERT_TRUE(game);
    const auto again = read_efg(write_efg(*game), name);
    ASSERT_TRUE(again) << again.error().to_string();
    EXPECT_EQ(*again, *game);
  }
  EXPECT_FALSE(sample_game("chess"));
}

}  // namespace
}  // namespace detente::play
