#include "detente/play/closed_forms.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "cases.hpp"

namespace detente::play {
namespace {

TEST(ClosedForms, FearonByHand) {
  const Demand bold = best_demand(FearonTwoTypes{0.5, 0.05, 0.05, 0.3, 0.5});
  EXPECT_NEAR(bold.share, 0.8, 1e-15);
  EXPECT_NEAR(bold.war, 0.5, 1e-15);
  EXPECT_NEAR(bold.value, 0.625, 1e-15);
  const Demand cautious = best_demand(FearonTwoTypes{0.5, 0.05, 0.05, 0.3, 0.2});
  EXPECT_NEAR(cautious.share, 0.55, 1e-15);
  EXPECT_EQ(cautious.war, 0.0);
  // One half of each type and own cost 1/5 make both demands worth 0.55: the tie goes to peace.
  EXPECT_EQ(best_demand(FearonTwoTypes{0.5, 0.2, 0.05, 0.3, 0.5}).war, 0.0);
  const Demand uniform = best_demand(FearonUniform{0.35, 0.1, 0.3});
  EXPECT_NEAR(uniform.share, 0.45, 1e-15);
  EXPECT_NEAR(uniform.war, 1.0 / 3.0, 1e-15);
}

// No demand does better: the closed form is the top of the expected value over a fine grid.
TEST(ClosedForms, FearonUniformIsTheBestDemand) {
  for (const FearonUniform& crisis :
       {FearonUniform{0.2, 0.05, 0.3}, FearonUniform{0.7, 0.1, 0.9}, FearonUniform{0.5, 0.4, 0.2}}) {
    const Demand best = best_demand(crisis);
    for (double share = crisis.victory; share <= 1.0; share += 1e-4) {
      const double war = std::min(1.0, (share - crisis.victory) / crisis.most_cost);
      EXPECT_LE((1.0 - war) * share + war * (crisis.victory - crisis.own_cost), best.value + 1e-12) << share;
    }
  }
}

TEST(ClosedForms, PowellAndRubinsteinByHand) {
  const CommitmentTest steep = commitment_test({0.6, 0.1, 0.9, 0.05});
  EXPECT_NEAR(steep.war_now, 1.09, 1e-15);
  EXPECT_NEAR(steep.best_peace, 1.045, 1e-15);
  EXPECT_TRUE(steep.preventive_war);
  EXPECT_FALSE(commitment_test({0.6, 0.3, 0.9, 0.05}).preventive_war);
  EXPECT_NEAR(rubinstein_share(0.5, 0.8), 1.0 / 3.0, 1e-15);
  // Rounds of a thousandth part: the first move is worth next to nothing, patience decides.
  EXPECT_NEAR(rubinstein_share(std::exp(-0.001), std::exp(-0.003)), nash_share(1.0, 3.0), 1e-3);
  EXPECT_EQ(nash_share(0.0, 0.0), 0.5);
}

TEST(ClosedForms, BargainingRangeLiesWithinThePrize) {
  const BargainingRange range = bargaining_range(0.1, 0.3, 0.2);
  EXPECT_EQ(range.least, 0.0);
  EXPECT_NEAR(range.most, 0.3, 1e-15);
}

TEST(ClosedForms, PublishedTables) {
  const auto folder = shared_case("crisis_games");
  if (!folder) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  const Table two = read_table(*folder / "fearon_two_type_closed_form.csv");
  for (std::size_t r = 0; r < two.rows.size(); ++r) {
    const Demand d = best_demand(FearonTwoTypes{two.number(r, "p"), two.number(r, "cA"), two.number(r, "cB_low"),
                                                two.number(r, "cB_high"), two.number(r, "q_high")});
    EXPECT_NEAR(d.share, two.number(r, "offer"), 1e-12) << r;
    EXPECT_NEAR(d.war, two.number(r, "prob_war"), 1e-12) << r;
    EXPECT_NEAR(d.value, two.number(r, "EU_A"), 1e-12) << r;
  }
  const Table uniform = read_table(*folder / "fearon_uniform_closed_form.csv");
  for (std::size_t r = 0; r < uniform.rows.size(); ++r) {
    const Demand d =
        best_demand(FearonUniform{uniform.number(r, "p"), uniform.number(r, "cA"), uniform.number(r, "cbar")});
    EXPECT_NEAR(d.share, uniform.number(r, "x_star_A_share"), 1e-12) << r;
    EXPECT_NEAR(d.war, uniform.number(r, "prob_war"), 1e-12) << r;
    EXPECT_NEAR(d.value, uniform.number(r, "EU_A"), 1e-12) << r;
  }
  const Table powell = read_table(*folder / "powell_two_period_commitment.csv");
  for (std::size_t r = 0; r < powell.rows.size(); ++r) {
    const CommitmentTest t = commitment_test(
        {powell.number(r, "p1"), powell.number(r, "p2"), powell.number(r, "delta"), powell.number(r, "cD")});
    EXPECT_NEAR(t.war_now, powell.number(r, "war_now_payoff_D"), 1e-12) << r;
    EXPECT_NEAR(t.best_peace, powell.number(r, "best_peace_payoff_D"), 1e-12) << r;
    EXPECT_EQ(t.preventive_war, powell.number(r, "preventive_war") == 1.0) << r;
  }
  const Table rubinstein = read_table(*folder / "rubinstein_nash.csv");
  for (std::size_t r = 0; r < rubinstein.rows.size(); ++r) {
    EXPECT_NEAR(rubinstein_share(rubinstein.number(r, "d1"), rubinstein.number(r, "d2")),
                rubinstein.number(r, "first_mover_share"), 1e-12);
  }
  EXPECT_EQ(two.rows.size() + uniform.rows.size() + powell.rows.size() + rubinstein.rows.size(), 12U + 36U + 36U + 16U);
}

}  // namespace
}  // namespace detente::play
