#include "detente/play/table.hpp"

#include <charconv>
#include <cmath>

#include "detente/text/utf8.hpp"

namespace detente::play::table {

namespace {

bool blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && blank(text.front())) {
    text.remove_prefix(1);
  }
  while (!text.empty() && blank(text.back())) {
    text.remove_suffix(1);
  }
  return text;
}

// Steps through the text a cell at a time.
class Reader {
 public:
  Reader(std::string_view text, const std::string& where) : text_(text), where_(where) {}

  bool at_end() const { return at_ >= text_.size(); }
  int line() const { return line_; }

  // The next cell; `last` says that its row ends behind it.
  Result<std::string> cell(bool& last) {
    while (!at_end() && blank(text_[at_])) {
      ++at_;
    }
    if (!at_end() && text_[at_] == '"') {
      return quoted_cell(last);
    }
    const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    const std::string_view plain = trimmed(text_.substr(at_, end - at_));
    at_ = end;
    last = step_over_end();
    return std::string(plain);
  }

 private:
  // Over the comma or the line break; true at a line break or the end.
  bool step_over_end() {
    if (at_end()) {
      return true;
    }
    const bool line_ends = text_[at_] == '\n';
    line_ += line_ends ? 1 : 0;
    ++at_;
    return line_ends;
  }

  Result<std::string> quoted_cell(bool& last) {
    const int opened = line_;
    std::string out;
    ++at_;
    while (true) {
      if (at_end()) {
        return Error{ErrorCode::truncated, "a quote is opened and never closed", at_line(where_, opened)};
      }
      const char c = text_[at_++];
      if (c == '"' && (at_end() || text_[at_] != '"')) {
        break;
      }
      at_ += c == '"' ? 1 : 0;
      line_ += c == '\n' ? 1 : 0;
      out += c;
    }
    const std::size_t end = std::min(text_.find_first_of(",\n", at_), text_.size());
    if (const std::string_view rest = trimmed(text_.substr(at_, end - at_)); !rest.empty()) {
      return Error{ErrorCode::bad_format, "text stands behind a closing quote: '" + shown(rest) + "'",
                   at_line(where_, line_)};
    }
    at_ = end;
    last = step_over_end();
    return out;
  }

  std::string_view text_;
  const std::string& where_;
  std::size_t at_ = 0;
  int line_ = 1;
};

}  // namespace

Result<std::vector<Row>> read_csv(std::string_view text, const std::string& where) {
  if (text.size() > kLargest) {
    return Error{ErrorCode::too_large, "a table holds at most 64 MB", where};
  }
  if (const std::size_t at = text::first_invalid(text); at != std::string_view::npos) {
    return Error{ErrorCode::bad_encoding, "this is not UTF-8; save the table as UTF-8",
                 at_line(where, static_cast<int>(text::line_of(text, at)))};
  }
  if (text.starts_with("\xef\xbb\xbf")) {
    text.remove_prefix(3);
  }
  std::vector<Row> rows;
  Reader reader(text, where);
  while (!reader.at_end()) {
    Row row;
    row.line = reader.line();
    for (bool last = false; !last;) {
      auto cell = reader.cell(last);
      if (!cell) {
        return cell.error();
      }
      row.cells.push_back(std::move(*cell));
    }
    while (!row.cells.empty() && row.cells.back().empty()) {
      row.cells.pop_back();
    }
    if (!row.cells.empty()) {
      rows.push_back(std::move(row));
    }
  }
  return rows;
}

Result<double> number(std::string_view text, std::string_view name, const std::string& where, int line) {
  text = trimmed(text);
  if (text.empty()) {
    return Error{ErrorCode::missing_field, std::string(name) + " is missing", at_line(where, line)};
  }
  std::string_view digits = text;
  if (digits.size() > 1 && digits.front() == '+' && digits[1] != '-') {
    digits.remove_prefix(1);
  }
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error == std::errc::result_out_of_range) {
    return Error{ErrorCode::bad_value, std::string(name) + " '" + shown(text) + "' is out of range",
                 at_line(where, line)};
  }
  if (error != std::errc() || end != digits.data() + digits.size() || !std::isfinite(value)) {
    return Error{ErrorCode::bad_value, std::string(name) + " '" + shown(text) + "' is not a number",
                 at_line(where, line)};
  }
  return value;
}

Result<double> number(const Row& row, std::size_t column, std::string_view name, const std::string& where) {
  return number(column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view(), name, where,
                row.line);
}

std::string at_line(const std::string& where, int line) { return where + ":" + std::to_string(line); }

std::string shown(std::string_view text) {
  constexpr std::size_t kLongest = 60;
  if (text.size() <= kLongest) {
    return text::repair(text);
  }
  std::size_t end = kLongest;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
    --end;
  }
  return text::repair(text.substr(0, end)) + "...";
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  return out;
}

std::string quoted(std::string_view text) {
  const bool plain = text.find_first_of(",\"\n\r") == std::string_view::npos && trimmed(text) == text;
  if (plain) {
    return std::string(text);
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    if (c == '"') {
      out += '"';
    }
  }
  return out + "\"";
}

}  // namespace detente::play::table
