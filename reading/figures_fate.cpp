#include "figures_fate.hpp"

#include <algorithm>
#include <utility>

#include "figures_amount.hpp"
#include "statements_syntax.hpp"

namespace detente::reading {

using knowledge::Measure;

bool leads_to_number(std::string_view lemma) {
  static constexpr std::string_view kVerbs[] = {"exceed", "reach", "top", "surpass", "pass", "total", "hit"};
  return std::find(std::begin(kVerbs), std::end(kVerbs), lemma) != std::end(kVerbs);
}

Counted counted_as(const Measure& m, std::string_view counted) {
  return {m.name, m.unit.empty() ? std::string(counted) : m.unit, m.rule};
}

// A word for a state that people are in: dead, wounded, missing, displaced, detained. Not "militant" or "civilian".
const Measure* FateReader::state_of(std::string_view word) const {
  const Measure* m = words_.counted(word);
  const bool is_state = m != nullptr && (m->name == "killed" || m->name == "wounded" || m->name == "missing" ||
                                         m->name == "displaced" || m->name == "detained" || m->name == "casualties");
  return is_state ? m : nullptr;
}

// The noun for a sum ("toll", "tally") and what is summed: "death toll", "the tally of passengers".
std::optional<Counted> FateReader::total(std::uint32_t noun) const {
  const Measure* m = words_.total(a_.lemma[noun]);
  if (m == nullptr) {
    return std::nullopt;
  }
  if (const auto of = preposition(a_, noun, {"of"})) {
    if (const auto n = child(a_, *of, Dep::pobj)) {
      if (auto f = beside(*n, {{*n, *n + 1}, true})) {
        return f;  // "the number of people killed"
      }
      if (const Measure* counted = words_.counted(a_.lemma[*n])) {
        return counted_as(*counted);
      }
    }
    return m->name == "people" ? std::nullopt : std::optional<Counted>(counted_as(*m));
  }
  for (const std::uint32_t k : a_.children(noun)) {  // "the death toll", "the casualty figure"
    if (a_.dep[k] == Dep::compound) {
      if (const Measure* counted = words_.counted(a_.lemma[k])) {
        return counted_as(*counted);
      }
    }
  }
  return m->name == "people" ? std::nullopt : std::optional<Counted>(counted_as(*m));
}

std::optional<Counted> FateReader::killed() const {
  const Measure* m = words_.suffered("kill");
  return m == nullptr ? std::nullopt : std::optional<Counted>(counted_as(*m));
}

std::optional<Counted> FateReader::suffered(std::uint32_t verb) const {
  if (const Measure* m = words_.suffered(a_.lemma[verb])) {
    return counted_as(*m);
  }
  return std::nullopt;
}

std::optional<Counted> FateReader::beside(std::uint32_t top, const CountedWords& figure) const {
  std::uint32_t end = figure.words.end;
  for (const std::uint32_t m : a_.children(top)) {  // "17 injured people", "people killed in the raid"
    const bool modifies = a_.dep[m] == Dep::amod || a_.dep[m] == Dep::acl;
    if (modifies &&
        (a_.tag[m] == Tag::VBN || a_.pos[m] == Pos::ADJ || a_.tag[m] == Tag::VBD || a_.lower[m] == "missing")) {
      if (auto f = suffered(m)) {
        return f;
      }
      if (const Measure* p = state_of(a_.lower[m])) {
        return counted_as(*p);
      }
      if (figure.persons && a_.lemma[m] == "hold" && a_.tag[m] == Tag::VBN) {
        return held();
      }
    }
    if (a_.dep[m] == Dep::relcl) {
      // "sailors who fled", "sailors it had held": the noun is the object where the clause has a subject of its own.
      const auto subject = child_of(a_, m, {Dep::nsubj, Dep::nsubjpass});
      const bool relative =
          !subject || a_.tag[*subject] == Tag::WP || a_.tag[*subject] == Tag::WDT || a_.lower[*subject] == "that";
      if (auto f = fate_by_verb(m, relative, figure.persons)) {
        return f;
      }
      // "whom the U.N. estimates to be displaced"
      if (const auto inner = child_of(a_, m, {Dep::xcomp, Dep::ccomp})) {
        if (auto f = suffered(*inner)) {
          return f;
        }
      }
    }
  }
  if (end + 1 < a_.size() && a_.pos[end] == Pos::ADV) {
    ++end;  // "people already displaced"
  }
  if (end >= a_.size() || (a_.tag[end] != Tag::VBN && a_.tag[end] != Tag::VBD && a_.pos[end] != Pos::ADJ)) {
    return std::nullopt;
  }
  // "more than 1,000 wounded": the participle stands for a clause of its own.
  if (!child(a_, end, Dep::dobj)) {
    if (auto f = suffered(end); f && f->unit == "people") {
      return f;
    }
    if (const Measure* m = state_of(a_.lower[end])) {
      return counted_as(*m);
    }
  }
  return std::nullopt;
}

std::optional<Counted> FateReader::behind_preposition(std::uint32_t top, const CountedWords& figure, int depth) const {
  const std::uint32_t prep = a_.head[top];
  if (figure.words.has(prep)) {
    // "two of its soldiers", "between 30 and 40 passengers": the preposition belongs to the amount.
    const std::uint32_t above = a_.head[prep];
    if (figure.words.has(above)) {
      return fate_of(above, figure, depth + 1);
    }
    const bool fronted = prep < above && !child_of(a_, above, {Dep::nsubj, Dep::nsubjpass});
    const bool verb = a_.pos[above] == Pos::VERB && (fronted || !child(a_, above, Dep::dobj));
    return verb ? fate_by_verb(above, fronted, figure.persons) : std::nullopt;
  }
  const bool along = a_.lower[a_.head[prep]] == "along" || (prep > 0 && a_.lower[prep - 1] == "along");
  const std::uint32_t g = a_.lower[a_.head[prep]] == "along" ? a_.head[a_.head[prep]] : a_.head[prep];
  const std::string_view p = a_.lower[prep];
  if (p == "as" && (a_.pos[g] == Pos::ADJ || a_.pos[g] == Pos::ADV) && is_nominal(a_, a_.head[g])) {
    return total(a_.head[g]);  // "a death count as high as 500"
  }
  if (is_nominal(a_, g)) {
    if (p == "including") {
      return fate_of(g, figure, depth + 1);
    }
    if (auto f = total(g)) {
      return f;
    }
    return p == "of" || p == "to" ? fate_by_noun(g) : std::nullopt;
  }
  if (p == "including" || (p == "with" && along)) {
    return fate_by_verb(g, true, figure.persons);
  }
  const bool in_the = p == "in" && a_.lemma[g] == "be" && a_.tag[top] == Tag::NNS;  // "the toll is in the thousands"
  if (p == "to" || p == "at" || p == "of" || p == "from" || in_the) {               // "the toll rose to 31"
    for (const std::uint32_t s : a_.children(g)) {
      if (a_.dep[s] == Dep::nsubj || a_.dep[s] == Dep::nsubjpass || a_.dep[s] == Dep::dobj) {
        if (auto f = total(s)) {
          return f;
        }
      }
    }
  }
  if (p == "by") {  // "civilians flee by the thousands"
    if (const Measure* m = words_.done(a_.lemma[g])) {
      return counted_as(*m);
    }
  }
  return std::nullopt;
}

std::optional<Counted> FateReader::fate_of(std::uint32_t top, const CountedWords& figure, int depth) const {
  if (depth > 4) {
    return std::nullopt;
  }
  if (auto f = beside(top, figure)) {
    return f;
  }
  const std::uint32_t up = a_.head[top];
  if (up == top) {
    return std::nullopt;
  }
  switch (a_.dep[top]) {
    case Dep::nsubjpass:
    case Dep::nsubj:
      return fate_by_verb(up, true, figure.persons);
    case Dep::dobj:
      if (leads_to_number(a_.lemma[up])) {
        if (auto f = fate_of_subject(up)) {
          return f;
        }
      }
      return fate_by_verb(up, false, figure.persons);
    case Dep::conj:
    case Dep::appos:
      return fate_of(up, figure, depth + 1);
    case Dep::pobj:
      return behind_preposition(top, figure, depth);
    case Dep::attr:
      return fate_of_subject(up);
    default:
      return std::nullopt;
  }
}

std::optional<Counted> FateReader::fate_of_subject(std::uint32_t verb) const {
  if (const auto s = child_of(a_, verb, {Dep::nsubj})) {
    if (const Measure* m = state_of(a_.lemma[*s])) {
      return counted_as(*m);
    }
    if (auto f = total(*s)) {
      return f;
    }
  }
  return std::nullopt;
}

bool FateReader::holds_hostage(std::uint32_t verb) const {
  for (const std::uint32_t k : a_.children(verb)) {
    if (a_.lemma[k] == "hostage" || a_.lemma[k] == "captive" || a_.lemma[k] == "prisoner") {
      return true;
    }
  }
  return false;
}

// "the killing of 33 terrorists", "injuries to eight".
std::optional<Counted> FateReader::fate_by_noun(std::uint32_t noun) const {
  const std::string_view lemma = a_.lemma[noun];
  if (const Measure* m = state_of(lemma)) {
    return counted_as(*m);
  }
  static constexpr std::pair<std::string_view, std::string_view> kActs[] = {
      {"kidnapping", "kidnap"},   {"kidnap", "kidnap"},      {"abduction", "abduct"}, {"displacement", "displace"},
      {"evacuation", "evacuate"}, {"assassination", "kill"}, {"execution", "kill"},   {"capture", "capture"},
      {"shooting", "wound"},      {"loss", "kill"},          {"massacre", "kill"},    {"expulsion", "expel"},
      {"imprisonment", "jail"},   {"jailing", "jail"}};
  for (const auto& [act, verb] : kActs) {
    if (act == lemma) {
      if (const Measure* m = words_.suffered(verb)) {
        return counted_as(*m);
      }
    }
  }
  return std::nullopt;
}

bool FateReader::has_child(std::uint32_t verb, std::string_view word) const {
  for (const std::uint32_t k : a_.children(verb)) {
    if (a_.lower[k] == word) {
      return true;
    }
  }
  return false;
}

std::optional<Counted> FateReader::held() const {
  const Measure* m = words_.suffered("detain");
  return m == nullptr ? std::nullopt : std::optional<Counted>(counted_as(*m));
}

bool FateReader::leads_to(std::uint32_t verb, std::initializer_list<std::string_view> prepositions,
                          std::initializer_list<std::string_view> nouns) const {
  for (const std::uint32_t prep : a_.children(verb)) {
    if ((a_.dep[prep] != Dep::prep && a_.dep[prep] != Dep::prt && a_.dep[prep] != Dep::advmod) ||
        std::find(prepositions.begin(), prepositions.end(), a_.lower[prep]) == prepositions.end()) {
      continue;
    }
    for (std::uint32_t k = prep + 1; k <= a_.right_edge[prep] && k < prep + 8; ++k) {
      if (std::find(nouns.begin(), nouns.end(), a_.lemma[k]) != nouns.end()) {
        return true;
      }
    }
  }
  return false;
}

std::optional<Counted> FateReader::fate_by_complement(std::uint32_t verb, bool as_subject) const {
  const std::string_view lemma = a_.lemma[verb];
  const auto state = [&](std::string_view word) {
    const Measure* m = words_.suffered(word);
    return m == nullptr ? std::nullopt : std::optional<Counted>(counted_as(*m));
  };
  if (as_subject) {
    if ((lemma == "leave" || lemma == "abandon" || lemma == "lose") && has_child_lemma(verb, Dep::dobj, "home")) {
      return state("displace");
    }
    if ((lemma == "live" || lemma == "shelter" || lemma == "sleep" || lemma == "camp") &&
        leads_to(verb, {"in", "under"}, {"tent", "camp", "shelter", "classroom"})) {
      return state("displace");
    }
    const bool stays = lemma == "remain" || lemma == "be" || lemma == "stay" || lemma == "languish";
    if (stays && leads_to(verb, {"in"}, {"captivity", "hand"})) {
      return state("kidnap");
    }
    return stays && leads_to(verb, {"in", "behind"}, {"custody", "prison", "jail", "detention", "bar"})
               ? state("detain")
               : std::nullopt;
  }
  if (lemma == "hold" && !holds_hostage(verb)) {
    return held();
  }
  if (lemma == "take" && leads_to(verb, {"into", "in"}, {"custody", "captivity", "detention"})) {
    return state("detain");
  }
  if (lemma == "lose" || lemma == "bury") {
    return killed();
  }
  if (lemma == "treat") {
    const auto who = child(a_, verb, Dep::nsubj);
    const std::string_view by = who ? a_.lemma[*who] : std::string_view();
    const bool medical = by == "doctor" || by == "hospital" || by == "medic" || by == "clinic" || by == "surgeon" ||
                         by == "paramedic" ||
                         leads_to(verb, {"for", "in", "at"}, {"hospital", "wound", "injury", "burn"});
    return medical ? state("wound") : std::nullopt;
  }
  if ((lemma == "drive" || lemma == "chase" || lemma == "force" || lemma == "bomb") &&
      leads_to(verb, {"from", "out"}, {"home", "house", "village", "town", "city", "land", "area", "valley"})) {
    return state("displace");
  }
  if (lemma == "force" || lemma == "compel" || lemma == "cause") {
    if (const auto inf = child_of(a_, verb, {Dep::xcomp, Dep::ccomp});
        inf && (a_.lemma[*inf] == "flee" || a_.lemma[*inf] == "evacuate" || has_child_lemma(*inf, Dep::dobj, "home"))) {
      return state("displace");
    }
  }
  return std::nullopt;
}

bool FateReader::has_child_lemma(std::uint32_t verb, Dep dep, std::string_view lemma) const {
  const auto k = child(a_, verb, dep);
  return k && a_.lemma[*k] == lemma;
}

// The verb tells: "were killed", "killing 12", "12 died", "lost their lives", "were among those killed".
std::optional<Counted> FateReader::fate_by_verb(std::uint32_t verb, bool as_subject, bool persons) const {
  std::uint32_t v = verb;
  const bool passive = is_passive(a_, v);
  if (persons) {
    if (auto f = fate_by_complement(v, as_subject && !passive)) {
      return f;
    }
  }
  if ((a_.lemma[v] == "shoot" && has_child(v, "dead")) || leads_to(v, {"to"}, {"death"})) {
    return killed();  // "beaten to death"
  }
  if (!as_subject || passive) {
    if (auto f = suffered(v)) {
      return f;
    }
  }
  if (as_subject) {
    if (const Measure* m = words_.done(a_.lemma[v])) {
      return counted_as(*m);
    }
    if (const auto object = child(a_, v, Dep::dobj); object && a_.lemma[*object] == "life" && a_.lemma[v] == "lose") {
      if (const Measure* m = words_.suffered("kill")) {
        return counted_as(*m);
      }
    } else if (object && (a_.lemma[v] == "suffer" || a_.lemma[v] == "sustain")) {
      if (const Measure* m = state_of(a_.lemma[*object])) {
        return counted_as(*m);
      }
    }
    if (a_.lemma[v] == "miss" && a_.tag[v] == Tag::VBG && !child(a_, v, Dep::dobj)) {  // "dozens are missing"
      if (const Measure* m = state_of("missing")) {
        return counted_as(*m);
      }
    }
    if (a_.tag[v] == Tag::VBN) {  // "17 people killed and 100 injured", auxiliaries left out
      if (auto f = suffered(v)) {
        return f;
      }
    }
    if (const auto among = preposition(a_, v, {"among"})) {
      if (const auto those = child(a_, *among, Dep::pobj)) {
        for (const std::uint32_t k : a_.children(*those)) {
          if (auto f = suffered(k)) {
            return f;
          }
        }
        if (const Measure* m = state_of(a_.lower[*those])) {
          return counted_as(*m);
        }
      }
    }
    if (const auto state = child_of(a_, v, {Dep::acomp, Dep::attr, Dep::oprd})) {  // "were dead", "are missing"
      if (const Measure* m = state_of(a_.lower[*state])) {
        return counted_as(*m);
      }
    }
    if (holds_hostage(v) && passive) {
      return Counted{"hostages", "people", "rule:take+hostage"};
    }
  } else if (holds_hostage(v)) {
    return Counted{"hostages", "people", "rule:take+hostage"};
  }
  return std::nullopt;
}

}  // namespace detente::reading
