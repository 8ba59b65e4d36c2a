// spaCy's attribute ruler: patterns of tokens that set tags, parts of speech, features, lemmas and labels.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "document.hpp"
#include "faults.hpp"
#include "msgpack.hpp"
#include "regex.hpp"

namespace detente::language {

// What a rule sets; values that it leaves alone are absent.
struct Assignment {
  bool has_tag = false, has_pos = false, has_morph = false, has_dep = false, has_lemma = false;
  Symbol tag = 0, pos = 0, morph = 0, dep = 0, lemma = 0;

  void apply(const Assignment& later);
};

struct RulerMemory {
  struct Key {
    std::uint32_t word = 0;
    Symbol tag = 0, pos = 0, morph = 0, dep = 0;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::size_t operator()(const Key& k) const;
  };
  // What the patterns of one token make of a word with these annotations.
  struct Known {
    Assignment sum;
    std::vector<std::uint32_t> rules;  // those that match, in order
    bool may_begin = false;            // a pattern of several tokens can begin here
  };
  std::unordered_map<Key, Known, KeyHash> known;
  std::vector<const Known*> by_token;

  void clear() { known.clear(); }
};

class AttributeRuler {
 public:
  // The folder of the component; reads `patterns`.
  void load(const std::filesystem::path& folder, Symbols& symbols, Faults& faults);
  void run(const Symbols& symbols, WordMemory& words, RulerMemory& memory, Document& document) const;

 private:
  enum class Attribute : std::uint8_t {
    orth,
    lower,
    norm,
    shape,
    prefix,
    suffix,
    length,
    flag,
    tag,
    pos,
    morph,
    dep,
    lemma
  };
  enum class Test : std::uint8_t { equal, in, not_in, regex };
  enum class Times : std::uint8_t { once, never, at_most_once, any };

  struct Condition {
    Attribute attribute = Attribute::orth;
    Test test = Test::equal;
    std::uint32_t flag = 0;
    std::vector<std::uint64_t> values;  // ids of texts, symbols, or numbers
    std::size_t regex = 0;
  };
  struct TokenPattern {
    std::vector<Condition> conditions;
    Times times = Times::once;
  };
  struct Pattern {
    std::vector<TokenPattern> tokens;
    std::uint32_t rule = 0;
  };

  void read_rule(const MsgValue& rule, Symbols& symbols, Faults& faults);
  bool read_token(const MsgValue& token, Pattern& pattern, Symbols& symbols, Faults& faults);
  bool read_condition(std::string_view name, const MsgValue& value, Condition& condition, Symbols& symbols,
                      Faults& faults);
  bool holds(const TokenPattern& pattern, const Word& word, const RulerMemory::Key& key, std::string_view lemma,
             const Symbols& symbols, RegexScratch& scratch) const;
  const RulerMemory::Known& look_up(const RulerMemory::Key& key, const Symbols& symbols, WordMemory& words,
                                    RulerMemory& memory) const;

  std::string where_;
  std::vector<Assignment> assignments_;
  std::vector<std::int64_t> indices_;
  std::vector<Pattern> single_;
  std::vector<Pattern> several_;
  std::vector<Regex> regexes_;
};

// Features "B=2|A=1" in the order of their names; "_" is none.
std::string normal_morph(std::string_view features);

}  // namespace detente::language
