// GET /api/figures and /api/instruments: quantities, and what diplomacy works with, as each report tells them.
#include <algorithm>

#include "view_claims.hpp"
#include "view_table.hpp"

namespace detente::desk {

namespace {

// Rows of one kind of claim: those of the page, in the order of the query. `sql` selects report, reading, n.
Result<Answer> claims_answer(Sight& sight, const Request& request, char letter, const std::string& sql,
                             const Conditions& conditions, const std::vector<std::string_view>& columns,
                             std::string_view name) {
  std::vector<record::Value> values = conditions.values;
  values.emplace_back(std::int64_t{request.limit} + 1);
  values.emplace_back(static_cast<std::int64_t>(offset_of(request)));
  const auto found =
      sight.record.query(sql + conditions.where + " ORDER BY t.day DESC, t.report, t.n LIMIT ? OFFSET ?", values);
  if (!found) {
    return found.error();
  }
  const std::size_t size = std::min(found->rows.size(), static_cast<std::size_t>(request.limit));
  std::vector<ClaimKey> keys;
  for (std::size_t i = 0; i < size; ++i) {
    keys.push_back({letter, found->integer(i, 0), found->integer(i, 1)});
  }
  auto claims = claim_rows(sight, request, keys);
  if (!claims) {
    return claims.error();
  }
  Json rows = Json::array();
  for (const ClaimKey& key : keys) {
    if (const auto at = claims->find(key); at != claims->end()) {
      rows.push_back(std::move(at->second));
    }
  }
  return rows_answer(sight, request, rows, columns, name, next_of(request, found->rows.size() > size));
}

// Claims of these findings. Looked up in the table of claims alone, which is sorted by nothing but small enough.
void of_findings(Conditions& conditions, const Request& request, std::string_view kind) {
  std::vector<std::int64_t> numbers;
  for (const std::string& word : request.all("finding")) {
    numbers.push_back(std::atoll(word.c_str()));
  }
  if (!numbers.empty()) {
    conditions.add(
        "(t.reading, t.n) IN (SELECT (reading, n) FROM seen_claims WHERE kind = ? AND finding IN (SELECT "
        "unnest(?::INTEGER[])))",
        {std::string(kind), list_of(numbers)});
  }
}

Result<std::shared_ptr<const std::vector<std::string>>> chosen_reports(Sight& sight, Request request) {
  request.parameters.erase("party");
  request.parameters.erase("finding");
  return reports_of(sight, request, false);
}

}  // namespace

Result<Answer> figures_view(Sight& sight, const Request& request) {
  const auto chosen = chosen_reports(sight, request);
  if (!chosen) {
    return chosen.error();
  }
  Conditions conditions;
  conditions.among("t.report", *chosen);
  conditions.days("t.day", request);
  conditions.any("t.measure", request.all("measure"));
  conditions.any("coalesce(t.place_country, '')", request.all("country"));
  of_findings(conditions, request, "figure");
  conditions.parties(request.all("party"),
                     "SELECT 1 FROM parties p WHERE p.reading = t.reading AND p.n = t.population_party");
  return claims_answer(sight, request, 'f', "SELECT t.reading, t.n FROM seen_figures t WHERE ", conditions,
                       {"id", "finding", "measure", "low", "high", "bound", "unit", "population", "place", "country",
                        "as_of", "period", "origin", "said_by", "rule", "confidence", "span"},
                       "figures");
}

Result<Answer> instruments_view(Sight& sight, const Request& request) {
  const auto chosen = chosen_reports(sight, request);
  if (!chosen) {
    return chosen.error();
  }
  Conditions conditions;
  conditions.among("t.report", *chosen);
  conditions.days("t.day", request);
  conditions.any("t.kind", request.all("kind"));
  of_findings(conditions, request, "instrument");
  conditions.parties(
      request.all("party"),
      "SELECT 1 FROM instrument_parties x JOIN parties p ON p.reading = x.reading AND p.n = x.party WHERE "
      "x.reading = t.reading AND x.instrument = t.n");
  return claims_answer(sight, request, 'i', "SELECT t.reading, t.n FROM seen_instruments t WHERE ", conditions,
                       {"id", "finding", "instrument", "label", "state", "parties", "terms", "origin", "said_by",
                        "rule", "confidence", "span"},
                       "instruments");
}

}  // namespace detente::desk
