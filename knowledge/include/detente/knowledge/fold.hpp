// Words as names are compared: without case, accents, full stops and apostrophes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace detente::knowledge {

// How a word is written.
enum Shape : std::uint8_t {
  kLower = 0,
  kCapital = 1,  // its first letter is a capital
  kAllCaps = 2,  // two letters or more, and all are capitals
};

// "U.S." -> "us", "Erdoğan" -> "erdogan", "Sana’a" -> "sanaa", "'s" -> "s", "&" -> "and". Empty for other punctuation.
// The bytes must be valid UTF-8. `out` is overwritten.
void fold(std::string_view word, std::string& out);

// kCapital and kAllCaps as they apply.
std::uint8_t shape_of(std::string_view word);

struct FoldedWord {
  std::string text;
  std::uint8_t shape = kLower;
};

// The words of a name, cut at white space, hyphens, underscores and punctuation; a possessive is a word "s" of its own.
// A leading article is left out.
std::vector<FoldedWord> name_words(std::string_view name);

// name_words() joined by spaces: "the Defence Secretary" -> "defence secretary".
std::string folded_name(std::string_view name);

// Forms of an English noun that its last word may take in a text: the word, its plural, its singular.
std::vector<std::string> noun_forms(const std::string& word);

}  // namespace detente::knowledge
