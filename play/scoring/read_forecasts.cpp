#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "detente/play/forecasts.hpp"
#include "detente/play/table.hpp"
#include "detente/text/utf8.hpp"

namespace detente::play::scoring {

namespace {

using table::at_line;
using table::Row;
using Json = nlohmann::json;

enum class Field { id, probability, observed, mean, deviation, members, other };

Field field_of(std::string_view name) {
  const std::string word = table::lower(name);
  const auto any = [&](std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (any({"id", "name", "row"})) {
    return Field::id;
  }
  if (any({"probability", "p"})) {
    return Field::probability;
  }
  if (any({"observed", "outcome", "y"})) {
    return Field::observed;
  }
  if (any({"mean"})) {
    return Field::mean;
  }
  if (any({"deviation", "sd"})) {
    return Field::deviation;
  }
  return any({"members", "ensemble"}) ? Field::members : Field::other;
}

// A forecast is of one kind, with numbers that can be.
Result<void> check(const Forecast& forecast, const std::string& where) {
  const auto wrong = [&](ErrorCode code, std::string message) {
    return Error{code, std::move(message), at_line(where, forecast.line)};
  };
  const bool normal = forecast.mean || forecast.deviation;
  const int kinds = (forecast.probability ? 1 : 0) + (forecast.members.empty() ? 0 : 1) + (normal ? 1 : 0);
  if (kinds == 0) {
    return wrong(ErrorCode::missing_field, "there is no forecast: a probability, members, or mean and deviation");
  }
  if (kinds > 1) {
    return wrong(ErrorCode::bad_format, "a forecast is a probability, or members, or mean and deviation, and not two");
  }
  if (forecast.probability && !(*forecast.probability >= 0 && *forecast.probability <= 1)) {
    return wrong(ErrorCode::bad_value, fmt::format("probability {} lies outside 0 to 1", *forecast.probability));
  }
  if (normal && !(forecast.mean && forecast.deviation)) {
    return wrong(ErrorCode::missing_field, forecast.mean ? "deviation is missing" : "mean is missing");
  }
  if (normal && !(*forecast.deviation > 0)) {
    return wrong(ErrorCode::bad_value, fmt::format("deviation {} is not above 0", *forecast.deviation));
  }
  return {};
}

class JsonReader {
 public:
  JsonReader(std::string_view line, int number, const std::string& where)
      : line_(line), number_(number), where_(where) {}

  Result<Forecast> read() const {
    const Json value = Json::parse(line_.begin(), line_.end(), nullptr, false);
    if (!value.is_object()) {
      return Error{ErrorCode::bad_format, value.is_discarded() ? "this is no JSON" : "this is no JSON object", place()};
    }
    Forecast forecast;
    forecast.line = number_;
    for (const auto& [key, item] : value.items()) {
      if (const auto good = take(key, item, forecast); !good) {
        return good.error();
      }
    }
    if (const auto good = check(forecast, where_); !good) {
      return good.error();
    }
    return forecast;
  }

 private:
  std::string place() const { return at_line(where_, number_); }

  Result<double> number(const std::string& key, const Json& item, bool truth) const {
    if (truth && item.is_boolean()) {
      return item.get<bool>() ? 1.0 : 0.0;
    }
    if (!item.is_number() || !std::isfinite(item.get<double>())) {
      return Error{ErrorCode::bad_value, fmt::format("{} is not a number", table::shown(key)), place()};
    }
    return item.get<double>();
  }

  Result<void> take(const std::string& key, const Json& item, Forecast& forecast) const {
    const Field field = field_of(key);
    if (field == Field::other || item.is_null()) {
      return {};
    }
    if (field == Field::id) {
      forecast.id =
          item.is_string() ? item.get<std::string>() : item.dump(-1, ' ', false, Json::error_handler_t::replace);
      return {};
    }
    if (field == Field::members) {
      if (!item.is_array() || item.empty()) {
        return Error{ErrorCode::bad_value, fmt::format("{} is no list of numbers", table::shown(key)), place()};
      }
      for (const Json& member : item) {
        const auto value = number("a member", member, false);
        if (!value) {
          return value.error();
        }
        forecast.members.push_back(*value);
      }
      return {};
    }
    const auto value = number(key, item, field == Field::observed);
    if (!value) {
      return value.error();
    }
    (field == Field::probability ? forecast.probability
     : field == Field::observed  ? forecast.observed
     : field == Field::mean      ? forecast.mean
                                 : forecast.deviation) = *value;
    return {};
  }

  std::string_view line_;
  int number_;
  const std::string& where_;
};

Result<Forecasts> read_lines(std::string_view text, const std::string& where) {
  if (text.size() > table::kLargest) {
    return Error{ErrorCode::too_large, "forecasts hold at most 64 MB", where};
  }
  Forecasts out;
  int number = 0;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    ++number;
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) {
      continue;
    }
    auto forecast = JsonReader(line, number, where).read();
    if (!forecast) {
      return forecast.error();
    }
    out.push_back(std::move(*forecast));
  }
  return out;
}

bool is_number(const std::string& cell) { return static_cast<bool>(table::number(cell, "", "", 0)); }

Result<Forecasts> read_bare(const std::vector<Row>& rows, const std::string& where) {
  Forecasts out;
  for (const Row& row : rows) {
    Forecast& forecast = out.emplace_back();
    forecast.line = row.line;
    for (std::size_t k = 0; k < row.cells.size(); ++k) {
      const auto value = table::number(row, k, fmt::format("member {}", k + 1), where);
      if (!value) {
        return value.error();
      }
      forecast.members.push_back(*value);
    }
    if (forecast.members.size() != out.front().members.size()) {
      return Error{ErrorCode::bad_format,
                   fmt::format("the row has {} members where the first has {}", forecast.members.size(),
                               out.front().members.size()),
                   at_line(where, row.line)};
    }
  }
  return out;
}

Result<Forecast> read_row(const Row& row, const Row& headings, const std::string& where) {
  Forecast forecast;
  forecast.line = row.line;
  if (row.cells.size() > headings.cells.size()) {
    return Error{ErrorCode::bad_format,
                 fmt::format("the row has {} cells under {} headings", row.cells.size(), headings.cells.size()),
                 at_line(where, row.line)};
  }
  for (std::size_t k = 0; k < row.cells.size(); ++k) {
    const std::string& heading = headings.cells[k];
    const Field field = field_of(heading);
    if (field == Field::id) {
      forecast.id = row.cells[k];
      continue;
    }
    if (row.cells[k].empty()) {
      continue;
    }
    const auto value = table::number(row, k, heading.empty() ? "a member" : table::shown(heading), where);
    if (!value) {
      return value.error();
    }
    if (field == Field::other || field == Field::members) {
      forecast.members.push_back(*value);
    } else {
      (field == Field::probability ? forecast.probability
       : field == Field::observed  ? forecast.observed
       : field == Field::mean      ? forecast.mean
                                   : forecast.deviation) = *value;
    }
  }
  if (const auto good = check(forecast, where); !good) {
    return good.error();
  }
  return forecast;
}

Result<Forecasts> read_table(std::string_view text, const std::string& where) {
  const auto rows = table::read_csv(text, where);
  if (!rows) {
    return rows.error();
  }
  if (rows->empty()) {
    return Error{ErrorCode::truncated, "there are no forecasts", where};
  }
  if (std::all_of(rows->front().cells.begin(), rows->front().cells.end(), is_number)) {
    return read_bare(*rows, where);
  }
  Forecasts out;
  for (std::size_t k = 1; k < rows->size(); ++k) {
    auto forecast = read_row((*rows)[k], rows->front(), where);
    if (!forecast) {
      return forecast.error();
    }
    out.push_back(std::move(*forecast));
  }
  return out;
}

}  // namespace

