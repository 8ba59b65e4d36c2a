// What `detente solve` prints.
#pragma once

#include <cstddef>
#include <string>

#include "detente/play/game_solve.hpp"
#include "style.hpp"

namespace detente::cli {

struct SolveView {
  const play::Game& game;
  const play::Solution& solution;
  std::size_t limit = 40;     // information sets that a profile shows; 0 shows all
  bool points_asked = false;  // the path has just the points that the user named
};

std::string solve_text(const SolveView& view, const Style& style);
std::string solve_csv(const SolveView& view);
std::string solve_json(const SolveView& view);

// The logit path, or how CFR+ learns, as SVG. Errors: unsupported if the method gives neither.
Result<std::string> solve_plot(const SolveView& view);

}  // namespace detente::cli
