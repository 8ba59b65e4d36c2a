// Reading scenarios, and what the spatial model must do whatever they hold.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <string>
#include <vector>

#include "../games/cases.hpp"
#include "detente/play/bargain.hpp"
#include "detente/play/bargain_track.hpp"
#include "detente/play/table.hpp"

namespace detente::play::bargain {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string message(std::string_view text, Scale scale = Scale::hundred) {
  const auto scenario = read_scenario(text, "t.csv", scale);
  return scenario ? "none" : scenario.error().to_string();
}

constexpr const char* kTalks =
    "Talks,about a truce,3,2,\n"
    "Actor,Description,Power,Pull back,Sal,Exchange,Sal,\n"
    "A,first,10,20,40,30,50,\n"
    "B,\"second, and last\",5,80,60,70,20,\n"
    "C,,7,50,10,50.5,10,\n";

TEST(Csv, OfKtabWithSeveralDimensions) {
  const auto scenario = read_scenario(kTalks, "t.csv");
  ASSERT_TRUE(scenario) << scenario.error().to_string();
  EXPECT_EQ(scenario->name, "Talks");
  EXPECT_EQ(scenario->description, "about a truce");
  EXPECT_THAT(scenario->dimensions, ElementsAre("Pull back", "Exchange"));
  EXPECT_THAT(scenario->actors, ElementsAre("A", "B", "C"));
  EXPECT_EQ(scenario->descriptions[1], "second, and last");
  EXPECT_THAT(scenario->standing.capability, ElementsAre(10, 5, 7));
  EXPECT_THAT(scenario->standing.position, ElementsAre(.2, .3, .8, .7, .5, .505));
  EXPECT_THAT(scenario->standing.salience, ElementsAre(.4, .5, .6, .2, .1, .1));
}

TEST(Csv, PlainTablesInAnyOrderOfColumns) {
  const std::string text =
      "\xef\xbb\xbfPosition,Salience,Name,Influence,Note\r\n14.25,0.8,Hawks,0.65,x\r\n13,1,Doves,1,\r\n";
  const auto scenario = read_scenario(text, "t.csv", Scale::own);
  ASSERT_TRUE(scenario) << scenario.error().to_string();
  EXPECT_THAT(scenario->actors, ElementsAre("Hawks", "Doves"));
  EXPECT_THAT(scenario->standing.position, ElementsAre(14.25, 13));
  EXPECT_THAT(scenario->standing.salience, ElementsAre(.8, 1));
  EXPECT_EQ(message("Actor,Capability,Position,Salience\nA,1,5,80\nB,1,6,.5\n"),
            "t.csv:2: salience 80 of 'A' lies outside 0 to 1");
}

TEST(Csv, SaysWhatIsWrongAndWhere) {
  const auto with = [](const std::string& from, const std::string& to) {
    std::string text = kTalks;
    text.replace(text.find(from), from.size(), to);
    return message(text);
  };
  EXPECT_EQ(with(",10,20,40", ",nan,20,40"), "t.csv:3: capability 'nan' is not a number");
  EXPECT_EQ(with(",10,20,40", ",-10,20,40"), "t.csv:3: capability -10 of 'A' is negative");
  EXPECT_EQ(with(",10,20,40", ",1e400,20,40"), "t.csv:3: capability '1e400' is out of range");
  EXPECT_EQ(with(",10,20,40", ",1e300,20,40"), "t.csv:3: capability 1e+300 of 'A' is above 1000000000000");
  EXPECT_EQ(with(",10,20,40", ",,20,40"), "t.csv:3: capability is missing");
  EXPECT_EQ(with(",10,20,40", ",10,120,40"), "t.csv:3: position 120 of 'A' lies outside 0 to 100");
  EXPECT_EQ(with(",10,20,40", ",10,-1,40"), "t.csv:3: position -1 of 'A' lies outside 0 to 100");
  EXPECT_EQ(with(",10,20,40", ",10,20,60"),
            "t.csv:3: the saliences of 'A' sum to 110; at most 100 over all dimensions");
  EXPECT_EQ(with(",10,20,40,30,50", ",10,20,0,30,0"), "t.csv:3: 'A' cares about nothing: its saliences are all 0");
  EXPECT_EQ(with(",10,20,40", ",10,inf,40"), "t.csv:3: position 'inf' is not a number");
  EXPECT_EQ(with("C,,7", "A,,7"), "t.csv:5: actor 'A' is named twice, first in line 3");
  EXPECT_EQ(with("C,,7", ",,7"), "t.csv:5: the actor has no name");
  EXPECT_THAT(with("C,,7,50", "C,,7"), HasSubstr("t.csv:5: the row has 6 cells where 7 are needed"));
  EXPECT_THAT(with("C,,7,50", "C,,7,50,50"), HasSubstr("t.csv:5: the row has 8 cells where 7 are needed"));
  EXPECT_EQ(with(",3,2,", ",4,2,"), "t.csv:5: line 1 promises 4 actors, and the table ends after 3");
  EXPECT_EQ(with(",3,2,", ",2,2,"), "t.csv:5: line 1 promises 2 actors, and here begins another one");
  EXPECT_EQ(with(",3,2,", ",3.5,2,"), "t.csv:1: the number of actors '3.5' is no whole number above 0");
  EXPECT_EQ(with(",3,2,", ",3,200,"), "t.csv:1: the number of dimensions is 200; at most 100");
  EXPECT_THAT(with(",3,2,", ",3,1,"), HasSubstr("t.csv:2: 7 headings where 5 are needed"));
  EXPECT_THAT(with("\"second, and last\"", "\"second, and last"),
              HasSubstr("t.csv:4: a quote is opened and never closed"));
  EXPECT_THAT(with("\"second, and last\"", "\"second\" and last"),
              HasSubstr("t.csv:4: text stands behind a closing quote: 'and last'"));
  EXPECT_EQ(with("first", "fir\xfft"), "t.csv:3: this is not UTF-8; save the table as UTF-8");
  EXPECT_EQ(message(""), "t.csv: the table is empty");
  EXPECT_EQ(message("Talks,x,3,2\n"), "t.csv:1: the table ends before its headings");
  EXPECT_THAT(message("just words\n"), HasSubstr("t.csv:1: the first line must hold title, description"));
  EXPECT_EQ(message("Actor,Capability,Position\nA,1,2\n"), "t.csv:1: no column is headed 'Salience'");
  EXPECT_EQ(message("Actor,Name,Capability,Position,Salience\n"), "t.csv:1: two columns are headed 'Name'");
  EXPECT_EQ(message("Actor,Capability,Position,Salience\nA,1,2,0.5,7\n"),
            "t.csv:2: the row has 5 cells under 4 headings");
  EXPECT_EQ(message("Actor,Capability,Position,Salience\nA,1,2,0.5\n"),
            "t.csv: bargaining needs two actors or more; the table has 1");
}

TEST(Csv, RefusesTheLitigationTableForItsNames) {
  const auto folder = shared_case("bdm");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  EXPECT_EQ(message(read_file(*folder / "litigation_39.actors.csv"), Scale::own),
            "t.csv:13: actor 'Local Democrat' is named twice, first in line 11");
}

std::string element(const std::string& name, const std::string& text) {
  return "<" + name + ">" + text + "</" + name + ">";
}

std::string actor(const std::string& name, const std::string& capability, const std::vector<std::string>& positions,
                  const std::vector<std::string>& saliences) {
  std::string place;
  std::string care;
  for (const std::string& position : positions) {
    place += element("dCoord", position);
  }
  for (const std::string& salience : saliences) {
    care += element("dSal", salience);
  }
  return element("Actor", element("name", name) + element("capability", capability) + element("Position", place) +
                              element("Salience", care)) +
         "\n";
}

// The example that KTAB ships with its source, by its numbers; `first` is the first coordinate of Alice.
std::string example(const std::string& first, const std::string& ideals = "") {
  return "<?xml version=\"1.0\"?>\n<Scenario>" + element("name", "Example") + element("prngSeed", "7") +
         element("ModelParameters", element("VictoryProbModel", "Linear") + element("PCEModel", "MarkovIncentive") +
                                        element("StateTransitions", "Stochastic") + element("VotingRule", "PropCbc") +
                                        element("BigRAdjust", "OneThird") + element("BigRRange", "Mid") +
                                        element("ThirdPartyCommit", "SemiCommit") + element("InterVecBrgn", "S2P2") +
                                        element("BargnModel", "InitOnlyInterp")) +
         element("Dimensions", element("dName", "a") + element("dName", "b") + element("dName", "c")) + "<Actors>\n" +
         actor("Alice", "117.7", {first, "39.8", "39.6"}, {"32.3", "22.4", "13.4"}) +
         actor("Bob", "93.2", {"15.9", "61.4", "72.0"}, {"25.2", "34.5", "26.5"}) +
         actor("Carol", "61.4", {"61.1", "86.5", "44.5"}, {"28.8", "28.6", "18.2"}) +
         actor("David", "135.4", {"26.3", "16.5", "15.9"}, {"15.6", "42.0", "14.3"}) +
         actor("Ellie", "63.8", {"73.3", "61.1", "26.3"}, {"39.7", "19.9", "15.8"}) + "</Actors>" + ideals +
         "</Scenario>";
}

const Bargain* find(const Turn& turn, std::uint32_t initiator, std::uint32_t receiver) {
  for (const Bargain& bargain : turn.bargains) {
    if (bargain.initiator == initiator && bargain.receiver == receiver) {
      return &bargain;
    }
  }
  return nullptr;
}

// What KTAB printed about the first turn of its example on 2017-05-30. Its draws are its own, so only what leads up to
// them is compared.
TEST(Xml, KtabsExampleAsItsLogPrintsIt) {
  const auto scenario = read_scenario(example("52.8"), "example.xml");
  ASSERT_TRUE(scenario) << scenario.error().to_string();
  ASSERT_TRUE(scenario->options);
  EXPECT_EQ(scenario->options->pce.pce, PceModel::markov_incentive);
  EXPECT_EQ(scenario->options->transitions, Transitions::stochastic);
  EXPECT_EQ(scenario->options->seed, 7U);
  Smp model(*scenario->options);
  Turn turn;
  model.turn(scenario->standing, {}, turn);
  const std::vector<double> risk{1, -.387, -.5, -.001, -.298};
  for (std::size_t i = 0; i < risk.size(); ++i) {
    EXPECT_NEAR(turn.risk[i], risk[i], 6e-4);
  }
  // Initiator, receiver, gain, chance to prevail, the place proposed to the initiator, and what elections give.
  struct Printed {
    std::uint32_t initiator;
    std::uint32_t receiver;
    double gain;
    double chance;
    std::array<double, 3> place;
    double own_probability;
    double other_probability;
  };
  const std::vector<Printed> printed{{0, 4, .012, .5257, {64.11, 48.13, 32.54}, .2444, .9486},
                                     {1, 2, .231, .7180, {23.48, 63.81, 70.13}, .5795, .1976},
                                     {2, 0, .098, .4396, {55.53, 63.19, 42.21}, .2255, .7502},
                                     {3, 2, .432, .7837, {33.48, 18.89, 19.04}, .6052, .4215},
                                     {4, 2, .063, .5467, {70.06, 76.00, 34.98}, .0250, .0695}};
  ASSERT_EQ(turn.bargains.size(), printed.size());
  for (const Printed& p : printed) {
    const Bargain* bargain = find(turn, p.initiator, p.receiver);
    ASSERT_NE(bargain, nullptr) << p.initiator << " " << p.receiver;
    EXPECT_NEAR(bargain->gain, p.gain, 6e-4);
    EXPECT_NEAR(bargain->strength, p.chance, 6e-5);
    EXPECT_NEAR(bargain->initiator_probability, p.own_probability, 6e-5);
    EXPECT_NEAR(bargain->receiver_probability, p.other_probability, 6e-5);
    const auto at = static_cast<std::size_t>(bargain - turn.bargains.data());
    for (std::size_t d = 0; d < 3; ++d) {
      EXPECT_NEAR(turn.terms[2 * at * 3 + d] * 100, p.place[d], 1e-9);
    }
  }
  const std::vector<double> status_quo{.0054, .4205, .0859, .3948, .0264};
  for (std::size_t i = 0; i < status_quo.size(); ++i) {
    EXPECT_NEAR(turn.status_quo_probability[i], status_quo[i], 6e-5);
  }
}

TEST(Xml, IdealsFollowPositionsByTheirAdjustment) {
  const std::string pair =
      element("adjustingIdeal", "Bob") + element("referencePos", "Bob") + element("adjust", "0.75");
  const std::string other =
      element("adjustingIdeal", "Bob") + element("referencePos", "Alice") + element("adjust", "0.07");
  const auto scenario = read_scenario(
      example("52.8", element("IdealAdjustment", element("iaPair", pair) + element("iaPair", other))), "example.xml");
  ASSERT_TRUE(scenario) << scenario.error().to_string();
  EXPECT_EQ(scenario->standing.accommodation[1 * 5 + 1], 0.75);
  EXPECT_EQ(scenario->standing.accommodation[1 * 5 + 0], 0.07);
  EXPECT_EQ(scenario->standing.accommodation[0], 1);
  Smp model({});
  Turn turn;
  model.turn(scenario->standing, {}, turn);
  for (std::size_t d = 0; d < 3; ++d) {
    const double ideal =
        0.75 * turn.position[3 + d] + 0.07 * turn.position[d] + 0.18 * scenario->standing.position[3 + d];
    EXPECT_NEAR(turn.ideal[3 + d], ideal, 1e-12);
    EXPECT_NEAR(turn.ideal[d], turn.position[d], 1e-12);
  }
}

TEST(Xml, SaysWhatIsWrongAndWhere) {
  const auto read = [](const std::string& text) {
    const auto scenario = read_scenario(text, "e.xml");
    return scenario ? std::string("none") : scenario.error().to_string();
  };
  EXPECT_EQ(read(example("")), "e.xml:3: position is missing");
  EXPECT_EQ(read(example("x")), "e.xml:3: position 'x' is not a number");
  EXPECT_EQ(read(example("101")), "e.xml:3: position 101 of 'Alice' lies outside 0 to 100");
  EXPECT_EQ(read("<Other/>"), "e.xml:1: the root is <Other>, not <Scenario>");
  EXPECT_THAT(read("<Scenario>\n<Actors>"), HasSubstr("e.xml:2: this is no well-formed XML"));
  EXPECT_EQ(read("<Scenario></Scenario>"), "e.xml:1: <Scenario> holds 0 <Dimensions>; it must hold one");
  std::string text = example("52.8");
  text.replace(text.find("PropCbc"), 7, "Loudest");
  EXPECT_EQ(read(text), "e.xml:2: <VotingRule> 'Loudest' is not known");
  text = example("52.8");
  text.replace(text.find(element("dName", "c")), element("dName", "c").size(), "");
  EXPECT_EQ(read(text), "e.xml:3: <Position> holds 3 <dCoord> for 2 dimensions");
  // No entity is expanded, and nothing outside is asked for.
  const std::string laughs =
      "<!DOCTYPE s [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]><Scenario>&b;</Scenario>";
  EXPECT_THAT(read(laughs), HasSubstr("<Dimensions>"));
}

TEST(Xml, TheSharedExampleLacksACoordinate) {
  const auto folder = shared_case("ktab");
  if (!folder) {
    GTEST_SKIP() << "the shared cases are not here";
  }
  const auto scenario = read_scenario(read_file(*folder / "smpExample.xml"), "smpExample.xml");
  ASSERT_FALSE(scenario);
  EXPECT_EQ(scenario.error().to_string(), "smpExample.xml:32: position is missing");
}

Scenario scenario_of(std::string_view text) {
  auto scenario = read_scenario(text, "t.csv");
  EXPECT_TRUE(scenario) << scenario.error().to_string();
  return scenario ? std::move(*scenario) : Scenario{};
}

TEST(Smp, DrawsBargainsAsOftenAsTheirProbability) {
  Scenario scenario = scenario_of(kTalks);
  SmpOptions options;
  options.transitions = Transitions::stochastic;
  Smp model(options);
  Turn turn;
  constexpr int kDraws = 4000;
  std::vector<double> stayed(3);
  for (int k = 0; k < kDraws; ++k) {
    luck::Key key;
    key.seed = 5;
    key.run = static_cast<std::uint32_t>(k);
    model.turn(scenario.standing, key, turn);
    for (std::size_t i = 0; i < 3; ++i) {
      stayed[i] += turn.takes[i] < 0 ? 1 : 0;
    }
  }
  for (std::size_t i = 0; i < 3; ++i) {
    const double p = turn.status_quo_probability[i];
    EXPECT_NEAR(stayed[i] / kDraws, p, 4 * std::sqrt(p * (1 - p) / kDraws) + 1e-12) << i;
  }
}

TEST(Smp, TheOrderOfActorsDoesNotMatter) {
  const Scenario one = scenario_of(kTalks);
  const Scenario other = scenario_of(
      "Talks,,3,2\nActor,Description,Power,Pull back,Sal,Exchange,Sal\n"
      "C,,7,50,10,50.5,10\nA,,10,20,40,30,50\nB,,5,80,60,70,20\n");
  const auto a = play_smp(one, {});
  const auto b = play_smp(other, {});
  ASSERT_TRUE(a);
  ASSERT_TRUE(b);
  const std::vector<std::size_t> where{1, 2, 0};
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t d = 0; d < 2; ++d) {
      EXPECT_EQ(a->turns.back().position[i * 2 + d], b->turns.back().position[where[i] * 2 + d]);
    }
  }
}

