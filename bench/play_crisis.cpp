// A future of 180 days: of the example, and of made-up crises with 5 to 80 parties; ensembles of 100 to 100,000 runs.
#include <benchmark/benchmark.h>

#include <fstream>
#include <sstream>

#include "detente/play/ensemble.hpp"

namespace {

using namespace detente::play;

std::string example() {
  std::ifstream in(DETENTE_SOURCE_DIR "/examples/gaza-lebanon-2024.toml");
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// Parties in a ring, each at war with the next two, each a patron of the one across; two acts a front.
std::string ring(int parties) {
  std::ostringstream out;
  out << "[crisis]\nname = \"ring\"\nstart = \"2024-01-01\"\n[[issue]]\nname = \"i\"\n"
      << "drift = { value = 0.01, assumed = \"x\" }\n";
  for (int i = 0; i < parties; ++i) {
    out << "[[party]]\nname = \"P" << i << "\"\nassumed = \"x\"\ncapability = " << 1 + i % 5
        << "\nresolve = { dist = \"uniform\", low = 0.5, high = 1.5, assumed = \"x\" }\nwar_cost = 0.5\nfear = 0.5\n"
        << "[[stance]]\nparty = \"P" << i << "\"\nissue = \"i\"\nassumed = \"x\"\nposition = " << (37 * i) % 101
        << "\nsalience = 1\n[[place]]\nname = \"L" << i << "\"\nparty = \"P" << i
        << "\"\nassumed = \"x\"\npeople = 1000000\n";
  }
  for (int i = 0; i < parties; ++i) {
    const int across = (i + parties / 2) % parties;
    out << "[[tie]]\nfrom = \"P" << i << "\"\nto = \"P" << across
        << "\"\nkind = \"patronage\"\nassumed = \"x\"\nsurprise_cost = 0.01\nnotice = 0.5\n"
        << "[[lever]]\nname = \"lever " << i << "\"\nholder = \"P" << i << "\"\ntarget = \"P" << across
        << "\"\nassumed = \"x\"\nlevel = 1\nprecision = 0.2\n[[route]]\nfrom = \"L" << i << "\"\nto = \"L" << across
        << "\"\n";
    for (int k = 1; k <= 2; ++k) {
      const int j = (i + k) % parties;
      out << "[[front]]\nname = \"" << i << " on " << j << "\"\nattacker = \"P" << i << "\"\ndefender = \"P" << j
          << "\"\nplace = \"L" << j << "\"\nassumed = \"x\"\nstake = 1\n";
      for (const char* act : {"a", "b"}) {
        out << "[[front.act]]\nname = \"" << act
            << "\"\nassumed = \"x\"\nrate = 1\nharm = 3\nzero = 0.5\nflight = 0.001\nduty = 0.1\n";
      }
    }
  }
  return out.str();
}

void play_one(benchmark::State& state, const std::string& text) {
  auto crisis = read_crisis(text, "bench.toml");
  if (!crisis) {
    state.SkipWithError(crisis.error().to_string().c_str());
    return;
  }
  const Model model(std::move(*crisis));
  Future future(model);
  std::uint32_t run = 0;
  for (auto _ : state) {
    future.begin({.seed = 1, .run = run++});
    for (int day = 0; day < 180; ++day) {
      future.next_day();
    }
    benchmark::DoNotOptimize(future.series());
  }
}

void GazaLebanon(benchmark::State& state) { play_one(state, example()); }
BENCHMARK(GazaLebanon)->Unit(benchmark::kMicrosecond);

void Parties(benchmark::State& state) {
  play_one(state, ring(static_cast<int>(state.range(0))));
  state.SetComplexityN(state.range(0));
}
BENCHMARK(Parties)->RangeMultiplier(2)->Range(5, 80)->Unit(benchmark::kMicrosecond)->Complexity();

void Runs(benchmark::State& state) {
  auto crisis = read_crisis(example(), "bench.toml");
  const Model model(std::move(*crisis));
  const EnsembleOptions options{
      .seed = 1, .first = 0, .end = static_cast<std::uint32_t>(state.range(0)), .policies = {0}, .threads = 2};
  for (auto _ : state) {
    double sum = 0;
    (void)play_ensemble(model, options, [&](const RunResult& result) -> detente::Result<void> {
      sum += result.outcomes[5];
      return {};
    });
    benchmark::DoNotOptimize(sum);
  }
  state.SetComplexityN(state.range(0));
}
BENCHMARK(Runs)
    ->RangeMultiplier(10)
    ->Range(100, 100000)
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond)
    ->UseRealTime()
    ->Complexity();

}  // namespace

BENCHMARK_MAIN();
