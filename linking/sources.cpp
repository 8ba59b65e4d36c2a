#include "sources.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstddef>
#include <map>
#include <span>
#include <utility>

#include "detente/text/hash.hpp"
#include "outlets.hpp"

namespace detente::linking {
namespace {

constexpr std::size_t kMostSources = 6;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter_or_digit(char c) { return is_upper(c) || is_digit(c) || (c >= 'a' && c <= 'z'); }

// Letters and digits in lower case, bytes of other scripts as they are, without a leading "the".
std::string squeezed(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (is_upper(c)) {
      out += static_cast<char>(c + ('a' - 'A'));
    } else if (is_letter_or_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0) {
      out += c;
    }
    if (out == "the" && (c == 'e' || c == 'E') && name.size() > 4 && name.substr(0, 4).back() == ' ') {
      out.clear();
    }
  }
  return out;
}

// "https://edition.cnn.com/2024/x" -> "cnn"; the name itself if it is no host.
std::string_view label_of(std::string_view name) {
  if (const std::size_t scheme = name.find("://"); scheme != std::string_view::npos) {
    name.remove_prefix(scheme + 3);
  }
  name = name.substr(0, name.find_first_of("/?#"));
  if (name.find(' ') != std::string_view::npos || name.find('.') == std::string_view::npos) {
    return name;
  }
  // The last label that is no part of a public suffix as they are common for outlets.
  static constexpr std::array<std::string_view, 24> kSuffixes{"com",  "org", "net",  "co", "uk", "il", "gov", "int",
                                                              "info", "tv",  "news", "us", "eu", "fr", "de",  "ru",
                                                              "ir",   "qa",  "au",   "in", "jp", "kr", "cn",  "ua"};
  while (true) {
    const std::size_t dot = name.rfind('.');
    if (dot == std::string_view::npos) {
      return name;
    }
    const std::string_view last = name.substr(dot + 1);
    if (!last.empty() && std::find(kSuffixes.begin(), kSuffixes.end(), last) == kSuffixes.end()) {
      return last;
    }
    name = name.substr(0, dot);
  }
}

std::uint32_t short_hash(std::string_view s) {
  const std::uint64_t h = text::fnv1a(s);
  const auto mixed = mix(static_cast<std::uint32_t>(h ^ (h >> 32U)));
  return mixed == 0 ? 1 : mixed;
}

struct Known {
  std::map<std::string, std::size_t, std::less<>> by_squeezed;
  // First word of a name -> its words and the outlet, longest first.
  std::map<std::uint32_t, std::vector<std::pair<std::vector<std::uint32_t>, std::size_t>>> by_word;

  Known() {
    const std::span<const Outlet> outlets = known_outlets();
    for (std::size_t i = 0; i < outlets.size(); ++i) {
      add(outlets[i].name, i);
      std::string_view rest = outlets[i].others;
      while (!rest.empty()) {
        const std::size_t bar = std::min(rest.find('|'), rest.size());
        add(rest.substr(0, bar), i);
        rest.remove_prefix(std::min(bar + 1, rest.size()));
      }
    }
    for (auto& [word, names] : by_word) {
      std::stable_sort(names.begin(), names.end(),
                       [](const auto& a, const auto& b) { return a.first.size() > b.first.size(); });
    }
  }

