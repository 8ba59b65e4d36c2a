// The commands, one function each. Arguments are parsed and --help is answered before they run.
#pragma once

#include <fmt/format.h>

#include "detente/cli/options.hpp"
#include "detente/cli/world.hpp"
#include "detente/result.hpp"

namespace detente::cli {

int code_command(const Arguments& arguments, World& world);
int generate_command(const Arguments& arguments, World& world);

// Says why on standard error; gives kCouldNot.
int could_not(World& world, const Error& error);

}  // namespace detente::cli
