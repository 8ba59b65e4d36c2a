#include "date_clock.hpp"

namespace detente::text::date {

void ClockReader::skip_brackets() {
  if (!is_sign("(")) {
    return;
  }
  for (std::size_t ahead = 1; ahead < 6; ++ahead) {
    if (is_sign(")", ahead)) {
      at += ahead + 1;
      return;
    }
  }
}

void ClockReader::skip_sign(std::string_view sign) {
  if (is_sign(sign)) {
    ++at;
  }
}

void ClockReader::zone(Clock& clock) {
  const bool bracket = is_sign("(") && is_sign(")", 2);
  if (bracket) {
    ++at;
  }
  const std::size_t before = at;
  if (token().kind == Kind::word) {
    const std::string_view name = token().text;
    if (const auto offset = zone_offset(name)) {
      clock.offset = offset;
      ++at;
    }
    if (at == before && is_american_zone(name)) {
      clock.american = name;
      ++at;
    } else if (at == before && name == "IST") {
      ++at;
    }
  }
  if (bracket) {
    at = at == before || !is_sign(")") ? before - 1 : at + 1;
    return;
  }
  // "+02:00", "-0400", and "GMT+2".
  if ((is_sign("+") || is_sign("-") || is_sign("\xE2\x88\x92")) && is_number(1, 4, 1) && !token(1).space_before &&
      clock.american.empty()) {
    const int sign = is_sign("+") ? 1 : -1;
    const std::size_t digits = token(1).text.size();
    const int n = number(1);
    if (digits <= 2) {
      const bool minutes = is_sign(":", 2) && is_number(2, 2, 3) && !token(3).space_before;
      clock.offset = sign * (n * 60 + (minutes ? number(3) : 0));
      at += minutes ? 4 : 2;
    } else {
      clock.offset = sign * (n / 100 * 60 + n % 100);
      at += 2;
    }
  }
}

// 0 none, 1 morning, 2 afternoon.
int ClockReader::half_of_day() {
  if (is_word("am") || is_word("pm")) {
    const int half = is_word("am") ? 1 : 2;
    ++at;
    return half;
  }
  if ((is_word("a") || is_word("p")) && is_sign(".", 1) && is_word("m", 2)) {
    const int half = is_word("a") ? 1 : 2;
    at += 3;
    skip_sign(".");
    return half;
  }
  return 0;
}

std::optional<Clock> ClockReader::time(bool after_day) {
  const std::size_t start = at;
  Clock clock;
  bool written_as_time = false;
  if (is_number(1, 2) && is_sign(":", 1) && is_number(2, 2, 2)) {
    clock.hour = number();
    clock.minute = number(2);
    at += 3;
    written_as_time = true;
    if (is_sign(":") && is_number(2, 2, 1)) {
      clock.second = number(1);
      clock.has_second = true;
      at += 2;
      if ((is_sign(".") || is_sign(",")) && is_number(1, 9, 1) && !token(1).space_before) {
        at += 2;
      }
    }
  } else if (after_day && at > 0 && is_word_before("t") && (is_number(4, 4) || is_number(6, 6))) {
    const int n = number();
    clock.has_second = token().text.size() == 6;
    clock.second = clock.has_second ? n % 100 : 0;
    clock.minute = clock.has_second ? n / 100 % 100 : n % 100;
    clock.hour = clock.has_second ? n / 10000 : n / 100;
    ++at;
    written_as_time = true;
  } else if (is_number(4, 4) && token(1).kind == Kind::word) {
    clock.hour = number() / 100;
    clock.minute = number() % 100;
    ++at;
  } else if (is_number(1, 2)) {
    clock.hour = number();
    ++at;
  } else {
    return std::nullopt;
  }
  const std::size_t digits_end = at;
  const int half = half_of_day();
  if (half != 0) {
    if (clock.hour < 1 || clock.hour > 12) {
      at = start;
      return std::nullopt;
    }
    clock.hour = clock.hour % 12 + (half == 2 ? 12 : 0);
    written_as_time = true;
  }
  zone(clock);
  // "1539 GMT" is a time, "1539 people" and "10 October" are none.
  const bool four_digits_and_zone = !written_as_time && at > digits_end && tokens_[digits_end - 1].text.size() == 4;
  if (!written_as_time && !four_digits_and_zone) {
    at = start;
    return std::nullopt;
  }
  if (clock.hour > 23 || clock.minute > 59 || clock.second > 60) {
    at = start;
    return std::nullopt;
  }
  return clock;
}

bool ClockReader::is_word_before(std::string_view lower) const {
  return tokens_[at - 1].kind == Kind::word && lower_ascii(tokens_[at - 1].text) == lower;
}

}  // namespace detente::text::date
