#include "detente/desk/mcp.hpp"

#include <gmock/gmock.h>

#include "desk_sample.hpp"

namespace detente::desk {
namespace {

using nlohmann::json;
using testing::HasSubstr;

class McpTest : public DeskTest {
 protected:
  static Mcp server() {
    return {"0.1.0", ask_record(*record_, {"0.1.0", "crisis", false, 0}, folder_ / "crisis.duckdb", nullptr, "")};
  }
  static json request(const std::string& method, json params = json::object()) {
    params["_meta"] = {{"io.modelcontextprotocol/protocolVersion", "2026-07-28"},
                       {"io.modelcontextprotocol/clientCapabilities", json::object()}};
    return {{"jsonrpc", "2.0"}, {"id", 7}, {"method", method}, {"params", params}};
  }
  static json send(const json& message) {
    const std::string reply = server().line(message.dump());
    EXPECT_EQ(reply.find('\n'), std::string::npos) << "a message is one line";
    const json out = json::parse(reply, nullptr, false);
    EXPECT_FALSE(out.is_discarded()) << reply;
    EXPECT_EQ(out["jsonrpc"], "2.0");
    return out;
  }
  static json call(const std::string& tool, const json& arguments) {
    return send(request("tools/call", {{"name", tool}, {"arguments", arguments}}))["result"];
  }
};

TEST_F(McpTest, DiscoversWithoutAHandshake) {
  const json reply = send(request("server/discover"));
  EXPECT_EQ(reply["id"], 7);
  const json result = reply["result"];
  EXPECT_EQ(result["resultType"], "complete");
  EXPECT_EQ(result["supportedVersions"][0], "2026-07-28");
  EXPECT_TRUE(result["capabilities"].contains("tools"));
  EXPECT_TRUE(result["ttlMs"].is_number());
  EXPECT_EQ(result["_meta"]["io.modelcontextprotocol/serverInfo"]["name"], "detente");
}

TEST_F(McpTest, GreetsOlderClients) {
  const auto greet = [](const char* version) {
    return send({{"jsonrpc", "2.0"},
                 {"id", "a"},
                 {"method", "initialize"},
                 {"params",
                  {{"protocolVersion", version}, {"capabilities", json::object()}, {"clientInfo", {{"name", "t"}}}}}});
  };
  EXPECT_EQ(greet("2025-06-18")["result"]["protocolVersion"], "2025-06-18");
  EXPECT_EQ(greet("2025-06-18")["id"], "a");
  EXPECT_EQ(greet("1999-01-01")["result"]["protocolVersion"], "2025-11-25");
  EXPECT_EQ(server().line(R"({"jsonrpc":"2.0","method":"notifications/initialized"})"), "");
  EXPECT_EQ(send({{"jsonrpc", "2.0"}, {"id", 1}, {"method", "ping"}})["result"], json::object());
  const json tools = send({{"jsonrpc", "2.0"}, {"id", 1}, {"method", "tools/list"}})["result"];
  EXPECT_FALSE(tools.contains("resultType")) << "the older revisions know no such field";
  EXPECT_GE(tools["tools"].size(), 11U);
}

TEST_F(McpTest, EveryAnswerOfEveryToolCarriesSpans) {
  const std::map<std::string, json> arguments{{"search", {{"q", "pause"}}},
                                              {"report", {{"id", first_}}},
                                              {"why", {{"claim", first_ + ":e1"}}},
                                              {"changes", {{"from", "2024-10-01"}, {"to", "2024-10-11"}}},
                                              {"instruments", {{"kind", {"proposal"}}}},
                                              {"events", {{"party", {"Israel"}}, {"limit", 2}}}};
  const json tools = send(request("tools/list"))["result"]["tools"];
  for (const auto& tool : tools) {
    const std::string name = tool["name"];
    EXPECT_EQ(tool["inputSchema"]["type"], "object") << name;
    EXPECT_EQ(tool["annotations"]["readOnlyHint"], true) << name;
    const auto given = arguments.find(name);
    const json result = call(name, given == arguments.end() ? json::object() : given->second);
    ASSERT_EQ(result["isError"], false) << name << result.dump();
    EXPECT_EQ(json::parse(result["content"][0]["text"].get<std::string>()), result["structuredContent"]) << name;
    const json data = result["structuredContent"]["data"];
    if (name == "report") {
      // The report is the text itself; its items point into it.
      for (const auto& item : data["items"]) {
        const std::size_t begin = item["span"][0];
        const std::size_t end = item["span"][1];
        EXPECT_EQ(data["text"].get<std::string>().substr(begin, end - begin), item["words"].get<std::string>());
      }
      EXPECT_FALSE(data["items"].empty());
    } else {
      EXPECT_GT(check_spans(data), 0) << name << ": " << data.dump();
    }
  }
}

TEST_F(McpTest, EveryRowCarriesItsOwnSpan) {
  for (const char* name : {"search", "events", "statements", "figures", "instruments", "findings", "contradictions",
                           "parties", "tolls", "proposals"}) {
    const json result = call(name, std::string(name) == "search" ? json{{"q", "pause"}} : json::object());
    ASSERT_TRUE(result["structuredContent"]["data"].is_array()) << name;
    for (const auto& row : result["structuredContent"]["data"]) {
      EXPECT_GT(check_spans(row), 0) << name << ": " << row.dump();
    }
  }
}

TEST_F(McpTest, GoesOnFromPageToPage) {
  const json first = call("events", {{"limit", 2}})["structuredContent"];
  ASSERT_TRUE(first.contains("next"));
  const json second = call("events", {{"limit", 2}, {"page", first["next"]}})["structuredContent"];
  EXPECT_EQ(second["data"].size(), 1U);
  EXPECT_FALSE(second.contains("next"));
}

TEST_F(McpTest, ReportsAreResources) {
  const json list = send(request("resources/list"))["result"];
  ASSERT_EQ(list["resources"].size(), 3U);
  const std::string uri = list["resources"][1]["uri"];
  EXPECT_EQ(uri, "detente://reports/" + first_);
  const json read = send(request("resources/read", {{"uri", uri}}))["result"];
  EXPECT_EQ(read["contents"][0]["text"], texts_[first_]);
  EXPECT_EQ(read["contents"][0]["mimeType"], "text/plain");
  EXPECT_EQ(send(request("resources/templates/list"))["result"]["resourceTemplates"].size(), 1U);
  EXPECT_EQ(send(request("resources/read", {{"uri", "detente://reports/r00"}}))["error"]["code"], -32602);
  EXPECT_EQ(send(request("resources/read", {{"uri", "file:///etc/passwd"}}))["error"]["code"], -32602);
  EXPECT_EQ(send({{"jsonrpc", "2.0"},
                  {"id", 1},
                  {"method", "resources/read"},
                  {"params", {{"uri", "detente://x"}}}})["error"]["code"],
            -32002)
      << "as the older revisions number it";
}

TEST_F(McpTest, BadInputIsAnErrorOfTheProtocol) {
  const auto code = [](const std::string& text) {
    const json reply = json::parse(server().line(text), nullptr, false);
    EXPECT_FALSE(reply.is_discarded()) << text;
    EXPECT_FALSE(reply.contains("result")) << text;
    return reply["error"]["code"].get<int>();
  };
  EXPECT_EQ(code("{"), -32700);
  EXPECT_EQ(code("\xff\xfe"), -32700);
  EXPECT_EQ(code(""), -32700);
  EXPECT_EQ(code(std::string(100000, '[')), -32700);
  EXPECT_EQ(code("[]"), -32600);
  EXPECT_EQ(code("[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}]"), -32600);
  EXPECT_EQ(code("7"), -32600);
  EXPECT_EQ(code("{}"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"1.0","id":1,"method":"ping"})"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":null,"method":"ping"})"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":{},"method":"ping"})"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":7})"), -32600);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/delete"})"), -32601);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":[]})"), -32602);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call"})"), -32602);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"drop"}})"), -32602);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search"}})"), -32602);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"events","arguments":{"x":1}}})"),
            -32602);
  EXPECT_EQ(
      code(R"({"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"events","arguments":{"party":{}}}})"),
      -32602);
  EXPECT_EQ(code(R"({"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"x"}})"), -32602);
  json wrong = request("tools/list");
  wrong["params"]["_meta"]["io.modelcontextprotocol/protocolVersion"] = "1900-01-01";
  EXPECT_EQ(send(wrong)["error"]["code"], -32022);
  EXPECT_EQ(send(wrong)["error"]["data"]["requested"], "1900-01-01");
  wrong = request("tools/list");
  wrong["params"]["_meta"].erase("io.modelcontextprotocol/clientCapabilities");
  EXPECT_EQ(send(wrong)["error"]["code"], -32602);
}

