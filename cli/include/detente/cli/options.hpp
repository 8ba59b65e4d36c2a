// The one definition of every command and option. The parser, -h and --help, the man page, the shell completions and
// the reference in docs/cli.md are all made from it.
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::cli {

struct Option {
  std::string_view name;                  // "--offsets"
  std::string_view value;                 // what stands behind it, "UNIT"; empty for a switch
  std::string_view help;                  // one sentence
  std::string_view fallback;              // the value if it is not given, for the reader; may be empty
  std::vector<std::string_view> choices;  // the values that are allowed; empty: any
  bool repeat = false;
  bool number = false;  // a whole number that is not negative
};

struct Positional {
  std::string_view name;  // "PATH"
  std::string_view help;
  bool required = true;
  bool repeat = false;
};

struct Example {
  std::string_view command;
  std::string_view says;
};

struct Command {
  std::string_view name;
  std::string_view purpose;  // one line
  std::vector<Example> examples;
  std::vector<Positional> positionals;
  std::vector<Option> options;
  std::string_view prose;  // what else a reader wants to know; paragraphs set apart by an empty line
};

std::span<const Command> commands();
// Options that every command takes.
std::span<const Option> common_options();
const Command* find_command(std::string_view name);

// What was given on the command line.
class Arguments {
 public:
  bool has(std::string_view option) const { return !all(option).empty(); }
  // The last value given, or `fallback`.
  std::string get(std::string_view option, std::string_view fallback = "") const;
  int number(std::string_view option, int fallback) const;
  const std::vector<std::string>& all(std::string_view option) const;
  const std::vector<std::string>& positionals() const { return positionals_; }

  void add(std::string_view option, std::vector<std::string> values);
  void add_positional(std::string value) { positionals_.push_back(std::move(value)); }

 private:
  std::map<std::string, std::vector<std::string>, std::less<>> values_;
  std::vector<std::string> positionals_;
};

// Errors: usage, with a message for the user.
Result<Arguments> parse(const Command& command, const std::vector<std::string>& arguments);

// The command whose name is nearest to a mistyped word; nullptr if none is near.
const Command* nearest_command(std::string_view word);

// Texts made from the definitions.
std::string overview();                       // detente --help
std::string help_of(const Command& command);  // detente COMMAND --help
std::string man_page(std::string_view version);
std::string reference();                         // docs/cli.md, the part between its marks
std::string completion(std::string_view shell);  // bash, zsh or fish; empty if the shell is none of these

}  // namespace detente::cli
