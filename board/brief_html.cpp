#include <fmt/format.h>

#include <set>

#include "detente/board/brief.hpp"

namespace detente::board {

namespace {

// A reader sees a page of one column on the screen, two pages A4 with the footnotes in two columns on paper.
constexpr std::string_view kStyle = R"(
:root { color-scheme: light dark; --ink: #1b1b1f; --faint: #5d5d66; --paper: #fff; --line: #c9c9d1; --mark: #fff0b8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e7ea; --faint: #a5a5b0; --paper: #17171a; --line: #44444d; --mark: #574a14; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 52rem; padding: 2rem 1.25rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 Georgia, "Liberation Serif", "Times New Roman", "DejaVu Serif Condensed", serif; }
h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; }
h2 { margin: 1.4rem 0 .3rem; font: 600 .95rem/1.3 "Liberation Sans", Helvetica, Arial, sans-serif; border-bottom: 1px solid var(--line); padding-bottom: .15rem; }
p, ul, ol { margin: .3rem 0; }
ul { padding-left: 1.1rem; }
li { margin: .25rem 0; overflow-wrap: anywhere; }
.scope { color: var(--faint); font-size: .9rem; }
sup { line-height: 0; font-size: .7em; }
sup a { color: inherit; text-decoration: none; padding: 0 .1em; }
sup a:hover, sup a:focus { text-decoration: underline; }
.notes { margin-top: 1.4rem; border-top: 1px solid var(--line); padding-top: .5rem; font-size: .82rem; line-height: 1.4; color: var(--faint); }
.notes ol { padding-left: 1.8rem; }
.notes q { color: var(--ink); quotes: "\201C" "\201D"; }
.notes .id { font-family: "Liberation Mono", Menlo, Consolas, monospace; font-size: .9em; }
mark { background: var(--mark); color: inherit; padding: 0 .05em; }
li:target { outline: 2px solid var(--line); }
@page { size: A4; margin: 11mm 13mm; }
@media print {
  :root { color-scheme: light; --ink: #000; --faint: #333; --paper: #fff; --line: #999; --mark: #ececec; }
  body { max-width: none; padding: 0; font-size: 8.6pt; line-height: 1.27; font-stretch: condensed; }
  .notes a { display: none; }
  h1 { font-size: 13pt; }
  h2 { margin: 5pt 0 1pt; font-size: 8.6pt; padding-bottom: 0; break-after: avoid; }
  .scope { font-size: 7.6pt; margin: 1pt 0; }
  p, ul, ol { margin: 1pt 0; }
  li { margin: .6pt 0; }
  .notes { margin-top: 5pt; padding-top: 2pt; font-size: 5.7pt; line-height: 1.16; columns: 3; column-gap: 9pt; }
  .notes ol { margin: 0; padding-left: 12pt; }
  .notes li { margin: 0; }
}
)";

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

// White space around the cut belongs to the words outside the mark.
std::string marked(const Quoted& q) {
  const std::string_view words(q.words);
  const std::size_t begin = std::min<std::size_t>(q.mark.begin - q.span.begin, words.size());
  const std::size_t end = std::clamp<std::size_t>(q.mark.end - q.span.begin, begin, words.size());
  const auto is_gap = [&](std::size_t at) { return words[at] == ' ' || words[at] == '\n' || words[at] == '\t'; };
  std::string out = escaped(shown_words(words.substr(0, begin)));
  out += begin > 0 && is_gap(begin - 1) ? " " : "";
  out += fmt::format("<mark>{}</mark>", escaped(shown_words(words.substr(begin, end - begin))));
  out += end < words.size() && is_gap(end) ? " " : "";
  return out + escaped(shown_words(words.substr(end)));
}

std::string written(const Sentence& sentence, std::vector<bool>& is_anchored) {
  std::string out;
  for (const Piece& piece : sentence) {
    out += piece.quoted ? fmt::format("“{}”", escaped(piece.text)) : escaped(piece.text);
    std::string notes;
    for (const int note : piece.notes) {
      const auto at = static_cast<std::size_t>(note);
      std::string anchor;
      if (at < is_anchored.size() && !is_anchored[at]) {
        is_anchored[at] = true;
        anchor = fmt::format(" id=\"r{}\"", note);
      }
      notes += fmt::format("{}<a{} href=\"#n{}\">{}</a>", notes.empty() ? "" : ",", anchor, note, note);
    }
    out += notes.empty() ? "" : fmt::format("<sup>{}</sup>", notes);
  }
  return out;
}

}  // namespace

std::string brief_html(const Brief& brief) {
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
      "content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" "
      "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{0}</title>\n<style>{1}</style>\n</head>\n"
      "<body>\n<main>\n<h1>{0}</h1>\n<p class=\"scope\">{2}</p>\n",
      escaped(brief.title), kStyle, escaped(brief.scope));
  if (brief.parts.empty()) {
    out += "<p>Nothing in the record can be told with its source.</p>\n";
  }
  std::vector<bool> is_anchored(brief.notes.size() + 1, false);
  for (const BriefPart& part : brief.parts) {
    out += fmt::format("<h2>{}</h2>\n{}\n", escaped(part.title), part.paragraph ? "<p>" : "<ul>");
    for (const Sentence& sentence : part.sentences) {
      out += part.paragraph ? written(sentence, is_anchored) + "\n"
                            : fmt::format("<li>{}</li>\n", written(sentence, is_anchored));
    }
    out += part.paragraph ? "</p>\n" : "</ul>\n";
  }
  if (!brief.notes.empty()) {
    out += "<section class=\"notes\" aria-label=\"Footnotes\">\n<ol>\n";
    std::set<std::string> reports;  // a title stands in the first footnote of its report
    for (std::size_t i = 0; i < brief.notes.size(); ++i) {
      const Footnote& note = brief.notes[i];
      const bool is_first = reports.insert(note.report).second;
      out += fmt::format("<li id=\"n{}\">{}", i + 1, escaped(shown_words(note.outlet)));
      out += note.title.empty() || !is_first ? "" : fmt::format(", <cite>{}</cite>", escaped(shown_words(note.title)));
      out += fmt::format(", {}. <span class=\"id\">{}{}{}</span>", note.day.empty() ? "undated" : note.day, note.report,
                         note.item.empty() ? "" : ":", note.item);
      for (const Quoted& q : note.quoted) {
        out += fmt::format(", bytes {}–{}: <q>{}</q>", q.mark.begin, q.mark.end, marked(q));
      }
      if (!note.also.empty()) {
        out += ". Also counted:";
        for (const std::string& item : note.also) {
          out += fmt::format(" <span class=\"id\">{}</span>", escaped(item));
        }
      }
      out += fmt::format(" <a href=\"#r{}\" aria-label=\"back to the text\">↩</a></li>\n", i + 1);
    }
    out += "</ol>\n</section>\n";
  }
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace detente::board
