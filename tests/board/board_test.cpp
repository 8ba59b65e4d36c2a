#include "detente/board/board.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "../record/sample.hpp"

namespace detente::board {
namespace {

namespace fs = std::filesystem;
using record::Access;
using record::Record;
using testing::ElementsAre;

class BoardTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::temp_directory_path() / ("detente-board-" + std::to_string(getpid()) + ".duckdb");
    TearDown();
    auto opened = Record::open(path_, Access::write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    record_.emplace(std::move(*opened));
    ASSERT_TRUE(record_->start_run({"2024-11-01T08:00:00Z", "read", {"0.1.0", "k:1", "en 3.8"}}));
  }
  void TearDown() override {
    record_.reset();
    fs::remove(path_);
    fs::remove(path_.string() + ".wal");
  }

  Report add(const std::string& tail, const std::string& day, const std::function<void(Reading&)>& change = {}) {
    Report report = record::sample_report(tail);
    report.published = day;
    Reading reading = record::sample_reading(report);
    if (change) {
      change(reading);
    }
    const auto stored = record_->store(report, reading);
    EXPECT_TRUE(stored) << stored.error().to_string();
    return report;
  }

  Board board(const std::string& as_of = "", const std::string& party = "") {
    EXPECT_TRUE(record_->look({as_of, std::nullopt}));
    auto made = make(*record_, {party});
    EXPECT_TRUE(made) << made.error().to_string();
    return made ? *made : Board{};
  }

