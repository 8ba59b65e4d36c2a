// How a verb of speech or thought holds what is said: its clause, its object, what a preposition leads to.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "statements_cues.hpp"

namespace detente::reading {

// The words that attribute, without what is attributed: subject, auxiliaries, adverbs, audience.
TokenRange segment_of(const Analysis&, std::uint32_t verb);
bool is_bare_pronoun(const Analysis&, std::uint32_t token);

class CueReader {
 public:
  CueReader(Drafting& w, std::uint32_t v, const knowledge::Cue& cue) : w_(w), a_(w.c.a), v_(v), cue_(cue) {}
  // Adds what the grammar of the verb holds to its draft, if it holds anything.
  void read_verb();

 private:
  bool takes(std::uint32_t what) const { return (cue_.takes & what) != 0; }
  bool is_quoted() const { return w_.by_cue[v_] >= 0 && w_.drafts[static_cast<std::size_t>(w_.by_cue[v_])].quoted; }
  // Where a noun phrase that is said, asked or praised ends: before a relative clause behind a comma, and before the
  // words that tell when or where it was said.
  std::uint32_t end_of_phrase(TokenRange r) const;
  TokenRange cue_words() const;
  // The clause that hangs on the verb, on either side of it, without the words that attribute.
  void add_clause(std::uint32_t clause, std::vector<TokenRange>& content) const;
  // "A, he said, B": B belongs to the content unless it hangs on the verb of saying ("he said, adding that").
  void add_rest(std::uint32_t from, TokenRange sentence, std::vector<TokenRange>& content) const;
  bool has_content_right(std::uint32_t from) const;
  void read_active(std::vector<TokenRange>& content, float& confidence);
  // "calls for elections within a year and an amnesty": the parser hangs the second noun on the verb.
  std::uint32_t end_of_joined(std::uint32_t end) const;
  // An object and the phrases right behind it, which the parser may hang on the verb: "proposed increasing spending by
  // a tenth over four years".
  TokenRange with_what_follows(TokenRange object) const;
  // The clauses that hang on the verb, those behind it first: what stands before may belong to another sentence, which
  // the parser has joined to this one at a quotation mark or a colon.
  std::vector<std::uint32_t> clauses() const;
  // "said in a statement that ...", "told an audience at a festival that ...": the clause hangs on the noun.
  std::optional<TokenRange> stray_clause() const;
  bool touches_quote(std::uint32_t clause) const;
  // "called the claims baseless", "described the deal as a mistake", "what he called a disgrace".
  bool read_as(std::optional<std::uint32_t> object, std::vector<TokenRange>& content) const;
  void read_passive(std::vector<TokenRange>& content, float& confidence);
  bool has_verb(std::uint32_t from, std::uint32_t to) const;
  bool subject_is_near() const;
  // "..., officials said." where the parse has lost the clause: the words before the comma.
  void read_trailing(std::vector<TokenRange>& content) const;
  static constexpr std::uint32_t kHearer = knowledge::kHearer;
  static constexpr std::uint32_t kUrge = knowledge::kUrge;
  Drafting& w_;
  const Analysis& a_;
  std::uint32_t v_;
  const knowledge::Cue& cue_;
  std::optional<std::uint32_t> audience_;
  bool object_ = false;  // the content is somebody and what they are blamed or praised for
  bool phrase_ = false;  // the content is a noun phrase
};

}  // namespace detente::reading
