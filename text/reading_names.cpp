// The words of the record's vocabulary (detente/reading.hpp), in the order of their enumerations.
#include <array>
#include <span>

#include "detente/reading.hpp"

namespace detente {

namespace {

constexpr std::array<std::string_view, 8> kPartyKinds{"state",  "government", "armed_group", "organisation",
                                                      "person", "population", "outlet",      "unknown"};
constexpr std::array<std::string_view, 16> kEventTypes{
    "AGREE",  "CONSULT", "SUPPORT",  "COOPERATE", "AID",      "CONCEDE",  "RETREAT", "REQUEST",
    "ACCUSE", "REJECT",  "THREATEN", "PROTEST",   "SANCTION", "MOBILIZE", "COERCE",  "ASSAULT"};
constexpr std::array<std::string_view, 5> kStatuses{"actual", "planned", "possible", "conditional", "negated"};
constexpr std::array<std::string_view, 3> kModes{"direct", "indirect", "mixed"};
constexpr std::array<std::string_view, 7> kBounds{"exact", "at_least", "more_than", "at_most",
                                                  "about", "range",    "vague"};
constexpr std::array<std::string_view, 6> kInstrumentKinds{"proposal",   "red_line",   "lever",
                                                           "commitment", "assessment", "violation"};

template <typename E>
std::optional<E> find(std::span<const std::string_view> names, std::string_view word) {
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i] == word) {
      return static_cast<E>(i);
    }
  }
  return std::nullopt;
}

}  // namespace

std::string_view name(PartyKind v) { return kPartyKinds[static_cast<std::size_t>(v)]; }
std::string_view name(EventType v) { return kEventTypes[static_cast<std::size_t>(v)]; }
std::string_view name(Status v) { return kStatuses[static_cast<std::size_t>(v)]; }
std::string_view name(Mode v) { return kModes[static_cast<std::size_t>(v)]; }
std::string_view name(Bound v) { return kBounds[static_cast<std::size_t>(v)]; }
std::string_view name(InstrumentKind v) { return kInstrumentKinds[static_cast<std::size_t>(v)]; }

std::optional<PartyKind> party_kind(std::string_view word) { return find<PartyKind>(kPartyKinds, word); }
std::optional<EventType> event_type(std::string_view word) { return find<EventType>(kEventTypes, word); }
std::optional<Status> status(std::string_view word) { return find<Status>(kStatuses, word); }
std::optional<Mode> mode(std::string_view word) { return find<Mode>(kModes, word); }
std::optional<Bound> bound(std::string_view word) { return find<Bound>(kBounds, word); }
std::optional<InstrumentKind> instrument_kind(std::string_view word) {
  return find<InstrumentKind>(kInstrumentKinds, word);
}

int quad(EventType type) {
  if (type <= EventType::SUPPORT) {
    return 1;
  }
  if (type <= EventType::RETREAT) {
    return 2;
  }
  return type <= EventType::THREATEN ? 3 : 4;
}

}  // namespace detente
