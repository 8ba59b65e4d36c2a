#include "detente/board/diff.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <optional>

#include "../record/sample.hpp"

namespace detente::board {
namespace {

namespace fs = std::filesystem;

Place place(const std::string& report, const std::string& item) {
  return {report, item, "Sample Wire", "2024-10-10", {0, 5}, "words", {}, true};
}

const Change* find(const Diff& diff, const std::string& kind, const std::string& change) {
  for (const Change& c : diff.changes) {
    if (c.kind == kind && c.change == change) {
      return &c;
    }
  }
  return nullptr;
}

TEST(Compare, OfTheSameIsNothing) {
  Board board;
  board.ties.push_back({"Israel", "Lebanon", "ASSAULT", 3, 2, {3}, -30, "2024-10-10", {place("r1", "e1")}, 2, 3, 0, 0});
  board.parties.push_back({"Israel", "state", "ISR", "", {}, 3, 2, {}, 2, {}});
  EXPECT_TRUE(compare(board, board).changes.empty());
}

TEST(Compare, TellsWhatATieWas) {
  Board from;
  from.day = "2024-10-01";
  from.ties.push_back({"Israel", "Lebanon", "ASSAULT", 3, 2, {3}, -30, "2024-10-01", {place("r1", "e1")}, 2, 3, 0, 0});
  from.ties.back().weight = -20;
  Board to = from;
  to.ties.back().events = 5;
  to.ties.back().weight = -35.5;
  to.ties.back().examples.insert(to.ties.back().examples.begin(), place("r2", "e7"));
  const Diff diff = compare(from, to);
  const Change* tie = find(diff, "tie", "rose");
  ASSERT_NE(tie, nullptr);
  EXPECT_EQ(tie->what, "Israel ASSAULT Lebanon");
  EXPECT_EQ(tie->number_before, -20);
  EXPECT_EQ(tie->number_after, -35.5);
  ASSERT_FALSE(tie->places.empty());
  EXPECT_EQ(tie->places.front().report, "r2");  // what is new comes first
  EXPECT_NE(find(compare(to, from), "tie", "fell"), nullptr);
  EXPECT_NE(find(compare(from, {}), "tie", "gone"), nullptr);
}

TEST(Compare, FollowsProposalsLeversAndLines) {
  Board from;
  from.proposals.push_back(
      {"21-day pause", {"France"}, {}, {}, {{"tabled", {"France"}, {}, place("r1", "i1"), 1, 1}}, 1, 1, 0});
  from.levers.push_back({"United States", "Israel", "bombs", "granted", {}});
  from.red_lines.push_back({});
  from.red_lines.back().label = "no strike on Rafah";
  from.red_lines.back().place = place("r1", "i2");
  from.commitments.push_back({});
  from.commitments.back().label = "stay out";
  from.commitments.back().state = "open";
  Board to = from;
  to.proposals[0].states.push_back({"rejected", {"Israel"}, {}, place("r2", "i1"), 1, 1});
  to.levers[0].level = "withheld";
  to.levers[0].history.push_back({"withheld", "", "held back", {}, place("r2", "i3"), 1, 1});
  to.red_lines[0].touched.push_back({"Israel", "Gaza", "ASSAULT", "", place("r2", "e1"), 1, 1, "Israel struck Rafah"});
  to.commitments[0].state = "broken";
  to.commitments[0].broken_by.push_back({"A", "B", "ASSAULT", "", place("r2", "e2"), 1, 1, "went in"});
  const Diff diff = compare(from, to);
  ASSERT_EQ(diff.changes.size(), 4U);
  EXPECT_EQ(diff.changes[0].kind + " " + diff.changes[0].change, "proposal rejected");
  EXPECT_EQ(diff.changes[0].before + " -> " + diff.changes[0].after, "tabled by France -> rejected by Israel");
  EXPECT_EQ(diff.changes[1].change + ": " + diff.changes[1].after, "touched: Israel struck Rafah");
  EXPECT_EQ(diff.changes[2].before + " -> " + diff.changes[2].after, "granted -> withheld");
  EXPECT_EQ(diff.changes[3].kind + " " + diff.changes[3].change, "commitment broken");
  EXPECT_EQ(diff.changes[3].places.front().item, "e2");
}

TEST(Compare, TellsCountsThatGrewFromCountsThatDiffer) {
  Claim first;
  first.low = 500;
  first.high = 500;
  first.bound = "exact";
  first.chain = {"ministry", "Sample Wire"};
  first.place = place("r1", "f1");
  Board from;
  from.harm.push_back({"killed", "Lebanese", "", {first}, false, {}, {}});
  Board to = from;
  Claim second = first;
  second.low = second.high = 600;
  second.place = place("r2", "f1");
  second.place.day = "2024-10-12";
  to.harm[0].claims.push_back(second);
  Diff diff = compare(from, to);
  const Change* grew = find(diff, "harm", "rose");
  ASSERT_NE(grew, nullptr);
  EXPECT_EQ(grew->before + " -> " + grew->after, "500 -> 600");
  EXPECT_EQ(find(diff, "harm", "disputed"), nullptr);
  to.harm[0].claims.back().chain = {"army", "Sample Wire"};
  to.harm[0].differ = true;
  diff = compare(from, to);
  EXPECT_EQ(find(diff, "harm", "rose"), nullptr);
  EXPECT_NE(find(diff, "harm", "new"), nullptr);
  EXPECT_NE(find(diff, "harm", "disputed"), nullptr);
}

class DiffTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::temp_directory_path() / ("detente-diff-" + std::to_string(getpid()) + ".duckdb");
    TearDown();
    auto opened = record::Record::open(path_, record::Access::write);
    ASSERT_TRUE(opened) << opened.error().to_string();
    record_.emplace(std::move(*opened));
    ASSERT_TRUE(record_->start_run({"2024-11-01T08:00:00Z", "read", {"0.1.0", "k:1", "en 3.8"}}));
  }
  void TearDown() override {
    record_.reset();
    fs::remove(path_);
    fs::remove(path_.string() + ".wal");
  }
  std::string add(const std::string& tail, const std::string& day, Status status) {
    Report report = record::sample_report(tail);
    report.published = day;
    Reading reading = record::sample_reading(report);
    reading.events[0].status = status;
    EXPECT_TRUE(record_->store(report, reading));
    return report.id;
  }
  fs::path path_;
  std::optional<record::Record> record_;
};

