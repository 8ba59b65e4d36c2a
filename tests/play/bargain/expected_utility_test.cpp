// The expected utility model against its published log and against recomputed tables.
#include "detente/play/expected_utility.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <map>

#include "../games/cases.hpp"

namespace detente::play::bargain {
namespace {

// The actors of the European emission standards, as Scholz, Calbert and Smith (2011) give them.
constexpr const char* kEmissionStandards = R"(Actor,Capability,Position,Salience
Netherlands,0.08,4,0.8
Belgium,0.08,7,0.4
Luxembourg,0.03,4,0.2
Germany,0.16,4,0.8
France,0.16,10,0.6
Italy,0.16,10,0.6
UK,0.16,10,0.9
Ireland,0.05,7,0.1
Denmark,0.05,4,1.0
Greece,0.08,7,0.7
)";

Scenario scenario_of(std::string_view text) {
  auto scenario = read_scenario(text, "actors.csv", Scale::own);
  EXPECT_TRUE(scenario) << scenario.error().to_string();
  return scenario ? std::move(*scenario) : Scenario{};
}

// The number as Python's repr writes it, which is how the tables were written.
double number(const std::string& text) { return std::stod(text); }

TEST(ExpectedUtility, EmissionStandardsPublishedNumbers) {
  // From the published log: rounds 1 and 4, digit for digit.
  const Scenario scenario = scenario_of(kEmissionStandards);
  const auto run = play_expected_utility(scenario, {.mode = EuMode::scholz});
  ASSERT_TRUE(run) << run.error().to_string();
  EXPECT_EQ(run->start_median, 7.0);
  EXPECT_EQ(run->start_mean, 7.389955686853767);
  const std::string log = scholz_log(scenario, *run);
  EXPECT_THAT(log, testing::StartsWith("Median position: 7.0\nMean position: 7.389955686853767\n\nROUND 1\n"
                                       "Belgium compromises with France\n"
                                       "\t-0.11483050347300794 vs 0.2432965945234421\n"
                                       "\tnew_pos = 8.415932315426764\n"
                                       "Luxembourg loses confrontation to Belgium\n"
                                       "\t0.24550922248250817 vs 0.542246100211495\n"
                                       "\tnew_pos = 7.0\n"));
  EXPECT_THAT(log, testing::HasSubstr("ROUND 4\nBelgium compromises with Netherlands\n"
                                      "\t-0.7153336335609584 vs 0.826336595809209\n"
                                      "\tnew_pos = 4.800881140632622\n"));
}

TEST(ExpectedUtility, EmissionStandardsLogByteForByte) {
  const auto folder = shared_case("bdm");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  const Scenario scenario = scenario_of(read_file(*folder / "emission_standards.actors.csv"));
  const auto run = play_expected_utility(scenario, {.mode = EuMode::scholz});
  ASSERT_TRUE(run);
  EXPECT_EQ(scholz_log(scenario, *run), read_file(*folder / "emission_standards.published_log.txt"));
}

class Tables : public testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    const auto folder = shared_case("bdm");
    if (!folder) {
      GTEST_SKIP() << "the shared cases are not here";
    }
    base_ = *folder / GetParam();
    scenario_ = scenario_of(read_file(base_.string() + ".actors.csv"));
    auto run = play_expected_utility(scenario_, {.mode = EuMode::scholz}, true);
    ASSERT_TRUE(run) << run.error().to_string();
    run_ = std::move(*run);
    for (std::size_t i = 0; i < scenario_.actors.size(); ++i) {
      index_[scenario_.actors[i]] = i;
    }
  }

  Table table(const std::string& what) const { return read_table(base_.string() + "." + what + ".csv"); }

  std::filesystem::path base_;
  Scenario scenario_;
  EuRun run_;
  std::map<std::string, std::size_t> index_;
};

TEST_P(Tables, Positions) {
  const Table t = table("positions");
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const auto round = static_cast<std::size_t>(t.number(r, "round"));
    const std::vector<double>& positions = round == 0 ? run_.start : run_.rounds.at(round - 1).position;
    ASSERT_NEAR(positions[index_.at(t.text(r, "actor"))], number(t.text(r, "position")), 1e-12) << round;
  }
}

TEST_P(Tables, MedianAndMean) {
  const Table t = table("summary");
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const auto round = static_cast<std::size_t>(t.number(r, "round"));
    ASSERT_NEAR(round == 0 ? run_.start_median : run_.rounds.at(round - 1).median, number(t.text(r, "median")), 1e-12);
    ASSERT_NEAR(round == 0 ? run_.start_mean : run_.rounds.at(round - 1).mean, number(t.text(r, "weighted_mean")),
                1e-12);
  }
}

TEST_P(Tables, Risk) {
  const Table t = table("risk");
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const EuRound& round = run_.rounds.at(static_cast<std::size_t>(t.number(r, "round")) - 1);
    ASSERT_NEAR(round.risk[index_.at(t.text(r, "actor"))], number(t.text(r, "risk_exponent_r")), 1e-9);
  }
}

TEST_P(Tables, Utilities) {
  const Table t = table("eu");
  const std::size_t actors = scenario_.actors.size();
  for (std::size_t r = 0; r < t.rows.size(); ++r) {
    const EuRound& round = run_.rounds.at(static_cast<std::size_t>(t.number(r, "round")) - 1);
    const EuView& view = round.views[index_.at(t.text(r, "i")) * actors + index_.at(t.text(r, "j"))];
    const std::vector<std::string>& row = t.rows[r];
    ASSERT_NEAR(view.probability, number(row[3]), 1e-12);
    ASSERT_NEAR(view.own_utility, number(row[4]), 1e-9);
    ASSERT_NEAR(view.other_utility, number(row[5]), 1e-9);
  }
}

