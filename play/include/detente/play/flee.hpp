// A displacement case in the files of Flee: a graph, conflicts by day, and what UNHCR counted in the camps.
//
//   auto files = flow::load_flee("mali/");                // input/ and validation/, or all in one folder
//   auto scenario = flow::parse_flee(*files);             // bad_value at "routes.csv:12": no place is called 'Boureme'
//   auto run = flow::run(*scenario, {});
//   run->error;                                           // Flee's averaged relative difference, rescaled
//
// How many people are displaced is not the model's to say here: as in Flee, those who newly come to all camps together
// on a day are set out in the conflict zones, in proportion to their people. The model says where they go.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/flow.hpp"
#include "detente/text/date.hpp"

namespace detente::play::flow {

// The bytes of the files by name ("locations.csv", "routes.csv", "data_layout.csv", "mau-mbera.csv", ...).
struct FleeFiles {
  std::map<std::string, std::string> bytes;
};

// @returns not_found if the folder holds no locations.csv; io; too_large for a file above 64 MB.
Result<FleeFiles> load_flee(const std::filesystem::path& folder);

// What was counted in a camp: day and number, days rising.
struct Series {
  static constexpr std::uint32_t kNoPlace = ~0U;  // the camp is not among the places

  std::uint32_t place = 0;
  std::vector<int> day;
  std::vector<double> count;

  // Linear between counts, the first before and the last after them; whole numbers, rounded down as Flee does.
  double at(int day) const;
};

struct Scenario {
  Graph graph;
  text::Date start;
  int days = 0;                               // of the period in sim_period.csv
  std::vector<std::vector<double>> conflict;  // [place][day]; the last day's holds on
  // In the order of data_layout.csv. As in Flee, those of a camp that is no place count among the newly displaced and
  // in no error.
  std::vector<Series> camps;
  std::vector<Error> notes;  // what was passed over: conflicts and counts of places that are not in locations.csv
};

// locations, routes and data_layout with its files are needed; conflicts (else the conflict dates of the locations),
// closures, registration_corrections and sim_period may be absent.
// @returns missing_field, bad_value, bad_format, truncated or bad_encoding with the file and line; not_found for a file
// that is named and not there.
Result<Scenario> parse_flee(const FleeFiles& files);

// The move_rules of Flee's simsetting.yml; rules that have no counterpart here are refused if they are switched on.
// @returns bad_format, bad_value, unsupported, with the line.
Result<Rules> parse_flee_settings(std::string_view bytes, std::string_view file);

struct FleeRun {
  std::vector<std::string> camps;
  std::vector<std::vector<double>> simulated;  // [camp][day]
  std::vector<std::vector<double>> counted;    // [camp][day]
  std::vector<double> on_the_way;              // [day]
  std::vector<double> displaced;               // [day], all of them
  // Of each day: sum over camps of |simulated * all counted / all simulated - counted| / all counted. The scaling takes
  // out that people who are on the way, in the model, are counted in camps by UNHCR.
  std::vector<double> error_by_day;
  double error = 0;         // the mean over days
  double plain_error = 0;   // the same without scaling
  double conservation = 0;  // the largest of Flow::conservation() on any day, in people
};

struct FleeOptions {
  int days = 0;  // 0: those of the scenario
  // Of Flee: people who are in a camp on the first day use up its capacity twice. Without it the capacity is what the
  // file says.
  bool first_day_twice = false;
  std::function<bool(int day)> progress = {};  // false stops the run
};

// @returns what check() refuses; bad_value for no days; cancelled.
Result<FleeRun> run(const Scenario& scenario, const Rules& rules, const FleeOptions& options = {});

}  // namespace detente::play::flow
