// spaCy's tokenizer: text into words by white space, affix expressions, URL expressions and special cases.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "arena.hpp"
#include "faults.hpp"
#include "regex.hpp"
#include "words.hpp"

namespace detente::language {

// Tokens as structures of arrays.
struct Tokens {
  std::vector<std::uint32_t> word;        // index into the word table
  std::vector<std::uint32_t> begin;       // byte offset in the text
  std::vector<std::uint32_t> end;         // byte offset after the last byte
  std::vector<std::uint8_t> space_after;  // one space follows that belongs to no token

  std::uint32_t size() const { return static_cast<std::uint32_t>(word.size()); }
  void clear();
};

// What one thread knows about words: grows with the words it meets.
struct WordMemory {
  WordTable words;
  std::shared_ptr<Arena> arena = std::make_shared<Arena>();
  RegexScratch regex;

  // Chunks between spaces that were split before: their words are chunk_words[first, first + count).
  struct Chunk {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
  };
  std::unordered_map<std::string_view, Chunk> chunks;
  std::vector<std::uint32_t> chunk_words;

  // Buffers of the tokenizer.
  std::vector<std::uint32_t> prefixes;
  std::vector<std::uint32_t> suffixes;
  Tokens copy;

  // Forgets all words; what was handed out stays alive with its arena.
  void clear();
};

class Tokenizer {
 public:
  // The file `tokenizer` of a pipeline.
  void load(const std::filesystem::path& file, const Norms& norms, Faults& faults);

  // Replaces what is in `out`. `text` is valid UTF-8.
  void tokenize(std::string_view text, const Norms& norms, WordMemory& memory, Tokens& out) const;

 private:
  struct Piece {
    std::string text;
    std::string norm;  // empty: the word's own
  };
  // A node of the tree of special cases as they are split without special cases.
  struct PhraseNode {
    std::unordered_map<std::uint64_t, std::uint32_t> next;  // by text id
    bool ends = false;
  };
  struct Phrase {
    std::uint32_t begin;
    std::uint32_t end;
  };

  void read_exceptions(const struct MsgValue& table, const std::string& where, Faults& faults);
  void build_phrases(bool faster, const Norms& norms);
  void split_spaces(std::string_view text, bool specials, const Norms& norms, WordMemory& memory, Tokens& out) const;
  void add_chunk(std::string_view chunk, std::uint32_t offset, bool specials, const Norms& norms, WordMemory& memory,
                 Tokens& out) const;
  void split_chunk(std::string_view chunk, bool specials, const Norms& norms, WordMemory& memory,
                   std::vector<std::uint32_t>& out) const;
  void attach_middle(std::string_view middle, bool specials, const Norms& norms, WordMemory& memory,
                     std::vector<std::uint32_t>& out) const;
  std::size_t prefix_length(std::string_view s, RegexScratch& scratch) const;
  std::size_t suffix_length(std::string_view s, RegexScratch& scratch) const;
  const std::vector<Piece>* special(std::string_view s) const;
  void apply_phrases(std::string_view text, const Norms& norms, WordMemory& memory, Tokens& tokens) const;

  Regex prefix_;
  Regex suffix_;
  Regex infix_;
  Regex token_match_;
  Regex url_match_;
  std::vector<std::string> special_texts_;  // owns the keys of specials_
  std::unordered_map<std::string_view, std::vector<Piece>> specials_;
  std::vector<PhraseNode> phrases_;
};

}  // namespace detente::language
