#include "toml_file.hpp"

#include <algorithm>
#include <fstream>

#include "detente/text/utf8.hpp"

namespace detente::knowledge {

namespace {

constexpr std::uintmax_t kLargestFile = 64u << 20;
constexpr std::uintmax_t kLargestArchive = 1u << 30;

}  // namespace

std::string origin_of(const std::filesystem::path& file) {
  const std::string folder = file.parent_path().filename().string();
  return folder.empty() ? file.filename().string() : folder + "/" + file.filename().string();
}

Result<void> read_bytes(const std::filesystem::path& file, std::string& bytes) {
  std::error_code problem;
  const auto size = std::filesystem::file_size(file, problem);
  if (problem) {
    const bool missing = problem == std::errc::no_such_file_or_directory;
    return Error{missing ? ErrorCode::not_found : ErrorCode::io, "cannot be read: " + problem.message(), file.string()};
  }
  if (size > kLargestArchive) {
    return Error{ErrorCode::too_large, "larger than 1 GB", file.string()};
  }
  std::ifstream in(file, std::ios::binary);
  bytes.resize(static_cast<std::size_t>(size));
  in.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!in) {
    return Error{ErrorCode::io, "cannot be read", file.string()};
  }
  return {};
}

Result<std::string> read_text_file(const std::filesystem::path& file, const std::string& origin) {
  std::string text;
  if (const Result<void> done = read_bytes(file, text); !done) {
    return done.error();
  }
  if (text.size() > kLargestFile) {
    return Error{ErrorCode::too_large, "larger than 64 MB, the limit for a lexicon", file.string()};
  }
  const std::size_t bad = text::first_invalid(text);
  if (bad != std::string::npos) {
    return Error{ErrorCode::bad_encoding, "not UTF-8", origin + ":" + std::to_string(text::line_of(text, bad))};
  }
  return text;
}

Result<toml::table> parse_toml(std::string_view text, const std::string& origin) {
  try {
    return toml::table(toml::parse(text, origin));
  } catch (const toml::parse_error& error) {
    return Error{ErrorCode::knowledge, std::string(error.description()),
                 origin + ":" + std::to_string(error.source().begin.line)};
  }
}

std::string Fields::where(const toml::node* at) const {
  const toml::node& node = at != nullptr ? *at : static_cast<const toml::node&>(table_);
  return origin_ + ":" + std::to_string(node.source().begin.line);
}

void Fields::fail(std::string message, const toml::node* at) {
  if (ok_) {
    ok_ = false;
    error_ = {ErrorCode::knowledge, std::move(message), where(at)};
  }
}

std::string Fields::text(std::string_view key, bool needed) {
  const toml::node* node = table_.get(key);
  if (node == nullptr) {
    if (needed) {
      fail("'" + std::string(key) + "' is missing");
    }
    return {};
  }
  if (const auto* value = node->as_string()) {
    if (needed && value->get().empty()) {
      fail("'" + std::string(key) + "' is empty", node);
    }
    return value->get();
  }
  fail("'" + std::string(key) + "' must be a text in quotation marks", node);
  return {};
}

bool Fields::flag(std::string_view key) {
  const toml::node* node = table_.get(key);
  if (node == nullptr) {
    return false;
  }
  if (const auto* value = node->as_boolean()) {
    return value->get();
  }
  fail("'" + std::string(key) + "' must be true or false", node);
  return false;
}

double Fields::number(std::string_view key, double low, double high) {
  const toml::node* node = table_.get(key);
  const auto value = node == nullptr ? std::nullopt : node->value<double>();
  if (!value || !(*value >= low && *value <= high)) {
    fail("'" + std::string(key) + "' must be a number from " + std::to_string(low) + " to " + std::to_string(high),
         node);
    return 0;
  }
  return *value;
}

std::vector<std::string> Fields::texts(std::string_view key) {
  std::vector<std::string> out;
  const toml::node* node = table_.get(key);
  if (node == nullptr) {
    return out;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fail("'" + std::string(key) + "' must be a list of texts", node);
    return out;
  }
  for (const toml::node& item : *array) {
    const auto* value = item.as_string();
    if (value == nullptr || value->get().empty()) {
      fail("'" + std::string(key) + "' must hold texts that are not empty", &item);
      return out;
    }
    out.push_back(value->get());
  }
  return out;
}

std::vector<const toml::table*> Fields::tables(std::string_view key) {
  std::vector<const toml::table*> out;
  const toml::node* node = table_.get(key);
  if (node == nullptr) {
    return out;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fail("'" + std::string(key) + "' must be a list of tables", node);
    return out;
  }
  for (const toml::node& item : *array) {
    const toml::table* table = item.as_table();
    if (table == nullptr) {
      fail("'" + std::string(key) + "' must be a list of tables", &item);
      return out;
    }
    out.push_back(table);
  }
  return out;
}

void Fields::allow_only(std::initializer_list<std::string_view> keys) {
  for (const auto& [key, node] : table_) {
    if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
      fail("there is no field '" + std::string(key.str()) + "' in this table", &node);
      return;
    }
  }
}

}  // namespace detente::knowledge
