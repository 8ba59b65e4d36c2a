// What is kept of a coded act, and how it is written down.
#include <algorithm>

#include "events_coder.hpp"

namespace detente::reading {

using knowledge::PrepSlot;
using knowledge::Slot;

// "accused each other", "fired at one another": who acts is also whom it is done to.
bool EventCoder::each_other(Token verb) const {
  const auto reciprocal = [this](Token t) {
    return t > 0 && ((a_.lower[t] == "other" && a_.lower[t - 1] == "each") ||
                     (a_.lower[t] == "another" && a_.lower[t - 1] == "one"));
  };
  const Arguments args = s_.arguments(verb);
  if (std::any_of(args.objects.begin(), args.objects.end(), reciprocal)) {
    return true;
  }
  const std::vector<PrepLink> preps = s_.preps(verb, Heads());
  return std::any_of(preps.begin(), preps.end(), [&](const PrepLink& link) { return reciprocal(link.object); });
}

// Buildings, vehicles, land: a target of force even if they are nobody's.
bool EventCoder::is_physical(Token noun) const {
  return (building_ && s_.in_set(noun, *building_)) || (territory_ && s_.in_set(noun, *territory_));
}

bool EventCoder::hits_physical(Token verb) const {
  const Arguments args = s_.arguments(verb);
  return std::any_of(args.objects.begin(), args.objects.end(), [this](Token o) { return is_physical(o); });
}

// Weapons, texts and deeds are what something is done with, not to: "fired thousands of rockets", "intercepted
// missiles".
bool EventCoder::is_means(Token noun) const {
  if (quantity_ && s_.in_set(noun, *quantity_)) {
    for (const PrepLink& link : s_.preps(noun, Heads())) {
      if (a_.lower[link.prep] == "of" && is_means(link.object)) {
        return true;
      }
    }
  }
  return a_.pos[noun] == Pos::NOUN && c_.mention_at[noun] < 0 &&
         ((weapons_ && s_.in_set(noun, *weapons_)) || (immaterial_ && s_.in_set(noun, *immaterial_)) ||
          (document_ && s_.in_set(noun, *document_)) || names_deed(noun));
}

// The thing that force is done to, where no party is: "blew up the tracks", "the attack on the mine". It is nobody's,
// so it has words and no party.
std::optional<Actor> EventCoder::thing_hit(const Draft& d) const {
  if (d.frame == nullptr || d.frame->user || d.frame->type != d.type || d.frame->object == Slot::source ||
      (d.type != EventType::ASSAULT && d.type != EventType::COERCE)) {
    return std::nullopt;
  }
  const auto thing = [&](Token o) -> std::optional<Actor> {
    if (!s_.is_noun(o) || is_time(o) || is_means(o)) {
      return std::nullopt;
    }
    const Span span = a_.span(noun_phrase(a_, o));
    const std::optional<Actor> party = c_.mention_at[o] >= 0 ? actor_at(c_, o) : std::nullopt;
    const auto covered = [&](const Actor& x) {
      return overlaps(x.span, span) || (party && (same_party(x, *party) || x.span == party->span));
    };
    if (std::any_of(d.targets.begin(), d.targets.end(), covered) ||
        std::any_of(d.sources.begin(), d.sources.end(), covered)) {
      return std::nullopt;
    }
    return party ? party : Actor{kNone, span};
  };
  const Arguments args = d.nominal ? Arguments() : s_.arguments(d.trigger);
  // A town or a building that the frame asks for ("seize the port") is what is taken, but not the fire that is opened.
  const bool place = d.frame->object == Slot::none && !d.nominal && (!light_ || !s_.in_set(d.trigger, *light_)) &&
                     std::any_of(args.objects.begin(), args.objects.end(), [this](Token o) {
                       return is_physical(o) || (acts_.noun_frames(s_.word(o)).empty() && s_.is_noun(o) &&
                                                 (!weapons_ || !s_.in_set(o, *weapons_)));
                     });
  if (d.frame->object_test.empty() || d.frame->object_test.negated || d.frame->object == Slot::target || place) {
    for (const Token o : args.objects) {
      if (const auto found = thing(o)) {
        return found;
      }
    }
  }
  const std::vector<PrepLink> preps = s_.preps(d.trigger, args.objects);
  for (const knowledge::PrepSlot& slot : d.frame->preps) {
    const PrepLink* link = slot.role == Slot::target ? prep_for(slot, preps) : nullptr;
    // Where something happened is not what it was done to.
    if (link == nullptr || a_.lower[link->prep] == "in" || a_.lower[link->prep] == "at" ||
        (!d.targets.empty() && !is_physical(link->object))) {
      continue;
    }
    if (const auto found = thing(link->object)) {
      return found;
    }
  }
  return std::nullopt;
}

// "the two presidents met", "ministers will meet": many under one noun act on each other.
bool EventCoder::among_themselves(const Draft& d) const {
  if (d.sources.size() != 1 || !s_.is_verb(d.trigger)) {
    return false;
  }
  const Heads subjects = s_.arguments(d.trigger).subjects;
  return std::any_of(subjects.begin(), subjects.end(), [&](Token t) {
    if (a_.tag[t] != Tag::NNS && a_.tag[t] != Tag::NNPS) {
      return false;
    }
    const std::string_view first = a_.lower[a_.left_edge[t]];
    const std::string_view second = a_.lower[std::min(a_.left_edge[t] + 1, t)];
    const bool counted = first == "both" || (first == "the" && (second == "two" || second == "three"));
    const std::string_view verb = a_.lemma[d.trigger];
    return counted || (d.type == EventType::CONSULT && (verb == "meet" || verb == "talk" || verb == "confer") &&
                       !s_.has_child(d.trigger, Dep::dobj));
  });
}

void EventCoder::emit(Draft&& d) {
  std::erase_if(d.targets, [&d](const Actor& t) {
    return d.frame != nullptr && d.frame->subject != Slot::both &&
           std::any_of(d.sources.begin(), d.sources.end(), [&t](const Actor& s) { return s.span == t.span; }) &&
           d.targets.size() == 1 && std::none_of(d.frame->preps.begin(), d.frame->preps.end(), [](const PrepSlot& p) {
             return p.role == Slot::both;
           });
  });
  // A noun in the background of something else ("in protest against the murder") tells no act of its own by a thing.
  const bool background = a_.dep[d.trigger] == Dep::pobj && d.sources.empty();
  // A weapon that falls somewhere hits what is there.
  const bool weapon = d.frame != nullptr && !d.nominal && !d.frame->subject_test.empty() &&
                      !d.frame->subject_test.negated && d.sources.empty() && !d.frame->preps.empty();
  if ((d.nominal || weapon) && d.targets.empty() && d.type == EventType::ASSAULT && !background) {
    if (const auto thing = thing_hit(d)) {
      d.targets.push_back(*thing);
    }
  }
  if (d.sources.empty() && d.targets.empty()) {
    // "those injured in riots" only tells who is meant.
    const bool told = a_.dep[d.trigger] != Dep::acl || a_.lower[a_.head[d.trigger]] != "those";
    const bool enough = says_enough_ && !d.nominal &&
                        ((told && s_.in_set(d.trigger, *says_enough_)) ||
                         (d.object != d.trigger && s_.in_set(d.object, *says_enough_)));
    if (!enough || !is_strong_type(d.type)) {
      return;
    }
  }
  if (d.sources.size() == 1 && d.targets.size() == 1 && d.sources[0].span == d.targets[0].span) {
    d.targets.clear();  // "the ministers discussed trade": among themselves, but the text names one party
  }
  const bool force = d.type == EventType::ASSAULT || d.type == EventType::COERCE || d.type == EventType::CONSULT;
  if (force && d.targets.empty() && d.frame != nullptr && d.frame->object_test.empty() && !d.nominal && needs_target_ &&
      s_.in_set(d.trigger, *needs_target_) &&
      (d.sources.empty() || (!hits_physical(d.trigger) && d.frame->particles.empty()))) {
    return;  // "shares hit a record high"
  }
  if (d.targets.empty() && s_.is_verb(d.trigger) && each_other(d.trigger)) {
    d.targets = d.sources;
  }
  // To agree to a text is no act on each other; to agree to do something together is.
  const bool alone = d.type == EventType::AGREE && d.frame != nullptr && !d.frame->user && d.cameo == "030" &&
                     d.frame->clause == knowledge::ClauseKind::none && d.frame->subject != Slot::both;
  const bool together = (quad(d.type) == 1 && !alone) || d.type == EventType::COOPERATE || d.cameo == "0871";
  const bool several = d.sources.size() > 1 || among_themselves(d);
  if (d.targets.empty() && several && together) {
    d.targets = d.sources;  // "Iran and Iraq met": with each other
  }
  if (const auto thing = thing_hit(d)) {
    d.targets.insert(d.targets.begin(), *thing);
  }
  for (std::vector<Actor>* side : {&d.sources, &d.targets}) {
    for (Actor& actor : *side) {
      name_pronoun(actor);
    }
  }
  const bool force_used = d.type == EventType::ASSAULT || d.type == EventType::COERCE;
  if (!force_used && d.object != d.trigger && d.frame != nullptr && d.frame->object == Slot::none) {
    // "sent troops to their borders": what is sent is not whom it is sent to.
    const Span means = a_.span(d.object);
    std::erase_if(d.targets, [&means](const Actor& t) { return t.party != kNone && overlaps(t.span, means); });
  }
  if (d.frame != nullptr && d.frame->user) {
    emit_user(d);
    return;
  }
  write(d);
}

// A PETRARCH scheme has a code for each direction, none for what it does not code, and no event of a party with itself.
void EventCoder::emit_user(const Draft& d) {
  const auto same = [](const Actor& x, const Actor& y) { return x.span == y.span || same_party(x, y); };
  const bool mutual = d.sources.size() > 1 && d.sources.size() == d.targets.size() &&
                      std::equal(d.sources.begin(), d.sources.end(), d.targets.begin(), same);
  const auto write_each = [&](Draft draft) {
    const bool apart = std::none_of(draft.sources.begin(), draft.sources.end(), [&](const Actor& source) {
      return std::any_of(draft.targets.begin(), draft.targets.end(),
                         [&](const Actor& target) { return same(source, target); });
    });
    if (apart) {
      write(draft);
      return;
    }
    for (const Actor& source : draft.sources) {
      Draft one = draft;
      one.sources = {source};
      std::erase_if(one.targets, [&](const Actor& target) { return same(source, target); });
      if (!one.targets.empty()) {
        write(one);
      }
    }
  };
  if (!d.cameo.empty()) {
    write_each(d);
  }
  if (!d.frame->reverse.empty() && !mutual) {
    Draft back = d;
    std::swap(back.sources, back.targets);
    back.cameo = d.frame->reverse;
    write_each(std::move(back));
  }
}

void EventCoder::write(const Draft& d) {
  Event e;
  e.type = d.type;
  e.mode = d.frame != nullptr && d.frame->type == d.type ? d.frame->mode : "";
  e.cameo = d.cameo;
  e.goldstein = acts_.goldstein(d.cameo);
  e.status = d.status;
  e.rule_confidence = d.confidence;
  e.confidence = d.confidence - (d.sources.empty() ? 0.15F : 0.0F) - (d.targets.empty() ? 0.1F : 0.0F);
  e.sources = d.sources;
  e.targets = d.targets;
  e.trigger = a_.span(TokenRange{d.trigger, std::max(d.last, d.trigger) + 1});
  e.sentence = a_.span(a_.sentences[a_.sentence_of[d.trigger]]);
  e.via = c_.statement_at[d.trigger];
  e.rule = d.rule;
  e.date = date_of_act(c_, s_, d.trigger, d.status);
  e.place = place_of_act(c_, s_, d.trigger);
  c_.out.events.push_back(std::move(e));
  triggers_.push_back(d.trigger);
}

}  // namespace detente::reading
