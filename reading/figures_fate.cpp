#include "figures_fate.hpp"

#include <algorithm>
#include <utility>

#include "statements_syntax.hpp"

namespace detente::reading {

using knowledge::Measure;

namespace {

bool is_nominal(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN; }

}  // namespace

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
      if (const Measure* counted = words_.counted(a_.lemma[*n])) {
        return counted_as(*counted);
      }
    }
  }
  return counted_as(*m);
}

std::optional<Counted> FateReader::suffered(std::uint32_t verb) const {
  if (const Measure* m = words_.suffered(a_.lemma[verb])) {
    return counted_as(*m);
  }
  return std::nullopt;
}

std::optional<Counted> FateReader::beside(std::uint32_t top, std::uint32_t end) const {
  for (const std::uint32_t m : a_.children(top)) {  // "17 injured people", "people killed in the raid"
    const bool modifies = a_.dep[m] == Dep::amod || a_.dep[m] == Dep::acl;
    if (modifies && (a_.tag[m] == Tag::VBN || a_.pos[m] == Pos::ADJ || a_.tag[m] == Tag::VBD)) {
      if (auto f = suffered(m)) {
        return f;
      }
      if (const Measure* p = state_of(a_.lower[m])) {
        return counted_as(*p);
      }
    }
    if (a_.dep[m] == Dep::relcl) {
      if (auto f = fate_by_verb(m, true)) {
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

std::optional<Counted> FateReader::behind_preposition(std::uint32_t top, std::uint32_t end, int depth) const {
  const std::uint32_t prep = a_.head[top];
  const bool along = a_.lower[a_.head[prep]] == "along" || (prep > 0 && a_.lower[prep - 1] == "along");
  const std::uint32_t g = a_.lower[a_.head[prep]] == "along" ? a_.head[a_.head[prep]] : a_.head[prep];
  const std::string_view p = a_.lower[prep];
  if (is_nominal(a_, g)) {
    if (p == "including") {
      return fate_of(g, end, depth + 1);
    }
    if (auto f = total(g)) {
      return f;
    }
    return p == "of" || p == "to" ? fate_by_noun(g) : std::nullopt;
  }
  if (p == "including" || (p == "with" && along)) {
    return fate_by_verb(g, true);
  }
  if (p == "to" || p == "at" || p == "of" || p == "from") {  // "the toll rose to 31"
    if (const auto s = child_of(a_, g, {Dep::nsubj, Dep::nsubjpass, Dep::dobj})) {
      return total(*s);
    }
  }
  if (p == "by") {  // "civilians flee by the thousands"
    if (const Measure* m = words_.done(a_.lemma[g])) {
      return counted_as(*m);
    }
  }
  return std::nullopt;
}

std::optional<Counted> FateReader::fate_of(std::uint32_t top, std::uint32_t end, int depth) const {
  if (depth > 4) {
    return std::nullopt;
  }
  if (auto f = beside(top, end)) {
    return f;
  }
  const std::uint32_t up = a_.head[top];
  if (up == top) {
    return std::nullopt;
  }
  switch (a_.dep[top]) {
    case Dep::nsubjpass:
    case Dep::nsubj:
      return fate_by_verb(up, true);
    case Dep::dobj:
      if (leads_to_number(a_.lemma[up])) {
        if (auto f = fate_of_subject(up)) {
          return f;
        }
      }
      return fate_by_verb(up, false);
    case Dep::conj:
    case Dep::appos:
      return fate_of(up, end, depth + 1);
    case Dep::pobj:
      return behind_preposition(top, end, depth);
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

// The verb tells: "were killed", "killing 12", "12 died", "lost their lives", "were among those killed".
std::optional<Counted> FateReader::fate_by_verb(std::uint32_t verb, bool as_subject) const {
  std::uint32_t v = verb;
  const bool passive = is_passive(a_, v);
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
