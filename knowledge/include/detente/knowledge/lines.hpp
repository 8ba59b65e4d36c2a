// Where in the lexicons does a rule stand? The TOML files are kept beside the archive that was compiled from them.
//
//   if (const auto line = find_line("share/detente/lexicons", "words/speech.toml:say")) {
//     // line->line is 9, line->text the line itself
//   }
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace detente::knowledge {

struct LexiconLine {
  std::filesystem::path file;
  int line = 0;      // counted from 1
  std::string text;  // without white space at its ends
};

// The line of `folder` that the rule "acts/assault.toml:strike" names: the first that has the word for a key, else the
// first that has it at all. Nothing if the rule names no file ("rule:proper noun"), the file cannot be read, or the
// word is not in it, as with a lexicon of the user's own.
std::optional<LexiconLine> find_line(const std::filesystem::path& folder, std::string_view rule);

}  // namespace detente::knowledge
