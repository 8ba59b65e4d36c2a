// What is the state of play on this date?
//
//   record->look({.date = "2024-10-10"});
//   Result<Board> board = board::make(*record, {});
//   for (const Tie& tie : board->ties) { use(tie.source, tie.type, tie.target); }
//
// Every line names the reports it comes from. Identical texts count once, whatever the number of addresses they were
// found at. Nothing is averaged: two figures that differ stay two lines with who says so.
//
// Where the record is linked, `origins` is how many independent origins stand behind a line (five copies of one wire
// story are one), and claims of one finding are one line. Where it is not, every report is an origin of its own, and
// lines are put together by their labels. docs/board.md has the formula of every part and its limits.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
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
  std::vector<std::string> roles;  // of the latest report that gives any; those that hold on Board::day
  std::int64_t mentions = 0;
  std::int64_t reports = 0;
  std::vector<std::string> other_roles = {};  // the same report's roles that ended before that day or begin after it
  std::int64_t origins = 0;
  Place place = {};  // the latest mention
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
  std::int64_t origins = 0;
  std::int64_t findings = 0;  // things that happened, as far as claims are linked; otherwise as `events`
  // The sum of g 2^(-age / half-life) over the findings told as actual: g is the mean of Goldstein's value over the
  // claims of a finding, age the days from the event to Board::day. An event that nobody dates has no age and no part.
  double weight = 0;
  double change = 0;  // weight less what it was on Board::before
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
  std::int64_t origins = 1;
};

// One proposal: the claims of one finding; without links, those of one label.
struct Proposal {
  std::string label;
  std::vector<std::string> sponsors;
  std::vector<std::string> addressees;
  std::vector<Term> terms;
  std::vector<State> states;  // by day
  std::int64_t reports = 0;
  std::int64_t origins = 0;
  std::int64_t finding = 0;  // 0: not linked
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
  std::int64_t finding = 0;
};

struct Claim {
  std::optional<double> low;
  std::optional<double> high;
  std::string bound;
  std::string unit;
  Chain chain;
  Place place;               // of the first report that makes it
  std::int64_t reports = 1;  // how many make the same claim by the same source
  std::int64_t origins = 1;
  std::string day;           // that the figure is said to hold on; else the report's; "" if neither is known
  std::int64_t finding = 0;  // 0: not linked
};

// What one source says of one measure, by day.
struct HarmSource {
  std::string name;                 // the innermost of the chain: who counted
  std::vector<std::size_t> claims;  // into Harm::claims
  // From the first to the last dated claim of this source, both with a number: the rise, and that for each week.
  std::optional<double> growth;
  std::optional<double> growth_per_week;
};

// The numbers that stand on a day: of each source its latest claim by then.
struct Band {
  std::string day;
  std::optional<double> low;   // the least that any of them allows; nothing: one of them has no lower bound
  std::optional<double> high;  // the most that any of them allows; nothing: one of them has no upper bound
  std::int64_t sources = 0;
  bool differ = false;  // no number fits all of them
};

// The claims about one measure of one population at one place, by day.
struct Harm {
  std::string measure;
  std::string population;
  std::string place;
  std::vector<Claim> claims;
  bool differ = false;              // no number fits all of them; never where neither population nor place is told
  std::vector<HarmSource> sources;  // who counts most often first
  std::vector<Band> bands;          // a day each on which a dated claim came in
};

// Events of one week.
struct Week {
  std::string monday;  // the week's first day
  std::int64_t events = 0;
};

// How often acts come now against before. The ratio of two Poisson rates, conditional on their sum, is a question about
// a binomial share, whose exact interval is Clopper and Pearson's (Biometrika 26, 1934, 404-413; the conditioning:
// Przyborowski and Wilenski, Biometrika 31, 1940, 313-323). With x events in a days and y in b days, and [p, q] the
// interval at 95 % of the share x of x + y, the rates stand as p b / ((1 - p) a) to q b / ((1 - q) a).
struct Tempo {
  std::int64_t events_now = 0;     // in the days_now days that end with Board::day
  std::int64_t events_before = 0;  // in the days_before days before those
  int days_now = 7;
  int days_before = 28;
  std::optional<double> ratio;  // of the rates; nothing if there was none before
  std::optional<double> low;    // nothing if there was none at all
  std::optional<double> high;   // nothing: no upper bound, because there was none before
  std::string trend;            // "rising" if low > 1, "falling" if high < 1, else "no clear change"; "" if none at all
};
Tempo tempo(std::int64_t now, int days_now, std::int64_t before, int days_before);

struct Spot {
  std::string name;
  std::int64_t events = 0;
};

// Acts of material conflict, told as actual, between two parties in one country.
struct Front {
  std::string a;  // the names in their order
  std::string b;
  std::string country;      // ISO 3166-1 alpha-3; "" if no place is told
  std::int64_t events = 0;  // findings
  std::int64_t a_on_b = 0;  // of these by a against b
  std::int64_t b_on_a = 0;
  std::int64_t reports = 0;
  std::int64_t origins = 0;
  std::vector<Week> weeks;            // the last kWeeks up to Board::day, the oldest first; also those without events
  std::int64_t unplaced_in_time = 0;  // events whose date is a month, a year or not known: in no week and no tempo
  Tempo tempo;
  std::vector<Spot> places;  // where most happened, first
  std::string latest;
  std::vector<Place> examples;  // at most kExamples, the latest first
};

inline constexpr int kWeeks = 12;

