// The table of options.hpp, put together from its parts.
#include <algorithm>
#include <iterator>

#include "command_table.hpp"

namespace detente::cli {

namespace {

std::vector<Command> own_commands() {
  return {
      {"doctor",
       "Say what is installed, what is missing, and how to get it.",
       {{"detente doctor", "versions, model, knowledge, database, processor"}},
       {},
       {kDatabase, kModel, kKnowledge},
       ""},
      {"generate",
       "Print shell completions, the man page or the option reference.",
       {{"detente generate bash > ~/.local/share/bash-completion/completions/detente", "completions for bash"},
        {"detente generate man > detente.1", "the man page"}},
       {{"WHAT", "bash, zsh, fish, man, reference, crisis-file, desk-api or openapi", true, false}},
       {},
       ""},
  };
}

std::vector<Command> make_commands() {
  std::vector<Command> all;
  for (auto* part : {record_commands, desk_commands, play_commands, own_commands}) {
    std::vector<Command> some = part();
    std::move(some.begin(), some.end(), std::back_inserter(all));
  }
  return all;
}

const std::vector<Option> kCommon{
    {"--json", "", "write JSON for programs in place of text for people", "", {}, false, false},
    {"--color",
     "WHEN",
     "colour and marks; NO_COLOR turns it off too",
     "auto",
     {"auto", "always", "never"},
     false,
     false},
    {"--help", "", "this text (also -h)", "", {}, false, false},
};

}  // namespace

std::span<const Command> commands() {
  static const std::vector<Command> kCommands = make_commands();
  return kCommands;
}

std::span<const Option> common_options() { return kCommon; }

const Command* find_command(std::string_view name) {
  for (const Command& command : commands()) {
    if (command.name == name) {
      return &command;
    }
  }
  return nullptr;
}

}  // namespace detente::cli
