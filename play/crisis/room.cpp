// Step 7: who was told before, who finds out, and what that does to trust.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

void lose_trust(State& s, std::size_t tie, double loss) {
  loss *= 1 - s.number(s.c->ties[tie], TieNumber::downplay);
  s.trust[tie] = std::max(0.0, s.trust[tie] - loss);
}

// An act of `from` that `to` would have wanted to be told of.
void tell_ally(State& s, std::size_t t, std::size_t act) {
  const Tie& tie = s.c->ties[t];
  const double* n = &s.v[tie.first];
  const double duty = s.number(s.c->acts[act], ActNumber::duty);
  const double distrust =
      n[TieNumber::distrust] > 0 ? luck::power(std::max(s.trust[t], 1e-9), n[TieNumber::distrust]) : 1;
  const double notice = std::clamp(n[TieNumber::notice] + s.tie_notice[t], 0.0, 1.0) * distrust;
  const bool told = luck::uniform(s.draw(Draw::notice, t * s.c->acts.size() + act)) < notice;
  double exposed = n[TieNumber::exposure] * duty;
  if (told) {
    exposed *= 1 - n[TieNumber::protection];
  } else {
    ++s.totals.untold;
    const double before = s.trust[t];
    lose_trust(s, t, n[TieNumber::surprise_cost] * duty);
    s.say("{} did not tell {} of \"{}\" (notice {:.2f}); trust {:.2f} -> {:.2f}", s.party(tie.from).name,
          s.party(tie.to).name, s.c->acts[act].name, notice, before, s.trust[t]);
  }
  s.grief[at(tie.to)] += exposed;
}

double disagreement(const State& s, const Tie& tie) {
  double sum = 0;
  int shared = 0;
  for (const int i : s.links->stances_of[at(tie.from)]) {
    const int theirs = s.links->stance(tie.to, s.c->stances[at(i)].issue);
    if (theirs != kNone) {
      sum += std::abs(s.position[at(i)] - s.position[at(theirs)]) / 100;
      ++shared;
    }
  }
  return shared == 0 ? 0 : sum / shared;
}

}  // namespace

void read_the_room(State& s) {
  const Crisis& c = *s.c;
  for (std::size_t t = 0; t < c.ties.size(); ++t) {
    const Tie& tie = c.ties[t];
    const double* n = &s.v[tie.first];
    if (n[TieNumber::surprise_cost] > 0 || n[TieNumber::exposure] > 0) {
      for (const int f : s.links->fronts_of[at(tie.from)]) {
        const Span span = s.links->acts_of[at(f)];
        for (std::size_t a = span.begin; a < span.end; ++a) {
          if (s.acts_today[a] > 0 && s.number(c.acts[a], ActNumber::duty) > 0) {
            tell_ally(s, t, a);
          }
        }
      }
    }
    if (n[TieNumber::harm_cost] > 0) {
      lose_trust(s, t, n[TieNumber::harm_cost] * s.dead_by[at(tie.from)] / 100);
    }
    if (n[TieNumber::quarrel] > 0) {
      lose_trust(s, t, n[TieNumber::quarrel] * disagreement(s, tie));
    }
    const double contact = std::min(n[TieNumber::contact] + s.tie_contact[t], 1.0);
    if (contact > 0) {
      // A visit is called off the sooner, the less trust there is.
      const double held =
          n[TieNumber::distrust] > 0 ? luck::power(std::max(s.trust[t], 1e-9), n[TieNumber::distrust]) : 1;
      s.trust[t] += contact * held * (1 - s.trust[t]);
    }
  }
  for (std::size_t l = 0; l < c.levers.size(); ++l) {
    const double leak = s.number(c.levers[l], LeverNumber::leak) * s.level[l];
    if (leak > 0 && luck::uniform(s.draw(Draw::leak, l)) < leak) {
      const double cost = s.number(c.levers[l], LeverNumber::leak_cost);
      ++s.totals.leaks;
      s.pressure[at(c.levers[l].holder)] += cost;
      if (s.links->lever_tie[l] != kNone) {
        lose_trust(s, at(s.links->lever_tie[l]), cost / 10);
      }
      s.say("\"{}\" becomes public; pressure on {} {:.2f}", c.levers[l].name, s.party(c.levers[l].holder).name,
            s.pressure[at(c.levers[l].holder)]);
    }
  }
}

}  // namespace detente::play
