#include "detente/play/scoring.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <numeric>

namespace detente::play::scoring {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

std::vector<double> sorted(std::span<const double> values) {
  std::vector<double> out(values.begin(), values.end());
  std::sort(out.begin(), out.end());
  return out;
}

// Sum over counts of (F(k) - [k >= observed])^2, from the logarithm of the first probability and the ratio of each to
// the one before. Between whole numbers F stands still, so that a broken outcome splits one step.
template <typename Ratio>
double crps_counts(double log_first, double mean, double deviation, double observed, Ratio ratio) {
  constexpr double kMostCounts = 1e7;
  constexpr double kFarAway = 40;
  if (!(mean > 0) || !(mean + kFarAway * (deviation + 1) < kMostCounts)) {
    return kNaN;
  }
  double sum = std::max(0.0, -observed);  // below the first count nothing has happened yet
  double log_mass = log_first;
  double below = 0;
  const double last = std::max(mean + kFarAway * (deviation + 1), observed + 1);
  // Beyond the reach of the forecast every count up to the outcome costs 1, and needs no sum.
  const double stop = std::min(last, mean + kFarAway * (deviation + 1));
  double k = 0;
  for (; k < stop; ++k) {
    below += std::exp(log_mass);
    const double before = std::clamp(observed - k, 0.0, 1.0);  // the part of this step that lies below the outcome
    const double f = std::min(below, 1.0);
    sum += before * f * f + (1 - before) * (1 - f) * (1 - f);
    log_mass += std::log(ratio(k));
  }
  return sum + std::max(0.0, observed - k);
}

}  // namespace

double crps(std::span<const double> members, double observed) {
  if (members.empty()) {
    return kNaN;
  }
  const std::vector<double> x = sorted(members);
  const auto n = static_cast<double>(x.size());
  double distance = 0;
  double spread = 0;  // the sum over all unordered pairs
  for (std::size_t i = 0; i < x.size(); ++i) {
    distance += std::fabs(x[i] - observed);
    spread += (2 * static_cast<double>(i) + 1 - n) * x[i];
  }
  return distance / n - spread / (n * n);
}

double crps_normal(double mean, double deviation, double observed) {
  if (!(deviation > 0)) {
    return kNaN;
  }
  const double z = (observed - mean) / deviation;
  const double density = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  const double twice_less_one = std::erf(z / std::numbers::sqrt2);  // 2 F(z) - 1
  return deviation * (z * twice_less_one + 2 * density - std::numbers::inv_sqrtpi);
}

double crps_poisson(double mean, double observed) {
  return crps_counts(-mean, mean, std::sqrt(mean), observed, [&](double k) { return mean / (k + 1); });
}

double crps_negative_binomial(double mean, double dispersion, double observed) {
  if (!(dispersion > 0)) {
    return kNaN;
  }
  const double failing = mean / (mean + dispersion);
  // The tail is geometric in the end, with a rate that the deviation alone does not tell when dispersion is small.
  const double deviation = std::sqrt(mean + mean * mean / dispersion) * std::max(1.0, 1 / std::sqrt(dispersion));
  return crps_counts(-dispersion * std::log1p(mean / dispersion), mean, deviation, observed,
                     [&](double k) { return failing * (k + dispersion) / (k + 1); });
}

double ignorance(std::span<const double> members, double observed, std::span<const double> edges) {
  if (members.empty()) {
    return kNaN;
  }
  const auto bin_of = [&](double value) { return std::lower_bound(edges.begin(), edges.end(), value) - edges.begin(); };
  const auto bin = bin_of(observed);
  const auto hits = std::count_if(members.begin(), members.end(), [&](double member) { return bin_of(member) == bin; });
  const auto bins = static_cast<double>(edges.size() + 1);
  return -std::log2((static_cast<double>(hits) + 1) / (static_cast<double>(members.size()) + bins));
}

double quantile(std::span<const double> sorted, double p) {
  if (sorted.empty()) {
    return kNaN;
  }
  const double at = static_cast<double>(sorted.size() - 1) * std::clamp(p, 0.0, 1.0);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

double interval_score(double low, double high, double observed, double level) {
  const double miss = std::max(0.0, low - observed) + std::max(0.0, observed - high);
  return (high - low) + 2 / (1 - level) * miss;
}

double interval_score(std::span<const double> members, double observed, double level) {
  const std::vector<double> x = sorted(members);
  const double tail = (1 - level) / 2;
  return interval_score(quantile(x, tail), quantile(x, 1 - tail), observed, level);
}

Brier brier(std::span<const double> probabilities, std::span<const double> outcomes, std::size_t bins) {
  Brier out;
  const std::size_t n = probabilities.size();
  if (n == 0) {
    out.score = out.reliability = out.resolution = out.uncertainty = out.within = out.skill = kNaN;
    return out;
  }
  const auto all = static_cast<double>(n);
  std::vector<std::size_t> order(n);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(),
                   [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
  const auto group_of = [&](std::size_t k) {
    const auto parts = static_cast<double>(bins);
    return bins == 0 ? probabilities[k] : std::min(std::floor(probabilities[k] * parts), parts - 1);
  };
  double base = 0;
  for (std::size_t k = 0; k < n; ++k) {
    const double miss = probabilities[k] - outcomes[k];
    out.score += miss * miss / all;
    base += outcomes[k] / all;
  }
  for (std::size_t from = 0; from < n;) {
    std::size_t to = from;
    Brier::Group group;
    for (; to < n && group_of(order[to]) == group_of(order[from]); ++to) {
      group.forecast += probabilities[order[to]];
      group.share += outcomes[order[to]];
    }
    group.count = to - from;
    const auto count = static_cast<double>(group.count);
    group.forecast /= count;
    group.share /= count;
    for (std::size_t k = from; k < to; ++k) {
      const double apart = probabilities[order[k]] - group.forecast;
      out.within += (apart * apart - 2 * apart * (outcomes[order[k]] - group.share)) / all;
    }
    out.reliability += count * (group.forecast - group.share) * (group.forecast - group.share) / all;
    out.resolution += count * (group.share - base) * (group.share - base) / all;
    out.groups.push_back(group);
    from = to;
  }
  out.within = bins == 0 ? 0 : out.within;
  out.uncertainty = base * (1 - base);
  out.skill = out.uncertainty > 0 ? 1 - out.score / out.uncertainty : kNaN;
  return out;
}

double log_score(std::span<const double> probabilities, std::span<const double> outcomes) {
  if (probabilities.empty()) {
    return kNaN;
  }
  double sum = 0;
  for (std::size_t k = 0; k < probabilities.size(); ++k) {
    sum -= std::log(outcomes[k] > 0 ? probabilities[k] : 1 - probabilities[k]);
  }
  return sum / static_cast<double>(probabilities.size());
}

double area_under_curve(std::span<const double> probabilities, std::span<const double> outcomes) {
  std::vector<std::size_t> order(probabilities.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return probabilities[a] < probabilities[b]; });
  double came_true = 0;
  double not_yet = 0;  // cases below that did not come true
  double wins = 0;
  for (std::size_t from = 0; from < order.size();) {
    std::size_t to = from;
    double here_true = 0;
    for (; to < order.size() && probabilities[order[to]] == probabilities[order[from]]; ++to) {
      here_true += outcomes[order[to]];
    }
    const double here_false = static_cast<double>(to - from) - here_true;
    wins += here_true * (not_yet + here_false / 2);
    came_true += here_true;
    not_yet += here_false;
    from = to;
  }
  return came_true > 0 && not_yet > 0 ? wins / (came_true * not_yet) : kNaN;
}

}  // namespace detente::play::scoring
