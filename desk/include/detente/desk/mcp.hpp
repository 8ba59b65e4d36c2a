// The record for programs that talk to language models: the Model Context Protocol, read-only.
//
//   Mcp mcp("0.1.0", [&](const std::string& path, const Mcp::Query& query) { return ask(path, query); });
//   std::string reply = mcp.line(R"({"jsonrpc":"2.0","id":1,"method":"tools/list", ...})");   // "" for a notification
//
// It speaks revision 2026-07-28, in which every request says in its `_meta` which revision it is of, and for older
// clients 2025-11-25, 2025-06-18, 2025-03-26 and 2024-11-05, which begin with `initialize`. Nothing is kept between
// messages. The tools are views; every answer of a tool carries the bytes of the reports that it stands on.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/desk/view.hpp"

namespace detente::desk {

class Mcp {
 public:
  using Query = std::vector<std::pair<std::string, std::string>>;
  // Answers GET path?query: "/api/events.json". Errors: those of the view and of its parameters.
  using Ask = std::function<Result<Answer>(const std::string& path, const Query& query)>;

  Mcp(std::string version, Ask ask) : version_(std::move(version)), ask_(std::move(ask)) {}

  // One JSON-RPC message over stdio; the reply without a line break, "" if there is none. Never fails: what is no
  // message is answered with an error of JSON-RPC.
  std::string line(std::string_view message) const;

  struct Headers {
    std::string version;  // MCP-Protocol-Version
    std::string method;   // Mcp-Method
    std::string name;     // Mcp-Name
  };
  struct Reply {
    int status = 200;
    std::string body;  // "" if there is none
  };
  // One message over HTTP.
  Reply post(std::string_view body, const Headers& headers) const;

 private:
  std::string version_;
  Ask ask_;
};

// Answers MCP from a record that is looked at by one thread.
Mcp::Ask ask_record(record::Record& record, const Standing& standing, const std::filesystem::path& database,
                    const knowledge::Knowledge* knowledge, const std::filesystem::path& lexicons);

}  // namespace detente::desk
