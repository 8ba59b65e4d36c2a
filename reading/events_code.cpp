// From frames that fit to events with actors.
#include <algorithm>

#include "documents.hpp"
#include "events_coder.hpp"

namespace detente::reading {

using knowledge::ActFrame;
using knowledge::ActHead;
using knowledge::ClauseKind;
using knowledge::PrepSlot;
using knowledge::Slot;

namespace {

constexpr Token kTriggerReach = 12;  // words from a verb to the noun that names the act with it

}  // namespace

EventCoder::EventCoder(Context& context)
    : c_(context),
      a_(context.a),
      acts_(context.k.acts),
      s_(context.a, context.k.acts),
      status_(s_),
      quantity_(acts_.set("quantity")),
      light_(acts_.set("light")),
      suffered_(acts_.set("suffered")),
      engaged_(acts_.set("engaged")),
      needs_target_(acts_.set("needs_target")),
      says_enough_(acts_.set("says_enough")),
      harm_(acts_.set("harm")),
      maker_(acts_.set("maker")),
      building_(acts_.set("building")),
      territory_(acts_.set("territory")),
      weapons_(acts_.set("weapons")),
      immaterial_(acts_.set("immaterial")),
      document_(acts_.set("document")),
      needs_party_(acts_.set("needs_party")),
      used_(context.a.size(), Use::free) {}

void EventCoder::run() {
  // Per sentence: a user's dictionary says that it is not to be coded.
  const auto discarded = [this](std::size_t s) { return s < c_.discarded.size() && c_.discarded[s] != 0; };
  if (acts_.only_user_verbs()) {
    for (std::size_t i = 0; i < a_.sentences.size(); ++i) {
      if (!discarded(i)) {
        code_user_verbs(a_.sentences[i]);
      }
    }
    std::stable_sort(c_.out.events.begin(), c_.out.events.end(),
                     [](const Event& x, const Event& y) { return x.trigger.begin < y.trigger.begin; });
    return;
  }
  for (Token t = 0; t < a_.size(); ++t) {
    if (discarded(a_.sentence_of[t])) {
      continue;
    }
    if (a_.pos[t] == Pos::VERB && a_.dep[t] != Dep::amod && a_.dep[t] != Dep::compound) {
      code_verb(t);
      code_duty(t);
    } else if (a_.pos[t] == Pos::ADJ && (a_.dep[t] == Dep::acomp || a_.dep[t] == Dep::oprd || a_.dep[t] == Dep::root ||
                                         a_.dep[t] == Dep::conj || a_.dep[t] == Dep::amod)) {
      code_verb(t);
    }
  }
  for (Token t = 0; t < a_.size(); ++t) {
    if (!discarded(a_.sentence_of[t]) && (s_.is_noun(t) || a_.tag[t] == Tag::VBG) && a_.dep[t] != Dep::compound &&
        !(a_.pos[t] == Pos::VERB)) {
      code_noun(t);
    }
  }
  merge();
  std::stable_sort(c_.out.events.begin(), c_.out.events.end(),
                   [](const Event& x, const Event& y) { return x.trigger.begin < y.trigger.begin; });
}

void EventCoder::fill(Draft& d, const FrameMatch& m, Token head, const Arguments& args,
                      const std::vector<PrepLink>& preps) {
  const ActFrame& f = *m.frame;
  const auto place = [&d](Slot role, const std::vector<Actor>& actors) {
    if (role == Slot::source || role == Slot::both) {
      add(d.sources, actors);
    }
    if (role == Slot::target || role == Slot::both) {
      add(d.targets, actors);
    }
  };
  if (f.head == ActHead::verb) {
    if (f.subject != Slot::none) {
      place(f.subject, f.subject == Slot::target ? subjects_of(args.subjects) : doers_of(head, args.subjects));
    }
    if (f.object == Slot::target) {
      take_targets(d, subjects_of(args.objects));
    } else if (f.object != Slot::none) {
      place(f.object, subjects_of(args.objects));
    }
    if (f.dative != Slot::none) {
      place(f.dative, subjects_of(args.datives));
    }
  } else if (f.subject != Slot::none) {
    place(f.subject, owners(head));
  }
  for (const PrepSlot& slot : f.preps) {
    if (slot.role == Slot::none) {
      continue;
    }
    bool filled = false;
    for (const knowledge::WordId prep : slot.preps) {  // the frame names the likeliest preposition first
      for (const PrepLink& link : preps) {
        if (filled || s_.form(link.prep) != prep) {
          continue;
        }
        Heads one;
        one.add(link.object);
        if (!slot.test.empty() && !any_passes(slot.test, one, nullptr)) {
          continue;
        }
        std::vector<Actor> found = actors_in(link.object);
        if (found.empty() && !f.user && f.head == ActHead::noun) {
          found = subjects_of(one);  // names that no lexicon knows
        }
        if (slot.role == Slot::target) {
          filled = take_targets(d, std::move(found));
        } else {
          place(slot.role, found);
          filled = !found.empty();
        }
      }
    }
  }
}

// The act that a complement names, for the code and the target of the speech act around it.
std::optional<Draft> EventCoder::content_act(Token verb, int depth) {
  const Arguments args = s_.arguments(verb);
  const std::vector<PrepLink> preps = s_.preps(verb, args.objects);
  const FrameMatch m = best_frame(verb, ActHead::verb, args, preps);
  Draft d;
  d.trigger = verb;
  if (m.frame != nullptr) {
    d.frame = m.frame;
    d.type = m.frame->type;
    d.cameo = m.frame->cameo;
    for (const Token o : m.object_heads) {
      used_[o] = Use::object;
    }
    fill(d, m, verb, args, preps);
    if (m.frame->by_content && m.clause != Syntax::kNoToken && depth < 3) {
      if (const auto inner = content_act(m.clause, depth + 1); inner && !inner->cameo.empty()) {
        d.cameo = knowledge::content_code(m.frame->cameo.substr(0, 2), inner->cameo);
      }
    }
  } else {
    d.sources = subjects_of(args.subjects);
  }
  if (d.targets.empty()) {
    find_target(d, verb, args, preps);
  }
  if (d.targets.empty() && depth < 2) {
    // "agreed to help rebuild homes in Gaza": the target stands deeper.
    for (const Token c : a_.children(verb)) {
      if (a_.dep[c] == Dep::xcomp || a_.dep[c] == Dep::ccomp || a_.dep[c] == Dep::advcl) {
        if (auto inner = content_act(c, depth + 1)) {
          d.targets = inner->targets;
          if (!d.targets.empty()) {
            break;
          }
        }
      }
    }
  }
  return d;
}

// "vowed never again to attack", "promised not to": what is undertaken is not to do it.
bool EventCoder::forswears(Token verb, Token clause) const {
  for (Token t = verb + 1; t < clause; ++t) {
    if (one_of(a_.lower[t], {"never", "not"})) {
      return true;
    }
  }
  return s_.has_child(clause, Dep::neg);
}

void EventCoder::fill_from_content(Draft& d, Token clause) {
  const auto inner = content_act(clause, 0);
  if (!inner) {
    return;
  }
  const std::string family = d.cameo.substr(0, 2);
  if (d.frame->by_content) {
    if (!inner->cameo.empty()) {
      const bool hostile = (quad(inner->type) == 4 && inner->type != EventType::MOBILIZE) ||
                           inner->type == EventType::THREATEN || inner->type == EventType::REJECT;
      if (family == "03" && hostile && !forswears(d.trigger, clause)) {
        const bool refusal = inner->type == EventType::REJECT;
        d.type = refusal ? EventType::REJECT : EventType::THREATEN;
        d.cameo = refusal ? "120" : knowledge::content_code("13", inner->cameo);
      } else {
        d.cameo = knowledge::content_code(family, inner->cameo);
      }
    } else {
      d.cameo = family + "0";
    }
  }
  const auto useful = [&d](const Actor& x) {
    return std::none_of(d.sources.begin(), d.sources.end(),
                        [&x](const Actor& s) { return same_party(s, x) || overlaps(s.span, x.span); });
  };
  // "demanded that Hamas renounce its struggle against Israel": asked is whoever is to act.
  const bool asked = d.type == EventType::REQUEST && d.frame->clause == ClauseKind::that;
  const std::vector<Actor>* first = asked ? &inner->sources : &inner->targets;
  for (const std::vector<Actor>* list : {first, asked ? &inner->targets : &inner->sources}) {
    if (!d.targets.empty()) {
      break;
    }
    for (const Actor& x : *list) {
      if (useful(x)) {
        d.targets.push_back(x);
      }
    }
  }
}

// The noun names an act of force or the like: "attack", "blockade".
bool EventCoder::names_deed(Token noun) const {
  const auto frames = acts_.noun_frames(s_.word(noun));
  return std::any_of(frames.begin(), frames.end(), [this](std::uint32_t f) { return quad(acts_.frame(f).type) == 4; });
}

// What is asked for, refused or threatened is the content of that act, with what it is to be done by.
void EventCoder::mark_content(Token verb, int depth) {
  used_[verb] = Use::content;
  for (const Token c : a_.children(verb)) {
    const Dep dep = a_.dep[c];
    const bool inner = dep == Dep::xcomp || (dep == Dep::conj && a_.tag[c] == a_.tag[verb]) ||
                       (dep == Dep::advcl && (s_.has_to(c) || a_.tag[c] == Tag::VBG));
    if (inner && s_.is_verb(c) && depth < 4) {
      mark_content(c, depth + 1);
    } else if (dep == Dep::prep && depth < 4) {
      if (const Token p = s_.child(c, Dep::pcomp); p != Syntax::kNoToken) {
        mark_content(p, depth + 1);
      }
    }
  }
}

void EventCoder::code_verb(Token verb) {
  if (used_[verb] == Use::content) {
    return;
  }
  const knowledge::WordId word = s_.word(verb);
  if (word == knowledge::kNoWord || acts_.verb_frames(word).empty()) {
    return;
  }
  const Arguments args = s_.arguments(verb);
  const std::vector<PrepLink> preps = s_.preps(verb, args.objects);
  const FrameMatch m = best_frame(verb, ActHead::verb, args, preps);
  if (m.frame == nullptr) {
    return;
  }
  Draft d;
  d.frame = m.frame;
  d.trigger = verb;
  d.last = verb;
  d.object = m.object_heads.empty() ? verb : m.object_heads.front();
  d.type = m.frame->type;
  d.cameo = m.frame->cameo;
  if (m.particle != Syntax::kNoToken && m.particle > verb && m.particle - verb <= 2) {
    d.last = m.particle;
  }
  for (const Token o : m.object_heads) {
    // The attack that is blamed on somebody is an act of its own.
    if (quad(d.type) == 3 && !m.frame->user && names_deed(o)) {
      continue;
    }
    used_[o] = Use::object;
    if (o > verb && o - verb <= kTriggerReach) {
      d.last = std::max(d.last, o);
    }
  }
  // "took part in demonstrations": what the frame asks of a phrase names the act with it. But who travels for talks
  // both travels and talks.
  for (const PrepSlot& slot : m.frame->preps) {
    if (slot.test.empty() || slot.test.negated || slot.role != Slot::none || m.frame->user || m.frame->cameo == "042") {
      continue;
    }
    const PrepLink* link = prep_for(slot, preps);
    if (link != nullptr && s_.is_noun(link->object) && !acts_.noun_frames(s_.word(link->object)).empty() &&
        d.type != EventType::AGREE) {
      used_[link->object] = Use::object;
      if (link->object > verb && link->object - verb <= kTriggerReach) {
        d.last = std::max(d.last, link->object);
      }
    }
  }
  fill(d, m, verb, args, preps);
  if (m.clause != Syntax::kNoToken) {
    fill_from_content(d, m.clause);
    if (d.type == EventType::THREATEN && !m.frame->user && forswears(verb, m.clause) &&
        one_of(a_.lemma[verb], {"vow", "swear", "pledge", "promise"})) {
      d.type = EventType::AGREE;
      d.cameo = "030";
    }
    if (a_.pos[verb] == Pos::ADJ && m.clause > verb && m.clause - verb <= 3) {
      d.last = std::max(d.last, m.clause);  // "ready to accept"
    }
    // What somebody is accused of has been done, by the accuser's account.
    const bool kept =
        d.type == EventType::AGREE || d.type == EventType::CONSULT || quad(d.type) == 2 || d.type == EventType::ACCUSE;
    if (!kept) {
      mark_content(m.clause, 0);
    }
  } else if (m.frame->by_content) {
    d.cameo += "0";
  } else if (d.type == EventType::REQUEST) {
    // "repeated his call to end the war": the parser hangs what is called for on the verb.
    for (const Token c : a_.children(verb)) {
      if (a_.dep[c] == Dep::advcl && s_.has_to(c) && c > verb) {
        used_[c] = Use::content;
      }
    }
  }
  if (d.targets.empty()) {
    find_target(d, verb, args, preps);
  }
  if (!m.frame->user && a_.dep[verb] == Dep::acl && a_.tag[verb] == Tag::VBG && quad(d.type) <= 2) {
    return;  // "the army assisting them": it tells which army is meant
  }
  if (d.sources.empty() && d.type == EventType::REQUEST && !m.frame->user && document_) {
    // "the draft calls for": a text that nobody is named for asks by itself.
    for (const Token h : args.subjects) {
      if (s_.in_set(h, *document_)) {
        d.sources.push_back(Actor{issuer_of(c_, h), a_.span(noun_phrase(a_, h))});
      }
    }
  }
  if (d.type == EventType::SUPPORT && d.targets.empty() && !m.frame->user && needs_party_ &&
      s_.in_set(verb, *needs_party_)) {
    return;
  }
  if (d.sources.empty() && d.type == EventType::PROTEST && !m.frame->user) {
    // "tens of thousands marched"
    for (const Token h : args.subjects) {
      if (a_.pos[h] == Pos::NUM || (quantity_ && s_.in_set(h, *quantity_))) {
        d.sources.push_back(Actor{kNone, a_.span(noun_phrase(a_, h))});
      }
    }
  }
  if (d.sources.empty() && args.passive && d.type == EventType::MOBILIZE && !m.frame->user) {
    d.sources = subjects_of(m.object_heads);  // "troops have been sent": they are who moves
    std::erase_if(d.targets, [&d](const Actor& t) {
      return std::any_of(d.sources.begin(), d.sources.end(), [&t](const Actor& x) { return overlaps(x.span, t.span); });
    });
  }
  if (!m.frame->user && only_content(verb, d)) {
    for (const Token o : m.object_heads) {
      used_[o] = Use::free;
    }
    return;
  }
  d.status = status_.at(verb);
  if (d.type == EventType::AGREE && a_.pos[verb] == Pos::ADJ && d.status == Status::possible && !m.frame->user) {
    return;  // "what it might be willing to give"
  }
  d.rule = std::string(acts_.file(*m.frame)) + ":" + std::string(a_.lemma[verb]);
  d.confidence = 0.75F;
  if (m.frame->object_test.empty() && m.frame->preps.empty() && m.frame->clause == ClauseKind::none) {
    d.confidence -= 0.05F;
  }
  code_intent(verb, d);
  if (d.sources.empty() && !args.passive && d.type != EventType::ASSAULT && d.type != EventType::PROTEST &&
      !(d.type == EventType::COERCE && says_enough_ && s_.in_set(verb, *says_enough_))) {
    return;  // its subject is no actor: "the plan calls for talks"
  }
  emit(std::move(d));
}

}  // namespace detente::reading
