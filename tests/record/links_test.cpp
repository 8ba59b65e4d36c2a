#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <thread>

#include "detente/record/record.hpp"
#include "sample.hpp"

namespace detente::record {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;

const Reader kReader{"0.1.0", "k:1", "en 3.8"};

class LinksTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-links-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    path_ = folder_ / "crisis.duckdb";
  }
  void TearDown() override { fs::remove_all(folder_); }

  Record open_for(Access access) {
    auto record = Record::open(path_, access);
    EXPECT_TRUE(record) << record.error().to_string();
    return std::move(*record);
  }

  // Three reports of three days; each has one event, one figure and one instrument.
  Record three() {
    Record record = open_for(Access::write);
    EXPECT_TRUE(record.start_run({"2024-11-01T08:00:00Z", "read", kReader}));
    const char* days[] = {"2024-10-10", "2024-10-11", "2024-10-12"};
    for (int i = 0; i < 3; ++i) {
      Report report = sample_report(" Number " + std::to_string(i));
      report.published = days[i];
      EXPECT_TRUE(record.store(report, sample_reading(report)));
      ids_.push_back(report.id);
    }
    return record;
  }

  // The events of all three are finding 1; the figure of the first and of the second, which contradict, finding 2.
  LinkRows rows() const {
    LinkRows out;
    out.origins = {{ids_[1], ids_[0], "82 % of its sentences stand in " + ids_[0], ids_[0], 0.82}};
    out.findings = {{1, ClaimKind::event}, {2, ClaimKind::figure}};
    out.claims = {{1, ClaimKind::event, 1, 1, "", false},
                  {1, ClaimKind::event, 2, 1, "same act", false},
                  {1, ClaimKind::event, 3, 1, "same act", false},
                  {2, ClaimKind::figure, 1, 1, "", false},
                  {2, ClaimKind::figure, 2, 1, "same toll", false}};
    out.links = {{1, ClaimKind::event, 1, 1, 2, 1, Relation::same, "same act"},
                 {1, ClaimKind::event, 2, 1, 3, 1, Relation::same, "same act"},
                 {2, ClaimKind::figure, 1, 1, 2, 1, Relation::contradicts, "1,400 and 900 on one day"}};
    out.linked_readings = {1, 2, 3};
    out.traits = {{1, ClaimKind::event, 1, 1, std::string("\x00\xff", 2)}};
    out.blocks = {{-5, 1}};
    return out;
  }

  static std::vector<std::string> lines(Record& record, const std::string& sql) {
    const auto found = record.query(sql);
    EXPECT_TRUE(found) << found.error().to_string();
    std::vector<std::string> out;
    for (std::size_t row = 0; found && row < found->rows.size(); ++row) {
      std::string line;
      for (std::size_t column = 0; column < found->columns.size(); ++column) {
        const Value& value = found->rows[row][column];
        line += column == 0 ? "" : " ";
        if (std::holds_alternative<std::string>(value)) {
          line += found->text(row, column);
        } else if (std::holds_alternative<bool>(value)) {
          line += std::get<bool>(value) ? "yes" : "no";
        } else {
          line += found->is_null(row, column) ? "-" : std::to_string(found->integer(row, column));
        }
      }
      out.push_back(line);
    }
    return out;
  }

  static std::vector<std::string> findings(Record& record) {
    EXPECT_TRUE(record.look({}));
    return lines(record, "SELECT id, kind, claims, reports, origins, contradicted FROM seen_findings ORDER BY id");
  }

  int correct(Record& record, CorrectionKind kind, const std::string& subject, const std::string& object = "",
              std::optional<int> undoes = std::nullopt) {
    const auto id = record.correct({"2024-11-02T08:00:00Z", kind, subject, object, "", undoes});
    EXPECT_TRUE(id) << id.error().to_string();
    return id ? *id : 0;
  }

  void unpack_version_one() const {
    const fs::path kept = fs::path(DETENTE_SOURCE_DIR) / "tests/record/version_1.duckdb.gz";
    ASSERT_EQ(std::system(("gzip -dc '" + kept.string() + "' >'" + path_.string() + "'").c_str()), 0);
  }

  fs::path folder_;
  fs::path path_;
  std::vector<std::string> ids_;
};

