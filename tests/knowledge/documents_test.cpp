// The files that docs/knowledge.md shows are read as it says.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "detente/knowledge/parties.hpp"
#include "detente/knowledge/places.hpp"

namespace detente::knowledge {
namespace {

TEST(Documents, ShowFilesThatCanBeRead) {
  std::ifstream in(std::filesystem::path(DETENTE_SOURCE_DIR) / "docs/knowledge.md");
  std::string line;
  std::string block;
  bool inside = false;
  int blocks = 0;
  PartyLexicon parties;
  ASSERT_TRUE(parties.add_toml_text("[[party]]\nid=\"ISR\"\nname=\"Israel\"\nkind=\"state\"\n", "base.toml"));
  while (std::getline(in, line)) {
    if (!inside) {
      inside = line == "```toml";
      block.clear();
      continue;
    }
    if (line != "```") {
      block += line + "\n";
      continue;
    }
    inside = false;
    ++blocks;
    if (block.find("[[place]]") != std::string::npos || block.find("[[region]]") != std::string::npos) {
      Gazetteer places;
      const auto added = places.add_toml_text(block, "knowledge.md");
      EXPECT_TRUE(added) << added.error().to_string();
    } else {
      const auto added = parties.add_toml_text(block, "knowledge.md");
      EXPECT_TRUE(added) << added.error().to_string();
    }
  }
  EXPECT_GE(blocks, 4);
  EXPECT_TRUE(parties.index());
}

}  // namespace
}  // namespace detente::knowledge
