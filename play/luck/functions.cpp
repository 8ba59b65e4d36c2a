#include <array>
#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "detente/play/luck_functions.hpp"

namespace detente::play::luck {

namespace {

// The logarithm of 2 in two parts; the first has its last 21 bits clear, so that its product with an exponent is exact.
constexpr double kLog2High = 0x1.62e42fee00000p-1;
constexpr double kLog2Low = 0x1.a39ef35793c76p-33;
constexpr double kHalfLogTwoPi = 0.91893853320467274178;

// 2^power for a normal exponent.
double power_of_two(int power) { return std::bit_cast<double>(static_cast<std::uint64_t>(power + 1023) << 52U); }

}  // namespace

double log(double x) {
  if (std::isnan(x) || x < 0) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  if (x == 0) {
    return -std::numeric_limits<double>::infinity();
  }
  if (std::isinf(x)) {
    return x;
  }
  int exponent = 0;
  if (x < 0x1p-1022) {
    x *= 0x1p54;
    exponent = -54;
  }
  const auto raw = std::bit_cast<std::uint64_t>(x);
  exponent += static_cast<int>(raw >> 52U) - 1023;
  double m = std::bit_cast<double>((raw & 0x000fffffffffffffULL) | 0x3ff0000000000000ULL);
  if (m > 1.4142135623730951) {
    m *= 0.5;
    ++exponent;
  }
  // log(1 + f) = 2 artanh(s) with s = f / (2 + f); |s| <= 0.1716. With f = s (2 + f) the leading part 2 s is written as
  // f - s f, which keeps the rounding of s out of the largest term.
  const double f = m - 1;
  const double s = f / (2 + f);
  const double z = s * s;
  constexpr std::array kTwoOverOdd = {2.0 / 25, 2.0 / 23, 2.0 / 21, 2.0 / 19, 2.0 / 17, 2.0 / 15,
                                      2.0 / 13, 2.0 / 11, 2.0 / 9,  2.0 / 7,  2.0 / 5,  2.0 / 3};
  double sum = 0;
  for (const double c : kTwoOverOdd) {
    sum = sum * z + c;
  }
  const double k = exponent;
  return k * kLog2High + (f - (s * (f - sum * z) - k * kLog2Low));
}

double exp(double x) {
  if (std::isnan(x)) {
    return x;
  }
  if (x > 709.79) {
    return std::numeric_limits<double>::infinity();
  }
  if (x < -745.2) {
    return 0;
  }
  const double k = std::floor(x * 1.4426950408889634 + 0.5);
  const double r = (x - k * kLog2High) - k * kLog2Low;  // |r| <= 0.3466
  double sum = 1.0 / 6227020800.0;                      // 1/13!
  constexpr std::array kInverse = {1.0 / 479001600.0,
                                   1.0 / 39916800.0,
                                   1.0 / 3628800.0,
                                   1.0 / 362880.0,
                                   1.0 / 40320.0,
                                   1.0 / 5040.0,
                                   1.0 / 720.0,
                                   1.0 / 120.0,
                                   1.0 / 24.0,
                                   1.0 / 6.0,
                                   0.5};
  for (const double c : kInverse) {
    sum = sum * r + c;
  }
  const double y = 1 + (r + r * r * sum);
  // In two steps, so that the ends of the range neither overflow early nor lose their subnormals.
  const int whole = static_cast<int>(k);
  const int half = whole / 2;
  return y * power_of_two(half) * power_of_two(whole - half);
}

double power(double base, double exponent) { return exp(exponent * log(base)); }

double log_factorial(double n) {
  if (!(n >= 0)) {
    return std::numeric_limits<double>::quiet_NaN();
  }
  // Stirling's series from 16 on (DLMF 5.11.1); below it the argument is raised by the recurrence.
  double x = n + 1;
  double product = 1;
  while (x < 16) {
    product *= x;
    x += 1;
  }
  const double w = 1 / x;
  const double w2 = w * w;
  constexpr std::array kStirling = {
      -1.0 / 360360.0 * 691.0, 1.0 / 1188.0, -1.0 / 1680.0, 1.0 / 1260.0, -1.0 / 360.0, 1.0 / 12.0};
  double series = 1.0 / 156.0;
  for (const double c : kStirling) {
    series = series * w2 + c;
  }
  return (x - 0.5) * log(x) - x + kHalfLogTwoPi + series * w - log(product);
}

}  // namespace detente::play::luck
