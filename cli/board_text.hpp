// The board for people.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detente/board/board.hpp"
#include "style.hpp"

namespace detente::cli {

struct BoardView {
  std::string as_of;  // what the user asked for; empty: everything
  int limit = 12;     // lines of each part; 0: all
  std::size_t id_length = 6;
  int columns = 100;                       // of the page, 80 to 120
  std::vector<std::string> sections = {};  // names of board_sections(); empty: all
};

// What --section may name, in the order of the page.
std::vector<std::string_view> board_sections();

// The same words with and without colour.
std::string board_text(const board::Board& board, const Style& style, const BoardView& view);

// "more than 1,400 people"
std::string amount(const board::Claim& claim);
// "r7fd58:e3"
std::string item_name(const board::Place& place, std::size_t id_length);

}  // namespace detente::cli
