#include <gtest/gtest.h>

#include <cmath>

#include "detente/play/crisis.hpp"
#include "detente/play/tempo.hpp"

namespace detente::play::tempo {
namespace {

Events sample(double end) {
  const Model model{{"North > South", "South > North"}, {0.4, 0.3}, {0.3, 0.2, 0.4, 0.2}, std::vector<double>(4, 1.0)};
  auto events = simulate(model, {.seed = 8, .end = end});
  EXPECT_TRUE(events);
  return *events;
}

TEST(HoldOut, TheRestIsScoredByTheFirstPartAlone) {
  const Events events = sample(800);
  const auto held = hold_out(events, 0.25, {});
  ASSERT_TRUE(held) << held.error().to_string();
  EXPECT_EQ(held->fitted + held->scored, events.size());
  EXPECT_EQ(held->scored, events.size() / 4);
  EXPECT_EQ(held->passed_over, 0U);
  EXPECT_GT(held->hawkes, held->poisson + 10);
  // By hand: a fit to the first part, scored in the second.
  Events before = events;
  before.time.resize(held->fitted);
  before.kind.resize(held->fitted);
  before.end = held->split;
  const auto fitted = fit(before, {});
  ASSERT_TRUE(fitted);
  EXPECT_DOUBLE_EQ(log_likelihood(fitted->model, events, {held->split, events.end}).value(), held->hawkes);
  double poisson = 0;
  for (std::uint32_t i = 0; i < 2; ++i) {
    const auto n = static_cast<double>(std::count(before.kind.begin(), before.kind.end(), i));
    const auto m = static_cast<double>(std::count(events.kind.begin(), events.kind.end(), i)) - n;
    const double rate = n / (before.end - before.begin);
    poisson += m * std::log(rate) - rate * (events.end - held->split);
  }
  EXPECT_NEAR(held->poisson, poisson, 1e-8);
}

TEST(HoldOut, KindsNeverSeenBeforeAreLeftOut) {
  Events events = sample(300);
  events.kinds.emplace_back("new");
  events.kind.back() = 2;
  const auto held = hold_out(events, 0.1, {});
  ASSERT_TRUE(held);
  EXPECT_EQ(held->passed_over, 1U);
  EXPECT_TRUE(std::isfinite(held->hawkes));
  EXPECT_TRUE(std::isfinite(held->poisson));
}

TEST(HoldOut, SharesThatLeaveNothingAreRefused) {
  const Events events = sample(100);
  for (const double share : {0.0, 1.0, -0.1, 1e-9, std::nan("")}) {
    EXPECT_FALSE(hold_out(events, share, {})) << share;
  }
}

TEST(CrisisSections, AreReadByTheCrisisFile) {
  const auto fitted = fit(sample(600), {});
  ASSERT_TRUE(fitted);
  const auto sections = crisis_sections(*fitted, "fitted to \"nothing\" in particular");
  ASSERT_TRUE(sections) << sections.error().to_string();
  std::string file = "[crisis]\nname = \"border\"\nstart = \"2024-01-01\"\n\n";
  for (const char* party : {"North", "South"}) {
    file += std::string("[[party]]\nname = \"") + party + "\"\nassumed = \"a test\"\n\n";
  }
  const auto crisis = read_crisis(file + *sections, "border.toml");
  ASSERT_TRUE(crisis) << crisis.error().to_string();
  ASSERT_EQ(crisis->acts.size(), 2U);
  const Number& rate = crisis->numbers[crisis->acts[0].first + ActNumber::rate];
  EXPECT_EQ(rate.distribution, Distribution::normal);
  EXPECT_NEAR(rate.a, fitted->model.base[0], 1e-5);
  EXPECT_NEAR(rate.b, fitted->base_error[0], 1e-5);
  EXPECT_GE(crisis->excitements.size(), 2U);
}

TEST(CrisisSections, NeedDyadsAndAnEnd) {
  auto fitted = fit(sample(300), {});
  ASSERT_TRUE(fitted);
  Fit wrong = *fitted;
  wrong.model.kinds[0] = "raids";
  EXPECT_NE(crisis_sections(wrong, "").error().message.find("'raids'"), std::string::npos);
  wrong = *fitted;
  wrong.model.excite = {1.2, 0, 0, 0.1};
  EXPECT_NE(crisis_sections(wrong, "").error().message.find("1.2"), std::string::npos);
}

}  // namespace
}  // namespace detente::play::tempo
