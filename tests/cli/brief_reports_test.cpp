// Briefs on whole reports, read by the program: every footnote is read again.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "../board/brief_check.hpp"
#include "detente/board/draft.hpp"
#include "detente/play/crisis.hpp"
#include "detente/play/future.hpp"

namespace detente::cli {
namespace {

namespace fs = std::filesystem;
using board::Brief;
using board::BriefCheck;
using testing::HasSubstr;
using testing::IsEmpty;

class BriefOfReports : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(fs::path(DETENTE_DEPS_DIR) / "model/config.cfg")) {
      GTEST_SKIP() << "the language model is not there: run tools/setup";
    }
    path_ = fs::temp_directory_path() / ("detente-brief-reports-" + std::to_string(getpid()) + ".duckdb");
    TearDown();
  }
  void TearDown() override {
    fs::remove(path_);
    fs::remove(path_.string() + ".wal");
  }

  // Reads a folder and checks its brief.
  std::string brief_of(const fs::path& folder) const {
    const std::string command =
        "'" DETENTE_BINARY_DIR "/detente' read '" + folder.string() + "' --db '" + path_.string() + "' >/dev/null 2>&1";
    EXPECT_LT(std::system(command.c_str()), 512) << command;
    auto record = record::Record::open(path_, record::Access::read);
    EXPECT_TRUE(record);
    if (!record) {
      return {};
    }
    const auto made = board::make_brief(*record, {});
    EXPECT_TRUE(made) << made.error().to_string();
    if (!made) {
      return {};
    }
    EXPECT_THAT(BriefCheck(*record).faults(*made), IsEmpty());
    EXPECT_LE(board::brief_sheets(*made), 2);
    if (const int pages = printed(board::brief_html(*made)); pages > 0) {
      EXPECT_LE(pages, 2);
    }
    plays(*record);
    return board::brief_markdown(*made);
  }

  // The pages that a browser prints; 0 where there is none.
  int printed(const std::string& html) const {
    const fs::path page = path_.string() + ".html";
    const fs::path pdf = path_.string() + ".pdf";
    std::ofstream(page) << html;
    const std::string command =
        "command -v chromium >/dev/null && timeout 60 chromium --headless --no-sandbox --disable-gpu "
        "--no-pdf-header-footer --print-to-pdf='" +
        pdf.string() + "' 'file://" + page.string() + "' >/dev/null 2>&1";
    int pages = 0;
    if (std::system(command.c_str()) == 0) {
      std::ifstream in(pdf, std::ios::binary);
      for (std::string line; std::getline(in, line);) {
        pages +=
            line.find("/Type /Page") != std::string::npos && line.find("/Type /Pages") == std::string::npos ? 1 : 0;
      }
    }
    fs::remove(page);
    fs::remove(pdf);
    return pages;
  }

  // The draft from the record is a crisis file, and its futures run.
  static void plays(record::Record& record) {
    ASSERT_TRUE(record.look({}));
    const auto board = board::make(record, {});
    ASSERT_TRUE(board);
    const auto text = board::draft_crisis(*board, {});
    ASSERT_TRUE(text) << text.error().to_string();
    const auto crisis = play::read_crisis(*text, "draft.toml");
    ASSERT_TRUE(crisis) << crisis.error().to_string();
    EXPECT_FALSE(crisis->fronts.empty());
    EXPECT_THAT(*text, HasSubstr("evidence = ["));
    const play::Model model(*crisis);
    play::Future future(model);
    std::vector<double> outcomes(model.outcomes().size());
    for (std::size_t policy = 0; policy < crisis->policies.size(); ++policy) {
      future.begin({1, 0, policy});
      while (future.day() < crisis->days) {
        future.next_day();
      }
      future.outcomes(outcomes);
      for (const double outcome : outcomes) {
        EXPECT_TRUE(std::isfinite(outcome));
      }
    }
  }

  fs::path path_;
};

TEST_F(BriefOfReports, TheSamplesHold) {
  const std::string text = brief_of(fs::path(DETENTE_SOURCE_DIR) / "examples/reports");
  EXPECT_THAT(text, HasSubstr("A 21-day ceasefire"));
  EXPECT_THAT(text, HasSubstr("the United States and France"));
}

TEST_F(BriefOfReports, TheRealReportsHold) {
  const char* named = std::getenv("DETENTE_SHARED");
  const fs::path shared = named != nullptr ? fs::path(named) : fs::path(DETENTE_SOURCE_DIR) / "../shared";
  if (!fs::exists(shared / "reports")) {
    GTEST_SKIP() << "the reports are not there";
  }
  const std::string text = brief_of(shared / "reports");
  EXPECT_THAT(text, HasSubstr("A 21-day ceasefire"));
  EXPECT_THAT(text, HasSubstr("rejected by Israel"));
  EXPECT_THAT(text, HasSubstr("1,455"));
  EXPECT_THAT(text, HasSubstr("more than 1,200"));
  EXPECT_THAT(text, HasSubstr("ore than 34,900 Palestinians"));
}

}  // namespace
}  // namespace detente::cli
