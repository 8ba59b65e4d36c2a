// What `detente fit` says.
#pragma once

#include <optional>
#include <string>

#include "detente/play/tempo.hpp"
#include "detente/play/tempo_events.hpp"
#include "style.hpp"

namespace detente::cli {

struct Fitted {
  std::string file;
  play::tempo::EventFile read;
  play::tempo::Method method = play::tempo::Method::lbfgs;
  play::tempo::Fit fit;
  play::tempo::PoissonFit poisson;
  std::optional<play::tempo::HeldOut> held_out;
  double share = 0;  // held out
  std::vector<play::tempo::Residual> residuals;
  std::vector<play::tempo::Residual> poisson_residuals;
  double radius = 0;
  double set_off = 0;  // share of the events that earlier ones set off
};

std::string fit_text(const Fitted& fitted, const Style& style, int limit);
std::string fit_json(const Fitted& fitted);
// One row a parameter: parameter, kind, after, value, error.
std::string fit_csv(const Fitted& fitted);
// Events as read_events() reads them.
std::string events_csv(const play::tempo::Events& events);

}  // namespace detente::cli
