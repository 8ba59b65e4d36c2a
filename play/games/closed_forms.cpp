#include "detente/play/closed_forms.hpp"

#include <algorithm>

namespace detente::play {

namespace {

// Values that differ by rounding alone are a tie, and a tie goes to peace.
constexpr double kTie = 1e-12;

}  // namespace

BargainingRange bargaining_range(double victory, double cost_a, double cost_b) {
  return {std::max(0.0, victory - cost_a), std::min(1.0, victory + cost_b)};
}

Demand best_demand(const FearonTwoTypes& crisis) {
  const double war = crisis.victory - crisis.own_cost;
  const double cautious = std::min(1.0, crisis.victory + crisis.low_cost);
  const double bold = std::min(1.0, crisis.victory + crisis.high_cost);
  const double bold_value = crisis.high_chance * bold + (1.0 - crisis.high_chance) * war;
  if (bold_value > cautious + kTie) {
    return {bold, 1.0 - crisis.high_chance, bold_value};
  }
  return {cautious, 0.0, cautious};
}

Demand best_demand(const FearonUniform& crisis) {
  const double beyond = std::max(0.0, (crisis.most_cost - crisis.own_cost) / 2.0);
  const double share = std::min(1.0, crisis.victory + beyond);
  const double war = crisis.most_cost > 0.0 ? (share - crisis.victory) / crisis.most_cost : 0.0;
  return {share, war, (1.0 - war) * share + war * (crisis.victory - crisis.own_cost)};
}

CommitmentTest commitment_test(const PowerShift& shift) {
  CommitmentTest test;
  test.war_now = (1.0 + shift.discount) * shift.victory_now - shift.war_cost;
  test.best_peace = 1.0 + shift.discount * std::max(0.0, shift.victory_later - shift.war_cost);
  test.preventive_war = test.war_now > test.best_peace + kTie;
  return test;
}

double rubinstein_share(double d_first, double d_other) { return (1.0 - d_other) / (1.0 - d_first * d_other); }

double nash_share(double rate_first, double rate_other) {
  const double sum = rate_first + rate_other;
  return sum == 0.0 ? 0.5 : rate_other / sum;
}

}  // namespace detente::play
