// `detente read` is killed at a hundred moments; what it had stored stays, and nothing is half there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>

#include "detente/record/record.hpp"

namespace detente::cli {
namespace {

namespace fs = std::filesystem;

constexpr int kReports = 400;
constexpr std::uint32_t kSeed = 20240926;

class Killed : public testing::Test {
 protected:
  void SetUp() override {
    if (!fs::exists(fs::path(DETENTE_DEPS_DIR) / "model/config.cfg")) {
      GTEST_SKIP() << "the language model is not there: run tools/setup";
    }
    folder_ = fs::temp_directory_path() / ("detente-kill-" + std::to_string(getpid()));
    fs::remove_all(folder_);
    fs::create_directories(folder_);
    std::ofstream out(folder_ / "reports.jsonl");
    for (int i = 0; i < kReports; ++i) {
      out << R"({"id":")" << i << R"(","text":"Israel struck Hezbollah positions on day )" << i
          << R"( of the war, a spokesman said. At least )" << i + 10
          << R"( people were killed in the villages of the south, the health ministry said.","published":"2024-10-10"})"
          << "\n";
    }
  }
  void TearDown() override { fs::remove_all(folder_); }

  pid_t start(const std::string& database) const {
    const std::string program = DETENTE_BINARY_DIR "/detente";
    const std::string input = (folder_ / "reports.jsonl").string();
    const std::string db = (folder_ / database).string();
    const pid_t child = fork();
    if (child == 0) {
      const int nowhere = open("/dev/null", O_RDWR);
      dup2(nowhere, 0);
      dup2(nowhere, 1);
      dup2(nowhere, 2);
      execl(program.c_str(), program.c_str(), "read", input.c_str(), "--db", db.c_str(), nullptr);
      _exit(127);
    }
    return child;
  }

  record::Findings check(const std::string& database) const {
    auto record = record::Record::open(folder_ / database, record::Access::read);
    EXPECT_TRUE(record) << record.error().to_string();
    if (!record) {
      return {};
    }
    const auto findings = record->verify({});
    EXPECT_TRUE(findings) << findings.error().to_string();
    EXPECT_TRUE(!findings || findings->faults.empty()) << findings->faults[0].message;
    return findings ? *findings : record::Findings{};
  }

  fs::path folder_;
};

TEST_F(Killed, ReadLosesNothing) {
  int status = 0;
  waitpid(start("whole.duckdb"), &status, 0);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  const record::Findings whole = check("whole.duckdb");
  ASSERT_EQ(whole.reports, kReports);

  std::uint32_t seed = kSeed;
  std::int64_t stored = 0;
  int killed = 0;
  for (int round = 0; round < 100; ++round) {
    const pid_t child = start("killed.duckdb");
    seed = seed * 1664525U + 1013904223U;
    usleep(20000 + (seed >> 8) % 500000);
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    killed += WIFSIGNALED(status) ? 1 : 0;
    if (!fs::exists(folder_ / "killed.duckdb")) {
      continue;
    }
    const record::Findings now = check("killed.duckdb");
    ASSERT_GE(now.reports, stored) << "round " << round << " of seed " << kSeed;
    ASSERT_EQ(now.readings, now.reports) << "round " << round << " of seed " << kSeed;
    stored = now.reports;
    if (stored == kReports) {  // from the start again, so that every round writes
      fs::remove(folder_ / "killed.duckdb");
      fs::remove(folder_ / "killed.duckdb.wal");
      stored = 0;
    }
  }
  EXPECT_GT(killed, 50);
  waitpid(start("killed.duckdb"), &status, 0);
  ASSERT_EQ(WEXITSTATUS(status), 0);
  const record::Findings end = check("killed.duckdb");
  EXPECT_EQ(end.reports, whole.reports);
  EXPECT_EQ(end.rows, whole.rows);
  EXPECT_EQ(end.spans, whole.spans);
}

TEST_F(Killed, ReadStopsCleanlyWhenAsked) {
  for (const int delay : {50000, 400000, 700000}) {
    const pid_t child = start("stopped.duckdb");
    usleep(static_cast<useconds_t>(delay));
    kill(child, SIGINT);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFEXITED(status) || WTERMSIG(status) == SIGINT);  // before main() there is no handler yet
    if (fs::exists(folder_ / "stopped.duckdb")) {
      EXPECT_FALSE(fs::exists(folder_ / "stopped.duckdb.wal"));
      check("stopped.duckdb");
    }
  }
}

}  // namespace
}  // namespace detente::cli
