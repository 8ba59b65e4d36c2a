#include "detente/play/stage_game.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "cases.hpp"

namespace detente::play {
namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The international interaction game of Bueno de Mesquita and Lalman (War and Reason, 1992, figure 2.1): demands first,
// then force. Leaves carry the index of their outcome.
struct InteractionGame {
  enum Outcome { sq, acq1, acq2, nego, cap1, cap2, war1, war2 };
  StageGame game{2};
  std::vector<std::pair<int, Outcome>> leaves;

  InteractionGame() {
    const int first = game.split(0, 0, 2);
    const int quiet = game.split(first, 1, 2);
    leaves.emplace_back(quiet, sq);
    const int answer = game.split(quiet + 1, 0, 2);
    leaves.emplace_back(answer, acq1);
    crisis(answer + 1, 1, {cap2, cap1}, {war2, war1});
    const int reply = game.split(first + 1, 1, 2);
    leaves.emplace_back(reply, acq2);
    crisis(reply + 1, 0, {cap1, cap2}, {war1, war2});
  }

  // `cap` and `war` by who suffers or strikes: first the mover, then the other.
  void crisis(int node, int mover, std::array<Outcome, 2> cap, std::array<Outcome, 2> war) {
    const int other = 1 - mover;
    const int force = game.split(node, mover, 2);
    const int wait = game.split(force, other, 2);
    leaves.emplace_back(wait, nego);
    const int struck = game.split(wait + 1, mover, 2);
    leaves.emplace_back(struck, cap[0]);
    leaves.emplace_back(struck + 1, war[1]);
    const int strikes = game.split(force + 1, other, 2);
    leaves.emplace_back(strikes, cap[1]);
    leaves.emplace_back(strikes + 1, war[0]);
  }

  std::array<double, 8> outcomes(const std::array<double, 8>& u1, const std::array<double, 8>& u2,
                                 double lambda) const {
    StageInput input;
    input.lambda = {lambda, lambda};
    for (const auto& [leaf, outcome] : leaves) {
      input.payoff[static_cast<std::size_t>(leaf)] = {u1[outcome], u2[outcome]};
    }
    EXPECT_TRUE(check_stage(game, input));
    StageSolution play;
    solve_stage(game, input, play);
    std::array<double, 8> p{};
    for (const auto& [leaf, outcome] : leaves) {
      p[outcome] += play.reach[static_cast<std::size_t>(leaf)];
    }
    return p;
  }
};

TEST(StageGame, InteractionGameOfTwoDyads) {
  const InteractionGame game;
  // Row 1 (Estonia and the United Kingdom, 1939) and row 2 (France and Chile, 1859) of the published data at lambda 1.
  const std::array<double, 8> one =
      game.outcomes({0.294146, -1.112666, 1.49916, -0.458194, -1.862086, 1.425453, -0.906611, -1.281321},
                    {0.16449, 1.401224, -1.180503, 0.293366, 1.2333, -1.609618, -0.303673, -0.089115}, 1.0);
  EXPECT_NEAR(one[InteractionGame::sq], 0.12354380204478764, 1e-12);
  EXPECT_NEAR(one[InteractionGame::war1], 0.25126704055314364, 1e-12);
  EXPECT_NEAR(one[InteractionGame::war2], 0.1024678230907618, 1e-12);
  const std::array<double, 8> two =
      game.outcomes({0.29121, -0.932808, 1.363895, 1.258553, -0.978674, 1.086043, 0.957767, 0.934834},
                    {-0.266488, 0.828579, -1.251184, -1.156869, 0.815373, -2.205835, -2.124727, -1.647401}, 1.0);
  EXPECT_NEAR(two[InteractionGame::acq1], 0.012499960355526944, 1e-12);
  EXPECT_NEAR(two[InteractionGame::cap2], 0.07269895194472412, 1e-12);
}

TEST(StageGame, InteractionGameOfAllDyads) {
  const auto folder = shared_case("iig");
  if (!folder) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  const InteractionGame game;
  int rows = 0;
  for (const char* name : {"dyads_579_lambda0.0001.csv", "dyads_579_lambda1.csv"}) {
    const Table table = read_table(*folder / name);
    for (std::size_t row = 0; row < table.rows.size(); ++row) {
      std::array<double, 8> u1{};
      std::array<double, 8> u2{};
      std::array<double, 8> expected{};
      const char* const outcomes[] = {"SQ", "Acq1", "Acq2", "Nego", "Cap1", "Cap2", "War1", "War2"};
      const char* const upper[] = {"SQ", "ACQ1", "ACQ2", "NEGO", "CAP1", "CAP2", "WAR1", "WAR2"};
      for (std::size_t k = 0; k < 8; ++k) {
        u1[k] = table.number(row, std::string("U1_") + outcomes[k]);
        u2[k] = table.number(row, std::string("U2_") + outcomes[k]);
        expected[k] = table.number(row, std::string("P_correct_") + upper[k]);
      }
      const std::array<double, 8> p = game.outcomes(u1, u2, table.number(row, "lambda"));
      for (std::size_t k = 0; k < 8; ++k) {
        ASSERT_NEAR(p[k], expected[k], 1e-9) << name << " row " << row << " " << upper[k];
      }
      ++rows;
    }
  }
  EXPECT_EQ(rows, 2 * 579);
}

// A rival who does not know whether he faces a strong or a weak challenger; payoffs as in the crisis signalling game.
struct Signalling {
  StageGame game{2};
  StageInput input;
  int strong = 0;
  int weak = 0;
  int rival_strong = 0;
  int fight_strong = 0;
  int fight_weak = 0;

