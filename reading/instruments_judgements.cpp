// Violations and assessments: what breaks a norm, and what somebody judges another to intend or the prospects to be.
#include <algorithm>
#include <string>

#include "instruments_clauses.hpp"

namespace detente::reading {

namespace {

using namespace knowledge;  // the names of the word classes

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

// A norm may be part of a name: "the Halden Accord".
std::optional<std::uint32_t> norm_among(const InstrumentTools& t, std::uint32_t top) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = a.left_edge[top]; i <= a.right_edge[top] && i < top + 12; ++i) {
    if ((a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN) && (t.is(i, kNorm) || t.is_lower(i, kNorm))) {
      return i;
    }
  }
  return std::nullopt;
}

// The clause that a statement of belief, fear or doubt holds, or one of somebody who studies the matter: "officials
// believe that Karsia wants a long war", "analysts say that Norland has no interest in it", "I think there is reason".
bool is_judgement(const InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const Statement* said = t.statement_at(i);
  if (!is_verbal(a, i) || said == nullptr || a.tag[i] == Tag::VBG) {
    return false;
  }
  const auto subject = child_of(a, i, {Dep::nsubj, Dep::nsubjpass, Dep::expl, Dep::csubj});
  const bool presently = a.tag[i] == Tag::VBZ || a.tag[i] == Tag::VBP || !t.modal(i).empty();
  if (!subject || a.dep[i] == Dep::relcl || a.dep[i] == Dep::advcl || a.tag[*subject] == Tag::WP ||
      a.tag[*subject] == Tag::WDT) {
    return false;
  }
  if (a.dep[i] == Dep::ccomp && a.head[i] < i) {  // "I think what happens tomorrow will be key"
    const std::uint32_t up = a.head[i];
    const auto who = child(a, up, Dep::nsubj);
    const bool me = who && (a.lower[*who] == "i" || a.lower[*who] == "we");
    const bool thinks = a.lemma[up] == "think" || a.lemma[up] == "believe" || a.lemma[up] == "expect" ||
                        a.lemma[up] == "doubt" || a.lemma[up] == "fear";
    if (presently && me && thinks && t.statement_at(up) == said && a.lower[*subject] != "i" &&
        a.lower[*subject] != "we") {
      return true;
    }
  }
  // The main verb of the content: what governs it stands outside.
  const bool main = a.head[i] == i || t.statement_at(a.head[i]) != said;
  if (!main || t.subject_speaks(i) || said->mode == Mode::direct) {
    return false;
  }
  switch (t.stance(i)) {
    case Stance::belief: {
      const std::string_view cue = t.cue(i);
      return cue != "feel" && cue != "realize" && cue != "realise" && cue != "recognize" && cue != "recognise" &&
             cue != "agree" && cue != "regret" && cue != "decide";
    }
    case Stance::fear:
      return t.cue(i) != "complain" && t.cue(i) != "protest" && t.cue(i) != "object" && t.cue(i) != "grumble";
    default:
      break;
  }
  return presently && t.source_is_analyst(i) && !t.source_is_document(i);
}

// "feared a second invasion", "expected a landing": an act that is foreseen by its name.
bool is_foreseen(const InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const Statement* said = t.statement_at(i);
  if (a.pos[i] != Pos::NOUN || said == nullptr || said->mode == Mode::direct || t.statement_at(a.head[i]) == said) {
    return false;
  }
  const std::string_view cue = t.cue(i);
  const bool foresees = cue == "fear" || cue == "expect" || cue == "anticipate" || cue == "foresee" ||
                        cue == "predict" || cue == "forecast" || cue == "dread";
  return foresees && (t.event_at(i) != nullptr || t.is(i, kWrong) || t.is(i, kTruce) || a.lemma[i] == "war");
}

// Words that judge the future by themselves, in the main clause and in the outlet's own voice: "it is unlikely that".
bool foretells(const Analysis& a, std::uint32_t i) {
  const std::string_view w = a.lemma[i];
  return (w == "likely" || w == "unlikely" || w == "imminent" || w == "inevitable" || w == "doubtful" ||
          w == "inconceivable") &&
         a.head[a.head[i]] == a.head[i];
}

// Judgements of the weather, a product or a disease are none of a crisis: the clause names somebody who acts in one, or
// something that it is about, or it is told by somebody who does.
bool is_political(const InstrumentTools& t, TokenRange clause, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const Context& c = t.context();
  static constexpr std::string_view kMatters[] = {
      "war",        "conflict", "crisis",  "fighting", "violence", "peace",  "talk",     "negotiation",
      "settlement", "solution", "front",   "election", "army",     "troop",  "border",   "region",
      "regime",     "junta",    "militia", "missile",  "coup",     "strike", "invasion", "victory",
      "defeat",     "enemy",    "ally",    "militant", "weapon",   "hostage"};
  for (std::uint32_t k = clause.begin; k < clause.end; ++k) {
    if (t.is(k, kTruce | kNorm | kWrong | kGood) ||
        std::find(std::begin(kMatters), std::end(kMatters), a.lemma[k]) != std::end(kMatters)) {
      return true;
    }
    const std::int32_t at = c.mention_at[k];
    if (at < 0) {
      continue;
    }
    const Party& p = c.out.parties[static_cast<std::size_t>(c.mentions[static_cast<std::size_t>(at)].party)];
    if (p.kind == PartyKind::state || p.kind == PartyKind::government || p.kind == PartyKind::armed_group ||
        (p.kind == PartyKind::person && (p.sector == "GOV" || p.sector == "MIL"))) {
      return true;
    }
  }
  const Index by = t.speaker(i);
  if (by == kNone) {
    return t.source_is_analyst(i) || t.source_names(i, {"official", "diplomat", "commander", "staff", "minister"});
  }
  const Party& speaker = c.out.parties[static_cast<std::size_t>(by)];
  return speaker.sector == "GOV" || speaker.sector == "MIL" || speaker.sector == "REB" || speaker.sector == "SPY" ||
         speaker.kind == PartyKind::state || speaker.kind == PartyKind::government ||
         speaker.kind == PartyKind::armed_group;
}

