#include "detente/board/brief.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "brief_composer.hpp"
#include "detente/text/date.hpp"

namespace detente::board::briefing {

namespace {

constexpr std::size_t kQuotations = 2;  // in one footnote
constexpr std::size_t kSentence = 220;  // bytes of a report that a footnote shows around what is claimed

std::string outlet_of(const Paper& paper) {
  if (!paper.outlet.empty()) {
    return paper.outlet;
  }
  const std::size_t slash = paper.uri.rfind('/');
  const bool is_path = paper.uri.find("://") == std::string::npos && slash != std::string::npos;
  const std::string file = is_path ? paper.uri.substr(slash + 1) : paper.uri;
  return paper.original.empty() ? fmt::format("outlet not known ({})", file)
                                : fmt::format("{} (names {} as its source)", file, paper.original);
}

Span first_words(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) {
    return {};
  }
  const Span first{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin)};
  return around(text, first, 120);
}

}  // namespace

const Paper* Composer::paper(const std::string& report) {
  static const Paper kNone;
  const auto found = items_.paper(report);
  if (!found) {
    error_ = error_ ? error_ : found.error();
    return &kNone;
  }
  return *found;
}

int Composer::note(Item& item, const std::vector<Span>& marks) { return note(item.ref, marks); }

int Composer::note(const Ref& ref, const std::vector<Span>& marks) {
  const auto [at, is_new] = numbers_.try_emplace(ref.report + ":" + ref.item(), 0);
  if (!is_new) {
    return at->second;
  }
  const Paper& from = *paper(ref.report);
  Footnote out{ref.report, ref.item(), outlet_of(from), from.title, from.day, {}, {}, 0};
  for (const Span mark : marks) {
    // Marks in one sentence are shown once, as one mark from the first to the last.
    if (!out.quoted.empty() && mark.begin >= out.quoted.back().span.begin && mark.end <= out.quoted.back().span.end) {
      Quoted& same = out.quoted.back();
      same.mark = {std::min(same.mark.begin, mark.begin), std::max(same.mark.end, mark.end)};
      continue;
    }
    const Span shown = around(from.text, mark, kSentence);
    if (out.quoted.size() < kQuotations && shown.end <= from.text.size() && mark.begin < mark.end) {
      out.quoted.push_back({shown, from.text.substr(shown.begin, shown.end - shown.begin), mark});
    }
  }
  brief_.notes.push_back(std::move(out));
  at->second = static_cast<int>(brief_.notes.size());
  return at->second;
}

int Composer::report_note(const std::string& report) {
  const auto [at, is_new] = numbers_.try_emplace(report, 0);
  if (is_new) {
    const Paper& from = *paper(report);
    const Span first = first_words(from.text);
    brief_.notes.push_back({report,
                            "",
                            outlet_of(from),
                            from.title,
                            from.day,
                            {{first, from.text.substr(first.begin, first.end - first.begin), first}},
                            {},
                            0});
    at->second = static_cast<int>(brief_.notes.size());
  }
  return at->second;
}

void Composer::also(int number, const std::string& item) {
  if (number > 0) {
    Footnote& at = brief_.notes[static_cast<std::size_t>(number - 1)];
    constexpr std::size_t kListed = 8;
    if (at.also.size() < kListed) {
      at.also.push_back(item);
    } else {
      ++at.not_listed;
    }
  }
}

std::string Composer::says(Item& item, const std::vector<Who>& known, const std::string& told_day) {
  if (auto done = items_.attribute(item); !done) {
    error_ = error_ ? error_ : done.error();
  }
  const Paper& from = *paper(item.ref.report);
  std::string chain;
  for (const Who& who : item.said_by) {
    const auto same = [&](const Who& k) { return k.name == who.name && k.code == who.code; };
    if (std::any_of(known.begin(), known.end(), same)) {
      continue;
    }
    chain += (chain.empty() ? "according to " : ", cited by ") + told_party(who);
  }
  const std::string outlet = shown_words(from.outlet);
  const std::string original =
      from.original.empty() ? "" : fmt::format("a report that names {} as its source", shown_words(from.original));
  const std::string paper_name = outlet.empty() ? original : outlet;
  const bool is_same = !from.day.empty() && from.day == told_day;
  const std::string day = from.day.empty() ? "" : is_same ? "the same day" : told_date(from.day);
  if (!chain.empty()) {
    const std::string in = paper_name + (paper_name.empty() || day.empty() ? "" : ", ") + day;
    return in.empty() ? chain : fmt::format("{} ({})", chain, in);
  }
  const std::string who = paper_name.empty() ? "one report" : paper_name;
  return day.empty() ? fmt::format("{} {}", who, outlet.empty() ? "says" : "reports")
         : is_same   ? fmt::format("{} reported the same day", who)
                     : fmt::format("{} reported {}", who, told_when(from.day));
}

