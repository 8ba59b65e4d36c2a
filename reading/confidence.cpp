#include "detente/reading/confidence.hpp"

#include <algorithm>
#include <string>

namespace detente::reading {

namespace {

template <typename Items>
void set_all(Reading& r, Items& items, ItemKind kind, const knowledge::ConfidenceModel& model) {
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (const auto p = model.probability(name(kind), features_of(r, kind, i))) {
      items[i].confidence = static_cast<float>(std::clamp(*p, 0.01, 0.99));
    }
  }
}

bool names_the_same(const std::vector<Actor>& x, const std::vector<Actor>& y) {
  return std::equal(x.begin(), x.end(), y.begin(), y.end(),
                    [](const Actor& a, const Actor& b) { return a.span == b.span; });
}

// "will release", "refuses to negotiate": that a party undertakes, refuses or threatens an act follows from the words
// that say that the act is to come from it, so that it is not less sure than those. Events stand in text order.
void raise_undertakings(std::vector<Event>& events) {
  constexpr std::uint32_t kReach = 80;  // bytes from the undertaking to its act
  for (std::size_t i = 0; i < events.size(); ++i) {
    Event& outer = events[i];
    if (outer.type != EventType::AGREE && outer.type != EventType::REJECT && outer.type != EventType::THREATEN) {
      continue;
    }
    for (std::size_t j = i + 1; j < events.size() && events[j].sentence == outer.sentence &&
                                events[j].trigger.begin < outer.trigger.end + kReach;
         ++j) {
      if (events[j].status != Status::actual && names_the_same(events[j].sources, outer.sources)) {
        outer.confidence = std::max(outer.confidence, events[j].confidence);
      }
    }
  }
}

}  // namespace

void set_confidence(Reading& r, const knowledge::ConfidenceModel& model) {
  set_all(r, r.statements, ItemKind::statement, model);
  set_all(r, r.events, ItemKind::event, model);
  raise_undertakings(r.events);
  set_all(r, r.figures, ItemKind::figure, model);
  set_all(r, r.instruments, ItemKind::instrument, model);
}

}  // namespace detente::reading
