#include "story.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

namespace detente::board {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

void on(Event& event, const std::string& day, const std::string& precision = "day") {
  event.date = DateRef{day, precision, event.trigger};
}

Story strike(const std::string& report_day, const std::string& day, const std::string& words) {
  Story story("Redland struck Blueland. " + words, report_day);
  on(story.event(EventType::ASSAULT, "struck", "Redland", "Blueland"), day, day.size() == 10 ? "day" : "month");
  return story;
}

TEST_F(StateTest, WeighsTiesByAgeAndMarksTheirChange) {
  keep(strike("2024-09-10", "2024-09-10", "Old."));
  keep(strike("2024-10-10", "2024-10-10", "New."));
  Story denied = strike("2024-10-10", "2024-10-10", "Denied.");
  denied.reading.events[0].status = Status::negated;
  keep(denied);
  const Board b = board();
  EXPECT_EQ(b.day + " " + b.before, "2024-10-10 2024-10-03");
  ASSERT_EQ(b.ties.size(), 1U);
  EXPECT_NEAR(b.ties[0].weight, -10 - 5, 1e-5);  // thirty days are a half-life
  EXPECT_NEAR(b.ties[0].change, -15 + 10 * std::pow(0.5, 23.0 / 30), 1e-5);
  EXPECT_EQ(b.ties[0].findings, 3);
  EXPECT_NEAR(board({.half_life = 15}).ties[0].weight, -10 - 2.5, 1e-5);
  // On a later day all is older; on an earlier one the second is not known yet.
  EXPECT_NEAR(board({.day = "2024-11-09"}).ties[0].weight, -7.5, 1e-5);
  EXPECT_NEAR(board({}, {"2024-09-30", std::nullopt}).ties[0].weight, -10 * std::pow(0.5, 20.0 / 30), 1e-5);
}

TEST_F(StateTest, CountsFindingsAndOriginsWhereTheyAreLinked) {
  const Story a = strike("2024-10-10", "2024-10-10", "One.");
  const Story b = strike("2024-10-11", "2024-10-10", "Two.");
  Story c = strike("2024-10-12", "2024-10-10", "It was denied.");
  c.reading.events[0].status = Status::negated;
  for (const Story& story : {a, b, c}) {
    keep(story);
  }
  EXPECT_EQ(board().ties[0].origins, 3);
  EXPECT_THAT(board().disputed, IsEmpty());
  record::LinkRows rows;
  rows.origins = {{b.report.id, a.report.id, "a copy", a.report.id, 0.9}};
  rows.findings = {{1, record::ClaimKind::event}};
  for (int reading = 1; reading <= 3; ++reading) {
    rows.claims.push_back({1, record::ClaimKind::event, reading, 1, "one strike"});
  }
  rows.links = {{1, record::ClaimKind::event, 1, 1, 2, 1, record::Relation::same, "one strike"},
                {1, record::ClaimKind::event, 2, 1, 3, 1, record::Relation::contradicts, "told and denied"}};
  ASSERT_TRUE(record_->start_run({"2024-11-01T08:30:00Z", "link", {"0.1.0", "k:1", "en 3.8"}}));
  ASSERT_TRUE(record_->append_links(rows));
  const Board linked = board();
  EXPECT_EQ(linked.origins, 2);
  EXPECT_EQ(linked.findings, 1);
  ASSERT_EQ(linked.ties.size(), 1U);
  EXPECT_EQ(linked.ties[0].events, 3);
  EXPECT_EQ(linked.ties[0].findings, 1);
  EXPECT_EQ(linked.ties[0].origins, 2);
  EXPECT_NEAR(linked.ties[0].weight, -10 * std::pow(0.5, 2.0 / 30), 1e-5);
  ASSERT_EQ(linked.fronts.size(), 1U);
  EXPECT_EQ(linked.fronts[0].events, 1);
  ASSERT_EQ(linked.disputed.size(), 1U);
  EXPECT_THAT(linked.disputed[0].reasons, ElementsAre("told and denied"));
  ASSERT_EQ(linked.disputed[0].sides.size(), 2U);
  EXPECT_EQ(linked.disputed[0].sides[0].says, "ASSAULT, actual");
  EXPECT_EQ(linked.disputed[0].sides[1].says, "ASSAULT, negated");
  EXPECT_EQ(linked.disputed[0].sides[1].place.item, "e1");
  // Before the denial nothing is disputed, and what a review took out is not there.
  EXPECT_THAT(board({}, {"2024-10-11", std::nullopt}).disputed, IsEmpty());
  ASSERT_TRUE(record_->correct(
      {"2024-11-01T09:00:00Z", record::CorrectionKind::review, c.report.id + ":e1", "wrong", "", std::nullopt}));
  EXPECT_THAT(board().disputed, IsEmpty());
  EXPECT_EQ(board().ties[0].events, 2);
  EXPECT_EQ(board({}, {"", 1}).ties[0].findings, 3);  // nothing was linked then
}

TEST_F(StateTest, PutsFrontsInWeeksAndPlaces) {
  Story here = strike("2024-10-10", "2024-10-08", "In Northport.");
  here.reading.events[0].place = PlaceRef{"Northport", "BLU", 1, 2, here.at("Northport")};
  keep(here);
  Story back("Blueland shelled Redland in Northport.", "2024-10-10");
  Event& shelled = back.event(EventType::ASSAULT, "shelled", "Blueland", "Redland");
  on(shelled, "2024-09-24");
  shelled.place = PlaceRef{"Northport", "BLU", 1, 2, back.at("Northport")};
  keep(back);
  Story vague = strike("2024-10-10", "2024-08", "In Northport, in August.");
  vague.reading.events[0].place = PlaceRef{"Northport", "BLU", 1, 2, vague.at("Northport")};
  keep(vague);
  keep(strike("2024-10-10", "2024-10-09", "Somewhere."));
  // Nobody fights whom they sanction alone.
  Story barred("Greyland sanctioned Redland.", "2024-10-10");
  barred.event(EventType::SANCTION, "sanctioned", "Greyland", "Redland");
  keep(barred);
  const Board b = board();
  ASSERT_EQ(b.fronts.size(), 2U);
  const auto at = std::find_if(b.fronts.begin(), b.fronts.end(), [](const Front& f) { return f.country == "BLU"; });
  ASSERT_NE(at, b.fronts.end());
  EXPECT_EQ(at->a + " " + at->b, "Blueland Redland");
  EXPECT_EQ(at->events, 3);
  EXPECT_EQ(at->a_on_b, 1);
  EXPECT_EQ(at->b_on_a, 2);
  EXPECT_EQ(at->unplaced_in_time, 1);
  ASSERT_EQ(at->weeks.size(), static_cast<std::size_t>(kWeeks));
  EXPECT_EQ(at->weeks.back().monday, "2024-10-07");
  EXPECT_EQ(at->weeks.back().events, 1);
  EXPECT_EQ(at->weeks[kWeeks - 3].events, 1);
  ASSERT_EQ(at->places.size(), 1U);
  EXPECT_EQ(at->places[0].events, 3);
  EXPECT_EQ(at->latest, "2024-10-08");
  EXPECT_EQ(at->tempo.events_now, 1);
  EXPECT_EQ(at->tempo.days_before, 0);  // the reports go back no further than that day
}

TEST_F(StateTest, ShowsWhoStandsWhereOnAProposal) {
  Story tabled("Greyland tabled a pause of arms to Redland and Blueland. Redland would agree if.", "2024-10-01");
  Instrument& p = tabled.instrument(InstrumentKind::proposal, "a pause of arms");
  p.parties = {{"sponsors", {tabled.party("Greyland")}},
               {"addressees", {tabled.party("Redland"), tabled.party("Blueland")}}};
  p.state = "tabled";
  p.state_by = {0};
  keep(tabled);
  Story answer("Redland said a pause of arms, it would agree to if.", "2024-10-03");
  Instrument& q = answer.instrument(InstrumentKind::proposal, "a pause of arms, it would agree to if");
  q.label = "a pause of arms";
  q.state = "accepted";
  q.state_by = {answer.party("Redland")};
  answer.event(EventType::AGREE, "agree", "Redland", "").status = Status::conditional;
  keep(answer);
  for (const char* state : {"accepted", "rejected"}) {
    Story third(std::string("Redland on a pause of arms: ") + state, "2024-10-05");
    Instrument& r = third.instrument(InstrumentKind::proposal, "a pause of arms");
    r.state = state;
    r.state_by = {third.party("Redland")};
    keep(third);
  }
  const Board b = board();
  ASSERT_EQ(b.matrix.size(), 1U);
  EXPECT_EQ(b.proposals[b.matrix[0].proposal].label, "a pause of arms");
  ASSERT_EQ(b.matrix[0].cells.size(), 3U);
  const Cell& grey = b.matrix[0].cells[0];
  const Cell& red = b.matrix[0].cells[1];
  const Cell& blue = b.matrix[0].cells[2];
  EXPECT_EQ(grey.party + " " + grey.stance, "Greyland sponsors");
  EXPECT_EQ(blue.party + " " + blue.stance, "Blueland silent");
  ASSERT_EQ(red.history.size(), 4U);
  EXPECT_EQ(red.history[1].stance, "conditional");
  EXPECT_TRUE(red.disputed);
  const Board early = board({}, {"2024-10-03", std::nullopt});
  EXPECT_EQ(early.matrix[0].cells[1].stance, "conditional");
  EXPECT_FALSE(early.matrix[0].cells[1].disputed);
}

TEST_F(StateTest, TellsWhatTouchedARedLineAndWhatDidNot) {
  keep(strike("2024-09-01", "2024-09-01", "Before."));  // before the line was told
  Story line("Blueland will not accept that Redland strikes its capital. Blueland will not be mocked.", "2024-10-01");
  Instrument& drawn = line.instrument(InstrumentKind::red_line, "will not accept that Redland strikes its capital");
  drawn.parties = {{"holder", {line.party("Blueland")}}};
  drawn.terms = {{"firmness", "firm"}};
  Event& forbidden = line.event(EventType::ASSAULT, "strikes", "Redland", "");
  forbidden.targets = {{line.party("Blueland"), line.at("its capital")}};
  forbidden.status = Status::possible;
  line.instrument(InstrumentKind::red_line, "will not be mocked").parties = {{"holder", {0}}};
  keep(line);
  EXPECT_THAT(board().red_lines.back().touched, IsEmpty());
  Story other("Greyland struck Blueland.", "2024-10-04");  // not by whom the line was drawn for
  on(other.event(EventType::ASSAULT, "struck", "Greyland", "Blueland"), "2024-10-04");
  keep(other);
  Story planned = strike("2024-10-05", "2024-10-05", "It is planned.");
  planned.reading.events[0].status = Status::planned;
  keep(planned);
  keep(strike("2024-10-06", "2024-10-06", "After."));
  const Board b = board();
  ASSERT_EQ(b.red_lines.size(), 2U);
  const RedLine& touched = b.red_lines[1];
  EXPECT_EQ(touched.firmness, "firm");
  EXPECT_THAT(touched.holders, ElementsAre("Blueland"));
  ASSERT_EQ(touched.forbids.size(), 1U);
  EXPECT_EQ(touched.forbids[0].source + " " + touched.forbids[0].type, "Redland ASSAULT");
  ASSERT_EQ(touched.touched.size(), 1U);
  EXPECT_EQ(touched.touched[0].day, "2024-10-06");
  EXPECT_EQ(touched.touched[0].place.item, "e1");
  EXPECT_THAT(touched.touched[0].reason, HasSubstr("2024-10-01"));
  EXPECT_THAT(b.red_lines[0].forbids, IsEmpty());
  EXPECT_THAT(b.red_lines[0].touched, IsEmpty());
  EXPECT_THAT(board({}, {"2024-10-05", std::nullopt}).red_lines[1].touched, IsEmpty());
  EXPECT_EQ(board({.party = "Redland"}, {}).red_lines.size(), 0U);  // it holds none
}

TEST_F(StateTest, HoldsCommitmentsAgainstWhatWasDone) {
  Story words(
      "Redland pledged to aid Greyland, pledged not to attack Blueland, pledged to consult Greyland, and to keep "
      "the ceasefire.",
      "2024-10-01");
  const Index red = words.party("Redland");
  const auto pledge = [&](const std::string& text) {
    words.instrument(InstrumentKind::commitment, text).parties = {{"holder", {red}}};
  };
  pledge("pledged to aid Greyland");
  words.event(EventType::AID, "aid", "Redland", "Greyland", 7).status = Status::planned;
  pledge("pledged not to attack Blueland");
  words.event(EventType::ASSAULT, "attack", "Redland", "Blueland").status = Status::negated;
  pledge("pledged to consult Greyland");
  words.event(EventType::CONSULT, "consult", "Redland", "Greyland", 1).status = Status::planned;
  pledge("to keep the ceasefire");
  keep(words);
  const auto states = [&](const Board& b) {
    std::vector<std::string> out;
    for (const Commitment& c : b.commitments) {
      out.push_back(c.state);
    }
    return out;
  };
  EXPECT_THAT(states(board()), ElementsAre("open", "open", "open", "open"));
  Story after("Redland helped Greyland, hit Blueland and did not meet Greyland. Redland violated the ceasefire line.",
              "2024-10-09");
  on(after.event(EventType::AID, "helped", "Redland", "Greyland", 7), "2024-10-08");
  on(after.event(EventType::ASSAULT, "hit", "Redland", "Blueland"), "2024-10-08");
  Event& unmet = after.event(EventType::CONSULT, "meet", "Redland", "Greyland", 1);
  unmet.status = Status::negated;
  on(unmet, "2024-10-08");
  Instrument& breach = after.instrument(InstrumentKind::violation, "violated the ceasefire line");
  breach.parties = {{"violator", {after.party("Redland")}}};
  breach.terms = {{"norm", "the ceasefire line"}};
  keep(after);
  const Board b = board();
  // The newest first: the ceasefire, the talks, the attack, the aid.
  EXPECT_THAT(states(b), ElementsAre("broken", "broken", "broken", "kept"));
  EXPECT_THAT(b.commitments[0].broken_by[0].reason, HasSubstr("ceasefire"));
  EXPECT_EQ(b.commitments[1].broken_by[0].type, "CONSULT");
  EXPECT_TRUE(b.commitments[2].undertaken[0].refrain);
  EXPECT_EQ(b.commitments[3].kept_by[0].place.item, "e1");
}

TEST_F(StateTest, FollowsLeversAndJudgements) {
  const auto step = [&](const std::string& day, const std::string& word) {
    Story story("Greyland " + word + " shells to Redland. Greyland judges that Blueland will yield.", day);
    Instrument& lever = story.instrument(InstrumentKind::lever, word + " shells");
    lever.parties = {{"holder", {story.party("Greyland")}}, {"target", {story.party("Redland")}}};
    lever.terms = {{"instrument", "shell"}, {"direction", word}};
    Instrument& judged = story.instrument(InstrumentKind::assessment, "Blueland will yield");
    judged.parties = {{"holder", {story.party("Greyland")}}, {"subject", {story.party("Blueland")}}};
    keep(story);
  };
  step("2024-10-01", "withheld");
  step("2024-10-05", "granted");
  const Board b = board();
  ASSERT_EQ(b.levers.size(), 1U);
  EXPECT_EQ(b.levers[0].holder + " " + b.levers[0].target + " " + b.levers[0].instrument, "Greyland Redland shell");
  EXPECT_EQ(b.levers[0].level, "granted");
  ASSERT_EQ(b.levers[0].history.size(), 2U);
  EXPECT_EQ(b.levers[0].history[0].level, "withheld");
  EXPECT_EQ(board({}, {"2024-10-04", std::nullopt}).levers[0].level, "withheld");
  ASSERT_EQ(b.judgements.size(), 1U);
  EXPECT_EQ(b.judgements[0].holder + " " + b.judgements[0].subject, "Greyland Blueland");
  EXPECT_EQ(b.judgements[0].reports, 2);
}

TEST_F(StateTest, DrawsHarmAsBandsOfItsSources) {
  const auto count = [&](const std::string& day, const std::string& who, const std::string& words, double n,
                         Bound bound) {
    Story story(who + " counts " + words + " dead of Blueland.", day);
    story.figure(words, n, bound, "Blueland");
    Statement s;
    s.source = Actor{story.party(who), story.at(who)};
    s.content = {story.at(words)};
    s.rule = "rule:said";
    story.reading.statements.push_back(s);
    story.reading.figures[0].via = 0;
    keep(story);
  };
  count("2024-10-01", "Redland", "100", 100, Bound::exact);
  count("2024-10-08", "Redland", "170", 170, Bound::exact);
  count("2024-10-08", "Greyland", "at least 200", 200, Bound::at_least);
  count("2024-11-20", "Greyland", "210", 210, Bound::exact);
  const Board b = board();
  ASSERT_EQ(b.harm.size(), 1U);
  const Harm& h = b.harm[0];
  EXPECT_TRUE(h.differ);
  ASSERT_EQ(h.sources.size(), 2U);
  EXPECT_EQ(h.sources[0].name, "Redland");
  EXPECT_EQ(*h.sources[0].growth, 70);
  EXPECT_EQ(*h.sources[0].growth_per_week, 70);
  ASSERT_EQ(h.bands.size(), 3U);
  EXPECT_EQ(*h.bands[0].low, 100);
  EXPECT_EQ(*h.bands[0].high, 100);
  EXPECT_EQ(*h.bands[1].low, 170);
  EXPECT_FALSE(h.bands[1].high);  // at least 200 has no upper bound
  EXPECT_TRUE(h.bands[1].differ);
  EXPECT_EQ(h.bands[2].sources, 1);  // what was counted six weeks before is not held against it
  ASSERT_EQ(b.disputed.size(), 1U);
  EXPECT_EQ(b.disputed[0].kind, "figure");
  EXPECT_EQ(b.disputed[0].sides.size(), 4U);
}

TEST_F(StateTest, GathersHostagesAndRelief) {
  Story story("Redland abducted fishers and brought food to Blueland.", "2024-10-01");
  story.event(EventType::ASSAULT, "abducted", "Redland", "fishers").cameo = "181";
  story.event(EventType::AID, "brought", "Redland", "Blueland", 7).cameo = "073";
  keep(story);
  const Board b = board();
  ASSERT_EQ(b.hostages.deeds.size(), 1U);
  EXPECT_EQ(b.hostages.deeds[0].target, "fishers");
  ASSERT_EQ(b.relief.deeds.size(), 1U);
  EXPECT_EQ(b.relief.deeds[0].place.item, "e2");
  EXPECT_EQ(board({.party = "fishers"}).relief.deeds.size(), 0U);
}

TEST_F(StateTest, KnowsTheRolesOfTheDay) {
  Story story("Ada Stone spoke.", "2024-10-01");
  story.party("Ada Stone");
  story.reading.parties[0].roles = {"Minister (RED) 2022-05-01/2024-11-05", "Mayor 2018/2021"};
  keep(story);
  const Board now = board();
  EXPECT_THAT(now.parties[0].roles, ElementsAre("Minister (RED) 2022-05-01/2024-11-05"));
  EXPECT_THAT(now.parties[0].other_roles, ElementsAre("Mayor 2018/2021"));
  EXPECT_EQ(now.parties[0].place.words, "Ada Stone");
  EXPECT_THAT(board({.day = "2024-12-01"}).parties[0].roles, IsEmpty());
}

TEST_F(StateTest, IsEmptyWithoutReportsAndRefusesWhatCannotBe) {
  const Board b = board();
  EXPECT_EQ(b.reports, 0);
  EXPECT_EQ(b.day, "");
  EXPECT_THAT(b.fronts, IsEmpty());
  EXPECT_TRUE(nlohmann::json::accept(to_json(b)));
  EXPECT_EQ(make(*record_, {.half_life = 0}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(make(*record_, {.change_days = 0}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(make(*record_, {.day = "soon"}).error().code, ErrorCode::bad_value);
}

TEST_F(StateTest, SaysWhatItLeavesOut) {
  Story story("Redland struck Blueland and Greyland.", "2024-10-01");
  story.event(EventType::ASSAULT, "struck", "Redland", "Blueland");
  story.event(EventType::ASSAULT, "struck", "Redland", "Greyland");
  keep(story);
  const Board b = board({.most = 1});
  EXPECT_EQ(b.ties.size(), 1U);
  EXPECT_THAT(b.left_out, testing::Contains(std::pair<std::string, std::int64_t>("ties", 1)));
  EXPECT_EQ(board({.most = 0}).ties.size(), 2U);
  const auto json = nlohmann::json::parse(to_json(b));
  EXPECT_EQ(json["left_out"]["ties"], 1);
  EXPECT_EQ(json["ties"][0]["examples"][0]["item"], "e1");
}

}  // namespace
}  // namespace detente::board
