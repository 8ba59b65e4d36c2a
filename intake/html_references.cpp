// Character references: "&amp;", "&#8217;", "&#x2019;".
#include <libxml/HTMLparser.h>

#include <array>
#include <cstring>
#include <string>

#include "detente/text/utf8.hpp"
#include "html_tree.hpp"

namespace detente::intake::html {

namespace {

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

int hex_value(char c) {
  if (is_digit(c)) {
    return c - '0';
  }
  const char l = lower(c);
  return l >= 'a' && l <= 'f' ? l - 'a' + 10 : -1;
}

// The HTML standard reads numbers 0x80 to 0x9F as windows-1252.
constexpr std::array<char16_t, 32> kWindows1252 = {0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                   0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,   0x017D, 0x8F,
                                                   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                   0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

struct Reference {
  char32_t code_point = 0;
  std::size_t size = 0;  // bytes of the source; 0 if this is no reference
};

Reference numeric_reference(std::string_view s) {
  const bool hex = s.size() > 2 && lower(s[2]) == 'x';
  std::size_t i = hex ? 3 : 2;
  const std::size_t first = i;
  std::uint32_t value = 0;
  while (i < s.size() && (hex ? hex_value(s[i]) >= 0 : is_digit(s[i]))) {
    if (value < 0x110000) {
      value = value * (hex ? 16U : 10U) + static_cast<std::uint32_t>(hex ? hex_value(s[i]) : s[i] - '0');
    }
    ++i;
  }
  if (i == first) {
    return {};
  }
  if (i < s.size() && s[i] == ';') {
    ++i;
  }
  if (value >= 0x80 && value <= 0x9F) {
    value = kWindows1252[value - 0x80];
  }
  if (value > 0 && value < 0x20 && value != '\t' && value != '\n') {
    value = ' ';
  }
  const bool usable = value != 0 && value < 0x110000 && (value < 0xD800 || value > 0xDFFF);
  return {usable ? value : 0xFFFD, i};
}

// s begins with '&'.
Reference reference(std::string_view s) {
  if (s.size() > 2 && s[1] == '#') {
    return numeric_reference(s);
  }
  std::size_t i = 1;
  while (i < s.size() && i < 12 && (is_letter(s[i]) || is_digit(s[i]))) {
    ++i;
  }
  if (i == 1) {
    return {};
  }
  std::array<char, 16> name{};
  std::memcpy(name.data(), s.data() + 1, i - 1);
  const std::string_view word(name.data(), i - 1);
  const bool semicolon = i < s.size() && s[i] == ';';
  const std::size_t size = i + (semicolon ? 1 : 0);
  // Names of HTML 5 that pages use and HTML 4 does not have.
  struct Extra {
    std::string_view name;
    char32_t code_point;
  };
  static constexpr std::array<Extra, 14> kExtra = {{{"apos", '\''},
                                                    {"nbsp", 0xA0},
                                                    {"hyphen", 0x2010},
                                                    {"dash", 0x2010},
                                                    {"lbrace", '{'},
                                                    {"rbrace", '}'},
                                                    {"lbrack", '['},
                                                    {"rbrack", ']'},
                                                    {"comma", ','},
                                                    {"colon", ':'},
                                                    {"period", '.'},
                                                    {"excl", '!'},
                                                    {"quest", '?'},
                                                    {"num", '#'}}};
  // Without a semicolon only the old names count, or "&copy=1" in an address would be a sign.
  if (!semicolon && word != "amp" && word != "lt" && word != "gt" && word != "quot" && word != "nbsp") {
    return {};
  }
  for (const Extra& extra : kExtra) {
    if (extra.name == word) {
      return {extra.code_point, size};
    }
  }
  const auto* const entity = htmlEntityLookup(reinterpret_cast<const xmlChar*>(name.data()));
  if (entity == nullptr) {
    return {};
  }
  return {static_cast<char32_t>(entity->value), size};
}

}  // namespace

// A resolved reference is never longer than its source, so an arena of the size of the source is enough.
std::string_view resolve(std::string_view text, char*& arena) {
  std::size_t amp = text.find('&');
  if (amp == std::string_view::npos) {
    return text;
  }
  char* const start = arena;
  std::size_t from = 0;
  while (amp != std::string_view::npos) {
    const Reference found = reference(text.substr(amp));
    if (found.size == 0) {
      amp = text.find('&', amp + 1);
      continue;
    }
    std::memcpy(arena, text.data() + from, amp - from);
    arena += amp - from;
    std::string encoded;
    text::append(encoded, found.code_point);
    const std::size_t size = encoded.size() <= found.size ? encoded.size() : 0;
    std::memcpy(arena, encoded.data(), size);
    arena += size;
    from = amp + found.size;
    amp = text.find('&', from);
  }
  std::memcpy(arena, text.data() + from, text.size() - from);
  arena += text.size() - from;
  return {start, static_cast<std::size_t>(arena - start)};
}

}  // namespace detente::intake::html
