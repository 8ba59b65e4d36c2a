#include "view_items.hpp"

#include <algorithm>
#include <cmath>

#include "view_claims.hpp"

namespace detente::desk {

namespace {

std::string_view words_of(std::string_view text, Span span) { return text.substr(span.begin, span.size()); }

std::string name_of(const Reading& reading, const Actor& actor, std::string_view text) {
  return actor.party == kNone ? std::string(words_of(text, actor.span))
                              : reading.parties[static_cast<std::size_t>(actor.party)].name;
}

std::string names_of(const Reading& reading, const std::vector<Actor>& actors, std::string_view text) {
  std::string out;
  for (const Actor& actor : actors) {
    out += (out.empty() ? "" : ", ") + name_of(reading, actor, text);
  }
  return out;
}

// From the first byte to the last of all spans.
Span hull(const std::vector<Span>& spans) {
  Span out = spans.empty() ? Span{} : spans.front();
  for (const Span& span : spans) {
    out = {std::min(out.begin, span.begin), std::max(out.end, span.end)};
  }
  return out;
}

class Items {
 public:
  Items(const Reading& reading, std::string_view text, const std::map<std::string, std::int64_t>& findings)
      : r_(reading), text_(text), findings_(findings) {}

  Json all() {
    for (std::size_t i = 0; i < r_.parties.size(); ++i) {
      const Party& p = r_.parties[i];
      for (const Span& span : p.mentions) {
        add(fmt::format("p{}", i + 1), "mention", span, {}, p.name, p.rule);
      }
    }
    for (std::size_t i = 0; i < r_.statements.size(); ++i) {
      const Statement& s = r_.statements[i];
      add(fmt::format("s{}", i + 1), "statement", hull(s.content), s.cue ? s.cue->span : Span{}, label_of(r_, s, text_),
          s.rule);
      told(s.confidence, s.parent);
    }
    for (std::size_t i = 0; i < r_.events.size(); ++i) {
      const Event& e = r_.events[i];
      add(fmt::format("e{}", i + 1), "event", e.sentence, e.trigger, label_of(r_, e, text_), e.rule);
      told(e.confidence, e.via);
      items_.back()["status"] = name(e.status);
    }
    for (std::size_t i = 0; i < r_.figures.size(); ++i) {
      const Figure& f = r_.figures[i];
      add(fmt::format("f{}", i + 1), "figure", f.span, {}, label_of(f, text_), f.rule);
      told(f.confidence, f.via);
    }
    for (std::size_t i = 0; i < r_.instruments.size(); ++i) {
      const Instrument& it = r_.instruments[i];
      add(fmt::format("i{}", i + 1), "instrument", hull(it.spans), {}, fmt::format("{}: {}", name(it.kind), it.label),
          it.rule);
      told(it.confidence, it.via);
      items_.back()["status"] = it.state;
    }
    std::stable_sort(items_.begin(), items_.end(), [](const Json& a, const Json& b) {
      return a["begin"].get<std::uint32_t>() < b["begin"].get<std::uint32_t>();
    });
    return std::move(items_);
  }

 private:
  void add(const std::string& id, std::string_view kind, Span span, Span focus, const std::string& label,
           const std::string& rule) {
    Json item;
    item["id"] = id;
    item["kind"] = kind;
    item["span"] = {span.begin, span.end};
    item["focus"] = focus.empty() ? Json() : Json({focus.begin, focus.end});
    item["label"] = label;
    item["rule"] = rule;
    item["confidence"] = Json();
    const auto finding = findings_.find(id);
    item["finding"] = finding == findings_.end() ? Json() : Json(finding->second);
    item["status"] = "";
    item["via"] = Json();
    item["begin"] = span.begin;
    item["end"] = span.end;
    item["words"] = words_of(text_, span);
    items_.push_back(std::move(item));
  }

  void told(float confidence, Index via) {
    // As many digits as the record keeps.
    items_.back()["confidence"] = std::round(static_cast<double>(confidence) * 1e4) / 1e4;
    items_.back()["via"] = via == kNone ? Json() : Json(fmt::format("s{}", via + 1));
  }

  const Reading& r_;
  std::string_view text_;
  const std::map<std::string, std::int64_t>& findings_;
  Json items_ = Json::array();
};

}  // namespace

Result<std::map<std::string, std::int64_t>> findings_in(Sight& sight, const std::string& report) {
  const auto found = sight.record.query(
      "SELECT kind, n, arg_max(finding, seq) FROM finding_claims WHERE reading = (SELECT reading FROM seen WHERE "
      "report = ?) AND revision <= ? GROUP BY kind, n",
      {report, std::int64_t{sight.revision}});
  if (!found) {
    return found.error();
  }
  std::map<std::string, std::int64_t> out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    if (found->integer(i, 2) > 0) {
      out[fmt::format("{}{}", found->text(i, 0).front(), found->integer(i, 1))] = found->integer(i, 2);
    }
  }
  return out;
}

std::string label_of(const Reading& reading, const Event& event, std::string_view text) {
  const std::string who = names_of(reading, event.sources, text);
  const std::string whom = names_of(reading, event.targets, text);
  return fmt::format("{}{}{}{}", who.empty() ? "" : who + " ", name(event.type), whom.empty() ? "" : " ", whom);
}

std::string label_of(const Reading& reading, const Statement& statement, std::string_view text) {
  const std::string cue = statement.cue ? std::string(words_of(text, statement.cue->span)) : std::string("says");
  return statement.source ? name_of(reading, *statement.source, text) + " " + cue : cue;
}

std::string label_of(const Figure& figure, std::string_view text) {
  const auto limit = [](const std::optional<double>& value) { return value ? Json(*value) : Json(); };
  return figure_label(figure.measure, limit(figure.low), limit(figure.high), name(figure.bound), figure.unit,
                      words_of(text, figure.span));
}

Json items_json(const Reading& reading, std::string_view text, const std::map<std::string, std::int64_t>& findings) {
  return Items(reading, text, findings).all();
}

}  // namespace detente::desk
