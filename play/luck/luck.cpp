#include "detente/play/luck.hpp"

#include <Random123/philox.h>

#include <cmath>
#include <limits>

#include "detente/play/luck_functions.hpp"

namespace detente::play::luck {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

// One draw may ask for more than 128 bits. Its parts are numbered: four lanes for the steps of a compound distribution,
// each with 64 tries for a method of rejection. The methods here fail 64 times with a probability below 1e-30.
constexpr std::uint32_t kTries = 64;
constexpr std::uint32_t lane_part(std::uint32_t lane, std::uint32_t attempt) { return lane * kTries + attempt; }

double to_unit(std::uint32_t high, std::uint32_t low) {
  const std::uint64_t m = (static_cast<std::uint64_t>(high) << 20U) | (low >> 12U);
  return (static_cast<double>(m) + 0.5) * 0x1p-52;
}

struct Pair {
  double first;
  double second;
};

Pair pair_of(const Key& key, std::uint32_t part) {
  const auto b = bits(key, part);
  return {to_unit(b[0], b[1]), to_unit(b[2], b[3])};
}

double gamma_in_lane(const Key& key, std::uint32_t lane, double shape, double scale) {
  if (!(shape > 0) || !(scale > 0) || std::isinf(shape) || std::isinf(scale)) {
    return kNaN;
  }
  // A shape below 1 is drawn as one above it and brought down by a power of a uniform number.
  const double raised = shape < 1 ? shape + 1 : shape;
  const double d = raised - 1.0 / 3.0;
  const double c = 1 / std::sqrt(9 * d);
  double value = d;
  for (std::uint32_t attempt = 0; attempt + 1 < kTries; ++attempt) {
    const Pair u = pair_of(key, lane_part(lane, attempt));
    const double x = normal_quantile(u.first);
    const double cube = 1 + c * x;
    if (cube <= 0) {
      continue;
    }
    const double v = cube * cube * cube;
    if (log(u.second) < 0.5 * x * x + d - d * v + d * log(v)) {
      value = d * v;
      break;
    }
  }
  if (shape < 1) {
    value *= power(pair_of(key, lane_part(lane, kTries - 1)).first, 1 / shape);
  }
  return value * scale;
}

std::int64_t poisson_by_inversion(double u, double mean) {
  double p = exp(-mean);
  std::int64_t k = 0;
  // Beyond 200 the probability is below 1e-150 for means up to 10; the bound is for the rounding of the sum.
  while (u > p && k < 200) {
    u -= p;
    ++k;
    p *= mean / static_cast<double>(k);
  }
  return k;
}

std::int64_t poisson_by_rejection(const Key& key, std::uint32_t lane, double mean) {
  const double log_mean = log(mean);
  const double b = 0.931 + 2.53 * std::sqrt(mean);
  const double a = -0.059 + 0.02483 * b;
  const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4);
  const double v_r = 0.9277 - 3.6224 / (b - 2);
  for (std::uint32_t attempt = 0; attempt < kTries; ++attempt) {
    const Pair w = pair_of(key, lane_part(lane, attempt));
    const double u = w.first - 0.5;
    const double v = w.second;
    const double us = 0.5 - std::fabs(u);
    const double k = std::floor((2 * a / us + b) * u + mean + 0.43);
    if (us >= 0.07 && v <= v_r) {
      return static_cast<std::int64_t>(k);
    }
    if (k < 0 || (us < 0.013 && v > us)) {
      continue;
    }
    if (log(v * inverse_alpha / (a / (us * us) + b)) <= k * log_mean - mean - log_factorial(k)) {
      return static_cast<std::int64_t>(k);
    }
  }
  return static_cast<std::int64_t>(mean);
}

