#include <algorithm>
#include <cmath>

#include "detente/play/flee.hpp"

namespace detente::play::flow {

namespace {

double conflict_on(const Scenario& scenario, std::size_t place, int day) {
  const std::vector<double>& days = scenario.conflict[place];
  if (days.empty()) {
    return 0;
  }
  return days[std::min(static_cast<std::size_t>(day), days.size() - 1)];
}

// The camps' share of a day's error: how far the shares of the camps are from those counted.
double day_error(const std::vector<double>& simulated, const std::vector<double>& counted, bool scaled) {
  double all_simulated = 0;
  double all_counted = 0;
  for (std::size_t c = 0; c < simulated.size(); ++c) {
    all_simulated += simulated[c];
    all_counted += counted[c];
  }
  if (!(all_counted > 0)) {
    return 0;
  }
  const double scale = !scaled ? 1 : all_simulated > 0 ? all_counted / all_simulated : 0;
  double sum = 0;
  for (std::size_t c = 0; c < simulated.size(); ++c) {
    sum += std::fabs(simulated[c] * scale - counted[c]);
  }
  return sum / all_counted;
}

}  // namespace

double Series::at(int when) const {
  const auto after = std::upper_bound(day.begin(), day.end(), when);
  if (after == day.begin()) {
    return std::floor(count.front());
  }
  const auto i = static_cast<std::size_t>(after - day.begin());
  if (after == day.end()) {
    return std::floor(count.back());
  }
  const double share = static_cast<double>(when - day[i - 1]) / static_cast<double>(day[i] - day[i - 1]);
  return std::floor(count[i - 1] + share * (count[i] - count[i - 1]));
}

Result<FleeRun> run(const Scenario& scenario, const Rules& rules, const FleeOptions& options) {
  if (auto ok = check(scenario.graph, rules); !ok) {
    return ok.error();
  }
  const int days = options.days > 0 ? options.days : scenario.days;
  if (days <= 0 || days > 36525) {
    return Error{ErrorCode::bad_value, "the period to simulate has no days, or more than a century of them", ""};
  }
  Flow flow(scenario.graph, rules);
  FleeRun out;
  std::vector<const Series*> compared;
  double counted_before = 0;
  for (const Series& camp : scenario.camps) {
    counted_before += camp.at(0);
    if (camp.place == Series::kNoPlace) {
      continue;
    }
    compared.push_back(&camp);
    const Place& place = scenario.graph.places[camp.place];
    out.camps.push_back(place.name);
    if (place.kind == Kind::camp) {
      flow.arrive(camp.place, camp.at(0));
      if (options.first_day_twice && place.capacity > 0) {
        flow.set_capacity(camp.place, std::max(1.0, place.capacity - camp.at(0)));
      }
    }
  }
  const std::size_t camps = compared.size();
  out.simulated.resize(camps);
  out.counted.resize(camps);
  double owed = 0;  // newly counted people that no zone could send yet; below 0, those who left the counts
  std::vector<double> simulated(camps);
  std::vector<double> counted(camps);
  for (int day = 0; day < days; ++day) {
    double all = 0;
    for (const Series& camp : scenario.camps) {
      all += camp.at(day);
    }
    owed += all - counted_before;
    counted_before = all;
    double weight = 0;
    for (std::uint32_t p = 0; p < scenario.graph.places.size(); ++p) {
      flow.set_conflict(p, conflict_on(scenario, p, day));
      weight += flow.conflict(p) * scenario.graph.places[p].people;
    }
    if (owed > 0 && weight > 0) {
      double sent = 0;
      for (std::uint32_t p = 0; p < scenario.graph.places.size(); ++p) {
        sent += flow.flee(p, owed * flow.conflict(p) * scenario.graph.places[p].people / weight);
      }
      owed = rules.from_population ? owed - sent : 0;
    }
    flow.step();
    for (std::size_t c = 0; c < camps; ++c) {
      simulated[c] = flow.displaced(compared[c]->place);
      counted[c] = compared[c]->at(day);
      out.simulated[c].push_back(simulated[c]);
      out.counted[c].push_back(counted[c]);
    }
    out.on_the_way.push_back(flow.on_the_way());
    out.displaced.push_back(flow.displaced_in_all());
    out.error_by_day.push_back(day_error(simulated, counted, true));
    out.error += out.error_by_day.back() / days;
    out.plain_error += day_error(simulated, counted, false) / days;
    out.conservation = std::max(out.conservation, std::fabs(flow.conservation()));
    if (options.progress && !options.progress(day)) {
      return Error{ErrorCode::cancelled, "the run was stopped", ""};
    }
  }
  return out;
}

}  // namespace detente::play::flow
