// What the reader of crisis files takes, and what it refuses with which words.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "detente/play/crisis.hpp"
#include "detente/play/crisis_schema.hpp"

namespace detente::play {
namespace {

using testing::HasSubstr;

const std::string kHead = R"([crisis]
name = "a test"
start = "2024-05-01"
[[party]]
name = "Israel"
capability = { value = 2, assumed = "a test" }
[[party]]
name = "Hezbollah"
resolve = { dist = "triangular", low = 0.5, mode = 1, high = 2, evidence = ["a report", "another"] }
[[place]]
name = "Lebanon"
[[front]]
name = "north"
attacker = "Israel"
defender = "Hezbollah"
place = "Lebanon"
[[front.act]]
name = "airstrikes"
assumed = "a test"
rate = 2
[[front.act]]
name = "raids"
)";

std::string fault(const std::string& more) {
  const auto crisis = read_crisis(kHead + more, "crisis.toml");
  return crisis ? "" : crisis.error().to_string();
}

TEST(CrisisFile, KeepsNumbersWithTheirOrigin) {
  const auto crisis = read_crisis(kHead, "crisis.toml");
  ASSERT_TRUE(crisis) << crisis.error().to_string();
  ASSERT_EQ(crisis->parties.size(), 2U);
  EXPECT_EQ(crisis->days, 180);
  const Number& resolve = crisis->numbers[crisis->parties[1].first + PartyNumber::resolve];
  EXPECT_EQ(resolve.path, "party.Hezbollah.resolve");
  EXPECT_EQ(resolve.distribution, Distribution::triangular);
  EXPECT_THAT(resolve.evidence, testing::ElementsAre("a report", "another"));
  EXPECT_EQ(resolve.line, 9);
  EXPECT_DOUBLE_EQ(quantile(resolve, 1.0 / 3), 1.0);  // (mode - low) / (high - low) of the mass lies below the mode
  EXPECT_EQ(crisis->acts[0].name, "north / airstrikes");
  EXPECT_EQ(crisis->numbers[crisis->acts[0].first + ActNumber::rate].assumed, "a test");
  EXPECT_FALSE(crisis->numbers[crisis->acts[1].first + ActNumber::rate].given);
  EXPECT_EQ(crisis->policies.size(), 1U);
  EXPECT_EQ(crisis->policies[0].name, "as is");
}

TEST(CrisisFile, SaysWhichNameIsWrongAndWhatItMayMean) {
  EXPECT_EQ(fault("[[lever]]\nname = \"bombs\"\nholder = \"Israel\"\ntarget = \"Isreal\"\n"),
            "crisis.toml:26: lever.target 'Isreal' is no party; did you mean 'Israel'?");
  EXPECT_EQ(fault("[[lever]]\nname = \"bombs\"\nholder = \"Israel\"\ntarget = \"nroth\"\n"),
            "crisis.toml:26: lever.target 'nroth' is no party, front, tie, proposal, place or corridor; did you mean "
            "'north'?");
  EXPECT_THAT(fault("[[tie]]\nfrom = \"Israel\"\nto = \"Hizbollah\"\nkind = \"hostility\"\n"),
              HasSubstr("crisis.toml:25: tie.to 'Hizbollah' is no party; did you mean 'Hezbollah'?"));
  EXPECT_THAT(fault("[[red_line]]\nname = \"r\"\nholder = \"Israel\"\naddressee = \"Hezbollah\"\nacts = [\"north / "
                    "airstrike\"]\n"),
              HasSubstr("did you mean 'north / airstrikes'?"));
}

TEST(CrisisFile, RefusesAPartyNamedTwice) {
  EXPECT_EQ(fault("[[party]]\nname = \"Israel\"\n"),
            "crisis.toml:23: party 'Israel' is there twice: it was first named in line 4");
}

TEST(CrisisFile, RefusesNumbersThatCannotBe) {
  const auto party = [](const std::string& line) { return "[[party]]\nname = \"P\"\nassumed = \"x\"\n" + line + "\n"; };
  EXPECT_EQ(fault(party("capability = nan")), "crisis.toml:26: party.P.capability is nan: it must be a finite number");
  EXPECT_THAT(fault(party("capability = inf")), HasSubstr("must be a finite number"));
  EXPECT_EQ(fault(party("rearm = -0.1")),
            "crisis.toml:26: party.P.rearm is -0.1: it must be from 0 to 1 (share per day)");
  EXPECT_THAT(fault(party("rearm = \"much\"")), HasSubstr("must be a number"));
  EXPECT_THAT(fault(party("rearm = { dist = \"triangle\", low = 0, mode = 0, high = 1 }")),
              HasSubstr("did you mean 'triangular'?"));
  EXPECT_THAT(fault(party("rearm = { dist = \"triangular\", low = 0.5, mode = 0.2, high = 1 }")),
              HasSubstr("must rise"));
  EXPECT_THAT(fault(party("rearm = { dist = \"uniform\", low = 0.5 }")), HasSubstr("'high' is missing"));
  EXPECT_THAT(fault(party("rearm = { dist = \"normal\", mean = 0.5, deviation = -1 }")),
              HasSubstr("must not be negative"));
  EXPECT_THAT(fault("[[front.act]]\nname = \"rockets\"\nassumed = \"x\"\nrate = -3\n"),
              HasSubstr("act.north / rockets.rate is -3: it must be from 0"));
}

TEST(CrisisFile, RefusesANumberWithoutOrigin) {
  EXPECT_THAT(fault("[[party]]\nname = \"P\"\ncapability = 3\n"),
              HasSubstr("crisis.toml:25: party.P.capability has neither evidence nor assumed"));
  EXPECT_THAT(fault("[[party]]\nname = \"P\"\nevidence = []\ncapability = 3\n"),
              HasSubstr("must be a list of sources"));
  EXPECT_EQ(fault("[[party]]\nname = \"P\"\ncapability = { value = 3, evidence = [\"a report\"] }\n"), "");
}

TEST(CrisisFile, RefusesKeysItDoesNotKnow) {
  EXPECT_EQ(fault("[[party]]\nname = \"P\"\ncapabilty = 3\n"),
            "crisis.toml:25: party has no key 'capabilty'; did you mean 'capability'?");
  EXPECT_EQ(fault("[[partys]]\nname = \"P\"\n"), "crisis.toml:23: there is no section 'partys'; did you mean 'party'?");
  EXPECT_THAT(fault("[party.x]\ny = 1\n"), HasSubstr("crisis.toml:"));
}

TEST(CrisisFile, RefusesAnExcitementThatWouldNotEnd) {
  const auto excitement = [](const std::string& from, const std::string& to, double gain) {
    return "[[excitement]]\nfrom = \"north / " + from + "\"\nto = \"north / " + to +
           "\"\nassumed = \"x\"\ngain = " + std::to_string(gain) + "\n";
  };
  EXPECT_THAT(fault(excitement("raids", "airstrikes", 1.44) + excitement("airstrikes", "raids", 1.0)),
              HasSubstr("has the spectral radius 1.2"));
  EXPECT_EQ(fault(excitement("raids", "airstrikes", 5)), "");  // nothing comes back
  const auto crisis = read_crisis(kHead + excitement("raids", "airstrikes", 0.5) +
                                      excitement("airstrikes", "raids", 0.5) + excitement("raids", "raids", 0.25),
                                  "crisis.toml");
  ASSERT_TRUE(crisis);
  EXPECT_NEAR(spectral_radius(*crisis), (0.25 + std::sqrt(0.0625 + 1)) / 2, 1e-9);  // x^2 = 0.25 x + 0.25
}

TEST(CrisisFile, CountsTheSensitivityOfTargetsInTheRadius) {
  auto crisis = read_crisis(kHead +
                                "[[excitement]]\nfrom = \"north / raids\"\nto = \"north / raids\"\nassumed = \"x\"\n"
                                "gain = 0.5\n",
                            "crisis.toml");
  ASSERT_TRUE(crisis);
  ASSERT_TRUE(set_number(*crisis, "act.north / raids.sensitivity", 0.8));
  EXPECT_NEAR(spectral_radius(*crisis), 0.9, 1e-9);
}

TEST(CrisisFile, RefusesSupplyInACircle) {
  const std::string third = "[[party]]\nname = \"Iran\"\n";
  const auto tie = [](const std::string& from, const std::string& to) {
    return "[[tie]]\nfrom = \"" + from + "\"\nto = \"" + to + "\"\nkind = \"alliance\"\nassumed = \"x\"\naid = 0.1\n";
  };
  EXPECT_EQ(fault(third + tie("Iran", "Hezbollah") + tie("Hezbollah", "Israel")), "");
  EXPECT_THAT(fault(third + tie("Iran", "Hezbollah") + tie("Hezbollah", "Israel") + tie("Israel", "Iran")),
              HasSubstr("supply goes in a circle, so that strength would come from nothing: Israel supplies Iran "
                        "supplies Hezbollah supplies Israel"));
  EXPECT_THAT(
      fault(tie("Israel", "Hezbollah") +
            "[[lever]]\nname = \"l\"\nholder = \"Hezbollah\"\ntarget = \"Israel\"\nassumed = \"x\"\ncapability = "
            "0.1\n"),
      HasSubstr("supply goes in a circle"));
}

TEST(CrisisFile, RefusesALeverWhoseEffectItsTargetCannotFeel) {
  EXPECT_EQ(
      fault("[[lever]]\nname = \"l\"\nholder = \"Israel\"\ntarget = \"north\"\nassumed = \"x\"\nmediation = 1\n"),
      "crisis.toml:28: lever.l.mediation does nothing: 'mediation' acts on a proposal, and the target is a front");
  EXPECT_EQ(fault("[[lever]]\nname = \"l\"\nholder = \"Israel\"\ntarget = \"north\"\nassumed = \"x\"\ncaution = 1\n"),
            "");
}

TEST(CrisisFile, RefusesWhatIsNoToml) {
  EXPECT_THAT(fault("[[party"), HasSubstr("crisis.toml:23"));
  const auto latin = read_crisis("[crisis]\nname = \"\xe9\"\n", "c.toml");
  ASSERT_FALSE(latin);
  EXPECT_EQ(latin.error().to_string(), "c.toml:2: not UTF-8");
  const auto empty = read_crisis("", "c.toml");
  ASSERT_FALSE(empty);
  EXPECT_EQ(empty.error().code, ErrorCode::missing_field);
}

TEST(CrisisFile, ReadsThePoliciesOnTheStateOfTheCrisis) {
  const std::string lever = "[[lever]]\nname = \"arms and money\"\nholder = \"Israel\"\ntarget = \"north\"\n";
  const auto policy = [](const std::string& when) {
    return "[[policy]]\nname = \"p\"\n[[policy.rule]]\nwhen = \"" + when + "\"\nset = { \"arms and money\" = 0.5 }\n";
  };
  const auto crisis =
      read_crisis(kHead + lever + policy("killed(Lebanon) > 100 and level(arms and money) <= 0.5 and day >= 30"), "c");
  ASSERT_TRUE(crisis) << crisis.error().to_string();
  const Rule& rule = crisis->policies[0].rules[0];
  ASSERT_EQ(rule.conditions.size(), 3U);
  EXPECT_EQ(rule.conditions[1].quantity, Quantity::level);
  EXPECT_EQ(rule.conditions[1].comparison, Comparison::at_most);
  EXPECT_EQ(rule.conditions[2].value, 30);
  EXPECT_EQ(crisis->numbers[rule.settings[0].number].path, "policy.p.rule 1.arms and money");
  EXPECT_THAT(fault(lever + policy("kiled > 3")), HasSubstr("did you mean 'killed'?"));
  EXPECT_THAT(fault(lever + policy("killed >")), HasSubstr("there is no number behind the comparison"));
  EXPECT_THAT(fault(lever + policy("posture > 1")), HasSubstr("'posture' needs a name in brackets"));
  EXPECT_THAT(fault(lever + policy("posture(south) > 1")), HasSubstr("'south' is no front"));
  EXPECT_THAT(fault(lever + policy("day(north) > 1")), HasSubstr("takes no brackets"));
}

TEST(CrisisFile, SetsNumbersByTheirPath) {
  auto crisis = read_crisis(kHead, "crisis.toml");
  ASSERT_TRUE(crisis);
  EXPECT_TRUE(set_number(*crisis, "party.Israel.audience_cost", 0.4));
  const auto missing = set_number(*crisis, "party.Israel.audiencecost", 0.4);
  ASSERT_FALSE(missing);
  EXPECT_THAT(missing.error().message, HasSubstr("did you mean 'party.Israel.audience_cost'?"));
  EXPECT_FALSE(set_number(*crisis, "party.Israel.rearm", 2));
  EXPECT_FALSE(set_number(*crisis, "party.Israel.rearm", std::nan("")));
}

TEST(CrisisFile, DocumentListsEveryKey) {
  std::ifstream in(DETENTE_SOURCE_DIR "/docs/crisis-file.md");
  std::ostringstream text;
  text << in.rdbuf();
  EXPECT_THAT(text.str(), HasSubstr(crisis_schema_markdown()))
      << "the reference in docs/crisis-file.md is made by crisis_schema_markdown(): `detente generate crisis-file`";
}

TEST(CrisisFile, TablesAgreeWithTheirEnums) {
  EXPECT_EQ(crisis_section("party").numbers[PartyNumber::pull].key, "pull");
  EXPECT_EQ(crisis_section("party").numbers[PartyNumber::doubt].key, "doubt");
  EXPECT_EQ(crisis_section("tie").numbers[TieNumber::spoil].key, "spoil");
  EXPECT_EQ(crisis_section("tie").numbers[TieNumber::entry].key, "entry");
  EXPECT_EQ(crisis_section("lever").numbers[LeverNumber::watch].key, "watch");
  EXPECT_EQ(crisis_section("lever").numbers[LeverNumber::capability].key, "capability");
  EXPECT_EQ(crisis_section("red_line").numbers[RedLineNumber::cost].key, "cost");
  EXPECT_EQ(crisis_section("front.act").numbers[ActNumber::duty].key, "duty");
  EXPECT_EQ(crisis_section("front.act").numbers[ActNumber::leader].key, "leader");
  EXPECT_EQ(crisis_section("place").numbers[PlaceNumber::tunnels].key, "tunnels");
  EXPECT_EQ(crisis_section("place").numbers[PlaceNumber::instability].key, "instability");
  EXPECT_EQ(crisis_section("proposal").numbers[ProposalNumber::calm].key, "calm");
  EXPECT_EQ(crisis_section("mediator").numbers[MediatorNumber::narrowing].key, "narrowing");
}

}  // namespace
}  // namespace detente::play
