// Bytes as text: validation, repair, stepping, case folding, and the map from bytes to code points.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/report.hpp"

namespace detente::text {

// The offset of the first byte that is not valid UTF-8 (RFC 3629: no surrogates, no overlong forms), or npos.
std::size_t first_invalid(std::string_view bytes);

// The line, from 1, in which an offset stands: what messages about a file say. Offsets behind the end are in the last.
std::size_t line_of(std::string_view bytes, std::size_t offset);

// The text with every maximal invalid part replaced by U+FFFD (Unicode 15, 3.9, practice 3) and NUL bytes by a space.
std::string repair(std::string_view bytes);

// Reads the code point that starts at bytes[at] and moves `at` behind it. The bytes must be valid UTF-8 and at < size.
char32_t next(std::string_view bytes, std::size_t& at);

void append(std::string& out, char32_t code_point);

// Lower case as Python's str.lower() gives it (full case mapping; final sigma included).
std::string lower(std::string_view valid);

// Unicode normal form NFC.
std::string nfc(std::string_view valid);

// Maps byte offsets of a text to code-point offsets: O(size) to build, O(1) to ask.
class CodePoints {
 public:
  explicit CodePoints(std::string_view valid);
  // byte <= text size. The offset must not split a sequence.
  std::uint32_t of_byte(std::uint32_t byte) const;
  Span of(Span bytes) const { return {of_byte(bytes.begin), of_byte(bytes.end)}; }

 private:
  bool ascii_ = true;
  std::vector<std::uint32_t> of_byte_;
};

}  // namespace detente::text
