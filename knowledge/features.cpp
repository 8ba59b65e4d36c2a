#include "detente/knowledge/features.hpp"

namespace detente::knowledge {

namespace {

// The file of a rule: "acts/assault.toml" of "acts/assault.toml:strike", "rule" of "rule:according-to".
std::string_view family(std::string_view rule) { return rule.substr(0, rule.rfind(':')); }

std::string_view length_class(std::size_t bytes) {
  if (bytes < 20) {
    return "tiny";
  }
  if (bytes < 40) {
    return "short";
  }
  return bytes < 80 ? "medium" : "long";
}

std::size_t total(const std::vector<Span>& spans) {
  std::size_t sum = 0;
  for (const Span s : spans) {
    sum += s.size();
  }
  return sum;
}

void add(std::vector<std::string>& out, std::string_view key, std::string_view value) {
  std::string feature(key);
  feature += '=';
  feature += value;
  out.push_back(std::move(feature));
}

// Whether the party is one that a lexicon knows or the text names.
std::string_view standing(const Reading& r, const std::vector<Actor>& actors) {
  if (actors.empty()) {
    return "none";
  }
  for (const Actor& a : actors) {
    if (a.party != kNone && r.parties[static_cast<std::size_t>(a.party)].kind != PartyKind::unknown) {
      return "known";
    }
  }
  return "unknown";
}

void of_event(const Reading& r, const Event& e, std::vector<std::string>& out) {
  constexpr std::size_t kLongSentence = 200;  // bytes
  // Types and single rules are left out: a few reports say too little of each, and between two acts of one sentence
  // the construction should decide and not which type is rarer. Status and source were tried: weights fitted to them on
  // some reports made the confidence of others worse.
  add(out, "construction", e.rule_confidence < 0.65F ? "noun" : "verb");
  add(out, "target", standing(r, e.targets));
  add(out, "said", e.via == kNone ? "no" : "yes");
  add(out, "sentence", e.sentence.size() > kLongSentence ? "long" : "short");
}

void of_statement(const Reading& r, const Statement& s, std::vector<std::string>& out) {
  add(out, "mode", name(s.mode));
  add(out, "length", length_class(total(s.content)));
  add(out, "family", family(s.rule));
  add(out, "nested", s.parent == kNone ? "no" : "yes");
  const bool known = s.source && s.source->party != kNone;
  add(out, "source",
      !known                                                                            ? "unknown"
      : r.parties[static_cast<std::size_t>(s.source->party)].kind == PartyKind::unknown ? "unnamed"
                                                                                        : "known");
}

void of_figure(const Figure& f, std::vector<std::string>& out) {
  add(out, "measure", f.measure);
  add(out, "bound", name(f.bound));
  add(out, "family", family(f.rule));
  add(out, "population", f.population ? "yes" : "no");
}

void of_instrument(const Instrument& i, std::vector<std::string>& out) {
  add(out, "kind", name(i.kind));
  add(out, "said", i.via == kNone ? "no" : "yes");
  add(out, "parties", i.parties.empty() ? "none" : "some");
}

}  // namespace

std::string_view name(ItemKind kind) {
  switch (kind) {
    case ItemKind::event:
      return "event";
    case ItemKind::statement:
      return "statement";
    case ItemKind::figure:
      return "figure";
    case ItemKind::instrument:
      break;
  }
  return "instrument";
}

std::vector<std::string> features_of(const Reading& r, ItemKind kind, std::size_t index) {
  std::vector<std::string> out;
  std::string_view rule;
  switch (kind) {
    case ItemKind::event:
      of_event(r, r.events[index], out);
      return out;
    case ItemKind::statement:
      of_statement(r, r.statements[index], out);
      rule = r.statements[index].rule;
      break;
    case ItemKind::figure:
      of_figure(r.figures[index], out);
      rule = r.figures[index].rule;
      break;
    case ItemKind::instrument:
      of_instrument(r.instruments[index], out);
      rule = r.instruments[index].rule;
      break;
  }
  add(out, "rule", rule);
  return out;
}

}  // namespace detente::knowledge
