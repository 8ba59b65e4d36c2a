#include "statements_syntax.hpp"

#include <algorithm>
#include <string>

#include "quotes.hpp"

namespace detente::reading {

std::optional<std::uint32_t> child(const Analysis& a, std::uint32_t token, Dep dep) {
  for (const std::uint32_t c : a.children(token)) {
    if (a.dep[c] == dep) {
      return c;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> child_of(const Analysis& a, std::uint32_t token, std::initializer_list<Dep> deps) {
  for (const std::uint32_t c : a.children(token)) {
    if (std::find(deps.begin(), deps.end(), a.dep[c]) != deps.end()) {
      return c;
    }
  }
  return std::nullopt;
}

std::optional<std::uint32_t> preposition(const Analysis& a, std::uint32_t token,
                                         std::initializer_list<std::string_view> words) {
  for (const std::uint32_t c : a.children(token)) {
    if ((a.dep[c] == Dep::prep || a.dep[c] == Dep::agent) &&
        std::find(words.begin(), words.end(), a.lower[c]) != words.end()) {
      return c;
    }
  }
  return std::nullopt;
}

TokenRange subtree(const Analysis& a, std::uint32_t token) { return {a.left_edge[token], a.right_edge[token] + 1}; }

namespace {

bool is_relative(const Analysis& a, std::uint32_t i) {
  return a.tag[i] == Tag::WP || a.tag[i] == Tag::WDT || (a.lower[i] == "that" && a.pos[i] == Pos::PRON);
}

}  // namespace

bool is_passive(const Analysis& a, std::uint32_t verb) {
  if (child_of(a, verb, {Dep::auxpass, Dep::nsubjpass})) {
    return true;
  }
  // "welcomed by some but condemned by others"
  return a.tag[verb] == Tag::VBN &&
         (a.dep[verb] == Dep::acl || (a.dep[verb] == Dep::conj && child(a, verb, Dep::agent)));
}

std::optional<std::uint32_t> agent_of(const Analysis& a, std::uint32_t verb) {
  for (const std::uint32_t c : a.children(verb)) {
    if (a.dep[c] == Dep::agent || (a.dep[c] == Dep::prep && a.lower[c] == "by" && is_passive(a, verb))) {
      if (const auto noun = child(a, c, Dep::pobj)) {
        return noun;
      }
    }
  }
  return std::nullopt;
}

bool has_to(const Analysis& a, std::uint32_t verb) {
  for (const std::uint32_t c : a.children(verb)) {
    if (a.tag[c] == Tag::TO && c < verb) {
      return true;
    }
  }
  return false;
}

bool is_negated(const Analysis& a, std::uint32_t verb) { return child(a, verb, Dep::neg).has_value(); }

std::optional<Subject> subject_of(const Analysis& a, std::uint32_t verb) {
  std::uint32_t v = verb;
  bool own = true;
  // Each step goes to the governing verb, so the walk ends at the root; the bound only guards against damaged trees.
  for (int step = 0; step < 16; ++step) {
    const bool passive = is_passive(a, v);
    if (passive && own) {
      if (const auto agent = agent_of(a, v)) {
        return Subject{*agent, std::nullopt, true};
      }
    }
    if (const auto s = child_of(a, v, {Dep::nsubj, Dep::nsubjpass, Dep::csubj})) {
      if (passive && own) {
        return std::nullopt;  // "it was reported that": the speaker is not named
      }
      if (a.dep[*s] == Dep::csubj) {
        return std::nullopt;
      }
      if (is_relative(a, *s)) {
        if (a.dep[v] == Dep::relcl || a.dep[v] == Dep::acl) {
          return Subject{a.head[v], *s, own};
        }
        // The clause may hang as a conjunct of a relative clause.
        std::uint32_t up = v;
        while (a.dep[up] == Dep::conj && a.head[up] != up) {
          up = a.head[up];
        }
        if (a.dep[up] == Dep::relcl) {
          return Subject{a.head[up], *s, own};
        }
      }
      return Subject{*s, std::nullopt, own};
    }
    if (a.head[v] == v) {
      return std::nullopt;
    }
    const std::uint32_t up = a.head[v];
    const bool to_noun = a.pos[up] == Pos::NOUN || a.pos[up] == Pos::PROPN || a.pos[up] == Pos::PRON;
    switch (a.dep[v]) {
      case Dep::relcl:
        return to_noun && !passive ? std::optional<Subject>(Subject{up, std::nullopt, own}) : std::nullopt;
      case Dep::acl:
        if (to_noun && a.tag[v] == Tag::VBG) {
          // ", seeking ..." and "- seeking ..." go with the clause where the noun before them is no subject.
          const bool apart = v > 0 && a.pos[v - 1] == Pos::PUNCT;
          if (apart && (a.dep[up] == Dep::dobj || a.dep[up] == Dep::pobj || a.dep[up] == Dep::attr)) {
            v = up;
            own = false;
            while (a.head[v] != v && a.pos[v] != Pos::VERB && a.pos[v] != Pos::AUX) {
              v = a.head[v];
            }
            if (a.pos[v] == Pos::VERB || a.pos[v] == Pos::AUX) {
              continue;
            }
            return std::nullopt;
          }
          return Subject{up, std::nullopt, own};
        }
        if (to_noun && has_to(a, v)) {  // "his refusal to say", "plans to announce"
          if (const auto owner = child(a, up, Dep::poss)) {
            return Subject{*owner, std::nullopt, false};
          }
          v = up;
          own = false;
          // The noun stands for its verb: go on from the verb that governs it.
          while (a.head[v] != v && a.pos[v] != Pos::VERB && a.pos[v] != Pos::AUX) {
            v = a.head[v];
          }
          continue;
        }
        return std::nullopt;
      case Dep::xcomp:
      case Dep::ccomp: {
        if (a.dep[v] == Dep::ccomp && !has_to(a, v) && a.tag[v] != Tag::VBG) {
          return std::nullopt;
        }
        if (const auto object = child_of(a, up, {Dep::dobj, Dep::dative});
            object && has_to(a, v) && *object < v && a.lemma[up] != "promise") {
          return Subject{*object, std::nullopt, false};  // "asked him to say"
        }
        v = up;
        own = false;
        if (is_passive(a, v)) {
          if (const auto s = child(a, v, Dep::nsubjpass)) {
            return Subject{*s, std::nullopt, false};  // "X was forced to admit"
          }
        }
        continue;
      }
      case Dep::conj:
      case Dep::advcl:
      case Dep::parataxis:
      case Dep::dep:
      case Dep::other:
        if (to_noun) {
          return a.dep[v] == Dep::conj ? std::nullopt : std::optional<Subject>(Subject{up, std::nullopt, false});
        }
        v = up;
        own = false;
        if (is_passive(a, v)) {
          if (const auto s = child(a, v, Dep::nsubjpass)) {
            return Subject{*s, std::nullopt, false};
          }
        }
        continue;
      case Dep::pcomp: {  // "by saying that", "accused of saying", "was quoted as saying"
        std::uint32_t g = up;
        while (a.head[g] != g && a.pos[g] != Pos::VERB && a.pos[g] != Pos::AUX && a.pos[g] != Pos::NOUN) {
          g = a.head[g];
        }
        if (a.pos[g] == Pos::NOUN) {
          if (const auto owner = child(a, g, Dep::poss)) {
            return Subject{*owner, std::nullopt, false};
          }
          return std::nullopt;
        }
        if (g == v) {
          return std::nullopt;
        }
        v = g;
        own = false;
        if (is_passive(a, v)) {
          if (const auto s = child(a, v, Dep::nsubjpass)) {
            return Subject{*s, std::nullopt, false};
          }
        }
        if (a.lower[up] == "of" || a.lower[up] == "for" || a.lower[up] == "as") {
          if (const auto object = child(a, v, Dep::dobj)) {
            return Subject{*object, std::nullopt, false};
          }
        }
        continue;
      }
      default:
        return std::nullopt;
    }
  }
  return std::nullopt;
}

std::string_view verb_key(const Analysis& a, std::uint32_t verb, std::string& buffer) {
  for (const std::uint32_t c : a.children(verb)) {
    if (a.dep[c] == Dep::prt) {
      buffer.assign(a.lemma[verb]);
      buffer += '_';
      buffer += a.lower[c];
      return buffer;
    }
  }
  return a.lemma[verb];
}

TokenRange trim(const Analysis& a, TokenRange r) {
  const auto drop = [&](std::uint32_t i) {
    return a.pos[i] == Pos::SPACE || is_quote_mark(a, i) ||
           (a.pos[i] == Pos::PUNCT && a.words(i) != "(" && a.words(i) != "[" && a.words(i) != ")" && a.words(i) != "]");
  };
  while (r.begin < r.end && drop(r.begin)) {
    ++r.begin;
  }
  while (r.end > r.begin && drop(r.end - 1)) {
    --r.end;
  }
  return r;
}

}  // namespace detente::reading
