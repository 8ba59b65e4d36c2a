#include "command.hpp"
#include "detente/reading/json_writer.hpp"

namespace detente::cli {

namespace {

std::string findings_json(const record::Findings& findings, const std::string& digest) {
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("reports").integer(findings.reports);
  j.key("readings").integer(findings.readings);
  j.key("rows").integer(findings.rows);
  j.key("spans").integer(findings.spans);
  j.key("digest").text(digest);
  j.key("faults").array();
  for (const record::Fault& fault : findings.faults) {
    j.object();
    j.key("kind").text(fault.kind);
    j.key("count").integer(fault.count);
    j.key("table").text(fault.table);
    j.key("item").text(fault.item);
    j.key("report").text(fault.report);
    j.key("message").text(fault.message);
    j.close();
  }
  j.close();
  j.close();
  return out + "\n";
}

std::string findings_text(const record::Findings& findings, const std::string& digest) {
  std::string out;
  for (const record::Fault& fault : findings.faults) {
    out += fmt::format("{} ({}), first in {}", fault.kind, fault.count, fault.table);
    out += fault.item.empty() ? "" : " " + fault.item;
    out += fault.report.empty() ? "" : " of report " + fault.report;
    out += fmt::format(":\n    {}\n", fault.message);
  }
  out += fmt::format("{} reports, {} readings, {} rows, {} spans: {}\ndigest {}\n", findings.reports, findings.readings,
                     findings.rows, findings.spans,
                     findings.faults.empty() ? "every span says what the record claims" : "the record does not hold",
                     digest);
  return out;
}

}  // namespace

int verify_command(const Arguments& arguments, World& world) {
  auto record = open_to_look(arguments, world);
  if (!record) {
    return could_not(world, record.error());
  }
  const auto findings = record->verify([&](std::int64_t, std::int64_t) { return !world.stopped(); });
  if (!findings) {
    return could_not(world, findings.error());
  }
  const auto digest = record->digest();
  if (!digest) {
    return could_not(world, digest.error());
  }
  if (findings->reports == 0 && findings->faults.empty() && !arguments.has("--json")) {
    world.out("no reports yet: detente read FOLDER\n");
    return kDone;
  }
  world.out(arguments.has("--json") ? findings_json(*findings, *digest) : findings_text(*findings, *digest));
  return findings->faults.empty() ? kDone : kWithFindings;
}

}  // namespace detente::cli
