// Acts by a user's PETRARCH dictionary. Its patterns are sequences of words, not frames: what stands before the verb is
// sought in the subject, what stands after it in the rest of the clause, in the order of the text. Both parties of an
// act must have a code; where the pattern does not say who they are, the subject acts and the first party with a code
// after the verb is acted on.
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

using knowledge::ActFrame;
using knowledge::PatternStep;
using knowledge::PatternWord;
using knowledge::WordId;

namespace {

constexpr int kPhraseGap = 3;  // words that may stand between two words of a phrase, save before its head
constexpr int kDeepestSet = 4;
constexpr std::int64_t kMostComparisons = 1'000'000;

bool joins_phrase(Dep dep) {
  return dep == Dep::compound || dep == Dep::amod || dep == Dep::nmod || dep == Dep::poss || dep == Dep::nummod;
}

}  // namespace

// One verb in its sentence, and what a pattern may look at.
class PatternScope {
 public:
  PatternScope(const Context& context, const Syntax& syntax, Token verb)
      : c_(context), s_(syntax), a_(syntax.a), verb_(verb), end_(a_.sentences[a_.sentence_of[verb]].end) {
    passive_ = s_.is_passive(verb);
    subjects_ = s_.surface_subjects(verb);
    reach_.assign(end_ - verb, Reach::outside);
    for (Token t = verb + 1; t < end_; ++t) {
      reach_[t - verb] = reach_of(t);
    }
  }

  bool passive() const { return passive_; }
  const Heads& subjects() const { return subjects_; }

  // The party with a code whose phrase holds the token: its head if that has a code, else the word itself.
  std::optional<Token> coded_at(Token t) const {
    Token at = t;
    std::optional<Token> found = coded(t) ? std::optional<Token>(t) : std::nullopt;
    while (joins_phrase(a_.dep[at]) && a_.head[at] > at && a_.head[at] < end_) {
      at = a_.head[at];
      if (coded(at)) {
        found = found ? at : found;
      }
    }
    return found;
  }

  // The first party with a code from `from` on, and where it ends.
  std::optional<Token> next_party(Token from) const {
    for (Token t = from; t < end_; ++t) {
      if (reach_[t - verb_] == Reach::outside) {
        continue;
      }
      if (const auto at = coded_at(t)) {
        return at;
      }
    }
    return std::nullopt;
  }

  // The last party with a code before the verb.
  std::optional<Token> party_before() const {
    for (Token t = verb_; t-- > a_.sentences[a_.sentence_of[verb_]].begin;) {
      if (const auto at = coded_at(t)) {
        return *at < verb_ ? at : std::nullopt;
      }
    }
    return std::nullopt;
  }

  // Where a phrase of these words begins that ends at `t`. The word before the head stands right before it; those
  // further left may have others between them, and each is the nearest that fits.
  std::optional<Token> phrase_begin(std::span<const PatternWord> words, Token first, Token t, int depth = 0) const {
    if (words.empty() || t < first || depth > kDeepestSet) {
      return std::nullopt;
    }
    std::optional<Token> begin = word_begin(words.back(), first, t, depth);
    for (std::size_t i = words.size() - 1; begin && i-- > 0;) {
      const bool beside_head = i + 2 == words.size() && depth == 0;
      const int gap = beside_head ? 0 : kPhraseGap;
      std::optional<Token> before;
      for (int step = 0; step <= gap && !before && *begin >= first + 1U + static_cast<Token>(step); ++step) {
        before = word_begin(words[i], first, *begin - 1U - static_cast<Token>(step), depth);
      }
      begin = before;
    }
    return begin;
  }

  // The token after the pattern's words behind the verb; parties named by signs are left in `source` and `target`.
  struct Found {
    int words = 0;
    bool both = false;
    std::optional<Token> source;
    std::optional<Token> target;
  };

  bool matches_after(const std::vector<PatternStep>& steps, Found& found) const {
    Token at = verb_ + 1;
    for (std::size_t i = 0; i < steps.size(); ++i) {
      const PatternStep& step = steps[i];
      switch (step.kind) {
        case PatternStep::Kind::words:
        case PatternStep::Kind::prep: {
          const bool after_prep = i > 0 && steps[i - 1].kind == PatternStep::Kind::prep;
          const auto stop = find_words(step, at, after_prep);
          if (!stop && i == 0 && passive_ && in_subject(step)) {
            break;  // "the effort was abandoned"
          }
          if (!stop) {
            return false;
          }
          at = *stop;
          break;
        }
        case PatternStep::Kind::skip:
          while (at < end_ && !(s_.is_noun(at) && a_.dep[at] != Dep::compound)) {
            ++at;
          }
          ++at;
          break;
        default: {
          const auto party = next_party(std::min(at, end_));
          if (!party) {
            return false;
          }
          (step.kind == PatternStep::Kind::source ? found.source : found.target) = party;
          found.both = found.both || step.kind == PatternStep::Kind::both;
          at = *party + 1;
        }
      }
      found.words += static_cast<int>(step.words.size());
    }
    return true;
  }

