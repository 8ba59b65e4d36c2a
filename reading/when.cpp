// When an act took place: the temporal words of its clause, resolved against the date of the report.
#include <algorithm>
#include <charconv>
#include <string>
#include <vector>

#include "detente/text/date.hpp"
#include "events.hpp"

namespace detente::reading {
namespace {

using text::Date;
using text::Precision;

struct Resolved {
  std::string value;
  std::string precision;
};

int number_of(std::string_view word) {
  static constexpr std::string_view kNumbers[] = {"zero",  "one",   "two",  "three", "four",   "five",  "six",
                                                  "seven", "eight", "nine", "ten",   "eleven", "twelve"};
  for (int i = 0; i < 13; ++i) {
    if (word == kNumbers[i]) {
      return i;
    }
  }
  if (word == "a" || word == "an") {
    return 1;
  }
  int value = -1;
  const auto done = std::from_chars(word.data(), word.data() + word.size(), value);
  if (done.ec != std::errc()) {
    return -1;
  }
  const std::string_view rest(done.ptr, static_cast<std::size_t>(word.data() + word.size() - done.ptr));
  return rest.empty() || rest == "st" || rest == "nd" || rest == "rd" || rest == "th" ? value : -1;
}

char unit_of(std::string_view word) {
  if (word == "day" || word == "days") {
    return 'd';
  }
  if (word == "week" || word == "weeks") {
    return 'w';
  }
  if (word == "month" || word == "months") {
    return 'm';
  }
  if (word == "year" || word == "years") {
    return 'y';
  }
  return 0;
}

Resolved on(const Date& d, char unit) {
  std::string day = d.iso_day();
  switch (unit) {
    case 'w':
      return {text::iso_week(d), "week"};
    case 'm':
      return {day.substr(0, 7), "month"};
    case 'y':
      return {day.substr(0, 4), "year"};
    default:
      return {std::move(day), "day"};
  }
}

Date moved(const Date& d, int count, char unit) {
  switch (unit) {
    case 'w':
      return text::add_days(d, std::int64_t{7} * count);
    case 'm':
      return text::add_months(d, count);
    case 'y':
      return text::add_months(d, 12 * count);
    default:
      return text::add_days(d, count);
  }
}

// "the summer of 2006", "early 2006": of such words the year is known and no more.
bool is_part_of_year(std::string_view w) {
  for (const std::string_view x :
       {"the",    "of",     "in",  "early",     "late",  "mid",    "-",    "summer", "autumn", "fall",
        "winter", "spring", "end", "beginning", "start", "middle", "year", "half",   "first",  "second"}) {
    if (w == x) {
      return true;
    }
  }
  return false;
}

// A month and perhaps a day and year among the words; `from` is the report's day if it is known.
std::optional<Resolved> calendar(const std::vector<std::string_view>& words, const std::optional<Date>& from,
                                 bool future) {
  int month = 0;
  int day = 0;
  int year = 0;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const int m = text::month_number(words[i]);
    const bool modal = words[i] == "may" && words.size() == 1;
    if (m != 0 && month == 0 && !modal) {
      month = m;
      continue;
    }
    const int n = number_of(words[i]);
    if (n >= text::kFirstYear && n <= text::kLastYear && words[i].size() == 4) {
      year = n;
    } else if (n >= 1 && n <= 31 && day == 0 && words[i] != "a" && words[i] != "an") {
      day = n;
    }
  }
  if (month == 0) {
    bool bare = year != 0;
    for (const std::string_view w : words) {
      bare = bare && (words.size() <= 2 || is_part_of_year(w) || number_of(w) == year);
    }
    return bare ? std::optional(Resolved{std::to_string(year), "year"}) : std::nullopt;
  }
  const bool year_before = words.size() >= 3 && words.back() == "year" && words[words.size() - 2] == "last";
  if (year == 0 && from && year_before) {
    year = from->year - 1;  // "October 7 last year"
  }
  if (year == 0) {
    if (!from) {
      return std::nullopt;
    }
    year = from->year;
    const int known_day = day == 0 ? (month == from->month ? from->day : 1) : day;
    const bool later = month > from->month || (month == from->month && known_day > from->day);
    if (later && !future) {
      --year;
    } else if (!later && future && month != from->month) {
      ++year;
    }
  }
  if (year < text::kFirstYear || year > text::kLastYear) {
    return std::nullopt;
  }
  if (day == 0) {
    return on(text::make_day(year, month, 1), 'm');
  }
  if (day > text::days_in_month(year, month)) {
    return std::nullopt;
  }
  return on(text::make_day(year, month, day), 'd');
}

std::optional<Resolved> resolve(const std::vector<std::string_view>& words, const std::optional<Date>& from,
                                bool future) {
  for (const std::string_view w : words) {
    if (w.size() == 10 && w[4] == '-' && w[7] == '-') {
      const auto written = text::parse_date(w);
      return written ? std::optional(on(*written, 'd')) : std::nullopt;
    }
  }
  const auto has = [&words](std::string_view w) {
    for (const std::string_view x : words) {
      if (x == w) {
        return true;
      }
    }
    return false;
  };
  if (auto fixed = calendar(words, from, future)) {
    return fixed;
  }
  if (!from || from->precision < Precision::day) {
    return std::nullopt;
  }
  if (has("yesterday")) {
    return on(text::add_days(*from, -1), 'd');
  }
  if (has("tomorrow")) {
    return on(text::add_days(*from, 1), 'd');
  }
  if (has("today") || has("tonight")) {
    return on(*from, 'd');
  }
  const bool next = has("next") || has("coming");
  const bool last = has("last") || has("past") || has("previous");
  for (const std::string_view word : words) {
    if (const int weekday = text::weekday_number(word); weekday != 0) {
      const bool same = text::weekday_of(*from) == weekday;
      if (next || (future && !last)) {
        return on(same && !next ? *from : text::weekday_after(*from, weekday), 'd');
      }
      return on(same && !last ? *from : text::weekday_before(*from, weekday), 'd');
    }
  }
  int count = -1;
  for (const std::string_view word : words) {
    const char unit = unit_of(word);
    if (unit == 0) {
      count = number_of(word) >= 0 ? number_of(word) : count;
      continue;
    }
    if (count > 0 && count < 400 && (has("ago") || has("earlier") || has("prior") || has("before"))) {
      return on(moved(*from, -count, unit), unit);
    }
    if (count > 0 && count < 400 && (has("later") || has("within")) && future) {
      return std::nullopt;
    }
    if (has("this") || has("current")) {
      return on(*from, unit);
    }
    if (next && count < 0) {
      return on(moved(*from, 1, unit), unit);
    }
    if (has("past")) {
      return std::nullopt;  // "in the past year" is no year of the calendar
    }
    if (last && count < 0) {
      return on(moved(*from, -1, unit), unit);
    }
    return std::nullopt;
  }
  return std::nullopt;
}

std::optional<Date> day_of_report(const Context& c) {
  std::optional<Date> from = text::parse_date(c.report.published);
  if (from && from->precision < Precision::day) {
    from->precision = Precision::month;
  }
  return from;
}

bool is_temporal_prep(std::string_view p) {
  return p == "on" || p == "in" || p == "at" || p == "during" || p == "by" || p == "late" || p == "early" ||
         p == "over";
}

// Tokens of the temporal phrase around `t`: its entity, or itself with what modifies it.
TokenRange phrase_of(const Analysis& a, Token t) {
  TokenRange range{t, t + 1};
  if (a.entity_of[t] >= 0) {
    range = a.entities[static_cast<std::size_t>(a.entity_of[t])].tokens;
  } else {
    for (const Token c : a.children(t)) {
      if (c < t &&
          (a.dep[c] == Dep::amod || a.dep[c] == Dep::nummod || a.dep[c] == Dep::det || a.dep[c] == Dep::compound)) {
        range.begin = std::min(range.begin, c);
      }
    }
  }
  const TokenRange sentence = a.sentences[a.sentence_of[t]];
  const Token stop = sentence.end;
  const auto is_number = [&a](Token i, int low, int high) {
    const int n = a.pos[i] == Pos::NUM || a.tag[i] == Tag::CD ? number_of(a.lower[i]) : -1;
    return n >= low && n <= high;
  };
  const auto is_month = [&a](Token i) {
    std::string_view w = a.lower[i];
    while (w.size() > 1 && w.back() == '.') {
      w.remove_suffix(1);
    }
    return a.pos[i] == Pos::PROPN && text::month_number(w) != 0;
  };
  // A date that the model cut in two: "[Oct. 7], 2023", "Oct. [7, 2023]".
  if (range.begin > sentence.begin && ((is_number(range.begin, 1, 31) && is_month(range.begin - 1)) ||
                                       (is_month(range.begin) && is_number(range.begin - 1, 1, 31)))) {
    --range.begin;
  }
  if (range.size() == 1 && is_number(range.begin, text::kFirstYear, text::kLastYear)) {
    const Token comma = range.begin > sentence.begin && a.words(range.begin - 1) == "," ? 1 : 0;
    if (range.begin >= sentence.begin + 2 + comma && is_number(range.begin - 1 - comma, 1, 31) &&
        is_month(range.begin - 2 - comma)) {
      range.begin -= 2 + comma;
    }
  }
  bool month = false;
  bool year = false;
  for (Token i = range.begin; i < range.end; ++i) {
    month = month || is_month(i);
    year = year || is_number(i, text::kFirstYear, text::kLastYear);
  }
  if (month && range.end < stop && is_month(range.end - 1) && is_number(range.end, 1, 31)) {
    ++range.end;
  }
  if (month && !year) {
    const Token at = range.end + (range.end < stop && a.words(range.end) == "," ? 1 : 0);
    if (at < stop && a.words(at).size() == 4 && is_number(at, text::kFirstYear, text::kLastYear)) {
      range.end = at + 1;
    } else if (range.end + 1 < stop && a.lower[range.end] == "last" && a.lower[range.end + 1] == "year") {
      range.end += 2;
    }
  }
  if (range.end < stop &&
      (a.lower[range.end] == "ago" || a.lower[range.end] == "earlier" || a.lower[range.end] == "prior")) {
    ++range.end;
  }
  return range;
}

std::optional<DateRef> read_at(const Context& c, Token t, const std::optional<Date>& from, bool future) {
  const Analysis& a = c.a;
  const TokenRange range = phrase_of(a, t);
  std::vector<std::string_view> words;
  for (Token i = range.begin; i < range.end; ++i) {
    std::string_view w = a.lower[i];
    while (w.size() > 1 && w.back() == '.') {
      w.remove_suffix(1);
    }
    words.push_back(w);
  }
  const auto resolved = resolve(words, from, future);
  if (!resolved) {
    return std::nullopt;
  }
  return DateRef{resolved->value, resolved->precision, a.span(range)};
}

std::optional<DateRef> look_below(const Context& c, Token head, const std::optional<Date>& from, bool future,
                                  int depth) {
  const Analysis& a = c.a;
  for (const Token child : a.children(head)) {
    const Dep dep = a.dep[child];
    if (dep == Dep::npadvmod || dep == Dep::advmod || dep == Dep::compound || dep == Dep::poss || dep == Dep::nmod ||
        (dep == Dep::nummod && a.entity_of[child] >= 0 &&
         a.entities[static_cast<std::size_t>(a.entity_of[child])].type == EntityType::DATE)) {
      const bool noun_date = dep == Dep::npadvmod || a.entity_of[child] >= 0;
      if (noun_date) {
        if (auto date = read_at(c, child, from, future)) {
          return date;
        }
      }
    } else if (dep == Dep::prep && is_temporal_prep(a.lower[child])) {
      for (const Token o : a.children(child)) {
        if (a.dep[o] == Dep::pobj) {
          if (auto date = read_at(c, o, from, future)) {
            return date;
          }
          if (depth < 1) {
            if (auto date = look_below(c, o, from, future, depth + 1)) {
              return date;
            }
          }
        }
      }
    } else if ((dep == Dep::dobj || dep == Dep::pobj || dep == Dep::nsubjpass) && depth < 1) {
      if (auto date = look_below(c, child, from, future, depth + 1)) {
        return date;
      }
    }
  }
  return std::nullopt;
}

}  // namespace

