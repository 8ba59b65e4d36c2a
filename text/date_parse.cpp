// Reading dates: a scanner for words, numbers and signs, and a small grammar over them.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "date_clock.hpp"
#include "detente/text/date.hpp"

namespace detente::text {

namespace {

using date::american_offset;
using date::Clock;
using date::Kind;
using date::scan;
using date::Token;

class Parser : public date::ClockReader {
 public:
  Parser(const std::vector<Token>& tokens, NumericOrder order) : ClockReader(tokens), order_(order) {}

  // A date with or without a time, in any of the orders in use.
  std::optional<Date> date_time(bool whole) {
    const std::size_t start = at;
    if (auto clock = time(false)) {
      skip_brackets();
      skip_between();
      if (auto date = day(whole); date && date->precision == Precision::day) {
        return with(*date, *clock);
      }
      at = start;
      return std::nullopt;
    }
    auto date = day(whole);
    if (!date || date->precision != Precision::day) {
      return date;
    }
    const std::size_t after_day = at;
    skip_between();
    if (auto clock = time(true)) {
      skip_brackets();
      return with(*date, *clock);
    }
    at = after_day;
    return date;
  }

 private:
  static std::optional<Date> checked(Date date) { return is_valid(date) ? std::optional<Date>(date) : std::nullopt; }

  static std::optional<Date> with(Date date, const Clock& clock) {
    date.hour = clock.hour;
    date.minute = clock.minute;
    date.second = clock.second;
    date.precision = clock.has_second ? Precision::second : Precision::minute;
    date.offset = clock.american.empty() ? clock.offset : american_offset(clock.american, date);
    return checked(date);
  }

  // What may stand between a day and its time: "2024-10-10T14:00", "10 Oct 2024 at 14:00", "Oct 10, 2024 | 14:00".
  void skip_between() {
    for (int i = 0; i < 2; ++i) {
      if (is_sign(",") || is_sign("|") || is_sign("/") || is_sign("@") || is_sign("\xC2\xB7") ||
          is_sign("\xE2\x80\x93") || is_sign("\xE2\x80\x94") || is_sign("\xE2\x80\xA2") || is_sign(";") ||
          is_word("at") || is_word("on") || (is_word("t") && !token().space_before) ||
          (is_sign("-") && token().space_before)) {
        ++at;
      }
    }
  }

  static int month_of(const Token& t) { return t.kind == Kind::word ? month_number(t.text) : 0; }

  // A year behind a month in letters, of four digits or two.
  std::optional<int> year_here() {
    if (is_number(4, 4)) {
      const int year = number();
      ++at;
      return year;
    }
    if (is_sign("'") || is_sign("\xE2\x80\x99")) {
      if (is_number(2, 2, 1) && !token(1).space_before) {
        at += 2;
        return expand(value(tokens_[at - 1].text));
      }
      return std::nullopt;
    }
    // "10 Oct 24" is a year, "10 October 15:30" is none.
    if (is_number(2, 2) && !is_sign(":", 1)) {
      const int year = expand(number());
      ++at;
      return year;
    }
    return std::nullopt;
  }

  static int expand(int two_digits) { return two_digits < 50 ? 2000 + two_digits : 1900 + two_digits; }

  void skip_ordinal() {
    if (!token().space_before && (is_word("st") || is_word("nd") || is_word("rd") || is_word("th"))) {
      ++at;
    }
  }

  // A day, month or year, with its weekday before it if there is one.
  std::optional<Date> day(bool whole) {
    const std::size_t start = at;
    if (token().kind == Kind::word && weekday_number(token().text) != 0) {
      ++at;
      skip_sign(".");
      skip_sign(",");
      if (is_word("the")) {
        ++at;
      }
    }
    std::optional<Date> date;
    if (token().kind == Kind::word) {
      date = month_first(whole);
    } else if (token().kind == Kind::number) {
      date = digits_first(whole);
    }
    if (!date) {
      at = start;
    }
    return date;
  }

  // "October 10, 2024", "Oct. 10 2024", "October 2024", "Oct 10 14:00:00 UTC 2024".
  std::optional<Date> month_first(bool whole) {
    Date date;
    date.month = month_of(token());
    if (date.month == 0) {
      return std::nullopt;
    }
    ++at;
    skip_sign(".");
    if (is_sign("-") || is_sign("/")) {
      ++at;
    }
    if (whole && is_number(4, 4)) {
      date.year = number();
      ++at;
      date.precision = Precision::month;
      return checked(date);
    }
    if (!is_number(1, 2)) {
      return std::nullopt;
    }
    date.day = number();
    ++at;
    skip_ordinal();
    skip_sign(".");
    date.precision = Precision::day;
    const std::size_t after_day = at;
    if (auto clock = time(false)) {
      skip_sign(",");
      if (is_number(4, 4)) {
        date.year = number();
        ++at;
        return with(date, *clock);
      }
      at = after_day;
    }
    const bool comma = is_sign(",");
    if (comma || is_sign("-") || is_sign("/")) {
      ++at;
    }
    // Two digits behind "October 10" are a year only after a comma or an apostrophe.
    if (!comma && !is_number(4, 4) && !is_sign("'") && !is_sign("\xE2\x80\x99")) {
      return std::nullopt;
    }
    const auto year = year_here();
    if (!year) {
      return std::nullopt;
    }
    date.year = *year;
    return checked(date);
  }

