// One act, one event: what a report says twice, and deaths that are only what came of an attack.
#include <algorithm>
#include <string_view>

#include "events_coder.hpp"

namespace detente::reading {

namespace {

constexpr int kReach = 4;  // steps up the tree from a death to the attack that it came of

bool holds(const std::vector<Actor>& all, const Actor& x) {
  return std::any_of(all.begin(), all.end(),
                     [&x](const Actor& y) { return x.party == kNone ? overlaps(x.span, y.span) : x.party == y.party; });
}

bool within(const std::vector<Actor>& part, const std::vector<Actor>& all) {
  return std::all_of(part.begin(), part.end(), [&all](const Actor& x) { return holds(all, x); });
}

}  // namespace

// The attack that a verb of killing or wounding tells the outcome of: "shelled the town, killing three", "ambushed a
// bus and killed 18", "died when a rocket hit the post". Nothing if the verb stands for the attack itself.
Token EventCoder::attack_behind(Token verb) const {
  Token at = verb;
  for (int step = 0; step < kReach; ++step) {
    const Dep dep = a_.dep[at];
    const Token up = a_.head[at];
    if (up == at || !s_.is_verb(up) || (dep != Dep::advcl && dep != Dep::conj && dep != Dep::xcomp)) {
      break;
    }
    if (dep != Dep::conj && a_.tag[at] != Tag::VBG) {
      break;
    }
    if (!harm_ || !s_.in_set(up, *harm_)) {
      return up;
    }
    at = up;
  }
  for (const Token c : a_.children(verb)) {
    if (a_.dep[c] != Dep::advcl || !s_.is_verb(c)) {
      continue;
    }
    for (const Token m : a_.children(c)) {
      const std::string_view w = a_.lower[m];
      if ((a_.dep[m] == Dep::mark || a_.dep[m] == Dep::advmod) && (w == "when" || w == "as" || w == "after")) {
        return c;
      }
    }
  }
  return Syntax::kNoToken;
}

// "the attack", "Israel's bombings": a noun that takes the act as known.
bool EventCoder::looks_back(Token noun) const {
  for (const Token c : a_.children(noun)) {
    const std::string_view w = a_.lower[c];
    if ((a_.dep[c] == Dep::poss && a_.tag[c] != Tag::PRPS) ||
        (a_.dep[c] == Dep::det && (w == "the" || w == "this" || w == "these" || w == "those"))) {
      return true;
    }
  }
  return false;
}

// The noun that names the attack which a death came of: "killed in an airstrike", "a roadside blast killed 11".
Token EventCoder::attack_named(Token verb) const {
  const auto is_attack = [this](Token noun) {
    if (!s_.is_noun(noun) || s_.word(noun) == knowledge::kNoWord) {
      return false;
    }
    const auto frames = acts_.noun_frames(s_.word(noun));
    return std::any_of(frames.begin(), frames.end(),
                       [this](std::uint32_t f) { return acts_.frame(f).type == EventType::ASSAULT; });
  };
  for (Token at = verb, step = 0; at != Syntax::kNoToken && step < kReach; at = s_.child(at, Dep::conj), ++step) {
    if (at != verb && (!harm_ || !s_.in_set(at, *harm_))) {
      break;
    }
    for (const Token p : a_.children(at)) {
      const std::string_view w = a_.lower[p];
      if ((a_.dep[p] != Dep::prep && a_.dep[p] != Dep::agent) ||
          (w != "in" && w != "by" && w != "during" && w != "from" && w != "after")) {
        continue;
      }
      Token noun = s_.child(p, Dep::pobj);
      // "in the attack and the battle that followed": the last is the one that the report adds.
      for (int k = 0; k < kReach && noun != Syntax::kNoToken; ++k) {
        const Token next = s_.child(noun, Dep::conj);
        if (next == Syntax::kNoToken || !is_attack(next)) {
          break;
        }
        noun = next;
      }
      if (noun != Syntax::kNoToken && is_attack(noun)) {
        return noun;
      }
    }
  }
  for (const Token subject : s_.arguments(verb).subjects) {
    if (is_attack(subject) && !is_definite(subject)) {
      return subject;
    }
  }
  return Syntax::kNoToken;
}

// "several recent attacks", "a second raid": not one that was told before.
bool EventCoder::is_new(Token noun) const {
  static constexpr std::string_view kNew[] = {"a",      "an",  "another", "several", "many",   "more",  "other",
                                              "recent", "new", "fresh",   "further", "second", "third", "numerous"};
  return std::any_of(a_.children(noun).begin(), a_.children(noun).end(), [this](Token c) {
    const Dep dep = a_.dep[c];
    return dep == Dep::nummod || ((dep == Dep::det || dep == Dep::amod) &&
                                  std::find(std::begin(kNew), std::end(kNew), a_.lower[c]) != std::end(kNew));
  });
}

bool EventCoder::is_definite(Token noun) const {
  return std::any_of(a_.children(noun).begin(), a_.children(noun).end(), [this](Token c) {
    const std::string_view w = a_.lower[c];
    return a_.dep[c] == Dep::det && (w == "the" || w == "this" || w == "that" || w == "these" || w == "those");
  });
}

// "the attack", where an event before the i-th is named by the same word.
bool EventCoder::told_before(Token noun, std::size_t i) const {
  if (!is_definite(noun)) {
    return false;
  }
  for (std::size_t j = 0; j < triggers_.size(); ++j) {
    if (j != i && triggers_[j] < noun && s_.word(triggers_[j]) == s_.word(noun)) {
      return true;
    }
  }
  return false;
}

// Deaths and wounds are told with the attack that they came of, as its targets.
void EventCoder::fold_outcomes(std::vector<bool>& gone) {
  std::vector<Event>& events = c_.out.events;
  const auto is_harm = [this](Token t) { return harm_ && s_.is_verb(t) && s_.in_set(t, *harm_); };
  const auto event_at = [&](Token trigger, const Event& outcome) {
    for (std::size_t j = 0; j < events.size(); ++j) {
      if (triggers_[j] == trigger && events[j].type == EventType::ASSAULT && !gone[j] &&
          events[j].status == outcome.status && &events[j] != &outcome &&
          (outcome.sources.empty() || events[j].sources.empty() || within(outcome.sources, events[j].sources))) {
        return j;
      }
    }
    return events.size();
  };
  for (std::size_t i = 0; i < events.size(); ++i) {
    Event& outcome = events[i];
    if (outcome.type != EventType::ASSAULT || !is_harm(triggers_[i])) {
      continue;
    }
    const Token verb = triggers_[i];
    const Token attack = attack_behind(verb);
    std::size_t into = attack == Syntax::kNoToken ? events.size() : event_at(attack, outcome);
    const Token noun = into < events.size() ? Syntax::kNoToken : attack_named(verb);
    if (noun != Syntax::kNoToken) {
      into = event_at(noun, outcome);
      // Who kills in an attack is told by the verb, and so are the dead of an attack that was told before.
      if (into == events.size() && (!outcome.sources.empty() || told_before(noun, i))) {
        continue;
      }
      if (into == events.size()) {
        // The noun had no sides of its own to stand alone; with the victims it has.
        outcome.trigger = a_.span(noun);
        triggers_[i] = noun;
        if (outcome.sources.empty()) {
          outcome.sources = owners(noun);
        }
        continue;
      }
    }
    if (into == events.size() && a_.dep[verb] == Dep::conj) {
      Token first = verb;  // "killed three and wounded five"
      while (a_.dep[first] == Dep::conj && is_harm(a_.head[first])) {
        first = a_.head[first];
      }
      into = first == verb ? events.size() : event_at(first, outcome);
      if (into == events.size() && first != verb) {
        if (const Token named = attack_named(first); named != Syntax::kNoToken) {
          into = event_at(named, outcome);
        }
      }
    }
    if (into < events.size()) {
      // "killed in an Israeli strike": who struck is no victim of it.
      std::vector<Actor> victims = outcome.targets;
      std::erase_if(victims, [&](const Actor& victim) {
        return std::any_of(events[into].sources.begin(), events[into].sources.end(),
                           [&victim](const Actor& doer) { return same_party(doer, victim); });
      });
      add(events[into].targets, victims);
      if (events[into].sources.empty()) {
        events[into].sources = outcome.sources;
      }
      gone[i] = true;
    }
  }
}

// "blamed India, accusing it of murder": what somebody says in other words in the same breath is one act of speech.
void EventCoder::fold_wordings(std::vector<bool>& gone) {
  std::vector<Event>& events = c_.out.events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Token verb = triggers_[i];
    const EventType type = events[i].type;
    const bool speech = type == EventType::ACCUSE || type == EventType::REJECT || type == EventType::REQUEST ||
                        type == EventType::SUPPORT || type == EventType::THREATEN;
    // "marched and shouted slogans" is one protest.
    const bool crowd = type == EventType::PROTEST && a_.dep[verb] == Dep::conj;
    const bool wording = speech && a_.dep[verb] == Dep::advcl && a_.tag[verb] == Tag::VBG;
    if (gone[i] || (!crowd && !wording)) {
      continue;
    }
    for (std::size_t j = 0; j < events.size(); ++j) {
      if (j != i && !gone[j] && triggers_[j] == a_.head[verb] && events[j].type == type &&
          events[j].status == events[i].status && within(events[i].sources, events[j].sources)) {
        if (events[j].targets.empty()) {
          events[j].targets = events[i].targets;
        }
        gone[i] = true;
        break;
      }
    }
  }
}