  explicit Signalling(double lambda) {
    const int type = game.split(0, kStageChance, 2);
    strong = game.split(type, 0, 2);
    weak = game.split(type + 1, 0, 2);
    rival_strong = game.split(strong + 1, 1, 2);
    const int rival_weak = game.split(weak + 1, 1, 2);
    fight_strong = game.split(rival_strong + 1, 0, 2);
    fight_weak = game.split(rival_weak + 1, 0, 2);
    EXPECT_TRUE(game.join(strong + 1, weak + 1));
    const auto pay = [this](int leaf, double a, double b) { input.payoff[static_cast<std::size_t>(leaf)] = {a, b}; };
    input.chance[static_cast<std::size_t>(type)] = 0.25;
    input.chance[static_cast<std::size_t>(type) + 1] = 0.75;
    for (const int leaf : {strong, weak}) {
      pay(leaf, 0.0, 1.0);
    }
    for (const int leaf : {rival_strong, rival_weak}) {
      pay(leaf, 1.0, 0.0);
    }
    for (const int leaf : {fight_strong, fight_weak}) {
      pay(leaf, -0.1, 1.0);
    }
    pay(fight_strong + 1, 0.4, -0.2);
    pay(fight_weak + 1, -0.2, -0.2);
    input.lambda = {lambda, lambda};
  }

