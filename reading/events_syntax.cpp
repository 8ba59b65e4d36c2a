#include <algorithm>

#include "events.hpp"

namespace detente::reading {
namespace {

std::string lower_of(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'A' && c <= 'Z') {
      c = static_cast<char>(c - 'A' + 'a');
    }
  }
  return out;
}

bool is_relative(const Analysis& a, Token t) {
  const std::string_view w = a.lower[t];
  return w == "who" || w == "which" || w == "that" || w == "whom";
}

}  // namespace

Syntax::Syntax(const Analysis& analysis, const knowledge::ActLexicon& lexicon) : a(analysis), acts(lexicon) {
  words_.resize(a.size());
  forms_.resize(a.size());
  for (Token t = 0; t < a.size(); ++t) {
    forms_[t] = acts.word(a.lower[t]);
    words_[t] = acts.word(a.lemma[t]);
    if (words_[t] == knowledge::kNoWord && a.pos[t] == Pos::PROPN) {
      // Names of acts are capitalised in headlines ("Airstrikes"); their lemma keeps the form.
      const std::string lower = lower_of(a.lemma[t]);
      words_[t] = acts.word(lower);
      if (words_[t] == knowledge::kNoWord && lower.size() > 3 && lower.back() == 's') {
        words_[t] = acts.word(std::string_view(lower).substr(0, lower.size() - 1));
      }
    }
    if (words_[t] == knowledge::kNoWord) {
      words_[t] = forms_[t];
    }
  }
}

std::span<const knowledge::WordId> Syntax::modifiers(Token t, std::array<knowledge::WordId, 3>& into) const {
  std::size_t count = 0;
  const Token first = a.sentences[a.sentence_of[t]].begin;
  for (Token i = t; i > first && count < into.size();) {
    --i;
    if (a.pos[i] == Pos::VERB && a.head[i] != t) {
      break;
    }
    into[count++] = words_[i];
  }
  return {into.data(), count};
}

int Syntax::passes(const knowledge::WordTest& test, Token head) const {
  std::array<knowledge::WordId, 3> before{};
  return acts.passes(test, words_[head], modifiers(head, before));
}

Token Syntax::child(Token t, Dep dep) const {
  for (const Token c : a.children(t)) {
    if (a.dep[c] == dep) {
      return c;
    }
  }
  return kNoToken;
}

bool Syntax::has_to(Token verb) const {
  for (const Token c : a.children(verb)) {
    if (a.tag[c] == Tag::TO && a.dep[c] == Dep::aux) {
      return true;
    }
  }
  return false;
}

Token Syntax::antecedent(Token t, Token verb) const {
  if (!is_relative(a, t)) {
    return t;
  }
  for (Token v = verb; a.head[v] != v; v = a.head[v]) {
    if (a.dep[v] == Dep::relcl) {
      return a.head[v];
    }
    if (a.dep[v] != Dep::conj && a.dep[v] != Dep::xcomp) {
      break;
    }
  }
  return t;
}

// "THE HAGUE, Netherlands -- A prosecutor has charged": the parser takes the dateline for the subject.
Token Syntax::after_dateline(Token subject, Token verb) const {
  const Token first = a.sentences[a.sentence_of[verb]].begin;
  if (subject > first + 8 || subject > verb || a.pos[subject] != Pos::PROPN) {
    return subject;
  }
  Token dash = kNoToken;
  for (Token t = subject + 1; t < verb && t < first + 14; ++t) {
    const std::string_view w = a.lower[t];
    if (w == "--" || w == "-" || w == "–" || w == "—" || w == ":") {
      dash = a.space_after[t] != 0 && t > first && a.space_after[t - 1] != 0 ? t
             : a.lower[t] == "--" || w == ":"                                ? t
                                                                             : dash;
    }
  }
  if (dash == kNoToken) {
    return subject;
  }
  for (Token t = dash + 1; t < verb; ++t) {
    if ((is_noun(t) || a.pos[t] == Pos::PRON) && (a.head[t] <= dash || a.head[t] >= verb)) {
      return t;
    }
  }
  return subject;
}

bool Syntax::is_passive(Token verb, int depth) const {
  bool have = false;
  for (const Token c : a.children(verb)) {
    if (a.dep[c] == Dep::auxpass || a.dep[c] == Dep::nsubjpass || a.dep[c] == Dep::csubjpass) {
      return true;
    }
    have = have || a.dep[c] == Dep::aux;
  }
  if (a.dep[verb] == Dep::pcomp && !have && (a.tag[verb] == Tag::VBN || a.tag[verb] == Tag::VBD) &&
      a.lower[a.head[verb]] == "with" && !has_child(verb, Dep::dobj)) {
    return true;  // "with 700,000 people displaced"
  }
  if (a.tag[verb] != Tag::VBN || have || has_child(verb, Dep::nsubj)) {
    return false;
  }
  switch (a.dep[verb]) {
    case Dep::acl:
    case Dep::advcl:
    case Dep::ccomp:
      return !has_child(verb, Dep::dobj);
    case Dep::xcomp:
    case Dep::oprd:
      return true;
    case Dep::conj:
      return depth < 8 && is_passive(a.head[verb], depth + 1);
    default:
      return has_child(verb, Dep::agent) && !has_child(verb, Dep::dobj);
  }
}

