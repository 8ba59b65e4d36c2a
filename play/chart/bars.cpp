// Horizontal bars: tornado, intervals, plain.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "canvas.hpp"
#include "detente/play/chart.hpp"
#include "scale.hpp"

namespace detente::play::chart {

namespace {

constexpr double kTickSize = 12;
constexpr double kNameSize = 13;
constexpr double kRow = 36;
constexpr double kBarHeight = 18;
constexpr int kLowColour = 0;
constexpr int kHighColour = 1;

struct Plot {
  Area area;
  Scale x;
  double base = 0;

  double place_of(double value) const { return area.left + x.share(value) * (area.right - area.left); }
};

void draw_box(double from, double to, double y, const char* fill, Canvas& canvas) {
  canvas.rectangle(std::min(from, to), y - kBarHeight / 2, std::fabs(to - from), kBarHeight, fill);
}

void draw_whisker(const Plot& plot, const Bar& bar, double y, const char* stroke, Canvas& canvas) {
  if (!std::isfinite(bar.low) || !std::isfinite(bar.high) || !(bar.low < bar.high)) {
    return;
  }
  const double low = plot.place_of(bar.low);
  const double high = plot.place_of(bar.high);
  canvas.line(low, y, high, y, stroke, 2);
  canvas.line(low, y - 5, low, y + 5, stroke, 2);
  canvas.line(high, y - 5, high, y + 5, stroke, 2);
}

// The words at the two ends stand outside the bar, the one of the smaller outcome on the left.
void draw_end_texts(const Plot& plot, const Bar& bar, double y, Canvas& canvas) {
  const bool low_is_left = bar.low <= bar.high;
  const double left = plot.place_of(std::min({bar.low, bar.high, plot.base}));
  const double right = plot.place_of(std::max({bar.low, bar.high, plot.base}));
  canvas.text(left - 5, y + 4, low_is_left ? bar.low_text : bar.high_text, {.size = 11, .anchor = Anchor::end});
  canvas.text(right + 5, y + 4, low_is_left ? bar.high_text : bar.low_text, {.size = 11});
}

void draw_bar(const BarChart& chart, const Bar& bar, const Plot& plot, double y, Canvas& canvas) {
  canvas.open_group(bar.name);
  const bool ends = std::isfinite(bar.low) && std::isfinite(bar.high);
  switch (chart.look) {
    case BarLook::tornado:
      if (ends) {
        draw_box(plot.place_of(plot.base), plot.place_of(bar.low), y, colour(kLowColour), canvas);
        draw_box(plot.place_of(plot.base), plot.place_of(bar.high), y, colour(kHighColour), canvas);
        draw_end_texts(plot, bar, y, canvas);
      }
      break;
    case BarLook::interval:
      draw_whisker(plot, bar, y, colour(bar.colour), canvas);
      if (bar.at && std::isfinite(*bar.at)) {
        canvas.dot(plot.place_of(*bar.at), y, 5, colour(bar.colour));
      }
      break;
    case BarLook::plain:
      if (bar.at && std::isfinite(*bar.at)) {
        draw_box(plot.place_of(plot.base), plot.place_of(*bar.at), y, colour(bar.colour), canvas);
      }
      draw_whisker(plot, bar, y, kInk, canvas);
      break;
  }
  canvas.close("g");
}

Extent extent_of(const BarChart& chart, double base) {
  Extent extent;
  for (const Bar& bar : chart.bars) {
    if (chart.look != BarLook::plain || bar.low < bar.high) {
      extent.see(bar.low);
      extent.see(bar.high);
    }
    if (bar.at) {
      extent.see(*bar.at);
    }
  }
  if (chart.base || chart.look != BarLook::interval) {
    extent.see(base);
  }
  return extent;
}

std::string description_of(const BarChart& chart) {
  if (!chart.frame.description.empty()) {
    return chart.frame.description;
  }
  std::string out = fmt::format("Bar chart of {}.", chart.x.label.empty() ? "values" : chart.x.label);
  for (const Bar& bar : chart.bars) {
    out += bar.at ? fmt::format(" {}: {:.4g}", bar.name, *bar.at) : fmt::format(" {}:", bar.name);
    if (bar.low != bar.high) {
      out += fmt::format(" {:.4g} to {:.4g}", std::min(bar.low, bar.high), std::max(bar.low, bar.high));
    }
    out += ".";
  }
  return out;
}

void draw_axis(const BarChart& chart, const Plot& plot, Canvas& canvas) {
  const Area& a = plot.area;
  for (const Tick& tick : plot.x.ticks) {
    const double x = plot.place_of(tick.at);
    if (x < a.left - 0.5 || x > a.right + 0.5) {
      continue;
    }
    canvas.line(x, a.top, x, a.bottom, kFaint, 1);
    canvas.text(x, a.bottom + 17, tick.text, {.size = kTickSize, .anchor = Anchor::middle});
  }
  canvas.line(a.left, a.bottom, a.right, a.bottom, kAxis, 1);
  canvas.text((a.left + a.right) / 2, a.bottom + 37, chart.x.label,
              {.size = kNameSize, .fill = kInk, .anchor = Anchor::middle});
}

}  // namespace

Result<std::string> svg(const BarChart& chart) {
  if (const auto check = check_frame(chart.frame); !check) {
    return check.error();
  }
  if (chart.base && !std::isfinite(*chart.base)) {
    return Error{ErrorCode::bad_value, "the base of a bar chart is not finite", ""};
  }
  Plot plot;
  plot.base = chart.base.value_or(0);
  const Extent extent = extent_of(chart, plot.base);
  std::vector<LegendItem> legend;
  if (chart.look == BarLook::tornado) {
    legend = {{LegendItem::Kind::box, chart.low_name, kLowColour, Dash::solid},
              {LegendItem::Kind::box, chart.high_name, kHighColour, Dash::solid}};
  }
  const Furniture furniture = furnish(chart.frame, legend);
  const double width = chart.frame.width;
  const double foot = furniture.bottom + (chart.x.label.empty() ? 26 : 46);
  const double rows = static_cast<double>(std::max<std::size_t>(chart.bars.size(), 1));
  const double height = furniture.top + foot + rows * kRow;

  double names = 0;
  double end_texts = 0;
  for (const Bar& bar : chart.bars) {
    names = std::max(names, text_width(bar.name, kNameSize));
    end_texts = std::max({end_texts, text_width(bar.low_text, 11), text_width(bar.high_text, 11)});
  }
  end_texts = chart.look == BarLook::tornado && end_texts > 0 ? std::min(end_texts + 8, width * 0.12) : 0;
  plot.area = {kMargin + std::min(names, width * 0.42) + 20 + end_texts, furniture.top,
               width - kMargin - 12 - end_texts, height - foot};
  auto x =
      make_scale(chart.x, extent, {.ticks = std::max(3, static_cast<int>((plot.area.right - plot.area.left) / 90))});
  if (!x) {
    return x.error();
  }
  plot.x = std::move(*x);

  Canvas canvas(width, height);
  draw_furniture(furniture, height, canvas);
  draw_axis(chart, plot, canvas);
  const double row = (plot.area.bottom - plot.area.top) / rows;
  for (std::size_t k = 0; k < chart.bars.size(); ++k) {
    const double y = plot.area.top + (static_cast<double>(k) + 0.5) * row;
    const std::vector<std::string> lines = wrapped(chart.bars[k].name, kNameSize, width * 0.42);
    for (std::size_t at = 0; at < lines.size(); ++at) {
      const double offset = (static_cast<double>(at) - static_cast<double>(lines.size() - 1) / 2) * 14;
      canvas.text(kMargin, y + 4.5 + offset, lines[at], {.size = kNameSize, .fill = kInk});
    }
    draw_bar(chart, chart.bars[k], plot, y, canvas);
  }
  if (chart.base) {
    const double at = plot.place_of(*chart.base);
    if (at >= plot.area.left - 0.5 && at <= plot.area.right + 0.5) {
      canvas.line(at, plot.area.top, at, plot.area.bottom, kInk, 1.4);
    }
  }
  if (chart.bars.empty()) {
    canvas.text((plot.area.left + plot.area.right) / 2, (plot.area.top + plot.area.bottom) / 2, "no data",
                {.size = 16, .anchor = Anchor::middle});
  }
  return canvas.document(chart.frame.title, description_of(chart));
}

}  // namespace detente::play::chart
