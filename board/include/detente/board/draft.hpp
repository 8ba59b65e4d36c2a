// A crisis file for `detente play`, drafted from the state of play.
//
//   auto text = draft_crisis(*board, {});
//   if (!text) { return text.error(); }   // not_found: fewer than two parties that can act
//
// Parties, ties, fronts, proposals, levers, red lines, places and hostages are those that the reports tell of. Each
// number either names the items that it was made from and the formula that made it (`evidence`), or says that it is
// `assumed` and why. What the reports do not tell is not made up but assumed in plain sight, so that whoever plays it
// can set another number. docs/crisis-file.md says what may stand in such a file. Pure.
#pragma once

#include <string>

#include "detente/board/board.hpp"
#include "detente/result.hpp"

namespace detente::board {

struct DraftOptions {
  std::size_t most_parties = 10;  // those named most often among the ones that do something
  int days = 90;                  // how long a future lasts
};

// TOML. Errors: not_found if the board has fewer than two parties that can act.
Result<std::string> draft_crisis(const Board& board, const DraftOptions& options);

}  // namespace detente::board
