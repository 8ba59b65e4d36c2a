#include <fmt/format.h>
#include <nlopt.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "walk.hpp"

namespace detente::play::tempo {

namespace {

constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::size_t kMostKinds = 500;
// A base rate this far below the kind's mean rate is 0 for all purposes, and keeps every rate above 0.
constexpr double kLeastShare = 1e-12;

// The state of a fit: where it is, and what it costs.
class Search {
 public:
  Search(const Events& events, const FitOptions& options)
      : options_(options), walk_(events, options.threads), k_(events.kinds.size()), count_(k_, 0) {
    for (const std::uint32_t kind : events.kind) {
      count_[kind] += 1;
    }
    for (const double n : count_) {
      least_base_.push_back(std::max(n, 0.5) / walk_.length() * kLeastShare);
    }
  }

  Result<Fit> run() {
    start();
    if (options_.method == Method::em) {
      em();
    } else {
      lbfgs();
      newton();
    }
    if (cancelled_) {
      return Error{ErrorCode::cancelled, "the fit was stopped", ""};
    }
    return result();
  }

 private:
  bool fits_decay() const { return !options_.decay.has_value(); }

  Sums evaluate(const Parameters& p, bool with_information = false) {
    ++steps_;
    Sums sums = walk_.sums(p, with_information);
    if (options_.progress && !options_.progress(steps_, sums.log_likelihood())) {
      cancelled_ = true;
    }
    return sums;
  }

  // The likelihood may have several hills along the decay, so a coarse scan chooses where to begin: from a thousandth
  // to a thousand times the mean rate of all acts, a few steps of EM at each.
  void start() {
    const double mean_rate = static_cast<double>(walk_.events().size()) / walk_.length();
    std::vector<double> decays;
    if (fits_decay()) {
      for (int power = -6; power <= 6; ++power) {
        decays.push_back(mean_rate * std::pow(10.0, 0.5 * power));
      }
    } else {
      decays.push_back(*options_.decay);
    }
    double best = -std::numeric_limits<double>::infinity();
    for (const double decay : decays) {
      Parameters p;
      p.decay = decay;
      for (std::size_t i = 0; i < k_; ++i) {
        p.base.push_back(std::max(least_base_[i], 0.5 * count_[i] / walk_.length()));
        for (std::size_t j = 0; j < k_; ++j) {
          p.excite.push_back(count_[i] > 0 && count_[j] > 0 ? 0.5 / static_cast<double>(k_) : 0);
        }
      }
      Sums sums = evaluate(p);
      for (int step = 0; step < 4 && !cancelled_; ++step) {
        p = em_step(p, sums, false);
        sums = evaluate(p);
      }
      if (sums.log_likelihood() > best) {
        best = sums.log_likelihood();
        at_ = p;
      }
    }
  }

  // Each act is shared out among the base and the acts before it in the proportion of their parts of its rate; then
  // every parameter is the mean of what it was given. The decay has no closed form because of the end of the window: it
  // is the root of the derivative of the expected complete likelihood.
  Parameters em_step(const Parameters& p, const Sums& sums, bool with_decay) const {
    Parameters next = p;
    for (std::size_t i = 0; i < k_; ++i) {
      next.base[i] = std::max(least_base_[i], p.base[i] * sums.one[i] / walk_.length());
      for (std::size_t j = 0; j < k_; ++j) {
        const std::size_t at = i * k_ + j;
        next.excite[at] = sums.reach[j] > 0 ? p.excite[at] * p.decay * sums.shared[at] / sums.reach[j] : 0;
      }
    }
    if (with_decay && sums.set_off > 0) {
      std::vector<double> weight(k_, 0);
      for (std::size_t at = 0; at < k_ * k_; ++at) {
        weight[at % k_] += next.excite[at];
      }
      const auto slope = [&](double b) { return sums.set_off / b - sums.waited - walk_.reach_slope(b, weight); };
      double low = p.decay / 4;
      double high = p.decay * 4;
      for (int step = 0; step < 60 && high / low > 1 + 1e-14; ++step) {
        const double middle = std::sqrt(low * high);
        (slope(middle) > 0 ? low : high) = middle;
      }
      next.decay = std::sqrt(low * high);
    }
    return next;
  }

