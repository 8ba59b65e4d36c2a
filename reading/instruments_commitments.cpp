// Commitments: what somebody undertakes to do or to leave.
#include <algorithm>
#include <string>

#include "instruments_clauses.hpp"

namespace detente::reading {

namespace {

using namespace knowledge;  // the names of the word classes

bool is_exchanged(const Analysis& a, std::uint32_t verb) {
  for (std::uint32_t k = verb; k + 2 <= a.right_edge[verb] && k < verb + 30; ++k) {
    if (a.lower[k] == "in" && (a.lower[k + 1] == "return" || a.lower[k + 1] == "exchange") && a.lower[k + 2] == "for") {
      return true;
    }
  }
  return false;
}

// "vowed to retaliate", "promised to crush the militia": a threat in the form of a promise.
bool is_threat(const InstrumentTools& t, std::uint32_t what) {
  const Analysis& a = t.analysis();
  static constexpr std::string_view kThreats[] = {"retaliate", "avenge",  "punish", "fight", "crush",
                                                  "defeat",    "destroy", "strike", "attack"};
  const bool named = std::find(std::begin(kThreats), std::end(kThreats), a.lemma[what]) != std::end(kThreats);
  const auto object = child_of(a, what, {Dep::dobj, Dep::xcomp});
  const bool goes_on =
      a.lemma[what] == "continue" && object &&
      (a.lemma[*object] == "fight" || a.lemma[*object] == "war" || a.lemma[*object] == "attack" ||
       a.lemma[*object] == "operation" || a.lemma[*object] == "campaign" || is_hostile(t.event_at(*object)));
  const Event* event = t.event_at(what);
  const bool force = event != nullptr && (event->type == EventType::ASSAULT || event->type == EventType::COERCE);
  return (named || goes_on || force) && !is_negated(a, what) && !has_any(a, what, {"never"});
}

// "committed abuses", "pledged allegiance", and the mere purpose of an act: "in order to guarantee security".
bool is_no_undertaking(const Analysis& a, std::uint32_t verb, std::uint32_t what) {
  static constexpr std::string_view kOthers[] = {"abuse",   "crime", "violation",  "atrocity", "murder", "suicide",
                                                 "offence", "act",   "offense",    "attack",   "fraud",  "mistake",
                                                 "error",   "sin",   "allegiance", "loyalty",  "perjury"};
  if (a.dep[what] == Dep::dobj &&
      std::find(std::begin(kOthers), std::end(kOthers), a.lemma[what]) != std::end(kOthers)) {
    return true;
  }
  return has_to(a, verb) && (a.dep[verb] == Dep::advcl || a.dep[verb] == Dep::acl) && a.dep[what] == Dep::dobj;
}

// Somebody judges, fears or hopes, or reports what others will do: no undertaking.
bool is_judged(const InstrumentTools& t, std::uint32_t i) {
  switch (t.stance(i)) {
    case Stance::belief:
    case Stance::fear:
    case Stance::hope:
    case Stance::blame:
    case Stance::demand:
    case Stance::denial:
      return true;
    default:
      return t.source_is_analyst(i);
  }
}

// "said nothing about whether he had indicated that he would"
bool is_open_question(const Analysis& a, std::uint32_t verb) {
  std::uint32_t t = verb;
  for (int step = 0; step < 8; ++step) {
    if (has_any(a, t, {"whether"})) {
      return true;
    }
    if (a.head[t] == t) {
      break;
    }
    t = a.head[t];
  }
  return false;
}

// "Israel does not seek to administer the strip": what a state says of its own intent, or the outlet in its name.
void read_renounced(InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const auto what = child(a, i, Dep::xcomp);
  const auto subject = child(a, i, Dep::nsubj);
  if (!what || !subject || !has_to(a, *what) || !is_negated(a, i) || a.dep[i] == Dep::relcl || is_open_question(a, i)) {
    return;
  }
  const auto actor = actor_at(t.context(), *subject);
  if (!actor || actor->party == kNone) {
    return;
  }
  const PartyKind kind = t.context().out.parties[static_cast<std::size_t>(actor->party)].kind;
  const bool power = kind == PartyKind::state || kind == PartyKind::government || kind == PartyKind::armed_group;
  const bool own = t.statement_at(i) == nullptr || t.subject_speaks(i) || t.subject_is_of_same_side(i);
  const TokenRange words{std::min(a.left_edge[*subject], i), t.predicate(i).end};
  if (!power || !own || is_judged(t, i) || t.overlaps_same_kind(InstrumentKind::commitment, words)) {
    return;
  }
  Instrument& c = t.add(InstrumentKind::commitment, words, i, "rule:does-not-seek", 0.5F);
  t.add_subject(c, "holder", i);
}

// What "we will", "the ministry said it would" or a list of agreed points holds: an undertaking where the act is one of
// good will, or a hostile one that is to be left.
void read_will(InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const std::string_view modal = t.modal(i);
  const Statement* said = t.statement_at(i);
  if (said == nullptr || (!is_future(modal) && modal != "would") || is_judged(t, i) || a.lemma[i] == "be") {
    return;
  }
  if ((modal == "would" && said->mode == Mode::direct) || a.dep[i] == Dep::advcl || a.dep[i] == Dep::relcl ||
      has_any(a, i, {"if", "whether"}) || t.has_condition(i, {"if", "unless", "until", "after", "before", "once"}) ||
      t.cue(i) == "ask" || t.cue(i) == "propose") {
    return;
  }
  if (is_open_question(a, i)) {
    return;
  }
  if (has_any(a, i, {"have"}) && a.tag[i] == Tag::VBN) {
    return;  // "would have accepted the deal"
  }
  const bool negated = is_negated(a, i) || has_any(a, i, {"never"});
  const Event* event = t.event_at(i);
  const auto subject = child_of(a, i, {Dep::nsubj, Dep::nsubjpass});
  const bool none = subject && (has_any(a, *subject, {"no", "neither"}) || a.lower[*subject] == "nobody");
  const bool left = (negated || none) && !is_friendly(event) && t.stance(i) != Stance::claim;
  const bool kept = !negated && !none && (is_friendly(event) || (t.is(i, kGrant) && !is_hostile(event)));
  const std::string_view cue = t.cue(i);
  const bool undertaken = cue == "agree" || cue == "promise" || cue == "pledge" || cue == "guarantee" ||
                          cue == "assure" || cue == "reassure" || cue == "vow" || t.source_is_document(i);
  const bool own = t.subject_speaks(i) || t.subject_is_of_speaker(i) || t.subject_is_of_same_side(i);
  const bool passive = is_passive(a, i) && !agent_of(a, i);
  // A negated act of one's own is left, unless it only says what one will not grant (a red line).
  const bool fits = undertaken ? kept || left || !is_hostile(event)
                    : own      ? kept || (left && (is_hostile(event) || none || !t.subject_speaks(i)))
                               : kept && passive;
  // A pause serves and a paper provides; to undertake takes somebody who can act.
  const bool acts =
      is_passive(a, i) || none ||
      (subject && (a.tag[*subject] == Tag::PRP || a.pos[*subject] == Pos::PROPN ||
                   actor_at(t.context(), *subject).has_value() || preposition(a, *subject, {"of"}).has_value()));
  if (!fits || !acts) {
    return;
  }
  const TokenRange words = t.clause(i);
  if (t.overlaps_same_kind(InstrumentKind::commitment, words) ||
      t.overlaps_same_kind(InstrumentKind::red_line, words) || t.overlaps_same_kind(InstrumentKind::lever, words)) {
    return;
  }
  Instrument& c = t.add(InstrumentKind::commitment, words, i,
                        undertaken ? "rule:agreed-to-do"
                        : own      ? "rule:speaker+will"
                                   : "rule:will-be-done",
                        0.5F);
  t.add_subject(c, "holder", i);
}

// "We have no intention of attacking anyone"
void read_no_intention(InstrumentTools& t, std::uint32_t i) {
  const Analysis& a = t.analysis();
  const std::uint32_t verb = a.head[i];
  if (a.dep[i] != Dep::dobj || a.lemma[verb] != "have" || t.statement_at(i) == nullptr ||
      t.has_condition(verb, {"until", "before", "unless"})) {
    return;
  }
  for (std::uint32_t k = i + 1; k <= a.right_edge[i] && k < i + 8; ++k) {
    if (a.pos[k] == Pos::VERB) {
      const TokenRange words = t.clause(verb);
      if (!t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        Instrument& c = t.add(InstrumentKind::commitment, words, verb, "rule:no-intention", 0.5F);
        t.add_subject(c, "holder", verb);
      }
      return;
    }
  }
}

}  // namespace

void find_commitments(InstrumentTools& t) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    if (a.pos[i] == Pos::VERB && t.is(i, kUndertake) && !is_negated(a, i)) {
      if (a.dep[i] == Dep::amod || (t.modal(i) == "must" || t.modal(i) == "should")) {
        continue;
      }
      std::optional<std::uint32_t> what = child_of(a, i, {Dep::xcomp, Dep::ccomp});
      if (!what) {
        what = preposition(a, i, {"to", "on"});
        const auto noun = what ? child(a, *what, Dep::pobj) : std::nullopt;
        if (what && a.lemma[i] == "agree" && !(noun && noun_of_class(t, *noun, kTruce))) {
          continue;  // "agreed to the line", "agreed on a text"
        }
      }
      if (!what && a.lemma[i] != "agree" && a.lemma[i] != "assure") {
        what = child(a, i, Dep::dobj);
        if (what && (a.lemma[*what] == "revenge" || a.lemma[*what] == "retaliation" || a.lemma[*what] == "vengeance" ||
                     a.lemma[*what] == "response" || a.lemma[*what] == "reprisal")) {
          continue;
        }
      }
      if (what && (is_threat(t, *what) || is_no_undertaking(a, i, *what))) {
        continue;
      }
      if (what && is_exchanged(a, i)) {
        continue;  // a lever: "promised its abstention in return for fishing rights"
      }
      const bool to_do = what && (a.dep[*what] != Dep::ccomp || !t.modal(*what).empty() || has_to(a, *what));
      if (!what || *what < i || !to_do) {
        continue;
      }
      // "without committing to a presence"
      if (a.tag[i] == Tag::VBG && a.dep[i] == Dep::pcomp &&
          (a.lower[a.head[i]] == "without" || a.lower[a.head[i]] == "from")) {
        continue;
      }
      const TokenRange words = t.clause(i);
      if (t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        continue;
      }
      Instrument& c = t.add(InstrumentKind::commitment, words, i, lexicon_rule(a.lemma[i]), 0.6F);
      t.add_subject(c, "holder", i);
    } else if ((a.pos[i] == Pos::NOUN) && t.is(i, kUndertaking)) {
      const bool support = a.lemma[i] == "support";
      const auto to = support ? preposition(a, i, {"for"}) : preposition(a, i, {"to", "of"});
      const auto inf = child_of(a, i, {Dep::acl, Dep::ccomp, Dep::relcl});
      // "assurances that its airfields would not be used"
      const bool that = inf && !t.modal(*inf).empty() && a.lower[a.left_edge[*inf]] == "that";
      if (!to && !that && !(inf && has_to(a, *inf))) {
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
      Instrument& c = t.add(InstrumentKind::commitment, words, i, lexicon_rule(a.lemma[i]), 0.55F);
      for (const Actor& owner : owners_of(t.context(), i)) {
        if (owner.party != kNone) {
          c.parties.push_back({"holder", {owner.party}});
          break;
        }
      }
    } else if (a.pos[i] == Pos::ADJ &&
               (a.lower[i] == "ready" || a.lower[i] == "prepared" || a.lower[i] == "committed")) {
      const bool led = child_of(a, i, {Dep::xcomp}) || preposition(a, i, {"to"}).has_value();
      const auto whose = is_verbal(a, a.head[i]) ? subject_of(a, a.head[i]) : std::nullopt;
      const bool acts = !whose || a.tag[whose->head] == Tag::PRP || a.pos[whose->head] == Pos::PROPN ||
                        actor_at(t.context(), whose->head).has_value();
      const std::string_view maybe = is_verbal(a, a.head[i]) ? t.modal(a.head[i]) : std::string_view();
      if (!acts || maybe == "may" || maybe == "might" || maybe == "could") {
        continue;  // "the crop may be ready to harvest"
      }
      const auto inf = child(a, i, Dep::xcomp);
      if (inf && (is_threat(t, *inf) || a.lemma[*inf] == "die" || a.lemma[*inf] == "respond" ||
                  a.lemma[*inf] == "capture" || a.lemma[*inf] == "handle")) {
        continue;
      }
      // A headline leaves out the verb: "Sudria ready to sign".
      const std::uint32_t up = a.head[i];
      const bool bare = a.dep[i] == Dep::amod && up < i;
      if (!led || (!is_verbal(a, up) && !bare && up != i) || is_negated(a, up) || is_negated(a, i)) {
        continue;
      }
      const TokenRange words = is_verbal(a, up) || bare ? t.clause(up) : t.clause(i);
      if (!t.overlaps_same_kind(InstrumentKind::commitment, words)) {
        Instrument& c = t.add(InstrumentKind::commitment, words, i, "rule:ready-to", 0.5F);
        t.add_subject(c, "holder", up);
      }
    } else if (is_verbal(a, i) && (a.lemma[i] == "seek" || a.lemma[i] == "intend" || a.lemma[i] == "plan")) {
      read_renounced(t, i);
    } else if (is_verbal(a, i)) {
      read_will(t, i);
    } else if (a.pos[i] == Pos::NOUN && (a.lemma[i] == "intention" || a.lemma[i] == "plan") && has_any(a, i, {"no"})) {
      read_no_intention(t, i);
    }
  }
}

}  // namespace detente::reading
