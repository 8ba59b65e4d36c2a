// Step 6, first half: what today's acts did.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

constexpr double kMostLost = 0.95;  // of a party's capability
constexpr double kMostGain = 10;

double precision_of(const State& s, std::size_t act) {
  const std::size_t front = at(s.c->acts[act].front);
  const std::size_t attacker = at(s.c->fronts[front].attacker);
  return std::clamp(s.number(s.c->acts[act], ActNumber::precision) + s.precision[attacker] + s.front_precision[front],
                    0.0, 0.95);
}

// The dead leave the place in proportion to who is there: those at home, those displaced within, guests by origin.
void bury(State& s, std::size_t place, std::int64_t dead) {
  const std::size_t places = s.c->places.size();
  const auto here = static_cast<std::int64_t>(present(s, place));
  if (here <= 0) {
    return;
  }
  std::int64_t left = dead;
  const auto take = [&](std::int64_t& group, std::size_t origin) {
    const auto share =
        static_cast<std::int64_t>(static_cast<double>(dead) * static_cast<double>(group) / static_cast<double>(here));
    const std::int64_t n = std::min({group, left, share});
    group -= n;
    left -= n;
    s.dead_of[origin] += n;
  };
  for (std::size_t o = 0; o < places; ++o) {
    take(s.people[o * places + place], o);
  }
  take(s.within[place], place);
  const auto rest = [&](std::int64_t& group, std::size_t origin) {
    const std::int64_t n = std::min(group, left);
    group -= n;
    left -= n;
    s.dead_of[origin] += n;
  };
  rest(s.within[place], place);
  for (std::size_t o = 0; o < places && left > 0; ++o) {
    rest(s.people[o * places + place], o);
  }
}

void kill_leader(State& s, std::size_t act, int attacker, int defender) {
  const double* d = &s.v[s.party(defender).first];
  ++s.totals.leaders;
  s.leadership[at(defender)] *= 1 - d[PartyNumber::decapitation];
  s.grief[at(defender)] += d[PartyNumber::vengeance];
  s.say("{} kills a leader of {} (\"{}\"); leadership left {:.2f}", s.party(attacker).name, s.party(defender).name,
        s.c->acts[act].name, s.leadership[at(defender)]);
}

void kill(State& s, std::size_t act, double n, int attacker, std::size_t place) {
  const double* a = &s.v[s.c->acts[act].first];
  const auto u = luck::uniform_pair(s.draw(Draw::harmful, act));
  const double harmful = binomial_count(u[0], n, 1 - a[ActNumber::zero]);
  double dead = negative_binomial_count(u[1], harmful * mean_dead(s, act), harmful * a[ActNumber::dispersion]);
  dead = std::min(dead, present(s, place));
  const auto whole = static_cast<std::int64_t>(dead);
  bury(s, place, whole);
  s.dead[place] += whole;
  s.dead_by[at(attacker)] += dead;
  s.totals.killed += dead;
  const int party = s.c->places[place].party;
  if (party != kNone) {
    s.grief[at(party)] += dead / 1000;
  }
  const double wounded = std::floor(dead * a[ActNumber::wounded] + 0.5);
  s.totals.wounded += wounded;
  s.series[static_cast<std::size_t>(Series::killed)] += dead;
  s.series[static_cast<std::size_t>(Series::wounded)] += wounded;
}

