#include "detente/record/record.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "detente/reading.hpp"
#include "sample.hpp"

namespace detente::record {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const Reader kReader{"0.1.0", "k:1", "en 3.8"};

class RecordTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-record-" + std::to_string(getpid()));
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
  Record begin(const Reader& reader = kReader, const std::string& made_at = "2024-11-01T08:00:00Z") {
    Record record = open_for(Access::write);
    const auto begun = record.start_run({made_at, "read", reader});
    EXPECT_TRUE(begun);
    return record;
  }
  static Stored store(Record& record, const Report& report) {
    const auto stored = record.store(report, sample_reading(report));
    EXPECT_TRUE(stored) << stored.error().to_string();
    return stored ? *stored : Stored{};
  }

  fs::path folder_;
  fs::path path_;
};

TEST_F(RecordTest, HandsOnLongAnswersInPieces) {
  Record record = begin();
  store(record, sample_report());
  std::int64_t rows = 0;
  std::int64_t sum = 0;
  double half = 0;
  std::int64_t nulls = 0;
  std::string last;
  const auto scanned =
      record.scan("SELECT i, i / 2.0, 'row ' || i, CASE WHEN i % 2 = 0 THEN i END FROM range(?) t(i) ORDER BY i",
                  {std::int64_t{10000}}, [&](const Chunk& chunk) {
                    for (std::size_t row = 0; row < chunk.rows(); ++row) {
                      ++rows;
                      sum += chunk.integer(0, row);
                      half += chunk.number(1, row);
                      nulls += chunk.is_null(3, row) ? 1 : 0;
                      last = chunk.text(2, row);
                    }
                    return true;
                  });
  ASSERT_TRUE(scanned) << scanned.error().to_string();
  EXPECT_EQ(rows, 10000);
  EXPECT_EQ(sum, 49995000);
  EXPECT_EQ(half, 24997500);
  EXPECT_EQ(nulls, 5000);
  EXPECT_EQ(last, "row 9999");
  const auto stopped = record.scan("SELECT i FROM range(10000) t(i)", {}, [](const Chunk&) { return false; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
  const auto wrong = record.scan("SELECT nothing FROM nowhere", {}, [](const Chunk&) { return true; });
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::database);
}

TEST_F(RecordTest, GivesBackWhatWasStored) {
  const Report report = sample_report();
  const Reading reading = sample_reading(report);
  {
    Record record = begin();
    EXPECT_EQ(record.standing(report), Standing::unread);
    const Stored stored = store(record, report);
    EXPECT_TRUE(stored.report && stored.reading && !stored.copy);
    EXPECT_EQ(record.standing(report), Standing::known);
  }
  Record record = open_for(Access::read);
  const auto back = record.report(report.id);
  ASSERT_TRUE(back);
  EXPECT_EQ(back->report.text, report.text);
  EXPECT_EQ(back->report.published, "2024-10-10");
  EXPECT_EQ(back->first_revision, 1);
  const auto stored = record.reading(report.id);
  ASSERT_TRUE(stored) << stored.error().to_string();
  EXPECT_EQ(stored->reader, kReader);
  const Reading& r = stored->reading;
  ASSERT_EQ(r.parties.size(), 4U);
  EXPECT_EQ(r.parties[0].name, "Élise Noor");
  EXPECT_EQ(r.parties[0].roles, reading.parties[0].roles);
  EXPECT_EQ(r.parties[2].mentions, reading.parties[2].mentions);
  EXPECT_EQ(r.parties[2].kind, PartyKind::armed_group);
  ASSERT_EQ(r.statements.size(), 1U);
  EXPECT_EQ(r.statements[0].content, reading.statements[0].content);
  EXPECT_EQ(r.statements[0].source->party, 0);
  EXPECT_EQ(r.statements[0].cue->span, reading.statements[0].cue->span);
  EXPECT_FALSE(r.statements[0].audience);
  EXPECT_EQ(r.statements[0].parent, kNone);
  ASSERT_EQ(r.events.size(), 1U);
  EXPECT_EQ(r.events[0].type, EventType::ASSAULT);
  EXPECT_EQ(r.events[0].date->span, reading.events[0].date->span);
  EXPECT_EQ(r.events[0].place->name, "Beirut");
  EXPECT_EQ(r.events[0].via, 0);
  EXPECT_FLOAT_EQ(r.events[0].confidence, 0.9F);
  EXPECT_EQ(r.events[0].targets[0].party, 2);
  ASSERT_EQ(r.figures.size(), 1U);
  EXPECT_EQ(r.figures[0].low, 1400);
  EXPECT_FALSE(r.figures[0].high);
  EXPECT_EQ(r.figures[0].population->party, kNone);
  ASSERT_EQ(r.instruments.size(), 1U);
  EXPECT_EQ(r.instruments[0].parties[1].parties, (std::vector<Index>{1, 2}));
  EXPECT_EQ(r.instruments[0].terms[0].value, "P21D");
  EXPECT_EQ(r.instruments[0].state_by, (std::vector<Index>{3}));
  ASSERT_EQ(r.abstained.size(), 1U);
  const auto findings = record.verify({});
  ASSERT_TRUE(findings) << findings.error().to_string();
  EXPECT_TRUE(findings->faults.empty()) << findings->faults[0].message;
  EXPECT_EQ(findings->reports, 1);
  EXPECT_GT(findings->spans, 15);
}

TEST_F(RecordTest, ReadingAgainChangesNothing) {
  const Report report = sample_report();
  std::string before;
  {
    Record record = begin();
    store(record, report);
    before = *record.digest();
  }
  Record record = begin(kReader, "2025-01-01T00:00:00Z");
  const Stored again = store(record, report);
  EXPECT_FALSE(again.report || again.reading || again.copy);
  EXPECT_EQ(*record.digest(), before);
  EXPECT_EQ(record.revisions()->size(), 1U);
}

TEST_F(RecordTest, AnotherReaderAddsARevisionAndKeepsTheOld) {
  const Report report = sample_report();
  {
    Record record = begin();
    store(record, report);
  }
  {
    Record record = begin({"0.2.0", "k:1", "en 3.8"}, "2025-01-01T00:00:00Z");
    EXPECT_EQ(record.standing(report), Standing::unread);
    Reading better = sample_reading(report);
    better.events.clear();
    const auto stored = record.store(report, better);
    ASSERT_TRUE(stored);
    EXPECT_TRUE(stored->reading && !stored->report);
  }
  Record record = open_for(Access::read);
  EXPECT_TRUE(record.reading(report.id)->reading.events.empty());
  ASSERT_TRUE(record.look({"", 1}));
  EXPECT_EQ(record.reading(report.id)->reading.events.size(), 1U);
  EXPECT_EQ(record.reading(report.id)->reader.version, "0.1.0");
}

TEST_F(RecordTest, KeepsTheSameTextAtAnotherAddressAsACopy) {
  Report report = sample_report();
  Record record = begin();
  store(record, report);
  report.uri = "elsewhere.html";
  report.outlet = "Sample Mirror";
  report.published = "2024-10-01";
  EXPECT_EQ(record.standing(report), Standing::copy);
  const auto stored = record.store_copy(report);
  ASSERT_TRUE(stored);
  EXPECT_TRUE(stored->copy && !stored->report && !stored->reading);
  EXPECT_EQ(record.standing(report), Standing::known);
  ASSERT_EQ(record.report(report.id)->copies.size(), 1U);
  EXPECT_EQ(record.report(report.id)->copies[0].outlet, "Sample Mirror");
  EXPECT_EQ(record.report(report.id)->day, "2024-10-01");
  EXPECT_EQ(record.report_ids()->size(), 1U);
}

TEST_F(RecordTest, ShowsWhatWasKnownOnADay) {
  Record record = begin();
  const auto add = [&](const char* tail, const char* published) {
    Report report = sample_report(tail);
    report.published = published;
    store(record, report);
  };
  add(" One.", "2024-10-10");
  add(" Two.", "2024-10");
  add(" Three.", "2024");
  add(" Four.", "");  // counts from the day it was read, 2024-11-01
  const auto count = [&](const char* date) {
    EXPECT_TRUE(record.look({date, std::nullopt}));
    return record.report_ids()->size();
  };
  EXPECT_EQ(count("2024-10-09"), 0U);
  EXPECT_EQ(count("2024-10-10"), 1U);
  EXPECT_EQ(count("2024-10-30"), 1U);
  EXPECT_EQ(count("2024-10"), 2U);
  EXPECT_EQ(count("2024-11-01"), 3U);
  EXPECT_EQ(count("2024"), 4U);
  EXPECT_EQ(count(""), 4U);
  EXPECT_EQ(record.look({"2024-13", std::nullopt}).error().code, ErrorCode::bad_value);
}

TEST_F(RecordTest, VerifyNamesTheFirstFaultOfEachKind) {
  const Report report = sample_report();
  Record record = begin();
  store(record, report);
  store(record, sample_report(" Two."));
  for (const char* damage : {"UPDATE events SET trigger_words = 'hugged' WHERE reading = 1",
                             "UPDATE mentions SET span_end = 100000 WHERE reading = 1 AND party = 2",
                             "UPDATE mentions SET span_begin = 1 WHERE reading = 1 AND party = 1",
                             "UPDATE events SET via = 7 WHERE reading = 2",
                             "UPDATE reports SET text = replace(text, 'Two', 'Six') WHERE text LIKE '%Two.'",
                             "DELETE FROM revisions", "UPDATE figures SET reading = 99 WHERE reading = 2"}) {
    ASSERT_TRUE(record.query(damage)) << damage;
  }
  const auto findings = record.verify({});
  ASSERT_TRUE(findings) << findings.error().to_string();
  std::vector<std::string> seen;
  for (const Fault& f : findings->faults) {
    seen.push_back(f.kind + " " + f.table + " " + f.item);
  }
  EXPECT_THAT(seen, testing::UnorderedElementsAre("words differ events e1", "span outside the text mentions p2",
                                                  "span splits a character mentions p1", "no such item events e1",
                                                  "text differs from its id reports ", "no such revision readings ",
                                                  "no such reading figures f1"));
  const auto words = std::find_if(findings->faults.begin(), findings->faults.end(),
                                  [](const Fault& f) { return f.kind == "words differ"; });
  EXPECT_EQ(words->report, report.id);
  EXPECT_THAT(words->message, HasSubstr("holds \"struck\", the record says \"hugged\""));
}

TEST_F(RecordTest, RefusesAReadingWhoseSpansAreNotThere) {
  const Report report = sample_report();
  Record record = begin();
  Reading wrong = sample_reading(report);
  wrong.events[0].trigger.end = 10000;
  const auto stored = record.store(report, wrong);
  ASSERT_FALSE(stored);
  EXPECT_EQ(stored.error().code, ErrorCode::mismatch);
  EXPECT_TRUE(record.report_ids()->empty());
  store(record, report);
}

TEST_F(RecordTest, SaysWhatAFileIsNot) {
  EXPECT_EQ(Record::open(path_, Access::read).error().code, ErrorCode::not_found);
  std::ofstream(path_) << "Not a database, but long enough to be looked at as if it were one.\n";
  EXPECT_EQ(Record::open(path_, Access::write).error().code, ErrorCode::bad_format);
  EXPECT_EQ(Record::open(folder_, Access::write).error().code, ErrorCode::bad_format);
  EXPECT_FALSE(Record::open(folder_ / "no/such/folder/x.duckdb", Access::write));
}

TEST_F(RecordTest, RefusesARecordOfANewerProgram) {
  {
    Record record = begin();
    ASSERT_TRUE(record.query("UPDATE meta SET value = '3' WHERE key = 'schema_version'"));
  }
  const auto record = Record::open(path_, Access::read);
  ASSERT_FALSE(record);
  EXPECT_EQ(record.error().code, ErrorCode::unsupported);
  EXPECT_THAT(record.error().message, HasSubstr("newer"));
}

// version_1.duckdb.gz holds sample_report() and was written by the program that first had form 1. It is never made
// anew.
TEST_F(RecordTest, OpensTheRecordOfVersionOne) {
  const fs::path kept = fs::path(DETENTE_SOURCE_DIR) / "tests/record/version_1.duckdb.gz";
  ASSERT_TRUE(fs::exists(kept));
  ASSERT_EQ(std::system(("gzip -dc '" + kept.string() + "' >'" + path_.string() + "'").c_str()), 0);
  Record record = open_for(Access::read);
  const auto findings = record.verify({});
  ASSERT_TRUE(findings) << findings.error().to_string();
  EXPECT_TRUE(findings->faults.empty());
  EXPECT_EQ(findings->reports, 1);
  const auto reading = record.reading(sample_report().id);
  ASSERT_TRUE(reading);
  EXPECT_EQ(reading->reading.events.size(), 1U);
  EXPECT_EQ(reading->reading.instruments.size(), 1U);
}

TEST_F(RecordTest, NamesTheProcessThatHasItOpen) {
  int ready[2];
  int done[2];
  ASSERT_EQ(pipe(ready), 0);
  ASSERT_EQ(pipe(done), 0);
  { Record record = begin(); }
  const pid_t child = fork();
  if (child == 0) {
    auto held = Record::open(path_, Access::write);
    char byte = held ? 'y' : 'n';
    (void)!write(ready[1], &byte, 1);
    (void)!read(done[0], &byte, 1);
    _exit(0);
  }
  char byte = 0;
  ASSERT_EQ(read(ready[0], &byte, 1), 1);
  EXPECT_EQ(byte, 'y');
  const auto second = Record::open(path_, Access::write);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::locked);
  EXPECT_THAT(second.error().message, HasSubstr(std::to_string(child)));
  const auto reader = Record::open(path_, Access::read);
  ASSERT_FALSE(reader);
  EXPECT_EQ(reader.error().code, ErrorCode::locked);
  (void)!write(done[1], &byte, 1);
  waitpid(child, nullptr, 0);
  EXPECT_TRUE(Record::open(path_, Access::write));
}

