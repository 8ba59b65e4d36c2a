#include "detente/knowledge/places.hpp"

namespace detente::knowledge {

Result<void> Gazetteer::add_cities(const std::filesystem::path&) { return {}; }
void Gazetteer::write(ArchiveWriter&) const {}
bool Gazetteer::read(ArchiveReader& in) { return in.ok(); }

}  // namespace detente::knowledge
