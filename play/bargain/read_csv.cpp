// Scenarios in CSV, and what every form of file has in common.
#include <fmt/format.h>

#include <array>
#include <cmath>
#include <optional>

#include "detente/play/table.hpp"
#include "scenario.hpp"

namespace detente::play::bargain {

namespace {

constexpr std::size_t kMostActors = 1000;
constexpr std::size_t kMostDimensions = 100;
constexpr double kMostCapability = 1e12;
constexpr double kRounding = 1e-9;

using table::at_line;
using table::Row;

Error wrong(std::string message, const std::string& where, int line) {
  return {ErrorCode::bad_value, std::move(message), at_line(where, line)};
}

std::string cell(const Row& row, std::size_t column) {
  return column < row.cells.size() ? row.cells[column] : std::string();
}

// Where a plain table keeps its columns.
struct Columns {
  std::optional<std::size_t> name;
  std::optional<std::size_t> description;
  std::optional<std::size_t> capability;
  std::optional<std::size_t> position;
  std::optional<std::size_t> salience;
};

// Nothing if the row has no heading for capability.
Result<std::optional<Columns>> columns_of(const Row& row, const std::string& where) {
  Columns columns;
  const auto slot_of = [&](const std::string& heading) -> std::optional<std::size_t>* {
    if (heading == "actor" || heading == "name") {
      return &columns.name;
    }
    if (heading == "description") {
      return &columns.description;
    }
    if (heading == "capability" || heading == "influence" || heading == "power") {
      return &columns.capability;
    }
    if (heading == "position") {
      return &columns.position;
    }
    return heading == "salience" ? &columns.salience : nullptr;
  };
  for (std::size_t k = 0; k < row.cells.size(); ++k) {
    std::optional<std::size_t>* slot = slot_of(table::lower(row.cells[k]));
    if (slot == nullptr) {
      continue;
    }
    if (slot->has_value()) {
      return Error{ErrorCode::bad_format, fmt::format("two columns are headed '{}'", table::shown(row.cells[k])),
                   at_line(where, row.line)};
    }
    *slot = k;
  }
  if (!columns.capability) {
    return std::optional<Columns>();
  }
  for (const auto& [slot, heading] : {std::pair{columns.name, "Actor"}, std::pair{columns.position, "Position"},
                                      std::pair{columns.salience, "Salience"}}) {
    if (!slot) {
      return Error{ErrorCode::missing_field, fmt::format("no column is headed '{}'", heading),
                   at_line(where, row.line)};
    }
  }
  return std::optional<Columns>(columns);
}

Result<Scenario> read_plain(const std::vector<Row>& rows, const Columns& columns, const std::string& where,
                            Scale scale) {
  Scenario scenario;
  scenario.name = where;
  scenario.dimensions = {"position"};
  scenario.standing.dimensions = 1;
  Builder builder(scenario, where, scale);
  for (std::size_t k = 1; k < rows.size(); ++k) {
    const Row& row = rows[k];
    if (row.cells.size() > rows.front().cells.size()) {
      return Error{ErrorCode::bad_format,
                   fmt::format("the row has {} cells under {} headings", row.cells.size(), rows.front().cells.size()),
                   at_line(where, row.line)};
    }
    const auto capability = table::number(row, *columns.capability, "capability", where);
    const auto position = table::number(row, *columns.position, "position", where);
    const auto salience = table::number(row, *columns.salience, "salience", where);
    for (const auto& value : {capability, position, salience}) {
      if (!value) {
        return value.error();
      }
    }
    ActorRow actor;
    actor.name = cell(row, *columns.name);
    actor.description = columns.description ? cell(row, *columns.description) : "";
    actor.capability = *capability;
    actor.positions = {*position};
    actor.saliences = {*salience};
    actor.whole = 1;
    actor.line = row.line;
    if (const auto added = builder.add(std::move(actor)); !added) {
      return added.error();
    }
  }
  return scenario;
}

// The first line of KTAB's form: title, description, actors, dimensions.
struct Title {
  std::size_t actors = 0;
  std::size_t dimensions = 0;
};

Result<Title> read_title(const Row& row, const std::string& where) {
  if (row.cells.size() != 4) {
    return Error{ErrorCode::bad_format,
                 "the first line must hold title, description, number of actors and number of dimensions, or the "
                 "headings Actor, Capability, Position, Salience",
                 at_line(where, row.line)};
  }
  Title title;
  const auto count = [&](std::size_t column, std::string_view name, std::size_t most,
                         std::size_t& out) -> Result<void> {
    const auto value = table::number(row, column, name, where);
    if (!value) {
      return value.error();
    }
    if (*value < 1 || *value != std::floor(*value)) {
      return wrong(fmt::format("{} '{}' is no whole number above 0", name, table::shown(row.cells[column])), where,
                   row.line);
    }
    if (*value > static_cast<double>(most)) {
      return Error{ErrorCode::too_large, fmt::format("{} is {}; at most {}", name, *value, most),
                   at_line(where, row.line)};
    }
    out = static_cast<std::size_t>(*value);
    return {};
  };
  if (const auto good = count(2, "the number of actors", kMostActors, title.actors); !good) {
    return good.error();
  }
  if (const auto good = count(3, "the number of dimensions", kMostDimensions, title.dimensions); !good) {
    return good.error();
  }
  return title;
}

Result<ActorRow> read_actor(const Row& row, const Scenario& scenario, const std::string& where) {
  const std::size_t expected = 3 + 2 * scenario.dimensions.size();
  if (row.cells.size() != expected) {
    return Error{ErrorCode::bad_format,
                 fmt::format("the row has {} cells where {} are needed: name, description, capability, and position "
                             "and salience for each of {} {}",
                             row.cells.size(), expected, scenario.dimensions.size(),
                             scenario.dimensions.size() == 1 ? "dimension" : "dimensions"),
                 at_line(where, row.line)};
  }
  ActorRow actor;
  actor.name = row.cells[0];
  actor.description = row.cells[1];
  actor.line = row.line;
  const auto capability = table::number(row, 2, "capability", where);
  if (!capability) {
    return capability.error();
  }
  actor.capability = *capability;
  for (std::size_t d = 0; d < scenario.dimensions.size(); ++d) {
    const auto position = table::number(row, 3 + 2 * d, "position", where);
    if (!position) {
      return position.error();
    }
    const auto salience = table::number(row, 4 + 2 * d, "salience", where);
    if (!salience) {
      return salience.error();
    }
    actor.positions.push_back(*position);
    actor.saliences.push_back(*salience);
  }
  return actor;
}

Result<Scenario> read_ktab(const std::vector<Row>& rows, const std::string& where, Scale scale) {
  const auto title = read_title(rows.front(), where);
  if (!title) {
    return title.error();
  }
  Scenario scenario;
  scenario.name = cell(rows.front(), 0);
  scenario.description = cell(rows.front(), 1);
  scenario.standing.dimensions = title->dimensions;
  if (rows.size() < 2) {
    return Error{ErrorCode::truncated, "the table ends before its headings", at_line(where, rows.front().line)};
  }
  const Row& headings = rows[1];
  if (headings.cells.size() != 3 + 2 * title->dimensions) {
    return Error{ErrorCode::bad_format,
                 fmt::format("{} headings where {} are needed: name, description, capability, and position and "
                             "salience for each of {} {}",
                             headings.cells.size(), 3 + 2 * title->dimensions, title->dimensions,
                             title->dimensions == 1 ? "dimension" : "dimensions"),
                 at_line(where, headings.line)};
  }
  for (std::size_t d = 0; d < title->dimensions; ++d) {
    scenario.dimensions.push_back(headings.cells[3 + 2 * d]);
  }
  Builder builder(scenario, where, scale);
  for (std::size_t k = 2; k < rows.size(); ++k) {
    if (builder.actors() == title->actors) {
      return Error{
          ErrorCode::bad_format,
          fmt::format("line {} promises {} actors, and here begins another one", rows.front().line, title->actors),
          at_line(where, rows[k].line)};
    }
    auto actor = read_actor(rows[k], scenario, where);
    if (!actor) {
      return actor.error();
    }
    if (const auto added = builder.add(std::move(*actor)); !added) {
      return added.error();
    }
  }
  if (builder.actors() < title->actors) {
    return Error{ErrorCode::truncated,
                 fmt::format("line {} promises {} actors, and the table ends after {}", rows.front().line,
                             title->actors, builder.actors()),
                 at_line(where, rows.back().line)};
  }
  return scenario;
}

}  // namespace

Result<void> Builder::add(ActorRow&& row) {
  Standing& s = scenario_.standing;
  if (row.name.empty()) {
    return Error{ErrorCode::missing_field, "the actor has no name", at_line(where_, row.line)};
  }
  const std::string name = table::shown(row.name);
  if (const auto [found, fresh] = lines_.emplace(row.name, row.line); !fresh) {
    return wrong(fmt::format("actor '{}' is named twice, first in line {}", name, found->second), where_, row.line);
  }
  if (lines_.size() > kMostActors) {
    return Error{ErrorCode::too_large, fmt::format("more than {} actors", kMostActors), at_line(where_, row.line)};
  }
  if (row.capability < 0 || row.capability > kMostCapability) {
    return wrong(row.capability < 0
                     ? fmt::format("capability {} of '{}' is negative", row.capability, name)
                     : fmt::format("capability {} of '{}' is above {}", row.capability, name, kMostCapability),
                 where_, row.line);
  }
  double sum = 0;
  for (std::size_t d = 0; d < row.positions.size(); ++d) {
    if (scale_ == Scale::hundred && (row.positions[d] < 0 || row.positions[d] > 100)) {
      return wrong(fmt::format("position {} of '{}' lies outside 0 to 100", row.positions[d], name), where_, row.line);
    }
    if (row.saliences[d] < 0 || row.saliences[d] > row.whole) {
      return wrong(fmt::format("salience {} of '{}' lies outside 0 to {}", row.saliences[d], name, row.whole), where_,
                   row.line);
    }
    sum += row.saliences[d];
  }
  if (!(sum > 0)) {
    return wrong(fmt::format("'{}' cares about nothing: its saliences are all 0", name), where_, row.line);
  }
  if (sum > row.whole + kRounding * row.whole * static_cast<double>(row.saliences.size())) {
    return wrong(fmt::format("the saliences of '{}' sum to {}; at most {} over all dimensions", name, sum, row.whole),
                 where_, row.line);
  }
  ++s.actors;
  s.capability.push_back(row.capability);
  for (std::size_t d = 0; d < row.positions.size(); ++d) {
    s.position.push_back(scale_ == Scale::hundred ? row.positions[d] / 100 : row.positions[d]);
    s.salience.push_back(row.whole == 1 ? row.saliences[d] : row.saliences[d] / row.whole);
  }
  scenario_.actors.push_back(std::move(row.name));
  scenario_.descriptions.push_back(std::move(row.description));
  return {};
}

Result<Scenario> read_csv_scenario(std::string_view text, const std::string& where, Scale scale) {
  const auto rows = table::read_csv(text, where);
  if (!rows) {
    return rows.error();
  }
  if (rows->empty()) {
    return Error{ErrorCode::truncated, "the table is empty", where};
  }
  const auto columns = columns_of(rows->front(), where);
  if (!columns) {
    return columns.error();
  }
  auto scenario = *columns ? read_plain(*rows, **columns, where, scale) : read_ktab(*rows, where, scale);
  if (scenario && scenario->standing.actors < 2) {
    return Error{ErrorCode::truncated,
                 fmt::format("bargaining needs two actors or more; the table has {}", scenario->standing.actors),
                 where};
  }
  return scenario;
}

Result<Scenario> read_scenario(std::string_view text, const std::string& where, Scale scale) {
  std::string_view start = text;
  if (start.starts_with("\xef\xbb\xbf")) {
    start.remove_prefix(3);
  }
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  const bool xml = first != std::string_view::npos && start[first] == '<';
  return xml ? read_xml_scenario(text, where, scale) : read_csv_scenario(text, where, scale);
}

}  // namespace detente::play::bargain