TEST(Smp, AgreesWithEverybodyAtOnePlace) {
  const Scenario scenario = scenario_of("T,,3,1\nn,d,c,p,s\nA,,1,50,50\nB,,2,50,60\nC,,0,50,70\n");
  const auto run = play_smp(scenario, {});
  ASSERT_TRUE(run);
  EXPECT_TRUE(run->settled);
  EXPECT_EQ(run->turns.size(), 2U);
  EXPECT_TRUE(run->turns.back().bargains.empty());
  EXPECT_THAT(run->turns.back().risk, ElementsAre(0, 0, 0));
  EXPECT_THAT(run->turns.back().position, ElementsAre(.5, .5, .5));
}

TEST(Smp, TwoOfEqualStrengthMoveAlike) {
  const Scenario scenario = scenario_of("T,,2,1\nn,d,c,p,s\nA,,5,20,50\nB,,5,80,50\n");
  const auto run = play_smp(scenario, {});
  ASSERT_TRUE(run);
  for (const Turn& turn : run->turns) {
    EXPECT_NEAR(turn.position[0] + turn.position[1], 1, 2e-4);
  }
}

TEST(Smp, EveryChoiceKeepsProbabilitiesAndPlacesInBounds) {
  const Scenario scenario = scenario_of(kTalks);
  for (const PceModel pce : {PceModel::conditional, PceModel::markov_uniform, PceModel::markov_incentive}) {
    for (const RiskRange range : {RiskRange::min, RiskRange::mid, RiskRange::max}) {
      for (const RiskView view :
           {RiskView::none, RiskView::one_third, RiskView::half, RiskView::two_thirds, RiskView::full}) {
        for (const Interpolation interpolation : {Interpolation::s1p1, Interpolation::s2p2, Interpolation::s2pmax}) {
          for (const Proposals proposals : {Proposals::initiator, Proposals::both, Proposals::weighted}) {
            SmpOptions options;
            options.pce.pce = pce;
            options.risk_range = range;
            options.risk_view = view;
            options.interpolation = interpolation;
            options.proposals = proposals;
            options.turns = 4;
            const auto run = play_smp(scenario, options);
            ASSERT_TRUE(run);
            for (const Turn& turn : run->turns) {
              std::vector<double> sums = turn.status_quo_probability;
              for (const Bargain& bargain : turn.bargains) {
                sums[bargain.initiator] += bargain.initiator_probability;
                sums[bargain.receiver] += bargain.receiver_probability;
              }
              for (const double sum : sums) {
                ASSERT_NEAR(sum, 1, 1e-12);
              }
              for (const double place : turn.position) {
                ASSERT_GE(place, 0);
                ASSERT_LE(place, 1);
              }
            }
          }
        }
      }
    }
  }
}

