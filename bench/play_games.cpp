// Speed of the game solvers: CFR+ on Leduc poker, the linear program, the logit path, and the stage game of the crisis.
#include <benchmark/benchmark.h>

#include "detente/play/game_efg.hpp"
#include "detente/play/game_samples.hpp"
#include "detente/play/game_solve.hpp"
#include "detente/play/stage_game.hpp"

namespace detente::play {
namespace {

void solve_sample(benchmark::State& state, const Game& game, SolveMethod method, int iterations) {
  SolveOptions options;
  options.method = method;
  options.iterations = iterations;
  options.checkpoint = iterations;
  for (auto _ : state) {
    auto solution = solve(game, options);
    if (!solution) {
      state.SkipWithError(solution.error().to_string().c_str());
      return;
    }
    benchmark::DoNotOptimize(solution->equilibria.front().value.front());
  }
}

void LeducCfr1000(benchmark::State& state) { solve_sample(state, leduc_poker(), SolveMethod::cfr, 1000); }
BENCHMARK(LeducCfr1000)->Unit(benchmark::kMillisecond);

void LeducLinearProgram(benchmark::State& state) { solve_sample(state, leduc_poker(), SolveMethod::lp, 1); }
BENCHMARK(LeducLinearProgram)->Unit(benchmark::kMillisecond);

void KuhnLogitPath(benchmark::State& state) { solve_sample(state, kuhn_poker(), SolveMethod::qre, 1); }
BENCHMARK(KuhnLogitPath)->Unit(benchmark::kMillisecond);

void KuhnLemke(benchmark::State& state) { solve_sample(state, kuhn_poker(), SolveMethod::lcp, 1); }
BENCHMARK(KuhnLemke)->Unit(benchmark::kMicrosecond);

void LeducEfg(benchmark::State& state) {
  const std::string text = write_efg(leduc_poker());
  for (auto _ : state) {
    auto game = read_efg(text, "leduc.efg");
    benchmark::DoNotOptimize(game->nodes());
  }
  state.SetBytesProcessed(static_cast<std::int64_t>(state.iterations()) * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(LeducEfg)->Unit(benchmark::kMillisecond);

// Patron, client and rival: three moves deep, two moves each.
void StageOfThree(benchmark::State& state) {
  StageGame game(3);
  StageInput input;
  input.lambda = {4.0, 4.0, 4.0};
  const int arms = game.split(0, 0, 2);
  for (int k = 0; k < 2; ++k) {
    const int client = game.split(arms + k, 1, 2);
    const int rival = game.split(client + 1, 2, 2);
    input.payoff[static_cast<std::size_t>(client)] = {1.0 - 0.3 * k, 0.2, 0.0};
    input.payoff[static_cast<std::size_t>(rival)] = {0.3, 0.6, -0.5};
    input.payoff[static_cast<std::size_t>(rival) + 1] = {-0.2, 0.25 - 0.2 * k, -0.3 + 0.4 * k};
  }
  StageSolution play;
  for (auto _ : state) {
    solve_stage(game, input, play);
    benchmark::DoNotOptimize(play.value[0][0]);
  }
}
BENCHMARK(StageOfThree);

}  // namespace
}  // namespace detente::play

BENCHMARK_MAIN();
