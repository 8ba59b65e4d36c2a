// Outlets that other outlets name as their source, with their other names and hosts.
#pragma once

#include <span>
#include <string_view>

namespace detente::linking {

struct Outlet {
  std::string_view name;
  std::string_view others;  // words and host labels, divided by '|'
};

std::span<const Outlet> known_outlets();

}  // namespace detente::linking
