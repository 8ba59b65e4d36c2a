// TOML files of parties and places: any bytes give a lexicon or an Error with a place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/knowledge/parties.hpp"
#include "detente/knowledge/places.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::knowledge;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  PartyLexicon parties;
  if (const auto added = parties.add_toml_text(text, "fuzz.toml"); added) {
    if (parties.index()) {
      std::vector<NameHit> hits;
      const auto words = parties.look_up("The Israeli Prime Minister of Israel");
      for (std::size_t i = 0; i < words.size(); ++i) {
        parties.match(words, i, hits);
      }
      ArchiveWriter out;
      parties.write(out);
      ArchiveReader in(out.bytes());
      PartyLexicon again;
      if (!again.read(in)) {
        std::abort();
      }
    }
  } else if (added.error().where.empty()) {
    std::abort();
  }
  Gazetteer places;
  if (places.add_toml_text(text, "fuzz.toml")) {
    places.index();
    places.best("Beirut", {});
  }
  return 0;
}
