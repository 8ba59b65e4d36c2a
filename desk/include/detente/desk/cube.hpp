// How many events are there of each kind, day, party and place, under any filter, at once?
//
//   Result<Cube> cube = load_cube(*record);
//   Filter filter;
//   filter.parties = {"Israel"};
//   filter.from = day_number(2024, 10, 1);
//   Facets f = facets(*cube, filter, {});                       // each facet under all filters but its own
//   for (std::uint32_t row : list(*cube, filter, {}, 100).rows) { use(cube->report_of(row)); }
//
// All events of a revision stand in memory as a structure of arrays, about 60 bytes each, in the order of their days. A
// view as of a day is a filter like any other: it leaves out the reports that were published later, so that one cube
// serves every day. A cube never changes once it is made and may be read by any number of threads.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/reading.hpp"
#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::desk {

inline constexpr std::int32_t kNoDay = std::numeric_limits<std::int32_t>::min();
inline constexpr std::size_t kTypes = 16;
inline constexpr std::size_t kStatuses = 5;
inline constexpr std::size_t kQuads = 4;

// How closely the day of an event is known. `report`: its sentence tells none, and it counts on the day of its report;
// `none`: the report has no date either, and the event is on no time line.
enum class Precision : std::uint8_t { day, week, month, year, report, none };
std::string_view name(Precision);

// Whole days, as days since 1970-01-01; both ends are in it.
struct Period {
  std::int32_t first = kNoDay;
  std::int32_t last = kNoDay;
  Precision precision = Precision::none;
  friend bool operator==(const Period&, const Period&) = default;
};

// The days that "2024-10-08", "2024-W41", "2024-10" or "2024" can mean; precision none if it is no such date.
Period read_period(std::string_view iso);
// "2024-10-08"; "" for kNoDay.
std::string day_text(std::int32_t day);

struct CubeParty {
  std::string name;
  std::string code;
  std::string kind;
};

struct CubeReport {
  std::string id;
  std::int32_t day = kNoDay;  // from which it counts
  bool dated = true;          // false: `day` is the day on which it was first read
  std::uint32_t outlet = 0;
  std::uint32_t origin = 0;  // the number of the report that stands for its origin
  std::int64_t reading = 0;
};

struct CubePlace {
  std::string name;
  std::string country;  // ISO 3166-1 alpha-3
  double lat = 0;
  double lon = 0;
};

struct CubePair {
  std::uint32_t source = 0;
  std::uint32_t target = 0;
};

// Number 0 of countries, outlets and places stands for "none told".
struct Cube {
  // One entry an event, ordered by first day, then report id, then number.
  std::vector<std::int32_t> first;
  std::vector<std::int32_t> last;
  std::vector<Precision> precision;
  std::vector<std::uint8_t> type;    // EventType
  std::vector<std::uint8_t> status;  // Status
  std::vector<std::uint16_t> country;
  std::vector<std::uint32_t> place;
  std::vector<std::uint32_t> report;
  std::vector<std::uint32_t> n;       // e3 is 3
  std::vector<std::int32_t> finding;  // 0: none
  std::vector<float> goldstein;
  // Event i has the entries [party_at[i], party_at[i + 1]) of `party`: the number of a party times four, plus 1 if it
  // acts and 2 if it is acted on; each party once.
  std::vector<std::uint32_t> party_at;
  std::vector<std::uint32_t> party;
  // The same for pairs of one who acts and another who is acted on.
  std::vector<std::uint32_t> pair_at;
  std::vector<std::uint32_t> pair;

  std::vector<CubeReport> reports;  // by id
  std::vector<CubeParty> parties;
  std::vector<CubePlace> places;
  std::vector<CubePair> pairs;
  std::vector<std::string> countries;
  std::vector<std::string> outlets;

  std::size_t size() const { return first.size(); }
  const CubeReport& report_of(std::size_t row) const { return reports[report[row]]; }
  std::size_t bytes() const;  // of memory that the arrays take
};

// Puts a cube together, in any order of calls: numbers that the calls give are those of the cube, save for reports and
// events, which are sorted at the end.
class CubeBuilder {
 public:
  struct Event {
    std::uint32_t report = 0;
    std::uint32_t n = 0;
    EventType type = EventType::CONSULT;
    Status status = Status::actual;
    float goldstein = 0;
    Period when;
    std::uint32_t place = 0;
    std::uint16_t country = 0;
    std::int32_t finding = 0;
  };

  CubeBuilder();
  ~CubeBuilder();
  CubeBuilder(CubeBuilder&&) noexcept;
  CubeBuilder& operator=(CubeBuilder&&) noexcept;

