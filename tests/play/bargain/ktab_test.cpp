// The spatial model against KTAB: every turn of its scenarios.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "../games/cases.hpp"
#include "detente/play/bargain.hpp"

namespace detente::play::bargain {
namespace {

// A table of numbers; empty cells are NaN.
std::vector<std::vector<double>> numbers(const std::filesystem::path& path) {
  std::vector<std::vector<double>> out;
  for (const std::vector<std::string>& row : read_table(path).rows) {
    std::vector<double>& cells = out.emplace_back();
    for (const std::string& cell : row) {
      cells.push_back(cell.empty() ? std::nan("") : std::stod(cell));
    }
  }
  return out;
}

std::size_t whole(double x) { return static_cast<std::size_t>(x); }

class Ktab : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto folder = shared_case("ktab");
    if (!folder) {
      GTEST_SKIP() << "the shared cases are not here";
    }
    folder_ = *folder;
    auto scenario = read_scenario(read_file(folder_ / (std::string(GetParam()) + ".csv")), GetParam());
    ASSERT_TRUE(scenario) << scenario.error().to_string();
    scenario_ = std::move(*scenario);
    auto run = play_smp(scenario_, {});
    ASSERT_TRUE(run) << run.error().to_string();
    run_ = std::move(*run);
  }

  std::filesystem::path expected(const std::string& what) const {
    return folder_ / (std::string(GetParam()) + ".expected." + what + ".csv");
  }

  // The standing before turn t.
  Standing before(std::size_t t) const {
    Standing standing = scenario_.standing;
    if (t > 0) {
      standing.position = run_.turns[t - 1].position;
      standing.ideal = run_.turns[t - 1].ideal;
    }
    return standing;
  }

  std::filesystem::path folder_;
  Scenario scenario_;
  bargain::Run run_;
};

TEST_P(Ktab, PositionsOfEveryTurn) {
  std::size_t last = 0;
  std::size_t seen = 0;
  for (const std::vector<double>& row : numbers(expected("positions"))) {
    const std::size_t t = whole(row[0]);
    const std::size_t at = whole(row[1]) * scenario_.standing.dimensions + whole(row[2]);
    ASSERT_LE(t, run_.turns.size());
    const Standing standing = before(t);
    ASSERT_NEAR(standing.position[at] * 100, row[3], 1e-9) << "turn " << t << " actor " << row[1];
    if (!standing.ideal.empty()) {
      ASSERT_NEAR(standing.ideal[at] * 100, row[4], 1e-9);
    }
    last = std::max(last, t);
    ++seen;
  }
  EXPECT_EQ(run_.turns.size(), last);
  EXPECT_EQ(seen, (last + 1) * scenario_.standing.actors * scenario_.standing.dimensions);
}

TEST_P(Ktab, BargainsOfEveryTurn) {
  std::map<std::pair<std::size_t, std::pair<std::size_t, std::size_t>>, std::vector<double>> published;
  for (const std::vector<double>& row : numbers(expected("bargains"))) {
    published[{whole(row[0]), {whole(row[2]), whole(row[3])}}] = row;
  }
  std::size_t matched = 0;
  for (std::size_t t = 0; t < run_.turns.size(); ++t) {
    const Turn& turn = run_.turns[t];
    for (std::size_t i = 0; i < scenario_.standing.actors; ++i) {
      const auto row = published.find({t, {i, i}});
      ASSERT_NE(row, published.end()) << "turn " << t << " actor " << i;
      ASSERT_NEAR(turn.status_quo_probability[i], row->second[5], 1e-9);
      ASSERT_EQ(turn.takes[i] < 0, row->second[6] == 1);
      ++matched;
    }
    for (const Bargain& bargain : turn.bargains) {
      const auto row = published.find({t, {bargain.initiator, bargain.receiver}});
      ASSERT_NE(row, published.end()) << "turn " << t << " " << bargain.initiator << " " << bargain.receiver;
      ASSERT_NEAR(bargain.gain, row->second[4], 1e-11);
      ASSERT_NEAR(bargain.initiator_probability, row->second[5], 1e-9);
      ASSERT_EQ(bargain.initiator_takes, row->second[6] == 1);
      ASSERT_NEAR(bargain.receiver_probability, row->second[7], 1e-9);
      ASSERT_EQ(bargain.receiver_takes, row->second[8] == 1);
      ++matched;
    }
  }
  // Bargains of a turn that KTAB works out after its last move have no counterpart here.
  std::size_t within = 0;
  for (const auto& [key, row] : published) {
    within += key.first < run_.turns.size() ? 1 : 0;
  }
  EXPECT_EQ(matched, within);
}

