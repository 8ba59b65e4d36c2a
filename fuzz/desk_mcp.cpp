// Messages of the Model Context Protocol: every one gets a reply that is JSON on one line, or none.
#include <cstdlib>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "detente/desk/mcp.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  using detente::desk::Answer;
  using detente::desk::Mcp;
  const std::string_view message(reinterpret_cast<const char*>(data), size);
  const Mcp mcp("0", [](const std::string&, const Mcp::Query&) -> detente::Result<Answer> {
    Answer answer;
    answer.body = R"({"revision":1,"as_of":null,"data":[]})";
    return answer;
  });
  const std::string reply = mcp.line(message);
  if (reply.find('\n') != std::string::npos ||
      (!reply.empty() && nlohmann::json::parse(reply, nullptr, false).is_discarded())) {
    std::abort();
  }
  (void)mcp.post(message, {"2026-07-28", "tools/call", "events"});
  return 0;
}
