// detente play: a crisis file, run forward.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <optional>
#include <thread>

#include "command.hpp"
#include "detente/play/crisis_schema.hpp"
#include "detente/play/ensemble.hpp"
#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"
#include "files.hpp"
#include "play_crisis.hpp"
#include "play_plots.hpp"
#include "play_text.hpp"
#include "trajectories.hpp"

namespace detente::cli {

namespace {

// "10000", or "5000..9999".
Result<void> parse_runs(const std::string& text, play::EnsembleOptions& options) {
  const auto number = [](std::string_view part, std::uint32_t& out) {
    const auto [end, problem] = std::from_chars(part.data(), part.data() + part.size(), out);
    return problem == std::errc() && end == part.data() + part.size() && out < 2000000000;
  };
  const std::size_t dots = text.find("..");
  std::uint32_t first = 0;
  std::uint32_t last = 0;
  if (dots == std::string::npos) {
    if (!number(text, last) || last == 0) {
      return Error{ErrorCode::usage,
                   fmt::format("--runs must be a number such as 10000 or a range such as 0..4999, "
                               "not '{}'",
                               text),
                   ""};
    }
    options.end = last;
    return {};
  }
  if (!number(std::string_view(text).substr(0, dots), first) ||
      !number(std::string_view(text).substr(dots + 2), last) || last < first) {
    return Error{ErrorCode::usage, fmt::format("--runs '{}' is no range such as 5000..9999", text), ""};
  }
  options.first = first;
  options.end = last + 1;
  return {};
}

// A line on a terminal that is written over; nothing in a pipe. False when the user asked to stop.
class RunProgress {
 public:
  explicit RunProgress(World& world) : world_(world), start_(world.seconds()) {}
  ~RunProgress() {
    if (shown_ > 0) {
      world_.err("\r\x1b[K");
    }
  }

  bool operator()(std::uint64_t done, std::uint64_t all) {
    const double now = world_.seconds();
    if (world_.err_is_terminal && now - last_ > 0.2) {
      last_ = now;
      ++shown_;
      const double left = done > 0 ? (now - start_) / static_cast<double>(done) * static_cast<double>(all - done) : 0;
      world_.err(fmt::format("\r{} of {} futures, {:.0f} s left\x1b[K", done, all, left));
    }
    return !world_.stopped();
  }

