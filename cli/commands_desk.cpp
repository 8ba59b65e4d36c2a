// The commands of the board and the desk.
#include "command_table.hpp"

namespace detente::cli {

std::vector<Command> desk_commands() {
  return {
      {"board",
       "Show the state of play.",
       {{"detente board", "all that the record says"},
        {"detente board --as-of 2024-10-10 --party Israel", "what was known that day about one party"}},
       {},
       {kDatabase,
        kAsOf,
        kRevision,
        kParty,
        {"--limit", "N", "how many lines each part shows; 0 shows all", "12", {}, false, true}},
       "Copies of one text count once. Two figures that differ stay two figures, each with who says so. A report "
       "without a "
       "date counts from the day on which it was read."},
  };
}

}  // namespace detente::cli
