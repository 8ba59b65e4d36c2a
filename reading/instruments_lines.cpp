// Red lines: what a party says must not happen, and what it will not do or bear.
#include <algorithm>
#include <string>

#include "instruments_clauses.hpp"

namespace detente::reading {

namespace {

using namespace knowledge;  // the names of the word classes

// To warn residents not to return is care, or a threat to nobody who could bargain.
bool warns_people(const InstrumentTools& t, std::uint32_t verb) {
  const Analysis& a = t.analysis();
  const auto whom = child_of(a, verb, {Dep::dobj, Dep::nsubjpass, Dep::dative});
  const auto actor = whom ? actor_at(t.context(), *whom) : std::nullopt;
  return actor && actor->party != kNone &&
         t.context().out.parties[static_cast<std::size_t>(actor->party)].kind == PartyKind::population;
}

// "would accept no deal that closed the mine"
bool has_no_object(const Analysis& a, std::uint32_t verb) {
  const auto object = child(a, verb, Dep::dobj);
  return object && has_any(a, *object, {"no"});
}

// "We will not arm an occupation", "he would not sell islands", "would not return until the guns fell silent": a
// refusal in advance, by the one who speaks. A hostile act that is renounced is an undertaking.
bool will_not(const InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const std::string_view modal = t.modal(i);
  const Statement* said = t.statement_at(i);
  const bool never = has_any(a, i, {"never"});
  if (said == nullptr || (!never && !is_negated(a, i)) || (!is_future(modal) && modal != "would") ||
      is_hostile(t.event_at(i)) || a.lemma[i] == "be" || a.lemma[i] == "have") {
    return false;
  }
  if ((modal == "would" && said->mode == Mode::direct) || a.dep[i] == Dep::relcl || a.dep[i] == Dep::advcl) {
    return false;
  }
  if (t.stance(i) == Stance::belief || t.stance(i) == Stance::fear || t.stance(i) == Stance::hope ||
      t.source_is_analyst(i)) {
    return false;
  }
  const auto object = child(a, i, Dep::dobj);
  if (object && a.pos[*object] == Pos::PRON) {
    return false;  // "I will never do it"
  }
  const bool own = t.subject_speaks(i);
  const bool bound = t.has_condition(i, {"until", "unless", "without", "as long as", "before"});
  const bool state = never && object && (t.subject_is_of_same_side(i) || said->mode == Mode::direct);
  return (own && (object || bound)) || bound || state;
}

// "would mine the strait if marines came near it": force under a condition.
bool will_if(const InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const std::string_view modal = t.modal(i);
  const Event* e = t.event_at(i);
  const bool force =
      e != nullptr && (e->type == EventType::ASSAULT || e->type == EventType::COERCE || e->type == EventType::MOBILIZE);
  return force && (is_future(modal) || modal == "would") && t.statement_at(i) != nullptr && !is_negated(a, i) &&
         t.has_condition(i, {"if"}) && (t.subject_speaks(i) || t.subject_is_of_same_side(i)) && !t.source_is_analyst(i);
}

// "Any attack on our trawlers would be an act of war"
bool is_cause_of_war(const Analysis& a, std::uint32_t i) {
  const auto what = a.lemma[i] == "be" || a.lemma[i] == "mean" || a.lemma[i] == "constitute"
                        ? child_of(a, i, {Dep::attr, Dep::dobj})
                        : std::nullopt;
  if (!what || !child(a, i, Dep::aux) || is_negated(a, i)) {
    return false;
  }
  if (a.lemma[*what] == "war") {
    return true;
  }
  const auto of = preposition(a, *what, {"of"});
  const auto noun = of ? child(a, *of, Dep::pobj) : std::nullopt;
  return noun && a.lemma[*noun] == "war" && (a.lemma[*what] == "act" || a.lemma[*what] == "declaration");
}

// "is out of the question", "is not negotiable", "there is nothing to discuss as long as"
bool is_barred(const Analysis& a, std::uint32_t i) {
  if (a.lemma[i] != "be") {
    return false;
  }
  for (std::uint32_t k = i + 1; k <= a.right_edge[i] && k < i + 6; ++k) {
    const std::string_view w = a.lower[k];
    if (w == "non-negotiable" || w == "nonnegotiable") {
      return true;
    }
    if ((w == "negotiable" || w == "acceptable" || w == "permissible") && is_negated(a, i)) {
      return true;
    }
    if (w == "question" && a.lower[k - 1] == "the" && k > i + 3 && a.lower[k - 3] == "out") {
      return true;
    }
    if (w == "nothing" && k + 2 < a.size() && a.lower[k + 1] == "to" &&
        (a.lemma[k + 2] == "discuss" || a.lemma[k + 2] == "negotiate" || a.lemma[k + 2] == "talk")) {
      return true;
    }
  }
  return false;
}

}  // namespace

void find_red_lines(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  const auto add = [&](TokenRange words, std::uint32_t anchor, std::optional<std::uint32_t> holder_verb,
                       const char* why, std::string_view firmness) {
    if (words.begin >= words.end || t.overlaps_same_kind(InstrumentKind::red_line, words)) {
      return;
    }
    Instrument& i = t.add(InstrumentKind::red_line, words, anchor, why, 0.5F);
    if (holder_verb) {
      t.add_subject(i, "holder", *holder_verb);
    }
    if (i.parties.empty() && t.speaker(anchor) != kNone) {
      i.parties.push_back({"holder", {t.speaker(anchor)}});
    }
    i.terms.push_back({"firmness", std::string(firmness)});
  };
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const std::string_view w = a.lower[i];
    if ((w == "line" || w == "lines") && i > 0 && a.lower[i - 1] == "red") {
      const auto verb = t.governing_verb(i);
      add(verb ? t.clause(*verb) : trim(a, subtree(a, i)), i, verb, "rule:red-line", "stated");
    } else if ((w == "unacceptable" || w == "intolerable") && (a.dep[i] == Dep::acomp || a.dep[i] == Dep::oprd)) {
      const std::uint32_t up = a.head[i];
      add(is_verbal(a, up) ? t.clause(up) : TokenRange{a.left_edge[up], a.right_edge[up] + 1}, i, std::nullopt,
          "rule:unacceptable", "stated");
    } else if (is_verbal(a, i)) {
      const std::string_view modal = t.modal(i);
      const bool negated = is_negated(a, i) || has_any(a, i, {"never"});
      const bool in_statement = t.context().statement_at[i] != kNone;
      const std::string_view lemma = a.lemma[i];
      const bool tolerate =
          lemma == "accept" || lemma == "tolerate" || lemma == "allow" || lemma == "permit" || lemma == "agree";
      const auto subject = child_of(a, i, {Dep::nsubj, Dep::nsubjpass});
      const bool own = subject && (a.lower[*subject] == "we" || a.lower[*subject] == "i" || a.lower[*subject] == "one");
      if (modal == "must" && negated && !own) {
        add(t.clause(i), i, std::nullopt, "rule:must-not", "firm");
      } else if ((modal == "will" || modal == "would" || modal == "can" || modal == "ca" || modal == "wo") &&
                 tolerate && (negated || has_no_object(a, i)) && (in_statement || lemma != "agree")) {
        add(t.clause(i), i, i, "rule:will-not-accept", "firm");
      } else if (will_not(t, i)) {
        add(t.clause(i), i, i, "rule:will-not", "firm");
      } else if (will_if(t, i)) {
        add(t.clause(i), i, i, "rule:would-strike-if", "threat");
      } else if (is_cause_of_war(a, i)) {
        add(t.clause(i), i, std::nullopt, "rule:act-of-war", "firm");
      } else if (is_barred(a, i)) {
        add(t.clause(i), i, i, "rule:out-of-the-question", "firm");
      } else if ((modal == "will" || modal == "would") && !negated && in_statement && t.is(i, kReject) &&
                 child(a, i, Dep::dobj)) {
        add(t.clause(i), i, i, "rule:would-reject", "firm");
      } else if (lemma == "warn" && negated == false) {
        const auto inf = child_of(a, i, {Dep::xcomp, Dep::ccomp});
        const bool not_to = inf && has_to(a, *inf) && is_negated(a, *inf);
        const auto against = preposition(a, i, {"against"});
        if ((not_to || against) && !warns_people(t, i)) {
          add(t.predicate(i), i, i, "rule:warn-against", "warning");
        }
      } else if (lemma == "oppose") {
        const auto object = child(a, i, Dep::dobj);
        const auto det = object ? child(a, *object, Dep::det) : std::nullopt;
        if (det && a.lower[*det] == "any") {
          add(t.predicate(i), i, i, "rule:oppose-any", "firm");
        }
      }
    } else if (a.lemma[i] == "warning" && a.pos[i] == Pos::NOUN) {
      // "Biden's warnings not to strike nuclear sites", "a warning against an attack"
      const auto inf = child_of(a, i, {Dep::acl, Dep::xcomp, Dep::relcl});
      const bool not_to = inf && *inf > i && has_to(a, *inf) && is_negated(a, *inf);
      const std::vector<Actor> owners = owners_of(t.context(), i);
      if ((not_to || preposition(a, i, {"against"})) && !owners.empty()) {
        const TokenRange words = trim(a, not_to ? TokenRange{a.left_edge[i], a.right_edge[*inf] + 1} : subtree(a, i));
        const std::size_t before = t.context().out.instruments.size();
        add(words, i, std::nullopt, "rule:warning-not-to", "warning");
        if (t.context().out.instruments.size() > before && owners.front().party != kNone) {
          t.context().out.instruments.back().parties = {{"holder", {owners.front().party}}};
        }
      }
    } else if (a.lemma[i] == "opposition" && a.pos[i] == Pos::NOUN) {
      const auto to = preposition(a, i, {"to"});
      const auto noun = to ? child(a, *to, Dep::pobj) : std::nullopt;
      const auto det = noun ? child(a, *noun, Dep::det) : std::nullopt;
      if (det && a.lower[*det] == "any") {
        add(trim(a, subtree(a, i)), i, std::nullopt, "rule:opposition-to-any", "firm");
      }
    }
  }
}

}  // namespace detente::reading
