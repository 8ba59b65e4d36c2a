#include "detente/board/draft.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

namespace detente::board {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Place place(const std::string& report, const std::string& item, const std::string& words = "words") {
  return {report, item, "Sample Wire", "2024-10-10", {0, 5}, words, {}, true};
}

BoardParty party(const std::string& name, const std::string& kind, const std::string& code, const std::string& sector,
                 std::int64_t mentions) {
  BoardParty out;
  out.name = name;
  out.kind = kind;
  out.code = code;
  out.sector = sector;
  out.mentions = mentions;
  return out;
}

Tie tie(const std::string& source, const std::string& type, const std::string& target, std::int64_t done, double sum) {
  Tie out;
  out.source = source;
  out.type = type;
  out.target = target;
  out.events = done;
  out.by_status[0] = done;
  out.goldstein = sum;
  out.examples = {place("r1", "e" + std::to_string(done))};
  return out;
}

Board sample() {
  Board b;
  b.reports = 3;
  b.first_day = "2024-09-01";
  b.last_day = "2024-10-10";
  b.day = "2024-10-10";
  b.parties = {party("Israel", "state", "ISR", "", 30),
               party("Israel Defense Forces", "government", "ISR", "MIL", 9),
               party("Hezbollah", "armed_group", "LBN", "REB", 20),
               party("Hezbollah fighters", "armed_group", "LBN", "REB", 2),
               party("United States", "state", "USA", "", 15),
               party("Joe Biden", "person", "USA", "GOV", 8),
               party("France", "state", "FRA", "", 4),
               party("people", "population", "", "CVL", 50)};
  b.ties = {tie("Israel Defense Forces", "ASSAULT", "Hezbollah fighters", 8, -80),
            tie("Hezbollah", "ASSAULT", "Israel", 4, -40), tie("Joe Biden", "SUPPORT", "Israel", 2, 7)};
  Proposal p;
  p.label = "a 21-day pause";
  p.sponsors = {"United States", "France"};
  p.addressees = {"Israel", "Hezbollah"};
  p.terms = {{"duration", "P21D"}};
  State tabled;
  tabled.state = "tabled";
  tabled.place = place("r2", "i1");
  State rejected;
  rejected.state = "rejected";
  rejected.by = {"Israel"};
  rejected.place = place("r3", "i1");
  p.states = {tabled, rejected};
  b.proposals = {p};
  Lever lever;
  lever.holder = "Joe Biden";
  lever.instrument = "bomb";
  lever.level = "withheld";
  LeverStep granted;
  granted.level = "granted";
  granted.place = place("r1", "i4");
  LeverStep withheld;
  withheld.level = "withheld";
  withheld.place = place("r2", "i2");
  lever.history = {granted, withheld};
  b.levers = {lever};
  RedLine line;
  line.label = "no strike on Beirut";
  line.holders = {"Hezbollah"};
  line.addressees = {"Israel"};
  line.firmness = "firm";
  line.place = place("r2", "i3");
  b.red_lines = {line};
  return b;
}

// The lines of numbers that have no origin, on their own line or in their row.
std::vector<std::string> without_origin(const std::string& text) {
  std::vector<std::string> out;
  std::vector<std::string> bare;
  bool has_assumed = false;
  const auto close = [&] {
    if (!has_assumed) {
      out.insert(out.end(), bare.begin(), bare.end());
    }
    bare.clear();
    has_assumed = false;
  };
  std::istringstream in(text);
  std::string section;
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with("[")) {
      close();
      section = line;
    }
    has_assumed = has_assumed || line.starts_with("assumed = \"");
    const std::size_t is = line.find(" = ");
    const bool is_number = is != std::string::npos && line.size() > is + 3 &&
                           std::string_view("0123456789-").find(line[is + 3]) != std::string_view::npos;
    if (is_number && section != "[crisis]") {
      bare.push_back(section + " " + line);
    }
  }
  close();
  return out;
}

