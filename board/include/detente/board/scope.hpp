// One crisis of a record that holds several.
//
//   auto looked = look(*record, {.date = "2024-10-10"}, {.about = "Darfur, Janjaweed"});
//   if (!looked) { return looked.error(); }   // bad_value: no words, or the date is none
//
// From here on the record shows what those reports say, until somebody looks again.
#pragma once

#include <string>

#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::board {

struct Scope {
  // Words, alternatives parted by commas: reports that have one of them in the title, or twice in the text, at the
  // beginning of a word and in any case. "": all.
  std::string about = {};
  // ISO 3166-1 alpha-3, or the name of a state: reports that place an act there, or name its parties three times.
  std::string country = {};
};

// Errors: those of Record::look; bad_value if `about` holds no words or more than 1,000 bytes, or is not UTF-8.
Result<void> look(record::Record& record, const record::AsOf& as_of, const Scope& scope);

}  // namespace detente::board
