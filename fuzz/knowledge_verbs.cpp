// Any bytes as a PETRARCH verb dictionary: messages, never a crash, and what was read can be written and read back.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "detente/knowledge/acts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  detente::knowledge::ActLexicon lexicon;
  std::vector<std::string> warnings;
  static_cast<void>(lexicon.add_petrarch_verbs_text(bytes, "fuzz", &warnings));
  detente::knowledge::ArchiveWriter out;
  lexicon.write(out);
  detente::knowledge::ActLexicon again;
  detente::knowledge::ArchiveReader in(out.bytes());
  if (!again.read(in)) {
    std::abort();
  }
  detente::knowledge::ActLexicon damaged;
  detente::knowledge::ArchiveReader raw(bytes);
  static_cast<void>(damaged.read(raw));
  return 0;
}