TEST(Draft, GivesEveryNumberAnOrigin) {
  const auto text = draft_crisis(sample(), {});
  ASSERT_TRUE(text) << text.error().to_string();
  EXPECT_THAT(without_origin(*text), IsEmpty());
  EXPECT_THAT(without_origin("[[party]]\ncapability = 1\n"), testing::SizeIs(1));
}

TEST(Draft, MakesFrontsOfWhoFights) {
  const std::string text = *draft_crisis(sample(), {});
  EXPECT_THAT(text, HasSubstr("name = \"Israel against Hezbollah\""));
  EXPECT_THAT(text, HasSubstr("name = \"Hezbollah against Israel\""));
  // Eight acts in the forty days of the reports.
  EXPECT_THAT(text,
              HasSubstr("rate = { value = 0.2, evidence = [\"r1:e8: 8 acts of force told as done, divided by the 40 "
                        "days of the reports; a floor, as reports do not tell of all\"] }"));
  EXPECT_THAT(text, HasSubstr("start = \"2024-10-10\""));
  EXPECT_THAT(text, HasSubstr("from = \"Israel against Hezbollah / acts of force\""));
}

TEST(Draft, PutsNamesOfOneCountryTogether) {
  const std::string text = *draft_crisis(sample(), {});
  EXPECT_THAT(text, Not(HasSubstr("Israel Defense Forces")));
  EXPECT_THAT(text, Not(HasSubstr("fighters")));
  EXPECT_THAT(text, Not(HasSubstr("name = \"people\"")));
  EXPECT_THAT(text, HasSubstr("from = \"United States\"\nto = \"Israel\"\nkind = \"alliance\""));
}

TEST(Draft, TakesProposalsLeversAndLines) {
  const std::string text = *draft_crisis(sample(), {});
  EXPECT_THAT(text, HasSubstr("sponsors = [\"United States\", \"France\"]\naddressees = [\"Israel\", \"Hezbollah\"]"));
  EXPECT_THAT(text, HasSubstr("duration = { value = 21, evidence = [\"r2:i1: 21 days\"] }"));
  EXPECT_THAT(text, HasSubstr("it rejected it (r3:i1)"));
  EXPECT_THAT(text, HasSubstr("# told at r2:i2; the target is not told: whom the holder helps most is taken"));
  EXPECT_THAT(text,
              HasSubstr("holder = \"Hezbollah\"\naddressee = \"Israel\"\nfronts = [\"Israel against Hezbollah\"]"));
}

TEST(Draft, AssumesWhatIsNotToldAndSaysSo) {
  Board b;
  b.parties = {party("Israel", "state", "ISR", "", 3), party("Hezbollah", "armed_group", "LBN", "REB", 2)};
  const auto text = draft_crisis(b, {});
  ASSERT_TRUE(text) << text.error().to_string();
  EXPECT_THAT(*text, Not(HasSubstr("evidence")));
  EXPECT_THAT(*text, HasSubstr("no act of force between them is told as done"));
  EXPECT_THAT(*text, HasSubstr("arbitrary, because no report bears a date"));
  EXPECT_THAT(without_origin(*text), IsEmpty());
}

TEST(Draft, NeedsTwoParties) {
  const auto none = draft_crisis({}, {});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().message, "a crisis needs two parties that can act, and the reports name none");
  Board b;
  b.parties = {party("Israel", "state", "ISR", "", 3), party("people", "population", "", "CVL", 9)};
  EXPECT_EQ(draft_crisis(b, {}).error().message,
            "a crisis needs two parties that can act, and the reports name only Israel");
}

TEST(Draft, NamesAreOneLineOfToml) {
  Board b = sample();
  b.parties[2].name = "Hez\"bollah\n\\ / > \u202E(x)";
  b.parties.erase(b.parties.begin() + 3);
  for (Tie& t : b.ties) {
    t.source = t.source == "Hezbollah" ? b.parties[2].name : t.source;
    t.target = t.target.starts_with("Hezbollah") ? b.parties[2].name : t.target;
  }
  const std::string text = *draft_crisis(b, {});
  EXPECT_THAT(text, HasSubstr("name = \"Hez bollah ⟨U+202E⟩ x\""));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
}

}  // namespace
}  // namespace detente::board
