#include "efg_scanner.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>

#include "detente/text/utf8.hpp"

namespace detente::play {

namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

bool is_word(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '.' || c == '+' ||
         c == '-' || c == '/' || c == '_';
}

// A decimal number that fills `word`; nothing for other things, infinities and what is too large for a double.
std::optional<double> decimal(std::string_view word) {
  if (word.starts_with('+')) {
    word.remove_prefix(1);
    if (word.starts_with('-')) {
      return std::nullopt;
    }
  }
  // from_chars also reads "inf" and "nan".
  const std::size_t digit = word.find_first_of("0123456789");
  if (digit == std::string_view::npos || word.find_first_not_of("0123456789.eE+-") != std::string_view::npos) {
    return std::nullopt;
  }
  double value = 0.0;
  const auto [end, fault] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (fault == std::errc::result_out_of_range && end == word.data() + word.size()) {
    // Too small to be told from nothing, or too large.
    const std::size_t exponent = word.find_first_of("eE");
    const bool tiny = exponent != std::string_view::npos && word.substr(exponent + 1).starts_with('-');
    return tiny ? std::optional<double>(0.0) : std::nullopt;
  }
  if (fault != std::errc{} || end != word.data() + word.size() || !std::isfinite(value)) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

bool EfgScanner::at_end() {
  while (at_ < text_.size() && is_space(text_[at_])) {
    ++at_;
  }
  return at_ == text_.size();
}

char EfgScanner::peek() { return at_end() ? '\0' : text_[at_]; }

bool EfgScanner::take(char c) {
  if (peek() != c || at_ == text_.size()) {
    return false;
  }
  ++at_;
  return true;
}

std::size_t EfgScanner::place() {
  at_end();
  return at_;
}

Result<std::string> EfgScanner::quoted(std::string_view what) {
  if (peek() != '"') {
    return expected(fmt::format("{} in quotes", what));
  }
  const std::size_t begin = at_;
  std::string name;
  for (++at_; at_ < text_.size(); ++at_) {
    const char c = text_[at_];
    if (c == '"') {
      ++at_;
      return name;
    }
    const bool escaped = c == '\\' && at_ + 1 < text_.size() && (text_[at_ + 1] == '"' || text_[at_ + 1] == '\\');
    if (escaped) {
      ++at_;
    }
    name += text_[at_];
  }
  return error(ErrorCode::truncated, fmt::format("the quotes around {} are never closed", what), begin);
}

std::string_view EfgScanner::word() {
  at_end();
  const std::size_t begin = at_;
  while (at_ < text_.size() && is_word(text_[at_])) {
    ++at_;
  }
  return text_.substr(begin, at_ - begin);
}

Result<std::int32_t> EfgScanner::whole(std::string_view what, std::int32_t least) {
  const std::size_t begin = place();
  const std::string_view digits = word();
  std::int32_t value = 0;
  const auto [end, fault] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (digits.empty() || fault != std::errc{} || end != digits.data() + digits.size()) {
    at_ = begin;
    return expected(fmt::format("{}, a whole number", what));
  }
  if (value < least) {
    return error(ErrorCode::bad_value, fmt::format("{} is {}; it must be {} or more", what, value, least), begin);
  }
  return value;
}

Result<GameNumber> EfgScanner::number(std::string_view what) {
  const std::size_t begin = place();
  const std::string_view digits = word();
  const std::size_t slash = digits.find('/');
  const std::optional<double> over = decimal(digits.substr(0, slash));
  if (!over) {
    at_ = begin;
    return expected(fmt::format("{}, a number", what));
  }
  double value = *over;
  if (slash != std::string_view::npos) {
    const std::optional<double> under = decimal(digits.substr(slash + 1));
    if (!under || *under == 0.0 || !std::isfinite(*over / *under)) {
      return error(ErrorCode::bad_value, fmt::format("'{}' is no number", digits), begin);
    }
    value = *over / *under;
  }
  return GameNumber{value, std::string(digits)};
}

Error EfgScanner::error(ErrorCode code, std::string message, std::size_t place) const {
  const std::string_view before = text_.substr(0, std::min(place, text_.size()));
  const std::size_t line = text::line_of(text_, place);
  const std::size_t start = before.rfind('\n');
  const std::size_t column = before.size() - (start == std::string_view::npos ? 0 : start + 1) + 1;
  return {code, std::move(message), fmt::format("{}:{}:{}", name_, line, column)};
}

Error EfgScanner::expected(std::string_view what) {
  if (at_end()) {
    return error(ErrorCode::truncated, fmt::format("expected {}, but the file ends here", what), at_);
  }
  const std::size_t begin = at_;
  std::string found(word().substr(0, 20));
  if (found.empty()) {
    found = text_[begin];
    if (static_cast<unsigned char>(found[0]) >= 0x80) {
      found = "something else";
    }
  }
  at_ = begin;
  return error(ErrorCode::bad_format, fmt::format("expected {}, found '{}'", what, found), begin);
}

}  // namespace detente::play
