// GET /api/events: who did what to whom, in the order of days.
#include <algorithm>
#include <set>

#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

namespace {

using Key = std::pair<std::int64_t, std::int64_t>;  // reading and number

struct Detail {
  std::string mode, cameo, words, place, country, precision, date;
  std::int64_t trigger_begin = 0, trigger_end = 0, begin = 0, end = 0, via = 0;
  Json lat, lon;
  double confidence = 0;
  double goldstein = 0;
  Json sources = Json::array();
  Json targets = Json::array();
  Json review;
};

// The parts of the rows that are not in the cube, of the events of one page.
Result<std::map<Key, Detail>> details_of(Sight& sight, const std::set<Key>& wanted,
                                         const std::vector<std::int64_t>& readings) {
  std::map<Key, Detail> out;
  const std::vector<record::Value> list{list_of(readings)};
  const auto events = sight.record.query(
      "SELECT reading, n, mode, cameo, words, coalesce(place_name, ''), coalesce(place_country, ''), "
      "coalesce(date_precision, ''), coalesce(date_value, ''), trigger_begin, trigger_end, span_begin, span_end, "
      "coalesce(via, 0), place_lat, place_lon, confidence, goldstein FROM " +
          rows_near("events", readings) + " WHERE reading IN (SELECT unnest(?::INTEGER[]))",
      list);
  if (!events) {
    return events.error();
  }
  for (std::size_t i = 0; i < events->rows.size(); ++i) {
    const Key key{events->integer(i, 0), events->integer(i, 1)};
    if (!wanted.contains(key)) {
      continue;
    }
    Detail& d = out[key];
    d.mode = events->text(i, 2);
    d.cameo = events->text(i, 3);
    d.words = events->text(i, 4);
    d.place = events->text(i, 5);
    d.country = events->text(i, 6);
    d.precision = events->text(i, 7);
    d.date = events->text(i, 8);
    d.trigger_begin = events->integer(i, 9);
    d.trigger_end = events->integer(i, 10);
    d.begin = events->integer(i, 11);
    d.end = events->integer(i, 12);
    d.via = events->integer(i, 13);
    d.lat = events->is_null(i, 14) ? Json() : Json(events->number(i, 14));
    d.lon = events->is_null(i, 15) ? Json() : Json(events->number(i, 15));
    d.confidence = events->number(i, 16);
    d.goldstein = events->number(i, 17);
  }
  const auto actors = sight.record.query(
      fmt::format(
          "SELECT a.reading, a.event, a.side = 'source', coalesce(p.name, a.words), coalesce(p.code, '') FROM {} "
          "a LEFT JOIN {} p ON p.reading = a.reading AND p.n = a.party WHERE a.reading IN (SELECT "
          "unnest(?::INTEGER[])) ORDER BY a.reading, a.event, a.side, a.n",
          rows_near("event_actors", readings), rows_near("parties", readings)),
      list);
  if (!actors) {
    return actors.error();
  }
  for (std::size_t i = 0; i < actors->rows.size(); ++i) {
    const auto at = out.find({actors->integer(i, 0), actors->integer(i, 1)});
    if (at != out.end()) {
      Json& side = std::get<bool>(actors->rows[i][2]) ? at->second.sources : at->second.targets;
      side.push_back({{"name", actors->text(i, 3)}, {"code", actors->text(i, 4)}});
    }
  }
  const auto reviews = sight.record.query("SELECT reading, n, verdict FROM seen_reviews WHERE kind = 'event'");
  if (!reviews) {
    return reviews.error();
  }
  for (std::size_t i = 0; i < reviews->rows.size(); ++i) {
    const auto at = out.find({reviews->integer(i, 0), reviews->integer(i, 1)});
    if (at != out.end()) {
      at->second.review = reviews->text(i, 2);
    }
  }
  return out;
}

}  // namespace

