#include "statements_cues.hpp"

#include <algorithm>

namespace detente::reading {

using knowledge::Cue;

namespace {

bool is_verb(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::VERB; }
bool is_speech(const knowledge::WordLexicon& words, const Analysis& a, std::uint32_t i) {
  if (!is_verb(a, i)) {
    return false;
  }
  const Cue* cue = words.verb(a.lemma[i]);
  return cue != nullptr && (cue->takes & knowledge::kQuote) != 0 &&
         (cue->takes & (knowledge::kClause | knowledge::kHearer)) != 0;
}

}  // namespace

TokenRange without_that(const Analysis& a, TokenRange r) {
  if (r.size() > 1 && a.lower[r.begin] == "that" && a.pos[r.begin] == Pos::SCONJ) {
    ++r.begin;
  }
  return r;
}

bool takes_preposition(const Cue& cue, std::string_view word) {
  return std::find(cue.prepositions.begin(), cue.prepositions.end(), word) != cue.prepositions.end();
}

std::optional<TokenRange> behind(const Analysis& a, std::uint32_t prep) {
  if (a.right_edge[prep] > prep) {
    return TokenRange{prep + 1, a.right_edge[prep] + 1};
  }
  return std::nullopt;
}

std::vector<TokenRange> complement(const Analysis& a, std::uint32_t word, const Cue& cue) {
  std::vector<TokenRange> content;
  for (const std::uint32_t c : a.children(word)) {
    if (c < word) {
      continue;
    }
    const bool clause = a.dep[c] == Dep::ccomp || a.dep[c] == Dep::acl || a.dep[c] == Dep::xcomp ||
                        a.dep[c] == Dep::relcl || a.dep[c] == Dep::advcl;
    if (clause && has_to(a, c)) {
      if ((cue.takes & knowledge::kInfinitive) != 0) {
        content.push_back(subtree(a, c));
        return content;
      }
      continue;
    }
    // "the claim that he lied": the clause has its own subject, and "that" is not it.
    const bool mark = a.lower[a.left_edge[c]] == "that" && a.tag[a.left_edge[c]] == Tag::IN;
    const bool finite = clause && child_of(a, c, {Dep::nsubj, Dep::nsubjpass, Dep::expl}).has_value() &&
                        (a.dep[c] != Dep::relcl || mark) &&
                        (a.dep[c] == Dep::ccomp || a.lower[a.left_edge[c]] == "that");
    if (finite && (cue.takes & knowledge::kClause) != 0) {
      content.push_back(without_that(a, subtree(a, c)));
      return content;
    }
    if (a.dep[c] == Dep::prep && takes_preposition(cue, a.lower[c])) {
      if (const auto r = behind(a, c)) {
        content.push_back(*r);
        return content;
      }
    }
  }
  return content;
}
bool may_speak(Context& c, const Subject& s) {
  const Analysis& a = c.a;
  if (a.pos[s.head] == Pos::PROPN || a.pos[s.head] == Pos::PRON || a.pos[s.head] == Pos::NUM ||
      a.entity_of[s.head] >= 0) {
    return true;
  }
  static constexpr std::string_view kLimbs[] = {"arm",  "wing", "body", "branch", "office", "side",   "team",
                                                "camp", "bloc", "unit", "panel",  "agency", "bureau", "desk"};
  if (std::find(std::begin(kLimbs), std::end(kLimbs), a.lemma[s.head]) != std::end(kLimbs) &&
      child_of(a, s.head, {Dep::poss, Dep::compound})) {
    return true;  // "the European Union's executive arm"
  }
  if (a.lower[s.head] == "sides" || a.lower[s.head] == "parties") {
    return true;  // "both sides"
  }
  // "Forecasters", "historians": plurals of those who do something.
  if (a.tag[s.head] == Tag::NNS) {
    for (const std::string_view ending : {"ers", "ors", "ists", "ians", "ants", "men"}) {
      if (a.lower[s.head].ends_with(ending) && a.lower[s.head].size() > ending.size() + 3) {
        return true;
      }
    }
  }
  const knowledge::Measure* counted = c.k.words.counted(a.lemma[s.head]);
  return c.k.words.document(a.lemma[s.head]) || (counted != nullptr && counted->unit == "people") ||
         actor_at(c, s.head).has_value();
}

std::optional<Subject> speaker_of(const Drafting& w, std::uint32_t v) {
  const Analysis& a = w.c.a;
  auto subject = subject_of(a, v);
  const bool speech = is_speech(w.c.k.words, a, v);
  const bool joined = a.dep[v] == Dep::advcl || a.dep[v] == Dep::conj || a.dep[v] == Dep::acl;
  const bool own = child_of(a, v, {Dep::nsubj, Dep::nsubjpass}).has_value();
  if (speech && joined && !own) {
    std::uint32_t g = a.head[v];
    for (int step = 0; step < 8 && a.head[g] != g; ++step) {
      if (is_speech(w.c.k.words, a, g)) {
        break;
      }
      const std::uint32_t up = a.head[g];
      if (a.dep[g] == Dep::ccomp && up < v && is_speech(w.c.k.words, a, up) && w.quotes.at[up] == w.quotes.at[v]) {
        const bool participle =
            a.tag[v] == Tag::VBG && v > 0 && a.words(a.left_edge[v] > 0 ? a.left_edge[v] - 1 : 0) == ",";
        if (participle || a.dep[v] == Dep::conj) {
          return subject_of(a, up);
        }
      }
      g = up;
    }
  }
  // "broke a deadlock claiming that", "entered the talks believing that": a noun that cannot speak passes it on to the
  // one who acts in the clause.
  if (subject && a.dep[v] == Dep::acl && a.tag[v] == Tag::VBG && subject->head == a.head[v] &&
      !may_speak(w.c, *subject)) {
    std::uint32_t g = subject->head;
    for (int step = 0; step < 6 && a.head[g] != g && !is_verb(a, g) && a.pos[g] != Pos::AUX; ++step) {
      g = a.head[g];
    }
    if (is_verb(a, g) && g != v) {
      if (const auto above = subject_of(a, g)) {
        subject = above;
      }
    }
  }
  if (subject && w.quotes.at[subject->head] != w.quotes.at[v]) {
    subject.reset();
    if (w.quotes.at[v] < 0) {
      const TokenRange sentence = sentence_around(a, w.quotes, v);
      for (std::uint32_t i = v; i-- > sentence.begin;) {
        if (w.by_cue[i] >= 0 && w.quotes.at[i] < 0) {
          return w.drafts[static_cast<std::size_t>(w.by_cue[i])].source;
        }
      }
    }
  }
  return subject;
}

}  // namespace detente::reading
