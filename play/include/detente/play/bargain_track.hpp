// Where everybody stands, turn by turn: what the two models of bargaining have in common, and its chart.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "detente/play/bargain.hpp"
#include "detente/play/chart.hpp"
#include "detente/play/expected_utility.hpp"

namespace detente::play::bargain {

struct Track {
  std::string title;
  std::string step;  // "turn" or "round"
  std::vector<std::string> actors;
  std::vector<std::string> dimensions;
  std::vector<double> weight;                  // by actor: capability times salience
  std::vector<std::vector<double>> positions;  // by turn, before the first one included; as the file's scale has it
  bool hundred = true;                         // the scale is 0 to 100

  double position(std::size_t turn, std::size_t actor, std::size_t dimension) const {
    return positions[turn][actor * dimensions.size() + dimension];
  }
  // Of all positions, by weight; without weights the plain mean.
  double mean(std::size_t turn, std::size_t dimension) const;
  // The smallest position that half of the weight stands at or below.
  double median(std::size_t turn, std::size_t dimension) const;
};

Track track_of(const Scenario& scenario, const Run& run);
Track track_of(const Scenario& scenario, const EuRun& run);

// Positions over turns on one dimension: a line an actor, and the weighted mean.
chart::LineChart positions_chart(const Track& track, std::size_t dimension, const std::string& source);

}  // namespace detente::play::bargain