  // Words before the verb stand in the phrase of its subject; a preposition stands right before it.
  bool matches_before(const std::vector<PatternStep>& steps, Found& found) const {
    Token near = verb_;
    for (std::size_t i = steps.size(); i-- > 0;) {
      const PatternStep& step = steps[i];
      const bool word = step.kind == PatternStep::Kind::words || step.kind == PatternStep::Kind::prep;
      if (!word) {
        found.both = found.both || step.kind == PatternStep::Kind::both;
        continue;
      }
      const bool bracket =
          step.kind == PatternStep::Kind::prep || (i > 0 && steps[i - 1].kind == PatternStep::Kind::prep);
      if (bracket) {
        const Token first = a_.sentences[a_.sentence_of[verb_]].begin;
        if (near == first || a_.tag[near - 1] == Tag::TO) {
          return false;
        }
        const auto begin = phrase_begin(step.words, first, near - 1);
        if (!begin) {
          return false;
        }
        near = *begin;
      } else if (!in_subject(step)) {
        return false;
      }
      found.words += static_cast<int>(step.words.size());
    }
    return true;
  }

  // The other words of a verb of several: "cordon off".
  bool has_verb_words(const std::vector<WordId>& words) const {
    return std::all_of(words.begin(), words.end(), [&](WordId word) {
      const Token first = verb_ >= 2 ? verb_ - 2 : 0;
      for (Token t = std::max(first, a_.sentences[a_.sentence_of[verb_]].begin); t < end_ && t < verb_ + 4; ++t) {
        if (t != verb_ && s_.form(t) == word) {
          return true;
        }
      }
      return false;
    });
  }

 private:
  enum class Reach : std::uint8_t { outside, party, clause };

  bool coded(Token t) const {
    const std::int32_t m = c_.mention_at[t];
    if (m < 0 || a_.pos[t] == Pos::PRON || a_.tag[t] == Tag::PRPS) {
      return false;
    }
    for (auto i = static_cast<std::size_t>(m); i < c_.mentions.size() && c_.mentions[i].head == t; ++i) {
      if (!c_.out.parties[static_cast<std::size_t>(c_.mentions[i].party)].code.empty()) {
        return true;
      }
    }
    return false;
  }

  // Does the clause of the verb hold the token, or at least a clause that the verb governs?
  Reach reach_of(Token t) const {
    Reach reach = Reach::clause;
    for (Token at = t; at != verb_; at = a_.head[at]) {
      const Token up = a_.head[at];
      if (up == at) {
        return Reach::outside;
      }
      const Dep dep = a_.dep[at];
      const bool verb = s_.is_verb(at);
      // A participle beside a finite verb is the model's slip: "launched a bombing and shelling offensive".
      const bool slip = a_.tag[at] == Tag::VBG && a_.tag[verb_] != Tag::VBG;
      if (verb && up == verb_ && dep == Dep::conj && !slip) {
        return Reach::outside;
      }
      const bool own_subject = s_.has_child(at, Dep::nsubj) || s_.has_child(at, Dep::nsubjpass);
      if (dep == Dep::advcl && (s_.has_child(at, Dep::mark) || own_subject)) {
        return Reach::outside;
      }
      if (verb && own_subject && (dep == Dep::ccomp || dep == Dep::acl || dep == Dep::relcl)) {
        reach = Reach::party;
      }
    }
    return reach;
  }

  std::optional<Token> word_begin(const PatternWord& word, Token first, Token t, int depth) const {
    if (--budget_ < 0) {
      return std::nullopt;
    }
    if (word.set == PatternWord::kNoSet) {
      const bool infinitive = depth == 0 && a_.tag[t] == Tag::TO;  // no part of a noun phrase
      const bool same =
          !infinitive && word.word != knowledge::kNoWord && (s_.form(t) == word.word || s_.word(t) == word.word);
      return same ? std::optional<Token>(t) : std::nullopt;
    }
    for (const std::vector<PatternWord>& member : s_.acts.pattern_set(word.set)) {
      if (const auto begin = phrase_begin(member, first, t, depth + 1)) {
        return begin;
      }
    }
    return std::nullopt;
  }

  std::optional<Token> find_words(const PatternStep& step, Token from, bool after_prep) const {
    constexpr Token kAfterPrep = 8;  // the phrase of a preposition begins right behind it
    for (Token t = from; t < end_ && (!after_prep || t < from + kAfterPrep); ++t) {
      if (reach_[t - verb_] == Reach::clause && phrase_begin(step.words, from, t)) {
        return t + 1;
      }
    }
    return std::nullopt;
  }

  bool in_subject(const PatternStep& step) const {
    for (const Token h : subjects_) {
      for (Token t = a_.left_edge[h]; t <= a_.right_edge[h] && t < a_.size(); ++t) {
        if (phrase_begin(step.words, a_.left_edge[h], t)) {
          return true;
        }
      }
    }
    return false;
  }

