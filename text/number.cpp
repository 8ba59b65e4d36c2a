#include "detente/text/number.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>
#include <utility>

namespace detente::text {

namespace {

struct Named {
  std::string_view word;
  double value;
};

constexpr std::array kUnits = {
    Named{"zero", 0},     Named{"one", 1},      Named{"two", 2},        Named{"three", 3},     Named{"four", 4},
    Named{"five", 5},     Named{"six", 6},      Named{"seven", 7},      Named{"eight", 8},     Named{"nine", 9},
    Named{"ten", 10},     Named{"eleven", 11},  Named{"twelve", 12},    Named{"thirteen", 13}, Named{"fourteen", 14},
    Named{"fifteen", 15}, Named{"sixteen", 16}, Named{"seventeen", 17}, Named{"eighteen", 18}, Named{"nineteen", 19},
};
constexpr std::array kTens = {
    Named{"twenty", 20}, Named{"thirty", 30},  Named{"forty", 40},  Named{"fifty", 50},
    Named{"sixty", 60},  Named{"seventy", 70}, Named{"eighty", 80}, Named{"ninety", 90},
};
constexpr std::array kScales = {
    Named{"hundred", 1e2},   Named{"thousand", 1e3}, Named{"million", 1e6}, Named{"billion", 1e9},
    Named{"trillion", 1e12}, Named{"dozen", 12},     Named{"mn", 1e6},      Named{"bn", 1e9},
    Named{"lakh", 1e5},      Named{"crore", 1e7},
};
constexpr std::array<std::string_view, 8> kPlurals = {"dozens",   "scores",   "hundreds",  "thousands",
                                                      "millions", "billions", "trillions", "tens"};
constexpr std::array<std::string_view, 4> kHints = {"several", "many", "numerous", "countless"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) {
  const auto u = static_cast<unsigned char>(c);
  return (u >= 'a' && u <= 'z') || (u >= 'A' && u <= 'Z') || u >= 0x80;
}
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

template <std::size_t N>
std::optional<double> find(const std::array<Named, N>& table, std::string_view word) {
  const auto it = std::find_if(table.begin(), table.end(), [&](const Named& n) { return n.word == word; });
  return it == table.end() ? std::nullopt : std::optional<double>(it->value);
}

template <std::size_t N>
bool has(const std::array<std::string_view, N>& table, std::string_view word) {
  return std::find(table.begin(), table.end(), word) != table.end();
}

constexpr std::size_t kLongestWord = 12;

class Reader {
 public:
  Reader(std::string_view text, std::size_t at) : text_(text), at_(at) {}

  std::optional<Number> read() {
    const std::size_t start = at_;
    if (take_word("between")) {
      return read_between();
    }
    if (const auto vague = read_vague()) {
      return vague;
    }
    at_ = start;
    auto first = read_one();
    if (!first) {
      return std::nullopt;
    }
    const std::size_t after_first = at_;
    // "10 to 15", "10-15"; a hyphen between words belongs to the number itself.
    if (take_word("to") || take_dash()) {
      const auto second = read_one();
      if (second && second->low > first->low) {
        Number n = *second;
        // "5 to 10 million" are both millions.
        n.low = !first->scaled && second->scale > 1 && first->low < second->low / second->scale
                    ? first->low * second->scale
                    : first->low;
        n.range = true;
        n.worded = first->worded && second->worded;
        n.end = at_;
        return n;
      }
    }
    at_ = after_first;
    first->end = at_;
    return *first;
  }

 private:
  struct One : Number {
    double scale = 1;
    bool scaled = false;
  };

  std::string_view word_at(std::size_t at, std::size_t& end) {
    end = at;
    while (end < text_.size() && is_letter(text_[end]) && end - at <= kLongestWord) {
      ++end;
    }
    if (end - at > kLongestWord) {
      end = at;
    }
    buffer_.assign(text_.substr(at, end - at));
    std::transform(buffer_.begin(), buffer_.end(), buffer_.begin(), lower);
    return buffer_;
  }

  std::size_t skip_space(std::size_t at) const {
    while (at < text_.size() &&
           (text_[at] == ' ' || (text_[at] == '\n' && at + 1 < text_.size() && text_[at + 1] != '\n'))) {
      ++at;
    }
    if (text_.substr(at, 2) == "\xC2\xA0") {
      at += 2;
    }
    return at;
  }

  // The next word if it is `word`, moving behind it.
  bool take_word(std::string_view word) {
    const std::size_t from = skip_space(at_);
    std::size_t end = 0;
    if (word_at(from, end) == word) {
      at_ = end;
      return true;
    }
    return false;
  }

