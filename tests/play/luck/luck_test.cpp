#include "detente/play/luck.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <functional>
#include <limits>
#include <numeric>
#include <string>
#include <thread>
#include <vector>

#include "detente/play/luck_functions.hpp"

namespace detente::play::luck {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

// The known answers of Random123 for philox4x32 with 10 rounds (its tests/kat_vectors).
TEST(Philox, GivesTheKnownAnswersOfRandom123) {
  using Words = std::array<std::uint32_t, 4>;
  EXPECT_EQ(bits({}), (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
  EXPECT_EQ(bits({.seed = ~0ULL, .run = ~0U, .day = 0xffffff, .entity = ~0U, .draw = ~0U}, 0xff),
            (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
  EXPECT_EQ(
      bits(
          {.seed = 0x299f31d0a4093822ULL, .run = 0x243f6a88, .day = 0xa308d3, .entity = 0x13198a2e, .draw = 0x03707344},
          0x85),
      (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

TEST(Luck, EachFieldOfTheKeyMatters) {
  const Key key{.seed = 7, .run = 1, .day = 2, .entity = 3, .draw = 4};
  const double u = uniform(key);
  EXPECT_EQ(u, uniform(key));
  std::vector<Key> others(6, key);
  others[0].seed += 1;
  others[1].seed += 1ULL << 32U;
  others[2].run += 1;
  others[3].day += 1;
  others[4].entity += 1;
  others[5].draw += 1;
  for (const Key& other : others) {
    EXPECT_NE(u, uniform(other));
  }
}

TEST(Luck, OrderAndThreadsDoNotMatter) {
  constexpr std::uint32_t kCount = 20000;
  std::vector<double> forward(kCount);
  std::vector<double> backward(kCount);
  std::vector<double> threaded(kCount);
  const auto draw = [](std::uint32_t i) {
    const Key key{.seed = 11, .run = i % 7, .day = i / 7 % 100, .entity = i / 700, .draw = i};
    return gamma(key, 0.7, 2.0) + static_cast<double>(poisson(key, 12.5)) + normal(key);
  };
  for (std::uint32_t i = 0; i < kCount; ++i) {
    forward[i] = draw(i);
  }
  for (std::uint32_t i = kCount; i-- > 0;) {
    backward[i] = draw(i);
  }
  std::thread other([&] {
    for (std::uint32_t i = 0; i < kCount; i += 2) {
      threaded[i] = draw(i);
    }
  });
  for (std::uint32_t i = 1; i < kCount; i += 2) {
    threaded[i] = draw(i);
  }
  other.join();
  EXPECT_EQ(forward, backward);
  EXPECT_EQ(forward, threaded);
}

struct Moments {
  double mean = 0;
  double variance = 0;
};

Moments moments(const std::function<double(const Key&)>& draw, std::uint32_t count) {
  Moments m;
  for (std::uint32_t i = 0; i < count; ++i) {
    const double x = draw({.seed = 20241010, .run = i});
    const double delta = x - m.mean;
    m.mean += delta / (i + 1.0);
    m.variance += delta * (x - m.mean);
  }
  m.variance /= count;
  return m;
}

struct Expected {
  const char* name;
  std::function<double(const Key&)> draw;
  double mean;
  double variance;
};

// Means within 4.5 standard errors, which a fixed seed either meets for good or not at all; variances within 3 per
// cent.
TEST(Luck, MomentsAreThoseOfTheDistribution) {
  constexpr std::uint32_t kCount = 200000;
  const auto count = [](std::int64_t n) { return static_cast<double>(n); };
  const std::vector<Expected> cases = {
      {"uniform", [](const Key& k) { return uniform(k); }, 0.5, 1.0 / 12},
      {"uniform in a range", [](const Key& k) { return uniform(k, -2, 4); }, 1, 3},
      {"pair", [](const Key& k) { return uniform_pair(k)[1]; }, 0.5, 1.0 / 12},
      {"below 10", [&](const Key& k) { return static_cast<double>(below(k, 10)); }, 4.5, 8.25},
      {"chance", [](const Key& k) { return chance(k, 0.3) ? 1.0 : 0.0; }, 0.3, 0.21},
      {"normal", [](const Key& k) { return normal(k, 3, 2); }, 3, 4},
      {"lognormal", [](const Key& k) { return lognormal(k, 0.5, 0.4); }, std::exp(0.58),
       (std::exp(0.16) - 1) * std::exp(1.16)},
      {"exponential", [](const Key& k) { return exponential(k, 4); }, 0.25, 0.0625},
      {"triangular", [](const Key& k) { return triangular(k, 1, 2, 6); }, 3, (1 + 4 + 36 - 2 - 6 - 12) / 18.0},
      {"gamma above 1", [](const Key& k) { return gamma(k, 3.5, 2); }, 7, 14},
      {"gamma below 1", [](const Key& k) { return gamma(k, 0.4, 0.5); }, 0.2, 0.1},
      {"beta", [](const Key& k) { return beta(k, 2, 5); }, 2.0 / 7, 10.0 / (49 * 8)},
      {"beta below 1", [](const Key& k) { return beta(k, 0.5, 0.5); }, 0.5, 0.125},
      {"Poisson 0.3", [&](const Key& k) { return count(poisson(k, 0.3)); }, 0.3, 0.3},
      {"Poisson 9.9", [&](const Key& k) { return count(poisson(k, 9.9)); }, 9.9, 9.9},
      {"Poisson 10", [&](const Key& k) { return count(poisson(k, 10)); }, 10, 10},
      {"Poisson 1234.5", [&](const Key& k) { return count(poisson(k, 1234.5)); }, 1234.5, 1234.5},
      {"Poisson 3e8", [&](const Key& k) { return count(poisson(k, 3e8)); }, 3e8, 3e8},
      {"Poisson 4e12", [&](const Key& k) { return count(poisson(k, 4e12)); }, 4e12, 4e12},
      {"negative binomial",
       [&](const Key& k) {
         return count(negative_binomial(k, {6, 1.5}));
       },
       6, 6 + 36 / 1.5},
      {"negative binomial, no spread",
       [&](const Key& k) {
         return count(negative_binomial(k, {6, kInfinity}));
       },
       6, 6},
      {"zero-inflated",
       [&](const Key& k) {
         return count(zero_inflated_negative_binomial(k, {5, 2, 0.4}));
       },
       3, 0.6 * (5 + 12.5 + 25) - 9},
  };
  for (const Expected& c : cases) {
    const Moments m = moments(c.draw, kCount);
    EXPECT_NEAR(m.mean, c.mean, 4.5 * std::sqrt(c.variance / kCount)) << c.name;
    EXPECT_NEAR(m.variance / c.variance, 1, 0.03) << c.name;
  }
}

// The largest distance between the share of draws up to each count and the distribution's own.
double distance(double mean, std::uint32_t draws) {
  const auto top = static_cast<std::size_t>(mean + 12 * std::sqrt(mean) + 12);
  std::vector<double> share(top, 0);
  for (std::uint32_t i = 0; i < draws; ++i) {
    const auto k = static_cast<std::size_t>(poisson({.seed = 5, .draw = i}, mean));
    share.at(k) += 1.0 / draws;
  }
  double worst = 0;
  double drawn = 0;
  double expected = 0;
  for (std::size_t k = 0; k < top; ++k) {
    const auto n = static_cast<double>(k);
    drawn += share[k];
    expected += std::exp(n * std::log(mean) - mean - std::lgamma(n + 1));
    worst = std::max(worst, std::fabs(drawn - expected));
  }
  return worst;
}

// 1.95 / sqrt(n) is passed by a Kolmogorov-Smirnov distance in one sample of a thousand, and less often for counts.
TEST(Luck, PoissonHasItsDistribution) {
  for (const double mean : {0.05, 1.0, 7.5, 9.999, 10.0, 11.0, 30.0, 250.0}) {
    EXPECT_LT(distance(mean, 100000), 1.95 / std::sqrt(100000.0)) << mean;
  }
}

TEST(Luck, GammaOfWholeShapeHasItsDistribution) {
  // For shape 2: F(x) = 1 - exp(-x) (1 + x).
  std::vector<double> x(100000);
  for (std::uint32_t i = 0; i < x.size(); ++i) {
    x[i] = gamma({.seed = 3, .entity = i}, 2, 1);
  }
  std::sort(x.begin(), x.end());
  double worst = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    const double f = 1 - std::exp(-x[i]) * (1 + x[i]);
    worst = std::max(worst, std::fabs(f - (static_cast<double>(i) + 0.5) / 100000.0));
  }
  EXPECT_LT(worst, 1.95 / std::sqrt(100000.0));
}

TEST(Luck, NeighbouringKeysAreUncorrelated) {
  constexpr std::uint32_t kCount = 100000;
  const std::vector<std::function<Key(std::uint32_t)>> steps = {
      [](std::uint32_t i) { return Key{.seed = i}; }, [](std::uint32_t i) { return Key{.run = i}; },
      [](std::uint32_t i) { return Key{.day = i}; },  [](std::uint32_t i) { return Key{.entity = i}; },
      [](std::uint32_t i) { return Key{.draw = i}; },
  };
  for (std::size_t s = 0; s < steps.size(); ++s) {
    double sum = 0;
    for (std::uint32_t i = 0; i < kCount; ++i) {
      sum += (uniform(steps[s](i)) - 0.5) * (uniform(steps[s](i + 1)) - 0.5) * 12;
    }
    EXPECT_LT(std::fabs(sum / kCount), 4.5 / std::sqrt(kCount)) << s;
  }
}

TEST(Luck, CategoricalFollowsTheWeights) {
  const std::vector<double> weights = {1, 0, kNaN, 3, -2, 4, kInfinity};
  std::vector<double> seen(weights.size() + 1, 0);
  for (std::uint32_t i = 0; i < 80000; ++i) {
    seen[categorical({.run = i}, weights)] += 1;
  }
  EXPECT_NEAR(seen[0], 10000, 450);
  EXPECT_NEAR(seen[3], 30000, 650);
  EXPECT_NEAR(seen[5], 40000, 650);
  EXPECT_EQ(seen[1] + seen[2] + seen[4] + seen[6] + seen[7], 0);
  EXPECT_EQ(categorical({}, std::vector<double>{0, kNaN}), 2U);
  EXPECT_EQ(categorical({}, {}), 0U);
}

TEST(Luck, ALargerMeanUnderTheSameLuckGivesNoSmallerNumber) {
  for (std::uint32_t i = 0; i < 2000; ++i) {
    const Key key{.run = i};
    EXPECT_LE(poisson(key, 2.0), poisson(key, 3.0));
    EXPECT_LE(exponential(key, 2.0), exponential(key, 1.5));
    EXPECT_LE(normal(key, 1, 2), normal(key, 1.5, 2));
  }
}

TEST(Luck, WrongParametersGiveNoNumberAndNoHang) {
  const Key key;
  for (const double bad : {kNaN, -1.0}) {
    EXPECT_TRUE(std::isnan(normal(key, 0, bad)));
    EXPECT_TRUE(std::isnan(lognormal(key, 0, bad)));
    EXPECT_TRUE(std::isnan(exponential(key, bad)));
    EXPECT_TRUE(std::isnan(gamma(key, bad, 1)));
    EXPECT_TRUE(std::isnan(gamma(key, 1, bad)));
    EXPECT_TRUE(std::isnan(beta(key, bad, 1)));
    EXPECT_TRUE(std::isnan(triangular(key, 0, bad, 1)));
    EXPECT_EQ(poisson(key, bad), 0);
    EXPECT_EQ(negative_binomial(key, {bad, 1}), 0);
    EXPECT_EQ(negative_binomial(key, {1, bad}), 0);
    EXPECT_EQ(zero_inflated_negative_binomial(key, {bad, 1, 0}), 0);
    EXPECT_FALSE(chance(key, bad));
  }
  EXPECT_TRUE(std::isnan(uniform(key, 2, 1)));
  EXPECT_EQ(zero_inflated_negative_binomial(key, {3, 1, kNaN}), 0);
  EXPECT_EQ(below(key, 0), 0U);
  EXPECT_TRUE(chance(key, 2));
  EXPECT_GE(poisson(key, kInfinity), (std::int64_t{1} << 52) - (std::int64_t{1} << 40));
  EXPECT_EQ(triangular(key, 2, 2, 2), 2);
  for (const double u : {0.0, 1.0, -0.1, 1.1, kNaN}) {
    EXPECT_TRUE(std::isnan(normal_quantile(u)));
    EXPECT_TRUE(std::isnan(exponential_quantile(u, 1)));
    EXPECT_TRUE(std::isnan(triangular_quantile(u, 0, 1, 2)));
  }
}

TEST(LuckFunctions, AgreeWithTheMathematicalLibrary) {
  for (std::uint32_t i = 0; i < 100000; ++i) {
    const double e = uniform({.draw = i}, -700, 700);
    const double x = std::exp(e);
    EXPECT_NEAR(log(x), std::log(x), 4e-16 * std::max(1e-3, std::fabs(std::log(x)))) << x;
    EXPECT_NEAR(exp(e) / std::exp(e), 1, 1e-15) << e;
    const double near = 1 + uniform({.run = 1, .draw = i}, -0.3, 0.4);
    EXPECT_NEAR(log(near), std::log(near), 4e-16 * std::max(0.01, std::fabs(std::log(near)))) << near;
  }
  for (double n = 0; n < 400; n += 0.25) {
    EXPECT_NEAR(log_factorial(n), std::lgamma(n + 1), n < 16 ? 2e-14 : 2e-15 * std::lgamma(n + 1)) << n;
  }
  EXPECT_EQ(log(1), 0);
  EXPECT_EQ(exp(0), 1);
  EXPECT_EQ(log(0), -kInfinity);
  EXPECT_EQ(log(kInfinity), kInfinity);
  EXPECT_TRUE(std::isnan(log(-1)));
  EXPECT_TRUE(std::isnan(exp(kNaN)));
  EXPECT_EQ(exp(1000), kInfinity);
  EXPECT_EQ(exp(-1000), 0);
  EXPECT_EQ(exp(-745), std::exp(-745.0));
  EXPECT_NEAR(log(5e-324), std::log(5e-324), 1e-12);
  EXPECT_TRUE(std::isnan(log_factorial(-1)));
}

TEST(LuckFunctions, TheNormalQuantileInvertsTheDistribution) {
  for (double u = 1e-15; u < 1; u = u < 0.001 ? u * 3 : u + 0.0007) {
    const double z = normal_quantile(u);
    EXPECT_NEAR(std::erfc(-z / std::sqrt(2.0)) / 2 / u, 1, 2e-13) << u;
    EXPECT_NEAR(normal_quantile(1 - u) / z, -1, u < 1e-3 ? 1e-2 : 1e-11) << u;
  }
  EXPECT_EQ(normal_quantile(0.5), 0);
}

// The bits themselves, so that a machine on which a draw differs is found out.
TEST(Luck, TheBitsAreTheSameOnEveryMachine) {
  std::uint64_t sum = 0;
  const auto add = [&](double x) { sum = (sum ^ std::bit_cast<std::uint64_t>(x)) * 0x9e3779b97f4a7c15ULL; };
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const Key key{.seed = 99, .run = i, .day = i % 365, .entity = i % 17, .draw = i % 5};
    add(normal(key));
    add(lognormal(key, 1, 0.5));
    add(exponential(key, 0.3));
    add(triangular(key, 0, 1, 5));
    add(gamma(key, 0.3, 2));
    add(gamma(key, 4.2, 2));
    add(beta(key, 1.5, 0.7));
    add(static_cast<double>(poisson(key, 3.3)));
    add(static_cast<double>(poisson(key, 77.7)));
    add(static_cast<double>(negative_binomial(key, {12, 0.8})));
  }
  EXPECT_EQ(sum, 1533053770063793377ULL);
}

}  // namespace
}  // namespace detente::play::luck
