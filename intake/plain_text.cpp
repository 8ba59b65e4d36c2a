// A text as it was copied from a page: which of its lines are the article.
#include <algorithm>
#include <array>
#include <string>
#include <vector>

#include "article.hpp"
#include "detente/intake/intake.hpp"
#include "detente/text/date.hpp"
#include "page_meta.hpp"

namespace detente::intake {

namespace {

std::string_view trimmed(std::string_view line) {
  const std::size_t begin = line.find_first_not_of(" \t");
  if (begin == std::string_view::npos) {
    return {};
  }
  return line.substr(begin, line.find_last_not_of(" \t") - begin + 1);
}

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

bool ends_sentence(std::string_view line) {
  static constexpr std::array<std::string_view, 8> kEnds = {".", "!\"",           ".\"",           ";",
                                                            ",", ".\xE2\x80\x9D", "!\xE2\x80\x9D", ":"};
  return std::any_of(kEnds.begin(), kEnds.end(), [&](std::string_view end) { return line.ends_with(end); });
}

bool is_headline(std::string_view line) {
  return line.size() >= 8 && line.size() <= 250 && !ends_sentence(line) && !line.starts_with("\xE2\x80\xA2") &&
         !line.starts_with("- ");
}

// The value of "Original Source: www.cnn.com"; empty if the line is no such thing.
std::string source_of(std::string_view line) {
  const std::string lower = lower_ascii(line);
  for (const std::string_view lead : {"original source:", "originally published at:", "originally published by:",
                                      "originally published on:", "originally published in:", "source url:",
                                      "source link:", "original article:", "original story:", "via:", "source:"}) {
    if (lower.starts_with(lead)) {
      const std::string_view value = trimmed(line.substr(lead.size()));
      // "Source: ..." is a tail only if a short name or an address follows, and no sentence.
      if (!value.empty() && value.size() <= 200 && std::count(value.begin(), value.end(), ' ') <= 5) {
        return std::string(value);
      }
    }
  }
  return {};
}

// The value of "Outlet: Sample Wire"; empty if the line is no such thing.
std::string outlet_of(std::string_view line) {
  const std::string lower = lower_ascii(line);
  for (const std::string_view lead : {"outlet:", "publication:", "newspaper:", "publisher:"}) {
    if (lower.starts_with(lead) && line.size() <= 100 && !ends_sentence(line)) {
      return std::string(trimmed(line.substr(lead.size())));
    }
  }
  return {};
}

bool is_note(std::string_view line) {
  const std::string lower = lower_ascii(line);
  return lower.starts_with("note:") || lower.starts_with("editor's note:") ||
         lower.starts_with("editor\xE2\x80\x99s note:");
}

// Labels of links to other articles: the line under them is the headline of that article.
bool leads_elsewhere(std::string_view line) {
  const std::string letters = html::letters_of(line);
  static constexpr auto kLabels = std::to_array<std::string_view>(
      {"alsoread",    "newerpost",    "newerarticle",   "nextarticle",      "nextpost",       "nextstory",
       "olderpost",   "olderarticle", "prevarticle",    "previousarticle",  "previouspost",   "previousstory",
       "prevpost",    "readalso",     "readmore",       "readnext",         "relatedarticle", "relatedarticles",
       "relatednews", "relatedpost",  "relatedposts",   "relatedstories",   "relatedstory",   "relatedtopics",
       "seealso",     "upnext",       "youmayalsolike", "youmightalsolike", "morestories",    "recommendedforyou",
       "recommended", "trending",     "trendingnow",    "mostpopular",      "mostread"});
  return std::find(kLabels.begin(), kLabels.end(), letters) != kLabels.end();
}

class Cleaner {
 public:
  explicit Cleaner(std::string_view text) {
    for (std::size_t at = 0; at <= text.size();) {
      const std::size_t end = std::min(text.find('\n', at), text.size());
      std::string_view line = text.substr(at, end - at);
      while (!line.empty() && (line.back() == ' ' || line.back() == '\t')) {
        line.remove_suffix(1);
      }
      // A run of empty lines counts as one.
      if (!line.empty() || lines_.empty() || !lines_.back().empty()) {
        lines_.push_back(line);
      }
      at = end + 1;
    }
    keep_.assign(lines_.size(), true);
  }

  CleanText run() {
    head();
    tail();
    furniture();
    join();
    return std::move(out_);
  }

 private:
  // The index of the next line from i on that is not empty, or the number of lines.
  std::size_t next(std::size_t i) const {
    while (i < lines_.size() && trimmed(lines_[i]).empty()) {
      ++i;
    }
    return i;
  }