TEST_F(LinksTest, CountsSupportByOrigins) {
  Record record = three();
  ASSERT_TRUE(record.append_links(rows()));
  EXPECT_THAT(findings(record), ElementsAre("1 event 3 3 2 no", "2 figure 2 2 1 yes"));
  EXPECT_THAT(lines(record, "SELECT count(*), count(finding) FROM seen_claims"), ElementsAre("9 5"));
  EXPECT_THAT(lines(record, "SELECT first_day, last_day FROM seen_findings WHERE id = 1"),
              ElementsAre("2024-10-10 2024-10-12"));
  EXPECT_THAT(lines(record, "SELECT origin, like_report FROM seen_origins WHERE report = '" + ids_[2] + "'"),
              ElementsAre(ids_[2] + " "));
  EXPECT_THAT(lines(record, "SELECT relation, reason FROM seen_links WHERE kind = 'figure'"),
              ElementsAre("contradicts 1,400 and 900 on one day"));
  const auto traits = record.query("SELECT traits FROM claim_traits");
  ASSERT_TRUE(traits);
  EXPECT_EQ(traits->text(0, 0), std::string("\x00\xff", 2));
  const auto checked = record.verify({});
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->faults.empty()) << checked->faults[0].message;
}

TEST_F(LinksTest, ShowsOnlyWhatWasKnown) {
  Record record = three();
  ASSERT_TRUE(record.start_run({"2024-11-01T09:00:00Z", "link", kReader}));
  ASSERT_TRUE(record.append_links(rows()));
  ASSERT_TRUE(record.look({"2024-10-11", std::nullopt}));
  EXPECT_THAT(lines(record, "SELECT id, reports, origins, last_day FROM seen_findings WHERE id = 1"),
              ElementsAre("1 2 1 2024-10-11"));
  EXPECT_THAT(lines(record, "SELECT count(*) FROM seen_links WHERE kind = 'event'"), ElementsAre("1"));
  ASSERT_TRUE(record.look({"", 1}));
  EXPECT_THAT(lines(record, "SELECT count(*), count(finding) FROM seen_claims"), ElementsAre("9 0"));
  EXPECT_THAT(lines(record, "SELECT count(DISTINCT origin) FROM seen_origins"), ElementsAre("3"));
}

TEST_F(LinksTest, JoinsAndSplitsByHandAndTakesItBack) {
  Record record = three();
  ASSERT_TRUE(record.append_links(rows()));
  const std::string before =
      lines(record, "SELECT string_agg(report || origin, ' ' ORDER BY report) FROM seen_origins")[0];
  const int joined = correct(record, CorrectionKind::join_origins, ids_[2], ids_[1]);
  EXPECT_THAT(findings(record), ElementsAre("1 event 3 3 1 no", "2 figure 2 2 1 yes"));
  EXPECT_EQ(record.correct({"", CorrectionKind::join_origins, ids_[2], ids_[0], "", std::nullopt}).error().code,
            ErrorCode::bad_value);
  const int split = correct(record, CorrectionKind::split_origin, ids_[0]);
  EXPECT_THAT(findings(record), ElementsAre("1 event 3 3 2 no", "2 figure 2 2 2 yes"));
  const auto early = record.correct({"", CorrectionKind::undo, "", "", "", joined});
  ASSERT_FALSE(early);
  EXPECT_THAT(early.error().message, HasSubstr("undo that first"));
  correct(record, CorrectionKind::undo, "", "", split);
  EXPECT_THAT(findings(record), ElementsAre("1 event 3 3 1 no", "2 figure 2 2 1 yes"));
  EXPECT_EQ(record.correct({"", CorrectionKind::undo, "", "", "", split}).error().code, ErrorCode::bad_value);
  EXPECT_EQ(record.correct({"", CorrectionKind::undo, "", "", "", 77}).error().code, ErrorCode::not_found);

  const int apart = correct(record, CorrectionKind::split_finding, ids_[1] + ":e1");
  EXPECT_THAT(findings(record), ElementsAre("1 event 2 2 1 no", "2 figure 2 2 1 yes", "3 event 1 1 1 no"));
  EXPECT_THAT(lines(record, "SELECT count(*) FROM seen_links WHERE kind = 'event'"), ElementsAre("0"));
  correct(record, CorrectionKind::join_findings, "3", ids_[0] + ":e1");
  EXPECT_THAT(findings(record), ElementsAre("1 event 3 3 1 no", "2 figure 2 2 1 yes"));
  ASSERT_TRUE(record.look({"", 5}));
  EXPECT_THAT(lines(record, "SELECT count(*) FROM seen_findings"), ElementsAre("3"));
  EXPECT_GT(apart, split);
  EXPECT_EQ(record.correct({"", CorrectionKind::join_findings, "1", "2", "", std::nullopt}).error().code,
            ErrorCode::bad_value);
  const auto checked = record.verify({});
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->faults.empty()) << checked->faults[0].message;
  EXPECT_NE(before, "");
}

