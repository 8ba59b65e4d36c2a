#include "detente/linking/findings.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "claims.hpp"

namespace detente::linking {
namespace {

using testing::HasSubstr;

std::vector<Placement> place(const std::vector<Claim>& claims) {
  FindingIndex index({});
  std::vector<Placement> out;
  for (const Claim& claim : claims) {
    out.push_back(index.add(traits_of(claim)));
  }
  return out;
}

TEST(Findings, JoinOneActThatTwoReportsTell) {
  const auto placed = place({strike("r1", "2024-10-09", "Israel struck a Hezbollah headquarters in Beirut on Tuesday."),
                             strike("r2", "2024-10-10", "Warplanes of Israel struck the headquarters of Hezbollah.")});
  EXPECT_TRUE(placed[0].is_new);
  EXPECT_FALSE(placed[1].is_new);
  EXPECT_EQ(placed[1].finding, placed[0].finding);
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::same);
  EXPECT_THAT(placed[1].reason, HasSubstr("same act (ASSAULT) by Israel on Hezbollah, 2024-10-08, both in Beirut"));
  EXPECT_THAT(placed[1].reason, HasSubstr("'headquarters'"));
}

TEST(Findings, KeepApartWhatIsAlike) {
  const std::string words = "Israel struck a Hezbollah headquarters in Beirut on Tuesday.";
  Claim other_day = strike("r2", "2024-10-12", words);
  other_day.when = days_of("2024-10-11");
  Claim other_place = strike("r3", "2024-10-09", words);
  other_place.place = ClaimPlace{"Tyre", "LBN", 33.27F, 35.2F, false};
  Claim other_act = strike("r4", "2024-10-09", words);
  other_act.type = EventType::THREATEN;
  Claim other_words = strike("r5", "2024-10-09", "A convoy with fighters burned near the airport.");
  for (const Claim& other : {other_day, other_place, other_act, other_words}) {
    const auto placed = place({strike("r1", "2024-10-09", words), other});
    EXPECT_TRUE(placed[1].is_new) << other.report << ": " << placed[1].reason;
  }
}

TEST(Findings, TellStruckFromDeniedStriking) {
  Claim denial = strike("r2", "2024-10-09", "Israel denied that it struck a Hezbollah headquarters in Beirut.");
  denial.status = Status::negated;
  const auto placed = place({strike("r1", "2024-10-09", "Israel struck a Hezbollah headquarters in Beirut."), denial});
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::contradicts);
  EXPECT_THAT(placed[1].reason, HasSubstr("denied or not done here"));
}

TEST(Findings, NameTheOtherCulprit) {
  Claim other = strike("r2", "2024-10-09", "Iran struck a Hezbollah headquarters in Beirut on Tuesday.");
  other.sources = {state("Iran", "IRN")};
  const auto placed =
      place({strike("r1", "2024-10-09", "Israel struck a Hezbollah headquarters in Beirut on Tuesday."), other});
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::contradicts);
  EXPECT_THAT(placed[1].reason, HasSubstr("but by Israel there and by Iran here"));
}

TEST(Findings, SetADenialAgainstTheCharge) {
  Claim charge = claim_of("r1", "2024-10-09", "Lebanon accused Israel of shelling a hospital in Tyre.");
  charge.type = EventType::ACCUSE;
  charge.trigger = "accused";
  charge.sources = {state("Lebanon", "LBN")};
  charge.targets = {state("Israel", "ISR")};
  Claim denial = claim_of("r2", "2024-10-10", "Israel rejected the allegation about the hospital.");
  denial.type = EventType::REJECT;
  denial.trigger = "rejected the allegation";
  denial.sources = {state("Israel", "ISR")};
  const auto placed = place({charge, denial});
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::contradicts);
  EXPECT_THAT(placed[1].reason, HasSubstr("a charge against Israel by Lebanon, which Israel denies"));
  Claim refusal = denial;
  refusal.words = "Israel rejected a visit to the hospital.";
  refusal.trigger = "rejected a visit";
  EXPECT_TRUE(place({charge, refusal})[1].is_new);
}

Claim toll_of_war(const std::string& report, const std::string& day, double low, Bound bound,
                  const std::string& words) {
  Claim claim = toll(report, day, low, bound);
  claim.words = words;
  claim.topic = terms_of("about Darfur and Khartoum in Sudan. The Janjaweed and the African Union.");
  return claim;
}

