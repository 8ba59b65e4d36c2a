#include "detente/play/tempo.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace detente::play::tempo {
namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr double kInfinity = std::numeric_limits<double>::infinity();

Model three_kinds() {
  return {{"strike", "shell", "raid"},
          {0.3, 0.2, 0.1},
          {0.3, 0.1, 0.0, 0.2, 0.4, 0.1, 0.0, 0.25, 0.2},
          std::vector<double>(9, 1.5)};
}

Events simulated(const Model& model, double end, std::uint64_t seed = 1) {
  auto events = simulate(model, {.seed = seed, .end = end});
  EXPECT_TRUE(events) << events.error().to_string();
  return *events;
}

// The definition, pair by pair.
double plain_log_likelihood(const Model& model, const Events& events, Window window) {
  const std::size_t k = model.size();
  double sum = 0;
  for (std::size_t n = 0; n < events.size(); ++n) {
    const std::size_t i = events.kind[n];
    double rate = model.base[i];
    for (std::size_t m = 0; m < n; ++m) {
      const std::size_t at = i * k + events.kind[m];
      rate += model.excite[at] * model.decay[at] * std::exp(-model.decay[at] * (events.time[n] - events.time[m]));
    }
    if (events.time[n] > window.from && events.time[n] <= window.to) {
      sum += std::log(rate);
    }
  }
  for (std::size_t i = 0; i < k; ++i) {
    sum -= model.base[i] * (window.to - window.from);
    for (std::size_t n = 0; n < events.size(); ++n) {
      const std::size_t at = i * k + events.kind[n];
      const auto left = [&](double t) {
        return t > events.time[n] ? 1 - std::exp(-model.decay[at] * (t - events.time[n])) : 0;
      };
      sum -= model.excite[at] * (left(window.to) - left(window.from));
    }
  }
  return sum;
}

TEST(Tempo, TheRecursionIsTheDefinition) {
  Model model = three_kinds();
  const Events events = simulated(model, 150);
  ASSERT_GT(events.size(), 100U);
  model.decay = {0.5, 1, 1.5, 2, 2.5, 1.5, 3, 0.1, 0.7};
  for (const Window window : {Window{0, 150}, Window{0, 90}, Window{60, 150}, Window{40, 41}}) {
    EXPECT_NEAR(log_likelihood(model, events, window).value(), plain_log_likelihood(model, events, window), 1e-9);
  }
}

TEST(Tempo, ASimulationIsRecoveredWithinThreeStandardErrors) {
  const Model truth = three_kinds();
  const Events events = simulated(truth, 12000);
  ASSERT_GT(events.size(), 10000U);
  for (const Method method : {Method::lbfgs, Method::em}) {
    const auto fitted = fit(events, {.method = method, .threads = 2});
    ASSERT_TRUE(fitted) << fitted.error().to_string();
    ASSERT_TRUE(fitted->converged);
    ASSERT_TRUE(fitted->has_errors);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_LT(std::fabs(fitted->model.base[i] - truth.base[i]), 3 * fitted->base_error[i]) << i;
    }
    for (std::size_t at = 0; at < 9; ++at) {
      // What lies on the bound 0 has no standard error; its true value must then be 0.
      if (std::isnan(fitted->excite_error[at])) {
        EXPECT_EQ(truth.excite[at], 0) << at;
      } else {
        EXPECT_LT(std::fabs(fitted->model.excite[at] - truth.excite[at]), 3 * fitted->excite_error[at]) << at;
        EXPECT_LT(fitted->excite_error[at], 0.05);
      }
    }
    EXPECT_LT(std::fabs(fitted->decay() - 1.5), 3 * fitted->decay_error);
    EXPECT_GE(fitted->likelihood.value(), log_likelihood(truth, events).value());
    EXPECT_NEAR(log_likelihood(fitted->model, events).value() / fitted->likelihood.value(), 1, 1e-9);
  }
}

// Over 60 samples the errors that the information matrix promises are those that the estimates have.
TEST(Tempo, StandardErrorsAreThoseOfRepeatedSamples) {
  const Model truth{{"a"}, {0.5}, {0.5}, {1.0}};
  double promised = 0;
  double squared = 0;
  int outside = 0;
  for (std::uint64_t seed = 1; seed <= 60; ++seed) {
    const auto fitted = fit(simulated(truth, 2000, seed), {});
    ASSERT_TRUE(fitted && fitted->has_errors);
    const double off = fitted->model.excite[0] - 0.5;
    promised += fitted->excite_error[0] * fitted->excite_error[0] / 60;
    squared += off * off / 60;
    outside += std::fabs(off) > 1.96 * fitted->excite_error[0] ? 1 : 0;
  }
  EXPECT_NEAR(squared / promised, 1, 0.5);
  EXPECT_LE(outside, 9);
}

