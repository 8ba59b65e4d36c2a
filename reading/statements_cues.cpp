// Which words of a report are cues, and what nouns and adjectives among them hold.
#include <algorithm>
#include <string>

#include "statements_cues.hpp"

namespace detente::reading {

using knowledge::Cue;

namespace {

bool is_verb(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::VERB; }
// "Tuesday's announcement" is nobody's.
bool is_time(const Analysis& a, std::uint32_t token) {
  if (a.entity_of[token] < 0) {
    return false;
  }
  const EntityType t = a.entities[static_cast<std::size_t>(a.entity_of[token])].type;
  return t == EntityType::DATE || t == EntityType::TIME;
}

// Whose claim, fear or promise it is: the owner, the agent behind "by" or "from", or the subject of a light verb.
std::optional<Subject> holder_of_noun(const Drafting& w, std::uint32_t noun, std::optional<std::uint32_t>& light) {
  const Analysis& a = w.c.a;
  if (const auto owner = child(a, noun, Dep::poss)) {
    return Subject{*owner, std::nullopt, true};
  }
  if (const auto by = preposition(a, noun, {"by", "from", "among"})) {
    if (const auto n = child(a, *by, Dep::pobj)) {
      return Subject{*n, std::nullopt, true};
    }
  }
  if ((a.dep[noun] == Dep::dobj || a.dep[noun] == Dep::attr) && is_verb(a, a.head[noun]) &&
      w.c.k.words.light_verb(a.lemma[a.head[noun]])) {
    light = a.head[noun];
    return subject_of(a, a.head[noun]);
  }
  return std::nullopt;
}

void read_noun(Drafting& w, std::uint32_t n, const Cue& cue) {
  const Analysis& a = w.c.a;
  std::optional<std::uint32_t> light;
  const auto holder = holder_of_noun(w, n, light);
  if (!holder || holder->head == n || is_time(a, holder->head)) {
    return;
  }
  std::vector<TokenRange> content = complement(a, n, cue);
  const std::uint32_t up = a.head[n];
  if (content.empty() && a.dep[n] == Dep::dobj && is_verb(a, up) && w.c.k.words.light_verb(a.lemma[up])) {
    content = complement(a, up, cue);  // the clause hangs on the light verb
    std::erase_if(content, [&](TokenRange r) { return r.begin <= n; });
  }
  if (content.empty() && a.dep[n] == Dep::nsubj && a.lemma[up] == "be" && (cue.takes & knowledge::kClause) != 0) {
    // "His contention was that the plan is too costly"
    if (const auto clause = child(a, up, Dep::ccomp); clause && *clause > up) {
      content.push_back(without_that(a, subtree(a, *clause)));
    }
  }
  if (content.empty() || (light && w.by_cue[*light] >= 0)) {
    return;
  }
  StatementDraft& d = w.draft_for(n);
  d.source = holder;
  d.cue = light && *light < n && n - *light <= 5 ? TokenRange{*light, n + 1} : TokenRange{n, n + 1};
  d.content = std::move(content);
  d.rule = cue.rule;
  d.stance = cue.stance;
  d.confidence = light ? 0.7F : 0.55F;
}

void read_adjective(Drafting& w, std::uint32_t j, const Cue& cue) {
  const Analysis& a = w.c.a;
  std::vector<TokenRange> content = complement(a, j, cue);
  std::optional<Subject> holder;
  const std::uint32_t up = a.head[j];
  if (a.dep[j] == Dep::acomp || a.dep[j] == Dep::oprd || a.dep[j] == Dep::attr) {
    holder = subject_of(a, up);
    if (content.empty()) {
      content = complement(a, up, cue);
    }
  } else if (a.dep[j] == Dep::amod || a.dep[j] == Dep::acl) {
    if (j > up) {
      holder = Subject{up, std::nullopt, true};
    }
  } else if (a.pos[j] == Pos::VERB) {  // "are worried", parsed as a passive
    if (const auto s = child_of(a, j, {Dep::nsubjpass, Dep::nsubj})) {
      holder = Subject{*s, std::nullopt, true};
    }
  } else if (a.dep[j] == Dep::conj) {
    holder = subject_of(a, a.dep[up] == Dep::acomp ? a.head[up] : up);
  }
  if (!holder || content.empty()) {
    return;
  }
  StatementDraft& d = w.draft_for(j);
  d.source = holder;
  d.cue = {j, j + 1};
  d.content = std::move(content);
  d.rule = cue.rule;
  d.stance = cue.stance;
  d.confidence = 0.6F;
}

}  // namespace

void draft_cues(Drafting& w) {
  const Analysis& a = w.c.a;
  const knowledge::WordLexicon& words = w.c.k.words;
  std::string buffer;
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a.pos[i] == Pos::VERB) {
      const bool passive_state = is_passive(a, i) && !agent_of(a, i);
      if (passive_state || a.dep[i] == Dep::acl) {
        if (const Cue* cue = words.adjective(a.lower[i])) {
          read_adjective(w, i, *cue);
          continue;
        }
      }
      if (const Cue* cue = words.verb(verb_key(a, i, buffer))) {
        read_verb(w, i, *cue);
      }
    } else if (a.pos[i] == Pos::NOUN) {
      // "Files from the firm show that ...": a verb that the tagger takes for a noun has a subject and a clause.
      if (const auto clause = child(a, i, Dep::ccomp); clause && *clause > i && child(a, i, Dep::nsubj)) {
        if (const Cue* cue = words.verb(a.lemma[i]); cue != nullptr && (cue->takes & knowledge::kClause) != 0) {
          read_verb(w, i, *cue);
          continue;
        }
      }
      if (const Cue* cue = words.noun(a.lemma[i])) {
        read_noun(w, i, *cue);
      }
    } else if (a.pos[i] == Pos::ADJ) {
      if (const Cue* cue = words.adjective(a.lower[i])) {
        read_adjective(w, i, *cue);
      }
    }
  }
}

}  // namespace detente::reading