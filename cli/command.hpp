// The commands, one function each. Arguments are parsed and --help is answered before they run.
#pragma once

#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "detente/cli/options.hpp"
#include "detente/cli/world.hpp"
#include "detente/record/record.hpp"
#include "detente/report.hpp"
#include "detente/result.hpp"

namespace detente::cli {

int code_command(const Arguments& arguments, World& world);
int generate_command(const Arguments& arguments, World& world);
int extract_command(const Arguments& arguments, World& world);
int read_command(const Arguments& arguments, World& world);
int board_command(const Arguments& arguments, World& world);
int brief_command(const Arguments& arguments, World& world);
int diff_command(const Arguments& arguments, World& world);
int draft_crisis_command(const Arguments& arguments, World& world);
int link_command(const Arguments& arguments, World& world);
int show_command(const Arguments& arguments, World& world);
int export_command(const Arguments& arguments, World& world);
int doctor_command(const Arguments& arguments, World& world);
int play_command(const Arguments& arguments, World& world);
int sensitivity_command(const Arguments& arguments, World& world);
int verify_command(const Arguments& arguments, World& world);
int bargain_command(const Arguments& arguments, World& world);
int solve_command(const Arguments& arguments, World& world);
int score_command(const Arguments& arguments, World& world);
int fit_command(const Arguments& arguments, World& world);
int flow_command(const Arguments& arguments, World& world);
int mcp_command(const Arguments& arguments, World& world);
int serve_command(const Arguments& arguments, World& world);

// Says why on standard error; gives kCouldNot.
int could_not(World& world, const Error& error);

// --db, else DETENTE_DB, else crisis.duckdb in the current folder.
std::filesystem::path database_path(const Arguments& arguments, const World& world);

// Opens the record to be looked at, as of --as-of and --revision.
Result<record::Record> open_to_look(const Arguments& arguments, const World& world);

// The report as one JSON object, text included.
std::string report_json(const Report& report);

}  // namespace detente::cli
