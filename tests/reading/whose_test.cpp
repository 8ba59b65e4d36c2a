// Whose word a text is, and who is nobody in particular.
#include <gtest/gtest.h>

#include "test_files.hpp"

namespace detente {
namespace {

Reading read(const std::string& text) {
  Report report;
  report.text = text;
  report.language = "en";
  language::Workspace work;
  return tools().read(report, work);
}

std::string party(const Reading& r, const std::optional<Actor>& actor) {
  return !actor || actor->party == kNone ? "-" : r.parties[static_cast<std::size_t>(actor->party)].name;
}

class Whose : public testing::Test {
 protected:
  void SetUp() override {
    if (!tools().complete()) {
      GTEST_SKIP() << "run tools/setup first";
    }
  }
};

TEST_F(Whose, ATextSpeaksForWhoeverIssuedIt) {
  const Reading r = read("Hamas issued a statement on Sunday. According to the statement, Israel bombed a school.");
  ASSERT_EQ(r.statements.size(), 1u);
  EXPECT_EQ(party(r, r.statements[0].source), "Hamas");
  const Reading none = read("The report said that Israel bombed a school.");
  ASSERT_EQ(none.statements.size(), 1u);
  EXPECT_EQ(party(none, none.statements[0].source), "-") << "nobody is told";
}

TEST_F(Whose, PeopleOfNowhereAreCountedButNoParty) {
  const Reading r = read("Israel killed 12 people. Some residents said Russia arrested Ukrainian civilians.");
  ASSERT_EQ(r.events.size(), 2u);
  ASSERT_EQ(r.events[0].targets.size(), 1u);
  EXPECT_EQ(party(r, r.events[0].targets[0]), "-");
  EXPECT_NE(party(r, r.events[1].targets.at(0)), "-") << "civilians of a country are";
  ASSERT_EQ(r.figures.size(), 1u);
  EXPECT_NE(party(r, r.figures[0].population), "-");
  ASSERT_EQ(r.statements.size(), 1u);
  EXPECT_EQ(party(r, r.statements[0].source), "-");
}

TEST_F(Whose, WhatIsFiredIsNotHit) {
  const Reading r = read("Hezbollah fired thousands of rockets and shells.");
  for (const Event& event : r.events) {
    EXPECT_TRUE(event.targets.empty());
  }
}

}  // namespace
}  // namespace detente
