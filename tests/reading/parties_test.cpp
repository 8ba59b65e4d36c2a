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
#include <sstream>

#include "test_files.hpp"

namespace detente {
namespace {

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
  if (!tools().complete()) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  language::Workspace work;
  const std::vector<Case> cases = cases_in("parties");
  ASSERT_FALSE(cases.empty());
  for (const Case& c : cases) {
    const Reading reading = tools().read(c.report, work);
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
          found =
              found || (key == "party" ? split(shown(party, c.report), '|') == split(value, '|') : party.name == value);
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

// What no text may do: crash, take time that grows with the square of its length, or name bytes that are not there.
TEST(Parties, SurviveOddTexts) {
  if (!tools().complete()) {
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
    const Reading reading = tools().read(report, work);
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
