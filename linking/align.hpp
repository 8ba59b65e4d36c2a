// How much of one text stands in the other? Sentences are laid side by side.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "words.hpp"

namespace detente::linking {

// Sentences of fewer words are too common to tell anything, and are left out.
inline constexpr std::uint32_t kLeastWords = 5;
// The part of a sentence that must stand in a sentence of the other text, in order.
inline constexpr double kSameSentence = 0.7;

// A text made ready for alignment.
struct Prepared {
  std::string text;
  Words words;
  std::vector<std::uint32_t> sentence_hash;  // of each sentence: all of its words
  std::vector<bool> prose;                   // of each sentence: long enough, and no call to read on
  std::vector<bool> counts;                  // and no boilerplate: left to the caller, at first as `prose`
};

Prepared prepare(std::string text);

// The hash of a sentence.
std::uint32_t hash_of(const Words& words, const Words::Sentence& sentence);

struct Side {
  double words = 0;             // in sentences that count
  double found = 0;             // of these, in sentences that stand in the other text
  std::uint32_t sentences = 0;  // that count
  std::uint32_t found_sentences = 0;
  std::uint32_t changed = 0;  // sentences that stand there with other numbers
  bool lead_changed = false;  // and the first one that counts is among them
  double share() const { return words > 0 ? found / words : 0; }
};

struct Alignment {
  Side a;
  Side b;
};

// With `edges_apart`, sentences that both texts share at their end or at their beginning alone, beside other text that
// they do not share, count for nothing: so that what one outlet prints under every report joins none.
Alignment align(const Prepared& a, const Prepared& b, bool edges_apart);

// The length of the longest common subsequence.
std::uint32_t common_words(std::span<const std::uint32_t> a, std::span<const std::uint32_t> b);

}  // namespace detente::linking
