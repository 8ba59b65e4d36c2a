// The compiled lexicons and the extract of places: any bytes are read or refused.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "detente/knowledge/parties.hpp"
#include "detente/knowledge/places.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::knowledge;
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  {
    ArchiveReader in(bytes);
    PartyLexicon parties;
    if (parties.read(in)) {
      std::vector<NameHit> hits;
      const auto words = parties.look_up("Israel said");
      parties.match(words, 0, hits);
      parties.holders("x", "y", "2000");
      parties.given_name_gender("Anna");
    }
  }
  {
    ArchiveReader in(bytes);
    Gazetteer places;
    if (places.read(in)) {
      places.best("Beirut", {});
    }
  }
  Gazetteer extract;
  if (extract.add_cities_bytes(bytes, "cities.pbf")) {
    extract.index();
    extract.best("Beirut", {});
  }
  return 0;
}
