// spaCy's lemmatizer: by rules with exceptions and an index of known forms, or by a table.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "document.hpp"
#include "faults.hpp"
#include "msgpack.hpp"

namespace detente::language {

struct LemmaMemory {
  struct Key {
    std::uint32_t word = 0;
    Symbol pos = 0;
    Symbol morph = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& k) const {
      std::uint64_t h = ((std::uint64_t{k.word} << 32) | k.pos) * 0x9E3779B97F4A7C15ULL;
      h = (h ^ (h >> 31) ^ k.morph) * 0x9E3779B97F4A7C15ULL;
      return static_cast<std::size_t>(h ^ (h >> 29));
    }
  };
  std::unordered_map<Key, std::string_view, KeyHash> known;

  void clear() { known.clear(); }
};

class Lemmatizer {
 public:
  // The folder of the component; reads lookups/lookups.bin. `mode` is "rule" or "lookup".
  void load(const std::filesystem::path& folder, const std::string& mode, bool overwrite, bool english, Faults& faults);
  void run(const Symbols& symbols, WordMemory& words, LemmaMemory& memory, Document& document) const;

 private:
  struct Rule {
    std::string_view ending;
    std::string_view instead;
  };
  struct Tables {
    std::vector<Rule> rules;
    std::unordered_map<std::string_view, std::vector<std::string_view>> exceptions;
    std::unordered_set<std::string_view> index;
    bool any() const { return !rules.empty() || !exceptions.empty() || !index.empty(); }
  };

  void read_tables(const MsgValue& root, const std::string& where, Faults& faults);
  std::string lemmatize(const Word& word, std::string_view pos, std::string_view morph) const;
  bool is_base_form(std::string_view pos, std::string_view morph) const;

  std::string bytes_;  // what the views of the tables point into
  std::unordered_map<std::uint64_t, Tables> by_pos_;
  std::unordered_map<std::uint64_t, std::string_view> table_;
  bool rules_ = true;
  bool overwrite_ = false;
  bool english_ = false;
};

}  // namespace detente::language