  bool take_dash() {
    std::size_t at = at_;
    const bool space = at < text_.size() && text_[at] == ' ';
    at = skip_space(at);
    std::size_t size = 0;
    if (text_.substr(at, 3) == "\xE2\x80\x93" || text_.substr(at, 3) == "\xE2\x80\x94") {
      size = 3;
    } else if (at < text_.size() && text_[at] == '-' && !space) {
      size = 1;
    }
    const std::size_t next = skip_space(at + size);
    if (size == 0 || next >= text_.size() || !is_digit(text_[next]) || (space && next == at + size)) {
      return false;
    }
    at_ = next;
    return true;
  }

  std::optional<Number> read_between() {
    const auto low = read_one();
    if (!low || !take_word("and")) {
      return std::nullopt;
    }
    const auto high = read_one();
    if (!high) {
      return std::nullopt;
    }
    Number n;
    n.low = !low->scaled && high->scale > 1 && low->low < high->low / high->scale ? low->low * high->scale : low->low;
    n.high = high->high;
    n.range = true;
    n.end = at_;
    return n;
  }

  // "dozens", "tens of thousands", "several hundred", "a few thousand", "a handful", "many".
  std::optional<Number> read_vague() {
    const std::size_t start = at_;
    std::size_t end = 0;
    Number n;
    n.vague = true;
    n.worded = true;
    const std::string first(word_at(at_, end));
    if (has(kPlurals, first)) {
      at_ = end;
      std::size_t best = at_;
      if (take_word("of")) {
        std::size_t next = 0;
        const std::string_view more = word_at(skip_space(at_), next);
        if (has(kPlurals, more)) {
          best = next;
        }
      }
      if (first == "tens" && best == end) {
        at_ = start;
        return std::nullopt;
      }
      n.end = at_ = best;
      return n;
    }
    const bool article = first == "a";
    const bool hint = has(kHints, first) || first == "few";
    if (article) {
      at_ = end;
      if (!take_word("few") && !take_word("couple")) {
        if (take_word("handful") || take_word("number") || take_word("lot")) {
          n.end = at_;
          return n;
        }
        at_ = start;
        return std::nullopt;
      }
    } else if (hint) {
      at_ = end;
    } else {
      return std::nullopt;
    }
    n.end = at_;
    std::size_t next = 0;
    const std::string_view scale = word_at(skip_space(at_), next);
    if (find(kScales, scale)) {
      n.end = next;
    }
    at_ = n.end;
    return n;
  }

  std::optional<One> read_one() {
    const std::size_t from = skip_space(at_);
    if (from >= text_.size()) {
      return std::nullopt;
    }
    return is_digit(text_[from]) ? read_digits(from) : read_words(from);
  }

  std::optional<One> read_digits(std::size_t from) {
    std::size_t at = from;
    double value = 0;
    const auto digits = [&](std::size_t a) {
      std::size_t e = a;
      while (e < text_.size() && is_digit(text_[e])) {
        ++e;
      }
      return e;
    };
    std::size_t end = digits(at);
    std::size_t group = end - at;
    for (std::size_t i = at; i < end; ++i) {
      value = value * 10 + (text_[i] - '0');
    }
    at = end;
    while (group <= 3 && at < text_.size() && text_[at] == ',' && digits(at + 1) == at + 4) {
      for (std::size_t i = at + 1; i < at + 4; ++i) {
        value = value * 10 + (text_[i] - '0');
      }
      at += 4;
    }
    if (at + 1 < text_.size() && text_[at] == '.' && is_digit(text_[at + 1])) {
      end = digits(at + 1);
      double place = 0.1;
      for (std::size_t i = at + 1; i < end; ++i, place /= 10) {
        value += (text_[i] - '0') * place;
      }
      at = end;
    }
    One one;
    // A letter right behind: "5m", "3bn", "20k" are amounts, "21st", "7th", "9am" and "3D" are not.
    if (at < text_.size() && is_letter(text_[at])) {
      std::size_t next = 0;
      const std::string_view tail = word_at(at, next);
      const double scale = tail == "m" || tail == "mn"   ? 1e6
                           : tail == "bn" || tail == "b" ? 1e9
                           : tail == "k"                 ? 1e3
                                                         : 0;
      if (scale == 0) {
        const auto u = static_cast<unsigned char>(text_[at]);
        if (u < 0x80) {
          return std::nullopt;
        }
      } else {
        value *= scale;
        one.scale = scale;
        one.scaled = true;
        at = next;
      }
    }
    if (!std::isfinite(value) || value > 1e15) {
      return std::nullopt;
    }
    at_ = at;
    one.low = one.high = value;
    scale_up(one);
    // Sums of tenths are not exact; amounts are given to at most six decimals.
    one.low = one.high = std::round(one.low * 1e6) / 1e6;
    one.end = at_;
    return one;
  }

