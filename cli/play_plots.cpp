#include "play_plots.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <numeric>

#include "detente/play/chart.hpp"
#include "files.hpp"
#include "style.hpp"

namespace detente::cli {

namespace fs = std::filesystem;
namespace chart = play::chart;

namespace {

constexpr std::size_t kFanRuns = 1000;

double share(std::vector<double>& values, double q) {
  const auto at = static_cast<std::ptrdiff_t>(q * static_cast<double>(values.size() - 1));
  std::nth_element(values.begin(), values.begin() + at, values.end());
  return values[static_cast<std::size_t>(at)];
}

Result<void> draw(const std::string& path, const Result<std::string>& svg) {
  return svg ? write_whole(path, *svg) : Result<void>(svg.error());
}

}  // namespace

PlayPlots::PlayPlots(const play::Model& model, const play::EnsembleOptions& options)
    : model_(model), options_(options) {}

void PlayPlots::add(const play::RunResult& result) {
  if (kept_.size() < kFanRuns) {
    std::vector<float>& days = kept_.emplace_back(result.days.size());
    std::transform(result.days.begin(), result.days.end(), days.begin(),
                   [](double x) { return static_cast<float>(x); });
  }
}

std::string PlayPlots::source(std::uint64_t futures) const {
  return fmt::format("{} futures of \"{}\", seed {}. What follows from the file's assumptions; no forecast.",
                     grouped(static_cast<double>(futures)), model_.crisis().name, options_.seed);
}

Result<void> PlayPlots::fan(const std::string& path, play::Series series, bool cumulated, const std::string& title,
                            const std::string& unit) const {
  const auto days = static_cast<std::size_t>(model_.crisis().days);
  // Postures are small whole numbers, whose median jumps where nothing much changes.
  const bool means = series == play::Series::postures;
  chart::LineChart c;
  c.frame = {.title = title,
             .subtitle = fmt::format("{} of each policy; bands: half and nine in ten of the futures under \"{}\"",
                                     means ? "Mean" : "Median", model_.crisis().policies[options_.policies[0]].name),
             .source = source(kept_.size())};
  c.x = {.label = "date", .first_day = model_.crisis().start};
  c.y = {.label = unit, .low = 0};
  for (std::size_t p = 0; p < options_.policies.size(); ++p) {
    std::vector<double> x;
    std::vector<double> mean;
    std::vector<std::vector<double>> quantiles(5);
    std::vector<double> sums(kept_.size(), 0);
    for (std::size_t day = 0; day < days; ++day) {
      std::vector<double> values(kept_.size());
      for (std::size_t r = 0; r < kept_.size(); ++r) {
        const double today = kept_[r][(p * days + day) * play::kSeries + static_cast<std::size_t>(series)];
        sums[r] = cumulated ? sums[r] + today : today;
        values[r] = sums[r];
      }
      x.push_back(static_cast<double>(day + 1));
      mean.push_back(std::accumulate(values.begin(), values.end(), 0.0) /
                     std::max(static_cast<double>(values.size()), 1.0));
      std::size_t i = 0;
      for (const double q : {0.05, 0.25, 0.5, 0.75, 0.95}) {
        quantiles[i++].push_back(values.empty() ? 0 : share(values, q));
      }
    }
    if (p == 0) {
      c.bands = {{.name = "nine in ten", .x = x, .low = quantiles[0], .high = quantiles[4], .colour = 0},
                 {.name = "half", .x = x, .low = quantiles[1], .high = quantiles[3], .colour = 0}};
    }
    c.lines.push_back({.name = model_.crisis().policies[options_.policies[p]].name,
                       .x = x,
                       .y = means ? mean : quantiles[2],
                       .colour = static_cast<int>(p % 7)});
  }
  return draw(path, chart::svg(c));
}

Result<void> PlayPlots::truces(const std::string& path, const play::RunSet& runs) const {
  const auto outcome = model_.find_outcome("truce day");
  if (!outcome) {
    return outcome.error();
  }
  chart::LineChart c;
  c.frame = {.title = "Share of futures with a truce by that day", .source = source(runs.runs)};
  c.x = {.label = "date", .first_day = model_.crisis().start};
  c.y = {.label = "share of futures", .low = 0, .high = 1};
  for (std::size_t p = 0; p < runs.header.policies.size(); ++p) {
    const auto column = runs.column(p, *outcome);
    if (!column) {
      return column.error();
    }
    std::vector<double> x;
    std::vector<double> y;
    for (int day = 0; day <= model_.crisis().days; ++day) {
      const auto n = std::count_if(column->begin(), column->end(), [&](double t) { return t <= day; });
      x.push_back(day);
      y.push_back(static_cast<double>(n) / static_cast<double>(column->size()));
    }
    c.lines.push_back({.name = runs.header.policies[p], .x = x, .y = y, .step = true});
  }
  return draw(path, chart::svg(c));
}

Result<void> PlayPlots::differences(const std::string& path, const play::RunSet& runs) const {
  const auto outcome = model_.find_outcome("killed");
  if (!outcome) {
    return outcome.error();
  }
  const auto first = runs.column(0, *outcome);
  if (!first) {
    return first.error();
  }
  chart::BarChart c;
  c.look = chart::BarLook::interval;
  c.base = 0;
  c.frame = {.title = fmt::format("Civilians killed: difference from \"{}\"", runs.header.policies[0]),
             .subtitle = "Mean of the differences under the same luck, with its 95 % interval",
             .source = source(runs.runs)};
  c.x = {.label = "killed, more (+) or fewer (-)"};
  for (std::size_t p = 1; p < runs.header.policies.size(); ++p) {
    const auto column = runs.column(p, *outcome);
    if (!column) {
      return column.error();
    }
    const play::Difference d = play::difference(*first, *column);
    c.bars.push_back(
        {.name = runs.header.policies[p], .low = d.paired.low, .high = d.paired.high, .at = d.paired.mean});
  }
  return draw(path, chart::svg(c));
}

Result<void> PlayPlots::write(const std::string& folder, const play::RunSet& runs) const {
  std::error_code problem;
  fs::create_directories(folder, problem);
  const auto path = [&](const char* name) { return (fs::path(folder) / name).string(); };
  if (auto done = fan(path("killed.svg"), play::Series::killed, true, "Civilians killed since the start", "people");
      !done) {
    return done;
  }
  if (auto done = fan(path("displaced.svg"), play::Series::displaced, false, "People away from home", "people");
      !done) {
    return done;
  }
  if (auto done = fan(path("escalation.svg"), play::Series::postures, false,
                      "Escalation: postures summed over the open fronts", "limited 1, full 2, for each front");
      !done) {
    return done;
  }
  if (auto done = truces(path("truce.svg"), runs); !done) {
    return done;
  }
  return runs.header.policies.size() > 1 ? differences(path("differences.svg"), runs) : Result<void>();
}

}  // namespace detente::cli
