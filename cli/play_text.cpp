#include "play_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "detente/reading/json_writer.hpp"
#include "detente/text/date.hpp"

namespace detente::cli {

namespace {

constexpr std::array<std::string_view, 11> kUsual{"fighting days",  "killed",      "wounded",   "peak displaced",
                                                  "unmet relief",   "fronts open", "entries",   "red lines crossed",
                                                  "leaders killed", "refusals",    "breakdowns"};

std::string figure(double x) {
  const double size = std::abs(x);
  if (size >= 100) {
    return grouped(std::round(x));
  }
  return fmt::format("{:.{}f}", x, size >= 10 ? 1 : 2);
}

std::string signed_figure(double x) { return (x < 0 ? "-" : "+") + figure(std::abs(x)); }

std::vector<int> milestones(int days) {
  std::vector<int> out;
  for (const int day : {30, 60, 90, 120, 180, 270, 365}) {
    if (day < days) {
      out.push_back(day);
    }
  }
  out.push_back(days);
  return out;
}

double share_by(const std::vector<double>& truce_days, int day) {
  const auto n = std::count_if(truce_days.begin(), truce_days.end(), [&](double x) { return x <= day; });
  return truce_days.empty() ? 0 : static_cast<double>(n) / static_cast<double>(truce_days.size());
}

std::size_t widest(const std::vector<std::string>& names) {
  std::size_t out = 0;
  for (const std::string& name : names) {
    out = std::max(out, width(name));
  }
  return out;
}

Result<std::string> truce_table(const PlayReport& report, const Style& style) {
  const play::RunsHeader& header = report.runs.header;
  const auto at = std::find(header.outcomes.begin(), header.outcomes.end(), "truce day");
  if (at == header.outcomes.end()) {
    return std::string();
  }
  const std::size_t names = widest(header.policies);
  const auto days = milestones(header.days);
  std::string out = "\n" + style.heading("TRUCE BY") + std::string(names > 6 ? names - 6 : 0, ' ');
  for (const int day : days) {
    out += right(day_after(header.start, day), 12);
  }
  out += "\n";
  for (std::size_t p = 0; p < header.policies.size(); ++p) {
    const auto column = report.runs.column(p, static_cast<std::size_t>(at - header.outcomes.begin()));
    if (!column) {
      return column.error();
    }
    out += "  " + left(header.policies[p], names);
    for (const int day : days) {
      out += right(fmt::format("{:.1f} %", 100 * share_by(*column, day)), 12);
    }
    out += "\n";
  }
  return out;
}

Result<std::string> outcome_table(const PlayReport& report, const Style& style, std::size_t outcome) {
  const play::RunsHeader& header = report.runs.header;
  const std::size_t names = widest(header.policies);
  std::string title = header.outcomes[outcome];
  std::transform(title.begin(), title.end(), title.begin(), [](char c) { return c >= 'a' && c <= 'z' ? c - 32 : c; });
  std::string out = "\n" + style.heading(title) + "\n";
  std::vector<double> first;
  for (std::size_t p = 0; p < header.policies.size(); ++p) {
    auto column = report.runs.column(p, outcome);
    if (!column) {
      return column.error();
    }
    const play::Summary s = play::summarise(*column);
    out += "  " + left(header.policies[p], names) + right(figure(s.mean), 12) +
           style.faint(left(fmt::format("   {} to {}", figure(s.q05), figure(s.q95)), 30));
    if (p == 0) {
      first = std::move(*column);
    } else {
      const play::Difference d = play::difference(first, *column);
      out += fmt::format("{} [{}, {}], lower in {:.0f} %, higher in {:.0f} %", signed_figure(d.paired.mean),
                         signed_figure(d.paired.low), signed_figure(d.paired.high), 100 * d.lower, 100 * d.higher);
    }
    while (!out.empty() && out.back() == ' ') {
      out.pop_back();
    }
    out += "\n";
  }
  return out;
}

Result<bool> always_zero(const PlayReport& report, std::size_t outcome) {
  for (std::size_t p = 0; p < report.runs.header.policies.size(); ++p) {
    const auto column = report.runs.column(p, outcome);
    if (!column) {
      return column.error();
    }
    if (std::any_of(column->begin(), column->end(), [](double x) { return x != 0; })) {
      return false;
    }
  }
  return true;
}

void summary_json(reading::JsonWriter& j, const play::Summary& s) {
  j.key("mean").number(s.mean);
  j.key("interval").array().number(s.low).number(s.high).close();
  j.key("quantiles").object();
  j.key("0").number(s.least);
  j.key("0.05").number(s.q05);
  j.key("0.25").number(s.q25);
  j.key("0.5").number(s.median);
  j.key("0.75").number(s.q75);
  j.key("0.95").number(s.q95);
  j.key("1").number(s.most);
  j.close();
}

}  // namespace

std::string day_after(const std::string& start, int days) {
  const auto date = text::parse_date(start);
  return date ? text::add_days(*date, days).iso_day() : fmt::format("day {}", days);
}

std::vector<std::size_t> usual_outcomes(const play::RunsHeader& header) {
  std::vector<std::size_t> out;
  for (const std::string_view name : kUsual) {
    const auto at = std::find(header.outcomes.begin(), header.outcomes.end(), name);
    if (at != header.outcomes.end()) {
      out.push_back(static_cast<std::size_t>(at - header.outcomes.begin()));
    }
  }
  return out;
}

Result<std::string> play_text(const PlayReport& report, const Style& style) {
  const play::RunsHeader& header = report.runs.header;
  std::string out = fmt::format("{}: {} futures of {} days from {}, seed {}\n", header.crisis,
                                grouped(static_cast<double>(report.runs.runs)), header.days, header.start, header.seed);
  out += style.faint("mean, range of 9 futures in 10") +
         (header.policies.size() > 1
              ? style.faint(fmt::format("; difference from \"{}\" under the same luck [95 % interval of its mean]",
                                        header.policies[0]))
              : "") +
         "\n";
  auto truces = truce_table(report, style);
  if (!truces) {
    return truces.error();
  }
  out += *truces;
  std::vector<std::string> none;
  for (const std::size_t outcome : report.outcomes) {
    auto empty = always_zero(report, outcome);
    if (!empty) {
      return empty.error();
    }
    if (*empty) {
      none.push_back(header.outcomes[outcome]);
      continue;
    }
    auto table = outcome_table(report, style, outcome);
    if (!table) {
      return table.error();
    }
    out += *table;
  }
  if (!none.empty()) {
    out += "\n" + style.faint("none in any future: " + join(none, ", ")) + "\n";
  }
  return out;
}

Result<std::string> play_json(const PlayReport& report) {
  const play::RunsHeader& header = report.runs.header;
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("crisis").text(header.crisis);
  j.key("digest").text(header.digest);
  j.key("start").text(header.start);
  j.key("days").integer(header.days);
  j.key("seed").integer(static_cast<std::int64_t>(header.seed));
  j.key("first_run").integer(header.first);
  j.key("runs").integer(static_cast<std::int64_t>(report.runs.runs));
  j.key("policies").array();
  std::vector<std::vector<double>> first(header.outcomes.size());
  for (std::size_t p = 0; p < header.policies.size(); ++p) {
    j.object();
    j.key("policy").text(header.policies[p]);
    j.key("truce_by").array();
    const auto at = std::find(header.outcomes.begin(), header.outcomes.end(), "truce day");
    if (at != header.outcomes.end()) {
      const auto column = report.runs.column(p, static_cast<std::size_t>(at - header.outcomes.begin()));
      if (!column) {
        return column.error();
      }
      for (const int day : milestones(header.days)) {
        j.object();
        j.key("date").text(day_after(header.start, day));
        j.key("share").number(share_by(*column, day));
        j.close();
      }
    }
    j.close();
    j.key("outcomes").object();
    for (const std::size_t outcome : report.outcomes) {
      auto column = report.runs.column(p, outcome);
      if (!column) {
        return column.error();
      }
      j.key(header.outcomes[outcome]).object();
      summary_json(j, play::summarise(*column));
      if (p == 0) {
        first[outcome] = std::move(*column);
      } else {
        const play::Difference d = play::difference(first[outcome], *column);
        j.key("difference").object();
        summary_json(j, d.paired);
        j.key("lower_in").number(d.lower);
        j.key("higher_in").number(d.higher);
        j.close();
      }
      j.close();
    }
    j.close();
    j.close();
  }
  j.close();
  j.close();
  return out + "\n";
}

std::string csv_text(const std::string& text) {
  if (text.find_first_of(",\"\n") == std::string::npos) {
    return text;
  }
  std::string out = "\"";
  for (const char c : text) {
    out += c;
    out += c == '"' ? "\"" : "";
  }
  return out + "\"";
}

Result<std::string> play_csv(const PlayReport& report) {
  const play::RunsHeader& header = report.runs.header;
  std::string out =
      "policy,outcome,mean,low,high,q05,q25,median,q75,q95,difference,difference_low,difference_high,lower_in,"
      "higher_in\n";
  std::vector<std::vector<double>> first(header.outcomes.size());
  for (std::size_t p = 0; p < header.policies.size(); ++p) {
    for (const std::size_t outcome : report.outcomes) {
      auto column = report.runs.column(p, outcome);
      if (!column) {
        return column.error();
      }
      const play::Summary s = play::summarise(*column);
      out +=
          fmt::format("{},{},{},{},{},{},{},{},{},{}", csv_text(header.policies[p]), csv_text(header.outcomes[outcome]),
                      s.mean, s.low, s.high, s.q05, s.q25, s.median, s.q75, s.q95);
      if (p == 0) {
        first[outcome] = std::move(*column);
        out += ",,,,,\n";
      } else {
        const play::Difference d = play::difference(first[outcome], *column);
        out += fmt::format(",{},{},{},{},{}\n", d.paired.mean, d.paired.low, d.paired.high, d.lower, d.higher);
      }
    }
  }
  return out;
}

}  // namespace detente::cli
