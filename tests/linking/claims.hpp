// Claims for tests, as a reader would make them of the sentences given.
#pragma once

#include <string>

#include "detente/linking/claims.hpp"

namespace detente::linking {

inline ClaimParty state(const std::string& name, const std::string& code) { return {name, code, "", true, true}; }
inline ClaimParty group(const std::string& name, const std::string& code) { return {name, code, "", true, false}; }

inline Claim claim_of(const std::string& report, const std::string& day, const std::string& words) {
  Claim claim;
  claim.report = report;
  claim.outlet = "Wire of " + report;
  claim.day = days_of(day)->last;
  claim.words = words;
  claim.topic = terms_of("A strike in Beirut. Israel and Hezbollah fight over Lebanon.");
  return claim;
}

inline Claim strike(const std::string& report, const std::string& day, const std::string& words) {
  Claim claim = claim_of(report, day, words);
  claim.type = EventType::ASSAULT;
  claim.trigger = "struck";
  claim.sources = {state("Israel", "ISR")};
  claim.targets = {group("Hezbollah", "LBN")};
  claim.when = days_of("2024-10-08");
  claim.place = ClaimPlace{"Beirut", "LBN", 33.89F, 35.5F, false};
  return claim;
}

inline Claim toll(const std::string& report, const std::string& day, double low, Bound bound = Bound::exact) {
  Claim claim = claim_of(report, day, "Rescuers in the Dahiyeh quarter of Beirut counted the dead of the strike.");
  claim.kind = ClaimKind::figure;
  claim.measure = "killed";
  claim.unit = "people";
  claim.low = low;
  claim.high = bound == Bound::exact ? std::optional<double>(low) : std::nullopt;
  claim.bound = bound;
  claim.population = "people";
  return claim;
}

inline Claim pause(const std::string& report, const std::string& day, const std::string& label,
                   const std::string& state_now = "", const std::string& by = "") {
  Claim claim = claim_of(report, day, "Mediators have put a pause in the fighting in Lebanon on the table.");
  claim.kind = ClaimKind::instrument;
  claim.instrument = InstrumentKind::proposal;
  claim.label = label;
  claim.duration = "P21D";
  claim.action = "ceasefire";
  claim.state = state_now;
  if (!by.empty()) {
    claim.state_by = {by};
  }
  ClaimParty sponsor = state("France", "FRA");
  sponsor.role = "sponsors";
  claim.sources = {sponsor};
  return claim;
}

}  // namespace detente::linking
