#include "detente/board/board.hpp"

#include "frame.hpp"

namespace detente::board {

Result<Board> make(record::Record& record, const Options& options) {
  Board board;
  Frame frame(record, options);
  constexpr int kSteps = 10;  // the frame, eight parts, the places
  int done = 0;
  const auto step = [&] {
    if (options.progress) {
      options.progress(done, kSteps);
    }
    ++done;
  };
  step();
  if (auto made = frame.make(board); !made) {
    return made.error();
  }
  std::vector<std::unique_ptr<Part>> parts;
  for (const auto make_part : {make_parties_part, make_ties_part, make_fronts_part, make_instruments_part,
                               make_figures_part, make_deeds_part, make_speakers_part, make_disputes_part}) {
    step();
    parts.push_back(make_part());
    if (auto chosen = parts.back()->choose(frame); !chosen) {
      return chosen.error();
    }
  }
  step();
  if (auto found = frame.find_places(); !found) {
    return found.error();
  }
  for (const auto& part : parts) {
    part->build(frame, board);
  }
  step();
  board.left_out = frame.take_left_out();
  return board;
}

}  // namespace detente::board
