#include <algorithm>

#include "instruments_reader.hpp"

namespace detente::reading {

namespace {

constexpr std::size_t kLongestLabel = 80;   // bytes
constexpr std::uint32_t kLongestSpan = 60;  // tokens

// The words of a span in one line, cut at a word.
std::string label_of(std::string_view words) {
  std::string out;
  for (const char c : words) {
    const bool space = c == ' ' || c == '\n' || c == '\r' || c == '\t';
    if (space && (out.empty() || out.back() == ' ')) {
      continue;
    }
    out += space ? ' ' : c;
  }
  if (out.size() > kLongestLabel) {
    const std::size_t cut = out.rfind(' ', kLongestLabel);
    out.resize(cut == std::string::npos ? 0 : cut);
  }
  return out;
}

std::uint8_t bit(InstrumentKind kind) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(kind)); }

}  // namespace

InstrumentTools::InstrumentTools(Context& c) : c_(c), a_(c.a), event_at_(c.a.size(), -1), covered_(c.a.size(), 0) {
  for (std::size_t i = 0; i < c_.out.events.size(); ++i) {
    const auto at = std::lower_bound(a_.begin.begin(), a_.begin.end(), c_.out.events[i].trigger.begin);
    if (at != a_.begin.end()) {
      event_at_[static_cast<std::size_t>(at - a_.begin.begin())] = static_cast<std::int32_t>(i);
    }
  }
}

const Event* InstrumentTools::event_at(std::uint32_t token) const {
  const std::int32_t i = event_at_[token];
  return i < 0 ? nullptr : &c_.out.events[static_cast<std::size_t>(i)];
}

const Statement* InstrumentTools::statement_at(std::uint32_t token) const {
  const Index s = c_.statement_at[token];
  return s == kNone ? nullptr : &c_.out.statements[static_cast<std::size_t>(s)];
}

std::string_view InstrumentTools::cue(std::uint32_t token) const {
  const Statement* s = statement_at(token);
  return s == nullptr ? std::string_view() : std::string_view(s->rule).substr(s->rule.rfind(':') + 1);
}

knowledge::Stance InstrumentTools::stance(std::uint32_t token) const {
  const std::string_view word = cue(token);
  const knowledge::WordLexicon& words = c_.k.words;
  const Statement* s = statement_at(token);
  const bool noun = s != nullptr && words.verb(word) == nullptr;
  const knowledge::Cue* found = noun ? words.noun(word) : words.verb(word);
  found = found == nullptr ? words.adjective(word) : found;
  return found == nullptr ? knowledge::Stance::neutral : found->stance;
}

bool InstrumentTools::source_names(std::uint32_t token, std::initializer_list<std::string_view> lemmas) const {
  const Statement* s = statement_at(token);
  if (s == nullptr || !s->source) {
    return false;
  }
  auto at = std::lower_bound(a_.begin.begin(), a_.begin.end(), s->source->span.begin);
  for (; at != a_.begin.end() && *at < s->source->span.end; ++at) {
    const std::string_view lemma = a_.lemma[static_cast<std::size_t>(at - a_.begin.begin())];
    for (const std::string_view want : lemmas) {
      if (lemma.size() == want.size() && std::equal(lemma.begin(), lemma.end(), want.begin(), [](char x, char y) {
            return (x >= 'A' && x <= 'Z' ? static_cast<char>(x - 'A' + 'a') : x) == y;
          })) {
        return true;
      }
    }
  }
  return false;
}

bool InstrumentTools::source_is_document(std::uint32_t token) const {
  return source_names(token, {"statement", "communique", "communiqu\xC3\xA9", "letter", "agreement", "accord", "deal",
                              "treaty", "declaration", "text", "memorandum", "point", "pact"});
}

bool InstrumentTools::source_is_analyst(std::uint32_t token) const {
  return source_names(
      token, {"analyst",    "expert",    "observer",  "historian", "commentator",  "researcher", "scholar", "fellow",
              "professor",  "institute", "think",     "editorial", "op-ed",        "study",      "report",  "economist",
              "strategist", "critic",    "columnist", "staff",     "intelligence", "director"});
}

bool InstrumentTools::subject_is_of_same_side(std::uint32_t verb) const {
  const auto subject = subject_of(a_, verb);
  const Index by = speaker(verb);
  if (!subject) {
    return false;
  }
  const bool speaks_for_state =
      source_names(verb,
                   {"minister",  "ministry", "government", "spokesman", "spokeswoman", "spokesperson", "premier",
                    "president", "king",     "official",   "secretary", "army",        "military",     "chancellor",
                    "commander", "general",  "office",     "state",     "navy",        "kremlin"}) ||
      (by != kNone && (c_.out.parties[static_cast<std::size_t>(by)].sector == "GOV" ||
                       c_.out.parties[static_cast<std::size_t>(by)].sector == "MIL" ||
                       c_.out.parties[static_cast<std::size_t>(by)].kind == PartyKind::state ||
                       c_.out.parties[static_cast<std::size_t>(by)].kind == PartyKind::armed_group));
  if (!speaks_for_state) {
    return false;
  }
  if (const auto actor = actor_at(c_, subject->head); actor && actor->party != kNone && by != kNone) {
    const Party& who = c_.out.parties[static_cast<std::size_t>(actor->party)];
    const Party& said = c_.out.parties[static_cast<std::size_t>(by)];
    if (!who.code.empty() && !said.code.empty()) {
      return who.code == said.code;
    }
  }
  static constexpr std::string_view kLimbs[] = {"army",    "government", "troop",   "soldier",  "force",   "navy",
                                                "police",  "military",   "country", "guard",    "fleet",   "side",
                                                "cabinet", "garrison",   "state",   "ministry", "airfield"};
  const bool limb = std::find(std::begin(kLimbs), std::end(kLimbs), a_.lemma[subject->head]) != std::end(kLimbs);
  return limb && !child_of(a_, subject->head, {Dep::amod, Dep::compound});
}

