// One report, or one thing found in it, for people.
#pragma once

#include <string>
#include <string_view>

#include "detente/record/record.hpp"
#include "style.hpp"

namespace detente::cli {

struct Shown {
  const record::StoredReport& report;
  const record::StoredReading& reading;
  bool why = false;                            // rules' confidence, the words of every part, and what was left open
  const struct WhySources* sources = nullptr;  // what a single item is explained from (why_text.hpp)
};

// The report with its text marked, then every item of its reading.
std::string report_text(const Shown& shown, const Style& style);

// One item ("e3") with its sentence and the chain of who says so; "" if there is no such item.
std::string item_text(const Shown& shown, std::string_view item, const Style& style);

// The text with marks: [struck|e1] around what was found, «s1 ... » around what somebody said.
std::string marked_text(const Reading& reading, std::string_view text, Span part, const Style& style);

}  // namespace detente::cli
