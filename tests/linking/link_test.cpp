#include "detente/linking/link.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>

#include "detente/text/hash.hpp"

namespace detente::linking {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

// A report in which somebody strikes somewhere, so many die, and a pause is tabled.
struct Story {
  Report report;
  Reading reading;
};

Story story(int number, const std::string& day, int town, int dead) {
  static const char* const kTowns[] = {"Beirut", "Tyre", "Sidon", "Baalbek", "Nabatieh", "Tripoli"};
  const std::string place = kTowns[town % 6];
  Story out;
  out.report.uri = "story-" + std::to_string(number);
  out.report.outlet = "Outlet " + std::to_string(number % 5);
  out.report.title = "A strike on " + place;
  out.report.published = day;
  out.report.language = "en";
  out.report.text = "Israel struck a depot of Hezbollah in " + place + " at dawn. At least " + std::to_string(dead) +
                    " people were killed by the strike on " + place +
                    ". France tabled a 21-day pause for Lebanon. Note " + std::to_string(number) + ".";
  const std::string& text = out.report.text;
  out.report.id = text::report_id(text);
  const auto at = [&](const std::string& words) {
    const auto begin = static_cast<std::uint32_t>(text.find(words));
    return Span{begin, begin + static_cast<std::uint32_t>(words.size())};
  };
  Reading& r = out.reading;
  r.language = "en";
  r.parties.push_back({"Israel", PartyKind::state, "ISR", "", {}, {at("Israel")}, "parties/states.toml:ISR"});
  r.parties.push_back(
      {"Hezbollah", PartyKind::armed_group, "LBN", "REB", {}, {at("Hezbollah")}, "parties/groups.toml:h"});
  r.parties.push_back({"France", PartyKind::state, "FRA", "", {}, {at("France")}, "parties/states.toml:FRA"});
  Event e;
  e.type = EventType::ASSAULT;
  e.cameo = "190";
  e.goldstein = -9;
  e.sources = {{0, at("Israel")}};
  e.targets = {{1, at("Hezbollah")}};
  e.trigger = at("struck");
  e.sentence = at("Israel struck a depot of Hezbollah in " + place + " at dawn.");
  e.date = DateRef{day, "day", at("at dawn")};
  e.place = PlaceRef{place, "LBN", 33.0 + 0.5 * (town % 6), 35.5, at(place)};
  e.rule = "acts/assault.toml:strike";
  e.confidence = 0.9F;
  r.events.push_back(e);
  Figure f;
  f.measure = "killed";
  f.low = dead;
  f.bound = Bound::at_least;
  f.unit = "people";
  f.span = at("At least " + std::to_string(dead));
  f.rule = "rule:measure";
  f.confidence = 0.8F;
  r.figures.push_back(f);
  Instrument i;
  i.kind = InstrumentKind::proposal;
  i.label = "21-day pause";
  i.parties = {{"sponsors", {2}}};
  i.terms = {{"duration", "P21D"}, {"action", "ceasefire"}};
  i.state = "tabled";
  i.spans = {at("tabled a 21-day pause")};
  i.rule = "rule:proposal";
  i.confidence = 0.7F;
  r.instruments.push_back(i);
  return out;
}

class LinkTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-link-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  record::Record open(const std::string& name) const {
    auto record = record::Record::open(folder_ / name, record::Access::write);
    EXPECT_TRUE(record) << record.error().to_string();
    EXPECT_TRUE(record->start_run({"2024-11-01T08:00:00Z", "read", {"0.1.0", "k:1", "en 3.8"}}));
    return std::move(*record);
  }

  // Two reports of each of so many strikes.
  static void fill(record::Record& record, int from, int to) {
    for (int i = from; i < to; ++i) {
      const int strike = i / 2;
      const Story one = story(i, "2024-10-" + std::to_string(10 + strike / 3), strike, 20 + 10 * strike);
      const auto stored = record.store(one.report, one.reading);
      ASSERT_TRUE(stored) << stored.error().to_string();
    }
  }

