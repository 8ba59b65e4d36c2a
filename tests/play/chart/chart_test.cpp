#include "detente/play/chart.hpp"

#include <gtest/gtest.h>
#include <libxml/parser.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

namespace detente::play::chart {
namespace {

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + what.size())) {
    ++n;
  }
  return n;
}

// Any XML reader must take what we write.
bool well_formed(const std::string& svg) {
  xmlDocPtr document = xmlReadMemory(svg.data(), static_cast<int>(svg.size()), "chart.svg", "UTF-8",
                                     XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  const bool good = document != nullptr;
  xmlFreeDoc(document);
  return good;
}

LineChart fan() {
  LineChart c;
  c.frame = {.title = "Days <of> \"fighting\" & truce", .subtitle = "half and 9 in 10", .source = "Source: a test"};
  c.x = {.label = "date", .first_day = "2024-10-01"};
  c.y = {.label = "days"};
  const std::vector<double> days{0, 10, 20, 30};
  c.bands = {{.name = "9 in 10", .x = days, .low = {0, 1, 2, 3}, .high = {0, 5, 9, 14}, .colour = 0}};
  c.lines = {{.name = "median", .x = days, .y = {0, 3, 5, 8}, .colour = 0}};
  return c;
}

TEST(LineChart, IsWellFormedWithTitleDescriptionAndEscapedText) {
  const auto svg_text = svg(fan());
  ASSERT_TRUE(svg_text) << svg_text.error().to_string();
  EXPECT_TRUE(well_formed(*svg_text));
  EXPECT_NE(svg_text->find("<title>Days &lt;of&gt; &quot;fighting&quot; &amp; truce</title>"), std::string::npos);
  EXPECT_NE(svg_text->find("<desc>Line chart of days over date. median ends at 8.</desc>"), std::string::npos);
  EXPECT_NE(svg_text->find("Source: a test"), std::string::npos);
  EXPECT_EQ(*svg_text, *svg(fan()));
}

TEST(LineChart, DatesAreTicks) {
  const auto svg_text = svg(fan());
  ASSERT_TRUE(svg_text);
  EXPECT_NE(svg_text->find(">1 Oct 2024<"), std::string::npos);
  EXPECT_NE(svg_text->find(">15 Oct<"), std::string::npos);
  LineChart long_one = fan();
  long_one.lines[0].x = {0, 200, 400, 600};
  const auto months = svg(long_one);
  ASSERT_TRUE(months);
  EXPECT_NE(months->find(">Jan 2025<"), std::string::npos);
}

TEST(LineChart, NumbersHaveGroupsAndOnlyTheDigitsThatTheStepNeeds) {
  LineChart c;
  c.lines = {{.name = "killed", .x = {0, 1}, .y = {0, 12000}}};
  const auto thousands = svg(c);
  ASSERT_TRUE(thousands);
  EXPECT_NE(thousands->find(">10,000<"), std::string::npos);
  c.lines[0].y = {0, 0.3};
  const auto tenths = svg(c);
  ASSERT_TRUE(tenths);
  EXPECT_NE(tenths->find(">0.05<"), std::string::npos);
  c.lines[0].y = {-1e-3, 1e-3};
  const auto around_zero = svg(c);
  ASSERT_TRUE(around_zero);
  EXPECT_NE(around_zero->find(">0.0000<"), std::string::npos);
  EXPECT_EQ(around_zero->find(">-0.0000<"), std::string::npos);
}

TEST(LineChart, AStepHoldsItsValue) {
  LineChart c;
  c.y.ticks = {{0, "Normal relations"}, {10, "War"}};
  c.lines = {{.name = "rung", .x = {0, 1, 2}, .y = {0, 0, 10}, .step = true}};
  const auto ladder = svg(c);
  ASSERT_TRUE(ladder);
  EXPECT_NE(ladder->find(">Normal relations<"), std::string::npos);
  const std::size_t path = ladder->find("<path d=\"M");
  ASSERT_NE(path, std::string::npos);
  const std::string d = ladder->substr(path, ladder->find("fill", path) - path);
  EXPECT_EQ(count(d, "H"), 2U);
  EXPECT_EQ(count(d, "L"), 0U);
}

TEST(LineChart, NotANumberIsAGap) {
  LineChart c;
  const double nan = std::numeric_limits<double>::quiet_NaN();
  c.lines = {{.name = "a", .x = {0, 1, 2, 3, 4}, .y = {1, 2, nan, 4, 5}}};
  const auto gap = svg(c);
  ASSERT_TRUE(gap);
  EXPECT_EQ(count(*gap, "<path d=\"M"), 2U);
  EXPECT_EQ(gap->find("nan"), std::string::npos);
  c.lines[0].y = {nan, nan, nan, nan, std::numeric_limits<double>::infinity()};
  const auto nothing = svg(c);
  ASSERT_TRUE(nothing);
  EXPECT_NE(nothing->find("no data"), std::string::npos);
}

TEST(LineChart, NamesAtTheEndsDoNotOverlapAndMakeRoom) {
  LineChart c;
  c.names = Names::at_ends;
  for (int k = 0; k < 60; ++k) {
    c.lines.push_back({.name = "actor " + std::to_string(k), .x = {0, 1}, .y = {0, 50}});
  }
  const auto crowd = svg(c);
  ASSERT_TRUE(crowd);
  std::vector<double> ys;
  for (std::size_t at = crowd->find(">actor "); at != std::string::npos; at = crowd->find(">actor ", at + 1)) {
    const std::size_t text = crowd->rfind("<text", at);
    if (text != std::string::npos && crowd->find("</text>", text) > at && crowd->rfind("<title>", at) < text) {
      ys.push_back(std::stod(crowd->substr(crowd->find("y=\"", text) + 3)));
    }
  }
  ASSERT_EQ(ys.size(), 60U);
  for (std::size_t k = 1; k < ys.size(); ++k) {
    EXPECT_GE(ys[k] - ys[k - 1], 9.0) << k;
  }
}

TEST(LineChart, ColoursRepeatOnlyWithAnotherDash) {
  LineChart c;
  for (int k = 0; k < 14; ++k) {
    c.lines.push_back({.name = std::to_string(k), .x = {0, 1}, .y = {0, double(k)}});
  }
  const auto many = svg(c);
  ASSERT_TRUE(many);
  EXPECT_EQ(count(*many, "stroke=\"#0072b2\" stroke-width=\"2\" stroke-linejoin=\"round\"/>"), 1U);
  EXPECT_EQ(count(*many, "stroke=\"#0072b2\" stroke-width=\"2\" stroke-linejoin=\"round\" stroke-dasharray"), 1U);
}

TEST(LineChart, BadInputIsRefused) {
  LineChart c = fan();
  c.lines[0].y.pop_back();
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
  c = fan();
  c.bands[0].high.pop_back();
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
  c = fan();
  c.x.first_day = "2024-13-01";
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
  c = fan();
  c.y.low = 5;
  c.y.high = 5;
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
  c.y.high = std::numeric_limits<double>::quiet_NaN();
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
  c = fan();
  c.frame.width = 10;
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
  c = fan();
  c.lines[0].y = {-1.7e308, 1.7e308, 0, 0};
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
}

TEST(LineChart, BytesThatAreNotUtf8AreShownAsSuch) {
  LineChart c = fan();
  c.frame.title = "bad \xff byte and \x01 control";
  const auto bad = svg(c);
  ASSERT_TRUE(bad);
  EXPECT_TRUE(well_formed(*bad));
  EXPECT_NE(bad->find("bad \xef\xbf\xbd byte"), std::string::npos);
}

TEST(BarChart, ATornadoHasBothSidesAndItsBase) {
  BarChart c;
  c.frame.title = "Days until a truce";
  c.x.label = "days";
  c.base = 40;
  c.bars = {{.name = "resolve", .low = 20, .high = 70, .low_text = "0.2", .high_text = "0.8"},
            {.name = "supply", .low = 50, .high = 35}};
  const auto tornado = svg(c);
  ASSERT_TRUE(tornado) << tornado.error().to_string();
  EXPECT_TRUE(well_formed(*tornado));
  EXPECT_EQ(count(*tornado, "<rect") - 1, 4U + 2U);  // two a bar, two in the legend, without the background
  EXPECT_NE(tornado->find("resolve: 20 to 70."), std::string::npos);
  EXPECT_NE(tornado->find("input at its high end"), std::string::npos);
}

TEST(BarChart, IntervalsShowEstimateAndWhisker) {
  BarChart c;
  c.look = BarLook::interval;
  c.base = 0;
  c.bars = {{.name = "withhold bombs", .low = -4, .high = 1, .at = -1.5}, {.name = "notice", .low = 0, .high = 0}};
  const auto intervals = svg(c);
  ASSERT_TRUE(intervals);
  EXPECT_EQ(count(*intervals, "<circle"), 1U);
  EXPECT_TRUE(well_formed(*intervals));
  c.base = std::numeric_limits<double>::infinity();
  EXPECT_EQ(svg(c).error().code, ErrorCode::bad_value);
}

TEST(BarChart, NoBarsIsNoData) {
  const auto nothing = svg(BarChart{});
  ASSERT_TRUE(nothing);
  EXPECT_NE(nothing->find("no data"), std::string::npos);
}

}  // namespace
}  // namespace detente::play::chart