// KTAB's code takes, for the receiver's view of a contest, its gain in place of its chance to prevail, and weighs both
// views with the initiator's capability. Here both views are chances, each with its own actor's weight.
TEST(Smp, ProposalsOfBothSidesAreBothChances) {
  const Scenario scenario = scenario_of(kTalks);
  SmpOptions options;
  options.proposals = Proposals::both;
  Smp model(options);
  Turn turn;
  model.turn(scenario.standing, {}, turn);
  ASSERT_GE(turn.bargains.size(), 2U);
  for (std::size_t b = 0; b + 1 < turn.bargains.size(); b += 2) {
    const Bargain& own = turn.bargains[b];
    const Bargain& others = turn.bargains[b + 1];
    ASSERT_EQ(own.initiator, others.initiator);
    EXPECT_NEAR(own.strength, model.challenge({own.initiator, own.initiator, own.initiator, own.receiver}).probability,
                1e-15);
    EXPECT_NEAR(others.strength,
                model.challenge({own.receiver, own.initiator, own.initiator, own.receiver}).probability, 1e-15);
  }
}

TEST(Smp, StopsWhenAsked) {
  const Scenario scenario = scenario_of(kTalks);
  int asked = 0;
  const auto run = play_smp(scenario, {}, [&] { return ++asked < 2; });
  ASSERT_FALSE(run);
  EXPECT_EQ(run.error().code, ErrorCode::cancelled);
  EXPECT_EQ(run.error().message, "stopped before turn 2");
}

