#include <algorithm>
#include <numeric>

#include "detente/play/bargain_track.hpp"

namespace detente::play::bargain {

namespace {

Track start_of(const Scenario& scenario, const char* step) {
  Track track;
  track.title = scenario.name;
  track.step = step;
  track.actors = scenario.actors;
  track.dimensions = scenario.dimensions;
  const Standing& s = scenario.standing;
  for (std::size_t i = 0; i < s.actors; ++i) {
    double salience = 0;
    for (std::size_t d = 0; d < s.dimensions; ++d) {
      salience += s.salience[i * s.dimensions + d];
    }
    track.weight.push_back(s.capability[i] * salience);
  }
  return track;
}

std::vector<double> hundredfold(const std::vector<double>& positions) {
  std::vector<double> out = positions;
  for (double& position : out) {
    position *= 100;
  }
  return out;
}

}  // namespace

double Track::mean(std::size_t turn, std::size_t dimension) const {
  double sum = 0;
  double plain = 0;
  double weights = 0;
  for (std::size_t i = 0; i < actors.size(); ++i) {
    sum += weight[i] * position(turn, i, dimension);
    plain += position(turn, i, dimension);
    weights += weight[i];
  }
  return weights > 0 ? sum / weights : plain / static_cast<double>(actors.size());
}

double Track::median(std::size_t turn, std::size_t dimension) const {
  std::vector<std::size_t> order(actors.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return position(turn, a, dimension) < position(turn, b, dimension);
  });
  const double all = std::accumulate(weight.begin(), weight.end(), 0.0);
  double below = 0;
  for (const std::size_t i : order) {
    below += weight[i];
    if (2 * below >= all) {
      return position(turn, i, dimension);
    }
  }
  return position(turn, order.back(), dimension);
}

Track track_of(const Scenario& scenario, const Run& run) {
  Track track = start_of(scenario, "turn");
  track.positions.push_back(hundredfold(run.start));
  for (const Turn& turn : run.turns) {
    track.positions.push_back(hundredfold(turn.position));
  }
  return track;
}

Track track_of(const Scenario& scenario, const EuRun& run) {
  Track track = start_of(scenario, "round");
  track.hundred = false;
  track.positions.push_back(run.start);
  for (const EuRound& round : run.rounds) {
    track.positions.push_back(round.position);
  }
  return track;
}

chart::LineChart positions_chart(const Track& track, std::size_t dimension, const std::string& source) {
  chart::LineChart chart;
  chart.frame.title = track.title;
  chart.frame.subtitle = track.dimensions.size() > 1 ? track.dimensions[dimension] + ", position by " + track.step
                                                     : "Position by " + track.step;
  chart.frame.source = source;
  chart.x.label = track.step;
  chart.x.whole = true;
  chart.y.label = track.hundred ? "position (0 to 100)" : "position";
  if (track.hundred) {
    chart.y.low = 0;
    chart.y.high = 100;
  }
  chart.names = chart::Names::at_ends;
  std::vector<double> turns(track.positions.size());
  std::iota(turns.begin(), turns.end(), 0.0);
  for (std::size_t i = 0; i < track.actors.size(); ++i) {
    chart::Line line;
    line.name = track.actors[i];
    line.x = turns;
    for (std::size_t t = 0; t < turns.size(); ++t) {
      line.y.push_back(track.position(t, i, dimension));
    }
    chart.lines.push_back(std::move(line));
  }
  chart::Line mean;
  constexpr int kDark = 6;
  mean.name = "weighted mean";
  mean.x = turns;
  mean.colour = kDark;
  mean.dash = chart::Dash::dotted;
  mean.width = 3;
  for (std::size_t t = 0; t < turns.size(); ++t) {
    mean.y.push_back(track.mean(t, dimension));
  }
  chart.lines.push_back(std::move(mean));
  return chart;
}

}  // namespace detente::play::bargain
