// Coding by PETRARCH dictionaries from end to end. Dictionaries and sentences are invented here.
#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <set>

#include "test_files.hpp"

namespace detente {
namespace {

constexpr std::string_view kActors = R"(VARLAND [VRN]
+VARLANDISH
OSTLAND [OST]
KELMAR [KEL]
EUROPEAN_UNION [IGOEEU]
BARON [KELGOV 19900101-19991231] [KELOPP >20000101]
)";
constexpr std::string_view kAgents = R"(SOLDIER [~MIL]
NEWSPAPER {} [~MED]
)";
constexpr std::string_view kDiscards = "REGATTA\n";
constexpr std::string_view kVerbs = R"(&PAPER
+TREATY
+TRADE_ACCORD
&SORT
+NAVAL
+COMMERCIAL
--- SIGN [057] ---
SIGN {SIGNS SIGNED SIGNING}
- * {&SORT &PAPER} [061]
- * &PAPER [057]
--- SEAL_OFF [144] ---
+SEAL_OFF {+SEALED_OFF}
- * (FOR REPAIRS) [080]
--- MEET [040:040] ---
MEET {MET}
--- LEAVE [012] ---
LEAVE
--- LEFT [042:043] ---
LEFT
--- CONDEMN [111] ---
CONDEMN
- * ATTACK (BY) [112]
--- BREAK [120] ---
BREAK {BROKE BROKEN}
- % * RELATIONS [161:161]
- {PEACE TALKS} * [139]
--- SAY [010] ---
SAY {SAID}
--- HOST [---] ---
HOST
)";

class Dictionaries : public testing::Test {
 protected:
  void SetUp() override {
    if (!tools().complete()) {
      GTEST_SKIP() << "no language model or no lexicons";
    }
    folder_ = fs::temp_directory_path() / ("detente-dictionaries-" + std::to_string(::getpid()));
    fs::create_directories(folder_);
    std::ofstream(folder_ / "actors.txt") << kActors;
    std::ofstream(folder_ / "agents.txt") << kAgents;
    std::ofstream(folder_ / "discards.txt") << kDiscards;
    std::ofstream(folder_ / "verbs.txt") << kVerbs;
    auto extended = knowledge::extend(*tools().knowledge, {folder_});
    ASSERT_TRUE(extended) << extended.error().to_string();
    knowledge_ = std::move(*extended);
  }
  void TearDown() override { fs::remove_all(folder_); }

  // "VRN>OST 057" for each event, sorted and parted by commas.
  std::string codes(std::string_view text, std::string_view date = "") {
    Report report;
    report.text = text;
    report.language = "en";
    report.published = date;
    const Reading reading =
        reading::read(report, tools().pipeline->analyse(report.text, work_, {.paragraphs = true}), knowledge_);
    const auto code = [&](const Actor& x) {
      return x.party == kNone ? std::string("-") : reading.parties[static_cast<std::size_t>(x.party)].code;
    };
    std::set<std::string> all;
    for (const Event& e : reading.events) {
      for (const Actor& source : e.sources) {
        for (const Actor& target : e.targets) {
          all.insert(code(source) + ">" + code(target) + " " + e.cameo);
        }
      }
      if (e.sources.empty() || e.targets.empty()) {
        all.insert("half " + e.cameo);
      }
    }
    std::string out;
    for (const std::string& one : all) {
      out += (out.empty() ? "" : ", ") + one;
    }
    return out;
  }

  fs::path folder_;
  knowledge::Knowledge knowledge_;
  language::Workspace work_;
};

TEST_F(Dictionaries, TheLongestPatternGivesTheCode) {
  EXPECT_EQ(codes("Varland signed a treaty with Ostland."), "VRN>OST 057");
  EXPECT_EQ(codes("Varland signed a new commercial treaty with Ostland."), "VRN>OST 061");
  EXPECT_EQ(codes("Varland condemned an attack by Ostland soldiers in Kelmar."), "VRN>OST 112");
}

TEST_F(Dictionaries, BothPartiesNeedACode) {
  EXPECT_EQ(codes("Varland signed a treaty with Ostland, an official said."), "VRN>OST 057");
  EXPECT_EQ(codes("Varland signed a treaty."), "");
}

TEST_F(Dictionaries, AFormOfItsOwnGoesBeforeTheVerb) {
  EXPECT_EQ(codes("Varland left for Ostland on Monday."), "OST>VRN 043, VRN>OST 042");
  EXPECT_EQ(codes("Varland will leave Ostland."), "VRN>OST 012");
}

TEST_F(Dictionaries, AVerbOfTwoWordsTakesItsEndingWhereThePlusStands) {
  EXPECT_EQ(codes("Varland sealed off the roads leading into Ostland."), "VRN>OST 144");
  EXPECT_EQ(codes("Varland has sealed off for repairs the roads leading into Ostland."), "VRN>OST 080");
}

TEST_F(Dictionaries, EachOfThoseJoinedActs) {
  EXPECT_EQ(codes("Varland, Kelmar and Ostland broke relations."),
            "KEL>OST 161, KEL>VRN 161, OST>KEL 161, OST>VRN 161, VRN>KEL 161, VRN>OST 161");
  EXPECT_EQ(codes("Varland met Ostland and Kelmar leaders."), "KEL>VRN 040, OST>VRN 040, VRN>KEL 040, VRN>OST 040");
}

TEST_F(Dictionaries, WordsBeforeTheVerbStandInItsSubject) {
  EXPECT_EQ(codes("Varland's peace talks with Kelmar broke over Ostland."), "VRN>OST 139");
}

TEST_F(Dictionaries, TheSubjectOfAPassiveIsTheTarget) {
  EXPECT_EQ(codes("Varland was condemned by Ostland."), "OST>VRN 111");
  EXPECT_EQ(codes("Varland was heavily and unjustly condemned over its dispute with Ostland."), "OST>VRN 111");
}

TEST_F(Dictionaries, TheTimeOfAnActIsNoActOfItsOwn) {
  EXPECT_EQ(codes("Varland signed a treaty with Ostland years after Kelmar soldiers left Ostland."), "VRN>OST 057");
}

TEST_F(Dictionaries, AnAcronymInBracketsIsTheNameBeforeIt) {
  EXPECT_EQ(codes("Varland and the European Union (EU) met."), "IGOEEU>VRN 040, VRN>IGOEEU 040");
}

TEST_F(Dictionaries, WithoutADateWhatAllPeriodsShareIsKnown) {
  EXPECT_EQ(codes("The Baron condemned Ostland."), "KEL>OST 111");
  EXPECT_EQ(codes("The Baron condemned Ostland.", "1995-03-02"), "KELGOV>OST 111");
  EXPECT_EQ(codes("The Baron condemned Ostland.", "2004-03-02"), "KELOPP>OST 111");
}

TEST_F(Dictionaries, WhatIsDiscardedIsNotCoded) {
  EXPECT_EQ(codes("Varland condemned Ostland over the regatta."), "");
  EXPECT_EQ(codes("Varland condemned Ostland."), "VRN>OST 111");
}

}  // namespace
}  // namespace detente
