// Lines over time: fans, steps, ladders.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "canvas.hpp"
#include "detente/play/chart.hpp"
#include "scale.hpp"

namespace detente::play::chart {

namespace {

constexpr double kTickSize = 12;
constexpr double kLabelSize = 13;
constexpr double kNameSize = 12;
constexpr double kSmallestName = 8.5;

// A point of the drawing, relative to the plot.
struct Spot {
  double x = 0;
  double y = 0;
};

struct Plot {
  Area area;
  Scale x;
  Scale y;

  double width() const { return area.right - area.left; }
  double height() const { return area.bottom - area.top; }
  Spot spot(double at_x, double at_y) const { return {x.share(at_x) * width(), (1 - y.share(at_y)) * height()}; }
};

struct Look {
  int colour = 0;
  Dash dash = Dash::solid;
};

Result<void> check_lengths(const LineChart& chart) {
  for (const Line& line : chart.lines) {
    if (line.x.size() != line.y.size()) {
      return Error{ErrorCode::bad_value,
                   fmt::format("line '{}' has {} x for {} y", line.name, line.x.size(), line.y.size()), ""};
    }
  }
  for (const Band& band : chart.bands) {
    if (band.x.size() != band.low.size() || band.x.size() != band.high.size()) {
      return Error{ErrorCode::bad_value,
                   fmt::format("band '{}' has {} x for {} low and {} high", band.name, band.x.size(), band.low.size(),
                               band.high.size()),
                   ""};
    }
  }
  return {};
}

// Lines that ask for no colour take those that nobody asked for, in order, and then begin again with another dash.
std::vector<Look> looks_of(const LineChart& chart) {
  std::vector<bool> taken(kColours, false);
  const auto take = [&](int colour) {
    if (colour >= 0) {
      taken[static_cast<std::size_t>(colour % kColours)] = true;
    }
  };
  for (const Line& line : chart.lines) {
    take(line.colour);
  }
  for (const Band& band : chart.bands) {
    take(band.colour);
  }
  std::vector<int> free;
  for (int k = 0; k < kColours; ++k) {
    if (!taken[static_cast<std::size_t>(k)]) {
      free.push_back(k);
    }
  }
  if (free.empty()) {
    free.resize(kColours);
    std::iota(free.begin(), free.end(), 0);
  }
  std::vector<Look> looks;
  std::size_t next = 0;
  const auto look_of = [&](int colour, Dash dash) {
    if (colour >= 0) {
      return Look{colour % kColours, dash};
    }
    const std::size_t round = next / free.size();
    const Look look{free[next % free.size()], dash != Dash::solid ? dash : static_cast<Dash>(round % 3)};
    ++next;
    return look;
  };
  for (const Band& band : chart.bands) {
    looks.push_back(look_of(band.colour, Dash::solid));
  }
  for (const Line& line : chart.lines) {
    looks.push_back(look_of(line.colour, line.dash));
  }
  return looks;
}

// The runs of finite points, each at least one long.
std::vector<std::vector<Spot>> runs_of(const Plot& plot, const std::vector<double>& x, const std::vector<double>& y) {
  std::vector<std::vector<Spot>> runs;
  bool open = false;
  for (std::size_t k = 0; k < x.size(); ++k) {
    if (!std::isfinite(x[k]) || !std::isfinite(y[k])) {
      open = false;
      continue;
    }
    if (!open) {
      runs.emplace_back();
      open = true;
    }
    runs.back().push_back(plot.spot(x[k], y[k]));
  }
  return runs;
}

std::string path_of(const std::vector<Spot>& run, bool step, bool joined) {
  std::string d;
  for (std::size_t k = 0; k < run.size(); ++k) {
    if (k == 0) {
      d += (joined ? "L" : "M") + place(run[k].x) + " " + place(run[k].y);
    } else if (step) {
      d += "H" + place(run[k].x) + "V" + place(run[k].y);
    } else {
      d += "L" + place(run[k].x) + " " + place(run[k].y);
    }
  }
  return d;
}

// Back along the low side: a step falls at the x of its right end, so that both sides turn at the same places.
std::string path_back(const std::vector<Spot>& run, bool step) {
  std::string d;
  for (std::size_t k = run.size(); k-- > 0;) {
    if (k + 1 == run.size() || !step) {
      d += "L" + place(run[k].x) + " " + place(run[k].y);
    } else {
      d += "V" + place(run[k].y) + "H" + place(run[k].x);
    }
  }
  return d;
}

void draw_band(const Band& band, const Look& look, const Plot& plot, Canvas& canvas) {
  std::vector<double> low = band.low;
  std::vector<double> high = band.high;
  for (std::size_t k = 0; k < low.size(); ++k) {
    if (!std::isfinite(low[k]) || !std::isfinite(high[k])) {
      low[k] = high[k] = std::nan("");
    }
  }
  const auto tops = runs_of(plot, band.x, high);
  const auto feet = runs_of(plot, band.x, low);
  std::string d;
  for (std::size_t k = 0; k < tops.size(); ++k) {
    d += path_of(tops[k], band.step, false) + path_back(feet[k], band.step) + "Z";
  }
  canvas.open_group(band.name);
  canvas.area(d, colour(look.colour), 0.22);
  canvas.close("g");
}

void draw_line(const Line& line, const Look& look, const Plot& plot, Canvas& canvas) {
  canvas.open_group(line.name);
  for (const std::vector<Spot>& run : runs_of(plot, line.x, line.y)) {
    canvas.path(path_of(run, line.step, false), colour(look.colour), line.width, dash_array(look.dash));
    for (const Spot& spot : run) {
      if (line.dots || run.size() == 1) {
        canvas.dot(spot.x, spot.y, line.width + 1.2, colour(look.colour));
      }
    }
  }
  canvas.close("g");
}

void draw_axes(const LineChart& chart, const Plot& plot, Canvas& canvas) {
  const Area& a = plot.area;
  for (const Tick& tick : plot.y.ticks) {
    const double y = a.top + plot.spot(0, tick.at).y;
    if (y < a.top - 0.5 || y > a.bottom + 0.5) {
      continue;
    }
    canvas.line(a.left, y, a.right, y, kFaint, 1);
    canvas.text(a.left - 8, y + 4, tick.text, {.size = kTickSize, .anchor = Anchor::end});
  }
  for (const Tick& tick : plot.x.ticks) {
    const double x = a.left + plot.spot(tick.at, 0).x;
    if (x < a.left - 0.5 || x > a.right + 0.5) {
      continue;
    }
    canvas.line(x, a.bottom, x, a.bottom + 5, kAxis, 1);
    canvas.text(x, a.bottom + 19, tick.text, {.size = kTickSize, .anchor = Anchor::middle});
  }
  canvas.line(a.left, a.bottom, a.right, a.bottom, kAxis, 1);
  if (!chart.x.label.empty()) {
    canvas.text((a.left + a.right) / 2, a.bottom + 39, chart.x.label,
                {.size = kLabelSize, .fill = kInk, .anchor = Anchor::middle});
  }
  if (!chart.y.label.empty()) {
    canvas.text(kMargin + 10, (a.top + a.bottom) / 2, chart.y.label,
                {.size = kLabelSize, .fill = kInk, .anchor = Anchor::middle, .upright = true});
  }
}

void draw_rules(const LineChart& chart, const Plot& plot, Canvas& canvas) {
  const Area& a = plot.area;
  for (const Rule& rule : chart.rules) {
    const double share = rule.vertical ? plot.x.share(rule.at) : plot.y.share(rule.at);
    if (!(share >= 0 && share <= 1)) {
      continue;
    }
    if (rule.vertical) {
      const double x = a.left + share * plot.width();
      const bool near_right = x + text_width(rule.label, kTickSize) + 6 > a.right;
      canvas.line(x, a.top, x, a.bottom, kInk, 1.2, "5 3");
      canvas.text(near_right ? x - 5 : x + 5, a.top + 12, rule.label,
                  {.size = kTickSize, .fill = kInk, .anchor = near_right ? Anchor::end : Anchor::start});
    } else {
      const double y = a.bottom - share * plot.height();
      canvas.line(a.left, y, a.right, y, kInk, 1.2, "5 3");
      canvas.text(a.left + 6, y < a.top + 16 ? y + 14 : y - 5, rule.label, {.size = kTickSize, .fill = kInk});
    }
  }
}

// A name at the end of its line, and where it goes when its neighbours want the same place.
struct EndName {
  std::size_t line = 0;
  double wants = 0;
  double gets = 0;
};

std::vector<EndName> end_names(const LineChart& chart, const Plot& plot) {
  std::vector<EndName> names;
  for (std::size_t k = 0; k < chart.lines.size(); ++k) {
    const Line& line = chart.lines[k];
    for (std::size_t at = line.x.size(); at-- > 0;) {
      if (std::isfinite(line.x[at]) && std::isfinite(line.y[at])) {
        const double y = std::clamp(plot.spot(line.x[at], line.y[at]).y, 0.0, plot.height());
        names.push_back({k, y, y});
        break;
      }
    }
  }
  std::stable_sort(names.begin(), names.end(), [](const EndName& a, const EndName& b) { return a.wants < b.wants; });
  return names;
}

// Names that overlap are joined into a block around the mean of the places that they want, until none do.
void spread(std::vector<EndName>& names, double gap, double height) {
  struct Block {
    std::size_t first;
    std::size_t count;
    double top;
  };
  std::vector<Block> blocks;
  const auto settle = [&](Block& block) {
    double mean = 0;
    for (std::size_t k = 0; k < block.count; ++k) {
      mean += names[block.first + k].wants - static_cast<double>(k) * gap;
    }
    const double length = static_cast<double>(block.count - 1) * gap;
    block.top = std::clamp(mean / static_cast<double>(block.count), 0.0, std::max(0.0, height - length));
  };
  for (std::size_t k = 0; k < names.size(); ++k) {
    blocks.push_back({k, 1, names[k].wants});
    while (blocks.size() > 1) {
      Block& before = blocks[blocks.size() - 2];
      if (before.top + static_cast<double>(before.count) * gap <= blocks.back().top) {
        break;
      }
      before.count += blocks.back().count;
      blocks.pop_back();
      settle(blocks.back());
    }
  }
  for (const Block& block : blocks) {
    for (std::size_t k = 0; k < block.count; ++k) {
      names[block.first + k].gets = block.top + static_cast<double>(k) * gap;
    }
  }
}

void draw_end_names(const LineChart& chart, const std::vector<Look>& looks, const Plot& plot, double size,
                    Canvas& canvas) {
  std::vector<EndName> names = end_names(chart, plot);
  spread(names, size * 1.18, plot.height());
  for (const EndName& name : names) {
    const double x = plot.area.right;
    const double from = plot.area.top + name.wants;
    const double to = plot.area.top + name.gets;
    const Look& look = looks[chart.bands.size() + name.line];
    canvas.line(x + 2, from, x + 16, to, colour(look.colour), 1.2);
    canvas.text(x + 20, to + size * 0.35, chart.lines[name.line].name, {.size = size, .fill = kInk});
  }
}

std::vector<LegendItem> legend_of(const LineChart& chart, const std::vector<Look>& looks) {
  std::vector<LegendItem> items;
  for (std::size_t k = 0; k < chart.lines.size(); ++k) {
    const Look& look = looks[chart.bands.size() + k];
    if (chart.names == Names::legend && !chart.lines[k].name.empty()) {
      items.push_back({LegendItem::Kind::line, chart.lines[k].name, look.colour, look.dash});
    }
  }
  for (std::size_t k = 0; k < chart.bands.size(); ++k) {
    if (!chart.bands[k].name.empty()) {
      items.push_back({LegendItem::Kind::band, chart.bands[k].name, looks[k].colour, Dash::solid});
    }
  }
  return items;
}

std::string description_of(const LineChart& chart) {
  if (!chart.frame.description.empty()) {
    return chart.frame.description;
  }
  std::string out = fmt::format("Line chart of {} over {}.", chart.y.label.empty() ? "values" : chart.y.label,
                                chart.x.label.empty() ? "steps" : chart.x.label);
  for (const Line& line : chart.lines) {
    for (std::size_t at = line.x.size(); at-- > 0;) {
      if (std::isfinite(line.y[at])) {
        out += fmt::format(" {} ends at {:.4g}.", line.name, line.y[at]);
        break;
      }
    }
  }
  return out;
}

double widest(const std::vector<Tick>& ticks, double size) {
  double width = 0;
  for (const Tick& tick : ticks) {
    width = std::max(width, text_width(tick.text, size));
  }
  return width;
}

}  // namespace

Result<std::string> svg(const LineChart& chart) {
  for (const Result<void>& check : {check_frame(chart.frame), check_lengths(chart)}) {
    if (!check) {
      return check.error();
    }
  }
  Extent along;
  Extent up;
  for (const Line& line : chart.lines) {
    along.see(line.x);
    up.see(line.y);
  }
  for (const Band& band : chart.bands) {
    along.see(band.x);
    up.see(band.low);
    up.see(band.high);
  }
  for (const Rule& rule : chart.rules) {
    (rule.vertical ? along : up).see(rule.at);
  }
  const bool empty = !along.any || !up.any;
  const std::vector<Look> looks = looks_of(chart);
  const Furniture furniture = furnish(chart.frame, legend_of(chart, looks));

  const bool at_ends = chart.names == Names::at_ends && !chart.lines.empty();
  const double name_size = chart.lines.size() > 24 ? kSmallestName + 1 : kNameSize;
  double height = chart.frame.height;
  const double around = furniture.top + furniture.bottom + (chart.x.label.empty() ? 30 : 50);
  if (at_ends) {
    height = std::max(height, around + static_cast<double>(chart.lines.size()) * name_size * 1.18);
  }
  height = std::max(height, around + 80);

  Plot plot;
  plot.area.top = furniture.top;
  plot.area.bottom = height - furniture.bottom - (chart.x.label.empty() ? 30 : 50);
  auto y = make_scale(chart.y, up, {.ticks = std::max(3, static_cast<int>(plot.height() / 55))});
  if (!y) {
    return y.error();
  }
  plot.y = std::move(*y);
  double names_width = 0;
  for (const Line& line : chart.lines) {
    names_width = at_ends ? std::max(names_width, text_width(line.name, name_size)) : 0;
  }
  const double width = chart.frame.width;
  names_width = at_ends ? std::min(names_width + 20, width * 0.4) : 0;
  plot.area.left =
      kMargin + (chart.y.label.empty() ? 0 : 20) + std::min(widest(plot.y.ticks, kTickSize) + 10, width * 0.4);
  plot.area.right = width - kMargin - names_width;
  auto x = make_scale(chart.x, along, {.ticks = std::max(2, static_cast<int>(plot.width() / 90)), .tight = true});
  if (!x) {
    return x.error();
  }
  plot.x = std::move(*x);

  Canvas canvas(width, height);
  draw_furniture(furniture, height, canvas);
  draw_axes(chart, plot, canvas);
  canvas.open_window(plot.area.left, plot.area.top, plot.width(), plot.height());
  for (std::size_t k = 0; k < chart.bands.size(); ++k) {
    draw_band(chart.bands[k], looks[k], plot, canvas);
  }
  for (std::size_t k = 0; k < chart.lines.size(); ++k) {
    draw_line(chart.lines[k], looks[chart.bands.size() + k], plot, canvas);
  }
  canvas.close("svg");
  draw_rules(chart, plot, canvas);
  if (at_ends) {
    draw_end_names(chart, looks, plot, name_size, canvas);
  }
  if (empty) {
    canvas.text((plot.area.left + plot.area.right) / 2, (plot.area.top + plot.area.bottom) / 2, "no data",
                {.size = 16, .anchor = Anchor::middle});
  }
  return canvas.document(chart.frame.title, description_of(chart));
}

}  // namespace detente::play::chart
