// POST /mcp: the Model Context Protocol over HTTP. Each message is a request of its own and answered as one JSON
// object.
#include "detente/desk/mcp.hpp"
#include "parts.hpp"

namespace detente::desk {

void Desk::Parts::mcp(Call& call) {
  std::string body;
  if (!read_body(call, body)) {
    return;
  }
  const Mcp server(options.version, [this](const std::string& path, const Mcp::Query& query) -> Result<Answer> {
    const auto target = parse_target(path);
    if (!target) {
      return target.error();
    }
    const auto found = find_view(target->path);
    if (!found) {
      return found.error();
    }
    const auto asked = read_asked(*found, query);
    if (!asked) {
      return asked.error();
    }
    return ask(*found, asked->request, asked->question);
  });
  const auto header = [&](const char* name) { return call.request.get_header_value(name); };
  const Mcp::Reply reply =
      server.post(body, {header("MCP-Protocol-Version"), header("Mcp-Method"), header("Mcp-Name")});
  call.response.set_header("Cache-Control", "no-store");
  if (reply.body.empty()) {
    call.response.status = reply.status;
    return;
  }
  send_json(call.response, reply.status, reply.body + "\n");
}

}  // namespace detente::desk
