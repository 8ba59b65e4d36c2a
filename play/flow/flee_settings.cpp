#include <fmt/format.h>

#include <array>

#include "detente/play/flee.hpp"
#include "detente/play/table.hpp"

namespace detente::play::flow {

namespace {

struct Setting {
  std::string_view key;
  double Rules::*rule;
};

constexpr std::array<Setting, 11> kSettings{{{"max_move_speed", &Rules::speed},
                                             {"foreign_weight", &Rules::foreign_weight},
                                             {"camp_weight", &Rules::camp_weight},
                                             {"conflict_weight", &Rules::conflict_weight},
                                             {"conflict_movechance", &Rules::conflict_move},
                                             {"camp_movechance", &Rules::camp_move},
                                             {"default_movechance", &Rules::town_move},
                                             {"softening", &Rules::softening},
                                             {"distance_power", &Rules::distance_power},
                                             {"weight_power", &Rules::weight_power},
                                             {"capacity_buffer", &Rules::capacity_buffer}}};

std::string_view trimmed(std::string_view text) {
  const auto from = text.find_first_not_of(" \t\r");
  return from == std::string_view::npos ? "" : text.substr(from, text.find_last_not_of(" \t\r") - from + 1);
}

bool is_yes(std::string_view value) { return value == "True" || value == "true" || value == "yes"; }
bool is_no(std::string_view value) {
  return value.empty() || value == "False" || value == "false" || value == "no" || value == "0" || value == "0.0";
}

// One "key: value" of a section.
Result<void> take(Rules& rules, std::string_view section, std::string_view key, std::string_view value,
                  const std::string& where) {
  if (section == "spawn_rules") {
    if (key == "take_from_population") {
      rules.from_population = is_yes(value);
      return {};
    }
    const bool known = key == "insert_day0" ? is_yes(value) : is_no(value);
    if (!known) {
      return Error{ErrorCode::unsupported, fmt::format("the spawn rule '{}: {}' is not known here", key, value), where};
    }
    return {};
  }
  if (section != "move_rules" || key == "max_walk_speed" || key == "max_crossing_speed") {
    return {};  // logs, hints for speed, and speeds on foot, which no rule here uses
  }
  const auto refuse = [&] {
    return Error{ErrorCode::bad_value, fmt::format("the value '{}' of '{}' is not a number", value, key), where};
  };
  const auto parsed = table::number(value, key, where, 0);
  const bool is_number = static_cast<bool>(parsed);
  const double number = parsed ? *parsed : 0;
  for (const Setting& setting : kSettings) {
    if (setting.key == key) {
      if (!is_number) {
        return refuse();
      }
      rules.*setting.rule = number;
      return {};
    }
  }
  if (key == "capacity_scaling" || key == "awareness_level") {
    if (!is_number || number < 0 || number > 1e6) {
      return refuse();
    }
    if (key == "capacity_scaling") {
      rules.capacity_scaling = number;
    } else {
      rules.awareness = static_cast<int>(number);
    }
    return {};
  }
  if (!is_no(value) && !(key == "pruning_threshold" && is_number && number <= 1)) {
    return Error{ErrorCode::unsupported, fmt::format("the move rule '{}: {}' is not known here", key, value), where};
  }
  return {};
}

}  // namespace

Result<Rules> parse_flee_settings(std::string_view bytes, std::string_view file) {
  Rules rules;
  std::string section;
  int line = 0;
  while (!bytes.empty()) {
    ++line;
    const std::size_t end = std::min(bytes.find('\n'), bytes.size());
    std::string_view text = bytes.substr(0, end);
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
    text = text.substr(0, text.find('#'));
    const bool inner = text.starts_with(' ') || text.starts_with('\t');
    text = trimmed(text);
    if (text.empty() || text == "---") {
      continue;
    }
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) {
      return Error{ErrorCode::bad_format, "the line is neither 'section:' nor 'key: value'",
                   table::at_line(std::string(file), line)};
    }
    const std::string_view key = trimmed(text.substr(0, colon));
    if (!inner) {
      section = key;
      continue;
    }
    if (auto ok = take(rules, section, key, trimmed(text.substr(colon + 1)), table::at_line(std::string(file), line));
        !ok) {
      return ok.error();
    }
  }
  return rules;
}

}  // namespace detente::play::flow
