#include "canvas.hpp"

#include <fmt/format.h>

#include <array>
#include <cmath>
#include <cstdint>

#include "detente/text/utf8.hpp"

namespace detente::play::chart {

namespace {

constexpr double kTitleSize = 20;
constexpr double kSubtitleSize = 14;
constexpr double kLegendSize = 13;
constexpr double kSourceSize = 11.5;
constexpr double kSwatch = 26;
constexpr double kLegendGap = 20;
constexpr double kLegendRow = 20;
// Fonts that stand in for Helvetica may be wider than it.
constexpr double kSlack = 1.1;

// Widths of Helvetica's printable ASCII in thousandths of the size, from its published font metrics.
constexpr std::array<std::uint16_t, 95> kWidths{
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333,  278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667,  611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278,  556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500,  500, 334, 260, 334, 584};

double letter_width(char32_t letter) {
  if (letter >= 0x20 && letter < 0x7f) {
    return kWidths[letter - 0x20];
  }
  if (letter >= 0x300 && letter < 0x370) {
    return 0;  // combining marks
  }
  return letter >= 0x1100 ? 1000 : 600;
}

const char* anchor_name(Anchor anchor) {
  switch (anchor) {
    case Anchor::start:
      return "start";
    case Anchor::middle:
      return "middle";
    case Anchor::end:
      return "end";
  }
  return "start";
}

bool allowed_in_xml(char32_t letter) {
  return letter == '\t' || letter == '\n' || (letter >= 0x20 && letter != 0xfffe && letter != 0xffff);
}

double item_width(const LegendItem& item) { return kSwatch + 6 + text_width(item.name, kLegendSize) + kLegendGap; }

}  // namespace

const char* colour(int index) {
  static constexpr std::array<const char*, kColours> kPalette{"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                                              "#b87f00", "#3aa0d8", "#444444"};
  return kPalette[static_cast<std::size_t>(((index % kColours) + kColours) % kColours)];
}

const char* dash_array(Dash dash) {
  switch (dash) {
    case Dash::solid:
      return "";
    case Dash::dashed:
      return "7 4";
    case Dash::dotted:
      return "2 3";
  }
  return "";
}

std::string place(double value) {
  const double rounded = std::round(value * 100) / 100;
  return fmt::format("{}", rounded == 0 ? 0.0 : rounded);
}

std::string escaped(std::string_view text) {
  std::string out;
  const std::string sound = text::repair(text);
  for (std::size_t at = 0; at < sound.size();) {
    const char32_t letter = text::next(sound, at);
    if (!allowed_in_xml(letter)) {
      text::append(out, 0xfffd);
    } else if (letter == '&') {
      out += "&amp;";
    } else if (letter == '<') {
      out += "&lt;";
    } else if (letter == '>') {
      out += "&gt;";
    } else if (letter == '"') {
      out += "&quot;";
    } else {
      text::append(out, letter);
    }
  }
  return out;
}

double text_width(std::string_view text, double size) {
  double sum = 0;
  const std::string sound = text::repair(text);
  for (std::size_t at = 0; at < sound.size();) {
    sum += letter_width(text::next(sound, at));
  }
  return sum * size * kSlack / 1000;
}

std::vector<std::string> wrapped(std::string_view text, double size, double width) {
  std::vector<std::string> lines;
  std::string line;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t begin = text.find_first_not_of(" \n\t\r", at);
    if (begin == std::string_view::npos) {
      break;
    }
    const std::size_t end = std::min(text.find_first_of(" \n\t\r", begin), text.size());
    const std::string_view word = text.substr(begin, end - begin);
    const std::string longer = line.empty() ? std::string(word) : line + " " + std::string(word);
    if (!line.empty() && text_width(longer, size) > width) {
      lines.push_back(line);
      line = word;
    } else {
      line = longer;
    }
    at = end;
  }
  if (!line.empty()) {
    lines.push_back(line);
  }
  return lines;
}

void Canvas::text(double x, double y, std::string_view words, const Type& type) {
  const std::string turn =
      type.upright ? fmt::format(R"x( transform="rotate(-90 {} {})")x", place(x), place(y)) : std::string();
  body_ += fmt::format(R"(<text x="{}" y="{}" font-size="{}" fill="{}" text-anchor="{}"{}{}>{}</text>)", place(x),
                       place(y), place(type.size), type.fill, anchor_name(type.anchor),
                       type.bold ? R"( font-weight="600")" : "", turn, escaped(words)) +
           "\n";
}

void Canvas::line(double x1, double y1, double x2, double y2, const char* stroke, double width, const char* dashes) {
  const std::string pattern = *dashes == '\0' ? "" : fmt::format(R"( stroke-dasharray="{}")", dashes);
  body_ += fmt::format(R"(<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"{}/>)", place(x1),
                       place(y1), place(x2), place(y2), stroke, place(width), pattern) +
           "\n";
}

void Canvas::rectangle(double x, double y, double width, double height, const char* fill, double opacity) {
  const std::string veil = opacity < 1 ? fmt::format(R"( fill-opacity="{}")", place(opacity)) : "";
  body_ += fmt::format(R"(<rect x="{}" y="{}" width="{}" height="{}" fill="{}"{}/>)", place(x), place(y), place(width),
                       place(height), fill, veil) +
           "\n";
}

