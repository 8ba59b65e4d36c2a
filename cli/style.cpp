#include "style.hpp"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cmath>

#include "detente/text/utf8.hpp"

namespace detente::cli {

Style::Style(const Arguments& arguments, const World& world) {
  const std::string when = arguments.get("--color", "auto");
  colour_ = when == "always" || (when == "auto" && world.out_is_terminal && world.env("NO_COLOR").empty());
}

std::string Style::paint(std::string_view code, std::string_view text) const {
  return colour_ && !text.empty() ? fmt::format("\x1b[{}m{}\x1b[0m", code, text) : std::string(text);
}

namespace {

std::size_t width_of(char32_t code_point) {
  const int columns = utf8proc_charwidth(static_cast<utf8proc_int32_t>(code_point));
  return columns < 0 ? 0 : static_cast<std::size_t>(columns);
}

}  // namespace

std::size_t width(std::string_view text) {
  std::size_t out = 0;
  for (std::size_t at = 0; at < text.size();) {
    out += width_of(text::next(text, at));
  }
  return out;
}

std::string cut(std::string_view text, std::size_t columns) {
  std::string line(text);
  std::replace_if(
      line.begin(), line.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }, ' ');
  if (width(line) <= columns) {
    return line;
  }
  std::size_t used = 0;
  std::size_t at = 0;
  while (at < line.size()) {
    std::size_t after = at;
    const std::size_t one = width_of(text::next(line, after));
    if (used + one + 1 > columns) {
      break;
    }
    used += one;
    at = after;
  }
  line.resize(at);
  return line + "…";
}

std::string cut_around(std::string_view text, Span focus, std::size_t columns) {
  if (focus.empty() || focus.end > text.size() || width(text.substr(0, focus.end)) + 1 < columns) {
    return cut(text, columns);
  }
  // Words in front are kept as long as they take no more than a third of the room.
  std::size_t from = focus.begin;
  for (std::size_t at = focus.begin; at > 0 && focus.begin - at < columns / 3; --at) {
    if (text[at - 1] == ' ' || text[at - 1] == '\n') {
      from = at;
    }
  }
  return "…" + cut(text.substr(from), columns - 1);
}

std::string left(std::string_view text, std::size_t columns) {
  std::string out = cut(text, columns);
  return out + std::string(columns - std::min(columns, width(out)), ' ');
}

std::string right(std::string_view text, std::size_t columns) {
  const std::string out = cut(text, columns);
  return std::string(columns - std::min(columns, width(out)), ' ') + out;
}

std::string join(const std::vector<std::string>& words, std::string_view between) {
  std::string out;
  for (const std::string& word : words) {
    if (!out.empty()) {
      out += between;
    }
    out += word;
  }
  return out;
}

std::string grouped(double number) {
  if (number != std::trunc(number) || std::fabs(number) >= 1e15) {
    return fmt::format("{}", number);
  }
  std::string digits = fmt::format("{}", static_cast<std::int64_t>(std::fabs(number)));
  for (std::ptrdiff_t at = static_cast<std::ptrdiff_t>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), ",");
  }
  return number < 0 ? "-" + digits : digits;
}

std::size_t prefix_length(const std::vector<std::string>& ids) {
  std::vector<std::string> sorted = ids;
  std::sort(sorted.begin(), sorted.end());
  std::size_t out = 6;
  for (std::size_t i = 1; i < sorted.size(); ++i) {
    const auto [a, b] = std::mismatch(sorted[i - 1].begin(), sorted[i - 1].end(), sorted[i].begin(), sorted[i].end());
    out = std::max(out, static_cast<std::size_t>(a - sorted[i - 1].begin()) + 1);
  }
  return out;
}

}  // namespace detente::cli
