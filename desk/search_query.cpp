#include <fmt/format.h>

#include "detente/desk/search.hpp"
#include "detente/text/utf8.hpp"

namespace detente::desk {

namespace {

constexpr std::size_t kMostTerms = 64;
constexpr int kDeepest = 16;
constexpr int kMostBetween = 1000;

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v'; }

// What was read: an expression, and whether it is one that takes away ("-word").
struct Part {
  std::string expression;  // "" if no word was left of it
  bool is_not = false;
};

// Terms that stand beside each other.
struct Group {
  std::string expression;
  int terms = 0;  // how many there were, those of which no word was left too
};

// Recursive descent. Each function leaves `at_` behind what it read.
class Reader {
 public:
  Reader(std::string_view query, const std::function<bool(std::string_view)>& has_words)
      : query_(query), has_words_(has_words) {}

  Result<std::string> read() {
    auto all = alternatives(0);
    if (!all) {
      return all.error();
    }
    if (at_ < query_.size()) {
      return wrong("the closing parenthesis", "was never opened");
    }
    if (all->empty()) {
      return Error{ErrorCode::bad_value, "the query has no word to look for", ""};
    }
    return *all;
  }

 private:
  Error wrong(std::string_view what, std::string_view how) const { return wrong_at(at_, what, how); }
  static Error wrong_at(std::size_t at, std::string_view what, std::string_view how) {
    return {ErrorCode::bad_value, fmt::format("{} at byte {} {}", what, at, how), ""};
  }

  void skip_space() {
    while (at_ < query_.size() && is_space(query_[at_])) {
      ++at_;
    }
  }
  // The bare word that begins here, up to white space, a quotation mark or a parenthesis.
  std::string_view peek_word() const {
    std::size_t end = at_;
    while (end < query_.size() && !is_space(query_[end]) && query_[end] != '"' && query_[end] != '(' &&
           query_[end] != ')') {
      ++end;
    }
    return query_.substr(at_, end - at_);
  }

  // a OR b OR c
  Result<std::string> alternatives(int depth) {
    if (depth > kDeepest) {
      return wrong("the parenthesis", "is one too many inside another");
    }
    std::string out;
    int many = 0;
    for (bool first = true;; first = false) {
      auto one = conjunction(depth);
      if (!one) {
        return one.error();
      }
      const bool more = peek_word() == "OR";
      if (one->terms == 0 && (more || !first)) {
        return wrong("OR", "has nothing on one side");
      }
      if (!one->expression.empty()) {
        out += (out.empty() ? "" : " OR ") + one->expression;
        ++many;
      }
      if (!more) {
        return many > 1 ? "(" + out + ")" : out;
      }
      at_ += 2;
    }
  }

  // Words beside each other: all of them, and none of those with a minus.
  Result<Group> conjunction(int depth) {
    std::string wanted;
    std::string unwanted;
    int many = 0;
    int terms = 0;
    skip_space();
    while (at_ < query_.size() && query_[at_] != ')' && peek_word() != "OR") {
      if (peek_word() == "AND") {
        at_ += 3;
        skip_space();
        continue;
      }
      auto part = term(depth);
      if (!part) {
        return part.error();
      }
      std::string& into = part->is_not ? unwanted : wanted;
      if (!part->expression.empty()) {
        into += (into.empty() ? "" : part->is_not ? " OR " : " AND ") + part->expression;
        many += part->is_not ? 0 : 1;
      }
      ++terms;
      skip_space();
    }
    if (wanted.empty() && !unwanted.empty()) {
      return Error{ErrorCode::bad_value, "the query only says what must not be there", ""};
    }
    if (many > 1) {
      wanted = "(" + wanted + ")";
    }
    return Group{unwanted.empty() ? wanted : "(" + wanted + " NOT (" + unwanted + "))", terms};
  }

  Result<Part> term(int depth) {
    if (++terms_ > kMostTerms) {
      return Error{ErrorCode::bad_value, fmt::format("the query has more than {} terms", kMostTerms), ""};
    }
    Part part;
    if (query_[at_] == '-' || peek_word() == "NOT") {
      part.is_not = true;
      at_ += query_[at_] == '-' ? 1 : 3;
      skip_space();
      if (at_ >= query_.size() || query_[at_] == ')') {
        return wrong("NOT", "has nothing behind it");
      }
    }
    auto expression = operand(depth);
    if (!expression) {
      return expression.error();
    }
    part.expression = std::move(*expression);
    return part;
  }

  Result<std::string> operand(int depth) {
    if (query_[at_] == '(') {
      ++at_;
      const std::size_t opened = at_ - 1;
      auto inside = alternatives(depth + 1);
      if (!inside) {
        return inside.error();
      }
      if (at_ >= query_.size()) {
        return wrong_at(opened, "the parenthesis", "is never closed");
      }
      ++at_;
      return *inside;
    }
    if (query_[at_] == '"') {
      return phrase("");
    }
    const std::string_view word = peek_word();
    if (word == "NEAR" && at_ + word.size() < query_.size() && query_[at_ + word.size()] == '(') {
      return near();
    }
    constexpr std::string_view kTitle = "title:";
    if (word.starts_with(kTitle)) {
      at_ += kTitle.size();
      if (at_ < query_.size() && query_[at_] == '"') {
        return phrase("title:");
      }
      const std::string_view rest = peek_word();
      at_ += rest.size();
      return quoted(rest, "title:");
    }
    at_ += word.size();
    return quoted(word, "");
  }