  double p(const StageSolution& play, int node) const { return play.probability[static_cast<std::size_t>(node)]; }
};

TEST(StageGame, SignallingMeetsGambitsPath) {
  // Principal branch of the agent logit QRE of signal_0.efg, printed to six digits by Gambit.
  struct Point {
    double lambda, challenge_strong, challenge_weak, fight_strong, fight_weak, resist;
  };
  const Point points[] = {{0.5, 0.568388, 0.54606, 0.562177, 0.487503, 0.548833},
                          {1.0, 0.629721, 0.578771, 0.622459, 0.475021, 0.594569},
                          {2.0, 0.732947, 0.612075, 0.731059, 0.450166, 0.674208},
                          {5.0, 0.912956, 0.568121, 0.924142, 0.377541, 0.830726},
                          {10.0, 0.987346, 0.368294, 0.993307, 0.268941, 0.935273}};
  for (const Point& point : points) {
    const Signalling s(point.lambda);
    StageSolution play;
    solve_stage(s.game, s.input, play);
    EXPECT_LT(play.residual, 1e-10);
    EXPECT_NEAR(s.p(play, s.strong + 1), point.challenge_strong, 1e-6) << point.lambda;
    EXPECT_NEAR(s.p(play, s.weak + 1), point.challenge_weak, 1e-6) << point.lambda;
    EXPECT_NEAR(s.p(play, s.fight_strong + 1), point.fight_strong, 1e-6) << point.lambda;
    EXPECT_NEAR(s.p(play, s.fight_weak + 1), point.fight_weak, 1e-6) << point.lambda;
    EXPECT_NEAR(s.p(play, s.rival_strong + 1), point.resist, 1e-6) << point.lambda;
  }
}

TEST(StageGame, SignallingNearsNashAsLambdaGrows) {
  double last = kInfinity;
  for (const double lambda : {10.0, 40.0, 160.0}) {
    const Signalling s(lambda);
    StageSolution play;
    solve_stage(s.game, s.input, play);
    ASSERT_LT(play.residual, 1e-9);
    const double distance =
        std::abs(s.p(play, s.weak + 1) - 1.0 / 15.0) + std::abs(s.p(play, s.rival_strong) - 1.0 / 11.0);
    EXPECT_LT(distance, last);
    last = distance;
  }
  EXPECT_LT(last, 0.03);
}

TEST(StageGame, LambdaNoneAndInfinite) {
  StageGame game(2);
  const int move = game.split(0, 0, 3);
  const int reply = game.split(move + 2, 1, 2);
  StageInput input;
  input.payoff[static_cast<std::size_t>(move)] = {1.0, 0.0};
  input.payoff[static_cast<std::size_t>(move) + 1] = {1.0, 0.0};
  input.payoff[static_cast<std::size_t>(reply)] = {5.0, 0.0};
  input.payoff[static_cast<std::size_t>(reply) + 1] = {-5.0, 1.0};
  input.lambda = {kInfinity, kInfinity};
  ASSERT_TRUE(check_stage(game, input));
  StageSolution play;
  solve_stage(game, input, play);
  EXPECT_DOUBLE_EQ(play.probability[static_cast<std::size_t>(move)], 0.5);
  EXPECT_DOUBLE_EQ(play.probability[static_cast<std::size_t>(move) + 1], 0.5);
  EXPECT_DOUBLE_EQ(play.probability[static_cast<std::size_t>(reply) + 1], 1.0);
  EXPECT_DOUBLE_EQ(play.value[0][0], 1.0);
  input.lambda = {0.0, 0.0};
  solve_stage(game, input, play);
  EXPECT_DOUBLE_EQ(play.probability[static_cast<std::size_t>(move)], 1.0 / 3.0);
  EXPECT_DOUBLE_EQ(play.probability[static_cast<std::size_t>(reply)], 0.5);
}

// Shapes and numbers by chance: what is played at a node sums to one, what is reached at the leaves too, and the root's
// value is the leaves' payoffs weighed by reach.
TEST(StageGame, ProbabilitiesSumToOne) {
  std::mt19937_64 random(20240926);
  const auto below = [&random](int n) { return static_cast<int>(random() % static_cast<std::uint64_t>(n)); };
  const auto unit = [&random] { return static_cast<double>(random() >> 11) * 0x1p-53; };
  for (int round = 0; round < 500; ++round) {
    StageGame game(1 + below(kStagePlayers));
    for (int tries = 0; tries < 20; ++tries) {
      game.split(below(game.nodes()), below(game.players() + 1) - 1, 1 + below(4));
    }
    if (round % 2 == 1) {
      game.join(below(game.nodes()), below(game.nodes()));
    }
    StageInput input;
    for (double& lambda : input.lambda) {
      lambda = 20.0 * unit();
    }
    for (int n = 0; n < game.nodes(); ++n) {
      for (double& payoff : input.payoff[static_cast<std::size_t>(n)]) {
        payoff = 4.0 * unit() - 2.0;
      }
      if (game.owner(n) == kStageChance) {
        double sum = 0.0;
        for (int k = 0; k < game.moves(n); ++k) {
          sum += input.chance[static_cast<std::size_t>(game.child(n, k))] = 0.01 + unit();
        }
        for (int k = 0; k < game.moves(n); ++k) {
          input.chance[static_cast<std::size_t>(game.child(n, k))] /= sum;
        }
      }
    }
    ASSERT_TRUE(check_stage(game, input));
    StageSolution play;
    solve_stage(game, input, play);
    double reached = 0.0;
    double value = 0.0;
    for (int n = 0; n < game.nodes(); ++n) {
      double sum = 0.0;
      for (int k = 0; k < game.moves(n); ++k) {
        sum += play.probability[static_cast<std::size_t>(game.child(n, k))];
      }
      if (game.owner(n) == kStageLeaf) {
        reached += play.reach[static_cast<std::size_t>(n)];
        value += play.reach[static_cast<std::size_t>(n)] * input.payoff[static_cast<std::size_t>(n)][0];
      } else {
        ASSERT_NEAR(sum, 1.0, 1e-12);
      }
    }
    ASSERT_NEAR(reached, 1.0, 1e-12);
    ASSERT_NEAR(value, play.value[0][0], 1e-12);
  }
}

TEST(StageGame, RefusesBadShapesAndNumbers) {
  StageGame game(2);
  const int first = game.split(0, 0, 2);
  EXPECT_EQ(game.split(0, 0, 2), -1) << "not a leaf any more";
  EXPECT_EQ(game.split(first, 2, 2), -1) << "no such player";
  EXPECT_EQ(game.split(first, 0, 0), -1);
  EXPECT_EQ(game.split(first, 0, kStageNodes), -1) << "no room";
  EXPECT_EQ(game.split(-1, 0, 2), -1);
  EXPECT_FALSE(game.join(0, first));
  const int chance = game.split(first, kStageChance, 2);
  StageInput input;
  input.chance[static_cast<std::size_t>(chance)] = 0.5;
  input.chance[static_cast<std::size_t>(chance) + 1] = 0.4;
  EXPECT_FALSE(check_stage(game, input));
  input.chance[static_cast<std::size_t>(chance) + 1] = 0.5;
  EXPECT_TRUE(check_stage(game, input));
  input.lambda[1] = -1.0;
  EXPECT_FALSE(check_stage(game, input));
  input.lambda[1] = std::nan("");
  EXPECT_FALSE(check_stage(game, input));
  input.lambda[1] = 1.0;
  input.payoff[static_cast<std::size_t>(first) + 1][1] = kInfinity;
  EXPECT_FALSE(check_stage(game, input));
}

TEST(StageGame, DrawsFollowTheProbabilities) {
  StageGame game(1);
  const int first = game.split(0, kStageChance, 3);
  StageInput input;
  input.chance[static_cast<std::size_t>(first)] = 0.25;
  input.chance[static_cast<std::size_t>(first) + 1] = 0.75;
  StageSolution play;
  solve_stage(game, input, play);
  EXPECT_EQ(draw_move(game, play, 0, 0.0), first);
  EXPECT_EQ(draw_move(game, play, 0, 0.2499), first);
  EXPECT_EQ(draw_move(game, play, 0, 0.25), first + 1);
  EXPECT_EQ(draw_move(game, play, 0, 1.0), first + 1) << "what cannot happen is not drawn";
  EXPECT_EQ(draw_move(game, play, first, 0.5), first) << "a leaf";
}

TEST(StageGame, BayesRule) {
  std::array<double, 2> belief{0.25, 0.75};
  const std::array<double, 2> challenge{1.0, 1.0 / 15.0};
  EXPECT_TRUE(update_belief(belief, challenge));
  EXPECT_NEAR(belief[0], 5.0 / 6.0, 1e-15);
  EXPECT_NEAR(belief[1], 1.0 / 6.0, 1e-15);
  const std::array<double, 2> never{0.0, 0.0};
  EXPECT_FALSE(update_belief(belief, never));
  EXPECT_NEAR(belief[0], 5.0 / 6.0, 1e-15);
}

}  // namespace
}  // namespace detente::play
