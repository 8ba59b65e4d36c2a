// Games that need no file: the two small pokers on which methods for imperfect information are measured.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "detente/play/game.hpp"

namespace detente::play {

// Kuhn's poker (Kuhn, "A simplified two-person poker", Contributions to the Theory of Games I, 1950): three cards, one
// each, an ante of 1, one bet of 1. 55 nodes. Its value for the first player is -1/18.
Game kuhn_poker();

// Leduc poker (Southey et al., "Bayes' bluff: opponent modelling in poker", UAI 2005): six cards of three ranks and two
// suits, an ante of 1, a private card each, bets of 2, then a public card, bets of 4; at most two raises a round. Cards
// of one rank can be told apart, as in OpenSpiel. 9,457 nodes, 936 information sets.
Game leduc_poker();

// A game by name, and all names.
std::optional<Game> sample_game(std::string_view name);
const std::vector<std::string_view>& sample_names();

}  // namespace detente::play