  // Two steps of EM show where they are heading; a third, longer one goes there, and is taken back if it
  // is no better (squared extrapolation, S3 of Varadhan and Roland, Scandinavian Journal of Statistics 35 (2008) 335).
  // So the likelihood never falls.
  void em() {
    Sums sums = evaluate(at_);
    const auto n = static_cast<double>(walk_.events().size());
    while (steps_ < options_.most_steps && !cancelled_) {
      const Parameters first = em_step(at_, sums, fits_decay());
      const Sums first_sums = evaluate(first);
      const Parameters second = em_step(first, first_sums, fits_decay());
      Sums second_sums = evaluate(second);
      const bool ends = second_sums.log_likelihood() - first_sums.log_likelihood() < options_.tolerance * n;
      const Parameters far = extrapolated(at_, first, second);
      at_ = second;
      sums = std::move(second_sums);
      if (ends) {
        converged_ = true;
        return;
      }
      ++steps_;
      Sums far_sums = walk_.sums(far, false);
      if (far_sums.log_likelihood() >= sums.log_likelihood()) {
        at_ = far;
        sums = std::move(far_sums);
      }
    }
  }

  Parameters extrapolated(const Parameters& p0, const Parameters& p1, const Parameters& p2) const {
    double rr = 0;
    double vv = 0;
    const auto all = [&](Parameters& out, const auto& each) {
      for (std::size_t i = 0; i < k_; ++i) {
        each(out.base[i], p0.base[i], p1.base[i], p2.base[i]);
      }
      for (std::size_t at = 0; at < k_ * k_; ++at) {
        each(out.excite[at], p0.excite[at], p1.excite[at], p2.excite[at]);
      }
      each(out.decay, p0.decay, p1.decay, p2.decay);
    };
    Parameters out = p2;
    all(out, [&](double&, double a, double b, double c) {
      // In parts of the parameter, or of 1 for what is on its way to 0.
      const double unit = std::max(a, 0.01);
      const double r = (b - a) / unit;
      const double v = (c - b) / unit - r;
      rr += r * r;
      vv += v * v;
    });
    const double length = vv > 0 ? std::max(1.0, std::sqrt(rr / vv)) : 1;
    all(out, [&](double& x, double a, double b, double c) {
      const double r = b - a;
      const double v = c - b - r;
      // What EM has taken to 0 it cannot bring back, so that nothing is thrown there.
      x = std::clamp(a + 2 * length * r + length * length * v, c / 20, c * 20);
    });
    for (std::size_t i = 0; i < k_; ++i) {
      out.base[i] = std::max(least_base_[i], out.base[i]);
    }
    return out;
  }

  // NLopt sees base rates in parts of the kind's mean rate, excitations as they are, and the logarithm of the decay, so
  // that all are of the order of 1; and the log-likelihood per event.
  void unpack(const double* x, Parameters& p) const {
    for (std::size_t i = 0; i < k_; ++i) {
      p.base[i] = x[i] * scale(i);
    }
    std::copy(x + k_, x + k_ + k_ * k_, p.excite.begin());
    if (fits_decay()) {
      p.decay = std::exp(x[k_ + k_ * k_]);
    }
  }

  double scale(std::size_t i) const { return std::max(count_[i], 0.5) / walk_.length(); }

  static double objective(unsigned size, const double* x, double* gradient, void* data) {
    auto& self = *static_cast<Search*>(data);
    Parameters p = self.at_;
    self.unpack(x, p);
    const Sums sums = self.evaluate(p);
    if (self.cancelled_) {
      nlopt_force_stop(self.optimizer_);
    }
    const std::size_t k = self.k_;
    const auto n = static_cast<double>(self.walk_.events().size());
    if (gradient != nullptr) {
      const std::vector<double> g = self.gradient(p, sums);
      for (unsigned at = 0; at < size; ++at) {
        const double inner = at < k ? self.scale(at) : at < k + k * k ? 1 : p.decay;
        gradient[at] = g[at] * inner / n;
      }
    }
    const double value = sums.log_likelihood() / n;
    return std::isfinite(value) ? value : -1e100;
  }

