// Two pages that an analyst would hand in, made from the record.
//
//   auto brief = make_brief(*record, {.as_of = {.date = "2024-10-10"}});
//   if (!brief) { return brief.error(); }                  // bad_value: the date is none; not_found: no such party
//   std::string page = brief_html(*brief);                 // one file, no script, two pages A4
//   std::string text = brief_markdown(*brief);             // with [^1] footnotes
//
// Every sentence ends in at least one footnote, and every footnote holds bytes of a stored report. The wording follows
// the status of what is told (done, planned, possible, on a condition, denied), the chain of those who say it, and the
// bounds of a number; support is counted in independent origins. Acts without a known source and target are left out.
// The same record gives the same bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/board/scope.hpp"
#include "detente/record/record.hpp"
#include "detente/report.hpp"
#include "detente/result.hpp"

namespace detente::board {

struct BriefOptions {
  record::AsOf as_of = {};
  Scope scope = {};
  std::string party = {};  // only what concerns it: a name, a code, or the words of a mention
  // Reports published before this day (YYYY-MM-DD) are left out; "": those older than a year before the last report,
  // and than the six newest.
  std::string from = {};
  std::string since = {};  // "What changed" counts from this day (YYYY-MM-DD); "": 14 days before the last report
};

// Words of a report. `mark` is the part that says what is claimed; it lies within `span`. Both are bytes of the report.
struct Quoted {
  Span span;
  std::string words;  // the bytes of `span`
  Span mark;
};

struct Footnote {
  std::string report;  // id
  std::string item;    // "e3"; "" for the report itself
  std::string outlet;  // as the report is to be named: an outlet, or how it is known instead
  std::string title;
  std::string day;  // of publication; "" if the report has no date
  std::vector<Quoted> quoted;
  std::vector<std::string> also;  // further items that a count counts, "rc577...:e3"
  std::int64_t not_listed = 0;    // and so many more
};

// A piece of a sentence. Quoted words are those of a report with white space made single; "..." stands for what is left
// out. The numbers of footnotes, from 1, come behind the piece.
struct Piece {
  std::string text;
  bool quoted = false;
  std::vector<int> notes;
};
using Sentence = std::vector<Piece>;

struct BriefPart {
  std::string title;
  bool paragraph = false;  // else a sentence a line
  std::vector<Sentence> sentences;
};

struct Brief {
  std::string title;  // "State of play as of 2024-10-10"
  std::string scope;  // what it was made from: reports, origins, days, revision
  std::vector<BriefPart> parts;
  std::vector<Footnote> notes;  // [^1] is notes[0]
};

// Looks at what `options` say; the record is left looking at that. A record without reports gives a brief without
// parts. Errors: bad_value, not_found, database.
Result<Brief> make_brief(record::Record& record, const BriefOptions& options);

// Report text is hostile: in both, all that a reader of the page could take for markup is escaped, and control
// characters, those that turn the direction of text among them, are written as U+202E.
std::string brief_markdown(const Brief& brief);
std::string brief_html(const Brief& brief);

// How many sheets A4 the page takes in print, as far as the length of its lines tells: 2 is two full ones. What
// make_brief() gives is never more.
double brief_sheets(const Brief& brief);

// The words as they are shown: white space made single, control characters written out. Valid UTF-8 in and out.
std::string shown_words(std::string_view words);

}  // namespace detente::board
