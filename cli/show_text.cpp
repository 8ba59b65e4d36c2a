#include "show_text.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "board_text.hpp"
#include "detente/reading/json.hpp"
#include "why_text.hpp"

namespace detente::cli {

namespace {

constexpr std::size_t kColumns = 100;

using reading::item_id;

class Shower {
 public:
  Shower(const Shown& shown, const Style& style)
      : shown_(shown), r_(shown.reading.reading), text_(shown.report.report.text), style_(style) {}

  std::string report() {
    head();
    out_ += '\n';
    out_ += marked_text(r_, text_, {0, static_cast<std::uint32_t>(text_.size())}, style_);
    out_ += text_.ends_with('\n') ? "" : "\n";
    list("PARTIES", r_.parties.size(), &Shower::party);
    list("STATEMENTS", r_.statements.size(), &Shower::statement);
    list("EVENTS", r_.events.size(), &Shower::event);
    list("FIGURES", r_.figures.size(), &Shower::figure);
    list("INSTRUMENTS", r_.instruments.size(), &Shower::instrument);
    if (shown_.why) {
      list("LEFT OPEN", r_.abstained.size(), &Shower::abstention);
    }
    return std::move(out_);
  }

  std::string item(std::string_view id) {
    std::size_t number = 0;
    std::optional<reading::ItemKind> kind;
    if (id.size() < 2 || std::from_chars(id.data() + 1, id.data() + id.size(), number).ptr != id.data() + id.size() ||
        number == 0) {
      return "";
    }
    const std::size_t i = number - 1;
    const auto in = [&](char letter, std::size_t size) { return id[0] == letter && i < size; };
    Span part;
    Index via = kNone;
    if (in('p', r_.parties.size())) {
      party(i);
      return std::move(out_);
    }
    if (in('s', r_.statements.size())) {
      statement(i);
      kind = reading::ItemKind::statement;
      via = r_.statements[i].parent;
      part = r_.statements[i].content.empty() ? Span{} : r_.statements[i].content.front();
    } else if (in('e', r_.events.size())) {
      event(i);
      kind = reading::ItemKind::event;
      via = r_.events[i].via;
      part = r_.events[i].sentence;
    } else if (in('f', r_.figures.size())) {
      figure(i);
      kind = reading::ItemKind::figure;
      via = r_.figures[i].via;
      part = r_.figures[i].span;
    } else if (in('i', r_.instruments.size())) {
      instrument(i);
      kind = reading::ItemKind::instrument;
      via = r_.instruments[i].via;
      part = r_.instruments[i].spans.empty() ? Span{} : r_.instruments[i].spans.front();
    } else {
      return "";
    }
    out_ += fmt::format("\n  {}\n\n", one_line(marked_text(r_, text_, part, style_)));
    const Report& report = shown_.report.report;
    out_ += fmt::format("  said by: {}{}\n", chain(via), report.outlet.empty() ? report.uri : report.outlet);
    out_ += style_.faint(fmt::format("  in {} ({}, {}), bytes [{}, {})", report.id, report.uri, shown_.report.day,
                                     part.begin, part.end)) +
            "\n";
    if (shown_.why && shown_.sources != nullptr && kind) {
      out_ += why_text(shown_, *kind, i, *shown_.sources, style_) + "\n";
    }
    if (shown_.why) {
      out_ += style_.faint(fmt::format("  read by detente {} with {} and lexicons {}, revision {}",
                                       shown_.reading.reader.version, shown_.reading.reader.model,
                                       shown_.reading.reader.knowledge, shown_.reading.revision)) +
              "\n";
    }
    return std::move(out_);
  }

 private:
  void head() {
    const Report& report = shown_.report.report;
    out_ += style_.heading(report.title.empty() ? report.id : report.title) + "\n";
    const auto row = [&](std::string_view key, const std::string& value) {
      if (!value.empty()) {
        out_ += style_.faint(fmt::format("{:<10}", key)) + value + "\n";
      }
    };
    row("id", report.id);
    row("outlet", report.outlet);
    row("by", report.byline);
    row("published",
        report.published.empty() ? fmt::format("unknown; counts from {}", shown_.report.day) : report.published);
    row("found at", report.uri);
    row("source", report.original_source);
    for (const record::Copy& copy : shown_.report.copies) {
      row("copy", copy.outlet.empty() ? copy.uri : fmt::format("{} ({})", copy.uri, copy.outlet));
    }
    row("language", report.language);
    row("reading", fmt::format("revision {} by detente {}, {}", shown_.reading.revision, shown_.reading.reader.version,
                               shown_.reading.reader.model));
  }

