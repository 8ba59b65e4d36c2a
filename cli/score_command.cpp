#include <algorithm>
#include <charconv>
#include <cmath>
#include <numeric>

#include "command.hpp"
#include "detente/play/escalation.hpp"
#include "detente/play/forecasts.hpp"
#include "detente/play/table.hpp"
#include "detente/reading/json_writer.hpp"
#include "files.hpp"
#include "style.hpp"

namespace detente::cli {

namespace {

namespace scoring = play::scoring;
namespace table = play::table;
using reading::JsonWriter;

constexpr std::size_t kLargest = std::size_t{64} << 20;

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  std::size_t n = 0;
  for (const double value : values) {
    if (!std::isnan(value)) {
      sum += value;
      ++n;
    }
  }
  return n == 0 ? std::nan("") : sum / static_cast<double>(n);
}

// "0.9,0.95": numbers between two bounds, rising if asked for.
Result<std::vector<double>> numbers_of(const std::string& text, std::string_view option, double low, double high) {
  std::vector<double> out;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const auto value = table::number(text.substr(at, end - at), option, "", 0);
    if (!value || !(*value > low) || !(*value < high) || (!out.empty() && *value <= out.back())) {
      return Error{ErrorCode::usage, fmt::format("{} wants rising numbers with commas between, not '{}'", option, text),
                   ""};
    }
    out.push_back(*value);
    at = end + 1;
  }
  return out;
}

std::string shown(double value) {
  if (std::isnan(value)) {
    return "-";
  }
  return std::fabs(value) >= 1000 ? fmt::format("{:.1f}", value) : fmt::format("{:.4f}", value);
}

std::string scores_text(const scoring::Scores& scores, const scoring::ScoreOptions& options, const Style& style) {
  std::string out;
  const auto line = [&](std::string_view name, double value, std::string_view note) {
    std::string text = "  " + left(name, 28) + style.number(right(shown(value), 14));
    out += note.empty() ? text : text + "  " + style.faint(note);
    out += '\n';
  };
  if (scores.events) {
    const scoring::EventScores& e = *scores.events;
    out += style.heading(
        fmt::format("{} of an event", e.count == 1 ? "1 forecast" : fmt::format("{} forecasts", e.count)));
    out += '\n';
    line("Brier score", e.brier.score, "0 is best");
    line("  reliability", e.brier.reliability, "how far what came true is from what was said; 0 is best");
    line("  resolution", e.brier.resolution, "how far it is from the base rate; large is good");
    line("  uncertainty", e.brier.uncertainty, "of the outcomes themselves");
    if (options.bins > 0) {
      line("  within bins", e.brier.within, "what the bins hide");
    }
    line("skill over the base rate", e.brier.skill, "1 is best, 0 no better than the base rate");
    line("log score (nats)", e.log_score, "0 is best");
    line("area under the curve", e.area, "1 is best, 0.5 is chance");
    out += '\n' + style.faint("  said      came true   forecasts") + '\n';
    for (const scoring::Brier::Group& group : e.brier.groups) {
      out += fmt::format("  {:<9.3f} {:<11.3f} {:>9}\n", group.forecast, group.share, group.count);
    }
  }
  if (scores.numbers) {
    const scoring::NumberScores& n = *scores.numbers;
    out += out.empty() ? "" : "\n";
    out += style.heading(
        fmt::format("{} of a number", n.rows.size() == 1 ? "1 forecast" : fmt::format("{} forecasts", n.rows.size())));
    out += '\n';
    line("CRPS", mean_of(n.crps), "mean, in the unit of the outcome; 0 is best");
    line("ignorance (bits)", mean_of(n.ignorance), "mean over ensembles; 0 is best");
    for (std::size_t k = 0; k < options.levels.size(); ++k) {
      line(fmt::format("interval score {:g} %", options.levels[k] * 100), mean_of(n.interval[k]),
           fmt::format("mean; {:.1f} % of outcomes inside", n.covered[k] * 100));
    }
  }
  return out;
}

