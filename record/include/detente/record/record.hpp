// Where is it kept, and can I trust it? One DuckDB file with every report verbatim and every reading of it.
//
//   auto record = Record::open("crisis.duckdb", Access::write);
//   if (!record) { log(record.error().to_string()); return 2; }   // "crisis.duckdb: another process has it open: ..."
//   record->start_run({.made_at = "2026-11-22T08:00:00Z", .why = "read", .reader = {"0.1.0", "k:1a2b",
//   "en_core_web_sm 3.8.0"}}); if (record->standing(report) == Standing::unread) {            // its text is not there,
//   or was read by another reader
//     Result<Stored> s = record->store(report, reading);          // one transaction: all of it or nothing
//   }
//   Findings f = *record->verify({});                              // f.faults.empty(): every span says what is claimed
//
//   auto now = Record::open("crisis.duckdb", Access::read);
//   now->look({.date = "2024-10-10"});                             // from here on the seen_* views hold what was known
//   then auto t = now->query("SELECT type, count(*) FROM seen_events GROUP BY type ORDER BY type");
//
//   auto other = record->reader();                                 // for another thread: reads while the first one
//   writes other->query("SELECT finding, count(DISTINCT origin) FROM seen_claims GROUP BY finding");
//
// docs/record.md lists the tables. A record is only ever appended to: reading a report again with another reader adds a
// revision, and every view can be had as of a day and as of a revision.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "detente/reading.hpp"
#include "detente/record/links.hpp"
#include "detente/report.hpp"
#include "detente/result.hpp"

namespace detente::record {

// The form of the tables that this program writes. It opens every form from 1 to this one.
inline constexpr int kSchemaVersion = 2;

enum class Access : std::uint8_t { read, write };

// Who reads: readings by another reader are kept beside each other.
struct Reader {
  std::string version;    // of this program
  std::string knowledge;  // a digest of the lexicons
  std::string model;      // name and version of the language model
  friend bool operator==(const Reader&, const Reader&) = default;
};

// One run of reading. A run that stores anything becomes a revision.
struct Run {
  std::string made_at;  // ISO 8601 in UTC
  std::string why;
  Reader reader;
};

// What was known when. Nothing set: everything.
struct AsOf {
  std::string date;             // an ISO 8601 day, month or year: reports published by its end
  std::optional<int> revision;  // what had been stored by that revision
};

enum class Standing : std::uint8_t {
  unread,  // the text is not in the record, or this run's reader has not read it
  copy,    // the text has been read, but was not found at this address before
  known,   // nothing to do
};

struct Stored {
  bool report = false;   // the text is new
  bool copy = false;     // the address is new, the text is not
  bool reading = false;  // a reading was added
};

using Value = std::variant<std::monostate, bool, std::int64_t, double, std::string>;

// The rows of an answer, column names first.
struct Table {
  std::vector<std::string> columns;
  std::vector<std::vector<Value>> rows;

  bool is_null(std::size_t row, std::size_t column) const;
  std::string text(std::size_t row, std::size_t column) const;      // "" for null
  std::int64_t integer(std::size_t row, std::size_t column) const;  // 0 for null
  double number(std::size_t row, std::size_t column) const;         // 0 for null
};

// Some rows of an answer, column by column. What text() gives holds as long as the call that was handed the chunk.
class Chunk {
 public:
  virtual ~Chunk() = default;
  virtual std::size_t rows() const = 0;
  virtual bool is_null(std::size_t column, std::size_t row) const = 0;
  // 0 for null and for words.
  virtual std::int64_t integer(std::size_t column, std::size_t row) const = 0;
  virtual double number(std::size_t column, std::size_t row) const = 0;
  // "" for null and for numbers.
  virtual std::string_view text(std::size_t column, std::size_t row) const = 0;
};

struct Copy {
  std::string uri;
  std::string outlet;
  std::string title;
  std::string published;
};

struct StoredReport {
  Report report;
  std::string day;  // the day from which it counts
  int first_revision = 0;
  std::vector<Copy> copies;  // other addresses of the same text
};

struct StoredReading {
  Reading reading;
  Reader reader;
  int revision = 0;
};

struct Revision {
  int id = 0;
  std::string made_at;
  std::string why;
};

// One kind of fault that verify() found, with the first place.
struct Fault {
  std::string kind;     // "words differ", "span outside the text", "splits a character", ...
  std::string table;    // "events"
  std::string item;     // "e3"
  std::string report;   // id
  std::string message;  // one sentence
  std::int64_t count = 0;
};

struct Findings {
  std::int64_t reports = 0;
  std::int64_t readings = 0;
  std::int64_t rows = 0;   // rows that assert something
  std::int64_t spans = 0;  // spans that were compared
  std::vector<Fault> faults;
};

// Called now and then with done and total; false stops the work with Error cancelled.
using Progress = std::function<bool(std::int64_t done, std::int64_t total)>;

class Record {
 public:
  // With Access::write the file is made if it is not there, whole or not at all.
  // Errors: not_found (Access::read and no file), locked (another process has it open, named if the system tells),
  // unsupported (written by a newer program), bad_format (not a record), disk_full, database.
  static Result<Record> open(const std::filesystem::path& path, Access access);

