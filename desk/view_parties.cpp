// GET /api/parties, /api/parties/{name} and /api/corrections.
#include <algorithm>

#include "detente/board/board.hpp"
#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

namespace {

Json party_json(const Cube& cube, const PartyCount& count) {
  const CubeParty& party = cube.parties[count.party];
  Json out;
  out["name"] = party.name;
  out["code"] = party.code;
  out["kind"] = party.kind;
  out["events"] = count.events;
  out["acts"] = count.acts;
  out["acted_on"] = count.acted_on;
  out["quads"] = count.quads;
  return out;
}

// In how many reports each party of the page is named, and where first in the newest of them.
Result<void> add_mentions(Sight& sight, Json& rows) {
  if (rows.empty()) {
    return {};
  }
  std::string wanted;
  std::vector<record::Value> values;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    wanted += fmt::format("{}({}, lower(?), ?)", i == 0 ? "" : ", ", i);
    values.emplace_back(rows[i]["name"].get<std::string>());
    values.emplace_back(rows[i]["code"].get<std::string>());
    rows[i]["reports"] = 0;
    rows[i]["span"] = Json();
  }
  const auto found = sight.record.query(
      "WITH wanted(i, name, code) AS (VALUES " + wanted +
          "), newest AS (SELECT w.i, count(DISTINCT p.report) AS reports, max(struct_pack(d := p.day, r := p.reading, "
          "n := p.n, id := p.report)) AS at FROM seen_parties p JOIN wanted w ON w.name = lower(p.name) AND w.code = "
          "p.code GROUP BY w.i) "
          "SELECT w.i, w.reports, w.at.id, w.at.n, m.span_begin, m.span_end, m.words FROM newest w JOIN mentions m ON "
          "m.reading = w.at.r AND m.party = w.at.n AND m.n = 1",
      values);
  if (!found) {
    return found.error();
  }
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    ids.push_back(found->text(i, 2));
  }
  const auto told = told_of(sight, ids);
  if (!told) {
    return told.error();
  }
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    Json& row = rows[static_cast<std::size_t>(found->integer(i, 0))];
    const auto at = told->find(found->text(i, 2));
    row["reports"] = found->integer(i, 1);
    row["span"] = span_json(at == told->end() ? nullptr : &at->second, found->text(i, 2),
                            fmt::format("p{}", found->integer(i, 3)), found->integer(i, 4), found->integer(i, 5),
                            found->text(i, 6));
  }
  return {};
}

}  // namespace

Result<Answer> parties_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto filter = filter_of(sight, request);
  if (!cube || !filter) {
    return cube ? filter.error() : cube.error();
  }
  const std::vector<PartyCount> counts = count_parties(**cube, *filter);
  const std::size_t begin = std::min(offset_of(request), counts.size());
  const std::size_t end = std::min(counts.size(), begin + static_cast<std::size_t>(request.limit));
  Json rows = Json::array();
  for (std::size_t i = begin; i < end; ++i) {
    rows.push_back(party_json(**cube, counts[i]));
  }
  if (auto added = add_mentions(sight, rows); !added) {
    return added.error();
  }
  return rows_answer(sight, request, rows,
                     {"name", "code", "kind", "events", "acts", "acted_on", "quads", "reports", "span"}, "parties",
                     next_of(request, end < counts.size()));
}

