#include "detente/desk/why.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <utility>

#include "detente/knowledge/lines.hpp"

namespace detente::desk {

namespace {

using knowledge::ItemKind;

constexpr std::size_t kColumns = 76;
constexpr double kTold = 0.05;  // logits; weights nearer to 0 are not worth a line

// At most that many bytes, whole characters, in one line.
std::string clipped(std::string_view words, std::size_t bytes) {
  std::string out;
  for (const char c : words) {
    const bool is_middle = (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
    if (out.size() >= bytes && !is_middle) {
      return out + "…";
    }
    out += c == '\n' || c == '\r' || c == '\t' ? ' ' : c;
  }
  return out;
}

class Walk {
 public:
  Walk(const Report& report, const Reading& reading, ItemKind kind, std::size_t index, const WhySources& sources)
      : report_(report), r_(reading), text_(report.text), kind_(kind), index_(index), sources_(sources) {}

  std::vector<WhyLine> lines() {
    switch (kind_) {
      case ItemKind::event:
        event(r_.events[index_]);
        break;
      case ItemKind::statement:
        statement(r_.statements[index_]);
        break;
      case ItemKind::figure:
        figure(r_.figures[index_]);
        break;
      case ItemKind::instrument:
        instrument(r_.instruments[index_]);
        break;
    }
    return std::move(out_);
  }

 private:
  void heading(std::string_view title) { heading_ = title; }
  void line(std::string_view key, const std::string& value) { out_.push_back({heading_, std::string(key), value}); }
  std::string cut(std::string_view words, std::size_t columns) const {
    return sources_.cut ? sources_.cut(words, columns) : clipped(words, columns);
  }
  std::string painted(const std::string& party) const { return sources_.party ? sources_.party(party) : party; }

  std::string quoted(Span s) const {
    return fmt::format("\"{}\" at {}", cut(text_.substr(s.begin, s.size()), 48), s.begin);
  }

  void rule(const std::string& name) {
    heading("Rule");
    line("rule", name.empty() ? "none given" : name);
    if (name.starts_with("rule:")) {
      line("", "a construction of English, written in the reader itself");
      return;
    }
    if (const auto found = knowledge::find_line(sources_.lexicons, name)) {
      line("stands at", fmt::format("{}:{}", found->file.string(), found->line));
      line("", cut(found->text, kColumns));
    } else {
      line("stands at", fmt::format("not known: no such line under {}", sources_.lexicons.string()));
    }
  }

  std::string party(const Actor& a) const {
    std::string out = quoted(a.span);
    if (a.party == kNone) {
      return out + ", no party known by these words";
    }
    const Party& p = r_.parties[static_cast<std::size_t>(a.party)];
    return out + fmt::format(" is {} ({}, {})", painted(p.name), name(p.kind), p.rule);
  }

  // What the reading abstained from within a span, by the beginning of its name.
  std::string reason(std::string_view what, Span within, std::string_view otherwise) const {
    for (const Abstention& a : r_.abstained) {
      if (a.what.starts_with(what) && a.span.begin < within.end && within.begin < a.span.end) {
        return fmt::format("{}: {}", quoted(a.span), a.why);
      }
    }
    return std::string(otherwise);
  }

  void chain(Index via) {
    heading("Who says so");
    for (std::size_t steps = 0; via != kNone && steps <= r_.statements.size(); ++steps) {
      const Statement& s = r_.statements[static_cast<std::size_t>(via)];
      const std::string id = fmt::format("s{}", via + 1);
      line(id, fmt::format("{}{}; {}", s.source ? party(*s.source) : "nobody named",
                           s.cue ? ", " + quoted(s.cue->span) : "", s.rule));
      via = s.parent;
    }
    line("outlet", report_.outlet.empty() ? report_.uri : report_.outlet);
  }

  // A field that was left empty, and why.
  void left(std::string_view field, const std::string& why) { left_.emplace_back(field, why); }
  void tell_left() {
    heading("Left empty");
    if (left_.empty()) {
      line("", "nothing");
    }
    for (const auto& [field, why] : left_) {
      line(field, why);
    }
  }

  void confidence(float value) {
    heading("Confidence");
    const std::string_view kind = knowledge::name(kind_);
    line("value", fmt::format("{:.2f}", value));
    if (sources_.model == nullptr) {
      line("", "the lexicons with the model of confidence were not found");
      return;
    }
    std::vector<std::pair<double, std::string>> weights;
    for (const std::string& feature : knowledge::features_of(r_, kind_, index_)) {
      weights.emplace_back(sources_.model->weight(kind, feature), feature);
    }
    std::stable_sort(weights.begin(), weights.end(),
                     [](const auto& x, const auto& y) { return std::abs(x.first) > std::abs(y.first); });
    std::string because;
    for (const auto& [weight, feature] : weights) {
      if (std::abs(weight) >= kTold) {
        because += fmt::format("{}{} {:+.2f}", because.empty() ? "" : ", ", feature, weight);
      }
    }
    line("because", because.empty() ? "nothing sets it apart from others of its kind" : because);
    if (const auto* bin = sources_.model->bin(kind, static_cast<double>(value))) {
      line("measured", fmt::format("of {} {}s given {:.1f} to {:.1f}, {:.0f} % were right", bin->items, kind, bin->low,
                                   bin->high, bin->right * 100));
    } else {
      line("measured", fmt::format("no {} was given as much when it was measured", kind));
    }
  }

  void date_and_place(const std::optional<DateRef>& date, const std::optional<PlaceRef>& place, Span within) {
    if (date && !date->value.empty()) {
      line("date", fmt::format("{} is {}", quoted(date->span), date->value));
    } else {
      left("date", date ? fmt::format("{} could not be resolved", quoted(date->span))
                        : reason("date", within, "its clause names none"));
    }
    if (place) {
      line("place", fmt::format("{} is {}{}", quoted(place->span), place->name,
                                place->country.empty() ? "" : ", " + place->country));
    } else {
      left("place", reason("place", within, "its clause names none"));
    }
  }

  void event(const Event& e) {
    rule(e.rule);
    heading("Words");
    line("act", quoted(e.trigger));
    for (const Actor& a : e.sources) {
      line("source", party(a));
    }
    for (const Actor& a : e.targets) {
      line("target", party(a));
    }
    if (e.sources.empty()) {
      left("source", reason("event.source", e.sentence, reason("party", e.sentence, "the text does not say who")));
    }
    if (e.targets.empty()) {
      left("target", reason("event.target", e.sentence, reason("party", e.sentence, "the text does not say on whom")));
    }
    date_and_place(e.date, e.place, e.sentence);
    line("status", std::string(name(e.status)));
    chain(e.via);
    tell_left();
    confidence(e.confidence);
  }

  void statement(const Statement& s) {
    rule(s.rule);
    heading("Words");
    if (s.source) {
      line("source", party(*s.source));
      if (s.source->party == kNone) {
        left("party", reason("party", s.source->span, "no lexicon knows the source, and it names nobody who can act"));
      }
    } else {
      left("source", "nobody is named");
    }
    if (s.cue) {
      line("cue", quoted(s.cue->span));
    } else {
      left("cue", "the quotation goes on without one");
    }
    for (const Span& content : s.content) {
      line("content", quoted(content));
    }
    if (s.audience) {
      line("to", party(*s.audience));
    }
    chain(s.parent);
    tell_left();
    confidence(s.confidence);
  }

  void figure(const Figure& f) {
    rule(f.rule);
    heading("Words");
    line("figure", quoted(f.span));
    line("measure", fmt::format("{}, {}", f.measure, f.unit.empty() ? "no unit" : f.unit));
    line("bound", std::string(name(f.bound)));
    if (f.population) {
      line("counts", party(*f.population));
    } else if (f.unit == "people") {
      left("population", reason("party", f.span, "the words do not say whom"));
    }
    if (f.place) {
      line("place", fmt::format("{} is {}", quoted(f.place->span), f.place->name));
    } else {
      left("place", "its clause names none");
    }
    time("as of", f.as_of);
    time("period", f.period);
    chain(f.via);
    tell_left();
    confidence(f.confidence);
  }

  void time(std::string_view field, const std::optional<DateRef>& date) {
    if (date && !date->value.empty()) {
      line(field, fmt::format("{} is {}", quoted(date->span), date->value));
    } else {
      left(field, date ? reason("figure", date->span, fmt::format("{} could not be resolved", quoted(date->span)))
                       : "its clause names none");
    }
  }

  void instrument(const Instrument& i) {
    rule(i.rule);
    heading("Words");
    for (const Span& s : i.spans) {
      line("shown by", quoted(s));
    }
    for (const InstrumentRole& role : i.parties) {
      for (const Index p : role.parties) {
        const Party& known = r_.parties[static_cast<std::size_t>(p)];
        line(role.role, fmt::format("{} ({}, {})", painted(known.name), name(known.kind), known.rule));
      }
    }
    for (const Term& term : i.terms) {
      line(term.key, cut(term.value, kColumns));
    }
    if (!i.state.empty()) {
      line("state", i.state);
    }
    if (i.parties.empty()) {
      const Span where = i.spans.empty() ? Span{} : i.spans.front();
      left("parties", reason("party", where, "no party is named in these words"));
    }
    if (i.kind == InstrumentKind::proposal && i.state.empty()) {
      left("state", "no verb around it says where it stands");
    }
    chain(i.via);
    tell_left();
    confidence(i.confidence);
  }

  const Report& report_;
  const Reading& r_;
  const std::string& text_;
  const ItemKind kind_;
  const std::size_t index_;
  const WhySources& sources_;
  std::string heading_;
  std::vector<std::pair<std::string, std::string>> left_;
  std::vector<WhyLine> out_;
};

}  // namespace

std::optional<ItemName> read_item(std::string_view id, const Reading& reading) {
  std::size_t number = 0;
  if (id.size() < 2 || id[1] < '1' || id[1] > '9') {
    return std::nullopt;
  }
  const auto [at, problem] = std::from_chars(id.data() + 1, id.data() + id.size(), number);
  if (problem != std::errc() || at != id.data() + id.size()) {
    return std::nullopt;
  }
  const auto of = [&](ItemKind kind, std::size_t size) -> std::optional<ItemName> {
    return number <= size ? std::optional(ItemName{kind, number - 1}) : std::nullopt;
  };
  switch (id[0]) {
    case 'e':
      return of(ItemKind::event, reading.events.size());
    case 's':
      return of(ItemKind::statement, reading.statements.size());
    case 'f':
      return of(ItemKind::figure, reading.figures.size());
    case 'i':
      return of(ItemKind::instrument, reading.instruments.size());
    default:
      return std::nullopt;
  }
}

std::vector<WhyLine> why(const Report& report, const Reading& reading, ItemName item, const WhySources& sources) {
  return Walk(report, reading, item.kind, item.index, sources).lines();
}

}  // namespace detente::desk
