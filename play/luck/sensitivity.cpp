#include "detente/play/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <mutex>
#include <optional>
#include <thread>

#include "detente/play/luck.hpp"

namespace detente::play::sensitivity {

namespace {

constexpr std::size_t kMostInputs = 1800;
constexpr std::uint32_t kShiftEntity = 0x50b01;
constexpr std::uint32_t kBootstrapEntity = 0xb0075;

// Rows of the two sample matrices side by side: columns 0 to d - 1 are those of A, d to 2 d - 1 those of B.
std::vector<double> sample(const Design& design) {
  const std::size_t width = 2 * design.inputs;
  std::vector<double> u(design.rows * width);
  if (design.sampling == Sampling::philox) {
    for (std::size_t row = 0; row < design.rows; ++row) {
      for (std::size_t column = 0; column < width; ++column) {
        u[row * width + column] = luck::uniform({.seed = design.seed,
                                                 .run = static_cast<std::uint32_t>(row),
                                                 .entity = kShiftEntity,
                                                 .draw = static_cast<std::uint32_t>(column)});
      }
    }
    return u;
  }
  // A shift of the digits keeps the evenness of the sequence, makes each point uniform, and takes it off 0.
  std::vector<std::uint64_t> shift(width);
  for (std::size_t column = 0; column < width; ++column) {
    const auto b =
        luck::bits({.seed = design.seed, .entity = kShiftEntity, .draw = static_cast<std::uint32_t>(column)});
    shift[column] = (static_cast<std::uint64_t>(b[0]) << 32U) | b[1];
  }
  boost::random::sobol sequence(width);
  for (std::size_t row = 0; row < design.rows; ++row) {
    for (std::size_t column = 0; column < width; ++column) {
      const std::uint64_t bits = sequence() ^ shift[column];
      u[row * width + column] = (static_cast<double>(bits >> 12U) + 0.5) * 0x1p-52;
    }
  }
  return u;
}

struct Calls {
  std::vector<double> y;  // [row][which of A, B, A with column i of B][outcome]
  std::optional<Error> error;
};

Calls call_all(const Design& design, std::size_t outcomes, const Function& function, const Progress& progress) {
  const std::size_t d = design.inputs;
  const std::vector<double> u = sample(design);
  Calls out;
  out.y.resize(design.rows * (d + 2) * outcomes);
  std::atomic<std::size_t> next{0};
  std::atomic<bool> stop{false};
  std::mutex lock;
  std::size_t done = 0;
  std::size_t bad_row = design.rows;
  const auto work = [&] {
    std::vector<double> point(d);
    for (std::size_t row = next.fetch_add(1); row < design.rows && !stop; row = next.fetch_add(1)) {
      const double* a = u.data() + row * 2 * d;
      const double* b = a + d;
      bool finite = true;
      for (std::size_t which = 0; which < d + 2 && !stop; ++which) {
        std::copy(which == 1 ? b : a, (which == 1 ? b : a) + d, point.begin());
        if (which >= 2) {
          point[which - 2] = b[which - 2];
        }
        const std::span<double> y(out.y.data() + (row * (d + 2) + which) * outcomes, outcomes);
        if (!function(point, static_cast<std::uint32_t>(row), y)) {
          stop = true;
        }
        finite = finite && std::all_of(y.begin(), y.end(), [](double v) { return std::isfinite(v); });
      }
      const std::lock_guard<std::mutex> guard(lock);
      ++done;
      if (!finite && !stop) {
        bad_row = std::min(bad_row, row);
      }
      if (progress && !progress(done, design.rows)) {
        stop = true;
      }
    }
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < design.threads; ++t) {
    others.emplace_back(work);
  }
  work();
  for (std::thread& t : others) {
    t.join();
  }
  if (stop) {
    out.error = Error{ErrorCode::cancelled, "the work was stopped", ""};
  } else if (bad_row < design.rows) {
    out.error = Error{ErrorCode::bad_value, fmt::format("an outcome of row {} is not a number", bad_row), ""};
  }
  return out;
}

// The terms of the estimators, one a row, so that the bootstrap adds them up again cheaply.
struct Terms {
  std::vector<double> fa, fb;        // [row]
  std::vector<double> first, total;  // [row][input]
};

struct Estimate {
  double mean = 0;
  double variance = 0;
  std::vector<double> first, total;
};

template <typename Pick>
Estimate estimate(const Terms& terms, std::size_t rows, std::size_t d, const Pick& pick) {
  Estimate e{0, 0, std::vector<double>(d, 0), std::vector<double>(d, 0)};
  double sum = 0;
  double squares = 0;
  for (std::size_t n = 0; n < rows; ++n) {
    const std::size_t row = pick(n);
    sum += terms.fa[row] + terms.fb[row];
    squares += terms.fa[row] * terms.fa[row] + terms.fb[row] * terms.fb[row];
    for (std::size_t i = 0; i < d; ++i) {
      e.first[i] += terms.first[row * d + i];
      e.total[i] += terms.total[row * d + i];
    }
  }
  const auto n = static_cast<double>(rows);
  e.mean = sum / (2 * n);
  e.variance = std::max(0.0, squares / (2 * n) - e.mean * e.mean);
  for (std::size_t i = 0; i < d; ++i) {
    e.first[i] = e.variance > 0 ? e.first[i] / n / e.variance : 0;
    e.total[i] = e.variance > 0 ? e.total[i] / (2 * n) / e.variance : 0;
  }
  return e;
}

double percentile(std::vector<double>& values, double p) {
  const double at = p * static_cast<double>(values.size() - 1);
  const auto whole = static_cast<std::ptrdiff_t>(at);
  std::nth_element(values.begin(), values.begin() + whole, values.end());
  const double low = values[static_cast<std::size_t>(whole)];
  if (static_cast<std::size_t>(whole) + 1 == values.size()) {
    return low;
  }
  const double high = *std::min_element(values.begin() + whole + 1, values.end());
  return low + (at - static_cast<double>(whole)) * (high - low);
}

Outcome indices(const Design& design, const Calls& calls, std::size_t outcomes, std::size_t which) {
  const std::size_t d = design.inputs;
  const std::size_t rows = design.rows;
  const auto y = [&](std::size_t row, std::size_t call) { return calls.y[(row * (d + 2) + call) * outcomes + which]; };
  // The estimators are exact for any shift of the outcome, and least noisy when its mean is 0.
  double mean = 0;
  for (std::size_t row = 0; row < rows; ++row) {
    mean += (y(row, 0) + y(row, 1)) / (2 * static_cast<double>(rows));
  }
  Terms terms{std::vector<double>(rows), std::vector<double>(rows), std::vector<double>(rows * d),
              std::vector<double>(rows * d)};
  bool constant = true;
  for (std::size_t row = 0; row < rows; ++row) {
    const double fa = y(row, 0) - mean;
    const double fb = y(row, 1) - mean;
    terms.fa[row] = fa;
    terms.fb[row] = fb;
    constant = constant && y(row, 0) == y(0, 0) && y(row, 1) == y(0, 0);
    for (std::size_t i = 0; i < d; ++i) {
      const double mixed = y(row, i + 2) - mean;
      terms.first[row * d + i] = fb * (mixed - fa);
      terms.total[row * d + i] = (fa - mixed) * (fa - mixed);
    }
  }
  Outcome out;
  out.first.resize(d);
  out.total.resize(d);
  out.mean = constant ? y(0, 0) : mean;
  if (constant) {
    return out;
  }
  const Estimate whole = estimate(terms, rows, d, [](std::size_t n) { return n; });
  out.variance = whole.variance;
  std::vector<std::vector<double>> first(d);
  std::vector<std::vector<double>> total(d);
  for (std::size_t again = 0; again < design.resamples; ++again) {
    const Estimate e = estimate(terms, rows, d, [&](std::size_t n) {
      return luck::below({.seed = design.seed,
                          .run = static_cast<std::uint32_t>(again),
                          .entity = kBootstrapEntity,
                          .draw = static_cast<std::uint32_t>(n)},
                         static_cast<std::uint32_t>(rows));
    });
    for (std::size_t i = 0; i < d; ++i) {
      first[i].push_back(e.first[i]);
      total[i].push_back(e.total[i]);
    }
  }
  const double tail = (1 - design.level) / 2;
  for (std::size_t i = 0; i < d; ++i) {
    out.first[i] = {whole.first[i], whole.first[i], whole.first[i]};
    out.total[i] = {whole.total[i], whole.total[i], whole.total[i]};
    if (design.resamples > 0) {
      out.first[i].low = percentile(first[i], tail);
      out.first[i].high = percentile(first[i], 1 - tail);
      out.total[i].low = percentile(total[i], tail);
      out.total[i].high = percentile(total[i], 1 - tail);
    }
  }
  return out;
}

Error bad(ErrorCode code, std::string message) { return {code, std::move(message), ""}; }

}  // namespace

Result<Sensitivity> sobol_indices(const Design& design, std::size_t outcomes, const Function& function,
                                  const Progress& progress) {
  if (design.inputs == 0 || outcomes == 0) {
    return bad(ErrorCode::bad_value, "there is nothing to compare: no input or no outcome");
  }
  if (design.rows < 2) {
    return bad(ErrorCode::bad_value, fmt::format("{} rows are too few: at least 2", design.rows));
  }
  if (!(design.level > 0 && design.level < 1)) {
    return bad(ErrorCode::bad_value, fmt::format("the level {} does not lie between 0 and 1", design.level));
  }
  if (design.inputs > kMostInputs || design.rows > (std::size_t{1} << 31U)) {
    return bad(ErrorCode::too_large,
               fmt::format("{} inputs and {} rows: at most {} and 2^31", design.inputs, design.rows, kMostInputs));
  }
  const double numbers =
      static_cast<double>(design.rows) * static_cast<double>(design.inputs + 2) * static_cast<double>(outcomes);
  if (numbers > 0x1p29) {
    return bad(ErrorCode::too_large,
               fmt::format("{:.3g} outcomes do not fit in 4 GB: take fewer rows, or fewer outcomes", numbers));
  }
  const Calls calls = call_all(design, outcomes, function, progress);
  if (calls.error) {
    return *calls.error;
  }
  Sensitivity out;
  out.calls = design.rows * (design.inputs + 2);
  for (std::size_t which = 0; which < outcomes; ++which) {
    out.outcomes.push_back(indices(design, calls, outcomes, which));
  }
  return out;
}

}  // namespace detente::play::sensitivity
