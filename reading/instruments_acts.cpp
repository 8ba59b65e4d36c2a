// Levers, commitments, red lines, violations and assessments: each is a clause of a known shape.
#include <algorithm>
#include <string>

#include "instruments_reader.hpp"

namespace detente::reading {

namespace {

using namespace knowledge;  // the names of the word classes

std::string rule(std::string_view lemma) { return "words/instruments.toml:" + std::string(lemma); }

bool is_verbal(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::VERB || a.pos[i] == Pos::AUX; }

// The first noun of a class among an object and what hangs on it: "military aid", "shipments of bombs".
std::optional<std::uint32_t> noun_of_class(const InstrumentTools& t, std::uint32_t top, std::uint32_t classes) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = a.left_edge[top]; i <= a.right_edge[top] && i < top + 12; ++i) {
    if ((a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN) && t.is(i, classes) && !t.in_entity_name(i)) {
      return i;
    }
  }
  return std::nullopt;
}

// A crime is a violation where somebody is said to have done it: "committed war crimes", "accused of genocide", "it is
// a genocide"; not in "the tribunal for war crimes".
bool is_charged(const InstrumentTools& t, std::uint32_t noun) {
  const Analysis& a = t.analysis();
  const auto verb = t.governing_verb(noun);
  if (!verb) {
    return false;
  }
  static constexpr std::string_view kCharges[] = {"commit", "accuse", "amount",     "constitute", "condemn",
                                                  "call",   "charge", "perpetrate", "be",         "denounce",
                                                  "deny",   "become", "suspect",    "describe",   "convict"};
  return std::find(std::begin(kCharges), std::end(kCharges), a.lemma[*verb]) != std::end(kCharges);
}

bool has_any(const Analysis& a, std::uint32_t token, std::initializer_list<std::string_view> words) {
  for (const std::uint32_t k : a.children(token)) {
    if (std::find(words.begin(), words.end(), a.lower[k]) != words.end()) {
      return true;
    }
  }
  return false;
}

}  // namespace

void find_levers(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a.pos[i] == Pos::VERB) {
      const std::uint32_t classes = t.verb_classes(i);
      const bool condition = has_any(a, i, {"conditional"}) || a.lemma[i] == "condition";
      if ((classes & (kWithhold | kGrant | kImpose)) == 0 && !condition) {
        continue;
      }
      std::optional<std::uint32_t> object = child(a, i, Dep::dobj);
      if (!object && is_passive(a, i)) {
        object = child(a, i, Dep::nsubjpass);
      }
      if (!object && condition) {
        object = child_of(a, i, {Dep::ccomp, Dep::xcomp});
      }
      if (!object && a.dep[i] == Dep::amod && (a.pos[a.head[i]] == Pos::NOUN)) {
        continue;
      }
      if (!object) {
        continue;
      }
      const auto good = noun_of_class(t, *object, kGood | kSway);
      if (!good) {
        continue;
      }
      TokenRange words = is_passive(a, i) ? t.clause(i) : t.predicate(i);
      if (t.overlaps_same_kind(InstrumentKind::lever, words)) {
        continue;
      }
      Instrument& lever = t.add(InstrumentKind::lever, words, i, rule(a.lemma[i]), 0.55F);
      t.add_subject(lever, "holder", i);
      lever.terms.push_back({"instrument", std::string(a.lemma[*good])});
      lever.terms.push_back({"direction", condition                  ? "conditioned"
                                          : (classes & kGrant) != 0  ? "granted"
                                          : (classes & kImpose) != 0 ? "imposed"
                                                                     : "withheld"});
      if (const auto to = preposition(a, i, {"to", "on", "from", "with", "against"})) {
        if (const auto noun = child(a, *to, Dep::pobj)) {
          t.add_party(lever, "target", *noun);
        }
      }
      if (const auto to = preposition(a, *object, {"to", "on", "from", "with", "against", "for"})) {
        if (const auto noun = child(a, *to, Dep::pobj)) {
          t.add_party(lever, "target", *noun);
        }
      }
      for (const std::uint32_t k : a.children(i)) {
        if (a.dep[k] == Dep::advcl && has_any(a, k, {"if", "unless", "until"})) {
          lever.terms.push_back({"condition", std::string(a.words(a.span(t.clause(k))))});
          break;
        }
      }
    } else if (a.pos[i] == Pos::NOUN && t.is(i, kSway)) {
      // "the pause in aid", "a freeze on intelligence", "the administration's cut of military aid"
      const auto prep = preposition(a, i, {"in", "of", "on", "to"});
      const auto noun = prep ? child(a, *prep, Dep::pobj) : std::nullopt;
      if (!noun || !noun_of_class(t, *noun, kGood)) {
        continue;
      }
      TokenRange words = trim(a, subtree(a, i));
      words.end = std::min(words.end, a.right_edge[*noun] + 1);
      if (!words.has(i) || t.overlaps_same_kind(InstrumentKind::lever, words)) {
        continue;
      }
      Instrument& lever = t.add(InstrumentKind::lever, words, i, rule(a.lemma[i]), 0.55F);
      for (const Actor& owner : owners_of(t.context(), i)) {
        if (owner.party != kNone) {
          lever.parties.push_back({"holder", {owner.party}});
          break;
        }
      }
      lever.terms.push_back({"instrument", std::string(a.lemma[*noun])});
      lever.terms.push_back({"direction", a.lemma[i] == "lifting" ? "granted" : "withheld"});
    }
  }
}

