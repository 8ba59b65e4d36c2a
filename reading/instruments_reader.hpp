// What diplomacy works with, read from the words of statements and events.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "context.hpp"
#include "statements_syntax.hpp"

namespace detente::reading {

// The grammar and the lexicon that the readers of all kinds of instrument share.
class InstrumentTools {
 public:
  explicit InstrumentTools(Context& c);

  Context& context() const { return c_; }
  const Analysis& analysis() const { return a_; }

  bool is(std::uint32_t token, std::uint32_t classes) const {
    return (c_.k.words.classes(a_.lemma[token]) & classes) != 0;
  }
  // By the word itself, for names: "Accord".
  bool is_lower(std::uint32_t token, std::uint32_t classes) const {
    return (c_.k.words.classes(a_.lower[token]) & classes) != 0;
  }
  // The classes of a verb with its particle.
  std::uint32_t verb_classes(std::uint32_t verb) const;
  bool in_entity_name(std::uint32_t token) const;

  // The verb that governs a token through nouns and prepositions, if there is one within its clause.
  std::optional<std::uint32_t> governing_verb(std::uint32_t token) const;
  // Whose statement holds the token: its source's party, or kNone.
  Index speaker(std::uint32_t token) const;
  // Whether the subject of a verb is the one who makes the statement it stands in: "we will", "Rubio said he would".
  bool subject_speaks(std::uint32_t verb) const;
  // Whether the subject belongs to the speaker: "he said his government would".
  bool subject_is_of_speaker(std::uint32_t verb) const;
  // A modal verb of a clause, in lower case; empty if there is none.
  std::string_view modal(std::uint32_t verb) const;

  // The event that a token names, or null.
  const Event* event_at(std::uint32_t token) const;
  // The statement in which a token stands, or null; what kind of saying it is; whether its source is a document or
  // somebody who speaks for a government, or one who studies it.
  const Statement* statement_at(std::uint32_t token) const;
  knowledge::Stance stance(std::uint32_t token) const;
  std::string_view cue(std::uint32_t token) const;
  bool source_names(std::uint32_t token, std::initializer_list<std::string_view> lemmas) const;
  bool source_is_document(std::uint32_t token) const;
  bool source_is_analyst(std::uint32_t token) const;
  // Whether the subject of a verb is of the same government as the one who speaks: "the ministry said no soldier
  // would".
  bool subject_is_of_same_side(std::uint32_t verb) const;
  // A child of the verb opens a condition: "if", "unless", "until", "as long as", "before".
  bool has_condition(std::uint32_t verb, std::initializer_list<std::string_view> words) const;

  TokenRange clause(std::uint32_t verb) const;
  TokenRange predicate(std::uint32_t verb) const;

  void add_party(Instrument&, std::string_view role, std::uint32_t head) const;
  void add_subject(Instrument&, std::string_view role, std::uint32_t verb) const;
  // A new instrument with its span, its label, the statement it stands in and what it was read by.
  Instrument& add(InstrumentKind, TokenRange words, std::uint32_t anchor, std::string rule, float confidence);
  // A further mention of an instrument.
  void add_span(Instrument&, TokenRange words);
  bool overlaps_same_kind(InstrumentKind, TokenRange words) const;

 private:
  bool source_is_plural(const Statement&) const;

  Context& c_;
  const Analysis& a_;
  std::vector<std::int32_t> event_at_;  // per token: the event whose trigger begins there, or -1
  std::vector<std::uint8_t> covered_;   // per token: a bit for each kind of instrument whose words hold it
};

void find_proposals(InstrumentTools&);
void find_levers(InstrumentTools&);
void find_commitments(InstrumentTools&);
void find_red_lines(InstrumentTools&);
void find_violations(InstrumentTools&);
void find_assessments(InstrumentTools&);

}  // namespace detente::reading