  // Its `origin` is set apart, once all reports are there; without that it is its own.
  std::uint32_t report(CubeReport report);
  void set_origin(std::uint32_t report, std::uint32_t origin);
  std::uint32_t outlet(std::string_view name);
  // Two are the same party if name, but for its case, and code are.
  std::uint32_t party(std::string_view folded_name, std::string_view name, std::string_view code,
                      std::string_view kind);
  std::uint32_t place(std::string_view name, std::string_view country, double lat, double lon);
  std::uint16_t country(std::string_view code);
  std::uint32_t event(const Event& event);
  void actor(std::uint32_t event, std::uint32_t party, bool acts);
  Cube finish();

 private:
  struct Work;
  std::unique_ptr<Work> work_;
};

// Everything that was known by that revision, or by the last, whatever the day. The record looks at it afterwards.
// Errors: database.
Result<Cube> load_cube(record::Record& record, std::optional<int> revision = {});
// The same of a record that looks at everything already.
Result<Cube> load_seen_cube(record::Record& record);

// A cube in a file beside the record. `key` names the state of the record that it was made of. Nothing if the file is
// not there, damaged, of another key or of another kind of machine.
std::optional<Cube> load_cube_file(const std::filesystem::path& path, const std::string& key);
// Whether it says that it is of that state; the rest of it is not looked at.
bool is_cube_file_of(const std::filesystem::path& path, const std::string& key);
// The old file or the new one is there at any moment. False: it could not be written, and nothing is lost but time.
bool save_cube_file(const std::filesystem::path& path, const std::string& key, const Cube& cube);

// Empty means: anything. Values of one field are alternatives, fields all must hold.
struct Filter {
  std::optional<std::int32_t> from;  // an event is in if the days that its date can mean touch [from, to]
  std::optional<std::int32_t> to;
  std::vector<std::string> parties;  // names, whatever their case, or else codes
  std::vector<EventType> types;
  std::vector<int> quads;  // 1 to 4
  std::vector<Status> statuses;
  std::vector<std::string> countries;
  std::vector<std::string> outlets;
  std::vector<std::string> reports;
  std::vector<std::int32_t> findings;
  std::optional<std::int32_t> as_of;  // reports that count from this day or before
  // Only these reports, by their id; for the hits of a search. Null: all.
  std::shared_ptr<const std::vector<std::string>> among;
};

enum class Bin : std::uint8_t { day, week, month, year };
std::string_view name(Bin);

struct Counted {
  std::uint32_t value = 0;  // number of a type, status, party, country or outlet; 0 to 3 for quads
  std::int64_t count = 0;
};

// Events that begin on `day` and are known to that precision. A bar is as wide as the bin, or wider where the dates are
// known less closely: months and years stand apart from the days that they might be.
struct HistogramBar {
  std::int32_t day = kNoDay;
  Precision precision = Precision::day;
  std::int64_t count = 0;
  std::array<std::int64_t, kQuads> quads{};
};

struct Facets {
  std::int64_t total = 0;
  Bin bin = Bin::day;
  std::vector<HistogramBar> histogram;  // by day, then precision; bars without events are left out
  std::vector<Counted> types, quads, statuses, parties, countries, outlets;  // the most first; none with count 0
};

struct FacetOptions {
  std::optional<Bin> bin;  // without one the days from the first to the last hundredth of the events choose
  std::size_t most = 100;  // values of each facet
  int threads = 2;
};

Facets facets(const Cube& cube, const Filter& filter, const FacetOptions& options);

struct Listed {
  std::vector<std::uint32_t> rows;
  std::int64_t total = 0;
  bool more = false;
};

// Rows that pass, the newest first: at most `limit` of those that come after `after` (a row of the cube).
Listed list(const Cube& cube, const Filter& filter, std::optional<std::uint32_t> after, std::size_t limit);
// The number of a report, or nothing.
std::optional<std::uint32_t> find_report(const Cube& cube, std::string_view id);
// The row of an event, or nothing.
std::optional<std::uint32_t> find_row(const Cube& cube, std::string_view report, std::uint32_t n);

struct PairCount {
  std::uint32_t pair = 0;
  std::int64_t events = 0;
  double weight = 0;  // sum of Goldstein's scale over the events told as actual
  std::array<std::int64_t, kQuads> quads{};
};
// Pairs of which at least `least` events pass, in the order of their numbers.
std::vector<PairCount> count_pairs(const Cube& cube, const Filter& filter, std::int64_t least);

struct PlaceCount {
  std::uint32_t place = 0;
  std::int64_t events = 0;
  std::array<std::int64_t, kQuads> quads{};
};
std::vector<PlaceCount> count_places(const Cube& cube, const Filter& filter);

struct PartyCount {
  std::uint32_t party = 0;
  std::int64_t events = 0;
  std::int64_t acts = 0;
  std::int64_t acted_on = 0;
  std::array<std::int64_t, kQuads> quads{};
};
// The most first.
std::vector<PartyCount> count_parties(const Cube& cube, const Filter& filter);

// Numbers of the reports that hold an event that passes, and how many.
std::vector<Counted> count_reports(const Cube& cube, const Filter& filter);

}  // namespace detente::desk
