// Did it happen, will it, may it, would it, did it not?
#include <string_view>

#include "events.hpp"

namespace detente::reading {
namespace {

bool any_of(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const std::string_view w : words) {
    if (word == w) {
      return true;
    }
  }
  return false;
}

}  // namespace

StatusReader::StatusReader(const Syntax& s)
    : s_(s),
      planned_(s.acts.set("planned")),
      possible_(s.acts.set("possible")),
      negated_(s.acts.set("negated")),
      speech_(s.acts.set("speech")),
      fact_(s.acts.set("fact")) {}

bool StatusReader::is_attempt(Token word) const {
  return any_of(s_.a.lemma[word],
                {"attempt", "bid", "plot", "threat", "plan", "effort", "refusal", "failure", "order"});
}

// "no agreement", "neither side", "nobody", "none of them"; not "no fewer than ten" or "no doubt".
bool StatusReader::is_none(Token noun) const {
  const Analysis& a = s_.a;
  if (any_of(a.lower[noun], {"nobody", "none", "nothing", "neither"})) {
    return true;
  }
  if (any_of(a.lemma[noun],
             {"doubt", "secret", "question", "surprise", "mistake", "wonder", "longer", "time", "less"})) {
    return false;
  }
  for (const Token c : a.children(noun)) {
    if (c > noun || !any_of(a.lower[c], {"no", "neither"})) {
      continue;
    }
    return a.lower[c] == "neither" || !any_of(a.lower[c + 1], {"fewer", "less", "more", "longer", "small", "doubt"});
  }
  return false;
}

// Of the act nothing is left where nobody does it, or nothing is done: "no agreement was reached", "made no threat",
// "neither Israel nor Hamas accepted", "neither attacked nor threatened".
bool StatusReader::without_argument(Token verb) const {
  const Analysis& a = s_.a;
  for (const Token c : a.children(verb)) {
    if ((a.dep[c] == Dep::dobj || a.dep[c] == Dep::attr) && is_none(c)) {
      return true;
    }
    if (c < verb && a.lower[c] == "neither") {
      return true;
    }
  }
  const Token g = a.head[verb];
  if (a.dep[verb] == Dep::conj && s_.is_verb(g)) {
    for (const Token c : a.children(g)) {
      if (a.lower[c] == "nor" && c < verb && c > g) {
        return true;
      }
    }
  }
  for (const Token subject : s_.surface_subjects(verb)) {
    if (is_none(subject)) {
      return true;
    }
  }
  return false;
}

// "it is not true that", "it is not the case that"
bool StatusReader::is_untrue(Token verb) const {
  const Analysis& a = s_.a;
  const bool is = s_.is_verb(verb);
  const Token be = is ? verb : a.head[verb];
  if (a.lemma[be] != "be" || !s_.has_child(be, Dep::neg)) {
    return false;
  }
  for (const Token c : a.children(be)) {
    if ((a.dep[c] == Dep::acomp || a.dep[c] == Dep::attr) &&
        any_of(a.lemma[c], {"true", "correct", "accurate", "case"})) {
      return true;
    }
  }
  return false;
}

// "did not say that", "would not confirm that": whoever keeps silent asserts nothing.
bool StatusReader::left_unsaid(Token verb) const {
  const Analysis& a = s_.a;
  if (any_of(a.lower[verb], {"nothing", "little"})) {
    return s_.is_verb(a.head[verb]) && a.dep[verb] == Dep::dobj;  // "said nothing about"
  }
  return s_.is_verb(verb) && own(verb) == Status::negated &&
         any_of(a.lemma[verb],
                {"say", "tell", "confirm", "disclose", "specify", "mention", "announce", "reveal", "state", "suggest",
                 "indicate", "claim", "comment", "speak", "talk", "elaborate", "believe", "think", "mean"});
}

