#include "board_text.hpp"
#include "command.hpp"

namespace detente::cli {

int board_command(const Arguments& arguments, World& world) {
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  const auto ids = record->report_ids();
  if (!ids) {
    return could_not(world, ids.error());
  }
  const bool as_json = arguments.has("--json");
  if (ids->empty() && !as_json) {
    world.out(arguments.has("--as-of") || arguments.has("--revision") ? "no reports by then\n"
                                                                      : "no reports yet: detente read FOLDER\n");
    return kDone;
  }
  const auto board = board::make(*record, {arguments.get("--party")});
  if (!board) {
    return could_not(world, board.error());
  }
  const BoardView view{arguments.get("--as-of"), arguments.number("--limit", 12), prefix_length(*ids)};
  world.out(as_json ? board::to_json(*board) + "\n" : board_text(*board, Style(arguments, world), view));
  return kDone;
}

}  // namespace detente::cli
