#include "detente/board/brief.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <optional>

#include "../record/sample.hpp"
#include "brief_check.hpp"

namespace detente::board {
namespace {

namespace fs = std::filesystem;
using record::Access;
using record::Record;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

class BriefTest : public testing::Test {
 protected:
  void SetUp() override {
    path_ = fs::temp_directory_path() / ("detente-brief-" + std::to_string(getpid()) + ".duckdb");
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

  Report add(const std::string& tail, const std::string& day,
             const std::function<void(Report&, Reading&)>& change = {}) {
    Report report = record::sample_report(tail);
    report.published = day;
    Reading reading = record::sample_reading(report);
    if (change) {
      change(report, reading);
    }
    const auto stored = record_->store(report, reading);
    EXPECT_TRUE(stored) << stored.error().to_string();
    return report;
  }

  Brief brief(const BriefOptions& options = {}) {
    auto made = make_brief(*record_, options);
    EXPECT_TRUE(made) << made.error().to_string();
    if (!made) {
      return {};
    }
    EXPECT_THAT(BriefCheck(*record_).faults(*made), IsEmpty());
    return *made;
  }

  std::string markdown(const BriefOptions& options = {}) { return brief_markdown(brief(options)); }

  static BriefOptions as_of(const std::string& day) {
    BriefOptions options;
    options.as_of.date = day;
    return options;
  }

  fs::path path_;
  std::optional<Record> record_;
};

TEST_F(BriefTest, SaysWhoDidWhatAndWhoSaysSo) {
  add("", "2024-10-10");
  const std::string text = markdown();
  EXPECT_THAT(text, HasSubstr("Israel used military force against Hezbollah on 8 October 2024, according to Élise Noor "
                              "(Sample Wire, 10 October 2024)"));
  EXPECT_THAT(text, HasSubstr("“Élise Noor said Israel struck Hezbollah in Beirut on Tuesday”"));
  EXPECT_THAT(text, HasSubstr("More than 1,400 people were killed"));
  EXPECT_THAT(text,
              HasSubstr("A 21-day ceasefire (addressed to Israel and Hezbollah) was tabled by “Mediators”, Sample "
                        "Wire reported on 10 October 2024: “Mediators tabled a 21-day pause”"));
  EXPECT_THAT(text, HasSubstr("r" + record::sample_report().id.substr(1) + ":e1, bytes"));
}

TEST_F(BriefTest, WordsFollowTheStatus) {
  const auto with = [](Status status) { return [status](Report&, Reading& r) { r.events[0].status = status; }; };
  add("", "2024-10-10", with(Status::planned));
  EXPECT_THAT(markdown(), HasSubstr("Israel is said to intend to use military force against Hezbollah"));
  add(" Two.", "2024-10-11", with(Status::conditional));
  EXPECT_THAT(markdown(as_of("2024-10-11")), Not(HasSubstr("Israel used military force")));
  add(" Three.", "2024-10-12", with(Status::actual));
  EXPECT_THAT(markdown(), HasSubstr("Israel used military force against Hezbollah"));
  EXPECT_THAT(markdown(as_of("2024-10-10")), Not(HasSubstr("used military force")));
}

TEST_F(BriefTest, PutsCountsSideBySide) {
  const auto of_fighters = [](Report&, Reading& r) { r.figures[0].population = Actor{2, r.parties[2].mentions[0]}; };
  add("", "2024-10-10", of_fighters);
  add(" Two.", "2024-10-10", [&](Report& report, Reading& r) {
    of_fighters(report, r);
    r.figures[0].low = 900;
    r.figures[0].high = 900;
    r.figures[0].bound = Bound::exact;
    r.figures[0].via = 0;
  });
  const std::string text = markdown();
  EXPECT_THAT(text, HasSubstr("Counts of people (Hezbollah) killed stand side by side: more than 1,400"));
  EXPECT_THAT(text, HasSubstr("900, according to Élise Noor"));
  EXPECT_THAT(text, HasSubstr("No one number fits them."));
}

TEST_F(BriefTest, LeavesOutActsOfUnknownParties) {
  add("", "2024-10-10", [](Report&, Reading& r) { r.events[0].targets = {{3, r.parties[3].mentions[0]}}; });
  EXPECT_THAT(markdown(), Not(HasSubstr("used military force")));
}

TEST_F(BriefTest, TakesReportTextForHostile) {
  const auto hostile = [](Report& report, Reading& reading) {
    report.title = "<script>alert(1)</script>\n[click](javascript:x) \u202Eevil";
    report.outlet = "<img src=x onerror=y>";
    report.text =
        "Israel struck <script>alert('x')</script> & \u202E**Hezbollah** in \"Beirut\" [^1]: [a](b) on Tuesday.";
    report.id = text::report_id(report.text);
    reading = {};
    reading.language = "en";
    const auto at = [&](const char* words) { return record::find(report.text, words); };
    reading.parties.push_back({"Israel", PartyKind::state, "ISR", "", {}, {at("Israel")}, "x"});
    reading.parties.push_back({"Hezbollah", PartyKind::armed_group, "LBN", "REB", {}, {at("Hezbollah")}, "x"});
    Event e;
    e.type = EventType::ASSAULT;
    e.cameo = "190";
    e.sources = {{0, at("Israel")}};
    e.targets = {{1, at("Hezbollah")}};
    e.trigger = at("struck");
    e.sentence = {0, static_cast<std::uint32_t>(report.text.size())};
    e.rule = "x";
    e.confidence = 0.9F;
    reading.events.push_back(e);
  };
  add("", "2024-10-10", hostile);
  const Brief made = brief();
  const std::string html = brief_html(made);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_THAT(html, Not(HasSubstr("<img")));
  EXPECT_THAT(html, Not(HasSubstr("\u202E")));
  EXPECT_THAT(html, HasSubstr("&lt;script&gt;"));
  EXPECT_THAT(html, HasSubstr("⟨U+202E⟩"));
  const std::string text = brief_markdown(made);
  EXPECT_THAT(text, Not(HasSubstr("<script")));
  EXPECT_THAT(text, Not(HasSubstr("[click]")));
  EXPECT_THAT(text, Not(HasSubstr("\u202E")));
  EXPECT_THAT(text, HasSubstr("\\[\\^1\\]: \\[a\\](b)"));
}

TEST_F(BriefTest, IsTheSameBytesForTheSameRecord) {
  add("", "2024-10-10");
  add(" Two.", "2024-10-11");
  EXPECT_EQ(markdown(), markdown());
  EXPECT_EQ(brief_html(brief()), brief_html(brief()));
}

TEST_F(BriefTest, OfNothingSaysNothing) {
  EXPECT_THAT(brief().parts, IsEmpty());
  EXPECT_THAT(markdown(), HasSubstr("Nothing in the record can be told"));
}

TEST_F(BriefTest, RefusesWhatIsNoDayAndWhoIsNotThere) {
  add("", "2024-10-10");
  const auto fails = [&](const record::AsOf& as_of, const std::string& party, const std::string& since) {
    BriefOptions options;
    options.as_of = as_of;
    options.party = party;
    options.since = since;
    return make_brief(*record_, options).error().code;
  };
  EXPECT_EQ(fails({}, "", "2024-13"), ErrorCode::bad_value);
  EXPECT_EQ(fails({"soon", {}}, "", ""), ErrorCode::bad_value);
  EXPECT_EQ(fails({}, "Atlantis", ""), ErrorCode::not_found);
}

TEST_F(BriefTest, LeavesOutWhatIsLongPastAndSaysSo) {
  for (int i = 0; i < 7; ++i) {
    add(" " + std::to_string(i), i == 0 ? "2004-10-10" : "2024-10-1" + std::to_string(i));
  }
  EXPECT_THAT(markdown(),
              HasSubstr("6 reports, 11 October 2024 to 16 October 2024; 1 report before 17 October 2023 left "
                        "out"));
  BriefOptions options;
  options.from = "2000-01-01";
  EXPECT_THAT(markdown(options), HasSubstr("7 reports, 10 October 2004"));
  options.from = "soon";
  EXPECT_EQ(make_brief(*record_, options).error().code, ErrorCode::bad_value);
}

TEST_F(BriefTest, TellsOfTheCrisisThatIsAskedFor) {
  add("", "2024-10-10");
  add(" Later Norland signed, and Norland's neighbours too.", "2024-10-11",
      [](Report& report, Reading&) { report.title = "Sudria"; });
  const auto of = [&](const std::string& about, const std::string& country) {
    BriefOptions options;
    options.scope.about = about;
    options.scope.country = country;
    return markdown(options);
  };
  EXPECT_THAT(of("norland", ""), HasSubstr("State of play: norland, reports up to 11 October 2024\n\n*1 report,"));
  EXPECT_THAT(of("nowhere, SUDRIA", ""), HasSubstr("*1 report,"));
  EXPECT_THAT(of("orland", ""), HasSubstr("*0 reports"));
  EXPECT_THAT(of("it's [a-z]+ (", ""), HasSubstr("*0 reports"));
  EXPECT_THAT(of("", "LBN"), HasSubstr("*2 reports"));
  EXPECT_THAT(of("", "France"), HasSubstr("*0 reports"));
  BriefOptions options;
  options.scope.about = " , ";
  EXPECT_EQ(make_brief(*record_, options).error().code, ErrorCode::bad_value);
}

// However much there is to tell, two sheets hold what is told.
TEST_F(BriefTest, TakesTwoSheets) {
  Brief long_one;
  EXPECT_LT(brief_sheets(long_one), 0.1);
  for (int i = 0; i < 12; ++i) {
    const std::string more = " " + std::to_string(i) + std::string(400, 'x') + ".";
    add(more, "2024-10-1" + std::to_string(i % 10));
  }
  EXPECT_LE(brief_sheets(brief()), 2);
}

TEST_F(BriefTest, SaysThatNoDateIsKnown) {
  add("", "");
  EXPECT_THAT(markdown(), HasSubstr("The report does not bear a date"));
}

}  // namespace
}  // namespace detente::board
