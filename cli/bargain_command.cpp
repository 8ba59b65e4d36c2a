#include <array>
#include <cmath>

#include "bargain_output.hpp"
#include "command.hpp"
#include "detente/play/bargain_names.hpp"
#include "files.hpp"

namespace detente::cli {

namespace {

namespace bargain = play::bargain;

template <typename Value, std::size_t size>
void choose(const Arguments& arguments, std::string_view option, const std::array<bargain::Named<Value>, size>& names,
            Value& out) {
  const std::string given = arguments.get(option);
  for (const bargain::Named<Value>& named : names) {
    out = named.name == given ? named.value : out;
  }
}

// What the file says, and what the command line says otherwise.
bargain::SmpOptions smp_options(const Arguments& arguments, const bargain::Scenario& scenario) {
  bargain::SmpOptions o = scenario.options.value_or(bargain::SmpOptions{});
  choose(arguments, "--pce", bargain::kPceModels, o.pce.pce);
  choose(arguments, "--victory", bargain::kVictoryModels, o.pce.victory);
  choose(arguments, "--vote", bargain::kVotingRules, o.pce.vote);
  choose(arguments, "--transitions", bargain::kTransitions, o.transitions);
  choose(arguments, "--risk-range", bargain::kRiskRanges, o.risk_range);
  choose(arguments, "--risk-view", bargain::kRiskViews, o.risk_view);
  choose(arguments, "--third-parties", bargain::kThirdParties, o.third_party);
  choose(arguments, "--interpolation", bargain::kInterpolations, o.interpolation);
  choose(arguments, "--proposals", bargain::kProposals, o.proposals);
  o.turns = arguments.number("--turns", o.turns);
  if (arguments.has("--seed")) {
    o.seed = static_cast<std::uint64_t>(arguments.number("--seed", 1));
  }
  return o;
}

// Options of one model given to another are a slip of the user that would go unnoticed.
Result<void> check_options(const Arguments& arguments, std::string_view model) {
  struct Owned {
    std::string_view option;
    std::string_view models;
  };
  static constexpr std::array<Owned, 16> kOwned{{{"--mode", "bdm"},
                                                 {"--log", "bdm"},
                                                 {"--pce", "smp"},
                                                 {"--victory", "smp"},
                                                 {"--vote", "smp"},
                                                 {"--transitions", "smp"},
                                                 {"--seed", "smp"},
                                                 {"--risk-range", "smp"},
                                                 {"--risk-view", "smp"},
                                                 {"--third-parties", "smp"},
                                                 {"--interpolation", "smp"},
                                                 {"--proposals", "smp"},
                                                 {"--lambda", "iig"},
                                                 {"--turns", "smp or bdm"},
                                                 {"--plot", "smp or bdm"},
                                                 {"--table", "smp or bdm"}}};
  for (const Owned& owned : kOwned) {
    if (arguments.has(owned.option) && owned.models.find(model) == std::string_view::npos) {
      return Error{ErrorCode::usage, fmt::format("{} belongs to --model {}", owned.option, owned.models), ""};
    }
  }
  if (arguments.has("--log") && arguments.get("--mode") != "scholz") {
    return Error{ErrorCode::usage, "--log is the log of --mode scholz", ""};
  }
  return {};
}

// "talks.svg" for one dimension; "talks-1.svg", "talks-2.svg" for several.
std::string plot_path(const std::string& path, std::size_t dimension, std::size_t dimensions) {
  if (dimensions == 1) {
    return path;
  }
  const std::filesystem::path whole(path);
  return (whole.parent_path() /
          fmt::format("{}-{}{}", whole.stem().string(), dimension + 1, whole.extension().string()))
      .string();
}

Result<void> plot(const Arguments& arguments, const bargain::Track& track, const std::string& source) {
  for (std::size_t d = 0; d < track.dimensions.size(); ++d) {
    const auto drawn = play::chart::svg(bargain::positions_chart(track, d, source));
    if (!drawn) {
      return drawn.error();
    }
    if (auto written = write_whole(plot_path(arguments.get("--plot"), d, track.dimensions.size()), *drawn); !written) {
      return written;
    }
  }
  return {};
}

}  // namespace

int bargain_command(const Arguments& arguments, World& world) {
  const std::string model = arguments.get("--model", "smp");
  const bool smp = model == "smp";
  if (const auto good = check_options(arguments, model); !good) {
    return could_not(world, good.error());
  }
  if (model == "iig") {
    return play_interactions(arguments, world);
  }
  const std::string& path = arguments.positionals().front();
  const auto text = read_whole(path, world, std::size_t{64} << 20);
  if (!text) {
    return could_not(world, text.error());
  }
  const auto scenario =
      bargain::read_scenario(*text, called(path), smp ? bargain::Scale::hundred : bargain::Scale::own);
  if (!scenario) {
    return could_not(world, scenario.error());
  }

  Bargaining played{.scenario = *scenario};
  if (smp) {
    played.options = smp_options(arguments, *scenario);
    auto run = bargain::play_smp(*scenario, played.options, [&] { return !world.stopped(); });
    if (!run) {
      return could_not(world, {run.error().code, run.error().message, called(path)});
    }
    played.track = bargain::track_of(*scenario, *run);
    played.smp = std::move(*run);
  } else {
    bargain::EuOptions options;
    options.mode = arguments.get("--mode") == "scholz" ? bargain::EuMode::scholz : bargain::EuMode::corrected;
    options.rounds = arguments.number("--turns", options.rounds);
    auto run =
        bargain::play_expected_utility(*scenario, options, arguments.has("--json"), [&] { return !world.stopped(); });
    if (!run) {
      return could_not(world, {run.error().code, run.error().message, called(path)});
    }
    played.mode = options.mode;
    played.track = bargain::track_of(*scenario, *run);
    played.expected = std::move(*run);
  }
  if (played.track.title.empty()) {
    played.track.title = called(path);
  }

  if (arguments.has("--plot")) {
    const std::string source = fmt::format("Source: {}, {}. What follows from the numbers in the file; no forecast.",
                                           called(path), model_words(played));
    if (const auto plotted = plot(arguments, played.track, source); !plotted) {
      return could_not(world, plotted.error());
    }
  }
  if (arguments.has("--json")) {
    world.out(bargaining_json(played));
  } else if (arguments.has("--csv")) {
    world.out(bargaining_csv(played, arguments.get("--table", "positions")));
  } else if (arguments.has("--log")) {
    world.out(bargain::scholz_log(*scenario, *played.expected));
  } else {
    world.out(bargaining_text(played, Style(arguments, world), world.columns, arguments.number("--limit", 12)));
  }
  return kDone;
}

}  // namespace detente::cli