TEST(Tempo, TheMethodsMeet) {
  const Events events = simulated(three_kinds(), 1500, 7);
  const auto em = fit(events, {.method = Method::em});
  const auto lbfgs = fit(events, {.method = Method::lbfgs});
  ASSERT_TRUE(em && lbfgs);
  EXPECT_NEAR(em->likelihood.value() / lbfgs->likelihood.value(), 1, 1e-6);
  EXPECT_GE(lbfgs->likelihood.value(), em->likelihood.value() - 1e-6);
  for (std::size_t at = 0; at < 9; ++at) {
    EXPECT_NEAR(em->model.excite[at], lbfgs->model.excite[at], 2e-3) << at;
  }
  const auto held = fit(events, {.decay = 1.5});
  ASSERT_TRUE(held);
  EXPECT_EQ(held->decay(), 1.5);
  EXPECT_TRUE(std::isnan(held->decay_error));
  EXPECT_LE(held->likelihood.value(), lbfgs->likelihood.value());
}

TEST(Tempo, EMNeverFalls) {
  const Events events = simulated(three_kinds(), 300, 3);
  double last = -kInfinity;
  int falls = 0;
  int scan = 13 * 5;
  const auto fitted = fit(events, {.method = Method::em, .progress = [&](int step, double value) {
                                     falls += step > scan + 1 && value < last - 1e-9 ? 1 : 0;
                                     last = value;
                                     return true;
                                   }});
  ASSERT_TRUE(fitted);
  EXPECT_EQ(falls, 0);
}

TEST(Tempo, ThreadsDoNotMatter) {
  const Events events = simulated(three_kinds(), 9000, 11);
  ASSERT_GT(events.size(), 8192U);
  const auto one = fit(events, {.threads = 1});
  const auto five = fit(events, {.threads = 5});
  ASSERT_TRUE(one && five);
  EXPECT_EQ(one->model.base, five->model.base);
  EXPECT_EQ(one->model.excite, five->model.excite);
  EXPECT_EQ(one->model.decay, five->model.decay);
  EXPECT_EQ(one->likelihood.log_intensity, five->likelihood.log_intensity);
}

TEST(Tempo, PoissonEventsShowNoExcitation) {
  const Events events = simulated({{"a", "b"}, {2, 1}, {0, 0, 0, 0}, {1, 1, 1, 1}}, 2000);
  const PoissonFit poisson = fit_poisson(events);
  EXPECT_NEAR(poisson.rate[0], 2, 3 * poisson.error[0]);
  EXPECT_NEAR(log_likelihood(poisson_model(events, poisson.rate), events).value(), poisson.likelihood.value(), 1e-6);
  const auto fitted = fit(events, {});
  ASSERT_TRUE(fitted);
  EXPECT_LT(spectral_radius(fitted->model), 0.1);
  // Twice the gain is about chi-squared with at most 5 degrees of freedom.
  EXPECT_LT(fitted->likelihood.value() - poisson.likelihood.value(), 10.3);
  EXPECT_GE(fitted->likelihood.value(), poisson.likelihood.value() - 1e-6);
}

TEST(Tempo, ResidualsTellTheModelFromAPoissonProcess) {
  const Model truth = three_kinds();
  const Events events = simulated(truth, 3000, 2);
  const auto good = residuals(truth, events);
  ASSERT_EQ(good.size(), 4U);
  for (const Residual& r : good) {
    EXPECT_GT(r.p, 0.01);
  }
  EXPECT_EQ(good[3].events, events.size());
  const auto bad = residuals(poisson_model(events, fit_poisson(events).rate), events);
  EXPECT_LT(bad[3].p, 1e-6);
}

TEST(Tempo, TheUniformTestHasItsTable) {
  // Kolmogorov's distribution: 5 per cent at 1.358, 1 per cent at 1.628.
  std::vector<double> shifted;
  const double n = 1e6;
  for (double i = 0; i < n; ++i) {
    shifted.push_back(std::min(1.0, (i + 0.5) / n + 1.358 / std::sqrt(n)));
  }
  EXPECT_NEAR(uniform_test(shifted).p, 0.05, 0.001);
  EXPECT_EQ(uniform_test({}).p, 1);
}

TEST(Tempo, SimulationRepeatsItselfAndRunsDiffer) {
  const Events a = simulated(three_kinds(), 200);
  const Events b = simulated(three_kinds(), 200);
  EXPECT_EQ(a.time, b.time);
  EXPECT_EQ(a.kind, b.kind);
  EXPECT_NE(a.time, simulated(three_kinds(), 200, 2).time);
  auto other = simulate(three_kinds(), {.seed = 1, .run = 1, .end = 200});
  ASSERT_TRUE(other);
  EXPECT_NE(a.time, other->time);
}

TEST(Tempo, DayByDayTheRatesAreThoseOfTheLongRun) {
  const Model model = three_kinds();
  Excitation excitation(model);
  std::vector<Act> acts;
  for (std::uint32_t day = 0; day < 20000; ++day) {
    ASSERT_TRUE(excitation.run(1, model.base, {.seed = 3, .day = day}, acts));
  }
  std::vector<double> count(3, 0);
  for (const Act& act : acts) {
    count[act.kind] += 1;
    EXPECT_GE(act.time, 0);
    EXPECT_LT(act.time, 1);
  }
  for (std::size_t i = 0; i < 3; ++i) {
    EXPECT_NEAR(count[i] / 20000 / stationary_rates(model)[i], 1, 0.05) << i;
  }
}

