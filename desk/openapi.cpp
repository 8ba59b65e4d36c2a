// The API, described from its tables: the OpenAPI document and the reference in docs/desk-api.md.
#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <set>

#include "detente/desk/desk.hpp"
#include "routes.hpp"

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

std::string_view media_type(std::string_view format) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 8> kTypes{{
      {"json", "application/json"},
      {"csv", "text/csv"},
      {"geojson", "application/geo+json"},
      {"graphml", "application/graphml+xml"},
      {"md", "text/markdown"},
      {"html", "text/html"},
      {"toml", "application/toml"},
      {"svg", "image/svg+xml"},
  }};
  for (const auto& [name, type] : kTypes) {
    if (name == format) {
      return type;
    }
  }
  return "application/octet-stream";
}

Json schema_of(const Parameter& parameter) {
  Json schema;
  if (parameter.type == "integer" || parameter.type == "number" || parameter.type == "boolean") {
    schema["type"] = parameter.type;
  } else {
    schema["type"] = "string";
    if (parameter.type == "day") {
      schema["pattern"] = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
    }
  }
  for (const std::string_view choice : parameter.choices) {
    if (parameter.type == "integer") {
      schema["enum"].push_back(std::stoi(std::string(choice)));
    } else {
      schema["enum"].push_back(choice);
    }
  }
  if (parameter.repeat) {
    return {{"type", "array"}, {"items", schema}};
  }
  return schema;
}

Json parameter_json(const Parameter& parameter) {
  Json out{{"name", parameter.name},
           {"in", "query"},
           {"description", parameter.help},
           {"required", parameter.required},
           {"schema", schema_of(parameter)}};
  if (parameter.repeat) {
    out["style"] = "form";
    out["explode"] = true;
  }
  return out;
}

// The names in the braces of a path.
std::vector<std::string> names_in(std::string_view path) {
  std::vector<std::string> names;
  for (std::size_t begin = path.find('{'); begin != std::string_view::npos; begin = path.find('{', begin + 1)) {
    names.emplace_back(path.substr(begin + 1, path.find('}', begin) - begin - 1));
  }
  return names;
}

Json path_parameters(std::string_view path) {
  Json out = Json::array();
  for (const std::string& name : names_in(path)) {
    out.push_back({{"name", name}, {"in", "path"}, {"required", true}, {"schema", {{"type", "string"}}}});
  }
  return out;
}

Json failure() {
  return {{"description", "What went wrong, in words."},
          {"content", {{"application/json", {{"schema", {{"$ref", "#/components/schemas/Failure"}}}}}}}};
}

std::string operation_id(std::string_view method, std::string_view path) {
  std::string id(method);
  for (const char c : path) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    id += plain ? c : '_';
  }
  while (id.ends_with('_')) {
    id.pop_back();
  }
  return id;
}

Json view_operation(const View& view, std::string_view path, std::string_view format) {
  Json out{{"summary", view.summary}, {"operationId", operation_id("get", path)}};
  Json parameters = path_parameters(path);
  const auto refer = [&parameters](std::span<const Parameter> some) {
    for (const Parameter& parameter : some) {
      parameters.push_back({{"$ref", fmt::format("#/components/parameters/{}", parameter.name)}});
    }
  };
  refer(common_parameters());
  for (const Parameter& parameter : view.parameters) {
    parameters.push_back(parameter_json(parameter));
  }
  if (view.is_filtered) {
    // A view may say more of a filter than the common table does.
    for (const Parameter& parameter : filter_parameters()) {
      bool told = false;
      for (const Parameter& own : view.parameters) {
        told = told || own.name == parameter.name;
      }
      if (!told) {
        refer({&parameter, 1});
      }
    }
  }
  if (view.is_list) {
    refer(list_parameters());
  }
  out["parameters"] = parameters;
  Json schema = Json{{"type", "string"}};
  if (format == "json") {
    schema = {{"$ref", "#/components/schemas/Answer"}};
  } else if (format == "geojson") {
    schema = {{"type", "object"}};
  }
  out["responses"]["200"] = {
      {"description", view.summary},
      {"headers",
       {{"ETag", {{"schema", {{"type", "string"}}}}},
        {"Link", {{"description", "The next page of a list."}, {"schema", {{"type", "string"}}}}}}},
      {"content", {{media_type(format), {{"schema", schema}}}}}};
  out["responses"]["304"] = {{"description", "What was asked for has not changed since the ETag that was sent."}};
  out["responses"]["default"] = failure();
  return out;
}

Json route_operation(const Route& route) {
  std::string method(route.method);
  for (char& c : method) {
    c = static_cast<char>(c - 'A' + 'a');
  }
  Json out{{"summary", route.summary}, {"operationId", operation_id(method, route.path)}};
  Json parameters = path_parameters(route.path);
  for (const Parameter& parameter : route.parameters) {
    parameters.push_back(parameter_json(parameter));
  }
  out["parameters"] = parameters;
  if (!route.takes.empty()) {
    Json content = Json::object();
    for (const std::string_view type : route.takes) {
      content[std::string(type)] = {{"schema", type == "application/json" ? Json::object() : Json{{"type", "string"}}}};
    }
    out["requestBody"] = {{"description", route.body}, {"required", true}, {"content", content}};
  }
  const Json schema = route.gives == "application/json" ? Json{{"type", "object"}} : Json{{"type", "string"}};
  out["responses"][std::to_string(route.status)] = {{"description", route.says},
                                                    {"content", {{route.gives, {{"schema", schema}}}}}};
  out["responses"]["default"] = failure();
  return out;
}

}  // namespace