Piece Composer::quote(const std::string& report, Span span, std::size_t most) {
  const Paper& from = *paper(report);
  if (span.end > from.text.size() || span.begin > span.end) {
    return {};
  }
  Span shown = span;
  if (span.end - span.begin > most) {
    // What is too long loses its end, between two words.
    shown.end = span.begin + static_cast<std::uint32_t>(most);
    while (shown.end > shown.begin && from.text[shown.end] != ' ' && from.text[shown.end] != '\n') {
      --shown.end;
    }
  }
  std::string words = shown_words(std::string_view(from.text).substr(shown.begin, shown.end - shown.begin));
  while (!words.empty() && (words.back() == ',' || words.back() == '.' || words.back() == ';' || words.back() == ':')) {
    words.pop_back();
  }
  constexpr std::uint32_t kLong = 60;
  const bool goes_on = shown.end < span.end || (shown.end < from.text.size() && from.text[shown.end] == ' ' &&
                                                shown.end > 0 && from.text[shown.end - 1] != '.');
  if (goes_on && (span.end - span.begin > kLong || shown.end < span.end)) {
    words += " …";
  }
  return {words, true, {}};
}

namespace {

// What two sheets A4 hold as brief_html() prints them, in points: lines of the text and a third of the lines of the
// footnotes, which stand in three columns. docs/measurements/brief.md compares it with pages printed by Chromium.
constexpr double kTwoPages = 1490;
constexpr double kLine = 10.9;
constexpr double kNoteLine = 6.7 / 3;
constexpr double kPartHead = 20;

double lines(std::size_t bytes, double in_line) { return std::ceil(static_cast<double>(bytes) / in_line); }

std::size_t length(const Sentence& sentence) {
  std::size_t out = 0;
  for (const Piece& piece : sentence) {
    out += piece.text.size() + 3 * piece.notes.size();
  }
  return out;
}

// The title of a report stands in its first footnote alone.
double height(const Footnote& note, bool is_first) {
  std::size_t bytes = note.outlet.size() + (is_first ? note.title.size() : 0) + 45;
  for (const Quoted& q : note.quoted) {
    bytes += q.words.size() + 22;
  }
  for (const std::string& item : note.also) {
    bytes += item.size() + 1;
  }
  return kNoteLine * lines(bytes, 62);
}

double height(const std::vector<BriefPart>& parts, const std::vector<Footnote>& notes) {
  double out = 0;
  std::set<int> used;
  std::set<std::string> reports;
  for (const BriefPart& part : parts) {
    out += part.sentences.empty() ? 0 : kPartHead;
    for (const Sentence& sentence : part.sentences) {
      out += kLine * lines(length(sentence), part.paragraph ? 116 : 112);
      for (const Piece& piece : sentence) {
        used.insert(piece.notes.begin(), piece.notes.end());
      }
    }
  }
  for (const int number : used) {
    const Footnote& note = notes[static_cast<std::size_t>(number - 1)];
    out += height(note, reports.insert(note.report).second);
  }
  return out;
}

}  // namespace

void Composer::fit(std::vector<BriefPart>& parts, const std::vector<Footnote>& notes) {
  // In the order of compose(): what a part keeps while others have more; then one sentence each; then none.
  static constexpr std::array<std::size_t, 9> kLeast{9, 2, 5, 2, 3, 3, 1, 3, 1};
  for (const int round : {0, 1, 2}) {
    while (height(parts, notes) > kTwoPages) {
      BriefPart* largest = nullptr;
      std::size_t most = 0;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const std::size_t least = round == 0 ? kLeast[std::min(i, kLeast.size() - 1)] : round == 1 ? 1 : 0;
        std::size_t bytes = 0;
        for (const Sentence& sentence : parts[i].sentences) {
          bytes += length(sentence);
        }
        if (parts[i].sentences.size() > least && bytes > most) {
          most = bytes;
          largest = &parts[i];
        }
      }
      if (largest == nullptr) {
        break;
      }
      largest->sentences.pop_back();
    }
  }
}

