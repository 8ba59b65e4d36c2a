// The time of day within a date, and the cursor over its tokens that the grammar of dates shares.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "date_scan.hpp"

namespace detente::text::date {

struct Clock {
  int hour = 0;
  int minute = 0;
  int second = 0;
  bool has_second = false;
  std::optional<int> offset;
  std::string_view american;  // "ET" and its like: the offset needs the date
};

// The tokens must outlive the reader.
class ClockReader {
 public:
  explicit ClockReader(const std::vector<Token>& tokens) : tokens_(tokens) {}

  std::size_t at = 0;

  bool done() const { return at >= tokens_.size(); }
  const Token& token(std::size_t ahead = 0) const {
    static const Token kEnd;
    return at + ahead < tokens_.size() ? tokens_[at + ahead] : kEnd;
  }
  bool is_sign(std::string_view sign, std::size_t ahead = 0) const {
    return token(ahead).kind == Kind::sign && !token(ahead).text.empty() && token(ahead).text == sign;
  }
  bool is_number(std::size_t min, std::size_t max, std::size_t ahead = 0) const {
    const Token& t = token(ahead);
    return t.kind == Kind::number && t.text.size() >= min && t.text.size() <= max;
  }
  bool is_word(std::string_view lower, std::size_t ahead = 0) const {
    return token(ahead).kind == Kind::word && lower_ascii(token(ahead).text) == lower;
  }
  // At most nine digits.
  static int value(std::string_view digits) {
    int v = 0;
    for (char c : digits) {
      v = v * 10 + (c - '0');
    }
    return v;
  }
  int number(std::size_t ahead = 0) const { return value(token(ahead).text); }

  // "14:30:05 GMT", "2.30 p.m. (ET)", "1430" behind a "T"; nothing is used up if there is no time here.
  std::optional<Clock> time(bool after_day);
  // "(2339 HKT)", "(UTC)": the same moment in another place.
  void skip_brackets();
  void skip_sign(std::string_view sign);

 protected:
  const std::vector<Token>& tokens_;

 private:
  void zone(Clock& clock);
  int half_of_day();
  bool is_word_before(std::string_view lower) const;
};

}  // namespace detente::text::date
