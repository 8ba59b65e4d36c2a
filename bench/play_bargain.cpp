// How fast the models of bargaining run. The 40 actors of KTAB's dummyData-a040 are timed where the shared cases are at
// hand ($DETENTE_SHARED, else beside the source folder); made-up scenarios show how the cost grows with the parties.
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "detente/play/bargain.hpp"
#include "detente/play/expected_utility.hpp"
#include "detente/play/interaction.hpp"
#include "detente/play/luck.hpp"

namespace {

namespace bargain = detente::play::bargain;
namespace luck = detente::play::luck;

bargain::Scenario ktab(const char* name) {
  const char* shared = std::getenv("DETENTE_SHARED");
  const std::filesystem::path base(shared != nullptr ? shared : DETENTE_SOURCE_DIR "/../shared");
  std::ifstream in(base / "cases/play/ktab" / name);
  std::ostringstream text;
  text << in.rdbuf();
  auto scenario = bargain::read_scenario(text.str(), name);
  return scenario ? std::move(*scenario) : bargain::Scenario{};
}

// Parties at random places, the same for every run of the benchmark.
bargain::Scenario random_scenario(std::size_t actors, std::size_t dimensions) {
  bargain::Scenario scenario;
  bargain::Standing& s = scenario.standing;
  s.actors = actors;
  s.dimensions = dimensions;
  luck::Key key;
  const auto draw = [&](double low, double high) {
    ++key.draw;
    return luck::uniform(key, low, high);
  };
  for (std::size_t i = 0; i < actors; ++i) {
    scenario.actors.push_back("actor " + std::to_string(i));
    s.capability.push_back(draw(1, 100));
    for (std::size_t d = 0; d < dimensions; ++d) {
      s.position.push_back(draw(0, 1));
      s.salience.push_back(draw(0.1, 0.9) / static_cast<double>(dimensions));
    }
  }
  scenario.descriptions.resize(actors);
  scenario.dimensions.assign(dimensions, "issue");
  return scenario;
}

// The whole run, as KTAB's published times count it: 40 actors, 20 turns.
void ktab_scenario(benchmark::State& state, const char* name) {
  const bargain::Scenario scenario = ktab(name);
  if (scenario.actors.empty()) {
    state.SkipWithError("the shared cases are not here");
    return;
  }
  std::size_t turns = 0;
  for (auto _ : state) {
    auto run = bargain::play_smp(scenario, {});
    turns = run->turns.size();
    benchmark::DoNotOptimize(run->turns.back().position.data());
  }
  state.counters["actors"] = static_cast<double>(scenario.actors.size());
  state.counters["turns"] = static_cast<double>(turns);
}
BENCHMARK_CAPTURE(ktab_scenario, dummyData_a040, "dummyData-a040.csv")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ktab_scenario, SOE_Policy, "SOE-Policy.csv")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ktab_scenario, SOE_Pol_Comp, "SOE-Pol-Comp.csv")->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(ktab_scenario, dummyData_3Dim, "dummyData_3Dim.csv")->Unit(benchmark::kMillisecond);

// One turn of the spatial model, from the opening positions.
void smp_turn(benchmark::State& state) {
  const bargain::Scenario scenario =
      random_scenario(static_cast<std::size_t>(state.range(0)), static_cast<std::size_t>(state.range(1)));
  bargain::Smp model({});
  bargain::Turn turn;
  for (auto _ : state) {
    model.turn(scenario.standing, {}, turn);
    benchmark::DoNotOptimize(turn.position.data());
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(smp_turn)
    ->ArgsProduct({{5, 10, 20, 40, 80}, {1}})
    ->Complexity(benchmark::oAuto)
    ->Unit(benchmark::kMicrosecond);
BENCHMARK(smp_turn)->Name("smp_turn_3_issues")->ArgsProduct({{5, 10, 20, 40, 80}, {3}})->Unit(benchmark::kMicrosecond);

// The three ways to turn pairwise contests into a winner.
void smp_turn_by_election(benchmark::State& state) {
  const bargain::Scenario scenario = random_scenario(40, 1);
  bargain::SmpOptions options;
  options.pce.pce = static_cast<bargain::PceModel>(state.range(0));
  bargain::Smp model(options);
  bargain::Turn turn;
  for (auto _ : state) {
    model.turn(scenario.standing, {}, turn);
    benchmark::DoNotOptimize(turn.position.data());
  }
}
BENCHMARK(smp_turn_by_election)->DenseRange(0, 2)->Unit(benchmark::kMicrosecond);

void expected_utility_ten_rounds(benchmark::State& state) {
  const bargain::Scenario scenario = random_scenario(static_cast<std::size_t>(state.range(0)), 1);
  for (auto _ : state) {
    auto run = bargain::play_expected_utility(scenario, {});
    benchmark::DoNotOptimize(run->rounds.back().position.data());
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(expected_utility_ten_rounds)
    ->RangeMultiplier(2)
    ->Range(5, 80)
    ->Complexity(benchmark::oAuto)
    ->Unit(benchmark::kMicrosecond);

void interaction_game(benchmark::State& state) {
  bargain::Dyad dyad;
  for (std::size_t k = 0; k < bargain::kOutcomes; ++k) {
    dyad.first[k] = luck::uniform({.seed = 1, .draw = static_cast<std::uint32_t>(k)}, -2, 2);
    dyad.second[k] = luck::uniform({.seed = 2, .draw = static_cast<std::uint32_t>(k)}, -2, 2);
  }
  for (auto _ : state) {
    benchmark::DoNotOptimize(bargain::interact(dyad, 1));
  }
}
BENCHMARK(interaction_game);

}  // namespace

BENCHMARK_MAIN();
