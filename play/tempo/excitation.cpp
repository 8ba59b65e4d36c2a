// Simulation, likelihood and residuals: one walk along the events with the excitation that is in the air.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <utility>

#include "detente/play/luck_functions.hpp"
#include "detente/play/tempo.hpp"

namespace detente::play::tempo {

Excitation::Excitation(const Model& model) : rate_(model.size(), 0) {
  const std::size_t k = model.size();
  std::map<std::pair<std::size_t, double>, std::uint32_t> known;
  first_.push_back(0);
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) {
      const double excite = model.excite[i * k + j];
      const double decay = model.decay[i * k + j];
      if (excite == 0) {
        continue;
      }
      const auto [at, is_new] = known.try_emplace({i, decay}, static_cast<std::uint32_t>(target_.size()));
      if (is_new) {
        target_.push_back(static_cast<std::uint32_t>(i));
        decay_.push_back(decay);
        value_.push_back(0);
      }
      jumps_.push_back({at->second, excite * decay});
    }
    first_.push_back(static_cast<std::uint32_t>(jumps_.size()));
  }
  one_decay_ = std::all_of(decay_.begin(), decay_.end(), [&](double d) { return d == decay_[0]; });
}

void Excitation::sum_rates() {
  std::fill(rate_.begin(), rate_.end(), 0.0);
  for (std::size_t c = 0; c < value_.size(); ++c) {
    rate_[target_[c]] += value_[c];
  }
}

void Excitation::strike(std::uint32_t kind) {
  for (std::uint32_t at = first_[kind]; at < first_[kind + 1]; ++at) {
    const Jump& jump = jumps_[at];
    value_[jump.component] += jump.size;
    rate_[target_[jump.component]] += jump.size;
  }
}

void Excitation::pass(double duration) {
  if (value_.empty()) {
    return;
  }
  if (one_decay_) {
    const double left = luck::exp(-decay_[0] * duration);
    for (double& v : value_) {
      v *= left;
    }
  } else {
    for (std::size_t c = 0; c < value_.size(); ++c) {
      value_[c] *= luck::exp(-decay_[c] * duration);
    }
  }
  sum_rates();
}

bool Excitation::run(double duration, std::span<const double> base, luck::Key key, std::vector<Act>& acts,
                     std::size_t most) {
  const auto total = [&] {
    double sum = 0;
    for (std::size_t i = 0; i < rate_.size(); ++i) {
      sum += base[i] + rate_[i];
    }
    return sum;
  };
  const std::size_t before = acts.size();
  double now = 0;
  double bound = total();
  while (bound > 0) {
    const auto u = luck::uniform_pair(key);
    ++key.draw;
    const double wait = luck::exponential_quantile(u[0], bound);
    if (!(wait < duration - now)) {
      break;
    }
    now += wait;
    pass(wait);
    // The rates only fall until the next act, so that the old total bounds the new one.
    double left = u[1] * bound;
    std::uint32_t kind = 0;
    while (kind < rate_.size() && left >= base[kind] + rate_[kind]) {
      left -= base[kind] + rate_[kind];
      ++kind;
    }
    if (kind < rate_.size()) {
      if (acts.size() - before >= most) {
        return false;
      }
      acts.push_back({now, kind});
      strike(kind);
    }
    bound = total();
  }
  pass(duration - now);
  return true;
}

Result<Events> simulate(const Model& model, const Simulation& simulation) {
  if (auto ok = check(model); !ok) {
    return ok.error();
  }
  if (!(simulation.end > 0) || std::isinf(simulation.end)) {
    return Error{ErrorCode::bad_value, fmt::format("the end {} is not a time above 0", simulation.end), ""};
  }
  Excitation excitation(model);
  std::vector<Act> acts;
  if (!excitation.run(simulation.end, model.base, {.seed = simulation.seed, .run = simulation.run}, acts,
                      simulation.most)) {
    return Error{ErrorCode::too_large, fmt::format("more than {} events before the end", simulation.most), ""};
  }
  Events events{{}, {}, model.kinds, 0, simulation.end};
  for (const Act& act : acts) {
    // A wait below the spacing of doubles would give equal times.
    if (!events.time.empty() && act.time <= events.time.back()) {
      continue;
    }
    events.time.push_back(act.time);
    events.kind.push_back(act.kind);
  }
  return events;
}

