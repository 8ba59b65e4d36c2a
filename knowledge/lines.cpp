#include "detente/knowledge/lines.hpp"

#include <fstream>

namespace detente::knowledge {

namespace {

bool is_word_byte(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || (u >= '0' && u <= '9') || u == '_' || u == '-' ||
         u >= 0x80;
}

bool has_word(std::string_view text, std::string_view word) {
  for (std::size_t at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
    const std::size_t end = at + word.size();
    if ((at == 0 || !is_word_byte(text[at - 1])) && (end == text.size() || !is_word_byte(text[end]))) {
      return true;
    }
  }
  return false;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

}  // namespace

std::optional<LexiconLine> find_line(const std::filesystem::path& folder, std::string_view rule) {
  const std::size_t colon = rule.find(".toml:");
  if (colon == std::string_view::npos) {
    return std::nullopt;
  }
  const std::string_view name = rule.substr(0, colon + 5);
  const std::string_view word = rule.substr(colon + 6);
  // The name comes from a record: it may not lead out of the folder.
  if (word.empty() || name.find("..") != std::string_view::npos || std::filesystem::path(name).is_absolute()) {
    return std::nullopt;
  }
  const std::filesystem::path file = folder / name;
  std::ifstream in(file, std::ios::binary);
  std::optional<LexiconLine> first;
  std::string text;
  for (int number = 1; std::getline(in, text); ++number) {
    const std::string_view line = trimmed(text);
    if (line.empty() || line.front() == '#' || !has_word(line, word)) {
      continue;
    }
    // In the files of acts the words are keys, everywhere else they stand behind one.
    const bool is_key = line.front() == '"' && has_word(line.substr(0, line.find(" = ")), word);
    if (is_key) {
      return LexiconLine{file, number, std::string(line)};
    }
    if (!first) {
      first = LexiconLine{file, number, std::string(line)};
    }
  }
  return first;
}

}  // namespace detente::knowledge