void apply(State& s, std::size_t act, double n) {
  const Act& row = s.c->acts[act];
  const double* a = &s.v[row.first];
  const Front& front = s.c->fronts[at(row.front)];
  const std::size_t i = at(front.attacker);
  const std::size_t j = at(front.defender);
  double sheltered = 0;
  if (front.place != kNone) {
    const std::size_t p = at(front.place);
    sheltered = s.number(s.c->places[p], PlaceNumber::tunnels) * (1 - std::min(s.place_seal[p], 1.0));
    if (a[ActNumber::harm] > 0) {
      kill(s, act, n, front.attacker, p);
    }
    if (a[ActNumber::blocks] > 0) {
      s.access[p] *= luck::exp(n * luck::log(std::max(1 - a[ActNumber::blocks], 1e-12)));
    }
    s.gap[p] += a[ActNumber::damage] * n;
  }
  s.losses[j] = std::min(s.losses[j] + a[ActNumber::losses] * n * (1 - sheltered), kMostLost);
  s.losses[i] = std::min(s.losses[i] + a[ActNumber::own_losses] * n, kMostLost);
  s.gains[i] = std::clamp(s.gains[i] + a[ActNumber::gain] * n, -kMostGain, kMostGain);
  s.gains[j] = std::clamp(s.gains[j] - a[ActNumber::gain] * n, -kMostGain, kMostGain);
  s.standing[j] += a[ActNumber::surprise] * n;
  s.pressure[i] += a[ActNumber::condemnation] * n;
  const double leader = a[ActNumber::leader] * (1 - sheltered);
  if (leader > 0) {
    const double chance = 1 - luck::exp(n * luck::log(std::max(1 - leader, 1e-12)));
    if (luck::uniform(s.draw(Draw::consequences, act)) < chance) {
      kill_leader(s, act, front.attacker, front.defender);
    }
  }
  for (const int l : s.links->lines_by_act[act]) {
    if (s.c->red_lines[at(l)].addressee == front.attacker) {
      cross_line(s, at(l), dead_per_day(s, at(row.front), at(s.posture[at(row.front)])), true);
    }
  }
  for (const int m : s.links->norms_by_act[act]) {
    const Norm& norm = s.c->norms[at(m)];
    if (std::find(norm.bound.begin(), norm.bound.end(), front.attacker) != norm.bound.end()) {
      const bool author = std::find(norm.authors.begin(), norm.authors.end(), front.attacker) != norm.authors.end();
      s.pressure[i] +=
          s.number(norm, NormNumber::pressure) * n * (1 + (author ? s.number(norm, NormNumber::author) : 0));
      ++s.totals.norms;
    }
  }
}

}  // namespace

double crowding(const State& s, std::size_t place) {
  const double* n = &s.v[s.c->places[place].first];
  const double capacity = n[PlaceNumber::capacity] + s.place_shelter[place];
  if (n[PlaceNumber::capacity] <= 0 || n[PlaceNumber::crowding] <= 0) {
    return 1;
  }
  const double ratio = present(s, place) / capacity;
  return ratio > 1 ? luck::power(ratio, n[PlaceNumber::crowding]) : 1;
}

double mean_dead(const State& s, std::size_t act) {
  const Act& row = s.c->acts[act];
  const Front& front = s.c->fronts[at(row.front)];
  if (front.place == kNone) {
    return 0;
  }
  const double heavy = s.heaviness[at(front.attacker)] + s.front_heaviness[at(row.front)];
  return s.number(row, ActNumber::harm) * s.number(s.c->places[at(front.place)], PlaceNumber::density) *
         crowding(s, at(front.place)) * (1 - precision_of(s, act)) * std::max(0.0, 1 + heavy);
}

double dead_per_day(const State& s, std::size_t front, std::size_t posture) {
  double sum = 0;
  const Span span = s.links->acts_of[front];
  for (std::size_t a = span.begin; a < span.end; ++a) {
    const double zero = s.number(s.c->acts[a], ActNumber::zero);
    sum += s.number(s.c->acts[a], ActNumber::harm) > 0 ? rate(s, a, posture) * (1 - zero) * mean_dead(s, a) : 0;
  }
  return sum;
}

void do_harm(State& s) {
  std::fill(s.dead_by.begin(), s.dead_by.end(), 0.0);
  s.series[static_cast<std::size_t>(Series::killed)] = 0;
  s.series[static_cast<std::size_t>(Series::wounded)] = 0;
  for (std::size_t a = 0; a < s.c->acts.size(); ++a) {
    if (s.acts_today[a] > 0) {
      apply(s, a, s.acts_today[a]);
    }
  }
  if (s.telling()) {
    for (std::size_t f = 0; f < s.c->fronts.size(); ++f) {
      std::string list;
      const Span span = s.links->acts_of[f];
      for (std::size_t a = span.begin; a < span.end; ++a) {
        if (s.acts_today[a] > 0) {
          const std::string& name = s.c->acts[a].name;
          list += fmt::format("{}{} {} (rate {:.1f})", list.empty() ? "" : ", ", s.acts_today[a],
                              name.substr(s.c->fronts[f].name.size() + 3), s.act_lambda[a]);
        }
      }
      if (!list.empty()) {
        s.say("\"{}\": {}", s.c->fronts[f].name, list);
      }
    }
    if (s.series[static_cast<std::size_t>(Series::killed)] > 0) {
      s.say("killed {}, wounded {}", s.series[static_cast<std::size_t>(Series::killed)],
            s.series[static_cast<std::size_t>(Series::wounded)]);
    }
  }
}

}  // namespace detente::play
