#include <gmock/gmock.h>

#include "desk_sample.hpp"

namespace detente::desk {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

std::vector<std::string> all(const json& rows, const char* key) {
  std::vector<std::string> out;
  for (const auto& row : rows) {
    out.push_back(row[key].get<std::string>());
  }
  return out;
}

TEST_F(DeskTest, EventsInTheOrderOfDays) {
  const json rows = data("/api/events");
  EXPECT_THAT(all(rows, "id"), testing::UnorderedElementsAre(first_ + ":e1", second_ + ":e1", third_ + ":e1"));
  EXPECT_EQ(check_spans(rows), 3);
  const json e = data("/api/events", with({{"report", {first_}}}))[0];
  EXPECT_EQ(e["type"], "ASSAULT");
  EXPECT_EQ(e["quad"], 4);
  EXPECT_EQ(e["status"], "actual");
  EXPECT_EQ(e["date"], "2024-10-08");
  EXPECT_EQ(e["precision"], "day");
  EXPECT_EQ(e["sources"][0]["name"], "Israel");
  EXPECT_EQ(e["targets"][0]["code"], "LBN");
  EXPECT_EQ(e["said_by"], (json{"Élise Noor", "Sample Wire"}));
  EXPECT_EQ(e["finding"], 1);
  EXPECT_EQ(e["country"], "LBN");
  EXPECT_EQ(e["span"]["item"], "e1");
  EXPECT_EQ(texts_[first_].substr(e["trigger"][0], 6), "struck");
  const json undated = data("/api/events", with({{"report", {third_}}}))[0];
  EXPECT_EQ(undated["date"], nullptr);
  EXPECT_EQ(undated["precision"], "none");
  EXPECT_EQ(undated["span"]["dated"], false);
  EXPECT_EQ(undated["span"]["day"], "") << "the day of reading is not its date";
  EXPECT_EQ(data("/api/events", with({{"report", {second_}}}))[0]["origin"], first_);
}

TEST_F(DeskTest, EventsPageByPage) {
  Request request;
  request.limit = 1;
  std::vector<std::string> ids;
  for (int i = 0; i < 5; ++i) {
    const auto answer = ask("/api/events", request);
    ASSERT_TRUE(answer) << answer.error().to_string();
    const json body = json::parse(answer->body);
    ASSERT_EQ(body["data"].size(), 1U);
    ids.push_back(body["data"][0]["id"]);
    if (!body.contains("next")) {
      break;
    }
    request.page = body["next"];
  }
  EXPECT_EQ(ids, all(data("/api/events"), "id"));
  request.page = "rffff:e9";
  EXPECT_FALSE(ask("/api/events", request));
}

TEST_F(DeskTest, EventsUnderFilters) {
  EXPECT_EQ(data("/api/events", with({{"party", {"israel"}}})).size(), 3U);
  EXPECT_EQ(data("/api/events", with({{"party", {"Nobody"}}})).size(), 0U);
  EXPECT_EQ(data("/api/events", with({{"type", {"AID"}}})).size(), 0U);
  EXPECT_EQ(data("/api/events", with({{"from", {"2024-10-09"}}})).size(), 0U);
  EXPECT_EQ(data("/api/events", with({{"from", {"2024-10-01"}}, {"to", {"2024-10-08"}}})).size(), 2U);
  EXPECT_EQ(data("/api/events", with({{"q", {"repeated"}}})).size(), 1U);
  EXPECT_EQ(data("/api/events", with({{"outlet", {"Sample Wire"}}})).size(), 1U);
  EXPECT_EQ(data("/api/events", with({{"finding", {"1"}}})).size(), 3U);
  EXPECT_EQ(data("/api/events", with({{"finding", {"2"}}})).size(), 0U);
  const auto wrong = ask("/api/events", with({{"q", {"\"open"}}}));
  ASSERT_FALSE(wrong);
  EXPECT_EQ(wrong.error().code, ErrorCode::bad_value);
}

TEST_F(DeskTest, EverythingAsOfADay) {
  Request request;
  request.as_of.date = "2024-10-11";
  EXPECT_THAT(all(data("/api/events", request), "id"), ElementsAre(first_ + ":e1"));
  EXPECT_EQ(data("/api/facets", request)["total"], 1);
  EXPECT_EQ(data("/api/reports", request).size(), 1U);
  EXPECT_EQ(data("/api/statements", request).size(), 1U);
  request.parameters["q"] = {"pause"};
  EXPECT_EQ(data("/api/search", request).size(), 1U);
  request.as_of.date = "2024-09";
  EXPECT_EQ(data("/api/facets", request)["total"], 0);
}

TEST_F(DeskTest, Facets) {
  const json facets = data("/api/facets");
  EXPECT_EQ(facets["total"], 3);
  EXPECT_EQ(facets["histogram"],
            json::parse(R"([{"day":"2024-10-08","precision":"day","count":2,"quads":[0,0,0,2]}])"));
  EXPECT_EQ(facets["types"], json::parse(R"([{"value":"ASSAULT","count":3}])"));
  EXPECT_EQ(facets["quads"][0]["value"], "4");
  EXPECT_THAT(all(facets["parties"], "value"), testing::UnorderedElementsAre("Israel", "Hezbollah"));
  EXPECT_EQ(facets["countries"], json::parse(R"([{"value":"LBN","count":3}])"));
  EXPECT_EQ(facets["outlets"].size(), 3U);
  const json narrow = data("/api/facets", with({{"outlet", {"Sample Wire"}}}));
  EXPECT_EQ(narrow["total"], 1);
  EXPECT_EQ(narrow["outlets"].size(), 3U) << "a facet is counted without its own filter";
  EXPECT_THAT(csv("/api/facets"), HasSubstr("type,ASSAULT,,,3\r\n"));
}

TEST_F(DeskTest, Reports) {
  const json rows = data("/api/reports");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_THAT(all(rows, "id"), ElementsAre(second_, first_, third_)) << "the newest first, those without a date last";
  EXPECT_EQ(rows[0]["origin"], first_);
  EXPECT_EQ(rows[0]["events"], 1);
  EXPECT_EQ(rows[2]["day"], "");
  EXPECT_EQ(data("/api/reports", with({{"party", {"Hezbollah"}}, {"q", {"repeated"}}})).size(), 1U);
  EXPECT_EQ(data("/api/reports", with({{"type", {"AID"}}})).size(), 0U);
  EXPECT_THAT(csv("/api/reports"), HasSubstr("\"'=HYPERLINK(\"\"http://evil\"\")\""));

  Request request;
  request.path_id = first_;
  const json report = data("/api/reports/{id}", request);
  EXPECT_EQ(report["text"], texts_[first_]);
  EXPECT_EQ(report["origin"]["id"], first_);
  EXPECT_EQ(report["origin"]["reports"].size(), 2U);
  std::map<std::string, int> kinds;
  for (const auto& item : report["items"]) {
    ++kinds[item["kind"].get<std::string>()];
    const std::size_t begin = item["span"][0];
    const std::size_t end = item["span"][1];
    EXPECT_EQ(texts_[first_].substr(begin, end - begin), item["words"].get<std::string>());
    EXPECT_FALSE(item["rule"].get<std::string>().empty());
    if (item["id"] == "e1") {
      EXPECT_EQ(item["label"], "Israel ASSAULT Hezbollah");
      EXPECT_EQ(item["finding"], 1);
      EXPECT_EQ(item["via"], "s1");
      EXPECT_EQ(item["focus"].size(), 2U);
    } else if (item["id"] == "f1") {
      EXPECT_EQ(item["label"], "killed: more than 1400 people");
    }
  }
  EXPECT_EQ(kinds, (std::map<std::string, int>{
                       {"event", 1}, {"figure", 1}, {"instrument", 1}, {"mention", 4}, {"statement", 1}}));
  request.path_id = "r0000";
  const auto missing = ask("/api/reports/{id}", request);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::not_found);
}

