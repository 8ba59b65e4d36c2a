#include "detente/play/sensitivity.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numbers>
#include <vector>

#include "detente/play/luck.hpp"

namespace detente::play::sensitivity {
namespace {

constexpr double kPi = std::numbers::pi;

// Ishigami and Homma 1990: sin x1 + a sin^2 x2 + b x3^4 sin x1 with x in (-pi, pi), a = 7, b = 0.1.
bool ishigami(std::span<const double> u, std::uint32_t /*row*/, std::span<double> y) {
  const double x1 = kPi * (2 * u[0] - 1);
  const double x2 = kPi * (2 * u[1] - 1);
  const double x3 = kPi * (2 * u[2] - 1);
  y[0] = std::sin(x1) + 7 * std::pow(std::sin(x2), 2) + 0.1 * std::pow(x3, 4) * std::sin(x1);
  return true;
}

struct Closed {
  double variance;
  std::vector<double> first, total;
};

Closed ishigami_closed() {
  const double a = 7;
  const double b = 0.1;
  const double v1 = 0.5 * std::pow(1 + b * std::pow(kPi, 4) / 5, 2);
  const double v2 = a * a / 8;
  const double v13 = b * b * std::pow(kPi, 8) * (1.0 / 18 - 1.0 / 50);
  const double v = v1 + v2 + v13;
  return {v, {v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}};
}

// Sobol's g: the product of (|4 u - 2| + a) / (1 + a).
const std::vector<double> kG = {0, 1, 4.5, 9, 99, 99, 99, 99};

bool g_function(std::span<const double> u, std::uint32_t /*row*/, std::span<double> y) {
  y[0] = 1;
  for (std::size_t i = 0; i < kG.size(); ++i) {
    y[0] *= (std::fabs(4 * u[i] - 2) + kG[i]) / (1 + kG[i]);
  }
  return true;
}

Closed g_closed() {
  double product = 1;
  std::vector<double> v;
  for (const double a : kG) {
    v.push_back(1 / (3 * (1 + a) * (1 + a)));
    product *= 1 + v.back();
  }
  Closed c{product - 1, {}, {}};
  for (const double vi : v) {
    c.first.push_back(vi / c.variance);
    c.total.push_back(vi * product / (1 + vi) / c.variance);
  }
  return c;
}

void compare(const Outcome& found, const Closed& closed, double tolerance) {
  EXPECT_NEAR(found.variance / closed.variance, 1, 2 * tolerance);
  for (std::size_t i = 0; i < closed.first.size(); ++i) {
    EXPECT_NEAR(found.first[i].value, closed.first[i], tolerance) << i;
    EXPECT_NEAR(found.total[i].value, closed.total[i], tolerance) << i;
    EXPECT_LE(found.first[i].low, found.first[i].value);
    EXPECT_GE(found.first[i].high, found.first[i].value);
    // Intervals of 95 per cent, doubled for their own error and for those that miss.
    const double room = 2 * (found.first[i].high - found.first[i].low) + 1e-3;
    EXPECT_NEAR(found.first[i].value, closed.first[i], room) << i;
  }
}

TEST(Sensitivity, Ishigami) {
  const auto sobol = sobol_indices({.inputs = 3, .rows = 16384}, 1, ishigami);
  ASSERT_TRUE(sobol);
  EXPECT_EQ(sobol->calls, 16384U * 5);
  compare(sobol->outcomes[0], ishigami_closed(), 0.005);
  const auto philox = sobol_indices({.inputs = 3, .rows = 16384, .sampling = Sampling::philox}, 1, ishigami);
  ASSERT_TRUE(philox);
  compare(philox->outcomes[0], ishigami_closed(), 0.04);
}

TEST(Sensitivity, GFunction) {
  const auto sobol = sobol_indices({.inputs = 8, .rows = 16384}, 1, g_function);
  ASSERT_TRUE(sobol);
  compare(sobol->outcomes[0], g_closed(), 0.005);
  const auto philox = sobol_indices({.inputs = 8, .rows = 16384, .sampling = Sampling::philox}, 1, g_function);
  ASSERT_TRUE(philox);
  compare(philox->outcomes[0], g_closed(), 0.04);
}

// In 200 independent designs the intervals of 95 per cent hold the truth about that often.
TEST(Sensitivity, IntervalsHoldTheTruth) {
  const Closed closed = ishigami_closed();
  int held = 0;
  int all = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const auto r = sobol_indices(
        {.inputs = 3, .rows = 256, .sampling = Sampling::philox, .seed = seed, .resamples = 200}, 1, ishigami);
    ASSERT_TRUE(r);
    for (std::size_t i = 0; i < 3; ++i) {
      const Index& first = r->outcomes[0].first[i];
      const Index& total = r->outcomes[0].total[i];
      held += first.low <= closed.first[i] && closed.first[i] <= first.high ? 1 : 0;
      held += total.low <= closed.total[i] && closed.total[i] <= total.high ? 1 : 0;
      all += 2;
    }
  }
  EXPECT_GT(held, all * 0.90);
  EXPECT_LT(held, all * 0.985);
}

TEST(Sensitivity, ThreadsDoNotMatterAndOutcomesAreApart) {
  const Function both = [](std::span<const double> u, std::uint32_t row, std::span<double> y) {
    ishigami(u, row, y.first(1));
    y[1] = u[2] + 0.1 * luck::normal({.run = row});
    return true;
  };
  const auto one = sobol_indices({.inputs = 3, .rows = 512}, 2, both);
  const auto four = sobol_indices({.inputs = 3, .rows = 512, .threads = 4}, 2, both);
  const auto alone = sobol_indices({.inputs = 3, .rows = 512}, 1, ishigami);
  ASSERT_TRUE(one && four && alone);
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(one->outcomes[0].first[i].value, alone->outcomes[0].first[i].value);
    for (std::size_t o = 0; o < 2; ++o) {
      EXPECT_EQ(one->outcomes[o].first[i].low, four->outcomes[o].first[i].low);
      EXPECT_EQ(one->outcomes[o].total[i].value, four->outcomes[o].total[i].value);
    }
  }
  // Luck that belongs to the row is in no difference between calls of one row.
  EXPECT_EQ(one->outcomes[1].total[0].value, 0);
  EXPECT_GT(one->outcomes[1].total[2].value, 0.8);
}