  // By base, excitation and decay.
  std::vector<double> gradient(const Parameters& p, const Sums& sums) const {
    std::vector<double> g;
    double by_decay = 0;
    for (std::size_t i = 0; i < k_; ++i) {
      g.push_back(sums.one[i] - walk_.length());
    }
    for (std::size_t i = 0; i < k_; ++i) {
      for (std::size_t j = 0; j < k_; ++j) {
        g.push_back(p.decay * sums.shared[i * k_ + j] - sums.reach[j]);
        by_decay -= p.excite[i * k_ + j] * sums.reach_slope[j];
      }
    }
    // d lambda / d b = sum_j excite (S_j - b Q_j).
    g.push_back(by_decay + sums.set_off / p.decay - sums.waited);
    return g;
  }

  void lbfgs() {
    const std::size_t size = k_ + k_ * k_ + (fits_decay() ? 1 : 0);
    const std::unique_ptr<nlopt_opt_s, decltype(&nlopt_destroy)> opt(
        nlopt_create(NLOPT_LD_LBFGS, static_cast<unsigned>(size)), &nlopt_destroy);
    optimizer_ = opt.get();
    std::vector<double> low(size, 0);
    std::vector<double> x(size, 0);
    for (std::size_t i = 0; i < k_; ++i) {
      low[i] = least_base_[i] / scale(i);
      x[i] = std::max(low[i], at_.base[i] / scale(i));
    }
    std::copy(at_.excite.begin(), at_.excite.end(), x.begin() + static_cast<std::ptrdiff_t>(k_));
    if (fits_decay()) {
      x.back() = std::log(at_.decay);
      low.back() = x.back() - 12;
    }
    nlopt_set_lower_bounds(opt.get(), low.data());
    nlopt_set_max_objective(opt.get(), &Search::objective, this);
    nlopt_set_ftol_rel(opt.get(), 1e-13);
    nlopt_set_maxeval(opt.get(), std::max(1, options_.most_steps - steps_));
    nlopt_set_vector_storage(opt.get(), 20);
    double value = 0;
    const double before = evaluate(at_).log_likelihood();
    nlopt_optimize(opt.get(), x.data(), &value);
    optimizer_ = nullptr;
    // Whatever NLopt says of how it ended, the Newton steps go on from the better of the two places.
    Parameters p = at_;
    unpack(x.data(), p);
    if (evaluate(p).log_likelihood() >= before) {
      at_ = p;
    }
  }

  struct Step {
    std::vector<double> by;  // as gradient()
    bool solved = false;
  };

  // Solves information * step = gradient over the free parameters. The information has a block for each kind and a
  // border for the decay, which is eliminated first (Schur).
  Step newton_step(const Sums& sums, const std::vector<double>& g, const std::vector<bool>& free) const {
    Step step{std::vector<double>(g.size(), 0), true};
    const Blocks blocks = factor(sums, free);
    if (!blocks.solved) {
      return {step.by, false};
    }
    const bool decay_free = free.back();
    double right = g.back();
    std::vector<Eigen::VectorXd> z(k_);
    for (std::size_t i = 0; i < k_; ++i) {
      Eigen::VectorXd gi(static_cast<Eigen::Index>(blocks.index[i].size()));
      for (std::size_t u = 0; u < blocks.index[i].size(); ++u) {
        gi[static_cast<Eigen::Index>(u)] = g[place(i, blocks.index[i][u])];
      }
      z[i] = blocks.block[i].solve(gi);
      right -= blocks.border[i].dot(z[i]);
    }
    const double decay_step = decay_free ? right / blocks.schur : 0;
    step.by.back() = decay_step;
    for (std::size_t i = 0; i < k_; ++i) {
      const Eigen::VectorXd own = z[i] - decay_step * blocks.over[i];
      for (std::size_t u = 0; u < blocks.index[i].size(); ++u) {
        step.by[place(i, blocks.index[i][u])] = own[static_cast<Eigen::Index>(u)];
      }
    }
    return step;
  }

