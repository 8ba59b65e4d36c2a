// Completions and the man page, made from the definitions of options.hpp.
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "detente/cli/options.hpp"

namespace detente::cli {

namespace {

std::vector<Option> options_of(const Command& command) {
  std::vector<Option> out = command.options;
  out.insert(out.end(), common_options().begin(), common_options().end());
  return out;
}

bool takes_files(const Command& command) { return !command.positionals.empty() && command.positionals.front().repeat; }

std::string escaped(std::string_view text, std::string_view special, std::string_view with) {
  std::string out;
  for (char c : text) {
    if (special.find(c) != std::string_view::npos) {
      out += with;
    }
    out += c;
  }
  return out;
}

std::string names() {
  std::string out;
  for (const Command& command : commands()) {
    out += fmt::format("{}{}", out.empty() ? "" : " ", command.name);
  }
  return out;
}

std::string bash() {
  std::string out =
      "# bash completion for detente\n_detente() {\n  local current=${COMP_WORDS[COMP_CWORD]} "
      "before=${COMP_WORDS[COMP_CWORD-1]}\n";
  out += fmt::format(
      "  if [ \"$COMP_CWORD\" = 1 ]; then\n    COMPREPLY=($(compgen -W \"{} --help --version\" -- \"$current\"))\n    "
      "return\n  fi\n",
      names());
  out += "  case \"${COMP_WORDS[1]} $before\" in\n";
  std::string words = "  case \"${COMP_WORDS[1]}\" in\n";
  for (const Command& command : commands()) {
    std::string all;
    for (const Option& option : options_of(command)) {
      all += fmt::format("{}{}", all.empty() ? "" : " ", option.name);
      if (!option.choices.empty()) {
        out += fmt::format("    \"{} {}\") COMPREPLY=($(compgen -W \"{}\" -- \"$current\")); return ;;\n", command.name,
                           option.name, fmt::join(option.choices, " "));
      } else if (option.value == "FILE" || option.value == "PATH") {
        out += fmt::format("    \"{} {}\") COMPREPLY=($(compgen -f -- \"$current\")); return ;;\n", command.name,
                           option.name);
      } else if (option.value == "DIR") {
        out += fmt::format("    \"{} {}\") COMPREPLY=($(compgen -d -- \"$current\")); return ;;\n", command.name,
                           option.name);
      }
    }
    words += fmt::format("    {}) COMPREPLY=($(compgen {}-W \"{}\" -- \"$current\")) ;;\n", command.name,
                         takes_files(command) ? "-f " : "", all);
  }
  return out + "  esac\n" + words + "  esac\n}\ncomplete -o filenames -F _detente detente\n";
}

std::string zsh() {
  std::string out = "#compdef detente\n# zsh completion for detente\n_detente() {\n  local -a commands\n  commands=(\n";
  for (const Command& command : commands()) {
    out += fmt::format("    '{}:{}'\n", command.name, escaped(command.purpose, ":", "\\"));
  }
  out +=
      "  )\n  if (( CURRENT == 2 )); then\n    _describe 'command' commands\n    return\n  fi\n  case $words[2] in\n";
  for (const Command& command : commands()) {
    out += fmt::format("    {}) _arguments", command.name);
    for (const Option& option : options_of(command)) {
      out +=
          fmt::format(" \\\n      '{}{}[{}]", option.repeat ? "*" : "", option.name, escaped(option.help, "[]:", "\\"));
      if (!option.choices.empty()) {
        out += fmt::format(":{}:({})", option.value, fmt::join(option.choices, " "));
      } else if (option.value == "DIR") {
        out += ":DIR:_files -/";
      } else if (option.value == "FILE" || option.value == "PATH") {
        out += fmt::format(":{}:_files", option.value);
      } else if (!option.value.empty()) {
        out += fmt::format(":{}:", option.value);
      }
      out += "'";
    }
    out += takes_files(command) ? " \\\n      '*:file:_files' ;;\n" : " ;;\n";
  }
  return out + "  esac\n}\n_detente \"$@\"\n";
}

std::string fish() {
  std::string out = "# fish completion for detente\ncomplete -c detente -f\n";
  for (const Command& command : commands()) {
    out += fmt::format("complete -c detente -n __fish_use_subcommand -a {} -d '{}'\n", command.name,
                       escaped(command.purpose, "'\\", "\\"));
    const std::string when = fmt::format("complete -c detente -n '__fish_seen_subcommand_from {}'", command.name);
    if (takes_files(command)) {
      out += when + " -F\n";
    }
    for (const Option& option : options_of(command)) {
      out += fmt::format("{} -l {}", when, option.name.substr(2));
      if (!option.choices.empty()) {
        out += fmt::format(" -x -a '{}'", fmt::join(option.choices, " "));
      } else if (option.value == "FILE" || option.value == "PATH" || option.value == "DIR") {
        out += " -r -F";
      } else if (!option.value.empty()) {
        out += " -x";
      }
      out += fmt::format(" -d '{}'\n", escaped(option.help, "'\\", "\\"));
    }
  }
  return out;
}

// Text for roff: a line must not begin with a dot or quote, backslashes and hyphens are escaped.
std::string roff(std::string_view text) {
  std::string out;
  bool start = true;
  for (char c : text) {
    if (start && (c == '.' || c == '\'')) {
      out += "\\&";
    }
    if (c == '\\') {
      out += "\\e";
    } else if (c == '-') {
      out += "\\-";
    } else {
      out += c;
    }
    start = c == '\n';
  }
  return out;
}

std::string roff_option(const Option& option) {
  std::string out = fmt::format(".TP\n.B {}", roff(option.name));
  if (!option.value.empty()) {
    out += fmt::format(" \\fI{}\\fR", option.value);
  }
  out += fmt::format("\n{}", roff(option.help));
  if (!option.choices.empty()) {
    out += roff(fmt::format(": {}", fmt::join(option.choices, ", ")));
  }
  if (!option.fallback.empty()) {
    out += roff(fmt::format(" [{}]", option.fallback));
  }
  return out + "\n";
}

}  // namespace

std::string completion(std::string_view shell) {
  if (shell == "bash") {
    return bash();
  }
  if (shell == "zsh") {
    return zsh();
  }
  return shell == "fish" ? fish() : std::string();
}

std::string man_page(std::string_view version) {
  std::string out = fmt::format(".TH DETENTE 1 \"\" \"detente {}\" \"User Commands\"\n", version);
  out += ".SH NAME\ndetente \\- a crisis desk that reads news reports and keeps who says what\n";
  out += ".SH SYNOPSIS\n.B detente\n.I COMMAND\n[OPTIONS]\n";
  out += ".SH COMMANDS\n";
  for (const Command& command : commands()) {
    out += fmt::format(".SS {}\n{}\n", command.name, roff(command.purpose));
    for (const Example& example : command.examples) {
      out += fmt::format(".PP\n.nf\n{}\n.fi\n{}\n", roff(example.command), roff(example.says));
    }
    for (const Positional& p : command.positionals) {
      out += fmt::format(".TP\n.I {}\n{}\n", roff(p.name), roff(p.help));
    }
    for (const Option& option : command.options) {
      out += roff_option(option);
    }
    if (!command.prose.empty()) {
      out += fmt::format(".PP\n{}\n", roff(command.prose));
    }
  }
  out += ".SH OPTIONS OF EVERY COMMAND\n";
  for (const Option& option : common_options()) {
    out += roff_option(option);
  }
  out +=
      ".SH ENVIRONMENT\n.TP\n.B DETENTE_DB\nthe record, in place of crisis.duckdb\n.TP\n.B DETENTE_MODEL\nthe folder "
      "of the language model\n";
  out += ".TP\n.B DETENTE_KNOWLEDGE\nthe compiled lexicons (knowledge.bin)\n.TP\n.B NO_COLOR\nno colour\n";
  out +=
      ".SH EXIT STATUS\n0 done; 1 done with findings; 2 could not be done. A reader of the output that goes away is no "
      "fault.\n";
  return out;
}

}  // namespace detente::cli
