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

TEST_F(DeskTest, FiguresAndInstruments) {
  const json figures = data("/api/figures");
  ASSERT_EQ(figures.size(), 3U);
  EXPECT_EQ(check_spans(figures), 3);
  EXPECT_EQ(figures[1]["low"], 1400);
  EXPECT_EQ(figures[1]["high"], nullptr);
  EXPECT_EQ(figures[1]["label"], "killed: more than 1400 people");
  EXPECT_EQ(figures[1]["finding"], 2);
  EXPECT_EQ(data("/api/figures", with({{"measure", {"wounded"}}})).size(), 0U);
  EXPECT_EQ(data("/api/figures", with({{"finding", {"2"}}})).size(), 3U);
  EXPECT_EQ(data("/api/figures", with({{"q", {"repeated"}}})).size(), 1U);
  const json instruments = data("/api/instruments", with({{"kind", {"proposal"}}}));
  ASSERT_EQ(instruments.size(), 3U);
  EXPECT_EQ(check_spans(instruments), 6);
  EXPECT_EQ(instruments[0]["label"], "21-day pause");
  EXPECT_EQ(instruments[0]["parties"]["sponsors"], json{"Mediators"});
  EXPECT_EQ(data("/api/instruments", with({{"kind", {"lever"}}})).size(), 0U);
  EXPECT_EQ(data("/api/instruments", with({{"party", {"mediators"}}})).size(), 3U);
  EXPECT_THAT(csv("/api/instruments"), HasSubstr("addressees Israel; Hezbollah"));
}

TEST_F(DeskTest, FindingsAndWhoContradicts) {
  const json rows = data("/api/findings");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[0]["id"], 2) << "what is disputed comes first";
  EXPECT_EQ(rows[0]["contradicted"], true);
  EXPECT_EQ(rows[0]["reports"], 3);
  EXPECT_EQ(rows[0]["origins"], 2) << "two reports share one";
  EXPECT_EQ(check_spans(rows), 3);
  EXPECT_EQ(data("/api/findings", with({{"kind", {"event"}}})).size(), 1U);
  EXPECT_EQ(data("/api/findings", with({{"party", {"Israel"}}})).size(), 1U);
  EXPECT_EQ(data("/api/findings", with({{"measure", {"killed"}}})).size(), 1U);
  EXPECT_EQ(data("/api/findings", with({{"q", {"repeated"}}, {"contradicted", {"true"}}})).size(), 1U);

  Request request;
  request.path_id = "2";
  const json finding = data("/api/findings/{id}", request);
  EXPECT_EQ(finding["claims"].size(), 3U);
  EXPECT_EQ(check_spans(finding), 4);
  EXPECT_EQ(finding["origins_for"], json{first_});
  EXPECT_EQ(finding["origins_against"], json{third_});
  EXPECT_EQ(finding["links"][1]["relation"], "contradicts");
  EXPECT_EQ(finding["links"][1]["reason"], "no number fits both");
  EXPECT_EQ(finding["claims"][1]["reason"], "the same act on the same day");
  request.path_id = "77";
  EXPECT_EQ(ask("/api/findings/{id}", request).error().code, ErrorCode::not_found);
  std::size_t of_finding = 0;
  for (const json& link : data("/api/links")) {
    EXPECT_EQ(link["id"], link["a"]["id"].get<std::string>() + "+" + link["b"]["id"].get<std::string>());
    of_finding += link["finding"] == 2 ? 1U : 0U;
  }
  EXPECT_EQ(of_finding, finding["links"].size());
  const json disputed = data("/api/contradictions");
  ASSERT_EQ(disputed.size(), 1U);
  EXPECT_EQ(disputed[0], finding);
  Request early;
  early.as_of.date = "2024-10-13";
  EXPECT_EQ(data("/api/contradictions", early).size(), 0U) << "the report that contradicts was read later";
}

TEST_F(DeskTest, OriginsPartiesAndCorrections) {
  const json origins = data("/api/origins");
  ASSERT_EQ(origins.size(), 2U);
  EXPECT_EQ(origins[0]["id"], first_);
  EXPECT_EQ(origins[0]["count"], 2);
  EXPECT_EQ(origins[0]["reports"].size(), 2U);
  EXPECT_THAT(csv("/api/origins"), HasSubstr("96 % of its words"));
  const json parties = data("/api/parties");
  ASSERT_EQ(parties.size(), 2U);
  EXPECT_EQ(parties[0]["reports"], 3);
  EXPECT_EQ(check_spans(parties), 2);
  Request request;
  request.path_id = "hezbollah";
  const json party = data("/api/parties/{name}", request);
  EXPECT_EQ(party["name"], "Hezbollah");
  EXPECT_EQ(party["acted_on"], 3);
  EXPECT_EQ(party["ties"][0]["source"], "Israel");
  EXPECT_EQ(check_spans(party), 1);
  request.path_id = "Nobody at all";
  EXPECT_EQ(ask("/api/parties/{name}", request).error().code, ErrorCode::not_found);
  EXPECT_EQ(data("/api/corrections"), json::array());
}

TEST_F(DeskTest, StateOfPlay) {
  const json board = data("/api/board");
  EXPECT_EQ(board["reports"], 3);
  EXPECT_GT(check_spans(board), 5);
  EXPECT_THAT(csv("/api/board"), HasSubstr("Israel,ASSAULT,Hezbollah,"));
  const json tolls = data("/api/tolls");
  ASSERT_EQ(tolls.size(), 1U);
  EXPECT_EQ(tolls[0]["measure"], "killed");
  EXPECT_FALSE(tolls[0]["sources"].empty());
  EXPECT_GE(check_spans(tolls), 2);
  EXPECT_EQ(data("/api/tolls", with({{"measure", {"wounded"}}})).size(), 0U);
  const json proposals = data("/api/proposals");
  ASSERT_EQ(proposals.size(), 1U);
  EXPECT_EQ(proposals[0]["label"], "21-day pause");
  EXPECT_FALSE(proposals[0]["cells"].empty());
  EXPECT_GE(check_spans(proposals), 2);
  const json changes = data("/api/changes", with({{"from", {"2024-10-01"}}, {"to", {"2024-10-11"}}}));
  EXPECT_FALSE(changes["changes"].empty());
  EXPECT_GT(check_spans(changes), 0);
  Request page;
  page.format = "md";
  EXPECT_THAT(ask("/api/brief", page)->body, HasSubstr("[^1]"));
  page.format = "html";
  EXPECT_THAT(ask("/api/brief", page)->body, Not(HasSubstr("<script>alert")));
}

}  // namespace
}  // namespace detente::desk
