// Python expressions: translated, compiled and run.
#include <cstdint>
#include <string>
#include <string_view>

#include "../language/regex.hpp"
#include "detente/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = detente::text::repair({reinterpret_cast<const char*>(data), size});
  const std::size_t cut = text.find('\n');
  const std::string_view all = text;
  detente::language::Regex regex;
  if (!regex.compile(all.substr(0, cut)).empty() || cut == std::string::npos) {
    return 0;
  }
  detente::language::RegexScratch scratch;
  const std::string_view subject = all.substr(cut + 1);
  (void)regex.search(subject, 0, scratch);
  (void)regex.match(subject, scratch);
  return 0;
}
