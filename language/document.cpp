#include "document.hpp"

namespace detente::language {

void Document::reset_annotations() {
  const std::uint32_t n = size();
  tag.assign(n, 0);
  pos.assign(n, 0);
  morph.assign(n, 0);
  dep.assign(n, 0);
  head.resize(n);
  left_edge.resize(n);
  right_edge.resize(n);
  for (std::uint32_t i = 0; i < n; ++i) {
    head[i] = i;
    left_edge[i] = i;
    right_edge[i] = i;
  }
  start.assign(n, Start::unknown);
  lemma.assign(n, std::string_view{});
  entities.clear();
  parsed = false;
}

}  // namespace detente::language
