// Reads every footnote of a brief again, against the record.
#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <vector>

#include "detente/board/brief.hpp"
#include "detente/record/record.hpp"

namespace detente::board {

class BriefCheck {
 public:
  explicit BriefCheck(record::Record& record) : record_(record) {}

  // One line a fault.
  std::vector<std::string> faults(const Brief& brief) {
    faults_.clear();
    for (std::size_t i = 0; i < brief.notes.size(); ++i) {
      note(brief.notes[i], i + 1);
    }
    std::vector<bool> is_used(brief.notes.size() + 1, false);
    for (const BriefPart& part : brief.parts) {
      for (const Sentence& sentence : part.sentences) {
        this->sentence(sentence, brief, is_used);
      }
    }
    for (std::size_t i = 1; i < is_used.size(); ++i) {
      if (!is_used[i]) {
        faults_.push_back(fmt::format("no sentence has footnote {}", i));
      }
    }
    return faults_;
  }

 private:
  const std::string& text(const std::string& report) {
    auto [at, is_new] = texts_.try_emplace(report);
    if (is_new) {
      const auto found = record_.report(report);
      if (found) {
        at->second = found->report.text;
      } else {
        faults_.push_back(fmt::format("no report {}", report));
      }
    }
    return at->second;
  }

  // The spans of an item as the record keeps them; none if there is no such item.
  std::vector<Span> spans(const std::string& report, const std::string& item) {
    static const std::map<char, std::string> kSpans{
        {'e', "SELECT span_begin, span_end FROM seen_events WHERE report = ? AND n = ?"},
        {'f', "SELECT span_begin, span_end FROM seen_figures WHERE report = ? AND n = ?"},
        {'i', "SELECT span_begin, span_end FROM seen_instrument_spans WHERE report = ? AND instrument = ?"},
        {'s', "SELECT span_begin, span_end FROM seen_statement_content WHERE report = ? AND statement = ?"},
        {'a', "SELECT span_begin, span_end FROM seen_abstentions WHERE report = ? AND n = ?"}};
    std::vector<Span> out;
    const auto sql = kSpans.find(item.front());
    if (sql != kSpans.end()) {
      const auto rows = record_.query(sql->second, {report, std::int64_t{std::stoll(item.substr(1))}});
      for (std::size_t i = 0; rows && i < rows->rows.size(); ++i) {
        out.push_back(
            {static_cast<std::uint32_t>(rows->integer(i, 0)), static_cast<std::uint32_t>(rows->integer(i, 1))});
      }
    }
    return out;
  }

  void note(const Footnote& note, std::size_t number) {
    const std::string& all = text(note.report);
    if (note.quoted.empty()) {
      faults_.push_back(fmt::format("footnote {} quotes nothing", number));
    }
    std::vector<Span> own;
    if (!note.item.empty()) {
      own = spans(note.report, note.item);
      if (own.empty()) {
        faults_.push_back(fmt::format("footnote {}: there is no {}:{}", number, note.report, note.item));
      }
    }
    for (const Quoted& q : note.quoted) {
      if (q.span.end > all.size() || all.substr(q.span.begin, q.span.end - q.span.begin) != q.words) {
        faults_.push_back(fmt::format("footnote {}: the report does not say '{}'", number, q.words));
      }
      if (q.mark.begin < q.span.begin || q.mark.end > q.span.end || q.mark.begin >= q.mark.end) {
        faults_.push_back(fmt::format("footnote {}: the mark is outside of the words", number));
      }
      bool touches = own.empty();
      for (const Span span : own) {
        touches = touches || (span.begin < q.mark.end && q.mark.begin < span.end);
      }
      if (!touches) {
        faults_.push_back(fmt::format("footnote {}: {} does not stand there", number, note.item));
      }
    }
    for (const std::string& item : note.also) {
      const std::size_t colon = item.find(':');
      if (colon == std::string::npos || spans(item.substr(0, colon), item.substr(colon + 1)).empty()) {
        faults_.push_back(fmt::format("footnote {}: there is no {}", number, item));
      }
    }
  }

  void sentence(const Sentence& sentence, const Brief& brief, std::vector<bool>& is_used) {
    std::string whole;
    std::vector<int> notes;
    for (const Piece& piece : sentence) {
      whole += piece.text;
      notes.insert(notes.end(), piece.notes.begin(), piece.notes.end());
    }
    if (notes.empty()) {
      faults_.push_back(fmt::format("no footnote: {}", whole));
    }
    for (const int note : notes) {
      if (note < 1 || static_cast<std::size_t>(note) > brief.notes.size()) {
        faults_.push_back(fmt::format("no footnote {}: {}", note, whole));
        return;
      }
      is_used[static_cast<std::size_t>(note)] = true;
    }
    for (const Piece& piece : sentence) {
      if (!piece.quoted) {
        continue;
      }
      std::string words = piece.text;
      if (words.ends_with(" …")) {
        words.resize(words.size() - std::string(" …").size());
      }
      bool is_there = false;
      for (const int note : notes) {
        const std::string& all = text(brief.notes[static_cast<std::size_t>(note - 1)].report);
        is_there = is_there || shown_words(all).find(words) != std::string::npos;
      }
      if (!is_there) {
        faults_.push_back(fmt::format("no report of its footnotes says: {}", words));
      }
    }
  }

  record::Record& record_;
  std::map<std::string, std::string> texts_;
  std::vector<std::string> faults_;
};

}  // namespace detente::board
