#include "why_text.hpp"

#include <fmt/format.h>

namespace detente::cli {

std::string why_text(const Shown& shown, reading::ItemKind kind, std::size_t index, const WhySources& sources,
                     const Style& style) {
  desk::WhySources with{sources.model, sources.lexicons};
  with.cut = [](std::string_view words, std::size_t columns) { return cut(words, columns); };
  with.party = [&style](std::string_view name) { return style.party(name); };
  std::string out;
  std::string section;
  for (const desk::WhyLine& line : desk::why(shown.report.report, shown.reading.reading, {kind, index}, with)) {
    if (line.section != section) {
      section = line.section;
      out += "\n  " + style.heading(section) + "\n";
    }
    out += fmt::format("    {:<12}{}\n", line.key, line.text);
  }
  return out;
}

}  // namespace detente::cli
