// Files of forecasts with what came of them, and all their scores.
//
//   Result<scoring::Forecasts> forecasts = scoring::read_forecasts(text, "march.jsonl");
//   scoring::Scores scores = scoring::score(*forecasts, {});
//   scores.events->brier.score;
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/scoring.hpp"
#include "detente/result.hpp"

namespace detente::play::scoring {

// One forecast: a probability of an event, an ensemble of a number, or a normal distribution of a number.
struct Forecast {
  std::string id;  // empty if the file gives none
  int line = 0;
  std::optional<double> probability;  // 0 to 1
  std::vector<double> members;
  std::optional<double> mean;
  std::optional<double> deviation;  // above 0
  std::optional<double> observed;   // 0 or 1 for events
};

using Forecasts = std::vector<Forecast>;

// Reads, told apart by the first character and line:
// - JSON lines: {"id", "probability" (or "p"), "observed" (or "outcome", "y")}, {"id", "members" (or "ensemble"),
//   "observed"} or {"id", "mean", "deviation" (or "sd"), "observed"}; outcomes of events may be true or false;
// - CSV with headings of the same names; every column with another name than these is a member of an ensemble;
// - CSV without headings: every row an ensemble, outcomes to be added by add_observed().
// `where` is the file's name for messages. Errors: bad_encoding, bad_format, bad_value, missing_field, truncated,
// too_large, each with the line.
Result<Forecasts> read_forecasts(std::string_view text, const std::string& where);

// Outcomes from a file of their own, one a row in the order of the forecasts: CSV with a column headed observed (or
// outcome, y), or numbers alone. Errors: as above, and mismatch if there are not as many as forecasts.
Result<void> add_observed(Forecasts& forecasts, std::string_view text, const std::string& where);

struct ScoreOptions {
  std::vector<double> edges{kDeathBins.begin(), kDeathBins.end()};  // bins of ignorance
  std::vector<double> levels{0.9, 0.95};                            // of intervals
  std::size_t bins = 0;                                             // of the Brier score's groups
};

struct EventScores {
  std::size_t count = 0;
  Brier brier;
  double log_score = 0;
  double area = 0;
};

// By forecast, in the order of `rows`.
struct NumberScores {
  std::vector<std::size_t> rows;  // which forecasts
  std::vector<double> crps;
  std::vector<double> ignorance;              // ensembles only; NaN for others
  std::vector<std::vector<double>> interval;  // by level, then by forecast
  std::vector<double> covered;                // by level: the share of outcomes inside the interval
};

struct Scores {
  std::optional<EventScores> events;
  std::optional<NumberScores> numbers;
};

// Every forecast has an outcome, as check_observed() says.
Scores score(const Forecasts& forecasts, const ScoreOptions& options);

// Errors: missing_field with the line of the first forecast without an outcome; bad_value for an event whose outcome is
// neither 0 nor 1.
Result<void> check_observed(const Forecasts& forecasts, const std::string& where);

}  // namespace detente::play::scoring