TEST_P(Tables, Offers) {
  const Table t = table("offers");
  std::size_t at = 0;
  for (std::size_t k = 0; k < run_.rounds.size(); ++k) {
    for (const Offer& offer : run_.rounds[k].offers) {
      ASSERT_LT(at, t.rows.size());
      ASSERT_EQ(t.number(at, "round"), static_cast<double>(k + 1));
      ASSERT_EQ(offer.receiver, index_.at(t.text(at, "receiver")));
      ASSERT_EQ(offer.proposer, index_.at(t.text(at, "proposer")));
      ASSERT_EQ(offer.kind == OfferKind::compromise ? "compromise" : "confrontation", t.text(at, "type"));
      ASSERT_NEAR(offer.own_utility, number(t.text(at, "eu_ij")), 1e-9);
      ASSERT_NEAR(offer.other_utility, number(t.text(at, "eu_ji")), 1e-9);
      ASSERT_NEAR(offer.position, number(t.text(at, "new_position")), 1e-9);
      ++at;
    }
  }
  EXPECT_EQ(at, t.rows.size());
}

INSTANTIATE_TEST_SUITE_P(Published, Tables,
                         testing::Values("emission_standards", "iranian_election", "oil_price_minimalgeek",
                                         "sultan_oil_price_jmckib", "ww1_10actors", "ww1_12actors", "ww1_bdm"),
                         [](const testing::TestParamInfo<const char*>& name) { return std::string(name.param); });

TEST(ExpectedUtility, OurModeLeavesTheSlipsOut) {
  const Scenario scenario = scenario_of(kEmissionStandards);
  const auto run = play_expected_utility(scenario, {}, true);
  ASSERT_TRUE(run);
  // The chances of a pair sum to one where they stand apart.
  const std::size_t actors = scenario.actors.size();
  const EuRound& first = run->rounds.front();
  for (std::size_t i = 0; i < actors; ++i) {
    for (std::size_t j = 0; j < actors; ++j) {
      if (i != j) {
        EXPECT_NEAR(first.views[i * actors + j].probability + first.views[j * actors + i].probability, 1, 1e-12);
      }
    }
  }
  // Of its offers of a kind an actor takes the one that moves it least.
  for (const Offer& taken : first.offers) {
    const double moved = std::fabs(taken.position - run->start[taken.receiver]);
    for (std::size_t j = 0; j < actors; ++j) {
      const EuView& view = first.views[taken.receiver * actors + j];
      const bool compromise = view.other_utility > 0 && view.own_utility < 0 && view.other_utility > -view.own_utility;
      if (taken.kind == OfferKind::compromise && compromise && run->start[j] != run->start[taken.receiver]) {
        const double other =
            std::fabs((run->start[j] - run->start[taken.receiver]) * view.own_utility / view.other_utility);
        EXPECT_LE(moved, other + 1e-12);
      }
    }
  }
}

TEST(ExpectedUtility, TheHopelessCapitulateInOurModeOnly) {
  const Scenario scenario =
      scenario_of("Actor,Capability,Position,Salience\nFar,2,9,0.7\nMiddle,9,5,0.9\nNear,9,1,1\nWeak,1,4,0.9\n");
  const auto count = [&](EuMode mode) {
    const auto run = play_expected_utility(scenario, {.mode = mode, .rounds = 1});
    EXPECT_TRUE(run);
    std::size_t n = 0;
    for (const EuRound& round : run->rounds) {
      for (const Offer& offer : round.offers) {
        n += offer.kind == OfferKind::capitulation ? 1 : 0;
      }
    }
    return n;
  };
  EXPECT_EQ(count(EuMode::scholz), 0U);
  EXPECT_GT(count(EuMode::corrected), 0U);
}

TEST(ExpectedUtility, ActorsAtOnePlaceStayThere) {
  const Scenario scenario = scenario_of("Actor,Capability,Position,Salience\nA,1,5,0.5\nB,2,5,0.5\n");
  const auto run = play_expected_utility(scenario, {});
  ASSERT_TRUE(run);
  EXPECT_THAT(run->rounds.back().position, testing::ElementsAre(5, 5));
  EXPECT_EQ(run->rounds.back().median, 5);
  EXPECT_EQ(run->start_mean, 5);
}

TEST(ExpectedUtility, StopsWhenAsked) {
  const auto run = play_expected_utility(scenario_of(kEmissionStandards), {}, false, [] { return false; });
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::cancelled);
}

TEST(ExpectedUtility, RefusesWhatItCannotPlay) {
  Scenario scenario = scenario_of(kEmissionStandards);
  scenario.standing.salience[2] = 1.5;
  EXPECT_EQ(play_expected_utility(scenario, {}).error().to_string(),
            "actor 'Luxembourg' has salience 1.5, which lies outside 0 to 1");
  scenario = scenario_of(kEmissionStandards);
  scenario.standing.dimensions = 2;
  EXPECT_EQ(play_expected_utility(scenario, {}).error().code, ErrorCode::bad_value);
  scenario = scenario_of(kEmissionStandards);
  scenario.standing.position[0] = std::nan("");
  EXPECT_EQ(play_expected_utility(scenario, {}).error().code, ErrorCode::bad_value);
  scenario = scenario_of(kEmissionStandards);
  EXPECT_EQ(play_expected_utility(scenario, {.status_quo = -0.1}).error().code, ErrorCode::bad_value);
}

}  // namespace
}  // namespace detente::play::bargain
