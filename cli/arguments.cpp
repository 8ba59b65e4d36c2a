#include <fmt/format.h>
#include <fmt/ranges.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <memory>
#include <numeric>

#include "detente/cli/options.hpp"

namespace detente::cli {

namespace {

Error usage(const Command& command, std::string message) {
  return Error{ErrorCode::usage, fmt::format("{} (detente {} --help)", message, command.name), ""};
}

Result<void> check_value(const Command& command, const Option& option, const std::string& value) {
  if (!option.choices.empty() &&
      std::find(option.choices.begin(), option.choices.end(), value) == option.choices.end()) {
    return usage(command,
                 fmt::format("{} must be one of {}, not '{}'", option.name, fmt::join(option.choices, ", "), value));
  }
  if (option.number) {
    int number = 0;
    const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error != std::errc() || end != value.data() + value.size() || number < 0) {
      return usage(command, fmt::format("{} must be a whole number, not '{}'", option.name, value));
    }
  }
  return {};
}

// Damerau's distance without transpositions over a distance (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::vector<std::size_t>> d(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
  for (std::size_t i = 0; i <= a.size(); ++i) {
    for (std::size_t j = 0; j <= b.size(); ++j) {
      if (i == 0 || j == 0) {
        d[i][j] = i + j;
        continue;
      }
      d[i][j] = std::min({d[i - 1][j] + 1, d[i][j - 1] + 1, d[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        d[i][j] = std::min(d[i][j], d[i - 2][j - 2] + 1);
      }
    }
  }
  return d[a.size()][b.size()];
}

}  // namespace

std::string Arguments::get(std::string_view option, std::string_view fallback) const {
  const auto& values = all(option);
  return values.empty() ? std::string(fallback) : values.back();
}

int Arguments::number(std::string_view option, int fallback) const {
  const auto& values = all(option);
  if (values.empty()) {
    return fallback;
  }
  int number = fallback;
  std::from_chars(values.back().data(), values.back().data() + values.back().size(), number);
  return number;
}

const std::vector<std::string>& Arguments::all(std::string_view option) const {
  static const std::vector<std::string> kNone;
  const auto at = values_.find(option);
  return at == values_.end() ? kNone : at->second;
}

void Arguments::add(std::string_view option, std::vector<std::string> values) {
  values_[std::string(option)] = std::move(values);
}

Result<Arguments> parse(const Command& command, const std::vector<std::string>& arguments) {
  CLI::App app;
  app.set_help_flag();
  std::vector<const Option*> options;
  for (const auto list : {std::span<const Option>(command.options), common_options()}) {
    for (const Option& option : list) {
      options.push_back(&option);
    }
  }
  std::vector<std::vector<std::string>> values(options.size());
  std::vector<CLI::Option*> given;
  for (std::size_t i = 0; i < options.size(); ++i) {
    const std::string name = options[i]->name == "--help" ? "-h,--help" : std::string(options[i]->name);
    if (options[i]->value.empty()) {
      given.push_back(app.add_flag(name));
    } else {
      given.push_back(app.add_option(name, values[i])
                          ->expected(1)
                          ->allow_extra_args(false)
                          ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll));
    }
  }
  std::vector<std::string> positionals;
  if (!command.positionals.empty()) {
    app.add_option(std::string(command.positionals.front().name), positionals)->expected(-1);
  }
  try {
    app.parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
  } catch (const CLI::ExtrasError&) {
    const auto extra = std::find_if(arguments.begin(), arguments.end(), [&](const std::string& word) {
      return word.starts_with('-') && word.size() > 1
                 ? std::none_of(options.begin(), options.end(),
                                [&](const Option* o) { return word.substr(0, word.find('=')) == o->name; })
                 : command.positionals.empty();
    });
    const std::string word = extra == arguments.end() ? arguments.back() : *extra;
    return usage(command, fmt::format("{} '{}' is not known", word.starts_with('-') ? "option" : "argument", word));
  } catch (const CLI::ParseError& error) {
    return usage(command, error.what());
  }
  Arguments out;
  for (std::size_t i = 0; i < options.size(); ++i) {
    if (given[i]->count() == 0) {
      continue;
    }
    for (const std::string& value : values[i]) {
      if (auto ok = check_value(command, *options[i], value); !ok) {
        return ok.error();
      }
    }
    out.add(options[i]->name, options[i]->value.empty() ? std::vector<std::string>{"true"} : values[i]);
  }
  for (std::string& value : positionals) {
    out.add_positional(std::move(value));
  }
  if (!out.has("--help") && !command.positionals.empty()) {
    const Positional& wanted = command.positionals.front();
    if (wanted.required && positionals.empty()) {
      return usage(command, fmt::format("say which {}", wanted.name));
    }
    if (!wanted.repeat && positionals.size() > 1) {
      return usage(command, fmt::format("only one {} can be given", wanted.name));
    }
  }
  return out;
}

const Command* nearest_command(std::string_view word) {
  const Command* best = nullptr;
  std::size_t least = 3;  // more edits than that is another word
  for (const Command& command : commands()) {
    const std::size_t d = distance(word, command.name);
    if (d < least && d < command.name.size()) {
      least = d;
      best = &command;
    }
  }
  return best;
}

}  // namespace detente::cli