 private:
  World& world_;
  double start_;
  double last_ = 0;
  int shown_ = 0;
};

Result<std::vector<std::size_t>> chosen_outcomes(const Arguments& arguments, const play::RunsHeader& header) {
  if (!arguments.has("--outcome")) {
    if (arguments.has("--json") || arguments.has("--csv")) {
      std::vector<std::size_t> all(header.outcomes.size());
      for (std::size_t i = 0; i < all.size(); ++i) {
        all[i] = i;
      }
      return all;
    }
    return usual_outcomes(header);
  }
  std::vector<std::size_t> out;
  for (const std::string& name : arguments.all("--outcome")) {
    const auto at = std::find(header.outcomes.begin(), header.outcomes.end(), name);
    if (at == header.outcomes.end()) {
      return Error{ErrorCode::usage,
                   fmt::format("there is no outcome '{}'; they are: {}", name, join(header.outcomes, ", ")), ""};
    }
    out.push_back(static_cast<std::size_t>(at - header.outcomes.begin()));
  }
  return out;
}

int print(const Arguments& arguments, World& world, play::RunSet runs) {
  auto outcomes = chosen_outcomes(arguments, runs.header);
  if (!outcomes) {
    return could_not(world, outcomes.error());
  }
  PlayReport report{std::move(runs), std::move(*outcomes), ""};
  const Style style(arguments, world);
  const auto text = arguments.has("--json")  ? play_json(report)
                    : arguments.has("--csv") ? play_csv(report)
                                             : play_text(report, style);
  if (!text) {
    return could_not(world, text.error());
  }
  world.out(*text);
  return kDone;
}

int merge(const Arguments& arguments, World& world) {
  if (arguments.has("--save")) {
    if (auto merged = play::merge_runs(arguments.positionals(), arguments.get("--save")); !merged) {
      return could_not(world, merged.error());
    }
  }
  auto runs = play::join_runs(arguments.positionals());
  return runs ? print(arguments, world, std::move(*runs)) : could_not(world, runs.error());
}

int tell(const Arguments& arguments, World& world, const play::Model& model, const play::EnsembleOptions& options) {
  play::Future future(model);
  const auto run = static_cast<std::uint32_t>(arguments.number("--tell", 0));
  for (const std::size_t policy : options.policies) {
    bool reading = true;
    std::string page = fmt::format("{}, run {} of seed {}, policy \"{}\"\n", model.crisis().name, run, options.seed,
                                   model.crisis().policies[policy].name);
    int told = -1;
    future.tell([&](int day, const std::string& line) {
      if (day != told) {
        page += fmt::format("\n{} (day {})\n", day_after(model.crisis().start, day), day);
        told = day;
      }
      page += "  " + line + "\n";
    });
    future.begin({.seed = options.seed, .run = run, .policy = policy});
    page += play::numbers_told(future);
    while (future.day() < model.crisis().days && reading) {
      future.next_day();
      if (page.size() > 65536) {
        reading = world.out(page);
        page.clear();
      }
    }
    page += "\n" + play::outcomes_told(model, future);
    if (!reading || !world.out(page)) {
      return kDone;
    }
  }
  return kDone;
}

// Plays, and writes what was asked for as it goes.
int run(const Arguments& arguments, World& world, const play::Model& model, play::EnsembleOptions options,
        const std::string& digest) {
  play::RunTable table(play::runs_header(model, options, digest));
  std::optional<play::RunsFile> file;
  if (arguments.has("--save")) {
    auto opened = play::RunsFile::open_to_write(arguments.get("--save"), play::runs_header(model, options, digest));
    if (!opened) {
      return could_not(world, opened.error());
    }
    file.emplace(std::move(*opened));
  }
  std::optional<Trajectories> trajectories;
  if (arguments.has("--out")) {
    if (file && file->runs() > 0) {
      return could_not(world, {ErrorCode::usage,
                               "--out needs every run from the first, and this file goes on from an earlier play: name "
                               "another with --save",
                               arguments.get("--save")});
    }
    auto created = Trajectories::create(arguments.get("--out"), play::runs_header(model, options, digest));
    if (!created) {
      return could_not(world, created.error());
    }
    trajectories.emplace(std::move(*created));
  }
  std::optional<PlayPlots> plots;
  if (arguments.has("--plot")) {
    plots.emplace(model, options);
  }
  options.days = trajectories.has_value() || plots.has_value();
  const std::uint32_t first = options.first;
  options.first += file ? std::min(file->runs(), options.end - options.first) : 0;

  std::uint64_t done = 0;
  std::optional<Error> broken;
  {
    RunProgress progress(world);
    auto played = play::play_ensemble(
        model, options,
        [&](const play::RunResult& result) -> Result<void> {
          if (auto kept = file ? file->add(result.outcomes) : table.add(result); !kept) {
            return kept;
          }
          if (plots) {
            plots->add(result);
          }
          return trajectories ? trajectories->add(result) : Result<void>();
        },
        [&](std::uint64_t n, std::uint64_t all) { return progress(n, all); });
    if (!played) {
      broken = played.error();
    } else {
      done = *played;
    }
  }
  if (file) {
    if (auto flushed = file->flush(); !flushed && !broken) {
      broken = flushed.error();
    }
  }
  if (trajectories && !broken) {
    if (auto finished = trajectories->finish(); !finished) {
      broken = finished.error();
    }
  }
  if (broken) {
    could_not(world, *broken);
    if (file) {
      file.reset();
      const auto kept = play::RunsFile::open_to_read(arguments.get("--save"));
      world.err(fmt::format("detente: {} runs are whole in {}; the same command goes on from there\n",
                            kept ? kept->runs() : 0, arguments.get("--save")));
    }
    return kCouldNot;
  }
  play::RunSet set = table.set();
  if (file) {
    file.reset();
    auto joined = play::join_runs({arguments.get("--save")});
    if (!joined) {
      return could_not(world, joined.error());
    }
    set = std::move(*joined);
  }
  if (plots) {
    if (auto drawn = plots->write(arguments.get("--plot"), set); !drawn) {
      return could_not(world, drawn.error());
    }
  }
  const std::uint64_t asked = options.end - first;
  if (set.runs == 0) {
    world.err("detente: stopped before the first run was whole\n");
    return kCouldNot;
  }
  const int printed = print(arguments, world, std::move(set));
  if (done < options.end - options.first) {
    world.err(fmt::format("detente: stopped: {} of {} runs were played{}\n", options.first - first + done, asked,
                          arguments.has("--save") ? "; the same command goes on from there" : ""));
    return printed == kDone ? kWithFindings : printed;
  }
  return printed;
}

}  // namespace

Result<LoadedCrisis> load_crisis(const Arguments& arguments, World& world) {
  const std::string path = arguments.positionals().front();
  auto text = read_whole(path, world);
  if (!text) {
    return text.error();
  }
  auto crisis = play::read_crisis(*text, called(path));
  if (!crisis) {
    return crisis.error();
  }
  std::string identity = *text;
  for (const std::string& setting : arguments.all("--set")) {
    const std::size_t equals = setting.rfind('=');
    double value = 0;
    const std::string_view written =
        equals == std::string::npos ? std::string_view() : std::string_view(setting).substr(equals + 1);
    const auto [end, problem] = std::from_chars(written.data(), written.data() + written.size(), value);
    if (equals == std::string::npos || problem != std::errc() || end != written.data() + written.size()) {
      return Error{ErrorCode::usage,
                   fmt::format("--set must be PATH=NUMBER such as party.Israel.war_cost=0.5, not '{}'", setting), ""};
    }
    if (auto set = play::set_number(*crisis, std::string_view(setting).substr(0, equals), value); !set) {
      return set.error();
    }
    identity += "\n--set " + setting;
  }
  if (const double radius = play::spectral_radius(*crisis); radius >= 1) {
    return Error{ErrorCode::usage,
                 fmt::format("with what was set, the spectral radius is {:.4g}: it must be below 1", radius), path};
  }
  if (arguments.has("--until")) {
    const auto until = text::parse_date(arguments.get("--until"));
    const auto start = text::parse_date(crisis->start);
    int days = 0;
    if (until && start && until->precision >= text::Precision::day) {
      for (text::Date day = *start; days <= 3650 && day.iso_day() < until->iso_day(); day = text::add_days(day, 1)) {
        ++days;
      }
    }
    if (days < 1 || days > 3650) {
      return Error{ErrorCode::usage,
                   fmt::format("--until must be a day within ten years after {}, not '{}'", crisis->start,
                               arguments.get("--until")),
                   ""};
    }
    crisis->days = days;
  }
  identity += fmt::format("\n--until {}", crisis->days);
  LoadedCrisis out{std::move(*crisis), fmt::format("{:016x}", text::fnv1a(identity))};
  return out;
}

Result<std::vector<std::size_t>> chosen_policies(const Arguments& arguments, const play::Crisis& crisis) {
  std::vector<std::size_t> out;
  std::vector<std::string> names;
  for (const play::Policy& policy : crisis.policies) {
    names.push_back(policy.name);
  }
  if (!arguments.has("--policy")) {
    for (std::size_t p = 0; p < names.size(); ++p) {
      out.push_back(p);
    }
    return out;
  }
  for (const std::string& name : arguments.all("--policy")) {
    const auto at = std::find(names.begin(), names.end(), name);
    if (at == names.end()) {
      return Error{ErrorCode::usage, fmt::format("there is no policy '{}'; they are: {}", name, join(names, ", ")), ""};
    }
    const auto index = static_cast<std::size_t>(at - names.begin());
    if (std::find(out.begin(), out.end(), index) == out.end()) {
      out.push_back(index);
    }
  }
  return out;
}

unsigned chosen_threads(const Arguments& arguments) {
  const int asked = arguments.number("--threads", static_cast<int>(std::thread::hardware_concurrency()));
  return static_cast<unsigned>(std::clamp(asked, 1, 1024));
}

int play_command(const Arguments& arguments, World& world) {
  if (arguments.has("--merge")) {
    return merge(arguments, world);
  }
  if (arguments.positionals().size() != 1) {
    return could_not(world, {ErrorCode::usage,
                             "play takes one crisis file; several files need --merge (detente play "
                             "--help)",
                             ""});
  }
  auto loaded = load_crisis(arguments, world);
  if (!loaded) {
    return could_not(world, loaded.error());
  }
  if (arguments.has("--check")) {
    world.out(play::origin_report(loaded->crisis));
    return kDone;
  }
  play::EnsembleOptions options;
  options.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  options.threads = chosen_threads(arguments);
  auto policies = chosen_policies(arguments, loaded->crisis);
  if (!policies) {
    return could_not(world, policies.error());
  }
  options.policies = std::move(*policies);
  if (auto runs = parse_runs(arguments.get("--runs", "1000"), options); !runs) {
    return could_not(world, runs.error());
  }
  const play::Model model(std::move(loaded->crisis));
  if (arguments.has("--tell")) {
    if (!arguments.has("--policy")) {
      options.policies.resize(1);
    }
    return tell(arguments, world, model, options);
  }
  return run(arguments, world, model, options, loaded->digest);
}

}  // namespace detente::cli
