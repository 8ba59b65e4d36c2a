// What the parts of one reading share. The parts run in this order: parties, statements, events, figures, instruments.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "detente/analysis.hpp"
#include "detente/knowledge/knowledge.hpp"
#include "detente/reading.hpp"
#include "detente/report.hpp"

namespace detente::reading {

// One place where a party is referred to.
struct Mention {
  Index party = kNone;
  TokenRange tokens;       // the fullest noun phrase without relative clauses
  std::uint32_t head = 0;  // its syntactic head
};

struct Context {
  const Report& report;
  const Analysis& a;
  const knowledge::Knowledge& k;
  Reading& out;

  std::vector<Mention> mentions;             // in text order of `head`
  std::vector<std::int32_t> mention_at;      // per token: the mention whose head it is, or -1
  std::vector<Index> statement_at;           // per token: the innermost statement whose content holds it, or kNone
  std::vector<std::uint8_t> discarded = {};  // per sentence: 1 if a user's dictionary says that it is not to be coded
};

// Fills out.parties, mentions, mention_at, discarded.
void find_parties(Context&);
// Fills out.statements and statement_at.
void find_statements(Context&);
void find_events(Context&);
void find_figures(Context&);
void find_instruments(Context&);

// The fullest noun phrase around `head` without relative clauses, trailing appositions or conjuncts.
TokenRange noun_phrase(const Analysis&, std::uint32_t head);

// The actor whose mention has `head` as its head: a known party, or a party made from the noun phrase if its head noun
// can act ("officials", "troops", "protesters", "the ministry"). Nothing if it cannot ("the plan", "tensions").
std::optional<Actor> actor_at(Context&, std::uint32_t head);

// actor_at for `head` and each of its conjuncts ("Israel and Hamas", "the US, Egypt and Qatar"), in text order.
std::vector<Actor> actors_at(Context&, std::uint32_t head);

// The party of the possessive or nominal modifier that owns `head`: "Israel's campaign", "the Israeli strike",
// "the strike by Israel". In this order; empty if there is none.
std::vector<Actor> owners_of(Context&, std::uint32_t head);

}  // namespace detente::reading
