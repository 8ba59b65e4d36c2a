// TOML files of acts: any bytes give a lexicon or an Error with a place, and what is read comes back from an archive.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/knowledge/acts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::knowledge;
  ActLexicon acts;
  const auto added = acts.add_toml_text({reinterpret_cast<const char*>(data), size}, "fuzz.toml");
  if (!added) {
    if (added.error().where.empty()) {
      std::abort();
    }
    return 0;
  }
  ArchiveWriter out;
  acts.write(out);
  ActLexicon again;
  ArchiveReader in(out.bytes());
  if (!again.read(in) || !in.at_end() || again.size() != acts.size()) {
    std::abort();
  }
  return 0;
}
