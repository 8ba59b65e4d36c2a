// The probabilistic Condorcet election against the numbers that KTAB prints.
#include "detente/play/pce.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <numeric>
#include <vector>

namespace detente::play::bargain {
namespace {

// KTAB's demonstration of 2017-05-30 (demomodel --pce): three options, victory by squares, all four digits.
constexpr std::array<double, 9> kThree{1e-8, 12.099, 54.921, 10.333, 1e-8, 27.079, 5.007, 55.047, 1e-8};

Pce elect(std::span<const double> coalition, std::size_t options, const PceOptions& how) {
  Pce out;
  out.victory.resize(options * options);
  out.probability.resize(options);
  election(coalition, options, how, out.victory, out.probability);
  return out;
}

void expect_near(const std::vector<double>& got, const std::vector<double>& wanted, double within) {
  ASSERT_EQ(got.size(), wanted.size());
  for (std::size_t k = 0; k < got.size(); ++k) {
    EXPECT_NEAR(got[k], wanted[k], within) << k;
  }
}

TEST(Election, ThreeOptionsAsKtabPrintsThem) {
  PceOptions how;
  how.victory = VictoryModel::square;
  const Pce conditional = elect(kThree, 3, how);
  expect_near(conditional.victory, {.5, .5782, .9918, .4218, .5, .1948, .0082, .8052, .5}, 6e-5);
  expect_near(conditional.probability, {.8659, .1241, .0100}, 6e-5);
  how.pce = PceModel::markov_uniform;
  expect_near(elect(kThree, 3, how).probability, {.6351, .2148, .1501}, 6e-5);
  how.pce = PceModel::markov_incentive;
  expect_near(elect(kThree, 3, how).probability, {.5094, .2796, .2110}, 6e-5);
}

TEST(Election, TwoOptionsAreTheContestItself) {
  constexpr std::array<double, 4> kTwo{1e-8, 51.212, 19.714, 1e-8};
  for (const PceModel model : {PceModel::conditional, PceModel::markov_uniform, PceModel::markov_incentive}) {
    const PceOptions how{VotingRule::proportional, VictoryModel::square, model};
    expect_near(elect(kTwo, 2, how).probability, {.8709, .1291}, 6e-5);
  }
}

// From the log of KTAB's smpExample, turn 0, actor 0: voting PropCbc, victory Linear, MarkovIncentive.
TEST(Election, VotesByHalfProportionHalfCubeAsKtabPrintsThem) {
  const std::vector<double> weights{117.70, 93.20, 61.40, 135.40, 63.80};
  const std::vector<double> utilities{0.87426, 0.85202, 0.91023,  //
                                      0.64487, 0.60042, 0.69079,  //
                                      0.92468, 0.94094, 0.91342,  //
                                      0.79712, 0.85723, 0.73269,  //
                                      0.92922, 0.92907, 0.94406};
  const Pce p = pce(weights, utilities, 3, {VotingRule::prop_cubic, VictoryModel::linear, PceModel::markov_incentive});
  expect_near(p.coalition, {0, 3.390, 4.726, 4.584, 0, 9.408, 4.737, 8.161, 0}, 2e-3);
  expect_near(p.probability, {.2020, .4303, .3678}, 1e-4);
}

TEST(Election, MarkovProbabilitiesAreFixedPoints) {
  // One step of either process leaves the answer where it is, to the last digits.
  const PceOptions how{VotingRule::proportional, VictoryModel::linear, PceModel::markov_uniform};
  const Pce p = elect(kThree, 3, how);
  for (std::size_t i = 0; i < 3; ++i) {
    double next = 0;
    for (std::size_t j = 0; j < 3; ++j) {
      next += p.victory[i * 3 + j] * (p.probability[i] + p.probability[j]) / 3;
    }
    EXPECT_NEAR(next, p.probability[i], 1e-12);
  }
}

TEST(Election, SumsToOneUnderEveryVariant) {
  const std::vector<double> weights{10, 1, 5, 0};
  const std::vector<double> utilities{1, .2, .4, .9, .3, .3, 0, 1, .5, .2, .9, .1, .7, .7, .7, .7};
  for (const VotingRule vote : {VotingRule::binary, VotingRule::prop_bin, VotingRule::proportional,
                                VotingRule::prop_cubic, VotingRule::cubic}) {
    for (const VictoryModel victory : {VictoryModel::linear, VictoryModel::square, VictoryModel::quartic,
                                       VictoryModel::octic, VictoryModel::binary}) {
      for (const PceModel model : {PceModel::conditional, PceModel::markov_uniform, PceModel::markov_incentive}) {
        const Pce p = pce(weights, utilities, 4, {vote, victory, model});
        EXPECT_NEAR(std::accumulate(p.probability.begin(), p.probability.end(), 0.0), 1, 1e-12);
        for (std::size_t i = 0; i < 4; ++i) {
          EXPECT_GE(p.probability[i], 0);
          for (std::size_t j = 0; j < 4; ++j) {
            EXPECT_NEAR(p.victory[i * 4 + j] + p.victory[j * 4 + i], 1, 1e-12);
          }
        }
      }
    }
  }
}

TEST(Election, ManyHopelessOptionsDoNotUnderflow) {
  // Each of a hundred options is beaten by the next with a probability of one in 1e60: the product for every option is
  // below the smallest double, and only logarithms still tell which is likeliest.
  constexpr std::size_t kOptions = 100;
  std::vector<double> coalition(kOptions * kOptions, 1);
  for (std::size_t i = 0; i < kOptions; ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const bool odd = (i - j) % 2 == 1;
      coalition[i * kOptions + j] = odd ? 1e-8 : 1;
      coalition[j * kOptions + i] = odd ? 1 : 1e-8;
    }
  }
  const Pce p = elect(coalition, kOptions, {VotingRule::proportional, VictoryModel::octic, PceModel::conditional});
  double sum = 0;
  for (const double x : p.probability) {
    ASSERT_TRUE(std::isfinite(x));
    sum += x;
  }
  EXPECT_NEAR(sum, 1, 1e-12);
}

TEST(Vote, HasTheShapeOfItsRule) {
  EXPECT_DOUBLE_EQ(vote(VotingRule::proportional, 3, -0.5), -1.5);
  EXPECT_DOUBLE_EQ(vote(VotingRule::cubic, 2, 0.5), 0.25);
  EXPECT_DOUBLE_EQ(vote(VotingRule::prop_cubic, 2, 0.5), 0.625);
  EXPECT_DOUBLE_EQ(vote(VotingRule::binary, 2, 1e-3), 2);
  EXPECT_DOUBLE_EQ(vote(VotingRule::binary, 2, -5e-9), -1);
  EXPECT_DOUBLE_EQ(vote(VotingRule::prop_bin, 1, 0.5), 0.6);
}

TEST(Victory, IsCertainFromTenPercentOfAdvantageOnUnderBinary) {
  EXPECT_NEAR(victory_probability(VictoryModel::binary, 1.1, 1), 1, 2e-6);
  EXPECT_NEAR(victory_probability(VictoryModel::binary, 1, 1), 0.5, 1e-12);
  EXPECT_NEAR(victory_probability(VictoryModel::binary, 1, 2), 0, 2e-6);
  EXPECT_DOUBLE_EQ(victory_probability(VictoryModel::quartic, 2, 1), 16.0 / 17);
  EXPECT_DOUBLE_EQ(victory_probability(VictoryModel::octic, 1e200, 1e200), 0.5);
}

}  // namespace
}  // namespace detente::play::bargain
