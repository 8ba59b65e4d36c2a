// PETRARCH dictionaries: any bytes give entries and messages, never a crash.
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>

#include "detente/knowledge/parties.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::knowledge;
  static const std::filesystem::path file =
      std::filesystem::temp_directory_path() / ("detente-fuzz-" + std::to_string(::getpid()) + ".txt");
  {
    std::ofstream out(file, std::ios::binary | std::ios::trunc);
    out.write(reinterpret_cast<const char*>(data), static_cast<std::streamsize>(size));
  }
  PartyLexicon parties;
  std::vector<std::string> warnings;
  parties.start_user_entries();
  const bool readable = static_cast<bool>(parties.add_petrarch_actors(file, warnings)) &&
                        static_cast<bool>(parties.add_petrarch_agents(file, warnings)) &&
                        static_cast<bool>(parties.add_petrarch_discards(file, warnings));
  if (readable && parties.index()) {
    std::vector<NameHit> hits;
    const auto words = parties.look_up("SOLDIERS OF ARNOR");
    parties.match(words, 0, hits);
    for (const PartyEntry& party : parties.parties()) {
      parties.code_on(party, "2001-01-01");
    }
  }
  return 0;
}
