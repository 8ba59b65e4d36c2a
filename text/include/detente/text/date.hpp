// Dates as reports write them, and the arithmetic that relative dates need. Proleptic Gregorian calendar.
//
//   auto d = parse_date("Oct. 10, 2024 3:45 PM ET");    // d->iso() == "2024-10-10T15:45-04:00"
//   parse_date("October 2024")->iso();                  // "2024-10", precision month
//   parse_date("2024-13-01");                           // nothing: there is no such month
//   parse_date("9999-01-01");                           // nothing: outside 1800 to 2100
//   parse_date("03/04/2024");                           // nothing: 3 April or March 4; say which by NumericOrder
//   find_date("By A. Smith | Updated 10 Oct 2024");     // the date inside a longer text
//
//   Date week_ago = add_days(*d, -7);                   // 2024-10-03; the time of day goes
//   Date tuesday = weekday_before(*d, 2);               // the last Tuesday before that day: 2024-10-08
//
// Nothing here reads the clock. A two-digit year is read as RFC 2822 says (00-49: 20xx, 50-99: 19xx) and only
// behind a month in letters.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace detente::text {

enum class Precision : std::uint8_t { year, month, day, minute, second };

inline constexpr int kFirstYear = 1800;
inline constexpr int kLastYear = 2100;

// Fields finer than the precision are zero.
struct Date {
  int year = 0;
  int month = 0;   // 1 to 12
  int day = 0;     // 1 to 31
  int hour = 0;    // 0 to 23
  int minute = 0;  // 0 to 59
  int second = 0;  // 0 to 60
  Precision precision = Precision::year;
  std::optional<int> offset;  // minutes east of UTC; nothing if the text names no zone

  // ISO 8601 as far as the precision goes: "2024", "2024-10", "2024-10-10", "2024-10-10T15:45-04:00",
  // "2024-10-10T15:45:00Z"; without a zone if none is known.
  std::string iso() const;
  // The same without the time of day: at most ten characters.
  std::string iso_day() const;

  friend bool operator==(const Date&, const Date&) = default;
};

// How to read a date such as 03/04/2024, in which both numbers may be the month.
enum class NumericOrder : std::uint8_t { unknown, month_first, day_first };

// The date that the whole text is, white space and a leading "Published:", "Updated" or "on" aside.
// @returns nothing if it is not a date, names a day that does not exist, or lies outside 1800 to 2100.
std::optional<Date> parse_date(std::string_view text, NumericOrder order = NumericOrder::unknown);

struct FoundDate {
  Date date;
  std::size_t begin = 0;  // bytes of the text that it was read from
  std::size_t end = 0;
};

// The first date of at least the precision `day` in a text. It looks at no more than the first 4096 bytes.
std::optional<FoundDate> find_date(std::string_view text, NumericOrder order = NumericOrder::unknown);

bool is_leap_year(int year);
// 28 to 31; 0 if there is no such month.
int days_in_month(int year, int month);
// True if the fields that the precision covers name a time that exists, in a year from 1800 to 2100.
bool is_valid(const Date& date);

// A date of precision `day`.
Date make_day(int year, int month, int day);
// Days since 1970-01-01 (Hinnant, "chrono-compatible low-level date algorithms", days_from_civil). A month or day that
// is not known counts as the first.
std::int64_t day_number(const Date& date);
Date from_day_number(std::int64_t days);

// Precision `day`, without time and zone.
Date add_days(const Date& date, std::int64_t days);
// A day past the end of the month becomes its last: 2024-01-31 and one month give 2024-02-29. Keeps year and month
// precision.
Date add_months(const Date& date, int months);

// ISO 8601: 1 is Monday, 7 is Sunday.
int weekday_of(const Date& date);
// The last such weekday strictly before the date, and the first strictly after it.
Date weekday_before(const Date& date, int weekday);
Date weekday_after(const Date& date, int weekday);
// "2024-W41": the ISO week of the day. The year is the week's own, so 2024-12-30 is in 2025-W01.
std::string iso_week(const Date& date);

// "October", "Oct", "Oct." and "OCTOBER" give 10; 0 if the word is no month in English.
int month_number(std::string_view word);
// "Tuesday", "Tue", "Tues." give 2; 0 if the word is no weekday in English.
int weekday_number(std::string_view word);

}  // namespace detente::text
