#include "detente/play/pce.hpp"

#include <algorithm>
#include <cmath>

#include "votes.hpp"

namespace detente::play::bargain {

namespace {

// An empty coalition still has this strength, so that no probability is 0/0.
constexpr double kLeastCoalition = 1e-8;
constexpr double kBinaryAdvantage = 1.10;

double power_of(VictoryModel model) {
  switch (model) {
    case VictoryModel::linear:
    case VictoryModel::binary:
      return 1;
    case VictoryModel::square:
      return 2;
    case VictoryModel::quartic:
      return 4;
    case VictoryModel::octic:
      return 8;
  }
  return 1;
}

// Products of many small probabilities can leave the range of a double; their logarithms do not.
void conditional_by_logarithms(std::span<const double> coalition, std::size_t options, VictoryModel model,
                               std::span<double> probability) {
  const double power = power_of(model);
  double most = -HUGE_VAL;
  for (std::size_t i = 0; i < options; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < options; ++j) {
      if (i != j) {
        const double odds = power * (std::log(coalition[j * options + i]) - std::log(coalition[i * options + j]));
        sum -= odds > 0 ? odds + std::log1p(std::exp(-odds)) : std::log1p(std::exp(odds));
      }
    }
    probability[i] = sum;
    most = std::max(most, sum);
  }
  double total = 0;
  for (double& p : probability) {
    p = std::exp(p - most);
    total += p;
  }
  for (double& p : probability) {
    p /= total;
  }
}

void conditional(std::span<const double> coalition, std::size_t options, VictoryModel model,
                 std::span<const double> victory, std::span<double> probability) {
  double total = 0;
  for (std::size_t i = 0; i < options; ++i) {
    double product = 1;
    for (std::size_t j = 0; j < options; ++j) {
      product *= victory[i * options + j];
    }
    probability[i] = product;
    total += product;
  }
  constexpr double kSmallest = 1e-290;
  if (total < kSmallest) {
    conditional_by_logarithms(coalition, options, model, probability);
    return;
  }
  for (double& p : probability) {
    p /= total;
  }
}

// One step of a Markov process on options; the mean of before and after is what is carried on, which converges where
// the plain step might swing.
template <typename Step>
void fixed_point(std::size_t options, std::span<double> probability, Step step) {
  constexpr double kStill = 1e-13;
  constexpr int kMostSteps = 100000;
  std::vector<double> next(options);
  std::fill(probability.begin(), probability.end(), 1 / static_cast<double>(options));
  for (int k = 0; k < kMostSteps; ++k) {
    step(probability, next);
    double change = 0;
    for (std::size_t i = 0; i < options; ++i) {
      change = std::max(change, std::fabs(next[i] - probability[i]));
      probability[i] = (probability[i] + next[i]) / 2;
    }
    if (change < kStill) {
      break;
    }
  }
  double total = 0;
  for (const double p : probability) {
    total += p;
  }
  for (double& p : probability) {
    p /= total;
  }
}

void markov_uniform(std::size_t options, std::span<const double> victory, std::span<double> probability) {
  fixed_point(options, probability, [&](std::span<const double> now, std::vector<double>& next) {
    for (std::size_t i = 0; i < options; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < options; ++j) {
        sum += victory[i * options + j] * (now[i] + now[j]);
      }
      next[i] = sum / static_cast<double>(options);
    }
  });
}

void markov_incentive(std::span<const double> coalition, std::size_t options, std::span<const double> victory,
                      std::span<double> probability) {
  // challenge[i * options + j]: the favourite i is challenged by j, in proportion to j's strength times its chance.
  constexpr double kLeastIncentive = 1e-10;
  std::vector<double> challenge(options * options);
  for (std::size_t i = 0; i < options; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < options; ++j) {
      const double incentive = coalition[j * options + i] * victory[j * options + i] + (i == j ? kLeastIncentive : 0.0);
      challenge[i * options + j] = incentive;
      sum += incentive;
    }
    for (std::size_t j = 0; j < options; ++j) {
      challenge[i * options + j] /= sum;
    }
  }
  fixed_point(options, probability, [&](std::span<const double> now, std::vector<double>& next) {
    for (std::size_t i = 0; i < options; ++i) {
      double sum = 0;
      for (std::size_t j = 0; j < options; ++j) {
        sum += victory[i * options + j] * (now[i] * challenge[i * options + j] + now[j] * challenge[j * options + i]);
      }
      next[i] = sum;
    }
  });
}

}  // namespace

double vote(VotingRule rule, double weight, double difference) {
  return with_rule(rule, [&]<VotingRule r>() { return vote_by<r>(weight, difference); });
}

void coalitions(std::span<const double> weights, std::span<const double> utilities, std::size_t options,
                VotingRule rule, std::span<double> out) {
  std::fill(out.begin(), out.end(), kLeastCoalition);
  with_rule(rule, [&]<VotingRule r>() {
    for (std::size_t k = 0; k < weights.size(); ++k) {
      const double* u = utilities.data() + k * options;
      for (std::size_t i = 0; i < options; ++i) {
        double* row = out.data() + i * options;
        for (std::size_t j = 0; j < options; ++j) {
          row[j] += std::max(vote_by<r>(weights[k], u[i] - u[j]), 0.0);
        }
      }
    }
  });
}

double victory_probability(VictoryModel model, double first, double second) {
  if (model == VictoryModel::binary) {
    const double share = first / (first + second);
    return std::clamp((share * (kBinaryAdvantage + 1) - 1) / (kBinaryAdvantage - 1), 1e-6 / (1 + 1e-6), 1 / (1 + 1e-6));
  }
  // The smaller over the larger, so that no power overflows.
  const double larger = std::max(first, second);
  double a = first / larger;
  double b = second / larger;
  if (model == VictoryModel::linear) {
    return first / (first + second);
  }
  for (double power = power_of(model); power > 1; power /= 2) {
    a *= a;
    b *= b;
  }
  return a / (a + b);
}

void election(std::span<const double> coalition, std::size_t options, const PceOptions& how, std::span<double> victory,
              std::span<double> probability) {
  for (std::size_t i = 0; i < options; ++i) {
    victory[i * options + i] = 0.5;
    for (std::size_t j = 0; j < i; ++j) {
      const double a = coalition[i * options + j];
      const double b = coalition[j * options + i];
      victory[i * options + j] = victory_probability(how.victory, a, b);
      victory[j * options + i] = victory_probability(how.victory, b, a);
    }
  }
  switch (how.pce) {
    case PceModel::conditional:
      conditional(coalition, options, how.victory, victory, probability);
      break;
    case PceModel::markov_uniform:
      markov_uniform(options, victory, probability);
      break;
    case PceModel::markov_incentive:
      markov_incentive(coalition, options, victory, probability);
      break;
  }
}

Pce pce(std::span<const double> weights, std::span<const double> utilities, std::size_t options,
        const PceOptions& how) {
  Pce out;
  out.coalition.assign(options * options, 0);
  out.victory.assign(options * options, 0);
  out.probability.assign(options, 0);
  coalitions(weights, utilities, options, how.vote, out.coalition);
  election(out.coalition, options, how, out.victory, out.probability);
  return out;
}

}  // namespace detente::play::bargain
