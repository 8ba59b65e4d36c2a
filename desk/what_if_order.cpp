#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <system_error>

#include "detente/play/future.hpp"
#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"
#include "what_if.hpp"

namespace detente::desk {

namespace fs = std::filesystem;

namespace {

using Json = nlohmann::ordered_json;

constexpr int kMostDays = 3650;
constexpr std::int64_t kMostRuns = 20000;

// As a shell takes it for one word.
std::string shell_word(const std::string& word) {
  const bool plain = !word.empty() && std::all_of(word.begin(), word.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           std::string_view("-_./=:,+@%").find(c) != std::string_view::npos;
  });
  if (plain) {
    return word;
  }
  std::string out = "'";
  for (const char c : word) {
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  }
  return out + "'";
}

Error wrong(const char* key, std::string message) { return {ErrorCode::bad_value, std::move(message), key}; }

Result<std::optional<std::int64_t>> whole(const Json& json, const char* key, std::int64_t least, std::int64_t most) {
  if (!json.contains(key) || json[key].is_null()) {
    return std::optional<std::int64_t>();
  }
  if (!json[key].is_number_integer() || json[key].get<double>() < static_cast<double>(least) ||
      json[key].get<double>() > static_cast<double>(most)) {
    return wrong(key, fmt::format("{} must be a whole number from {} to {}", key, least, most));
  }
  return std::optional<std::int64_t>(json[key].get<std::int64_t>());
}

Result<void> choose_crisis(const Json& json, const std::vector<NamedCrisis>& crises, PlayOrder& order) {
  if (!json.contains("crisis") || !json["crisis"].is_string()) {
    return Error{ErrorCode::missing_field, "crisis is missing: the name of a crisis, or the text of a crisis file",
                 "crisis"};
  }
  const std::string given = json["crisis"].get<std::string>();
  const auto named = std::find_if(crises.begin(), crises.end(), [&](const NamedCrisis& c) { return c.name == given; });
  if (named != crises.end()) {
    order.text = named->text;
    order.file = named->file;
  } else if (given.find('\n') == std::string::npos && given.find('=') == std::string::npos) {
    std::string names;
    for (const NamedCrisis& crisis : crises) {
      names += (names.empty() ? "" : ", ") + crisis.name;
    }
    return Error{ErrorCode::not_found, fmt::format("there is no crisis '{}'; there are: {}", given, names), "crisis"};
  } else {
    order.text = given;
    order.file = fmt::format("crisis-{:08x}.toml", text::murmur3_x64_128(given).low & 0xffffffffU);
  }
  auto crisis = play::read_crisis(order.text, order.file);
  if (!crisis) {
    return crisis.error();
  }
  order.crisis = std::move(*crisis);
  return {};
}

Result<void> choose_policies(const Json& json, PlayOrder& order) {
  std::vector<std::string> names;
  if (json.contains("policies") && !json["policies"].is_null()) {
    if (!json["policies"].is_array()) {
      return wrong("policies", "policies must be a list of names");
    }
    for (const Json& name : json["policies"]) {
      if (!name.is_string()) {
        return wrong("policies", "policies must be a list of names");
      }
      names.push_back(name.get<std::string>());
    }
  }
  const std::vector<play::Policy>& known = order.crisis.policies;
  for (const std::string& name : names) {
    const auto at = std::find_if(known.begin(), known.end(), [&](const play::Policy& p) { return p.name == name; });
    if (at == known.end()) {
      return Error{ErrorCode::not_found, fmt::format("there is no policy '{}' in {}", name, order.file), "policies"};
    }
    const auto index = static_cast<std::size_t>(at - known.begin());
    if (std::find(order.policies.begin(), order.policies.end(), index) == order.policies.end()) {
      order.policies.push_back(index);
      order.command += " --policy " + shell_word(name);
    }
  }
  for (std::size_t p = 0; names.empty() && p < known.size(); ++p) {
    order.policies.push_back(p);
  }
  return {};
}

Result<void> set_numbers(const Json& json, PlayOrder& order) {
  if (!json.contains("set") || json["set"].is_null()) {
    return {};
  }
  if (!json["set"].is_object()) {
    return wrong("set", "set must be an object of numbers by their paths");
  }
  for (const auto& [path, value] : json["set"].items()) {
    if (!value.is_number()) {
      return wrong("set", fmt::format("{} must be a number", path));
    }
    const double number = value.get<double>();
    if (auto set = play::set_number(order.crisis, path, number); !set) {
      return Error{set.error().code, set.error().message, "set"};
    }
    order.command += " --set " + shell_word(fmt::format("{}={}", path, number));
  }
  if (const double radius = play::spectral_radius(order.crisis); radius >= 1) {
    return wrong("set", fmt::format("with what was set, the spectral radius is {:.4g}: it must be below 1", radius));
  }
  return {};
}

}  // namespace