// A limit on the size of files stands in for a full disk: it fails at the same calls, and needs no root.
TEST_F(RecordTest, SurvivesAFullDisk) {
  int told[2];
  ASSERT_EQ(pipe(told), 0);
  { Record record = begin(); }
  const pid_t child = fork();
  if (child == 0) {
    std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{600000, 600000};
    setrlimit(RLIMIT_FSIZE, &limit);
    auto record = Record::open(path_, Access::write);
    int stored = 0;
    int code = -1;
    if (record && record->start_run({"2024-11-01T08:00:00Z", "read", kReader})) {
      for (; stored < 5000; ++stored) {
        const Report report = sample_report(std::string(400, 'x') + std::to_string(stored));
        if (const auto ok = record->store(report, sample_reading(report)); !ok) {
          code = static_cast<int>(ok.error().code);
          break;
        }
      }
    }
    (void)!write(told[1], &stored, sizeof stored);
    (void)!write(told[1], &code, sizeof code);
    _exit(0);
  }
  int stored = 0;
  int code = 0;
  ASSERT_EQ(read(told[0], &stored, sizeof stored), static_cast<ssize_t>(sizeof stored));
  ASSERT_EQ(read(told[0], &code, sizeof code), static_cast<ssize_t>(sizeof code));
  waitpid(child, nullptr, 0);
  EXPECT_EQ(code, static_cast<int>(ErrorCode::disk_full));
  EXPECT_GT(stored, 0);
  Record record = begin();
  const auto findings = record.verify({});
  ASSERT_TRUE(findings) << findings.error().to_string();
  EXPECT_TRUE(findings->faults.empty());
  EXPECT_EQ(findings->reports, stored);
  store(record, sample_report(" After."));
}

