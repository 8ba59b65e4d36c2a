#include "detente/text/date.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace detente::text {
namespace {

std::string iso(std::string_view text, NumericOrder order = NumericOrder::unknown) {
  const auto date = parse_date(text, order);
  return date ? date->iso() : "none";
}

TEST(DateTest, ReadsTheFormsInUse) {
  const std::vector<std::pair<std::string_view, std::string_view>> cases = {
      {"2024", "2024"},
      {"2024-10", "2024-10"},
      {"2024-10-10", "2024-10-10"},
      {"2024-10-10T14:00:00Z", "2024-10-10T14:00:00Z"},
      {"2024-10-10T14:00:00.123Z", "2024-10-10T14:00:00Z"},
      {"2024-10-10T14:00:00+02:00", "2024-10-10T14:00:00+02:00"},
      {"2024-10-10T14:00:00-0400", "2024-10-10T14:00:00-04:00"},
      {"2024-10-10 14:00", "2024-10-10T14:00"},
      {"2024-10-10 14:00:05 UTC", "2024-10-10T14:00:05Z"},
      {"20241010", "2024-10-10"},
      {"20241010T140000Z", "2024-10-10T14:00:00Z"},
      {"20241010140000", "2024-10-10T14:00:00Z"},
      {"2024/10/10", "2024-10-10"},
      {"2024.10.10", "2024-10-10"},
      {"Thu, 10 Oct 2024 14:00:00 GMT", "2024-10-10T14:00:00Z"},
      {"Thu, 10 Oct 2024 14:00:00 +0000", "2024-10-10T14:00:00Z"},
      {"10 Oct 24 14:00 EDT", "2024-10-10T14:00-04:00"},
      {"10 Oct 99 14:00 EST", "1999-10-10T14:00-05:00"},
      {"Thu Oct 10 14:00:00 2024", "2024-10-10T14:00:00"},
      {"Thu Oct 10 14:00:00 UTC 2024", "2024-10-10T14:00:00Z"},
      {"October 10, 2024", "2024-10-10"},
      {"October 10 2024", "2024-10-10"},
      {"OCTOBER 10, 2024", "2024-10-10"},
      {"Oct. 10, 2024 3:45 PM ET", "2024-10-10T15:45-04:00"},
      {"Dec. 10, 2024 3:45 PM ET", "2024-12-10T15:45-05:00"},
      {"Sept. 3, 2024, 12:05 a.m. PT", "2024-09-03T00:05-07:00"},
      {"Sept 3, 2024 at 12:05 p.m.", "2024-09-03T12:05"},
      {"10 October 2024", "2024-10-10"},
      {"10th of October, 2024", "2024-10-10"},
      {"1st May 2024", "2024-05-01"},
      {"Thursday, 10 Oct 2024", "2024-10-10"},
      {"Thursday October 10, 2024", "2024-10-10"},
      {"10-Oct-2024", "2024-10-10"},
      {"2024-Oct-10", "2024-10-10"},
      {"October 2024", "2024-10"},
      {"Published: October 10, 2024", "2024-10-10"},
      {"Last updated on 10 October 2024 at 15:30 BST", "2024-10-10T15:30+01:00"},
      {"9:51 AM EST, Thu November 21, 2019", "2019-11-21T09:51-05:00"},
      {"1539 GMT (2339 HKT) November 19, 2019", "2019-11-19T15:39Z"},
      {"Oct 10, 2024 | 15:30", "2024-10-10T15:30"},
      {"10.11.2024", "2024-11-10"},
      {"25/12/2024", "2024-12-25"},
      {"12/25/2024", "2024-12-25"},
      {"10/10/2024", "2024-10-10"},
      {"October\xC2\xA0"
       "10, 2024",
       "2024-10-10"},
      {"Oct 10, 2024 3pm", "2024-10-10T15:00"},
      {"2024-10-10T14:00:00+00:00", "2024-10-10T14:00:00Z"},
  };
  for (const auto& [text, expected] : cases) {
    EXPECT_EQ(iso(text), expected) << text;
  }
}

TEST(DateTest, RefusesWhatIsNoDate) {
  for (const std::string_view text : {"",
                                      "   ",
                                      "soon",
                                      "9999-01-01",
                                      "0000-01-01",
                                      "1799-12-31",
                                      "2101-01-01",
                                      "2024-13-01",
                                      "2024-00-10",
                                      "2024-02-30",
                                      "2023-02-29",
                                      "31 April 2024",
                                      "October 32, 2024",
                                      "2024-10-10T24:00:00Z",
                                      "2024-10-10T14:61",
                                      "03/04/2024",
                                      "10 October",
                                      "10 people",
                                      "2024-10-10 and more",
                                      "12",
                                      "May",
                                      "Tuesday",
                                      "1539 people",
                                      "99999999999999999999",
                                      "2024-10-10T14:00:00+99:00",
                                      "13:00 PM, October 10, 2024"}) {
    EXPECT_EQ(iso(text), "none") << text;
  }
}

TEST(DateTest, ReadsAmbiguousNumbersInTheOrderAskedFor) {
  EXPECT_EQ(iso("03/04/2024", NumericOrder::day_first), "2024-04-03");
  EXPECT_EQ(iso("03/04/2024", NumericOrder::month_first), "2024-03-04");
  EXPECT_EQ(iso("13/04/2024", NumericOrder::month_first), "2024-04-13");
}

TEST(DateTest, FindsADateInsideALongerText) {
  const std::string_view text = "By A. Smith in Beirut | Updated 10 Oct 2024 14:05 GMT | 4 min read";
  const auto found = find_date(text);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->date.iso(), "2024-10-10T14:05Z");
  EXPECT_EQ(text.substr(found->begin, found->end - found->begin), "10 Oct 2024 14:05 GMT");
  EXPECT_EQ(find_date("/news/2019/11/21/talks-resume")->date.iso(), "2019-11-21");
  EXPECT_FALSE(find_date("In 2024 there were 10 of them in October"));
  EXPECT_FALSE(find_date("Resolution 1701 was adopted in May"));
  EXPECT_FALSE(find_date("call 555-10-10-2024"));
}

