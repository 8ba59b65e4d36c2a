// Parties, by plain text: tests/reading/parties/*.test hold small reports and the parties that must be found in them.
//
//   text: words of the report, to the end of the line; further lines are appended after a line break
//   date: 2024-10-10                                  (optional)
//   party: NAME | kind CODE SECTOR | mention ; mention   CODE and SECTOR may be -; mentions in text order, and no
//   others not: NAME                                         no party has this name abstains: words something is
//   abstained from, with these words in its reason
//
// Cases are parted by empty lines. Lines that begin with # are comments.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

#include "detente/knowledge/knowledge.hpp"
#include "detente/language/pipeline.hpp"
#include "detente/reading/read.hpp"

namespace detente {
namespace {

namespace fs = std::filesystem;

struct Resources {
  std::optional<language::Pipeline> pipeline;
  std::optional<knowledge::Knowledge> knowledge;
};

const Resources& resources() {
  static const Resources loaded = [] {
    Resources r;
    if (auto pipeline = language::Pipeline::load(fs::path(DETENTE_DEPS_DIR) / "model")) {
      r.pipeline = std::move(*pipeline);
    }
    if (auto k = knowledge::load(fs::path(DETENTE_BINARY_DIR) / "share/detente/knowledge.bin")) {
      r.knowledge = std::move(*k);
    }
    return r;
  }();
  return loaded;
}

std::string trim(std::string_view s) {
  while (!s.empty() && s.front() == ' ') {
    s.remove_prefix(1);
  }
  while (!s.empty() && (s.back() == ' ' || s.back() == '\r')) {
    s.remove_suffix(1);
  }
  return std::string(s);
}

std::vector<std::string> split(std::string_view s, char at) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t cut = s.find(at);
    out.push_back(trim(s.substr(0, cut)));
    if (cut == std::string_view::npos) {
      return out;
    }
    s.remove_prefix(cut + 1);
  }
}

struct Case {
  std::string where;
  Report report;
  std::vector<std::pair<std::string, std::string>> lines;
};

std::vector<Case> cases_of(const fs::path& file) {
  std::vector<Case> cases;
  std::ifstream in(file);
  std::string line;
  int number = 0;
  bool open = false;
  while (std::getline(in, line)) {
    ++number;
    if (line.starts_with('#')) {
      continue;
    }
    if (trim(line).empty()) {
      open = false;
      continue;
    }
    const std::size_t colon = line.find(':');
    const std::string key = line.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : trim(std::string_view(line).substr(colon + 1));
    if (!open) {
      cases.emplace_back();
      cases.back().where = file.filename().string() + ":" + std::to_string(number);
      cases.back().report.language = "en";
      open = true;
    }
    Case& c = cases.back();
    if (key == "text") {
      c.report.text += (c.report.text.empty() ? "" : "\n\n") + value;
    } else if (key == "date") {
      c.report.published = value;
    } else {
      c.lines.emplace_back(key, value);
    }
  }
  return cases;
}

std::string shown(const Party& party, const Report& report) {
  std::string out = party.name + " | " + std::string(name(party.kind)) + " " + (party.code.empty() ? "-" : party.code) +
                    " " + (party.sector.empty() ? "-" : party.sector) + " | ";
  for (std::size_t i = 0; i < party.mentions.size(); ++i) {
    const Span span = party.mentions[i];
    out += (i == 0 ? "" : " ; ") + report.text.substr(span.begin, span.size());
  }
  return out;
}

TEST(Parties, AreFoundAsTheFilesSay) {
  if (!resources().pipeline || !resources().knowledge) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  language::Workspace work;
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(DETENTE_SOURCE_DIR) / "tests/reading/parties")) {
    if (entry.path().extension() == ".test") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  ASSERT_FALSE(files.empty());
  for (const fs::path& file : files) {
    for (const Case& c : cases_of(file)) {
      const Analysis analysis = resources().pipeline->analyse(c.report.text, work);
      const Reading reading = reading::read(c.report, analysis, *resources().knowledge);
      std::string all;
      for (const Party& party : reading.parties) {
        all += "  " + shown(party, c.report) + "   [" + party.rule + "]\n";
      }
      for (const Abstention& a : reading.abstained) {
        all += "  abstained: " + a.why + "\n";
      }
      for (const auto& [key, value] : c.lines) {
        bool found = false;
        if (key == "party" || key == "not") {
          for (const Party& party : reading.parties) {
            found = found ||
                    (key == "party" ? split(shown(party, c.report), '|') == split(value, '|') : party.name == value);
          }
        } else if (key == "abstains") {
          for (const Abstention& a : reading.abstained) {
            found = found || a.why.find(value) != std::string::npos;
          }
        } else {
          ADD_FAILURE() << c.where << ": no line begins with '" << key << "'";
        }
        EXPECT_EQ(found, key != "not") << c.where << "\n  " << key << ": " << value << "\nfound:\n" << all;
      }
    }
  }
}

// What no text may do: crash, take time that grows with the square of its length, or name bytes that are not there.
TEST(Parties, SurviveOddTexts) {
  if (!resources().pipeline || !resources().knowledge) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  language::Workspace work;
  std::string list = "Israel";
  std::string pronouns;
  for (int i = 0; i < 3000; ++i) {
    list += i % 2 == 0 ? ", Hamas" : " and Iran";
    pronouns += "They told him that it was his group and their country. ";
  }
  for (const std::string& text :
       {std::string(), std::string(" \n\n "), std::string("the"), std::string("U.S.-"), std::string("'s 's -"),
        std::string("of of of of"), list, pronouns, std::string("President President President of of the the"),
        std::string("\xE2\x80\x9C\xE2\x80\x9D\xF0\x9F\x98\x80 (\xC2\xA0)")}) {
    Report report;
    report.text = text;
    report.published = "2024-10-10";
    const Analysis analysis = resources().pipeline->analyse(report.text, work);
    const Reading reading = reading::read(report, analysis, *resources().knowledge);
    for (const Party& party : reading.parties) {
      for (const Span span : party.mentions) {
        ASSERT_LE(span.end, text.size());
        ASSERT_LT(span.begin, span.end);
      }
    }
  }
}

}  // namespace
}  // namespace detente
