// Positions on issues: the daily drift against its formula, and the spatial model's turns against the model itself.
#include <gtest/gtest.h>

#include "detente/play/bargain.hpp"
#include "support.hpp"

namespace detente::play {
namespace {

Crisis talks(const std::string& bargaining) {
  const std::string text = "[crisis]\nname = \"talks\"\nstart = \"2024-05-01\"\ndays = 28\nbargaining = \"" +
                           bargaining +
                           R"("
[[issue]]
name = "border"
drift = { value = 0.1, assumed = "x" }
[[party]]
name = "A"
capability = { value = 3, assumed = "x" }
[[party]]
name = "B"
capability = { value = 1, assumed = "x" }
[[party]]
name = "C"
capability = { value = 2, assumed = "x" }
[[stance]]
party = "A"
issue = "border"
assumed = "x"
position = 90
salience = 1
[[stance]]
party = "B"
issue = "border"
assumed = "x"
position = 10
salience = 2
[[stance]]
party = "C"
issue = "border"
assumed = "x"
position = 40
salience = 0.5
)";
  auto crisis = read_crisis(text, "talks.toml");
  EXPECT_TRUE(crisis) << crisis.error().to_string();
  return crisis ? *crisis : Crisis{};
}

std::vector<double> positions(const Model& model, int days) {
  Future future(model);
  future.begin({});
  while (future.day() < days) {
    future.next_day();
  }
  std::vector<double> values(model.outcomes().size());
  future.outcomes(values);
  return {values[outcome(model, "position: A / border")], values[outcome(model, "position: B / border")],
          values[outcome(model, "position: C / border")]};
}

TEST(Bargaining, DriftsToTheWeightedMeanOfTheOthers) {
  const Model model(talks("drift"));
  const auto x = positions(model, 1);
  // Weights are strength times salience: 3, 2 and 1.
  EXPECT_NEAR(x[0], 90 + 0.1 * ((2 * 10 + 1 * 40) / 3.0 - 90), 1e-12);
  EXPECT_NEAR(x[1], 10 + 0.1 * ((3 * 90 + 1 * 40) / 4.0 - 10), 1e-12);
  EXPECT_NEAR(x[2], 40 + 0.1 * ((3 * 90 + 2 * 10) / 5.0 - 40), 1e-12);
}

TEST(Bargaining, TakesTurnsOfTheSpatialModel) {
  const Model model(talks("spatial"));
  bargain::Standing standing;
  standing.actors = 3;
  standing.dimensions = 1;
  standing.capability = {3, 1, 2};
  standing.position = {0.9, 0.1, 0.4};
  standing.salience = {0.5, 1, 0.25};
  bargain::Smp smp({});
  bargain::Turn turn;
  EXPECT_EQ(positions(model, 6), (std::vector<double>{90, 10, 40}));
  for (int n = 1; n <= 4; ++n) {
    smp.turn(standing, {}, turn);
    standing.position = turn.position;
    const auto x = positions(model, 7 * n);
    for (std::size_t i = 0; i < 3; ++i) {
      EXPECT_NEAR(x[i], 100 * turn.position[i], 1e-9) << "turn " << n;
    }
  }
  EXPECT_GT(std::abs(standing.position[1] - 0.1), 0.01) << "nobody moved, so that nothing was compared";
}

}  // namespace
}  // namespace detente::play
