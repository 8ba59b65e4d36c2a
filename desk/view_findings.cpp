// GET /api/findings, /api/findings/{id}, /api/contradictions and /api/origins: what claims are about the same thing,
// which reports share a source, and why.
#include <algorithm>
#include <charconv>
#include <numeric>
#include <set>

#include "view_claims.hpp"
#include "view_table.hpp"

namespace detente::desk {

namespace {

char letter_of(std::string_view kind) { return kind.empty() ? 'e' : kind.front(); }

// A finding with all that is told of it.
struct Whole {
  std::vector<ClaimKey> claims;  // by day
  std::map<ClaimKey, std::string> reasons;
  struct Link {
    ClaimKey a, b;
    std::string relation, reason;
  };
  std::vector<Link> links;
};

Result<std::map<std::int64_t, Whole>> load_findings(Sight& sight, const std::vector<std::int64_t>& ids) {
  const std::vector<record::Value> list{list_of(ids)};
  const auto claims = sight.record.query(
      "SELECT finding, kind, reading, n, reason FROM seen_claims WHERE finding IN (SELECT unnest(?::INTEGER[])) ORDER "
      "BY day, report, n",
      list);
  const auto links = sight.record.query(
      "SELECT finding, kind, a_reading, a_n, b_reading, b_n, relation, reason FROM seen_links WHERE finding IN (SELECT "
      "unnest(?::INTEGER[])) ORDER BY seq",
      list);
  if (!claims || !links) {
    return claims ? links.error() : claims.error();
  }
  std::map<std::int64_t, Whole> out;
  for (std::size_t i = 0; i < claims->rows.size(); ++i) {
    Whole& whole = out[claims->integer(i, 0)];
    whole.claims.push_back({letter_of(claims->text(i, 1)), claims->integer(i, 2), claims->integer(i, 3)});
    whole.reasons[whole.claims.back()] = claims->text(i, 4);
  }
  for (std::size_t i = 0; i < links->rows.size(); ++i) {
    const char letter = letter_of(links->text(i, 1));
    out[links->integer(i, 0)].links.push_back({{letter, links->integer(i, 2), links->integer(i, 3)},
                                               {letter, links->integer(i, 4), links->integer(i, 5)},
                                               links->text(i, 6),
                                               links->text(i, 7)});
  }
  return out;
}

// Which side each claim is on: claims that a chain of links other than contradictions joins are on one side. Sides are
// numbered in the order in which they come, so that 0 is the side of the first claim.
std::map<ClaimKey, int> sides_of(const Whole& whole) {
  std::map<ClaimKey, std::size_t> number;
  for (const ClaimKey& claim : whole.claims) {
    number.emplace(claim, number.size());
  }
  std::vector<std::size_t> parent(number.size());
  std::iota(parent.begin(), parent.end(), std::size_t{0});
  const auto root = [&parent](std::size_t i) {
    while (parent[i] != i) {
      i = parent[i] = parent[parent[i]];
    }
    return i;
  };
  bool contradicted = false;
  for (const Whole::Link& link : whole.links) {
    const auto a = number.find(link.a);
    const auto b = number.find(link.b);
    contradicted = contradicted || link.relation == "contradicts";
    if (a != number.end() && b != number.end() && link.relation != "contradicts") {
      parent[root(a->second)] = root(b->second);
    }
  }
  std::map<ClaimKey, int> out;
  std::map<std::size_t, int> side;
  for (const ClaimKey& claim : whole.claims) {
    // Claims that were joined for a reason of the finding alone, without a link of their own, side with the first.
    out[claim] = contradicted ? side.emplace(root(number[claim]), static_cast<int>(side.size())).first->second : 0;
  }
  return out;
}

Result<Json> whole_findings(Sight& sight, const Request& request, const std::vector<std::int64_t>& ids) {
  const auto loaded = load_findings(sight, ids);
  if (!loaded) {
    return loaded.error();
  }
  std::vector<ClaimKey> all;
  for (const auto& [id, whole] : *loaded) {
    all.insert(all.end(), whole.claims.begin(), whole.claims.end());
  }
  const auto rows = claim_rows(sight, request, all);
  if (!rows) {
    return rows.error();
  }
  Json out = Json::array();
  for (const std::int64_t id : ids) {
    const auto found = loaded->find(id);
    if (found == loaded->end()) {
      continue;
    }
    const Whole& whole = found->second;
    const std::map<ClaimKey, int> sides = sides_of(whole);
    std::set<std::string> agree;
    std::set<std::string> against;
    Json finding;
    finding["id"] = id;
    finding["kind"] = "";
    finding["label"] = "";
    finding["contradicted"] = false;
    finding["claims"] = Json::array();
    std::string first_day;
    std::string last_day;
    for (const ClaimKey& key : whole.claims) {
      const auto at = rows->find(key);
      if (at == rows->end()) {
        continue;
      }
      Json claim = at->second;
      claim["reason"] = whole.reasons.at(key);
      claim["side"] = sides.at(key);
      (sides.at(key) == 0 ? agree : against).insert(claim["origin"].get<std::string>());
      if (finding["claims"].empty()) {
        finding["kind"] = claim["kind"];
        finding["label"] = claim["label"];
        finding["span"] = claim["span"];
      }
      const std::string day = claim["span"].is_object() ? claim["span"]["day"].get<std::string>() : std::string();
      if (!day.empty()) {
        first_day = first_day.empty() ? day : std::min(first_day, day);
        last_day = std::max(last_day, day);
      }
      finding["claims"].push_back(std::move(claim));
    }
    finding["links"] = Json::array();
    for (const Whole::Link& link : whole.links) {
      const auto a = rows->find(link.a);
      const auto b = rows->find(link.b);
      if (a != rows->end() && b != rows->end()) {
        finding["links"].push_back(
            {{"a", a->second["id"]}, {"b", b->second["id"]}, {"relation", link.relation}, {"reason", link.reason}});
        finding["contradicted"] = finding["contradicted"].get<bool>() || link.relation == "contradicts";
      }
    }
    finding["origins_for"] = agree;
    finding["origins_against"] = against;
    finding["first_day"] = first_day;
    finding["last_day"] = last_day;
    out.push_back(std::move(finding));
  }
  return out;
}

// The numbers of the findings that the request chooses, those with the most origins first, and whether there are more.
struct Page {
  std::vector<std::int64_t> ids;
  std::map<std::int64_t, Json> rows;
  bool more = false;
};

Result<Page> choose(Sight& sight, const Request& request, bool contradicted, bool linked = false) {
  Conditions conditions;
  conditions.any("f.kind", request.all("kind"));
  if (contradicted || request.get("contradicted") == "true") {
    conditions.add("f.contradicted");
  }
  if (linked) {
    conditions.add("f.claims > 1");
  }
  const Period from = read_period(request.get("from"));
  const Period to = read_period(request.get("to"));
  if (from.precision != Precision::none) {
    conditions.add("f.last_day >= ?", {day_text(from.first)});
  }
  if (to.precision != Precision::none) {
    conditions.add("f.first_day <= ?", {day_text(to.last)});
  }
  std::vector<std::int64_t> numbers;
  for (const std::string& word : request.all("finding")) {
    numbers.push_back(std::atoll(word.c_str()));
  }
  if (!numbers.empty()) {
    conditions.add("f.id IN (SELECT unnest(?::INTEGER[]))", {list_of(numbers)});
  }
  Request reports = request;
  for (const char* name : {"finding", "party", "type", "quad", "status", "country", "measure"}) {
    reports.parameters.erase(name);
  }
  const auto chosen = reports_of(sight, reports, false);
  if (!chosen) {
    return chosen.error();
  }
  if (*chosen != nullptr) {
    Conditions of_report;
    of_report.among("c.report", *chosen);
    conditions.add("f.id IN (SELECT c.finding FROM seen_claims c WHERE " + of_report.where + ")", of_report.values);
  }
  const auto given = [&](std::string_view name) { return !request.all(name).empty(); };
  if (!request.all("measure").empty()) {
    Conditions measures;
    measures.any("t.measure", request.all("measure"));
    conditions.add(
        "f.id IN (SELECT c.finding FROM seen_claims c JOIN figures t ON t.reading = c.reading AND t.n = c.n WHERE "
        "c.kind = 'figure' AND " +
            measures.where + ")",
        measures.values);
  }
  if (given("party") || given("type") || given("quad") || given("status") || given("country")) {
    // Of events, which the cube knows.
    const auto cube = cube_of(sight, request);
    auto filter = filter_of(sight, request);
    if (!cube || !filter) {
      return cube ? filter.error() : cube.error();
    }
    filter->from.reset();
    filter->to.reset();
    std::set<std::int64_t> passing;
    for (const std::uint32_t row : list(**cube, *filter, std::nullopt, (*cube)->size()).rows) {
      passing.insert((*cube)->finding[row]);
    }
    conditions.add("f.id IN (SELECT unnest(?::INTEGER[]))", {list_of({passing.begin(), passing.end()})});
  }
  std::vector<record::Value> values = conditions.values;
  values.emplace_back(std::int64_t{request.limit} + 1);
  values.emplace_back(static_cast<std::int64_t>(offset_of(request)));
  const auto found = sight.record.query(
      "SELECT f.id, f.kind, f.claims, f.reports, f.origins, f.first_day, f.last_day, f.contradicted FROM seen_findings "
      "f WHERE " +
          conditions.where + " ORDER BY f.contradicted DESC, f.origins DESC, f.last_day DESC, f.id LIMIT ? OFFSET ?",
      values);
  if (!found) {
    return found.error();
  }
  Page out;
  const std::size_t size = std::min(found->rows.size(), static_cast<std::size_t>(request.limit));
  out.more = found->rows.size() > size;
  for (std::size_t i = 0; i < size; ++i) {
    Json row;
    row["id"] = found->integer(i, 0);
    row["kind"] = found->text(i, 1);
    row["label"] = "";
    row["claims"] = found->integer(i, 2);
    row["reports"] = found->integer(i, 3);
    row["origins"] = found->integer(i, 4);
    row["first_day"] = found->text(i, 5);
    row["last_day"] = found->text(i, 6);
    row["contradicted"] = std::get<bool>(found->rows[i][7]);
    out.ids.push_back(found->integer(i, 0));
    out.rows[out.ids.back()] = std::move(row);
  }
  return out;
}

}  // namespace

Result<Answer> findings_view(Sight& sight, const Request& request) {
  auto page = choose(sight, request, false);
  if (!page) {
    return page.error();
  }
  // The first claim of each stands for it.
  const auto firsts = sight.record.query(
      "SELECT finding, first(kind), first(reading ORDER BY day, report, n), first(n ORDER BY day, report, n) FROM "
      "seen_claims WHERE finding IN (SELECT unnest(?::INTEGER[])) GROUP BY finding",
      {list_of(page->ids)});
  if (!firsts) {
    return firsts.error();
  }
  std::map<std::int64_t, ClaimKey> first_of;
  std::vector<ClaimKey> keys;
  for (std::size_t i = 0; i < firsts->rows.size(); ++i) {
    keys.push_back({letter_of(firsts->text(i, 1)), firsts->integer(i, 2), firsts->integer(i, 3)});
    first_of[firsts->integer(i, 0)] = keys.back();
  }
  const auto claims = claim_rows(sight, request, keys);
  if (!claims) {
    return claims.error();
  }
  Json rows = Json::array();
  for (const std::int64_t id : page->ids) {
    Json row = std::move(page->rows[id]);
    if (const auto at = claims->find(first_of[id]); at != claims->end()) {
      row["label"] = at->second["label"];
      row["span"] = at->second["span"];
    }
    rows.push_back(std::move(row));
  }
  return rows_answer(
      sight, request, rows,
      {"id", "kind", "label", "claims", "reports", "origins", "first_day", "last_day", "contradicted", "span"},
      "findings", next_of(request, page->more));
}

Result<Answer> finding_view(Sight& sight, const Request& request) {
  std::int32_t number = 0;
  const char* const end = request.path_id.data() + request.path_id.size();
  if (const auto [at, problem] = std::from_chars(request.path_id.data(), end, number);
      problem != std::errc() || at != end) {
    return Error{ErrorCode::not_found, "a finding is known by its number", ""};
  }
  const auto found = whole_findings(sight, request, {number});
  if (!found) {
    return found.error();
  }
  if (found->empty()) {
    return Error{ErrorCode::not_found, fmt::format("there is no finding {}", request.path_id), ""};
  }
  if (request.format == "csv") {
    return rows_answer(sight, request, (*found)[0]["claims"],
                       {"id", "kind", "label", "status", "side", "reason", "origin", "said_by", "span"}, "finding");
  }
  return value_answer(sight, request, (*found)[0]);
}

Result<Answer> contradictions_view(Sight& sight, const Request& request) {
  const auto page = choose(sight, request, true);
  if (!page) {
    return page.error();
  }
  const auto found = whole_findings(sight, request, page->ids);
  if (!found) {
    return found.error();
  }
  if (request.format == "csv") {
    Json rows = Json::array();
    for (const Json& finding : *found) {
      for (Json claim : finding["claims"]) {
        claim["finding"] = finding["id"];
        rows.push_back(std::move(claim));
      }
    }
    return rows_answer(sight, request, rows,
                       {"finding", "id", "kind", "label", "status", "side", "reason", "origin", "said_by", "span"},
                       "contradictions", next_of(request, page->more));
  }
  return rows_answer(sight, request, *found, {}, "contradictions", next_of(request, page->more));
}

Result<Answer> links_view(Sight& sight, const Request& request) {
  const auto page = choose(sight, request, false, true);
  if (!page) {
    return page.error();
  }
  const auto found = whole_findings(sight, request, page->ids);
  if (!found) {
    return found.error();
  }
  Json rows = Json::array();
  for (const Json& finding : *found) {
    std::map<std::string, const Json*> claims;
    for (const Json& claim : finding["claims"]) {
      claims[claim["id"].get<std::string>()] = &claim;
    }
    for (const Json& link : finding["links"]) {
      const auto a = link["a"].get<std::string>();
      const auto b = link["b"].get<std::string>();
      Json row;
      row["id"] = fmt::format("{}+{}", a, b);
      row["finding"] = finding["id"];
      row["kind"] = finding["kind"];
      row["label"] = finding["label"];
      row["relation"] = link["relation"];
      row["reason"] = link["reason"];
      row["a"] = *claims.at(a);
      row["b"] = *claims.at(b);
      row["span"] = row["b"]["span"];
      rows.push_back(std::move(row));
    }
  }
  return rows_answer(sight, request, rows, {"id", "finding", "kind", "label", "relation", "reason", "span"}, "links",
                     next_of(request, page->more));
}

Result<Answer> origins_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto chosen = reports_of(sight, request, true);
  if (!cube || !chosen) {
    return cube ? chosen.error() : cube.error();
  }
  Conditions conditions;
  conditions.among("o.report", *chosen);
  conditions.days("r.seen_day", request);
  std::vector<record::Value> values = conditions.values;
  values.emplace_back(std::int64_t{request.limit} + 1);
  values.emplace_back(static_cast<std::int64_t>(offset_of(request)));
  const auto found = sight.record.query(
      "SELECT o.origin, count(*) AS reports, min(r.seen_day), max(r.seen_day) FROM seen_origins o JOIN seen_reports r "
      "ON r.id = o.report WHERE " +
          conditions.where + " GROUP BY o.origin ORDER BY reports DESC, 3, o.origin LIMIT ? OFFSET ?",
      values);
  if (!found) {
    return found.error();
  }
  const std::size_t size = std::min(found->rows.size(), static_cast<std::size_t>(request.limit));
  std::vector<std::string> ids;
  for (std::size_t i = 0; i < size; ++i) {
    ids.push_back(found->text(i, 0));
  }
  Conditions of_page;
  of_page.among("origin", std::make_shared<const std::vector<std::string>>(ids));
  const auto members = sight.record.query(
      "SELECT origin, report, reason, like_report, share FROM seen_origins WHERE " + of_page.where + " ORDER BY report",
      of_page.values);
  if (!members) {
    return members.error();
  }
  std::vector<std::string> reports = ids;
  for (std::size_t i = 0; i < members->rows.size(); ++i) {
    reports.push_back(members->text(i, 1));
  }
  const auto told = told_of(sight, reports);
  if (!told) {
    return told.error();
  }
  std::map<std::string, Json> members_of;
  for (std::size_t i = 0; i < members->rows.size(); ++i) {
    const auto at = told->find(members->text(i, 1));
    Json one;
    one["report"] = members->text(i, 1);
    one["title"] = at == told->end() ? "" : at->second.title;
    one["outlet"] = at == told->end() ? "" : at->second.outlet;
    one["day"] = at == told->end() || !at->second.dated ? "" : at->second.day;
    one["reason"] = members->text(i, 2);
    one["like_report"] = members->text(i, 3);
    one["share"] = members->number(i, 4);
    members_of[members->text(i, 0)].push_back(std::move(one));
  }
  Json rows = Json::array();
  Json lines = Json::array();
  for (std::size_t i = 0; i < size; ++i) {
    Json row;
    row["id"] = ids[i];
    const auto at = told->find(ids[i]);
    row["title"] = at == told->end() ? "" : at->second.title;
    row["outlet"] = at == told->end() ? "" : at->second.outlet;
    row["first_day"] = found->text(i, 2);
    row["last_day"] = found->text(i, 3);
    row["count"] = found->integer(i, 1);
    row["reports"] = members_of[ids[i]];
    for (Json line : row["reports"]) {
      line["origin"] = ids[i];
      lines.push_back(std::move(line));
    }
    rows.push_back(std::move(row));
  }
  return rows_answer(sight, request, request.format == "csv" ? lines : rows,
                     {"origin", "report", "title", "outlet", "day", "reason", "like_report", "share"}, "origins",
                     next_of(request, found->rows.size() > size));
}

}  // namespace detente::desk
