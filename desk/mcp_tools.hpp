// The tools of MCP: which views they are, and what they take.
#pragma once

#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "detente/desk/mcp.hpp"

namespace detente::desk {

using Json = nlohmann::ordered_json;

struct Tool {
  std::string_view name;
  std::string_view title;
  std::string_view description;
  std::string_view path;     // of the view
  std::string_view id = {};  // the argument that stands in the braces of the path
  std::string_view id_help = {};
};

std::span<const Tool> tools();
const Tool* find_tool(std::string_view name);

// As tools/list tells it.
Json tool_json(const Tool& tool);

// What a view is asked.
struct ToolCall {
  std::string path;
  Mcp::Query query;
};
// Errors: bad_value, missing_field: an argument is not of the tool or not of its kind.
Result<ToolCall> read_call(const Tool& tool, const Json& arguments);

// A part of a path, as a URL has it.
std::string encoded(std::string_view part);

// Cuts the lists of a board down to what a reader can take in, and says how much was left out.
void cut_board(Json& board, std::size_t most);

}  // namespace detente::desk
