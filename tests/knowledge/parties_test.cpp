#include "detente/knowledge/parties.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "detente/knowledge/fold.hpp"

namespace detente::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kStates = R"(
[[party]]
id = "ISR"
name = "Israel"
kind = "state"
code = "ISR"
aliases = ["State of Israel"]
adjectives = ["Israeli"]
people = ["Israelis", "Israeli"]
capitals = ["Jerusalem", "Tel Aviv"]
[[party]]
id = "USA"
name = "United States"
kind = "state"
code = "USA"
aliases = ["US", "United States of America"]
[[party]]
id = "JOR"
name = "Jordan"
kind = "state"
code = "JOR"
ambiguous = ["Jordan"]
[[party]]
id = "PLA"
name = "People's Liberation Army"
kind = "government"
code = "CHN"
sector = "MIL"
[[party]]
id = "THACI"
name = "Hashim Thaçi"
kind = "person"
code = "XKX"
roles = [
  { title = "Prime Minister", country = "XKX", sector = "GOV", from = "2008-01-09", to = "2014-12-09" },
  { title = "President", country = "XKX", sector = "GOV", from = "2016-04-07", to = "2020-11-05" },
]
[[party]]
id = "KURTI"
name = "Albin Kurti"
kind = "person"
roles = [ { title = "premier", country = "XKX", sector = "GOV", from = "2021-03-22" } ]
[[agent]]
nouns = ["soldier", "human rights activist", "gunman"]
sector = "MIL"
kind = "government"
[[title]]
words = ["prime minister", "premier", "PM"]
sector = "GOV"
office = "head of government"
[[title]]
words = ["attorney general"]
sector = "GOV"
)";

PartyLexicon lexicon() {
  PartyLexicon lexicon;
  const auto added = lexicon.add_toml_text(kStates, "parties/test.toml");
  EXPECT_TRUE(added) << added.error().to_string();
  EXPECT_TRUE(lexicon.index());
  return lexicon;
}

// What the first match at the first word is, as "id/end".
std::string first(const PartyLexicon& lexicon, std::string_view text, bool caseless = false) {
  const std::vector<LexWord> words = lexicon.look_up(text);
  std::vector<NameHit> hits;
  lexicon.match(words, 0, hits, caseless);
  if (hits.empty()) {
    return "";
  }
  const NameHit& hit = hits.front();
  const std::string name = hit.use == NameUse::agent   ? std::string("agent")
                           : hit.use == NameUse::title ? std::string("title")
                                                       : std::string(lexicon.text(lexicon.party(hit.target).id));
  return name + "/" + std::to_string(hit.end);
}

TEST(Fold, ComparesWordsWithoutCaseAccentsAndStops) {
  std::string out;
  for (const auto& [word, folded] : std::vector<std::pair<std::string, std::string>>{{"U.S.", "us"},
                                                                                     {"Erdoğan", "erdogan"},
                                                                                     {"Sana’a", "sanaa"},
                                                                                     {"Łódź", "lodz"},
                                                                                     {"&", "and"},
                                                                                     {"...", ""},
                                                                                     {"’s", "s"}}) {
    fold(word, out);
    EXPECT_EQ(out, folded) << word;
  }
  EXPECT_EQ(folded_name("The People's Liberation-Army (PLA)"), "people s liberation army pla");
  EXPECT_EQ(shape_of("U.S."), kCapital | kAllCaps);
  EXPECT_EQ(shape_of("iPhone"), kLower);
  EXPECT_EQ(shape_of("É"), kCapital);
}

TEST(Fold, KnowsTheFormsOfNouns) {
  EXPECT_THAT(noun_forms("gunman"), ElementsAre("gunman", "gunmen"));
  EXPECT_THAT(noun_forms("policewomen"), ElementsAre("policewomen", "policewoman"));
  EXPECT_THAT(noun_forms("militia"), ElementsAre("militia", "militias"));
  EXPECT_THAT(noun_forms("authorities"), ElementsAre("authorities", "authority"));
  EXPECT_THAT(noun_forms("troops"), ElementsAre("troops", "troop"));
}

