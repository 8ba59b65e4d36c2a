#include "words.hpp"

#include <array>
#include <string_view>

namespace detente::linking {
namespace {

// How many bytes of punctuation or space begin here; 0 if a word goes on.
std::size_t gap_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U; };
  const unsigned c = byte(at);
  if (c < 0x80) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return letter ? 0 : 1;
  }
  // U+0080 to U+00BF but for the letters among them, and General Punctuation; CJK punctuation.
  if (c == 0xC2 && byte(at + 1) != 0xAA && byte(at + 1) != 0xB5 && byte(at + 1) != 0xBA) {
    return 2;
  }
  if ((c == 0xE2 && (byte(at + 1) == 0x80 || byte(at + 1) == 0x81)) || (c == 0xE3 && byte(at + 1) == 0x80)) {
    return 3;
  }
  return 0;
}

// An apostrophe between two letters, in ASCII or as U+2019.
std::size_t apostrophe_at(std::string_view text, std::size_t at) {
  std::size_t size = 0;
  if (text[at] == '\'') {
    size = 1;
  } else if (text.substr(at, 3) == "\xE2\x80\x99") {
    size = 3;
  }
  return size > 0 && at + size < text.size() && gap_at(text, at + size) == 0 ? size : 0;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// A full stop behind these does not end a sentence.
bool abbreviates(std::string_view word) {
  static constexpr std::array<std::string_view, 40> kShort{
      "Mr",  "Mrs", "Ms",  "Dr",  "St",  "Gen", "Lt",   "Col", "Maj",  "Capt", "Sgt", "Sen",  "Rep", "Gov",
      "Rev", "Hon", "No",  "vs",  "Jan", "Feb", "Mar",  "Apr", "Jun",  "Jul",  "Aug", "Sept", "Sep", "Oct",
      "Nov", "Dec", "Inc", "Ltd", "Co",  "Jr",  "Brig", "Adm", "Cmdr", "Prof", "Fr",  "Amb"};
  if (word.size() == 1 && is_upper(word[0])) {
    return true;
  }
  for (const std::string_view s : kShort) {
    if (word == s) {
      return true;
    }
  }
  return false;
}

// Whether the gap [from, to) between two words ends a sentence.
bool ends_sentence(std::string_view text, std::size_t from, std::size_t to, std::string_view word) {
  const std::string_view gap = text.substr(from, to - from);
  if (gap.find("\n\n") != std::string_view::npos || gap.find("\r\n\r\n") != std::string_view::npos) {
    return true;
  }
  const std::size_t stop = gap.find_first_of(".!?");
  if (stop == std::string_view::npos || gap.find_first_of(" \n\t", stop) == std::string_view::npos) {
    return false;
  }
  if (gap[stop] == '.' && stop == 0 && abbreviates(word)) {
    return false;
  }
  const char next = to < text.size() ? text[to] : 'A';
  return is_upper(next) || is_digit(next) || (static_cast<unsigned char>(next) & 0x80U) != 0 ||
         gap.find('\n', stop) != std::string_view::npos;
}

}  // namespace

Words split_words(std::string_view text) {
  Words words;
  words.hash.reserve(text.size() / 6);
  words.begin.reserve(text.size() / 6);
  words.end.reserve(text.size() / 6);
  std::size_t at = 0;
  std::size_t last_end = 0;
  const auto close = [&](std::size_t begin) {
    Words::Sentence sentence;
    sentence.first = words.sentences.empty() ? 0 : words.sentences.back().last;
    sentence.last = static_cast<std::uint32_t>(words.hash.size());
    if (sentence.size() > 0) {
      sentence.bytes = {words.begin[sentence.first], static_cast<std::uint32_t>(begin)};
      words.sentences.push_back(sentence);
    }
  };
  while (at < text.size()) {
    if (const std::size_t gap = gap_at(text, at); gap > 0) {
      at += gap;
      continue;
    }
    if (!words.hash.empty()) {
      const std::size_t start = words.begin.back();
      if (ends_sentence(text, last_end, at, text.substr(start, last_end - start))) {
        close(last_end);
      }
    }
    const std::size_t begin = at;
    std::uint32_t h = 0x811c9dc5U;
    while (at < text.size()) {
      if (gap_at(text, at) > 0) {
        const std::size_t apostrophe = apostrophe_at(text, at);
        if (apostrophe == 0) {
          break;
        }
        at += apostrophe;
        continue;
      }
      const char c = text[at];
      h = (h ^ static_cast<unsigned char>(is_upper(c) ? static_cast<char>(c + ('a' - 'A')) : c)) * 0x01000193U;
      ++at;
    }
    words.hash.push_back(mix(h));
    words.begin.push_back(static_cast<std::uint32_t>(begin));
    words.end.push_back(static_cast<std::uint32_t>(at));
    last_end = at;
  }
  close(last_end);
  return words;
}

}  // namespace detente::linking