std::optional<DateRef> date_at(const Context& c, Token t, bool future) {
  return read_at(c, t, day_of_report(c), future);
}

std::optional<DateRef> date_of_act(const Context& c, const Syntax& s, Token trigger, Status status) {
  const Analysis& a = s.a;
  const std::optional<Date> from = day_of_report(c);
  const bool future = status == Status::planned;
  Token at = trigger;
  for (int step = 0; step < 4; ++step) {
    if (auto date = look_below(c, at, from, future, 0)) {
      return date;
    }
    const Dep dep = a.dep[at];
    if (dep == Dep::relcl && c.mention_at[a.head[at]] < 0) {
      // "the attack on October 7, which killed": it happened then too, and the clause may hang on the date itself.
      const Token noun = a.head[at];
      const Token subject = s.child(at, s.has_child(at, Dep::nsubj) ? Dep::nsubj : Dep::nsubjpass);
      if (subject == Syntax::kNoToken || (a.lower[subject] != "which" && a.lower[subject] != "that")) {
        break;
      }
      const bool dated =
          a.entity_of[noun] >= 0 && a.entities[static_cast<std::size_t>(a.entity_of[noun])].type == EntityType::DATE;
      return dated ? read_at(c, noun, from, future) : look_below(c, noun, from, future, 0);
    }
    const bool same_clause = dep == Dep::aux || dep == Dep::xcomp || dep == Dep::dobj || dep == Dep::nsubj ||
                             dep == Dep::nsubjpass || dep == Dep::pobj || dep == Dep::prep || dep == Dep::conj ||
                             dep == Dep::advcl || dep == Dep::acomp;
    if (!same_clause || a.head[at] == at) {
      break;
    }
    at = a.head[at];
  }
  return std::nullopt;
}

}  // namespace detente::reading
