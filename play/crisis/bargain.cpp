// Step 3: positions on issues move, by the pull of the others and of a party's own factions.
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

double salience(const State& s, const Stance& stance) {
  return s.number(stance, StanceNumber::salience) +
         s.number(stance, StanceNumber::harm_salience) * s.totals.killed / 1000;
}

// Each position moves to the mean of the others, weighted by strength and salience: x_i += drift (1 - fixed_i)
// (sum_j w_ij x_j / sum_j w_ij - x_i), w_ij = c~_j s_j.
void drift(State& s, std::size_t issue) {
  const double speed = s.number(s.c->issues[issue], IssueNumber::drift);
  if (speed <= 0) {
    return;
  }
  double weights = 0;
  double sum = 0;
  for (const int i : s.links->stances_on[issue]) {
    const Stance& stance = s.c->stances[at(i)];
    const double w = s.strength[at(stance.party)] * salience(s, stance);
    weights += w;
    sum += w * s.position[at(i)];
  }
  for (const int i : s.links->stances_on[issue]) {
    const Stance& stance = s.c->stances[at(i)];
    const double w = s.strength[at(stance.party)] * salience(s, stance);
    const double x = s.position[at(i)];
    const double others = weights - w;
    if (others > 1e-12 * weights) {
      const double pull = (sum - w * x) / others;
      s.next_position[at(i)] = x + speed * (1 - s.number(stance, StanceNumber::fixed)) * (pull - x);
    }
  }
}

}  // namespace

void bargain_positions(State& s) {
  const Crisis& c = *s.c;
  s.next_position = s.position;
  for (std::size_t issue = 0; issue < c.issues.size(); ++issue) {
    drift(s, issue);
  }
  // A government's position follows those of its factions, by their pull.
  for (std::size_t i = 0; i < c.stances.size(); ++i) {
    const Stance& stance = c.stances[i];
    for (const int faction : s.links->factions[at(stance.party)]) {
      const int theirs = s.links->stance(faction, stance.issue);
      if (theirs != kNone) {
        s.next_position[i] += s.party_number(faction, PartyNumber::pull) * (1 - s.number(stance, StanceNumber::fixed)) *
                              (s.position[at(theirs)] - s.position[i]);
      }
    }
  }
  s.position.swap(s.next_position);
}

}  // namespace detente::play