std::string scores_json(const scoring::Forecasts& forecasts, const scoring::Scores& scores,
                        const scoring::ScoreOptions& options) {
  std::string out;
  JsonWriter j(out);
  j.object();
  if (scores.events) {
    const scoring::EventScores& e = *scores.events;
    j.key("events").object();
    j.key("count").integer(static_cast<std::int64_t>(e.count));
    j.key("brier").number(e.brier.score);
    j.key("reliability").number(e.brier.reliability);
    j.key("resolution").number(e.brier.resolution);
    j.key("uncertainty").number(e.brier.uncertainty);
    j.key("within").number(e.brier.within);
    j.key("skill").number(e.brier.skill);
    j.key("log_score").number(e.log_score);
    j.key("auc").number(e.area);
    j.key("groups").array();
    for (const scoring::Brier::Group& group : e.brier.groups) {
      j.object();
      j.key("forecast").number(group.forecast);
      j.key("share").number(group.share);
      j.key("count").integer(static_cast<std::int64_t>(group.count));
      j.close();
    }
    j.close();
    j.close();
  }
  if (scores.numbers) {
    const scoring::NumberScores& n = *scores.numbers;
    j.key("numbers").object();
    j.key("count").integer(static_cast<std::int64_t>(n.rows.size()));
    j.key("crps").number(mean_of(n.crps));
    j.key("ignorance").number(mean_of(n.ignorance));
    j.key("intervals").array();
    for (std::size_t k = 0; k < options.levels.size(); ++k) {
      j.object();
      j.key("level").number(options.levels[k]);
      j.key("score").number(mean_of(n.interval[k]));
      j.key("covered").number(n.covered[k]);
      j.close();
    }
    j.close();
    j.key("rows").array();
    for (std::size_t r = 0; r < n.rows.size(); ++r) {
      j.object();
      j.key("id").text(forecasts[n.rows[r]].id);
      j.key("line").integer(forecasts[n.rows[r]].line);
      j.key("observed").number(*forecasts[n.rows[r]].observed);
      j.key("crps").number(n.crps[r]);
      j.key("ignorance").number(n.ignorance[r]);
      j.key("intervals").array();
      for (const std::vector<double>& interval : n.interval) {
        j.number(interval[r]);
      }
      j.close();
      j.close();
    }
    j.close();
    j.close();
  }
  j.close();
  return out + "\n";
}

std::string cell(double value) { return std::isnan(value) ? "" : fmt::format("{}", value); }

// A row a forecast: of events their share of the Brier score.
std::string scores_csv(const scoring::Forecasts& forecasts, const scoring::Scores& scores,
                       const scoring::ScoreOptions& options) {
  std::string out = "id,line,observed,probability,brier,crps,ignorance";
  for (const double level : options.levels) {
    out += fmt::format(",interval_{:g}", level * 100);
  }
  out += '\n';
  std::size_t at = 0;
  for (std::size_t k = 0; k < forecasts.size(); ++k) {
    const scoring::Forecast& f = forecasts[k];
    out += fmt::format("{},{},{},", table::quoted(f.id), f.line, cell(*f.observed));
    if (f.probability) {
      const double miss = *f.probability - *f.observed;
      out +=
          fmt::format("{},{},,{}\n", cell(*f.probability), cell(miss * miss), std::string(options.levels.size(), ','));
      continue;
    }
    const scoring::NumberScores& n = *scores.numbers;
    out += fmt::format(",,{},{}", cell(n.crps[at]), cell(n.ignorance[at]));
    for (const std::vector<double>& interval : n.interval) {
      out += "," + cell(interval[at]);
    }
    out += '\n';
    ++at;
  }
  return out;
}

struct ScoredDay {
  std::vector<std::string> cells;
  std::int64_t score = 0;
};

Result<std::vector<ScoredDay>> score_days(const std::vector<table::Row>& rows, const std::string& where) {
  if (rows.empty()) {
    return Error{ErrorCode::truncated, "the table is empty", where};
  }
  std::vector<std::optional<scoring::EscalationKind>> kinds;
  bool any = false;
  for (const std::string& heading : rows.front().cells) {
    kinds.push_back(scoring::escalation_kind(heading));
    any = any || kinds.back().has_value();
  }
  if (!any) {
    return Error{ErrorCode::missing_field,
                 "no column is headed nuclear, violent, non-violent, posturing or de-escalation",
                 table::at_line(where, rows.front().line)};
  }
  std::vector<ScoredDay> out;
  for (std::size_t r = 1; r < rows.size(); ++r) {
    scoring::EscalationCounts counts;
    for (std::size_t k = 0; k < kinds.size(); ++k) {
      if (!kinds[k] || k >= rows[r].cells.size() || rows[r].cells[k].empty()) {
        continue;
      }
      const auto count = table::number(rows[r], k, table::shown(rows.front().cells[k]), where);
      if (!count) {
        return count.error();
      }
      constexpr double kMost = 1e12;
      if (*count < 0 || *count > kMost || *count != std::floor(*count)) {
        return Error{ErrorCode::bad_value, fmt::format("{} acts are no count", rows[r].cells[k]),
                     table::at_line(where, rows[r].line)};
      }
      scoring::count_of(counts, *kinds[k]) += static_cast<std::int64_t>(*count);
    }
    out.push_back({rows[r].cells, scoring::escalation_score(counts)});
  }
  return out;
}

