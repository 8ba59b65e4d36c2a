// Acts that nouns name: "airstrikes on", "talks between", "the withdrawal of".
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

using knowledge::ActHead;
using knowledge::Slot;

namespace {

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
  if (a_.dep[noun] == Dep::pobj && !is_strong_type(m.frame->type) && used_[a_.head[governor]] == Use::content) {
    return;  // "called on China to engage in discussions"
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
  // "since the assassination of the prime minister": a named victim makes an act of what stands in the background.
  const bool named = d.type == EventType::ASSAULT && d.targets.size() == 1 && d.targets.front().party != kNone &&
                     c_.out.parties[static_cast<std::size_t>(d.targets.front().party)].kind == PartyKind::person;
  if (d.sources.empty() && !named && a_.dep[noun] == Dep::pobj &&
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
