// GET /api/reports and /api/reports/{id}: what was published, and what was read in it.
#include <algorithm>

#include "outlet.hpp"
#include "view_items.hpp"
#include "view_table.hpp"

namespace detente::desk {

namespace {

// Events and statements of each reading of one page.
Result<std::map<std::int64_t, std::int64_t>> count_by_reading(Sight& sight, const char* table,
                                                              const std::vector<std::int64_t>& readings) {
  const auto found = sight.record.query(
      fmt::format("SELECT reading, count(*) FROM {} WHERE reading IN (SELECT unnest(?::INTEGER[])) GROUP BY reading",
                  table),
      {list_of(readings)});
  if (!found) {
    return found.error();
  }
  std::map<std::int64_t, std::int64_t> out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    out[found->integer(i, 0)] = found->integer(i, 1);
  }
  return out;
}

Json origin_json(const Cube& cube, std::uint32_t number, const record::Table& row) {
  const std::uint32_t origin = cube.reports[number].origin;
  Json out;
  out["id"] = cube.reports[origin].id;
  out["reason"] = row.rows.empty() ? std::string() : row.text(0, 0);
  out["like_report"] = row.rows.empty() ? std::string() : row.text(0, 1);
  out["share"] = row.rows.empty() ? 0 : row.number(0, 2);
  out["reports"] = Json::array();
  for (const CubeReport& other : cube.reports) {
    if (other.origin == origin) {
      out["reports"].push_back(other.id);
    }
  }
  return out;
}

}  // namespace

Result<Answer> reports_view(Sight& sight, const Request& request) {
  const auto chosen = reports_of(sight, request, true);
  const auto cube = cube_of(sight, request);
  if (!chosen || !cube) {
    return chosen ? cube.error() : chosen.error();
  }
  Conditions conditions;
  conditions.among("id", *chosen);
  conditions.days("CASE WHEN published = '' THEN '' ELSE seen_day END", request);
  std::vector<record::Value> values = conditions.values;
  values.emplace_back(std::int64_t{request.limit} + 1);
  values.emplace_back(static_cast<std::int64_t>(offset_of(request)));
  const auto found = sight.record.query(
      "SELECT id, title, outlet, original_source, uri, seen_day, published <> '', language, coalesce(reading, 0), "
      "places - 1, byline FROM seen_reports WHERE " +
          conditions.where + " ORDER BY published = '', seen_day DESC, id LIMIT ? OFFSET ?",
      values);
  if (!found) {
    return found.error();
  }
  const std::size_t size = std::min(found->rows.size(), static_cast<std::size_t>(request.limit));
  std::vector<std::int64_t> readings;
  for (std::size_t i = 0; i < size; ++i) {
    readings.push_back(found->integer(i, 8));
  }
  const auto events = count_by_reading(sight, "events", readings);
  const auto statements = count_by_reading(sight, "statements", readings);
  if (!events || !statements) {
    return events ? statements.error() : events.error();
  }
  Json rows = Json::array();
  for (std::size_t i = 0; i < size; ++i) {
    const bool dated = std::get<bool>(found->rows[i][6]);
    const auto count = [&](const auto& counts) {
      const auto at = counts->find(readings[i]);
      return at == counts->end() ? std::int64_t{0} : at->second;
    };
    const auto number = find_report(**cube, found->text(i, 0));
    Json row;
    row["id"] = found->text(i, 0);
    row["title"] = found->text(i, 1);
    row["outlet"] = outlet_name(found->text(i, 2), found->text(i, 3), found->text(i, 4));
    row["day"] = dated ? found->text(i, 5) : "";
    row["dated"] = dated;
    row["origin"] = number ? (*cube)->reports[(*cube)->reports[*number].origin].id : found->text(i, 0);
    row["language"] = found->text(i, 7);
    row["copies"] = found->integer(i, 9);
    row["events"] = count(events);
    row["statements"] = count(statements);
    rows.push_back(std::move(row));
  }
  return rows_answer(sight, request, rows,
                     {"id", "title", "outlet", "day", "dated", "origin", "language", "copies", "events", "statements"},
                     "reports", next_of(request, found->rows.size() > size));
}

Result<Answer> report_view(Sight& sight, const Request& request) {
  const auto stored = sight.record.report(request.path_id);
  if (!stored) {
    return stored.error();
  }
  const auto reading = sight.record.reading(request.path_id);
  if (!reading && reading.error().code != ErrorCode::not_found) {
    return reading.error();
  }
  const auto cube = cube_of(sight, request);
  if (!cube) {
    return cube.error();
  }
  const Report& report = stored->report;
  Json out;
  out["id"] = report.id;
  out["title"] = report.title;
  out["outlet"] = outlet_name(report.outlet, report.original_source, report.uri);
  out["byline"] = report.byline;
  out["day"] = report.published.empty() ? "" : stored->day;
  out["dated"] = !report.published.empty();
  out["language"] = report.language;
  out["uri"] = report.uri;
  out["copies"] = Json::array();
  for (const record::Copy& copy : stored->copies) {
    out["copies"].push_back(
        {{"uri", copy.uri}, {"outlet", copy.outlet}, {"title", copy.title}, {"published", copy.published}});
  }
  if (const auto number = find_report(**cube, report.id)) {
    const auto why = sight.record.query(
        "SELECT reason, like_report, share FROM origins WHERE report = ? AND revision <= ? ORDER BY seq DESC LIMIT 1",
        {report.id, std::int64_t{sight.revision}});
    if (!why) {
      return why.error();
    }
    out["origin"] = origin_json(**cube, *number, *why);
  }
  out["text"] = report.text;
  out["items"] = Json::array();
  if (reading) {
    const auto findings = findings_in(sight, report.id);
    if (!findings) {
      return findings.error();
    }
    out["items"] = items_json(reading->reading, report.text, *findings);
  }
  return rows_answer(sight, request, request.format == "csv" ? out["items"] : out,
                     {"id", "kind", "begin", "end", "label", "rule", "confidence", "finding", "status", "via", "words"},
                     report.id);
}

}  // namespace detente::desk