  void list(std::string_view title, std::size_t size, void (Shower::*write)(std::size_t)) {
    if (size > 0) {
      out_ += fmt::format("\n{}\n", style_.heading(title));
    }
    for (std::size_t i = 0; i < size; ++i) {
      (this->*write)(i);
    }
  }

  // White space of any length becomes one space, and none is left at the ends.
  static std::string one_line(std::string_view text) {
    std::string out;
    for (char c : text) {
      const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (!space) {
        out += c;
      } else if (!out.empty() && out.back() != ' ') {
        out += ' ';
      }
    }
    while (out.ends_with(' ')) {
      out.pop_back();
    }
    return out;
  }

  std::string words(Span s) const { return text_.substr(s.begin, s.size()); }

  std::string party_name(Index index) const {
    return index == kNone ? std::string() : r_.parties[static_cast<std::size_t>(index)].name;
  }

  std::string actor(const Actor& a) const {
    const std::string name = party_name(a.party);
    const std::string said = words(a.span);
    if (name.empty() || name == said) {
      return style_.party(name.empty() ? said : name);
    }
    return style_.party(name) + (shown_.why ? fmt::format(" (\"{}\")", said) : "");
  }

  std::string actors(const std::vector<Actor>& all) const {
    std::vector<std::string> parts;
    for (const Actor& a : all) {
      parts.push_back(actor(a));
    }
    return join(parts, ", ");
  }

  std::string names(const std::vector<Index>& all) const {
    std::vector<std::string> parts;
    for (Index index : all) {
      parts.push_back(party_name(index));
    }
    return join(parts, ", ");
  }

  // "officials < The Paper < ", innermost first.
  std::string chain(Index via) const {
    std::string out;
    for (std::size_t steps = 0; via != kNone && steps <= r_.statements.size(); ++steps) {
      const Statement& s = r_.statements[static_cast<std::size_t>(via)];
      if (s.source) {
        const std::string name = party_name(s.source->party);
        out += style_.speech(name.empty() ? words(s.source->span) : name) + " < ";
      }
      via = s.parent;
    }
    return out;
  }

  std::string via(Index index) const {
    return index == kNone ? "" : fmt::format(", told in {}", item_id('s', static_cast<std::size_t>(index)));
  }

  void found(Span s, std::string_view rule, float confidence) {
    std::string text =
        fmt::format("      \"{}\" at {}; {}", cut(words(s), 48), s.begin, rule.empty() ? "no rule given" : rule);
    if (shown_.why) {
      text += fmt::format("; confidence {:.2f}", confidence);
    }
    out_ += style_.faint(text) + "\n";
  }

  void party(std::size_t i) {
    const Party& p = r_.parties[i];
    std::string text = fmt::format("  {:<4}{}  {}", item_id('p', i), style_.party(p.name), name(p.kind));
    text += p.code.empty() ? "" : " " + p.code;
    text += p.sector.empty() ? "" : " " + p.sector;
    out_ += text + (p.mentions.size() == 1 ? "" : fmt::format(", {} mentions", p.mentions.size())) + "\n";
    for (const std::string& role : p.roles) {
      out_ += fmt::format("      {}\n", role);
    }
    if (shown_.why) {
      std::vector<std::string> said;
      for (const Span& mention : p.mentions) {
        said.push_back(fmt::format("\"{}\" at {}", cut(words(mention), 32), mention.begin));
      }
      out_ +=
          style_.faint(fmt::format("      {}; {}", p.rule.empty() ? "no rule given" : p.rule, join(said, ", "))) + "\n";
    }
  }

