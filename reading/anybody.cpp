#include "anybody.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "one_of.hpp"

namespace detente::reading {
namespace {

// Last words of names of parties, in the singular and plural in which parties are named.
constexpr std::array<std::string_view, 58> kAnybody{
    "people",      "person",    "persons",    "man",       "men",        "woman",      "women",       "child",
    "children",    "boy",       "boys",       "girl",      "girls",      "baby",       "babies",      "infant",
    "infants",     "adult",     "adults",     "family",    "families",   "resident",   "residents",   "inhabitant",
    "inhabitants", "local",     "locals",     "villager",  "villagers",  "neighbor",   "neighbors",   "neighbour",
    "neighbours",  "bystander", "bystanders", "passenger", "passengers", "victim",     "victims",     "survivor",
    "survivors",   "casualty",  "casualties", "civilian",  "civilians",  "individual", "individuals", "crowd",
    "crowds",      "public",    "citizen",    "citizens",  "others",     "some",       "many",        "everyone",
    "anyone",      "somebody"};

bool is_anybody(const Party& party) {
  if (party.kind != PartyKind::population || !party.code.empty()) {
    return false;
  }
  const std::size_t cut = party.name.rfind(' ');
  return one_of(std::string_view(party.name).substr(cut == std::string::npos ? 0 : cut + 1), kAnybody);
}

}  // namespace

void leave_out_anybody(Reading& reading) {
  const auto anybody = [&reading](Index party) {
    return party != kNone && is_anybody(reading.parties[static_cast<std::size_t>(party)]);
  };
  const auto leave = [&anybody](Actor& actor) { actor.party = anybody(actor.party) ? kNone : actor.party; };
  for (Event& event : reading.events) {
    std::for_each(event.sources.begin(), event.sources.end(), leave);
    std::for_each(event.targets.begin(), event.targets.end(), leave);
  }
  for (Statement& statement : reading.statements) {
    if (statement.source) {
      leave(*statement.source);
    }
    if (statement.audience) {
      leave(*statement.audience);
    }
  }
  for (Instrument& instrument : reading.instruments) {
    for (InstrumentRole& role : instrument.parties) {
      std::erase_if(role.parties, anybody);
    }
    std::erase_if(instrument.parties, [](const InstrumentRole& role) { return role.parties.empty(); });
    std::erase_if(instrument.state_by, anybody);
  }
}

}  // namespace detente::reading
