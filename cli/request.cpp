#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "detente/cli/coder.hpp"
#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"

namespace detente::cli {

namespace {

using nlohmann::json;

enum class Field { other, id, text, published, outlet, title };
constexpr std::array<std::string_view, 6> kKeys{"", "id", "text", "published", "outlet", "title"};

Field field_of(std::string_view key) {
  const auto at = std::find(kKeys.begin() + 1, kKeys.end(), key);
  return at == kKeys.end() ? Field::other : static_cast<Field>(at - kKeys.begin());
}

// Takes what is wanted from the top level of one JSON object and passes over the rest, however deep it is.
class Handler final : public nlohmann::json_sax<json> {
 public:
  explicit Handler(CodeRequest& request) : request_(request) {}

  bool null() override { return scalar(std::nullopt, "null"); }
  bool boolean(bool value) override { return scalar(std::nullopt, value ? "true" : "false"); }
  bool number_integer(std::int64_t value) override { return number(std::to_string(value)); }
  bool number_unsigned(std::uint64_t value) override { return number(std::to_string(value)); }
  bool number_float(double /*value*/, const std::string& digits) override { return number(digits); }
  bool string(std::string& value) override { return scalar(std::move(value), "a string"); }
  bool binary(json::binary_t& /*value*/) override { return true; }

  bool start_object(std::size_t /*size*/) override {
    if (depth_ == 0) {
      ++depth_;
      return true;
    }
    return open("an object");
  }
  bool key(std::string& value) override {
    if (depth_ == 1) {
      field_ = field_of(value);
    }
    return true;
  }
  bool end_object() override {
    --depth_;
    return true;
  }
  bool start_array(std::size_t /*size*/) override { return open("a list"); }
  bool end_array() override {
    --depth_;
    return true;
  }
  bool parse_error(std::size_t position, const std::string& /*token*/,
                   const nlohmann::detail::exception& /*why*/) override {
    fail(ErrorCode::bad_format, fmt::format("the line is not JSON: fault at byte {}", position));
    return false;
  }

  const std::optional<Error>& error() const { return error_; }
  bool has_text() const { return has_text_; }

 private:
  // Keeps the first fault. The parse goes on, because the id may come later.
  bool fail(ErrorCode code, std::string message) {
    if (!error_) {
      error_ = Error{code, std::move(message), ""};
    }
    return true;
  }

  bool wrong(std::string_view what) {
    const std::string_view wanted = field_ == Field::id ? "a string or a number" : "a string";
    const std::string_view key = kKeys[static_cast<std::size_t>(field_)];
    return fail(ErrorCode::bad_value, fmt::format("\"{}\" must be {}, not {}", key, wanted, what));
  }

  bool open(std::string_view what) {
    if (depth_ == 0) {
      fail(ErrorCode::bad_format, fmt::format("the line must be a JSON object, not {}", what));
      return false;
    }
    if (depth_ == 1 && field_ != Field::other) {
      wrong(what);
    }
    ++depth_;
    return true;
  }

  bool number(std::string digits) {
    if (depth_ == 1 && field_ == Field::id) {
      request_.id = std::move(digits);
      return true;
    }
    return scalar(std::nullopt, "a number");
  }

  bool scalar(std::optional<std::string> value, std::string_view what) {
    if (depth_ == 0) {
      return fail(ErrorCode::bad_format, fmt::format("the line must be a JSON object, not {}", what));
    }
    if (depth_ > 1 || field_ == Field::other) {
      return true;
    }
    if (!value) {
      // An optional field that is null is a field that is not there.
      return what == "null" && field_ != Field::text ? true : wrong(what);
    }
    Report& report = request_.report;
    switch (field_) {
      case Field::id:
        request_.id.clear();
        reading::append_json_text(request_.id, *value);
        break;
      case Field::text:
        report.text = std::move(*value);
        has_text_ = true;
        break;
      case Field::published:
        report.published = std::move(*value);
        break;
      case Field::outlet:
        report.outlet = std::move(*value);
        break;
      case Field::title:
        report.title = std::move(*value);
        break;
      case Field::other:
        break;
    }
    return true;
  }

  CodeRequest& request_;
  std::optional<Error> error_;
  std::size_t depth_ = 0;
  Field field_ = Field::other;
  bool has_text_ = false;
};

Error bad_value(std::string message) { return Error{ErrorCode::bad_value, std::move(message), ""}; }

Result<void> check(CodeRequest& request) {
  Report& report = request.report;
  const auto is_blank = [](char c) { return c == ' ' || (c >= '\t' && c <= '\r'); };
  if (std::all_of(report.text.begin(), report.text.end(), is_blank)) {
    return bad_value("\"text\" is empty");
  }
  if (const std::size_t nul = report.text.find('\0'); nul != std::string::npos) {
    return bad_value(fmt::format("\"text\" has a NUL character at byte {}", nul));
  }
  if (!report.published.empty()) {
    const auto date = text::parse_date(report.published);
    const bool has_digit = report.published.find_first_of("0123456789") != std::string::npos;
    if (!date && !has_digit) {
      // "today" or "unknown" says that there is no date; a number that is no date is a fault of the sender.
      request.unread_date = std::move(report.published);
      report.published.clear();
      return {};
    }
    if (!date) {
      return bad_value(fmt::format("\"published\" must be a date from {} to {}", text::kFirstYear, text::kLastYear));
    }
    report.published = date->iso();
  }
  return {};
}

}  // namespace

Result<void> parse_request(std::string_view bytes, CodeRequest& request) {
  if (bytes.find_first_not_of(" \t\r") == std::string_view::npos) {
    return Error{ErrorCode::bad_format, "the line is empty", ""};
  }
  Handler handler(request);
  if (const std::size_t at = text::first_invalid(bytes); at != std::string_view::npos) {
    // Only the id is of use, so that the error can be told from others.
    json::sax_parse(text::repair(bytes), &handler);
    const auto byte = static_cast<unsigned char>(bytes[at]);
    return Error{ErrorCode::bad_encoding, fmt::format("the line is not UTF-8: byte 0x{:02x} at {}", byte, at), ""};
  }
  const bool whole = json::sax_parse(bytes.begin(), bytes.end(), &handler);
  if (handler.error()) {
    return *handler.error();
  }
  if (!whole) {
    return Error{ErrorCode::bad_format, "the line is not JSON", ""};
  }
  if (!handler.has_text()) {
    return Error{ErrorCode::missing_field, "there is no \"text\"", ""};
  }
  return check(request);
}

}  // namespace detente::cli
