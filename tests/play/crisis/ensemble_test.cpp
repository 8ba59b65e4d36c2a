// Many futures: the same whatever the threads and the parts, paired, conserved, kept when something fails.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <unistd.h>

#include <csignal>

#include "detente/play/ensemble.hpp"
#include "support.hpp"

namespace detente::play {
namespace {

namespace fs = std::filesystem;

const Model& gaza() {
  static const Model kModel([] {
    Crisis crisis = example("gaza-lebanon-2024.toml");
    crisis.days = 120;
    return crisis;
  }());
  return kModel;
}

EnsembleOptions options(std::uint32_t first, std::uint32_t end, unsigned threads) {
  return {.seed = 3, .first = first, .end = end, .policies = {0, 1, 2}, .threads = threads};
}

class Runs : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = fs::temp_directory_path() / ("detente-runs-" + std::to_string(getpid()));
    fs::create_directories(folder_);
  }
  void TearDown() override { fs::remove_all(folder_); }

  std::string play(const std::string& name, const EnsembleOptions& o) {
    const std::string path = (folder_ / name).string();
    auto file = RunsFile::open_to_write(path, runs_header(gaza(), o, "digest"));
    EXPECT_TRUE(file) << file.error().to_string();
    EnsembleOptions rest = o;
    rest.first += file->runs();
    const auto done = play_ensemble(gaza(), rest, [&](const RunResult& result) { return file->add(result.outcomes); });
    EXPECT_TRUE(done) << done.error().to_string();
    EXPECT_TRUE(file->flush());
    return path;
  }

  fs::path folder_;
};

TEST_F(Runs, AreTheSameBytesForOneAndTwoThreadsAndInParts) {
  const std::string one = read_text(play("one", options(0, 60, 1)));
  EXPECT_EQ(one, read_text(play("two", options(0, 60, 2))));
  EXPECT_EQ(one, read_text(play("three", options(0, 60, 3))));
  const std::string a = play("a", options(0, 25, 1));
  const std::string b = play("b", options(25, 60, 2));
  const std::string merged = (folder_ / "merged").string();
  const auto done = merge_runs({b, a}, merged);
  ASSERT_TRUE(done) << done.error().to_string();
  EXPECT_EQ(one, read_text(merged));
  const auto joined = join_runs({b, a});
  ASSERT_TRUE(joined);
  const auto whole = RunsFile::open_to_read((folder_ / "one").string());
  ASSERT_TRUE(whole);
  EXPECT_EQ(*joined->column(2, 5), *whole->column(2, 5));
}

TEST_F(Runs, GoOnAfterTheLastWholeOne) {
  const std::string whole = read_text(play("whole", options(0, 40, 1)));
  const std::string path = play("cut", options(0, 40, 1));
  for (const std::uintmax_t lost : {1U, 9U, 5000U, 100000U}) {
    fs::resize_file(path, fs::file_size(path) - lost);
    play("cut", options(0, 40, 2));
    EXPECT_TRUE(whole == read_text(path)) << "after " << lost << " bytes were lost";
  }
}

TEST_F(Runs, OfAnotherKindAreNotMixed) {
  const std::string a = play("a", options(0, 10, 1));
  const std::string later = play("later", options(20, 30, 1));
  EnsembleOptions other = options(10, 20, 1);
  other.seed = 4;
  const std::string seed = play("seed", other);
  EXPECT_THAT(join_runs({a, later}).error().to_string(), testing::HasSubstr("runs 10 to 19 are missing"));
  EXPECT_THAT(join_runs({a, a}).error().to_string(), testing::HasSubstr("in another file too"));
  EXPECT_THAT(join_runs({a, seed}).error().to_string(), testing::HasSubstr("another crisis, seed or set of policies"));
  const auto opened = RunsFile::open_to_write(a, runs_header(gaza(), other, "digest"));
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::mismatch);
  std::ofstream(folder_ / "text") << "no runs\n";
  EXPECT_EQ(RunsFile::open_to_read((folder_ / "text").string()).error().code, ErrorCode::bad_format);
}

TEST_F(Runs, OnAFullDiskKeepWhatIsWhole) {
  const std::string path = (folder_ / "full").string();
  std::signal(SIGXFSZ, SIG_IGN);
  rlimit before{};
  getrlimit(RLIMIT_FSIZE, &before);
  rlimit small = before;
  small.rlim_cur = 300000;
  auto file = RunsFile::open_to_write(path, runs_header(gaza(), options(0, 2000, 1), "digest"));
  ASSERT_TRUE(file);
  setrlimit(RLIMIT_FSIZE, &small);
  std::uint32_t added = 0;
  std::vector<double> outcomes(file->width(), 1.5);
  Result<void> kept;
  while (added < 2000 && kept) {
    kept = file->add(outcomes);
    ++added;
  }
  setrlimit(RLIMIT_FSIZE, &before);
  ASSERT_FALSE(kept);
  EXPECT_EQ(kept.error().code, ErrorCode::disk_full) << kept.error().to_string();
  const auto left = RunsFile::open_to_read(path);
  ASSERT_TRUE(left);
  EXPECT_GT(left->runs(), 10U);
  EXPECT_TRUE(left->row(left->runs() - 1));
  EXPECT_LE(fs::file_size(path), 300000U);
}

