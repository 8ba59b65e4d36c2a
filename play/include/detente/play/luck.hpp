// Luck without state: a random number is a function of where in the play it is drawn.
//
//   luck::Key key{.seed = 1, .run = 17, .day = 42, .entity = 3};
//   double u = luck::uniform(key);                        // in (0, 1)
//   key.draw = 1;                                         // the next question about the same entity on the same day
//   std::int64_t dead = luck::zero_inflated_negative_binomial(key, {.mean = 4, .dispersion = 0.6, .zero = 0.3});
//
// The same key gives the same number, in whatever order numbers are drawn, on whatever thread, in whichever of two
// policies: so policies that are compared see the same luck, and runs can be split over processes. Two questions that
// must not share their luck need keys that differ in any field. A function never draws from another key.
//
// The generator is Philox 4x32 with 10 rounds (Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as
// 1, 2, 3", SC 2011) of the library Random123. The seed is its key, (run, day, entity, draw) its counter.
//
// What the sameness across machines rests on: integers of 32 and 64 bits; IEEE 754 doubles with +, -, *, / and sqrt
// rounded to nearest (each is exact by that standard) and not fused, which the build asks for by -ffp-contract=off.
// Nothing is taken from libm: its log and exp differ in the last bit between versions and processors, so this folder
// has its own (luck_functions.hpp).
//
// Parameters outside the stated range, NaN among them, are answered with NaN (a count with 0) and never with a hang.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

namespace detente::play::luck {

struct Key {
  std::uint64_t seed = 0;
  std::uint32_t run = 0;
  std::uint32_t day = 0;  // below 2^24; the eight bits above count what one draw takes for itself
  std::uint32_t entity = 0;
  std::uint32_t draw = 0;
};

// The 128 random bits of a key; `part` (below 256) tells apart what one draw takes for itself.
std::array<std::uint32_t, 4> bits(const Key& key, std::uint32_t part = 0);

// In (0, 1): (m + 1/2) / 2^52 with m of 52 bits, so that neither 0 nor 1 comes, and 1 - u is as good as u.
double uniform(const Key& key);
// Two independent ones for the price of one.
std::array<double, 2> uniform_pair(const Key& key);
// In (low, high), low <= high.
double uniform(const Key& key, double low, double high);
// A whole number in [0, below); 0 if below is 0. The bias is under 2^-32 for each value (a 64-bit product's high half).
std::uint32_t below(const Key& key, std::uint32_t below);
// True with probability p; p outside [0, 1] counts as the nearer bound, NaN as 0.
bool chance(const Key& key, double p);

// One uniform number through the inverse distribution function (below), so that a larger mean gives a larger number
// under the same luck.
double normal(const Key& key, double mean = 0, double deviation = 1);     // deviation >= 0
double lognormal(const Key& key, double log_mean, double log_deviation);  // exp of a normal; log_deviation >= 0
double exponential(const Key& key, double rate);                          // mean 1/rate; rate > 0
double triangular(const Key& key, double low, double mode, double high);  // low <= mode <= high

// Marsaglia and Tsang, "A simple method for generating gamma variables", ACM TOMS 26 (2000) 363.
double gamma(const Key& key, double shape, double scale);  // mean shape * scale; both > 0
double beta(const Key& key, double a, double b);           // mean a / (a + b); both > 0

// Below a mean of 10 by inversion; from there by PTRS (Hormann, "The transformed rejection method for generating
// Poisson random variables", Insurance: Mathematics and Economics 12 (1993) 39); from 10^9 on by the Cornish-Fisher
// expansion, whose error in probability is of the order of 1/mean. A mean beyond 2^52 counts as 2^52.
std::int64_t poisson(const Key& key, double mean);  // mean >= 0

// A Poisson count whose mean is itself gamma distributed: variance mean + mean^2 / dispersion.
struct NegativeBinomial {
  double mean = 0;        // >= 0
  double dispersion = 1;  // > 0, also called size; infinity is Poisson
};
std::int64_t negative_binomial(const Key& key, const NegativeBinomial& p);

// 0 with probability `zero`, else as above; the mean of the whole is (1 - zero) * mean.
struct ZeroInflated {
  double mean = 0;
  double dispersion = 1;
  double zero = 0;  // in [0, 1]
};
std::int64_t zero_inflated_negative_binomial(const Key& key, const ZeroInflated& p);

// An index with probability in proportion to its weight. Weights that are negative, infinite or NaN count as 0; if none
// is left, the answer is weights.size().
std::size_t categorical(const Key& key, std::span<const double> weights);

// Inverse distribution functions, for numbers in (0, 1) that come from elsewhere, such as a Sobol sequence; outside (0,
// 1) they give NaN. Normal: Wichura's AS 241 (Applied Statistics 37 (1988) 477), relative error about 1e-15.
double normal_quantile(double u);
double lognormal_quantile(double u, double log_mean, double log_deviation);
double exponential_quantile(double u, double rate);
double triangular_quantile(double u, double low, double mode, double high);

}  // namespace detente::play::luck
