#include "fit_output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detente/play/table.hpp"
#include "detente/reading/json_writer.hpp"

namespace detente::cli {

namespace {

namespace tempo = play::tempo;

// Small and large alike, to four digits.
std::string value(double x) { return fmt::format("{:.4g}", x); }

std::string with_error(double x, double error) {
  return std::isnan(error) ? value(x) : fmt::format("{} ± {:.2g}", value(x), error);
}

std::string probability(double p) { return p < 0.001 ? "below 0.001" : fmt::format("{:.3f}", p); }

struct Pair {
  std::size_t to = 0;
  std::size_t from = 0;
  double excite = 0;
  double error = 0;
};

std::vector<Pair> strongest(const tempo::Fit& fit) {
  const std::size_t k = fit.model.size();
  std::vector<Pair> pairs;
  for (std::size_t at = 0; at < k * k; ++at) {
    if (fit.model.excite[at] >= 1e-6) {
      pairs.push_back({at / k, at % k, fit.model.excite[at], fit.excite_error[at]});
    }
  }
  std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.excite > b.excite; });
  return pairs;
}

std::vector<std::size_t> counts(const tempo::Events& events) {
  std::vector<std::size_t> out(events.kinds.size(), 0);
  for (const std::uint32_t kind : events.kind) {
    ++out[kind];
  }
  return out;
}

class FitWriter {
 public:
  FitWriter(const Fitted& fitted, const Style& style, int limit)
      : fitted_(fitted), style_(style), limit_(limit > 0 ? static_cast<std::size_t>(limit) : ~std::size_t{0}) {
    for (const std::string& kind : fitted.fit.model.kinds) {
      name_width_ = std::max(name_width_, std::min<std::size_t>(width(kind), 40));
    }
  }

  std::string write() {
    head();
    likelihoods();
    kinds();
    pairs();
    verdict();
    return std::move(out_);
  }

 private:
  std::string unit() const { return fitted_.read.first_day.empty() ? "unit of time" : "day"; }

  void head() {
    const tempo::Events& events = fitted_.read.events;
    const bool days = !fitted_.read.first_day.empty();
    out_ += style_.heading(fmt::format("{}: {} events of {} kind{}", fitted_.file,
                                       grouped(static_cast<double>(events.size())), events.kinds.size(),
                                       events.kinds.size() == 1 ? "" : "s"));
    out_ += days ? fmt::format(" in {} days from {}\n\n", value(events.end - events.begin), fitted_.read.first_day)
                 : fmt::format(" from {} to {}\n\n", value(events.begin), value(events.end));
  }

  void likelihoods() {
    const auto n = static_cast<double>(fitted_.read.events.size());
    const auto& held = fitted_.held_out;
    out_ += style_.faint(fmt::format("{}{}{}{}\n", left("Log-likelihood", 16), right("in all", 14),
                                     right("per event", 12), held ? right("held out, per event", 22) : ""));
    const auto row = [&](std::string_view name, double all, double other) {
      out_ += fmt::format("{}{}{}{}\n", left(name, 16), right(fmt::format("{:.2f}", all), 14),
                          right(fmt::format("{:.4f}", all / n), 12),
                          held ? right(fmt::format("{:.4f}", other / static_cast<double>(held->scored)), 22) : "");
    };
    row("Poisson", fitted_.poisson.likelihood.value(), held ? held->poisson : 0);
    row("Hawkes", fitted_.fit.likelihood.value(), held ? held->hawkes : 0);
    if (held) {
      out_ += style_.faint(fmt::format(
          "held out: the last {} events, after {} {}{}\n", held->scored, unit(), value(held->split),
          held->passed_over > 0 ? fmt::format("; {} of kinds not seen before are left out", held->passed_over) : ""));
    }
    out_ += '\n';
  }

