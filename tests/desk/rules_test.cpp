// The rules that requests are held to, without a server.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "detente/desk/desk.hpp"
#include "guard.hpp"
#include "page_files.hpp"
#include "query.hpp"
#include "routes.hpp"
#include "wire.hpp"

namespace detente::desk {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

int status_of_head(const std::string& head) {
  constexpr std::size_t kMostBody = 1000;
  return check_head(head, kMostBody).status;
}

TEST(Heads, InOrderAreTaken) {
  EXPECT_EQ(status_of_head("GET /api HTTP/1.1\r\nHost: localhost\r\n\r\n"), 0);
  const Head head = check_head(
      "POST /api/reports?name=a HTTP/1.1\r\nHost: localhost\r\nRange: bytes=0-1\r\ncontent-length: 7 \r\n\r\n", 1000);
  EXPECT_EQ(head.status, 0);
  EXPECT_EQ(head.length, 7U);
  EXPECT_EQ(head.text.find("Range"), std::string::npos) << "ranges are not answered";
}

TEST(Heads, ThatTwoReadersCouldTakeInTwoWaysAreRefused) {
  const std::string start = "POST / HTTP/1.1\r\nHost: localhost\r\n";
  EXPECT_EQ(status_of_head(start + "Content-Length: 5\r\nContent-Length: 6\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head(start + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head(start + "Transfer-Encoding: gzip, chunked\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head(start + "Content-Length: +5\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head(start + "Content-Length : 5\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head(start + "X: a\r\n Content-Length: 5\r\n\r\n"), 400) << "folded";
  EXPECT_EQ(status_of_head(start + "X: a\nContent-Length: 5\r\n\r\n"), 400) << "a bare newline";
  EXPECT_EQ(status_of_head(start + "Host: other\r\nContent-Length: 5\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head(start + std::string("X: \0\r\n\r\n", 8)), 400);
  EXPECT_EQ(status_of_head("GET / HTTP/1.1\r\n\r\n"), 400) << "no host";
  EXPECT_EQ(status_of_head("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n"), 400) << "a body of a GET";
  EXPECT_EQ(status_of_head("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head("GET / HTTP/2.0\r\nHost: a\r\n\r\n"), 400);
  EXPECT_EQ(status_of_head("GET /" + std::string(5000, 'a') + " HTTP/1.1\r\nHost: a\r\n\r\n"), 414);
  EXPECT_EQ(status_of_head(start + "\r\n"), 411);
  EXPECT_EQ(status_of_head(start + "Content-Length: 1001\r\n\r\n"), 413);
  EXPECT_EQ(status_of_head(start + "Content-Length: 99999999999999999999999\r\n\r\n"), 400);
}

TEST(Urls, AreTakenApart) {
  const auto target = parse_target("/api/parties/St.%20Kitts%2FNevis?party=a+b&x=&q=%E2%82%AC#part");
  ASSERT_TRUE(target);
  EXPECT_THAT(target->path, ElementsAre("api", "parties", "St. Kitts/Nevis"));
  EXPECT_THAT(target->query, ElementsAre(Pair("party", "a b"), Pair("q", "€")));
  EXPECT_THAT(parse_target("/")->path, IsEmpty());
  EXPECT_THAT(parse_target("//a///b/")->path, ElementsAre("a", "b"));
}

TEST(Urls, WithFaultsAreRefused) {
  for (const char* url : {"/a%", "/a%4", "/a%zz", "/%ff", "/a%00b", "/?q=%c0%80", "/a/../b", "/%2e%2e/b", "/a/."}) {
    EXPECT_FALSE(parse_target(url)) << url;
  }
}

TEST(Views, AreFoundWithAndWithoutAFormat) {
  EXPECT_EQ(find_view({"api", "status"})->format, "json");
  EXPECT_EQ(find_view({"api", "status.json"})->format, "json");
  const auto csv = find_view({"api", "status.csv"});
  ASSERT_FALSE(csv);
  EXPECT_THAT(csv.error().message, HasSubstr("comes as json"));
  EXPECT_FALSE(find_view({"api", "nothing"}));
  EXPECT_FALSE(find_view({}));
  EXPECT_FALSE(find_view({"api"}));
}

TEST(Questions, AreCheckedAgainstTheTable) {
  View view{"/api/test", "A test.", {{"size", "how large", "number"}}, {"json", "csv"}, nullptr, true, true};
  const Found found{&view, "", "json"};
  const auto good = read_request(found, {{"party", "a"},
                                         {"party", "b"},
                                         {"from", "2024-10"},
                                         {"limit", "7"},
                                         {"as_of", "2024-10-10"},
                                         {"revision", "3"},
                                         {"size", "0.5"}});
  ASSERT_TRUE(good) << good.error().to_string();
  EXPECT_THAT(good->all("party"), ElementsAre("a", "b"));
  EXPECT_EQ(good->limit, 7);
  EXPECT_EQ(good->as_of.date, "2024-10-10");
  EXPECT_EQ(good->as_of.revision, 3);
  const std::vector<std::pair<std::string, std::string>> wrong{
      {"partei", "a"},    {"from", "yesterday"}, {"from", "2024-13"},        {"type", "WAR"}, {"quad", "5"},
      {"limit", "0"},     {"limit", "x"},        {"revision", "-1"},         {"size", "nan"}, {"size", "1e"},
      {"limit", "10001"}, {"as_of", ""},         {"revision", "99999999999"}};
  for (const auto& pair : wrong) {
    const auto read = read_request(found, {pair});
    ASSERT_FALSE(read) << pair.first << "=" << pair.second;
    EXPECT_EQ(read.error().where, pair.first);
    EXPECT_EQ(read.error().code, ErrorCode::bad_value);
  }
}

TEST(Pages, AreTokensOfOneQuestion) {
  View view{"/api/test", "A test.", {}, {"json"}, nullptr, true, true};
  const Found found{&view, "", "json"};
  const std::string asked = question(found, *read_request(found, {{"party", "a"}, {"party", "b"}}));
  EXPECT_EQ(asked, question(found, *read_request(found, {{"party", "b"}, {"limit", "5"}, {"party", "a"}})));
  EXPECT_NE(asked, question(found, *read_request(found, {{"party", "a 1:b"}})));
  const std::string token = seal({4, "2024-10-10 r12:e3"}, asked);
  EXPECT_EQ(token.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"),
            std::string::npos);
  const auto mark = unseal(token, asked);
  ASSERT_TRUE(mark);
  EXPECT_EQ(mark->revision, 4);
  EXPECT_EQ(mark->next, "2024-10-10 r12:e3");
  EXPECT_FALSE(unseal(token, asked + " "));
  for (std::size_t i = 0; i < token.size(); ++i) {
    std::string other = token;
    other[i] = other[i] == 'A' ? 'B' : 'A';
    const auto opened = unseal(other, asked);
    // The last letter may hold bits that stand for nothing.
    EXPECT_TRUE(!opened || opened->next == mark->next) << i;
  }
  EXPECT_FALSE(unseal("", asked));
  EXPECT_FALSE(unseal("ä", asked));
}

Sender visitor() {
  Sender sender;
  sender.method = "GET";
  sender.host = "127.0.0.1:8421";
  sender.is_api = true;
  return sender;
}

int verdict(const GuardRules& rules, const Sender& sender) { return judge(rules, sender).status; }

TEST(Guard, KnowsItsNames) {
  const GuardRules rules{"", "detente_8421", {"desk.example"}};
  Sender sender = visitor();
  for (const char* host : {"127.0.0.1:8421", "localhost:9000", "LOCALHOST", "[::1]:8421", "192.168.1.7:8421",
                           "desk.example:8421", "Desk.Example"}) {
    sender.host = host;
    EXPECT_EQ(verdict(rules, sender), 0) << host;
  }
  for (const char* host : {"evil.example:8421", "", "localhost.evil.example", "127.0.0.1.evil.example", "[::1].evil"}) {
    sender.host = host;
    EXPECT_EQ(verdict(rules, sender), 421) << host;
  }
}

TEST(Guard, LetsNoOtherSiteWriteOrRead) {
  const GuardRules rules{"", "detente_8421", {}};
  Sender sender = visitor();
  sender.method = "POST";
  EXPECT_EQ(verdict(rules, sender), 0) << "a program that is no browser";
  sender.origin = "http://127.0.0.1:8421";
  EXPECT_EQ(verdict(rules, sender), 0);
  sender.fetch_site = "same-origin";
  EXPECT_EQ(verdict(rules, sender), 0);
  for (const char* origin : {"http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8421"}) {
    sender.origin = origin;
    EXPECT_EQ(verdict(rules, sender), 403) << origin;
  }
  sender.origin = "";
  for (const char* site : {"cross-site", "same-site"}) {
    sender.fetch_site = site;
    EXPECT_EQ(verdict(rules, sender), 403) << site;
  }
  sender.method = "GET";
  sender.fetch_mode = "no-cors";
  EXPECT_EQ(verdict(rules, sender), 403) << "a script of another site";
  sender.fetch_mode = "navigate";
  EXPECT_EQ(verdict(rules, sender), 0) << "a link on another site";
}

TEST(Guard, WantsTheToken) {
  const GuardRules rules{"0123456789abcdef", "detente_8421", {}};
  Sender sender = visitor();
  EXPECT_EQ(verdict(rules, sender), 401);
  sender.authorization = "Bearer 0123456789abcdef";
  EXPECT_EQ(verdict(rules, sender), 0);
  sender.authorization = "Bearer 0123456789abcdeF";
  EXPECT_EQ(verdict(rules, sender), 401);
  sender.authorization = "";
  sender.cookie = "a=b; detente_8421=0123456789abcdef";
  EXPECT_EQ(verdict(rules, sender), 0);
  sender.cookie = "xdetente_8421=0123456789abcdef; detente_8421=";
  EXPECT_EQ(verdict(rules, sender), 401);
  sender.cookie = "";
  sender.token = "0123456789abcdef";
  EXPECT_EQ(verdict(rules, sender), 0);
  EXPECT_TRUE(judge(rules, sender).gives_cookie);
  sender.method = "POST";
  EXPECT_EQ(verdict(rules, sender), 401) << "an address with the token may be linked to from anywhere";
}

TEST(Guard, ComparesSecrets) {
  EXPECT_TRUE(same_secret("abc", "abc"));
  for (const auto& [a, b] : std::vector<std::pair<std::string, std::string>>{
           {"abc", "abd"}, {"abc", ""}, {"", "abc"}, {"abcabc", "abc"}, {"abc", "abcabc"}}) {
    EXPECT_FALSE(same_secret(a, b)) << a << " " << b;
  }
}

TEST(PageFiles, StayInTheirFolder) {
  const fs::path folder = fs::temp_directory_path() / ("detente-page-" + std::to_string(getpid()));
  fs::create_directories(folder / "desk/assets");
  std::ofstream(folder / "secret.txt") << "secret";
  std::ofstream(folder / "desk/index.html") << "index";
  std::ofstream(folder / "desk/assets/index-B7PI925R.js") << "script";
  std::ofstream(folder / "desk/icon.svg") << "icon";
  fs::create_symlink(folder / "secret.txt", folder / "desk/link.txt");
  const fs::path page = folder / "desk";
  EXPECT_EQ(page_file(page, {})->bytes, "index");
  EXPECT_EQ(page_file(page, {"timeline"})->bytes, "index") << "the page finds out what its paths mean";
  EXPECT_FALSE(page_file(page, {"timeline"})->is_immutable);
  const auto script = page_file(page, {"assets", "index-B7PI925R.js"});
  ASSERT_TRUE(script);
  EXPECT_TRUE(script->is_immutable);
  EXPECT_THAT(script->content_type, HasSubstr("javascript"));
  EXPECT_FALSE(page_file(page, {"icon.svg"})->is_immutable);
  EXPECT_FALSE(page_file(page, {"missing.js"}));
  EXPECT_FALSE(page_file(page, {"..", "secret.txt"}));
  EXPECT_FALSE(page_file(page, {"../secret.txt"}));
  EXPECT_FALSE(page_file(page, {"link.txt"}));
  EXPECT_FALSE(page_file(page, {"assets", ".hidden"}));
  fs::remove_all(folder);
}

// Every $ref of a document leads somewhere.
void check_references(const Json& document, const Json& part) {
  if (part.is_object() && part.contains("$ref")) {
    const std::string reference = part["$ref"];
    ASSERT_EQ(reference.substr(0, 2), "#/") << reference;
    EXPECT_TRUE(document.contains(Json::json_pointer(reference.substr(1)))) << reference;
  }
  if (part.is_structured()) {
    for (const Json& inner : part) {
      check_references(document, inner);
    }
  }
}

TEST(OpenApi, DescribesEveryRouteAndEveryView) {
  const Json document = Json::parse(openapi("1.2.3"));
  EXPECT_EQ(document["openapi"], "3.1.0");
  EXPECT_EQ(document["info"]["version"], "1.2.3");
  const Json& paths = document["paths"];
  for (const View& view : views()) {
    EXPECT_TRUE(paths.contains(std::string(view.path))) << view.path;
    for (const std::string_view format : view.formats) {
      EXPECT_TRUE(paths.contains(std::string(view.path) + "." + std::string(format))) << view.path << " " << format;
    }
    EXPECT_NE(view.answer, nullptr) << view.path;
  }
  for (const Route& route : routes()) {
    std::string method(route.method);
    std::transform(method.begin(), method.end(), method.begin(), [](char c) { return static_cast<char>(c | 0x20); });
    EXPECT_TRUE(paths[std::string(route.path)].contains(method)) << route.method << " " << route.path;
  }
  check_references(document, document);
  std::set<std::string> ids;
  for (const auto& [path, item] : paths.items()) {
    for (const auto& [method, operation] : item.items()) {
      EXPECT_TRUE(ids.insert(operation["operationId"]).second) << operation["operationId"];
      EXPECT_FALSE(operation["responses"].empty()) << path;
      std::set<std::string> names;
      for (const Json& parameter : operation["parameters"]) {
        const Json& told = parameter.contains("$ref")
                               ? document.at(Json::json_pointer(parameter["$ref"].get<std::string>().substr(1)))
                               : parameter;
        EXPECT_TRUE(names.insert(told["name"].get<std::string>() + " " + told["in"].get<std::string>()).second)
            << path << " names " << told["name"] << " twice";
        if (told["in"] == "path") {
          EXPECT_THAT(path, HasSubstr("{" + told["name"].get<std::string>() + "}"));
          EXPECT_EQ(told["required"], true);
        }
      }
      EXPECT_EQ(path.find('{') != std::string::npos,
                std::any_of(names.begin(), names.end(), [](const auto& name) { return name.ends_with(" path"); }))
          << path;
    }
  }
}

TEST(Documents, HaveTheReferenceThatTheProgramGives) {
  std::ifstream in(fs::path(DETENTE_SOURCE_DIR) / "docs/desk-api.md");
  const std::string manual((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::string mark = "<!-- made by: detente generate desk-api -->\n";
  const std::size_t begin = manual.find(mark);
  ASSERT_NE(begin, std::string::npos);
  EXPECT_TRUE(manual.substr(begin + mark.size()) == "\n" + api_reference())
      << "put the output of `detente generate desk-api` behind the mark";
}

}  // namespace
}  // namespace detente::desk
