#include "detente/play/ensemble.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace detente::play {

namespace {

constexpr std::uint32_t kRound = 64;  // runs under way for each thread

void play_run(const Model& model, const EnsembleOptions& options, Future& future, RunResult& out) {
  const std::size_t outcomes = model.outcomes().size();
  const auto days = static_cast<std::size_t>(model.crisis().days);
  for (std::size_t p = 0; p < options.policies.size(); ++p) {
    future.begin({.seed = options.seed, .run = out.run, .policy = options.policies[p]});
    for (std::size_t day = 0; day < days; ++day) {
      future.next_day();
      if (options.days) {
        std::copy(future.series().begin(), future.series().end(),
                  out.days.begin() + static_cast<std::ptrdiff_t>((p * days + day) * kSeries));
      }
    }
    future.outcomes(std::span(out.outcomes).subspan(p * outcomes, outcomes));
  }
}

}  // namespace

Result<std::uint64_t> play_ensemble(const Model& model, const EnsembleOptions& options, const RunConsumer& consume,
                                    const EnsembleProgress& progress) {
  const std::uint64_t all = options.end > options.first ? options.end - options.first : 0;
  const unsigned threads = std::max(1U, options.threads);
  const auto slots = static_cast<std::size_t>(std::min<std::uint64_t>(all, std::uint64_t{threads} * kRound));
  std::vector<RunResult> round(slots);
  for (RunResult& result : round) {
    result.outcomes.resize(options.policies.size() * model.outcomes().size());
    if (options.days) {
      result.days.resize(options.policies.size() * static_cast<std::size_t>(model.crisis().days) * kSeries);
    }
  }
  std::vector<Future> futures;
  for (unsigned t = 0; t < threads; ++t) {
    futures.emplace_back(model);
  }
  std::uint64_t done = 0;
  while (done < all) {
    const auto count = static_cast<std::size_t>(std::min<std::uint64_t>(all - done, slots));
    for (std::size_t i = 0; i < count; ++i) {
      round[i].run = options.first + static_cast<std::uint32_t>(done + i);
    }
    std::atomic<std::size_t> next{0};
    std::atomic<bool> stop{false};
    std::atomic<std::size_t> finished{0};
    std::vector<char> whole(count, 0);
    const auto work = [&](Future& future, bool report) {
      for (std::size_t i = next++; i < count && !stop; i = next++) {
        play_run(model, options, future, round[i]);
        whole[i] = 1;
        ++finished;
        if (report && progress && !progress(done + finished, all)) {
          stop = true;
        }
      }
    };
    std::vector<std::thread> others;
    for (unsigned t = 1; t < threads; ++t) {
      others.emplace_back(work, std::ref(futures[t]), false);
    }
    work(futures[0], true);
    for (std::thread& other : others) {
      other.join();
    }
    // Of a round that was stopped, the runs before the first that is not whole are kept.
    for (std::size_t i = 0; i < count && whole[i] != 0; ++i, ++done) {
      if (auto taken = consume(round[i]); !taken) {
        return taken.error();
      }
    }
    if (stop) {
      break;
    }
  }
  return done;
}

Summary summarise(std::vector<double> values) {
  Summary out;
  out.count = values.size();
  if (values.empty()) {
    return out;
  }
  const auto n = static_cast<double>(values.size());
  double sum = 0;
  for (const double x : values) {
    sum += x;
  }
  out.mean = sum / n;
  double squares = 0;
  for (const double x : values) {
    squares += (x - out.mean) * (x - out.mean);
  }
  out.error = values.size() > 1 ? std::sqrt(squares / (n - 1) / n) : 0;
  out.low = out.mean - 1.96 * out.error;
  out.high = out.mean + 1.96 * out.error;
  std::sort(values.begin(), values.end());
  const auto share = [&](double q) {
    const double rank = std::ceil(q * n - 1e-9);
    return values[static_cast<std::size_t>(std::clamp(rank - 1, 0.0, n - 1))];
  };
  out.least = values.front();
  out.q05 = share(0.05);
  out.q25 = share(0.25);
  out.median = share(0.5);
  out.q75 = share(0.75);
  out.q95 = share(0.95);
  out.most = values.back();
  return out;
}

Difference difference(const std::vector<double>& a, const std::vector<double>& b) {
  Difference out;
  const std::size_t n = std::min(a.size(), b.size());
  std::vector<double> values(n);
  for (std::size_t i = 0; i < n; ++i) {
    values[i] = b[i] - a[i];
    out.lower += values[i] < 0 ? 1 : 0;
    out.higher += values[i] > 0 ? 1 : 0;
  }
  if (n > 0) {
    out.lower /= static_cast<double>(n);
    out.higher /= static_cast<double>(n);
  }
  const double ea = summarise(a).error;
  const double eb = summarise(b).error;
  out.unpaired_error = std::sqrt(ea * ea + eb * eb);
  out.paired = summarise(std::move(values));
  return out;
}

}  // namespace detente::play
