#include "detente/reading/json.hpp"

#include <gtest/gtest.h>

#include <limits>
#include <nlohmann/json.hpp>

namespace detente::reading {
namespace {

template <typename Write>
std::string written(Write write) {
  std::string out;
  JsonWriter j(out);
  write(j);
  return out;
}

TEST(JsonWriter, WritesNumbersShortAndWhole) {
  EXPECT_EQ(written([](JsonWriter& j) { j.number(1400); }), "1400");
  EXPECT_EQ(written([](JsonWriter& j) { j.number(1000000); }), "1000000");
  EXPECT_EQ(written([](JsonWriter& j) { j.number(33.9); }), "33.9");
  EXPECT_EQ(written([](JsonWriter& j) { j.number(-0.1); }), "-0.1");
  EXPECT_EQ(written([](JsonWriter& j) { j.number(1e300); }), "1e+300");
  EXPECT_EQ(written([](JsonWriter& j) { j.number(std::numeric_limits<double>::infinity()); }), "null");
  EXPECT_EQ(written([](JsonWriter& j) { j.decimal(-10); }), "-10.0");
  EXPECT_EQ(written([](JsonWriter& j) { j.decimal(3.4); }), "3.4");
  EXPECT_EQ(written([](JsonWriter& j) { j.rounded(static_cast<double>(0.9F), 3); }), "0.9");
  EXPECT_EQ(written([](JsonWriter& j) { j.rounded(0.12345, 3); }), "0.123");
  EXPECT_EQ(written([](JsonWriter& j) { j.rounded(1, 3); }), "1");
}

TEST(JsonWriter, EscapesWhatMustBeAndRepairsWhatIsNotText) {
  std::string out;
  append_json_text(out, std::string_view("a\"b\\c\n\t\x01\x7F\0é", 12));
  EXPECT_EQ(out, "\"a\\\"b\\\\c\\n\\t\\u0001\\u007f\\u0000\xC3\xA9\"");
  out.clear();
  append_json_text(out, "x\xFFy");
  EXPECT_EQ(out, "\"x\xEF\xBF\xBDy\"");
}

TEST(JsonWriter, SeparatesItems) {
  EXPECT_EQ(written([](JsonWriter& j) {
              j.object();
              j.key("a").array();
              j.integer(1).integer(2);
              j.array();
              j.close();
              j.close();
              j.key("b").null();
              j.key("c").object();
              j.close();
              j.close();
            }),
            R"({"a":[1,2,[]],"b":null,"c":{}})");
}

// The shape of the record's contract, field by field.
TEST(ReadingJson, HasTheShapeOfTheContract) {
  const std::string text = "É: Israel struck Hezbollah, Kirby said. More than 1,400 died.";
  const auto at = [&](const std::string& words) {
    const auto begin = static_cast<std::uint32_t>(text.find(words));
    return Span{begin, begin + static_cast<std::uint32_t>(words.size())};
  };
  Reading r;
  r.language = "en";
  r.parties.push_back({"Israel", PartyKind::state, "ISR", "", {}, {at("Israel")}, "x"});
  r.parties.push_back({"John Kirby", PartyKind::person, "USA", "GOV", {"Spokesman"}, {at("Kirby")}, "x"});
  Statement s;
  s.source = Actor{1, at("Kirby")};
  s.cue = Cue{at("said")};
  s.content = {at("Israel struck Hezbollah")};
  r.statements.push_back(s);
  Event e;
  e.type = EventType::ASSAULT;
  e.mode = "heavy-weapons";
  e.cameo = "190";
  e.goldstein = -10;
  e.sources = {{0, at("Israel")}};
  e.targets = {{kNone, at("Hezbollah")}};
  e.trigger = at("struck");
  e.sentence = {0, 10};
  e.via = 0;
  e.rule = "acts/assault.toml:strike";
  e.confidence = 0.9F;
  r.events.push_back(e);
  Figure f;
  f.measure = "killed";
  f.low = 1400;
  f.bound = Bound::more_than;
  f.unit = "people";
  f.span = at("More than 1,400");
  r.figures.push_back(f);
  Instrument it;
  it.label = "pause";
  it.parties = {{"sponsors", {1}}};
  it.terms = {{"duration", "P21D"}, {"place", "Lebanon"}, {"place", "Gaza"}};
  it.spans = {{0, 10}};
  r.instruments.push_back(it);
  r.abstained.push_back({"event.target", at("Hezbollah"), "not known"});

  const auto out = nlohmann::ordered_json::parse(to_json(r, text, {"\"7\"", Offsets::codepoints, false}));
  EXPECT_EQ(
      out.dump(),
      R"({"id":"7","language":"en","parties":[{"id":"p1","name":"Israel","kind":"state","code":"ISR","sector":"","roles":[],"mentions":[[3,9]]},)"
      R"({"id":"p2","name":"John Kirby","kind":"person","code":"USA","sector":"GOV","roles":["Spokesman"],"mentions":[[28,33]]}],)"
      R"("statements":[{"id":"s1","source":{"party":"p2","span":[28,33],"text":"Kirby"},"cue":{"span":[34,38],"text":"said"},"content":[[3,26]],)"
      R"("mode":"indirect","audience":null,"parent":null}],"events":[{"id":"e1","type":"ASSAULT","mode":"heavy-weapons","cameo":"190","goldstein":-10.0,)"
      R"("status":"actual","sources":[{"party":"p1","span":[3,9],"text":"Israel"}],"targets":[{"party":null,"span":[17,26],"text":"Hezbollah"}],)"
      R"("trigger":{"span":[10,16],"text":"struck"},"sentence":[0,9],"date":null,"place":null,"via":"s1","rule":"acts/assault.toml:strike","confidence":0.9}],)"
      R"("figures":[{"id":"f1","measure":"killed","low":1400,"high":null,"bound":"more_than","unit":"people","population":null,"place":null,"as_of":null,)"
      R"("period":null,"span":[40,55],"text":"More than 1,400","via":null}],"instruments":[{"id":"i1","kind":"proposal","label":"pause",)"
      R"("parties":{"sponsors":["p2"]},"terms":{"duration":"P21D","place":"Lebanon; Gaza"},"state":"","state_by":[],"spans":[[0,9]],"via":null}],)"
      R"("abstained":[{"what":"event.target","span":[17,26],"why":"not known"}]})");
  const auto explained = nlohmann::json::parse(to_json(r, text, {"7", Offsets::bytes, true}));
  EXPECT_EQ(explained["figures"][0]["rule"], "");
  EXPECT_EQ(explained["parties"][0]["rule"], "x");
  EXPECT_EQ(explained["parties"][0]["mentions"][0][0], 4);
}

}  // namespace
}  // namespace detente::reading