TEST_P(Ktab, ProbabilitiesOfPositions) {
  if (!std::filesystem::exists(expected("posprob_t0-3"))) {
    GTEST_SKIP() << "not published for this scenario";
  }
  Smp model({});
  std::size_t looked = 1000;
  std::map<std::size_t, std::vector<double>> seen;
  for (const std::vector<double>& row : numbers(expected("posprob_t0-3"))) {
    if (whole(row[0]) != looked) {
      looked = whole(row[0]);
      seen.clear();
      model.look(before(looked));
    }
    const std::size_t viewer = whole(row[1]);
    if (seen.find(viewer) == seen.end()) {
      seen[viewer] = model.position_probabilities(viewer);
    }
    ASSERT_NEAR(seen[viewer][whole(row[2])], row[3], 1e-9)
        << "turn " << looked << " viewer " << viewer << " position " << row[2];
  }
}

TEST_P(Ktab, UtilitiesOfPositions) {
  if (!std::filesystem::exists(expected("posutil_t0-1"))) {
    GTEST_SKIP() << "not published for this scenario";
  }
  Smp model({});
  std::size_t looked = 1000;
  for (const std::vector<double>& row : numbers(expected("posutil_t0-1"))) {
    if (whole(row[0]) != looked) {
      looked = whole(row[0]);
      model.look(before(looked));
    }
    ASSERT_NEAR(model.utility(whole(row[1]), whole(row[2]), whole(row[3])), row[4], 1e-11);
  }
}

TEST_P(Ktab, ProbabilitiesOfVictory) {
  if (!std::filesystem::exists(expected("probvict_t0"))) {
    GTEST_SKIP() << "not published for this scenario";
  }
  Smp model({});
  model.look(before(0));
  for (const std::vector<double>& row : numbers(expected("probvict_t0"))) {
    ASSERT_NEAR(model.challenge({whole(row[1]), whole(row[2]), whole(row[2]), whole(row[3])}).probability, row[4],
                1e-11);
  }
}

TEST_P(Ktab, UtilitiesOfChallenges) {
  if (!std::filesystem::exists(expected("utilchlg_t0"))) {
    GTEST_SKIP() << "not published for this scenario";
  }
  Smp model({});
  model.look(before(0));
  for (const std::vector<double>& row : numbers(expected("utilchlg_t0"))) {
    const Challenge c = model.challenge({whole(row[1]), whole(row[2]), whole(row[3]), whole(row[4])});
    ASSERT_NEAR(c.status_quo, row[5], 1e-11);
    ASSERT_NEAR(c.victory, row[6], 1e-11);
    ASSERT_NEAR(c.contest, row[7], 1e-11);
    ASSERT_NEAR(c.challenge, row[8], 1e-11);
  }
}

INSTANTIATE_TEST_SUITE_P(Scenarios, Ktab,
                         testing::Values("dummyData_3Dim", "SOE-Pol-Comp", "SOE-Policy", "dummyData-a040"),
                         [](const testing::TestParamInfo<const char*>& scenario) {
                           std::string name = scenario.param;
                           for (char& c : name) {
                             c = c == '-' ? '_' : c;
                           }
                           return name;
                         });

}  // namespace
}  // namespace detente::play::bargain