void find_commitments(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a.pos[i] == Pos::VERB && t.is(i, kUndertake) && !is_negated(a, i)) {
      if (a.dep[i] == Dep::amod || (t.modal(i) == "must" || t.modal(i) == "should")) {
        continue;
      }
      std::optional<std::uint32_t> what = child_of(a, i, {Dep::xcomp, Dep::ccomp});
      if (!what) {
        what = preposition(a, i, {"to"});
      }
      if (!what && a.lemma[i] != "agree" && a.lemma[i] != "assure") {
        what = child(a, i, Dep::dobj);
      }
      const bool to_do = what && (a.dep[*what] != Dep::ccomp || !t.modal(*what).empty() || has_to(a, *what));
      if (!what || *what < i || !to_do) {
        continue;
      }
      const TokenRange words = t.clause(i);
      if (t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        continue;
      }
      Instrument& c = t.add(InstrumentKind::commitment, words, i, rule(a.lemma[i]), 0.6F);
      t.add_subject(c, "holder", i);
    } else if ((a.pos[i] == Pos::NOUN) && t.is(i, kUndertaking)) {
      const bool support = a.lemma[i] == "support";
      const auto to = support ? preposition(a, i, {"for"}) : preposition(a, i, {"to", "of"});
      const auto inf = child(a, i, Dep::acl);
      if (!to && !(inf && has_to(a, *inf))) {
        continue;
      }
      if (support) {  // "affirmed their unwavering support for"
        const auto verb = t.governing_verb(i);
        const bool affirmed =
            verb && (a.lemma[*verb] == "affirm" || a.lemma[*verb] == "reaffirm" || a.lemma[*verb] == "reiterate" ||
                     a.lemma[*verb] == "pledge" || a.lemma[*verb] == "express" || a.lemma[*verb] == "voice");
        if (!affirmed) {
          continue;
        }
      }
      const TokenRange words = trim(a, subtree(a, i));
      if (words.begin >= words.end || t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        continue;
      }
      Instrument& c = t.add(InstrumentKind::commitment, words, i, rule(a.lemma[i]), 0.55F);
      for (const Actor& owner : owners_of(t.context(), i)) {
        if (owner.party != kNone) {
          c.parties.push_back({"holder", {owner.party}});
          break;
        }
      }
    } else if (a.pos[i] == Pos::ADJ &&
               (a.lower[i] == "ready" || a.lower[i] == "prepared" || a.lower[i] == "committed")) {
      const bool led = child_of(a, i, {Dep::xcomp}) || preposition(a, i, {"to"}).has_value();
      if (!led || !is_verbal(a, a.head[i]) || is_negated(a, a.head[i])) {
        continue;
      }
      const TokenRange words = t.clause(a.head[i]);
      if (!t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        Instrument& c = t.add(InstrumentKind::commitment, words, i, "rule:ready-to", 0.5F);
        t.add_subject(c, "holder", a.head[i]);
      }
    } else if (is_verbal(a, i)) {
      // "said it would resume cooperation", "I will never do it": the speaker binds himself.
      const std::string_view modal = t.modal(i);
      const bool binds =
          (modal == "will" || modal == "would" || modal == "shall" || modal == "'ll" || modal == "\xE2\x80\x99ll");
      if (!binds || a.lemma[i] == "be" || a.lemma[i] == "like" || a.lemma[i] == "want" || a.lemma[i] == "have" ||
          !t.subject_speaks(i)) {
        continue;
      }
      if (has_any(a, i, {"if", "whether"}) || has_any(a, a.head[i], {"whether", "if"}) || a.dep[i] == Dep::advcl ||
          a.dep[i] == Dep::relcl) {
        continue;
      }
      const TokenRange words = t.clause(i);
      if (!t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        Instrument& c = t.add(InstrumentKind::commitment, words, i, "rule:speaker+will", 0.5F);
        t.add_subject(c, "holder", i);
      }
    }
  }
}

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
      } else if ((modal == "will" || modal == "would" || modal == "can" || modal == "ca" || modal == "wo") && negated &&
                 tolerate && in_statement) {
        add(t.clause(i), i, i, "rule:will-not-accept", "firm");
      } else if ((modal == "will" || modal == "would") && !negated && in_statement && t.is(i, kReject) &&
                 child(a, i, Dep::dobj)) {
        add(t.clause(i), i, i, "rule:would-reject", "firm");
      } else if (lemma == "warn" && negated == false) {
        const auto inf = child_of(a, i, {Dep::xcomp, Dep::ccomp});
        const bool not_to = inf && has_to(a, *inf) && is_negated(a, *inf);
        const auto against = preposition(a, i, {"against"});
        if (not_to || against) {
          add(t.predicate(i), i, i, "rule:warn-against", "warning");
        }
      } else if (lemma == "oppose") {
        const auto object = child(a, i, Dep::dobj);
        const auto det = object ? child(a, *object, Dep::det) : std::nullopt;
        if (det && a.lower[*det] == "any") {
          add(t.predicate(i), i, i, "rule:oppose-any", "firm");
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

void find_violations(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    std::optional<TokenRange> words;
    std::optional<std::uint32_t> norm;
    std::optional<std::uint32_t> verb;
    if (a.pos[i] == Pos::NOUN && t.is(i, kBreaching)) {
      if (const auto of = preposition(a, i, {"of"})) {
        if (const auto noun = child(a, *of, Dep::pobj)) {
          norm = noun_of_class(t, *noun, kNorm);
        }
      }
      for (const std::uint32_t k : a.children(i)) {  // "ceasefire violations"
        if (!norm && a.dep[k] == Dep::compound && t.is(k, kNorm)) {
          norm = k;
        }
      }
      if (norm) {
        const auto up = t.governing_verb(i);
        words = up && a.dep[i] == Dep::attr ? t.clause(*up) : trim(a, subtree(a, i));
      }
    } else if (a.pos[i] == Pos::VERB && t.is(i, kBreach)) {
      std::optional<std::uint32_t> object = child(a, i, Dep::dobj);
      if (!object && is_passive(a, i)) {
        object = child(a, i, Dep::nsubjpass);
      }
      norm = object ? noun_of_class(t, *object, kNorm) : std::nullopt;
      if (norm && !is_negated(a, i) && a.lemma[*norm] != "border") {
        words = t.clause(i);
        verb = i;
      }
    } else if (a.pos[i] == Pos::ADJ && t.is(i, kUnlawful) && a.dep[i] == Dep::amod && t.is(a.head[i], kWrong)) {
      words = trim(a, {a.left_edge[a.head[i]], a.head[i] + 1});
      norm = i;
    } else if (a.lower[i] == "crimes" && i > 0 && a.lower[i - 1] == "war" && is_charged(t, i)) {
      words = TokenRange{i - 1, i + 1};
      norm = i;
    } else if (a.lemma[i] == "crime" && i + 2 < a.size() && a.lower[i + 1] == "against" &&
               a.lower[i + 2] == "humanity") {
      words = TokenRange{i, i + 3};
      norm = i;
    } else if (a.pos[i] == Pos::NOUN && t.is(i, kCrime) && is_charged(t, i)) {
      words = TokenRange{i, i + 1};
      norm = i;
    }
    if (!words || words->begin >= words->end || t.overlaps_same_kind(InstrumentKind::violation, *words)) {
      continue;
    }
    Instrument& v = t.add(InstrumentKind::violation, *words, i, rule(a.lemma[i]), 0.6F);
    if (verb) {
      t.add_subject(v, "violator", *verb);
    } else {
      for (const Actor& owner : owners_of(t.context(), i)) {
        if (owner.party != kNone) {
          v.parties.push_back({"violator", {owner.party}});
          break;
        }
      }
    }
    if (norm) {
      v.terms.push_back({"norm", std::string(a.words(a.span(noun_phrase(a, *norm))))});
    }
  }
}

void find_assessments(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (t.context().statement_at[i] == kNone) {
      continue;
    }
    TokenRange words{};
    const char* why = nullptr;
    if (is_verbal(a, i)) {
      const std::string_view modal = t.modal(i);
      const bool foresees = modal == "will" || modal == "would" || modal == "could" || modal == "may" ||
                            modal == "might" || modal == "'ll" || modal == "\xE2\x80\x99ll" || modal == "wo";
      const auto subject = child_of(a, i, {Dep::nsubj, Dep::nsubjpass, Dep::expl});
      if (!foresees || !subject || a.dep[i] == Dep::relcl || a.dep[i] == Dep::advcl || t.subject_speaks(i) ||
          t.subject_is_of_speaker(i)) {
        continue;
      }
      words = t.clause(i);
      why = "rule:others-will";
    } else if ((a.pos[i] == Pos::ADJ || a.pos[i] == Pos::NOUN) && t.is(i, kProspect)) {
      const auto verb =
          a.dep[i] == Dep::acomp || a.dep[i] == Dep::attr || a.dep[i] == Dep::nsubj || a.dep[i] == Dep::oprd
              ? std::optional<std::uint32_t>(a.head[i])
              : t.governing_verb(i);
      if (!verb || !is_verbal(a, *verb) ||
          (a.lemma[*verb] != "be" && a.lemma[*verb] != "remain" && a.lemma[*verb] != "seem" &&
           a.lemma[*verb] != "see" && a.lemma[*verb] != "have")) {
        continue;
      }
      words = t.clause(*verb);
      why = "rule:prospect";
    } else {
      continue;
    }
    if (t.overlaps_same_kind(InstrumentKind::assessment, words) ||
        t.overlaps_same_kind(InstrumentKind::commitment, words) ||
        t.overlaps_same_kind(InstrumentKind::red_line, words)) {
      continue;
    }
    Instrument& x = t.add(InstrumentKind::assessment, words, i, why, 0.45F);
    if (t.speaker(i) != kNone) {
      x.parties.push_back({"holder", {t.speaker(i)}});
    }
    if (is_verbal(a, i)) {
      if (const auto s = child_of(a, i, {Dep::nsubj})) {
        t.add_party(x, "subject", *s);
      }
    }
  }
}

}  // namespace detente::reading
