// Whose reporting does a report repeat? Outlets that it names as its source, and the substance that a source gives.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "words.hpp"

namespace detente::linking {

// One key for all names of an outlet: "CNN", "www.cnn.com" and "https://edition.cnn.com/x" give one, "The New York
// Times" and "nytimes.com" another. 0 if nothing is left of the name.
std::uint32_t outlet_key(std::string_view name);

struct NamedSource {
  std::uint32_t key = 0;
  std::string name;  // as a person writes it: "CNN"
};

// The outlets that a text names as its source, in the order of their first mention, each once, but for `own`: the
// report's outlet. Outlets of a built-in list are found in phrases of reporting ("as reported by CNN", "told Reuters",
// "AFP said", "BEIRUT (AP) -"); any name or host in a line "Source: ...", "originally published by ..." or the like.
std::vector<NamedSource> named_sources(std::string_view text, const Words& words, std::string_view original_source,
                                       std::uint32_t own);

// What two reports of one source share, as hashes, each list sorted and distinct.
struct Substance {
  struct Quotation {
    std::uint32_t first = 0;  // words [first, last)
    std::uint32_t last = 0;
  };
  std::vector<Quotation> quotations;   // of at least four words, in text order
  std::vector<std::uint32_t> numbers;  // in digits, of two digits or more, with the word behind them; no years
  std::vector<std::uint32_t> names;    // capitalised words inside sentences
};

Substance substance_of(std::string_view text, const Words& words);

}  // namespace detente::linking
