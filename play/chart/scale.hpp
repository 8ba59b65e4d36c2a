// From values to places along an axis, with ticks at round numbers or days.
#pragma once

#include <string>
#include <vector>

#include "detente/play/chart.hpp"
#include "detente/result.hpp"

namespace detente::play::chart {

// The smallest and largest finite value seen.
struct Extent {
  bool any = false;
  double low = 0;
  double high = 0;

  void see(double value);
  void see(const std::vector<double>& values);
};

struct Tick {
  double at = 0;
  std::string text;
};

struct Scale {
  double low = 0;
  double high = 1;
  std::vector<Tick> ticks;

  // 0 at the low end, 1 at the high one; beyond them for values outside.
  double share(double value) const { return (value - low) / (high - low); }
};

// `ticks` is about how many ticks have room. `tight` keeps the ends of the data; otherwise the ends are moved out to
// ticks. Errors: bad_value as svg() says.
struct ScaleRequest {
  int ticks = 6;
  bool tight = false;
};
Result<Scale> make_scale(const Axis& axis, Extent extent, const ScaleRequest& request);

// "10,000", "0.25", "-1.5": as many digits as the step between ticks needs.
std::string tick_text(double value, double step);

}  // namespace detente::play::chart
