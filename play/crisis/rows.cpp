#include "rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "near.hpp"

namespace detente::play {

namespace {

constexpr std::size_t kLongestName = 200;

const toml::node* get(const toml::table& table, std::string_view key) { return table.get(key); }

}  // namespace

void Rows::fail(ErrorCode code, std::string message, int line) {
  if (!error_) {
    error_ = Error{code, std::move(message), fmt::format("{}:{}", crisis_.origin, std::max(line, 1))};
  }
}

void Rows::fail_name(std::string_view name, std::string_view what, std::string_view key,
                     const std::vector<std::string_view>& names, int line) {
  fail(fmt::format("{} '{}' is no {}{}", key, name, what, did_you_mean(name, names)), line);
}

int Rows::line_of(const toml::table& table, std::string_view key) {
  const toml::node* node = get(table, key);
  return node != nullptr ? line_of(*node) : line_of(table);
}

std::vector<const toml::table*> Rows::tables(const toml::table& in, std::string_view section) {
  std::vector<const toml::table*> out;
  const std::string_view key = section.substr(section.find('.') == std::string_view::npos ? 0 : section.find('.') + 1);
  const toml::node* node = get(in, key);
  if (node == nullptr) {
    return out;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fail(fmt::format("'{}' must be written as [[{}]]", key, section), line_of(*node));
    return out;
  }
  for (const toml::node& item : *array) {
    const toml::table* table = item.as_table();
    if (table == nullptr) {
      fail(fmt::format("'{}' must hold tables, each written as [[{}]]", key, section), line_of(item));
      return {};
    }
    out.push_back(table);
  }
  return out;
}

void Rows::check_root() {
  std::vector<std::string_view> names;
  for (const Section& section : crisis_schema()) {
    if (section.name.find('.') == std::string_view::npos) {
      names.push_back(section.name);
    }
  }
  for (const auto& [key, node] : root_) {
    if (std::find(names.begin(), names.end(), key.str()) == names.end()) {
      fail(fmt::format("there is no section '{}'{}", key.str(), did_you_mean(key.str(), names)), line_of(node));
    }
  }
}

void Rows::check_keys(const toml::table& table, const Section& section, const std::vector<std::string_view>& more) {
  std::vector<std::string_view> keys{"evidence", "assumed"};
  for (const WordKey& key : section.words) {
    keys.push_back(key.key);
  }
  for (const NumberKey& key : section.numbers) {
    keys.push_back(key.key);
  }
  keys.insert(keys.end(), more.begin(), more.end());
  for (const auto& [key, node] : table) {
    if (std::find(keys.begin(), keys.end(), key.str()) == keys.end()) {
      fail(fmt::format("{} has no key '{}'{}", section.name, key.str(), did_you_mean(key.str(), keys)), line_of(node));
    }
  }
}

std::string Rows::text(const toml::table& table, const Section& section, std::string_view key) {
  const auto word = std::find_if(section.words.begin(), section.words.end(),
                                 [&](const WordKey& candidate) { return candidate.key == key; });
  const bool needed = word != section.words.end() && word->needed;
  const toml::node* node = get(table, key);
  if (node == nullptr) {
    if (needed) {
      fail(ErrorCode::missing_field, fmt::format("{}.{} is missing: {}", section.name, key, word->help),
           line_of(table));
    }
    return {};
  }
  const auto* value = node->as_string();
  if (value == nullptr) {
    fail(fmt::format("{}.{} must be a text in quotation marks", section.name, key), line_of(*node));
    return {};
  }
  const std::string& out = value->get();
  if (needed && out.empty()) {
    fail(fmt::format("{}.{} is empty", section.name, key), line_of(*node));
  }
  if (key != "note" && out.size() > kLongestName) {
    fail(fmt::format("{}.{} is longer than {} bytes", section.name, key, kLongestName), line_of(*node));
  }
  if (std::any_of(out.begin(), out.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20 && c != '\n'; })) {
    fail(fmt::format("{}.{} holds a control character", section.name, key), line_of(*node));
  }
  return out;
}

bool Rows::flag(const toml::table& table, const Section& section, std::string_view key, bool fallback) {
  const toml::node* node = get(table, key);
  if (node == nullptr) {
    return fallback;
  }
  if (const auto* value = node->as_boolean()) {
    return value->get();
  }
  fail(fmt::format("{}.{} must be true or false", section.name, key), line_of(*node));
  return fallback;
}