  void statement(std::size_t i) {
    const Statement& s = r_.statements[i];
    std::string text = fmt::format("  {:<4}{}", item_id('s', i), s.source ? actor(*s.source) : "(not said who)");
    text += s.cue ? fmt::format(" {}", style_.speech(words(s.cue->span))) : "";
    text += s.audience ? fmt::format(" to {}", actor(*s.audience)) : "";
    text += fmt::format(", {}", name(s.mode));
    text += s.parent == kNone ? "" : fmt::format(", told in {}", item_id('s', static_cast<std::size_t>(s.parent)));
    out_ += text + "\n";
    for (const Span& content : s.content) {
      out_ += fmt::format("      {}\n", cut(words(content), kColumns - 6));
    }
    found(s.cue ? s.cue->span : s.content.empty() ? Span{} : s.content.front(), s.rule, s.confidence);
  }

  void event(std::size_t i) {
    const Event& e = r_.events[i];
    std::string text =
        fmt::format("  {:<4}{} {} {}", item_id('e', i), e.sources.empty() ? "(not said who)" : actors(e.sources),
                    style_.act(name(e.type)), e.targets.empty() ? "-" : actors(e.targets));
    text += fmt::format(", {}", name(e.status));
    text += e.date && !e.date->value.empty() ? fmt::format(", {}", e.date->value) : "";
    text += e.place ? fmt::format(", {}", e.place->name) : "";
    out_ += text + via(e.via) + "\n";
    out_ += fmt::format("      {}{}CAMEO {}, Goldstein {:.1f}\n", e.mode, e.mode.empty() ? "" : ", ",
                        e.cameo.empty() ? "-" : e.cameo, e.goldstein);
    found(e.trigger, e.rule, e.confidence);
  }

  void figure(std::size_t i) {
    const Figure& f = r_.figures[i];
    board::Claim claim;
    claim.low = f.low;
    claim.high = f.high;
    claim.bound = name(f.bound);
    claim.unit = f.unit;
    claim.place.words = words(f.span);
    std::string text = fmt::format("  {:<4}{}: {}", item_id('f', i), f.measure, style_.number(amount(claim)));
    text += f.population ? fmt::format(", {}", actor(*f.population)) : "";
    text += f.place ? fmt::format(", {}", f.place->name) : "";
    text += f.as_of && !f.as_of->value.empty() ? fmt::format(", as of {}", f.as_of->value) : "";
    if (f.period && !f.period->value.empty()) {
      const std::string_view value = f.period->value;
      const bool open = value.ends_with("/..");
      text += fmt::format(", {} {}", open ? "since" : "in", open ? value.substr(0, value.size() - 3) : value);
    }
    out_ += text + via(f.via) + "\n";
    found(f.span, f.rule, f.confidence);
  }

  void instrument(std::size_t i) {
    const Instrument& it = r_.instruments[i];
    std::string text = fmt::format("  {:<4}{}: {}", item_id('i', i), name(it.kind), style_.act(it.label));
    text += it.state.empty() ? "" : fmt::format(", {}", it.state);
    text += it.state_by.empty() ? "" : fmt::format(" by {}", names(it.state_by));
    out_ += text + via(it.via) + "\n";
    std::vector<std::string> parts;
    for (const InstrumentRole& role : it.parties) {
      parts.push_back(fmt::format("{} {}", role.role, names(role.parties)));
    }
    for (const Term& term : it.terms) {
      parts.push_back(fmt::format("{} {}", term.key, term.value));
    }
    if (!parts.empty()) {
      out_ += fmt::format("      {}\n", join(parts, "; "));
    }
    found(it.spans.empty() ? Span{} : it.spans.front(), it.rule, it.confidence);
  }

  void abstention(std::size_t i) {
    const Abstention& a = r_.abstained[i];
    out_ += fmt::format("  {}: {}\n", a.what, a.why);
    if (!a.span.empty()) {
      out_ += style_.faint(fmt::format("      \"{}\" at {}", cut(words(a.span), 48), a.span.begin)) + "\n";
    }
  }

  const Shown& shown_;
  const Reading& r_;
  const std::string& text_;
  const Style& style_;
  std::string out_;
};

}  // namespace

std::string report_text(const Shown& shown, const Style& style) { return Shower(shown, style).report(); }

std::string item_text(const Shown& shown, std::string_view item, const Style& style) {
  return Shower(shown, style).item(item);
}

}  // namespace detente::cli