TEST(Sensitivity, WhatDoesNotVaryHasNoIndices) {
  const auto r = sobol_indices({.inputs = 2, .rows = 64}, 1, [](auto, auto, std::span<double> y) {
    y[0] = 0.1;
    return true;
  });
  ASSERT_TRUE(r);
  EXPECT_EQ(r->outcomes[0].mean, 0.1);
  EXPECT_EQ(r->outcomes[0].variance, 0);
  EXPECT_EQ(r->outcomes[0].first[1].high, 0);
}

TEST(Sensitivity, WrongDesignsAreRefused) {
  EXPECT_FALSE(sobol_indices({.inputs = 0}, 1, ishigami));
  EXPECT_FALSE(sobol_indices({.inputs = 3}, 0, ishigami));
  EXPECT_FALSE(sobol_indices({.inputs = 3, .rows = 1}, 1, ishigami));
  EXPECT_FALSE(sobol_indices({.inputs = 3, .level = 1.5}, 1, ishigami));
  EXPECT_EQ(sobol_indices({.inputs = 5000}, 1, ishigami).error().code, ErrorCode::too_large);
  EXPECT_EQ(sobol_indices({.inputs = 1000, .rows = 1U << 24U}, 1, ishigami).error().code, ErrorCode::too_large);
  const auto nan = sobol_indices({.inputs = 1, .rows = 8}, 1, [](auto, std::uint32_t row, std::span<double> y) {
    y[0] = row == 5 ? std::numeric_limits<double>::quiet_NaN() : 1;
    return true;
  });
  ASSERT_FALSE(nan);
  EXPECT_NE(nan.error().message.find("row 5"), std::string::npos);
  const auto stopped =
      sobol_indices({.inputs = 3}, 1, ishigami, [](std::size_t done, std::size_t) { return done < 9; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

}  // namespace
}  // namespace detente::play::sensitivity