int Rows::whole(const toml::table& table, const Section& section, std::string_view key, int fallback, int low,
                int high) {
  const toml::node* node = get(table, key);
  if (node == nullptr) {
    return fallback;
  }
  const auto* value = node->as_integer();
  if (value == nullptr || value->get() < low || value->get() > high) {
    fail(fmt::format("{}.{} must be a whole number from {} to {}", section.name, key, low, high), line_of(*node));
    return fallback;
  }
  return static_cast<int>(value->get());
}

std::vector<std::string> Rows::texts(const toml::table& table, const Section& section, std::string_view key) {
  std::vector<std::string> out;
  const toml::node* node = get(table, key);
  if (node == nullptr) {
    for (const WordKey& word : section.words) {
      if (word.key == key && word.needed) {
        fail(ErrorCode::missing_field, fmt::format("{}.{} is missing: {}", section.name, key, word.help),
             line_of(table));
      }
    }
    return out;
  }
  const toml::array* array = node->as_array();
  if (array == nullptr) {
    fail(fmt::format("{}.{} must be a list of names, [\"...\"]", section.name, key), line_of(*node));
    return out;
  }
  for (const toml::node& item : *array) {
    const auto* value = item.as_string();
    if (value == nullptr || value->get().empty() || value->get().size() > 2 * kLongestName) {
      fail(fmt::format("{}.{} must hold names in quotation marks", section.name, key), line_of(item));
      return {};
    }
    out.push_back(value->get());
  }
  return out;
}

void Rows::numbers(Row& row, const toml::table& table, const Section& section, const std::vector<Point>* points) {
  row.first = crisis_.numbers.size();
  const std::string_view prefix = section.name == "front.act" ? "act" : section.name;
  for (const NumberKey& key : section.numbers) {
    const toml::node* node = get(table, key.key);
    if (node != nullptr) {
      number(*node, table, fmt::format("{}.{}.{}", prefix, row.name, key.key), key, true, points);
      continue;
    }
    Number fallback;
    fallback.path = fmt::format("{}.{}.{}", prefix, row.name, key.key);
    fallback.a = key.fallback;
    fallback.low = key.low;
    fallback.high = key.high;
    fallback.line = line_of(table);
    crisis_.numbers.push_back(std::move(fallback));
  }
}

std::size_t Rows::number(const toml::node& node, const toml::table& row, std::string path, const NumberKey& key,
                         bool origin_needed, const std::vector<Point>* points) {
  Number number;
  number.path = std::move(path);
  number.low = key.low;
  number.high = key.high;
  number.given = true;
  number.line = line_of(node);
  read_origin(number, row);
  read_value(number, node, key, points);
  if (origin_needed && number.evidence.empty() && number.assumed.empty()) {
    fail(ErrorCode::missing_field,
         fmt::format("{} has neither evidence nor assumed: say where it comes from, evidence = [\"...\"], or why it is "
                     "taken to be so, assumed = \"...\", with the number or in its row",
                     number.path),
         number.line);
  }
  crisis_.numbers.push_back(std::move(number));
  return crisis_.numbers.size() - 1;
}

void Rows::read_origin(Number& number, const toml::table& table) {
  if (const toml::node* node = get(table, "evidence")) {
    const toml::array* array = node->as_array();
    if (array == nullptr || array->empty()) {
      fail("'evidence' must be a list of sources, [\"...\"]", line_of(*node));
      return;
    }
    std::vector<std::string> evidence;
    for (const toml::node& item : *array) {
      const auto* value = item.as_string();
      if (value == nullptr || value->get().empty()) {
        fail("'evidence' must hold texts that are not empty", line_of(item));
        return;
      }
      evidence.push_back(value->get());
    }
    number.evidence = std::move(evidence);
    number.assumed.clear();
  }
  if (const toml::node* node = get(table, "assumed")) {
    const auto* value = node->as_string();
    if (value == nullptr || value->get().empty()) {
      fail("'assumed' must be a text that says why", line_of(*node));
      return;
    }
    number.assumed = value->get();
  }
}

