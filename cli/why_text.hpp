// Why does the record say this? The walk behind `detente show ITEM --why`.
#pragma once

#include <filesystem>
#include <string>

#include "detente/desk/why.hpp"
#include "detente/knowledge/confidence.hpp"
#include "detente/reading/confidence.hpp"
#include "show_text.hpp"

namespace detente::cli {

// What an explanation is made from besides the reading itself; either may be missing.
struct WhySources {
  const knowledge::ConfidenceModel* model = nullptr;
  std::filesystem::path lexicons;  // the folder of the TOML files
};

// The rule and its line, the words matched, who says so at each level, what was left empty and why, and how sure the
// reader is with the measured share of items as sure as this that were right. Lines of two spaces.
std::string why_text(const Shown& shown, reading::ItemKind kind, std::size_t index, const WhySources& sources,
                     const Style& style);

}  // namespace detente::cli
