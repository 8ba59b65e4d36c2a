// Step 3: positions on issues move, by the pull of the others and of a party's own factions.
#include <algorithm>
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

// One turn of the spatial model on one issue, among those who have a stance on it. Saliences are taken relative to the
// greatest; what is fixed keeps a position back from its bargain.
void turn(State& s, std::size_t issue) {
  const auto& stances = s.links->stances_on[issue];
  if (stances.size() < 2) {
    return;
  }
  bargain::Standing& standing = s.table.standing;
  standing.actors = stances.size();
  standing.dimensions = 1;
  standing.capability.resize(stances.size());
  standing.position.resize(stances.size());
  standing.salience.resize(stances.size());
  double most = 0;
  for (const int i : stances) {
    most = std::max(most, salience(s, s.c->stances[at(i)]));
  }
  for (std::size_t n = 0; n < stances.size(); ++n) {
    const Stance& stance = s.c->stances[at(stances[n])];
    standing.capability[n] = s.strength[at(stance.party)];
    standing.position[n] = std::clamp(s.position[at(stances[n])] / 100, 0.0, 1.0);
    standing.salience[n] = most > 0 ? salience(s, stance) / most : 0;
  }
  s.table.smp.turn(standing, s.draw(Draw::bargain, issue), s.table.turn);
  for (std::size_t n = 0; n < stances.size(); ++n) {
    const std::size_t i = at(stances[n]);
    const double to = 100 * s.table.turn.position[n];
    s.next_position[i] += (1 - s.number(s.c->stances[i], StanceNumber::fixed)) * (to - s.position[i]);
    if (std::abs(s.next_position[i] - s.position[i]) >= 0.5) {
      s.say("{} moves on {} from {:.0f} to {:.0f} by a bargain", s.party(s.c->stances[i].party).name,
            s.c->issues[issue].name, s.position[i], s.next_position[i]);
    }
  }
}

}  // namespace

void bargain_positions(State& s) {
  const Crisis& c = *s.c;
  s.next_position = s.position;
  for (std::size_t issue = 0; issue < c.issues.size(); ++issue) {
    if (c.bargaining == Bargaining::drift) {
      drift(s, issue);
    } else if (s.day % c.bargain_every == 0) {
      turn(s, issue);
    }
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
