// JSON lines: one object a line with a "text".
#include <simdjson.h>

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "detente/text/date.hpp"
#include "detente/text/utf8.hpp"
#include "session.hpp"

namespace detente::intake {

namespace {

std::optional<std::string> string_at(const simdjson::dom::object& object, std::string_view key) {
  std::string_view value;
  if (object.at_key(key).get_string().get(value) != simdjson::SUCCESS) {
    return std::nullopt;
  }
  return std::string(value);
}

// An id or a year may be written as a number.
std::string word_at(const simdjson::dom::object& object, std::string_view key) {
  if (auto value = string_at(object, key)) {
    return *value;
  }
  std::int64_t number = 0;
  if (object.at_key(key).get_int64().get(number) == simdjson::SUCCESS) {
    return std::to_string(number);
  }
  return {};
}

bool has_value(const simdjson::dom::object& object, std::string_view key) {
  simdjson::dom::element element;
  return object.at_key(key).get(element) == simdjson::SUCCESS && !element.is_null();
}

class LineReader {
 public:
  explicit LineReader(const Item& item) : item_(item), session_(item.session) {}

  void read(std::string& line, std::uint64_t number) {
    if (!line.empty() && line.back() == '\r') {
      line.pop_back();
    }
    if (number == 1 && line.starts_with("\xEF\xBB\xBF")) {
      line.erase(0, 3);
    }
    if (line.find_first_not_of(" \t") == std::string::npos) {
      return;
    }
    where_ = item_.name + ":" + std::to_string(number);
    if (const std::size_t bad = text::first_invalid(line); bad != std::string_view::npos) {
      line = text::repair(line);
      session_.repaired(1, bad, where_);
    }
    simdjson::dom::element element;
    if (const auto error = parser_.parse(line).get(element); error != simdjson::SUCCESS) {
      malformed(std::string("the line is no JSON: ") + simdjson::error_message(error));
      return;
    }
    simdjson::dom::object object;
    if (element.get_object().get(object) != simdjson::SUCCESS) {
      malformed("the line is no JSON object");
      return;
    }
    if (!good_) {
      tell_held();
      good_ = true;
    }
    take(object, number);
  }

  // To be called at the end of the file.
  void finish() {
    if (!good_ && malformed_ > kHeld) {
      session_.problem(ErrorCode::bad_format,
                       "none of its lines is a JSON object; one JSON document over several lines is not read",
                       item_.name);
    } else if (!good_) {
      tell_held();
    }
  }

 private:
  static constexpr std::uint64_t kHeld = 5;

  // A JSON document laid out over many lines would give a message a line. So the first messages are held back until a
  // line is good or the file ends.
  void malformed(std::string message) {
    if (good_) {
      session_.problem(ErrorCode::bad_format, std::move(message), where_);
    } else if (++malformed_ <= kHeld) {
      held_.push_back({ErrorCode::bad_format, std::move(message), where_});
    }
  }

  void tell_held() {
    for (Error& error : held_) {
      session_.problem(error.code, std::move(error.message), std::move(error.where));
    }
    if (malformed_ > kHeld) {
      session_.problem(
          ErrorCode::bad_format,
          std::to_string(malformed_ - kHeld) + " more lines before the first sound one are no JSON objects",
          item_.name);
    }
    held_.clear();
  }

  void take(const simdjson::dom::object& object, std::uint64_t number) {
    auto text = string_at(object, "text");
    if (!text) {
      const bool there = has_value(object, "text");
      session_.problem(there ? ErrorCode::bad_value : ErrorCode::missing_field,
                       there ? "the \"text\" of the line is no string" : "the line has no \"text\"", where_);
      return;
    }
    if (text->find_first_not_of(" \t\r\n") == std::string::npos) {
      session_.problem(ErrorCode::missing_field, "the \"text\" of the line is empty", where_);
      return;
    }
    if (const std::size_t nul = text->find('\0'); nul != std::string::npos) {
      session_.repaired(1, nul, where_ + " text");
      *text = text::repair(*text);
    }
    Report report;
    report.text = std::move(*text);
    report.title = string_at(object, "title").value_or("");
    report.outlet = string_at(object, "outlet").value_or("");
    report.byline = string_at(object, "byline").value_or("");
    report.original_source = string_at(object, "original_source").value_or("");
    const std::string id = word_at(object, "id");
    report.uri = string_at(object, "url").value_or("");
    if (report.uri.empty()) {
      report.uri = item_.name + "#" + (id.empty() ? std::to_string(number) : id);
    }
    published(object, report);
    session_.emit(std::move(report));
  }

  void published(const simdjson::dom::object& object, Report& report) {
    if (!has_value(object, "published")) {
      return;
    }
    const std::string value = word_at(object, "published");
    if (const auto date = text::parse_date(value)) {
      report.published = date->iso();
      return;
    }
    if (!value.empty() || string_at(object, "published") == std::nullopt) {
      session_.problem(
          ErrorCode::bad_value,
          "\"published\" is no date from 1800 to 2100" + (value.empty() ? "" : ": \"" + value.substr(0, 60) + "\""),
          where_);
    }
  }

  const Item& item_;
  Session& session_;
  simdjson::dom::parser parser_;
  std::string where_;
  bool good_ = false;            // a line was a JSON object
  std::uint64_t malformed_ = 0;  // lines before the first good one
  std::vector<Error> held_;      // the messages of the first of them
};

}  // namespace

void read_json_lines(const Item& item, Input& input) {
  LineReader reader(item);
  std::string line;
  std::uint64_t number = 0;
  while (!item.session.stopped()) {
    const Input::Line result = input.read_line(line, item.session.options.max_text);
    if (result == Input::Line::none) {
      break;
    }
    ++number;
    if (result == Input::Line::too_long) {
      item.session.problem(
          ErrorCode::too_large,
          "the line is longer than " + std::to_string(item.session.options.max_text) + " bytes and was passed over",
          item.name + ":" + std::to_string(number));
      continue;
    }
    if (input.error()) {
      break;  // the last line is cut, and the cause is told below
    }
    reader.read(line, number);
  }
  reader.finish();
  if (input.error()) {
    item.session.problem(*input.error(), item.name + ":" + std::to_string(number + 1));
  }
}

}  // namespace detente::intake
