// Step 5: acts arrive. Each class of acts has its base rate by posture, and what other acts excite in it.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

constexpr double kMostActs = 10000;  // of one class on one day

// What is left of a front's acts under the truces in force.
double stopped(const State& s, std::size_t front) {
  double left = 1;
  for (const int p : s.links->proposals_on[front]) {
    if (s.stage[at(p)] == Stage::in_force) {
      left *= 1 - s.number(s.c->proposals[at(p)], ProposalNumber::calm);
    }
  }
  return left;
}

}  // namespace

double rate(const State& s, std::size_t act, std::size_t posture) {
  const Act& a = s.c->acts[act];
  const double* n = &s.v[a.first];
  double out = n[ActNumber::rate] * n[ActNumber::holding + posture];
  if (a.lever != kNone) {
    out *= 1 - n[ActNumber::supply] * (1 - s.level[at(a.lever)] * (1 - s.cut[at(a.lever)]));
  }
  const int place = s.c->fronts[at(a.front)].place;
  if (place != kNone) {
    out *= 1 + s.number(s.c->places[at(place)], PlaceNumber::instability) * s.gap[at(place)];
  }
  return out;
}

// A Hawkes process in days: an act of class j on day d adds gain_ij (1 + sensitivity_j) (1 - q) q^(n-1) acts of class i
// on day d + n, with q = exp(-decay), so that their sum is gain_ij (1 + sensitivity_j).
void draw_acts(State& s) {
  const Crisis& c = *s.c;
  for (std::size_t f = 0; f < c.fronts.size(); ++f) {
    const double left = s.open[f] != 0 ? stopped(s, f) : 0;
    const Span span = s.links->acts_of[f];
    for (std::size_t a = span.begin; a < span.end; ++a) {
      s.act_lambda[a] = left > 0 ? rate(s, a, at(s.posture[f])) : 0;
    }
  }
  for (std::size_t e = 0; e < c.excitements.size(); ++e) {
    s.act_lambda[at(c.excitements[e].to)] += s.excited[e] * (1 - s.fade[e]);
  }
  double total = 0;
  bool fighting = false;
  for (std::size_t f = 0; f < c.fronts.size(); ++f) {
    const double left = s.open[f] != 0 ? stopped(s, f) : 0;
    const Span span = s.links->acts_of[f];
    double acts = 0;
    for (std::size_t a = span.begin; a < span.end; ++a) {
      s.act_lambda[a] = std::min(s.act_lambda[a] * left, kMostActs);
      s.acts_today[a] = s.act_lambda[a] > 0 ? poisson_count(luck::uniform(s.draw(Draw::acts, a)), s.act_lambda[a]) : 0;
      acts += s.acts_today[a];
    }
    s.smooth_acts[f] += (acts - s.smooth_acts[f]) / 7;
    s.campaign[f] += (left * kEffort[at(s.posture[f])] - s.campaign[f]) / 20;
    s.posture_days[f] += left * s.posture[f];
    s.days_with_acts[f] += acts > 0 ? 1 : 0;
    fighting = fighting || (acts > 0 && c.fronts[f].place != kNone);
    total += acts;
  }
  for (std::size_t e = 0; e < c.excitements.size(); ++e) {
    s.excited[e] = s.excited[e] * s.fade[e] + s.kick[e] * s.acts_today[at(c.excitements[e].from)];
  }
  s.totals.acts += total;
  s.totals.peak_acts = std::max(s.totals.peak_acts, total);
  s.totals.fighting_days += fighting ? 1 : 0;
  s.series[static_cast<std::size_t>(Series::acts)] = total;
}

}  // namespace detente::play
