// The plain-text tests of reading/: cases parted by empty lines, each "text:" and "date:" lines and then what must be
// read in them. Lines that begin with # are comments; further text lines make further paragraphs.
#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/knowledge/knowledge.hpp"
#include "detente/language/pipeline.hpp"
#include "detente/reading/read.hpp"

namespace detente {

namespace fs = std::filesystem;

// What reading needs, loaded once; not complete where the set-up has not been run.
struct ReadingTools {
  std::optional<language::Pipeline> pipeline;
  std::optional<knowledge::Knowledge> knowledge;

  bool complete() const { return pipeline && knowledge; }
  Reading read(const Report& report, language::Workspace& work) const {
    return reading::read(report, pipeline->analyse(report.text, work, {.paragraphs = true}), *knowledge);
  }
};

inline const ReadingTools& tools() {
  static const ReadingTools loaded = [] {
    ReadingTools t;
    if (auto pipeline = language::Pipeline::load(fs::path(DETENTE_DEPS_DIR) / "model")) {
      t.pipeline = std::move(*pipeline);
    }
    if (auto k = knowledge::load(fs::path(DETENTE_BINARY_DIR) / "share/detente/knowledge.bin")) {
      t.knowledge = std::move(*k);
    }
    return t;
  }();
  return loaded;
}

inline std::string trim(std::string_view s) {
  while (!s.empty() && s.front() == ' ') {
    s.remove_prefix(1);
  }
  while (!s.empty() && (s.back() == ' ' || s.back() == '\r')) {
    s.remove_suffix(1);
  }
  return std::string(s);
}

inline std::vector<std::string> split(std::string_view s, char at) {
  std::vector<std::string> out;
  while (true) {
    const std::size_t cut = s.find(at);
    out.push_back(trim(s.substr(0, cut)));
    if (cut == std::string_view::npos) {
      return out;
    }
    s.remove_prefix(cut + 1);
  }
}

inline std::string words(const Report& report, Span span) { return report.text.substr(span.begin, span.size()); }

struct Case {
  std::string where;  // "attacks.test:12"
  Report report;
  std::vector<std::pair<std::string, std::string>> lines;  // key and value
};

inline std::vector<Case> cases_of(const fs::path& file) {
  std::vector<Case> cases;
  std::ifstream in(file);
  int number = 0;
  bool open = false;
  for (std::string line; std::getline(in, line);) {
    ++number;
    if (line.starts_with('#')) {
      continue;
    }
    if (trim(line).empty()) {
      open = false;
      continue;
    }
    const std::size_t colon = line.find(':');
    const std::string key = line.substr(0, colon);
    const std::string value = colon == std::string::npos ? "" : trim(std::string_view(line).substr(colon + 1));
    if (!open) {
      cases.emplace_back();
      cases.back().where = file.filename().string() + ":" + std::to_string(number);
      cases.back().report.language = "en";
      open = true;
    }
    Case& c = cases.back();
    if (key == "text") {
      c.report.text += (c.report.text.empty() ? "" : "\n\n") + value;
    } else if (key == "date") {
      c.report.published = value;
    } else {
      c.lines.emplace_back(key, value);
    }
  }
  return cases;
}

// All cases of the .test files of tests/reading/FOLDER, in the order of their names.
inline std::vector<Case> cases_in(std::string_view folder) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(fs::path(DETENTE_SOURCE_DIR) / "tests/reading" / folder)) {
    if (entry.path().extension() == ".test") {
      files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end());
  std::vector<Case> cases;
  for (const fs::path& file : files) {
    const std::vector<Case> more = cases_of(file);
    cases.insert(cases.end(), more.begin(), more.end());
  }
  return cases;
}

}  // namespace detente