TEST_F(LinksTest, UndoGivesBackWhatWasThere) {
  Record record = three();
  ASSERT_TRUE(record.append_links(rows()));
  const std::string origins = "SELECT report, origin, reason, like_report, share FROM seen_origins ORDER BY report";
  const std::string claims = "SELECT kind, reading, n, finding, reason FROM seen_claims ORDER BY ALL";
  const auto origins_before = lines(record, origins);
  const auto claims_before = lines(record, claims);
  const int a = correct(record, CorrectionKind::split_origin, ids_[1]);
  const int b = correct(record, CorrectionKind::split_finding, ids_[2] + ":e1");
  ASSERT_TRUE(record.look({}));
  EXPECT_NE(lines(record, origins), origins_before);
  EXPECT_NE(lines(record, claims), claims_before);
  correct(record, CorrectionKind::undo, "", "", a);
  correct(record, CorrectionKind::undo, "", "", b);
  ASSERT_TRUE(record.look({}));
  EXPECT_EQ(lines(record, origins), origins_before);
  EXPECT_EQ(lines(record, claims), claims_before);
}

TEST_F(LinksTest, KeepsTheLastReviewThatWasNotUndone) {
  Record record = three();
  const auto reviews = [&] {
    EXPECT_TRUE(record.look({}));
    return lines(record, "SELECT kind, reading, n, verdict FROM seen_reviews ORDER BY ALL");
  };
  correct(record, CorrectionKind::review, ids_[0] + ":f1", "unsure");
  const int second = correct(record, CorrectionKind::review, ids_[0] + ":f1", "wrong");
  EXPECT_THAT(reviews(), ElementsAre("figure 1 1 wrong"));
  const int undo = correct(record, CorrectionKind::undo, "", "", second);
  EXPECT_THAT(reviews(), ElementsAre("figure 1 1 unsure"));
  correct(record, CorrectionKind::undo, "", "", undo);
  EXPECT_THAT(reviews(), ElementsAre("figure 1 1 wrong"));
  correct(record, CorrectionKind::review, ids_[0] + ":f1+" + ids_[1] + ":f1", "right");
  EXPECT_THAT(reviews(), ElementsAre("figure 1 1 wrong")) << "of a pair, not of its claims";
  for (const std::string& claim :
       {ids_[0] + ":f1+", "+" + ids_[0] + ":f1", ids_[0] + ":f1+r0:f1", ids_[0] + ":s77", ids_[0] + ":s"}) {
    EXPECT_FALSE(record.correct({"", CorrectionKind::review, claim, "right", "", std::nullopt})) << claim;
  }
  for (const char* claim : {"", "e1", ":e1", "x:y", "r0:e1", "r0:e", "r0:e0", "r0:e99999999999"}) {
    EXPECT_FALSE(record.correct({"", CorrectionKind::review, claim, "right", "", std::nullopt})) << claim;
  }
  EXPECT_EQ(record.correct({"", CorrectionKind::review, ids_[0] + ":e1", "perhaps", "", std::nullopt}).error().code,
            ErrorCode::bad_value);
  EXPECT_EQ(record.correct({"", CorrectionKind::split_finding, ids_[0] + ":e1", "", "", std::nullopt}).error().code,
            ErrorCode::bad_value);
}

TEST_F(LinksTest, VerifyNamesRowsThatPointNowhere) {
  Record record = three();
  LinkRows wrong = rows();
  wrong.origins.push_back({"r0000000000000000", ids_[0], "", "", 0});
  wrong.claims.push_back({9, ClaimKind::event, 1, 7, "", false});
  wrong.links.push_back({1, ClaimKind::event, 1, 1, 3, 1, Relation::same, ""});
  ASSERT_TRUE(record.append_links(wrong));
  ASSERT_TRUE(record.query("UPDATE findings SET kind = 'instrument' WHERE id = 2"));
  const auto checked = record.verify({});
  ASSERT_TRUE(checked);
  std::vector<std::string> seen;
  for (const Fault& f : checked->faults) {
    seen.push_back(f.kind + " " + f.table);
  }
  EXPECT_THAT(seen, testing::UnorderedElementsAre("no such report origins", "no such claim finding_claims",
                                                  "no such finding finding_claims", "link without words finding_links",
                                                  "kinds differ finding_claims"));
}