// What the verb's own auxiliaries and adverbs say, nothing if they say nothing.
std::optional<Status> StatusReader::own(Token verb) const {
  const Analysis& a = s_.a;
  std::optional<Status> out;
  bool would = false;
  bool negation = false;
  bool after_if = false;
  for (const Token c : a.children(verb)) {
    const std::string_view w = a.lower[c];
    if (c + 1 < a.size() && w == "not" && any_of(a.lower[c + 1], {"only", "just", "merely", "simply"})) {
      continue;  // "not only struck but"
    }
    if (a.dep[c] == Dep::neg || (a.dep[c] == Dep::advmod && any_of(w, {"never", "hardly", "no"}))) {
      negation = true;
    } else if (a.dep[c] == Dep::aux) {
      if (any_of(w, {"will", "shall", "'ll", "wo", "’ll"})) {
        out = Status::planned;
      } else if (any_of(w, {"may", "might", "could", "can", "ca", "must", "should", "ought"})) {
        out = Status::possible;
      } else if (any_of(w, {"would", "'d", "’d"})) {
        would = true;
      }
    } else if (a.dep[c] == Dep::mark && any_of(w, {"if", "unless", "whether", "lest"})) {
      out = Status::conditional;
    } else if (a.dep[c] == Dep::advmod && any_of(w, {"reportedly", "allegedly"})) {
      continue;
    } else if (a.dep[c] == Dep::advmod && any_of(w, {"possibly", "perhaps", "maybe", "likely", "probably"}) && !out) {
      out = Status::possible;
    } else if (a.dep[c] == Dep::advcl) {
      const Token mark = s_.child(c, Dep::mark);
      after_if = after_if || (mark != Syntax::kNoToken && any_of(a.lower[mark], {"if", "unless"}));
    }
  }
  if (negation) {
    return Status::negated;
  }
  if (would) {
    if (after_if || out == Status::conditional) {
      return Status::conditional;
    }
    // Reported future: "said it would withdraw".
    const Token g = a.head[verb];
    const bool reported = (a.dep[verb] == Dep::ccomp || a.dep[verb] == Dep::conj) && s_.is_verb(g);
    return reported ? Status::planned : Status::conditional;
  }
  if (after_if && out) {
    return Status::conditional;
  }
  return out;
}

Status StatusReader::verb_status(Token verb, int depth) const {
  const Analysis& a = s_.a;
  if (const auto status = own(verb)) {
    const Token over = a.head[verb];
    // "whether he had indicated that he would heed the warning": nobody tells that he had.
    if (*status == Status::planned && a.dep[verb] == Dep::ccomp && s_.is_verb(over) && over != verb &&
        own(over) == Status::conditional) {
      return Status::conditional;
    }
    const bool guess = *status == Status::planned && a.dep[verb] == Dep::ccomp &&
                       any_of(a.lemma[over], {"hope", "believe", "think", "fear", "doubt", "expect", "suspect", "bet"});
    return guess ? Status::possible : *status;
  }
  const Token g = a.head[verb];
  if (g == verb || depth > 8) {
    return Status::actual;
  }
  const bool to = s_.has_to(verb);
  switch (a.dep[verb]) {
    case Dep::conj:
      // A conjunct with its own tense stands alone; a bare form shares the auxiliaries.
      if (s_.is_verb(g) && (a.tag[verb] == Tag::VB || a.tag[verb] == Tag::VBN || a.tag[verb] == Tag::VBG)) {
        return verb_status(g, depth + 1);
      }
      return Status::actual;
    case Dep::xcomp:
    case Dep::ccomp:
    case Dep::oprd: {
      if (s_.is_verb(g) || a.pos[g] == Pos::ADJ || a.pos[g] == Pos::NOUN) {
        // "accused X of theft, a charge Y denied": what stands before the denial is not its content.
        const bool denied = negated_ && s_.in_set(g, *negated_) && (g < verb || a.dep[verb] != Dep::ccomp);
        if (denied || (a.pos[g] == Pos::NOUN && is_none(g))) {
          return Status::negated;
        }
        if (is_untrue(g)) {
          return Status::negated;
        }
        if (left_unsaid(g)) {
          return Status::possible;
        }
        if (a.dep[verb] != Dep::ccomp || to) {
          if (planned_ && s_.in_set(g, *planned_)) {
            const Status outer = s_.is_verb(g) ? own(g).value_or(Status::actual) : Status::actual;
            return outer == Status::negated || outer == Status::conditional ? outer : Status::planned;
          }
          if (possible_ && s_.in_set(g, *possible_)) {
            return s_.is_verb(g) && own(g) == Status::conditional ? Status::conditional : Status::possible;
          }
          if (to && !(fact_ && s_.in_set(g, *fact_))) {
            const Status outer = verb_status(g, depth + 1);
            return outer == Status::actual ? Status::planned : outer;
          }
          return verb_status(g, depth + 1);
        }
        if (possible_ && s_.in_set(g, *possible_)) {
          return Status::possible;
        }
      }
      return Status::actual;
    }
    case Dep::acomp:
      return s_.is_verb(g) ? verb_status(g, depth + 1) : Status::actual;
    case Dep::acl:
      // "no evidence that", "no plans to"
      if (is_none(g) && (to || s_.has_child(verb, Dep::mark))) {
        return Status::negated;
      }
      // "denied claims that he had paid them"
      if (!to && depth == 0 && s_.has_child(verb, Dep::nsubj) && s_.is_verb(a.head[g]) && a.dep[g] == Dep::dobj &&
          any_of(a.lemma[a.head[g]], {"deny", "reject", "dismiss", "refute", "rebut", "dispute"})) {
        return Status::negated;
      }
      return to ? Status::planned : Status::actual;
    case Dep::advcl:
      return to ? Status::planned : Status::actual;
    case Dep::pcomp: {
      const std::string_view p = a.lower[g];
      if (p == "by" && s_.is_verb(a.head[g])) {
        // The means is as real as the act: "if Israel responds by attacking".
        return verb_status(a.head[g], depth + 1);
      }
      if (p == "without" || p == "from") {
        const Token up = a.head[g];
        if (p == "without" || (negated_ && s_.in_set(up, *negated_)) ||
            any_of(a.lemma[up], {"prevent", "bar", "ban", "stop", "keep", "prohibit", "refrain", "block"})) {
          return Status::negated;
        }
        return Status::actual;
      }
      if (p == "to" || p == "about" || p == "for" || p == "on" || p == "into" || p == "against" || p == "of") {
        const Token up = a.head[g];
        if (left_unsaid(up)) {
          return Status::possible;
        }
        if (p == "of" && !s_.is_noun(up) && a.pos[up] != Pos::ADJ) {
          return Status::actual;
        }
        if (planned_ && s_.in_set(up, *planned_)) {
          return Status::planned;
        }
        if (possible_ && s_.in_set(up, *possible_)) {
          return Status::possible;
        }
      }
      return Status::actual;
    }
    default:
      return Status::actual;
  }
}

