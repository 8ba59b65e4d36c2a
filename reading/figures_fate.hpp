// What happened to those that a figure counts: killed, wounded, displaced, taken hostage.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

#include "context.hpp"

namespace detente::reading {

// The measure of a figure, its unit, and the lexicon line or rule that tells.
struct Counted {
  std::string measure;
  std::string unit;
  std::string rule;
};

// `counted` is the unit where the measure has none of its own.
Counted counted_as(const knowledge::Measure&, std::string_view counted = {});

// Verbs between a sum and its number: "casualties exceed 1,400".
bool leads_to_number(std::string_view lemma);

// The words of a figure, and whether it counts people as far as its own words tell ("30", "30 men", not "30 seats").
struct CountedWords {
  TokenRange words;
  bool persons = false;
};

class FateReader {
 public:
  FateReader(const Analysis& a, const knowledge::WordLexicon& words) : a_(a), words_(words) {}

  // From the verb they are subject or object of, a participle beside them, the noun of an act that they follow, or the
  // whole that they are part of. `top` heads the words of the figure.
  std::optional<Counted> fate_of(std::uint32_t top, const CountedWords& figure, int depth = 0) const;
  // From the subject of a verb that leads to the number: "casualties exceed 1,400", "the toll reached 31".
  std::optional<Counted> fate_of_subject(std::uint32_t verb) const;

 private:
  const knowledge::Measure* state_of(std::string_view word) const;
  std::optional<Counted> total(std::uint32_t noun) const;
  std::optional<Counted> suffered(std::uint32_t verb) const;
  std::optional<Counted> killed() const;
  std::optional<Counted> held() const;
  bool has_child(std::uint32_t verb, std::string_view word) const;
  bool has_child_lemma(std::uint32_t verb, Dep dep, std::string_view lemma) const;
  std::optional<Counted> beside(std::uint32_t top, const CountedWords& figure) const;
  std::optional<Counted> behind_preposition(std::uint32_t top, const CountedWords& figure, int depth) const;
  bool holds_hostage(std::uint32_t verb) const;
  std::optional<Counted> fate_by_noun(std::uint32_t noun) const;
  std::optional<Counted> fate_by_verb(std::uint32_t verb, bool as_subject, bool persons) const;
  // Verbs that tell what happened to people only together with another word: "took into custody", "driven from their
  // homes", "living in tents".
  std::optional<Counted> fate_by_complement(std::uint32_t verb, bool as_subject) const;
  bool leads_to(std::uint32_t verb, std::initializer_list<std::string_view> prepositions,
                std::initializer_list<std::string_view> nouns) const;

  const Analysis& a_;
  const knowledge::WordLexicon& words_;
};

}  // namespace detente::reading