void Canvas::dot(double x, double y, double radius, const char* fill) {
  body_ += fmt::format(R"(<circle cx="{}" cy="{}" r="{}" fill="{}"/>)", place(x), place(y), place(radius), fill) + "\n";
}

void Canvas::path(const std::string& d, const char* stroke, double width, const char* dashes) {
  const std::string pattern = *dashes == '\0' ? "" : fmt::format(R"( stroke-dasharray="{}")", dashes);
  body_ += fmt::format(R"(<path d="{}" fill="none" stroke="{}" stroke-width="{}" stroke-linejoin="round"{}/>)", d,
                       stroke, place(width), pattern) +
           "\n";
}

void Canvas::area(const std::string& d, const char* fill, double opacity) {
  body_ += fmt::format(R"(<path d="{}" fill="{}" fill-opacity="{}"/>)", d, fill, place(opacity)) + "\n";
}

void Canvas::open_window(double x, double y, double width, double height) {
  // A line on the edge of the plot is drawn in its full width.
  constexpr double kEdge = 3;
  body_ += fmt::format(R"(<svg x="{}" y="{}" width="{}" height="{}" viewBox="-3 -3 {} {}">)", place(x - kEdge),
                       place(y - kEdge), place(width + 2 * kEdge), place(height + 2 * kEdge), place(width + 2 * kEdge),
                       place(height + 2 * kEdge)) +
           "\n";
}

void Canvas::open_group(std::string_view title) { body_ += fmt::format("<g><title>{}</title>\n", escaped(title)); }

void Canvas::close(const char* element) { body_ += fmt::format("</{}>\n", element); }

std::string Canvas::document(std::string_view title, std::string_view description) const {
  const std::string name = title.empty() ? "Chart" : escaped(title);
  return fmt::format(
      R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="img" aria-label="{2}" font-family="'Helvetica Neue', Helvetica, Arial, 'Liberation Sans', sans-serif">
<title>{2}</title>
<desc>{3}</desc>
<rect width="100%" height="100%" fill="#ffffff"/>
{4}</svg>
)",
      place(width_), place(height_), name, escaped(description), body_);
}

Furniture furnish(const Frame& frame, const std::vector<LegendItem>& legend) {
  const double width = frame.width - 2 * kMargin;
  Furniture f;
  f.title = wrapped(frame.title, kTitleSize, width);
  f.subtitle = wrapped(frame.subtitle, kSubtitleSize, width);
  f.source = wrapped(frame.source, kSourceSize, width);
  double used = 0;
  for (const LegendItem& item : legend) {
    const double needs = item_width(item);
    if (f.legend.empty() || used + needs > width + kLegendGap) {
      f.legend.emplace_back();
      used = 0;
    }
    f.legend.back().push_back(item);
    used += needs;
  }
  f.top = kMargin + static_cast<double>(f.title.size()) * 25 + static_cast<double>(f.subtitle.size()) * 19 +
          static_cast<double>(f.legend.size()) * kLegendRow + 14;
  f.bottom = kMargin + static_cast<double>(f.source.size()) * 15;
  return f;
}

void draw_furniture(const Furniture& furniture, double height, Canvas& canvas) {
  double y = kMargin;
  for (const std::string& line : furniture.title) {
    canvas.text(kMargin, y + 17, line, {.size = kTitleSize, .fill = kInk, .bold = true});
    y += 25;
  }
  for (const std::string& line : furniture.subtitle) {
    canvas.text(kMargin, y + 13, line, {.size = kSubtitleSize});
    y += 19;
  }
  for (const std::vector<LegendItem>& row : furniture.legend) {
    double x = kMargin;
    y += kLegendRow;
    const double middle = y - 6;
    for (const LegendItem& item : row) {
      switch (item.kind) {
        case LegendItem::Kind::line:
          canvas.line(x, middle, x + kSwatch, middle, colour(item.colour), 2.5, dash_array(item.dash));
          break;
        case LegendItem::Kind::band:
          canvas.rectangle(x, middle - 6, kSwatch, 12, colour(item.colour), 0.25);
          break;
        case LegendItem::Kind::box:
          canvas.rectangle(x, middle - 6, kSwatch, 12, colour(item.colour));
          break;
        case LegendItem::Kind::rule:
          canvas.line(x, middle, x + kSwatch, middle, kInk, 1.2, "5 3");
          break;
      }
      canvas.text(x + kSwatch + 6, y - 2, item.name, {.size = kLegendSize, .fill = kInk});
      x += item_width(item);
    }
  }
  y = height - kMargin - static_cast<double>(furniture.source.size() - 1) * 15 + 4;
  for (const std::string& line : furniture.source) {
    canvas.text(kMargin, y, line, {.size = kSourceSize});
    y += 15;
  }
}

Result<void> check_frame(const Frame& frame) {
  constexpr int kSmallest = 200;
  constexpr int kLargest = 5000;
  for (const int side : {frame.width, frame.height}) {
    if (side < kSmallest || side > kLargest) {
      return Error{ErrorCode::bad_value,
                   fmt::format("a chart is {} to {} units wide and high, not {}", kSmallest, kLargest, side), ""};
    }
  }
  return {};
}

}  // namespace detente::play::chart