Result<Json> event_rows(Sight& sight, const Cube& cube, const std::vector<std::uint32_t>& rows) {
  std::set<Key> wanted;
  std::set<std::int64_t> seen;
  std::set<std::string> ids;
  for (const std::uint32_t row : rows) {
    const CubeReport& report = cube.report_of(row);
    wanted.insert({report.reading, cube.n[row]});
    seen.insert(report.reading);
    ids.insert(report.id);
  }
  const std::vector<std::int64_t> readings(seen.begin(), seen.end());
  const auto details = details_of(sight, wanted, readings);
  const auto told = told_of(sight, {ids.begin(), ids.end()});
  const auto chains = Chains::load(sight, readings);
  if (!details || !told || !chains) {
    return !details ? details.error() : !told ? told.error() : chains.error();
  }
  Json out = Json::array();
  for (const std::uint32_t row : rows) {
    const CubeReport& report = cube.report_of(row);
    const auto at = details->find({report.reading, cube.n[row]});
    const auto from = told->find(report.id);
    if (at == details->end() || from == told->end()) {
      continue;
    }
    const Detail& d = at->second;
    const std::string item = fmt::format("e{}", cube.n[row]);
    const auto type = static_cast<EventType>(cube.type[row]);
    Json e;
    e["id"] = report.id + ":" + item;
    e["finding"] = cube.finding[row] > 0 ? Json(cube.finding[row]) : Json();
    e["type"] = name(type);
    e["mode"] = d.mode;
    e["quad"] = quad(type);
    e["cameo"] = d.cameo;
    e["goldstein"] = d.goldstein;
    e["status"] = name(static_cast<Status>(cube.status[row]));
    e["sources"] = d.sources;
    e["targets"] = d.targets;
    const bool counts_by_report = cube.precision[row] == Precision::report;
    const std::string date = counts_by_report ? day_text(cube.first[row]) : d.date;
    e["date"] = date.empty() ? Json() : Json(date);
    e["precision"] = name(cube.precision[row]);
    e["place"] = d.place.empty() ? Json() : Json(d.place);
    e["country"] = d.country.empty() ? Json() : Json(d.country);
    e["lat"] = d.lat;
    e["lon"] = d.lon;
    e["origin"] = cube.reports[report.origin].id;
    e["said_by"] = chains->of(report.reading, d.via, from->second.outlet);
    e["span"] = span_json(&from->second, report.id, item, d.begin, d.end, d.words);
    e["trigger"] = {d.trigger_begin, d.trigger_end};
    e["confidence"] = d.confidence;
    e["review"] = d.review;
    out.push_back(std::move(e));
  }
  return out;
}

Result<Answer> events_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto filter = filter_of(sight, request);
  if (!cube || !filter) {
    return cube ? filter.error() : cube.error();
  }
  std::optional<std::uint32_t> after;
  if (const std::size_t dot = request.page.find(':'); dot != std::string::npos) {
    // The token names the last event that was given, so that a list goes on at the right place in a record that grew.
    const std::string number = request.page.substr(dot + 2);
    after = find_row(**cube, request.page.substr(0, dot), static_cast<std::uint32_t>(std::atoi(number.c_str())));
    if (!after) {
      return Error{ErrorCode::bad_value, "the record no longer has the event at which this page begins", "page"};
    }
  }
  const Listed listed = list(**cube, *filter, after, static_cast<std::size_t>(request.limit));
  const auto rows = event_rows(sight, **cube, listed.rows);
  if (!rows) {
    return rows.error();
  }
  std::string next;
  if (listed.more) {
    const std::uint32_t last = listed.rows.back();
    next = fmt::format("{}:e{}", (*cube)->report_of(last).id, (*cube)->n[last]);
  }
  return rows_answer(sight, request, *rows,
                     {"id",     "finding", "type",    "mode",    "quad",       "cameo",  "goldstein",
                      "status", "sources", "targets", "date",    "precision",  "place",  "country",
                      "lat",    "lon",     "origin",  "said_by", "confidence", "review", "span"},
                     "events", next);
}

}  // namespace detente::desk