  fs::path path_;
  std::optional<Record> record_;
};

TEST_F(BoardTest, CountsWhoDidWhatToWhom) {
  add("", "2024-10-10");
  add(" Two.", "2024-10-12", [](Reading& r) {
    r.events.push_back(r.events[0]);
    r.events[1].status = Status::negated;
    r.events[1].date.reset();
  });
  const Board b = board();
  ASSERT_EQ(b.ties.size(), 1U);
  const Tie& tie = b.ties[0];
  EXPECT_EQ(tie.source + " " + tie.type + " " + tie.target, "Israel ASSAULT Hezbollah");
  EXPECT_EQ(tie.events, 3);
  EXPECT_EQ(tie.reports, 2);
  EXPECT_THAT(tie.by_status, ElementsAre(2, 0, 0, 0, 1));
  EXPECT_DOUBLE_EQ(tie.goldstein, -20);  // what is denied does not count
  EXPECT_EQ(tie.latest, "2024-10-12");
  ASSERT_EQ(tie.examples.size(), 3U);
  EXPECT_EQ(tie.examples[0].words.substr(tie.examples[0].focus.begin, 6), "struck");
}

TEST_F(BoardTest, CountsAnEventWithSeveralActorsOnceForEachPair) {
  add("", "2024-10-10", [](Reading& r) {
    r.events[0].targets.push_back({3, r.parties[3].mentions[0]});
    r.events[0].targets.push_back({2, r.parties[2].mentions[0]});
  });
  const Board b = board();
  ASSERT_EQ(b.ties.size(), 2U);
  EXPECT_EQ(b.ties[0].events, 1);
  EXPECT_EQ(b.ties[1].events, 1);
}

TEST_F(BoardTest, DoesNotDateAReportByTheDayOfItsReading) {
  add("", "", [](Reading& r) { r.events[0].date.reset(); });
  const Board b = board();
  EXPECT_EQ(b.undated, 1);
  EXPECT_EQ(b.last_day, "");
  ASSERT_EQ(b.ties.size(), 1U);
  EXPECT_EQ(b.ties[0].latest, "");
  EXPECT_FALSE(b.ties[0].examples[0].dated);
  add(" Two.", "2024-10-12");
  EXPECT_EQ(board().first_day, "2024-10-12");
}

TEST_F(BoardTest, CopiesCountOnce) {
  Report report = add("", "2024-10-10");
  report.uri = "mirror";
  ASSERT_TRUE(record_->store_copy(report));
  const Board b = board();
  EXPECT_EQ(b.reports, 1);
  EXPECT_EQ(b.copies, 1);
  EXPECT_EQ(b.ties[0].reports, 1);
}

TEST_F(BoardTest, KeepsFiguresThatDifferApartAndSaysSo) {
  const auto of_fighters = [](Reading& r) { r.figures[0].population = Actor{2, r.parties[2].mentions[0]}; };
  add("", "2024-10-10", of_fighters);
  add(" Two.", "2024-10-11", of_fighters);
  add(" Three.", "2024-10-12", [&](Reading& r) {
    of_fighters(r);
    r.figures[0].low = 900;
    r.figures[0].high = 900;
    r.figures[0].bound = Bound::exact;
    r.figures[0].via = 0;
  });
  const Board b = board();
  ASSERT_EQ(b.harm.size(), 1U);
  EXPECT_EQ(b.harm[0].measure + " " + b.harm[0].population, "killed Hezbollah");
  EXPECT_TRUE(b.harm[0].differ);
  ASSERT_EQ(b.harm[0].claims.size(), 2U);
  EXPECT_EQ(b.harm[0].claims[0].reports, 2);
  EXPECT_THAT(b.harm[0].claims[0].chain, ElementsAre("Sample Wire"));
  EXPECT_THAT(b.harm[0].claims[1].chain, ElementsAre("Élise Noor", "Sample Wire"));
  EXPECT_FALSE(board("2024-10-11").harm[0].differ);
}

TEST_F(BoardTest, DoesNotCompareFiguresAboutNobodyInParticular) {
  add("", "2024-10-10");  // "people"
  add(" Two.", "2024-10-11", [](Reading& r) { r.figures[0].high = 2; });
  const Board b = board();
  ASSERT_EQ(b.harm.size(), 1U);
  EXPECT_EQ(b.harm[0].population, "");
  EXPECT_FALSE(b.harm[0].differ);
}

TEST_F(BoardTest, FollowsAProposalThroughItsLife) {
  add("", "2024-10-10");
  add(" Two.", "2024-10-10");
  add(" Three.", "2024-10-12", [](Reading& r) {
    r.instruments[0].state = "rejected";
    r.instruments[0].state_by = {1};
  });
  const Board b = board();
  ASSERT_EQ(b.proposals.size(), 1U);
  const Proposal& p = b.proposals[0];
  EXPECT_EQ(p.label, "21-day pause");
  EXPECT_EQ(p.reports, 3);
  EXPECT_THAT(p.sponsors, ElementsAre("Mediators"));
  EXPECT_THAT(p.addressees, ElementsAre("Israel", "Hezbollah"));
  ASSERT_EQ(p.states.size(), 2U);
  EXPECT_EQ(p.states[0].state, "tabled");
  EXPECT_EQ(p.states[0].reports, 2);
  EXPECT_EQ(p.states[1].state, "rejected");
  EXPECT_THAT(p.states[1].by, ElementsAre("Israel"));
  EXPECT_EQ(board("2024-10-11").proposals[0].states.size(), 1U);
}

TEST_F(BoardTest, SaysWhoSaysWhat) {
  add("", "2024-10-10");
  const Board b = board();
  ASSERT_EQ(b.speakers.size(), 1U);
  EXPECT_EQ(b.speakers[0].name, "Élise Noor");
  EXPECT_EQ(b.speakers[0].latest.words, "Israel struck Hezbollah in Beirut on Tuesday");
}

TEST_F(BoardTest, FindsAPartyByNameCodeOrTheWordsOfAMention) {
  add("", "2024-10-10");
  for (const char* words : {"israel", "ISR", "Israel"}) {
    const auto found = find_parties(*record_, words);
    ASSERT_TRUE(found);
    ASSERT_FALSE(found->empty()) << words;
    EXPECT_EQ(found->front().name, "Israel");
  }
  const Board b = board("", "LBN");
  ASSERT_EQ(b.parties.size(), 1U);
  EXPECT_EQ(b.parties[0].name, "Hezbollah");
  EXPECT_EQ(b.ties.size(), 1U);
  EXPECT_EQ(b.proposals.size(), 1U);
  EXPECT_EQ(make(*record_, {"Nobody"}).error().code, ErrorCode::not_found);
}

}  // namespace
}  // namespace detente::board
