#include "walk.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <thread>

namespace detente::play::tempo {

namespace {

constexpr std::size_t kChunk = 4096;

}  // namespace

struct Walk::Chunk {
  std::size_t begin = 0;
  std::size_t end = 0;
  State state;  // at the event before the chunk
  double log_intensity = 0;
  double waited = 0;
  double set_off = 0;
  std::vector<double> one, shared;
  std::vector<double> information;  // K x (K + 1) x (K + 1)
  std::vector<double> by_decay;     // K x (K + 1)
  double decay_decay = 0;
};

Walk::Walk(const Events& events, unsigned threads)
    : events_(events), k_(events.kinds.size()), threads_(std::max(1U, threads)), wait_(events.size()) {
  double last = events.begin;
  for (std::size_t n = 0; n < events.size(); ++n) {
    wait_[n] = events.time[n] - last;
    last = events.time[n];
  }
}

void Walk::in_parallel(std::size_t count, const auto& work) const {
  std::atomic<std::size_t> next{0};
  const auto run = [&] {
    for (std::size_t at = next.fetch_add(1); at < count; at = next.fetch_add(1)) {
      work(at);
    }
  };
  std::vector<std::thread> others;
  for (unsigned t = 1; t < std::min<std::size_t>(threads_, count); ++t) {
    others.emplace_back(run);
  }
  run();
  for (std::thread& t : others) {
    t.join();
  }
}

// `left` is exp(-b dt).
void Walk::advance(State& state, double dt, double left) const {
  for (std::size_t j = 0; j < k_; ++j) {
    state.p[j] = left * (state.p[j] + dt * (2 * state.q[j] + dt * state.s[j]));
    state.q[j] = left * (state.q[j] + dt * state.s[j]);
    state.s[j] *= left;
  }
}

void Walk::walk_chunk(const Parameters& par, const std::vector<double>& left, Chunk& chunk,
                      bool with_information) const {
  const std::size_t k = k_;
  const double b = par.decay;
  const std::size_t side = k + 1;
  chunk.one.assign(k, 0);
  chunk.shared.assign(k * k, 0);
  if (with_information) {
    chunk.information.assign(k * side * side, 0);
    chunk.by_decay.assign(k * side, 0);
  }
  double* s = chunk.state.s.data();
  double* q = chunk.state.q.data();
  std::vector<double> x(side, 1);
  std::vector<double> slope(side, 0);
  // The product of rates is carried as a number and taken to a logarithm before it leaves the range.
  double product = 1;
  for (std::size_t n = chunk.begin; n < chunk.end; ++n) {
    const double dt = wait_[n];
    const double e = left[n];
    const std::uint32_t i = events_.kind[n];
    const double* a = par.excite.data() + i * k;
    double sum_s = 0;
    double sum_q = 0;
    if (with_information) {
      advance(chunk.state, dt, e);
      for (std::size_t j = 0; j < k; ++j) {
        sum_s += a[j] * s[j];
        sum_q += a[j] * q[j];
      }
    } else {
      for (std::size_t j = 0; j < k; ++j) {
        const double s0 = s[j];
        q[j] = e * (q[j] + dt * s0);
        s[j] = e * s0;
        sum_s += a[j] * s[j];
        sum_q += a[j] * q[j];
      }
    }
    const double rate = par.base[i] + b * sum_s;
    const double inverse = 1 / rate;
    product *= rate;
    if (!(product > 1e-100) || !(product < 1e100)) {
      chunk.log_intensity += std::log(product);
      product = 1;
    }
    chunk.one[i] += inverse;
    double* row = chunk.shared.data() + i * k;
    for (std::size_t j = 0; j < k; ++j) {
      row[j] += inverse * s[j];
    }
    chunk.waited += b * sum_q * inverse;
    chunk.set_off += b * sum_s * inverse;
    if (with_information) {
      double curve = 0;
      for (std::size_t j = 0; j < k; ++j) {
        x[j + 1] = b * s[j];
        slope[j + 1] = s[j] - b * q[j];
        curve += a[j] * (b * chunk.state.p[j] - 2 * q[j]);
      }
      const double rate_slope = sum_s - b * sum_q;
      double* block = chunk.information.data() + i * side * side;
      double* border = chunk.by_decay.data() + i * side;
      const double inverse2 = inverse * inverse;
      for (std::size_t u = 0; u < side; ++u) {
        const double w = x[u] * inverse2;
        for (std::size_t v = 0; v < side; ++v) {
          block[u * side + v] += w * x[v];
        }
        border[u] += w * rate_slope - slope[u] * inverse;
      }
      chunk.decay_decay += rate_slope * rate_slope * inverse2 - curve * inverse;
    }
    s[i] += 1;
  }
  chunk.log_intensity += std::log(product);
}

Sums Walk::sums(const Parameters& par, bool with_information) const {
  const std::size_t n = events_.size();
  const std::size_t k = k_;
  const double b = par.decay;
  const State nothing{std::vector<double>(k, 0), std::vector<double>(k, 0), std::vector<double>(k, 0), events_.begin};
  std::vector<Chunk> chunks((n + kChunk - 1) / kChunk);
  std::vector<double> left(n);
  in_parallel(chunks.size(), [&](std::size_t c) {
    Chunk& chunk = chunks[c];
    chunk.begin = c * kChunk;
    chunk.end = std::min(n, chunk.begin + kChunk);
    chunk.state = nothing;
    // What the chunk alone leaves in the air at its last event: later terms are the larger, so it is summed from there.
    const double last = events_.time[chunk.end - 1];
    for (std::size_t at = chunk.begin; at < chunk.end; ++at) {
      left[at] = std::exp(-b * wait_[at]);
    }
    double weight = 1;
    for (std::size_t at = chunk.end; at-- > chunk.begin && weight > 1e-300;) {
      const double age = last - events_.time[at];
      const std::uint32_t j = events_.kind[at];
      chunk.state.s[j] += weight;
      chunk.state.q[j] += weight * age;
      chunk.state.p[j] += weight * age * age;
      weight *= left[at];
    }
    chunk.state.time = last;
  });
  // Each chunk begins with what those before it left.
  State state = nothing;
  for (Chunk& chunk : chunks) {
    State begin = state;
    const double dt = chunk.state.time - state.time;
    advance(state, dt, std::exp(-b * dt));
    for (std::size_t j = 0; j < k; ++j) {
      state.s[j] += chunk.state.s[j];
      state.q[j] += chunk.state.q[j];
      state.p[j] += chunk.state.p[j];
    }
    state.time = chunk.state.time;
    chunk.state = std::move(begin);
  }
  in_parallel(chunks.size(), [&](std::size_t c) { walk_chunk(par, left, chunks[c], with_information); });

  Sums out;
  out.one.assign(k, 0);
  out.shared.assign(k * k, 0);
  if (with_information) {
    out.information.assign(k, std::vector<double>((k + 1) * (k + 1), 0));
    out.by_decay.assign(k, std::vector<double>(k + 1, 0));
  }
  for (const Chunk& chunk : chunks) {
    out.log_intensity += chunk.log_intensity;
    out.waited += chunk.waited;
    out.set_off += chunk.set_off;
    out.decay_decay += chunk.decay_decay;
    for (std::size_t at = 0; at < k; ++at) {
      out.one[at] += chunk.one[at];
    }
    for (std::size_t at = 0; at < k * k; ++at) {
      out.shared[at] += chunk.shared[at];
    }
    if (with_information) {
      const std::size_t side = k + 1;
      for (std::size_t i = 0; i < k; ++i) {
        for (std::size_t u = 0; u < side * side; ++u) {
          out.information[i][u] += chunk.information[i * side * side + u];
        }
        for (std::size_t u = 0; u < side; ++u) {
          out.by_decay[i][u] += chunk.by_decay[i * side + u];
        }
      }
    }
  }

  out.reach.assign(k, 0);
  out.reach_slope.assign(k, 0);
  out.reach_curve.assign(k, 0);
  for (std::size_t at = n; at-- > 0;) {
    const double s = events_.end - events_.time[at];
    const std::uint32_t j = events_.kind[at];
    if (b * s > 745) {
      out.reach[j] += 1;
      continue;
    }
    const double e = std::exp(-b * s);
    out.reach[j] += 1 - e;
    out.reach_slope[j] += s * e;
    out.reach_curve[j] -= s * s * e;
  }
  for (std::size_t i = 0; i < k; ++i) {
    out.compensator += par.base[i] * length();
    for (std::size_t j = 0; j < k; ++j) {
      const double a = par.excite[i * k + j];
      out.compensator += a * out.reach[j];
      if (with_information) {
        out.by_decay[i][j + 1] += out.reach_slope[j];
        out.decay_decay += a * out.reach_curve[j];
      }
    }
  }
  return out;
}

double Walk::reach_slope(double b, const std::vector<double>& weight) const {
  double sum = 0;
  for (std::size_t at = events_.size(); at-- > 0;) {
    const double s = events_.end - events_.time[at];
    if (b * s > 745) {
      break;
    }
    sum += weight[events_.kind[at]] * s * std::exp(-b * s);
  }
  return sum;
}

}  // namespace detente::play::tempo