  void kinds() {
    out_ += style_.faint(fmt::format("{}{}{}{}{}\n", left("Kind", name_width_), right("events", 9),
                                     right("base per " + unit(), 24), right("K-S distance", 15), right("p", 13)));
    const std::vector<std::size_t> n = counts(fitted_.read.events);
    const std::size_t k = n.size();
    for (std::size_t i = 0; i < std::min(k, limit_); ++i) {
      kind_row(fitted_.fit.model.kinds[i], n[i], with_error(fitted_.fit.model.base[i], fitted_.fit.base_error[i]),
               fitted_.residuals[i]);
    }
    if (k > limit_) {
      out_ += fmt::format("  and {} more (--limit 0 shows all)\n", k - limit_);
    }
    if (k > 1) {
      kind_row("all", fitted_.read.events.size(), "", fitted_.residuals[k]);
    }
    kind_row("as Poisson", fitted_.read.events.size(), "", fitted_.poisson_residuals[k]);
    out_ += '\n';
  }

  void kind_row(std::string_view name, std::size_t n, const std::string& base, const tempo::Residual& residual) {
    out_ +=
        fmt::format("{}{}{}{}{}\n", left(name, name_width_), right(grouped(static_cast<double>(n)), 9), right(base, 24),
                    right(fmt::format("{:.4f}", residual.distance), 15), right(probability(residual.p), 13));
  }

  void pairs() {
    const std::vector<Pair> found = strongest(fitted_.fit);
    if (found.empty()) {
      out_ += "No act sets off others.\n";
      return;
    }
    out_ += style_.faint(
        fmt::format("{}    {}{}\n", left("One act of", name_width_), left("sets off", name_width_), right("acts", 20)));
    for (std::size_t at = 0; at < std::min(found.size(), limit_); ++at) {
      const Pair& pair = found[at];
      out_ += fmt::format("{}    {}{}\n", left(fitted_.fit.model.kinds[pair.from], name_width_),
                          left(fitted_.fit.model.kinds[pair.to], name_width_),
                          right(with_error(pair.excite, pair.error), 20));
    }
    if (found.size() > limit_) {
      out_ += fmt::format("  and {} more (--limit 0 shows all)\n", found.size() - limit_);
    }
    const double decay = fitted_.fit.decay();
    out_ += fmt::format("\nDecay {} per {}: half of it within {} {}s.\n", with_error(decay, fitted_.fit.decay_error),
                        unit(), value(std::log(2.0) / decay), fitted_.read.first_day.empty() ? "unit" : "day");
  }

  void verdict() {
    out_ +=
        fmt::format("Branching ratio (spectral radius) {:.4f}; {:.0f} % of the acts were set off by earlier ones.\n",
                    fitted_.radius, 100 * fitted_.set_off);
    if (fitted_.radius >= 1) {
      out_ += style_.warning("Each act sets off one or more in the mean: such a process grows without end.") + "\n";
    }
    if (!fitted_.fit.has_errors) {
      out_ += style_.warning("There are no standard errors: the data do not tell the parameters apart.") + "\n";
    }
    if (!fitted_.fit.converged) {
      out_ += style_.warning("The fit did not come to its end.") + "\n";
    }
    out_ +=
        style_.faint(fmt::format("Fitted by {} in {} steps.",
                                 fitted_.method == tempo::Method::em ? "EM" : "L-BFGS and Newton", fitted_.fit.steps)) +
        "\n";
  }

  const Fitted& fitted_;
  const Style& style_;
  std::size_t limit_;
  std::size_t name_width_ = 10;
  std::string out_;
};

void residual_json(reading::JsonWriter& j, const tempo::Residual& residual) {
  j.object();
  j.key("events").integer(static_cast<std::int64_t>(residual.events));
  j.key("distance").number(residual.distance);
  j.key("p").number(residual.p);
  j.close();
}

void numbers_json(reading::JsonWriter& j, std::string_view name, const double* begin, std::size_t n) {
  j.key(name).array();
  for (std::size_t i = 0; i < n; ++i) {
    j.number(begin[i]);
  }
  j.close();
}

}  // namespace

std::string fit_text(const Fitted& fitted, const Style& style, int limit) {
  return FitWriter(fitted, style, limit).write();
}

