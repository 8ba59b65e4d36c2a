// Events for tempo from files: CSV with a line of names, a bare column of times, or JSON lines, such as
// `detente export --what events` writes.
//
//   auto read = tempo::read_events("time,type\n0.5,strike\n1.25,raid\n", "acts.csv", {});
//   read->events;                                   // two kinds, sorted by name: raid, strike
//
//   tempo::read_events("time\n2\n1\n", "acts.csv", {}).error().to_string();
//   // "acts.csv:3: the time 1 does not come after the one before it, 2: sort the events, or ..."
//
// Times are numbers, counted from the start of the watch, or dates, which become days since the first of them (or since
// `from`). The columns that count, by name in any case: time, t, date, datetime, timestamp; type, kind, mark,
// dimension, act; source(s), target(s), attacker, defender; front; status, of which only "actual" events are taken.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/tempo.hpp"
#include "detente/result.hpp"

namespace detente::play::tempo {

enum class By : std::uint8_t {
  kind,   // the type, if the file has one; else all events are of one kind
  dyad,   // who acts on whom: "Israel > Hezbollah"
  front,  // the front, if the file names one; else the two sides, whoever acts: "Hezbollah / Israel"
  all,    // one kind
};

// Events of which only the day is known, or that are reported for one moment, have equal times, and no process of this
// kind has those.
enum class Times : std::uint8_t {
  strict,  // times must rise; the first that does not is an error
  spread,  // events are sorted, and those of one day or moment are set out evenly over it
  draw,    // the same at random, by the seed
};

struct ReadOptions {
  By by = By::kind;
  Times times = Times::strict;
  std::string from = {};               // the window: numbers or dates, as the file has; "" takes them from the file
  std::string until = {};              // a date counts to its end
  std::vector<std::string> only = {};  // types to take; none takes all
  std::size_t least = 1;               // kinds with fewer events are put together as "other"
  bool report_day = false;             // take the column `day`, when it was reported, where an event has no time
  std::uint64_t seed = 1;
};

struct EventFile {
  Events events;
  std::string first_day;     // of dated events, the day of time 0; else ""
  std::vector<Error> notes;  // what was passed over, one entry a reason, with the first line of it
};

// @returns bad_encoding, bad_format, truncated, missing_field (no column of times, no events), bad_value (a time that
// is none, or does not rise; a window without time), each with file and line; too_large above 64 MB of CSV.
Result<EventFile> read_events(std::string_view bytes, std::string_view file, const ReadOptions& options);

}  // namespace detente::play::tempo
