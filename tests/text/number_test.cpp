#include "detente/text/number.hpp"

#include <gtest/gtest.h>

namespace detente::text {
namespace {

void expect(std::string_view text, double low, double high, std::string_view words) {
  const auto n = read_number(text, 0);
  ASSERT_TRUE(n) << text;
  EXPECT_FALSE(n->vague) << text;
  EXPECT_DOUBLE_EQ(n->low, low) << text;
  EXPECT_DOUBLE_EQ(n->high, high) << text;
  EXPECT_EQ(n->range, low != high) << text;
  EXPECT_EQ(text.substr(0, n->end), words) << text;
}

void expect(std::string_view text, double value, std::string_view words) { expect(text, value, value, words); }

void expect_vague(std::string_view text, std::string_view words) {
  const auto n = read_number(text, 0);
  ASSERT_TRUE(n) << text;
  EXPECT_TRUE(n->vague) << text;
  EXPECT_EQ(text.substr(0, n->end), words) << text;
}

TEST(Number, ReadsDigits) {
  expect("7", 7, "7");
  expect("1,400 people", 1400, "1,400");
  expect("34,900, officials said", 34900, "34,900");
  expect("1,2 and 3", 1, "1");
  expect("3.5 tonnes", 3.5, "3.5");
  expect("12. It", 12, "12");
  expect("1.2 million people", 1200000, "1.2 million");
  expect("5m euros", 5000000, "5m");
  expect("20k", 20000, "20k");
  expect("30-day", 30, "30");
}

TEST(Number, ReadsWords) {
  expect("five", 5, "five");
  expect("Twenty-three soldiers", 23, "Twenty-three");
  expect("two hundred and fifty rockets", 250, "two hundred and fifty");
  expect("one thousand two hundred", 1200, "one thousand two hundred");
  expect("a dozen trucks", 12, "a dozen");
  expect("two dozen", 24, "two dozen");
  expect("a hundred", 100, "a hundred");
  expect("half a million people", 500000, "half a million");
  expect("two and a half million", 2500000, "two and a half million");
  expect("four and five", 4, "four");
  expect("three hundred thousand", 300000, "three hundred thousand");
}

TEST(Number, ReadsRanges) {
  expect("10 to 15 rockets", 10, 15, "10 to 15");
  expect("10-15 rockets", 10, 15, "10-15");
  expect(
      "10\xE2\x80\x93"
      "15 rockets",
      10, 15,
      "10\xE2\x80\x93"
      "15");
  expect("between 10 and 15 rockets", 10, 15, "between 10 and 15");
  expect("5 to 10 million", 5000000, 10000000, "5 to 10 million");
  expect("three to five days", 3, 5, "three to five");
  expect("15 to 10", 15, "15");
}

TEST(Number, HintsAreVague) {
  expect_vague("dozens of people", "dozens");
  expect_vague("tens of thousands of people", "tens of thousands");
  expect_vague("several thousand troops", "several thousand");
  expect_vague("a few hundred", "a few hundred");
  expect_vague("Many hostages", "Many");
  expect_vague("a handful of bases", "a handful");
}

TEST(Number, LeavesOrdinalsAndNamesAlone) {
  for (const std::string_view text : {"21st", "third", "7th", "3D", "9am", "a plan", "half the town", "tens",
                                      "between us", "", "-", "million", "and five"}) {
    EXPECT_FALSE(read_number(text, 0)) << text;
  }
}

TEST(Number, SurvivesHugeDigits) { EXPECT_FALSE(read_number(std::string(4000, '9'), 0)); }

TEST(Fraction, ReadsSharesInWords) {
  EXPECT_DOUBLE_EQ(read_fraction("a third of", 0)->high, 0.333);
  EXPECT_DOUBLE_EQ(read_fraction("two-thirds of", 0)->high, 0.667);
  EXPECT_DOUBLE_EQ(read_fraction("Three quarters", 0)->low, 0.75);
  EXPECT_DOUBLE_EQ(read_fraction("half", 0)->low, 0.5);
  EXPECT_EQ(read_fraction("two thirds of", 0)->end, 10U);
  for (const char* text : {"", "third", "two third-graders", "a day", "a", "two", "five thirds", "\xFF half"}) {
    const auto n = read_fraction(text, 0);
    EXPECT_TRUE(!n || std::string_view(text) == "two third-graders") << text;
  }
  EXPECT_DOUBLE_EQ(read_number("a quarter of a million people", 0)->high, 250000);
}

}  // namespace
}  // namespace detente::text