std::vector<NamedCrisis> crises_in(const fs::path& folder) {
  std::vector<NamedCrisis> out;
  std::error_code error;
  for (fs::directory_iterator at(folder, error), end; !error && at != end; at.increment(error)) {
    if (at->path().extension() == ".toml") {
      std::ifstream in(at->path(), std::ios::binary);
      out.push_back({at->path().stem().string(),
                     at->path().string(),
                     {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()}});
    }
  }
  std::sort(out.begin(), out.end(), [](const NamedCrisis& a, const NamedCrisis& b) { return a.name < b.name; });
  return out;
}

std::string crises_json(const std::vector<NamedCrisis>& crises) {
  Json list = Json::array();
  for (const NamedCrisis& named : crises) {
    const auto crisis = play::read_crisis(named.text, named.file);
    if (!crisis) {
      continue;
    }
    Json policies = Json::array();
    for (const play::Policy& policy : crisis->policies) {
      policies.push_back({{"name", policy.name}, {"note", policy.note}});
    }
    list.push_back({{"name", named.name},
                    {"title", crisis->name},
                    {"note", crisis->note},
                    {"start", crisis->start},
                    {"days", crisis->days},
                    {"policies", policies},
                    {"file", named.file},
                    {"text", named.text}});
  }
  return Json{{"crises", list}}.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<PlayOrder> read_order(std::string_view text, const std::vector<NamedCrisis>& crises) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object()) {
    return Error{ErrorCode::bad_format, "the body is no JSON object", ""};
  }
  for (const auto& [key, value] : json.items()) {
    constexpr std::array<std::string_view, 6> kKeys{"crisis", "policies", "runs", "days", "seed", "set"};
    if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end()) {
      return wrong(key.c_str(), fmt::format("there is no '{}' to be set here", key));
    }
  }
  PlayOrder order;
  if (auto chosen = choose_crisis(json, crises, order); !chosen) {
    return chosen.error();
  }
  if (auto chosen = choose_policies(json, order); !chosen) {
    return chosen.error();
  }
  const auto runs = whole(json, "runs", 1, kMostRuns);
  const auto days = whole(json, "days", 1, kMostDays);
  const auto seed = whole(json, "seed", 0, 2000000000);
  for (const auto* number : {&runs, &days, &seed}) {
    if (!*number) {
      return number->error();
    }
  }
  order.runs = static_cast<std::uint32_t>(runs->value_or(1000));
  order.seed = static_cast<std::uint64_t>(seed->value_or(1));
  if (auto set = set_numbers(json, order); !set) {
    return set.error();
  }
  order.command += fmt::format(" --runs {} --seed {}", order.runs, order.seed);
  if (*days) {
    order.crisis.days = static_cast<int>(**days);
    const auto start = text::parse_date(order.crisis.start);
    order.command += " --until " + (start ? text::add_days(*start, order.crisis.days).iso_day() : std::string());
  }
  order.command = "detente play " + shell_word(order.file) + order.command;
  // Every day of every future is held until the quantiles are taken.
  constexpr std::size_t kMostNumbers = std::size_t{48} << 20;
  const std::size_t a_run = order.policies.size() * static_cast<std::size_t>(order.crisis.days) * play::kSeries;
  if (a_run * order.runs > kMostNumbers) {
    return Error{ErrorCode::too_large,
                 fmt::format("that is more than the desk keeps at once; with so many days and policies at most {} "
                             "runs, and {} on a command line",
                             kMostNumbers / a_run, "any number"),
                 "runs"};
  }
  return order;
}

std::string kept_order(const PlayOrder& order, std::string_view text, const std::vector<NamedCrisis>& crises) {
  const Json json = Json::parse(text, nullptr, false);
  Json kept{{"order", json}};
  const std::string given = json.is_object() && json.contains("crisis") && json["crisis"].is_string()
                                ? json["crisis"].get<std::string>()
                                : std::string();
  if (std::any_of(crises.begin(), crises.end(), [&](const NamedCrisis& c) { return c.name == given; })) {
    kept["named"] = {{"name", given}, {"file", order.file}, {"text", order.text}};
  }
  return kept.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<PlayOrder> read_kept_order(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (!json.is_object() || !json.contains("order")) {
    return Error{ErrorCode::bad_format, "what was ordered is damaged in the spool", ""};
  }
  std::vector<NamedCrisis> crises;
  if (json.contains("named") && json["named"].is_object()) {
    const Json& named = json["named"];
    const auto field = [&](const char* key) {
      return named.contains(key) && named[key].is_string() ? named[key].get<std::string>() : std::string();
    };
    crises.push_back({field("name"), field("file"), field("text")});
  }
  return read_order(json["order"].dump(-1, ' ', false, Json::error_handler_t::replace), crises);
}

}  // namespace detente::desk