Heads Syntax::surface_subjects(Token verb, int depth) const {
  Heads out;
  for (const Token c : a.children(verb)) {
    if (a.dep[c] == Dep::nsubj || a.dep[c] == Dep::nsubjpass || a.dep[c] == Dep::csubj) {
      out.add(after_dateline(antecedent(c, verb), verb));
    }
  }
  for (const Token c : a.children(verb)) {
    // "was heavily criticized": the model may hang the subject on the auxiliary.
    if (out.empty() && (a.dep[c] == Dep::aux || a.dep[c] == Dep::auxpass) && c < verb) {
      for (const Token s : a.children(c)) {
        if (a.dep[s] == Dep::nsubj || a.dep[s] == Dep::nsubjpass) {
          out.add(antecedent(s, verb));
        }
      }
    }
  }
  const Token g = a.head[verb];
  if (!out.empty() || g == verb || depth > 8) {
    return out;
  }
  switch (a.dep[verb]) {
    case Dep::conj:
    case Dep::ccomp:
    case Dep::advcl:
    case Dep::acomp:
    case Dep::attr:
    case Dep::dep:
    case Dep::parataxis:
      return is_noun(g) ? out : surface_subjects(g, depth + 1);
    case Dep::xcomp: {
      if (is_verb(g)) {
        // Object control: "forced the rebels to retreat".
        const Token object = child(g, Dep::dobj);
        if (object != kNoToken && object < verb) {
          out.add(antecedent(object, g));
          return out;
        }
      }
      return surface_subjects(g, depth + 1);
    }
    case Dep::acl:
    case Dep::relcl: {
      if (a.tag[verb] == Tag::VBG || a.tag[verb] == Tag::VBN || a.dep[verb] == Dep::relcl) {
        if (is_noun(g) || a.pos[g] == Pos::PRON || a.pos[g] == Pos::NUM) {
          out.add(g);
        }
        return out;
      }
      // "a plan to attack": whoever has the plan.
      const Token up = a.head[g];
      return is_verb(up) && a.dep[g] != Dep::nsubj && a.dep[g] != Dep::nsubjpass ? surface_subjects(up, depth + 1)
                                                                                 : out;
    }
    case Dep::pcomp: {
      const Token up = a.head[g];
      if (a.pos[up] == Pos::ADJ) {
        return surface_subjects(up, depth + 1);  // "guilty of violating"
      }
      if (is_verb(up)) {
        const std::string_view p = a.lower[g];
        // But whoever takes credit for an act has done it.
        const bool own = p == "for" && (a.lemma[up] == "take" || a.lemma[up] == "claim" || a.lemma[up] == "bear" ||
                                        a.lemma[up] == "deny");
        if ((p == "of" || p == "for" || p == "from") && !own) {
          const Token object = child(up, Dep::dobj);
          if (object != kNoToken && object < verb) {
            out.add(object);
            return out;
          }
        }
        return surface_subjects(up, depth + 1);
      }
      if (is_noun(up) && is_verb(a.head[up]) && a.dep[up] == Dep::dobj) {
        return surface_subjects(a.head[up], depth + 1);
      }
      return out;
    }
    default:
      return out;
  }
}

