// What `detente bargain` writes: for people, as JSON, as CSV.
#pragma once

#include <optional>
#include <string>

#include "detente/play/bargain.hpp"
#include "detente/play/bargain_track.hpp"
#include "detente/play/expected_utility.hpp"
#include "style.hpp"

namespace detente::cli {

// The model iig, from the options to the output.
int play_interactions(const Arguments& arguments, World& world);

// A scenario and what one of the models made of it.
struct Bargaining {
  const play::bargain::Scenario& scenario;
  play::bargain::SmpOptions options{};                            // of the spatial model
  play::bargain::EuMode mode = play::bargain::EuMode::corrected;  // of the expected utility model
  play::bargain::Track track{};
  std::optional<play::bargain::Run> smp{};
  std::optional<play::bargain::EuRun> expected{};
};

// "spatial model, conditional election, 7 turns".
std::string model_words(const Bargaining& played);

// `limit` moves are told; 0 tells all.
std::string bargaining_text(const Bargaining& played, const Style& style, int columns, int limit);
std::string bargaining_json(const Bargaining& played);
// `table` is positions, bargains or risk.
std::string bargaining_csv(const Bargaining& played, std::string_view table);

}  // namespace detente::cli