Result<Answer> party_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto known = board::find_parties(sight.record, request.path_id);
  if (!cube || !known) {
    return cube ? known.error() : cube.error();
  }
  if (known->empty()) {
    return Error{ErrorCode::not_found, fmt::format("no report that is seen names a party '{}'", request.path_id), ""};
  }
  Filter filter;
  filter.parties = {known->front().name};
  if (const std::string last = last_day_of(request); !last.empty()) {
    filter.as_of = read_period(last).last;
  }
  PartyCount mine;
  const auto same = [&](const CubeParty& party) {
    return party.name == known->front().name && party.code == known->front().code;
  };
  for (const PartyCount& count : count_parties(**cube, filter)) {
    if (same((*cube)->parties[count.party])) {
      mine = count;
    }
  }
  Json row;
  if (mine.events > 0) {
    row = party_json(**cube, mine);
  } else {
    row = {{"name", known->front().name},
           {"code", known->front().code},
           {"kind", ""},
           {"events", 0},
           {"acts", 0},
           {"acted_on", 0},
           {"quads", {0, 0, 0, 0}}};
  }
  Json rows = Json::array({row});
  if (auto added = add_mentions(sight, rows); !added) {
    return added.error();
  }
  row = rows[0];
  const auto roles = sight.record.query(
      "SELECT r.role, max(p.day) FROM seen_roles r JOIN seen_parties p ON p.reading = r.reading AND p.n = r.party "
      "WHERE p.name = ? AND p.code = ? GROUP BY r.role ORDER BY 2 DESC, 1",
      {known->front().name, known->front().code});
  const auto names = sight.record.query(
      "SELECT m.words, count(*) FROM seen_mentions m JOIN seen_parties p ON p.reading = m.reading AND p.n = m.party "
      "WHERE p.name = ? AND p.code = ? GROUP BY m.words ORDER BY 2 DESC, 1 LIMIT 20",
      {known->front().name, known->front().code});
  if (!roles || !names) {
    return roles ? names.error() : roles.error();
  }
  row["roles"] = Json::array();
  for (std::size_t i = 0; i < roles->rows.size(); ++i) {
    row["roles"].push_back(roles->text(i, 0));
  }
  row["named"] = Json::array();
  for (std::size_t i = 0; i < names->rows.size(); ++i) {
    row["named"].push_back({{"words", names->text(i, 0)}, {"count", names->integer(i, 1)}});
  }
  row["ties"] = Json::array();
  for (const PairCount& pair : count_pairs(**cube, filter, 1)) {
    const CubePair& who = (*cube)->pairs[pair.pair];
    if (mine.events > 0 && (who.source == mine.party || who.target == mine.party)) {
      row["ties"].push_back({{"source", (*cube)->parties[who.source].name},
                             {"target", (*cube)->parties[who.target].name},
                             {"events", pair.events},
                             {"weight", pair.weight},
                             {"quads", pair.quads}});
    }
  }
  std::stable_sort(row["ties"].begin(), row["ties"].end(),
                   [](const Json& a, const Json& b) { return a["events"].get<int>() > b["events"].get<int>(); });
  if (request.format == "csv") {
    return rows_answer(sight, request, row["ties"], {"source", "target", "events", "weight", "quads"}, "party");
  }
  return value_answer(sight, request, row);
}

Result<Answer> corrections_view(Sight& sight, const Request& request) {
  const auto found = sight.record.query(
      "SELECT id, made_at, kind, subject, object, note, undoes, revision FROM corrections WHERE revision <= ? ORDER BY "
      "id DESC LIMIT ? OFFSET ?",
      {std::int64_t{sight.revision}, std::int64_t{request.limit} + 1, static_cast<std::int64_t>(offset_of(request))});
  const auto undone = sight.record.query(
      "SELECT undoes, id FROM corrections WHERE undoes IS NOT NULL AND revision <= ? ORDER BY id DESC",
      {std::int64_t{sight.revision}});
  if (!found || !undone) {
    return found ? undone.error() : found.error();
  }
  // An undo that was itself undone undoes nothing.
  std::map<std::int64_t, std::int64_t> undone_by;
  for (std::size_t i = 0; i < undone->rows.size(); ++i) {
    if (!undone_by.contains(undone->integer(i, 1))) {
      undone_by[undone->integer(i, 0)] = undone->integer(i, 1);
    }
  }
  const std::size_t size = std::min(found->rows.size(), static_cast<std::size_t>(request.limit));
  Json rows = Json::array();
  for (std::size_t i = 0; i < size; ++i) {
    Json row;
    row["id"] = found->integer(i, 0);
    row["made_at"] = found->text(i, 1);
    row["kind"] = found->text(i, 2);
    row["subject"] = found->text(i, 3);
    row["object"] = found->text(i, 4);
    row["note"] = found->text(i, 5);
    row["undoes"] = found->is_null(i, 6) ? Json() : Json(found->integer(i, 6));
    row["undone"] = undone_by.contains(found->integer(i, 0));
    row["revision"] = found->integer(i, 7);
    rows.push_back(std::move(row));
  }
  return rows_answer(sight, request, rows,
                     {"id", "made_at", "kind", "subject", "object", "note", "undoes", "undone", "revision"},
                     "corrections", next_of(request, found->rows.size() > size));
}

}  // namespace detente::desk
