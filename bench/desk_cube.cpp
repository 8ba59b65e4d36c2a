// How long do facets, brushing, lists and the network take over a million events in memory?
//
//   bench_desk_cube
//   DETENTE_CUBE_EVENTS=100000 bench_desk_cube --benchmark_filter=Facets
#include <benchmark/benchmark.h>

#include <cmath>
#include <cstdlib>
#include <random>
#include <string>

#include "detente/desk/cube.hpp"

namespace {

using namespace detente;
using namespace detente::desk;

constexpr std::int32_t kFirstDay = 19358;  // 2023-01-01
constexpr std::int32_t kDays = 731;

// Few of many are drawn often: rank r about as often as 1 / (r + 1).
std::uint32_t ranked(std::mt19937& draw, std::uint32_t n) {
  const double share = static_cast<double>(draw()) / 4294967296.0;
  return std::min(static_cast<std::uint32_t>(std::exp(share * std::log(static_cast<double>(n) + 1)) - 1), n - 1);
}

std::uint32_t below(std::mt19937& draw, std::uint32_t n) { return static_cast<std::uint32_t>(draw() % n); }

const Cube& cube() {
  static const Cube made = [] {
    const char* wanted = std::getenv("DETENTE_CUBE_EVENTS");
    const std::uint32_t events = wanted != nullptr ? static_cast<std::uint32_t>(std::atoi(wanted)) : 1000000;
    std::mt19937 draw(1);
    CubeBuilder builder;
    const std::uint32_t reports = events / 10 + 1;
    for (std::uint32_t i = 0; i < reports; ++i) {
      CubeReport report;
      report.id = "r" + std::to_string(i);
      report.day = kFirstDay + static_cast<std::int32_t>(below(draw, kDays));
      report.outlet = builder.outlet("outlet " + std::to_string(ranked(draw, 300)));
      builder.report(report);
    }
    for (std::uint32_t i = 0; i < 6000; ++i) {
      const std::string name = "party " + std::to_string(i);
      builder.party(name, name, i % 7 == 0 ? "AAA" : "", "state");
    }
    for (std::uint32_t i = 0; i < events; ++i) {
      CubeBuilder::Event event;
      event.report = below(draw, reports);
      event.n = i % 60 + 1;
      event.type = static_cast<EventType>(ranked(draw, 16));
      event.status = static_cast<Status>(ranked(draw, 5));
      const std::int32_t day = kFirstDay + static_cast<std::int32_t>(below(draw, kDays));
      event.when = {day, day, below(draw, 3) == 0 ? Precision::day : Precision::report};
      event.country = builder.country("C" + std::to_string(ranked(draw, 24)));
      event.place = builder.place("place " + std::to_string(ranked(draw, 2000)), "AAA", 1, 2);
      event.goldstein = static_cast<float>(below(draw, 20)) - 10;
      const std::uint32_t number = builder.event(event);
      builder.actor(number, ranked(draw, 6000), true);
      builder.actor(number, ranked(draw, 6000), false);
    }
    return builder.finish();
  }();
  return made;
}

Filter narrowed(int round) {
  Filter filter;
  filter.parties = {"party " + std::to_string(round % 50)};
  filter.statuses = {Status::actual};
  return filter;
}

void Facets_all(benchmark::State& state) {
  FacetOptions options;
  options.threads = static_cast<int>(state.range(0));
  for (auto _ : state) {
    benchmark::DoNotOptimize(facets(cube(), {}, options).total);
  }
}
BENCHMARK(Facets_all)->Arg(1)->Arg(2)->Unit(benchmark::kMillisecond);

void Facets_filtered(benchmark::State& state) {
  int round = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(facets(cube(), narrowed(round++), {}).total);
  }
}
BENCHMARK(Facets_filtered)->Unit(benchmark::kMillisecond);

void Brushing(benchmark::State& state) {
  int round = 0;
  for (auto _ : state) {
    Filter filter;
    filter.from = kFirstDay + round % 600;
    filter.to = *filter.from + 60;
    ++round;
    benchmark::DoNotOptimize(facets(cube(), filter, {}).total);
  }
}
BENCHMARK(Brushing)->Unit(benchmark::kMillisecond);

void List(benchmark::State& state) {
  int round = 0;
  for (auto _ : state) {
    benchmark::DoNotOptimize(list(cube(), narrowed(round++), std::nullopt, 100).total);
  }
}
BENCHMARK(List)->Unit(benchmark::kMillisecond);

void Network(benchmark::State& state) {
  for (auto _ : state) {
    benchmark::DoNotOptimize(count_pairs(cube(), {}, 1).size());
  }
}
BENCHMARK(Network)->Unit(benchmark::kMillisecond);

}  // namespace

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  benchmark::AddCustomContext("events", std::to_string(cube().size()));
  benchmark::AddCustomContext("bytes", std::to_string(cube().bytes()));
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
