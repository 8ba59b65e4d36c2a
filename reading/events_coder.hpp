// Codes the acts of one report. Internal to reading/.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "events.hpp"
#include "one_of.hpp"

namespace detente::reading {

// Acts that leave marks whether or not the text names who did them.
inline bool is_strong_type(EventType type) {
  return type == EventType::ASSAULT || type == EventType::COERCE || type == EventType::PROTEST;
}

// Of two actors that no party is known of, nothing says that they are the same.
inline bool same_party(const Actor& x, const Actor& y) { return x.party != kNone && x.party == y.party; }

// A frame that fits at a token.
struct FrameMatch {
  const knowledge::ActFrame* frame = nullptr;
  int score = -1;
  Heads object_heads;               // that passed the test of the object
  Token clause = Syntax::kNoToken;  // verb of the complement
  Token particle = Syntax::kNoToken;
};

// An event before its actors are written down.
struct Draft {
  const knowledge::ActFrame* frame = nullptr;
  Token trigger = 0;
  Token last = 0;    // of the trigger's words
  Token object = 0;  // the noun that the frame names: "make an arrest"; else the trigger
  EventType type = EventType::CONSULT;
  std::string cameo;
  std::vector<Actor> sources;
  std::vector<Actor> targets;
  Status status = Status::actual;
  std::string rule;
  float confidence = 0;
  bool nominal = false;
};

class EventCoder {
 public:
  explicit EventCoder(Context&);
  void run();

 private:
  enum class Use : std::uint8_t { free, object, content };

  // Matching.
  FrameMatch best_frame(Token, knowledge::ActHead, const Arguments&, const std::vector<PrepLink>&) const;
  bool fits(const knowledge::ActFrame&, Token, const Arguments&, const std::vector<PrepLink>&, FrameMatch&) const;
  bool fits_clause(const knowledge::ActFrame&, Token, FrameMatch&) const;
  int any_passes(const knowledge::WordTest&, const Heads&, Heads* which) const;
  bool is_plural(const Heads&) const;
  const PrepLink* prep_for(const knowledge::PrepSlot&, const std::vector<PrepLink>&) const;

  // Coding.
  bool names_deed(Token noun) const;
  void mark_content(Token verb, int depth);
  void code_verb(Token);
  void code_noun(Token);
  void code_intent(Token, const Draft&);
  bool only_content(Token verb, const Draft&) const;
  bool is_forecast(Token verb, const Draft&) const;
  void code_duty(Token);
  void fill(Draft&, const FrameMatch&, Token, const Arguments&, const std::vector<PrepLink>&);
  void fill_from_content(Draft&, Token clause);
  bool forswears(Token verb, Token clause) const;
  void find_target(Draft&, Token, const Arguments&, const std::vector<PrepLink>&);
  bool find_deeper_target(Draft&, Token, int depth);
  bool take_targets(Draft&, std::vector<Actor>);
  std::optional<Draft> content_act(Token verb, int depth);
  void emit(Draft&&);
  bool each_other(Token verb) const;
  bool among_themselves(const Draft&) const;
  void emit_user(const Draft&);

  // Verbs of a user's PETRARCH dictionary, which stands for a whole scheme of its own (events_petrarch.cpp).
  void code_user_verbs(TokenRange sentence);
  bool code_user_verb(Token verb);
  void write(const Draft&);

  // The whole report.
  Token attack_behind(Token verb) const;
  Token attack_named(Token verb) const;
  bool is_definite(Token noun) const;
  bool is_new(Token noun) const;
  bool told_before(Token noun, std::size_t i) const;
  bool looks_back(Token noun) const;
  void fold_outcomes(std::vector<bool>& gone);
  void fold_wordings(std::vector<bool>& gone);
  void fold_captives(std::vector<bool>& gone);
  void merge();

  // Actors.
  std::vector<Actor> actors_in(Token head, int depth = 0);
  std::vector<Actor> subjects_of(const Heads&);
  std::vector<Actor> owners(Token head);
  Token deed_told(Token verb) const;
  std::vector<Actor> doers_of(Token verb, const Heads&);
  std::optional<Actor> place_actor(Token head);
  std::optional<Actor> speaker(Token pronoun) const;
  void name_pronoun(Actor&) const;
  std::optional<Actor> unknown_name(Token head) const;
  std::optional<Actor> thing_hit(const Draft&) const;
  bool is_time(Token) const;
  bool is_means(Token noun) const;
  bool is_physical(Token noun) const;
  bool hits_physical(Token verb) const;
  static void add(std::vector<Actor>& to, const std::vector<Actor>& more);

  Context& c_;
  const Analysis& a_;
  const knowledge::ActLexicon& acts_;
  Syntax s_;
  StatusReader status_;
  std::optional<std::uint16_t> quantity_, light_, suffered_, engaged_, needs_target_, says_enough_, harm_, maker_,
      building_, territory_, weapons_, immaterial_, document_, needs_party_;
  std::vector<Use> used_;
  std::vector<Token> triggers_;  // of each event that is written
};

}  // namespace detente::reading