Result<Forecasts> read_forecasts(std::string_view text, const std::string& where) {
  if (const std::size_t at = text::first_invalid(text); at != std::string_view::npos) {
    return Error{ErrorCode::bad_encoding, "this is not UTF-8",
                 at_line(where, static_cast<int>(text::line_of(text, at)))};
  }
  std::string_view start = text;
  if (start.starts_with("\xef\xbb\xbf")) {
    start.remove_prefix(3);
  }
  const std::size_t first = start.find_first_not_of(" \t\r\n");
  const bool json = first != std::string_view::npos && start[first] == '{';
  auto forecasts = json ? read_lines(start, where) : read_table(text, where);
  if (forecasts && forecasts->empty()) {
    return Error{ErrorCode::truncated, "there are no forecasts", where};
  }
  return forecasts;
}

Result<void> add_observed(Forecasts& forecasts, std::string_view text, const std::string& where) {
  const auto rows = table::read_csv(text, where);
  if (!rows) {
    return rows.error();
  }
  std::size_t column = 0;
  std::size_t first = 0;
  if (!rows->empty() && !std::all_of(rows->front().cells.begin(), rows->front().cells.end(), is_number)) {
    const std::vector<std::string>& headings = rows->front().cells;
    const auto found = std::find_if(headings.begin(), headings.end(),
                                    [](const std::string& name) { return field_of(name) == Field::observed; });
    if (found == headings.end()) {
      return Error{ErrorCode::missing_field, "no column is headed observed", at_line(where, rows->front().line)};
    }
    column = static_cast<std::size_t>(found - headings.begin());
    first = 1;
  }
  if (rows->size() - first != forecasts.size()) {
    return Error{ErrorCode::mismatch,
                 fmt::format("{} outcomes for {} forecasts", rows->size() - first, forecasts.size()), where};
  }
  for (std::size_t k = 0; k < forecasts.size(); ++k) {
    const auto value = table::number((*rows)[first + k], column, "observed", where);
    if (!value) {
      return value.error();
    }
    forecasts[k].observed = *value;
  }
  return {};
}

Result<void> check_observed(const Forecasts& forecasts, const std::string& where) {
  for (const Forecast& forecast : forecasts) {
    if (!forecast.observed) {
      return Error{ErrorCode::missing_field,
                   "the outcome is missing: a column or key 'observed', or a file of outcomes",
                   at_line(where, forecast.line)};
    }
    if (forecast.probability && *forecast.observed != 0 && *forecast.observed != 1) {
      return Error{ErrorCode::bad_value, fmt::format("the outcome of an event is 0 or 1, not {}", *forecast.observed),
                   at_line(where, forecast.line)};
    }
  }
  return {};
}

}  // namespace detente::play::scoring
