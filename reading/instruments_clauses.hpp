// Small questions about clauses that the readers of instruments share.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "instruments_reader.hpp"

namespace detente::reading {

inline std::string lexicon_rule(std::string_view lemma) { return "words/instruments.toml:" + std::string(lemma); }

inline bool is_verbal(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::VERB || a.pos[i] == Pos::AUX; }

inline bool has_any(const Analysis& a, std::uint32_t token, std::initializer_list<std::string_view> words) {
  for (const std::uint32_t k : a.children(token)) {
    if (std::find(words.begin(), words.end(), a.lower[k]) != words.end()) {
      return true;
    }
  }
  return false;
}

// The first noun of a class among an object and what hangs on it: "military aid", "shipments of bombs".
inline std::optional<std::uint32_t> noun_of_class(const InstrumentTools& t, std::uint32_t top, std::uint32_t classes) {
  const Analysis& a = t.analysis();
  for (std::uint32_t i = a.left_edge[top]; i <= a.right_edge[top] && i < top + 12; ++i) {
    if ((a.pos[i] == Pos::NOUN || a.pos[i] == Pos::PROPN) && t.is(i, classes) && !t.in_entity_name(i)) {
      // "the greenhouse gas problem" is no gas; a batch, package or flow of aid is aid.
      const std::uint32_t head = a.head[i];
      const bool part = a.dep[i] == Dep::compound && head > i && a.pos[head] == Pos::NOUN && !t.is(head, classes);
      static constexpr std::string_view kHolders[] = {"package", "program",  "programme", "flow", "batch",
                                                      "convoy",  "pipeline", "payment",   "deal", "corridor"};
      if (!part || std::find(std::begin(kHolders), std::end(kHolders), a.lemma[head]) != std::end(kHolders)) {
        return i;
      }
    }
  }
  return std::nullopt;
}

inline bool is_future(std::string_view modal) {
  return modal == "will" || modal == "shall" || modal == "'ll" || modal == "\xE2\x80\x99ll" || modal == "wo";
}

// Acts of force, pressure and threat, and acts of good will, by PLOVER type.
inline bool is_hostile(const Event* e) {
  return e != nullptr &&
         (e->type == EventType::ASSAULT || e->type == EventType::COERCE || e->type == EventType::MOBILIZE ||
          e->type == EventType::THREATEN || e->type == EventType::SANCTION);
}
inline bool is_friendly(const Event* e) {
  return e != nullptr &&
         (e->type == EventType::AGREE || e->type == EventType::SUPPORT || e->type == EventType::COOPERATE ||
          e->type == EventType::AID || e->type == EventType::CONCEDE || e->type == EventType::RETREAT);
}

}  // namespace detente::reading
