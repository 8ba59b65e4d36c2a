#include "detente/knowledge/words.hpp"

namespace detente::knowledge {

Result<void> WordLexicon::add_toml(const std::filesystem::path&) { return {}; }
void WordLexicon::write(ArchiveWriter&) const {}
bool WordLexicon::read(ArchiveReader& in) { return in.ok(); }

}  // namespace detente::knowledge