bool InstrumentTools::has_condition(std::uint32_t verb, std::initializer_list<std::string_view> words) const {
  for (const std::uint32_t k : a_.children(verb)) {
    if (a_.dep[k] != Dep::advcl && a_.dep[k] != Dep::prep && a_.dep[k] != Dep::advmod) {
      continue;
    }
    const std::string_view first = a_.lower[a_.left_edge[k]];
    if (std::find(words.begin(), words.end(), first) != words.end() ||
        std::find(words.begin(), words.end(), a_.lower[k]) != words.end()) {
      return true;
    }
    for (std::uint32_t i = a_.left_edge[k]; i + 1 <= a_.right_edge[k] && i < a_.left_edge[k] + 5; ++i) {
      if (a_.lower[i] == "long" && a_.lower[i + 1] == "as" &&
          std::find(words.begin(), words.end(), "as long as") != words.end()) {
        return true;
      }
    }
  }
  return false;
}

std::uint32_t InstrumentTools::verb_classes(std::uint32_t verb) const {
  std::string buffer;
  std::uint32_t classes = c_.k.words.classes(verb_key(a_, verb, buffer));
  // "called for a truce", "called off the talks".
  for (const std::uint32_t k : a_.children(verb)) {
    if (a_.dep[k] == Dep::prep && (a_.lower[k] == "for" || a_.lower[k] == "off" || a_.lower[k] == "back")) {
      classes |= c_.k.words.classes(std::string(a_.lemma[verb]) + "_" + std::string(a_.lower[k]));
    }
  }
  return classes;
}

bool InstrumentTools::in_entity_name(std::uint32_t token) const {
  if (a_.entity_of[token] < 0) {
    return false;
  }
  const EntityType t = a_.entities[static_cast<std::size_t>(a_.entity_of[token])].type;
  return t == EntityType::ORG || t == EntityType::PERSON || t == EntityType::WORK_OF_ART || t == EntityType::FAC;
}

std::optional<std::uint32_t> InstrumentTools::governing_verb(std::uint32_t token) const {
  std::uint32_t t = token;
  for (int step = 0; step < 6; ++step) {
    if (a_.head[t] == t) {
      return std::nullopt;
    }
    if (a_.dep[t] == Dep::relcl || a_.dep[t] == Dep::acl) {
      return std::nullopt;
    }
    t = a_.head[t];
    if (a_.pos[t] == Pos::VERB || a_.pos[t] == Pos::AUX) {
      return t;
    }
  }
  return std::nullopt;
}

Index InstrumentTools::speaker(std::uint32_t token) const {
  const Index s = c_.statement_at[token];
  if (s == kNone) {
    return kNone;
  }
  const Statement& statement = c_.out.statements[static_cast<std::size_t>(s)];
  return statement.source ? statement.source->party : kNone;
}

bool InstrumentTools::subject_speaks(std::uint32_t verb) const {
  if (c_.statement_at[verb] == kNone) {
    return false;
  }
  const auto subject = subject_of(a_, verb);
  if (!subject) {
    return false;
  }
  const std::string_view w = a_.lower[subject->head];
  if (w == "i" || w == "we") {
    return true;
  }
  const Index said_by = speaker(verb);
  if (said_by != kNone) {
    if (const auto actor = actor_at(c_, subject->head); actor && actor->party == said_by) {
      return true;
    }
  }
  const Statement& s = c_.out.statements[static_cast<std::size_t>(c_.statement_at[verb])];
  // "Officials think she will succeed": the pronoun is somebody else where its number or its person differs.
  const bool personal = w == "he" || w == "she";
  if (personal && source_is_plural(s)) {
    return false;
  }
  if (const auto actor = actor_at(c_, subject->head);
      personal && actor && actor->party != kNone && actor->party != said_by) {
    return false;
  }
  return s.mode != Mode::direct && a_.tag[subject->head] == Tag::PRP && subject->own && !s.content.empty() &&
         a_.begin[subject->head] <= s.content.front().begin + 8;
}

