#include <algorithm>
#include <thread>

#include "command.hpp"
#include "detente/play/table.hpp"
#include "files.hpp"
#include "fit_output.hpp"

namespace detente::cli {

namespace {

namespace tempo = play::tempo;

// A number that is given on the command line; nothing if it is not given.
Result<std::optional<double>> given_number(const Arguments& arguments, std::string_view option) {
  if (!arguments.has(option)) {
    return std::optional<double>();
  }
  const auto value = play::table::number(arguments.get(option), option, "", 0);
  if (!value) {
    return Error{ErrorCode::usage, fmt::format("{} '{}' is not a number", option, arguments.get(option)), ""};
  }
  return std::optional<double>(*value);
}

tempo::ReadOptions read_options(const Arguments& arguments) {
  tempo::ReadOptions options;
  const std::string by = arguments.get("--by", "type");
  options.by = by == "dyad"    ? tempo::By::dyad
               : by == "front" ? tempo::By::front
               : by == "all"   ? tempo::By::all
                               : tempo::By::kind;
  const std::string times = arguments.get("--times", "strict");
  options.times = times == "spread" ? tempo::Times::spread
                  : times == "draw" ? tempo::Times::draw
                                    : tempo::Times::strict;
  options.from = arguments.get("--from");
  options.until = arguments.get("--until");
  options.only = arguments.all("--only");
  options.least = static_cast<std::size_t>(arguments.number("--least", 1));
  options.report_day = arguments.get("--undated", "skip") == "report";
  options.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  return options;
}

class FitProgress {
 public:
  explicit FitProgress(World& world) : world_(world) {}
  ~FitProgress() {
    if (on_screen_) {
      world_.err("\r\x1b[K");
    }
  }
  FitProgress(const FitProgress&) = delete;
  FitProgress& operator=(const FitProgress&) = delete;

  bool show(int step, double log_likelihood) {
    const double now = world_.seconds();
    if (world_.err_is_terminal && now - shown_ > 0.2) {
      world_.err(fmt::format("\rstep {}, log-likelihood {:.2f}\x1b[K", step, log_likelihood));
      shown_ = now;
      on_screen_ = true;
    }
    return !world_.stopped();
  }

 private:
  World& world_;
  double shown_ = 0;
  bool on_screen_ = false;
};

Result<Fitted> fit_all(const Arguments& arguments, tempo::EventFile read, double share, std::optional<double> decay,
                       World& world) {
  FitProgress progress(world);
  tempo::FitOptions options;
  options.method = arguments.get("--method", "lbfgs") == "em" ? tempo::Method::em : tempo::Method::lbfgs;
  options.decay = decay;
  options.threads = static_cast<unsigned>(
      std::max(1, arguments.number("--threads", static_cast<int>(std::thread::hardware_concurrency()))));
  options.progress = [&](int step, double log_likelihood) { return progress.show(step, log_likelihood); };
  Fitted out;
  out.file = called(arguments.positionals().front());
  out.read = std::move(read);
  out.method = options.method;
  auto fit = tempo::fit(out.read.events, options);
  if (!fit) {
    return fit.error();
  }
  out.fit = std::move(*fit);
  if (share > 0) {
    const auto held = tempo::hold_out(out.read.events, share, options);
    if (!held) {
      return held.error();
    }
    out.held_out = *held;
    out.share = share;
  }
  const tempo::Events& events = out.read.events;
  out.poisson = tempo::fit_poisson(events);
  out.residuals = tempo::residuals(out.fit.model, events);
  out.poisson_residuals = tempo::residuals(tempo::poisson_model(events, out.poisson.rate), events);
  out.radius = tempo::spectral_radius(out.fit.model);
  double base = 0;
  for (const double rate : out.fit.model.base) {
    base += rate * (events.end - events.begin);
  }
  out.set_off = std::clamp(1 - base / static_cast<double>(events.size()), 0.0, 1.0);
  return out;
}

std::string method_words(const Fitted& fitted) {
  const tempo::Events& events = fitted.read.events;
  return fmt::format("fitted by detente fit to {} events of {} over {:.6g} {}{}", events.size(), fitted.file,
                     events.end - events.begin, fitted.read.first_day.empty() ? "units of time" : "days from ",
                     fitted.read.first_day);
}

}  // namespace

int fit_command(const Arguments& arguments, World& world) {
  const auto share = given_number(arguments, "--hold-out");
  const auto decay = given_number(arguments, "--decay");
  const auto length = given_number(arguments, "--simulate");
  for (const auto* number : {&share, &decay, &length}) {
    if (!*number) {
      return could_not(world, number->error());
    }
  }
  const std::string& path = arguments.positionals().front();
  const auto bytes = read_whole(path, world);
  if (!bytes) {
    return could_not(world, bytes.error());
  }
  auto read = tempo::read_events(*bytes, called(path), read_options(arguments));
  if (!read) {
    return could_not(world, read.error());
  }
  for (const Error& note : read->notes) {
    world.err(fmt::format("detente: {}\n", note.to_string()));
  }
  const auto fitted = fit_all(arguments, std::move(*read), share->value_or(0), *decay, world);
  if (!fitted) {
    return could_not(world, {fitted.error().code, fitted.error().message, called(path)});
  }

  std::string text;
  if (length->has_value()) {
    const auto events = tempo::simulate(
        fitted->fit.model, {.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1)), .end = **length});
    if (!events) {
      return could_not(world, {events.error().code, events.error().message, called(path)});
    }
    text = events_csv(*events);
  } else if (arguments.has("--crisis")) {
    auto sections = tempo::crisis_sections(fitted->fit, method_words(*fitted));
    if (!sections) {
      return could_not(world, {sections.error().code, sections.error().message + " (--by dyad)", called(path)});
    }
    text = std::move(*sections);
  } else if (arguments.has("--json")) {
    text = fit_json(*fitted);
  } else if (arguments.has("--csv")) {
    text = fit_csv(*fitted);
  } else {
    text = fit_text(*fitted, Style(arguments, world), arguments.number("--limit", 12));
  }
  world.out(text);
  const bool sound = fitted->fit.converged && fitted->radius < 1;
  return sound && fitted->read.notes.empty() ? kDone : kWithFindings;
}

}  // namespace detente::cli
