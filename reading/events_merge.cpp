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

void EventCoder::merge() {
  std::vector<Event>& events = c_.out.events;
  if (acts_.only_user_verbs() || events.size() != triggers_.size()) {
    return;
  }
  std::vector<bool> gone(events.size(), false);
  const auto is_harm = [this](Token t) { return harm_ && s_.is_verb(t) && s_.in_set(t, *harm_); };
  for (std::size_t i = 0; i < events.size(); ++i) {
    const Event& outcome = events[i];
    if (outcome.type != EventType::ASSAULT || !is_harm(triggers_[i])) {
      continue;
    }
    const Token attack = attack_behind(triggers_[i]);
    for (std::size_t j = 0; attack != Syntax::kNoToken && j < events.size(); ++j) {
      if (j == i || triggers_[j] != attack || events[j].type != EventType::ASSAULT || gone[j] ||
          events[j].status != outcome.status) {
        continue;
      }
      if (!outcome.sources.empty() && !events[j].sources.empty() && !within(outcome.sources, events[j].sources)) {
        continue;
      }
      add(events[j].targets, outcome.targets);
      if (events[j].sources.empty()) {
        events[j].sources = outcome.sources;
      }
      gone[i] = true;
      break;
    }
  }
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
      const bool noun = s_.is_noun(triggers_[i]) && (word || looks_back(triggers_[i]));
      if (i == j || gone[j] || first.type != again.type || first.status != again.status || (!word && !noun) ||
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
