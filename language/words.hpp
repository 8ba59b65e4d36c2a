// Words: what depends on nothing but a token's own characters (spaCy's lexeme attributes), worked out once a word.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "arena.hpp"
#include "faults.hpp"

namespace detente::language {

enum WordFlag : std::uint32_t {
  kIsAlpha = 1U << 0,
  kIsAscii = 1U << 1,
  kIsDigit = 1U << 2,
  kIsLower = 1U << 3,
  kIsPunct = 1U << 4,
  kIsSpace = 1U << 5,
  kIsTitle = 1U << 6,
  kIsUpper = 1U << 7,
  kIsCurrency = 1U << 8,
};

struct Word {
  std::string_view text;
  std::string_view lower;
  std::string_view norm;
  std::uint64_t text_id = 0;
  std::uint64_t lower_id = 0;
  std::uint64_t norm_id = 0;
  std::uint64_t prefix_id = 0;  // the first character
  std::uint64_t suffix_id = 0;  // the last three
  std::uint64_t shape_id = 0;   // "Xxxx", "dd:dd": runs are cut at four
  std::uint32_t flags = 0;      // WordFlag
  std::uint32_t length = 0;     // characters
};

// The norms of words, from the pipeline's lexeme_norm table.
class Norms {
 public:
  // vocab/lookups.bin; a folder without one has spaCy's base norms only.
  void load(const std::filesystem::path& file, Faults& faults);
  // The norm under this text's id, or the base norm of the text, or nothing.
  std::string_view find(std::uint64_t id, std::string_view text) const;

 private:
  std::unordered_map<std::uint64_t, std::string> table_;
};

// All that can be said of a text; `norm` is a tokenizer exception's own norm or empty. Views go into the arena.
Word make_word(std::string_view text, std::string_view norm, const Norms& norms, Arena& arena);

// A table of words, each once for a text and a norm of its own.
class WordTable {
 public:
  WordTable();

  std::uint32_t find_or_add(std::string_view text, std::string_view norm, const Norms& norms, Arena& arena);
  const Word& operator[](std::uint32_t i) const { return words_[i]; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(words_.size()); }
  void clear();

 private:
  struct Slot {
    std::uint64_t hash = 0;
    std::uint32_t index = 0;  // plus one; 0 is an empty slot
  };
  void grow();

  std::vector<Word> words_;
  std::vector<std::string_view> own_norms_;
  std::vector<Slot> slots_;
};

}  // namespace detente::language
