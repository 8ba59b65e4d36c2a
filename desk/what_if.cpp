#include "what_if.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>

#include "detente/play/ensemble.hpp"
#include "detente/text/date.hpp"

namespace detente::desk {

namespace {

using Json = nlohmann::ordered_json;

// A quantity of each day: a series as it is, or what it has come to since the first day.
struct Quantity {
  play::Series series;
  bool summed;
  std::string name;
};

std::vector<Quantity> quantities() {
  std::vector<Quantity> out;
  for (std::size_t s = 0; s < play::kSeries; ++s) {
    const auto series = static_cast<play::Series>(s);
    out.push_back({series, false, std::string(play::series_name(series))});
    if (series == play::Series::acts || series == play::Series::killed || series == play::Series::wounded) {
      out.push_back({series, true, fmt::format("{} so far", play::series_name(series))});
    }
  }
  return out;
}

double rounded(double value) {
  constexpr double kDigits = 1e4;
  return std::isfinite(value) ? std::round(value * kDigits) / kDigits : 0.0;
}

// All days of all futures.
class Days {
 public:
  Days(std::size_t policies, std::size_t days) : policies_(policies), days_(days) {}

  void add(const std::vector<double>& values) {
    for (const double value : values) {
      values_.push_back(static_cast<float>(value));
    }
    ++runs_;
  }

  std::size_t days() const { return days_; }
  std::size_t runs() const { return runs_; }

  // Adds the day to `sums`, one for each run, and gives what the quantity is on that day.
  std::vector<double> column(const Quantity& quantity, std::size_t policy, std::size_t day,
                             std::vector<double>& sums) const {
    std::vector<double> out(runs_);
    const auto series = static_cast<std::size_t>(quantity.series);
    for (std::size_t run = 0; run < runs_; ++run) {
      const double value = values_[((run * policies_ + policy) * days_ + day) * play::kSeries + series];
      sums[run] += value;
      out[run] = quantity.summed ? sums[run] : value;
    }
    return out;
  }

 private:
  std::size_t policies_;
  std::size_t days_;
  std::size_t runs_ = 0;
  std::vector<float> values_;
};

std::vector<std::string> day_names(const std::string& start, std::size_t days) {
  std::vector<std::string> out;
  if (const auto first = text::parse_date(start)) {
    text::Date day = *first;
    for (std::size_t i = 0; i < days; ++i) {
      day = text::add_days(day, 1);
      out.push_back(day.iso_day());
    }
  }
  return out;
}

Json fan(const Days& days, const Quantity& quantity, std::size_t policy, const std::vector<std::string>& names) {
  Json out{{"quantity", quantity.name}, {"days", names}};
  constexpr std::array<const char*, 5> kKeys{"q05", "q25", "q50", "q75", "q95"};
  for (const char* key : kKeys) {
    out[key] = Json::array();
  }
  std::vector<double> sums(days.runs());
  for (std::size_t day = 0; day < days.days(); ++day) {
    const play::Summary s = play::summarise(days.column(quantity, policy, day, sums));
    const std::array<double, kKeys.size()> values{s.q05, s.q25, s.median, s.q75, s.q95};
    for (std::size_t k = 0; k < kKeys.size(); ++k) {
      out[kKeys.at(k)].push_back(rounded(values.at(k)));
    }
  }
  return out;
}

void add_paired(Json& rows, const Days& days, const Quantity& quantity, std::size_t policy, const Json& about,
                const std::vector<std::string>& names) {
  std::vector<double> sums_a(days.runs());
  std::vector<double> sums_b(days.runs());
  for (std::size_t day = 0; day < days.days(); ++day) {
    const std::vector<double> a = days.column(quantity, 0, day, sums_a);
    const std::vector<double> b = days.column(quantity, policy, day, sums_b);
    const play::Summary s = play::difference(a, b).paired;
    Json row = about;
    row["quantity"] = quantity.name;
    row["day"] = names[day];
    row["difference"] = rounded(s.mean);
    row["low"] = rounded(s.low);
    row["high"] = rounded(s.high);
    rows.push_back(std::move(row));
  }
}

Json outcome_row(const play::OutcomeName& name, const play::Summary& s) {
  return {{"outcome", name.name},    {"says", name.says},     {"mean", rounded(s.mean)}, {"low", rounded(s.low)},
          {"high", rounded(s.high)}, {"q05", rounded(s.q05)}, {"q25", rounded(s.q25)},   {"q50", rounded(s.median)},
          {"q75", rounded(s.q75)},   {"q95", rounded(s.q95)}};
}

}  // namespace

Result<std::string> play_order(const PlayOrder& order, unsigned threads, const PlayProgress& progress) {
  const play::Model model(order.crisis);
  play::EnsembleOptions options;
  options.seed = order.seed;
  options.end = order.runs;
  options.policies = order.policies;
  options.threads = threads;
  options.days = true;
  play::RunTable table(play::runs_header(model, options, ""));
  Days days(order.policies.size(), static_cast<std::size_t>(order.crisis.days));
  const Error stopped{ErrorCode::cancelled, "the play was stopped", ""};
  const auto played = play::play_ensemble(
      model, options,
      [&](const play::RunResult& result) -> Result<void> {
        days.add(result.days);
        return table.add(result);
      },
      [&](std::uint64_t done, std::uint64_t all) {
        return progress(static_cast<std::int64_t>(done), static_cast<std::int64_t>(all),
                        fmt::format("{} of {} futures", done, all));
      });
  if (!played) {
    return played.error();
  }
  if (*played < order.runs) {
    return stopped;
  }

  const play::RunSet set = table.set();
  const std::vector<std::string> names = day_names(order.crisis.start, days.days());
  const std::vector<Quantity> all = quantities();
  const std::string& base = order.crisis.policies[order.policies.front()].name;
  Json policies = Json::array();
  Json paired = Json::array();
  Json differences = Json::array();
  std::vector<std::vector<double>> first;
  for (std::size_t p = 0; p < order.policies.size(); ++p) {
    if (!progress(order.runs, order.runs, "drawing fans")) {
      return stopped;
    }
    const std::string& name = order.crisis.policies[order.policies[p]].name;
    const Json about{{"a", base}, {"b", name}};
    Json fans = Json::array();
    for (const Quantity& quantity : all) {
      fans.push_back(fan(days, quantity, p, names));
      if (p > 0) {
        add_paired(paired, days, quantity, p, about, names);
      }
    }
    Json outcomes = Json::array();
    for (std::size_t o = 0; o < model.outcomes().size(); ++o) {
      auto column = set.column(p, o);
      if (!column) {
        return column.error();
      }
      if (p == 0) {
        first.push_back(*column);
      } else {
        const play::Difference d = play::difference(first[o], *column);
        Json row = about;
        row["outcome"] = model.outcomes()[o].name;
        row["difference"] = rounded(d.paired.mean);
        row["low"] = rounded(d.paired.low);
        row["high"] = rounded(d.paired.high);
        row["lower"] = rounded(d.lower);
        row["higher"] = rounded(d.higher);
        differences.push_back(std::move(row));
      }
      outcomes.push_back(outcome_row(model.outcomes()[o], play::summarise(std::move(*column))));
    }
    policies.push_back({{"name", name}, {"fans", std::move(fans)}, {"outcomes", std::move(outcomes)}});
  }
  const Json out{
      {"crisis", order.crisis.name}, {"file", order.file},        {"runs", order.runs},   {"seed", order.seed},
      {"start", order.crisis.start}, {"days", order.crisis.days}, {"policies", policies}, {"paired", paired},
      {"differences", differences},  {"command", order.command}};
  return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace detente::desk
