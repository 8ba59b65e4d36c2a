#include "detente/linking/link.hpp"

#include <optional>

#include "command.hpp"
#include "detente/desk/desk.hpp"
#include "detente/reading/json_writer.hpp"
#include "english.hpp"
#include "link_lists.hpp"
#include "style.hpp"

namespace detente::cli {

namespace {

using record::Correction;
using record::CorrectionKind;

struct Asked {
  std::string_view option;
  CorrectionKind kind;
  bool has_object;
};

constexpr Asked kCorrections[] = {{"--join-origins", CorrectionKind::join_origins, true},
                                  {"--split-origin", CorrectionKind::split_origin, false},
                                  {"--join-findings", CorrectionKind::join_findings, true},
                                  {"--split-finding", CorrectionKind::split_finding, false},
                                  {"--review", CorrectionKind::review, true},
                                  {"--undo", CorrectionKind::undo, false}};

std::string linked_text(const linking::Linked& linked) {
  if (linked.readings == 0) {
    return "nothing to link: every report has been linked\n";
  }
  return fmt::format("linked: {} of {}: {} with others, {}, {}\n{} of an origin that was known\n",
                     count(linked.claims, "claim"), count(linked.readings, "report"), linked.joined,
                     count(linked.updates, "update"), count(linked.contradictions, "contradiction"),
                     count(linked.same_origin, "report"));
}

std::string linked_json(const linking::Linked& linked) {
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("readings").integer(linked.readings);
  j.key("claims").integer(linked.claims);
  j.key("findings").integer(linked.findings);
  j.key("joined").integer(linked.joined);
  j.key("links").integer(linked.links);
  j.key("updates").integer(linked.updates);
  j.key("contradictions").integer(linked.contradictions);
  j.key("same_origin").integer(linked.same_origin);
  j.close();
  return out + "\n";
}

int link_all(const Arguments& arguments, World& world, record::Record& record) {
  if (auto started = record.start_run({.made_at = world.now(), .why = "link", .reader = {}}); !started) {
    return could_not(world, started.error());
  }
  double shown = 0;
  const auto linked = linking::link_new(record, {}, [&](std::int64_t done, std::int64_t total) {
    constexpr double kBetween = 0.1;
    if (world.err_is_terminal && world.seconds() - shown > kBetween) {
      shown = world.seconds();
      world.err(fmt::format("\rlinking {} of {} reports\x1b[K", done, total));
    }
    return !world.stopped();
  });
  if (linked) {
    // What the first desk over it would make everybody wait for. Without it the desk draws it by itself.
    (void)desk::draw_first_view(record, database_path(arguments, world), DETENTE_VERSION, desk::kWorthDrawing,
                                [&] { return !world.stopped(); });
  }
  if (world.err_is_terminal) {
    world.err("\r\x1b[K");
  }
  if (!linked) {
    return could_not(world, linked.error());
  }
  world.out(arguments.has("--json") ? linked_json(*linked) : linked_text(*linked));
  return kDone;
}

// "rc577" or "rc577:e3" with the whole id of the report; other words as they are.
Result<std::string> whole_name(record::Record& record, const std::string& words) {
  const std::size_t colon = words.find(':');
  const std::string prefix = words.substr(0, colon);
  if (prefix.empty() || prefix[0] != 'r') {
    return words;
  }
  const auto ids = record.reports_like(prefix, 2);
  if (!ids) {
    return ids.error();
  }
  if (ids->empty()) {
    return Error{ErrorCode::not_found, fmt::format("no report's id begins with '{}'", prefix), ""};
  }
  if (ids->size() > 1) {
    return Error{ErrorCode::bad_value, fmt::format("more than one report's id begins with '{}'", prefix), ""};
  }
  return ids->front() + (colon == std::string::npos ? std::string() : words.substr(colon));
}

Result<Correction> correction_of(const Asked& asked, const Arguments& arguments, const World& world,
                                 record::Record& record) {
  Correction out{.made_at = world.now(),
                 .kind = asked.kind,
                 .subject = {},
                 .object = {},
                 .note = arguments.get("--note"),
                 .undoes = std::nullopt};
  if (asked.kind == CorrectionKind::undo) {
    out.undoes = arguments.number(asked.option, 0);
    return out;
  }
  const std::string value = arguments.get(asked.option);
  const std::size_t comma = value.find(',');
  if ((comma != std::string::npos) != asked.has_object) {
    return Error{ErrorCode::usage,
                 asked.has_object ? fmt::format("{} takes two, with a comma between them", asked.option)
                                  : fmt::format("{} takes one", asked.option),
                 ""};
  }
  auto subject = whole_name(record, value.substr(0, comma));
  if (!subject) {
    return subject.error();
  }
  out.subject = std::move(*subject);
  if (asked.has_object) {
    const std::string object = value.substr(comma + 1);
    auto whole = asked.kind == CorrectionKind::review ? Result<std::string>(object) : whole_name(record, object);
    if (!whole) {
      return whole.error();
    }
    out.object = std::move(*whole);
  }
  return out;
}

int correct(const Asked& asked, const Arguments& arguments, World& world, record::Record& record) {
  const auto correction = correction_of(asked, arguments, world, record);
  if (!correction) {
    return could_not(world, correction.error());
  }
  const auto id = record.correct(*correction);
  if (!id) {
    return could_not(world, id.error());
  }
  if (arguments.has("--json")) {
    std::string out;
    reading::JsonWriter j(out);
    j.object();
    j.key("correction").integer(*id);
    j.close();
    world.out(out + "\n");
  } else {
    world.out(fmt::format("correction {} is kept; detente link --undo {} takes it back\n", *id, *id));
  }
  return kDone;
}

}  // namespace

int link_command(const Arguments& arguments, World& world) {
  const Asked* asked = nullptr;
  int given = 0;
  for (const Asked& correction : kCorrections) {
    if (arguments.has(correction.option)) {
      asked = &correction;
      given += static_cast<int>(arguments.all(correction.option).size());
    }
  }
  std::optional<LinkList> list;
  for (const auto& [option, kind] : kLinkLists) {
    if (arguments.has(option)) {
      list = kind;
      ++given;
    }
  }
  if (given > 1) {
    return could_not(world, {ErrorCode::usage, "ask for one list or one correction at a time", ""});
  }
  if (list) {
    auto record = open_to_look(arguments, world);
    if (!record) {
      return could_not(world, record.error());
    }
    const auto text = list_links(*record, *list, arguments, Style(arguments, world));
    if (!text) {
      return could_not(world, text.error());
    }
    world.out(*text);
    return kDone;
  }
  if (arguments.has("--as-of") || arguments.has("--revision")) {
    return could_not(world, {ErrorCode::usage, "--as-of and --revision choose what a list shows; name one", ""});
  }
  // A slip of the keyboard must not leave an empty record behind.
  if (auto there = record::Record::open(database_path(arguments, world), record::Access::read); !there) {
    return could_not(world, there.error());
  }
  auto record = record::Record::open(database_path(arguments, world), record::Access::write);
  if (!record) {
    return could_not(world, record.error());
  }
  return asked != nullptr ? correct(*asked, arguments, world, *record) : link_all(arguments, world, *record);
}

}  // namespace detente::cli