// A fixed day makes a plan of it: "ministers will meet on Thursday".
bool is_scheduled(const InstrumentTools& t, std::uint32_t verb) {
  const Analysis& a = t.analysis();
  const auto is_date = [&](std::uint32_t k) {
    return a.entity_of[k] >= 0 && a.entities[static_cast<std::size_t>(a.entity_of[k])].type == EntityType::DATE;
  };
  for (const std::uint32_t k : a.children(verb)) {
    if (a.dep[k] == Dep::npadvmod && is_date(k)) {
      return true;
    }
    if (a.dep[k] == Dep::prep &&
        (a.lower[k] == "on" || a.lower[k] == "in" || a.lower[k] == "at" || a.lower[k] == "by")) {
      const auto noun = child(a, k, Dep::pobj);
      if (noun && is_date(*noun)) {
        return true;
      }
    }
  }
  return false;
}

// What one says that others will or may do, or that may come about.
bool is_forecast(const InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  if (!is_verbal(a, i) || t.statement_at(i) == nullptr) {
    return false;
  }
  const std::string_view modal = t.modal(i);
  const bool may = modal == "could" || modal == "may" || modal == "might";
  const auto subject = child_of(a, i, {Dep::nsubj, Dep::nsubjpass, Dep::expl});
  if ((!may && !is_future(modal) && modal != "would") || !subject || a.dep[i] == Dep::relcl || a.dep[i] == Dep::advcl ||
      t.subject_speaks(i) || t.subject_is_of_speaker(i) || is_scheduled(t, i)) {
    return false;
  }
  const TokenRange clause = t.clause(i);
  const bool asked = a.tag[clause.begin] == Tag::WP || a.tag[clause.begin] == Tag::WDT ||
                     a.tag[clause.begin] == Tag::WRB || a.lower[clause.begin] == "whether" ||
                     has_any(a, i, {"whether", "?"});
  if (asked || a.tag[*subject] == Tag::WP || a.tag[*subject] == Tag::WDT) {
    return false;
  }
  switch (t.stance(i)) {
    case Stance::intent:
    case Stance::demand:
    case Stance::hope:
      return false;
    default:
      break;
  }
  const std::string_view cue = t.cue(i);
  if (cue == "announce" || cue == "agree" || cue == "promise" || cue == "assure" || cue == "order" || cue == "decide" ||
      t.source_is_document(i)) {
    return false;
  }
  // How a plan is to run is no judgement: "the aid would come through the port".
  static constexpr std::string_view kRuns[] = {"begin", "start",   "arrive",  "come",    "last",   "take", "continue",
                                               "serve", "include", "consist", "involve", "remain", "have"};
  if (!may && !t.source_is_analyst(i) && t.stance(i) == Stance::neutral &&
      std::find(std::begin(kRuns), std::end(kRuns), a.lemma[i]) != std::end(kRuns)) {
    return false;
  }
  // Of one's own side one tells plans, not judgements; the past of "can" is no forecast.
  if (t.subject_is_of_same_side(i) && !may) {
    return false;
  }
  // What will be done by nobody named, and who will meet whom, are plans.
  const Event* event = t.event_at(i);
  const bool planned =
      !may && ((is_passive(a, i) && !agent_of(a, i)) || (event != nullptr && event->type == EventType::CONSULT));
  return !planned;
}

}  // namespace

void find_violations(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    std::optional<TokenRange> words;
    std::optional<std::uint32_t> norm;
    std::optional<std::uint32_t> verb;
    if (a.pos[i] == Pos::NOUN && t.is(i, kBreaching)) {
      if (const auto of = preposition(a, i, {"of"})) {
        if (const auto noun = child(a, *of, Dep::pobj)) {
          norm = norm_among(t, *noun);
        }
      } else if (child(a, i, Dep::nummod) && preposition(a, i, {"by"})) {
        norm = i;  // "26 violations by the army"
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
      norm = object ? norm_among(t, *object) : std::nullopt;
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
    Instrument& v = t.add(InstrumentKind::violation, *words, i, lexicon_rule(a.lemma[i]), 0.6F);
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
    TokenRange words{};
    const char* why = nullptr;
    if (is_judgement(t, i)) {
      words = t.clause(i);
      why = "rule:judged";
    } else if (is_foreseen(t, i)) {
      words = trim(a, subtree(a, i));
      why = "rule:foreseen";
    } else if (is_forecast(t, i)) {
      words = t.clause(i);
      why = "rule:others-will";
    } else if ((a.pos[i] == Pos::ADJ || a.pos[i] == Pos::NOUN) && t.is(i, kProspect) &&
               (t.statement_at(i) != nullptr || foretells(a, i))) {
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
    if (!is_political(t, words, i)) {
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