TEST(Findings, KnowTheTollOfALongWarYearsLater) {
  const auto placed = place(
      {toll_of_war("r1", "2005-04-05", 180000, Bound::at_least, "Some people have died in Darfur since the war began."),
       toll_of_war("r2", "2007-07-31", 250000, Bound::at_least,
                   "In four years of fighting they were killed in Darfur."),
       toll_of_war("r3", "2009-03-04", 90000, Bound::exact, "The conflict in Darfur has killed as many.")});
  EXPECT_EQ(placed[1].finding, placed[0].finding);
  EXPECT_EQ(placed[1].links[0].relation, Relation::update);
  EXPECT_THAT(placed[1].reason, HasSubstr("same running count (killed)"));
  // The dead of a war do not become fewer.
  ASSERT_FALSE(placed[2].is_new);
  EXPECT_EQ(placed[2].links[0].relation, Relation::contradicts);
  // A count of one day is found by its time alone.
  EXPECT_TRUE(place({toll("r1", "2005-04-05", 180), toll("r2", "2007-07-31", 180)})[1].is_new);
}

TEST(Findings, SetADenialAgainstWhatTheOtherSideSays) {
  Claim said =
      claim_of("r1", "2024-10-09", "The ministry of Lebanon said that a hospital in Tyre was shelled on Tuesday.");
  said.type = EventType::ASSAULT;
  said.trigger = "shelled";
  said.speaker = "Lebanon";
  said.speaker_code = "LBN";
  Claim denial = claim_of("r1", "2024-10-09", "Israel dismissed the claim of Lebanon about the hospital in Tyre.");
  denial.reading = 1;
  said.reading = 1;
  denial.type = EventType::REJECT;
  denial.trigger = "dismissed the claim";
  denial.sources = {state("Israel", "ISR")};
  denial.targets = {state("Lebanon", "LBN")};
  const auto placed = place({said, denial});
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::contradicts);
  EXPECT_THAT(placed[1].reason, HasSubstr("what Lebanon says (ASSAULT), and a denial of its claim by Israel"));
  denial.targets = {state("France", "FRA")};
  EXPECT_TRUE(place({said, denial})[1].is_new);
}

TEST(Findings, SeeNoContradictionInWhatIsAsked) {
  const std::string words = "a Hezbollah headquarters in Beirut on Tuesday.";
  Claim asked = strike("r2", "2024-10-09", "Neither has explained why Israel struck not " + words);
  asked.status = Status::negated;
  for (const Placement& one : place({strike("r1", "2024-10-09", "Israel struck " + words), asked})) {
    EXPECT_TRUE(one.links.empty());
  }
}

TEST(Findings, TellPlannedFromDone) {
  Claim plan = strike("r1", "2024-10-07", "Israel will strike the Hezbollah headquarters in Beirut on Tuesday.");
  plan.status = Status::planned;
  const auto placed =
      place({plan, strike("r2", "2024-10-09", "Israel struck the Hezbollah headquarters in Beirut on Tuesday.")});
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::update);
}

TEST(Findings, RespectTheBoundsOfCounts) {
  const auto relation = [](const Claim& a, const Claim& b) {
    const auto placed = place({a, b});
    EXPECT_EQ(placed[1].links.size(), 1U) << a.day << " " << *a.low << " and " << *b.low;
    return placed[1].links.empty() ? Relation::same : placed[1].links[0].relation;
  };
  const Claim before = toll("r1", "2024-10-09", 600);
  EXPECT_EQ(relation(toll("r1", "2024-10-09", 600, Bound::more_than), toll("r2", "2024-10-09", 650)), Relation::same);
  EXPECT_EQ(relation(before, toll("r2", "2024-10-09", 600)), Relation::same);
  EXPECT_EQ(relation(before, toll("r2", "2024-10-11", 900)), Relation::update);       // later and larger
  EXPECT_EQ(relation(before, toll("r2", "2024-10-11", 300)), Relation::contradicts);  // later and smaller
  EXPECT_EQ(relation(before, toll("r2", "2024-10-09", 900)), Relation::contradicts);  // of one day, by another
  // Linked the other way round, the later report still is the later one.
  EXPECT_EQ(relation(toll("r2", "2024-10-11", 900), before), Relation::update);
}