  // "million" behind a number, also over a hyphen: "1.2 million", "5-million".
  void scale_up(One& one) {
    for (int times = 0; times < 2; ++times) {
      std::size_t from = skip_space(at_);
      if (from < text_.size() && text_[from] == '-' && from == at_) {
        ++from;
      }
      std::size_t end = 0;
      const auto scale = find(kScales, word_at(from, end));
      if (!scale) {
        return;
      }
      one.low = one.high = one.low * *scale;
      one.scale *= *scale;
      one.scaled = true;
      at_ = end;
    }
  }

  // "twenty-three", "two hundred and fifty", "a dozen", "half a million", "two and a half million".
  std::optional<One> read_words(std::size_t from) {
    std::size_t at = from;
    std::size_t good = from;
    double total = 0;
    double part = 0;
    bool any = false;
    One one;
    one.worded = true;
    while (at < text_.size()) {
      std::size_t end = 0;
      const std::string word(word_at(at, end));
      if (word.empty()) {
        break;
      }
      if (const auto u = find(kUnits, word)) {
        if (any && (std::fmod(part, 10) != 0 || *u >= 10) && std::fmod(part, 100) != 0) {
          break;
        }
        if (any && part == 0 && total == 0) {
          break;
        }
        part += *u;
      } else if (const auto t = find(kTens, word)) {
        if (any && std::fmod(part, 100) != 0) {
          break;
        }
        part += *t;
      } else if (const auto s = find(kScales, word)) {
        if (!any) {
          break;
        }
        if (*s == 1e2 || *s == 12) {
          part *= *s;
        } else {
          total += part * *s;
          part = 0;
        }
        one.scale = *s;
        one.scaled = true;
      } else if (!any && (word == "a" || word == "an" || word == "half")) {
        if (!read_article(word, end, part)) {
          break;
        }
      } else if (any && word == "and") {
        const std::size_t next = skip_space(end);
        std::size_t next_end = 0;
        const std::string_view more = word_at(next, next_end);
        if (more == "a" && half_follows(next_end)) {  // "two and a half million"
          part += 0.5;
          at = skip_space(skip_half(next_end));
          good = skip_half(next_end);
          continue;
        }
        const bool sum =
            one.scaled && (find(kUnits, more) || find(kTens, more)) && (part == 0 || std::fmod(part, 100) == 0);
        if (!sum) {
          break;
        }
        at = next;
        continue;
      } else {
        break;
      }
      any = true;
      good = end;
      at = end;
      if (at < text_.size() && text_[at] == '-' && at + 1 < text_.size() && is_letter(text_[at + 1])) {
        std::size_t e = 0;
        const std::string_view next = word_at(at + 1, e);
        if (!find(kUnits, next) && !find(kScales, next)) {
          break;
        }
        ++at;
      } else {
        at = skip_space(at);
      }
    }
    if (!any) {
      return std::nullopt;
    }
    at_ = good;
    one.low = one.high = total + part;
    one.end = good;
    return one;
  }

  bool half_follows(std::size_t at) {
    std::size_t end = 0;
    return word_at(skip_space(at), end) == "half";
  }
  std::size_t skip_half(std::size_t at) const { return skip_space(at) + 4; }

  // "a hundred", "a dozen", "half a million": the article counts only before a scale.
  bool read_article(std::string_view word, std::size_t& end, double& part) {
    std::size_t next = 0;
    double value = 1;
    std::size_t from = skip_space(end);
    std::string_view follower = word_at(from, next);
    if (word == "half") {
      value = 0.5;
      if (follower == "a" || follower == "an") {
        end = next;
        from = skip_space(end);
        follower = word_at(from, next);
      }
    } else if (follower == "half") {
      value = 0.5;
      end = next;
      from = skip_space(end);
      follower = word_at(from, next);
    }
    if (follower == "quarter" && value == 1) {  // "a quarter of a million"
      std::size_t of_end = 0;
      if (word_at(skip_space(next), of_end) == "of") {
        std::size_t a_end = 0;
        if (word_at(skip_space(of_end), a_end) == "a") {
          std::size_t scale_end = 0;
          if (find(kScales, word_at(skip_space(a_end), scale_end))) {
            part = 0.25;
            end = a_end;
            return true;
          }
        }
      }
      return false;
    }
    if (follower == "dozen" || find(kScales, follower)) {
      part = value;
      return true;
    }
    return false;
  }

  std::string_view text_;
  std::size_t at_;
  std::string buffer_;
};

}  // namespace

std::optional<Number> read_number(std::string_view text, std::size_t at) {
  if (at >= text.size()) {
    return std::nullopt;
  }
  return Reader(text, at).read();
}

}  // namespace detente::text
