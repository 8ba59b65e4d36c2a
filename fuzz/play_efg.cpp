// Any bytes as a game: what is read is written and read again as the same game, and small games are solved, with
// regrets that are as small as each method promises.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/play/game_efg.hpp"
#include "detente/play/game_solve.hpp"

namespace {

void check(bool holds) {
  if (!holds) {
    std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::play;
  const auto game = read_efg({reinterpret_cast<const char*>(data), size}, "fuzz.efg");
  if (!game) {
    check(!game.error().message.empty() && game.error().where.starts_with("fuzz.efg:"));
    return 0;
  }
  const auto again = read_efg(write_efg(*game), "again.efg");
  check(again && *again == *game);
  if (game->nodes() > 40 || game->actions() > 24 || game->players.size() > 4) {
    return 0;
  }
  double size_of_payoffs = 1.0;
  for (const GameNumber& payoff : game->payoff) {
    size_of_payoffs = std::fmax(size_of_payoffs, std::abs(payoff.value));
  }
  for (const SolveMethod method : {SolveMethod::automatic, SolveMethod::lp, SolveMethod::lcp, SolveMethod::support,
                                   SolveMethod::pure, SolveMethod::qre, SolveMethod::cfr, SolveMethod::backward}) {
    SolveOptions options;
    options.method = method;
    options.iterations = 20;
    const auto solution = solve(*game, options);
    if (!solution) {
      check(!solution.error().message.empty());
      continue;
    }
    for (const Equilibrium& e : solution->equilibria) {
      check(e.profile.size() == game->actions() && e.value.size() == game->players.size());
      for (std::size_t s = 0; s < game->sets(); ++s) {
        double sum = 0.0;
        for (std::int32_t a = game->first_action[s]; a < game->first_action[s + 1]; ++a) {
          sum += e.profile[static_cast<std::size_t>(a)];
        }
        check(std::abs(sum - 1.0) < 1e-6);
      }
      for (const double regret : e.regret) {
        check(std::isfinite(regret));
        check(method == SolveMethod::automatic || method == SolveMethod::qre || method == SolveMethod::cfr ||
              method == SolveMethod::lp || size_of_payoffs > 1e6 || regret < 1e-6 * size_of_payoffs);
      }
    }
  }
  return 0;
}
