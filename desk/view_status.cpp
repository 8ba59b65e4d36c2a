#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "view_table.hpp"

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

Json day_or_null(const record::Table& table, std::size_t column) {
  return table.is_null(0, column) ? Json(nullptr) : Json(table.text(0, column));
}

}  // namespace

Result<Answer> status_view(Sight& sight, const Request& request) {
  record::Record& record = sight.record;
  const auto reports = record.query(
      "SELECT count(*), min(CASE WHEN published <> '' THEN seen_day END), max(CASE WHEN published <> '' THEN seen_day "
      "END), count(*) FILTER (published = '') FROM seen_reports");
  if (!reports) {
    return reports.error();
  }
  const auto events = record.query("SELECT count(*) FROM seen_events");
  if (!events) {
    return events.error();
  }
  const auto revisions = record.revisions();
  if (!revisions) {
    return revisions.error();
  }
  Json data;
  data["version"] = sight.standing.version;
  data["name"] = sight.standing.name;
  // As commands name it; made whole, since whoever reads it may stand in another folder.
  std::error_code error;
  const auto file = std::filesystem::absolute(sight.database, error);
  data["file"] = error ? sight.database.string() : file.lexically_normal().string();
  data["revision"] = sight.revision;
  data["revisions"] = Json::array();
  for (const record::Revision& revision : *revisions) {
    data["revisions"].push_back({{"id", revision.id}, {"made_at", revision.made_at}, {"why", revision.why}});
  }
  data["reports"] = reports->integer(0, 0);
  data["events"] = events->integer(0, 0);
  data["first_day"] = day_or_null(*reports, 1);
  data["last_day"] = day_or_null(*reports, 2);
  data["undated"] = reports->integer(0, 3);
  data["writable"] = sight.standing.writable;
  data["jobs"] = sight.standing.jobs;
  return json_answer(sight, request, data.dump(-1, ' ', false, Json::error_handler_t::replace));
}

}  // namespace detente::desk
