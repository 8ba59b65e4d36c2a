#include "detente/play/scoring.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <nlohmann/json.hpp>
#include <numbers>
#include <vector>

#include "../games/cases.hpp"
#include "detente/play/escalation.hpp"
#include "detente/play/forecasts.hpp"

namespace detente::play::scoring {
namespace {

TEST(Ensemble, ScoresOfTheSharedCases) {
  const auto folder = shared_case("scoring");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  auto forecasts = read_forecasts(read_file(*folder / "forecasts.csv"), "forecasts.csv");
  ASSERT_TRUE(forecasts) << forecasts.error().to_string();
  ASSERT_TRUE(add_observed(*forecasts, read_file(*folder / "expected_scores.csv"), "expected_scores.csv"));
  const Scores scores = score(*forecasts, {});
  const Table expected = read_table(*folder / "expected_scores.csv");
  ASSERT_TRUE(scores.numbers);
  ASSERT_EQ(scores.numbers->rows.size(), expected.rows.size());
  for (std::size_t r = 0; r < expected.rows.size(); ++r) {
    EXPECT_NEAR(scores.numbers->crps[r], expected.number(r, "crps_ensemble"), 1e-9);
    EXPECT_NEAR(scores.numbers->ignorance[r], expected.number(r, "ignorance_views_bins"), 1e-12);
    EXPECT_NEAR(scores.numbers->interval[0][r], expected.number(r, "interval_score_90"), 1e-9);
    EXPECT_NEAR(scores.numbers->interval[1][r], expected.number(r, "interval_score_95"), 1e-9);
  }
}

TEST(Events, BrierAndItsPartsAndTheAreaUnderTheCurve) {
  // The shared case brier_auc.json, whole.
  const std::vector<double> p{.1, .1, .1, .4, .4, .8, .8, .8, .8, .05};
  const std::vector<double> y{0, 0, 1, 0, 1, 1, 1, 0, 1, 0};
  const Brier b = brier(p, y);
  EXPECT_NEAR(b.score, 0.21125, 1e-14);
  EXPECT_NEAR(b.reliability, 0.01958333333333333, 1e-14);
  EXPECT_NEAR(b.resolution, 0.058333333333333334, 1e-14);
  EXPECT_NEAR(b.uncertainty, 0.25, 1e-14);
  EXPECT_NEAR(b.skill, 0.15499999999999992, 1e-14);
  EXPECT_EQ(b.within, 0);
  EXPECT_EQ(b.groups.size(), 4U);
  EXPECT_NEAR(log_score(p, y), 0.6270584340714124, 1e-14);
  EXPECT_NEAR(area_under_curve(p, y), 0.76, 1e-14);
}

TEST(Events, BinsLeaveARestThatClosesTheSum) {
  const std::vector<double> p{.02, .11, .19, .32, .38, .71, .77, .93, 1, .05};
  const std::vector<double> y{0, 0, 1, 0, 1, 1, 1, 0, 1, 0};
  for (const std::size_t bins : {1U, 3U, 10U}) {
    const Brier b = brier(p, y, bins);
    EXPECT_NEAR(b.score, b.reliability - b.resolution + b.uncertainty + b.within, 1e-14) << bins;
    EXPECT_LE(b.groups.size(), bins);
  }
}

TEST(Events, WhatCannotBeScoredIsNotANumber) {
  const std::vector<double> p{.3, .6};
  const std::vector<double> never{0, 0};
  EXPECT_TRUE(std::isnan(area_under_curve(p, never)));
  EXPECT_TRUE(std::isnan(brier(p, never).skill));
  EXPECT_TRUE(std::isnan(brier({}, {}).score));
  EXPECT_TRUE(std::isnan(crps({}, 1)));
  EXPECT_TRUE(std::isnan(ignorance({}, 1)));
  EXPECT_TRUE(std::isinf(log_score(std::vector<double>{0.0}, std::vector<double>{1.0})));
}

TEST(Crps, OfOneMemberIsTheDistance) {
  EXPECT_EQ(crps(std::vector<double>{3}, 10), 7);
  EXPECT_NEAR(crps(std::vector<double>{0, 2, 5, 9}, 4), 1.125, 1e-15);
}

// The integral of (F - [x >= y])^2 by small steps.
template <typename Cdf>
double integrated(Cdf cdf, double observed, double from, double to) {
  constexpr int kSteps = 400000;
  const double step = (to - from) / kSteps;
  double sum = 0;
  for (int k = 0; k < kSteps; ++k) {
    const double x = from + (k + 0.5) * step;
    const double gap = cdf(x) - (x >= observed ? 1 : 0);
    sum += gap * gap * step;
  }
  return sum;
}

TEST(Crps, OfANormalIsItsIntegral) {
  const auto cdf = [](double x) { return std::erfc(-(x - 3) / (2 * std::numbers::sqrt2)) / 2; };
  for (const double y : {-4.0, 3.0, 3.7, 11.0}) {
    EXPECT_NEAR(crps_normal(3, 2, y), integrated(cdf, y, -40, 50), 1e-4) << y;
  }
  // At its own mean a standard normal scores (sqrt 2 - 1) / sqrt pi.
  EXPECT_NEAR(crps_normal(0, 1, 0), (std::numbers::sqrt2 - 1) * std::numbers::inv_sqrtpi, 1e-15);
  EXPECT_TRUE(std::isnan(crps_normal(0, 0, 1)));
}

TEST(Crps, OfCountsIsTheLimitOfLargeEnsembles) {
  // An ensemble with the counts in proportion to their probability has the same distribution.
  const double mean = 3;
  std::vector<double> ensemble;
  double mass = std::exp(-mean);
  constexpr double kSize = 200000;
  for (int k = 0; k < 40; ++k) {
    ensemble.insert(ensemble.end(), static_cast<std::size_t>(std::lround(mass * kSize)), k);
    mass *= mean / (k + 1);
  }
  for (const double y : {0.0, 3.0, 12.0}) {
    EXPECT_NEAR(crps_poisson(mean, y), crps(ensemble, y), 2e-4) << y;
  }
  // A negative binomial of dispersion 1 is geometric: F(k) = 1 - q^(k+1), and the sum is a geometric series.
  const double q = mean / (mean + 1);
  double by_hand = 0;
  for (int k = 0; k < 2000; ++k) {
    const double f = 1 - std::pow(q, k + 1);
    by_hand += k >= 5 ? (1 - f) * (1 - f) : f * f;
  }
  EXPECT_NEAR(crps_negative_binomial(mean, 1, 5), by_hand, 1e-10);
  EXPECT_NEAR(crps_negative_binomial(mean, 1e9, 4), crps_poisson(mean, 4), 1e-6);
  EXPECT_NEAR(
      crps_poisson(mean, 1e6),
      1e6 - mean - std::exp(-2 * mean) * mean * (std::cyl_bessel_i(0, 2 * mean) + std::cyl_bessel_i(1, 2 * mean)),
      1e-6);
  EXPECT_TRUE(std::isnan(crps_poisson(-1, 2)));
  EXPECT_TRUE(std::isnan(crps_negative_binomial(1, 0, 2)));
  EXPECT_TRUE(std::isnan(crps_negative_binomial(1e7, 1e-3, 2)));
}

TEST(Interval, CostsItsWidthAndItsMisses) {
  EXPECT_DOUBLE_EQ(interval_score(2, 5, 3, 0.9), 3);
  EXPECT_NEAR(interval_score(2, 5, 1, 0.9), 3 + 20, 1e-12);
  EXPECT_NEAR(interval_score(2, 5, 7, 0.8), 3 + 20, 1e-12);
  EXPECT_DOUBLE_EQ(quantile(std::vector<double>{0, 10}, 0.25), 2.5);
}

TEST(Escalation, ScoresOfAllPublishedDays) {
  const auto folder = shared_case("escalation");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  const Table days = read_table(*folder / "daily_scores.csv");
  std::size_t same = 0;
  for (std::size_t r = 0; r < days.rows.size(); ++r) {
    EscalationCounts counts;
    for (const char* column : {"n_nuclear", "n_violent", "n_nonviolent", "n_posturing", "n_deesc"}) {
      const auto kind = escalation_kind(column);
      ASSERT_TRUE(kind) << column;
      count_of(counts, *kind) = static_cast<std::int64_t>(days.number(r, column));
    }
    same += static_cast<double>(escalation_score(counts)) == days.number(r, "published_total") ? 1 : 0;
  }
  EXPECT_EQ(same, 2310U);
  EXPECT_EQ(days.rows.size(), 2310U);
}

TEST(Escalation, WeightsOfThePublishedTableOfActs) {
  const auto folder = shared_case("escalation");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  const Table acts = read_table(*folder / "action_points.csv");
  for (std::size_t r = 0; r < acts.rows.size(); ++r) {
    const auto kind = escalation_kind(acts.text(r, "eval_category"));
    EXPECT_EQ(kind ? escalation_weight(*kind) : 0, acts.number(r, "points")) << acts.text(r, "action");
  }
}

TEST(Escalation, ADayByHand) {
  EXPECT_EQ(escalation_score({.de_escalation = 1, .posturing = 2, .non_violent = 0, .violent = 1, .nuclear = 0}), 34);
  EXPECT_EQ(escalation_kind("Non-violent Escalation"), EscalationKind::non_violent);
  EXPECT_EQ(escalation_kind("De-escalation"), EscalationKind::de_escalation);
  EXPECT_EQ(escalation_kind("unscored"), std::nullopt);
}

std::string message(std::string_view text) {
  const auto forecasts = read_forecasts(text, "f");
  return forecasts ? "none" : forecasts.error().to_string();
}

TEST(Reading, TakesEveryForm) {
  const auto lines = read_forecasts(
      "{\"id\":\"a\",\"p\":0.25,\"outcome\":true}\n\n{\"members\":[1,2,3],\"y\":2}\n{\"mean\":1,\"sd\":2,\"observed\":"
      "0}\n",
      "f");
  ASSERT_TRUE(lines) << lines.error().to_string();
  ASSERT_EQ(lines->size(), 3U);
  EXPECT_EQ((*lines)[0].id, "a");
  EXPECT_EQ(*(*lines)[0].observed, 1);
  EXPECT_EQ((*lines)[1].line, 3);
  EXPECT_THAT((*lines)[1].members, testing::ElementsAre(1, 2, 3));
  EXPECT_EQ(*(*lines)[2].deviation, 2);
  const Scores scores = score(*lines, {});
  EXPECT_EQ(scores.events->count, 1U);
  EXPECT_EQ(scores.numbers->rows.size(), 2U);
  // 1.96 deviations to either side, and the outcome inside.
  EXPECT_NEAR(scores.numbers->interval[1][1], 4 * 1.959963984540054, 1e-9);

  const auto table = read_forecasts("id,observed,m1,m2\nx,3,1,5\n", "f");
  ASSERT_TRUE(table) << table.error().to_string();
  EXPECT_THAT(table->front().members, testing::ElementsAre(1, 5));
  EXPECT_EQ(*table->front().observed, 3);
}

TEST(Reading, SaysWhatIsWrongAndWhere) {
  EXPECT_EQ(message(""), "f: there are no forecasts");
  EXPECT_EQ(message("{\"p\":0.5}\n{\"p\":1.5}\n"), "f:2: probability 1.5 lies outside 0 to 1");
  EXPECT_EQ(message("{\"p\":0.5,\"members\":[1]}"),
            "f:1: a forecast is a probability, or members, or mean and deviation, and not two");
  EXPECT_EQ(message("{\"p\":\"x\"}"), "f:1: p is not a number");
  EXPECT_EQ(message("{\"p\":0.5"), "f:1: this is no JSON");
  EXPECT_EQ(message("{\"id\":1}"), "f:1: there is no forecast: a probability, members, or mean and deviation");
  EXPECT_EQ(message("{\"members\":[]}"), "f:1: members is no list of numbers");
  EXPECT_EQ(message("{\"mean\":1}"), "f:1: deviation is missing");
  EXPECT_EQ(message("{\"mean\":1,\"sd\":0}"), "f:1: deviation 0 is not above 0");
  EXPECT_EQ(message("p,y\n0.5,1\nnan,0\n"), "f:3: p 'nan' is not a number");
  EXPECT_EQ(message("p,y\n0.5,1,2\n"), "f:2: the row has 3 cells under 2 headings");
  EXPECT_EQ(message("1,2,3\n1,2\n"), "f:2: the row has 2 members where the first has 3");
  EXPECT_EQ(message("p,y\n\xff,1\n"), "f:2: this is not UTF-8");
  auto forecasts = read_forecasts("p\n0.5\n0.5\n", "f");
  ASSERT_TRUE(forecasts);
  EXPECT_EQ(check_observed(*forecasts, "f").error().to_string(),
            "f:2: the outcome is missing: a column or key 'observed', or a file of outcomes");
  EXPECT_EQ(add_observed(*forecasts, "1\n", "o").error().to_string(), "o: 1 outcomes for 2 forecasts");
  ASSERT_TRUE(add_observed(*forecasts, "1\n0.5\n", "o"));
  EXPECT_EQ(check_observed(*forecasts, "f").error().to_string(), "f:3: the outcome of an event is 0 or 1, not 0.5");
}

}  // namespace
}  // namespace detente::play::scoring
