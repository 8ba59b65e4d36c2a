#include "detente/play/flow.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <tuple>

namespace detente::play::flow {

namespace {

// A link shorter than this does not make a day of endless hops.
constexpr double kLeastKm = 1;
// A crumb of fewer people than this stays where it is: chains of shares would go on for ever.
constexpr double kLeastPeople = 0.01;
constexpr std::size_t kMostRoutes = 100000;

Error bad(std::string message) { return {ErrorCode::bad_value, std::move(message), ""}; }

bool in_range(double x, double low, double high) { return x >= low && x <= high; }

}  // namespace

Result<void> check(const Graph& graph, const Rules& rules) {
  if (graph.places.empty()) {
    return bad("there are no places");
  }
  if (graph.places.size() > 65535) {
    return Error{ErrorCode::too_large, fmt::format("{} places: at most 65,535", graph.places.size()), ""};
  }
  std::set<std::string_view> names;
  for (const Place& place : graph.places) {
    if (place.name.empty()) {
      return bad("a place has no name");
    }
    if (!names.insert(place.name).second) {
      return bad(fmt::format("the place '{}' is there twice", place.name));
    }
    if (!in_range(place.people, 0, 1e12) || !in_range(place.capacity, 0, 1e12)) {
      return bad(fmt::format("'{}' has {} people and a capacity of {}: both must be 0 or more", place.name,
                             place.people, place.capacity));
    }
  }
  for (const Link& link : graph.links) {
    if (link.from >= graph.places.size() || link.to >= graph.places.size() || link.from == link.to) {
      return bad(fmt::format("a link joins place {} and place {} of {}", link.from, link.to, graph.places.size()));
    }
    if (!(link.km > 0) || !(link.km < 1e6)) {
      return bad(fmt::format("the link from '{}' to '{}' is {} km long: it must be above 0 and below a million",
                             graph.places[link.from].name, graph.places[link.to].name, link.km));
    }
  }
  for (const Closure& closure : graph.closures) {
    const bool named = closure.what != Closure::What::country;
    if (named && (closure.a >= graph.places.size() || closure.b >= graph.places.size())) {
      return bad("a closure names a place that is not there");
    }
  }
  const std::pair<const char*, double> shares[] = {{"conflict_move", rules.conflict_move},
                                                   {"camp_move", rules.camp_move},
                                                   {"town_move", rules.town_move},
                                                   {"return_share", rules.return_share},
                                                   {"capacity_buffer", rules.capacity_buffer}};
  for (const auto& [name, value] : shares) {
    if (!in_range(value, 0, 1)) {
      return bad(fmt::format("{} is {}: it must lie between 0 and 1", name, value));
    }
  }
  const std::pair<const char*, double> positive[] = {
      {"foreign_weight", rules.foreign_weight},    {"camp_weight", rules.camp_weight},
      {"conflict_weight", rules.conflict_weight},  {"softening", rules.softening},
      {"distance_power", rules.distance_power},    {"weight_power", rules.weight_power},
      {"capacity_scaling", rules.capacity_scaling}};
  for (const auto& [name, value] : positive) {
    if (!in_range(value, 0, 1e6)) {
      return bad(fmt::format("{} is {}: it must be 0 or more", name, value));
    }
  }
  if (!in_range(rules.speed, 1, 1e4)) {
    return bad(fmt::format("the speed is {} km a day: it must lie between 1 and 10,000", rules.speed));
  }
  if (rules.awareness < 1 || rules.awareness > 4) {
    return bad(fmt::format("awareness is {}: it must lie between 1 and 4", rules.awareness));
  }
  return {};
}

Flow::Flow(const Graph& graph, const Rules& rules)
    : rules_(rules), closures_(graph.closures), leave_(graph.places.size()), planned_(graph.places.size()) {
  for (const flow::Place& place : graph.places) {
    const auto at = std::find(countries_.begin(), countries_.end(), place.country);
    const auto country = static_cast<std::uint16_t>(at - countries_.begin());
    if (at == countries_.end()) {
      countries_.push_back(place.country);
    }
    state_.push_back({place.kind, place.foreign, country, place.kind == Kind::conflict ? 1.0 : 0.0, place.capacity, 0,
                      place.people, 0});
  }
  for (const Link& link : graph.links) {
    leave_[link.from].push_back(static_cast<std::uint32_t>(ways_.size()));
    ways_.push_back({link.from, link.to, link.km, link.forced, 0});
    leave_[link.to].push_back(static_cast<std::uint32_t>(ways_.size()));
    ways_.push_back({link.to, link.from, link.km, false, 0});
  }
}

void Flow::set_conflict(std::uint32_t place, double intensity) {
  state_[place].conflict = intensity > 0 ? intensity : 0;
}

void Flow::set_open(std::uint32_t link, bool forth, bool back) {
  ways_[2 * std::size_t{link}].closed = forth ? 0 : 1;
  ways_[2 * std::size_t{link} + 1].closed = back ? 0 : 1;
  plans_hold_ = false;
}

void Flow::set_capacity(std::uint32_t place, double capacity) { state_[place].capacity = capacity > 0 ? capacity : 0; }

double Flow::flee(std::uint32_t place, double people) {
  Place& p = state_[place];
  people = people > 0 ? people : 0;
  if (rules_.from_population) {
    people = std::min(people, p.home);
  }
  p.home -= people;
  p.away += people;
  p.displaced += people;
  fled_ += people;
  return people;
}

void Flow::arrive(std::uint32_t place, double people) {
  people = people > 0 ? people : 0;
  state_[place].displaced += people;
  arrived_ += people;
}

double Flow::on_the_way() const {
  double sum = 0;
  for (const Party& party : parties_) {
    sum += party.people;
  }
  return sum;
}

double Flow::displaced_in_all() const {
  double sum = on_the_way();
  for (const Place& place : state_) {
    sum += place.displaced;
  }
  return sum;
}

double Flow::conservation() const { return arrived_ + fled_ - returned_ - displaced_in_all(); }

double Flow::move_share(const Place& place) const {
  if (place.conflict > 0) {
    return rules_.conflict_move;
  }
  switch (place.kind) {
    case Kind::camp:
      return rules_.camp_move;
    case Kind::forward:
    case Kind::marker:
      return 1;
    case Kind::town:
    case Kind::conflict:
      break;
  }
  return rules_.town_move;
}

double Flow::attraction(const Place& place) const {
  double score = place.foreign ? rules_.foreign_weight : 1;
  if (place.kind == Kind::camp) {
    score *= rules_.camp_weight;
  }
  if (place.conflict > 0) {
    score *= place.conflict == 1 ? rules_.conflict_weight : std::pow(rules_.conflict_weight, place.conflict);
  }
  return score;
}

double Flow::room(const Place& place) const {
  const double capacity = place.capacity * rules_.capacity_scaling;
  if (capacity < 1 || place.displaced <= rules_.capacity_buffer * capacity) {
    return 1;
  }
  if (place.displaced >= capacity) {
    return 0;
  }
  return (capacity - place.displaced) / (capacity * (1 - rules_.capacity_buffer));
}

// Nobody sets out for a camp that is nearly full.
bool Flow::is_full(const Place& place) const { return place.kind == Kind::camp && room(place) < 0.5; }

void Flow::close(const Closure& closure, bool closing) {
  const auto change = [&](Way& way) {
    if (closing) {
      ++way.closed;
    } else if (way.closed > 0) {
      --way.closed;
    }
  };
  const auto country = [&](const std::string& name) {
    return std::find(countries_.begin(), countries_.end(), name) - countries_.begin();
  };
  plans_hold_ = false;
  switch (closure.what) {
    case Closure::What::country: {
      const auto a = country(closure.country_a);
      const auto b = country(closure.country_b);
      for (Way& way : ways_) {
        const auto from = std::ptrdiff_t{state_[way.from].country};
        const auto to = std::ptrdiff_t{state_[way.to].country};
        if ((from == a && to == b) || (from == b && to == a)) {
          change(way);
        }
      }
      break;
    }
    case Closure::What::place:
      for (Way& way : ways_) {
        if (way.from == closure.a || way.to == closure.a) {
          change(way);
        }
      }
      break;
    case Closure::What::link:
      for (Way& way : ways_) {
        if ((way.from == closure.a && way.to == closure.b) || (way.from == closure.b && way.to == closure.a)) {
          change(way);
        }
      }
      break;
    case Closure::What::camp:
      state_[closure.a].kind = closing ? Kind::town : Kind::camp;
      break;
    case Closure::What::redirection:
      for (Way& way : ways_) {
        if (way.from == closure.a && way.to == closure.b) {
          way.forced = !closing;
        }
      }
      break;
  }
}

void Flow::apply_closures() {
  for (const Closure& closure : closures_) {
    if (closure.from == day_) {
      close(closure, true);
    } else if (closure.until == day_ && closure.until > closure.from) {
      close(closure, false);
    }
  }
}

// All routes of up to `awareness` links that come by no place twice; markers do not count as an end or a link.
void Flow::plan() {
  if (plans_hold_) {
    return;
  }
  // Those who are on a route finish it, or come to where it is closed.
  std::map<std::uint32_t, std::uint32_t> kept;
  std::vector<Route> routes;
  for (Party& party : parties_) {
    const auto [at, is_new] = kept.try_emplace(party.route, static_cast<std::uint32_t>(routes.size()));
    if (is_new) {
      routes.push_back(routes_[party.route]);
    }
    party.route = at->second;
  }
  routes_ = std::move(routes);
  for (std::uint32_t place = 0; place < state_.size(); ++place) {
    planned_[place].clear();
    std::vector<std::uint32_t> ways;
    std::vector<bool> seen(state_.size(), false);
    seen[place] = true;
    extend(place, ways, seen, 0, 1, planned_[place]);
  }
  plans_hold_ = true;
}

void Flow::extend(std::uint32_t here, std::vector<std::uint32_t>& ways, std::vector<bool>& seen, double km, int step,
                  std::vector<std::uint32_t>& found) {
  const auto& leaving = leave_[here];
  const bool forced = std::any_of(leaving.begin(), leaving.end(),
                                  [&](std::uint32_t w) { return ways_[w].forced && ways_[w].closed == 0; });
  for (const std::uint32_t w : leaving) {
    const Way& way = ways_[w];
    if (way.closed > 0 || seen[way.to] || (forced && !way.forced) || found.size() >= kMostRoutes) {
      continue;
    }
    const bool marker = state_[way.to].kind == Kind::marker;
    ways.push_back(w);
    seen[way.to] = true;
    if (!marker) {
      found.push_back(static_cast<std::uint32_t>(routes_.size()));
      const double away = rules_.softening + km + way.km;
      const double nearness = 1 / (rules_.distance_power == 1 ? away : std::pow(away, rules_.distance_power));
      routes_.push_back({ways, way.to, km + way.km, nearness});
    }
    if (marker || step < rules_.awareness) {
      extend(way.to, ways, seen, km + way.km, marker ? step : step + 1, found);
    }
    seen[way.to] = false;
    ways.pop_back();
  }
}

// Shares that sum to 1, one a route of the place.
void Flow::weigh(std::uint32_t place) {
  shares_.clear();
  double sum = 0;
  for (const std::uint32_t r : planned_[place]) {
    const Route& route = routes_[r];
    double weight = pull_[route.end] * room(state_[route.end]) * route.nearness;
    weight = rules_.weight_power == 1 ? weight : std::pow(weight, rules_.weight_power);
    shares_.push_back(weight);
    sum += weight;
  }
  for (double& share : shares_) {
    share = sum > 0 ? share / sum : 1 / static_cast<double>(shares_.size());
  }
}

void Flow::look_around() {
  pull_.resize(state_.size());
  for (std::size_t p = 0; p < state_.size(); ++p) {
    pull_[p] = attraction(state_[p]);
  }
}

std::vector<Flow::Choice> Flow::choices(std::uint32_t place) const {
  Flow copy = *this;
  copy.plan();
  copy.look_around();
  copy.weigh(place);
  std::vector<Choice> out;
  for (std::size_t i = 0; i < copy.shares_.size(); ++i) {
    const Route& route = copy.routes_[copy.planned_[place][i]];
    out.push_back({route.end, route.km, copy.shares_[i]});
  }
  return out;
}

void Flow::return_home() {
  if (!(rules_.return_share > 0)) {
    return;
  }
  double away = 0;  // from places where it is quiet now
  double waiting = 0;
  for (const Place& place : state_) {
    away += place.conflict > 0 ? 0 : place.away;
    waiting += place.displaced;
  }
  const double all = waiting + on_the_way();
  if (!(away > 0) || !(waiting > 0)) {
    return;
  }
  // Flows do not know who came from where: every place holds those who may go home in the same proportion.
  const double share = std::min(1.0, rules_.return_share * away / all);
  const double going = share * waiting;
  for (Place& place : state_) {
    place.displaced -= share * place.displaced;
  }
  for (Place& place : state_) {
    if (place.conflict == 0) {
      const double here = going * place.away / away;
      place.home += here;
      place.away -= here;
    }
  }
  returned_ += going;
}

// Those who set out, at the beginning of their routes; the caller takes them off the place.
void Flow::depart(std::uint32_t place, double people) {
  leaving_.clear();
  weigh(place);
  for (std::size_t i = 0; i < shares_.size(); ++i) {
    const std::uint32_t r = planned_[place][i];
    if (shares_[i] > 0 && !is_full(state_[routes_[r].end])) {
      leaving_.push_back({r, 0, 0, people * shares_[i]});
    }
  }
}

// A day's travel begins or goes on, `moved` km of it behind them.
void Flow::travel(Party party, double moved) {
  const Route& route = routes_[party.route];
  const Way& way = ways_[route.ways[party.leg]];
  party.km += rules_.speed;
  moved += rules_.speed;
  if (party.km <= way.km) {
    parties_.push_back(party);
    return;
  }
  moved -= party.km - std::max(way.km, kLeastKm);
  if (way.closed > 0) {
    state_[way.from].displaced += party.people;
    return;
  }
  const bool further = party.leg + 1 < route.ways.size();
  if (!further && !(moved < rules_.speed)) {
    state_[way.to].displaced += party.people;
    return;
  }
  // Hours are kept as whole km, so that those who reach a place at the same time meet there.
  const auto hour = std::min(static_cast<std::size_t>(std::ceil(moved - 1e-9)), arrivals_.size() - 1);
  arrivals_[hour].push_back({way.to, further ? party.route : kNoRoute, party.leg + 1, party.people});
}

// Those who come to the end of their way at one hour of the day, and may move on.
void Flow::arrive_at(std::size_t hour) {
  const auto moved = static_cast<double>(hour);
  std::vector<std::uint32_t> places;
  places.swap(touched_);
  // Travel only adds to later hours.
  std::vector<Arrival>& arrivals = arrivals_[hour];
  for (const Arrival& arrival : arrivals) {
    if (arrival.route == kNoRoute) {
      if (here_[arrival.place] == 0) {
        places.push_back(arrival.place);
      }
      here_[arrival.place] += arrival.people;
      continue;
    }
    const Route& route = routes_[arrival.route];
    if (ways_[route.ways[arrival.leg]].closed > 0 || is_full(state_[route.end])) {
      state_[arrival.place].displaced += arrival.people;
    } else if (moved < rules_.speed) {
      travel({arrival.route, arrival.leg, 0, arrival.people}, moved);
    } else {
      parties_.push_back({arrival.route, arrival.leg, 0, arrival.people});
    }
  }
  arrivals.clear();
  for (const std::uint32_t place : places) {
    const double people = here_[place];
    here_[place] = 0;
    state_[place].displaced += people;
    const double moving = people * move_share(state_[place]);
    if (moved < rules_.speed && moving > kLeastPeople) {
      depart(place, moving);
      for (const Party& party : leaving_) {
        state_[place].displaced -= party.people;
        travel(party, moved);
      }
    }
  }
  places.clear();
  touched_.swap(places);
}

void Flow::step() {
  apply_closures();
  plan();
  look_around();
  return_home();
  here_.resize(state_.size(), 0);
  // The last hour is for those who have a whole day behind them and further to go.
  arrivals_.resize(static_cast<std::size_t>(std::ceil(rules_.speed)) + 1);
  // All who set out decide by the places as they are in the morning.
  std::vector<Party> under_way;
  under_way.swap(parties_);
  const std::size_t travelling = under_way.size();
  for (std::uint32_t place = 0; place < state_.size(); ++place) {
    const double people = state_[place].displaced * move_share(state_[place]);
    if (people > kLeastPeople) {
      depart(place, people);
      under_way.insert(under_way.end(), leaving_.begin(), leaving_.end());
    }
  }
  for (std::size_t at = travelling; at < under_way.size(); ++at) {
    state_[ways_[routes_[under_way[at].route].ways[0]].from].displaced -= under_way[at].people;
  }
  for (const Party& party : under_way) {
    travel(party, 0);
  }
  for (std::size_t hour = 0; hour < arrivals_.size(); ++hour) {
    if (!arrivals_[hour].empty()) {
      arrive_at(hour);
    }
  }
  ++day_;
}

}  // namespace detente::play::flow
