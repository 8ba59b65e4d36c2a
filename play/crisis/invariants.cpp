// What must hold on every day of every future.
#include <cmath>

#include "state.hpp"

namespace detente::play {

std::string broken_invariant(const Future& future) {
  const State& s = future.state();
  const std::size_t places = s.c->places.size();
  for (std::size_t o = 0; o < places; ++o) {
    std::int64_t sum = s.within[o] + s.dead_of[o];
    bool negative = s.within[o] < 0;
    for (std::size_t p = 0; p < places; ++p) {
      sum += s.people[o * places + p];
      negative = negative || s.people[o * places + p] < 0;
    }
    if (sum != s.initial[o] || negative) {
      return fmt::format("day {}: of the {} people of {} there are {}", s.day, s.initial[o], s.c->places[o].name, sum);
    }
  }
  for (std::size_t p = 0; p < s.belief.size(); ++p) {
    double sum = 0;
    for (const double b : s.belief[p]) {
      sum += b;
      if (!(b >= 0)) {
        sum = -1;
      }
    }
    if (!(std::abs(sum - 1) < 1e-9)) {
      return fmt::format("day {}: what {} believes of {} sums to {}", s.day, s.party(s.links->pairs[p].observer).name,
                         s.party(s.links->pairs[p].subject).name, sum);
    }
  }
  const auto inside = [&](const std::vector<double>& values, double low, double high) {
    for (const double x : values) {
      if (!(x >= low && x <= high)) {
        return false;
      }
    }
    return true;
  };
  if (!inside(s.trust, 0, 1) || !inside(s.access, 0, 1) || !inside(s.leadership, 0, 1) || !inside(s.losses, 0, 1) ||
      !inside(s.position, -1e-9, 100 + 1e-9) || !inside(s.level, 0, 1) || !inside(s.attention, 0, 1)) {
    return fmt::format("day {}: a share or a position is outside its range", s.day);
  }
  if (!inside(s.strength, 0, 1e300) || !inside(s.pressure, 0, 1e300) || !inside(s.grief, 0, 1e300)) {
    return fmt::format("day {}: a stock is negative or not finite", s.day);
  }
  return {};
}

}  // namespace detente::play
