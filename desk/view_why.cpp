// GET /api/why/{claim}: the rule and the words that an item stands on, step by step.
#include <cmath>

#include "detente/desk/why.hpp"
#include "detente/knowledge/knowledge.hpp"
#include "detente/knowledge/lines.hpp"
#include "outlet.hpp"
#include "view_items.hpp"
#include "view_table.hpp"

namespace detente::desk {

namespace {

struct Chosen {
  Span span;
  Span focus;
  Index via = kNone;
  std::string rule, label, status;
  float confidence = 0;
};

Chosen choose(const Reading& reading, ItemName item, std::string_view text) {
  using knowledge::ItemKind;
  switch (item.kind) {
    case ItemKind::event: {
      const Event& e = reading.events[item.index];
      return {e.sentence,  e.trigger, e.via, e.rule, label_of(reading, e, text), std::string(name(e.status)),
              e.confidence};
    }
    case ItemKind::statement: {
      const Statement& s = reading.statements[item.index];
      return {s.content.empty() ? Span{} : s.content.front(),
              s.cue ? s.cue->span : Span{},
              s.parent,
              s.rule,
              label_of(reading, s, text),
              "",
              s.confidence};
    }
    case ItemKind::figure: {
      const Figure& f = reading.figures[item.index];
      return {f.span, {}, f.via, f.rule, label_of(f, text), "", f.confidence};
    }
    case ItemKind::instrument:
      break;
  }
  const Instrument& it = reading.instruments[item.index];
  return {it.spans.empty() ? Span{} : it.spans.front(), {}, it.via, it.rule, it.label, it.state, it.confidence};
}

Result<Json> review_of(Sight& sight, const std::string& report, ItemName item) {
  const auto found = sight.record.query(
      "SELECT verdict FROM seen_reviews WHERE kind = ? AND n = ? AND reading = (SELECT reading FROM seen WHERE report "
      "= ?)",
      {std::string(knowledge::name(item.kind)), static_cast<std::int64_t>(item.index) + 1, report});
  if (!found) {
    return found.error();
  }
  return found->rows.empty() ? Json() : Json(found->text(0, 0));
}

}  // namespace

Result<Answer> why_view(Sight& sight, const Request& request) {
  const std::size_t colon = request.path_id.find(':');
  const std::string id = request.path_id.substr(0, colon);
  const std::string name = colon == std::string::npos ? std::string() : request.path_id.substr(colon + 1);
  const auto stored = sight.record.report(id);
  if (!stored) {
    return stored.error();
  }
  const auto read = sight.record.reading(id);
  if (!read) {
    return read.error();
  }
  const Reading& reading = read->reading;
  const Report& report = stored->report;
  const auto item = read_item(name, reading);
  if (!item) {
    return Error{ErrorCode::not_found, fmt::format("report {} has no item '{}'", id, name), ""};
  }
  const auto findings = findings_in(sight, id);
  const auto review = review_of(sight, id, *item);
  if (!findings || !review) {
    return findings ? review.error() : findings.error();
  }
  const Chosen chosen = choose(reading, *item, report.text);
  const WhySources sources{sight.knowledge == nullptr ? nullptr : &sight.knowledge->confidence, sight.lexicons};
  Told told;
  told.outlet = outlet_name(report.outlet, report.original_source, report.uri);
  told.day = stored->day;
  told.dated = !report.published.empty();
  Json out;
  out["claim"] = request.path_id;
  out["id"] = request.path_id;
  out["kind"] = knowledge::name(item->kind);
  out["label"] = chosen.label;
  out["status"] = chosen.status;
  out["steps"] = Json::array();
  for (const WhyLine& line : why(report, reading, *item, sources)) {
    out["steps"].push_back({{"title", line.section}, {"key", line.key}, {"text", line.text}});
  }
  out["rule"] = chosen.rule;
  const auto line = knowledge::find_line(sight.lexicons, chosen.rule);
  out["line"] = line ? Json(fmt::format("{}:{}: {}", line->file.lexically_relative(sight.lexicons).string(), line->line,
                                        line->text))
                     : Json();
  out["confidence"] = std::round(static_cast<double>(chosen.confidence) * 1e4) / 1e4;
  out["said_by"] = Json::array();
  std::size_t steps = 0;
  for (Index via = chosen.via; via != kNone && steps < reading.statements.size(); ++steps) {
    const Statement& s = reading.statements[static_cast<std::size_t>(via)];
    if (s.source) {
      const std::string who = s.source->party == kNone
                                  ? report.text.substr(s.source->span.begin, s.source->span.size())
                                  : reading.parties[static_cast<std::size_t>(s.source->party)].name;
      if (out["said_by"].empty() || out["said_by"].back() != who) {
        out["said_by"].push_back(who);
      }
    }
    via = s.parent;
  }
  out["said_by"].push_back(told.outlet);
  const auto finding = findings->find(name);
  out["finding"] = finding == findings->end() ? Json() : Json(finding->second);
  out["review"] = *review;
  out["span"] = span_json(&told, id, name, chosen.span.begin, chosen.span.end,
                          report.text.substr(chosen.span.begin, chosen.span.size()));
  out["focus"] = chosen.focus.empty() ? Json() : Json({chosen.focus.begin, chosen.focus.end});
  if (request.format == "csv") {
    return rows_answer(sight, request, out["steps"], {"title", "key", "text"}, "why");
  }
  return value_answer(sight, request, out);
}

}  // namespace detente::desk
