// Why does the record say this? The walk behind `detente show ITEM --why` and /api/why.
//
//   if (const auto item = read_item("e3", reading)) {
//     for (const WhyLine& line : why(report, reading, *item, {&lexicons.confidence, "share/detente/lexicons"})) {
//       say(line.section, line.key, line.text);          // "Rule", "rule", "acts/assault.toml:strike"
//     }
//   }
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/knowledge/confidence.hpp"
#include "detente/knowledge/features.hpp"
#include "detente/reading.hpp"
#include "detente/report.hpp"

namespace detente::desk {

// What an explanation is made from besides the reading itself; any may be missing.
struct WhySources {
  const knowledge::ConfidenceModel* model = nullptr;
  std::filesystem::path lexicons;  // the folder of the TOML files
  // How words that are too long are cut, and how the name of a party looks.
  std::function<std::string(std::string_view words, std::size_t columns)> cut = {};
  std::function<std::string(std::string_view name)> party = {};
};

struct WhyLine {
  std::string section;  // Rule, Words, Who says so, Left empty, Confidence
  std::string key;      // may be empty: the line goes on
  std::string text;
};

struct ItemName {
  knowledge::ItemKind kind = knowledge::ItemKind::event;
  std::size_t index = 0;
};

// "e3" is the third event; nothing if the reading has no such item.
std::optional<ItemName> read_item(std::string_view id, const Reading& reading);

// The rule and its line, the words matched, who says so at each level, what was left empty and why, and how sure the
// reader is with the measured share of items as sure as this that were right.
std::vector<WhyLine> why(const Report& report, const Reading& reading, ItemName item, const WhySources& sources);

}  // namespace detente::desk
