// GET /api/statements: who says something, and what.
#include <algorithm>
#include <set>

#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

Result<Answer> statements_view(Sight& sight, const Request& request) {
  Request by_report = request;
  by_report.parameters.erase("party");
  const auto chosen = reports_of(sight, by_report, false);
  if (!chosen) {
    return chosen.error();
  }
  Conditions conditions;
  conditions.among("s.report", *chosen);
  conditions.days("s.day", request);
  conditions.parties(request.all("party"));
  std::vector<record::Value> values = conditions.values;
  values.emplace_back(std::int64_t{request.limit} + 1);
  values.emplace_back(static_cast<std::int64_t>(offset_of(request)));
  // Which rows they are is found by what orders them alone; the rest is fetched for those that are shown.
  const auto keys = sight.record.query(
      fmt::format(
          "SELECT s.report, s.reading, s.n FROM seen_statements s {} WHERE {} ORDER BY s.day DESC, s.report, s.n "
          "LIMIT ? OFFSET ?",
          request.all("party").empty() ? "" : "LEFT JOIN parties p ON p.reading = s.reading AND p.n = s.source_party",
          conditions.where),
      values);
  if (!keys) {
    return keys.error();
  }
  std::set<std::int64_t> chosen_readings;
  std::string wanted;
  for (std::size_t i = 0; i < keys->rows.size(); ++i) {
    chosen_readings.insert(keys->integer(i, 1));
    wanted += fmt::format("{}({}, {}, {})", i == 0 ? "" : ", ", i, keys->integer(i, 1), keys->integer(i, 2));
  }
  const std::vector<std::int64_t> of_keys(chosen_readings.begin(), chosen_readings.end());
  const auto found =
      keys->rows.empty()
          ? keys
          : sight.record.query(fmt::format(
                "SELECT d.report, s.reading, s.n, coalesce(p.name, s.source_words, ''), coalesce(p.code, ''), "
                "coalesce(s.cue_words, ''), s.mode, coalesce(a.name, s.audience_words, ''), coalesce(s.parent, 0), "
                "s.rule, s.confidence FROM (VALUES {}) k(place, reading, n) JOIN {} s ON s.reading = k.reading AND s.n "
                "= k.n JOIN seen d ON d.reading = s.reading LEFT JOIN {} p ON p.reading = s.reading AND p.n = "
                "s.source_party LEFT JOIN {} a ON a.reading = s.reading AND a.n = s.audience_party ORDER BY k.place",
                wanted, rows_near("statements", of_keys), rows_near("parties", of_keys),
                rows_near("parties", of_keys)));
  if (!found) {
    return found.error();
  }
  const std::size_t size = std::min(found->rows.size(), static_cast<std::size_t>(request.limit));
  std::set<std::int64_t> seen;
  std::set<std::string> ids;
  for (std::size_t i = 0; i < size; ++i) {
    ids.insert(found->text(i, 0));
    seen.insert(found->integer(i, 1));
  }
  const std::vector<std::int64_t> readings(seen.begin(), seen.end());
  const auto told = told_of(sight, {ids.begin(), ids.end()});
  const auto chains = Chains::load(sight, readings);
  const auto content = sight.record.query(
      "SELECT reading, statement, span_begin, span_end, words FROM " + rows_near("statement_content", readings) +
          " WHERE reading IN (SELECT unnest(?::INTEGER[])) ORDER BY reading, statement, n",
      {list_of(readings)});
  if (!told || !chains || !content) {
    return !told ? told.error() : !chains ? chains.error() : content.error();
  }
  struct Part {
    std::int64_t begin, end;
    std::string words;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, std::vector<Part>> parts;
  for (std::size_t i = 0; i < content->rows.size(); ++i) {
    parts[{content->integer(i, 0), content->integer(i, 1)}].push_back(
        {content->integer(i, 2), content->integer(i, 3), content->text(i, 4)});
  }
  Json rows = Json::array();
  for (std::size_t i = 0; i < size; ++i) {
    const std::string report = found->text(i, 0);
    const std::string item = fmt::format("s{}", found->integer(i, 2));
    const auto from = told->find(report);
    const Told* teller = from == told->end() ? nullptr : &from->second;
    const std::vector<Part>& said = parts[{found->integer(i, 1), found->integer(i, 2)}];
    std::string words;
    Json spans = Json::array();
    for (const Part& part : said) {
      words += words.empty() ? "" : " … ";
      words += part.words;
      spans.push_back(span_json(teller, report, item, part.begin, part.end, part.words));
    }
    Json row;
    row["id"] = fmt::format("{}:{}", report, item);
    row["speaker"] = found->text(i, 3);
    row["code"] = found->text(i, 4);
    row["cue"] = found->text(i, 5);
    row["mode"] = found->text(i, 6);
    row["audience"] = found->text(i, 7);
    row["chain"] = chains->of(found->integer(i, 1), found->integer(i, 2), teller == nullptr ? "" : teller->outlet);
    row["words"] = words;
    row["rule"] = found->text(i, 9);
    row["confidence"] = found->number(i, 10);
    row["span"] = spans.empty() ? span_json(teller, report, item, 0, 0, "") : spans[0];
    row["spans"] = std::move(spans);
    rows.push_back(std::move(row));
  }
  return rows_answer(
      sight, request, rows,
      {"id", "speaker", "code", "cue", "mode", "audience", "chain", "words", "rule", "confidence", "span"},
      "statements", next_of(request, found->rows.size() > size));
}

}  // namespace detente::desk