TEST(Findings, RecognizeWhatBefellAPersonOnceMonthsLater) {
  const auto told = [](const std::string& report, const std::string& day, const std::string& words,
                       const std::string& trigger) {
    Claim claim = claim_of(report, day, words);
    claim.type = EventType::ASSAULT;
    claim.trigger = trigger;
    claim.targets = {{"Karim Haddad", "LBN", "", true, false, true}};
    return claim;
  };
  const Claim then = told("r1", "2024-06-03", "Gunmen killed the banker Karim Haddad outside his house.", "killed");
  const Claim later = told(
      "r2", "2024-09-20", "A suspect in the assassination of the banker Karim Haddad fled to Cyprus.", "assassination");
  auto placed = place({then, later});
  EXPECT_EQ(placed[1].finding, placed[0].finding);
  EXPECT_THAT(placed[1].reason, HasSubstr("on Karim Haddad"));
  // A wound is not a death, another person another death, and of a group many can be killed.
  Claim wounded = later;
  wounded.trigger = "wounded";
  Claim brother = later;
  brother.targets[0].name = "Omar Haddad";
  Claim group = later;
  group.targets[0].is_person = false;
  for (const Claim& other : {wounded, brother, group}) {
    placed = place({then, other});
    EXPECT_TRUE(placed[1].is_new) << placed[1].reason;
  }
}

TEST(Findings, CompareKindredTypesOfAct) {
  const std::string words = "Israel struck a Hezbollah headquarters in Beirut on Tuesday.";
  Claim kindred = strike("r2", "2024-10-09", "Israel struck and seized a headquarters of Hezbollah in Beirut.");
  kindred.type = EventType::COERCE;
  EXPECT_FALSE(place({strike("r1", "2024-10-09", words), kindred})[1].is_new);
  kindred.status = Status::negated;
  EXPECT_TRUE(place({strike("r1", "2024-10-09", words), kindred})[1].is_new);
}

TEST(Findings, TakeTheSmallerTollOfADayForTheEarlier) {
  Claim more = toll("r1", "2024-10-09", 30);
  Claim fewer = toll("r2", "2024-10-09", 16);
  more.outlet = fewer.outlet = "Wire";
  const auto placed = place({more, fewer});
  ASSERT_EQ(placed[1].links.size(), 1U);
  EXPECT_EQ(placed[1].links[0].relation, Relation::update);
  EXPECT_THAT(placed[1].reason, HasSubstr("16 and 30 on one day, a count that grew"));
}

TEST(Findings, KeepTensApartFromHundreds) {
  EXPECT_TRUE(place({toll("r1", "2024-10-08", 400), toll("r2", "2024-10-09", 9)})[1].is_new);
  EXPECT_TRUE(place({toll("r1", "2024-10-08", 9), toll("r2", "2024-10-09", 400)})[1].is_new);
}

TEST(Findings, KeepCountsOfOtherPeopleApart) {
  Claim soldiers = toll("r1", "2024-10-09", 4);
  soldiers.population = "soldiers";
  Claim nurses = toll("r2", "2024-10-09", 7);
  nurses.population = "nurses";
  EXPECT_TRUE(place({soldiers, nurses})[1].is_new);
  Claim wounded = toll("r3", "2024-10-09", 4);
  wounded.measure = "wounded";
  EXPECT_TRUE(place({toll("r1", "2024-10-09", 4), wounded})[1].is_new);
}

TEST(Findings, GroupAProposalUnderItsLabels) {
  const auto placed = place({pause("r1", "2024-09-25", "21-day pause", "tabled"),
                             pause("r2", "2024-09-26", "21-day ceasefire proposal", "rejected", "Israel"),
                             pause("r3", "2024-09-26", "plan for a truce", "accepted", "Israel"),
                             pause("r4", "2024-09-29", "21-day pause", "accepted", "Israel")});
  for (const Placement& p : placed) {
    EXPECT_EQ(p.finding, 1);
  }
  EXPECT_EQ(placed[1].links[0].relation, Relation::update);
  const auto has = [](const Placement& p, std::int64_t other, Relation relation) {
    return std::any_of(p.links.begin(), p.links.end(),
                       [&](const Link& link) { return link.other == other && link.relation == relation; });
  };
  EXPECT_TRUE(has(placed[2], 2, Relation::contradicts)) << placed[2].reason;
  EXPECT_TRUE(has(placed[3], 2, Relation::update));  // a change of mind
  Claim longer = pause("r5", "2024-09-26", "60-day pause");
  longer.duration = "P60D";
  EXPECT_TRUE(place({pause("r1", "2024-09-25", "21-day pause"), longer})[1].is_new);
}

