#include <charconv>
#include <cmath>

#include "board_text.hpp"
#include "command.hpp"

namespace detente::cli {

namespace {

// Days, more than 0.
Result<double> half_life(const Arguments& arguments) {
  const std::string text = arguments.get("--half-life");
  double days = board::Options{}.half_life;
  if (!text.empty()) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
    if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(days) || days <= 0) {
      return Error{ErrorCode::usage, fmt::format("--half-life takes a number of days above 0, not '{}'", text), ""};
    }
  }
  return days;
}

}  // namespace

int board_command(const Arguments& arguments, World& world) {
  const auto days = half_life(arguments);
  if (!days) {
    return could_not(world, days.error());
  }
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
  board::Options options;
  options.party = arguments.get("--party");
  options.day = arguments.get("--as-of");
  options.half_life = *days;
  options.most = arguments.number("--limit", options.most) == 0 ? 0 : options.most;
  const auto board = board::make(*record, options);
  if (!board) {
    return could_not(world, board.error());
  }
  if (as_json) {
    world.out(board::to_json(*board) + "\n");
    return kDone;
  }
  const BoardView view{arguments.get("--as-of"), arguments.number("--limit", 12), prefix_length(*ids), world.columns,
                       arguments.all("--section")};
  world.out(board_text(*board, Style(arguments, world), view));
  return kDone;
}

}  // namespace detente::cli
