#include "json_ld.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "html_tree.hpp"

namespace detente::intake::html {

namespace {

using nlohmann::json;

// Strings in JSON-LD are often escaped for HTML as well, "&amp;amp;" included.
std::string plain(const std::string& value) {
  std::string out = value;
  for (char& c : out) {
    c = static_cast<unsigned char>(c) < 0x20 && c != '\n' ? ' ' : c;
  }
  for (int round = 0; round < 2 && out.find('&') != std::string::npos; ++round) {
    out = resolve(out);
  }
  return out;
}

std::string string_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) {
    return {};
  }
  const json& value = found->is_array() && !found->empty() ? found->front() : *found;
  return value.is_string() ? plain(value.get_ref<const std::string&>()) : std::string();
}

// A person or organisation, or several, as an object or a bare string.
std::string names_of(const json& object, const char* key) {
  const auto found = object.find(key);
  if (found == object.end()) {
    return {};
  }
  std::string out;
  const auto add = [&out](const json& one) {
    std::string name;
    if (one.is_string()) {
      name = plain(one.get_ref<const std::string&>());
    } else if (one.is_object()) {
      name = string_of(one, "name");
    }
    if (name.empty() || name.find("://") != std::string::npos || out.find(name) != std::string::npos) {
      return;
    }
    out += (out.empty() ? "" : ", ") + name;
  };
  if (found->is_array()) {
    for (const json& one : *found) {
      if (out.size() < 300) {
        add(one);
      }
    }
  } else {
    add(*found);
  }
  return out.size() < 300 ? out : std::string();
}

bool is_article(const json& object) {
  const auto type = object.find("@type");
  if (type == object.end()) {
    return false;
  }
  const auto names_article = [](const json& one) {
    if (!one.is_string()) {
      return false;
    }
    const auto& name = one.get_ref<const std::string&>();
    return name.find("Article") != std::string::npos || name.find("Posting") != std::string::npos || name == "Report" ||
           name == "LiveBlogPosting";
  };
  if (type->is_array()) {
    return std::any_of(type->begin(), type->end(), names_article);
  }
  return names_article(*type);
}

void take(std::string& field, std::string value) {
  if (field.empty()) {
    field = std::move(value);
  }
}

json parse_leniently(std::string_view script) {
  json value = json::parse(script, nullptr, false, true);
  if (!value.is_discarded()) {
    return value;
  }
  // Line ends inside strings are the common fault.
  std::string mended(script);
  for (char& c : mended) {
    c = static_cast<unsigned char>(c) < 0x20 ? ' ' : c;
  }
  return json::parse(mended, nullptr, false, true);
}

}  // namespace

LinkedData read_linked_data(const std::vector<std::string_view>& scripts) {
  LinkedData out;
  for (std::string_view script : scripts) {
    const std::size_t first = script.find_first_of("{[");
    const std::size_t last = script.find_last_of("}]");
    if (first == std::string_view::npos || last == std::string_view::npos || last < first) {
      continue;
    }
    const json value = parse_leniently(script.substr(first, last - first + 1));
    if (value.is_discarded()) {
      continue;
    }
    // "@graph" and lists hold further objects; a few levels are all that is in use.
    std::vector<std::pair<const json*, int>> todo = {{&value, 0}};
    for (std::size_t i = 0; i < todo.size() && i < 2000; ++i) {
      const auto [item, depth] = todo[i];
      if (item->is_object() && is_article(*item)) {
        take(out.headline, string_of(*item, "headline"));
        take(out.author, names_of(*item, "author"));
        take(out.publisher, names_of(*item, "publisher"));
        take(out.published, string_of(*item, "datePublished"));
        take(out.modified, string_of(*item, "dateModified"));
        take(out.article_body, string_of(*item, "articleBody"));
      }
      if (depth < 4 && item->is_structured()) {
        for (const json& child : *item) {
          if (child.is_structured()) {
            todo.emplace_back(&child, depth + 1);
          }
        }
      }
    }
  }
  return out;
}

}  // namespace detente::intake::html
