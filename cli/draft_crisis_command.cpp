#include "command.hpp"
#include "detente/board/draft.hpp"
#include "detente/play/crisis.hpp"
#include "files.hpp"

namespace detente::cli {

int draft_crisis_command(const Arguments& arguments, World& world) {
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  board::Options options;
  options.party = arguments.get("--party");
  options.day = arguments.get("--as-of").size() == 10 ? arguments.get("--as-of") : "";
  const auto board = board::make(*record, options);
  if (!board) {
    return could_not(world, board.error());
  }
  const auto text = board::draft_crisis(*board, {});
  if (!text) {
    return could_not(world, text.error());
  }
  // A draft that could not be played would be a fault of this program, and is not handed out.
  if (const auto crisis = play::read_crisis(*text, "the draft"); !crisis) {
    return could_not(world, crisis.error());
  }
  const std::string out = arguments.get("--out", "-");
  if (out == "-") {
    world.out(*text);
    return kDone;
  }
  const auto written = write_whole(out, *text);
  return written ? kDone : could_not(world, written.error());
}

}  // namespace detente::cli