  void head() {
    const std::size_t first = next(0);
    if (first == lines_.size()) {
      return;
    }
    const std::string_view line = trimmed(lines_[first]);
    std::size_t i = next(first + 1);
    const std::string letters = html::letters_of(line);
    const bool repeated = i < lines_.size() && html::letters_of(lines_[i]) == letters && !letters.empty();
    if ((repeated || is_headline(line)) && i < lines_.size()) {
      out_.title = std::string(line);
      title_line_ = first;
      while (i < lines_.size() && html::letters_of(lines_[i]) == letters) {
        keep_[i] = false;
        i = next(i + 1);
      }
    } else {
      i = first;
    }
    // The byline, the outlet and the date stand in the first lines under the headline, each alone.
    for (int seen = 0; seen < 4 && i < lines_.size(); ++seen, i = next(i + 1)) {
      const std::string_view under = trimmed(lines_[i]);
      if (under.size() > 120) {
        continue;
      }
      bool taken = false;
      if (const std::string outlet = outlet_of(under); !outlet.empty() && out_.outlet.empty()) {
        out_.outlet = outlet;
        taken = true;
      }
      if (const std::string name = html::byline_of_line(under);
          !name.empty() && out_.byline.empty() && !ends_sentence(under)) {
        out_.byline = name;
        taken = true;
      }
      if (const auto date = text::find_date(under); date && out_.published.empty()) {
        const bool alone = text::parse_date(under).has_value() || taken ||
                           lower_ascii(under).starts_with("published") || lower_ascii(under).starts_with("updated");
        if (alone) {
          out_.published = date->date.iso();
          taken = true;
        }
      }
      // A note belongs to the block of such lines, never stands alone: "Note: ..." may begin an article.
      taken = taken || ((!out_.outlet.empty() || !out_.published.empty()) && is_note(under));
      if (taken) {
        keep_[i] = false;
      }
    }
  }

  // From the end upwards as long as what stands there is no article.
  void tail() {
    std::size_t end = lines_.size();
    while (end > 0) {
      std::size_t last = end;
      while (last > 0 && trimmed(lines_[last - 1]).empty()) {
        --last;
      }
      if (last == 0) {
        return;
      }
      const std::size_t i = last - 1;
      if (i == title_line_) {
        return;
      }
      const std::string_view line = trimmed(lines_[i]);
      if (const std::string source = source_of(line); !source.empty()) {
        if (out_.original_source.empty()) {
          out_.original_source = source;
        }
        drop_from(i, end);
        end = i;
        continue;
      }
      if (html::is_furniture(line) || html::is_end_heading(line) || leads_elsewhere(line)) {
        drop_from(i, end);
        end = i;
        continue;
      }
      // Lines without a full stop under "Next Article" or "Related" are other articles' headlines.
      std::size_t label = i;
      std::size_t titles = 0;
      while (label > 0 && titles < 12 && label != title_line_) {
        const std::string_view candidate = trimmed(lines_[label]);
        if (!candidate.empty()) {
          if (leads_elsewhere(candidate) || (html::is_end_heading(candidate) && titles > 0)) {
            break;
          }
          if (candidate.size() > 200 || candidate.ends_with('.')) {
            return;
          }
          ++titles;
        }
        --label;
      }
      const std::string_view found = trimmed(lines_[label]);
      if (titles == 0 || label == 0 || label == title_line_ ||
          !(leads_elsewhere(found) || html::is_end_heading(found))) {
        return;
      }
      drop_from(label, end);
      end = label;
    }
  }

  void drop_from(std::size_t begin, std::size_t end) {
    std::fill(keep_.begin() + static_cast<std::ptrdiff_t>(begin), keep_.begin() + static_cast<std::ptrdiff_t>(end),
              false);
  }

  // Lines between paragraphs: "Advertisement", "Share this story", and the link lines "Next Article" with their title.
  void furniture() {
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      if (!keep_[i] || i == title_line_) {
        continue;
      }
      const std::string_view line = trimmed(lines_[i]);
      if (line.empty()) {
        continue;
      }
      if (const std::string source = source_of(line); !source.empty() && source.find('.') != std::string::npos) {
        if (out_.original_source.empty()) {
          out_.original_source = source;
        }
        keep_[i] = false;
        continue;
      }
      const std::string letters = html::letters_of(line);
      const bool link = letters == "previousarticle" || letters == "nextarticle" || letters == "previouspost" ||
                        letters == "nextpost" || letters == "previousstory" || letters == "nextstory";
      if (html::is_furniture(line)) {
        keep_[i] = false;
      }
      if (link) {
        const std::size_t under = next(i + 1);
        if (under < lines_.size() && is_headline(trimmed(lines_[under]))) {
          keep_[under] = false;
        }
      }
    }
  }

  void join() {
    bool gap = false;
    bool dropped = false;
    for (std::size_t i = 0; i < lines_.size(); ++i) {
      const std::string_view line = lines_[i];
      if (!keep_[i]) {
        dropped = true;
        continue;
      }
      if (trimmed(line).empty()) {
        gap = gap || !out_.text.empty();
        continue;
      }
      if (!out_.text.empty()) {
        out_.text += gap ? "\n\n" : "\n";
      }
      out_.text += line;
      gap = i == title_line_ || (dropped && gap);
      dropped = false;
    }
  }

  std::vector<std::string_view> lines_;
  std::vector<bool> keep_;
  CleanText out_;
  std::size_t title_line_ = static_cast<std::size_t>(-1);
};

}  // namespace

CleanText clean_text(std::string_view text) { return Cleaner(text).run(); }

}  // namespace detente::intake
