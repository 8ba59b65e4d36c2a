// How the tree of a sentence is asked for the arguments of an act. Internal to reading/.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "context.hpp"
#include "detente/knowledge/acts.hpp"

namespace detente::reading {

using Token = std::uint32_t;

// Up to six tokens, in the order of adding; more are dropped.
class Heads {
 public:
  void add(Token t) {
    for (std::uint8_t i = 0; i < size_; ++i) {
      if (items_[i] == t) {
        return;
      }
    }
    if (size_ < items_.size()) {
      items_[size_++] = t;
    }
  }
  bool empty() const { return size_ == 0; }
  Token front() const { return items_[0]; }
  const Token* begin() const { return items_.data(); }
  const Token* end() const { return items_.data() + size_; }

 private:
  std::array<Token, 6> items_{};
  std::uint8_t size_ = 0;
};

// Who and what stand at a verb once passives, control, raising, relatives and coordination are undone: `subjects` act,
// `objects` are acted on, whatever the surface is.
struct Arguments {
  Heads subjects;
  Heads objects;
  Heads datives;
  bool passive = false;
};

// A preposition and the head of what stands after it (a noun, or the verb of a gerund).
struct PrepLink {
  Token prep = 0;
  Token object = 0;
};

// The reading of the tree that all parts of event coding share; holds per-token word numbers of the act lexicon.
class Syntax {
 public:
  Syntax(const Analysis&, const knowledge::ActLexicon&);

  const Analysis& a;
  const knowledge::ActLexicon& acts;

  knowledge::WordId word(Token t) const { return words_[t]; }
  // The word of the form itself, for prepositions and particles.
  knowledge::WordId form(Token t) const { return forms_[t]; }
  // The words of up to three tokens before `t` within its phrase.
  std::span<const knowledge::WordId> modifiers(Token t, std::array<knowledge::WordId, 3>& into) const;
  bool in_set(Token t, std::uint16_t set) const { return words_[t] != 0 && acts.in_set(words_[t], set); }
  // As ActLexicon::passes.
  int passes(const knowledge::WordTest&, Token head) const;

  Arguments arguments(Token verb) const;
  // The grammatical subject as it stands on the surface, passives not undone; relatives and control are.
  Heads surface_subjects(Token verb, int depth = 0) const;
  bool is_passive(Token verb, int depth = 0) const;
  // Prepositional phrases of the verb or noun, of its objects, and of the nouns within those.
  std::vector<PrepLink> preps(Token head, const Heads& objects) const;

  // Phrases of these prepositions say when, why or by whose word, not on whom.
  static bool tells_circumstance(std::string_view prep);
  bool is_verb(Token t) const { return a.pos[t] == Pos::VERB || a.pos[t] == Pos::AUX; }
  bool is_noun(Token t) const { return a.pos[t] == Pos::NOUN || a.pos[t] == Pos::PROPN; }
  Token child(Token t, Dep dep) const;  // the first such child, kNoToken if none
  bool has_child(Token t, Dep dep) const { return child(t, dep) != kNoToken; }
  bool has_to(Token verb) const;
  static constexpr Token kNoToken = 0xffffffffU;

 private:
  void add_preps(Token head, int depth, std::vector<PrepLink>& out) const;
  Token antecedent(Token t, Token verb) const;
  Token after_dateline(Token subject, Token verb) const;

  std::vector<knowledge::WordId> words_;
  std::vector<knowledge::WordId> forms_;
};

// The status of the act at the token (a verb, or a noun that names an act).
class StatusReader {
 public:
  explicit StatusReader(const Syntax&);
  Status at(Token) const;
  // The word says that what follows is meant to be done: "decision", "offer", "plot".
  bool commits(Token word) const { return (planned_ && s_.in_set(word, *planned_)) || is_attempt(word); }

 private:
  std::optional<Status> own(Token verb) const;
  bool is_none(Token noun) const;
  bool without_argument(Token verb) const;
  bool is_untrue(Token verb) const;
  bool left_unsaid(Token verb) const;
  bool is_attempt(Token word) const;
  Status verb_status(Token verb, int depth) const;
  Status noun_status(Token noun, int depth) const;

  const Syntax& s_;
  std::optional<std::uint16_t> planned_, possible_, negated_, speech_, fact_;
};

// ISO 3166-1 alpha-3 of the country of the place of that name, empty if no place of that name is known; countries that
// the report names are preferred.
std::string country_of_place(const Context&, TokenRange name);
// The date of the act at the token, from its own clause, resolved against the report's date.
std::optional<DateRef> date_of_act(const Context&, const Syntax&, Token trigger, Status status);
// The date that the temporal phrase around the token names: "October 7", "last month".
std::optional<DateRef> date_at(const Context&, Token, bool future);
// The innermost place of the clause of the act.
std::optional<PlaceRef> place_of_act(const Context&, Token trigger);
inline std::optional<PlaceRef> place_of_act(const Context& c, const Syntax&, Token trigger) {
  return place_of_act(c, trigger);
}

}  // namespace detente::reading