TEST_F(DeskTest, Statements) {
  const json rows = data("/api/statements");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(check_spans(rows), 6);
  EXPECT_EQ(rows[0]["speaker"], "Élise Noor");
  EXPECT_EQ(rows[0]["words"], "Israel struck Hezbollah in Beirut on Tuesday");
  EXPECT_EQ(data("/api/statements", with({{"party", {"élise noor"}}})).size(), 3U);
  EXPECT_EQ(data("/api/statements", with({{"party", {"Israel"}}})).size(), 0U);
}

TEST_F(DeskTest, Search) {
  const json rows = data("/api/search", with({{"q", {"elise \"21-day pause\""}}}));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(check_spans(rows), 6);
  EXPECT_EQ(rows[0]["spans"][0]["text"], "Élise");
  bool hit = false;
  for (const auto& part : rows[0]["snippet"]) {
    hit = hit || (part["hit"] == true && part["text"] == "21-day pause");
  }
  EXPECT_TRUE(hit) << rows[0]["snippet"].dump();
  EXPECT_EQ(data("/api/search", with({{"q", {"pause"}}, {"from", {"2024-10-11"}}})).size(), 1U);
  EXPECT_EQ(data("/api/search", with({{"q", {"pause"}}, {"outlet", {"Undated Post"}}})).size(), 1U);
  EXPECT_FALSE(ask("/api/search", with({{"q", {"("}}})));
  EXPECT_THAT(csv("/api/search", with({{"q", {"pause"}}})), HasSubstr("report,title,outlet"));
}

TEST_F(DeskTest, NetworkAndPlaces) {
  const json network = data("/api/network");
  EXPECT_EQ(network["nodes"].size(), 2U);
  ASSERT_EQ(network["links"].size(), 1U);
  EXPECT_EQ(network["links"][0]["events"], 3);
  EXPECT_EQ(network["links"][0]["weight"], -30);
  EXPECT_EQ(network["links"][0]["quads"], (json{0, 0, 0, 3}));
  EXPECT_EQ(data("/api/network", with({{"min", {"4"}}}))["links"].size(), 0U);
  Request request;
  request.format = "graphml";
  EXPECT_THAT(ask("/api/network", request)->body, HasSubstr("<data key=\"name\">Israel</data>"));
  const json places = data("/api/places");
  ASSERT_EQ(places.size(), 1U);
  EXPECT_EQ(places[0]["name"], "Beirut");
  EXPECT_EQ(places[0]["events"], 3);
  request.format = "geojson";
  const json geo = json::parse(ask("/api/places", request)->body);
  EXPECT_EQ(geo["features"][0]["geometry"]["coordinates"], (json{35.5, 33.89}));
}

TEST_F(DeskTest, TablesHaveOneRowALine) {
  for (const char* path : {"/api/events", "/api/statements", "/api/reports", "/api/places", "/api/network"}) {
    const std::string table = csv(path);
    EXPECT_THAT(table, HasSubstr("\r\n")) << path;
    EXPECT_THAT(table, Not(HasSubstr(",="))) << path;
  }
  const std::string events = csv("/api/events");
  EXPECT_THAT(events, HasSubstr(",span_report,span_item,"));
  EXPECT_THAT(events, HasSubstr(",-10.0,actual,Israel,Hezbollah,2024-10-08,day,Beirut,LBN,"));
}

}  // namespace
}  // namespace detente::desk
