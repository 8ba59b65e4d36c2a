// Flee's cases: its inputs, what UNHCR counted, and what Flee itself gave for them.
#include "detente/play/flee.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdlib>
#include <fstream>

#include "detente/play/table.hpp"

namespace detente::play::flow {
namespace {

namespace fs = std::filesystem;

fs::path cases_folder() {
  const char* shared = std::getenv("DETENTE_SHARED");
  return (shared != nullptr ? fs::path(shared) : fs::path(DETENTE_SOURCE_DIR) / "../shared") / "cases/play/flee";
}

#define SKIP_WITHOUT_CASES()                                   \
  if (!fs::exists(cases_folder() / "mali")) {                  \
    GTEST_SKIP() << "the cases are not at " << cases_folder(); \
  }

Scenario scenario(const std::string& name) {
  const auto files = load_flee(cases_folder() / name);
  EXPECT_TRUE(files) << files.error().to_string();
  auto s = parse_flee(*files);
  EXPECT_TRUE(s) << s.error().to_string();
  return *s;
}

struct FleeTable {
  std::vector<table::Row> rows;  // the first is the head

  std::size_t days() const { return rows.size() - 1; }
  double at(std::size_t day, const std::string& column) const {
    const auto& head = rows[0].cells;
    const auto where = std::find(head.begin(), head.end(), column) - head.begin();
    const auto value = table::number(rows[day + 1], static_cast<std::size_t>(where), column, "flee_run_here.csv");
    EXPECT_TRUE(value) << value.error().to_string();
    return value ? *value : 0;
  }
};

FleeTable flee_table(const std::string& name) {
  std::ifstream in(cases_folder() / name / "flee_run_here.csv");
  const std::string bytes((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  return {*table::read_csv(bytes, "flee_run_here.csv")};
}

// The published measure: Flee's run of 300 days has 0.3165.
TEST(Flee, MaliIsNoWorseThanFlee) {
  SKIP_WITHOUT_CASES();
  const auto r = run(scenario("mali"), {}, {.days = 300});
  ASSERT_TRUE(r) << r.error().to_string();
  EXPECT_LE(r->error, 0.3165);
  EXPECT_LT(r->conservation, 1e-6);
  EXPECT_EQ(r->simulated.size(), 7U);
  EXPECT_EQ(r->error_by_day.size(), 300U);
}

// The measure itself, on Flee's own numbers.
TEST(Flee, TheMeasureIsFlees) {
  SKIP_WITHOUT_CASES();
  const FleeTable table = flee_table("mali");
  const Scenario mali = scenario("mali");
  double error = 0;
  ASSERT_EQ(table.days(), 300U);
  for (std::size_t day = 0; day < 300; ++day) {
    double all_simulated = 0;
    double all_counted = 0;
    for (const Series& camp : mali.camps) {
      const std::string name = mali.graph.places[camp.place].name;
      EXPECT_EQ(camp.at(static_cast<int>(day)), table.at(day, name + " data")) << name << " day " << day;
      all_simulated += table.at(day, name + " sim");
      all_counted += table.at(day, name + " data");
    }
    for (const Series& camp : mali.camps) {
      const std::string name = mali.graph.places[camp.place].name;
      error += std::fabs(table.at(day, name + " sim") * all_counted / all_simulated - table.at(day, name + " data")) /
               all_counted / 300;
    }
  }
  EXPECT_NEAR(error, 0.3165, 5e-5);
}

// Flows are the means of Flee's agents: with its use of first-day capacity, camp by camp, they stay by its run.
TEST(Flee, FlowsStayByTheAgents) {
  SKIP_WITHOUT_CASES();
  struct Case {
    const char* name;
    double error;  // Flee's, over the days that it was run
  };
  for (const auto& [name, error] : {Case{"mali", 0.3165}, Case{"burundi", 0.8882}, Case{"car", 0.3149}}) {
    const FleeTable table = flee_table(name);
    const auto r = run(scenario(name), {}, {.days = static_cast<int>(table.days()), .first_day_twice = true});
    ASSERT_TRUE(r) << r.error().to_string();
    EXPECT_NEAR(r->error, error, 0.01) << name;
    double off = 0;
    double all = 0;
    for (std::size_t day = 0; day < table.days(); ++day) {
      EXPECT_NEAR(r->displaced[day], table.at(day, "total refugees (simulation)"), 300) << name << " day " << day;
      for (std::size_t c = 0; c < r->camps.size(); ++c) {
        off += std::fabs(r->simulated[c][day] - table.at(day, r->camps[c] + " sim"));
        all += table.at(day, r->camps[c] + " sim");
      }
    }
    EXPECT_LT(off / all, 0.05) << name;
  }
}

FleeFiles tiny() {
  FleeFiles files;
  files.bytes["locations.csv"] =
      "#name,region,country,latitude,longitude,location_type,conflict_date,population\n"
      "Ash,r,Home,1,2,conflict_zone,0,1000\nElm,r,Home,1,2,conflict_zone,5,3000\nOak,r,Abroad,,,camp,,4000\n";
  files.bytes["routes.csv"] = "#name1,name2,distance,forced_redirection\nAsh,Elm,50,0\nElm,Oak,80,\n";
  files.bytes["data_layout.csv"] = "total,all.csv\nOak,oak.csv,more.csv\n";
  files.bytes["oak.csv"] = "#Date,n\n2020-01-01,100\n2020-01-11,200\n2020-01-21,150\n";
  files.bytes["more.csv"] = "Date,n\n2020-01-06,10\n2020-01-11,20\n";
  files.bytes["sim_period.csv"] = "StartDate,2020-01-01\nLength,30\n";
  files.bytes["closures.csv"] = "#closure_type,name1,name2,closure_start,closure_end\ncountry,Home,Abroad,3,6\n";
  files.bytes["registration_corrections.csv"] = "Oak,2020-01-21\n";
  return files;
}

TEST(Flee, ReadsItsFiles) {
  const auto s = parse_flee(tiny());
  ASSERT_TRUE(s) << s.error().to_string();
  EXPECT_EQ(s->graph.places.size(), 3U);
  EXPECT_TRUE(s->graph.places[2].foreign);
  EXPECT_EQ(s->graph.places[2].capacity, 4000);
  EXPECT_EQ(s->graph.links[1].km, 80);
  EXPECT_EQ(s->days, 30);
  ASSERT_EQ(s->camps.size(), 1U);
  // 110, 110, 220, 170 on days 0, 5, 10, 20; all before the last scaled by 170 / 220.
  EXPECT_EQ(s->camps[0].day, (std::vector<int>{0, 5, 10, 20}));
  EXPECT_EQ(s->camps[0].at(0), std::floor(110 * 170.0 / 220));
  EXPECT_EQ(s->camps[0].at(-3), s->camps[0].at(0));
  EXPECT_EQ(s->camps[0].at(15), 170);
  EXPECT_EQ(s->camps[0].at(99), 170);
  // No conflicts.csv: zones by their dates.
  EXPECT_EQ(s->conflict[0], (std::vector<double>{1}));
  EXPECT_EQ(s->conflict[1], (std::vector<double>{0, 0, 0, 0, 0, 1}));
  const auto r = run(*s, {});
  ASSERT_TRUE(r) << r.error().to_string();
  EXPECT_EQ(r->error_by_day.size(), 30U);
  // With one camp there is nothing to get wrong in shares.
  EXPECT_NEAR(r->error, 0, 1e-12);
}

TEST(Flee, FaultsNameTheirLine) {
  struct Fault {
    const char* file;
    const char* bytes;
    const char* where;
  };
  const std::vector<Fault> faults = {
      {"locations.csv", "Ash,r,Home,1,2,conflict_zone,0,many\n", "locations.csv:1"},
      {"locations.csv", "Ash,r,Home,1,2,castle,0,5\n", "locations.csv:1"},
      {"locations.csv", "Ash,r,Home,1,2,town,,5\nAsh,r,Home,1,2,town,,5\n", "locations.csv:2"},
      {"locations.csv", "Ash,r,Home,north,2,town,,5\n", "locations.csv:1"},
      {"locations.csv", "Ash,r,Home,1,2,town,,-5\n", "locations.csv:1"},
      {"locations.csv", "", "locations.csv"},
      {"routes.csv", "#\nAsh,Yew,5,0\n", "routes.csv:2"},
      {"routes.csv", "Ash,Elm,0,0\n", "routes.csv:1"},
      {"routes.csv", "Ash,Elm,nan,0\n", "routes.csv:1"},
      {"routes.csv", "Ash,Elm\n", "routes.csv:1"},
      {"routes.csv", "Ash,\"Elm,5", "routes.csv:1"},
      {"closures.csv", "moon,Ash,Elm,1,2\n", "closures.csv:1"},
      {"closures.csv", "location,Yew,,1,2\n", "closures.csv:1"},
      {"closures.csv", "country,Home,Abroad,soon,2\n", "closures.csv:1"},
      {"conflicts.csv", "#Day,Ash\n0,1\n1,-1\n", "conflicts.csv:3"},
      {"conflicts.csv", "#Day,Ash\n0,1\n1\n", "conflicts.csv:3"},
      {"conflicts.csv", "", "conflicts.csv"},
      {"oak.csv", "2020-01-01,1\n2020-13-01,2\n", "oak.csv:2"},
      {"oak.csv", "2020-01-05,1\n2020-01-01,2\n", "oak.csv:2"},
      {"oak.csv", "2020-01-05,few\n", "oak.csv:1"},
      {"oak.csv", "Date,n\n", "oak.csv"},
      {"oak.csv", "2020-01-05,\xff\n", "oak.csv:1"},
      {"sim_period.csv", "StartDate,soon\n", "sim_period.csv:1"},
      {"sim_period.csv", "Length,1e99\n", "sim_period.csv:1"},
      {"registration_corrections.csv", "Oak,never\n", "registration_corrections.csv:1"},
      {"data_layout.csv", "total,all.csv\nYew,oak.csv\n", "data_layout.csv"},
      {"data_layout.csv", "Oak,gone.csv\n", "gone.csv"},
  };
  for (const Fault& fault : faults) {
    FleeFiles files = tiny();
    files.bytes[fault.file] = fault.bytes;
    const auto s = parse_flee(files);
    ASSERT_FALSE(s) << fault.file << ": " << fault.bytes;
    EXPECT_EQ(s.error().where, fault.where) << fault.bytes;
    EXPECT_FALSE(s.error().message.empty());
  }
  FleeFiles files = tiny();
  files.bytes.erase("routes.csv");
  EXPECT_EQ(parse_flee(files).error().code, ErrorCode::not_found);
  EXPECT_EQ(load_flee("/nowhere/at/all").error().code, ErrorCode::not_found);
}

TEST(Flee, PlacesThatAreNotThereArePassedOverWithANote) {
  FleeFiles files = tiny();
  files.bytes["conflicts.csv"] = "#Day, Ash, Yew, Elm,\n0, 1, 1, 0\n1, 1, 1, 1\n";
  files.bytes["data_layout.csv"] += "Yew,yew.csv\n";
  files.bytes["yew.csv"] = "2020-01-01,0\n2020-01-11,500\n";
  const auto s = parse_flee(files);
  ASSERT_TRUE(s) << s.error().to_string();
  ASSERT_EQ(s->notes.size(), 2U);
  EXPECT_EQ(s->notes[0].where, "conflicts.csv:1");
  EXPECT_EQ(s->notes[1].where, "data_layout.csv:3");
  const auto r = run(*s, {});
  ASSERT_TRUE(r);
  EXPECT_EQ(r->camps.size(), 1U);
  EXPECT_GT(r->displaced.back(), 500);
}

TEST(Flee, RunsCanBeStoppedAndNeedDays) {
  auto s = parse_flee(tiny());
  ASSERT_TRUE(s);
  EXPECT_EQ(run(*s, {}, {.progress = [](int day) { return day < 3; }}).error().code, ErrorCode::cancelled);
  s->days = 0;
  EXPECT_EQ(run(*s, {}).error().code, ErrorCode::bad_value);
}

TEST(Flee, Settings) {
  const auto rules = parse_flee_settings(
      "log_levels:\n  agent: 0\nspawn_rules:\n  take_from_population: True\n  insert_day0: True\nmove_rules:\n"
      "  max_move_speed: 200.0 # km\n  conflict_weight: 0.5\n  awareness_level: 2\n  start_on_foot: False\n",
      "s.yml");
  ASSERT_TRUE(rules) << rules.error().to_string();
  EXPECT_EQ(rules->speed, 200);
  EXPECT_EQ(rules->conflict_weight, 0.5);
  EXPECT_EQ(rules->awareness, 2);
  EXPECT_TRUE(rules->from_population);
  const auto where = [](std::string_view text) { return parse_flee_settings(text, "s.yml").error(); };
  EXPECT_EQ(where("move_rules:\n  start_on_foot: True\n").where, "s.yml:2");
  EXPECT_EQ(where("move_rules:\n  start_on_foot: True\n").code, ErrorCode::unsupported);
  EXPECT_EQ(where("move_rules:\n  camp_weight: heavy\n").code, ErrorCode::bad_value);
  EXPECT_EQ(where("move_rules\n").code, ErrorCode::bad_format);
  EXPECT_EQ(where("spawn_rules:\n  camps_are_sinks: True\n").code, ErrorCode::unsupported);
}

}  // namespace
}  // namespace detente::play::flow
