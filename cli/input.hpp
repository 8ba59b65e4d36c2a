// Reports from what the user names: files, folders, or "-" for standard input.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "detente/cli/world.hpp"
#include "detente/intake/intake.hpp"

namespace detente::cli {

intake::Counts read_inputs(const std::vector<std::string>& paths, World& world, const intake::Sinks& sinks);

}  // namespace detente::cli
