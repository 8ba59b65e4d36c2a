// Who is that? What kind of act is this? The lexicons, compiled into one archive that loads in milliseconds.
//
//   auto k = knowledge::load("share/detente/knowledge.bin");         // compiled at build time by
//   detente_compile_knowledge auto k2 = knowledge::extend(std::move(*k), {"my-lexicons/"});    // a user's TOML files
//   or PETRARCH dictionaries
//
// TOML files live in knowledge/data/: parties/*.toml, acts/*.toml, words/*.toml, places/*.toml,
// confidence/*.toml. docs/knowledge.md shows each form.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "detente/knowledge/acts.hpp"
#include "detente/knowledge/confidence.hpp"
#include "detente/knowledge/parties.hpp"
#include "detente/knowledge/places.hpp"
#include "detente/knowledge/words.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

struct Knowledge {
  PartyLexicon parties;
  ActLexicon acts;
  WordLexicon words;
  Gazetteer places;
  ConfidenceModel confidence;
};

// Compiles the TOML files of `folder` and the GeoNames extract `cities` (may be empty: no places).
// Errors: knowledge, with "parties/states.toml:41" in `where`.
Result<Knowledge> compile(const std::filesystem::path& folder, const std::filesystem::path& cities);

Result<void> save(const Knowledge&, const std::filesystem::path& archive);

// Errors: not_found; knowledge if the archive is damaged or of another version.
Result<Knowledge> load(const std::filesystem::path& archive);

// Adds the files of a user's folders: native TOML by their folder or top-level tables, PETRARCH .txt dictionaries by
// their content (actors, agents, verbs, discards). A user's entry wins over a built-in one of the same name. Lines of a
// dictionary that make no sense are passed over, with a message each in `warnings`: "actors.txt:41: ...".
// Errors: not_found, io; knowledge, with file and line, if a TOML file is wrong.
Result<Knowledge> extend(Knowledge base, const std::vector<std::filesystem::path>& folders,
                         std::vector<std::string>* warnings = nullptr);

}  // namespace detente::knowledge