TEST(Parties, MatchesTheLongestNameInItsOwnCase) {
  const PartyLexicon l = lexicon();
  EXPECT_EQ(first(l, "Israel said"), "ISR/1");
  EXPECT_EQ(first(l, "ISRAEL SAID"), "ISR/1");
  EXPECT_EQ(first(l, "israel said"), "");
  EXPECT_EQ(first(l, "United States of America"), "USA/4");
  EXPECT_EQ(first(l, "United States officials"), "USA/2");
  EXPECT_EQ(first(l, "U.S. officials"), "USA/1");
  EXPECT_EQ(first(l, "us officials"), "");
  EXPECT_EQ(first(l, "Us officials"), "");
  EXPECT_EQ(first(l, "People's Liberation Army"), "PLA/4");
  EXPECT_EQ(first(l, "Tel Aviv"), "ISR/2");
  EXPECT_EQ(first(l, "Hashim Thaci"), "THACI/2");
}

TEST(Parties, MatchesTextsInLowerCaseOnRequest) {
  const PartyLexicon l = lexicon();
  EXPECT_EQ(first(l, "israel said", true), "ISR/1");
  EXPECT_EQ(first(l, "us in the west", true), "") << "a pronoun";
  EXPECT_EQ(first(l, "jordan said", true), "") << "ambiguous";
}

TEST(Parties, MatchesAgentsAndTitlesInBothNumbers) {
  const PartyLexicon l = lexicon();
  EXPECT_EQ(first(l, "soldiers"), "agent/1");
  EXPECT_EQ(first(l, "Human Rights activists"), "agent/3");
  EXPECT_EQ(first(l, "gunmen"), "agent/1");
  EXPECT_EQ(first(l, "prime ministers"), "title/2");
  EXPECT_EQ(first(l, "attorneys general"), "title/2");
  EXPECT_EQ(first(l, "PM"), "title/1");
  EXPECT_EQ(first(l, "pm"), "");
}

TEST(Parties, KnowsWhoHeldAnOfficeWhen) {
  const PartyLexicon l = lexicon();
  const auto names = [&](std::string_view date) {
    std::vector<std::string> out;
    for (const std::uint32_t p : l.holders("head of government", "XKX", date)) {
      out.emplace_back(l.text(l.party(p).id));
    }
    return out;
  };
  EXPECT_THAT(names("2011-12-01"), ElementsAre("THACI"));
  EXPECT_THAT(names("2021-10-01"), ElementsAre("KURTI"));
  EXPECT_THAT(names("2008"), ElementsAre("THACI")) << "a date known to the year";
  EXPECT_THAT(names("2018-01-01"), IsEmpty());
  EXPECT_THAT(names(""), IsEmpty()) << "two people held it, and the date is unknown";
  EXPECT_EQ(l.office_of("Prime Minister"), "head of government");
  EXPECT_EQ(l.office_of("Keeper of the Seal"), "keeper of the seal");
}

TEST(Parties, FindsPersonsByFamilyNameAndPartiesById) {
  const PartyLexicon l = lexicon();
  ASSERT_EQ(l.persons_named("thaci").size(), 1u);
  EXPECT_TRUE(l.persons_named("nobody").empty());
  EXPECT_TRUE(l.persons_named("").empty());
  EXPECT_GE(l.by_id("ISR"), 0);
  EXPECT_EQ(l.by_id("isr"), -1);
  EXPECT_EQ(l.state_of("ISR"), l.by_id("ISR"));
  EXPECT_EQ(l.state_of("CHN"), -1) << "an army is not its state";
}

TEST(Parties, SurvivesTheArchive) {
  ArchiveWriter out;
  lexicon().write(out);
  ArchiveReader in(out.bytes());
  PartyLexicon l;
  ASSERT_TRUE(l.read(in));
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(first(l, "People's Liberation Army"), "PLA/4");
  EXPECT_EQ(l.holders("head of government", "XKX", "2011").size(), 1u);
}

