// GET /api/search: reports that hold these words, and where in them.
#include <algorithm>

#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

namespace {
constexpr std::size_t kSnippet = 240;  // bytes
}

Result<Answer> search_view(Sight& sight, const Request& request) {
  const auto index = index_of(sight, request);
  if (!index) {
    return index.error();
  }
  // The other filters leave reports; the words themselves are asked of the index.
  Request rest = request;
  rest.parameters.erase("q");
  const auto chosen = reports_of(sight, rest, true);
  if (!chosen) {
    return chosen.error();
  }
  const Period from = read_period(request.get("from"));
  const Period to = read_period(request.get("to"));
  std::shared_ptr<const Cube> days;
  if (from.precision != Precision::none || to.precision != Precision::none) {
    const auto cube = cube_of(sight, request);
    if (!cube) {
      return cube.error();
    }
    days = *cube;
  }
  SearchOptions options;
  options.last_day = last_day_of(request);
  options.revision = request.as_of.revision;
  options.skip = offset_of(request);
  options.limit = static_cast<std::size_t>(request.limit);
  options.keep = [&](const std::string& id) {
    if (*chosen != nullptr && !std::binary_search((*chosen)->begin(), (*chosen)->end(), id)) {
      return false;
    }
    if (days == nullptr) {
      return true;
    }
    const auto number = find_report(*days, id);
    if (!number || !days->reports[*number].dated) {
      return false;
    }
    const std::int32_t day = days->reports[*number].day;
    return (from.precision == Precision::none || day >= from.first) &&
           (to.precision == Precision::none || day <= to.last);
  };
  const auto found = (*index)->find(request.get("q"), options);
  if (!found) {
    return Error{found.error().code, found.error().message, "q"};
  }
  std::vector<std::string> ids;
  for (const SearchHit& hit : found->hits) {
    ids.push_back(hit.report);
  }
  Conditions conditions;
  conditions.among("id", std::make_shared<const std::vector<std::string>>(ids));
  const auto texts =
      sight.record.query("SELECT id, text FROM seen_reports WHERE " + conditions.where, conditions.values);
  const auto told = told_of(sight, ids);
  if (!texts || !told) {
    return texts ? told.error() : texts.error();
  }
  std::map<std::string, std::string> text_of;
  for (std::size_t i = 0; i < texts->rows.size(); ++i) {
    text_of[texts->text(i, 0)] = texts->text(i, 1);
  }
  Json rows = Json::array();
  for (const SearchHit& hit : found->hits) {
    const auto text = text_of.find(hit.report);
    const auto from_report = told->find(hit.report);
    if (text == text_of.end() || from_report == told->end()) {
      continue;  // The index holds it already, the record as it is seen does not yet.
    }
    const std::vector<Span> spans = (*index)->spans(hit, text->second);
    Json row;
    row["report"] = hit.report;
    row["title"] = from_report->second.title;
    row["outlet"] = from_report->second.outlet;
    row["day"] = from_report->second.dated ? from_report->second.day : "";
    row["dated"] = from_report->second.dated;
    row["score"] = -hit.score;
    row["snippet"] = Json::array();
    std::string words;
    for (const SnippetPart& part : make_snippet(text->second, spans, kSnippet)) {
      row["snippet"].push_back({{"text", part.text}, {"hit", part.hit}});
      words += part.text;
    }
    row["spans"] = Json::array();
    for (const Span& span : spans) {
      row["spans"].push_back(span_json(&from_report->second, hit.report, "", span.begin, span.end,
                                       text->second.substr(span.begin, span.size())));
    }
    if (request.format == "csv") {
      row["snippet"] = words;
      row["hits"] = spans.size();
      row["span"] = spans.empty() ? Json() : row["spans"][0];
    }
    rows.push_back(std::move(row));
  }
  return rows_answer(sight, request, rows,
                     {"report", "title", "outlet", "day", "dated", "score", "snippet", "hits", "span"}, "search",
                     next_of(request, found->more));
}

}  // namespace detente::desk
