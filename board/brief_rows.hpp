// From rows of the record to the items of a brief.
#pragma once

#include <optional>

#include "brief_items.hpp"
#include "detente/record/record.hpp"

namespace detente::board::briefing {

inline Span span_at(const record::Table& rows, std::size_t row, std::size_t column) {
  return {static_cast<std::uint32_t>(rows.integer(row, column)),
          static_cast<std::uint32_t>(rows.integer(row, column + 1))};
}

inline std::optional<double> limit_at(const record::Table& rows, std::size_t row, std::size_t column) {
  return rows.is_null(row, column) ? std::nullopt : std::optional<double>(rows.number(row, column));
}

// Columns from `column` on: report, reading, n, day, origin, via, confidence.
inline constexpr const char* kItemColumns =
    "x.report, x.reading, x.n, o.since_day, o.origin, coalesce(x.via, 0), x.confidence";
inline constexpr std::size_t kItemWidth = 7;

inline void fill(Item& item, const record::Table& rows, std::size_t row, char letter) {
  item.ref = {rows.text(row, 0), rows.integer(row, 1), rows.integer(row, 2), letter};
  item.day = rows.text(row, 3);
  item.origin = rows.text(row, 4);
  item.via = rows.integer(row, 5);
  item.confidence = rows.number(row, 6);
}

}  // namespace detente::board::briefing