TEST(Ensemble, StopsAllThreadsWhenAskedAndKeepsTheRunsBefore) {
  for (const unsigned threads : {1U, 2U}) {
    std::vector<std::uint32_t> runs;
    const auto done = play_ensemble(
        gaza(), options(0, 5000, threads),
        [&](const RunResult& result) -> Result<void> {
          runs.push_back(result.run);
          return {};
        },
        [](std::uint64_t n, std::uint64_t) { return n < 20; });
    ASSERT_TRUE(done);
    EXPECT_EQ(*done, runs.size());
    EXPECT_GT(*done, 5U);
    EXPECT_LT(*done, 200U);
    for (std::uint32_t i = 0; i < runs.size(); ++i) {
      EXPECT_EQ(runs[i], i);
    }
  }
}

TEST(Ensemble, PairedIntervalsAreNarrowerThanUnpaired) {
  RunTable table(runs_header(gaza(), options(0, 300, 2), ""));
  ASSERT_TRUE(play_ensemble(gaza(), options(0, 300, 2), [&](const RunResult& r) { return table.add(r); }));
  const RunSet set = table.set();
  for (const char* name : {"killed", "peak displaced", "unmet relief", "red lines crossed"}) {
    const std::size_t column = outcome(gaza(), name);
    const Difference d = difference(*set.column(0, column), *set.column(1, column));
    EXPECT_LT(d.paired.error, 0.7 * d.unpaired_error) << name;
  }
  const Difference killed =
      difference(*set.column(0, outcome(gaza(), "killed")), *set.column(1, outcome(gaza(), "killed")));
  EXPECT_LT(killed.paired.high, 0) << "fewer heavy bombs, fewer dead";
}

TEST(Ensemble, WithoutEffectOfLeversAllPoliciesAreAlike) {
  Crisis crisis = example("gaza-lebanon-2024.toml");
  crisis.days = 90;
  for (const Lever& lever : crisis.levers) {
    for (std::size_t n = LeverNumber::value; n < LeverNumber::count; ++n) {
      ASSERT_TRUE(set_number(crisis, crisis.numbers[lever.first + n].path, 0));
    }
    for (const std::size_t n : {LeverNumber::cost, LeverNumber::leak, LeverNumber::learning}) {
      ASSERT_TRUE(set_number(crisis, crisis.numbers[lever.first + n].path, 0));
    }
  }
  for (const Act& act : crisis.acts) {
    ASSERT_TRUE(set_number(crisis, crisis.numbers[act.first + ActNumber::supply].path, 0));
  }
  const Model model(std::move(crisis));
  const std::size_t policies = model.crisis().policies.size();
  ASSERT_GE(policies, 6U);
  Future first(model);
  Future other(model);
  for (std::uint32_t run = 0; run < 5; ++run) {
    for (std::size_t policy = 1; policy < policies; ++policy) {
      first.begin({.seed = 1, .run = run, .policy = 0});
      other.begin({.seed = 1, .run = run, .policy = policy});
      while (first.day() < model.crisis().days) {
        first.next_day();
        other.next_day();
        ASSERT_EQ(first.series(), other.series()) << model.crisis().policies[policy].name << " day " << first.day();
      }
    }
  }
}

TEST(Ensemble, InvariantsHoldOnEveryDay) {
  for (const char* name : {"gaza-lebanon-2024.toml", "textbook-crisis.toml"}) {
    const Model model(example(name));
    Future future(model);
    for (std::size_t policy = 0; policy < model.crisis().policies.size(); ++policy) {
      for (std::uint32_t run = 0; run < 5; ++run) {
        future.begin({.seed = 9, .run = run, .policy = policy});
        while (future.day() < model.crisis().days) {
          future.next_day();
          ASSERT_EQ(broken_invariant(future), "") << name << " run " << run;
        }
      }
    }
  }
}

TEST(Ensemble, TellingChangesNothing) {
  Future told(gaza());
  Future quiet(gaza());
  std::size_t lines = 0;
  told.tell([&](int, const std::string&) { ++lines; });
  told.begin({.seed = 1, .run = 8, .policy = 1});
  quiet.begin({.seed = 1, .run = 8, .policy = 1});
  while (told.day() < 120) {
    told.next_day();
    quiet.next_day();
    ASSERT_EQ(told.series(), quiet.series());
  }
  EXPECT_GT(lines, 300U);
}

TEST(Summaries, AreThoseOfTheNumbers) {
  std::vector<double> values;
  for (int i = 100; i >= 1; --i) {
    values.push_back(i);
  }
  const Summary s = summarise(values);
  EXPECT_DOUBLE_EQ(s.mean, 50.5);
  EXPECT_NEAR(s.error, std::sqrt(841.6666666666666 / 100), 1e-12);
  EXPECT_EQ(s.least, 1);
  EXPECT_EQ(s.q05, 5);
  EXPECT_EQ(s.median, 50);
  EXPECT_EQ(s.q95, 95);
  EXPECT_EQ(s.most, 100);
  const Difference d = difference({1, 2, 3, 4}, {0, 2, 5, 9});
  EXPECT_DOUBLE_EQ(d.paired.mean, 1.5);
  EXPECT_DOUBLE_EQ(d.lower, 0.25);
  EXPECT_DOUBLE_EQ(d.higher, 0.5);
  EXPECT_EQ(summarise({}).count, 0U);
}

}  // namespace
}  // namespace detente::play