  void add(std::string_view name, std::size_t outlet) {
    by_squeezed.emplace(squeezed(name), outlet);
    const Words words = split_words(name);
    by_word[words.hash.front()].emplace_back(words.hash, outlet);
  }
};

const Known& known() {
  static const Known kKnown;
  return kKnown;
}

std::uint32_t word_hash(std::string_view word) { return split_words(word).hash.front(); }

// Words that stand right before the name of a source, "the" aside, or right behind it.
struct Cues {
  std::vector<std::uint32_t> before;
  std::vector<std::uint32_t> behind;
  std::uint32_t the = word_hash("the");
  Cues() {
    for (const char* w : {"told", "citing", "by", "quoting", "via", "per"}) {
      before.push_back(word_hash(w));
    }
    for (const char* w : {"reported", "reports", "quoted", "cited", "revealed", "reporting"}) {
      behind.push_back(word_hash(w));
    }
  }
};

const Cues& cues() {
  static const Cues kCues;
  return kCues;
}

bool among(const std::vector<std::uint32_t>& set, std::uint32_t word) {
  return std::find(set.begin(), set.end(), word) != set.end();
}

// "according to", "interview with", "report in": pairs of words before a name.
bool pair_before(std::uint32_t first, std::uint32_t second) {
  static const std::vector<std::pair<std::uint32_t, std::uint32_t>> kPairs = [] {
    std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs;
    for (const auto& [a, b] : {std::pair{"according", "to"},
                               {"interview", "with"},
                               {"interview", "to"},
                               {"report", "in"},
                               {"report", "from"},
                               {"published", "in"},
                               {"published", "on"},
                               {"speaking", "to"},
                               {"source", "www"},
                               {"spoke", "to"},
                               {"appeared", "on"}}) {
      pairs.emplace_back(word_hash(a), word_hash(b));
    }
    return pairs;
  }();
  return std::find(kPairs.begin(), kPairs.end(), std::pair{first, second}) != kPairs.end();
}

// Whether the words [first, last) name the source of what the text says.
bool named_as_source(std::string_view text, const Words& words, std::size_t first, std::size_t last) {
  const std::size_t begin = words.begin[first];
  const std::size_t end = words.end[last - 1];
  // A name begins with a capital, or it is part of another word of prose.
  if (!is_upper(text[begin]) && (static_cast<unsigned char>(text[begin]) & 0x80U) == 0) {
    return false;
  }
  // "BEIRUT (AP) -", or at the end of the text: "(Reuters)".
  if (begin > 0 && text[begin - 1] == '(' && end < text.size() && text[end] == ')' &&
      (begin < 300 || end + 200 > text.size())) {
    return true;
  }
  if (last < words.hash.size() && among(cues().behind, words.hash[last])) {
    return true;
  }
  std::size_t before = first;
  if (before > 0 && words.hash[before - 1] == cues().the) {
    --before;
  }
  if (before == 0) {
    return false;
  }
  return among(cues().before, words.hash[before - 1]) ||
         (before >= 2 && pair_before(words.hash[before - 2], words.hash[before - 1]));
}

bool equal_folded(std::string_view text, std::size_t at, std::string_view lower) {
  if (at + lower.size() > text.size()) {
    return false;
  }
  for (std::size_t i = 0; i < lower.size(); ++i) {
    const char c = text[at + i];
    if ((is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c) != lower[i]) {
      return false;
    }
  }
  return true;
}

// The name or host that begins at `at`: words with capitals, or letters, digits, dots and hyphens of a host.
std::string_view name_at(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && text[end] != '\n' && end - at < 80) {
    std::size_t word_end = end;
    while (word_end < text.size() && word_end - at < 80 &&
           (is_letter_or_digit(text[word_end]) || (static_cast<unsigned char>(text[word_end]) & 0x80U) != 0 ||
            text[word_end] == '-' || text[word_end] == ':' || text[word_end] == '/' || text[word_end] == '.')) {
      ++word_end;
    }
    const std::string_view word = text.substr(end, word_end - end);
    const bool host = word.find('.') != std::string_view::npos && word.back() != '.';
    if (word.empty() || !(is_upper(word[0]) || host)) {
      break;
    }
    end = word_end;
    if (host || word.back() == '.' || end >= text.size() || text[end] != ' ') {
      break;
    }
    ++end;
  }
  std::string_view name = text.substr(at, end - at);
  while (!name.empty() && (name.back() == ' ' || name.back() == '.' || name.back() == ':')) {
    name.remove_suffix(1);
  }
  return name;
}

// Calls take(name) for lines and phrases that credit any outlet, known or not.
template <typename Take>
void credited(std::string_view text, const Take& take) {
  static constexpr std::array<std::string_view, 9> kPhrases{"original source: ",        "source: ",
                                                            "originally published by ", "originally published on ",
                                                            "originally published in ", "first published by ",
                                                            "first reported by ",       "as reported by ",
                                                            "originally appeared on "};
  for (const std::string_view phrase : kPhrases) {
    for (std::size_t at = 0; at + phrase.size() < text.size(); ++at) {
      const std::size_t hit = text.find_first_of(phrase[0] == 'o'   ? "oO"
                                                 : phrase[0] == 's' ? "sS"
                                                 : phrase[0] == 'f' ? "fF"
                                                                    : "aA",
                                                 at);
      if (hit == std::string_view::npos) {
        break;
      }
      at = hit;
      if ((hit > 0 && is_letter_or_digit(text[hit - 1])) || !equal_folded(text, hit, phrase)) {
        continue;
      }
      std::size_t name = hit + phrase.size();
      if (equal_folded(text, name, "the ")) {
        name += 4;
      }
      take(name_at(text, name));
    }
  }
}

}  // namespace

