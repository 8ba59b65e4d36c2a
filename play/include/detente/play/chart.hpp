// Charts as SVG, fit for a brief: light background, colours that the colour-blind can tell apart, sizes that survive
// printing, and a <title> and <desc> for those who cannot see them.
//
//   chart::LineChart c;
//   c.frame = {.title = "Days of fighting", .source = "Source: 10,000 futures of gaza-lebanon-2024.toml, seed 1"};
//   c.x = {.label = "date", .first_day = "2024-10-01"};
//   c.y = {.label = "days", .low = 0};
//   c.bands = {{.name = "9 in 10", .x = days, .low = p05, .high = p95, .colour = 0},
//              {.name = "half", .x = days, .low = p25, .high = p75, .colour = 0}};
//   c.lines = {{.name = "median", .x = days, .y = p50, .colour = 0}};
//   Result<std::string> svg = chart::svg(c);
//
// The same chart gives the same bytes on every machine: nothing is measured, no clock is read, no id is drawn.
// A value that is not a number, or not finite, is a gap in its line. An empty chart is a chart that says so.
// Errors of svg(): bad_value if the arrays of a series differ in length, if an axis has low >= high or an end that is
// not finite, if `first_day` is no date, or if the size is not within 200 to 5000 units.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "detente/result.hpp"

namespace detente::play::chart {

// Every member has an initialiser, so that designated ones may leave any of them out.

// What stands around the plot. Long texts are wrapped; any may be empty.
struct Frame {
  std::string title{};
  std::string subtitle{};
  std::string source{};       // the note at the foot: where the numbers are from
  std::string description{};  // one or two sentences for a reader who cannot see the chart; empty: made from the series
  int width = 960;            // units of the viewBox, about a pixel each
  int height = 540;           // of a line chart; grows where names at the ends of many lines need more room
};

// A tick with a name in place of a number: the rung of a ladder, a named point of an issue.
struct NamedTick {
  double at = 0;
  std::string name{};
};

struct Axis {
  std::string label{};             // with the unit: "position (0-100)"
  std::optional<double> low{};     // the ends; taken from the data where they are empty
  std::optional<double> high{};    //
  std::vector<NamedTick> ticks{};  // in place of numbers
  std::string first_day{};         // "2024-10-01": values are days since then, ticks are dates
  bool whole = false;              // ticks on whole numbers only (turns, rounds, counts)
};

enum class Dash { solid, dashed, dotted };

// Seven colours that stay apart for the colour-blind (Okabe and Ito 2008), 0 to 6; -1 takes the next one that no series
// has, and after the last one begins again with another dash.
struct Line {
  std::string name{};
  std::vector<double> x{};
  std::vector<double> y{};
  bool step = false;  // holds its value until the next x, as the rung of a ladder or a count does
  bool dots = false;  // a dot at each value
  Dash dash = Dash::solid;
  int colour = -1;
  double width = 2;
};

// Between low and high; several in one colour, the widest first, make a fan.
struct Band {
  std::string name{};
  std::vector<double> x{};
  std::vector<double> low{};
  std::vector<double> high{};
  bool step = false;
  int colour = -1;
};

// A straight line across the plot: a red line, zero, the day of an act.
struct Rule {
  double at = 0;
  std::string label{};
  bool vertical = false;
};

enum class Names { legend, at_ends };  // where lines are named; bands always stand in the legend

struct LineChart {
  Frame frame{};
  Axis x{};
  Axis y{};
  std::vector<Band> bands{};
  std::vector<Line> lines{};
  std::vector<Rule> rules{};
  Names names = Names::legend;
};

// One row of a BarChart.
struct Bar {
  std::string name{};
  double low = 0;              // tornado: the outcome with the input at its low end; else the low end of the interval
  double high = 0;             // tornado: the outcome with the input at its high end; else the high end of the interval
  std::optional<double> at{};  // interval: the estimate; plain: the length
  std::string low_text{};      // written at the ends: the input's own values, "0.2" and "0.6"
  std::string high_text{};
  int colour = 0;  // not for a tornado, which has two of its own
};

enum class BarLook {
  tornado,   // from `base` to low and to high, each side in its own colour
  interval,  // a dot at `at` with a whisker from low to high: paired differences, Sobol indices
  plain,     // from `base` (else 0) to `at`, with a whisker if low < high
};

// Horizontal bars, the first on top. Their order is the caller's: a tornado has the longest first.
struct BarChart {
  Frame frame{};  // the height follows from the number of bars
  Axis x{};
  std::vector<Bar> bars{};
  std::optional<double> base{};  // a line down the plot: the outcome as is, or no difference
  BarLook look = BarLook::tornado;
  std::string low_name = "input at its low end";  // the legend of a tornado
  std::string high_name = "input at its high end";
};

Result<std::string> svg(const LineChart& chart);
Result<std::string> svg(const BarChart& chart);

}  // namespace detente::play::chart
