// Levers: what one party grants, takes away or makes conditional, to move another.
#include <algorithm>
#include <string>

#include "instruments_clauses.hpp"

namespace detente::reading {

namespace {

using namespace knowledge;  // the names of the word classes

// The holder, the target and the condition of a lever, from its verb.
void fill(const InstrumentTools& t, Instrument& lever, std::uint32_t verb, std::optional<std::uint32_t> object) {
  const Analysis& a = t.analysis();
  t.add_subject(lever, "holder", verb);
  for (const std::optional<std::uint32_t> top : {std::optional<std::uint32_t>(verb), object}) {
    if (!top) {
      continue;
    }
    const auto to = preposition(a, *top, {"to", "on", "from", "with", "against", "for"});
    const auto noun = to ? child(a, *to, Dep::pobj) : std::nullopt;
    if (noun) {
      t.add_party(lever, "target", *noun);
    }
  }
  for (const std::uint32_t k : a.children(verb)) {
    if (a.dep[k] == Dep::advcl && has_any(a, k, {"if", "unless", "until", "once"})) {
      lever.terms.push_back({"condition", std::string(a.words(a.span(t.clause(k))))});
      break;
    }
  }
}

// "made its loan conditional on free elections", "aid is contingent on reforms": what is conditional.
void read_condition(InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const auto on = preposition(a, i, {"on", "upon"});
  const bool led = on || (i + 1 < a.size() && (a.lower[i + 1] == "on" || a.lower[i + 1] == "upon"));
  const auto verb = t.governing_verb(i);
  if (!led || !verb || !is_verbal(a, *verb)) {
    return;
  }
  const TokenRange words = a.lemma[*verb] == "be" ? t.clause(*verb) : t.predicate(*verb);
  if (t.overlaps_same_kind(InstrumentKind::lever, words)) {
    return;
  }
  Instrument& lever = t.add(InstrumentKind::lever, words, i, "rule:conditional-on", 0.7F);
  fill(t, lever, *verb, std::nullopt);
  lever.terms.push_back({"direction", "conditioned"});
}

// "promised its abstention in return for fishing rights"
void read_exchange(InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const bool exchange = (a.lower[i] == "return" || a.lower[i] == "exchange") && i > 0 && a.lower[i - 1] == "in" &&
                        i + 1 < a.size() && a.lower[i + 1] == "for";
  const auto verb = exchange ? t.governing_verb(i) : std::nullopt;
  if (!verb || a.pos[*verb] != Pos::VERB || *verb > i || a.lemma[*verb] == "include" || a.lemma[*verb] == "involve") {
    return;
  }
  const TokenRange words = is_passive(a, *verb) ? t.clause(*verb) : t.predicate(*verb);
  if (!words.has(i) || t.overlaps_same_kind(InstrumentKind::lever, words)) {
    return;
  }
  Instrument& lever = t.add(InstrumentKind::lever, words, *verb, "rule:in-return-for", 0.6F);
  fill(t, lever, *verb, child(a, *verb, Dep::dobj));
  lever.terms.push_back({"direction", "conditioned"});
}

// What the lever is made of: behind a number or a vessel what is in it ("30 of 350 licences", "a batch of heavy
// bombs").
std::uint32_t substance(const Analysis& a, std::uint32_t noun) {
  static constexpr std::string_view kVessels[] = {"batch",   "shipment", "delivery", "package", "consignment",
                                                  "tranche", "load",     "transfer", "number",  "amount"};
  const bool vessel = a.pos[noun] == Pos::NUM ||
                      std::find(std::begin(kVessels), std::end(kVessels), a.lemma[noun]) != std::end(kVessels);
  const auto of = vessel ? preposition(a, noun, {"of"}) : std::nullopt;
  return of ? child(a, *of, Dep::pobj).value_or(noun) : noun;
}

// "imposed no conditions": what is not done moves nobody.
bool is_naught(const Analysis& a, std::uint32_t object) {
  for (const std::uint32_t k : a.children(object)) {
    if (k < object && a.lower[k] == "no") {
      return true;
    }
  }
  return false;
}

// "sanctioned two banks", "suspended Egypt": a party is punished by a verb that says so, or by any if a body is its
// object.
bool is_hit(const InstrumentTools& t, const Actor& target, std::optional<std::uint32_t> object, bool punishing) {
  if (target.party == kNone || punishing) {
    return target.party != kNone;
  }
  const Analysis& a = t.analysis();
  const PartyKind kind = t.context().out.parties[static_cast<std::size_t>(target.party)].kind;
  const bool body = kind == PartyKind::state || kind == PartyKind::government || kind == PartyKind::organisation;
  return body && object && target.span.begin <= a.begin[*object] && a.end[*object] <= target.span.end;
}

// A sanction in PLOVER's sense is always meant to move somebody: "recalled its ambassador", "cut off electricity".
// A threat of one is a lever too.
void read_sanction(InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const Event* event = t.event_at(i);
  std::uint32_t verb = i;
  const bool threat = a.lemma[i] == "threaten";
  const auto inf = threat ? child_of(a, i, {Dep::xcomp, Dep::ccomp}) : std::nullopt;
  if (inf) {
    event = t.event_at(*inf);
    verb = *inf;
  }
  const bool closes = inf && (a.lemma[*inf] == "close" || a.lemma[*inf] == "block" || a.lemma[*inf] == "shut");
  // To stop an act of one's own is no sanction: "stop the flights".
  const bool ends = a.lemma[verb] == "stop" || a.lemma[verb] == "end" || a.lemma[verb] == "abandon";
  const bool sanction =
      !ends && event != nullptr && event->type == EventType::SANCTION && event->status != Status::negated;
  if ((!sanction && !closes) || a.dep[i] == Dep::amod || is_negated(a, i)) {
    return;
  }
  // "suspended its basketball season" moves nobody: what is taken away is a good, or those whom it hits are punished.
  const auto thing = child_of(a, verb, {Dep::dobj, Dep::nsubjpass});
  const auto good = thing ? noun_of_class(t, *thing, kGood | kSway) : std::nullopt;
  static constexpr std::string_view kPunishing[] = {"sanction", "blacklist", "embargo", "boycott",
                                                    "penalize", "penalise",  "expel"};
  const bool punishing = std::find(std::begin(kPunishing), std::end(kPunishing), a.lemma[verb]) != std::end(kPunishing);
  const bool punishes =
      event != nullptr && event->targets.size() == 1 && is_hit(t, event->targets.front(), thing, punishing);
  if (!threat && !good && !punishes) {
    return;
  }
  if (thing && is_naught(a, *thing)) {
    return;
  }
  const TokenRange words = is_passive(a, i) ? t.clause(i) : t.predicate(i);
  if (t.overlaps_same_kind(InstrumentKind::lever, words)) {
    return;
  }
  Instrument& lever =
      t.add(InstrumentKind::lever, words, i, threat ? "rule:threat-of-sanction" : "rule:sanction", 0.6F);
  fill(t, lever, i, thing);
  if (good) {
    lever.terms.push_back({"instrument", std::string(a.lemma[substance(a, *good)])});
  } else if (punishes && thing) {
    t.add_party(lever, "target", *thing);
    const std::string_view by = a.lemma[verb];
    lever.terms.push_back({"instrument", by == "expel" ? "expulsion" : by == "suspend" ? "suspension" : "sanction"});
  }
  const bool done = !threat && event->status == Status::actual;
  lever.terms.push_back({"direction", done ? "withheld" : "threatened"});
}

// "Tellaria's embargo against Karsia", "considering a ban on fish": a measure of somebody, against something.
bool is_measure_against(const InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  if ((a.lemma[i] != "embargo" && a.lemma[i] != "ban" && a.lemma[i] != "blockade" && a.lemma[i] != "moratorium") ||
      !preposition(a, i, {"on", "against"})) {
    return false;
  }
  const auto verb = t.governing_verb(i);
  const bool weighed = verb && a.dep[i] == Dep::dobj && (t.verb_classes(*verb) & (kFloat | kImpose)) != 0;
  return weighed || !owners_of(t.context(), i).empty();
}

}  // namespace

void find_levers(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a.pos[i] == Pos::VERB) {
      const std::uint32_t classes = t.verb_classes(i);
      const bool condition = a.lemma[i] == "condition";
      read_sanction(t, i);
      if ((classes & (kWithhold | kGrant | kImpose)) == 0 && !condition) {
        continue;
      }
      std::optional<std::uint32_t> object = child(a, i, Dep::dobj);
      if (!object && is_passive(a, i)) {
        object = child(a, i, Dep::nsubjpass);
      }
      if (!object && a.dep[i] == Dep::amod && (a.pos[a.head[i]] == Pos::NOUN)) {
        continue;
      }
      if (!object) {
        continue;
      }
      auto good = noun_of_class(t, *object, kGood | kSway);
      if (!good && a.lemma[i] == "attach" && a.lemma[*object] == "condition") {
        good = object;
      }
      if (!good || is_naught(a, *object)) {
        continue;
      }
      TokenRange words = is_passive(a, i) ? t.clause(i) : t.predicate(i);
      if (t.overlaps_same_kind(InstrumentKind::lever, words)) {
        continue;
      }
      Instrument& lever = t.add(InstrumentKind::lever, words, i, lexicon_rule(a.lemma[i]), 0.55F);
      fill(t, lever, i, object);
      lever.terms.push_back({"instrument", std::string(a.lemma[substance(a, *good)])});
      lever.terms.push_back({"direction", condition                  ? "conditioned"
                                          : (classes & kGrant) != 0  ? "granted"
                                          : (classes & kImpose) != 0 ? "imposed"
                                                                     : "withheld"});
    } else if (a.lower[i] == "conditional" || a.lower[i] == "contingent") {
      read_condition(t, i);
    } else if (a.lower[i] == "return" || a.lower[i] == "exchange") {
      read_exchange(t, i);
    } else if (a.pos[i] == Pos::NOUN && t.is(i, kSway)) {
      // "the pause in aid", "a freeze on intelligence", "the administration's cut of military aid"
      const auto prep = preposition(a, i, {"in", "of", "on", "to", "against"});
      const auto noun = prep ? child(a, *prep, Dep::pobj) : std::nullopt;
      if (!noun || (!noun_of_class(t, *noun, kGood) && !is_measure_against(t, i))) {
        continue;
      }
      TokenRange words = trim(a, subtree(a, i));
      words.end = std::min(words.end, a.right_edge[*noun] + 1);
      if (!words.has(i) || t.overlaps_same_kind(InstrumentKind::lever, words)) {
        continue;
      }
      Instrument& lever = t.add(InstrumentKind::lever, words, i, lexicon_rule(a.lemma[i]), 0.55F);
      for (const Actor& owner : owners_of(t.context(), i)) {
        if (owner.party != kNone) {
          lever.parties.push_back({"holder", {owner.party}});
          break;
        }
      }
      lever.terms.push_back({"instrument", std::string(a.lemma[substance(a, *noun)])});
      lever.terms.push_back({"direction", a.lemma[i] == "lifting" ? "granted" : "withheld"});
    }
  }
}

}  // namespace detente::reading