  static std::int64_t number(record::Record& record, const std::string& sql) {
    const auto found = record.query(sql);
    EXPECT_TRUE(found) << found.error().to_string();
    return found ? found->integer(0, 0) : -1;
  }

  fs::path folder_;
};

TEST_F(LinkTest, PutsClaimsOfReportsTogether) {
  record::Record record = open("a.duckdb");
  fill(record, 0, 12);
  const auto linked = link_new(record, {}, {});
  ASSERT_TRUE(linked) << linked.error().to_string();
  EXPECT_EQ(linked->readings, 12);
  EXPECT_EQ(linked->claims, 36);
  // Six strikes, six tolls, one proposal.
  EXPECT_EQ(number(record, "SELECT count(*) FROM seen_findings"), 13);
  EXPECT_EQ(linked->joined, 23);
  EXPECT_EQ(number(record, "SELECT count(*) FROM seen_findings WHERE kind = 'event' AND reports = 2"), 6);
  EXPECT_EQ(number(record, "SELECT count(*) FROM seen_claims WHERE finding IS NULL"), 0);
  EXPECT_EQ(number(record, "SELECT count(*) FROM seen_links WHERE reason = ''"), 0);
  const auto why = record.query("SELECT reason FROM seen_links WHERE kind = 'event' ORDER BY seq");
  EXPECT_THAT(why->text(0, 0), HasSubstr("same act (ASSAULT) by Israel on Hezbollah, 2024-10-10, both in Beirut"));
  const auto checked = record.verify({});
  ASSERT_TRUE(checked);
  EXPECT_TRUE(checked->faults.empty()) << checked->faults[0].message;
  const std::string digest = *record.digest();
  const auto again = link_new(record, {}, {});
  ASSERT_TRUE(again);
  EXPECT_EQ(again->readings, 0);
  EXPECT_EQ(*record.digest(), digest);
}

TEST_F(LinkTest, GivesTheSameInOneGoAndBitByBit) {
  record::Record whole = open("whole.duckdb");
  fill(whole, 0, 24);
  ASSERT_TRUE(link_new(whole, {}, {}));
  record::Record threads = open("threads.duckdb");
  fill(threads, 0, 24);
  ASSERT_TRUE(link_new(threads, {.threads = 3}, {}));
  EXPECT_EQ(*whole.digest(), *threads.digest());
  record::Record batches = open("batches.duckdb");
  fill(batches, 0, 24);
  ASSERT_TRUE(link_new(batches, {.readings_at_once = 5}, {}));
  record::Record bits = open("bits.duckdb");
  for (int i = 0; i < 24; i += 3) {
    fill(bits, i, i + 3);
    ASSERT_TRUE(link_new(bits, {}, {}));
  }
  const std::string all =
      "SELECT string_agg(kind || reading || n || ' ' || finding || ' ' || origin || ' ' || reason, ';' ORDER BY kind, "
      "reading, n) FROM seen_claims";
  const std::string expected = whole.query(all)->text(0, 0);
  EXPECT_EQ(batches.query(all)->text(0, 0), expected);
  EXPECT_EQ(bits.query(all)->text(0, 0), expected);
}

TEST_F(LinkTest, GoesOnAfterItWasStopped) {
  record::Record record = open("a.duckdb");
  fill(record, 0, 12);
  const auto stopped =
      link_new(record, {.readings_at_once = 4}, [](std::int64_t done, std::int64_t) { return done < 4; });
  ASSERT_FALSE(stopped);
  EXPECT_EQ(stopped.error().code, ErrorCode::cancelled);
  EXPECT_EQ(number(record, "SELECT count(*) FROM linked_readings"), 4);
  ASSERT_TRUE(link_new(record, {}, {}));
  EXPECT_EQ(number(record, "SELECT count(*) FROM seen_findings"), 13);
  auto reader = record.reader();
  ASSERT_TRUE(reader);
  fill(record, 12, 13);
  EXPECT_EQ(link_new(*reader, {}, {}).error().code, ErrorCode::usage);
}

