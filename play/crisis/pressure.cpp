// Step 8: blame and support from abroad; grief, standing, gains and pressure fade; leadership and losses are made good.
#include <algorithm>

#include "state.hpp"

namespace detente::play {

void press(State& s) {
  const Crisis& c = *s.c;
  double criticism = 0;
  for (std::size_t i = 0; i < c.parties.size(); ++i) {
    criticism += s.number(c.parties[i], PartyNumber::criticism);
  }
  for (std::size_t i = 0; i < c.parties.size(); ++i) {
    const double blamed = s.dead_by[i] / 100 * (criticism - s.number(c.parties[i], PartyNumber::criticism));
    s.blame[i] += blamed;
    if (blamed > 0) {
      for (const int t : s.links->patrons[i]) {
        const int patron = c.ties[at(t)].from;
        s.blame[at(patron)] += blamed * s.party_number(patron, PartyNumber::image);
      }
    }
  }
  for (const Norm& norm : c.norms) {
    for (const int t : norm.ties) {
      const Tie& tie = c.ties[at(t)];
      for (const int side : {tie.from, tie.to}) {
        if (s.aid[at(t)] > 0 && std::find(norm.bound.begin(), norm.bound.end(), side) != norm.bound.end()) {
          const bool author = std::find(norm.authors.begin(), norm.authors.end(), side) != norm.authors.end();
          s.blame[at(side)] += s.number(norm, NormNumber::pressure) * s.aid[at(t)] *
                               (1 + (author ? s.number(norm, NormNumber::author) : 0));
        }
      }
    }
  }
  for (std::size_t i = 0; i < c.parties.size(); ++i) {
    const double* n = &s.v[c.parties[i].first];
    const double keep = 1 - n[PartyNumber::forgetting];
    s.pressure[i] = std::max(0.0, s.pressure[i] * keep + s.blame[i] * (1 - s.relief[i]));
    s.grief[i] *= keep;
    s.standing[i] *= keep;
    s.gains[i] *= keep;
    s.leadership[i] += n[PartyNumber::succession] * (1 - s.leadership[i]);
    s.losses[i] *= 1 - n[PartyNumber::rearm];
  }
}

}  // namespace detente::play
