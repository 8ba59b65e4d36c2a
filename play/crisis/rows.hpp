// Reads the rows of a crisis file by the tables of crisis_schema.hpp. The first fault stops it; what is read after a
// fault is not used.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

#include "detente/play/crisis.hpp"
#include "detente/play/crisis_schema.hpp"

namespace detente::play {

class Rows {
 public:
  Rows(Crisis& crisis, const toml::table& root) : crisis_(crisis), root_(root) {}

  bool good() const { return !error_.has_value(); }
  const Error& error() const { return *error_; }
  void fail(ErrorCode code, std::string message, int line);
  void fail(std::string message, int line) { fail(ErrorCode::bad_value, std::move(message), line); }

  // The tables of [[section]] under `in`; fails if it is something else.
  std::vector<const toml::table*> tables(const toml::table& in, std::string_view section);
  std::vector<const toml::table*> tables(std::string_view section) { return tables(root_, section); }
  // Fails for a key that the section does not have; `more` are allowed besides.
  void check_keys(const toml::table& table, const Section& section, const std::vector<std::string_view>& more = {});
  void check_root();

  std::string text(const toml::table& table, const Section& section, std::string_view key);
  bool flag(const toml::table& table, const Section& section, std::string_view key, bool fallback);
  int whole(const toml::table& table, const Section& section, std::string_view key, int fallback, int low, int high);
  std::vector<std::string> texts(const toml::table& table, const Section& section, std::string_view key);

  // Sets name and line. A name that another row of the section has is refused.
  template <typename T>
  void name_row(Row& row, std::string name, const toml::table& table, const Section& section,
                const std::vector<T>& others) {
    row.line = line_of(table);
    for (const T& other : others) {
      if (other.name == name) {
        fail(std::string(section.name) + " '" + name + "' is there twice: it was first named in line " +
                 std::to_string(other.line),
             row.line);
      }
    }
    row.name = std::move(name);
  }
  // Reads all numbers of the row by the section's table; `points` are names that may stand for numbers.
  void numbers(Row& row, const toml::table& table, const Section& section, const std::vector<Point>* points = nullptr);
  // One number that is not of a table, such as a term of a proposal; gives its index.
  std::size_t number(const toml::node& node, const toml::table& row, std::string path, const NumberKey& key,
                     bool origin_needed, const std::vector<Point>* points = nullptr);

  // Index of the row that is named, or kNone and a fault: "lever.target 'Isreal' is no party; did you mean 'Israel'?"
  template <typename T>
  int find(const std::vector<T>& rows, std::string_view name, std::string_view what, std::string_view key, int line) {
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (rows[i].name == name) {
        return static_cast<int>(i);
      }
    }
    std::vector<std::string_view> names;
    for (const T& row : rows) {
      names.push_back(row.name);
    }
    fail_name(name, what, key, names, line);
    return kNone;
  }
  template <typename T>
  int find(const std::vector<T>& rows, const toml::table& table, const Section& section, std::string_view key,
           std::string_view what) {
    const std::string name = text(table, section, key);
    if (name.empty()) {
      return kNone;
    }
    return find(rows, name, what, std::string(section.name) + "." + std::string(key), line_of(table, key));
  }
  template <typename T>
  std::vector<int> find_all(const std::vector<T>& rows, const toml::table& table, const Section& section,
                            std::string_view key, std::string_view what) {
    std::vector<int> out;
    for (const std::string& name : texts(table, section, key)) {
      const int at = find(rows, name, what, std::string(section.name) + "." + std::string(key), line_of(table, key));
      for (const int other : out) {
        if (other == at && at != kNone) {
          fail(std::string(section.name) + "." + std::string(key) + " names '" + name + "' twice", line_of(table, key));
        }
      }
      out.push_back(at);
    }
    return out;
  }
  void fail_name(std::string_view name, std::string_view what, std::string_view key,
                 const std::vector<std::string_view>& names, int line);

  static int line_of(const toml::node& node) { return static_cast<int>(node.source().begin.line); }
  static int line_of(const toml::table& table, std::string_view key);

 private:
  void read_value(Number& number, const toml::node& node, const NumberKey& key, const std::vector<Point>* points);
  void read_distribution(Number& number, const toml::table& table, const NumberKey& key,
                         const std::vector<Point>* points);
  double finite(const toml::node& node, const Number& number, std::string_view what, const std::vector<Point>* points);
  void check_range(const Number& number, double value, const NumberKey& key, int line);
  void read_origin(Number& number, const toml::table& table);

  Crisis& crisis_;
  const toml::table& root_;
  std::optional<Error> error_;
};

}  // namespace detente::play
