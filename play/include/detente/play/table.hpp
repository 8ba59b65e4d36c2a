// Tables in CSV, with messages that name the line.
//
//   Result<std::vector<table::Row>> rows = table::read_csv(text, "talks.csv");
//   Result<double> x = table::number(rows->at(3), 2, "capability", "talks.csv");
//   if (!x) { log(x.error().to_string()); }   // "talks.csv:4: capability 'many' is not a number"
//
// Cells are parted by commas and trimmed; a cell in double quotes may hold commas, line breaks and, doubled, quotes.
// Lines end in LF, CRLF or the end of the text; lines without a cell are passed over, as is a byte order mark. Empty
// cells at the end of a row are dropped, because spreadsheets and KTAB write commas there.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::play::table {

struct Row {
  int line = 0;  // of its first character, from 1
  std::vector<std::string> cells;
};

inline constexpr std::size_t kLargest = std::size_t{64} << 20;  // bytes of a table

// Errors: bad_encoding if the text is not UTF-8, truncated if a quote is never closed, bad_format for text behind a
// closing quote, too_large beyond kLargest.
Result<std::vector<Row>> read_csv(std::string_view text, const std::string& where);

// The cell as a finite number. `name` is what the column holds. Errors: missing_field if there is no such cell or it is
// empty, bad_value if it is no finite number.
Result<double> number(const Row& row, std::size_t column, std::string_view name, const std::string& where);
// The same for a number that stands alone.
Result<double> number(std::string_view text, std::string_view name, const std::string& where, int line);

// A place in a file, "talks.csv:7".
std::string at_line(const std::string& where, int line);

// What was given, cut to a length that fits in a message.
std::string shown(std::string_view text);

// ASCII letters in lower case, for headings.
std::string lower(std::string_view text);

// A cell as it must be written: in quotes if it holds a comma, a quote, a line break, or a space at an end.
std::string quoted(std::string_view text);

}  // namespace detente::play::table