TEST_F(DiffTest, LooksAtBothDays) {
  add("", "2024-10-10", Status::actual);
  const std::string second = add(" Two.", "2024-10-12", Status::actual);
  DiffOptions options;
  options.from.date = "2024-10-10";
  const auto diff = make_diff(*record_, options);
  ASSERT_TRUE(diff) << diff.error().to_string();
  EXPECT_EQ(diff->from, "2024-10-10");
  EXPECT_EQ(diff->to, "everything");
  EXPECT_EQ(diff->reports_before, 1);
  EXPECT_EQ(diff->reports_after, 2);
  const Change* tie = find(*diff, "tie", "rose");
  ASSERT_NE(tie, nullptr);
  EXPECT_EQ(tie->places.front().report, second);
  const auto json = nlohmann::json::parse(to_json(*diff));
  EXPECT_EQ(json["reports"]["after"], 2);
  EXPECT_EQ(json["changes"].size(), diff->changes.size());
  EXPECT_FALSE(json["changes"][0]["places"].empty());
}

TEST_F(DiffTest, OfAPartyThatWasNotThereIsAllNew) {
  add("", "2024-10-10", Status::actual);
  DiffOptions options;
  options.from.date = "2024-10-01";
  options.party = "Israel";
  const auto diff = make_diff(*record_, options);
  ASSERT_TRUE(diff) << diff.error().to_string();
  EXPECT_EQ(diff->reports_before, 0);
  EXPECT_NE(find(*diff, "tie", "new"), nullptr);
  options.party = "Atlantis";
  EXPECT_EQ(make_diff(*record_, options).error().code, ErrorCode::not_found);
  options.from.date = "soon";
  EXPECT_EQ(make_diff(*record_, options).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace detente::board
