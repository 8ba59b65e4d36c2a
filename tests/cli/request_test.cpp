#include <gtest/gtest.h>

#include <string>

#include "detente/cli/coder.hpp"

namespace detente::cli {
namespace {

struct Parsed {
  CodeRequest request;
  std::string error;  // code name; empty if it went well
};

Parsed parse(std::string_view line) {
  Parsed out;
  if (const auto ok = parse_request(line, out.request); !ok) {
    out.error = code_name(ok.error().code);
  }
  return out;
}

TEST(Request, TakesTheFieldsAndPassesOverTheRest) {
  const Parsed p = parse(
      R"({"extra":{"text":[1,{"id":2}]},"id":"7","text":"A b.","published":"2024-10-10","outlet":"O","title":null})");
  EXPECT_EQ(p.error, "");
  EXPECT_EQ(p.request.id, "\"7\"");
  EXPECT_EQ(p.request.report.text, "A b.");
  EXPECT_EQ(p.request.report.published, "2024-10-10");
  EXPECT_EQ(p.request.report.outlet, "O");
  EXPECT_EQ(p.request.report.title, "");
}

TEST(Request, EchoesNumbersAsTheyStand) {
  EXPECT_EQ(parse(R"({"id":-7,"text":"a"})").request.id, "-7");
  EXPECT_EQ(parse(R"({"id":1.50,"text":"a"})").request.id, "1.50");
  EXPECT_EQ(parse(R"({"id":12345678901234567890123,"text":"a"})").request.id, "12345678901234567890123");
  EXPECT_EQ(parse(R"({"text":"a"})").request.id, "null");
  EXPECT_EQ(parse(R"({"id":"q\"\u00e9","text":"a"})").request.id, "\"q\\\"\xC3\xA9\"");
}

TEST(Request, NamesEachFault) {
  EXPECT_EQ(parse("").error, "bad_format");
  EXPECT_EQ(parse("not json").error, "bad_format");
  EXPECT_EQ(parse("[1]").error, "bad_format");
  EXPECT_EQ(parse("\"text\"").error, "bad_format");
  EXPECT_EQ(parse(R"({"id":1,"text":"a"} x)").error, "bad_format");
  EXPECT_EQ(parse(R"({"id":1,"text":"\ud800"})").error, "bad_format");
  EXPECT_EQ(parse(std::string_view("{\"text\":\"a\"\0}", 13)).error, "bad_format");
  EXPECT_EQ(parse(R"({"id":1})").error, "missing_field");
  EXPECT_EQ(parse(R"({"text":""})").error, "bad_value");
  EXPECT_EQ(parse(R"({"text":" \n"})").error, "bad_value");
  EXPECT_EQ(parse(R"({"text":null})").error, "bad_value");
  EXPECT_EQ(parse(R"({"text":["a"]})").error, "bad_value");
  EXPECT_EQ(parse(R"({"id":{},"text":"a"})").error, "bad_value");
  EXPECT_EQ(parse(R"({"id":true,"text":"a"})").error, "bad_value");
  EXPECT_EQ(parse(R"({"text":"a\u0000b"})").error, "bad_value");
  EXPECT_EQ(parse(R"({"text":"a","published":"9999-01-01"})").error, "bad_value");
  EXPECT_EQ(parse(R"({"text":"a","published":20241010})").error, "bad_value");
  const auto undated = parse(R"({"text":"a","published":"today"})");
  EXPECT_EQ(undated.error, "");
  EXPECT_EQ(undated.request.report.published, "");
  EXPECT_EQ(undated.request.unread_date, "today");
  EXPECT_EQ(parse("{\"text\":\"a\xFF\"}").error, "bad_encoding");
}

TEST(Request, KeepsTheIdOfALineThatFails) {
  EXPECT_EQ(parse(R"({"id":"7","text":)").request.id, "\"7\"");
  EXPECT_EQ(parse(R"({"text":5,"id":"7"})").request.id, "\"7\"");
  EXPECT_EQ(parse("{\"text\":\"a\xFF\",\"id\":\"7\"}").request.id, "\"7\"");
}

TEST(Request, IsNotFelledByDepth) {
  EXPECT_EQ(parse("{\"x\":" + std::string(1000000, '[')).error, "bad_format");
  const std::string deep = std::string(100000, '[') + std::string(100000, ']');
  EXPECT_EQ(parse("{\"x\":" + deep + ",\"text\":\"a\"}").error, "");
}

}  // namespace
}  // namespace detente::cli
