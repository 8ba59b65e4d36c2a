#include <fmt/format.h>

#include <set>

#include "detente/board/brief.hpp"

namespace detente::board {

namespace {

// Backslashes before all that Markdown could take for markup; what HTML could, as entities.
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
      default:
        if (std::string_view("\\`*_{}[]#|~^$").find(c) != std::string_view::npos) {
          out += '\\';
        }
        out += c;
    }
  }
  return out;
}

std::string marked(const Quoted& q) {
  const std::size_t begin = q.mark.begin - q.span.begin;
  const std::size_t end = std::min<std::size_t>(q.mark.end - q.span.begin, q.words.size());
  const std::string_view words(q.words);
  const std::string before = shown_words(words.substr(0, begin));
  const std::string_view in = words.substr(begin, end - begin);
  const std::string after = shown_words(words.substr(end));
  const bool gap_before = begin > 0 && (words[begin - 1] == ' ' || words[begin - 1] == '\n');
  const bool gap_after = end < words.size() && (words[end] == ' ' || words[end] == '\n');
  return fmt::format("“{}{}**{}**{}{}”", escaped(before), gap_before ? " " : "", escaped(shown_words(in)),
                     gap_after ? " " : "", escaped(after));
}

}  // namespace

std::string brief_markdown(const Brief& brief) {
  std::string out = fmt::format("# {}\n\n*{}*\n", escaped(brief.title), escaped(brief.scope));
  if (brief.parts.empty()) {
    return out + "\nNothing in the record can be told with its source.\n";
  }
  for (const BriefPart& part : brief.parts) {
    out += fmt::format("\n## {}\n\n", escaped(part.title));
    for (std::size_t i = 0; i < part.sentences.size(); ++i) {
      out += part.paragraph ? (i > 0 ? " " : "") : "- ";
      for (const Piece& piece : part.sentences[i]) {
        out += piece.quoted ? fmt::format("“{}”", escaped(piece.text)) : escaped(piece.text);
        for (const int note : piece.notes) {
          out += fmt::format("[^{}]", note);
        }
      }
      out += part.paragraph ? "" : "\n";
    }
    out += part.paragraph ? "\n" : "";
  }
  out += '\n';
  std::set<std::string> reports;  // a title stands in the first footnote of its report
  for (std::size_t i = 0; i < brief.notes.size(); ++i) {
    const Footnote& note = brief.notes[i];
    const bool is_first = reports.insert(note.report).second;
    out += fmt::format("[^{}]: {}", i + 1, escaped(shown_words(note.outlet)));
    out += note.title.empty() || !is_first ? "" : fmt::format(", “{}”", escaped(shown_words(note.title)));
    out += fmt::format(", {}. {}{}{}", note.day.empty() ? "undated" : note.day, note.report,
                       note.item.empty() ? "" : ":", note.item);
    for (const Quoted& q : note.quoted) {
      out += fmt::format(", bytes {}–{}: {}", q.mark.begin, q.mark.end, marked(q));
    }
    if (!note.also.empty()) {
      out += ". Also counted:";
      for (const std::string& item : note.also) {
        out += " " + item;
      }
      out += note.not_listed > 0 ? fmt::format(" and {} more", note.not_listed) : "";
    }
    out += "\n";
  }
  return out;
}

}  // namespace detente::board