  // A word in quotation marks, so that no sign of it means anything to FTS5; "" if no letter or digit is in it.
  std::string quoted(std::string_view word, std::string_view before) const {
    const bool is_prefix = word.ends_with('*');
    while (word.ends_with('*')) {
      word.remove_suffix(1);
    }
    if (!has_words_(word)) {
      return {};
    }
    std::string out(before);
    out += '"';
    for (const char c : word) {
      out += c;
      if (c == '"') {
        out += c;
      }
    }
    return out + (is_prefix ? "\"*" : "\"");
  }

  // What stands between the quotation mark here and the next.
  Result<std::string_view> between_marks() {
    const std::size_t opened = at_++;
    const std::size_t closed = query_.find('"', at_);
    if (closed == std::string_view::npos) {
      return wrong_at(opened, "the quotation mark", "is never closed");
    }
    const std::string_view words = query_.substr(at_, closed - at_);
    at_ = closed + 1;
    return words;
  }

  Result<std::string> phrase(std::string_view before) {
    const auto words = between_marks();
    if (!words) {
      return words.error();
    }
    std::string out = quoted(*words, before);
    if (at_ < query_.size() && query_[at_] == '*') {
      ++at_;
      out += out.empty() || out.ends_with('*') ? "" : "*";
    }
    return out;
  }

  Result<std::string> near() {
    const std::size_t opened = at_;
    at_ += 5;
    std::string terms;
    int many = 0;
    for (;;) {
      skip_space();
      if (at_ >= query_.size()) {
        return wrong_at(opened, "NEAR", "is never closed");
      }
      if (query_[at_] == ')') {
        ++at_;
        return close_near(opened, terms, many, 10);
      }
      if (query_[at_] == ',') {
        ++at_;
        return distance(opened, terms, many);
      }
      if (query_[at_] == '(') {
        return wrong("the parenthesis", "cannot stand inside NEAR");
      }
      if (++terms_ > kMostTerms) {
        return Error{ErrorCode::bad_value, fmt::format("the query has more than {} terms", kMostTerms), ""};
      }
      std::string one;
      if (query_[at_] == '"') {
        auto found = phrase("");
        if (!found) {
          return found.error();
        }
        one = std::move(*found);
      } else {
        const std::string_view word = peek_word();
        const std::string_view up_to_comma = word.substr(0, word.find(','));
        at_ += up_to_comma.size();
        one = quoted(up_to_comma, "");
      }
      if (!one.empty()) {
        terms += (terms.empty() ? "" : " ") + one;
        ++many;
      }
    }
  }

  Result<std::string> distance(std::size_t opened, const std::string& terms, int many) {
    skip_space();
    int words = 0;
    const std::size_t begin = at_;
    while (at_ < query_.size() && query_[at_] >= '0' && query_[at_] <= '9' && words <= kMostBetween) {
      words = words * 10 + (query_[at_++] - '0');
    }
    const bool is_number = at_ > begin && words <= kMostBetween;
    skip_space();
    if (!is_number || at_ >= query_.size() || query_[at_] != ')') {
      return wrong_at(opened, "NEAR",
                      fmt::format("needs a number from 0 to {} behind the comma, and a closing "
                                  "parenthesis",
                                  kMostBetween));
    }
    ++at_;
    return close_near(opened, terms, many, words);
  }

  static Result<std::string> close_near(std::size_t opened, const std::string& terms, int many, int words) {
    if (many == 0) {
      return wrong_at(opened, "NEAR", "has no word to look for");
    }
    return many == 1 ? terms : fmt::format("NEAR({}, {})", terms, words);
  }

  std::string_view query_;
  const std::function<bool(std::string_view)>& has_words_;
  std::size_t at_ = 0;
  std::size_t terms_ = 0;
};

}  // namespace

Result<std::string> read_query(std::string_view query, const std::function<bool(std::string_view)>& has_words) {
  if (query.size() > kLongestQuery) {
    return Error{ErrorCode::bad_value,
                 fmt::format("the query has {} bytes; at most {} are read", query.size(), kLongestQuery), ""};
  }
  if (const std::size_t at = text::first_invalid(query); at != std::string_view::npos) {
    return Error{ErrorCode::bad_value, fmt::format("the query is not UTF-8 from byte {} on", at), ""};
  }
  if (const std::size_t at = query.find('\0'); at != std::string_view::npos) {
    return Error{ErrorCode::bad_value, fmt::format("the query has a NUL at byte {}", at), ""};
  }
  return Reader(query, has_words).read();
}

}  // namespace detente::desk
