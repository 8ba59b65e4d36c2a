// What the commands that play a crisis file share.
#pragma once

#include <string>
#include <vector>

#include "detente/cli/options.hpp"
#include "detente/cli/world.hpp"
#include "detente/play/crisis.hpp"

namespace detente::cli {

struct LoadedCrisis {
  play::Crisis crisis;
  std::string digest;  // of the file, the numbers set and the days
};

// Reads the first positional, with --set and --until.
Result<LoadedCrisis> load_crisis(const Arguments& arguments, World& world);
// --policy, or all.
Result<std::vector<std::size_t>> chosen_policies(const Arguments& arguments, const play::Crisis& crisis);
// --threads, or all processors.
unsigned chosen_threads(const Arguments& arguments);

}  // namespace detente::cli
