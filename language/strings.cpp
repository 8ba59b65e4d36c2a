#include "strings.hpp"

#include <algorithm>
#include <array>
#include <cstring>
#include <string>
#include <unordered_map>
#include <vector>

namespace detente::language {

namespace {

// The numbers of spaCy 3's symbols (spacy.symbols), in runs. FLAG19 to FLAG63 are 19 to 63; DEPRECATED001 to
// DEPRECATED276 are 104 to 379.
struct Run {
  std::uint64_t first;
  std::vector<const char*> names;
};

const std::vector<Run>& runs() {
  static const std::vector<Run> all = {
      {1,
       {"IS_ALPHA", "IS_ASCII", "IS_DIGIT", "IS_LOWER", "IS_PUNCT", "IS_SPACE", "IS_TITLE", "IS_UPPER", "LIKE_URL",
        "LIKE_NUM", "LIKE_EMAIL", "IS_STOP", "IS_OOV_DEPRECATED", "IS_BRACKET", "IS_QUOTE", "IS_LEFT_PUNCT",
        "IS_RIGHT_PUNCT", "IS_CURRENCY"}},
      {64, {"ID",   "ORTH", "LOWER", "NORM",    "SHAPE",    "PREFIX", "SUFFIX",     "LENGTH", "CLUSTER", "LEMMA",
            "POS",  "TAG",  "DEP",   "ENT_IOB", "ENT_TYPE", "HEAD",   "SENT_START", "SPACY",  "PROB",    "LANG",
            "ADJ",  "ADP",  "ADV",   "AUX",     "CONJ",     "CCONJ",  "DET",        "INTJ",   "NOUN",    "NUM",
            "PART", "PRON", "PROPN", "PUNCT",   "SCONJ",    "SYM",    "VERB",       "X",      "EOL",     "SPACE"}},
      {380,
       {"PERSON",    "NORP",  "FACILITY",  "ORG",      "GPE",     "LOC",       "PRODUCT",   "EVENT",      "WORK_OF_ART",
        "LANGUAGE",  "LAW",   "DATE",      "TIME",     "PERCENT", "MONEY",     "QUANTITY",  "ORDINAL",    "CARDINAL",
        "acomp",     "advcl", "advmod",    "agent",    "amod",    "appos",     "attr",      "aux",        "auxpass",
        "cc",        "ccomp", "complm",    "conj",     "cop",     "csubj",     "csubjpass", "dep",        "det",
        "dobj",      "expl",  "hmod",      "hyph",     "infmod",  "intj",      "iobj",      "mark",       "meta",
        "neg",       "nmod",  "nn",        "npadvmod", "nsubj",   "nsubjpass", "num",       "number",     "oprd",
        "obj",       "obl",   "parataxis", "partmod",  "pcomp",   "pobj",      "poss",      "possessive", "preconj",
        "prep",      "prt",   "punct",     "quantmod", "relcl",   "rcmod",     "root",      "xcomp",      "acl",
        "ENT_KB_ID", "MORPH", "ENT_ID",    "IDX",      "_"}},
  };
  return all;
}

const std::unordered_map<std::string, std::uint64_t>& symbols() {
  static const auto table = [] {
    std::unordered_map<std::string, std::uint64_t> map;
    for (const Run& run : runs()) {
      for (std::size_t i = 0; i < run.names.size(); ++i) {
        map.emplace(run.names[i], run.first + i);
      }
    }
    for (std::uint64_t i = 19; i <= 63; ++i) {
      map.emplace("FLAG" + std::to_string(i), i);
    }
    for (std::uint64_t i = 1; i <= 276; ++i) {
      std::string digits = std::to_string(i);
      map.emplace("DEPRECATED" + std::string(3 - digits.size(), '0') + digits, 103 + i);
    }
    return map;
  }();
  return table;
}

constexpr std::uint64_t rotate_left(std::uint64_t x, int by) { return (x << by) | (x >> (64 - by)); }

constexpr std::uint64_t mix(std::uint64_t h) {
  h ^= h >> 33;
  h *= 0xff51afd7ed558ccdULL;
  h ^= h >> 33;
  h *= 0xc4ceb9fe1a85ec53ULL;
  return h ^ (h >> 33);
}

}  // namespace

std::uint64_t murmur64a(std::string_view bytes, std::uint64_t seed) {
  constexpr std::uint64_t m = 0xc6a4a7935bd1e995ULL;
  std::uint64_t h = seed ^ (bytes.size() * m);
  std::size_t at = 0;
  for (; at + 8 <= bytes.size(); at += 8) {
    std::uint64_t k = 0;
    std::memcpy(&k, bytes.data() + at, 8);
    k *= m;
    k ^= k >> 47;
    k *= m;
    h = (h ^ k) * m;
  }
  if (at < bytes.size()) {
    std::uint64_t k = 0;
    std::memcpy(&k, bytes.data() + at, bytes.size() - at);
    h = (h ^ k) * m;
  }
  h ^= h >> 47;
  h *= m;
  return h ^ (h >> 47);
}

std::uint64_t string_id(std::string_view text) {
  if (text.empty()) {
    return 0;
  }
  constexpr std::size_t kLongestSymbol = 17;
  if (text.size() <= kLongestSymbol) {
    const auto& table = symbols();
    const auto found = table.find(std::string(text));
    if (found != table.end()) {
      return found->second;
    }
  }
  return murmur64a(text, 1);
}

void table_rows(std::uint64_t id, std::uint32_t seed, std::uint32_t rows, std::uint32_t out[4]) {
  std::uint64_t h1 = rotate_left(id * 0x87c37b91114253d5ULL, 31) * 0x4cf5ad432745937fULL;
  h1 ^= seed;
  std::uint64_t h2 = seed;
  h1 ^= 8;
  h2 ^= 8;
  h1 += h2;
  h2 += h1;
  h1 = mix(h1);
  h2 = mix(h2);
  h1 += h2;
  h2 += h1;
  out[0] = static_cast<std::uint32_t>(h1) % rows;
  out[1] = static_cast<std::uint32_t>(h1 >> 32) % rows;
  out[2] = static_cast<std::uint32_t>(h2) % rows;
  out[3] = static_cast<std::uint32_t>(h2 >> 32) % rows;
}

}  // namespace detente::language