TEST_F(McpTest, WhatATooIsAskedWronglyItSaysInWords) {
  const json query = call("search", {{"q", "\"open"}});
  EXPECT_EQ(query["isError"], true);
  EXPECT_THAT(query["content"][0]["text"].get<std::string>(), HasSubstr("never closed"));
  EXPECT_EQ(call("report", {{"id", "r00"}})["isError"], true);
  EXPECT_EQ(call("events", {{"type", {"KISS"}}})["isError"], true);
  EXPECT_EQ(call("events", {{"as_of", "yesterday"}})["isError"], true);
  EXPECT_EQ(call("events", {{"page", "forged"}})["isError"], true);
  EXPECT_EQ(call("report", {{"id", "../../etc/passwd"}})["isError"], true);
}

TEST_F(McpTest, HeadersMustAgreeWithTheBody) {
  const std::string body = request("tools/call", {{"name", "parties"}}).dump();
  const Mcp mcp = server();
  EXPECT_EQ(mcp.post(body, {"2026-07-28", "tools/call", "parties"}).status, 200);
  EXPECT_EQ(mcp.post(body, {"2026-07-28", "tools/call", "=?base64?cGFydGllcw==?="}).status, 200);
  for (const Mcp::Headers& headers : {Mcp::Headers{"2026-07-28", "tools/call", "board"},
                                      {"2026-07-28", "tools/list", "parties"},
                                      {"2026-07-28", "", ""},
                                      {"", "tools/call", "parties"},
                                      {"2025-11-25", "tools/call", "parties"}}) {
    const Mcp::Reply reply = mcp.post(body, headers);
    EXPECT_EQ(reply.status, 400);
    EXPECT_EQ(json::parse(reply.body)["error"]["code"], -32020);
  }
  EXPECT_EQ(json::parse(mcp.post(body, {"1900-01-01", "tools/call", "parties"}).body)["error"]["code"], -32022);
  EXPECT_EQ(mcp.post(request("no/such").dump(), {"2026-07-28", "no/such", ""}).status, 404);
  EXPECT_EQ(mcp.post("{", {"2026-07-28", "", ""}).status, 400);
  EXPECT_EQ(mcp.post(R"({"jsonrpc":"2.0","method":"notifications/x"})", {}).status, 202);
  const Mcp::Reply old = mcp.post(R"({"jsonrpc":"2.0","id":1,"method":"tools/list"})", {"2025-06-18", "", ""});
  EXPECT_EQ(old.status, 200);
}

}  // namespace
}  // namespace detente::desk