namespace {

// The integral of the total rate from the begin of the events to `to`, events up to `to` included.
double compensator(const Model& model, const Events& events, double to) {
  const std::size_t k = model.size();
  double sum = 0;
  for (const double base : model.base) {
    sum += base * (to - events.begin);
  }
  // Targets of equal decay are taken together.
  std::vector<std::map<double, double>> by_decay(k);
  for (std::size_t j = 0; j < k; ++j) {
    for (std::size_t i = 0; i < k; ++i) {
      if (model.excite[i * k + j] > 0) {
        by_decay[j][model.decay[i * k + j]] += model.excite[i * k + j];
      }
    }
  }
  for (std::size_t n = 0; n < events.size() && events.time[n] <= to; ++n) {
    for (const auto& [decay, excite] : by_decay[events.kind[n]]) {
      sum -= excite * std::expm1(-decay * (to - events.time[n]));
    }
  }
  return sum;
}

}  // namespace

Likelihood log_likelihood(const Model& model, const Events& events) {
  return log_likelihood(model, events, {events.begin, events.end});
}

Likelihood log_likelihood(const Model& model, const Events& events, Window window) {
  Excitation excitation(model);
  Likelihood out;
  double last = events.begin;
  for (std::size_t n = 0; n < events.size() && events.time[n] <= window.to; ++n) {
    const double t = events.time[n];
    const std::uint32_t kind = events.kind[n];
    excitation.pass(t - last);
    if (t > window.from || (n == 0 && t == events.begin && window.from == events.begin)) {
      out.log_intensity += std::log(model.base[kind] + excitation.rate(kind));
      ++out.events;
    }
    excitation.strike(kind);
    last = t;
  }
  out.compensator = compensator(model, events, window.to);
  if (window.from > events.begin) {
    out.compensator -= compensator(model, events, window.from);
  }
  return out;
}

std::vector<Residual> residuals(const Model& model, const Events& events) {
  const std::size_t k = model.size();
  // Since the integral of a pair's excitation is excite (1 - exp(-decay s)), what has already come of it by now is the
  // number of acts times excite, less what is still in the air.
  Model share = model;  // the same walk with jumps of `excite` in place of `excite * decay`
  for (std::size_t at = 0; at < share.excite.size(); ++at) {
    share.excite[at] /= share.decay[at];
  }
  Excitation left(share);
  std::vector<double> came(k, 0);   // excite summed over the acts so far, one a target
  std::vector<double> clock(k, 0);  // the integral up to the last act of each kind
  std::vector<std::vector<double>> waits(k);
  double last = events.begin;
  for (std::size_t n = 0; n < events.size(); ++n) {
    const std::uint32_t kind = events.kind[n];
    left.pass(events.time[n] - last);
    last = events.time[n];
    const double now = model.base[kind] * (last - events.begin) + came[kind] - left.rate(kind);
    waits[kind].push_back(-std::expm1(-std::max(0.0, now - clock[kind])));
    clock[kind] = now;
    left.strike(kind);
    for (std::size_t i = 0; i < k; ++i) {
      came[i] += model.excite[i * k + kind];
    }
  }
  std::vector<Residual> out;
  std::vector<double> all;
  for (const std::vector<double>& w : waits) {
    out.push_back(uniform_test(w));
    all.insert(all.end(), w.begin(), w.end());
  }
  out.push_back(uniform_test(std::move(all)));
  return out;
}

Residual uniform_test(std::vector<double> values) {
  Residual r;
  r.events = values.size();
  if (values.empty()) {
    return r;
  }
  std::sort(values.begin(), values.end());
  const auto n = static_cast<double>(values.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto at = static_cast<double>(i);
    r.distance = std::max({r.distance, values[i] - at / n, (at + 1) / n - values[i]});
  }
  const double x = r.distance * (std::sqrt(n) + 0.12 + 0.11 / std::sqrt(n));
  if (x < 0.2) {
    return r;  // the series below is 1 to the last digit here, and converges slowly
  }
  double p = 0;
  for (int j = 1; j <= 100; ++j) {
    p += (j % 2 == 1 ? 2 : -2) * std::exp(-2.0 * j * j * x * x);
  }
  r.p = std::clamp(p, 0.0, 1.0);
  return r;
}

}  // namespace detente::play::tempo
