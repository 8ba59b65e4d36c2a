// What may stand in a crisis file. The reader, the messages and docs/crisis-file.md follow from these tables.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace detente::play {

// A key that holds a number or a distribution. In the order of the row's enum in crisis.hpp.
struct NumberKey {
  std::string_view key;
  double fallback;  // under which nothing happens by it
  double low;
  double high;
  std::string_view unit;
  std::string_view help;
};

// A key that holds a name, a list or a flag.
struct WordKey {
  std::string_view key;
  std::string_view type;  // "text", "party", "list of fronts"
  bool needed;
  std::string_view help;
};

struct Section {
  std::string_view name;  // as in [[name]]
  std::string_view help;
  std::span<const WordKey> words;
  std::span<const NumberKey> numbers;
};

std::span<const Section> crisis_schema();
const Section& crisis_section(std::string_view name);  // the name must exist

// The reference part of docs/crisis-file.md.
std::string crisis_schema_markdown();

}  // namespace detente::play
