// Drawing in SVG: escaped text, widths of words, and the look that all charts share.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "detente/play/chart.hpp"
#include "detente/result.hpp"

namespace detente::play::chart {

inline constexpr const char* kInk = "#1f2328";    // titles, names
inline constexpr const char* kGrey = "#57606a";   // ticks, notes
inline constexpr const char* kFaint = "#e4e7eb";  // grid
inline constexpr const char* kAxis = "#8c959f";

inline constexpr double kMargin = 20;  // around everything

// Colours of Okabe and Ito, the orange and sky a little darker so that they stand on white.
inline constexpr int kColours = 7;
const char* colour(int index);
const char* dash_array(Dash dash);  // "" for a solid line

// A place in the drawing, with one digit too few to see behind the point.
std::string place(double value);

// Text fit to stand in XML. Bytes that are not UTF-8 and characters that XML forbids become U+FFFD.
std::string escaped(std::string_view text);

// Units that a text takes at a size, by the widths of Helvetica's letters; browsers differ by a few percent.
double text_width(std::string_view text, double size);

// Lines of at most `width` units, broken between words; a word that is longer keeps a line of its own.
std::vector<std::string> wrapped(std::string_view text, double size, double width);

enum class Anchor { start, middle, end };

class Canvas {
 public:
  Canvas(double width, double height) : width_(width), height_(height) {}

  struct Type {
    double size = 12;
    const char* fill = kGrey;
    Anchor anchor = Anchor::start;
    bool bold = false;
    bool upright = false;  // turned a quarter to the left
  };

  void text(double x, double y, std::string_view words, const Type& type);
  void line(double x1, double y1, double x2, double y2, const char* stroke, double width, const char* dashes = "");
  void rectangle(double x, double y, double width, double height, const char* fill, double opacity = 1);
  void dot(double x, double y, double radius, const char* fill);
  void path(const std::string& d, const char* stroke, double width, const char* dashes);
  void area(const std::string& d, const char* fill, double opacity);
  // What is drawn until close() stays inside the rectangle, in its coordinates.
  void open_window(double x, double y, double width, double height);
  void open_group(std::string_view title);
  void close(const char* element);

  // The whole drawing, with title and description for screen readers.
  std::string document(std::string_view title, std::string_view description) const;

 private:
  double width_;
  double height_;
  std::string body_;
};

// The rectangle that is left for the plot.
struct Area {
  double left = 0;
  double top = 0;
  double right = 0;
  double bottom = 0;
};

struct LegendItem {
  enum class Kind { line, band, box, rule };
  Kind kind = Kind::line;
  std::string name;
  int colour = 0;
  Dash dash = Dash::solid;
};

// Height of the title, subtitle and legend, and of the note at the foot.
struct Furniture {
  std::vector<std::string> title;
  std::vector<std::string> subtitle;
  std::vector<std::string> source;
  std::vector<std::vector<LegendItem>> legend;  // in rows
  double top = 0;
  double bottom = 0;
};

Furniture furnish(const Frame& frame, const std::vector<LegendItem>& legend);
void draw_furniture(const Furniture& furniture, double height, Canvas& canvas);

Result<void> check_frame(const Frame& frame);

}  // namespace detente::play::chart
