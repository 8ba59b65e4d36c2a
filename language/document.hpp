// A document on its way through the components of a pipeline, as structures of arrays.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tokenizer.hpp"

namespace detente::language {

// Tags, labels, parts of speech and features by number; 0 is "none".
using Symbol = std::uint32_t;

class Symbols {
 public:
  Symbols() { add(""); }
  Symbol add(std::string_view text) {
    const auto found = numbers_.find(std::string(text));
    if (found != numbers_.end()) {
      return found->second;
    }
    const auto number = static_cast<Symbol>(texts_.size());
    texts_.emplace_back(text);
    numbers_.emplace(texts_.back(), number);
    return number;
  }
  // The number of a text that was added, or one past the last.
  Symbol find(std::string_view text) const {
    const auto found = numbers_.find(std::string(text));
    return found == numbers_.end() ? size() : found->second;
  }
  const std::string& operator[](Symbol number) const { return texts_[number]; }
  Symbol size() const { return static_cast<Symbol>(texts_.size()); }

 private:
  std::vector<std::string> texts_;
  std::unordered_map<std::string, Symbol> numbers_;
};

inline constexpr std::uint32_t kNoToken = 0xFFFFFFFFU;

// Whether a token begins a sentence.
enum class Start : std::int8_t { no = -1, unknown = 0, yes = 1 };

struct EntitySpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;
  Symbol type = 0;
};

struct Document {
  Tokens tokens;
  std::vector<Symbol> tag;
  std::vector<Symbol> pos;
  std::vector<Symbol> morph;
  std::vector<Symbol> dep;
  std::vector<std::uint32_t> head;
  std::vector<Start> start;
  std::vector<std::uint32_t> left_edge;
  std::vector<std::uint32_t> right_edge;
  std::vector<std::string_view> lemma;  // without data(): not set
  std::vector<EntitySpan> entities;
  bool parsed = false;

  std::uint32_t size() const { return tokens.size(); }
  // Makes room for the annotations of the tokens, all unset.
  void reset_annotations();
};

}  // namespace detente::language
