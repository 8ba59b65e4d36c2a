// The probabilistic Condorcet election: which of several options wins when everybody throws weight behind what they
// like better, pair by pair.
//
//   const std::vector<double> weights{40, 60, 25};                 // actors
//   const std::vector<double> utilities{1.0, 0.2,  0.4, 0.9,  0.7, 0.7};  // actor by option
//   bargain::Pce p = bargain::pce(weights, utilities, 2, {});
//   p.probability[0];                                              // that option 0 wins
//
// Source: Wise, Lester and Efird, "An Introduction to the KAPSARC Toolkit for Behavioral Analysis (KTAB) using one-
// dimensional spatial models" (KAPSARC 2015), and the papers on Markov voting of the same project. Nothing here fails:
// weights and utilities are finite by the caller's word, weights not negative.
#pragma once

#include <cstddef>
#include <span>
#include <string_view>
#include <vector>

namespace detente::play::bargain {

// How a weight w answers to a difference d of utility.
enum class VotingRule {
  binary,        // w sgn(d), linear for |d| below 1e-8
  prop_bin,      // w (0.8 d + 0.2 sgn(d))
  proportional,  // w d
  prop_cubic,    // w (d + d^3) / 2
  cubic,         // w d^3
};

// How coalitions of strength a and b turn into a probability that the first wins: a^n / (a^n + b^n).
enum class VictoryModel {
  linear,   // n = 1
  square,   // 2
  quartic,  // 4
  octic,    // 8
  binary,   // certain from 10 percent of advantage on, linear in a / (a + b) between
};

// How pairwise probabilities P(i beats j) turn into one for each option.
enum class PceModel {
  conditional,       // in proportion to the product over j of P(i beats j)
  markov_uniform,    // the fixed point of challenges that come with the same probability from every option
  markov_incentive,  // the same with challenges in proportion to the strength behind them
};

struct PceOptions {
  VotingRule vote = VotingRule::proportional;
  VictoryModel victory = VictoryModel::linear;
  PceModel pce = PceModel::conditional;
};

// The vote of a weight for the first of two options whose utilities differ by `difference`.
double vote(VotingRule rule, double weight, double difference);

// That the first of two coalitions wins. Both strengths positive.
double victory_probability(VictoryModel model, double first, double second);

struct Pce {
  std::vector<double> coalition;    // [i * options + j]: the strength behind i against j, 1e-8 at least
  std::vector<double> victory;      // [i * options + j]: P(i beats j), 0.5 on the diagonal
  std::vector<double> probability;  // of each option; sums to 1
};

// `utilities` is actor by option. Both spans may be empty: then there is nothing in the result.
Pce pce(std::span<const double> weights, std::span<const double> utilities, std::size_t options, const PceOptions& how);

// From coalitions on, for those who have them already: fills `victory` and `probability`, sized by the caller, without
// allocating for the conditional model. `coalition` is options by options.
void election(std::span<const double> coalition, std::size_t options, const PceOptions& how, std::span<double> victory,
              std::span<double> probability);

}  // namespace detente::play::bargain