  const Context& c_;
  const Syntax& s_;
  const Analysis& a_;
  Token verb_;
  Token end_;
  bool passive_ = false;
  Heads subjects_;
  // Words compared for one verb: sets of sets of sets must not stop the reader.
  mutable std::int64_t budget_ = kMostComparisons;
  std::vector<Reach> reach_;  // per token from the verb on
};

// Verbs from the top of each tree: what stands inside the clause that a coded verb governs is part of its act.
void EventCoder::code_user_verbs(TokenRange sentence) {
  std::vector<std::pair<int, Token>> verbs;
  for (Token t = sentence.begin; t < sentence.end; ++t) {
    const bool modifier = a_.dep[t] == Dep::amod || a_.dep[t] == Dep::compound;
    if (!s_.is_verb(t) || modifier) {
      continue;
    }
    int depth = 0;
    for (Token at = t; a_.head[at] != at; at = a_.head[at]) {
      ++depth;
    }
    verbs.emplace_back(depth, t);
  }
  std::sort(verbs.begin(), verbs.end());
  std::vector<Token> coded;
  for (const auto& [depth, verb] : verbs) {
    // "five years after crowds burned its embassy": when something was is no act of the report.
    bool covered = a_.dep[verb] == Dep::advcl && s_.has_child(verb, Dep::mark);
    for (Token at = verb; a_.head[at] != at && !covered; at = a_.head[at]) {
      const bool beside = a_.dep[at] == Dep::conj && s_.is_verb(a_.head[at]);
      covered = !beside && std::find(coded.begin(), coded.end(), a_.head[at]) != coded.end();
    }
    if (!covered && code_user_verb(verb)) {
      coded.push_back(verb);
    }
  }
}

bool EventCoder::code_user_verb(Token verb) {
  const PatternScope scope(c_, s_, verb);
  const ActFrame* best = nullptr;
  PatternScope::Found best_found;
  int best_score = -1;
  // A form that the dictionary lists as a verb of its own goes before the dictionary form: LEFT before LEAVE.
  for (const WordId word : {s_.form(verb), acts_.verb_of_form(s_.form(verb)), s_.word(verb)}) {
    if (word == knowledge::kNoWord || best != nullptr) {
      continue;
    }
    for (const std::uint32_t i : acts_.verb_frames(word)) {
      const ActFrame& f = acts_.frame(i);
      PatternScope::Found found;
      if (!f.user || !scope.has_verb_words(f.verb_words) || !scope.matches_before(f.before, found) ||
          !scope.matches_after(f.after, found)) {
        continue;
      }
      if (found.both && subjects_of(scope.subjects()).size() < 2) {
        continue;
      }
      const int score = 4 * (found.words + static_cast<int>(f.verb_words.size())) +
                        static_cast<int>(f.before.size() + f.after.size());
      if (score > best_score) {
        best = &f;
        best_found = found;
        best_score = score;
      }
    }
  }
  if (best == nullptr || (best->cameo.empty() && best->reverse.empty())) {
    return false;
  }
  const auto with_code = [this](std::vector<Actor> actors) {
    std::erase_if(actors, [this](const Actor& x) {
      return x.party == kNone || c_.out.parties[static_cast<std::size_t>(x.party)].code.empty();
    });
    return actors;
  };
  const auto at = [&](std::optional<Token> head) {
    return head ? with_code(actors_at(c_, *head)) : std::vector<Actor>();
  };
  const bool target_first =
      std::any_of(best->before.begin(), best->before.end(),
                  [](const PatternStep& step) { return step.kind == PatternStep::Kind::target; }) ||
      (best_found.source && !best_found.target);
  // A name that the model has never seen may not be taken for a subject.
  const std::vector<Actor> subject =
      scope.subjects().empty() ? at(scope.party_before()) : with_code(subjects_of(scope.subjects()));
  Draft d;
  d.frame = best;
  d.trigger = verb;
  d.last = verb;
  d.type = best->type;
  d.cameo = best->cameo;
  if (best_found.both) {
    d.sources = subject;
    d.targets = subject;
  } else if (scope.passive() || target_first) {
    d.targets = subject;
    d.sources = at(best_found.source);
    if (d.sources.empty() && scope.passive()) {
      d.sources = with_code(subjects_of(s_.arguments(verb).subjects));
    }
    if (d.sources.empty()) {
      d.sources = at(scope.next_party(verb + 1));
    }
  } else {
    d.sources = subject;
    d.targets = best_found.target ? at(best_found.target) : at(scope.next_party(verb + 1));
  }
  if (d.targets.empty() && d.sources.size() > 1 && best->reverse == best->cameo) {
    d.targets = d.sources;  // "the two met": each other
  }
  if (d.sources.empty() || d.targets.empty()) {
    return false;
  }
  d.status = status_.at(verb);
  d.rule = std::string(acts_.file(*best)) + ":" + std::string(a_.lemma[verb]);
  d.confidence = 0.75F;
  emit_user(d);
  return true;
}

}  // namespace detente::reading