int escalation(const Arguments& arguments, World& world, std::string_view text, const std::string& where) {
  const auto rows = table::read_csv(text, where);
  if (!rows) {
    return could_not(world, rows.error());
  }
  const auto days = score_days(*rows, where);
  if (!days) {
    return could_not(world, days.error());
  }
  const std::vector<std::string>& headings = rows->front().cells;
  std::string out;
  if (arguments.has("--json")) {
    JsonWriter j(out);
    j.array();
    for (const ScoredDay& day : *days) {
      j.object();
      for (std::size_t k = 0; k < headings.size(); ++k) {
        j.key(headings[k]).text(k < day.cells.size() ? day.cells[k] : "");
      }
      j.key("escalation_score").integer(day.score);
      j.close();
    }
    j.close();
    out += '\n';
  } else if (arguments.has("--csv")) {
    for (const std::string& heading : headings) {
      out += table::quoted(heading) + ",";
    }
    out += "escalation_score\n";
    for (const ScoredDay& day : *days) {
      for (std::size_t k = 0; k < headings.size(); ++k) {
        out += (k < day.cells.size() ? table::quoted(day.cells[k]) : "") + ",";
      }
      out += std::to_string(day.score) + "\n";
    }
  } else if (days->empty()) {
    out = "no rows\n";
  } else {
    const auto [least, most] = std::minmax_element(
        days->begin(), days->end(), [](const ScoredDay& a, const ScoredDay& b) { return a.score < b.score; });
    const double sum = std::accumulate(days->begin(), days->end(), 0.0, [](double all, const ScoredDay& day) {
      return all + static_cast<double>(day.score);
    });
    std::vector<std::string> names;  // what says which row it is
    for (std::size_t k = 0; k < std::min(headings.size(), most->cells.size()); ++k) {
      if (!scoring::escalation_kind(headings[k])) {
        names.push_back(most->cells[k]);
      }
    }
    out = fmt::format("{} rows; escalation score {:.2f} in the mean, {} to {}\nhighest: {}\n", days->size(),
                      sum / static_cast<double>(days->size()), least->score, most->score, join(names, ", "));
  }
  world.out(out);
  return kDone;
}

}  // namespace

int score_command(const Arguments& arguments, World& world) {
  const std::string& path = arguments.positionals().front();
  const auto text = read_whole(path, world, kLargest);
  if (!text) {
    return could_not(world, text.error());
  }
  if (arguments.has("--escalation")) {
    return escalation(arguments, world, *text, called(path));
  }
  scoring::ScoreOptions options;
  options.bins = static_cast<std::size_t>(arguments.number("--bins", 0));
  if (arguments.has("--levels")) {
    auto levels = numbers_of(arguments.get("--levels"), "--levels", 0, 1);
    if (!levels) {
      return could_not(world, levels.error());
    }
    options.levels = std::move(*levels);
  }
  if (arguments.has("--edges")) {
    auto edges = numbers_of(arguments.get("--edges"), "--edges", -HUGE_VAL, HUGE_VAL);
    if (!edges) {
      return could_not(world, edges.error());
    }
    options.edges = std::move(*edges);
  }
  auto forecasts = scoring::read_forecasts(*text, called(path));
  if (!forecasts) {
    return could_not(world, forecasts.error());
  }
  if (arguments.has("--observed")) {
    const std::string other = arguments.get("--observed");
    const auto outcomes = read_whole(other, world, kLargest);
    if (!outcomes) {
      return could_not(world, outcomes.error());
    }
    if (const auto added = scoring::add_observed(*forecasts, *outcomes, called(other)); !added) {
      return could_not(world, added.error());
    }
  }
  if (const auto good = scoring::check_observed(*forecasts, called(path)); !good) {
    return could_not(world, good.error());
  }
  const scoring::Scores scores = scoring::score(*forecasts, options);
  if (arguments.has("--json")) {
    world.out(scores_json(*forecasts, scores, options));
  } else if (arguments.has("--csv")) {
    world.out(scores_csv(*forecasts, scores, options));
  } else {
    world.out(scores_text(scores, options, Style(arguments, world)));
  }
  return kDone;
}

}  // namespace detente::cli
