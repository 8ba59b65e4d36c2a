// What the confidence of an item is made of, and that every item of a reading has one from the model.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detente/reading/confidence.hpp"
#include "test_files.hpp"

namespace detente {
namespace {

using testing::Contains;
using testing::Not;

TEST(Confidence, IsMadeOfWhatTheReadingHolds) {
  Reading r;
  r.parties.resize(1);
  r.parties[0].kind = PartyKind::state;
  r.statements.resize(2);
  r.statements[0].content = {{0, 100}};
  r.statements[0].mode = Mode::direct;
  r.statements[0].source = Actor{0, {0, 3}};
  r.statements[0].rule = "words/speech.toml:say";
  r.statements[1].content = {{0, 5}, {8, 10}};
  r.statements[1].parent = 0;
  r.statements[1].rule = "rule:according-to";
  r.events.resize(1);
  r.events[0].type = EventType::ASSAULT;
  r.events[0].status = Status::planned;
  r.events[0].sources = {{0, {0, 3}}};
  r.events[0].rule = "acts/assault.toml:strike";
  r.events[0].rule_confidence = 0.75F;
  const auto said = reading::features_of(r, reading::ItemKind::statement, 0);
  EXPECT_THAT(said, Contains("mode=direct"));
  EXPECT_THAT(said, Contains("length=long"));
  EXPECT_THAT(said, Contains("source=known"));
  EXPECT_THAT(said, Contains("nested=no"));
  const auto nested = reading::features_of(r, reading::ItemKind::statement, 1);
  EXPECT_THAT(nested, Contains("length=tiny"));
  EXPECT_THAT(nested, Contains("family=rule"));
  EXPECT_THAT(nested, Contains("nested=yes"));
  const auto event = reading::features_of(r, reading::ItemKind::event, 0);
  EXPECT_THAT(event, Contains("construction=verb"));
  EXPECT_THAT(event, Contains("target=none"));
  EXPECT_THAT(event, Not(Contains("said=yes")));
}

TEST(Confidence, StaysWithoutAModel) {
  Reading r;
  r.figures.resize(1);
  r.figures[0].confidence = 0.8F;
  reading::set_confidence(r, knowledge::ConfidenceModel());
  EXPECT_FLOAT_EQ(r.figures[0].confidence, 0.8F);
}

TEST(Confidence, ComesFromTheModelForEveryItem) {
  if (!tools().complete()) {
    GTEST_SKIP() << "the model or the lexicons are missing: run tools/setup";
  }
  Report report;
  report.text =
      "Israel struck Beirut on Monday, killing 12 people, officials said. Hamas rejected a 21-day truce. \"We will "
      "not accept any base there,\" the minister said.";
  report.language = "en";
  language::Workspace work;
  Reading r = tools().read(report, work);
  ASSERT_FALSE(r.events.empty());
  ASSERT_FALSE(r.statements.empty());
  ASSERT_FALSE(r.figures.empty());
  ASSERT_FALSE(r.instruments.empty());
  const Reading before = r;
  reading::set_confidence(r, tools().knowledge->confidence);
  EXPECT_EQ(r.events[0].confidence, before.events[0].confidence);
  for (const Event& e : r.events) {
    EXPECT_GE(e.confidence, 0.01F);
    EXPECT_LE(e.confidence, 0.99F);
  }
  for (std::size_t i = 0; i < r.statements.size(); ++i) {
    const auto p = tools().knowledge->confidence.probability("statement",
                                                             reading::features_of(r, reading::ItemKind::statement, i));
    ASSERT_TRUE(p);
    EXPECT_NEAR(r.statements[i].confidence, *p, 1e-3);
  }
}

}  // namespace
}  // namespace detente
