// Cues of speech, measures, quantifiers, hedges: the small words that carry who says so and how much.
#pragma once

#include <filesystem>

#include "detente/knowledge/archive.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

class WordLexicon {
 public:
  // Adds the entries of one TOML file. Errors: knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged
};

}  // namespace detente::knowledge