// To hold hostages is what comes of having taken them.
void EventCoder::fold_captives(std::vector<bool>& gone) {
  const std::vector<Event>& events = c_.out.events;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (gone[i] || events[i].mode != "abduct" || !s_.is_verb(triggers_[i]) ||
        !one_of(a_.lemma[triggers_[i]], {"hold", "keep"})) {
      continue;
    }
    for (std::size_t j = 0; j < events.size() && !gone[i]; ++j) {
      gone[i] = j != i && !gone[j] && triggers_[j] < triggers_[i] && events[j].mode == "abduct" &&
                !events[i].sources.empty() && within(events[i].sources, events[j].sources);
    }
  }
}

void EventCoder::merge() {
  std::vector<Event>& events = c_.out.events;
  if (acts_.only_user_verbs() || events.size() != triggers_.size()) {
    return;
  }
  std::vector<bool> gone(events.size(), false);
  fold_outcomes(gone);
  fold_wordings(gone);
  fold_captives(gone);
  // Of a verb, the words of its actors must be the same too: two towns of one country are hit twice.
  const auto told = [this](const std::vector<Actor>& part, const std::vector<Actor>& all, bool by_name) {
    return within(part, all) && (by_name || std::all_of(part.begin(), part.end(), [&](const Actor& x) {
                                   return std::any_of(all.begin(), all.end(), [&](const Actor& y) {
                                     return a_.words(x.span) == a_.words(y.span);
                                   });
                                 }));
  };
  // A later mention that adds no party, no other status and no other word is the same act again.
  for (std::size_t i = 0; i < events.size(); ++i) {
    for (std::size_t j = 0; j < events.size() && !gone[i]; ++j) {
      const Event& again = events[i];
      const Event& first = events[j];
      const bool word = s_.word(triggers_[i]) == s_.word(triggers_[j]);
      const bool noun = s_.is_noun(triggers_[i]) && ((word && !is_new(triggers_[i])) || looks_back(triggers_[i]));
      if (i == j || gone[j] || (!noun && again.type == EventType::AGREE) || first.type != again.type ||
          first.status != again.status || (!(word && !s_.is_noun(triggers_[i])) && !noun) ||
          !told(again.sources, first.sources, noun) || !told(again.targets, first.targets, noun)) {
        continue;
      }
      const bool same = within(first.sources, again.sources) && within(first.targets, again.targets);
      if (same && triggers_[j] > triggers_[i]) {
        continue;  // the earlier of two equals is kept
      }
      gone[i] = true;
    }
  }
  std::size_t kept = 0;
  for (std::size_t i = 0; i < events.size(); ++i) {
    if (!gone[i]) {
      if (kept != i) {
        events[kept] = std::move(events[i]);
        triggers_[kept] = triggers_[i];
      }
      ++kept;
    }
  }
  events.resize(kept);
  triggers_.resize(kept);
}

}  // namespace detente::reading