TEST(Tempo, AnActFromElsewhereExcites) {
  Model model = three_kinds();
  Excitation excitation(model);
  excitation.strike(1);
  EXPECT_DOUBLE_EQ(excitation.rate(1), 0.4 * 1.5);
  EXPECT_DOUBLE_EQ(excitation.rate(2), 0.25 * 1.5);
  excitation.pass(2);
  EXPECT_NEAR(excitation.rate(1), 0.4 * 1.5 * std::exp(-3.0), 1e-15);
  std::vector<Act> acts;
  excitation = Excitation(model);
  EXPECT_TRUE(excitation.run(100, std::vector<double>(3, 0), {}, acts));
  EXPECT_TRUE(acts.empty());
}

TEST(Tempo, ASpectralRadiusOfOnePointTwoIsRefusedWithTheNumber) {
  const Model model{{"a", "b"}, {0.1, 0.1}, {0.2, 1.0, 1.0, 0.2}, {1, 1, 1, 1}};
  EXPECT_NEAR(spectral_radius(model), 1.2, 1e-12);
  ASSERT_FALSE(check(model));
  EXPECT_NE(check(model).error().message.find("1.2"), std::string::npos) << check(model).error().message;
  EXPECT_FALSE(simulate(model, {.end = 10}));
  EXPECT_TRUE(check_values(model));
}

TEST(Tempo, WrongModelsAreRefused) {
  const Model good = three_kinds();
  ASSERT_TRUE(check(good));
  std::vector<Model> wrong(7, good);
  wrong[0].base[1] = kNaN;
  wrong[1].base[1] = -1;
  wrong[2].excite[5] = kInfinity;
  wrong[3].decay[5] = 0;
  wrong[4].decay[5] = kNaN;
  wrong[5].excite.pop_back();
  wrong[6] = {};
  for (const Model& model : wrong) {
    ASSERT_FALSE(check(model));
    EXPECT_EQ(check(model).error().code, ErrorCode::bad_value);
    EXPECT_FALSE(simulate(model, {.end = 10}));
  }
  EXPECT_NE(check(wrong[1]).error().message.find("'shell' is -1"), std::string::npos);
  EXPECT_FALSE(simulate(good, {.end = 0}));
  EXPECT_FALSE(simulate(good, {.end = kNaN}));
  const auto many = simulate(good, {.end = 1000, .most = 5});
  ASSERT_FALSE(many);
  EXPECT_EQ(many.error().code, ErrorCode::too_large);
}

TEST(Tempo, WrongEventsAreRefused) {
  const Events good{{1, 2, 3}, {0, 0, 0}, {"a"}, 0, 4};
  ASSERT_TRUE(check(good));
  std::vector<Events> wrong(6, good);
  wrong[0].time[2] = 2;
  wrong[1].time[1] = kNaN;
  wrong[2].kind[1] = 1;
  wrong[3].end = 2.5;
  wrong[4].end = 0;
  wrong[5].kind.pop_back();
  for (const Events& events : wrong) {
    EXPECT_FALSE(check(events));
    EXPECT_FALSE(fit(events, {}));
  }
  EXPECT_NE(check(wrong[0]).error().message.find("event 3"), std::string::npos);
  EXPECT_FALSE(fit({{}, {}, {"a"}, 0, 1}, {}));
  EXPECT_FALSE(fit(good, {.decay = -1}));
  EXPECT_FALSE(fit(good, {.decay = kNaN}));
  const auto stopped = fit(good, {.progress = [](int, double) { return false; }});
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
}

// Few events, kinds without events, and events all in one heap: whatever comes out, it ends and holds no NaN.
TEST(Tempo, PoorDataEndInPeace) {
  const std::vector<Events> poor = {
      {{1}, {0}, {"a"}, 0, 2},
      {{1, 1.5}, {0, 1}, {"a", "b", "never"}, 0, 100},
      {{1, 1 + 1e-9, 1 + 2e-9, 1 + 3e-9}, {0, 0, 0, 0}, {"a"}, 0, 1e6},
      {{1, 2, 3, 4, 5, 6, 7, 8, 9}, {0, 0, 0, 0, 0, 0, 0, 0, 0}, {"regular"}, 0, 10},
  };
  for (const Events& events : poor) {
    for (const Method method : {Method::em, Method::lbfgs}) {
      const auto fitted = fit(events, {.method = method, .most_steps = 3000});
      ASSERT_TRUE(fitted) << fitted.error().to_string();
      EXPECT_TRUE(std::isfinite(fitted->likelihood.value()));
      EXPECT_TRUE(check_values(fitted->model));
      EXPECT_GE(fitted->likelihood.value(), fit_poisson(events).likelihood.value() - 1e-3);
    }
  }
}

}  // namespace
}  // namespace detente::play::tempo
