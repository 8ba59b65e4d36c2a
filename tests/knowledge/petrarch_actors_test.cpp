// PETRARCH's dictionaries of actors, agents and discards. The samples are invented here.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "detente/knowledge/knowledge.hpp"

namespace detente::knowledge {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

class Petrarch : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-petrarch-" + std::to_string(::getpid()) + "-" +
                                           testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  const PartyLexicon& extended() {
    auto result = extend(Knowledge(), {folder_}, &warnings_);
    EXPECT_TRUE(result) << result.error().to_string();
    knowledge_ = std::move(*result);
    return knowledge_.parties;
  }
  void write(const std::string& file, std::string_view text) {
    std::ofstream(folder_ / file, std::ios::binary) << text;
  }

  // "code/end" of the first match, or "agent sector/end".
  std::string first(const PartyLexicon& l, std::string_view text, std::string_view date = "") {
    std::vector<NameHit> hits;
    l.match(l.look_up(text), 0, hits);
    if (hits.empty()) {
      return "";
    }
    const NameHit& hit = hits.front();
    const std::string end = "/" + std::to_string(hit.end);
    switch (hit.use) {
      case NameUse::agent:
        return "agent " + std::string(l.text(l.agents()[hit.target].sector)) + end;
      case NameUse::discard_sentence:
        return "discard sentence" + end;
      case NameUse::discard_report:
        return "discard report" + end;
      default:
        return std::string(l.code_on(l.party(hit.target), date)) + end;
    }
  }

  fs::path folder_;
  Knowledge knowledge_;
  std::vector<std::string> warnings_;
};

TEST_F(Petrarch, ReadsActorsWithSynonymsAndDates) {
  write("a.txt",
        "<!-- a comment -->\n# another\nLOMBARDIA_ [LOM] # initials 1 Jan 1999\n+LOMBARD\n\nGREAT_OAK_LEAGUE [IGOOAK]\n"
        "OSWIN_OAK\n+O._OAK_\n\t[LOMOPP <19990101]\n\t[LOMGOV 19990101-20031231]\n\t[LOM] # the rest\nNOBODY [---]\n");
  const PartyLexicon& l = extended();
  EXPECT_EQ(first(l, "LOMBARDIA said"), "LOM/1");
  EXPECT_EQ(first(l, "lombardia said"), "LOM/1") << "dictionaries say nothing of case";
  EXPECT_EQ(first(l, "Lombards"), "LOM/1");
  EXPECT_EQ(first(l, "the Great Oak League"), "IGOOAK/3") << "an article does not count";
  EXPECT_EQ(first(l, "Oswin Oak"), "LOM/2");
  EXPECT_EQ(first(l, "Oswin Oak", "1998-05-01"), "LOMOPP/2");
  EXPECT_EQ(first(l, "O. Oak", "2001-05-01"), "LOMGOV/2");
  EXPECT_EQ(first(l, "O. Oak", "2010-05-01"), "LOM/2");
  EXPECT_EQ(first(l, "Nobody"), "/1");
  EXPECT_THAT(warnings_, SizeIs(0));
}

TEST_F(Petrarch, ReadsAgentsWithPluralsAndSets) {
  write("g.txt",
        "!PERSON! = MAN, MEN, WOMAN\nSOLDIER [~MIL]\nGOOSE {GEESE} [~GGS]\nPOLICE {} [ ~COP]\nSPOKES!PERSON! [~GOV]\n"
        "AID_BODY [NGO~]\n");
  const PartyLexicon& l = extended();
  EXPECT_EQ(first(l, "soldiers"), "agent MIL/1");
  EXPECT_EQ(first(l, "Geese"), "agent GGS/1");
  EXPECT_EQ(first(l, "gooses"), "");
  EXPECT_EQ(first(l, "police"), "agent COP/1");
  EXPECT_EQ(first(l, "spokeswoman"), "agent GOV/1");
  EXPECT_EQ(first(l, "aid bodies"), "agent NGO/2");
  EXPECT_EQ(l.agents().back().sector_first, 1);
}

TEST_F(Petrarch, ReadsDiscards) {
  write("my_discards.txt", "# sentence level discards are without a '+'\nYEARS AGO\n+WORLD_CUP\n");
  const PartyLexicon& l = extended();
  EXPECT_EQ(first(l, "years ago"), "discard sentence/2");
  EXPECT_EQ(first(l, "World Cup"), "discard report/2");
}

TEST_F(Petrarch, PassesOverLinesThatMakeNoSense) {
  write("a.txt",
        "+ORPHAN\nLOMBARDIA [LOM]\nNO_CODE\nBAD_DATE [LOM 1999]\n\t[LOM < 19990]\nFINE [FIN] trailing words\n");
  const PartyLexicon& l = extended();
  EXPECT_EQ(first(l, "Fine"), "FIN/1");
  EXPECT_THAT(warnings_, ElementsAre(HasSubstr(":1: no actor"), HasSubstr(":3: actor 'NO_CODE' has no code"),
                                     HasSubstr(":4: 'LOM 1999'"), HasSubstr(":5: 'LOM < 19990'"),
                                     HasSubstr(":4: actor 'BAD_DATE' has no code"), HasSubstr(":6: passed over")));
}

TEST_F(Petrarch, ReadsTheDictionariesOfPeers) {
  const char* named = std::getenv("DETENTE_SHARED");
  const fs::path shared = named != nullptr ? fs::path(named) : fs::path(DETENTE_SOURCE_DIR) / "../shared";
  const fs::path dictionaries = shared / "cases/petrarch-dictionaries";
  if (!fs::exists(dictionaries)) {
    GTEST_SKIP() << "no dictionaries in " << dictionaries;
  }
  PartyLexicon l;
  l.start_user_entries();
  for (const char* file :
       {"Phoenix.Countries.actors.txt", "Phoenix.International.actors.txt", "Phoenix.MilNonState.actors.txt"}) {
    ASSERT_TRUE(l.add_petrarch_actors(dictionaries / file, warnings_)) << file;
  }
  ASSERT_TRUE(l.add_petrarch_agents(dictionaries / "Phoenix.agents.txt", warnings_));
  ASSERT_TRUE(l.add_petrarch_discards(dictionaries / "Phoenix.discards.txt", warnings_));
  ASSERT_TRUE(l.index());
  EXPECT_GT(l.parties().size(), 10000u);
  EXPECT_EQ(first(l, "Afghanistan"), "AFG/1");
  EXPECT_EQ(first(l, "Kofi Annan", "2001-01-01"), "IGOUNO/2");
}

}  // namespace
}  // namespace detente::knowledge
