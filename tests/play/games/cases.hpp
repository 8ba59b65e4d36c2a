// Published cases, where they are at hand, and tables of numbers.
#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

namespace detente::play {

// The folder cases/play/NAME of the shared cases: under $DETENTE_SHARED, else beside the source folder.
inline std::optional<std::filesystem::path> shared_case(const std::string& name) {
  const char* shared = std::getenv("DETENTE_SHARED");
  const std::filesystem::path base(shared != nullptr ? shared : DETENTE_SOURCE_DIR "/../shared");
  const std::filesystem::path folder = base / "cases/play" / name;
  if (std::filesystem::exists(folder)) {
    return folder;
  }
  return std::nullopt;
}

inline std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

// A CSV file with a header line; fields may be quoted, and then hold commas.
struct Table {
  std::map<std::string, std::size_t> columns;
  std::vector<std::vector<std::string>> rows;

  const std::string& text(std::size_t row, const std::string& column) const { return rows[row].at(columns.at(column)); }
  // A decimal number or a fraction.
  double number(std::size_t row, const std::string& column) const {
    const std::string& field = text(row, column);
    const std::size_t slash = field.find('/');
    const double over = slash == std::string::npos ? 1.0 : std::stod(field.substr(slash + 1));
    return std::stod(field) / over;
  }
};

inline std::vector<std::string> split_csv(const std::string& line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else if (c != '\r') {
      fields.back() += c;
    }
  }
  return fields;
}

inline Table read_table(const std::filesystem::path& path) {
  Table table;
  std::ifstream in(path);
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty()) {
      continue;
    }
    std::vector<std::string> fields = split_csv(line);
    if (table.columns.empty()) {
      for (std::size_t k = 0; k < fields.size(); ++k) {
        table.columns[fields[k]] = k;
      }
    } else {
      table.rows.push_back(std::move(fields));
    }
  }
  return table;
}

}  // namespace detente::play
