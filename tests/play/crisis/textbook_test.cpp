// examples/textbook-crisis.toml against its closed forms (docs/play.md, "The textbook crisis").
#include <gtest/gtest.h>

#include <array>

#include "support.hpp"

namespace detente::play {
namespace {

constexpr int kDays = 120;
constexpr double kLambda = 2;
constexpr double kAllowed = 4;  // standard errors

double logit(double x) { return 1 / (1 + std::exp(-kLambda * x)); }

// What the file says, once with the patron's arms and once without.
struct Paper {
  std::array<double, 3> chance{};  // of the postures
  double acts = 0;                 // a day of war
  double tabled = 0;               // a day off the table
  double agreed = 0;               // a day on the table

  explicit Paper(double arms) {
    constexpr std::array<double, 3> kEffort{0, 0.5, 1};
    std::array<double, 3> worth{};
    std::array<double, 3> contest{};
    double sum = 0;
    for (std::size_t s = 0; s < 3; ++s) {
      const double force = 2 * (1 + arms) * kEffort[s];
      contest[s] = 2 * force / (force + 3);
      worth[s] = contest[s] - kEffort[s];
      sum += std::exp(kLambda * worth[s]);
    }
    double both = 0;
    for (std::size_t s = 0; s < 3; ++s) {
      chance[s] = std::exp(kLambda * worth[s]) / sum;
      acts += chance[s] * 3 * static_cast<double>(s);
      // The river is half the axis from either claim: Aland loses 2 / 2 by it, Borland 1 / 2. Neither doubts that it
      // would hold, so that the discounted share of the time is 1.
      both += chance[s] * logit(-1 - worth[s]) * logit(-0.5 + contest[s]);
    }
    tabled = 1 - std::exp(-0.1 * 0.5);  // the side that trusts the mediator less counts
    agreed = 0.4 * both;
    refused = 0.4 * (1 - both);
  }
  double refused = 0;

  // Probability that no truce is in force after each day: the chain off -> tabled -> off or agreed.
  std::vector<double> war() const {
    double off = 1;
    double on_table = 0;
    std::vector<double> out{1};
    for (int day = 1; day <= kDays; ++day) {
      const double next_off = off * (1 - tabled) + on_table * refused;
      on_table = off * tabled + on_table * (1 - agreed - refused);
      off = next_off;
      out.push_back(off + on_table);
    }
    return out;
  }
};

class Textbook : public testing::TestWithParam<int> {};

TEST_P(Textbook, TruceActsAndDeadAreAsOnPaper) {
  const std::size_t policy = static_cast<std::size_t>(GetParam());
  const Model model(example("textbook-crisis.toml"));
  const auto means = play_means(model, policy, 20000);
  const Paper paper(policy == 0 ? 1 : 0);
  const auto war = paper.war();
  double days = 0;
  for (int day = 0; day < kDays; ++day) {
    days += war[static_cast<std::size_t>(day)];
  }
  const auto close = [&](const char* name, double expected) {
    const Mean mean = means[outcome(model, name)];
    EXPECT_NEAR(mean.value, expected, kAllowed * mean.error) << name;
    EXPECT_LT(mean.error, 0.05 * expected) << name << ": too few futures to tell";
  };
  close("truce", 1 - war[kDays]);
  close("truce day", days + war[kDays]);  // sum of P(no truce by day d) over d = 0 to 120
  close("acts", days * paper.acts);
  close("killed", days * paper.acts * 0.75 * 4);
  close("posture: river", days / kDays * (paper.chance[1] + 2 * paper.chance[2]));
}

INSTANTIATE_TEST_SUITE_P(Policies, Textbook, testing::Values(0, 1));

TEST(TextbookWar, ActsThatExciteActsAreAsOnPaper) {
  Crisis crisis = example("textbook-crisis.toml");
  ASSERT_TRUE(set_number(crisis, "proposal.armistice.revive", 0));
  ASSERT_TRUE(set_number(crisis, "excitement.river / raids > river / raids.gain", 0.6));
  const Model model(std::move(crisis));
  const auto means = play_means(model, 0, 4000);
  const double base = Paper(1).acts;
  const double q = std::exp(-0.5);
  const double rho = q + 0.6 * (1 - q);
  double acts = 0;
  for (int day = 1; day <= kDays; ++day) {
    acts += base * (1 + 0.6 * (1 - std::pow(rho, day - 1)) / (1 - 0.6));
  }
  const Mean mean = means[outcome(model, "acts")];
  EXPECT_NEAR(mean.value, acts, kAllowed * mean.error);
  EXPECT_LT(mean.error, 0.01 * acts);
}

}  // namespace
}  // namespace detente::play