TEST(Parties, RefusesADamagedArchive) {
  ArchiveWriter out;
  lexicon().write(out);
  // Any prefix is damaged; a changed byte may still read, but must never crash.
  for (std::size_t size = 0; size < out.bytes().size(); size += 7) {
    ArchiveReader in(std::string_view(out.bytes()).substr(0, size));
    PartyLexicon l;
    EXPECT_FALSE(l.read(in)) << size;
  }
  for (std::size_t i = 0; i < out.bytes().size(); i += 3) {
    std::string bytes = out.bytes();
    bytes[i] = static_cast<char>(bytes[i] ^ 0xFF);
    ArchiveReader in(bytes);
    PartyLexicon l;
    if (l.read(in)) {
      first(l, "Israel");
    }
  }
}

TEST(Parties, AUsersEntryWins) {
  PartyLexicon l = lexicon();
  l.start_user_entries();
  ASSERT_TRUE(
      l.add_toml_text("[[party]]\nid=\"ISR\"\nname=\"Israel\"\nkind=\"state\"\ncode=\"XIS\"\n"
                      "[[party]]\nid=\"MINE\"\nname=\"United States\"\nkind=\"organisation\"\n",
                      "mine.toml"))
      << "an id that is taken is replaced";
  ASSERT_TRUE(l.index());
  EXPECT_EQ(l.text(l.party(static_cast<std::uint32_t>(l.by_id("ISR"))).code), "XIS");
  EXPECT_EQ(first(l, "United States"), "MINE/2");
}

struct Wrong {
  const char* toml;
  const char* message;
  const char* where;
};

TEST(Parties, NamesTheFileAndLineOfEveryError) {
  for (const Wrong& wrong : std::vector<Wrong>{
           {"[[party]]\nid = \"A\"\nkind = \"state\"\n", "'name' is missing", "f.toml:1"},
           {"\n\n[[party]]\nid = \"A\"\nname = \"A\"\nkind = \"planet\"\n", "kind 'planet'", "f.toml:3"},
           {"[[party]]\nid = \"A\"\nname = \"A\"\nkind = \"state\"\ncolour = 1\n", "no field 'colour'", "f.toml:5"},
           {"[[party]]\nid = \"A\"\nname = 3\nkind = \"state\"\n", "must be a text", "f.toml:3"},
           {"[[party]]\nid = \"A\"\nname = \"A\"\nkind = \"state\"\naliases = [\"x\", 2]\n", "hold texts", "f.toml:5"},
           {"[[party]]\nid=\"A\"\nname=\"A\"\nkind=\"state\"\n[[party]]\nid=\"A\"\nname=\"B\"\nkind=\"state\"\n",
            "taken already, at f.toml:1", "f.toml:5"},
           {"[[party]]\nid=\"A\"\nname=\"A\"\nkind=\"person\"\nroles=[{title=\"x\", from=\"2020-13x\"}]\n",
            "must be a date", "f.toml:5"},
           {"[[party]]\nid=\"A\"\nname=\"A\"\nkind=\"person\"\nroles=[{title=\"x\", from=\"2020\", to=\"2019-01\"}]\n",
            "before it begins", "f.toml:5"},
           {"[party]\nid=\"A\"\n", "write [[party]]", "f.toml:1"},
           {"[[planet]]\n", "no table 'planet'", "f.toml:1"},
           {"[[agent]]\nsector = \"MIL\"\n", "'nouns' is missing", "f.toml:1"},
           {"[[party]\n", "", "f.toml:1"},
       }) {
    PartyLexicon l;
    const auto added = l.add_toml_text(wrong.toml, "f.toml");
    ASSERT_FALSE(added) << wrong.toml;
    EXPECT_EQ(added.error().code, ErrorCode::knowledge);
    EXPECT_THAT(added.error().message, HasSubstr(wrong.message));
    EXPECT_EQ(added.error().where, wrong.where) << wrong.message;
  }
}

TEST(Parties, RefusesAPartyOfNobody) {
  PartyLexicon l;
  ASSERT_TRUE(l.add_toml_text("[[party]]\nid=\"A\"\nname=\"A\"\nkind=\"government\"\nof=\"ZZZ\"\n", "f.toml"));
  const auto indexed = l.index();
  ASSERT_FALSE(indexed);
  EXPECT_EQ(indexed.error().where, "f.toml:1");
}

}  // namespace
}  // namespace detente::knowledge
