// Gambit's .efg format (version 2), in and out.
//
//   EFG 2 R "A demand" { "Challenger" "Rival" } "a comment, which may be left out"
//   p "" 1 1 "first" { "wait" "demand" } 0
//   t "" 1 "as it was" { 0, 1 }
//   p "" 2 1 "reply" { "concede" "resist" } 0
//   t "" 2 "won" { 1, 0 }
//   t "" 3 "war" { -1/10, -0.1 }
//
// Nodes come in preorder: c (chance), p (a player) or t (the end), a name, for p the player, then an information set
// (its number, and unless described before its name and { actions }, for chance with probabilities), then an outcome
// (its number, 0 for none, and unless described elsewhere its name and { payoffs }). Names stand in quotes, \" is a
// quote within one. Numbers are decimals or fractions. Line breaks mean nothing. Described in Gambit's manual, "The
// extensive game (.efg) file format".
#pragma once

#include <string>
#include <string_view>

#include "detente/play/game.hpp"
#include "detente/result.hpp"

namespace detente::play {

// Reads a game. `name` stands in messages, which have the form NAME:LINE:COLUMN.
// Errors: bad_encoding (not UTF-8), bad_format (not the format, an information set described twice with different
// actions, an outcome described twice with different payoffs, a node too many), unsupported (an .nfg file, another
// version), truncated (ends within the tree), bad_value (a player, outcome or number that cannot be, chances that do
// not sum to 1), too_large (see game.hpp).
Result<Game> read_efg(std::string_view text, std::string_view name);

// The game as .efg text. read_efg() gives an equal game for it, with the numbers as they were written.
std::string write_efg(const Game& game);

}  // namespace detente::play
