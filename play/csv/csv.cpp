#include "detente/play/csv.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>

#include "detente/text/utf8.hpp"

namespace detente::play::csv {

namespace {

bool is_blank(char c) { return c == ' ' || c == '\t'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && is_blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

class Reader {
 public:
  Reader(std::string_view bytes, std::string_view file) : bytes_(bytes), file_(file) {}

  Result<std::vector<Row>> rows() {
    std::vector<Row> out;
    while (at_ < bytes_.size()) {
      Row row;
      row.line = line_;
      if (!read_row(row)) {
        return Error{ErrorCode::truncated, "a field in quotes does not end", place(file_, row.line)};
      }
      if (row.fields.size() > 1 || !row.fields[0].empty()) {
        out.push_back(std::move(row));
      }
    }
    return out;
  }

 private:
  bool at_line_end() const { return at_ >= bytes_.size() || bytes_[at_] == '\n' || bytes_[at_] == '\r'; }

  // False if a quote stays open.
  bool read_row(Row& row) {
    while (true) {
      std::string field;
      while (at_ < bytes_.size() && is_blank(bytes_[at_])) {
        ++at_;
      }
      if (at_ < bytes_.size() && bytes_[at_] == '"') {
        if (!read_quoted(field)) {
          return false;
        }
      }
      const std::size_t begin = at_;
      while (!at_line_end() && bytes_[at_] != ',') {
        ++at_;
      }
      field += trimmed(bytes_.substr(begin, at_ - begin));
      row.fields.push_back(std::move(field));
      if (at_line_end()) {
        break;
      }
      ++at_;
    }
    if (at_ < bytes_.size() && bytes_[at_] == '\r') {
      ++at_;
      if (at_ < bytes_.size() && bytes_[at_] == '\n') {
        ++at_;
      }
    } else if (at_ < bytes_.size()) {
      ++at_;
    }
    ++line_;
    return true;
  }

  bool read_quoted(std::string& field) {
    ++at_;
    while (at_ < bytes_.size()) {
      const char c = bytes_[at_++];
      if (c == '"') {
        if (at_ < bytes_.size() && bytes_[at_] == '"') {
          ++at_;
        } else {
          return true;
        }
      }
      line_ += c == '\n' ? 1 : 0;
      field += c;
    }
    return false;
  }

  std::string_view bytes_;
  std::string_view file_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
};

}  // namespace

Result<std::vector<Row>> read(std::string_view bytes, std::string_view file) {
  if (bytes.starts_with("\xef\xbb\xbf")) {
    bytes.remove_prefix(3);
  }
  std::size_t line = 1;
  for (std::size_t at = 0; at < bytes.size();) {
    const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
    const std::string_view text = bytes.substr(at, end - at);
    if (text::first_invalid(text) != std::string_view::npos || text.find('\0') != std::string_view::npos) {
      return Error{ErrorCode::bad_encoding, "the line is not text in UTF-8", place(file, line)};
    }
    at = end + 1;
    ++line;
  }
  return Reader(bytes, file).rows();
}

std::string place(std::string_view file, std::size_t line) { return fmt::format("{}:{}", file, line); }

bool parse_number(std::string_view text, double& value) {
  if (text.starts_with('+')) {
    text.remove_prefix(1);
  }
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size() && std::isfinite(value);
}

Result<double> number(const Row& row, std::size_t column, std::string_view name, std::string_view file) {
  const std::string_view field = row.get(column);
  if (field.empty()) {
    return Error{ErrorCode::missing_field, fmt::format("the {} is missing", name), place(file, row.line)};
  }
  double value = 0;
  if (!parse_number(field, value)) {
    return Error{ErrorCode::bad_value, fmt::format("the {} '{}' is not a number", name, field.substr(0, 80)),
                 place(file, row.line)};
  }
  return value;
}

std::string quoted(std::string_view field) {
  if (field.find_first_of(",\"\n\r") == std::string_view::npos) {
    return std::string(field);
  }
  std::string out = "\"";
  for (const char c : field) {
    out += c;
    if (c == '"') {
      out += c;
    }
  }
  return out + "\"";
}

}  // namespace detente::play::csv
