#include <thread>

#include "command.hpp"
#include "detente/reading/json_writer.hpp"
#include "resources.hpp"
#include "style.hpp"

namespace detente::cli {

namespace {

struct Check {
  std::string name;
  std::string found;   // what is there
  std::string advice;  // how to get it; empty if nothing is missing
};

Check check_model(const Arguments& arguments, const World& world) {
  const std::filesystem::path path = find_model(arguments, world);
  const auto pipeline = language::Pipeline::load(path);
  if (!pipeline) {
    return {"model", pipeline.error().to_string(),
            "tools/setup fetches it; --model DIR or DETENTE_MODEL names another"};
  }
  return {"model", fmt::format("{} in {}", pipeline->name(), path.string()), ""};
}

Check check_knowledge(const Arguments& arguments, const World& world) {
  const std::filesystem::path path = find_knowledge(world);
  auto knowledge = knowledge::load(path);
  if (!knowledge) {
    return {"knowledge", knowledge.error().to_string(), "the build makes it; DETENTE_KNOWLEDGE names another"};
  }
  const auto& more = arguments.all("--knowledge");
  if (!more.empty()) {
    knowledge = knowledge::extend(std::move(*knowledge), {more.begin(), more.end()});
    if (!knowledge) {
      return {"knowledge", knowledge.error().to_string(), "mend the file that is named"};
    }
  }
  const std::string from = fmt::format("{}{}", path.string(), more.empty() ? "" : " and " + join(more, ", "));
  return {"knowledge",
          fmt::format("{} frames of acts, {} places in {}", knowledge->acts.size(), knowledge->places.size(), from),
          ""};
}

Check check_record(const Arguments& arguments, const World& world) {
  const std::filesystem::path path = database_path(arguments, world);
  auto record = record::Record::open(path, record::Access::read);
  if (!record) {
    const bool none = record.error().code == ErrorCode::not_found;
    return {"record", none ? fmt::format("none yet at {}", path.string()) : record.error().to_string(),
            none ? "" : "detente verify checks it; --db FILE or DETENTE_DB names another"};
  }
  const auto ids = record->report_ids();
  const auto revisions = record->revisions();
  if (!ids || !revisions) {
    return {"record", (ids ? revisions.error() : ids.error()).to_string(), "restore it from a copy"};
  }
  return {"record",
          fmt::format("{}: {} report{}, {} revision{}", path.string(), ids->size(), ids->size() == 1 ? "" : "s",
                      revisions->size(), revisions->size() == 1 ? "" : "s"),
          ""};
}

}  // namespace

int doctor_command(const Arguments& arguments, World& world) {
  const std::vector<Check> checks{
      {"detente", DETENTE_VERSION, ""},
      {"reader", reader_version(), ""},
      check_model(arguments, world),
      check_knowledge(arguments, world),
      check_record(arguments, world),
      {"DuckDB", record::Record::engine_version(), ""},
      {"processor", fmt::format("{} kernels, {} threads", language::kernel_path(), std::thread::hardware_concurrency()),
       ""},
  };
  bool all_there = true;
  std::string text;
  std::string json;
  reading::JsonWriter j(json);
  j.object();
  j.key("checks").array();
  const Style style(arguments, world);
  for (const Check& check : checks) {
    const bool ok = check.advice.empty();
    all_there = all_there && ok;
    text += fmt::format("{}  {}{}\n", ok ? "ok     " : style.warning("missing"), style.heading(left(check.name, 11)),
                        check.found);
    text += ok ? "" : fmt::format("{:20}{}\n", "", check.advice);
    j.object();
    j.key("name").text(check.name);
    j.key("ok").boolean(ok);
    j.key("found").text(check.found);
    j.key("advice").text(check.advice);
    j.close();
  }
  j.close();
  j.key("ok").boolean(all_there);
  j.close();
  world.out(arguments.has("--json") ? json + "\n" : text);
  return all_there ? kDone : kWithFindings;
}

}  // namespace detente::cli
