#include "english.hpp"

#include <algorithm>

#include "detente/intake/intake.hpp"

namespace detente::cli {

std::string language_of(std::string_view text) {
  std::string language = intake::detect_language(text);
  constexpr std::size_t kTooShortToTell = 60;
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  const bool is_latin =
      2 * std::count_if(text.begin(), text.end(), is_ascii) > static_cast<std::ptrdiff_t>(text.size());
  if (language != "en" && is_latin && text.size() < kTooShortToTell) {
    return "un";
  }
  return language;
}

bool is_read(std::string_view language) { return language.empty() || language == "en" || language == "un"; }

}  // namespace detente::cli
