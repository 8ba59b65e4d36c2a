#include <fmt/format.h>

#include <algorithm>

#include "detente/reading/json.hpp"
#include "show_text.hpp"

namespace detente::cli {

namespace {

using reading::item_id;

// Something to be put into the text; of two at one place the one with the smaller order comes first.
struct Insertion {
  std::uint32_t at = 0;
  int order = 0;
  std::string text;
};

struct Mark {
  Span span;
  std::string id;
  std::string (Style::*paint)(std::string_view) const;
};

class Marker {
 public:
  Marker(const Reading& reading, const Style& style) : style_(style) {
    for (std::size_t i = 0; i < reading.events.size(); ++i) {
      add(reading.events[i].trigger, item_id('e', i), &Style::act);
    }
    for (std::size_t i = 0; i < reading.figures.size(); ++i) {
      add(reading.figures[i].span, item_id('f', i), &Style::number);
    }
    for (std::size_t i = 0; i < reading.statements.size(); ++i) {
      if (reading.statements[i].cue) {
        add(reading.statements[i].cue->span, item_id('s', i), &Style::speech);
      }
    }
    for (std::size_t i = 0; i < reading.parties.size(); ++i) {
      for (const Span& mention : reading.parties[i].mentions) {
        add(mention, item_id('p', i), &Style::party);
      }
    }
    for (std::size_t i = 0; i < reading.statements.size(); ++i) {
      for (const Span& content : reading.statements[i].content) {
        // An outer statement opens before an inner one that begins at the same byte, and closes after it.
        insertions_.push_back(
            {content.begin, 10 + static_cast<int>(i), style_.faint(fmt::format("«{} ", item_id('s', i)))});
        insertions_.push_back({content.end, -10 - static_cast<int>(i), style_.faint("»")});
      }
    }
    for (const Mark& mark : marks_) {
      insertions_.push_back({mark.span.begin, 1 << 20, ""});
    }
    std::stable_sort(insertions_.begin(), insertions_.end(), [](const Insertion& a, const Insertion& b) {
      return a.at != b.at ? a.at < b.at : a.order < b.order;
    });
    std::sort(marks_.begin(), marks_.end(), [](const Mark& a, const Mark& b) { return a.span < b.span; });
  }

  std::string write(std::string_view text, Span part) const {
    std::string out;
    std::uint32_t at = part.begin;
    auto mark = marks_.begin();
    for (const Insertion& insertion : insertions_) {
      if (insertion.at < at || insertion.at > part.end) {
        if (insertion.at < part.begin || insertion.at > part.end) {
          continue;
        }
        out += insertion.text;  // inside a mark that is written already
        continue;
      }
      out += text.substr(at, insertion.at - at);
      at = insertion.at;
      if (!insertion.text.empty()) {
        out += insertion.text;
        continue;
      }
      while (mark != marks_.end() && mark->span.begin < at) {
        ++mark;
      }
      if (mark == marks_.end() || mark->span.begin != at || mark->span.end > part.end) {
        continue;
      }
      const std::string_view words = text.substr(at, mark->span.size());
      out += style_.colour() ? (style_.*mark->paint)(words) + style_.faint("|" + mark->id)
                             : fmt::format("[{}|{}]", words, mark->id);
      at = mark->span.end;
    }
    out += text.substr(at, part.end - at);
    return out;
  }

 private:
  // What was added first is the more telling, so a later mark that overlaps it is left out.
  void add(Span span, std::string id, std::string (Style::*paint)(std::string_view) const) {
    const auto same = std::find_if(marks_.begin(), marks_.end(), [&](const Mark& m) { return m.span == span; });
    if (same != marks_.end() && same->paint == paint) {
      same->id += "," + id;
      return;
    }
    if (std::none_of(marks_.begin(), marks_.end(), [&](const Mark& m) { return overlaps(m.span, span); })) {
      marks_.push_back({span, std::move(id), paint});
    }
  }

  const Style& style_;
  std::vector<Mark> marks_;
  std::vector<Insertion> insertions_;
};

}  // namespace

std::string marked_text(const Reading& reading, std::string_view text, Span part, const Style& style) {
  return Marker(reading, style).write(text, part);
}

}  // namespace detente::cli