std::string fit_json(const Fitted& fitted) {
  const tempo::Events& events = fitted.read.events;
  const tempo::Fit& fit = fitted.fit;
  const std::size_t k = events.kinds.size();
  const auto n = static_cast<double>(events.size());
  const std::vector<std::size_t> count = counts(events);
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("file").text(fitted.file);
  j.key("events").integer(static_cast<std::int64_t>(events.size()));
  if (!fitted.read.first_day.empty()) {
    j.key("first_day").text(fitted.read.first_day);
  }
  j.key("begin").number(events.begin);
  j.key("end").number(events.end);
  j.key("method").text(fitted.method == tempo::Method::em ? "em" : "lbfgs");
  j.key("steps").integer(fit.steps);
  j.key("converged").boolean(fit.converged);
  const auto likelihood = [&](std::string_view name, double all, const double* held) {
    j.key(name).object();
    j.key("log_likelihood").number(all);
    j.key("per_event").number(all / n);
    if (held != nullptr) {
      j.key("held_out").number(*held);
      j.key("held_out_per_event").number(*held / static_cast<double>(fitted.held_out->scored));
    }
    j.close();
  };
  likelihood("poisson", fitted.poisson.likelihood.value(), fitted.held_out ? &fitted.held_out->poisson : nullptr);
  likelihood("hawkes", fit.likelihood.value(), fitted.held_out ? &fitted.held_out->hawkes : nullptr);
  if (fitted.held_out) {
    j.key("held_out").object();
    j.key("share").number(fitted.share);
    j.key("after").number(fitted.held_out->split);
    j.key("fitted").integer(static_cast<std::int64_t>(fitted.held_out->fitted));
    j.key("scored").integer(static_cast<std::int64_t>(fitted.held_out->scored));
    j.key("passed_over").integer(static_cast<std::int64_t>(fitted.held_out->passed_over));
    j.close();
  }
  j.key("decay").number(fit.decay());
  j.key("decay_error").number(fit.decay_error);
  j.key("spectral_radius").number(fitted.radius);
  j.key("set_off").number(fitted.set_off);
  j.key("kinds").array();
  for (std::size_t i = 0; i < k; ++i) {
    j.object();
    j.key("name").text(events.kinds[i]);
    j.key("events").integer(static_cast<std::int64_t>(count[i]));
    j.key("poisson_rate").number(fitted.poisson.rate[i]);
    j.key("poisson_error").number(fitted.poisson.error[i]);
    j.key("base").number(fit.model.base[i]);
    j.key("base_error").number(fit.base_error[i]);
    numbers_json(j, "set_off_by_one_of", fit.model.excite.data() + i * k, k);
    numbers_json(j, "set_off_by_one_of_error", fit.excite_error.data() + i * k, k);
    j.key("residual");
    residual_json(j, fitted.residuals[i]);
    j.close();
  }
  j.close();
  j.key("residual");
  residual_json(j, fitted.residuals[k]);
  j.key("residual_of_poisson");
  residual_json(j, fitted.poisson_residuals[k]);
  j.close();
  return out + "\n";
}

std::string fit_csv(const Fitted& fitted) {
  const tempo::Fit& fit = fitted.fit;
  const std::size_t k = fit.model.size();
  std::string out = "parameter,kind,after,value,error\n";
  const auto row = [&](std::string_view parameter, std::string_view kind, std::string_view after, double x,
                       double error) {
    out += fmt::format("{},{},{},{},{}\n", parameter, play::table::quoted(kind), play::table::quoted(after), x,
                       std::isnan(error) ? "" : fmt::format("{}", error));
  };
  for (std::size_t i = 0; i < k; ++i) {
    row("base", fit.model.kinds[i], "", fit.model.base[i], fit.base_error[i]);
  }
  for (std::size_t at = 0; at < k * k; ++at) {
    row("excite", fit.model.kinds[at / k], fit.model.kinds[at % k], fit.model.excite[at], fit.excite_error[at]);
  }
  row("decay", "", "", fit.decay(), fit.decay_error);
  return out;
}

std::string events_csv(const tempo::Events& events) {
  std::string out = "time,type\n";
  for (std::size_t n = 0; n < events.size(); ++n) {
    out += fmt::format("{},{}\n", events.time[n], play::table::quoted(events.kinds[events.kind[n]]));
  }
  return out;
}

}  // namespace detente::cli
