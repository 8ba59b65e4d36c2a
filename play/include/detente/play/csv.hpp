// Tables in CSV as programs of the field write them: commas, fields in double quotes (doubled inside), lines ended by
// LF or CRLF, a byte order mark passed over. Every field knows its line, so that errors can name it.
//
//   auto rows = csv::read(bytes, "routes.csv");
//   rows->at(3).line;              // 5, if a field before it held a line break
//   csv::number(rows->at(3), 2, "distance", "routes.csv");   // bad_value: "the distance 'far' is not a number" at
//   routes.csv:5
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::play::csv {

struct Row {
  std::size_t line = 0;  // from 1
  std::vector<std::string> fields;

  // "" if the row is shorter.
  std::string_view get(std::size_t column) const {
    return column < fields.size() ? std::string_view(fields[column]) : std::string_view();
  }
};

// White space around fields is dropped, and so are empty lines. `file` names the bytes in errors.
// @returns bad_encoding for what is not UTF-8 or holds a NUL; truncated for a quoted field that does not end.
Result<std::vector<Row>> read(std::string_view bytes, std::string_view file);

// "routes.csv:5".
std::string place(std::string_view file, std::size_t line);

// A finite number. @returns missing_field if it is not there, bad_value if it is no number.
Result<double> number(const Row& row, std::size_t column, std::string_view name, std::string_view file);

// The whole text as a finite number, as C writes it ("1e3", "-0.5"); false otherwise.
bool parse_number(std::string_view text, double& value);

// A field as CSV, quoted if it must be.
std::string quoted(std::string_view field);

}  // namespace detente::play::csv
