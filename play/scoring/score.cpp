#include <algorithm>
#include <cmath>
#include <limits>

#include "detente/play/forecasts.hpp"

namespace detente::play::scoring {

namespace {

// The quantile of the standard normal distribution by halving, for the two ends of an interval: plain, and as exact as
// the error function.
double normal_quantile(double p) {
  constexpr double kFar = 40;
  double low = -kFar;
  double high = kFar;
  for (int k = 0; k < 200 && high - low > 0; ++k) {
    const double middle = (low + high) / 2;
    if (middle == low || middle == high) {
      break;
    }
    (std::erfc(-middle / std::sqrt(2.0)) / 2 < p ? low : high) = middle;
  }
  return (low + high) / 2;
}

struct Interval {
  double low = 0;
  double high = 0;
};

Interval interval_of(const Forecast& forecast, const std::vector<double>& sorted, double level) {
  const double tail = (1 - level) / 2;
  if (!sorted.empty()) {
    return {quantile(sorted, tail), quantile(sorted, 1 - tail)};
  }
  const double reach = -normal_quantile(tail) * *forecast.deviation;
  return {*forecast.mean - reach, *forecast.mean + reach};
}

}  // namespace

Scores score(const Forecasts& forecasts, const ScoreOptions& options) {
  std::vector<double> probabilities;
  std::vector<double> outcomes;
  NumberScores numbers;
  numbers.interval.resize(options.levels.size());
  numbers.covered.resize(options.levels.size());
  for (std::size_t k = 0; k < forecasts.size(); ++k) {
    const Forecast& forecast = forecasts[k];
    const double observed = *forecast.observed;
    if (forecast.probability) {
      probabilities.push_back(*forecast.probability);
      outcomes.push_back(observed);
      continue;
    }
    std::vector<double> sorted = forecast.members;
    std::sort(sorted.begin(), sorted.end());
    numbers.rows.push_back(k);
    numbers.crps.push_back(sorted.empty() ? crps_normal(*forecast.mean, *forecast.deviation, observed)
                                          : crps(sorted, observed));
    numbers.ignorance.push_back(sorted.empty() ? std::numeric_limits<double>::quiet_NaN()
                                               : ignorance(sorted, observed, options.edges));
    for (std::size_t level = 0; level < options.levels.size(); ++level) {
      const Interval interval = interval_of(forecast, sorted, options.levels[level]);
      numbers.interval[level].push_back(interval_score(interval.low, interval.high, observed, options.levels[level]));
      numbers.covered[level] += interval.low <= observed && observed <= interval.high ? 1 : 0;
    }
  }
  Scores out;
  if (!probabilities.empty()) {
    EventScores events;
    events.count = probabilities.size();
    events.brier = brier(probabilities, outcomes, options.bins);
    events.log_score = log_score(probabilities, outcomes);
    events.area = area_under_curve(probabilities, outcomes);
    out.events = std::move(events);
  }
  if (!numbers.rows.empty()) {
    for (double& covered : numbers.covered) {
      covered /= static_cast<double>(numbers.rows.size());
    }
    out.numbers = std::move(numbers);
  }
  return out;
}

}  // namespace detente::play::scoring
