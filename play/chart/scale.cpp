#include "scale.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>

#include "detente/text/date.hpp"

namespace detente::play::chart {

namespace {

using Days = std::chrono::sys_days;

// The smallest of 1, 2, 5 times a power of ten that gives no more than `wanted` steps.
double round_step(double span, int wanted) {
  const double rough = span / std::max(wanted, 1);
  const double power = std::pow(10, std::floor(std::log10(rough)));
  for (const double factor : {1.0, 2.0, 5.0}) {
    if (factor * power >= rough * (1 - 1e-9)) {
      return factor * power;
    }
  }
  return 10 * power;
}

std::string day_text(std::chrono::year_month_day day, bool with_year, bool with_day) {
  static constexpr std::array<const char*, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::string out = with_day ? fmt::format("{} ", static_cast<unsigned>(day.day())) : "";
  out += kMonths[static_cast<unsigned>(day.month()) - 1];
  return with_year ? fmt::format("{} {}", out, static_cast<int>(day.year())) : out;
}

void add_day_tick(Scale& scale, Days first, Days day, bool with_day) {
  const double at = static_cast<double>((day - first).count());
  if (at < scale.low || at > scale.high) {
    return;
  }
  const std::chrono::year_month_day date{day};
  bool year_is_new = scale.ticks.empty();
  if (!year_is_new) {
    const Days before = first + std::chrono::days(std::lround(scale.ticks.back().at));
    year_is_new = std::chrono::year_month_day{before}.year() != date.year();
  }
  scale.ticks.push_back({at, day_text(date, year_is_new, with_day)});
}

void add_days(Scale& scale, Days first, int wanted) {
  const double span = scale.high - scale.low;
  const Days from = first + std::chrono::days(static_cast<long>(std::ceil(scale.low)));
  const Days to = first + std::chrono::days(static_cast<long>(std::floor(scale.high)));
  for (const int step : {1, 2, 7, 14}) {
    if (span / step <= wanted) {
      for (Days day = from; day <= to; day += std::chrono::days(step)) {
        add_day_tick(scale, first, day, true);
      }
      return;
    }
  }
  constexpr double kDaysOfMonth = 30.44;
  int months = 1;
  for (const int step : {1, 2, 3, 6, 12, 24, 60, 120, 600}) {
    months = step;
    if (span / (step * kDaysOfMonth) <= wanted) {
      break;
    }
  }
  const std::chrono::year_month_day start{from};
  std::chrono::year_month month = start.year() / std::chrono::January;
  for (Days day = Days(month / 1); day <= to; day = Days(month / 1)) {
    add_day_tick(scale, first, day, false);
    month += std::chrono::months(months);
  }
}

Result<Days> day_of(const std::string& text) {
  const std::optional<text::Date> date = text::parse_date(text);
  if (!date || date->precision < text::Precision::day) {
    return Error{ErrorCode::bad_value, fmt::format("the first day of an axis is no date: '{}'", text), ""};
  }
  return Days(std::chrono::year(date->year) / date->month / date->day);
}

}  // namespace

void Extent::see(double value) {
  if (!std::isfinite(value)) {
    return;
  }
  low = any ? std::min(low, value) : value;
  high = any ? std::max(high, value) : value;
  any = true;
}

void Extent::see(const std::vector<double>& values) {
  for (const double value : values) {
    see(value);
  }
}

std::string tick_text(double value, double step) {
  const int digits = std::clamp(static_cast<int>(std::ceil(-std::log10(step) - 1e-9)), 0, 12);
  constexpr double kTooLong = 1e12;
  if (std::fabs(value) >= kTooLong || step < 1e-12) {
    return fmt::format("{:.4g}", value);
  }
  std::string text = fmt::format("{:.{}f}", value == 0 ? 0.0 : value, digits);
  const std::size_t whole_end = std::min(text.find('.'), text.size());
  const std::size_t whole_begin = text.front() == '-' ? 1 : 0;
  for (std::size_t at = whole_end; at > whole_begin + 3;) {
    at -= 3;
    text.insert(at, ",");
  }
  return text;
}

Result<Scale> make_scale(const Axis& axis, Extent extent, const ScaleRequest& request) {
  for (const std::optional<double>& end : {axis.low, axis.high}) {
    if (end && !std::isfinite(*end)) {
      return Error{ErrorCode::bad_value, "the end of an axis is not finite", ""};
    }
  }
  if (axis.low && axis.high && *axis.low >= *axis.high) {
    return Error{ErrorCode::bad_value,
                 fmt::format("an axis ends at {}, which is not above its start at {}", *axis.high, *axis.low), ""};
  }
  for (const NamedTick& tick : axis.ticks) {
    extent.see(tick.at);
  }
  Scale scale;
  scale.low = axis.low.value_or(extent.any ? extent.low : 0);
  scale.high = axis.high.value_or(extent.any ? extent.high : scale.low + 1);
  const double least = std::max({std::fabs(scale.low), std::fabs(scale.high), 1e-290}) * 1e-9;
  if (!(scale.high - scale.low > least)) {
    // One value only, or an end given beyond all data: the axis opens around what there is.
    const double room = std::max(std::fabs(scale.low) * 0.1, 0.5);
    scale.low = axis.low.value_or((axis.high ? *axis.high : scale.low) - room);
    scale.high = axis.high.value_or(scale.low + 2 * room);
  }
  if (!std::isfinite(scale.high - scale.low)) {
    return Error{ErrorCode::bad_value, "the values of an axis are too large to draw", ""};
  }
  if (!axis.ticks.empty()) {
    for (const NamedTick& tick : axis.ticks) {
      if (std::isfinite(tick.at)) {
        scale.ticks.push_back({tick.at, tick.name});
      }
    }
    return scale;
  }
  if (!axis.first_day.empty()) {
    const auto first = day_of(axis.first_day);
    if (!first) {
      return first.error();
    }
    constexpr double kLongest = 200 * 366;
    if (std::max(std::fabs(scale.low), std::fabs(scale.high)) > kLongest) {
      return Error{ErrorCode::bad_value, "an axis of days reaches further than 200 years", ""};
    }
    add_days(scale, *first, request.ticks);
    return scale;
  }
  double step = round_step(scale.high - scale.low, request.ticks);
  step = axis.whole ? std::max(1.0, step) : step;
  if (!request.tight) {
    scale.low = axis.low.value_or(std::floor(scale.low / step + 1e-9) * step);
    scale.high = axis.high.value_or(std::ceil(scale.high / step - 1e-9) * step);
  }
  const double first = std::ceil(scale.low / step - 1e-9);
  const double last = std::floor(scale.high / step + 1e-9);
  for (double k = first; k <= last; ++k) {
    scale.ticks.push_back({k * step, tick_text(k * step, step)});
  }
  return scale;
}

}  // namespace detente::play::chart
