// Who is that?
#pragma once

#include <filesystem>

#include "detente/knowledge/archive.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

class PartyLexicon {
 public:
  // Adds the entries of one TOML file. Errors: knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged
};

}  // namespace detente::knowledge
