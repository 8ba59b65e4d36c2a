// From files to reports: text, HTML, JSON lines, web archives (WARC, ARC), feeds (RSS, Atom), gzip of any of these,
// folders of them, and standard input.
//
//   intake::Options options;
//   intake::Sinks sinks;
//   sinks.on_report = [&](Report&& report) { store(std::move(report)); return true; };   // false stops the reading
//   sinks.on_problem = [&](const Error& error) { warn(error.to_string()); };
//   intake::Counts counts = intake::read_path("reports", options, sinks);
//   return counts.problems == 0 ? 0 : 1;
//
// A problem never ends the reading: it is told once, with the file and the place in it, and the rest is read. So
//
//   reports/a.jsonl:7: the line has no "text"                               missing_field
//   reports/b.warc.gz record 12 (byte 40960): the record ends early         truncated
//   reports/c.html: the page is nested deeper than 512 elements             too_large (the text is read all the same)
//
// What a report's text is:
//   text file    the lines of the article. A headline is the first line and stands in `title` too; a copy of it is
//                dropped. Lines that belong to the page and not to the article ("Leave a Comment", "Previous Article"
//                and the headline under it) are dropped; "Original Source: www.cnn.com" goes to `original_source`.
//                Under the headline, "By A. Smith", "Outlet: Sample Wire", "Published: 2024-10-10" and a "Note: ..."
//                behind one of them are no part of the text either.
//   page         the paragraphs, headings, list items and table rows of the article, one a block with a blank line
//                between blocks; the headline is in `title` alone.
//   JSON line    the "text" as it is. Nothing is cleaned, so that a span counts in the text that was given.
//   archive      each response or resource that is a page or a text, as above.
//   feed         each item's content, else its description, as a page.
// In all of them the text is valid UTF-8 without NUL; but for JSON lines, lines end in LF and control characters other
// than tab and LF are spaces.
// A report whose text is not English is given too; `language` says so and the caller says that it is unread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <iosfwd>
#include <stop_token>
#include <string>
#include <string_view>

#include "detente/report.hpp"
#include "detente/result.hpp"

namespace detente::intake {

struct Options {
  // Bytes. A text file, page, archived page or JSON line beyond it is passed over with `too_large`. Also what a gzip
  // file that holds one text or page may unpack to.
  std::size_t max_text = 64UL << 20;
  // A gzip file may unpack to this many times its size, and to `max_text` in any case, before it is refused.
  std::size_t max_ratio = 200;
  // Ask CLD2 for the language. Off, `language` stays empty unless the input names it.
  bool detect_language = true;
};

struct Progress {
  std::uint64_t bytes_done = 0;   // of the files as they are stored, so gzip counts packed
  std::uint64_t bytes_total = 0;  // 0 if it is not known, as for standard input
  std::uint64_t files_done = 0;
  std::uint64_t files_total = 0;
  std::uint64_t reports = 0;
};

struct Sinks {
  std::function<bool(Report&&)> on_report;           // false stops the reading; must be set
  std::function<void(const Error&)> on_problem;      // may be empty
  std::function<void(const Progress&)> on_progress;  // may be empty; after every report and every file
  std::stop_token cancel;                            // asked for between reports
};

struct Counts {
  std::uint64_t reports = 0;
  std::uint64_t problems = 0;
  bool stopped = false;  // by on_report or by the cancel token
};

// Reads a file, or every file of a folder and its folders in the order of their names (by bytes). Names that begin with
// a dot are passed over quietly; what is neither file nor folder (FIFOs, devices, sockets), a folder that was already
// read through another link, and files of no kind known here are passed over with a message. Kinds are told by
// content first and by the ending of the name second.
Counts read_path(const std::filesystem::path& path, const Options& options, const Sinks& sinks);

// Reads what a stream holds, of any kind that read_path knows. `name` stands in uris and messages.
Counts read_stream(std::istream& in, std::string_view name, const Options& options, const Sinks& sinks);

// The article of one page. `url_hint` becomes the uri unless the page names its own (canonical link). `charset_hint` is
// what the transport said, "utf-8"; a byte order mark is stronger than it, `<meta charset>` weaker.
// @returns bad_encoding if the bytes are in no known encoding, missing_field if no text was found in the page.
Result<Report> extract_html(std::string_view bytes, std::string_view url_hint, std::string_view charset_hint);

// A text without what belongs to its page, as told above.
struct CleanText {
  std::string text;
  std::string title;            // empty if the text has no headline
  std::string byline;           // from "By A. Smith" under the headline
  std::string published;        // ISO 8601, from a line of its own near the headline
  std::string outlet;           // from "Outlet: Sample Wire" under the headline
  std::string original_source;  // from "Original Source: www.cnn.com"
};
// The bytes must be valid UTF-8.
CleanText clean_text(std::string_view text);

// ISO 639-1 of the main language by CLD2, "en"; "un" if it cannot be told. The bytes must be valid UTF-8.
std::string detect_language(std::string_view text);

}  // namespace detente::intake
