// Events, by plain text: tests/reading/events/*.test hold small reports and the events that must be found in them.
//
//   text: words of the report, to the end of the line; further lines make further paragraphs
//   date: 2024-10-10                                 the day of publication (optional)
//   event: TYPE status | sources -> targets | trigger     words of the text, several with ; between them, or -
//   cameo: TYPE 0841                                 an event of this type has this code
//   when: TYPE 2024-10-08                            an event of this type has this date
//   where: TYPE LBN Beirut                           an event of this type has this country and place
//   once: TYPE                                       exactly one event of this type
//   not: TYPE                                        no event of this type that is not negated; * stands for any
//
// Events that no line names may be there too. Cases are parted by empty lines; lines that begin with # are comments.
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "test_files.hpp"

namespace detente {
namespace {

std::string side(const Report& report, const std::vector<Actor>& actors) {
  std::string out;
  for (const Actor& actor : actors) {
    out += (out.empty() ? "" : " ; ") + words(report, actor.span);
  }
  return out.empty() ? "-" : out;
}

std::string shown(const Report& report, const Event& e) {
  return std::string(name(e.type)) + " " + std::string(name(e.status)) + " | " + side(report, e.sources) + " -> " +
         side(report, e.targets) + " | " + words(report, e.trigger);
}

bool holds(const Report& report, const Reading& reading, const std::string& key, const std::string& value) {
  std::istringstream in(value);
  std::string type;
  in >> type;
  const auto any = [&](auto&& good) { return std::any_of(reading.events.begin(), reading.events.end(), good); };
  if (key == "event") {
    return any([&](const Event& e) { return shown(report, e) == value; });
  }
  if (key == "not") {
    return !any([&](const Event& e) { return e.status != Status::negated && (type == "*" || name(e.type) == type); });
  }
  if (key == "once") {
    return 1 == std::count_if(reading.events.begin(), reading.events.end(),
                              [&](const Event& e) { return name(e.type) == type; });
  }
  std::string first;
  std::string rest;
  in >> first;
  std::getline(in, rest);
  rest = trim(rest);
  return any([&](const Event& e) {
    if (name(e.type) != type) {
      return false;
    }
    if (key == "cameo") {
      return e.cameo == first;
    }
    if (key == "when") {
      return e.date && e.date->value == first;
    }
    return key == "where" && e.place && e.place->country == first && (rest.empty() || e.place->name == rest);
  });
}

TEST(Events, AreFoundAsTheFilesSay) {
  if (!tools().complete()) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  language::Workspace work;
  const std::vector<Case> cases = cases_in("events");
  ASSERT_FALSE(cases.empty());
  for (const Case& c : cases) {
    const Reading reading = tools().read(c.report, work);
    std::string all;
    for (const Event& e : reading.events) {
      all += "  event: " + shown(c.report, e) + "   [" + e.rule + " " + e.cameo + (e.date ? " " + e.date->value : "") +
             (e.place ? " " + e.place->country + " " + e.place->name : "") + "]\n";
    }
    for (const auto& [key, value] : c.lines) {
      EXPECT_TRUE(holds(c.report, reading, key, value))
          << c.where << ": " << key << ": " << value << "\n  " << c.report.text << "\n"
          << all;
    }
  }
}

TEST(Events, EveryRuleNamesALexiconOrARule) {
  if (!tools().complete()) {
    GTEST_SKIP() << "no language model or no lexicons";
  }
  Report report;
  report.text =
      "France said it would send aid to Lebanon. Israel must end its raids, Russia said. Troops shelled the town.";
  language::Workspace work;
  const Analysis analysis = tools().pipeline->analyse(report.text, work);
  for (const Event& e : reading::read(report, analysis, *tools().knowledge).events) {
    EXPECT_TRUE(e.rule.starts_with("acts/") || e.rule.starts_with("rule:")) << e.rule;
    EXPECT_TRUE(contains(e.sentence, e.trigger));
    EXPECT_GE(e.confidence, 0.0F);
    EXPECT_LE(e.confidence, 1.0F);
  }
}

}  // namespace
}  // namespace detente
