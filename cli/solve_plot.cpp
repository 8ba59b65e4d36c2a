#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "detente/play/chart.hpp"
#include "solve_text.hpp"

namespace detente::cli {

namespace {

namespace chart = play::chart;

constexpr std::size_t kMostLines = 12;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Ticks at whole powers of ten between two logarithms, at most eight of them.
std::vector<chart::NamedTick> powers(double low, double high) {
  std::vector<chart::NamedTick> ticks;
  const int first = static_cast<int>(std::ceil(low));
  const int last = static_cast<int>(std::floor(high));
  const int step = std::max(1, (last - first + 7) / 8);
  for (int k = first; k <= last; k += step) {
    ticks.push_back({static_cast<double>(k), fmt::format("{:g}", std::pow(10.0, k))});
  }
  return ticks;
}

Result<std::string> plot_path(const SolveView& view) {
  const play::Game& game = view.game;
  std::vector<double> x;
  std::vector<const play::PathPoint*> points;
  for (const play::PathPoint& point : view.solution.path) {
    // The path begins at nothing, which has no logarithm.
    if (point.lambda >= 0.01) {
      x.push_back(std::log10(point.lambda));
      points.push_back(&point);
    }
  }
  chart::LineChart c;
  c.frame.title = game.title;
  c.frame.subtitle =
      "How often each move is made as errors become rare; the first move of each information set is the rest";
  c.frame.source = fmt::format("Logit equilibria, {} points", points.size());
  c.x.label = "lambda, per unit of payoff";
  c.y = {.label = "probability", .low = 0.0, .high = 1.0};
  c.names = chart::Names::at_ends;
  if (!x.empty()) {
    const auto [low, high] = std::minmax_element(x.begin(), x.end());
    c.x.ticks = powers(*low, *high);
  }
  for (std::size_t s = 0; s < game.sets() && c.lines.size() < kMostLines; ++s) {
    if (game.set_player[s] == play::kChance) {
      continue;
    }
    for (std::int32_t a = game.first_action[s] + 1; a < game.first_action[s + 1] && c.lines.size() < kMostLines; ++a) {
      std::vector<double> y;
      for (const play::PathPoint* point : points) {
        y.push_back(point->profile[at(a)]);
      }
      c.lines.push_back({.name = fmt::format("{}, {}: {}", game.players[at(game.set_player[s])], game.set_name[s],
                                             game.action_name[at(a)]),
                         .x = x,
                         .y = std::move(y)});
    }
  }
  return chart::svg(c);
}

Result<std::string> plot_learning(const SolveView& view) {
  chart::LineChart c;
  c.frame.title = view.game.title;
  c.frame.subtitle = "What best replies would gain against the average play";
  c.frame.source = fmt::format("CFR+, {} iterations", view.solution.checkpoints.back().iteration);
  c.x = {.label = "iteration", .whole = true};
  c.y.label = "NashConv";
  chart::Line line{.name = "NashConv", .dots = true};
  for (const play::Checkpoint& point : view.solution.checkpoints) {
    if (point.nash_conv > 0.0) {
      line.x.push_back(point.iteration);
      line.y.push_back(std::log10(point.nash_conv));
    }
  }
  if (!line.y.empty()) {
    const auto [low, high] = std::minmax_element(line.y.begin(), line.y.end());
    c.y.ticks = powers(std::floor(*low), std::ceil(*high));
    c.y.low = std::floor(*low) - 1e-9;
    c.y.high = std::ceil(*high) + 1e-9;
  }
  c.lines.push_back(std::move(line));
  return chart::svg(c);
}

}  // namespace

Result<std::string> solve_plot(const SolveView& view) {
  if (view.solution.method == play::SolveMethod::qre) {
    return plot_path(view);
  }
  if (!view.solution.checkpoints.empty()) {
    return plot_learning(view);
  }
  return Error{
      ErrorCode::unsupported,
      fmt::format("the method {} has nothing to draw; qre and cfr have", play::method_name(view.solution.method)), ""};
}

}  // namespace detente::cli
