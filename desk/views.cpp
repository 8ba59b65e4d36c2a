// The table of views, and nothing else.
#include "view_table.hpp"

namespace detente::desk {

std::span<const View> views() {
  static const std::vector<View> kViews{
      {"/api/status", "What the record holds, and its revisions.", {}, {"json"}, status_view, false, false},
  };
  return kViews;
}

}  // namespace detente::desk
