#include "detente/play/csv.hpp"

#include <gtest/gtest.h>

namespace detente::play::csv {
namespace {

std::vector<std::vector<std::string>> fields(std::string_view bytes) {
  const auto rows = read(bytes, "t.csv");
  EXPECT_TRUE(rows) << rows.error().to_string();
  std::vector<std::vector<std::string>> out;
  for (const Row& row : *rows) {
    out.push_back(row.fields);
  }
  return out;
}

using Table = std::vector<std::vector<std::string>>;

TEST(Csv, Fields) {
  EXPECT_EQ(fields("a,b\n1, 2 \n"), (Table{{"a", "b"}, {"1", "2"}}));
  EXPECT_EQ(fields("a,b\r\n1,\r\n,2"), (Table{{"a", "b"}, {"1", ""}, {"", "2"}}));
  EXPECT_EQ(fields("\xef\xbb\xbfname\n\n \nx\n"), (Table{{"name"}, {"x"}}));
  EXPECT_EQ(fields(R"("a, b","say ""so""", "c")"), (Table{{"a, b", "say \"so\"", "c"}}));
  EXPECT_EQ(fields(""), Table{});
}

TEST(Csv, LinesAreThoseOfTheFile) {
  const auto rows = read("a\n\n\"b\nb\",2\nc\n", "t.csv");
  ASSERT_TRUE(rows);
  ASSERT_EQ(rows->size(), 3U);
  EXPECT_EQ((*rows)[1].line, 3U);
  EXPECT_EQ((*rows)[1].get(0), "b\nb");
  EXPECT_EQ((*rows)[2].line, 5U);
  EXPECT_EQ((*rows)[2].get(7), "");
}

TEST(Csv, BrokenFilesAreRefusedWithTheirLine) {
  EXPECT_EQ(read("a\n\"b\n", "t.csv").error().where, "t.csv:2");
  EXPECT_EQ(read("a\n\"b\n", "t.csv").error().code, ErrorCode::truncated);
  EXPECT_EQ(read("a\nb\xff\n", "t.csv").error().where, "t.csv:2");
  EXPECT_EQ(read(std::string_view("a\0b", 3), "t.csv").error().code, ErrorCode::bad_encoding);
}

TEST(Csv, Numbers) {
  const auto rows = read("1.5,x,,nan,1e400,-2e3,+4,inf\n", "t.csv");
  ASSERT_TRUE(rows);
  const Row& row = rows->front();
  EXPECT_EQ(*number(row, 0, "n", "t.csv"), 1.5);
  EXPECT_EQ(*number(row, 5, "n", "t.csv"), -2000);
  EXPECT_EQ(*number(row, 6, "n", "t.csv"), 4);
  EXPECT_EQ(number(row, 1, "n", "t.csv").error().to_string(), "t.csv:1: the n 'x' is not a number");
  EXPECT_EQ(number(row, 2, "n", "t.csv").error().code, ErrorCode::missing_field);
  EXPECT_EQ(number(row, 99, "n", "t.csv").error().code, ErrorCode::missing_field);
  for (const std::size_t column : {3, 4, 7}) {
    EXPECT_FALSE(number(row, column, "n", "t.csv")) << column;
  }
}

TEST(Csv, WhatIsWrittenIsRead) {
  for (const std::string field : {"plain", "with, comma", "with \"quotes\"", "two\nlines", ""}) {
    EXPECT_EQ(fields(csv::quoted(field) + ",end\n"), (Table{{field, "end"}}));
  }
}

}  // namespace
}  // namespace detente::play::csv