Arguments Syntax::arguments(Token verb) const {
  Arguments out;
  out.passive = is_passive(verb);
  const Heads surface = surface_subjects(verb);
  Heads plain;
  for (const Token c : a.children(verb)) {
    if (a.dep[c] == Dep::dobj) {
      plain.add(antecedent(c, verb));
    } else if (a.dep[c] == Dep::dative && a.pos[c] != Pos::ADP) {
      out.datives.add(c);
    } else if (a.dep[c] == Dep::dative) {
      if (const Token p = child(c, Dep::pobj); p != kNoToken) {
        out.datives.add(p);
      }
    } else if (a.dep[c] == Dep::agent || (out.passive && a.dep[c] == Dep::prep && a.lower[c] == "by")) {
      if (const Token p = child(c, Dep::pobj); p != kNoToken && out.passive) {
        out.subjects.add(p);
      }
    }
  }
  if (out.passive && out.subjects.empty()) {
    // "was forced to retreat by the army": the parser hangs who forced on the retreat.
    for (const Token c : a.children(verb)) {
      if (a.dep[c] != Dep::xcomp) {
        continue;
      }
      for (const Token by : a.children(c)) {
        if ((a.dep[by] == Dep::agent || a.dep[by] == Dep::prep) && a.lower[by] == "by") {
          if (const Token who = child(by, Dep::pobj); who != kNoToken) {
            out.subjects.add(who);
          }
        }
      }
    }
  }
  if (out.passive) {
    out.objects = surface;
    // "was given aid": the object that stayed is what was given.
    if (!plain.empty()) {
      for (const Token t : surface) {
        out.datives.add(t);
      }
      out.objects = plain;
    }
    return out;
  }
  // "took hundreds hostage": the parser takes them for the one to whom.
  if (!out.datives.empty() && !plain.empty() &&
      (a.lower[plain.front()] == "hostage" || a.lower[plain.front()] == "captive" ||
       a.lower[plain.front()] == "prisoner")) {
    plain = out.datives;
    out.datives = Heads();
  }
  out.subjects = surface;
  out.objects = plain;
  if (a.dep[verb] == Dep::relcl && plain.empty() && has_child(verb, Dep::nsubj)) {
    // "the village they attacked": the object is what the clause is about, unless that is the subject.
    const Token object = a.head[verb];
    if (std::find(surface.begin(), surface.end(), object) == surface.end() && !has_child(verb, Dep::prep)) {
      out.objects.add(object);
    }
  }
  if (out.objects.empty()) {
    for (const Token c : a.children(verb)) {
      if (a.dep[c] == Dep::conj && is_verb(c) && !is_passive(c) && !has_child(verb, Dep::prep)) {
        if (const Token shared = child(c, Dep::dobj); shared != kNoToken && shared > c && shared - verb < 6) {
          out.objects.add(shared);
        }
      } else if (a.pos[c] == Pos::ADJ && (a.dep[c] == Dep::ccomp || a.dep[c] == Dep::xcomp || a.dep[c] == Dep::oprd)) {
        // "found the minister guilty"
        if (const Token who = child(c, Dep::nsubj); who != kNoToken && who > verb) {
          out.objects.add(who);
        }
      } else if ((a.dep[c] == Dep::ccomp || (a.dep[c] == Dep::advcl && has_child(c, Dep::mark))) && has_to(c)) {
        // "urged Israel to stop" with the person urged as subject of the complement.
        if (const Token who = child(c, Dep::nsubj); who != kNoToken) {
          out.objects.add(who);
        } else if (const Token whom = child(c, Dep::nsubjpass); whom != kNoToken) {
          out.objects.add(whom);
        }
      }
    }
  }
  return out;
}

bool Syntax::tells_circumstance(std::string_view prep) {
  static constexpr std::string_view kWords[] = {"by",        "after",   "before", "since",   "during",  "until",
                                                "according", "amid",    "as",     "because", "despite", "including",
                                                "following", "without", "than",   "like",    "per",     "under",
                                                "ahead",     "about",   "given"};
  return std::find(std::begin(kWords), std::end(kWords), prep) != std::end(kWords);
}

void Syntax::add_preps(Token head, int depth, std::vector<PrepLink>& out) const {
  for (const Token c : a.children(head)) {
    const bool adposition = a.dep[c] == Dep::prep || a.dep[c] == Dep::agent ||
                            (a.dep[c] == Dep::dative && a.pos[c] == Pos::ADP) ||
                            (a.dep[c] == Dep::prt && has_child(c, Dep::pobj));
    if (!adposition) {
      continue;
    }
    Token prep = c;
    for (int chain = 0; chain < 3; ++chain) {  // "out of", "because of", "in front of"
      const Token next = child(prep, Dep::prep);
      if (next == kNoToken || has_child(prep, Dep::pobj)) {
        break;
      }
      for (const Token o : a.children(next)) {
        if (a.dep[o] == Dep::pobj) {
          out.push_back({prep, o});
        }
      }
      prep = next;
    }
    if (prep != c && tells_circumstance(a.lower[c])) {
      continue;  // "according to", "ahead of"
    }
    for (const Token o : a.children(prep)) {
      if (a.dep[o] == Dep::pobj) {
        out.push_back({prep, o});
        if (depth < 2 && (!tells_circumstance(a.lower[prep]) || a.lower[prep] == "by")) {
          add_preps(o, depth + 1, out);
        }
      } else if (a.dep[o] == Dep::pcomp) {
        out.push_back({prep, o});
      } else if (a.dep[o] == Dep::conj && a.pos[o] == Pos::ADP) {
        if (const Token p = child(o, Dep::pobj); p != kNoToken) {
          out.push_back({o, p});
        }
      }
    }
  }
}

std::vector<PrepLink> Syntax::preps(Token head, const Heads& objects) const {
  std::vector<PrepLink> out;
  add_preps(head, 0, out);
  for (const Token o : objects) {
    if (o != head) {
      add_preps(o, 0, out);
    }
  }
  return out;
}

}  // namespace detente::reading