double Rows::finite(const toml::node& node, const Number& number, std::string_view what,
                    const std::vector<Point>* points) {
  if (const auto* name = node.as_string(); name != nullptr && points != nullptr) {
    std::vector<std::string_view> names;
    for (const Point& point : *points) {
      if (point.name == name->get()) {
        return point.value;
      }
      names.push_back(point.name);
    }
    fail_name(name->get(), "point of the issue", number.path, names, line_of(node));
    return 0;
  }
  double value = 0;
  if (const auto* real = node.as_floating_point()) {
    value = real->get();
  } else if (const auto* whole = node.as_integer()) {
    value = static_cast<double>(whole->get());
  } else {
    fail(fmt::format("{}{} must be a number", number.path, what), line_of(node));
    return 0;
  }
  if (!std::isfinite(value)) {
    fail(fmt::format("{}{} is {}: it must be a finite number", number.path, what, value), line_of(node));
    return 0;
  }
  return value;
}

void Rows::check_range(const Number& number, double value, const NumberKey& key, int line) {
  if (!(value >= key.low && value <= key.high)) {
    fail(fmt::format("{} is {}: it must be from {} to {} ({})", number.path, value, key.low, key.high, key.unit), line);
  }
}

void Rows::read_value(Number& number, const toml::node& node, const NumberKey& key, const std::vector<Point>* points) {
  if (const toml::table* table = node.as_table()) {
    read_origin(number, *table);
    read_distribution(number, *table, key, points);
    return;
  }
  number.a = finite(node, number, "", points);
  check_range(number, number.a, key, number.line);
}

void Rows::read_distribution(Number& number, const toml::table& table, const NumberKey& key,
                             const std::vector<Point>* points) {
  struct Form {
    std::string_view name;
    Distribution distribution;
    std::vector<std::string_view> keys;
  };
  static const std::vector<Form> kForms{
      {"fixed", Distribution::fixed, {"value"}},
      {"uniform", Distribution::uniform, {"low", "high"}},
      {"triangular", Distribution::triangular, {"low", "mode", "high"}},
      {"normal", Distribution::normal, {"mean", "deviation"}},
      {"lognormal", Distribution::lognormal, {"median", "spread"}},
  };
  std::string name = "fixed";
  if (const toml::node* dist = get(table, "dist")) {
    const auto* value = dist->as_string();
    if (value == nullptr) {
      fail(fmt::format("{}: 'dist' must be a text", number.path), line_of(*dist));
      return;
    }
    name = value->get();
  }
  const auto form =
      std::find_if(kForms.begin(), kForms.end(), [&](const Form& candidate) { return candidate.name == name; });
  if (form == kForms.end()) {
    std::vector<std::string_view> names;
    for (const Form& candidate : kForms) {
      names.push_back(candidate.name);
    }
    fail(fmt::format("{}: '{}' is no distribution (fixed, uniform, triangular, normal, lognormal){}", number.path, name,
                     did_you_mean(name, names)),
         line_of(table));
    return;
  }
  std::vector<std::string_view> keys = form->keys;
  keys.insert(keys.end(), {"dist", "evidence", "assumed"});
  for (const auto& [found, node] : table) {
    if (std::find(keys.begin(), keys.end(), found.str()) == keys.end()) {
      fail(fmt::format("{}: a {} number has no key '{}'{}", number.path, name, found.str(),
                       did_you_mean(found.str(), keys)),
           line_of(node));
      return;
    }
  }
  std::array<double, 3> abc{};
  for (std::size_t i = 0; i < form->keys.size(); ++i) {
    const toml::node* node = get(table, form->keys[i]);
    if (node == nullptr) {
      fail(ErrorCode::missing_field, fmt::format("{}: '{}' is missing", number.path, form->keys[i]), line_of(table));
      return;
    }
    abc[i] = finite(*node, number, fmt::format(".{}", form->keys[i]), points);
  }
  number.distribution = form->distribution;
  number.a = abc[0];
  number.b = abc[1];
  number.c = abc[2];
  const int line = line_of(table);
  switch (form->distribution) {
    case Distribution::fixed:
      check_range(number, abc[0], key, line);
      break;
    case Distribution::uniform:
    case Distribution::triangular: {
      const double high = form->distribution == Distribution::uniform ? abc[1] : abc[2];
      check_range(number, abc[0], key, line);
      check_range(number, high, key, line);
      if (!(abc[0] <= abc[1] && abc[1] <= high)) {
        fail(fmt::format("{}: low, mode and high must rise", number.path), line);
      }
      break;
    }
    case Distribution::normal:
    case Distribution::lognormal:
      check_range(number, abc[0], key, line);
      if (abc[1] < 0 || (form->distribution == Distribution::lognormal && abc[0] <= 0)) {
        fail(fmt::format("{}: a deviation must not be negative, and a median must be above 0", number.path), line);
      }
      break;
  }
}

}  // namespace detente::play
