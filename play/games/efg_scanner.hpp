// Words of an .efg file, one behind the other, each with its place.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "detente/play/game.hpp"
#include "detente/result.hpp"

namespace detente::play {

class EfgScanner {
 public:
  EfgScanner(std::string_view text, std::string_view name) : text_(text), name_(name) {}

  // Passes over white space; true at the end.
  bool at_end();
  // The next byte behind white space; 0 at the end.
  char peek();
  // Takes `c` if it comes next.
  bool take(char c);
  // Where the next word begins.
  std::size_t place();

  // A name in quotes.
  Result<std::string> quoted(std::string_view what);
  // A whole number of at least `least`.
  Result<std::int32_t> whole(std::string_view what, std::int32_t least);
  // A decimal number or a fraction of two.
  Result<GameNumber> number(std::string_view what);
  // A run of letters and digits.
  std::string_view word();

  // An error at a place in the text, NAME:LINE:COLUMN with columns in bytes from 1.
  Error error(ErrorCode code, std::string message, std::size_t place) const;
  // `what` was expected at the next word, and something else or the end was found.
  Error expected(std::string_view what);

 private:
  std::string_view text_;
  std::string_view name_;
  std::size_t at_ = 0;
};

}  // namespace detente::play