bool InstrumentTools::source_is_plural(const Statement& s) const {
  if (!s.source) {
    return false;
  }
  auto at = std::lower_bound(a_.begin.begin(), a_.begin.end(), s.source->span.begin);
  for (; at != a_.begin.end() && *at < s.source->span.end; ++at) {
    const auto t = static_cast<std::size_t>(at - a_.begin.begin());
    const bool last = t + 1 >= a_.size() || a_.begin[t + 1] >= s.source->span.end || a_.pos[t + 1] == Pos::ADP;
    if (last) {
      return a_.tag[t] == Tag::NNS || a_.tag[t] == Tag::NNPS;
    }
  }
  return false;
}

std::string_view InstrumentTools::modal(std::uint32_t verb) const {
  for (const std::uint32_t k : a_.children(verb)) {
    if (a_.dep[k] == Dep::aux && a_.tag[k] == Tag::MD) {
      return a_.lower[k];
    }
  }
  return {};
}

TokenRange InstrumentTools::clause(std::uint32_t verb) const {
  TokenRange r = subtree(a_, verb);
  r.end = std::min(r.end, r.begin + kLongestSpan);
  if (r.begin < verb && (a_.pos[r.begin] == Pos::SCONJ || a_.pos[r.begin] == Pos::CCONJ)) {
    ++r.begin;
  }
  r = trim(a_, r);
  return r.has(verb) ? r : TokenRange{verb, verb + 1};
}

TokenRange InstrumentTools::predicate(std::uint32_t verb) const {
  TokenRange r = clause(verb);
  r.begin = verb;
  // A second clause joined to the first is another matter.
  for (const std::uint32_t k : a_.children(verb)) {
    if (k > verb && (a_.dep[k] == Dep::conj || a_.dep[k] == Dep::advcl) && a_.left_edge[k] > verb + 1) {
      r.end = std::min(r.end, a_.left_edge[k]);
    }
  }
  TokenRange t = trim(a_, r);
  while (t.end > verb + 1 && a_.pos[t.end - 1] == Pos::CCONJ) {
    t = trim(a_, {t.begin, t.end - 1});
  }
  return t.has(verb) ? t : TokenRange{verb, verb + 1};
}

bool InstrumentTools::subject_is_of_speaker(std::uint32_t verb) const {
  const auto subject = child_of(a_, verb, {Dep::nsubj});
  const Index said_by = speaker(verb);
  if (!subject || said_by == kNone) {
    return false;
  }
  const auto owner = child(a_, *subject, Dep::poss);
  return owner && a_.tag[*owner] == Tag::PRPS;
}

void InstrumentTools::add_party(Instrument& i, std::string_view role, std::uint32_t head) const {
  for (const Actor& actor : actors_at(c_, head)) {
    if (actor.party == kNone) {
      continue;
    }
    auto at = std::find_if(i.parties.begin(), i.parties.end(), [&](const InstrumentRole& r) { return r.role == role; });
    if (at == i.parties.end()) {
      i.parties.push_back({std::string(role), {}});
      at = i.parties.end() - 1;
    }
    if (std::find(at->parties.begin(), at->parties.end(), actor.party) == at->parties.end()) {
      at->parties.push_back(actor.party);
    }
  }
}

void InstrumentTools::add_subject(Instrument& i, std::string_view role, std::uint32_t verb) const {
  const auto subject = subject_of(a_, verb);
  if (!subject) {
    return;
  }
  const std::string_view w = a_.lower[subject->head];
  const Index said_by = speaker(verb);
  if ((w == "i" || w == "we") && said_by != kNone) {
    i.parties.push_back({std::string(role), {said_by}});
    return;
  }
  add_party(i, role, subject->head);
}

Instrument& InstrumentTools::add(InstrumentKind kind, TokenRange words, std::uint32_t anchor, std::string rule,
                                 float confidence) {
  Instrument i;
  i.kind = kind;
  i.label = label_of(a_.words(a_.span(words)));
  i.via = c_.statement_at[anchor];
  i.rule = std::move(rule);
  i.confidence = confidence;
  add_span(i, words);
  c_.out.instruments.push_back(std::move(i));
  return c_.out.instruments.back();
}

void InstrumentTools::add_span(Instrument& i, TokenRange words) {
  i.spans.push_back(a_.span(words));
  for (std::uint32_t t = words.begin; t < words.end; ++t) {
    covered_[t] = static_cast<std::uint8_t>(covered_[t] | bit(i.kind));
  }
}

bool InstrumentTools::overlaps_same_kind(InstrumentKind kind, TokenRange words) const {
  for (std::uint32_t t = words.begin; t < words.end; ++t) {
    if ((covered_[t] & bit(kind)) != 0) {
      return true;
    }
  }
  return false;
}

void find_instruments(Context& c) {
  InstrumentTools tools(c);
  find_proposals(tools);
  find_levers(tools);
  find_red_lines(tools);
  find_commitments(tools);
  find_violations(tools);
  find_assessments(tools);
  std::stable_sort(c.out.instruments.begin(), c.out.instruments.end(),
                   [](const Instrument& x, const Instrument& y) { return x.spans.front() < y.spans.front(); });
}

}  // namespace detente::reading
