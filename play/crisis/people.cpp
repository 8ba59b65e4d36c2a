// Step 6, second half: who flees, who goes home, whom relief reaches.
#include <algorithm>
#include <cmath>

#include "state.hpp"

namespace detente::play {

namespace {

constexpr double kQuietActs = 0.15;  // acts a day, smoothed, below which people dare to go home

// A whole number whose mean is x.
std::int64_t rounded(double x, double u) { return static_cast<std::int64_t>(std::floor(x + u)); }

// The share of those at a place who flee from today's acts.
double flight_share(const State& s, std::size_t place) {
  double stay = 0;  // log of the share that stays
  for (const int f : s.links->fronts_at[place]) {
    const Span span = s.links->acts_of[at(f)];
    for (std::size_t a = span.begin; a < span.end; ++a) {
      const double flight = s.number(s.c->acts[a], ActNumber::flight);
      if (flight > 0 && s.acts_today[a] > 0) {
        stay += s.acts_today[a] * luck::log(std::max(1 - flight, 1e-12));
      }
    }
  }
  return stay < 0 ? 1 - luck::exp(stay) : 0;
}

// `leaving` of origin `o` go over the routes from `place`, each in proportion to its weight; the last takes what is
// left over by rounding, so that nobody is lost.
void send(State& s, std::size_t place, std::size_t o, std::int64_t leaving) {
  const std::size_t places = s.c->places.size();
  double weights = 0;
  const auto& routes = s.links->routes_from[place];
  for (const int r : routes) {
    weights += s.number(s.c->routes[at(r)], RouteNumber::weight);
  }
  std::int64_t left = leaving;
  for (std::size_t n = 0; n < routes.size() && left > 0; ++n) {
    const Route& route = s.c->routes[at(routes[n])];
    const double weight = s.number(route, RouteNumber::weight);
    const auto going =
        weight >= weights
            ? left
            : std::min(left, static_cast<std::int64_t>(static_cast<double>(left) * weight / std::max(weights, 1e-300)));
    weights -= weight;
    left -= going;
    const auto to = at(route.to);
    if (to == o) {
      s.within[o] += going;  // back in the home place, and still displaced
    } else {
      s.people[o * places + to] += going;
    }
  }
  s.within[o] += place == o ? left : 0;
  if (place != o) {
    s.people[o * places + place] += left;
  }
}

void flee(State& s, std::size_t place) {
  const double share = flight_share(s, place);
  if (share <= 0) {
    return;
  }
  const std::size_t places = s.c->places.size();
  double weights = 0;
  for (const int r : s.links->routes_from[place]) {
    weights += s.number(s.c->routes[at(r)], RouteNumber::weight);
  }
  for (std::size_t o = 0; o < places; ++o) {
    std::int64_t& group = s.people[o * places + place];
    if (group == 0 && (o != place || s.within[place] == 0)) {
      continue;
    }
    const auto u = luck::uniform_pair(s.draw(Draw::flee, place * places + o));
    const std::int64_t leaving = rounded(share * static_cast<double>(group), u[0]);
    group -= leaving;
    std::int64_t again = 0;
    if (o == place && weights > 0) {
      again = rounded(share * static_cast<double>(s.within[place]), u[1]);
      s.within[place] -= again;
    }
    if (weights > 0) {
      send(s, place, o, leaving + again);
    } else if (o == place) {
      s.within[place] += leaving;
    } else {
      group += leaving;  // nowhere to go
    }
  }
}

bool quiet_at(const State& s, std::size_t place) {
  const auto& fronts = s.links->fronts_at[place];
  return std::all_of(fronts.begin(), fronts.end(), [&](int f) {
    return s.open[at(f)] == 0 || s.quiet[at(f)] != 0 || s.smooth_acts[at(f)] < kQuietActs;
  });
}

void go_home(State& s, std::size_t o) {
  const double share = s.number(s.c->places[o], PlaceNumber::going_home);
  if (share <= 0 || !quiet_at(s, o)) {
    return;
  }
  const std::size_t places = s.c->places.size();
  for (std::size_t p = 0; p < places; ++p) {
    std::int64_t& group = p == o ? s.within[o] : s.people[o * places + p];
    if (group > 0) {
      const double u = luck::uniform(s.draw(Draw::go_home, p * places + o));
      const std::int64_t going = std::min(group, rounded(share * static_cast<double>(group), u));
      group -= going;
      s.people[o * places + o] += going;
    }
  }
}

// Those in need are all displaced and a share of those at home; corridors bring what they can, as far as access goes.
void relieve(State& s, std::size_t place) {
  const double* n = &s.v[s.c->places[place].first];
  const double goal = std::clamp(n[PlaceNumber::access] + s.place_access[place], 0.0, 1.0);
  s.access[place] += n[PlaceNumber::recovery] * (goal - s.access[place]);
  s.access[place] = std::clamp(s.access[place], 0.0, 1.0);
  const std::size_t places = s.c->places.size();
  const auto home = static_cast<double>(s.people[place * places + place]);
  const double in_need = present(s, place) - home + home * n[PlaceNumber::need];
  if (in_need <= 0) {
    s.unmet[place] = 0;
    return;
  }
  double reached = in_need * s.access[place];
  if (!s.links->corridors_to[place].empty()) {
    double capacity = 0;
    for (const int r : s.links->corridors_to[place]) {
      capacity +=
          s.number(s.c->corridors[at(r)], CorridorNumber::capacity) * std::clamp(s.corridor_open[at(r)], 0.0, 1.0);
    }
    reached = std::min(in_need, capacity * s.access[place]);
  }
  s.unmet[place] = in_need - reached;
  s.totals.unmet += s.unmet[place];
  const double mean = s.unmet[place] * n[PlaceNumber::privation] / 100000 * crowding(s, place);
  if (mean > 0) {
    const double dead = std::min(poisson_count(luck::uniform(s.draw(Draw::privation, place)), mean), present(s, place));
    std::int64_t left = static_cast<std::int64_t>(dead);
    s.dead[place] += left;
    for (std::size_t o = 0; o < places; ++o) {  // guests first: they have least
      const std::size_t origin = (place + 1 + o) % places;
      std::int64_t& group = s.people[origin * places + place];
      const std::int64_t gone = std::min(group, left);
      group -= gone;
      left -= gone;
      s.dead_of[origin] += gone;
    }
    const std::int64_t gone = std::min(s.within[place], left);
    s.within[place] -= gone;
    s.dead_of[place] += gone;
    s.totals.killed += dead;
    s.series[static_cast<std::size_t>(Series::killed)] += dead;
    for (const int f : s.links->fronts_at[place]) {
      if (s.open[at(f)] != 0) {
        s.dead_by[at(s.c->fronts[at(f)].attacker)] += dead;
        break;
      }
    }
  }
}

}  // namespace

double present(const State& s, std::size_t place) {
  const std::size_t places = s.c->places.size();
  std::int64_t sum = s.within[place];
  for (std::size_t o = 0; o < places; ++o) {
    sum += s.people[o * places + place];
  }
  return static_cast<double>(sum);
}

double displaced_of(const State& s, std::size_t origin) {
  const std::size_t places = s.c->places.size();
  std::int64_t sum = s.within[origin];
  for (std::size_t p = 0; p < places; ++p) {
    sum += p == origin ? 0 : s.people[origin * places + p];
  }
  return static_cast<double>(sum);
}

void move_people(State& s) {
  double displaced = 0;
  double unmet = 0;
  for (std::size_t p = 0; p < s.c->places.size(); ++p) {
    flee(s, p);
  }
  for (std::size_t p = 0; p < s.c->places.size(); ++p) {
    go_home(s, p);
    relieve(s, p);
    displaced += displaced_of(s, p);
    unmet += s.unmet[p];
  }
  const double before = s.series[static_cast<std::size_t>(Series::displaced)];
  if (s.telling() && std::abs(displaced - before) > 0.01 * before + 100) {
    s.say("{:.0f} people are displaced ({:+.0f})", displaced, displaced - before);
  }
  s.series[static_cast<std::size_t>(Series::displaced)] = displaced;
  s.series[static_cast<std::size_t>(Series::unmet)] = unmet;
  s.totals.peak_displaced = std::max(s.totals.peak_displaced, displaced);
}

}  // namespace detente::play