void Composer::renumber() {
  std::vector<int> now(brief_.notes.size() + 1, 0);
  std::vector<Footnote> notes;
  for (BriefPart& part : brief_.parts) {
    for (Sentence& sentence : part.sentences) {
      // A full stop stands before the numbers that follow the last words.
      if (sentence.size() > 1 && sentence.back().text == "." && sentence.back().notes.empty()) {
        sentence.pop_back();
        sentence.back().text += '.';
      }
      for (Piece& piece : sentence) {
        for (int& note : piece.notes) {
          int& number = now[static_cast<std::size_t>(note)];
          if (number == 0) {
            notes.push_back(brief_.notes[static_cast<std::size_t>(note - 1)]);
            number = static_cast<int>(notes.size());
          }
          note = number;
        }
      }
    }
  }
  brief_.notes = std::move(notes);
}

Result<void> Composer::compose() {
  std::vector<BriefPart> parts;
  using Part = BriefPart (Composer::*)();
  for (const Part part : {&Composer::changed, &Composer::acts, &Composer::proposals, &Composer::lines_and_levers,
                          &Composer::harm, &Composer::disputed, &Composer::officials, &Composer::unread}) {
    parts.push_back((this->*part)());
  }
  parts.insert(parts.begin(), summary());
  fit(parts, brief_.notes);
  for (BriefPart& part : parts) {
    if (!part.sentences.empty()) {
      brief_.parts.push_back(std::move(part));
    }
  }
  renumber();
  return error_ ? Result<void>(*error_) : Result<void>();
}

}  // namespace detente::board::briefing

namespace detente::board {

double brief_sheets(const Brief& brief) {
  constexpr double kHead = 40;  // title and scope
  return (briefing::height(brief.parts, brief.notes) + kHead) / (briefing::kTwoPages + kHead) * 2;
}

using briefing::BriefItems;
using briefing::Composer;
using briefing::plural;
using briefing::told_date;
using briefing::told_integer;

Result<Brief> make_brief(record::Record& record, const BriefOptions& options) {
  for (const auto& [day, option] : {std::pair(options.since, "--since"), std::pair(options.from, "--from")}) {
    const auto date = text::parse_date(day);
    if (!day.empty() && (!date || date->precision != text::Precision::day || date->iso_day() != day)) {
      return Error{ErrorCode::bad_value, fmt::format("'{}' is no day such as 2024-10-10", day), option};
    }
  }
  if (auto looked = look(record, options.as_of, options.scope); !looked) {
    return looked.error();
  }
  BriefItems items(record, options.party);
  if (auto loaded = items.load(options.from, options.since); !loaded) {
    return loaded.error();
  }
  Brief out;
  out.title = "State of play";
  out.title += options.scope.about.empty() ? "" : fmt::format(": {}", shown_words(options.scope.about));
  out.title += options.scope.country.empty() ? "" : fmt::format(": {}", shown_words(options.scope.country));
  out.title += options.party.empty() ? "" : fmt::format(": {}", shown_words(options.party));
  out.title += !options.as_of.date.empty() ? fmt::format(", as of {}", told_date(options.as_of.date))
               : items.last_day.empty()    ? ""
                                           : fmt::format(", reports up to {}", told_date(items.last_day));
  out.scope = plural(items.reports, "report", "reports");
  out.scope += items.reports == items.origins
                   ? ""
                   : fmt::format(" from {}", plural(items.origins, "independent origin", "independent origins"));
  if (!items.last_day.empty()) {
    out.scope += items.first_day == items.last_day
                     ? fmt::format(", of {}", told_date(items.last_day))
                     : fmt::format(", {} to {}", told_date(items.first_day), told_date(items.last_day));
  }
  if (items.undated > 0) {
    out.scope += items.undated == items.reports
                     ? (items.reports == 1 ? "; undated" : "; all undated")
                     : fmt::format("; {} undated", told_integer(static_cast<double>(items.undated)));
  }
  out.scope += items.copies > 0 ? fmt::format("; {} not counted", plural(items.copies, "copy", "copies")) : "";
  if (items.older > 0) {
    out.scope +=
        fmt::format("; {} before {} left out", plural(items.older, "report", "reports"), told_date(items.horizon));
  }
  out.scope += fmt::format("; revision {}", options.as_of.revision.value_or(items.revision));
  if (items.reports == 0) {
    return out;
  }
  if (auto composed = Composer(items, out).compose(); !composed) {
    return composed.error();
  }
  return out;
}

}  // namespace detente::board
