#include <gtest/gtest.h>

#include "detente/play/tempo_events.hpp"

namespace detente::play::tempo {
namespace {

EventFile read(std::string_view bytes, const ReadOptions& options = {}) {
  auto out = read_events(bytes, "e", options);
  EXPECT_TRUE(out) << out.error().to_string();
  return out ? *out : EventFile{};
}

Error fails(std::string_view bytes, const ReadOptions& options = {}) {
  const auto out = read_events(bytes, "e", options);
  EXPECT_FALSE(out) << bytes;
  return out ? Error{} : out.error();
}

TEST(ReadEvents, CsvWithNames) {
  const EventFile f = read("Type,note,TIME\nstrike,x,0.5\nraid,y,1.25\nstrike,z,2\n");
  EXPECT_EQ(f.events.kinds, (std::vector<std::string>{"raid", "strike"}));
  EXPECT_EQ(f.events.time, (std::vector<double>{0.5, 1.25, 2}));
  EXPECT_EQ(f.events.kind, (std::vector<std::uint32_t>{1, 0, 1}));
  EXPECT_EQ(f.events.begin, 0);
  EXPECT_EQ(f.events.end, 2);
  EXPECT_TRUE(f.first_day.empty());
}

TEST(ReadEvents, BareColumns) {
  EXPECT_EQ(read("1\n2.5\n1e1\n").events.time, (std::vector<double>{1, 2.5, 10}));
  EXPECT_EQ(read("1,a\n2.5,b\n").events.kinds, (std::vector<std::string>{"a", "b"}));
}

TEST(ReadEvents, JsonLinesOfNumbersAndOfTheExport) {
  EXPECT_EQ(read("{\"t\": 1, \"mark\": 3}\n\n{\"t\": 2.5, \"mark\": 4}\n").events.kinds,
            (std::vector<std::string>{"3", "4"}));
  const std::string_view rows =
      R"({"report":"r1","type":"ASSAULT","status":"actual","sources":"Israel","targets":"Hezbollah","date":"2024-09-24"}
{"report":"r1","type":"ASSAULT","status":"planned","sources":"Israel","targets":"Hezbollah","date":"2024-09-25"}
{"report":"r2","type":"ASSAULT","status":"actual","sources":"Hezbollah","targets":"Israel","date":"2024-09"}
{"report":"r2","type":"CONSULT","status":"actual","sources":"Qatar","targets":null,"date":"2024-09-26"}
{"report":"r3","type":"ASSAULT","status":"actual","sources":"Hezbollah","targets":"Israel","date":"2024-09-28"}
{"report":"r3","type":"ASSAULT","status":"actual","sources":"Hezbollah","targets":"Israel","date":null}
)";
  const EventFile dyads = read(rows, {.by = By::dyad, .times = Times::spread});
  EXPECT_EQ(dyads.events.kinds, (std::vector<std::string>{"Hezbollah > Israel", "Israel > Hezbollah"}));
  EXPECT_EQ(dyads.first_day, "2024-09-24");
  EXPECT_EQ(dyads.events.time, (std::vector<double>{0.5, 4.5}));
  EXPECT_EQ(dyads.events.end, 5);
  ASSERT_EQ(dyads.notes.size(), 4U);
  const EventFile fronts = read(rows, {.by = By::front, .times = Times::spread});
  EXPECT_EQ(fronts.events.kinds, (std::vector<std::string>{"Hezbollah / Israel"}));
  const EventFile types = read(rows, {.times = Times::spread, .only = {"ASSAULT"}});
  EXPECT_EQ(types.events.kinds, (std::vector<std::string>{"ASSAULT"}));
  const EventFile window = read(rows, {.times = Times::spread, .from = "2024-09-20", .until = "2024-09-26"});
  EXPECT_EQ(window.first_day, "2024-09-20");
  EXPECT_EQ(window.events.end, 7);
  EXPECT_EQ(window.events.size(), 2U);
}

TEST(ReadEvents, EqualTimesArePartedOnRequestAlone) {
  const std::string_view days = "date,type\n2024-10-02,b\n2024-10-01,a\n2024-10-02,a\n2024-10-02,a\n";
  EXPECT_EQ(fails(days).where, "e:3");
  EXPECT_EQ(fails("date\n2024-10-01\n2024-10-01\n").where, "e:3");
  const EventFile spread = read(days, {.times = Times::spread});
  const std::vector<double> set_out = {0.5, 1 + 1.0 / 6, 1.5, 1 + 5.0 / 6};
  ASSERT_EQ(spread.events.size(), set_out.size());
  for (std::size_t n = 0; n < set_out.size(); ++n) {
    EXPECT_NEAR(spread.events.time[n], set_out[n], 1e-9);
  }
  EXPECT_EQ(spread.events.end, 2);
  const EventFile drawn = read(days, {.times = Times::draw, .seed = 4});
  EXPECT_EQ(drawn.events.time, read(days, {.times = Times::draw, .seed = 4}).events.time);
  EXPECT_NE(drawn.events.time, read(days, {.times = Times::draw, .seed = 5}).events.time);
  EXPECT_EQ(read("3\n1\n3\n2\n", {.times = Times::spread}).events.time, (std::vector<double>{1, 2, 3.25, 3.75}));
  EXPECT_EQ(read("5\n5\n", {.times = Times::spread}).events.time, (std::vector<double>{5.25, 5.75}));
}

TEST(ReadEvents, TimesOfDayAndZones) {
  const EventFile f = read("date\n2024-10-01T06:00Z\n2024-10-01T12:00:00-06:00\n");
  EXPECT_NEAR(f.events.time[0], 0.25, 1e-12);
  EXPECT_NEAR(f.events.time[1], 0.75, 1e-12);
}

TEST(ReadEvents, WeeksMonthsAndYearsNameNoDay) {
  const EventFile f = read("date\n2024-10-01\n2024-W40\n2024-10\n2024\n2024-10-02\n");
  EXPECT_EQ(f.events.size(), 2U);
  ASSERT_EQ(f.notes.size(), 1U);
  EXPECT_EQ(f.notes[0].where, "e:3");
  EXPECT_EQ(fails("date\n2024-10-01\n2024-W4x\n").where, "e:3");
}

TEST(ReadEvents, TheDayOfTheReportCountsOnRequest) {
  const std::string_view rows = "day,date\n2024-10-03,2024-10-01\n2024-10-04,\n";
  EXPECT_EQ(read(rows).events.size(), 1U);
  const EventFile f = read(rows, {.report_day = true});
  EXPECT_EQ(f.events.time, (std::vector<double>{0, 3}));
  EXPECT_TRUE(f.notes.empty());
  EXPECT_EQ(
      read("{\"day\":\"2024-10-03\",\"date\":null}\n{\"day\":null,\"date\":\"2024-10-05\"}\n", {.report_day = true})
          .events.size(),
      2U);
}

TEST(ReadEvents, RareKindsArePutTogether) {
  const EventFile f = read("1,a\n2,b\n3,a\n4,c\n", {.least = 2});
  EXPECT_EQ(f.events.kinds, (std::vector<std::string>{"a", "other"}));
  EXPECT_EQ(f.events.kind, (std::vector<std::uint32_t>{0, 1, 0, 1}));
}

TEST(ReadEvents, FaultsNameTheirLine) {
  EXPECT_EQ(fails("").code, ErrorCode::missing_field);
  EXPECT_EQ(fails("\n\n").where, "e");
  EXPECT_EQ(fails("time\n").where, "e");
  EXPECT_EQ(fails("when,type\nx,y\n").where, "e:1");
  EXPECT_EQ(fails("time\n1\nsoon\n").where, "e:3");
  EXPECT_EQ(fails("time\n1\nnan\n").where, "e:3");
  EXPECT_EQ(fails("time\n1\ninf\n").where, "e:3");
  EXPECT_EQ(fails("time\n2\n1\n").where, "e:3");
  EXPECT_EQ(fails("time\n2\n2\n").where, "e:3");
  EXPECT_NE(fails("time\n2\n2\n").message.find("--times"), std::string::npos);
  EXPECT_EQ(fails("time\n-1\n2\n").where, "e:2");
  EXPECT_EQ(fails("date\n2024-10-01\n2024-13-01\n").where, "e:3");
  EXPECT_EQ(fails("time\n1\n2024-10-01\n").where, "e:3");
  EXPECT_EQ(fails("time\n1\n\"2\n").code, ErrorCode::truncated);
  EXPECT_EQ(fails("time\n1\n\xff\n").code, ErrorCode::bad_encoding);
  EXPECT_EQ(fails("{\"t\":1}\n{\"t\":\n").where, "e:2");
  EXPECT_EQ(fails("{\"t\":1}\n[2]\n").where, "e:2");
  EXPECT_EQ(fails("{\"t\":1}\n{\"x\":1}\n").where, "e:2");
  EXPECT_EQ(fails("{\"t\":1}\n{\"t\":\"\xff\"}\n").where, "e:2");
  EXPECT_EQ(fails("1\n2\n", {.by = By::dyad}).code, ErrorCode::missing_field);
  EXPECT_EQ(fails("1\n2\n", {.by = By::front}).code, ErrorCode::missing_field);
  EXPECT_EQ(fails("time\n1\n2\n", {.only = {"x"}}).code, ErrorCode::missing_field);
  EXPECT_EQ(fails("1\n2\n", {.from = "5"}).code, ErrorCode::bad_value);
  EXPECT_EQ(fails("1\n2\n", {.from = "2024-01-01"}).code, ErrorCode::usage);
  EXPECT_EQ(fails("date\n2024-01-01\n", {.until = "5"}).code, ErrorCode::usage);
  EXPECT_EQ(fails("0\n", {}).code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace detente::play::tempo
