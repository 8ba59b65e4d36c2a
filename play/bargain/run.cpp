// From the first turn to the last, and what a scenario must be to be played.
#include <fmt/format.h>

#include <cmath>
#include <unordered_set>

#include "detente/play/bargain.hpp"

namespace detente::play::bargain {

namespace {

constexpr std::size_t kMostActors = 1000;
constexpr std::size_t kMostDimensions = 100;
constexpr double kMostCapability = 1e12;
constexpr double kRounding = 1e-9;

Error wrong(std::string message) { return {ErrorCode::bad_value, std::move(message), ""}; }

Result<void> check_actor(const Scenario& scenario, std::size_t i) {
  const Standing& s = scenario.standing;
  const std::string& name = scenario.actors[i];
  if (!(s.capability[i] >= 0 && s.capability[i] <= kMostCapability)) {
    return wrong(fmt::format("actor '{}' has capability {}, which is not within 0 to {}", name, s.capability[i],
                             kMostCapability));
  }
  double sum = 0;
  for (std::size_t d = 0; d < s.dimensions; ++d) {
    const double position = s.position[i * s.dimensions + d];
    const double salience = s.salience[i * s.dimensions + d];
    if (!(position >= 0 && position <= 1)) {
      return wrong(fmt::format("actor '{}' has position {} on '{}', which lies outside 0 to 100", name, position * 100,
                               scenario.dimensions[d]));
    }
    if (!(salience >= 0 && salience <= 1 + kRounding)) {
      return wrong(fmt::format("actor '{}' has salience {} on '{}', which lies outside 0 to 100", name, salience * 100,
                               scenario.dimensions[d]));
    }
    sum += salience;
  }
  if (!(sum > 0)) {
    return wrong(fmt::format("actor '{}' cares about nothing: its saliences are all 0", name));
  }
  if (sum > 1 + kRounding * static_cast<double>(s.dimensions)) {
    return wrong(
        fmt::format("the saliences of actor '{}' sum to {}; at most 100 over all dimensions", name, sum * 100));
  }
  return {};
}

Result<void> check_accommodation(const Scenario& scenario) {
  const Standing& s = scenario.standing;
  if (s.accommodation.empty()) {
    return {};
  }
  if (s.accommodation.size() != s.actors * s.actors) {
    return wrong("the accommodation of ideals is not given for every pair of actors");
  }
  for (std::size_t i = 0; i < s.actors; ++i) {
    double sum = 0;
    for (std::size_t j = 0; j < s.actors; ++j) {
      const double a = s.accommodation[i * s.actors + j];
      if (!(a >= 0 && a <= 1)) {
        return wrong(fmt::format("the ideal of '{}' follows '{}' by {}, which lies outside 0 to 1", scenario.actors[i],
                                 scenario.actors[j], a));
      }
      sum += a;
    }
    if (sum > 1 + kRounding) {
      return wrong(fmt::format("the ideal of '{}' follows others by {} in all; at most 1", scenario.actors[i], sum));
    }
  }
  return {};
}

}  // namespace

Result<void> check(const Scenario& scenario) {
  const Standing& s = scenario.standing;
  if (s.actors > kMostActors || s.dimensions > kMostDimensions) {
    return Error{ErrorCode::too_large,
                 fmt::format("at most {} actors and {} dimensions, not {} and {}", kMostActors, kMostDimensions,
                             s.actors, s.dimensions),
                 ""};
  }
  if (s.actors < 2) {
    return wrong(fmt::format("bargaining needs two actors or more, not {}", s.actors));
  }
  const std::size_t cells = s.actors * s.dimensions;
  if (s.dimensions == 0 || scenario.actors.size() != s.actors || scenario.dimensions.size() != s.dimensions ||
      s.capability.size() != s.actors || s.position.size() != cells || s.salience.size() != cells ||
      (!s.ideal.empty() && s.ideal.size() != cells)) {
    return wrong("a scenario's tables differ in size");
  }
  std::unordered_set<std::string> names;
  for (std::size_t i = 0; i < s.actors; ++i) {
    if (!names.insert(scenario.actors[i]).second) {
      return wrong(fmt::format("actor '{}' is named twice", scenario.actors[i]));
    }
    if (const auto good = check_actor(scenario, i); !good) {
      return good.error();
    }
  }
  for (const double ideal : s.ideal) {
    if (!(ideal >= 0 && ideal <= 1)) {
      return wrong(fmt::format("an ideal of {} lies outside 0 to 100", ideal * 100));
    }
  }
  return check_accommodation(scenario);
}

Result<Run> play_smp(const Scenario& scenario, const SmpOptions& options, const GoOn& go_on) {
  if (const auto good = check(scenario); !good) {
    return good.error();
  }
  constexpr double kQuiet = 0.02;
  constexpr double kLeastMove = 1e-4;
  constexpr std::size_t kFewestTurns = 2;
  Run run;
  run.start = scenario.standing.position;
  Standing standing = scenario.standing;
  Smp model(options);
  for (int t = 0; t < options.turns; ++t) {
    if (go_on && !go_on()) {
      return Error{ErrorCode::cancelled, fmt::format("stopped before turn {}", t + 1), ""};
    }
    luck::Key key;
    key.seed = options.seed;
    key.day = static_cast<std::uint32_t>(t);
    Turn& turn = run.turns.emplace_back();
    model.turn(standing, key, turn);
    standing.position = turn.position;
    standing.ideal = turn.ideal;
    if (run.turns.size() >= kFewestTurns && turn.moved < kQuiet * (run.turns.front().moved + kLeastMove)) {
      run.settled = true;
      break;
    }
  }
  return run;
}

}  // namespace detente::play::bargain