// Kills a process that stores reports, at a hundred moments, and looks at what is there.
TEST_F(RecordTest, LosesNothingWhenKilled) {
  std::uint32_t seed = 20241010;
  int in_all = 0;
  for (int round = 0; round < 100; ++round) {
    if (round % 10 == 0) {
      fs::remove(path_);
      fs::remove(path_.string() + ".wal");
      in_all = 0;
    }
    int told[2];
    ASSERT_EQ(pipe(told), 0);
    const pid_t child = fork();
    if (child == 0) {
      auto record = Record::open(path_, Access::write);
      if (!record || !record->start_run({"2024-11-01T08:00:00Z", "read", kReader})) {
        _exit(1);
      }
      for (int i = in_all;; ++i) {
        const Report report = sample_report(" Number " + std::to_string(i));
        if (!record->store(report, sample_reading(report))) {
          _exit(1);
        }
        (void)!write(told[1], "+", 1);
      }
    }
    close(told[1]);
    seed = seed * 1664525U + 1013904223U;
    usleep((seed >> 8) % 120000);
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "round " << round << ": it failed by itself";
    int acknowledged = 0;
    char bytes[256];
    for (ssize_t count = 0; (count = read(told[0], bytes, sizeof bytes)) > 0;) {
      acknowledged += static_cast<int>(count);
    }
    close(told[0]);
    if (!fs::exists(path_)) {
      ASSERT_EQ(acknowledged, 0);
      continue;
    }
    Record record = open_for(round % 2 == 0 ? Access::write : Access::read);
    const auto findings = record.verify({});
    ASSERT_TRUE(findings) << findings.error().to_string();
    ASSERT_TRUE(findings->faults.empty()) << "round " << round << ": " << findings->faults[0].message;
    // The one in hand may have reached the disk before it could be counted.
    ASSERT_GE(findings->reports, in_all + acknowledged) << "round " << round;
    ASSERT_LE(findings->reports, in_all + acknowledged + 1) << "round " << round;
    ASSERT_EQ(findings->readings, findings->reports);
    const auto halves = record.query(
        "SELECT count(*) FROM readings d WHERE (SELECT count(*) FROM events e WHERE e.reading = d.id) <> 1 OR "
        "(SELECT count(*) FROM mentions m WHERE m.reading = d.id) <> 4");
    ASSERT_EQ(halves->integer(0, 0), 0) << "round " << round;
    in_all = static_cast<int>(findings->reports);
  }
}

TEST_F(RecordTest, AnotherThreadStopsAQuestion) {
  auto record = Record::open(path_, Access::write);
  ASSERT_TRUE(record);
  std::atomic<bool> answered{false};
  std::thread other([&] {
    while (!answered) {
      record->interrupt();
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  });
  // It would take minutes.
  const auto found =
      record->query("SELECT count(*) FROM range(100000000) a, range(100000000) b WHERE a.range < b.range");
  answered = true;
  other.join();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, ErrorCode::cancelled);
  EXPECT_TRUE(record->query("SELECT 1")) << "the connection goes on";
}

}  // namespace
}  // namespace detente::record