std::int64_t poisson_in_lane(const Key& key, std::uint32_t lane, double mean) {
  if (!(mean > 0)) {
    return 0;
  }
  if (mean < 10) {
    return poisson_by_inversion(pair_of(key, lane_part(lane, 0)).first, mean);
  }
  if (mean < 1e9) {
    return poisson_by_rejection(key, lane, mean);
  }
  mean = std::fmin(mean, 0x1p52);
  const double z = normal_quantile(pair_of(key, lane_part(lane, 0)).first);
  return static_cast<std::int64_t>(std::floor(mean + z * std::sqrt(mean) + (z * z - 1) / 6 + 0.5));
}

std::int64_t negative_binomial_in_lanes(const Key& key, const NegativeBinomial& p) {
  if (!(p.mean > 0) || !(p.dispersion > 0)) {
    return 0;
  }
  const bool mixed = !std::isinf(p.dispersion) && !std::isinf(p.mean);
  const double mean = mixed ? gamma_in_lane(key, 0, p.dispersion, p.mean / p.dispersion) : p.mean;
  return poisson_in_lane(key, 1, mean);
}

bool is_unit(double u) { return u > 0 && u < 1; }

double ratio(double x, const std::array<double, 8>& top, const std::array<double, 8>& bottom) {
  double t = top[7];
  double b = bottom[7];
  for (std::size_t i = 7; i-- > 0;) {
    t = t * x + top[i];
    b = b * x + bottom[i];
  }
  return t / b;
}

}  // namespace

std::array<std::uint32_t, 4> bits(const Key& key, std::uint32_t part) {
  const r123::Philox4x32::ctr_type counter = {{key.run, key.day ^ (part << 24U), key.entity, key.draw}};
  const r123::Philox4x32::key_type seed = {
      {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32U)}};
  const auto out = r123::Philox4x32{}(counter, seed);
  return {out[0], out[1], out[2], out[3]};
}

double uniform(const Key& key) { return pair_of(key, 0).first; }

std::array<double, 2> uniform_pair(const Key& key) {
  const Pair p = pair_of(key, 0);
  return {p.first, p.second};
}

double uniform(const Key& key, double low, double high) {
  return low <= high ? low + (high - low) * uniform(key) : kNaN;
}

std::uint32_t below(const Key& key, std::uint32_t below) {
  const auto b = bits(key);
  const std::uint64_t wide = (static_cast<std::uint64_t>(b[0]) << 32U) | b[1];
  // The high half of a product of 64 and 32 bits, in two steps.
  const std::uint64_t low = (wide & 0xffffffffULL) * below;
  return static_cast<std::uint32_t>(((wide >> 32U) * below + (low >> 32U)) >> 32U);
}

bool chance(const Key& key, double p) { return uniform(key) < p; }

double normal(const Key& key, double mean, double deviation) {
  return deviation >= 0 ? mean + deviation * normal_quantile(uniform(key)) : kNaN;
}

double lognormal(const Key& key, double log_mean, double log_deviation) {
  return lognormal_quantile(uniform(key), log_mean, log_deviation);
}

double exponential(const Key& key, double rate) { return exponential_quantile(uniform(key), rate); }

double triangular(const Key& key, double low, double mode, double high) {
  return triangular_quantile(uniform(key), low, mode, high);
}

double gamma(const Key& key, double shape, double scale) { return gamma_in_lane(key, 0, shape, scale); }

double beta(const Key& key, double a, double b) {
  const double x = gamma_in_lane(key, 0, a, 1);
  const double y = gamma_in_lane(key, 1, b, 1);
  if (x + y == 0) {
    // Shapes so small that both fell below the least double: the mass is at 0 and 1.
    return pair_of(key, lane_part(2, 0)).first < a / (a + b) ? 1.0 : 0.0;
  }
  return x / (x + y);
}

std::int64_t poisson(const Key& key, double mean) { return poisson_in_lane(key, 0, mean); }

std::int64_t negative_binomial(const Key& key, const NegativeBinomial& p) { return negative_binomial_in_lanes(key, p); }

std::int64_t zero_inflated_negative_binomial(const Key& key, const ZeroInflated& p) {
  if (!(pair_of(key, lane_part(2, 0)).first >= p.zero)) {
    return 0;
  }
  return negative_binomial_in_lanes(key, {p.mean, p.dispersion});
}