TEST(DateTest, CountsDays) {
  EXPECT_EQ(day_number(make_day(1970, 1, 1)), 0);
  EXPECT_EQ(day_number(make_day(2000, 3, 1)), 11017);
  EXPECT_EQ(add_days(make_day(2024, 2, 28), 1).iso(), "2024-02-29");
  EXPECT_EQ(add_days(make_day(2023, 2, 28), 1).iso(), "2023-03-01");
  EXPECT_EQ(add_days(make_day(2024, 1, 1), -1).iso(), "2023-12-31");
  EXPECT_EQ(add_months(make_day(2024, 1, 31), 1).iso(), "2024-02-29");
  EXPECT_EQ(add_months(make_day(2024, 1, 31), -2).iso(), "2023-11-30");
  EXPECT_EQ(add_months(*parse_date("2024-12"), 1).iso(), "2025-01");
  EXPECT_EQ(add_months(*parse_date("2024"), -12).iso(), "2023");
}

TEST(DateTest, EveryDayNumberComesBack) {
  for (std::int64_t n = day_number(make_day(1800, 1, 1)); n <= day_number(make_day(2100, 12, 31)); ++n) {
    const Date date = from_day_number(n);
    ASSERT_TRUE(is_valid(date));
    ASSERT_EQ(day_number(date), n);
    ASSERT_EQ(parse_date(date.iso()), date);
  }
}

TEST(DateTest, KnowsWeekdays) {
  const Date thursday = make_day(2024, 10, 10);
  EXPECT_EQ(weekday_of(thursday), 4);
  EXPECT_EQ(weekday_of(make_day(1969, 12, 28)), 7);
  EXPECT_EQ(weekday_before(thursday, 2).iso(), "2024-10-08");
  EXPECT_EQ(weekday_before(thursday, 4).iso(), "2024-10-03");
  EXPECT_EQ(weekday_after(thursday, 4).iso(), "2024-10-17");
  EXPECT_EQ(weekday_after(thursday, 5).iso(), "2024-10-11");
  EXPECT_EQ(iso_week(thursday), "2024-W41");
  EXPECT_EQ(iso_week(make_day(2024, 12, 30)), "2025-W01");
  EXPECT_EQ(iso_week(make_day(2021, 1, 1)), "2020-W53");
}

TEST(DateTest, KnowsNames) {
  EXPECT_EQ(month_number("Sept."), 9);
  EXPECT_EQ(month_number("sep"), 9);
  EXPECT_EQ(month_number("Octo"), 0);
  EXPECT_EQ(month_number("Marc"), 0);
  EXPECT_EQ(month_number("may"), 5);
  EXPECT_EQ(month_number("marching"), 0);
  EXPECT_EQ(weekday_number("Thurs"), 4);
  EXPECT_EQ(weekday_number("Tues."), 2);
  EXPECT_EQ(weekday_number("Sunda"), 0);
  EXPECT_EQ(weekday_number("monday"), 1);
}

TEST(DateTest, SurvivesAnyBytes) {
  std::mt19937 random(7);
  const std::string_view alphabet = "0123456789-/:.,TZ+ OctPMam\xC2\xA0()'";
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    const auto length = random() % 24;
    for (unsigned k = 0; k < length; ++k) {
      text += alphabet[random() % alphabet.size()];
    }
    if (const auto date = parse_date(text)) {
      EXPECT_TRUE(is_valid(*date)) << text;
    }
    if (const auto found = find_date(text)) {
      EXPECT_LT(found->begin, found->end);
      EXPECT_LE(found->end, text.size());
    }
  }
}

}  // namespace
}  // namespace detente::text
