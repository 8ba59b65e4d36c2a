// Numbers of others: tick (its tests of ModelHawkesExpKernLogLik and of SimuHawkes) and hawkeslib (its tests and
// fixture).
#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>

#include "detente/play/tempo.hpp"

namespace detente::play::tempo {
namespace {

namespace fs = std::filesystem;

fs::path cases_folder() {
  const char* shared = std::getenv("DETENTE_SHARED");
  return (shared != nullptr ? fs::path(shared) : fs::path(DETENTE_SOURCE_DIR) / "../shared") / "cases/play/hawkes";
}

Events merged(const std::vector<std::vector<double>>& times, double end) {
  std::vector<std::pair<double, std::uint32_t>> all;
  Events events;
  for (std::size_t i = 0; i < times.size(); ++i) {
    events.kinds.push_back(std::to_string(i));
    for (const double t : times[i]) {
      all.emplace_back(t, static_cast<std::uint32_t>(i));
    }
  }
  std::sort(all.begin(), all.end());
  for (const auto& [t, kind] : all) {
    events.time.push_back(t);
    events.kind.push_back(kind);
  }
  events.end = end;
  return events;
}

Model with_decay(std::vector<double> base, std::vector<double> excite, double decay) {
  Model model;
  for (std::size_t i = 0; i < base.size(); ++i) {
    model.kinds.push_back(std::to_string(i));
  }
  model.decay.assign(excite.size(), decay);
  model.base = std::move(base);
  model.excite = std::move(excite);
  return model;
}

TEST(TempoPublished, TickOfTwoKinds) {
  const Events events = merged({{0.31, 0.93, 1.29, 2.32, 4.25}, {0.12, 1.19, 2.12, 2.41, 3.35, 4.21}}, 5.65);
  const Likelihood a = log_likelihood(with_decay({1, 3}, {0, 1, 1, 3}, 2), events);
  EXPECT_NEAR(a.value(), -37.35675233861918, 1e-12);
  EXPECT_NEAR(a.log_intensity, 13.90597626574462, 1e-12);
  EXPECT_NEAR(a.compensator, 51.2627286043638, 1e-12);
  const Likelihood b = log_likelihood(with_decay({0.5, 0.7}, {0.3, 0.2, 0.1, 0.4}, 2), events);
  EXPECT_NEAR(b.value(), -13.083524507637112, 1e-12);
}

TEST(TempoPublished, HawkeslibSimple) {
  const Likelihood l = log_likelihood(with_decay({5}, {0.2}, 10), merged({{3, 4, 6, 8.2, 9, 12}}, 15));
  EXPECT_NEAR(l.value(), -66.54322018860304, 1e-12);
}

TEST(TempoPublished, NoEventsButATimeToWaitForThem) {
  EXPECT_NEAR(log_likelihood(with_decay({2, 3, 5}, std::vector<double>(9, 0.1), 1), merged({{}, {}, {}}, 1)).value(),
              -10, 1e-12);
}

// tick's test_simu_hawkes_exp: the spectral radius that it publishes for these kernels, and the mean rates.
TEST(TempoPublished, TickSpectralRadiusAndMeanRates) {
  const Model model = with_decay({0.22780863443882649, 0.5069081581687563, 0.7458919000889375},
                                 {0.0, 0.3932146646274758, 0.07352834162150879, 0.4433630283079454, 0.1422465289194152,
                                  0.2645880772877748, 0.3296357134687666, 0.3255186535711434, 0.0},
                                 1);
  EXPECT_NEAR(spectral_radius(model), 0.6645446549735008, 1e-13);
  const std::vector<double> rates = stationary_rates(model);
  EXPECT_NEAR(rates[0], 0.9629289709301835, 1e-13);
  EXPECT_NEAR(rates[1], 1.5748240578561394, 1e-13);
  EXPECT_NEAR(rates[2], 1.5759422853660288, 1e-13);
}

// hawkeslib's test of simulated counts: A[parent, child], 10 000 units of time, theta 1, 10 per cent.
TEST(TempoPublished, HawkeslibCountsOfSimulations) {
  const Model model = with_decay({0.5, 0.3, 0.2}, {0.2, 0, 0.5, 0.3, 0.2, 0, 0, 0, 0.2}, 1);
  const std::vector<double> expected = {7812.5, 6679.6875, 2500};
  const auto events = simulate(model, {.seed = 5, .end = 10000});
  ASSERT_TRUE(events) << events.error().to_string();
  for (std::uint32_t i = 0; i < 3; ++i) {
    const auto n = static_cast<double>(std::count(events->kind.begin(), events->kind.end(), i));
    EXPECT_NEAR(n / expected[i], 1, 0.05) << i;
    EXPECT_NEAR(stationary_rates(model)[i] * 10000, expected[i], 1e-6);
  }
}

TEST(TempoPublished, EveryCaseOfTheFolder) {
  std::ifstream file(cases_folder() / "hawkes_cases.json");
  if (!file) {
    GTEST_SKIP() << "the cases are not at " << cases_folder();
  }
  int likelihoods = 0;
  for (const auto& c : nlohmann::json::parse(file)) {
    SCOPED_TRACE(c["name"].get<std::string>());
    if (!c.contains("timestamps")) {
      continue;
    }
    std::vector<double> excite;
    for (const auto& row : c["adjacency"]) {
      for (const double a : row) {
        excite.push_back(a);
      }
    }
    const Events events = merged(c["timestamps"].get<std::vector<std::vector<double>>>(), c["T"]);
    const Model model = with_decay(c["baseline"].get<std::vector<double>>(), excite, c["decay"]);
    const Likelihood l = log_likelihood(model, events);
    const double expected = c["loglik"];
    EXPECT_NEAR(l.value() / expected, 1, 1e-12);
    EXPECT_NEAR(l.log_intensity / c["sum_log_intensity"].get<double>(), 1, 1e-12);
    EXPECT_NEAR(l.compensator / c["compensator"].get<double>(), 1, 1e-12);
    ++likelihoods;
  }
  EXPECT_EQ(likelihoods, 4);
}

// 10 000 events of hawkeslib's fixture: its log-likelihood, and the fit.
TEST(TempoPublished, HawkeslibFixture) {
  std::ifstream file(cases_folder() / "hawkeslib_tfx_fixture.csv");
  if (!file) {
    GTEST_SKIP() << "the cases are not at " << cases_folder();
  }
  std::vector<double> times;
  for (double t = 0; file >> t;) {
    times.push_back(t);
  }
  ASSERT_EQ(times.size(), 10000U);
  const Events events = merged({times}, 728298.2368740804);
  EXPECT_NEAR(log_likelihood(with_decay({5}, {0.3}, 10), events).value() / -3628302.7661192594, 1, 1e-9);
  for (const Method method : {Method::em, Method::lbfgs}) {
    const auto fitted = fit(events, {.method = method});
    ASSERT_TRUE(fitted) << fitted.error().to_string();
    EXPECT_TRUE(fitted->converged);
    EXPECT_NEAR(fitted->likelihood.value() / -44491.52996067441, 1, 1e-6);
    EXPECT_GE(fitted->likelihood.value(), -44491.52996067441 - 1e-3);
    // hawkeslib's own optimum, to the tolerance of its test.
    EXPECT_NEAR(fitted->model.base[0] / 0.006, 1, 0.05);
    EXPECT_NEAR(fitted->model.excite[0] / 0.555, 1, 0.05);
    EXPECT_NEAR(fitted->decay() / 0.1612, 1, 0.05);
    EXPECT_NEAR(fitted->model.base[0] / 0.006089433358850719, 1, 1e-3);
    EXPECT_NEAR(fitted->model.excite[0] / 0.5565647990581725, 1, 1e-3);
    EXPECT_NEAR(fitted->decay() / 0.16488184012007523, 1, 1e-3);
  }
}

}  // namespace
}  // namespace detente::play::tempo
