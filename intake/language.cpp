// CLD2's header needs FILE and does not include it.
#include <cstdio>

#include <cld2/public/compact_lang_det.h>
#include <cld2/public/encodings.h>

#include <algorithm>
#include <limits>

#include "detente/intake/intake.hpp"

namespace detente::intake {

std::string detect_language(std::string_view text) {
  // The first 64 kB tell the language of a report; CLD2 counts in int.
  constexpr std::size_t kEnough = 64UL << 10;
  std::string_view sample = text.substr(0, kEnough);
  while (!sample.empty() && sample.size() < text.size() && (static_cast<unsigned char>(sample.back()) & 0xC0) == 0x80) {
    sample.remove_suffix(1);
  }
  if (sample.size() < text.size() && !sample.empty()) {
    sample.remove_suffix(1);
  }
  bool reliable = false;
  const CLD2::Language language = CLD2::DetectLanguage(sample.data(), static_cast<int>(sample.size()), true, &reliable);
  if (language == CLD2::UNKNOWN_LANGUAGE || (!reliable && sample.size() < 40)) {
    return "un";
  }
  const std::string code = CLD2::LanguageCode(language);
  // CLD2 writes Chinese scripts and Hebrew its own way.
  if (code.starts_with("zh")) {
    return "zh";
  }
  if (code == "iw") {
    return "he";
  }
  return code.size() == 2 ? code : "un";
}

}  // namespace detente::intake
