// A crisis played forward from the page: fans of what happens each day under each policy, and what the policies change.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/play/crisis.hpp"
#include "detente/result.hpp"

namespace detente::desk {

// What was asked for, checked.
struct PlayOrder {
  play::Crisis crisis;
  std::string text;  // the crisis file
  std::string file;  // its name in the command
  std::vector<std::size_t> policies;
  std::uint32_t runs = 1000;
  std::uint64_t seed = 1;
  std::string command;  // the same on a command line
};

struct NamedCrisis {
  std::string name;  // "textbook-crisis"
  std::string file;  // as a command line names it
  std::string text;
};

// The crisis files of a folder, by name.
std::vector<NamedCrisis> crises_in(const std::filesystem::path& folder);
// {"crises": [{"name", "title", "note", "start", "days", "policies", "file", "text"}]}; what cannot be read is left
// out.
std::string crises_json(const std::vector<NamedCrisis>& crises);

// Takes {"crisis": name or TOML, "policies": [...], "runs", "days", "seed", "set": {"party.A.war_cost": 0.5}} apart.
// Errors: bad_format, bad_value, missing_field, not_found (no such crisis, policy or number), too_large.
Result<PlayOrder> read_order(std::string_view json, const std::vector<NamedCrisis>& crises);

// An order as text that read_kept_order takes apart again, with the crisis as it was when it was given.
// `json` and `crises` are those of which `order` was read.
std::string kept_order(const PlayOrder& order, std::string_view json, const std::vector<NamedCrisis>& crises);
// Errors: as read_order; bad_format (it is damaged).
Result<PlayOrder> read_kept_order(std::string_view text);

using PlayProgress = std::function<bool(std::int64_t done, std::int64_t total, const std::string& message)>;
// {"policies": [{"name", "fans", "outcomes"}], "paired", "differences", "command", ...}. Errors: cancelled.
Result<std::string> play_order(const PlayOrder& order, unsigned threads, const PlayProgress& progress);

}  // namespace detente::desk
