#include "quotes.hpp"

#include <algorithm>
#include <string_view>

namespace detente::reading {

namespace {

enum class Mark : std::uint8_t { none, open, close, either, single_open, single_close, single_either };

Mark mark_of(const Analysis& a, std::uint32_t i) {
  const std::string_view w = a.words(i);
  if (w.empty() || w.size() > 3) {
    return Mark::none;
  }
  if (w == "\"" || w == "''" || w == "\xE2\x80\x9F") {
    return Mark::either;
  }
  if (w == "\xE2\x80\x9C" || w == "``" || w == "\xC2\xAB" || w == "\xE2\x80\x9E") {  // “ `` « „
    return Mark::open;
  }
  if (w == "\xE2\x80\x9D" || w == "\xC2\xBB") {  // ” »
    return Mark::close;
  }
  if (a.tag[i] == Tag::POS) {
    return Mark::none;  // the apostrophe of "officials'"
  }
  if (w == "\xE2\x80\x98" || w == "`") {  // ‘
    return Mark::single_open;
  }
  if (w == "\xE2\x80\x99") {  // ’
    return Mark::single_close;
  }
  return w == "'" ? Mark::single_either : Mark::none;
}

bool is_space(const Analysis& a, std::uint32_t i) { return a.pos[i] == Pos::SPACE; }

bool gap_before(const Analysis& a, std::uint32_t i) {
  if (i == 0 || a.space_after[i - 1] != 0 || is_space(a, i - 1) || a.end[i - 1] < a.begin[i]) {
    return true;
  }
  const std::string_view w = a.words(i - 1);
  return w == "(" || w == "[" || w == "\xE2\x80\x94" || w == "\xE2\x80\x93" || w == "--" || w == "-" || w == "/" ||
         w == ":";
}

bool gap_after(const Analysis& a, std::uint32_t i) {
  if (i + 1 >= a.size() || a.space_after[i] != 0 || is_space(a, i + 1) || a.end[i] < a.begin[i + 1]) {
    return true;
  }
  const char c = a.text[a.begin[i + 1]];
  return c == '.' || c == ',' || c == ';' || c == ')' || c == ']' || c == '?' || c == '!' || c == ':';
}

// Which way a mark faces here, given whether a quotation is open.
bool opens(const Analysis& a, std::uint32_t i, Mark mark, bool is_open) {
  if (mark == Mark::open || mark == Mark::single_open) {
    return true;
  }
  const bool before = gap_before(a, i);
  const bool after = gap_after(a, i);
  if (mark == Mark::close || mark == Mark::single_close) {
    return !is_open && before && !after;  // a curly mark that faces the wrong way
  }
  if (before != after) {
    return before;
  }
  return !is_open;
}

bool ends_sentence(const Analysis& a, std::uint32_t i) {
  const char c = a.text[a.end[i] - 1];
  return c == '.' || c == '!' || c == '?' || c == ':' || c == '"' || is_quote_mark(a, i);
}

bool is_bullet(const Analysis& a, std::uint32_t i) {
  const std::string_view w = a.words(i);
  return w == "\xE2\x80\xA2" || w == "*" || w == "-" || w == "\xE2\x80\x93" || w == "\xE2\x97\xA6" || w == "\xC2\xB7";
}

void find_paragraphs(const Analysis& a, Quotes& out) {
  out.paragraph_of.assign(a.size(), 0);
  std::uint32_t begin = 0;
  const auto flush = [&](std::uint32_t end) {
    while (begin < end && is_space(a, begin)) {
      ++begin;
    }
    while (end > begin && is_space(a, end - 1)) {
      --end;
    }
    if (begin < end) {
      out.paragraphs.push_back({begin, end});
    }
  };
  for (std::uint32_t i = 0; i < a.size(); ++i) {
    const std::string_view gap = is_space(a, i) ? a.words(i) : std::string_view();
    const auto lines = std::count(gap.begin(), gap.end(), '\n');
    if (lines > 0) {
      const bool sentence = i > 0 && !is_space(a, i - 1) && ends_sentence(a, i - 1);
      const bool bullet = i + 1 < a.size() && is_bullet(a, i + 1);
      if (lines > 1 || sentence || bullet) {
        flush(i);
        begin = i + 1;
      }
    }
    out.paragraph_of[i] = static_cast<std::uint32_t>(out.paragraphs.size());
  }
  flush(a.size());
  for (std::uint32_t& p : out.paragraph_of) {
    p = out.paragraphs.empty() ? 0 : std::min(p, static_cast<std::uint32_t>(out.paragraphs.size() - 1));
  }
}

std::uint32_t count_words(const Analysis& a, TokenRange r) {
  std::uint32_t n = 0;
  for (std::uint32_t i = r.begin; i < r.end; ++i) {
    n += a.pos[i] != Pos::PUNCT && a.pos[i] != Pos::SPACE && a.pos[i] != Pos::SYM ? 1U : 0U;
  }
  return n;
}

// Whether the paragraph begins with an opening mark, so that an unclosed quotation before it goes on in it.
bool begins_with_mark(const Analysis& a, TokenRange paragraph) {
  const Mark mark = mark_of(a, paragraph.begin);
  return mark == Mark::open || mark == Mark::either;
}

}  // namespace

bool is_quote_mark(const Analysis& a, std::uint32_t token) { return mark_of(a, token) != Mark::none; }

Quotes find_quotes(const Analysis& a) {
  Quotes out;
  out.at.assign(a.size(), -1);
  find_paragraphs(a, out);
  for (std::uint32_t p = 0; p < out.paragraphs.size(); ++p) {
    const TokenRange paragraph = out.paragraphs[p];
    const auto add = [&](TokenRange marked, TokenRange inside, bool closed, bool runs_on) {
      if (inside.begin < inside.end) {
        out.all.push_back({inside, marked, p, count_words(a, inside), closed, runs_on});
      }
    };
    bool is_open = false;
    bool single = false;
    std::uint32_t from = 0;
    for (std::uint32_t i = paragraph.begin; i < paragraph.end; ++i) {
      const Mark mark = mark_of(a, i);
      if (mark == Mark::none) {
        continue;
      }
      const bool is_single = mark >= Mark::single_open;
      if (!is_open) {
        if (opens(a, i, mark, false)) {
          is_open = true;
          single = is_single;
          from = i;
        }
        continue;
      }
      if (is_single != single) {
        if (single && !is_single) {  // an apostrophe was taken for an opening mark
          is_open = opens(a, i, mark, false);
          single = false;
          from = i;
        }
        continue;
      }
      if (opens(a, i, mark, true)) {
        // A second opening mark: the first one lost its partner, and the words between are left unquoted, unless
        // they begin the paragraph (then they are a quotation whose closing mark is missing).
        if (from == paragraph.begin && !single) {
          std::uint32_t end = from + 1;
          while (end < i && !(a.text[a.end[end] - 1] == '.' && end + 1 < i && gap_after(a, end))) {
            ++end;
          }
          add({from, end}, {from + 1, end}, false, false);
        }
        from = i;
        continue;
      }
      if (!gap_after(a, i) && single) {
        continue;
      }
      add({from, i + 1}, {from + 1, i}, true, false);
      is_open = false;
    }
    if (is_open && !single) {
      const bool goes_on = p + 1 < out.paragraphs.size() && begins_with_mark(a, out.paragraphs[p + 1]);
      std::uint32_t end = paragraph.end;
      if (!goes_on && from != paragraph.begin) {
        // The closing mark is missing: the quotation is taken to end with its sentence.
        end = std::max(from + 1, std::min(end, a.sentences[a.sentence_of[std::min(from + 1, a.size() - 1)]].end));
      }
      add({from, end}, {from + 1, end}, false, goes_on);
    }
  }
  for (std::size_t q = 0; q < out.all.size(); ++q) {
    for (std::uint32_t i = out.all[q].marked.begin; i < out.all[q].marked.end; ++i) {
      out.at[i] = static_cast<std::int32_t>(q);
    }
  }
  return out;
}

}  // namespace detente::reading
