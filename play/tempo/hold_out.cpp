#include <fmt/format.h>

#include <cmath>
#include <map>

#include "detente/play/tempo.hpp"

namespace detente::play::tempo {

Result<HeldOut> hold_out(const Events& events, double share, const FitOptions& options) {
  if (auto ok = check(events); !ok) {
    return ok.error();
  }
  const auto n = static_cast<double>(events.size());
  if (!(share > 0 && share < 1) || std::floor(share * n) < 1 || std::floor(share * n) >= n) {
    return Error{ErrorCode::bad_value,
                 fmt::format("a share of {} of {} events cannot be held out: it must leave events on both sides", share,
                             events.size()),
                 ""};
  }
  const std::size_t first = events.size() - static_cast<std::size_t>(std::floor(share * n));
  HeldOut out;
  out.fitted = first;
  out.split = events.time[first - 1] + (events.time[first] - events.time[first - 1]) / 2;
  Events before{{events.time.begin(), events.time.begin() + static_cast<std::ptrdiff_t>(first)},
                {events.kind.begin(), events.kind.begin() + static_cast<std::ptrdiff_t>(first)},
                events.kinds,
                events.begin,
                out.split};
  const auto fitted = fit(before, options);
  if (!fitted) {
    return fitted.error();
  }
  const Model poisson = poisson_model(before, fit_poisson(before).rate);
  Events known = before;
  known.end = events.end;
  std::vector<bool> seen(events.kinds.size(), false);
  for (const std::uint32_t kind : before.kind) {
    seen[kind] = true;
  }
  for (std::size_t k = first; k < events.size(); ++k) {
    if (seen[events.kind[k]]) {
      known.time.push_back(events.time[k]);
      known.kind.push_back(events.kind[k]);
    } else {
      ++out.passed_over;
    }
  }
  const Window rest{out.split, events.end};
  const Likelihood hawkes = log_likelihood(fitted->model, known, rest);
  out.scored = hawkes.events;
  out.hawkes = hawkes.value();
  out.poisson = log_likelihood(poisson, known, rest).value();
  return out;
}

namespace {

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
    }
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += ' ';
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string toml_number(double value, double error) {
  if (std::isnan(error)) {
    return fmt::format("{:.6g}", value);
  }
  return fmt::format(R"({{ dist = "normal", mean = {:.6g}, deviation = {:.6g} }})", value, error);
}

}  // namespace

Result<std::string> crisis_sections(const Fit& fit, std::string_view source) {
  if (auto ok = check(fit.model); !ok) {
    return ok.error();
  }
  constexpr std::string_view kBetween = " > ";
  const std::string assumed = fmt::format("assumed = {}\n", toml_text(source));
  std::string out;
  const std::size_t k = fit.model.size();
  for (std::size_t i = 0; i < k; ++i) {
    const std::string& dyad = fit.model.kinds[i];
    const auto at = dyad.find(kBetween);
    if (at == std::string::npos) {
      return Error{ErrorCode::bad_value,
                   fmt::format("'{}' does not say who acts on whom: a crisis file needs events by dyad", dyad), ""};
    }
    out += fmt::format("[[front]]\nname = {}\nattacker = {}\ndefender = {}\n{}\n", toml_text(dyad),
                       toml_text(std::string_view(dyad).substr(0, at)),
                       toml_text(std::string_view(dyad).substr(at + kBetween.size())), assumed);
    out += fmt::format("[[front.act]]\nname = \"acts\"\n{}rate = {}\n\n", assumed,
                       toml_number(fit.model.base[i], fit.base_error[i]));
  }
  for (std::size_t i = 0; i < k; ++i) {
    for (std::size_t j = 0; j < k; ++j) {
      const double excite = fit.model.excite[i * k + j];
      if (excite < 1e-6) {
        continue;
      }
      out += fmt::format("[[excitement]]\nfrom = {}\nto = {}\n{}gain = {}\ndecay = {:.6g}\n\n",
                         toml_text(fit.model.kinds[j] + " / acts"), toml_text(fit.model.kinds[i] + " / acts"), assumed,
                         toml_number(excite, fit.excite_error[i * k + j]), fit.model.decay[i * k + j]);
    }
  }
  return out;
}

}  // namespace detente::play::tempo
