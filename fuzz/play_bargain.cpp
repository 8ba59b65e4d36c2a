// A scenario in any form: read, checked, and a few turns of both models played; and the same bytes as dyads.
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/play/bargain.hpp"
#include "detente/play/bargain_track.hpp"
#include "detente/play/expected_utility.hpp"
#include "detente/play/interaction.hpp"

namespace {

namespace bargain = detente::play::bargain;

void must(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void play(const bargain::Scenario& scenario) {
  constexpr std::size_t kMostActors = 30;
  if (scenario.standing.actors > kMostActors) {
    return;
  }
  bargain::SmpOptions options = scenario.options.value_or(bargain::SmpOptions{});
  options.turns = 2;
  if (const auto run = bargain::play_smp(scenario, options)) {
    for (const double place : run->turns.back().position) {
      must(place >= 0 && place <= 1);
    }
    for (const double p : run->turns.back().status_quo_probability) {
      must(p >= 0 && p <= 1);
    }
    must(static_cast<bool>(
        detente::play::chart::svg(bargain::positions_chart(bargain::track_of(scenario, *run), 0, "fuzz"))));
  }
  for (const bargain::EuMode mode : {bargain::EuMode::corrected, bargain::EuMode::scholz}) {
    if (const auto run = bargain::play_expected_utility(scenario, {.mode = mode, .rounds = 2})) {
      for (const double place : run->rounds.back().position) {
        must(std::isfinite(place));
      }
      (void)bargain::scholz_log(scenario, *run);
    }
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const bargain::Scale scale : {bargain::Scale::hundred, bargain::Scale::own}) {
    if (const auto scenario = bargain::read_scenario(text, "fuzz", scale)) {
      must(scale == bargain::Scale::own || static_cast<bool>(bargain::check(*scenario)));
      play(*scenario);
    }
  }
  if (const auto dyads = bargain::read_dyads(text, "fuzz")) {
    for (const bargain::Dyad& dyad : *dyads) {
      (void)bargain::interact(dyad, 1);
    }
  }
  return 0;
}