// What a party did about a proposal, and who says so.
struct Stance {
  std::string stance;  // sponsors accepts rejects conditional revives silent
  Chain chain;
  Place place;
  std::int64_t reports = 1;
  std::int64_t origins = 1;
};

struct Cell {
  std::string party;
  std::string stance;           // the latest; "silent": it was addressed and nothing is told of its answer
  bool disputed = false;        // it is said to accept and to reject on one day
  std::vector<Stance> history;  // by day
};

struct MatrixRow {
  std::size_t proposal = 0;  // into Board::proposals
  std::vector<Cell> cells;   // of the parties that the proposal is told to concern, sponsors first
};

// An event that bears on a red line or a commitment, and why it does.
struct Touch {
  std::string source;
  std::string target;
  std::string type;
  std::string day;
  Place place;
  std::int64_t reports = 1;
  std::int64_t origins = 1;
  std::string reason;  // in words
};

// What must not happen, as far as the act can be read from the words of the line.
struct Act {
  std::string type;  // PLOVER
  std::string source;
  std::string target;
  std::string country;
  bool refrain = false;  // not to be done
};

struct RedLine {
  std::string label;
  std::vector<std::string> holders;
  std::vector<std::string> addressees;
  std::string firmness;
  std::vector<Term> terms;
  std::vector<Act> forbids;  // empty: the words name no act that is coded, so nothing can be said to touch the line
  std::vector<Touch> touched;
  Chain chain;
  Place place;  // where it was told first
  std::int64_t reports = 1;
  std::int64_t origins = 1;
  std::int64_t finding = 0;
};

struct LeverStep {
  std::string level;      // granted withheld conditioned imposed threatened
  std::string condition;  // in the report's words
  std::string label;
  Chain chain;
  Place place;
  std::int64_t reports = 1;
  std::int64_t origins = 1;
};

// One thing that one party can give or keep back from another.
struct Lever {
  std::string holder;
  std::string target;
  std::string instrument;          // "weapon", "loan"
  std::string level;               // the latest
  std::vector<LeverStep> history;  // by day
};

struct Commitment {
  std::string label;
  std::vector<std::string> holders;
  std::vector<Act> undertaken;  // empty: the words name no act that is coded, so it stays open
  std::string state;            // kept broken open; "disputed" if events speak for both
  std::vector<Touch> kept_by;
  std::vector<Touch> broken_by;
  Chain chain;
  Place place;  // where it was told first
  std::int64_t reports = 1;
  std::int64_t origins = 1;
  std::int64_t finding = 0;
};

// An event as a line of its own.
struct Deed {
  std::string source;
  std::string target;
  std::string type;
  std::string cameo;
  std::string status;
  std::string day;  // "" if it is not known
  Chain chain;
  Place place;
  std::int64_t reports = 1;
  std::int64_t origins = 1;
  std::int64_t finding = 0;
};

// What is told of hostages, or of relief: numbers and deeds, the newest deeds first.
struct Matter {
  std::vector<Harm> figures;
  std::vector<Deed> deeds;
};

// Who judges whose intent or prospects to be what.
struct Judgement {
  std::string holder;   // "" if only the report says so
  std::string subject;  // "" if it is not about a party
  std::string label;
  Chain chain;
  Place place;
  std::int64_t reports = 1;
  std::int64_t origins = 1;
  std::int64_t finding = 0;
};

struct Side {
  std::string says;  // "killed 1,400, exact"; "ASSAULT, negated"
  Chain chain;
  Place place;
  std::int64_t reports = 1;
  std::int64_t origins = 1;
};

// What origins contradict each other about.
struct Dispute {
  std::string kind;  // event figure instrument
  std::string label;
  std::vector<Side> sides;           // as they first came
  std::vector<std::string> reasons;  // in words, no two the same
  std::int64_t finding = 0;          // 0: not linked; figures that no number fits
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

  // The day that the board is of: Options::day, else the last day of a report that has a date, else the last day that
  // an actual event is told to have happened on; "" if there is none.
  std::string day;
  std::string before;         // the day that it is compared with
  std::int64_t origins = 0;   // independent sources of the reports
  std::int64_t findings = 0;  // 0: nothing is linked
  // How many lines Options::most left out of a part, by the part's name in the JSON: {"ties", 432733}.
  std::vector<std::pair<std::string, std::int64_t>> left_out;
  std::vector<Front> fronts;            // where most happens now, first
  std::vector<MatrixRow> matrix;        // proposals that any party is told to have taken a stance on, the newest first
  std::vector<RedLine> red_lines;       // the newest first
  std::vector<Lever> levers;            // the newest step first
  std::vector<Commitment> commitments;  // the newest first
  Matter hostages;
  Matter relief;
  std::vector<Judgement> judgements;  // by subject, the newest first
  std::vector<Dispute> disputed;
};

struct Options {
  std::string party = {};  // only what concerns it: a name, a code, or the words of a mention
  std::string day = {};    // ISO 8601, a day; what record.look() was given, as its last day
  double half_life = 30;   // days until the weight of an event is half
  int change_days = 7;     // between Board::before and Board::day; also the days of tempo now
  int most = 1000;         // lines that each part has at most, those that matter most; 0: no bound
  std::function<void(int done, int total)> progress = {};  // steps that are done, of how many; may be empty
};

// Looks at what record.look() chose. Errors: not_found if there is no such party; bad_value if the day is none or a
// number of days is not more than 0; database.
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
