// Which of the assumed numbers does the answer hang on? Sobol indices of the outcomes of any function.
//
//   // Three inputs, each given as a number in (0, 1) that the function maps to its own distribution; one outcome.
//   sensitivity::Design design{.inputs = 3, .rows = 4096, .seed = 1};
//   auto r = sensitivity::sobol_indices(design, 1, [](std::span<const double> u, std::uint32_t row, std::span<double>
//   y) {
//     y[0] = play_forward(triangular_quantile(u[0], 1, 2, 6), u[1], u[2], /*run*/ row);
//     return true;                                        // false stops the work: `cancelled`
//   });
//   r->outcomes[0].first[0].value;   // share of the variance that input 0 explains by itself
//   r->outcomes[0].total[0].value;   // share that would be left if all but input 0 were known
//
// First-order indices by the estimator (b) of table 2 in Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola,
// "Variance based sensitivity analysis of model output", Computer Physics Communications 181 (2010) 259; total indices
// by Jansen's, (f) of the same table. They take rows * (inputs + 2) calls of the function. The intervals are
// percentiles of a bootstrap over rows; with a Sobol sequence, whose rows are more even than independent ones, they are
// too wide if anything.
//
// `row` is the same in the inputs + 2 calls that are compared with one another: a function with luck of its own keys
// its random numbers by it, so that the luck is one more input and does not blur the differences.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "detente/result.hpp"

namespace detente::play::sensitivity {

enum class Sampling : std::uint8_t {
  sobol,   // Sobol's sequence with the directions of Joe and Kuo (Boost.Random), shifted by the seed; at most 1800
           // inputs
  philox,  // independent
};

struct Design {
  std::size_t inputs = 0;
  std::size_t rows = 1024;  // best a power of 2
  Sampling sampling = Sampling::sobol;
  std::uint64_t seed = 1;
  std::size_t resamples = 1000;  // of the bootstrap; 0 gives no intervals
  double level = 0.95;           // of the intervals
  unsigned threads = 1;  // the function is called from that many threads; the result is the same for all numbers
};

struct Index {
  double value = 0;
  double low = 0;
  double high = 0;
};

struct Outcome {
  double mean = 0;
  double variance = 0;  // 0 if the outcome is the same for all inputs; the indices are then 0
  std::vector<Index> first;
  std::vector<Index> total;
};

struct Sensitivity {
  std::vector<Outcome> outcomes;
  std::size_t calls = 0;
};

using Function = std::function<bool(std::span<const double> u, std::uint32_t row, std::span<double> outcomes)>;
// Called from one thread at a time with the rows done and the rows in all; false stops the work.
using Progress = std::function<bool(std::size_t done, std::size_t all)>;

// Memory: rows * (inputs + 2) * outcomes numbers.
// @returns bad_value for no inputs, fewer than 2 rows, a level outside (0, 1) or an outcome that is NaN or infinite
// (with the row); too_large for more than 2^31 rows, too many inputs for the sequence or outcomes that do not fit in 4
// GB; cancelled.
Result<Sensitivity> sobol_indices(const Design& design, std::size_t outcomes, const Function& function,
                                  const Progress& progress = {});

}  // namespace detente::play::sensitivity
