#include "config.hpp"

#include <algorithm>
#include <vector>

#include "detente/text/utf8.hpp"

namespace detente::language {

namespace {

using nlohmann::json;

std::string_view trim(std::string_view s) {
  while (!s.empty() && (s.front() == ' ' || s.front() == '\t' || s.front() == '\r')) {
    s.remove_prefix(1);
  }
  while (!s.empty() && (s.back() == ' ' || s.back() == '\t' || s.back() == '\r')) {
    s.remove_suffix(1);
  }
  return s;
}

std::vector<std::string> split_path(std::string_view path) {
  std::vector<std::string> parts(1);
  for (char c : path) {
    if (c == '.' || c == ':') {
      parts.emplace_back();
    } else {
      parts.back() += c;
    }
  }
  return parts;
}

const json& null_json() {
  static const json null;
  return null;
}

const json& walk(const json& tree, std::string_view path) {
  const json* node = &tree;
  for (const std::string& part : split_path(path)) {
    if (!node->is_object()) {
      return null_json();
    }
    const auto found = node->find(part);
    if (found == node->end()) {
      return null_json();
    }
    node = &*found;
  }
  return *node;
}

// Values are kept as raw text until all sections are known, because a reference may point forward.
json resolve(const json& raw, const json& tree, int depth, Faults& faults, const std::string& where);

json resolve_text(std::string text, const json& tree, int depth, Faults& faults, const std::string& where) {
  constexpr int kLongestChain = 32;
  constexpr std::size_t kLongestValue = 1 << 20;
  for (std::size_t open = text.find("${"); open != std::string::npos; open = text.find("${", open)) {
    const std::size_t close = text.find('}', open);
    if (close == std::string::npos || depth > kLongestChain || text.size() > kLongestValue) {
      faults.report(where, "a reference in '" + text.substr(0, 60) + "' cannot be resolved");
      return {};
    }
    const std::string path = text.substr(open + 2, close - open - 2);
    json value = resolve(walk(tree, path), tree, depth + 1, faults, where);
    if (faults.any()) {
      return {};
    }
    const bool whole = open == 0 && close + 1 == text.size();
    if (whole) {
      return value;
    }
    // Within a quoted text the referred text goes in as it is, elsewhere as JSON.
    const std::string put = value.is_string() && text.front() == '"' ? value.get<std::string>() : value.dump();
    text.replace(open, close - open + 1, put);
    open += put.size();
  }
  json parsed = json::parse(text, nullptr, false);
  return parsed.is_discarded() ? json(text) : parsed;
}

json resolve(const json& raw, const json& tree, int depth, Faults& faults, const std::string& where) {
  if (raw.is_string()) {
    return resolve_text(raw.get<std::string>(), tree, depth, faults, where);
  }
  if (raw.is_object()) {
    json out = json::object();
    for (const auto& [key, value] : raw.items()) {
      out[key] = resolve(value, tree, depth, faults, where);
    }
    return out;
  }
  return raw;
}

}  // namespace

json read_config(std::string_view text, const std::string& where, Faults& faults) {
  constexpr std::size_t kMostParts = 32;
  json tree = json::object();
  // Values are put into each other as JSON, which only takes text in UTF-8.
  if (const std::size_t bad = text::first_invalid(text); bad != std::string_view::npos) {
    faults.report(where + ":" + std::to_string(text::line_of(text, bad)), "not UTF-8");
    return tree;
  }
  json* section = &tree;
  std::string* last = nullptr;
  std::size_t line_number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t stop = std::min(text.find('\n', at), text.size());
    const std::string_view whole = text.substr(at, stop - at);
    at = stop + 1;
    ++line_number;
    const std::string_view line = trim(whole);
    const std::string place = where + ":" + std::to_string(line_number);
    if (line.empty() || line.front() == '#' || line.front() == ';') {
      continue;
    }
    if (line.front() == '[' && whole.front() == '[') {
      if (line.back() != ']') {
        faults.report(place, "a section heading is not closed");
        return tree;
      }
      section = &tree;
      last = nullptr;
      const auto parts = split_path(line.substr(1, line.size() - 2));
      if (parts.size() > kMostParts) {
        faults.report(place, "a section is nested too deep");
        return tree;
      }
      for (const std::string& part : parts) {
        json& next = (*section)[part];
        if (!next.is_null() && !next.is_object()) {
          faults.report(place, "a section has the name of a value");
          return tree;
        }
        if (next.is_null()) {
          next = json::object();
        }
        section = &next;
      }
      continue;
    }
    const std::size_t equals = line.find('=');
    if ((whole.front() == ' ' || whole.front() == '\t') && last != nullptr) {
      *last += '\n';
      *last += line;
      continue;
    }
    if (equals == std::string_view::npos) {
      faults.report(place, "neither a section nor 'key = value'");
      return tree;
    }
    json& value = (*section)[std::string(trim(line.substr(0, equals)))];
    value = std::string(trim(line.substr(equals + 1)));
    last = value.get_ptr<std::string*>();
  }
  return resolve(tree, tree, 0, faults, where);
}

const json& at_path(const json& tree, std::string_view path) { return walk(tree, path); }

std::string text_of(const json& object, const std::string& key, std::string_view otherwise) {
  if (object.is_object()) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_string()) {
      return found->get<std::string>();
    }
  }
  return std::string(otherwise);
}

std::int64_t integer_of(const json& object, const std::string& key, std::int64_t otherwise) {
  if (object.is_object()) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_number_integer()) {
      return found->get<std::int64_t>();
    }
  }
  return otherwise;
}

bool truth_of(const json& object, const std::string& key, bool otherwise) {
  if (object.is_object()) {
    const auto found = object.find(key);
    if (found != object.end() && found->is_boolean()) {
      return found->get<bool>();
    }
  }
  return otherwise;
}

}  // namespace detente::language
