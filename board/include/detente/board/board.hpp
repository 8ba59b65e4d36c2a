// What is the state of play on this date?
//
//   record->look({.date = "2024-10-10"});
//   Result<Board> board = board::make(*record, {});
//   for (const Tie& tie : board->ties) { use(tie.source, tie.type, tie.target); }
//
// Every line names the reports it comes from. Identical texts count once, whatever the number of addresses they were
// found at. Nothing is averaged: two figures that differ stay two lines with who says so.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "detente/reading.hpp"
#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::board {

// Where a thing was found.
struct Place {
  std::string report;  // id
  std::string item;    // "e3"
  std::string
      outlet;       // who published it; the original source, else the file's name or the address if that is not known
  std::string day;  // from which the report counts
  Span span;
  std::string words;  // the bytes of the span
  Span focus;         // the bytes of `words` that matter most, the verb of an event; may be empty
  bool dated = true;  // false: the report has no date, and `day` is only the day on which it was read
};

struct BoardParty {
  std::string name;
  std::string kind;
  std::string code;
  std::string sector;
  std::vector<std::string> roles;  // of the latest report that gives any
  std::int64_t mentions = 0;
  std::int64_t reports = 0;
};

// All events of one type from one party to another. What a party does to itself is none.
struct Tie {
  std::string source;  // "" if no report says who
  std::string target;  // "" if there is none or no report says whom
  std::string type;
  std::int64_t events = 0;  // as told, report by report: five reports of one strike are five
  std::int64_t reports = 0;
  std::array<std::int64_t, 5> by_status{};  // in the order of Status
  double goldstein = 0;                     // sum over the events told as actual; Goldstein 1992, -10 to 8.3 each
  std::string latest;                       // the latest date of an event or of its report; "" if none is told
  std::vector<Place> examples;              // at most kExamples, the surest first
};

inline constexpr int kExamples = 3;

// Who says so, innermost first; the outlet is last.
using Chain = std::vector<std::string>;

struct State {
  std::string state;
  std::vector<std::string> by;
  Chain chain;
  Place place;               // of the first report that tells it
  std::int64_t reports = 1;  // how many tell it so of the same day
};

// One proposal as far as its label tells it apart.
struct Proposal {
  std::string label;
  std::vector<std::string> sponsors;
  std::vector<std::string> addressees;
  std::vector<Term> terms;
  std::vector<State> states;  // by day
  std::int64_t reports = 0;
};

struct Role {
  std::string role;
  std::vector<std::string> parties;
};

// A red line, lever, commitment, assessment or violation.
struct Item {
  std::string kind;
  std::string label;
  std::vector<Role> roles;
  std::vector<Term> terms;
  std::string state;
  Chain chain;
  Place place;
};

struct Claim {
  std::optional<double> low;
  std::optional<double> high;
  std::string bound;
  std::string unit;
  Chain chain;
  Place place;               // of the first report that makes it
  std::int64_t reports = 1;  // how many make the same claim by the same source
};

// The claims about one measure of one population at one place, by day.
struct Harm {
  std::string measure;
  std::string population;
  std::string place;
  std::vector<Claim> claims;
  bool differ = false;  // no number fits all of them; never where neither population nor place is told
};

struct Speaker {
  std::string name;
  std::string code;
  std::string sector;
  std::int64_t statements = 0;
  std::int64_t reports = 0;
  std::int64_t direct = 0;  // statements with words in quotation marks
  Place latest;             // words: what was said
};

struct Board {
  std::string first_day;  // of the reports that have a date; "" if none has
  std::string last_day;
  std::int64_t undated = 0;  // reports without a date
  std::int64_t reports = 0;
  std::int64_t copies = 0;
  std::int64_t unread = 0;  // in other languages
  std::vector<BoardParty> parties;
  std::vector<Tie> ties;
  std::vector<Proposal> proposals;  // the newest first
  std::vector<Item> items;          // the newest first
  std::vector<Harm> harm;           // killed wounded casualties missing displaced detained hostages
  std::vector<Harm> other_figures;
  std::vector<Speaker> speakers;
};

struct Options {
  std::string party;  // only what concerns it: a name, a code, or the words of a mention
};

// Looks at what record.look() chose. Errors: not_found if there is no such party; database.
Result<Board> make(record::Record& record, const Options& options);

// One JSON object without a line break at its end; docs/board.md names its fields.
std::string to_json(const Board& board);

// The parties that a user may mean, best first: by name, by code, by the words of a mention, by a part of the name.
// Two are the same if name and code are.
struct PartyKey {
  std::string name;
  std::string code;
};
Result<std::vector<PartyKey>> find_parties(record::Record& record, const std::string& words);

}  // namespace detente::board