std::uint32_t outlet_key(std::string_view name) {
  const std::string key = squeezed(label_of(name));
  if (key.empty()) {
    return 0;
  }
  const auto found = known().by_squeezed.find(key);
  return short_hash(found == known().by_squeezed.end() ? key : squeezed(known_outlets()[found->second].name));
}

std::vector<NamedSource> named_sources(std::string_view text, const Words& words, std::string_view original_source,
                                       std::uint32_t own) {
  std::vector<NamedSource> out;
  const auto take = [&](std::string_view name) {
    const std::uint32_t key = outlet_key(name);
    const auto same = [&](const NamedSource& s) { return s.key == key; };
    if (key == 0 || key == own || out.size() >= kMostSources || std::any_of(out.begin(), out.end(), same)) {
      return;
    }
    const auto found = known().by_squeezed.find(squeezed(label_of(name)));
    out.push_back({key, found == known().by_squeezed.end() ? std::string(name)
                                                           : std::string(known_outlets()[found->second].name)});
  };
  take(original_source);
  credited(text, take);
  for (std::size_t i = 0; i < words.hash.size(); ++i) {
    const auto names = known().by_word.find(words.hash[i]);
    if (names == known().by_word.end()) {
      continue;
    }
    for (const auto& [name, outlet] : names->second) {
      const std::size_t last = i + name.size();
      if (last <= words.hash.size() &&
          std::equal(name.begin(), name.end(), words.hash.begin() + static_cast<std::ptrdiff_t>(i)) &&
          named_as_source(text, words, i, last)) {
        take(known_outlets()[outlet].name);
        break;
      }
    }
  }
  return out;
}

Substance substance_of(std::string_view text, const Words& words) {
  Substance out;
  // Quotations: from an opening mark to the next closing one, at most 400 bytes on. Straight marks take turns.
  const auto first_word_at = [&](std::size_t byte) {
    return static_cast<std::uint32_t>(
        std::lower_bound(words.begin.begin(), words.begin.end(), static_cast<std::uint32_t>(byte)) -
        words.begin.begin());
  };
  for (std::size_t at = 0; at < text.size();) {
    const bool straight = text[at] == '"';
    const bool curly = text.substr(at, 3) == "\xE2\x80\x9C";
    if (!straight && !curly) {
      ++at;
      continue;
    }
    const std::size_t begin = at + (straight ? 1 : 3);
    const std::size_t end = straight ? text.find('"', begin) : text.find("\xE2\x80\x9D", begin);
    if (end == std::string_view::npos || end - begin > 2000) {
      at = begin;
      continue;
    }
    const Substance::Quotation quotation{first_word_at(begin), first_word_at(end)};
    if (quotation.last >= quotation.first + 4) {
      out.quotations.push_back(quotation);
    }
    at = end + (straight ? 1 : 3);
  }
  for (const Words::Sentence& sentence : words.sentences) {
    for (std::uint32_t i = sentence.first; i < sentence.last; ++i) {
      const std::size_t begin = words.begin[i];
      std::size_t end = words.end[i];
      if (is_digit(text[begin])) {
        // "1,400" and "2.5" are one number.
        std::string digits(text.substr(begin, end - begin));
        while (i + 1 < sentence.last && words.begin[i + 1] == end + 1 && (text[end] == ',' || text[end] == '.') &&
               is_digit(text[words.begin[i + 1]])) {
          ++i;
          digits += text.substr(words.begin[i], words.end[i] - words.begin[i]);
          end = words.end[i];
        }
        const bool year = digits.size() == 4 && (digits.substr(0, 2) == "19" || digits.substr(0, 2) == "20");
        if (digits.size() >= 2 && !year) {
          const std::uint32_t behind = i + 1 < sentence.last ? words.hash[i + 1] : 0;
          out.numbers.push_back(combine(short_hash(digits), behind));
        }
      } else if (is_upper(text[begin]) && i > sentence.first && end - begin > 2) {
        out.names.push_back(words.hash[i]);
      }
    }
  }
  for (std::vector<std::uint32_t>* list : {&out.numbers, &out.names}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  return out;
}

}  // namespace detente::linking