TEST_F(LinksTest, StoresNothingWithoutARun) {
  { Record record = three(); }
  Record record = open_for(Access::write);
  EXPECT_EQ(record.append_links(rows()).error().code, ErrorCode::usage);
  EXPECT_TRUE(record.append_links({}).error().code == ErrorCode::usage);
}

TEST_F(LinksTest, LooksAtAFileOfFormOneAsIfNothingWereLinked) {
  unpack_version_one();
  {
    Record record = open_for(Access::read);
    EXPECT_THAT(lines(record, "SELECT kind, n, finding FROM seen_claims ORDER BY kind"),
                ElementsAre("event 1 -", "figure 1 -", "instrument 1 -"));
    EXPECT_THAT(lines(record, "SELECT count(*) FROM seen_findings"), ElementsAre("0"));
    EXPECT_THAT(lines(record, "SELECT report = origin FROM seen_origins"), ElementsAre("yes"));
    auto reader = record.reader();
    ASSERT_TRUE(reader);
    EXPECT_THAT(lines(*reader, "SELECT count(*) FROM seen_reviews"), ElementsAre("0"));
    EXPECT_EQ(record.correct({"", CorrectionKind::review, sample_report().id + ":e1", "right", "", std::nullopt})
                  .error()
                  .code,
              ErrorCode::usage);
  }
  std::string digest;
  {
    Record record = open_for(Access::read);
    digest = *record.digest();
  }
  {
    Record record = open_for(Access::write);
    EXPECT_EQ(*record.digest(), digest);
    EXPECT_THAT(lines(record, "SELECT value FROM meta WHERE key = 'schema_version'"), ElementsAre("2"));
    ASSERT_TRUE(record.correct({"", CorrectionKind::review, sample_report().id + ":e1", "right", "", std::nullopt}));
  }
  Record record = open_for(Access::read);
  EXPECT_THAT(lines(record, "SELECT verdict FROM seen_reviews"), ElementsAre("right"));
  EXPECT_THAT(lines(record, "SELECT count(*) FROM seen_events"), ElementsAre("1"));
}

TEST_F(LinksTest, ReadsOnAnotherThreadWhileReportsAreStored) {
  Record record = three();
  ASSERT_TRUE(record.append_links(rows()));
  auto first = record.reader();
  auto second = record.reader();
  ASSERT_TRUE(first && second);
  ASSERT_TRUE(first->look({}));
  EXPECT_EQ(first->start_run({"", "read", kReader}).error().code, ErrorCode::usage);
  std::atomic<bool> done = false;
  std::atomic<int> rounds = 0;
  const auto watch = [&](Record& reader, bool anew) {
    std::int64_t before = 0;
    while (!done || rounds < 4) {
      if (anew) {
        EXPECT_TRUE(reader.look({}));
      }
      const auto now = reader.query(
          "SELECT (SELECT count(*) FROM seen_claims), (SELECT count(*) FROM seen_reports), (SELECT count(*) FROM "
          "seen_findings)");
      ASSERT_TRUE(now) << now.error().to_string();
      // Three claims a report: a report is seen whole or not at all.
      EXPECT_EQ(now->integer(0, 0), 3 * now->integer(0, 1));
      EXPECT_GE(now->integer(0, 1), before);
      EXPECT_TRUE(anew || now->integer(0, 1) == 3);
      before = now->integer(0, 1);
      ++rounds;
    }
  };
  std::thread a([&] { watch(*first, false); });
  std::thread b([&] { watch(*second, true); });
  for (int i = 0; i < 40; ++i) {
    const Report report = sample_report(" Later " + std::to_string(i));
    ASSERT_TRUE(record.store(report, sample_reading(report)));
  }
  done = true;
  a.join();
  b.join();
  ASSERT_TRUE(second->look({}));
  EXPECT_THAT(lines(*second, "SELECT count(*) FROM seen_reports"), ElementsAre("43"));
}

TEST_F(LinksTest, AReaderOutlivesTheRecord) {
  std::optional<Record> reader;
  {
    Record record = three();
    reader = *record.reader();
  }
  EXPECT_THAT(lines(*reader, "SELECT count(*) FROM seen_reports"), ElementsAre("3"));
}

}  // namespace
}  // namespace detente::record
