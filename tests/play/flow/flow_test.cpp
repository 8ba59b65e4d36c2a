#include "detente/play/flow.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <limits>

#include "detente/play/luck.hpp"

namespace detente::play::flow {
namespace {

// home (in conflict) - town - camp abroad, and a second camp beyond the first.
Graph small() {
  Graph graph;
  graph.places = {{.name = "home", .country = "A", .kind = Kind::conflict, .people = 10000},
                  {.name = "town", .country = "A", .people = 5000},
                  {.name = "near", .country = "B", .kind = Kind::camp, .capacity = 1000, .foreign = true},
                  {.name = "far", .country = "B", .kind = Kind::camp, .foreign = true}};
  graph.links = {{0, 1, 100}, {1, 2, 50}, {1, 3, 390}};
  return graph;
}

TEST(Flow, ChoicesAreTheFormula) {
  Rules rules{.foreign_weight = 2, .camp_weight = 3};
  Flow flow(small(), rules);
  const auto choices = flow.choices(1);
  ASSERT_EQ(choices.size(), 3U);
  const double home = 0.25 / 110;
  const double near = 6.0 / 60;
  const double far = 6.0 / 400;
  EXPECT_DOUBLE_EQ(choices[0].share, home / (home + near + far));
  EXPECT_DOUBLE_EQ(choices[1].share, near / (home + near + far));
  EXPECT_DOUBLE_EQ(choices[2].share, far / (home + near + far));
  rules.weight_power = 2;
  rules.distance_power = 0.5;
  const auto other = Flow(small(), rules).choices(1);
  const double h = 0.25 * 0.25 / 110;
  const double n = 36.0 / 60;
  const double f = 36.0 / 400;
  EXPECT_NEAR(other[1].share, n / (h + n + f), 1e-15);
}

TEST(Flow, ADayOfTravelByHand) {
  Flow flow(small(), {.conflict_weight = 0, .camp_move = 0});
  flow.flee(0, 100);
  flow.step();
  // Nobody turns back to the conflict. All leave the conflict for the town, 100 km; 30 of 100 go on the same day.
  const auto c = flow.choices(1);
  const double onward = 30;
  // Those for the far camp are on the way, 360 of 390 km behind them.
  EXPECT_NEAR(flow.on_the_way(), onward * c[2].share, 1e-9);
  EXPECT_NEAR(flow.displaced(2), onward * c[1].share, 1e-9);
  EXPECT_NEAR(flow.displaced(1), 70, 1e-9);
  EXPECT_NEAR(flow.displaced(0) + flow.displaced(1) + flow.displaced(2) + flow.on_the_way(), 100, 1e-9);
  const double under_way = flow.on_the_way();
  flow.step();
  EXPECT_GE(flow.displaced(3), under_way);
}

TEST(Flow, AFullCampTakesNobody) {
  Flow flow(small(), {.town_move = 1});
  flow.arrive(2, 949);
  EXPECT_NEAR(flow.choices(1)[1].share / flow.choices(1)[2].share, 0.51 * 400 / 60, 1e-9);
  flow.flee(1, 100);
  flow.step();
  EXPECT_GT(flow.displaced(2), 949);
  Flow full(small(), {.camp_move = 0, .town_move = 1});
  full.arrive(2, 960);
  full.flee(1, 100);
  full.step();
  EXPECT_EQ(full.displaced(2), 960);
  full.set_capacity(2, 2000);
  full.step();
  EXPECT_GT(full.displaced(2), 960);
}

TEST(Flow, ClosedBordersHoldPeopleBack) {
  Graph graph = small();
  graph.closures = {{.what = Closure::What::country, .country_a = "B", .country_b = "A", .from = 0, .until = 10}};
  Flow flow(graph, {});
  flow.flee(0, 1000);
  for (int day = 0; day < 10; ++day) {
    flow.step();
    EXPECT_EQ(flow.displaced(2) + flow.displaced(3) + flow.on_the_way(), 0) << day;
  }
  flow.step();
  EXPECT_GT(flow.displaced(2), 0);
}

TEST(Flow, WhoIsOnALinkThatClosesComesBack) {
  Flow flow(small(), {.town_move = 1});
  flow.flee(1, 1000);
  flow.step();
  ASSERT_GT(flow.on_the_way(), 1);
  flow.set_open(2, false, false);
  flow.step();
  EXPECT_EQ(flow.on_the_way(), 0);
  EXPECT_EQ(flow.displaced(3), 0);
  EXPECT_NEAR(flow.conservation(), 0, 1e-9);
}

TEST(Flow, ForcedRedirectionSendsAllOneWay) {
  Graph graph = small();
  graph.places[1].kind = Kind::forward;
  graph.links[2].forced = true;
  Flow flow(graph, {});
  ASSERT_EQ(flow.choices(1).size(), 1U);
  EXPECT_EQ(flow.choices(1)[0].end, 3U);
}

TEST(Flow, AwarenessSeesFurtherAndMarkersAreNoEnds) {
  Graph graph = small();
  ASSERT_EQ(Flow(graph, {.awareness = 1}).choices(0).size(), 1U);
  const auto two = Flow(graph, {.awareness = 2}).choices(0);
  ASSERT_EQ(two.size(), 3U);
  EXPECT_EQ(two[1].km, 150);
  Flow flow(graph, {.camp_move = 0, .town_move = 0, .awareness = 2});
  flow.flee(0, 100);
  flow.step();
  // Who chose the camp does not stop in the town, where nobody else moves on.
  EXPECT_NEAR(flow.displaced(2), 100 * two[1].share, 1e-9);
  graph.places[1].kind = Kind::marker;
  const auto past = Flow(graph, {.awareness = 1}).choices(0);
  ASSERT_EQ(past.size(), 2U);
  EXPECT_EQ(past[0].end, 2U);
}

TEST(Flow, PeopleGoHomeWhenItIsQuiet) {
  Flow flow(small(), {.return_share = 0.1});
  flow.flee(0, 1000);
  flow.step();
  EXPECT_EQ(flow.returned(), 0);
  flow.set_conflict(0, 0);
  for (int day = 0; day < 200; ++day) {
    flow.step();
  }
  EXPECT_GT(flow.returned(), 950);
  EXPECT_NEAR(flow.at_home(0), 10000 - flow.away_from(0), 1e-6);
  EXPECT_NEAR(flow.away_from(0), flow.displaced_in_all(), 1e-6);
}

TEST(Flow, NoMoreFleeThanThereAre) {
  Flow flow(small(), {.from_population = true});
  EXPECT_EQ(flow.flee(1, 4000), 4000);
  EXPECT_EQ(flow.flee(1, 4000), 1000);
  EXPECT_EQ(flow.flee(1, 1), 0);
  EXPECT_EQ(flow.flee(1, std::numeric_limits<double>::quiet_NaN()), 0);
  EXPECT_EQ(flow.flee(1, -5), 0);
  EXPECT_EQ(flow.at_home(1), 0);
}

// A hundred graphs at random, with everything that can happen: nobody is lost and nobody made.
TEST(Flow, PeopleAreConserved) {
  for (std::uint32_t seed = 0; seed < 100; ++seed) {
    std::uint32_t draw = 0;
    const auto u = [&] { return luck::uniform({.seed = seed, .draw = draw++}); };
    Graph graph;
    const auto places = static_cast<std::uint32_t>(3 + u() * 12);
    double people = 0;
    for (std::uint32_t p = 0; p < places; ++p) {
      const Kind kinds[] = {Kind::town, Kind::conflict, Kind::camp, Kind::forward, Kind::marker};
      graph.places.push_back({.name = "p" + std::to_string(p),
                              .country = u() < 0.5 ? "A" : "B",
                              .kind = kinds[static_cast<std::size_t>(u() * 5)],
                              .people = std::floor(u() * 100000),
                              .capacity = u() < 0.5 ? 0 : std::floor(u() * 5000),
                              .foreign = u() < 0.5});
      people += graph.places.back().people;
    }
    for (std::uint32_t l = 0; l < places * 2; ++l) {
      const auto a = static_cast<std::uint32_t>(u() * places);
      const auto b = static_cast<std::uint32_t>(u() * places);
      if (a != b) {
        graph.links.push_back({a, b, 0.5 + u() * u() * 900, u() < 0.1});
      }
    }
    graph.closures = {
        {.what = Closure::What::country, .country_a = "A", .country_b = "B", .from = 5, .until = 12},
        {.what = Closure::What::place, .a = 1, .from = 8, .until = 9},
        {.what = Closure::What::camp, .a = 2, .from = 3},
    };
    const Rules rules{.speed = 20 + u() * 500,
                      .camp_weight = 2,
                      .camp_move = 0.05,
                      .awareness = 1 + static_cast<int>(u() * 3),
                      .from_population = true,
                      .return_share = u() < 0.5 ? 0 : 0.02};
    ASSERT_TRUE(check(graph, rules)) << check(graph, rules).error().to_string();
    Flow flow(graph, rules);
    flow.arrive(0, 500);
    for (int day = 0; day < 40; ++day) {
      const auto p = static_cast<std::uint32_t>(u() * places);
      flow.set_conflict(p, u() < 0.5 ? 0 : u() * 2);
      flow.flee(p, u() * 3000);
      if (!graph.links.empty() && u() < 0.2) {
        flow.set_open(static_cast<std::uint32_t>(u() * static_cast<double>(graph.links.size())), u() < 0.5, u() < 0.5);
      }
      flow.step();
      double home = 0;
      double displaced = flow.on_the_way();
      for (std::uint32_t q = 0; q < places; ++q) {
        EXPECT_GE(flow.displaced(q), -1e-9);
        EXPECT_GE(flow.at_home(q), -1e-9);
        home += flow.at_home(q);
        displaced += flow.displaced(q);
      }
      ASSERT_NEAR(home + displaced, people + 500, 1e-5) << seed << " day " << day;
      ASSERT_NEAR(flow.conservation(), 0, 1e-6) << seed << " day " << day;
    }
  }
}

TEST(Flow, WrongGraphsAndRulesAreRefused) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const std::vector<std::function<void(Graph&, Rules&)>> faults = {
      [](Graph& g, Rules&) { g.places.clear(); },
      [](Graph& g, Rules&) { g.places[1].name = "home"; },
      [](Graph& g, Rules&) { g.places[1].name = ""; },
      [&](Graph& g, Rules&) { g.places[1].people = nan; },
      [](Graph& g, Rules&) { g.places[1].capacity = -1; },
      [](Graph& g, Rules&) { g.links[0].to = 9; },
      [](Graph& g, Rules&) { g.links[0].to = 0; },
      [](Graph& g, Rules&) { g.links[0].km = 0; },
      [&](Graph& g, Rules&) { g.links[0].km = nan; },
      [](Graph& g, Rules&) { g.closures.push_back({.what = Closure::What::place, .a = 17}); },
      [&](Graph&, Rules& r) { r.speed = nan; },
      [](Graph&, Rules& r) { r.speed = 0; },
      [](Graph&, Rules& r) { r.town_move = 1.1; },
      [](Graph&, Rules& r) { r.conflict_weight = -1; },
      [](Graph&, Rules& r) { r.awareness = 9; },
      [](Graph&, Rules& r) { r.capacity_buffer = 2; },
  };
  for (std::size_t i = 0; i < faults.size(); ++i) {
    Graph graph = small();
    Rules rules;
    faults[i](graph, rules);
    ASSERT_FALSE(check(graph, rules)) << i;
    EXPECT_FALSE(check(graph, rules).error().message.empty());
  }
}

}  // namespace
}  // namespace detente::play::flow
