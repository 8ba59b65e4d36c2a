#include "detente/knowledge/acts.hpp"

namespace detente::knowledge {

Result<void> ActLexicon::add_toml(const std::filesystem::path&) { return {}; }
void ActLexicon::write(ArchiveWriter&) const {}
bool ActLexicon::read(ArchiveReader& in) { return in.ok(); }

}  // namespace detente::knowledge
