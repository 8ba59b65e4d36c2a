// What the readers of TOML files share: a file parsed or an Error with its line, and fields with checked types.
#pragma once

#include <toml++/toml.h>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/result.hpp"

namespace detente::knowledge {

// The bytes of a file of up to 1 GB. Errors: not_found, io, too_large.
Result<void> read_bytes(const std::filesystem::path& file, std::string& bytes);

// The whole file. Errors: not_found, io; too_large beyond 64 MB; bad_encoding if it is not UTF-8, with the line.
Result<std::string> read_text_file(const std::filesystem::path& file, const std::string& origin);

// Errors: knowledge, with "origin:line".
Result<toml::table> parse_toml(std::string_view text, const std::string& origin);

// "parties/states.toml" of ".../parties/states.toml": what rules and errors call a file.
std::string origin_of(const std::filesystem::path& file);

// Reads the fields of one table. The first wrong field is kept as error(); further reads give empty values.
class Fields {
 public:
  Fields(const toml::table& table, const std::string& origin) : table_(table), origin_(origin) {}

  // An absent field is empty, or an error if it is needed.
  std::string text(std::string_view key, bool needed = false);
  bool flag(std::string_view key);
  double number(std::string_view key, double low, double high);
  std::vector<std::string> texts(std::string_view key);
  // The inline tables of an array, with their lines.
  std::vector<const toml::table*> tables(std::string_view key);
  // An error for every key that is not among these.
  void allow_only(std::initializer_list<std::string_view> keys);
  void fail(std::string message, const toml::node* at = nullptr);

  bool ok() const { return ok_; }
  const Error& error() const { return error_; }
  std::string where(const toml::node* at = nullptr) const;

 private:
  const toml::table& table_;
  const std::string& origin_;
  bool ok_ = true;
  Error error_;
};

}  // namespace detente::knowledge
