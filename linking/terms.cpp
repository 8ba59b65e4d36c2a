// Words that tell claims apart.
#include <algorithm>
#include <string>

#include "detente/linking/claims.hpp"
#include "detente/text/hash.hpp"

namespace detente::linking {

namespace {

// Function words, and the verbs and nouns by which any report says that somebody says something.
constexpr std::string_view kEmpty[] = {
    "a",         "about",     "above",   "according", "across",    "added",   "after",   "again", "against", "all",
    "almost",    "along",     "already", "also",      "although",  "am",      "amid",    "among", "an",      "and",
    "another",   "any",       "are",     "around",    "as",        "at",      "away",    "back",  "be",      "became",
    "because",   "been",      "before",  "began",     "begin",     "being",   "between", "both",  "but",     "by",
    "called",    "came",      "can",     "come",      "could",     "did",     "do",      "does",  "down",    "due",
    "during",    "each",      "earlier", "either",    "even",      "ever",    "every",   "far",   "few",     "first",
    "following", "for",       "former",  "from",      "further",   "get",     "give",    "given", "go",      "going",
    "got",       "had",       "has",     "have",      "he",        "her",     "here",    "him",   "his",     "how",
    "however",   "i",         "if",      "in",        "including", "into",    "is",      "it",    "its",     "just",
    "last",      "late",      "later",   "least",     "less",      "like",    "made",    "make",  "many",    "may",
    "me",        "meanwhile", "might",   "more",      "most",      "much",    "must",    "my",    "near",    "new",
    "next",      "no",        "nor",     "not",       "now",       "of",      "off",     "on",    "once",    "one",
    "only",      "or",        "other",   "others",    "our",       "out",     "over",    "own",   "part",    "put",
    "quoted",    "rather",    "report",  "reported",  "reports",   "s",       "said",    "same",  "saw",     "say",
    "saying",    "says",      "see",     "seen",      "set",       "several", "shall",   "she",   "should",  "since",
    "so",        "some",      "still",   "such",      "take",      "taken",   "taking",  "than",  "that",    "the",
    "their",     "them",      "then",    "there",     "these",     "they",    "this",    "those", "though",  "through",
    "to",        "told",      "too",     "took",      "toward",    "towards", "two",     "under", "until",   "up",
    "upon",      "us",        "use",     "used",      "very",      "via",     "was",     "way",   "we",      "well",
    "went",      "were",      "what",    "when",      "where",     "whether", "which",   "while", "who",     "whom",
    "whose",     "why",       "will",    "with",      "within",    "without", "would",   "yet",   "you",     "your"};

// Words that stand in so many reports that sharing one says little.
constexpr std::string_view kCommon[] = {"accord",     "act",           "action",       "administration",
                                        "agency",     "agree",         "american",     "announce",
                                        "area",       "army",          "arrest",       "ask",
                                        "attack",     "attacker",      "authority",    "border",
                                        "capital",    "chief",         "city",         "civilian",
                                        "claim",      "comment",       "commission",   "conflict",
                                        "council",    "country",       "day",          "dead",
                                        "death",      "demand",        "deputy",       "die",
                                        "director",   "end",           "event",        "expect",
                                        "fire",       "force",         "foreign",      "friday",
                                        "government", "group",         "head",         "help",
                                        "hold",       "hour",          "human",        "incident",
                                        "injure",     "international", "kill",         "law",
                                        "lead",       "leader",        "leave",        "local",
                                        "man",        "media",         "meet",         "member",
                                        "military",   "million",       "minister",     "ministry",
                                        "monday",     "month",         "morning",      "move",
                                        "nation",     "national",      "negotiation",  "news",
                                        "night",      "number",        "office",       "officer",
                                        "official",   "operation",     "oppose",       "order",
                                        "party",      "peace",         "people",       "person",
                                        "place",      "plan",          "police",       "political",
                                        "president",  "press",         "prime",        "protest",
                                        "public",     "region",        "relation",     "release",
                                        "resident",   "right",         "saturday",     "secretary",
                                        "security",   "sen",           "sign",         "situation",
                                        "soldier",    "spokesman",     "spokesperson", "spokeswoman",
                                        "start",      "state",         "statement",    "stop",
                                        "strike",     "sunday",        "support",      "talk",
                                        "thousand",   "three",         "thursday",     "time",
                                        "today",      "town",          "troop",        "try",
                                        "tuesday",    "unite",         "united",       "violence",
                                        "visit",      "want",          "war",          "wednesday",
                                        "week",       "woman",         "world",        "wound",
                                        "year",       "hundred",       "january",      "february",
                                        "march",      "april",         "june",         "july",
                                        "august",     "september",     "october",      "november",
                                        "december"};

// States and their people: names, but such as half of all reports have.
constexpr std::string_view kStates[] = {
    "afghan",   "afghanistan", "africa",      "african",  "america",  "arab",      "asia",     "britain", "british",
    "china",    "chinese",     "egypt",       "egyptian", "eu",       "europe",    "european", "france",  "french",
    "german",   "germany",     "india",       "indian",   "iran",     "iranian",   "iraq",     "iraqi",   "israel",
    "israeli",  "japan",       "japanese",    "korea",    "korean",   "lebanese",  "lebanon",  "nato",    "north",
    "pakistan", "pakistani",   "palestinian", "russia",   "russian",  "saudi",     "south",    "syria",   "syrian",
    "taiwan",   "turkey",      "turkish",     "uk",       "ukraine",  "ukrainian", "un",       "us",      "west",
    "western",  "east",        "eastern",     "northern", "southern", "union",     "nations",  "kingdom"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c & '\x80') != 0; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

template <std::size_t N>
std::vector<std::uint32_t> hashes(const std::string_view (&list)[N]) {
  std::vector<std::uint32_t> out;
  for (const std::string_view word : list) {
    out.push_back(static_cast<std::uint32_t>(text::fnv1a(word)));
  }
  std::sort(out.begin(), out.end());
  return out;
}

bool cut(std::string& word, std::string_view ending, std::size_t left) {
  if (word.size() < ending.size() + left || !std::string_view(word).ends_with(ending)) {
    return false;
  }
  word.resize(word.size() - ending.size());
  return true;
}

// Cuts the endings of number and tense, as far as that takes no knowledge of the word: "strikes", "striking" and
// "strike" give "strik".
void stem(std::string& word) {
  constexpr std::size_t kLeft = 3;
  if (cut(word, "ies", kLeft) || cut(word, "ied", kLeft)) {
    word += 'y';
  } else if (cut(word, "ings", kLeft) || cut(word, "ing", kLeft) || cut(word, "ed", kLeft)) {
    const std::size_t size = word.size();
    if (size > kLeft && word[size - 1] == word[size - 2] && word[size - 1] != 'l' && word[size - 1] != 's') {
      word.pop_back();
    }
  } else if (!std::string_view(word).ends_with("ss") && !std::string_view(word).ends_with("us")) {
    cut(word, "s", kLeft);
  }
  if (word.size() > kLeft + 1 && word.back() == 'e') {
    word.pop_back();
  }
}

template <std::size_t N>
std::vector<std::uint32_t> stemmed_hashes(const std::string_view (&list)[N]) {
  std::vector<std::uint32_t> out;
  for (const std::string_view word : list) {
    std::string stemmed(word);
    stem(stemmed);
    out.push_back(static_cast<std::uint32_t>(text::fnv1a(stemmed)));
  }
  std::sort(out.begin(), out.end());
  return out;
}

struct Token {
  std::string_view text;
  bool begins_sentence = false;
};

std::vector<Token> tokens_of(std::string_view text) {
  std::vector<Token> out;
  bool begins = true;
  for (std::size_t i = 0; i < text.size();) {
    if (!is_letter(text[i]) && !is_digit(text[i])) {
      begins = begins || text[i] == '.' || text[i] == '!' || text[i] == '?' || text[i] == '\n' || text[i] == '"';
      ++i;
      continue;
    }
    const std::size_t begin = i;
    const auto goes_on = [&](std::size_t at) {
      if (is_letter(text[at]) || is_digit(text[at])) {
        // The marks U+2018 to U+201D divide words, as their plain forms do.
        return text.substr(at, 2) != "\xE2\x80";
      }
      return (text[at] == ',' || text[at] == '.') && is_digit(text[at - 1]) && at + 1 < text.size() &&
             is_digit(text[at + 1]);
    };
    while (i < text.size() && goes_on(i)) {
      ++i;
    }
    if (i == begin) {
      i += 3;  // a mark of three bytes
      continue;
    }
    out.push_back({text.substr(begin, i - begin), begins});
    begins = false;
  }
  return out;
}

}  // namespace

std::vector<Term> terms_of(std::string_view text) {
  static const std::vector<std::uint32_t> kEmptyHashes = hashes(kEmpty);
  static const std::vector<std::uint32_t> kCommonHashes = stemmed_hashes(kCommon);
  static const std::vector<std::uint32_t> kStateHashes = stemmed_hashes(kStates);
  std::vector<Term> out;
  for (const Token& token : tokens_of(text)) {
    std::string word;
    for (const char c : token.text) {
      if (c != ',') {
        word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
      }
    }
    const bool is_number = is_digit(word[0]);
    if ((word.size() < 2 && !is_number) ||
        std::binary_search(kEmptyHashes.begin(), kEmptyHashes.end(), static_cast<std::uint32_t>(text::fnv1a(word)))) {
      continue;
    }
    if (!is_number) {
      stem(word);
    }
    const auto hash = static_cast<std::uint32_t>(text::fnv1a(word));
    const bool is_common = std::binary_search(kCommonHashes.begin(), kCommonHashes.end(), hash);
    const bool is_state = std::binary_search(kStateHashes.begin(), kStateHashes.end(), hash);
    const bool is_name = is_upper(token.text[0]) && !token.begins_sentence && !is_state;
    const std::uint8_t weight = is_common ? 1 : is_number && word.size() > 1 ? kNumberWeight : is_name ? 3 : 2;
    out.push_back({hash, weight, std::string(token.text)});
  }
  // Of a word that stands there twice the heavier one is kept.
  std::stable_sort(out.begin(), out.end(), [](const Term& a, const Term& b) {
    return a.hash != b.hash ? a.hash < b.hash : a.weight > b.weight;
  });
  out.erase(std::unique(out.begin(), out.end(), [](const Term& a, const Term& b) { return a.hash == b.hash; }),
            out.end());
  return out;
}

}  // namespace detente::linking
