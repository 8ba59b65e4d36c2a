#include "detente/text/date.hpp"

#include <fmt/format.h>

#include <array>
#include <cstdlib>

namespace detente::text {

bool is_leap_year(int year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

int days_in_month(int year, int month) {
  constexpr std::array<int, 12> kDays = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  if (month < 1 || month > 12) {
    return 0;
  }
  return month == 2 && is_leap_year(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

bool is_valid(const Date& date) {
  if (date.year < kFirstYear || date.year > kLastYear) {
    return false;
  }
  if (date.precision >= Precision::month && (date.month < 1 || date.month > 12)) {
    return false;
  }
  if (date.precision >= Precision::day && (date.day < 1 || date.day > days_in_month(date.year, date.month))) {
    return false;
  }
  const bool time_exists = date.hour >= 0 && date.hour <= 23 && date.minute >= 0 && date.minute <= 59 &&
                           date.second >= 0 && date.second <= 60;
  return time_exists && (!date.offset || std::abs(*date.offset) <= 14 * 60);
}

std::string Date::iso_day() const {
  if (precision == Precision::year) {
    return fmt::format("{:04}", year);
  }
  if (precision == Precision::month) {
    return fmt::format("{:04}-{:02}", year, month);
  }
  return fmt::format("{:04}-{:02}-{:02}", year, month, day);
}

std::string Date::iso() const {
  std::string out = iso_day();
  if (precision < Precision::minute) {
    return out;
  }
  out += fmt::format("T{:02}:{:02}", hour, minute);
  if (precision == Precision::second) {
    out += fmt::format(":{:02}", second);
  }
  if (offset) {
    const int size = std::abs(*offset);
    out += *offset == 0 ? "Z" : fmt::format("{}{:02}:{:02}", *offset < 0 ? '-' : '+', size / 60, size % 60);
  }
  return out;
}

Date make_day(int year, int month, int day) {
  Date date;
  date.year = year;
  date.month = month;
  date.day = day;
  date.precision = Precision::day;
  return date;
}

std::int64_t day_number(const Date& date) {
  const int month = date.month == 0 ? 1 : date.month;
  const int day = date.day == 0 ? 1 : date.day;
  // The year starts in March, so that the leap day is its last.
  const std::int64_t y = month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = (y >= 0 ? y : y - 399) / 400;
  const std::int64_t year_of_era = y - era * 400;
  const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const std::int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
  return era * 146097 + day_of_era - 719468;
}

Date from_day_number(std::int64_t days) {
  days += 719468;
  const std::int64_t era = (days >= 0 ? days : days - 146096) / 146097;
  const std::int64_t day_of_era = days - era * 146097;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
  const std::int64_t day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
  const std::int64_t month = shifted_month < 10 ? shifted_month + 3 : shifted_month - 9;
  const std::int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
  return make_day(static_cast<int>(year), static_cast<int>(month), static_cast<int>(day));
}

Date add_days(const Date& date, std::int64_t days) { return from_day_number(day_number(date) + days); }

Date add_months(const Date& date, int months) {
  const int from_zero = date.year * 12 + (date.month == 0 ? 0 : date.month - 1) + months;
  Date out = date;
  out.hour = out.minute = out.second = 0;
  out.offset.reset();
  out.year = from_zero >= 0 ? from_zero / 12 : (from_zero - 11) / 12;
  if (date.month != 0) {
    out.month = from_zero - out.year * 12 + 1;
  }
  if (date.day != 0) {
    const int last = days_in_month(out.year, out.month);
    out.day = date.day < last ? date.day : last;
    out.precision = Precision::day;
  }
  return out;
}

int weekday_of(const Date& date) {
  // 1970-01-01 was a Thursday.
  const std::int64_t from_monday = (day_number(date) + 3) % 7;
  return static_cast<int>(from_monday < 0 ? from_monday + 7 : from_monday) + 1;
}

Date weekday_before(const Date& date, int weekday) {
  const int back = (weekday_of(date) - weekday + 7) % 7;
  return add_days(date, back == 0 ? -7 : -back);
}

Date weekday_after(const Date& date, int weekday) {
  const int ahead = (weekday - weekday_of(date) + 7) % 7;
  return add_days(date, ahead == 0 ? 7 : ahead);
}

std::string iso_week(const Date& date) {
  // The week belongs to the year that has its Thursday.
  const Date thursday = add_days(date, 4 - weekday_of(date));
  const std::int64_t day_of_year = day_number(thursday) - day_number(make_day(thursday.year, 1, 1));
  return fmt::format("{:04}-W{:02}", thursday.year, day_of_year / 7 + 1);
}

namespace {

// The number of the name that the word is, in full or shortened to at least three letters as people shorten it.
template <std::size_t N>
int match_name(std::string_view word, const std::array<std::string_view, N>& names) {
  if (!word.empty() && word.back() == '.') {
    word.remove_suffix(1);
  }
  if (word.size() < 3 || word.size() > 9) {
    return 0;
  }
  for (std::size_t i = 0; i < N; ++i) {
    const std::string_view name = names[i];
    // "Sept", "Tues", "Thur" and "Thurs" are in use; "Janu" or "Octobe" are not.
    const bool common_length = word.size() <= 3 || word.size() == name.size() ||
                               (word.size() == 4 && (name[0] == 'T' || name == "September")) ||
                               (word.size() == 5 && name == "Thursday");
    if (word.size() > name.size() || !common_length) {
      continue;
    }
    bool same = true;
    for (std::size_t k = 0; k < word.size() && same; ++k) {
      same = (word[k] | 0x20) == (name[k] | 0x20);
    }
    if (same) {
      return static_cast<int>(i) + 1;
    }
  }
  return 0;
}

}  // namespace

int month_number(std::string_view word) {
  static constexpr std::array<std::string_view, 12> kNames = {"January",   "February", "March",    "April",
                                                              "May",       "June",     "July",     "August",
                                                              "September", "October",  "November", "December"};
  return match_name(word, kNames);
}

int weekday_number(std::string_view word) {
  static constexpr std::array<std::string_view, 7> kNames = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                                             "Friday", "Saturday", "Sunday"};
  return match_name(word, kNames);
}

}  // namespace detente::text
