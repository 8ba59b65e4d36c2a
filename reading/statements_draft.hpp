// How statements come about: cues, phrases and quotations each draft some; statements.cpp joins and nests them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "context.hpp"
#include "quotes.hpp"
#include "statements_syntax.hpp"

namespace detente::reading {

// A statement before its words are resolved to parties and bytes.
struct StatementDraft {
  std::optional<Subject> source;
  std::optional<TokenRange> source_words;  // where the source is no subject: the words themselves
  TokenRange cue;                          // may be empty
  std::optional<std::uint32_t> cue_head;   // the verb, noun or adjective that speaks
  std::vector<TokenRange> content;
  std::optional<std::uint32_t> audience;
  std::string rule;
  float confidence = 0;
  bool quoted = false;      // drafted from a quotation
  bool undertakes = false;  // a promise, by the words of instruments.toml
  knowledge::Stance stance = knowledge::Stance::neutral;
};

struct Drafting {
  Context& c;
  const Quotes& quotes;
  std::vector<StatementDraft> drafts;
  std::vector<std::int32_t> by_cue;      // per token: the draft whose cue_head it is, or -1
  std::vector<std::uint8_t> attributed;  // per quotation: 1 if a draft has it for content

  // The draft with this cue head, made if there is none.
  StatementDraft& draft_for(std::uint32_t cue_head);
};

// Verbs, nouns and adjectives that carry content by their grammar.
void draft_cues(Drafting&);
// "according to", "in the words of", "X:", bullets.
void draft_phrases(Drafting&);
// Quotations with a speaker before or behind them, and those that follow from an earlier one.
void draft_quotes(Drafting&);
void draft_loose_quotes(Drafting&);

// The first token of the clause or sentence that `token` stands in: behind the last sentence end, paragraph or
// quotation boundary; and the token behind the last of the sentence.
TokenRange sentence_around(const Analysis&, const Quotes&, std::uint32_t token);

// Two noun phrases joined into the words that name a subject.
TokenRange source_range(const Analysis&, const Subject&);

}  // namespace detente::reading
