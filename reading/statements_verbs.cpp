// Verbs that say that somebody says or thinks something, and where their grammar puts what is said.
#include <algorithm>
#include <string>

#include "statements_cues.hpp"

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

// The words that attribute, without what is attributed: subject, auxiliaries, adverbs, audience.
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
class CueReader {
 public:
  CueReader(Drafting& w, std::uint32_t v, const Cue& cue) : w_(w), a_(w.c.a), v_(v), cue_(cue) {}

  // Adds what the grammar of the verb holds to its draft, if it holds anything.
  void read_verb() {
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
    StatementDraft& d = w_.draft_for(v_);
    if (d.quoted) {
      // The quotation is known already. What the parser joins to it from the paragraph or sentence before is not said
      // here.
      const TokenRange paragraph = w_.quotes.paragraphs[w_.quotes.paragraph_of[v_]];
      const std::uint32_t first = d.content.front().begin;
      const bool opens_sentence =
          first == paragraph.begin || a_.words(first - 1) == "." || is_quote_mark(a_, first - 1);
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

 private:
  bool takes(std::uint32_t what) const { return (cue_.takes & what) != 0; }

  TokenRange cue_words() const {
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

  // The clause that hangs on the verb, on either side of it, without the words that attribute.
  void add_clause(std::uint32_t clause, std::vector<TokenRange>& content) const {
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

  // "A, he said, B": B belongs to the content unless it hangs on the verb of saying ("he said, adding that").
  void add_rest(std::uint32_t from, TokenRange sentence, std::vector<TokenRange>& content) const {
    for (const std::uint32_t c : a_.children(v_)) {
      if (c > from && (a_.dep[c] == Dep::advcl || a_.dep[c] == Dep::conj || a_.dep[c] == Dep::prep)) {
        return;
      }
    }
    if (sentence.end > from + 1) {
      content.push_back({from + 1, sentence.end});
    }
  }

  bool has_content_right(std::uint32_t from) const {
    for (const std::uint32_t c : a_.children(v_)) {
      if (c >= from && (a_.dep[c] == Dep::ccomp || a_.dep[c] == Dep::xcomp || a_.dep[c] == Dep::advcl)) {
        return true;
      }
    }
    return false;
  }

  void read_active(std::vector<TokenRange>& content, float& confidence) {
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
          if (a_.lower[p] == "for" || a_.lower[p] == "on") {
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

  // "calls for elections within a year and an amnesty": the parser hangs the second noun on the verb.
  std::uint32_t end_of_joined(std::uint32_t end) const {
    for (const std::uint32_t k : a_.children(v_)) {
      const bool noun = a_.dep[k] == Dep::conj && (a_.pos[k] == Pos::NOUN || a_.pos[k] == Pos::PROPN);
      if (noun && k > end && a_.left_edge[k] <= end + 8) {
        return a_.right_edge[k] + 1;
      }
    }
    return end;
  }

  // An object and the phrases right behind it, which the parser may hang on the verb: "proposed increasing spending by
  // a tenth over four years".
  TokenRange with_what_follows(TokenRange object) const {
    for (const std::uint32_t p : a_.children(v_)) {
      if (a_.left_edge[p] == object.end && a_.dep[p] == Dep::prep) {
        object.end = a_.right_edge[p] + 1;
      }
    }
    return object;
  }

  // The clauses that hang on the verb, those behind it first: what stands before may belong to another sentence, which
  // the parser has joined to this one at a quotation mark or a colon.
  std::vector<std::uint32_t> clauses() const {
    std::vector<std::uint32_t> behind_verb;
    std::vector<std::uint32_t> before_verb;
    for (const std::uint32_t c : a_.children(v_)) {
      if (a_.dep[c] == Dep::ccomp || a_.dep[c] == Dep::xcomp || a_.dep[c] == Dep::parataxis) {
        const bool near = w_.quotes.paragraph_of[c] == w_.quotes.paragraph_of[v_];
        if (c > v_) {
          behind_verb.push_back(c);
        } else if (near) {
          before_verb.push_back(c);
        }
      }
    }
    behind_verb.insert(behind_verb.end(), before_verb.begin(), before_verb.end());
    return behind_verb;
  }

  // "said in a statement that ...", "told an audience at a festival that ...": the clause hangs on the noun.
  std::optional<TokenRange> stray_clause() const {
    const std::uint32_t end = std::min(a_.right_edge[v_] + 1, v_ + 18);
    for (std::uint32_t i = v_ + 1; i < end; ++i) {
      if (a_.lower[i] != "that" || a_.dep[i] == Dep::det || a_.dep[i] == Dep::dobj || a_.dep[i] == Dep::pobj) {
        continue;
      }
      const std::uint32_t h = a_.head[i];
      const bool clause = a_.pos[h] == Pos::VERB || a_.pos[h] == Pos::AUX;
      const bool has_subject = child_of(a_, h, {Dep::nsubj, Dep::nsubjpass, Dep::expl}).value_or(i) != i;
      const bool hangs =
          a_.dep[h] == Dep::acl || a_.dep[h] == Dep::relcl || a_.dep[h] == Dep::ccomp || a_.dep[h] == Dep::advcl;
      const std::uint32_t noun = a_.head[h];
      std::uint32_t g = noun;  // no other verb may stand between: its clause would be its own
      for (int step = 0; step < 8 && g != v_ && a_.pos[g] != Pos::VERB && a_.pos[g] != Pos::AUX && a_.head[g] != g;
           ++step) {
        g = a_.head[g];
      }
      if (g != v_) {
        return std::nullopt;
      }
      if (a_.pos[noun] == Pos::NOUN && a_.dep[noun] == Dep::dobj && w_.c.k.words.noun(a_.lemma[noun]) != nullptr) {
        return std::nullopt;  // "expressed hope that", "repeated his claim that": read from the noun
      }
      if (clause && has_subject && hangs && h > i) {
        return TokenRange{i + 1, a_.right_edge[h] + 1};
      }
      return std::nullopt;
    }
    return std::nullopt;
  }

  bool touches_quote(std::uint32_t clause) const {
    for (std::uint32_t i = a_.left_edge[clause]; i <= a_.right_edge[clause]; ++i) {
      if (w_.quotes.at[i] >= 0 && w_.quotes.at[i] != w_.quotes.at[v_]) {
        return true;
      }
    }
    return false;
  }

  // "called the claims baseless", "described the deal as a mistake", "what he called a disgrace".
  bool read_as(std::optional<std::uint32_t> object, std::vector<TokenRange>& content) const {
    std::uint32_t end = 0;
    std::uint32_t begin = object && *object > v_ ? a_.left_edge[*object] : v_ + 1;
    for (const std::uint32_t c : a_.children(v_)) {
      if (c < v_) {
        continue;
      }
      const bool complement = a_.dep[c] == Dep::oprd || a_.dep[c] == Dep::acomp || a_.dep[c] == Dep::attr ||
                              a_.dep[c] == Dep::xcomp || a_.dep[c] == Dep::ccomp ||
                              (a_.dep[c] == Dep::prep && (a_.lower[c] == "as"));
      if (complement) {
        end = std::max(end, a_.right_edge[c] + 1);
        begin = std::min(begin, std::max(a_.left_edge[c], v_ + 1));
      }
    }
    if (end == 0 && object && *object > v_ && a_.lemma[v_] != "call" && a_.lemma[v_] != "consider") {
      for (const std::uint32_t p : a_.children(*object)) {
        if (a_.dep[p] == Dep::prep && a_.lower[p] == "as") {
          end = a_.right_edge[*object] + 1;
        }
      }
    }
    if (end <= begin && object && *object > v_) {
      // "called him "a feminist"": the parser misses the complement, but the marks show it.
      for (std::uint32_t i = a_.left_edge[*object]; i < a_.size() && i <= a_.right_edge[*object] + 2; ++i) {
        const std::int32_t q = w_.quotes.at[i];
        if (q >= 0 && q != w_.quotes.at[v_] && w_.quotes.all[static_cast<std::size_t>(q)].marked.begin > v_ + 1) {
          end = w_.quotes.all[static_cast<std::size_t>(q)].marked.end;
          break;
        }
      }
    }
    if (end <= begin) {
      return false;
    }
    content.push_back({begin, end});
    return true;
  }

  void read_passive(std::vector<TokenRange>& content, float& confidence) {
    const auto subject = child(a_, v_, Dep::nsubjpass);
    if (const auto clause = child(a_, v_, Dep::ccomp); clause && takes(knowledge::kClause)) {
      add_clause(*clause, content);
      confidence = 0.7F;
      return;
    }
    if (!takes(knowledge::kObject | knowledge::kAccuse | knowledge::kAs)) {
      return;
    }
    if (subject && !is_bare_pronoun(a_, *subject)) {
      content.push_back(subtree(a_, *subject));
    } else if (a_.dep[v_] == Dep::acl && a_.head[v_] < v_) {
      content.push_back({a_.left_edge[a_.head[v_]], v_});
    } else if (a_.dep[v_] == Dep::conj && !subject) {
      if (const auto s = child(a_, a_.head[v_], Dep::nsubjpass)) {
        content.push_back(subtree(a_, *s));
      }
    }
    for (const std::uint32_t p : a_.children(v_)) {
      if (p > v_ && a_.dep[p] == Dep::prep && takes_preposition(cue_, a_.lower[p])) {
        content.push_back(subtree(a_, p));
      }
    }
    confidence = 0.6F;
  }

  bool has_verb(std::uint32_t from, std::uint32_t to) const {
    for (std::uint32_t i = from; i < to; ++i) {
      if (a_.pos[i] == Pos::VERB || a_.pos[i] == Pos::AUX) {
        return true;
      }
    }
    return false;
  }

  bool subject_is_near() const {
    const auto s = child(a_, v_, Dep::nsubj);
    return s && w_.quotes.at[*s] == w_.quotes.at[v_];
  }

  // "..., officials said." where the parse has lost the clause: the words before the comma.
  void read_trailing(std::vector<TokenRange>& content) const {
    TokenRange segment = segment_of(a_, v_);
    const TokenRange sentence = sentence_around(a_, w_.quotes, v_);
    // "Even then, others insist, the show will be hard to beat": what stands before the comma is no part of it.
    const auto subject = child(a_, v_, Dep::nsubj);
    if (subject && *subject < v_ && a_.left_edge[*subject] > segment.begin + 1 &&
        a_.words(a_.left_edge[*subject] - 1) == "," && segment.end + 3 < sentence.end && a_.words(segment.end) == "," &&
        has_verb(segment.end, sentence.end)) {
      segment.begin = a_.left_edge[*subject];
    }
    if (segment.end > sentence.end) {
      return;
    }
    if (segment.begin > sentence.begin && segment.end + 3 < sentence.end && a_.words(segment.end) == "," &&
        a_.words(segment.begin - 1) == ",") {
      content.push_back({sentence.begin, segment.begin - 1});  // "Still, he said, officials have to decide"
      const std::size_t before = content.size();
      add_rest(segment.end, sentence, content);
      if (content.size() == before && !has_verb(sentence.begin, segment.begin)) {
        content.pop_back();  // "Later, he added, pausing": nothing is said
      }
      return;
    }
    if (segment.begin <= sentence.begin + 3) {
      return;
    }
    const std::string_view before = a_.words(segment.begin - 1);
    if (before != "," && before != "\xE2\x80\x94" && before != "\xE2\x80\x93" && before != "--") {
      return;
    }
    const bool ends = segment.end >= sentence.end || a_.pos[segment.end] == Pos::PUNCT;
    if (!ends) {
      return;
    }
    for (std::uint32_t i = sentence.begin; i < segment.begin; ++i) {
      if (a_.pos[i] == Pos::VERB || a_.pos[i] == Pos::AUX) {
        content.push_back({sentence.begin, segment.begin - 1});
        if (segment.end + 1 < sentence.end && a_.words(segment.end) == ",") {
          add_rest(segment.end, sentence, content);
        }
        return;
      }
    }
  }

  static constexpr std::uint32_t kHearer = knowledge::kHearer;
  static constexpr std::uint32_t kUrge = knowledge::kUrge;

  Drafting& w_;
  const Analysis& a_;
  std::uint32_t v_;
  const Cue& cue_;
  std::optional<std::uint32_t> audience_;
  bool phrase_ = false;  // the content is a noun phrase
};
}  // namespace

void read_verb(Drafting& w, std::uint32_t verb, const Cue& cue) { CueReader(w, verb, cue).read_verb(); }

}  // namespace detente::reading