std::size_t categorical(const Key& key, std::span<const double> weights) {
  const auto usable = [](double w) { return w > 0 && !std::isinf(w); };
  double total = 0;
  for (const double w : weights) {
    total += usable(w) ? w : 0;
  }
  double left = uniform(key) * total;
  std::size_t last = weights.size();
  for (std::size_t i = 0; i < weights.size(); ++i) {
    if (!usable(weights[i])) {
      continue;
    }
    last = i;
    if (left < weights[i]) {
      return i;
    }
    left -= weights[i];
  }
  return last;
}

double normal_quantile(double u) {
  if (!is_unit(u)) {
    return kNaN;
  }
  static constexpr std::array kCentreTop = {
      3.3871328727963666080e0,  1.3314166789178437745e+2, 1.9715909503065514427e+3, 1.3731693765509461125e+4,
      4.5921953931549871457e+4, 6.7265770927008700853e+4, 3.3430575583588128105e+4, 2.5090809287301226727e+3};
  static constexpr std::array kCentreBottom = {1.0,
                                               4.2313330701600911252e+1,
                                               6.8718700749205790830e+2,
                                               5.3941960214247511077e+3,
                                               2.1213794301586595867e+4,
                                               3.9307895800092710610e+4,
                                               2.8729085735721942674e+4,
                                               5.2264952788528545610e+3};
  static constexpr std::array kMiddleTop = {
      1.42343711074968357734e0, 4.63033784615654529590e0,  5.76949722146069140550e0,  3.64784832476320460504e0,
      1.27045825245236838258e0, 2.41780725177450611770e-1, 2.27238449892691845833e-2, 7.74545014278341407640e-4};
  static constexpr std::array kMiddleBottom = {1.0,
                                               2.05319162663775882187e0,
                                               1.67638483018380384940e0,
                                               6.89767334985100004550e-1,
                                               1.48103976427480074590e-1,
                                               1.51986665636164571966e-2,
                                               5.47593808499534494600e-4,
                                               1.05075007164441684324e-9};
  static constexpr std::array kTailTop = {
      6.65790464350110377720e0,  5.46378491116411436990e0,  1.78482653991729133580e0,  2.96560571828504891230e-1,
      2.65321895265761230930e-2, 1.24266094738807843860e-3, 2.71155556874348757815e-5, 2.01033439929228813265e-7};
  static constexpr std::array kTailBottom = {1.0,
                                             5.99832206555887937690e-1,
                                             1.36929880922735805310e-1,
                                             1.48753612908506148525e-2,
                                             7.86869131145613259100e-4,
                                             1.84631831751005468180e-5,
                                             1.42151175831644588870e-7,
                                             2.04426310338993978564e-15};
  const double q = u - 0.5;
  if (std::fabs(q) <= 0.425) {
    return q * ratio(0.180625 - q * q, kCentreTop, kCentreBottom);
  }
  const double r = std::sqrt(-log(q < 0 ? u : 1 - u));
  const double z = r <= 5 ? ratio(r - 1.6, kMiddleTop, kMiddleBottom) : ratio(r - 5, kTailTop, kTailBottom);
  return q < 0 ? -z : z;
}

double lognormal_quantile(double u, double log_mean, double log_deviation) {
  return log_deviation >= 0 ? exp(log_mean + log_deviation * normal_quantile(u)) : kNaN;
}

double exponential_quantile(double u, double rate) { return is_unit(u) && rate > 0 ? -log(1 - u) / rate : kNaN; }

double triangular_quantile(double u, double low, double mode, double high) {
  if (!is_unit(u) || !(low <= mode) || !(mode <= high)) {
    return kNaN;
  }
  const double width = high - low;
  if (width == 0) {
    return mode;
  }
  if (u * width < mode - low) {
    return low + std::sqrt(u * width * (mode - low));
  }
  return high - std::sqrt((1 - u) * width * (high - mode));
}

}  // namespace detente::play::luck
