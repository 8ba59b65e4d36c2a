// Counts by inversion of one uniform number.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

constexpr double kLargeMean = 500;

// The quantile of a gamma distribution of mean m and variance d, by the cube root of Wilson and Hilferty (PNAS 17
// (1931) 684): X is near m (1 - 1 / (9 k) + z / (3 sqrt(k)))^3 with shape k = m^2 / d.
double gamma_quantile(double u, double mean, double variance) {
  const double shape = mean * mean / variance;
  const double root = 1 - 1 / (9 * shape) + luck::normal_quantile(u) / (3 * std::sqrt(shape));
  return root <= 0 ? 0 : mean * root * root * root;
}

}  // namespace

double logistic(double x) {
  if (x > 500) {
    return 1;
  }
  return x < -500 ? 0 : 1 / (1 + luck::exp(-x));
}

double poisson_count(double u, double mean) {
  if (!(mean > 0)) {
    return 0;
  }
  if (mean > kLargeMean) {
    return std::floor(gamma_quantile(u, mean, mean) + 0.5);
  }
  double p = luck::exp(-mean);
  double sum = p;
  double k = 0;
  while (u > sum && p > 0) {
    k += 1;
    p *= mean / k;
    sum += p;
    if (k > mean && p < 1e-17) {
      break;
    }
  }
  return k;
}

double binomial_count(double u, double trials, double p) {
  if (!(p > 0) || trials < 1) {
    return 0;
  }
  if (p >= 1) {
    return trials;
  }
  const double mean = trials * p;
  if (mean > kLargeMean || trials * luck::log(1 - p) < -600) {
    const double normal = mean + luck::normal_quantile(u) * std::sqrt(mean * (1 - p));
    return std::clamp(std::floor(normal + 0.5), 0.0, trials);
  }
  const double odds = p / (1 - p);
  double q = luck::exp(trials * luck::log(1 - p));
  double sum = q;
  double k = 0;
  while (u > sum && k < trials) {
    k += 1;
    q *= odds * (trials - k + 1) / k;
    sum += q;
    if (k > mean && q < 1e-17) {
      break;
    }
  }
  return k;
}

double negative_binomial_count(double u, double mean, double size) {
  if (!(mean > 0)) {
    return 0;
  }
  if (mean > kLargeMean) {
    return std::floor(gamma_quantile(u, mean, mean + mean * mean / size) + 0.5);
  }
  // p(k) = Gamma(k + size) / (k! Gamma(size)) (size / (size + mean))^size (mean / (size + mean))^k.
  const double step = mean / (size + mean);
  const double start = size * luck::log(size / (size + mean));
  if (start < -600) {
    return poisson_count(u, mean);  // size is so large that the two cannot be told apart
  }
  double p = luck::exp(start);
  double sum = p;
  double k = 0;
  while (u > sum) {
    k += 1;
    p *= step * (size + k - 1) / k;
    sum += p;
    if (k > mean && p < 1e-17) {
      break;
    }
  }
  return k;
}

}  // namespace detente::play