TEST(Findings, GiveTheSameWhetherAllIsRestoredOrOnlyWhatMatters) {
  std::mt19937 random(7);
  std::vector<Traits> all;
  for (int i = 0; i < 400; ++i) {
    const auto pick = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
    const std::string day = "2024-10-" + std::to_string(10 + pick(18));
    Claim claim = pick(2) == 0
                      ? strike("r" + std::to_string(i), day,
                               "Israel struck depot " + std::to_string(pick(9)) + " of Hezbollah near the old harbour")
                      : toll("r" + std::to_string(i), day, 100 + pick(4));
    claim.when = days_of(day);
    claim.reading = i + 1;
    claim.n = 1;
    all.push_back(traits_of(claim));
  }
  FindingIndex whole({});
  std::vector<Placement> expected;
  for (const Traits& t : all) {
    expected.push_back(whole.add(t));
  }
  constexpr std::size_t kOld = 300;
  int joined = 0;
  FindingIndex part({.next_finding = 0, .next_claim = 0});
  for (std::size_t i = kOld; i < all.size(); ++i) {
    // A process that has seen nothing restores what shares a block with this one claim, from bytes.
    int next = 1;
    for (std::size_t k = 0; k < i; ++k) {
      next = std::max(next, expected[k].finding + 1);
    }
    FindingIndex index({next, static_cast<std::int64_t>(i) + 1});
    const std::vector<std::int64_t> around = blocks_around(all[i]);
    for (std::size_t k = 0; k < i; ++k) {
      const std::vector<std::int64_t> blocks = blocks_of(all[k]);
      if (std::any_of(blocks.begin(), blocks.end(),
                      [&](std::int64_t b) { return std::find(around.begin(), around.end(), b) != around.end(); })) {
        index.restore(expected[k].claim, expected[k].finding, *traits_from_bytes(to_bytes(all[k])));
      }
    }
    const Placement found = index.add(all[i]);
    EXPECT_EQ(found.finding, expected[i].finding) << i;
    EXPECT_EQ(found.claim, expected[i].claim);
    EXPECT_EQ(found.reason, expected[i].reason);
    ASSERT_EQ(found.links.size(), expected[i].links.size());
    joined += found.is_new ? 0 : 1;
  }
  EXPECT_GT(joined, 20);
  EXPECT_LT(whole.next_finding(), 390);
}

TEST(Findings, KeepTheFindingOfAClaimThatIsReadAgain) {
  Claim first = strike("r1", "2024-10-09", "Israel struck a Hezbollah headquarters in Beirut.");
  first.reading = 1;
  Claim again = first;
  again.reading = 2;
  Claim other = strike("r1", "2024-10-09", "Shells fell on the barracks near Metula before Israel answered.");
  other.reading = 2;
  const auto placed = place({first, again, other});
  EXPECT_EQ(placed[1].finding, placed[0].finding);
  EXPECT_TRUE(placed[1].links.empty());
  EXPECT_NE(placed[2].finding, placed[0].finding);
}

TEST(Findings, DrawNobodyToAClaimThatWasTakenOut) {
  FindingIndex index({.next_finding = 5, .next_claim = 2});
  index.restore(1, 0, traits_of(strike("r1", "2024-10-09", "Israel struck a Hezbollah headquarters in Beirut.")));
  EXPECT_TRUE(
      index.add(traits_of(strike("r2", "2024-10-09", "Israel struck a Hezbollah headquarters in Beirut."))).is_new);
}

TEST(Findings, CompareNoMoreThanTheLastOfABlock) {
  FindingIndex index({});
  for (int i = 0; i < 3000; ++i) {
    Claim claim = strike("r" + std::to_string(i), "2024-10-09", "word" + std::to_string(i) + " struck");
    index.add(traits_of(claim));
  }
  EXPECT_EQ(index.size(), 3000U);  // ends at all: without the limit it would compare 4.5 million pairs
}

