// What a verb of speech holds where its clause is not plain: objects, names that are called, passives, clauses that the
// parse has lost.
#include <algorithm>

#include "statements_verbs.hpp"

namespace detente::reading {

std::uint32_t CueReader::end_of_joined(std::uint32_t end) const {
  for (const std::uint32_t k : a_.children(v_)) {
    const bool noun = a_.dep[k] == Dep::conj && (a_.pos[k] == Pos::NOUN || a_.pos[k] == Pos::PROPN);
    if (noun && k > end && a_.left_edge[k] <= end + 8) {
      return a_.right_edge[k] + 1;
    }
  }
  return end;
}

TokenRange CueReader::with_what_follows(TokenRange object) const {
  for (const std::uint32_t p : a_.children(v_)) {
    if (a_.left_edge[p] == object.end && a_.dep[p] == Dep::prep) {
      object.end = a_.right_edge[p] + 1;
    }
  }
  return object;
}

std::vector<std::uint32_t> CueReader::clauses() const {
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

std::optional<TokenRange> CueReader::stray_clause() const {
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

bool CueReader::touches_quote(std::uint32_t clause) const {
  for (std::uint32_t i = a_.left_edge[clause]; i <= a_.right_edge[clause]; ++i) {
    if (w_.quotes.at[i] >= 0 && w_.quotes.at[i] != w_.quotes.at[v_]) {
      return true;
    }
  }
  return false;
}

bool CueReader::read_as(std::optional<std::uint32_t> object, std::vector<TokenRange>& content) const {
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

void CueReader::read_passive(std::vector<TokenRange>& content, float& confidence) {
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

bool CueReader::has_verb(std::uint32_t from, std::uint32_t to) const {
  for (std::uint32_t i = from; i < to; ++i) {
    if (a_.pos[i] == Pos::VERB || a_.pos[i] == Pos::AUX) {
      return true;
    }
  }
  return false;
}

bool CueReader::subject_is_near() const {
  const auto s = child(a_, v_, Dep::nsubj);
  return s && w_.quotes.at[*s] == w_.quotes.at[v_];
}

void CueReader::read_trailing(std::vector<TokenRange>& content) const {
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

}  // namespace detente::reading
