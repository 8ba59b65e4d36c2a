#include <fmt/format.h>

#include <Eigen/Dense>
#include <cmath>

#include "detente/play/tempo.hpp"

namespace detente::play::tempo {

namespace {

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

Eigen::Map<const Matrix> as_matrix(const std::vector<double>& values, std::size_t k) {
  return {values.data(), static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(k)};
}

Error bad(std::string message) { return {ErrorCode::bad_value, std::move(message), ""}; }

bool usable(double x) { return x >= 0 && !std::isinf(x); }

}  // namespace

Result<void> check(const Events& events) {
  if (events.kind.size() != events.time.size()) {
    return bad(fmt::format("there are {} times and {} kinds", events.time.size(), events.kind.size()));
  }
  if (!(events.begin < events.end) || std::isinf(events.begin) || std::isinf(events.end)) {
    return bad(fmt::format("the window from {} to {} holds no time", events.begin, events.end));
  }
  double last = events.begin;
  for (std::size_t k = 0; k < events.size(); ++k) {
    const double t = events.time[k];
    if (std::isnan(t) || std::isinf(t)) {
      return bad(fmt::format("event {} has the time {}, which is no number", k + 1, t));
    }
    if (k > 0 && !(t > last)) {
      return bad(fmt::format("event {} at {} does not come after the one before it, at {}", k + 1, t, last));
    }
    if (t < events.begin || t > events.end) {
      return bad(
          fmt::format("event {} at {} lies outside the window from {} to {}", k + 1, t, events.begin, events.end));
    }
    if (events.kind[k] >= events.kinds.size()) {
      return bad(
          fmt::format("event {} is of kind {}, and there are {} kinds", k + 1, events.kind[k], events.kinds.size()));
    }
    last = t;
  }
  return {};
}

Result<void> check_values(const Model& model) {
  const std::size_t k = model.size();
  if (k == 0) {
    return bad("the model has no kind of act");
  }
  if (model.base.size() != k || model.excite.size() != k * k || model.decay.size() != k * k) {
    return bad(fmt::format("{} kinds need {} base rates, {} excitations and {} decays; there are {}, {} and {}", k, k,
                           k * k, k * k, model.base.size(), model.excite.size(), model.decay.size()));
  }
  for (std::size_t i = 0; i < k; ++i) {
    if (!usable(model.base[i])) {
      return bad(fmt::format("the base rate of '{}' is {}: it must be 0 or more", model.kinds[i], model.base[i]));
    }
    for (std::size_t j = 0; j < k; ++j) {
      if (!usable(model.excite[i * k + j])) {
        return bad(fmt::format("the excitation of '{}' by '{}' is {}: it must be 0 or more", model.kinds[i],
                               model.kinds[j], model.excite[i * k + j]));
      }
      const double decay = model.decay[i * k + j];
      if (!usable(decay) || decay == 0) {
        return bad(fmt::format("the decay of the excitation of '{}' by '{}' is {}: it must be above 0", model.kinds[i],
                               model.kinds[j], decay));
      }
    }
  }
  return {};
}

Result<void> check(const Model& model) {
  if (auto values = check_values(model); !values) {
    return values;
  }
  const double radius = spectral_radius(model);
  if (!(radius < 1)) {
    return bad(
        fmt::format("the spectral radius of the excitation is {:.6g}, and must be below 1: each act would set off more "
                    "than one, and their number grow without end",
                    radius));
  }
  return {};
}

double spectral_radius(const Model& model) {
  if (model.size() == 0) {
    return 0;
  }
  const Eigen::EigenSolver<Eigen::MatrixXd> solver(as_matrix(model.excite, model.size()), false);
  return solver.eigenvalues().cwiseAbs().maxCoeff();
}

std::vector<double> stationary_rates(const Model& model) {
  const auto k = static_cast<Eigen::Index>(model.size());
  const Eigen::MatrixXd left = Eigen::MatrixXd::Identity(k, k) - as_matrix(model.excite, model.size());
  const Eigen::VectorXd rates = left.partialPivLu().solve(Eigen::Map<const Eigen::VectorXd>(model.base.data(), k));
  return {rates.data(), rates.data() + k};
}

PoissonFit fit_poisson(const Events& events) {
  const double length = events.end - events.begin;
  PoissonFit fit;
  std::vector<double> count(events.kinds.size(), 0);
  for (const std::uint32_t kind : events.kind) {
    count[kind] += 1;
  }
  for (const double n : count) {
    fit.rate.push_back(n / length);
    fit.error.push_back(std::sqrt(n) / length);
    fit.likelihood.log_intensity += n > 0 ? n * std::log(n / length) : 0;
  }
  fit.likelihood.compensator = static_cast<double>(events.size());
  fit.likelihood.events = events.size();
  return fit;
}

Model poisson_model(const Events& events, const std::vector<double>& rates) {
  const std::size_t k = events.kinds.size();
  return {events.kinds, rates, std::vector<double>(k * k, 0), std::vector<double>(k * k, 1)};
}

}  // namespace detente::play::tempo
