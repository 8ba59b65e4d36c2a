#pragma once

#include <string>
#include <string_view>

namespace detente::desk {

// Who published a report: its outlet; else the source that it names; else its address, of a file the name alone.
inline std::string outlet_name(std::string_view outlet, std::string_view original_source, std::string_view uri) {
  std::string_view name = !outlet.empty() ? outlet : !original_source.empty() ? original_source : uri;
  const std::size_t slash = name.rfind('/');
  if (name.find("://") == std::string_view::npos && slash != std::string_view::npos && slash + 1 < name.size()) {
    name.remove_prefix(slash + 1);
  }
  return std::string(name);
}

}  // namespace detente::desk
