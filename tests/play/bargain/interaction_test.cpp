// The international interaction game against 579 dyads and by hand.
#include "detente/play/interaction.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <utility>

#include "../games/cases.hpp"

namespace detente::play::bargain {
namespace {

// Estonia and the United Kingdom, 1939.
constexpr const char* kEstonia =
    "agent1,agent2,year,U1_SQ,U1_Acq1,U1_Acq2,U1_Nego,U1_Cap1,U1_Cap2,U1_War1,U1_War2,U2_SQ,U2_Acq1,U2_Acq2,U2_Nego,"
    "U2_Cap1,U2_Cap2,U2_War1,U2_War2\n"
    "ESTONIA,UNITED KINGDOM,1939,0.294146,-1.112666,1.49916,-0.458194,-1.862086,1.425453,-0.906611,-1.281321,0.16449,"
    "1.401224,-1.180503,0.293366,1.2333,-1.609618,-0.303673,-0.089115\n";

Dyad dyad_of(const char* text) {
  auto dyads = read_dyads(text, "dyads.csv");
  EXPECT_TRUE(dyads) << dyads.error().to_string();
  return dyads && !dyads->empty() ? dyads->front() : Dyad{};
}

void expect_columns(const Table& table, const std::string& prefix, const std::vector<Dyad>& dyads) {
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    const auto at = prefix.empty() ? static_cast<std::size_t>(table.number(r, "row")) - 1 : r;
    const Interaction play = interact(dyads.at(at), table.number(r, "lambda"));
    for (std::size_t k = 0; k < kOutcomes; ++k) {
      ASSERT_NEAR(play.probability[k], table.number(r, prefix + std::string(kOutcomeNames[k])), 1e-9)
          << "row " << r << " " << kOutcomeNames[k];
    }
  }
}

TEST(InteractionGame, Of579DyadsTheCorrectedProbabilities) {
  const auto folder = shared_case("iig");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  for (const char* name : {"dyads_579_lambda0.0001.csv", "dyads_579_lambda1.csv"}) {
    const auto dyads = read_dyads(read_file(*folder / name), name);
    ASSERT_TRUE(dyads) << dyads.error().to_string();
    ASSERT_EQ(dyads->size(), 579U);
    expect_columns(read_table(*folder / name), "P_correct_", *dyads);
  }
}

TEST(InteractionGame, OfTwentyDyadsOverAGridOfLambdas) {
  const auto folder = shared_case("iig");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  const auto dyads = read_dyads(read_file(*folder / "dyads_579_lambda1.csv"), "dyads");
  ASSERT_TRUE(dyads);
  expect_columns(read_table(*folder / "lambda_grid_first20_correct.csv"), "", *dyads);
}

TEST(InteractionGame, OneDyadWithItsNumbersHere) {
  const Interaction play = interact(dyad_of(kEstonia), 1);
  // The published column has 0.12099 for the status quo: there the node at which state 1, attacked, gives in or fights
  // goes on with the utility of a war that state 1 began. These are the corrected ones.
  constexpr std::array<double, kOutcomes> kCorrected{0.12354380204478764, 0.11480258272912716, 0.18285828747791263,
                                                     0.09966040822168437, 0.05732769430880555, 0.06807236157377723,
                                                     0.25126704055314364, 0.1024678230907618};
  for (std::size_t k = 0; k < kOutcomes; ++k) {
    EXPECT_NEAR(play.probability[k], kCorrected[k], 1e-12) << kOutcomeNames[k];
  }
}

TEST(InteractionGame, CoinsAtEveryNodeWithoutLambda) {
  const Interaction play = interact(dyad_of(kEstonia), 0);
  constexpr std::array<double, kOutcomes> kCoins{16, 8, 16, 6, 4, 5, 5, 4};
  for (std::size_t k = 0; k < kOutcomes; ++k) {
    EXPECT_DOUBLE_EQ(play.probability[k], kCoins[k] / 64) << kOutcomeNames[k];
  }
}

TEST(InteractionGame, TendsToBackwardInductionAsLambdaGrows) {
  // With these utilities, by hand: attacked, state 2 fights (-0.30 over -1.61) and state 1 fights (-1.28 over -1.86).
  // After two demands state 1 prefers war that it begins (-0.91) to being attacked, as state 2 would then negotiate
  // (0.29 over -0.09): so it negotiates (-0.46). State 2 meets a demand with one of its own (0.29 over -1.18); state 1
  // left alone gets the status quo or acquiesces: state 2 demands, since state 1 then resists (-0.46 over -1.11) and
  // they negotiate (0.29 over 0.16).
  const Interaction play = interact(dyad_of(kEstonia), 1e4);
  EXPECT_NEAR(play.probability[static_cast<std::size_t>(Outcome::nego)], 1, 1e-12);
  EXPECT_NEAR(play.first, -0.458194, 1e-9);
  EXPECT_NEAR(std::accumulate(play.probability.begin(), play.probability.end(), 0.0), 1, 1e-12);
}

TEST(Dyads, AreReadWithMessagesThatNameTheLine) {
  EXPECT_EQ(dyad_of(kEstonia).name, "ESTONIA, UNITED KINGDOM, 1939");
  const auto message = [](const std::string& text) {
    const auto dyads = read_dyads(text, "d.csv");
    return dyads ? std::string("none") : dyads.error().to_string();
  };
  EXPECT_EQ(message(""), "d.csv: there are no dyads");
  EXPECT_EQ(message("U1_SQ,U1_SQ\n1,2\n"), "d.csv:1: two columns are headed 'U1_SQ'");
  EXPECT_EQ(message("U1_SQ\n1\n"), "d.csv:1: no column is headed U1_ACQ1");
  std::string bad = kEstonia;
  bad.replace(bad.find("-0.458194"), 9, "inf");
  EXPECT_EQ(message(bad), "d.csv:2: U1_Nego 'inf' is not a number");
}

}  // namespace
}  // namespace detente::play::bargain
