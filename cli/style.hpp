// How text for people looks: colour where it is wanted, and columns that line up.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detente/cli/options.hpp"
#include "detente/cli/world.hpp"
#include "detente/report.hpp"

namespace detente::cli {

class Style {
 public:
  // Colour on a terminal, unless NO_COLOR is set or --color says otherwise.
  Style(const Arguments& arguments, const World& world);

  bool colour() const { return colour_; }
  std::string heading(std::string_view text) const { return paint("1", text); }
  std::string faint(std::string_view text) const { return paint("2", text); }
  std::string party(std::string_view text) const { return paint("36", text); }
  std::string act(std::string_view text) const { return paint("33", text); }
  std::string number(std::string_view text) const { return paint("35", text); }
  std::string warning(std::string_view text) const { return paint("31", text); }
  std::string speech(std::string_view text) const { return paint("32", text); }

 private:
  std::string paint(std::string_view code, std::string_view text) const;

  bool colour_ = false;
};

// Columns that a text takes; every code point but combining marks counts one, wide ones two.
std::size_t width(std::string_view text);

// At most `columns` wide, with "…" in place of what does not fit; line breaks become spaces.
std::string cut(std::string_view text, std::size_t columns);

// cut(), but with "…" in front too where `focus` would not be seen otherwise.
std::string cut_around(std::string_view text, Span focus, std::size_t columns);

// cut() and filled with spaces on the right, or on the left.
std::string left(std::string_view text, std::size_t columns);
std::string right(std::string_view text, std::size_t columns);

std::string join(const std::vector<std::string>& words, std::string_view between);

// "1 report", "3 reports".
template <typename Number>
std::string count(Number n, std::string_view one) {
  return std::to_string(n) + " " + std::string(one) + (n == 1 ? "" : "s");
}

// "1,974"; "2.5" for what is not whole.
std::string grouped(double number);

// The shortest prefix length, from six on, that tells all ids apart.
std::size_t prefix_length(const std::vector<std::string>& ids);

}  // namespace detente::cli
