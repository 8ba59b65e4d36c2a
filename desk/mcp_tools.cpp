#include "mcp_tools.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace detente::desk {

namespace {

constexpr std::array<Tool, 14> kTools{{
    {"search", "Search reports",
     "Find reports by words. All words must be there; \"words in a row\", begin*, NEAR(a b, 5), a OR b, -not. Gives "
     "for each report where in its text the words stand.",
     "/api/search"},
    {"board", "State of play",
     "The state of play on a date: who does what to whom, fronts, proposals and who accepts or rejects them, red "
     "lines, "
     "levers, commitments, harm by source, what is disputed. Long lists are cut; the other tools give the rest.",
     "/api/board"},
    {"events", "Events",
     "Who did what to whom, when and where, who says so, and the sentence that says it. `status` tells what happened "
     "(actual) from what is planned, possible, conditional or denied (negated). `precision` tells how closely the date "
     "is known; `report` means that only the day of the report is.",
     "/api/events"},
    {"statements", "Statements", "Who says something, in which words, and who reports that.", "/api/statements"},
    {"figures", "Figures", "Quantities as each report tells them, with their bounds: more_than 600 is not 600.",
     "/api/figures"},
    {"instruments", "Instruments",
     "Proposals, red lines, levers, commitments, assessments and violations, as each report tells them.",
     "/api/instruments"},
    {"findings", "Findings",
     "Things that claims of any reports are about, with how many independent origins tell them. Five copies of one "
     "report are one origin.",
     "/api/findings"},
    {"contradictions", "Contradictions", "Where reports contradict each other: both sides with their words, and why.",
     "/api/contradictions"},
    {"report", "One report", "The text of a report, and all that was read in it with byte offsets into the text.",
     "/api/reports/{id}", "id", "the id of the report, such as r0123456789abcdef"},
    {"why", "Why the record says this",
     "The rule, the words, who says so, what was left open, and how sure the reader is of one item.",
     "/api/why/{claim}", "claim", "a report and an item of it, such as r0123456789abcdef:e3"},
    {"parties", "Parties", "Who takes part in events, how often, and where each is named.", "/api/parties"},
    {"tolls", "Tolls",
     "Who counts how many killed, wounded, displaced or held, day by day. Sources that differ stay apart; nothing is "
     "averaged.",
     "/api/tolls"},
    {"proposals", "Proposals", "Proposals, and what each party did about them, with its history.", "/api/proposals"},
    {"changes", "Changes", "What changed between two days, with the words that tell it.", "/api/changes"},
}};

const View& view_of(const Tool& tool) {
  const auto all = views();
  return *std::find_if(all.begin(), all.end(), [&](const View& view) { return view.path == tool.path; });
}

std::vector<const Parameter*> parameters_of(const Tool& tool) {
  const View& view = view_of(tool);
  std::vector<const Parameter*> out;
  const auto add = [&out](std::span<const Parameter> some) {
    for (const Parameter& parameter : some) {
      out.push_back(&parameter);
    }
  };
  add(view.parameters);
  add(common_parameters());
  if (view.is_filtered) {
    add(filter_parameters());
  }
  if (view.is_list) {
    add(list_parameters());
  }
  return out;
}

// The words to search for are what a search is about.
bool is_required(const Tool& tool, const Parameter& parameter) {
  return parameter.required || (tool.name == "search" && parameter.name == "q");
}

Json schema_of(const Parameter& parameter) {
  Json one;
  const bool is_number = parameter.type == "integer" || parameter.type == "number";
  one["type"] = is_number || parameter.type == "boolean" ? std::string(parameter.type) : "string";
  if (parameter.type == "day") {
    one["pattern"] = "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$";
  }
  for (const std::string_view choice : parameter.choices) {
    one["enum"].push_back(is_number ? Json(std::stoi(std::string(choice))) : Json(choice));
  }
  Json out = parameter.repeat ? Json{{"type", "array"}, {"items", one}} : one;
  out["description"] = parameter.help;
  return out;
}

// A value as a query has it; nothing if it is no word, number or truth value.
std::optional<std::string> word_of(const Json& value) {
  if (value.is_string()) {
    return value.get<std::string>();
  }
  if (value.is_boolean()) {
    return value.get<bool>() ? "true" : "false";
  }
  if (value.is_number()) {
    return value.dump();
  }
  return std::nullopt;
}

}  // namespace