  std::optional<Date> digits_first(bool whole) {
    if (whole && (is_number(8, 8) || is_number(12, 12) || is_number(14, 14))) {
      return compact();
    }
    if (is_number(4, 4)) {
      return year_first(whole);
    }
    if (!is_number(1, 2)) {
      return std::nullopt;
    }
    // "10/10/2024", "10.10.2024", "10-10-2024".
    const bool slash = is_sign("/", 1);
    const bool dot = is_sign(".", 1);
    if ((slash || dot || is_sign("-", 1)) && is_number(1, 2, 2) && is_sign(token(1).text, 3) && is_number(4, 4, 4)) {
      return numeric(dot);
    }
    Date date;
    date.day = number();
    date.precision = Precision::day;
    ++at;
    skip_ordinal();
    if (is_word("of")) {
      ++at;
    }
    if (is_sign(".") || is_sign("-") || is_sign("/") || is_sign(",")) {
      ++at;
    }
    date.month = month_of(token());
    if (date.month == 0) {
      return std::nullopt;
    }
    ++at;
    skip_sign(".");
    if (is_sign(",") || is_sign("-") || is_sign("/")) {
      ++at;
    }
    const auto year = year_here();
    if (!year) {
      return std::nullopt;
    }
    date.year = *year;
    return checked(date);
  }

  // "20241010", "202410101400", "20241010140000": the time is in UTC, as web archives write it.
  std::optional<Date> compact() {
    const std::string_view d = token().text;
    ++at;
    Date date = make_day(value(d.substr(0, 4)), value(d.substr(4, 2)), value(d.substr(6, 2)));
    if (d.size() > 8) {
      date.hour = value(d.substr(8, 2));
      date.minute = value(d.substr(10, 2));
      date.second = d.size() == 14 ? value(d.substr(12, 2)) : 0;
      date.precision = d.size() == 14 ? Precision::second : Precision::minute;
      date.offset = 0;
    }
    return checked(date);
  }

  // "2024-10-10", "2024/10/10", "2024.10.10", "2024 Oct 10", "2024-10", "2024".
  std::optional<Date> year_first(bool whole) {
    Date date;
    date.year = number();
    const std::string_view separator = token(1).text;
    if ((is_sign("-", 1) || is_sign("/", 1) || is_sign(".", 1)) && is_number(1, 2, 2)) {
      date.month = number(2);
      if (is_sign(separator, 3) && is_number(1, 2, 4)) {
        date.day = number(4);
        date.precision = Precision::day;
        at += 5;
        return checked(date);
      }
      if (whole && separator == "-" && token(2).text.size() == 2) {
        date.precision = Precision::month;
        at += 3;
        return checked(date);
      }
      return std::nullopt;
    }
    const std::size_t month_at = is_sign("-", 1) || is_sign("/", 1) ? 2 : 1;
    if (month_of(token(month_at)) != 0) {
      const std::size_t day_at = is_sign("-", month_at + 1) || is_sign("/", month_at + 1) ? month_at + 2 : month_at + 1;
      if (is_number(1, 2, day_at)) {
        date.month = month_of(token(month_at));
        date.day = number(day_at);
        date.precision = Precision::day;
        at += day_at + 1;
        return checked(date);
      }
    }
    if (whole) {
      ++at;
      return checked(date);
    }
    return std::nullopt;
  }

  std::optional<Date> numeric(bool dot) {
    const int first = number();
    const int second = number(2);
    const int year = number(4);
    at += 5;
    NumericOrder order = order_;
    // A dot stands between numbers where the day comes first.
    if (dot || first > 12) {
      order = NumericOrder::day_first;
    } else if (second > 12) {
      order = NumericOrder::month_first;
    }
    if (order == NumericOrder::unknown && first != second) {
      return std::nullopt;
    }
    return checked(order == NumericOrder::day_first ? make_day(year, second, first) : make_day(year, first, second));
  }

  NumericOrder order_;
};

}  // namespace

std::optional<Date> parse_date(std::string_view text, NumericOrder order) {
  if (text.size() > 160) {
    return std::nullopt;
  }
  const std::vector<Token> tokens = scan(text);
  Parser parser(tokens, order);
  static constexpr std::array<std::string_view, 13> kLabels = {"published", "updated",  "posted",  "on",       "last",
                                                               "date",      "first",    "created", "modified", "issued",
                                                               "revised",   "released", "the"};
  bool label = true;
  while (label) {
    label = false;
    for (const std::string_view word : kLabels) {
      label = label || parser.is_word(word);
    }
    label = label || parser.is_sign(":") || parser.is_sign("(") || parser.is_sign("[");
    parser.at += label ? 1 : 0;
  }
  if (parser.done()) {
    return std::nullopt;
  }
  const auto date = parser.date_time(true);
  if (!date) {
    return std::nullopt;
  }
  while (parser.is_sign(".") || parser.is_sign(",") || parser.is_sign(")") || parser.is_sign("]")) {
    ++parser.at;
  }
  return parser.done() ? date : std::nullopt;
}

std::optional<FoundDate> find_date(std::string_view text, NumericOrder order) {
  const std::vector<Token> tokens = scan(text.substr(0, 4096));
  Parser parser(tokens, order);
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].kind == Kind::sign) {
      continue;
    }
    // A number that goes on from another one ("1.2024-10-10", "555-10-10-2024") is no start of a date.
    if (i >= 2 && tokens[i].kind == Kind::number && !tokens[i].space_before && tokens[i - 1].kind == Kind::sign &&
        tokens[i - 1].text != "(" && tokens[i - 1].text != ":" && !tokens[i - 1].space_before &&
        tokens[i - 2].kind == Kind::number) {
      continue;
    }
    parser.at = i;
    const auto date = parser.date_time(false);
    if (date && date->precision >= Precision::day) {
      const std::string_view last = tokens[parser.at - 1].text;
      const auto begin = static_cast<std::size_t>(tokens[i].text.data() - text.data());
      const auto end = static_cast<std::size_t>(last.data() - text.data()) + last.size();
      return FoundDate{*date, begin, end};
    }
  }
  return std::nullopt;
}

}  // namespace detente::text