Status StatusReader::noun_status(Token noun, int depth) const {
  const Analysis& a = s_.a;
  for (const Token c : a.children(noun)) {
    const std::string_view w = a.lower[c];
    if ((a.dep[c] == Dep::det || a.dep[c] == Dep::neg) && w == "no") {
      return Status::negated;
    }
    if (a.dep[c] == Dep::amod) {
      if (any_of(w, {"possible", "potential", "proposed", "threatened", "feared", "hypothetical", "eventual",
                     "alleged"})) {
        return w == "alleged" ? Status::actual : Status::possible;
      }
      if (any_of(w, {"planned", "upcoming", "future", "scheduled", "forthcoming", "imminent", "looming"})) {
        return Status::planned;
      }
      if (any_of(w, {"failed", "foiled", "averted", "thwarted"})) {
        return Status::negated;
      }
    }
  }
  const Token g = a.head[noun];
  if (g == noun || depth > 6) {
    return Status::actual;
  }
  const bool object = a.dep[noun] == Dep::dobj || a.dep[noun] == Dep::nsubjpass;
  if (s_.is_verb(g)) {
    if (object && any_of(a.lemma[g], {"end", "stop", "halt", "cease", "condemn", "denounce", "flee", "escape",
                                      "survive", "investigate"})) {
      return Status::actual;  // what is to end is going on
    }
    if (object) {
      if (negated_ && s_.in_set(g, *negated_)) {
        return Status::negated;
      }
      if (planned_ && s_.in_set(g, *planned_)) {
        return Status::planned;
      }
      if (possible_ && s_.in_set(g, *possible_)) {
        return Status::possible;
      }
    }
    if (object || a.dep[noun] == Dep::nsubj) {
      return verb_status(g, depth + 1);
    }
    return Status::actual;
  }
  if (a.dep[noun] == Dep::pobj && a.pos[g] == Pos::ADP) {
    const Token up = a.head[g];
    const std::string_view p = a.lower[g];
    if (p == "for" || p == "of" || p == "to" || p == "against" || p == "on") {
      if (planned_ && s_.in_set(up, *planned_)) {
        return Status::planned;
      }
      if (possible_ && s_.in_set(up, *possible_)) {
        return Status::possible;
      }
    }
    if (p == "without") {
      return Status::negated;
    }
    if (p == "for" && s_.is_verb(up)) {
      return verb_status(up, depth + 1);  // "is to travel for talks"
    }
    if (p == "of" && s_.is_noun(up)) {
      return noun_status(up, depth + 1);
    }
  }
  if (a.dep[noun] == Dep::conj && s_.is_noun(g)) {
    return noun_status(g, depth + 1);
  }
  return Status::actual;
}

Status StatusReader::at(Token t) const {
  if (s_.is_verb(t) && without_argument(t)) {
    return Status::negated;
  }
  return s_.is_verb(t) || s_.a.pos[t] == Pos::ADJ ? verb_status(t, 0) : noun_status(t, 0);
}

}  // namespace detente::reading
