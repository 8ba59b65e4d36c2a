// Writes JSON (RFC 8259) into a string, one value behind the other. Fast, and the same bytes on every machine.
//
//   std::string out;
//   JsonWriter j(out);
//   j.object();
//   j.key("id").text("e1");
//   j.key("spans").array();
//   j.integer(3);
//   j.close();                       // the array
//   j.close();                       // the object: {"id":"e1","spans":[3]}
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "detente/report.hpp"

namespace detente::text {

// The text as a JSON string with its quotes. What is not valid UTF-8 becomes U+FFFD, so that the output is always JSON.
void append_json_text(std::string& out, std::string_view text);

class JsonWriter {
 public:
  explicit JsonWriter(std::string& out) : out_(out) {}

  JsonWriter& object() { return open('{', '}'); }
  JsonWriter& array() { return open('[', ']'); }
  JsonWriter& close();

  JsonWriter& key(std::string_view name);
  JsonWriter& text(std::string_view value);
  JsonWriter& integer(std::int64_t value);
  // The shortest decimal number that reads back as the same double; whole numbers without a fraction. Not finite: null.
  JsonWriter& number(double value);
  // At least one digit behind the point: -10.0.
  JsonWriter& decimal(double value);
  // At most `digits` behind the point, without trailing zeros: 0.9.
  JsonWriter& rounded(double value, int digits);
  JsonWriter& boolean(bool value) { return raw(value ? "true" : "false"); }
  JsonWriter& null() { return raw("null"); }
  // A value that is JSON already.
  JsonWriter& raw(std::string_view json);

 private:
  JsonWriter& open(char begin, char end);
  void separate();

  std::string& out_;
  std::string closers_;
  bool first_ = true;
};

}  // namespace detente::text
