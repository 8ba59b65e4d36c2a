// Words that tell claims apart.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include "detente/linking/claims.hpp"
#include "detente/text/hash.hpp"
#include "word_rarity.hpp"

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

// Words that stand in so many reports that sharing one says little, beside those of word_rarity.cpp: such as are
// written with a capital as a rule.
constexpr std::string_view kCommon[] = {
    "american", "friday",   "monday",    "president", "prime",    "saturday", "sen",      "sunday", "thursday",
    "tuesday",  "unite",    "united",    "wednesday", "january",  "february", "march",    "april",  "june",
    "july",     "august",   "september", "october",   "november", "december", "congress", "senate", "mr",
    "mrs",      "minister", "ministry",  "secretary", "general",  "republic"};

// States and their people: names, but such as half of all reports have.
constexpr std::string_view kStates[] = {
    "afghan",   "afghanistan", "africa",      "african",  "america",  "arab",      "asia",     "britain", "british",
    "china",    "chinese",     "egypt",       "egyptian", "eu",       "europe",    "european", "france",  "french",
    "german",   "germany",     "india",       "indian",   "iran",     "iranian",   "iraq",     "iraqi",   "israel",
    "israeli",  "japan",       "japanese",    "korea",    "korean",   "lebanese",  "lebanon",  "nato",    "north",
    "pakistan", "pakistani",   "palestinian", "russia",   "russian",  "saudi",     "south",    "syria",   "syrian",
    "taiwan",   "turkey",      "turkish",     "uk",       "ukraine",  "ukrainian", "un",       "us",      "west",
    "western",  "east",        "eastern",     "northern", "southern", "union",     "nations",  "kingdom"};

// Words of one meaning in news, by stem; the first stands for all. Irregular forms are among them.
constexpr std::string_view kAlike[] = {
    "kill killing slay slain murder murderer die died dead death deadly fatal fatality perish dying homicide",
    "wound injure injury injured hurt",
    "attack assault raid attacker onslaught",
    "strike struck airstrike airraid",
    "bomb bombing blast explosion explode detonate detonation bomber",
    "shoot shot shooting gunfire gunshot",
    "fight fought fighting clash battle combat skirmish",
    "soldier troop serviceman servicemen personnel paramilitary",
    "protest protester protestor demonstrate demonstration demonstrator rally march marcher",
    "militant insurgent rebel guerrilla gunman gunmen fighter separatist terrorist",
    "police policeman policemen",
    "rescue free freed liberate liberation",
    "arrest detain detention apprehend detainee",
    "jail imprison imprisonment prison prisoner",
    "abduct abduction kidnap kidnapper kidnapping",
    "hijack hijacker hijacking",
    "withdraw withdrawal withdrew withdrawn pullout pullback",
    "agreement accord deal pact treaty",
    "ceasefire truce",
    "election poll vote ballot elect elected voter voting",
    "parliament lawmaker legislator legislature parliamentary parliamentarian",
    "flee fled",
    "evacuate evacuation",
    "resign resignation",
    "oust ouster overthrow overthrew overthrown unseat depose topple",
    "deny denial denied",
    "reject rejection dismiss rebuff",
    "refuse refusal",
    "condemn condemnation denounce denunciation",
    "meet met meeting",
    "talk negotiate negotiation negotiator dialogue",
    "aid assistance relief",
    "child children",
    "woman women",
    "man men",
    "plane airplane aircraft jet warplane airliner",
    "ship vessel boat",
    "border frontier",
    "judgment ruling verdict ruled",
    "accuse accusation allege allegation allegedly",
    "blame",
    "announce announcement",
    "declare declaration",
    "destroy demolish raze destruction",
    "send sent deploy deployment dispatch",
    "find found",
    "hold held",
    "lose lost loss",
    "win won victory winner",
    "bring brought",
    "seek sought",
    "leave left",
    "begin began begun start",
    "speak spoke spoken speech",
    "buy bought purchase",
    "sell sold sale",
    "threat threaten threatened",
    "warn warning",
    "demand demanded",
    "request requested",
    "capture captured captive captured",
    "assassinate assassination assassin",
    "massacre slaughter",
    "refugee",
    "displace displaced displacement",
    "mediate mediation mediator",
    "propose proposal proposed",
    "violate violation",
    "occupy occupation occupier",
    "invade invasion",
    "retaliate retaliation",
    "investigate investigation investigator probe inquiry",
    "independence independent",
    "recognise recognize recognition",
    "suspend suspension",
    "support supporter",
    "sanction",
    "suicide",
    "rocket missile",
    "house home",
    "car vehicle",
    "law legislation bill",
    "increase rise rose risen",
    "suspect suspected",
    "poison poisoning poisoned",
    "execute execution executed",
    "impeach impeachment",
    "extradite extradition",
    "torture tortured"};

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

