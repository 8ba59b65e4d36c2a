#include <algorithm>

#include "command.hpp"
#include "detente/play/chart.hpp"
#include "detente/play/flee.hpp"
#include "detente/play/table.hpp"
#include "detente/reading/json_writer.hpp"
#include "files.hpp"
#include "style.hpp"

namespace detente::cli {

namespace {

namespace flow = play::flow;

struct Flowed {
  std::string folder;
  flow::Scenario scenario;
  flow::FleeRun run;

  int days() const { return static_cast<int>(run.error_by_day.size()); }
  std::string date(int day) const { return text::add_days(scenario.start, day).iso_day(); }
};

// The first day and the last, and as many between as have room, evenly.
std::vector<int> days_shown(int days, std::size_t room) {
  std::vector<int> out;
  const int columns = std::min(days, static_cast<int>(std::max<std::size_t>(room, 2)));
  for (int k = 0; k < columns; ++k) {
    out.push_back(columns == 1 ? 0 : k * (days - 1) / (columns - 1));
  }
  return out;
}

std::string people(double count) { return grouped(std::round(count)); }

std::string flow_text(const Flowed& f, const Style& style, int columns) {
  constexpr std::size_t kColumn = 12;
  std::size_t name = 12;
  for (const std::string& camp : f.run.camps) {
    name = std::max(name, std::min<std::size_t>(width(camp), 30));
  }
  const std::size_t used = name + 9;
  const std::vector<int> days =
      days_shown(f.days(), columns > static_cast<int>(used) ? (static_cast<std::size_t>(columns) - used) / kColumn : 2);
  std::string out = style.heading(fmt::format("{}: {} places, {} links, {} camps, {} days from {}", f.folder,
                                              f.scenario.graph.places.size(), f.scenario.graph.links.size(),
                                              f.run.camps.size(), f.days(), f.date(0))) +
                    "\n\n";
  const auto row = [&](std::string_view first, std::string_view second, const std::vector<double>& values) {
    out += left(first, name) + left(second, 9);
    for (const int day : days) {
      out += right(people(values[static_cast<std::size_t>(day)]), kColumn);
    }
    out += '\n';
  };
  std::string head = left("People in", name) + left("", 9);
  for (const int day : days) {
    head += right(f.date(day), kColumn);
  }
  out += style.faint(head) + "\n";
  for (std::size_t c = 0; c < f.run.camps.size(); ++c) {
    row(f.run.camps[c], " model", f.run.simulated[c]);
    row("", " counted", f.run.counted[c]);
  }
  row("on the way", " model", f.run.on_the_way);
  row("displaced", " model", f.run.displaced);
  out += fmt::format("\nError {} (averaged relative difference, rescaled; without rescaling {})\n",
                     style.number(fmt::format("{:.4f}", f.run.error)), fmt::format("{:.4f}", f.run.plain_error));
  out += style.faint("0: every camp holds the share of people that was counted there; 2: none does.\n");
  return out;
}

std::string flow_csv(const Flowed& f) {
  std::string out = "day,date";
  for (const std::string& camp : f.run.camps) {
    out += fmt::format(",{},{}", play::table::quoted(camp + " model"), play::table::quoted(camp + " counted"));
  }
  out += ",on the way,displaced,error\n";
  for (int day = 0; day < f.days(); ++day) {
    const auto d = static_cast<std::size_t>(day);
    out += fmt::format("{},{}", day, f.date(day));
    for (std::size_t c = 0; c < f.run.camps.size(); ++c) {
      out += fmt::format(",{:.1f},{:.0f}", f.run.simulated[c][d], f.run.counted[c][d]);
    }
    out += fmt::format(",{:.1f},{:.1f},{:.6f}\n", f.run.on_the_way[d], f.run.displaced[d], f.run.error_by_day[d]);
  }
  return out;
}

std::string flow_json(const Flowed& f) {
  std::string out;
  reading::JsonWriter j(out);
  const auto series = [&](std::string_view key, const std::vector<double>& values, int digits) {
    j.key(key).array();
    for (const double value : values) {
      j.rounded(value, digits);
    }
    j.close();
  };
  j.object();
  j.key("folder").text(f.folder);
  j.key("start").text(f.date(0));
  j.key("days").integer(f.days());
  j.key("places").integer(static_cast<std::int64_t>(f.scenario.graph.places.size()));
  j.key("links").integer(static_cast<std::int64_t>(f.scenario.graph.links.size()));
  j.key("error").number(f.run.error);
  j.key("plain_error").number(f.run.plain_error);
  j.key("conservation").number(f.run.conservation);
  j.key("camps").array();
  for (std::size_t c = 0; c < f.run.camps.size(); ++c) {
    j.object();
    j.key("name").text(f.run.camps[c]);
    series("model", f.run.simulated[c], 1);
    series("counted", f.run.counted[c], 0);
    j.close();
  }
  j.close();
  series("on_the_way", f.run.on_the_way, 1);
  series("displaced", f.run.displaced, 1);
  series("error_by_day", f.run.error_by_day, 6);
  j.close();
  return out + "\n";
}

Result<std::string> flow_chart(const Flowed& f) {
  play::chart::LineChart chart;
  chart.frame.title = "People in camps";
  chart.frame.subtitle = fmt::format("Solid: the model. Dashed: counted. Rescaled error {:.3f}.", f.run.error);
  chart.frame.source = fmt::format("Source: {}. Where people go, given how many; no forecast.", f.folder);
  chart.x = {.label = "date", .first_day = f.date(0)};
  chart.y = {.label = "people", .low = 0};
  std::vector<double> days;
  for (int day = 0; day < f.days(); ++day) {
    days.push_back(day);
  }
  for (std::size_t c = 0; c < f.run.camps.size(); ++c) {
    const int colour = static_cast<int>(c % 7);
    chart.lines.push_back({.name = f.run.camps[c], .x = days, .y = f.run.simulated[c], .colour = colour});
    chart.lines.push_back({.name = f.run.camps[c] + ", counted",
                           .x = days,
                           .y = f.run.counted[c],
                           .dash = play::chart::Dash::dashed,
                           .colour = colour,
                           .width = 1.5});
  }
  return play::chart::svg(chart);
}

Result<Flowed> run_flow(const Arguments& arguments, World& world) {
  Flowed out;
  out.folder = arguments.positionals().front();
  const auto files = flow::load_flee(out.folder);
  if (!files) {
    return files.error();
  }
  auto scenario = flow::parse_flee(*files);
  if (!scenario) {
    Error error = scenario.error();
    error.where = out.folder + ": " + error.where;
    return error;
  }
  out.scenario = std::move(*scenario);
  flow::Rules rules;
  if (arguments.has("--settings")) {
    const std::string path = arguments.get("--settings");
    const auto bytes = read_whole(path, world, std::size_t{1} << 20);
    if (!bytes) {
      return bytes.error();
    }
    const auto read = flow::parse_flee_settings(*bytes, called(path));
    if (!read) {
      return read.error();
    }
    rules = *read;
  }
  flow::FleeOptions options;
  options.days = arguments.number("--days", 0);
  options.first_day_twice = arguments.has("--as-flee");
  options.progress = [&](int) { return !world.stopped(); };
  auto run = flow::run(out.scenario, rules, options);
  if (!run) {
    return Error{run.error().code, run.error().message, out.folder};
  }
  out.run = std::move(*run);
  return out;
}

}  // namespace

int flow_command(const Arguments& arguments, World& world) {
  const auto flowed = run_flow(arguments, world);
  if (!flowed) {
    return could_not(world, flowed.error());
  }
  for (const Error& note : flowed->scenario.notes) {
    world.err(fmt::format("detente: {}: {}\n", flowed->folder, note.to_string()));
  }
  if (arguments.has("--plot")) {
    const auto svg = flow_chart(*flowed);
    if (!svg) {
      return could_not(world, svg.error());
    }
    if (auto written = write_whole(arguments.get("--plot"), *svg); !written) {
      return could_not(world, written.error());
    }
  }
  if (arguments.has("--json")) {
    world.out(flow_json(*flowed));
  } else if (arguments.has("--csv")) {
    world.out(flow_csv(*flowed));
  } else {
    world.out(flow_text(*flowed, Style(arguments, world), world.columns));
  }
  return flowed->scenario.notes.empty() ? kDone : kWithFindings;
}

}  // namespace detente::cli