TEST(Smp, RefusesScenariosThatCannotBe) {
  Scenario scenario = scenario_of(kTalks);
  scenario.standing.position[3] = 1.5;
  EXPECT_EQ(play_smp(scenario, {}).error().to_string(),
            "actor 'B' has position 150 on 'Exchange', which lies outside 0 to 100");
  scenario = scenario_of(kTalks);
  scenario.standing.capability[0] = std::nan("");
  EXPECT_EQ(play_smp(scenario, {}).error().code, ErrorCode::bad_value);
  scenario = scenario_of(kTalks);
  scenario.standing.salience.pop_back();
  EXPECT_EQ(play_smp(scenario, {}).error().to_string(), "a scenario's tables differ in size");
  scenario = scenario_of(kTalks);
  scenario.standing.accommodation = {1, 0, 0, 0, 1, 0, 0.5, 0.4, 0.3};
  EXPECT_EQ(play_smp(scenario, {}).error().to_string(), "the ideal of 'C' follows others by 1.2 in all; at most 1");
}

TEST(Track, HasMeansMediansAndAChart) {
  const Scenario scenario = scenario_of(kTalks);
  const auto run = play_smp(scenario, {});
  ASSERT_TRUE(run);
  const Track track = track_of(scenario, *run);
  EXPECT_NEAR(track.mean(0, 0), (9 * 20 + 4 * 80 + 1.4 * 50) / 14.4, 1e-12);
  EXPECT_NEAR(track.median(0, 0), 20, 1e-12);
  const chart::LineChart chart = positions_chart(track, 1, "Source: a test");
  EXPECT_EQ(chart.lines.size(), 4U);
  EXPECT_TRUE(chart::svg(chart));
}

TEST(Table, QuotesWhatItMust) {
  EXPECT_EQ(table::quoted("plain"), "plain");
  EXPECT_EQ(table::quoted("a,b \"c\""), "\"a,b \"\"c\"\"\"");
  EXPECT_EQ(table::quoted(" x"), "\" x\"");
  const auto rows = table::read_csv("a , \"b\nc\" ,\n\n  ,\nd\r\n", "t");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 2U);
  EXPECT_THAT((*rows)[0].cells, ElementsAre("a", "b\nc"));
  EXPECT_EQ((*rows)[1].line, 5);
}

}  // namespace
}  // namespace detente::play::bargain
