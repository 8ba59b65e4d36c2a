#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "detente/cli/options.hpp"

namespace detente::cli {

namespace {

constexpr std::size_t kWidth = 96;
constexpr std::string_view kPurpose =
    "A crisis desk: reads news reports, keeps who said what about whom with the words that say it, and shows the state "
    "of play.";

// The text in lines of at most kWidth characters, each after the first with `indent` spaces before it.
std::string wrap(std::string_view text, std::size_t indent, std::size_t column) {
  std::string out;
  std::size_t at = column;
  bool first = true;
  while (!text.empty()) {
    const std::size_t space = std::min(text.find(' '), text.size());
    const std::string_view word = text.substr(0, space);
    text.remove_prefix(std::min(space + 1, text.size()));
    if (!first && at + 1 + word.size() > kWidth) {
      out += '\n';
      out.append(indent, ' ');
      at = indent;
    } else if (!first) {
      out += ' ';
      ++at;
    }
    out += word;
    at += word.size();
    first = false;
  }
  return out;
}

std::string signature(const Option& option) {
  return option.value.empty() ? std::string(option.name) : fmt::format("{} {}", option.name, option.value);
}

std::string explanation(const Option& option) {
  std::string out(option.help);
  if (!option.choices.empty()) {
    out += fmt::format(": {}", fmt::join(option.choices, ", "));
  }
  if (!option.fallback.empty()) {
    out += fmt::format(" [{}]", option.fallback);
  }
  return out;
}

std::string usage_line(const Command& command) {
  std::string out = fmt::format("detente {}", command.name);
  for (const Positional& p : command.positionals) {
    out += fmt::format(" {}{}", p.name, p.repeat ? "..." : "");
  }
  return out + " [OPTIONS]";
}

std::string rows(std::span<const Option> options) {
  std::string out;
  for (const Option& option : options) {
    constexpr std::size_t kIndent = 22;
    const std::string head = signature(option);
    // A long option has a line of its own.
    const std::string gap = head.size() + 3 > kIndent ? "\n" + std::string(kIndent, ' ') : "";
    out += fmt::format("  {:<{}}{}{}\n", head, gap.empty() ? kIndent - 2 : 0, gap,
                       wrap(explanation(option), kIndent, kIndent));
  }
  return out;
}

}  // namespace

std::string overview() {
  std::string out = fmt::format("detente: {}\n\n", wrap(kPurpose, 0, 9));
  out += "  detente read reports/      read a folder of reports into crisis.duckdb\n";
  out += "  detente board              see who did what to whom, and who says so\n";
  out += "  detente verify             check every assertion against the bytes it points to\n\nCommands:\n";
  for (const Command& command : commands()) {
    out += fmt::format("  {:<15}{}\n", command.name, command.purpose);
  }
  out += "\n`detente COMMAND --help` explains one command; `detente --version` says which release this is.\n";
  out += "Exit status: 0 done, 1 done with findings, 2 could not be done.\n";
  return out;
}

std::string help_of(const Command& command) {
  std::string out = fmt::format("{}\n\n", command.purpose);
  for (const Example& example : command.examples) {
    out += fmt::format("  {}\n      {}\n", example.command, example.says);
  }
  out += fmt::format("\nUsage: {}\n", usage_line(command));
  for (const Positional& p : command.positionals) {
    out += fmt::format("  {:<20}{}\n", p.name, wrap(p.help, 22, 22));
  }
  out += "\nOptions:\n";
  out += rows(command.options);
  out += rows(common_options());
  if (!command.prose.empty()) {
    out += fmt::format("\n{}\n", wrap(command.prose, 0, 0));
  }
  return out;
}

std::string reference() {
  std::string out;
  for (const Command& command : commands()) {
    out += fmt::format("### `detente {}`\n\n{}\n\n```sh\n", command.name, command.purpose);
    for (const Example& example : command.examples) {
      out += fmt::format("{}    # {}\n", example.command, example.says);
    }
    out += "```\n\n";
    for (const Positional& p : command.positionals) {
      out += fmt::format("- `{}`: {}\n", p.name, p.help);
    }
    for (const Option& option : command.options) {
      out += fmt::format("- `{}`: {}\n", signature(option), explanation(option));
    }
    out += command.positionals.empty() && command.options.empty() ? "" : "\n";
    if (!command.prose.empty()) {
      out += fmt::format("{}\n\n", wrap(command.prose, 0, 0));
    }
  }
  out += "### Options of every command\n\n";
  for (const Option& option : common_options()) {
    out += fmt::format("- `{}`: {}\n", signature(option), explanation(option));
  }
  return out;
}

}  // namespace detente::cli
