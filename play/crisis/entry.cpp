// Step 10: outsiders enter the war, and gaps in government open and close.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

// The hazard that the attacker of a closed front enters: for each ally that the front's defender attacks, the weight of
// the tie times the acts a day against the ally, damped by what deters it.
double entry_hazard(const State& s, const Front& front) {
  double hazard = 0;
  for (const int t : s.links->ties_from[at(front.attacker)]) {
    const Tie& tie = s.c->ties[at(t)];
    const double entry = s.number(tie, TieNumber::entry);
    if (entry <= 0) {
      continue;
    }
    double acts = 0;
    for (const int f : s.links->against[at(tie.to)]) {
      acts += s.c->fronts[at(f)].attacker == front.defender ? s.smooth_acts[at(f)] : 0;
    }
    hazard += entry * std::max(s.number(tie, TieNumber::weight), 0.0) * acts;
  }
  return hazard * luck::exp(-s.deterred[at(front.attacker)]);
}

}  // namespace

void enter_and_govern(State& s) {
  for (std::size_t f = 0; f < s.c->fronts.size(); ++f) {
    if (s.open[f] != 0) {
      continue;
    }
    const Front& front = s.c->fronts[f];
    const double hazard = entry_hazard(s, front);
    if (hazard > 0 && luck::uniform(s.draw(Draw::entry, f)) < 1 - luck::exp(-hazard)) {
      s.open[f] = 1;
      s.posture[f] = std::max(1, s.posture[f]);
      ++s.totals.entries;
      s.say("{} enters the war: \"{}\" opens (hazard {:.3f} a day)", s.party(front.attacker).name, front.name, hazard);
    }
  }
  for (std::size_t p = 0; p < s.c->places.size(); ++p) {
    const Place& place = s.c->places[p];
    const double* n = &s.v[place.first];
    if (place.ruler != kNone) {
      s.gap[p] += n[PlaceNumber::vacuum] * (1 - s.leadership[at(place.ruler)]);
    }
    s.gap[p] -= std::min(n[PlaceNumber::fill] + s.place_fill[p], 1.0) * s.gap[p];
    s.gap[p] = std::clamp(s.gap[p], n[PlaceNumber::presence], 100.0);
  }
}

}  // namespace detente::play