// Stems of a list divided by spaces.
std::vector<std::uint32_t> listed(std::string_view list, bool is_stemmed) {
  std::vector<std::uint32_t> out;
  while (!list.empty()) {
    const std::size_t space = std::min(list.find(' '), list.size());
    std::string word(list.substr(0, space));
    list.remove_prefix(std::min(space + 1, list.size()));
    if (word.empty()) {
      continue;
    }
    if (!is_stemmed) {
      stem(word);
    }
    out.push_back(static_cast<std::uint32_t>(text::fnv1a(word)));
  }
  return out;
}

// From the stem of a word to that of the word that stands for it.
const std::unordered_map<std::uint32_t, std::uint32_t>& alike() {
  static const std::unordered_map<std::uint32_t, std::uint32_t> kMap = [] {
    std::unordered_map<std::uint32_t, std::uint32_t> out;
    for (const std::string_view group : kAlike) {
      const std::vector<std::uint32_t> stems = listed(group, false);
      for (const std::uint32_t one : stems) {
        out.emplace(one, stems.front());
      }
    }
    return out;
  }();
  return kMap;
}

// How much sharing a word tells, by its stem.
std::uint8_t rarity_of(std::uint32_t stem) {
  static const std::unordered_map<std::uint32_t, std::uint8_t> kRarity = [] {
    std::unordered_map<std::uint32_t, std::uint8_t> out;
    for (const std::uint32_t word : stemmed_hashes(kCommon)) {
      out.emplace(word, kCommonWeight);
    }
    for (const std::uint32_t word : listed(kCommonWords, true)) {
      out.emplace(word, kCommonWeight);
    }
    for (const std::uint32_t word : listed(kUsualWords, true)) {
      out.emplace(word, kUsualWeight);
    }
    return out;
  }();
  const auto at = kRarity.find(stem);
  return at == kRarity.end() ? kRareWeight : at->second;
}

}  // namespace

double value_of(const Term& term) {
  // About the square root of how rare such a word is.
  constexpr std::array<double, kNumberWeight + 1> kValues{0, 0.7, 1.6, 2.4, 3.0, 3.0};
  return kValues[std::min<std::size_t>(term.weight, kNumberWeight)];
}

std::vector<Term> terms_of(std::string_view text) {
  static const std::vector<std::uint32_t> kEmptyHashes = hashes(kEmpty);
  static const std::vector<std::uint32_t> kStateHashes = stemmed_hashes(kStates);
  std::vector<Term> out;
  const std::vector<Token> tokens = tokens_of(text);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    std::string word;
    for (const char c : token.text) {
      if (c != ',') {
        word += is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c;
      }
    }
    // "Cease-fire" and "air strike" are one word elsewhere.
    if (i + 1 < tokens.size() && ((word == "cease" && tokens[i + 1].text == "fire") ||
                                  (word == "air" && tokens[i + 1].text.starts_with("strike")))) {
      word += tokens[++i].text;
    }
    const bool is_number = is_digit(word[0]);
    if ((word.size() < 2 && !is_number) ||
        std::binary_search(kEmptyHashes.begin(), kEmptyHashes.end(), static_cast<std::uint32_t>(text::fnv1a(word)))) {
      continue;
    }
    if (!is_number) {
      stem(word);
    }
    auto hash = static_cast<std::uint32_t>(text::fnv1a(word));
    const bool is_state = std::binary_search(kStateHashes.begin(), kStateHashes.end(), hash);
    if (const auto other = alike().find(hash); other != alike().end()) {
      hash = other->second;
    }
    const std::uint8_t rarity = rarity_of(hash);
    const bool is_name = is_upper(token.text[0]) && !token.begins_sentence && !is_state && rarity != kCommonWeight;
    std::uint8_t weight = rarity;
    if (is_state) {
      weight = kUsualWeight;
    } else if (is_number && word.size() > 1) {
      weight = kNumberWeight;
    } else if (is_name) {
      weight = kNameWeight;
    }
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
