#include <fmt/format.h>

#include <array>

#include "command.hpp"
#include "detente/board/scope.hpp"
#include "detente/desk/desk.hpp"
#include "detente/play/crisis_schema.hpp"

namespace detente::cli {

namespace {

struct Entry {
  std::string_view name;
  int (*run)(const Arguments&, World&);
};

constexpr std::array kEntries{
    // One a line, so that commands are added without touching their neighbours.
    // clang-format off
    Entry{"code", code_command},
    Entry{"generate", generate_command},
    Entry{"extract", extract_command},
    Entry{"read", read_command},
    Entry{"board", board_command},
    Entry{"brief", brief_command},
    Entry{"diff", diff_command},
    Entry{"draft-crisis", draft_crisis_command},
    Entry{"show", show_command},
    Entry{"export", export_command},
    Entry{"doctor", doctor_command},
    Entry{"play", play_command},
    Entry{"sensitivity", sensitivity_command},
    Entry{"link", link_command},
    Entry{"verify", verify_command},
    Entry{"bargain", bargain_command},
    Entry{"solve", solve_command},
    Entry{"score", score_command},
    Entry{"fit", fit_command},
    Entry{"flow", flow_command},
    Entry{"serve", serve_command},
    Entry{"mcp", mcp_command},
    // clang-format on
};

}  // namespace

int could_not(World& world, const Error& error) {
  world.err(fmt::format("detente: {}\n", error.to_string()));
  return kCouldNot;
}

std::filesystem::path database_path(const Arguments& arguments, const World& world) {
  if (arguments.has("--db")) {
    return arguments.get("--db");
  }
  const std::string named = world.env("DETENTE_DB");
  return named.empty() ? "crisis.duckdb" : named;
}

Result<record::Record> open_to_look(const Arguments& arguments, const World& world) {
  const std::filesystem::path path = database_path(arguments, world);
  auto record = record::Record::open(path, record::Access::read);
  if (!record) {
    Error error = record.error();
    if (error.code == ErrorCode::not_found) {
      error.message = "there is no record yet: `detente read FOLDER` makes one";
    }
    return error;
  }
  record::AsOf as_of{arguments.get("--as-of"), std::nullopt};
  if (arguments.has("--revision")) {
    as_of.revision = arguments.number("--revision", 0);
  }
  const board::Scope scope{arguments.get("--about"), arguments.get("--country")};
  if (auto looked = board::look(*record, as_of, scope); !looked) {
    return looked.error();
  }
  return record;
}

int generate_command(const Arguments& arguments, World& world) {
  const std::string& what = arguments.positionals().front();
  std::string text = completion(what);
  if (what == "man") {
    text = man_page(DETENTE_VERSION);
  } else if (what == "reference") {
    text = reference();
  } else if (what == "crisis-file") {
    text = play::crisis_schema_markdown();
  } else if (what == "desk-api") {
    text = "\n" + desk::api_reference();
  } else if (what == "openapi") {
    text = desk::openapi(DETENTE_VERSION);
  }
  if (text.empty()) {
    return could_not(
        world, {ErrorCode::usage,
                fmt::format(
                    "generate makes bash, zsh, fish, man, reference, crisis-file, desk-api or openapi, not '{}'", what),
                ""});
  }
  world.out(text);
  return kDone;
}

int run(const std::vector<std::string>& arguments, World& world) {
  if (arguments.empty() || arguments[0] == "--help" || arguments[0] == "-h" || arguments[0] == "help") {
    if (arguments.size() > 1 && arguments[0] == "help") {
      return run({arguments[1], "--help"}, world);
    }
    if (arguments.empty()) {
      world.err(overview());
      return kCouldNot;
    }
    world.out(overview());
    return kDone;
  }
  if (arguments[0] == "--version" || arguments[0] == "-V") {
    world.out(fmt::format("detente {}\n", DETENTE_VERSION));
    return kDone;
  }
  const Command* command = find_command(arguments[0]);
  if (command == nullptr) {
    const Command* near = nearest_command(arguments[0]);
    const std::string advice =
        near != nullptr ? fmt::format("did you mean '{}'?", near->name) : "detente --help lists them";
    return could_not(world, {ErrorCode::usage, fmt::format("there is no command '{}': {}", arguments[0], advice), ""});
  }
  const auto parsed = parse(*command, {arguments.begin() + 1, arguments.end()});
  if (!parsed) {
    return could_not(world, parsed.error());
  }
  if (parsed->has("--help")) {
    world.out(help_of(*command));
    return kDone;
  }
  for (const Entry& entry : kEntries) {
    if (entry.name == command->name) {
      return entry.run(*parsed, world);
    }
  }
  return kCouldNot;
}

}  // namespace detente::cli
