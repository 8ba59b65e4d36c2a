// Whether the words of a report bear out what is told of them.
#include "../../board/brief_checks.hpp"

#include <gtest/gtest.h>

#include "../../board/brief_words.hpp"

namespace detente::board::briefing {
namespace {

Span in(std::string_view text, std::string_view words) {
  const std::size_t at = text.find(words);
  EXPECT_NE(at, std::string_view::npos) << words;
  return {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(at + words.size())};
}

Span all(std::string_view text) { return {0, static_cast<std::uint32_t>(text.size())}; }

bool done(std::string_view text, std::string_view verb, std::string_view type = "ASSAULT") {
  return is_done(text, all(text), in(text, verb), type);
}

TEST(BriefChecks, TakeBackWhatIsWishedFearedOrPlanned) {
  EXPECT_TRUE(done("Norland struck a depot in Sudria on Monday.", "struck"));
  EXPECT_TRUE(done("Norland began to withdraw its troops.", "withdraw", "RETREAT"));
  EXPECT_TRUE(done("It would be hard, but Norland struck again.", "struck"));
  EXPECT_FALSE(done("There should be a phased withdrawal of Norland's troops.", "withdrawal", "RETREAT"));
  EXPECT_FALSE(done("They are attempting to recruit men to engage in attacks on Sudria.", "attacks"));
  EXPECT_FALSE(done("Seven ministers urged Norland to accept a truce.", "accept", "AGREE"));
  EXPECT_FALSE(done("It showed no will to fully endorse the plan.", "endorse", "AGREE"));
  EXPECT_FALSE(done("The leader's “war” on the rebels is a sham.", "war"));
}

TEST(BriefChecks, TakeNoQuestionAndNoDemandForAnIntention) {
  const auto open = [](std::string_view text, std::string_view verb) {
    return is_wanted_or_open(text, all(text), in(text, verb));
  };
  EXPECT_TRUE(open("They said nothing about whether Norland would heed the warning.", "heed"));
  EXPECT_TRUE(open("Norland must withdraw.", "withdraw"));
  EXPECT_FALSE(open("Norland will withdraw, whether Sudria likes it or not.", "withdraw"));
}

Act act(std::string_view text, std::string_view source, std::string_view verb, std::string_view target) {
  Act out;
  out.type = "ASSAULT";
  out.sentence = all(text);
  out.span = in(text, verb);
  out.sources.emplace_back(Who{"a", "AAA", "", "state", 0, ""}, in(text, source));
  out.targets.emplace_back(Who{"b", "BBB", "", "state", 0, ""}, in(text, target));
  return out;
}

TEST(BriefChecks, KeepWhoActsApartFromWhomItIsDoneTo) {
  const auto directed = [](std::string_view text, std::string_view source, std::string_view verb,
                           std::string_view target) { return is_directed(text, act(text, source, verb, target)); };
  EXPECT_TRUE(directed("Norland attacked Sudria.", "Norland", "attacked", "Sudria"));
  EXPECT_TRUE(directed("Sudria was attacked by Norland.", "Norland", "attacked", "Sudria"));
  EXPECT_FALSE(directed("Attacks on Norland have been blamed on Sudria.", "Norland", "Attacks", "Sudria"));
  EXPECT_FALSE(directed("Men attacked the crossing between Sudria and Norland.", "Men", "attacked", "Sudria"));
}

TEST(BriefChecks, KnowHistoryRatesAndTornQuotations) {
  const std::string_view old = "In 1983 a bomb killed 241 marines.";
  EXPECT_TRUE(is_history(old, all(old), "2005-03-08"));
  EXPECT_FALSE(is_history(old, all(old), "1984-03-08"));
  EXPECT_FALSE(is_history(old, all(old), ""));
  const std::string_view rate = "There are 18 deaths per 100,000 people.";
  EXPECT_TRUE(is_rate(rate, all(rate), in(rate, "18 deaths")));
  EXPECT_TRUE(is_torn("called it “a deal"));
  EXPECT_FALSE(is_torn("called it “a deal” and left"));
}

TEST(BriefChecks, TellNobodyInParticular) {
  EXPECT_TRUE(is_generic({"people", "", "CVL", "population", 0, ""}));
  EXPECT_TRUE(is_generic({"officials", "GOV", "GOV", "government", 0, ""}));
  EXPECT_FALSE(is_generic({"senior officials", "USA", "GOV", "government", 0, ""}));
  EXPECT_FALSE(is_generic({"Israel", "ISR", "", "state", 0, ""}));
  EXPECT_TRUE(is_thing("Boeing 737-800 jet"));
  EXPECT_FALSE(is_thing("Israel Defense Forces"));
  EXPECT_TRUE(is_of_thing("a Ukrainian passenger jet", {2, 11}));
  EXPECT_TRUE(is_hyphened("the Syrian-Turkish border", {4, 10}));
}

TEST(BriefChecks, NameOffersByWhatTheyAre) {
  EXPECT_TRUE(names_offer("a Security Council resolution"));
  EXPECT_FALSE(names_offer("military action against the capital"));
}

TEST(BriefWords, TellPartiesInEnglish) {
  const auto told = [](const char* name, const char* code, const char* sector, const char* kind,
                       const char* country = "") {
    return told_party({name, code, sector, kind, 0, country});
  };
  EXPECT_EQ(told("Kremlin", "RUS", "GOV", "government"), "the Kremlin");
  EXPECT_EQ(told("government of United States", "USA", "GOV", "government"), "the government of the United States");
  EXPECT_EQ(told("U.S. diplomatic official", "USA", "GOV", "government"), "a U.S. diplomatic official");
  EXPECT_EQ(told("unnamed Iranian official", "IRN", "GOV", "government"), "an unnamed Iranian official");
  EXPECT_EQ(told("Norland's spokesman", "NOR", "GOV", "government"), "Norland's spokesman");
  EXPECT_EQ(told("Local officials", "SDN", "GOV", "government", "Sudan"), "local officials (Sudan)");
  EXPECT_EQ(told("British newspaper", "GBR", "", "organisation", "United Kingdom"), "a British newspaper");
  EXPECT_EQ(told("civilian population", "SDN", "CVL", "population", "Sudan"), "the civilian population (Sudan)");
  EXPECT_EQ(told("medics", "", "", ""), "“medics”");
  EXPECT_EQ(told("reference to the three soldiers of the army", "", "", ""), "a source that is not named here");
}

TEST(BriefWords, ShowWholeClauses) {
  const std::string text =
      "By then, and after three weeks of talks that led nowhere, the attack of October 7, 2023, which killed more than "
      "1,200 people, had changed all that anybody knew of it, as the paper wrote at some length on its first page.";
  const Span shown = telling(text, in(text, "1,200 people"), all(text), 90);
  EXPECT_EQ(text.substr(shown.begin, shown.end - shown.begin),
            "the attack of October 7, 2023, which killed more than 1,200 people");
  EXPECT_EQ(telling(text, in(text, "attack"), all(text), 400).end, text.size());
}

}  // namespace
}  // namespace detente::board::briefing