TEST_F(LinkTest, LosesNothingWhenKilled) {
  for (int round = 0; round < 4; ++round) {
    int ready[2];
    ASSERT_EQ(pipe(ready), 0);
    const std::string name = "killed-" + std::to_string(round) + ".duckdb";
    const pid_t child = fork();
    if (child == 0) {
      record::Record record = open(name);
      fill(record, 0, 12);
      (void)!write(ready[1], "+", 1);
      (void)link_new(record, {.readings_at_once = 1}, {});
      pause();
    }
    char byte = 0;
    ASSERT_EQ(read(ready[0], &byte, 1), 1);
    usleep(static_cast<useconds_t>(20000 * round));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    record::Record record = open(name);
    ASSERT_EQ(number(record, "SELECT count(*) FROM seen_reports"), 12);
    ASSERT_TRUE(link_new(record, {}, {}));
    EXPECT_EQ(number(record, "SELECT count(*) FROM seen_findings"), 13) << "round " << round;
    EXPECT_EQ(number(record, "SELECT count(*) FROM finding_claims"), 36);
    const auto checked = record.verify({});
    ASSERT_TRUE(checked);
    EXPECT_TRUE(checked->faults.empty()) << checked->faults[0].message;
  }
}

TEST_F(LinkTest, SaysThatACopyWithAnotherTitleHasOneOrigin) {
  record::Record record = open("a.duckdb");
  std::string body;
  for (int i = 0; i < 30; ++i) {
    body += " In valley " + std::to_string(i * 7919 % 1000) + " the convoy of lorries number " +
            std::to_string(i * 104729 % 9973) + " waited for permission that came too late.";
  }
  const auto add = [&](const std::string& beginning) {
    Story one = story(0, "2024-10-10", 0, 20);
    one.report.text = one.report.text + body + beginning;
    one.report.uri = beginning;
    one.report.outlet = "Outlet " + beginning;
    one.report.id = text::report_id(one.report.text);
    EXPECT_TRUE(record.store(one.report, one.reading));
    return one.report.id;
  };
  const std::string first = add(" First.");
  ASSERT_TRUE(link_new(record, {}, {}));
  const std::string second = add(" Second.");
  const auto linked = link_new(record, {}, {});
  ASSERT_TRUE(linked) << linked.error().to_string();
  EXPECT_EQ(linked->same_origin, 1);
  const auto found = record.query("SELECT origin, reason FROM seen_origins WHERE report = '" + second + "'");
  EXPECT_EQ(found->text(0, 0), first);
  EXPECT_THAT(found->text(0, 1), HasSubstr(first.substr(0, 6)));
  EXPECT_EQ(number(record, "SELECT origins FROM seen_findings WHERE kind = 'event'"), 1);
}

TEST_F(LinkTest, KeepsTheFindingsOfReportsThatAreReadAgain) {
  {
    record::Record record = open("a.duckdb");
    fill(record, 0, 12);
    ASSERT_TRUE(link_new(record, {}, {}));
  }
  auto record = record::Record::open(folder_ / "a.duckdb", record::Access::write);
  ASSERT_TRUE(record->start_run({"2024-12-01T08:00:00Z", "read", {"0.2.0", "k:1", "en 3.8"}}));
  fill(*record, 0, 12);
  ASSERT_TRUE(link_new(*record, {}, {}));
  EXPECT_EQ(number(*record, "SELECT count(*) FROM readings"), 24);
  EXPECT_EQ(number(*record, "SELECT count(*) FROM findings"), 13);
  EXPECT_EQ(number(*record, "SELECT count(*) FROM seen_claims"), 36);
  EXPECT_EQ(number(*record, "SELECT count(*) FROM seen_findings"), 13);
}

}  // namespace
}  // namespace detente::linking
