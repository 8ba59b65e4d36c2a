// A text as hashed words in sentences: what sketches and alignment of origins work on.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "detente/report.hpp"

namespace detente::linking {

// Words are runs of ASCII letters in lower case, digits and bytes of other scripts; an apostrophe inside a word is
// passed over, punctuation and spaces of Unicode divide words.
struct Words {
  struct Sentence {
    Span bytes;
    std::uint32_t first = 0;  // words [first, last)
    std::uint32_t last = 0;
    std::uint32_t size() const { return last - first; }
  };
  std::vector<std::uint32_t> hash;   // of each word
  std::vector<std::uint32_t> begin;  // byte at which each word begins
  std::vector<std::uint32_t> end;    // byte behind it
  std::vector<Sentence> sentences;   // those without words are left out
};

Words split_words(std::string_view text);

// Mixes the bits of an integer (finaliser of MurmurHash3, Appleby, public domain).
constexpr std::uint32_t mix(std::uint32_t x) {
  x = (x ^ (x >> 16U)) * 0x85ebca6bU;
  x = (x ^ (x >> 13U)) * 0xc2b2ae35U;
  return x ^ (x >> 16U);
}
constexpr std::uint32_t combine(std::uint32_t a, std::uint32_t b) { return mix((a * 0x9e3779b1U + 0x7f4a7c15U) ^ b); }

}  // namespace detente::linking