std::span<const Tool> tools() { return kTools; }

const Tool* find_tool(std::string_view name) {
  const auto* found = std::find_if(kTools.begin(), kTools.end(), [&](const Tool& tool) { return tool.name == name; });
  return found == kTools.end() ? nullptr : found;
}

Json tool_json(const Tool& tool) {
  Json properties = Json::object();
  Json required = Json::array();
  if (!tool.id.empty()) {
    properties[std::string(tool.id)] = {{"type", "string"}, {"description", tool.id_help}};
    required.push_back(tool.id);
  }
  for (const Parameter* parameter : parameters_of(tool)) {
    properties[std::string(parameter->name)] = schema_of(*parameter);
    if (is_required(tool, *parameter)) {
      required.push_back(parameter->name);
    }
  }
  Json schema{{"type", "object"}, {"properties", properties}};
  if (!required.empty()) {
    schema["required"] = required;
  }
  schema["additionalProperties"] = false;
  return {{"name", tool.name},
          {"title", tool.title},
          {"description", tool.description},
          {"inputSchema", schema},
          {"annotations", {{"readOnlyHint", true}, {"idempotentHint", true}, {"openWorldHint", false}}}};
}

std::string encoded(std::string_view part) {
  std::string out;
  for (const char c : part) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
                       c == '_' || c == '~' || c == ':';
    out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return out;
}

Result<ToolCall> read_call(const Tool& tool, const Json& arguments) {
  if (!arguments.is_object()) {
    return Error{ErrorCode::bad_value, "the arguments must be an object", "arguments"};
  }
  ToolCall call;
  std::string id;
  const std::vector<const Parameter*> parameters = parameters_of(tool);
  for (const auto& argument : arguments.items()) {
    const std::string& key = argument.key();
    const Json& value = argument.value();
    if (key == tool.id && !tool.id.empty()) {
      if (!value.is_string() || value.get<std::string>().empty()) {
        return Error{ErrorCode::bad_value, fmt::format("{} must be words", key), key};
      }
      id = value.get<std::string>();
      continue;
    }
    const auto known =
        std::find_if(parameters.begin(), parameters.end(), [&](const Parameter* p) { return p->name == key; });
    if (known == parameters.end()) {
      return Error{ErrorCode::bad_value, fmt::format("{} has no argument '{}'", tool.name, key), key};
    }
    for (const Json& one : value.is_array() && (*known)->repeat ? value : Json::array({value})) {
      if (one.is_null()) {
        continue;
      }
      const auto word = word_of(one);
      if (!word) {
        return Error{ErrorCode::bad_value, fmt::format("{} must be {}", key, (*known)->type), key};
      }
      call.query.emplace_back(key, *word);
    }
  }
  if (!tool.id.empty() && id.empty()) {
    return Error{ErrorCode::missing_field, fmt::format("{} needs the argument '{}'", tool.name, tool.id),
                 std::string(tool.id)};
  }
  for (const Parameter* parameter : parameters) {
    const bool given = std::any_of(call.query.begin(), call.query.end(),
                                   [&](const auto& pair) { return pair.first == parameter->name; });
    if (!given && is_required(tool, *parameter)) {
      return Error{ErrorCode::missing_field, fmt::format("{} needs the argument '{}'", tool.name, parameter->name),
                   std::string(parameter->name)};
    }
    // A model reads what it is given, all of it.
    if (!given && parameter->name == "limit") {
      call.query.emplace_back("limit", "20");
    }
  }
  call.path = tool.path;
  if (const std::size_t open = call.path.find('{'); open != std::string::npos) {
    call.path = call.path.substr(0, open) + id;
  }
  return call;
}

void cut_board(Json& board, std::size_t most) {
  Json left_out = Json::object();
  for (auto& [key, value] : board.items()) {
    if (value.is_array() && value.size() > most) {
      left_out[key] = value.size() - most;
      value.erase(value.begin() + static_cast<std::ptrdiff_t>(most), value.end());
    }
  }
  board["left_out"] = left_out;
}

}  // namespace detente::desk
