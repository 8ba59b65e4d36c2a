// From frames that fit to events with actors.
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

using knowledge::ActFrame;
using knowledge::ActHead;
using knowledge::ClauseKind;
using knowledge::PrepSlot;
using knowledge::Slot;

namespace {

bool one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

constexpr Token kTriggerReach = 12;  // words from a verb to the noun that names the act with it

bool is_speech_type(EventType type) {
  switch (type) {
    case EventType::AGREE:
    case EventType::CONSULT:
    case EventType::SUPPORT:
    case EventType::REQUEST:
    case EventType::ACCUSE:
    case EventType::REJECT:
    case EventType::THREATEN:
      return true;
    default:
      return false;
  }
}

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
      if (family == "03" && hostile && !s_.has_child(clause, Dep::neg)) {
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
    if (a_.pos[verb] == Pos::ADJ && m.clause > verb && m.clause - verb <= 3) {
      d.last = std::max(d.last, m.clause);  // "ready to accept"
    }
    // What somebody is accused of has been done, by the accuser's account.
    const bool kept =
        d.type == EventType::AGREE || d.type == EventType::CONSULT || quad(d.type) == 2 || d.type == EventType::ACCUSE;
    if (!kept) {
      used_[m.clause] = Use::content;
      for (const Token c : a_.children(m.clause)) {
        if (a_.dep[c] == Dep::conj && s_.is_verb(c) && a_.tag[c] == a_.tag[m.clause]) {
          used_[c] = Use::content;
        }
      }
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

// Acts that are only spoken of: "a resolution to halt the fighting", "the urgency of boosting defence", "a man
// suspected of theft".
bool EventCoder::only_content(Token verb, const Draft& d) const {
  const Token up = a_.head[verb];
  const Dep dep = a_.dep[verb];
  if ((dep == Dep::acl || dep == Dep::relcl) && s_.has_to(verb) && s_.is_noun(up)) {
    return !status_.commits(up);
  }
  const bool force = d.type == EventType::ASSAULT || d.type == EventType::COERCE;
  if (dep == Dep::pcomp && a_.tag[verb] == Tag::VBG && a_.pos[up] == Pos::ADP && !force) {
    const Token over = a_.head[up];
    const std::string_view p = a_.lower[up];
    return s_.is_noun(over) ? p != "as" && !status_.commits(over) : (p == "on" || p == "about") && s_.is_verb(over);
  }
  return dep == Dep::acl && d.type == EventType::ACCUSE && d.sources.empty();
}

// "officials said that the army would leave", "unlikely that it will", "will have left": what others expect of somebody
// is no word of theirs. One who speaks for the same country speaks for it.
bool EventCoder::is_forecast(Token verb, const Draft& act) const {
  for (const Token c : a_.children(verb)) {
    if (a_.dep[c] == Dep::aux && a_.lower[c] == "have") {
      return true;
    }
  }
  const Token up = a_.head[verb];
  if (up != verb && (a_.pos[up] == Pos::ADJ || a_.dep[verb] == Dep::acl || a_.dep[verb] == Dep::relcl)) {
    return true;
  }
  const Index at = c_.statement_at[verb];
  if (at == kNone) {
    return false;
  }
  const Statement& statement = c_.out.statements[static_cast<std::size_t>(at)];
  if (!statement.source) {
    return false;
  }
  const Actor& by = *statement.source;
  const auto code = [this](const Actor& x) -> std::string_view {
    return x.party == kNone ? std::string_view() : c_.out.parties[static_cast<std::size_t>(x.party)].code;
  };
  return !code(by).empty() && std::none_of(act.sources.begin(), act.sources.end(), [&](const Actor& x) {
    return overlaps(x.span, by.span) || same_party(x, by) || code(x).empty() || code(x) == code(by);
  });
}

// "will withdraw", "said it would attack", "will not negotiate": to say so is an act of its own (CAMEO 03, 13, 12).
void EventCoder::code_intent(Token verb, const Draft& act) {
  if (act.sources.empty() || s_.is_passive(verb) || acts_.only_user_verbs()) {
    return;
  }
  Token aux = Syntax::kNoToken;
  Token neg = Syntax::kNoToken;
  Token holder = verb;
  bool possible = false;  // "cannot accept" refuses, "can accept" promises nothing
  for (int step = 0; step < 3 && aux == Syntax::kNoToken; ++step) {
    for (const Token c : a_.children(holder)) {
      const bool can = act.type == EventType::AGREE && one_of(a_.lower[c], {"can", "ca", "could"});
      if (a_.dep[c] == Dep::aux && (can || one_of(a_.lower[c], {"will", "shall", "'ll", "wo", "would", "’ll"}))) {
        aux = c;
        possible = can;
      } else if (a_.dep[c] == Dep::neg) {
        neg = c;
      }
    }
    if (a_.dep[holder] != Dep::conj || !s_.is_verb(a_.head[holder])) {
      break;
    }
    holder = a_.head[holder];
  }
  if (aux == Syntax::kNoToken || act.status == Status::conditional || is_forecast(holder, act) ||
      (possible && neg == Syntax::kNoToken)) {
    return;
  }
  Draft d = act;
  d.trigger = aux;
  d.last = aux;
  d.status = Status::actual;
  d.confidence = act.confidence + 0.05F;
  const int q = quad(act.type);
  if (neg != Syntax::kNoToken) {
    if (act.type == EventType::REJECT || act.type == EventType::THREATEN || act.type == EventType::ACCUSE || q == 4) {
      return;
    }
    d.type = EventType::REJECT;
    d.cameo = knowledge::content_code("12", act.cameo);
    d.rule = "rule:will-not";
  } else if (q == 2 || act.type == EventType::CONSULT || act.type == EventType::SUPPORT) {
    d.type = EventType::AGREE;
    d.cameo = knowledge::content_code("03", act.cameo);
    d.rule = "rule:will";
  } else if (q == 4) {
    d.type = EventType::THREATEN;
    d.cameo = knowledge::content_code("13", act.cameo);
    d.rule = "rule:will";
  } else {
    return;
  }
  emit(std::move(d));
}

// "Russia says Israel must end its attacks": a demand of whoever says so.
void EventCoder::code_duty(Token verb) {
  if (used_[verb] == Use::content || c_.statement_at[verb] == kNone || acts_.only_user_verbs()) {
    return;
  }
  Token aux = Syntax::kNoToken;
  for (const Token c : a_.children(verb)) {
    if (a_.dep[c] == Dep::aux && one_of(a_.lower[c], {"must", "should", "ought"})) {
      aux = c;
    }
    if (a_.dep[c] == Dep::mark && one_of(a_.lower[c], {"if", "unless"})) {
      return;
    }
  }
  if (aux == Syntax::kNoToken) {
    return;
  }
  const Statement& statement = c_.out.statements[static_cast<std::size_t>(c_.statement_at[verb])];
  if (!statement.source) {
    return;
  }
  const Actor source = *statement.source;
  const Heads subjects = s_.surface_subjects(verb);
  Draft d;
  d.trigger = aux;
  d.last = aux;
  d.type = EventType::REQUEST;
  d.sources.push_back(source);
  d.targets = subjects_of(subjects);
  const auto inner = content_act(verb, 0);
  d.cameo = knowledge::content_code("10", inner ? inner->cameo : "");
  if (d.targets.empty() && inner) {
    d.targets = inner->targets;
  }
  std::erase_if(d.targets, [&](const Actor& x) { return same_party(x, source) || overlaps(x.span, source.span); });
  if (d.targets.empty()) {
    return;
  }
  d.rule = "rule:must";
  d.confidence = 0.6F;
  used_[verb] = Use::content;
  emit(std::move(d));
}

void EventCoder::code_noun(Token noun) {
  if (used_[noun] != Use::free) {
    return;
  }
  const knowledge::WordId word = s_.word(noun);
  if (word == knowledge::kNoWord || acts_.noun_frames(word).empty()) {
    return;
  }
  Arguments none;
  Heads self;
  std::vector<PrepLink> preps = s_.preps(noun, self);
  const Token governor = a_.head[noun];
  const bool object = a_.dep[noun] == Dep::dobj || a_.dep[noun] == Dep::nsubjpass;
  bool light = false;
  // "its cut of aid and freezing of sales to Israel": what follows the last conjunct belongs to all.
  if (const Token last = s_.child(noun, Dep::conj); last != Syntax::kNoToken && last > noun && s_.is_noun(last)) {
    for (const PrepLink& link : s_.preps(last, self)) {
      if (a_.lower[link.prep] != "of") {
        preps.push_back(link);
      }
    }
  }
  // "a battle broke out between A and B": the phrase stands at the verb.
  if (a_.dep[noun] == Dep::nsubj && s_.is_verb(governor) && !s_.has_child(governor, Dep::dobj)) {
    for (const PrepLink& link : s_.preps(governor, self)) {
      const std::string_view p = a_.lower[link.prep];
      if (link.prep > governor && (p == "between" || p == "among" || p == "with" || p == "against")) {
        preps.push_back(link);
      }
    }
  }
  if (object && s_.is_verb(governor)) {
    light = light_ && s_.in_set(governor, *light_);
    for (const PrepLink& link : s_.preps(governor, self)) {
      if (link.prep > noun) {
        preps.push_back(link);
      }
    }
  }
  const FrameMatch m = best_frame(noun, ActHead::noun, none, preps);
  if (m.frame == nullptr) {
    return;
  }
  if (object && used_[governor] == Use::content) {
    return;
  }
  // "supports the proposal", "the proposal calls for": the verb tells that act, or is it.
  if (m.frame->type == EventType::REQUEST && (object || a_.dep[noun] == Dep::nsubj || a_.dep[noun] == Dep::pobj)) {
    const Token over = a_.dep[noun] == Dep::pobj ? a_.head[governor] : governor;
    const auto at = std::find(triggers_.begin(), triggers_.end(), over);
    if (at != triggers_.end() && s_.is_verb(over)) {
      const EventType told = c_.out.events[static_cast<std::size_t>(at - triggers_.begin())].type;
      if (told == EventType::SUPPORT || told == EventType::REJECT || told == EventType::REQUEST) {
        return;
      }
    }
  }
  Draft d;
  d.frame = m.frame;
  d.trigger = noun;
  d.last = noun;
  d.object = noun;
  d.type = m.frame->type;
  d.cameo = m.frame->cameo;
  d.nominal = true;
  fill(d, m, noun, none, preps);
  if (object && s_.is_verb(governor)) {
    const Arguments outer = s_.arguments(governor);
    std::vector<Actor> doers = light && owners(noun).empty() && m.frame->subject != Slot::both
                                   ? subjects_of(outer.subjects)
                                   : std::vector<Actor>();
    if (!doers.empty()) {
      d.sources = std::move(doers);
      std::erase_if(d.sources, [&d](const Actor& x) {
        return std::any_of(d.targets.begin(), d.targets.end(), [&x](const Actor& t) { return t.span == x.span; });
      });
    } else if (suffered_ && s_.in_set(governor, *suffered_) && d.targets.empty()) {
      d.targets = subjects_of(outer.subjects);
    } else if (a_.lemma[governor] == "blame" && d.sources.empty()) {
      // "blamed the attacks on militants": they are who did it, not whom it was done to.
      for (const PrepLink& link : preps) {
        if (a_.lower[link.prep] == "on" && d.sources.empty()) {
          d.sources = actors_in(link.object);
        }
      }
      std::erase_if(d.targets, [&d](const Actor& t) {
        return std::any_of(d.sources.begin(), d.sources.end(),
                           [&t](const Actor& x) { return overlaps(t.span, x.span); });
      });
    }
  }
  if (d.sources.empty() && (d.type == EventType::CONSULT || d.type == EventType::COOPERATE)) {
    // "travelled there for meetings with X": whoever travelled meets.
    Token up = noun;
    for (int step = 0; step < 5 && !s_.is_verb(up) && a_.head[up] != up; ++step) {
      const bool through = a_.dep[up] == Dep::pobj || a_.dep[up] == Dep::prep || (a_.dep[up] == Dep::dobj);
      up = a_.head[up];
      if (!through) {
        break;
      }
    }
    if (s_.is_verb(up)) {
      d.sources = subjects_of(s_.arguments(up).subjects);
      std::erase_if(d.sources, [&d](const Actor& x) {
        return std::any_of(d.targets.begin(), d.targets.end(),
                           [&x](const Actor& t) { return t.span == x.span || same_party(t, x); });
      });
    }
  }
  if (d.sources.empty() && d.type == EventType::RETREAT && a_.dep[noun] == Dep::pobj && a_.lower[governor] == "to" &&
      a_.lemma[a_.head[governor]] == "agree" && !s_.has_child(a_.head[governor], Dep::neg)) {
    d.sources = subjects_of(s_.arguments(a_.head[governor]).subjects);  // "agreed to a truce": it is to be theirs
    light = true;
  }
  if (d.sources.empty() && engaged_ && a_.dep[noun] == Dep::pobj && a_.pos[governor] == Pos::ADP) {
    // "were engaged in ethnic cleansing", "is responsible for the killings"
    const Token up = a_.head[governor];
    if (s_.in_set(up, *engaged_) && !s_.is_noun(up)) {
      d.sources =
          subjects_of(s_.surface_subjects(a_.pos[up] == Pos::ADJ && s_.is_verb(a_.head[up]) ? a_.head[up] : up));
      light = light || !d.sources.empty();
      for (const PrepLink& link : s_.preps(up, self)) {
        if (link.prep > noun) {
          preps.push_back(link);
        }
      }
    }
  }
  if (m.clause != Syntax::kNoToken) {
    fill_from_content(d, m.clause);
    used_[m.clause] = Use::content;
  } else if (m.frame->by_content) {
    d.cameo += "0";
  }
  if (d.targets.empty()) {
    find_target(d, noun, none, preps);
  }
  d.status = status_.at(noun);
  d.rule = std::string(acts_.file(*m.frame)) + ":" + std::string(a_.lemma[noun]);
  d.confidence = light ? 0.7F : 0.5F;
  if (is_speech_type(d.type) && d.sources.empty()) {
    return;
  }
  if (d.sources.empty() && a_.dep[noun] == Dep::pobj &&
      (Syntax::tells_circumstance(a_.lower[governor]) ||
       one_of(a_.lower[governor], {"in", "behind", "against", "from"}))) {
    return;  // "killed in an attack on", "after the shelling of": the background of another act
  }
  // Help, trade and support are named for many reasons; without their other side they are no act.
  if (d.targets.empty() && !light &&
      (d.type == EventType::AID || d.type == EventType::COOPERATE || d.type == EventType::SUPPORT ||
       d.type == EventType::AGREE)) {
    return;
  }
  // Bans and curfews that nobody is said to impose are the state of things, as promises of nobody are none.
  if (d.sources.empty() && (!is_strong_type(d.type) || d.cameo.starts_with("172"))) {
    return;
  }
  emit(std::move(d));
}

}  // namespace detente::reading
