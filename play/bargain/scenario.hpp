// Inside the readers of scenarios: building up actors row by row.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detente/play/bargain.hpp"

namespace detente::play::bargain {

// An actor as a file gives it, with the line for messages.
struct ActorRow {
  std::string name;
  std::string description;
  double capability = 0;
  std::vector<double> positions;
  std::vector<double> saliences;
  double whole = 100;  // what a salience of 1 is written as
  int line = 0;
};

// Adds actors to a scenario whose dimensions are known, and refuses what cannot be.
class Builder {
 public:
  Builder(Scenario& scenario, const std::string& where, Scale scale)
      : scenario_(scenario), where_(where), scale_(scale) {}

  // Errors: bad_value, missing_field, too_large, with the line of the row.
  Result<void> add(ActorRow&& row);
  std::size_t actors() const { return lines_.size(); }

 private:
  Scenario& scenario_;
  const std::string& where_;
  Scale scale_;
  std::unordered_map<std::string, int> lines_;  // by name
};

Result<Scenario> read_csv_scenario(std::string_view text, const std::string& where, Scale scale);
Result<Scenario> read_xml_scenario(std::string_view text, const std::string& where, Scale scale);

}  // namespace detente::play::bargain
