#include "detente/knowledge/fold.hpp"

#include <utf8proc.h>

#include <array>
#include <cstdlib>
#include <utility>

#include "detente/text/utf8.hpp"

namespace detente::knowledge {

namespace {

bool is_ascii(std::string_view word) {
  for (const char c : word) {
    if (static_cast<unsigned char>(c) >= 0x80) {
      return false;
    }
  }
  return true;
}

// Letters that Unicode does not take apart into a letter and an accent, and signs that names write in several ways.
std::string_view plain_form(char32_t c) {
  switch (c) {
    case U'ø':
      return "o";
    case U'ł':
      return "l";
    case U'đ':
    case U'ð':
      return "d";
    case U'ı':
      return "i";
    case U'æ':
      return "ae";
    case U'œ':
      return "oe";
    case U'ß':
      return "ss";
    case U'þ':
      return "th";
    case U'ə':
      return "a";
    default:
      return {};
  }
}

bool is_apostrophe(char32_t c) {
  return c == U'\'' || c == U'’' || c == U'‘' || c == U'ʼ' || c == U'ʻ' || c == U'`' || c == U'ʿ' || c == U'ʾ';
}

bool is_hyphen(char32_t c) { return c == U'-' || (c >= 0x2010 && c <= 0x2015); }

bool is_letter(char32_t c) {
  const auto category = utf8proc_category(static_cast<utf8proc_int32_t>(c));
  return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool is_upper(char32_t c) {
  return c < 0x80 ? c >= 'A' && c <= 'Z' : utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_LU;
}

bool is_digit(char32_t c) { return c >= '0' && c <= '9'; }

void fold_unicode(std::string_view word, std::string& out) {
  std::array<utf8proc_int32_t, 32> parts{};
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = text::next(word, at);
    if (is_apostrophe(c) || c == U'.') {
      continue;
    }
    int boundary = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(c), parts.data(), static_cast<utf8proc_ssize_t>(parts.size()),
        static_cast<utf8proc_option_t>(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK |
                                       UTF8PROC_IGNORE),
        &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < static_cast<utf8proc_ssize_t>(parts.size()); ++i) {
      const auto part = static_cast<char32_t>(parts[static_cast<std::size_t>(i)]);
      const std::string_view plain = plain_form(part);
      if (!plain.empty()) {
        out += plain;
      } else if (is_letter(part) || is_digit(part)) {
        text::append(out, part);
      }
    }
  }
}

}  // namespace

void fold(std::string_view word, std::string& out) {
  out.clear();
  if (word == "&") {
    out = "and";
    return;
  }
  if (!is_ascii(word)) {
    fold_unicode(word, out);
    return;
  }
  for (const char c : word) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c + 32);
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    }
  }
}

std::uint8_t shape_of(std::string_view word) {
  int letters = 0;
  int capitals = 0;
  bool first_is_capital = false;
  for (std::size_t at = 0; at < word.size();) {
    const char32_t c = text::next(word, at);
    if (!is_letter(c)) {
      continue;
    }
    const bool upper = is_upper(c);
    first_is_capital = first_is_capital || (letters == 0 && upper);
    ++letters;
    capitals += upper ? 1 : 0;
  }
  std::uint8_t shape = first_is_capital ? kCapital : kLower;
  if (letters >= 2 && capitals == letters) {
    shape |= kAllCaps;
  }
  return shape;
}

std::vector<FoldedWord> name_words(std::string_view name) {
  std::vector<FoldedWord> words;
  std::string_view rest = name;
  std::string folded;
  const auto add = [&](std::string_view word) {
    fold(word, folded);
    if (!folded.empty()) {
      words.push_back({folded, shape_of(word)});
    }
  };
  std::size_t start = 0;
  const auto finish = [&](std::size_t stop) {
    std::string_view word = rest.substr(start, stop - start);
    for (const std::string_view possessive : {"'s", "’s"}) {
      if (word.size() > possessive.size() && word.ends_with(possessive)) {
        add(word.substr(0, word.size() - possessive.size()));
        words.push_back({"s", kLower});
        return;
      }
    }
    add(word);
  };
  for (std::size_t at = 0; at < rest.size();) {
    const std::size_t before = at;
    const char32_t c = text::next(rest, at);
    const bool inside = is_letter(c) || is_digit(c) || is_apostrophe(c) || c == U'.' || c == U'&' ||
                        utf8proc_category(static_cast<utf8proc_int32_t>(c)) == UTF8PROC_CATEGORY_MN;
    if (!inside || is_hyphen(c)) {
      finish(before);
      start = at;
    }
  }
  finish(rest.size());
  if (words.size() > 1 && words.front().text == "the") {
    words.erase(words.begin());
  }
  return words;
}

std::string folded_name(std::string_view name) {
  std::string out;
  for (const FoldedWord& word : name_words(name)) {
    if (!out.empty()) {
      out += ' ';
    }
    out += word.text;
  }
  return out;
}

std::vector<std::string> noun_forms(const std::string& word) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 10> kIrregular{
      {{"man", "men"},
       {"woman", "women"},
       {"child", "children"},
       {"person", "people"},
       {"wife", "wives"},
       {"foot", "feet"},
       {"chief", "chiefs"},
       {"thief", "thieves"},
       {"staff", "staff"},
       {"personnel", "personnel"}}};
  std::vector<std::string> forms{word};
  const auto add = [&](std::string form) {
    if (form != word) {
      forms.push_back(std::move(form));
    }
  };
  for (const auto& [singular, plural] : kIrregular) {
    for (const auto& [from, to] : {std::pair{singular, plural}, std::pair{plural, singular}}) {
      // Compounds too: "policeman", "gunmen", "grandchild".
      if (word.ends_with(from) && (from != "men" || !word.ends_with("women")) &&
          (from != "man" || !word.ends_with("woman"))) {
        add(word.substr(0, word.size() - from.size()) + std::string(to));
        return forms;
      }
    }
  }
  const auto ends_in_consonant_y = [](std::string_view w) {
    return w.size() > 2 && w.back() == 'y' && std::string_view("aeiou").find(w[w.size() - 2]) == std::string_view::npos;
  };
  if (word.size() > 3 && word.ends_with("ies")) {
    add(word.substr(0, word.size() - 3) + "y");
  } else if (word.size() > 4 &&
             (word.ends_with("sses") || word.ends_with("ches") || word.ends_with("shes") || word.ends_with("xes"))) {
    add(word.substr(0, word.size() - 2));
  } else if (word.size() > 3 && word.back() == 's' && !word.ends_with("ss") && !word.ends_with("us") &&
             !word.ends_with("is")) {
    add(word.substr(0, word.size() - 1));
  } else if (ends_in_consonant_y(word)) {
    add(word.substr(0, word.size() - 1) + "ies");
  } else if (word.ends_with("s") || word.ends_with("x") || word.ends_with("ch") || word.ends_with("sh")) {
    add(word + "es");
  } else {
    add(word + "s");
  }
  return forms;
}

}  // namespace detente::knowledge
