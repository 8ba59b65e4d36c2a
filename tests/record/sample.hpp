// A report and a reading of it with every kind of row.
#pragma once

#include <string>

#include "detente/reading.hpp"
#include "detente/report.hpp"
#include "detente/text/hash.hpp"

namespace detente::record {

inline Span find(const std::string& text, const std::string& words) {
  const auto at = static_cast<std::uint32_t>(text.find(words));
  return {at, at + static_cast<std::uint32_t>(words.size())};
}

inline Report sample_report(const std::string& tail = "") {
  Report r;
  r.uri = "reports/sample" + tail + ".txt";
  r.outlet = "Sample Wire";
  r.title = "A pause is offered";
  r.published = "2024-10-10";
  r.language = "en";
  r.text =
      "Élise Noor said Israel struck Hezbollah in Beirut on Tuesday. More than 1,400 people were killed. "
      "Mediators tabled a 21-day pause." +
      tail;
  r.id = text::report_id(r.text);
  return r;
}

inline Reading sample_reading(const Report& r) {
  const auto at = [&](const char* words) { return find(r.text, words); };
  Reading out;
  out.language = "en";
  out.parties.push_back({"Élise Noor", PartyKind::person, "", "", {"Spokeswoman"}, {at("Élise Noor")}, "rule:name"});
  out.parties.push_back({"Israel", PartyKind::state, "ISR", "", {}, {at("Israel")}, "parties/states.toml:ISR"});
  out.parties.push_back(
      {"Hezbollah", PartyKind::armed_group, "LBN", "REB", {}, {at("Hezbollah")}, "parties/groups.toml:hezbollah"});
  out.parties.push_back({"Mediators", PartyKind::unknown, "", "", {}, {at("Mediators")}, "rule:unnamed"});
  Statement s;
  s.source = Actor{0, at("Élise Noor")};
  s.cue = Cue{at("said")};
  s.content = {at("Israel struck Hezbollah in Beirut on Tuesday")};
  s.rule = "rule:said";
  s.confidence = 0.75F;
  out.statements.push_back(s);
  Event e;
  e.type = EventType::ASSAULT;
  e.mode = "heavy-weapons";
  e.cameo = "190";
  e.goldstein = -10;
  e.sources = {{1, at("Israel")}};
  e.targets = {{2, at("Hezbollah")}};
  e.trigger = at("struck");
  e.sentence = at("Élise Noor said Israel struck Hezbollah in Beirut on Tuesday.");
  e.date = DateRef{"2024-10-08", "day", at("Tuesday")};
  e.place = PlaceRef{"Beirut", "LBN", 33.89, 35.5, at("Beirut")};
  e.via = 0;
  e.rule = "acts/assault.toml:strike";
  e.confidence = 0.9F;
  out.events.push_back(e);
  Figure f;
  f.measure = "killed";
  f.low = 1400;
  f.bound = Bound::more_than;
  f.unit = "people";
  f.population = Actor{kNone, at("people")};
  f.span = at("More than 1,400");
  f.rule = "rule:measure";
  f.confidence = 0.8F;
  out.figures.push_back(f);
  Instrument it;
  it.kind = InstrumentKind::proposal;
  it.label = "21-day pause";
  it.parties = {{"sponsors", {3}}, {"addressees", {1, 2}}};
  it.terms = {{"duration", "P21D"}, {"action", "ceasefire"}};
  it.state = "tabled";
  it.state_by = {3};
  it.spans = {at("tabled a 21-day pause")};
  it.rule = "rule:proposal";
  it.confidence = 0.7F;
  out.instruments.push_back(it);
  out.abstained.push_back({"figure.place", at("people"), "no place is named"});
  return out;
}

}  // namespace detente::record
