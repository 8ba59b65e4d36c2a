#include "detente/knowledge/parties.hpp"

namespace detente::knowledge {

Result<void> PartyLexicon::add_toml(const std::filesystem::path&) { return {}; }
void PartyLexicon::write(ArchiveWriter&) const {}
bool PartyLexicon::read(ArchiveReader& in) { return in.ok(); }

}  // namespace detente::knowledge