TEST(Traits, GoToBytesAndBack) {
  for (const Claim& claim :
       {strike("r1", "2024-10-09", "Israel struck Élise Noor's house, killing 1,400."),
        toll("r1", "1969-10-09", 12.5, Bound::at_least), pause("r1", "2024-10-09", "pause", "accepted", "Israel")}) {
    const Traits traits = traits_of(claim);
    const std::string bytes = to_bytes(traits);
    const auto back = traits_from_bytes(bytes);
    ASSERT_TRUE(back);
    EXPECT_EQ(to_bytes(*back), bytes);
    EXPECT_EQ(blocks_of(*back), blocks_of(traits));
    EXPECT_LT(bytes.size(), 1000U);
    for (std::size_t size = 0; size < bytes.size(); ++size) {
      EXPECT_FALSE(traits_from_bytes(std::string_view(bytes).substr(0, size)));
    }
    EXPECT_EQ(traits_from_bytes(bytes + "x").error().code, ErrorCode::bad_format);
  }
}

TEST(Traits, TakeDaysAsFarAsTheyAreKnown) {
  EXPECT_EQ(days_of("2024-10-08"), (Days{20004, 20004}));
  EXPECT_EQ(days_of("2024-W41"), (Days{20003, 20009}));
  EXPECT_EQ(days_of("2024-02"), (Days{19754, 19782}));
  EXPECT_EQ(days_of("2023"), (Days{19358, 19722}));
  for (const char* wrong : {"", "2024-W", "2024-W00", "2024-W54", "20x4-W41", "2024-13", "soon"}) {
    EXPECT_FALSE(days_of(wrong)) << wrong;
  }
}

// As they were written before claims had context and acts their entry of the lexicon.
TEST(Traits, OfTheFirstFormAreRead) {
  std::string bytes;
  const auto number = [&](std::uint64_t value, int size) {
    for (int i = 0; i < size; ++i) {
      bytes += static_cast<char>(value >> (8 * i) & 0xFFU);
    }
  };
  number(1, 1);      // form
  number(0, 1);      // an event
  number(3, 4);      // of reading 3
  number(2, 4);      // the second
  number(77, 8);     // report
  number(5, 4);      // outlet
  number(20004, 4);  // day
  number(1, 1);      // dated
  number(3, 1);      // three words: a common one, a name and a number
  for (const auto& [hash, weight] : {std::pair(10, 1), std::pair(11, 3), std::pair(12, 4)}) {
    number(static_cast<std::uint64_t>(hash), 4);
    number(static_cast<std::uint64_t>(weight), 1);
  }
  number(0, 1);  // no topic
  number(0, 4);  // no speaker, no code, no parties
  number(static_cast<std::uint64_t>(EventType::ASSAULT), 1);
  number(0, 1);  // done
  number(0, 2);  // no mode, no trigger
  const auto traits = traits_from_bytes(bytes);
  ASSERT_TRUE(traits) << traits.error().to_string();
  EXPECT_EQ(traits->type, EventType::ASSAULT);
  EXPECT_EQ(traits->day, 20004);
  ASSERT_EQ(traits->words.size(), 3U);
  EXPECT_EQ(traits->words[0].weight, kCommonWeight);
  EXPECT_EQ(traits->words[1].weight, kNameWeight);
  EXPECT_EQ(traits->words[2].weight, kNumberWeight);
  EXPECT_TRUE(traits->context.empty());
  EXPECT_FALSE(traits_from_bytes(bytes.substr(0, bytes.size() - 1)));
}

TEST(Terms, CutEndingsAndWeighNames) {
  const auto terms =
      terms_of("He said strikes hit; striking Beirut again killed 1,400 people \xE2\x80\x9CHomes\xE2\x80\x9D.");
  const auto weight = [&](const char* text) {
    for (const Term& term : terms) {
      if (term.text == text) {
        return int{term.weight};
      }
    }
    return 0;
  };
  EXPECT_EQ(weight("Beirut"), int{kNameWeight});
  EXPECT_EQ(weight("1,400"), int{kNumberWeight});
  EXPECT_EQ(weight("people"), 1);
  EXPECT_EQ(weight("He") + weight("said"), 0);
  EXPECT_EQ(weight("strikes") + weight("striking"), 1);  // one word, a common one
  // Words of one meaning in news are one.
  EXPECT_EQ(terms_of("a truce")[0].hash, terms_of("the cease-fire")[0].hash);
  EXPECT_EQ(terms_of("deaths")[0].hash, terms_of("slain")[0].hash);
  EXPECT_NE(terms_of("a pact")[0].hash, terms_of("the cease-fire")[0].hash);
  EXPECT_TRUE(terms_of("").empty());
  EXPECT_TRUE(terms_of("\xE2\x80\x9C \xE2\x80").empty());
}

}  // namespace
}  // namespace detente::linking
