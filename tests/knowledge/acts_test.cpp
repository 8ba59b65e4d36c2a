#include "detente/knowledge/acts.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace detente::knowledge {
namespace {

namespace fs = std::filesystem;

class Acts : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto* test = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = fs::temp_directory_path() / (std::string("detente-acts-") + test->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  fs::path write(const std::string& name, const std::string& text) const {
    const fs::path file = folder_ / name;
    std::ofstream(file) << text;
    return file;
  }

  fs::path folder_;
};

TEST_F(Acts, FramesAreReadFromToml) {
  ActLexicon acts;
  const auto added = acts.add_toml(write("assault.toml", R"x(
type = "ASSAULT"
[verbs]
"strike hit" = ["190 _ T", "195/heavy-weapons S={planes} _ T (with missile)", "143 _ ! over|for pay"]
[nouns]
"raid" = ["190 _ on|against T"]
[sets]
planes = "jet fighter+plane"
)x"));
  ASSERT_TRUE(added) << added.error().to_string();
  EXPECT_EQ(acts.size(), 7U);
  const auto frames = acts.verb_frames(acts.word("hit"));
  ASSERT_EQ(frames.size(), 3U);
  const ActFrame& plain = acts.frame(frames[0]);
  EXPECT_EQ(plain.type, EventType::ASSAULT);
  EXPECT_EQ(plain.cameo, "190");
  EXPECT_EQ(plain.subject, Slot::source);
  EXPECT_EQ(plain.object, Slot::target);
  const ActFrame& jets = acts.frame(frames[1]);
  EXPECT_EQ(jets.mode, "heavy-weapons");
  EXPECT_GT(jets.specificity, plain.specificity);
  ASSERT_EQ(jets.preps.size(), 1U);
  EXPECT_TRUE(jets.preps[0].optional);
  EXPECT_TRUE(acts.passes(jets.subject_test, acts.word("jet"), {}));
  EXPECT_FALSE(acts.passes(jets.subject_test, acts.word("plane"), {}));
  const WordId fighter[] = {acts.word("fighter")};
  EXPECT_TRUE(acts.passes(jets.subject_test, acts.word("plane"), fighter));
  EXPECT_EQ(acts.frame(frames[2]).object_rule, ObjectRule::forbidden);
}

TEST_F(Acts, AWrongFrameIsNamedWithItsLine) {
  ActLexicon acts;
  const auto added = acts.add_toml(write("a.toml", "[verbs]\nhit = [\n  \"190 _ T\",\n  \"190 T\",\n]\n"));
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::knowledge);
  EXPECT_NE(added.error().where.find("a.toml:4"), std::string::npos) << added.error().to_string();
}

TEST_F(Acts, ACodeOutsideCameoIsRefused) {
  ActLexicon acts;
  EXPECT_FALSE(acts.add_toml(write("b.toml", "[verbs]\nhit = [\"99 _ T\"]\n")));
  EXPECT_FALSE(acts.add_toml(write("c.toml", "type = \"QUARREL\"\n")));
  const auto quarrel = acts.add_toml(write("e.toml", "[verbs]\nhit = [\"QUARREL:190 _ T\"]\n"));
  ASSERT_FALSE(quarrel);
  EXPECT_EQ(quarrel.error().message, "frame \"QUARREL:190 _ T\": 'QUARREL' is not a PLOVER type");
  EXPECT_FALSE(acts.add_toml(write("d.toml", "[nonsense]\nx = 1\n")));
}

TEST_F(Acts, AFrameMayNameItsTypeItself) {
  ActLexicon acts;
  const auto added = acts.add_toml(write("themes.toml", R"x(
[verbs]
"impose" = ["163/restrict _ sanction (on T)", "SANCTION:163/restrict _ sanction on T"]
)x"));
  ASSERT_TRUE(added) << added.error().to_string();
  const auto frames = acts.verb_frames(acts.word("impose"));
  ASSERT_EQ(frames.size(), 2U);
  EXPECT_EQ(acts.frame(frames[0]).type, EventType::COERCE);  // by the map of the codebook
  EXPECT_EQ(acts.frame(frames[1]).type, EventType::SANCTION);
  EXPECT_EQ(acts.frame(frames[1]).cameo, "163");
  EXPECT_EQ(acts.frame(frames[1]).mode, "restrict");
}

TEST_F(Acts, AnArchiveGivesTheSameLexiconBack) {
  ActLexicon acts;
  ASSERT_TRUE(acts.add_toml(write("x.toml", R"x(
[verbs]
agree = ["03? _ to:lift|ease>{sanctions}", "036 _ dat:T +out {sanctions} (with T)"]
[sets]
sanctions = "embargo trade+ban"
[goldstein]
"036" = 4.0
)x")));
  ArchiveWriter out;
  acts.write(out);
  ActLexicon again;
  ArchiveReader in(out.bytes());
  ASSERT_TRUE(again.read(in));
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(again.size(), acts.size());
  EXPECT_DOUBLE_EQ(again.goldstein("0361"), 4.0);
  const ActFrame& f = again.frame(again.verb_frames(again.word("agree"))[0]);
  EXPECT_TRUE(f.by_content);
  EXPECT_EQ(f.clause, ClauseKind::to);
  EXPECT_TRUE(again.passes(f.clause_object, again.word("embargo"), {}));
  // Cut anywhere, it is damaged, and says so.
  for (std::size_t size = 0; size < out.bytes().size(); size += 3) {
    ActLexicon broken;
    ArchiveReader cut(std::string_view(out.bytes()).substr(0, size));
    EXPECT_FALSE(broken.read(cut)) << size;
  }
}

TEST_F(Acts, PetrarchPatternsBecomeFrames) {
  ActLexicon acts;
  std::vector<std::string> warnings;
  const auto added = acts.add_petrarch_verbs(write("verbs.txt", R"x(# a comment
&TREATY
+PACT
+WRITTEN_AGREEMENT

--- AGREE [030] ---
AGREE
CONSENT {CONSENTS CONSENTED}   # with its forms
- * &TREATY (WITH +) [057:057]
- * {PEACE TALKS} [046]
- broken
GIVE_UP [080]
- $ * + [03_?]
)x"),
                                             &warnings);
  ASSERT_TRUE(added) << added.error().to_string();
  ASSERT_EQ(warnings.size(), 2U);
  EXPECT_EQ(warnings[0], "verbs.txt:11: a pattern without a code in brackets");
  EXPECT_EQ(warnings[1], "verbs.txt:13: '[03_?]' is no code");
  const auto frames = acts.verb_frames(acts.word("consent"));
  ASSERT_EQ(frames.size(), 3U);
  EXPECT_EQ(acts.frame(frames[0]).cameo, "030");
  EXPECT_TRUE(acts.frame(frames[0]).user);
  const ActFrame& treaty = acts.frame(frames[1]);
  EXPECT_EQ(treaty.cameo, "057");
  EXPECT_EQ(treaty.reverse, "057");
  using Kind = PatternStep::Kind;
  ASSERT_EQ(treaty.after.size(), 3U);
  EXPECT_EQ(treaty.after[0].kind, Kind::words);
  ASSERT_EQ(treaty.after[0].words.size(), 1U);
  const auto papers = acts.pattern_set(treaty.after[0].words[0].set);
  ASSERT_EQ(papers.size(), 2U);
  EXPECT_EQ(papers[0][0].word, acts.word("pact"));
  EXPECT_EQ(papers[1].size(), 2U);
  EXPECT_EQ(treaty.after[1].kind, Kind::prep);
  EXPECT_EQ(treaty.after[2].kind, Kind::target);
  EXPECT_EQ(acts.verb_of_form(acts.word("consented")), acts.word("consent"));
  const ActFrame& give = acts.frame(acts.verb_frames(acts.word("give"))[0]);
  EXPECT_EQ(give.verb_words.size(), 1U);
}

TEST_F(Acts, AFileWithoutVerbsIsAnError) {
  ActLexicon acts;
  const auto added = acts.add_petrarch_verbs(write("empty.txt", "# nothing\n"), nullptr);
  ASSERT_FALSE(added);
  EXPECT_EQ(added.error().code, ErrorCode::knowledge);
}

TEST(ActCodes, TheMapOfThe2021Codebook) {
  EXPECT_EQ(plover_type("0831"), EventType::CONCEDE);
  EXPECT_EQ(plover_type("0871"), EventType::RETREAT);
  EXPECT_EQ(plover_type("163"), EventType::COERCE);
  EXPECT_EQ(plover_type("1621"), EventType::SANCTION);
  EXPECT_EQ(plover_type("192"), EventType::COERCE);
  EXPECT_EQ(plover_type("195"), EventType::ASSAULT);
  EXPECT_EQ(plover_type("010"), std::nullopt);
}

TEST(ActCodes, WhatIsUndertakenDemandedRefusedOrThreatened) {
  EXPECT_EQ(content_code("03", "0841"), "0353");
  EXPECT_EQ(content_code("10", "0871"), "1056");
  EXPECT_EQ(content_code("12", "073"), "1223");
  EXPECT_EQ(content_code("13", "1621"), "1311");
  EXPECT_EQ(content_code("03", ""), "030");
}

TEST(ActData, TheBuiltInFramesAreReadAndAreMany) {
  ActLexicon acts;
  const fs::path folder = fs::path(DETENTE_SOURCE_DIR) / "knowledge" / "data" / "acts";
  for (const auto& entry : fs::directory_iterator(folder)) {
    const auto added = acts.add_toml(entry.path());
    EXPECT_TRUE(added) << added.error().to_string();
  }
  EXPECT_GE(acts.size(), 2500U);
  EXPECT_LT(acts.goldstein("195"), -9);
}

}  // namespace
}  // namespace detente::knowledge
