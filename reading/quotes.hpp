// Where do the quotations of a report begin and end?
#pragma once

#include <cstdint>
#include <vector>

#include "detente/analysis.hpp"

namespace detente::reading {

// A quotation that does not stand inside another one. Tokens `inside` lie between the marks.
struct Quote {
  TokenRange inside;
  TokenRange marked;  // with the marks; equal to `inside` at an end where the mark is missing
  std::uint32_t paragraph = 0;
  std::uint32_t words = 0;  // tokens that are neither punctuation nor white space
  bool closed = true;       // false: the closing mark is missing
  bool runs_on = false;     // false closing by convention: the next paragraph goes on with the same quotation
};

struct Quotes {
  std::vector<Quote> all;                   // in text order
  std::vector<std::int32_t> at;             // per token: the quotation that it stands in (marks included), or -1
  std::vector<TokenRange> paragraphs;       // in text order, without the white space between them
  std::vector<std::uint32_t> paragraph_of;  // per token
};

// Paragraphs end at an empty line, at a line end behind the end of a sentence, and before a bullet. Marks are paired
// within a paragraph; straight and curly marks close each other, since writers mix them.
Quotes find_quotes(const Analysis&);

// A token that is a quotation mark of any kind.
bool is_quote_mark(const Analysis&, std::uint32_t token);

}  // namespace detente::reading
