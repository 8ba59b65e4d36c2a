// Models of war and bargaining whose answers are known on paper.
//
//   FearonTwoTypes crisis{.victory = 0.5, .own_cost = 0.05, .low_cost = 0.05, .high_cost = 0.3, .high_chance = 0.5};
//   const Demand demand = best_demand(crisis);       // 0.8 of the prize, at a risk of war of one half
//
// The prize is 1. Shares, costs and probabilities are in units of it; probabilities lie in [0, 1], costs are >= 0,
// discount factors lie in [0, 1). Numbers outside give numbers without meaning, and nothing worse; NaN gives NaN.
#pragma once

namespace detente::play {

// What two sides could both rather have than war: shares of A in [least, most] (Fearon, "Rationalist explanations for
// war", International Organization 49, 1995, p. 387). War gives A `victory` - cost_a and B 1 - victory - cost_b.
struct BargainingRange {
  double least = 0.0;  // victory - cost_a, not below 0
  double most = 1.0;   // victory + cost_b, not above 1
};
BargainingRange bargaining_range(double victory, double cost_a, double cost_b);

// A take-it-or-leave-it demand of A under private information of B about his cost of war.
struct Demand {
  double share = 0.0;  // what A asks for himself
  double war = 0.0;    // probability that B fights rather than yield it
  double value = 0.0;  // what A expects
};

// B's cost of war is low or high, and only he knows which. A asks for what the low type just yields, or risks war for
// what the high type yields; at a tie he is cautious (Fearon 1995, pp. 390-395 and appendix, with two types).
struct FearonTwoTypes {
  double victory = 0.5;      // probability that A wins a war
  double own_cost = 0.0;     // of A
  double low_cost = 0.0;     // of B, if he is resolved; not above high_cost
  double high_cost = 0.0;    // of B, if he is not
  double high_chance = 0.5;  // probability that B's cost is high
};
Demand best_demand(const FearonTwoTypes& crisis);

// B's cost is uniform on [0, most_cost]. The best demand is victory + (most_cost - own_cost) / 2, or victory where that
// is less, and not above 1 (Fearon 1995, appendix, with a uniform distribution).
struct FearonUniform {
  double victory = 0.5;
  double own_cost = 0.0;
  double most_cost = 0.0;
};
Demand best_demand(const FearonUniform& crisis);

// Power that shifts (Powell, "War as a commitment problem", International Organization 60, 2006, with two periods). The
// declining side D wins a war with victory_now today and victory_later tomorrow. War settles both periods and costs D
// war_cost once. The rising side cannot bind itself to give more tomorrow than D could then win, victory_later -
// war_cost; the most that it can give today is the whole prize. When that is less than what war brings now, D fights;
// at a tie it does not.
struct PowerShift {
  double victory_now = 0.5;
  double victory_later = 0.5;
  double discount = 0.9;
  double war_cost = 0.0;
};
struct CommitmentTest {
  double war_now = 0.0;     // (1 + discount) victory_now - war_cost
  double best_peace = 0.0;  // 1 + discount max(0, victory_later - war_cost)
  bool preventive_war = false;
};
CommitmentTest commitment_test(const PowerShift& shift);

// The share of who offers first when offers alternate: (1 - d_other) / (1 - d_first d_other) (Rubinstein, "Perfect
// equilibrium in a bargaining model", Econometrica 50, 1982). `d_*` are discount factors per round.
double rubinstein_share(double d_first, double d_other);

// The same when rounds become short: r_other / (r_first + r_other) with rates of impatience r = -ln d (Binmore,
// Rubinstein and Wolinsky, RAND Journal of Economics 17, 1986). Half and half if neither is impatient.
double nash_share(double rate_first, double rate_other);

}  // namespace detente::play
