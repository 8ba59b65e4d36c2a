#include "detente/text/json_writer.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "detente/text/utf8.hpp"

namespace detente::text {

namespace {

void append_valid(std::string& out, std::string_view text) {
  std::size_t plain = 0;  // start of what is to be copied as it stands
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto c = static_cast<unsigned char>(text[i]);
    if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7F) {
      continue;
    }
    out.append(text, plain, i - plain);
    plain = i + 1;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default: {
        constexpr std::string_view kHex = "0123456789abcdef";
        out += "\\u00";
        out += kHex[c >> 4];
        out += kHex[c & 15];
      }
    }
  }
  out.append(text, plain, text.size() - plain);
}

}  // namespace

void append_json_text(std::string& out, std::string_view text) {
  out += '"';
  if (text::first_invalid(text) == std::string_view::npos) {
    append_valid(out, text);
  } else {
    append_valid(out, text::repair(text));
  }
  out += '"';
}

void JsonWriter::separate() {
  if (!first_) {
    out_ += ',';
  }
  first_ = false;
}

JsonWriter& JsonWriter::open(char begin, char end) {
  separate();
  out_ += begin;
  closers_ += end;
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::close() {
  out_ += closers_.back();
  closers_.pop_back();
  first_ = false;
  return *this;
}

JsonWriter& JsonWriter::key(std::string_view name) {
  separate();
  append_json_text(out_, name);
  out_ += ':';
  first_ = true;
  return *this;
}

JsonWriter& JsonWriter::text(std::string_view value) {
  separate();
  append_json_text(out_, value);
  return *this;
}

JsonWriter& JsonWriter::raw(std::string_view json) {
  separate();
  out_ += json;
  return *this;
}

JsonWriter& JsonWriter::integer(std::int64_t value) {
  std::array<char, 24> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::number(double value) {
  if (!std::isfinite(value)) {
    return null();
  }
  // Beyond 2^53 a double no longer tells neighbouring integers apart.
  if (value == std::trunc(value) && std::fabs(value) < 9007199254740992.0) {
    return integer(static_cast<std::int64_t>(value));
  }
  std::array<char, 32> digits{};
  const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), value).ptr;
  return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
}

JsonWriter& JsonWriter::decimal(double value) {
  if (value == std::trunc(value) && std::fabs(value) < 1e15) {
    std::array<char, 32> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value, std::chars_format::fixed, 1).ptr;
    return raw({digits.data(), static_cast<std::size_t>(end - digits.data())});
  }
  return number(value);
}

JsonWriter& JsonWriter::rounded(double value, int digits) {
  const double scale = std::pow(10.0, digits);
  return number(std::round(value * scale) / scale);
}

}  // namespace detente::text
