#include "command.hpp"
#include "detente/reading/json_writer.hpp"
#include "input.hpp"

namespace detente::cli {

std::string report_json(const Report& r) {
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("id").text(r.id);
  j.key("uri").text(r.uri);
  j.key("outlet").text(r.outlet);
  j.key("title").text(r.title);
  j.key("byline").text(r.byline);
  j.key("published").text(r.published);
  j.key("original_source").text(r.original_source);
  j.key("language").text(r.language);
  j.key("text").text(r.text);
  j.close();
  return out;
}

int extract_command(const Arguments& arguments, World& world) {
  const bool as_json = arguments.has("--json");
  bool first = true;
  intake::Sinks sinks;
  sinks.on_report = [&](Report&& report) {
    if (as_json) {
      return world.out(report_json(report) + "\n") && !world.stopped();
    }
    std::string text = first ? "" : "\n";
    text += report.text;
    if (!text.ends_with('\n')) {
      text += '\n';
    }
    first = false;
    return world.out(text) && !world.stopped();
  };
  sinks.on_problem = [&](const Error& error) { world.err(fmt::format("detente: {}\n", error.to_string())); };
  const intake::Counts counts = read_inputs(arguments.positionals(), world, sinks);
  if (counts.problems == 0) {
    return kDone;
  }
  return counts.reports > 0 ? kWithFindings : kCouldNot;
}

}  // namespace detente::cli
