// Verbs that say that somebody says or thinks something, and where their grammar puts what is said.
#include <algorithm>
#include <string>

#include "statements_verbs.hpp"

namespace detente::reading {

using knowledge::Cue;

namespace {

bool is_content_child(const Analysis& a, std::uint32_t i) {
  switch (a.dep[i]) {
    case Dep::ccomp:
    case Dep::xcomp:
    case Dep::conj:
    case Dep::cc:
    case Dep::punct:
    case Dep::advcl:
    case Dep::parataxis:
    case Dep::dep:
    case Dep::mark:
      return true;
    default:
      return false;
  }
}

// "No group claimed the attack": nobody says anything.
bool names_nobody(const Analysis& a, std::uint32_t subject) {
  const std::string_view w = a.lower[subject];
  if (w == "nobody" || w == "neither" || w == "none") {
    return true;
  }
  for (const std::uint32_t k : a.children(subject)) {
    if (k < subject && (a.lower[k] == "no" || a.lower[k] == "neither")) {
      return true;
    }
  }
  return false;
}

// "recalled its ambassador" is an act, "recalled the war" is not.
bool is_recall(const Context& c, std::uint32_t verb) {
  const auto object = c.a.lemma[verb] == "recall" ? child(c.a, verb, Dep::dobj) : std::nullopt;
  return object && (c.k.words.classes(c.a.lemma[*object]) & knowledge::kGood) != 0;
}

// Where words are said or written, which is no part of them: "in a message to this agency".
bool is_medium(std::string_view lemma) {
  static constexpr std::string_view kMedia[] = {"message", "statement", "interview", "letter",     "speech", "address",
                                                "tweet",   "post",      "briefing",  "conference", "debate", "call",
                                                "email",   "testimony", "rally",     "meeting",    "memo",   "forum"};
  return std::find(std::begin(kMedia), std::end(kMedia), lemma) != std::end(kMedia);
}

}  // namespace

TokenRange segment_of(const Analysis& a, std::uint32_t verb) {
  TokenRange r{verb, verb + 1};
  for (const std::uint32_t c : a.children(verb)) {
    if (is_content_child(a, c)) {
      continue;
    }
    r.begin = std::min(r.begin, a.left_edge[c]);
    r.end = std::max(r.end, a.right_edge[c] + 1);
  }
  return r;
}
bool is_bare_pronoun(const Analysis& a, std::uint32_t i) {
  if (a.tag[i] == Tag::WDT || a.tag[i] == Tag::WP) {
    return true;  // "a charge that he denied"
  }
  return (a.pos[i] == Pos::PRON || a.pos[i] == Pos::DET) && a.left_edge[i] == a.right_edge[i];
}

void CueReader::read_verb() {
  const auto subject = speaker_of(w_, v_);
  if (!subject || subject->head == v_) {
    return;
  }
  // "Beruff, a Scott ally, called the standards strong": the only verb of its sentence, read as a participle.
  const std::uint32_t up = a_.head[v_];
  const bool only_verb = a_.dep[v_] == Dep::acl && a_.head[up] == up && a_.tag[v_] == Tag::VBN && up + 1 < v_ &&
                         (a_.pos[up] == Pos::PROPN || a_.pos[up] == Pos::NOUN) && !agent_of(a_, v_) &&
                         child_of(a_, v_, {Dep::dobj, Dep::oprd, Dep::ccomp, Dep::xcomp});
  const bool passive = is_passive(a_, v_) && !only_verb;
  // "its hesitance to endorse the plan" endorses nothing.
  const bool judges = cue_.stance == knowledge::Stance::praise || cue_.stance == knowledge::Stance::blame;
  if (judges && a_.dep[v_] == Dep::acl && has_to(a_, v_)) {
    return;
  }
  std::vector<TokenRange> content;
  float confidence = 0;
  if (passive && !agent_of(a_, v_)) {
    return;
  }
  if (passive) {
    read_passive(content, confidence);
  } else {
    read_active(content, confidence);
  }
  if (content.empty() || (phrase_ && !may_speak(w_.c, *subject))) {
    return;
  }
  if (phrase_ && (names_nobody(a_, subject->head) || is_recall(w_.c, v_))) {
    return;
  }
  if ((phrase_ || object_) && !is_quoted()) {
    for (TokenRange& r : content) {
      r.end = std::max(r.begin + 1, end_of_phrase(r));
    }
  }
  StatementDraft& d = w_.draft_for(v_);
  if (d.quoted) {
    // The quotation is known already. What the parser joins to it from the paragraph or sentence before is not said
    // here.
    const TokenRange paragraph = w_.quotes.paragraphs[w_.quotes.paragraph_of[v_]];
    const std::uint32_t first = d.content.front().begin;
    const bool opens_sentence = first == paragraph.begin || a_.words(first - 1) == "." || is_quote_mark(a_, first - 1);
    for (TokenRange& r : content) {
      r.begin = std::max(r.begin, opens_sentence && first < v_ ? first : paragraph.begin);
      r.end = std::max(r.begin, std::min(r.end, paragraph.end));
    }
  }
  if (!d.source) {
    d.source = subject;
  }
  d.cue = cue_words();
  d.content.insert(d.content.end(), content.begin(), content.end());
  d.audience = audience_;
  d.stance = cue_.stance;
  d.undertakes = (w_.c.k.words.classes(a_.lemma[v_]) & knowledge::kUndertake) != 0;
  if (d.rule.empty()) {
    d.rule = cue_.rule;
    d.confidence = confidence;
  }
}

std::uint32_t CueReader::end_of_phrase(TokenRange r) const {
  for (std::uint32_t i = r.begin + 1; i < r.end; ++i) {
    if (w_.quotes.at[i] != w_.quotes.at[v_]) {
      continue;
    }
    const bool relative = a_.words(i - 1) == "," && (a_.tag[i] == Tag::WDT || a_.tag[i] == Tag::WP ||
                                                     a_.tag[i] == Tag::WPS || a_.lower[i] == "where");
    if (relative && i - 1 > r.begin) {
      return i - 1;
    }
    const std::string_view w = a_.lower[i];
    if (a_.pos[i] != Pos::ADP || (w != "in" && w != "on" && w != "at" && w != "during")) {
      continue;
    }
    const auto noun = child(a_, i, Dep::pobj);
    if (!noun) {
      continue;
    }
    const EntityType type =
        a_.entity_of[*noun] < 0 ? EntityType::none : a_.entities[static_cast<std::size_t>(a_.entity_of[*noun])].type;
    const bool when = (type == EntityType::DATE || type == EntityType::TIME) && w != "during";
    const std::uint32_t up = a_.head[i];
    const bool hangs_high = up == v_ || up < r.begin || a_.head[up] == v_;
    if (hangs_high && (when || is_medium(a_.lemma[*noun]))) {
      return i;
    }
  }
  return r.end;
}

TokenRange CueReader::cue_words() const {
  TokenRange r{v_, v_ + 1};
  for (const std::uint32_t c : a_.children(v_)) {
    if ((a_.dep[c] == Dep::neg || a_.dep[c] == Dep::aux) && c < v_ && v_ - c <= 3 && is_negated(a_, v_)) {
      r.begin = std::min(r.begin, c);
    }
    if (a_.dep[c] == Dep::prt && c == v_ + 1) {
      r.end = c + 1;
    }
  }
  return r;
}

void CueReader::add_clause(std::uint32_t clause, std::vector<TokenRange>& content) const {
  TokenRange r = subtree(a_, clause);
  const TokenRange segment = segment_of(a_, v_);
  if (clause > v_) {
    r.begin = std::max(r.begin, v_ + 1);
    content.push_back(without_that(a_, r));
    return;
  }
  // Fronted: what stands before the words that attribute, from the start of the sentence, and what goes on behind
  // them.
  const TokenRange sentence = sentence_around(a_, w_.quotes, v_);
  std::uint32_t begin = r.begin;
  if (a_.head[v_] == v_ && begin > sentence.begin) {
    bool own = true;  // only words that hang on this verb stand between
    for (std::uint32_t i = sentence.begin; i < begin && own; ++i) {
      own = a_.sentence_of[i] == a_.sentence_of[v_] && w_.by_cue[i] < 0;
    }
    begin = own ? sentence.begin : begin;
  }
  if (begin < segment.begin) {
    content.push_back({begin, segment.begin});
  }
  if (r.end > segment.end) {
    content.push_back({segment.end, r.end});
  } else if (segment.end < sentence.end && a_.words(segment.end) == "," && !has_content_right(segment.end) &&
             a_.dep[clause] == Dep::ccomp && segment.begin > 0 && a_.words(segment.begin - 1) == ",") {
    add_rest(segment.end, sentence, content);
  }
}

void CueReader::add_rest(std::uint32_t from, TokenRange sentence, std::vector<TokenRange>& content) const {
  for (const std::uint32_t c : a_.children(v_)) {
    if (c > from && (a_.dep[c] == Dep::advcl || a_.dep[c] == Dep::conj || a_.dep[c] == Dep::prep)) {
      return;
    }
  }
  if (sentence.end > from + 1) {
    content.push_back({from + 1, sentence.end});
  }
}

bool CueReader::has_content_right(std::uint32_t from) const {
  for (const std::uint32_t c : a_.children(v_)) {
    if (c >= from && (a_.dep[c] == Dep::ccomp || a_.dep[c] == Dep::xcomp || a_.dep[c] == Dep::advcl)) {
      return true;
    }
  }
  return false;
}

void CueReader::read_active(std::vector<TokenRange>& content, float& confidence) {
  const auto object = child(a_, v_, Dep::dobj);
  const auto hearer = object ? object : child(a_, v_, Dep::dative);
  const auto done = [&](float how_sure) { confidence = how_sure; };

  if (takes(kHearer | kUrge) && hearer && *hearer > v_) {
    audience_ = hearer;
  }
  if (const auto to = preposition(a_, v_, {"to"}); to && !takes_preposition(cue_, "to")) {
    if (const auto noun = child(a_, *to, Dep::pobj)) {
      audience_ = noun;
    }
  }
  for (const std::uint32_t c : clauses()) {
    if (a_.dep[c] != Dep::ccomp && a_.dep[c] != Dep::xcomp && a_.dep[c] != Dep::parataxis) {
      continue;
    }
    const bool infinitive = has_to(a_, c);
    const bool small = a_.pos[c] != Pos::VERB && a_.pos[c] != Pos::AUX && !child(a_, c, Dep::nsubj);
    if (a_.dep[c] == Dep::parataxis && c > v_) {
      continue;
    }
    if (takes(knowledge::kAs) && (small || (a_.dep[c] == Dep::ccomp && !takes(knowledge::kClause)))) {
      continue;  // "called the claims baseless" is read below
    }
    if (infinitive && a_.dep[c] == Dep::xcomp) {
      if (takes(knowledge::kUrge) && object && *object < c) {
        content.push_back({a_.left_edge[*object], a_.right_edge[c] + 1});
        return done(0.75F);
      }
      if (takes(knowledge::kInfinitive) || (takes(knowledge::kClause) && hearer && *hearer < c)) {
        content.push_back(subtree(a_, c));
        return done(0.7F);
      }
      continue;
    }
    if (infinitive && takes(knowledge::kUrge | knowledge::kInfinitive)) {
      TokenRange r = subtree(a_, c);
      content.push_back({std::max(r.begin, v_ + 1), r.end});
      return done(0.7F);
    }
    if (a_.tag[c] == Tag::VBG && a_.dep[c] == Dep::xcomp) {
      const bool says = takes(knowledge::kClause) && takes(knowledge::kQuote);  // "said ending it would hurt"
      if (takes(knowledge::kGerund | knowledge::kObject) || says) {
        content.push_back(subtree(a_, c));
        return done(0.7F);
      }
      continue;
    }
    if (takes(knowledge::kClause) || (takes(knowledge::kQuote) && touches_quote(c))) {
      add_clause(c, content);
      if (!content.empty()) {
        return done(c < v_ ? 0.85F : 0.9F);
      }
    }
  }
  if (takes(knowledge::kUrge) && object && *object > v_) {  // "pushed the Council to come up with a plan"
    for (const std::uint32_t k : a_.children(v_)) {
      if (k > *object && a_.dep[k] == Dep::advcl && has_to(a_, k)) {
        content.push_back({a_.left_edge[*object], a_.right_edge[k] + 1});
        return done(0.65F);
      }
    }
    const auto inf = child(a_, *object, Dep::acl);
    if (inf && has_to(a_, *inf)) {
      content.push_back(subtree(a_, *object));
      return done(0.65F);
    }
  }
  if (takes(knowledge::kAs) && read_as(object, content)) {
    return done(0.7F);
  }
  if (takes(knowledge::kAccuse) && object && *object > v_) {
    TokenRange r = subtree(a_, *object);
    bool led = false;
    for (const std::uint32_t p : a_.children(v_)) {
      if (p > *object && a_.dep[p] == Dep::prep && takes_preposition(cue_, a_.lower[p])) {
        r.end = std::max(r.end, a_.right_edge[p] + 1);
        led = true;
      }
    }
    for (const std::uint32_t p : a_.children(*object)) {
      led = led || (a_.dep[p] == Dep::prep && takes_preposition(cue_, a_.lower[p]));
    }
    if (led || (takes(knowledge::kObject) && !is_bare_pronoun(a_, *object))) {
      content.push_back(r);
      object_ = true;
      return done(led ? 0.75F : 0.6F);
    }
  }
  if (takes(knowledge::kClause)) {
    if (const auto clause = stray_clause()) {
      content.push_back(*clause);
      return done(0.75F);
    }
  }
  phrase_ = true;
  if (takes(kHearer) && hearer && *hearer > v_) {  // "reminded the audience of its promise"
    for (const std::uint32_t p : a_.children(*hearer)) {
      if (p > *hearer && a_.dep[p] == Dep::prep && takes_preposition(cue_, a_.lower[p])) {
        if (const auto r = behind(a_, p)) {
          content.push_back(*r);
          return done(0.6F);
        }
      }
    }
  }
  for (const std::uint32_t p : a_.children(v_)) {
    if (a_.dep[p] == Dep::prep && takes_preposition(cue_, a_.lower[p]) && p > v_) {
      if (const auto r = behind(a_, p)) {
        TokenRange whole = *r;
        if (a_.lemma[v_] == "refer") {  // "refer to these nations as an axis"
          if (const auto as = preposition(a_, v_, {"as"}); as && *as > p) {
            whole.end = std::max(whole.end, a_.right_edge[*as] + 1);
          }
        }
        if (a_.lower[p] == "for" || a_.lower[p] == "on" || a_.lemma[v_] == "appeal") {
          // "called on Russia to accept", "called for Clinton to be prosecuted": the infinitive may hang on the verb.
          if (const auto inf = child_of(a_, v_, {Dep::xcomp, Dep::advcl}); inf && *inf > p && has_to(a_, *inf)) {
            whole.end = std::max(whole.end, a_.right_edge[*inf] + 1);
          }
        }
        whole.end = std::max(whole.end, end_of_joined(whole.end));
        content.push_back(whole);
        return done(0.65F);
      }
    }
  }
  for (const std::uint32_t k : a_.children(v_)) {
    if (a_.dep[k] != Dep::advcl || k < v_) {
      continue;
    }
    const std::string_view first = a_.lower[a_.left_edge[k]];
    // "called for all candidates to lay out specifics"
    if (first == "for" && has_to(a_, k) && takes_preposition(cue_, "for")) {
      content.push_back({a_.left_edge[k] + 1, a_.right_edge[k] + 1});
      return done(0.65F);
    }
    // "asked if he was ready"
    if ((first == "if" || first == "whether") && (a_.lemma[v_] == "ask" || a_.lemma[v_] == "wonder")) {
      content.push_back(subtree(a_, k));
      return done(0.7F);
    }
  }
  if (object && a_.lower[*object] == "same") {  // "said the same of Trump"
    content.push_back(subtree(a_, *object));
    return done(0.6F);
  }
  if (takes(knowledge::kObject) && object && a_.pos[*object] == Pos::NOUN && w_.c.k.words.light_verb(a_.lemma[v_])) {
    if (w_.c.k.words.noun(a_.lemma[*object]) != nullptr) {
      return;  // "repeated his call to end the fighting" is read from the noun
    }
  }
  if (takes(knowledge::kObject) && object && !is_bare_pronoun(a_, *object)) {
    content.push_back(with_what_follows(without_that(a_, subtree(a_, *object))));
    return done(0.6F);
  }
  phrase_ = false;
  const std::int32_t known = w_.by_cue[v_];
  if (known >= 0 && w_.drafts[static_cast<std::size_t>(known)].quoted) {
    return;  // "Asked whether he would pay, he answered: "..."": the quotation is all
  }
  if (takes(knowledge::kClause) && subject_is_near()) {
    read_trailing(content);
    if (!content.empty()) {
      return done(0.75F);
    }
  }
}

void read_verb(Drafting& w, std::uint32_t verb, const Cue& cue) { CueReader(w, verb, cue).read_verb(); }

}  // namespace detente::reading
