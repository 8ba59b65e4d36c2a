// Which words of a report are shown.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <vector>

#include "brief_words.hpp"
#include "detente/text/utf8.hpp"

namespace detente::board::briefing {

namespace {

bool is_letter(char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

// True if a sentence may end behind text[at], which is a full stop: what follows begins one, and what stands before is
// no initial or short title such as "U.S." or "Oct.".
bool ends_sentence(std::string_view text, std::size_t at) {
  std::size_t next = at + 1;
  while (next < text.size() && !is_space(text[next]) && !is_letter(text[next])) {
    ++next;
  }
  if (next >= text.size()) {
    return true;
  }
  if (!is_space(text[next])) {
    return false;
  }
  while (next < text.size() && is_space(text[next])) {
    ++next;
  }
  if (next < text.size() && std::islower(static_cast<unsigned char>(text[next])) != 0) {
    return false;
  }
  if (text[at] != '.') {
    return true;
  }
  std::size_t word = at;
  while (word > 0 && (is_letter(text[word - 1]) || text[word - 1] == '.')) {
    --word;
  }
  const std::string_view before = text.substr(word, at - word);
  static constexpr std::array<std::string_view, 20> kShort{"Oct", "Nov", "Dec", "Jan", "Feb", "Sept", "Aug",
                                                           "Mr",  "Mrs", "Ms",  "Dr",  "Gen", "Lt",   "Col",
                                                           "Sen", "Rep", "Gov", "St",  "No",  "Adm"};
  const bool is_initials = before.size() == 1 || (before.size() == 3 && before[1] == '.');
  return !is_initials && std::find(kShort.begin(), kShort.end(), before) == kShort.end();
}

bool is_start_of_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }

}  // namespace

Span around(std::string_view text, Span span, std::size_t most) {
  std::size_t begin = std::min<std::size_t>(span.begin, text.size());
  std::size_t end = std::min<std::size_t>(std::max(span.end, span.begin), text.size());
  const std::size_t own = end - begin;
  const std::size_t room = most > own ? most - own : 0;
  // Backward to the end of the sentence before, or as far as half of the room goes.
  std::size_t b = begin;
  while (b > 0 && text[b - 1] != '\n' && begin - b < room) {
    const char c = text[b - 1];
    if ((c == '.' || c == '!' || c == '?') && ends_sentence(text, b - 1)) {
      break;
    }
    --b;
  }
  std::size_t e = end;
  const bool is_ended = end > begin && (text[end - 1] == '.' || text[end - 1] == '!' || text[end - 1] == '?');
  while (!is_ended && e < text.size() && text[e] != '\n' && e - end < room) {
    const char c = text[e];
    ++e;
    if ((c == '.' || c == '!' || c == '?') && ends_sentence(text, e - 1)) {
      break;
    }
  }
  while (e - b > most && (b < begin || e > end)) {
    // The longer side gives way.
    if (begin - b >= e - end) {
      ++b;
    } else {
      --e;
    }
  }
  // Not within a word, and not within a character.
  while (b < begin && b > 0 && text[b - 1] != '\n' && !is_space(text[b - 1]) &&
         (is_letter(text[b - 1]) || !is_start_of_character(text[b]))) {
    ++b;
  }
  while (e > end && e < text.size() && text[e] != '\n' && !is_space(text[e]) &&
         (is_letter(text[e]) || !is_start_of_character(text[e]))) {
    --e;
  }
  while (b < begin && (is_space(text[b]) || !is_start_of_character(text[b]))) {
    ++b;
  }
  while (e > end && is_space(text[e - 1])) {
    --e;
  }
  return {static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(e)};
}

Span clause(std::string_view text, Span span, Span sentence, std::size_t most) {
  constexpr std::size_t kNear = 60;
  const std::size_t first = std::min<std::size_t>(sentence.begin, text.size());
  const std::size_t last = std::min<std::size_t>(sentence.end, text.size());
  std::size_t begin = std::clamp<std::size_t>(span.begin, first, last);
  std::size_t end = std::clamp<std::size_t>(span.end, begin, last);
  const auto stops = [&](std::size_t at) {
    const char c = text[at];
    const bool in_number = c == ',' && at + 1 < text.size() && text[at + 1] >= '0' && text[at + 1] <= '9';
    return (c == ',' && !in_number) || c == ';' || c == ':' || c == '\n' || c == '"' ||
           ((c == '.' || c == '!' || c == '?') && ends_sentence(text, at));
  };
  std::size_t b = begin;
  while (b > first && begin - b <= kNear && !stops(b - 1)) {
    --b;
  }
  if ((b == first || stops(b - 1)) && end - b <= most) {
    begin = b;
  }
  std::size_t e = end;
  while (e < last && e - end <= kNear && !stops(e)) {
    ++e;
  }
  if ((e == last || stops(e)) && e - begin <= most) {
    end = e;
  }
  while (begin < end && is_space(text[begin])) {
    ++begin;
  }
  for (const std::string_view joint : {"and ", "but ", "or "}) {
    if (begin + joint.size() < span.begin && text.substr(begin).starts_with(joint)) {
      begin += joint.size();
    }
  }
  while (end > begin && is_space(text[end - 1])) {
    --end;
  }
  if (end - begin > most) {
    return around(text, span, most);
  }
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

Span telling(std::string_view text, Span span, Span sentence, std::size_t most) {
  std::size_t begin = std::min<std::size_t>(sentence.begin, text.size());
  std::size_t end = std::clamp<std::size_t>(sentence.end, begin, text.size());
  // A line break ends a sentence, and marks of a list begin none.
  const std::size_t own = std::clamp<std::size_t>(span.begin, begin, end);
  const std::size_t line = text.substr(begin, own - begin).rfind('\n');
  begin = line == std::string_view::npos ? begin : begin + line + 1;
  const std::size_t next = text.find('\n', std::clamp<std::size_t>(span.end, own, end));
  end = next == std::string_view::npos ? end : std::min(end, next);
  for (bool is_mark = true; is_mark && begin < own;) {
    is_mark = false;
    for (const std::string_view mark : {" ", "\t", "” ", "\" ", "’ ", ". ", "•", "-", "–", "—", "*", "·", "▪", "●"}) {
      if (begin < own && text.substr(begin).starts_with(mark)) {
        begin = std::min(own, begin + mark.size());
        is_mark = true;
      }
    }
  }
  while (end > begin && is_space(text[end - 1])) {
    --end;
  }
  if (end <= begin) {
    return around(text, span, most);
  }
  if (end - begin <= most) {
    return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  }
  // The longest run of whole clauses around the span that has room.
  const std::size_t first = std::clamp<std::size_t>(span.begin, begin, end);
  const std::size_t last = std::clamp<std::size_t>(span.end, first, end);
  std::vector<std::size_t> starts{begin};
  std::vector<std::size_t> stops{end};
  for (std::size_t at = begin + 1; at < end; ++at) {
    const auto is_digit = [&](std::size_t i) {
      return i < end && std::isdigit(static_cast<unsigned char>(text[i])) != 0;
    };
    // "1,200" and "October 7, 2023" are one.
    const bool is_digit_next = is_digit(at + 1) || (is_digit(at - 1) && is_digit(at + 2));
    if ((text[at] == ',' && !is_digit_next) || text[at] == ';' || text[at] == ':') {
      std::size_t next = at + 1;
      while (next < end && is_space(text[next])) {
        ++next;
      }
      if (next <= first && next > at + 1) {
        starts.push_back(next);
      }
      if (at >= last) {
        stops.push_back(at);
      }
    }
  }
  Span best{0, 0};
  std::size_t worth = 0;
  for (const std::size_t from : starts) {
    // "which killed ...": what it is about stands before.
    bool leans = false;
    for (const std::string_view relative : {"which ", "who ", "whom ", "whose ", "where ", "when ", "and ", "or "}) {
      leans = leans || text.substr(from).starts_with(relative);
    }
    for (const std::size_t to : stops) {
      if (to > from && to - from <= most && (leans ? 1 : 2) * (to - from) > worth) {
        best = {static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
        worth = (leans ? 1 : 2) * (to - from);
      }
    }
  }
  return best.end > best.begin
             ? best
             : around(text, {static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)}, most);
}

}  // namespace detente::board::briefing

namespace detente::board {

std::string shown_words(std::string_view words) {
  std::string out;
  bool is_gap = false;
  for (std::size_t at = 0; at < words.size();) {
    const char32_t c = text::next(words, at);
    const bool is_white = c == U' ' || (c >= 0x09 && c <= 0x0D) || c == 0x85 || c == 0xA0 ||
                          (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F ||
                          c == 0x3000;
    if (is_white) {
      is_gap = !out.empty();
      continue;
    }
    if (is_gap) {
      out += ' ';
      is_gap = false;
    }
    const bool turns = c == 0x061C || (c >= 0x200B && c <= 0x200F) || (c >= 0x202A && c <= 0x202E) ||
                       (c >= 0x2060 && c <= 0x206F) || c == 0xFEFF || (c >= 0xE0000 && c <= 0xE007F);
    if (turns || c < 0x20 || (c >= 0x7F && c < 0xA0)) {
      out += fmt::format("⟨U+{:04X}⟩", static_cast<std::uint32_t>(c));
    } else {
      text::append(out, c);
    }
  }
  return out;
}

}  // namespace detente::board
