#include "detente/text/check.hpp"

#include <gtest/gtest.h>

#include <functional>

namespace detente::text {
namespace {

constexpr std::string_view kText = "É struck B.";  // É takes two bytes

Reading sound() {
  Reading r;
  r.parties.push_back({"É", PartyKind::person, "", "", {}, {{0, 2}}, ""});
  r.statements.resize(2);
  r.statements[0].content = {{3, 11}};
  r.statements[1].parent = 0;
  Event e;
  e.sources = {{0, {0, 2}}};
  e.trigger = {3, 9};
  e.sentence = {0, 12};
  e.date = DateRef{"2024", "year", {}};
  e.via = 1;
  r.events.push_back(e);
  Instrument it;
  it.spans = {{0, 2}};
  r.instruments.push_back(it);
  return r;
}

std::string fault(const std::function<void(Reading&)>& spoil) {
  Reading r = sound();
  spoil(r);
  const auto found = first_mismatch(r, kText);
  return found ? found->to_string() : "";
}

TEST(Check, PassesWhatIsSound) {
  EXPECT_EQ(fault([](Reading&) {}), "");
}

TEST(Check, NamesTheItemAndTheFault) {
  EXPECT_EQ(fault([](Reading& r) {
              r.parties[0].mentions = {{0, 1}};
            }),
            "party p1: mention [0, 1) splits a UTF-8 sequence");
  EXPECT_EQ(fault([](Reading& r) {
              r.events[0].trigger = {3, 13};
            }),
            "event e1: trigger [3, 13) is outside the text of 12 bytes");
  EXPECT_EQ(fault([](Reading& r) {
              r.events[0].trigger = {9, 3};
            }),
            "event e1: trigger [9, 3) is outside the text of 12 bytes");
  EXPECT_EQ(fault([](Reading& r) { r.events[0].trigger = {3, 3}; }), "event e1: trigger [3, 3) is empty");
  EXPECT_EQ(fault([](Reading& r) { r.events[0].via = 2; }), "event e1: via names item 3 of 2");
  EXPECT_EQ(fault([](Reading& r) { r.events[0].sources[0].party = -7; }), "event e1: source names item -6 of 1");
  EXPECT_EQ(fault([](Reading& r) { r.statements[0].parent = 1; }),
            "statement s1: parent: the statement is its own ancestor");
  EXPECT_EQ(fault([](Reading& r) { r.instruments[0].spans.clear(); }), "instrument i1: it has no span");
  EXPECT_EQ(fault([](Reading& r) {
              r.abstained.push_back({"x", {0, 99}, ""});
            }),
            "abstention a1: span [0, 99) is outside the text of 12 bytes");
}

}  // namespace
}  // namespace detente::text