  // Where parameter u of kind i (0: base, j + 1: excitation by j) stands in gradient().
  std::size_t place(std::size_t i, std::size_t u) const { return u == 0 ? i : k_ + i * k_ + u - 1; }

  struct Blocks {
    std::vector<std::vector<std::size_t>> index;  // the free parameters of each kind
    std::vector<Eigen::LLT<Eigen::MatrixXd>> block;
    std::vector<Eigen::VectorXd> border;  // with the decay
    std::vector<Eigen::VectorXd> over;    // block^-1 border
    double schur = 0;
    bool solved = true;
  };

  Blocks factor(const Sums& sums, const std::vector<bool>& free) const {
    Blocks out;
    out.index.resize(k_);
    out.block.resize(k_);
    out.border.resize(k_);
    out.over.resize(k_);
    out.schur = sums.decay_decay;
    for (std::size_t i = 0; i < k_; ++i) {
      for (std::size_t u = 0; u <= k_; ++u) {
        if (free[place(i, u)]) {
          out.index[i].push_back(u);
        }
      }
      const auto size = static_cast<Eigen::Index>(out.index[i].size());
      Eigen::MatrixXd block(size, size);
      out.border[i].resize(size);
      for (Eigen::Index u = 0; u < size; ++u) {
        const std::size_t from = out.index[i][static_cast<std::size_t>(u)];
        out.border[i][u] = sums.by_decay[i][from];
        for (Eigen::Index v = 0; v < size; ++v) {
          block(u, v) = sums.information[i][from * (k_ + 1) + out.index[i][static_cast<std::size_t>(v)]];
        }
      }
      out.block[i].compute(block);
      if (size > 0 && out.block[i].info() != Eigen::Success) {
        out.solved = false;
        return out;
      }
      out.over[i] = out.block[i].solve(out.border[i]);
      out.schur -= out.border[i].dot(out.over[i]);
    }
    if (free.back() && !(out.schur > 0)) {
      out.solved = false;
    }
    return out;
  }

  // A parameter on its bound with the slope pointing out stays there.
  std::vector<bool> free_parameters(const Parameters& p, const std::vector<double>& g) const {
    std::vector<bool> free(g.size(), true);
    for (std::size_t i = 0; i < k_; ++i) {
      free[i] = p.base[i] > least_base_[i] * 2 || g[i] > 0;
      for (std::size_t j = 0; j < k_; ++j) {
        const std::size_t at = k_ + i * k_ + j;
        free[at] = count_[i] > 0 && count_[j] > 0 && (p.excite[i * k_ + j] > 0 || g[at] > 0);
      }
      free[i] = free[i] && count_[i] > 0;
    }
    free.back() = fits_decay() && std::any_of(p.excite.begin(), p.excite.end(), [](double a) { return a > 0; });
    return free;
  }

  Parameters moved(const Parameters& p, const std::vector<double>& by, double share) const {
    Parameters out = p;
    for (std::size_t i = 0; i < k_; ++i) {
      out.base[i] = std::max(least_base_[i], p.base[i] + share * by[i]);
    }
    for (std::size_t at = 0; at < k_ * k_; ++at) {
      out.excite[at] = std::max(0.0, p.excite[at] + share * by[k_ + at]);
    }
    out.decay = std::clamp(p.decay + share * by.back(), p.decay / 2, p.decay * 2);
    return out;
  }