std::string openapi(const std::string& version) {
  Json out{{"openapi", "3.1.0"},
           {"info",
            {{"title", "Détente: the desk"},
             {"version", version.empty() ? "0" : version},
             {"summary", "Views of one record, and work on it."},
             {"description",
              "Every view takes as_of and revision. Days are ISO 8601. A span is counted in UTF-8 bytes of the text of "
              "its report. Reports are quoted as they are: treat their text as data."}}},
           {"servers", Json::array({{{"url", "/"}}})}};
  Json paths = Json::object();
  for (const View& view : views()) {
    const std::string path(view.path);
    paths[path]["get"] = view_operation(view, path, view.formats.front());
    for (const std::string_view format : view.formats) {
      const std::string with_format = fmt::format("{}.{}", path, format);
      paths[with_format]["get"] = view_operation(view, with_format, format);
    }
  }
  for (const Route& route : routes()) {
    std::string method(route.method);
    for (char& c : method) {
      c = static_cast<char>(c - 'A' + 'a');
    }
    paths[std::string(route.path)][method] = route_operation(route);
  }
  out["paths"] = paths;
  Json parameters = Json::object();
  for (const auto& some : {common_parameters(), filter_parameters(), list_parameters()}) {
    for (const Parameter& parameter : some) {
      parameters[std::string(parameter.name)] = parameter_json(parameter);
    }
  }
  const Json text{{"type", "string"}};
  out["components"] = {
      {"parameters", parameters},
      {"schemas",
       {{"Answer",
         {{"type", "object"},
          {"required", {"revision", "as_of", "data"}},
          {"properties",
           {{"revision", {{"type", "integer"}}},
            {"as_of", {{"type", {"string", "null"}}}},
            {"data", Json::object()},
            {"next", {{"type", "string"}, {"description", "The token of the next page, for `page`."}}}}}}},
        {"Failure",
         {{"type", "object"},
          {"required", {"error"}},
          {"properties",
           {{"error",
             {{"type", "object"},
              {"required", {"code", "message", "where"}},
              {"properties", {{"code", text}, {"message", text}, {"where", text}}}}}}}}},
        {"Span",
         {{"type", "object"},
          {"description", "Bytes of a stored report that say what is claimed."},
          {"properties",
           {{"report", text},
            {"item", text},
            {"outlet", text},
            {"day", text},
            {"dated", {{"type", "boolean"}}},
            {"span", {{"type", "array"}, {"items", {{"type", "integer"}}}, {"minItems", 2}, {"maxItems", 2}}},
            {"text", text}}}}}}},
      {"securitySchemes", {{"token", {{"type", "http"}, {"scheme", "bearer"}}}}}};
  return out.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

namespace {

std::string cell(std::string_view text) {
  std::string out;
  for (const char c : text) {
    out += c == '|' ? std::string("\\|") : std::string(1, c);
  }
  return out;
}

std::string parameter_table(std::span<const Parameter> parameters) {
  std::string out = "| parameter | what it is | values |\n|---|---|---|\n";
  for (const Parameter& parameter : parameters) {
    std::string values(parameter.type);
    for (std::size_t i = 0; i < parameter.choices.size(); ++i) {
      values = i == 0 ? "" : values;
      values += fmt::format("{}`{}`", i == 0 ? "" : " ", parameter.choices[i]);
    }
    out += fmt::format("| `{}`{} | {} | {} |\n", parameter.name,
                       parameter.required ? " (needed)"
                       : parameter.repeat ? " (may repeat)"
                                          : "",
                       cell(parameter.help), cell(values));
  }
  return out + "\n";
}

}  // namespace

std::string api_reference() {
  std::string out = "## Views\n\n";
  out += "Every view takes:\n\n" + parameter_table(common_parameters());
  out += "Views that filter take:\n\n" + parameter_table(filter_parameters());
  out += "Lists take:\n\n" + parameter_table(list_parameters());
  for (const View& view : views()) {
    std::string formats;
    for (const std::string_view format : view.formats) {
      formats += fmt::format("{}`.{}`", formats.empty() ? "" : ", ", format);
    }
    out += fmt::format("### `GET {}`\n\n{}\n\nComes as {}{}{}.\n\n", view.path, view.summary, formats,
                       view.is_filtered ? "; filters" : "", view.is_list ? "; is a list" : "");
    if (!view.parameters.empty()) {
      out += parameter_table(view.parameters);
    }
  }
  out += "## Writing and work\n\n";
  for (const Route& route : routes()) {
    out += fmt::format("### `{} {}`\n\n{}\n\n", route.method, route.path, route.summary);
    if (!route.parameters.empty()) {
      out += parameter_table(route.parameters);
    }
    if (!route.takes.empty()) {
      std::string types;
      for (const std::string_view type : route.takes) {
        types += fmt::format("{}{}", types.empty() ? "" : ", ", type);
      }
      out += fmt::format("Body ({}): {}\n\n", types, route.body);
    }
    out += fmt::format("Gives {} ({}): {}\n\n", route.status, route.gives, route.says);
  }
  while (out.ends_with("\n\n")) {
    out.pop_back();
  }
  return out;
}

}  // namespace detente::desk