  Record(Record&&) noexcept;
  Record& operator=(Record&&) noexcept;
  ~Record();

  // Must come before standing() and store(). Nothing is written until something is stored.
  Result<void> start_run(Run run);
  Standing standing(const Report& report) const;

  // Stores what is not there yet, in one transaction that is on the disk when this returns.
  // Errors: mismatch (the reading fails text::first_mismatch; nothing is stored), disk_full, database. After disk_full
  // the record must be opened again; all that was stored before is there.
  Result<Stored> store(const Report& report, const Reading& reading);
  // Stores the report alone, or its address if the text is there.
  Result<Stored> store_copy(const Report& report);

  // Stores what linking found, in one transaction, in the revision of the run; so start_run() must come before.
  // Errors: usage (no run was started, or this is a reader), disk_full, database.
  Result<void> append_links(const LinkRows& rows);

  // Stores a correction and the rows that follow from it, in one transaction and a revision of its own. Returns its id.
  // Errors: not_found (there is no such report, claim, finding or correction), bad_value (it does not apply: the two
  // are one already, kinds differ, undone before, a later correction stands on it), usage, disk_full, database.
  Result<int> correct(const Correction& correction);

  // Another connection to the same open file, with its own look(). It may be used by one other thread while this one
  // stores; it cannot store. It may outlive this record. Errors: database.
  Result<Record> reader() const;

  // Stops the question that another thread is asking of this connection, which then fails with Error cancelled. Safe
  // from any thread as long as the record lives; nothing happens if no question is asked.
  void interrupt() const;

  // Makes the seen_* views hold what was known then. Errors: bad_value if the date is none.
  Result<void> look(const AsOf& as_of);

  // Answers SQL. `?` stand for the parameters in order. Columns must be numbers, words or truth values.
  // Errors: database.
  Result<Table> query(const std::string& sql, const std::vector<Value>& parameters = {});
  // The same over the tables alone: without look() and without the views, so that the cost does not grow with them.
  Result<Table> query_tables(const std::string& sql, const std::vector<Value>& parameters = {});

  // The same for answers of millions of rows: they are handed on in pieces and never stand in memory as values.
  // `take` says whether to go on. Errors: database, cancelled.
  Result<void> scan(const std::string& sql, const std::vector<Value>& parameters,
                    const std::function<bool(const Chunk&)>& take);

  // The following see what look() chose; without it, everything.
  // Ids of reports in the order in which they count (day, then id).
  Result<std::vector<std::string>> report_ids();
  // Those whose id begins so, at most `limit`.
  Result<std::vector<std::string>> reports_like(std::string_view prefix, int limit);
  // Errors: not_found.
  Result<StoredReport> report(std::string_view id);
  Result<StoredReading> reading(std::string_view report_id);
  Result<std::vector<Revision>> revisions();

  // Reads every span of every row again. It looks at all revisions.
  Result<Findings> verify(const Progress& progress);

  // 32 hex digits over all that is stored, but for the times of runs: the same reports read in the same order by the
  // same reader give the same digest.
  Result<std::string> digest();

  // Of the SQL engine: "v1.4.4".
  static std::string engine_version();

  struct State;

 private:
  explicit Record(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace detente::record