  void newton() {
    for (int round = 0; round < 60 && !cancelled_; ++round) {
      const Sums sums = evaluate(at_, true);
      const std::vector<double> g = gradient(at_, sums);
      const std::vector<bool> free = free_parameters(at_, g);
      Step step = newton_step(sums, g, free);
      double promised = 0;
      for (std::size_t at = 0; at < g.size(); ++at) {
        promised += g[at] * step.by[at];
      }
      const double now = sums.log_likelihood();
      if (step.solved && promised < 1e-14 * (1 + std::fabs(now))) {
        converged_ = true;
        return;
      }
      if (!step.solved) {
        // Not yet where the likelihood is curved downwards in all directions: steps of EM get there.
        Sums there = sums;
        for (int em = 0; em < 20 && !cancelled_; ++em) {
          at_ = em_step(at_, there, fits_decay());
          there = evaluate(at_);
        }
        converged_ = there.log_likelihood() - now < 1e-12 * (1 + std::fabs(now));
        if (converged_) {
          return;
        }
        continue;
      }
      double share = 1;
      bool better = false;
      for (int half = 0; half < 30 && !better; ++half, share /= 2) {
        const Parameters next = moved(at_, step.by, share);
        if (evaluate(next).log_likelihood() > now) {
          at_ = next;
          better = true;
        }
      }
      if (!better) {
        converged_ = true;  // the last digits
        return;
      }
    }
  }

  Fit result() {
    const Sums sums = evaluate(at_, true);
    Fit fit;
    fit.model = {walk_.events().kinds, at_.base, at_.excite, std::vector<double>(k_ * k_, at_.decay)};
    for (std::size_t i = 0; i < k_; ++i) {
      if (fit.model.base[i] <= least_base_[i] * 2) {
        fit.model.base[i] = 0;
      }
    }
    fit.likelihood = {sums.log_intensity, sums.compensator, walk_.events().size()};
    fit.steps = steps_;
    fit.converged = converged_;
    fit.base_error.assign(k_, kNaN);
    fit.excite_error.assign(k_ * k_, kNaN);
    fit.decay_error = kNaN;
    std::vector<bool> free = free_parameters(at_, gradient(at_, sums));
    for (std::size_t at = 0; at < k_ * k_; ++at) {
      // EM comes to the bound without ever reaching it.
      free[k_ + at] = free[k_ + at] && at_.excite[at] > 1e-9;
    }
    const Blocks blocks = factor(sums, free);
    fit.has_errors = blocks.solved;
    if (!blocks.solved) {
      return fit;
    }
    if (free.back()) {
      fit.decay_error = std::sqrt(1 / blocks.schur);
    }
    for (std::size_t i = 0; i < k_; ++i) {
      const auto size = static_cast<Eigen::Index>(blocks.index[i].size());
      const Eigen::MatrixXd inverse = blocks.block[i].solve(Eigen::MatrixXd::Identity(size, size));
      for (Eigen::Index u = 0; u < size; ++u) {
        double variance = inverse(u, u);
        if (free.back()) {
          variance += blocks.over[i][u] * blocks.over[i][u] / blocks.schur;
        }
        const std::size_t at = place(i, blocks.index[i][static_cast<std::size_t>(u)]);
        (at < k_ ? fit.base_error[at] : fit.excite_error[at - k_]) = std::sqrt(variance);
      }
    }
    return fit;
  }

  const FitOptions& options_;
  Walk walk_;
  std::size_t k_;
  std::vector<double> count_;
  std::vector<double> least_base_;
  Parameters at_;
  nlopt_opt optimizer_ = nullptr;
  int steps_ = 0;
  bool cancelled_ = false;
  bool converged_ = false;
};

}  // namespace

Result<Fit> fit(const Events& events, const FitOptions& options) {
  if (auto ok = check(events); !ok) {
    return ok.error();
  }
  if (events.size() == 0) {
    return Error{ErrorCode::bad_value, "there are no events to fit", ""};
  }
  if (events.kinds.size() > kMostKinds) {
    return Error{ErrorCode::too_large,
                 fmt::format("{} kinds of act need {} numbers each; at most {} kinds are fitted", events.kinds.size(),
                             events.kinds.size() + 1, kMostKinds),
                 ""};
  }
  if (options.decay && (!(*options.decay > 0) || std::isinf(*options.decay))) {
    return Error{ErrorCode::bad_value, fmt::format("the decay {} is not above 0", *options.decay), ""};
  }
  return Search(events, options).run();
}

}  // namespace detente::play::tempo
