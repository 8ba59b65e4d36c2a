// What `detente play` prints of a set of runs.
#pragma once

#include <string>
#include <vector>

#include "detente/play/ensemble.hpp"
#include "style.hpp"

namespace detente::cli {

struct PlayReport {
  play::RunSet runs;
  std::vector<std::size_t> outcomes;  // those to be shown; indices into runs.header.outcomes
  std::string title;                  // the file
};

// The outcomes that people ask for first, as far as the runs have them.
std::vector<std::size_t> usual_outcomes(const play::RunsHeader& header);

Result<std::string> play_text(const PlayReport& report, const Style& style);
Result<std::string> play_json(const PlayReport& report);
Result<std::string> play_csv(const PlayReport& report);

// The text in quotation marks if CSV asks for it (RFC 4180).
std::string csv_text(const std::string& text);

// The day that is `days` after the start, as ISO 8601.
std::string day_after(const std::string& start, int days);

}  // namespace detente::cli
