// What changed between two states of play?
//
//   Result<Diff> d = make_diff(*record, {.from = {.date = "2024-09-20"}, .to = {.date = "2024-09-30"}});
//   for (const Change& c : d->changes) { print("{} {}: {} -> {}", c.kind, c.what, c.before, c.after); }
//
// The two may differ in the day (what the reports published by then say) or in the revision (what had been read by
// then). Every change but what is gone names where the later state is told.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "detente/board/board.hpp"
#include "detente/board/scope.hpp"
#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::board {

struct Change {
  std::string kind;  // proposal red_line lever commitment harm dispute tie party
  std::string what;  // "Israel ASSAULT Lebanon"; the label of a proposal; "killed, Palestinians"
  // new gone rose fell; of a proposal its new state; touched (a red line); moved (a lever); kept, broken, open,
  // disputed (a commitment or a count)
  std::string change;
  std::string before;  // in words; "" for none
  std::string after;
  // Of a tie its weight, of a count the number; nothing for others and where it is not known.
  std::optional<double> number_before;
  std::optional<double> number_after;
  std::vector<Place> places;  // at most kExamples, where the later state is told; of what is gone, where it was
};

struct Diff {
  std::string from;  // "2024-09-20", "2024-09-20, revision 3", "revision 3", "everything"
  std::string to;
  std::int64_t reports_before = 0;
  std::int64_t reports_after = 0;
  std::int64_t origins_before = 0;
  std::int64_t origins_after = 0;
  std::vector<Change> changes;  // by kind in the order above; what weighs most first
};

struct DiffOptions {
  record::AsOf from = {};
  record::AsOf to = {};
  Scope scope = {};
  std::string party = {};  // only what concerns it
};

// From one board to a later one. Pure.
Diff compare(const Board& from, const Board& to);

// Looks at both; the record is left looking at `to`. A party that the earlier state does not know is new.
// Errors: bad_value (a date is none), not_found (the later state knows no such party), database.
Result<Diff> make_diff(record::Record& record, const DiffOptions& options);

// One JSON object without a line break at its end; docs/brief.md names its fields.
std::string to_json(const Diff& diff);

}  // namespace detente::board
