// Any text through the whole pipeline: the analysis must be well formed.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "detente/language/pipeline.hpp"
#include "detente/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const auto pipeline = detente::language::Pipeline::load(std::string(DETENTE_DEPS_DIR) + "/model");
  if (!pipeline) {
    return 0;
  }
  static detente::language::Workspace work;
  const std::string text = detente::text::repair({reinterpret_cast<const char*>(data), size});
  const detente::Analysis a = pipeline->analyse(text, work);
  std::uint32_t before = 0;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a.begin[i] < before || a.end[i] <= a.begin[i] || a.end[i] > text.size() || a.head[i] >= a.size() ||
        a.left_edge[i] > i || a.right_edge[i] < i || a.right_edge[i] >= a.size() || a.lemma[i].data() == nullptr ||
        !a.sentences[a.sentence_of[i]].has(i)) {
      std::abort();
    }
    before = a.end[i];
  }
  return 0;
}
