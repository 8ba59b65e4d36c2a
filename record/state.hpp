#pragma once

#include <map>
#include <string>
#include <unordered_map>
#include <unordered_set>

#include "detente/record/record.hpp"
#include "duck.hpp"

namespace detente::record {

struct Record::State {
  explicit State(Duck opened) : duck(std::move(opened)) {}

  Duck duck;
  Run run;
  bool run_started = false;
  int revision = 0;  // of this run; 0 until something is stored
  int last_revision = 0;
  int last_reading = 0;
  std::unordered_map<std::string, bool> reports;  // id -> has been read by this run's reader
  std::unordered_set<std::string> addresses;      // id, a NUL, uri
  std::map<std::string, Appender, std::less<>> appenders;
  bool looked = false;
  std::string limit = "2147483647";  // the last revision that look() chose, as SQL
  bool has_links = true;             // false: a file of form 1 that cannot be written to
  bool is_reader = false;
  std::int64_t last_seq = -1;  // of the link tables; -1 until it is asked for

  // Which of the views over links are made; they are made when a query first names them.
  bool origins_made = false;
  bool placed_made = false;
  bool claims_made = false;
  bool links_made = false;
  bool contradictions_made = false;
  bool findings_made = false;
  bool reviews_made = false;

  // Begins the revision of this run if nothing has been stored yet; inside a transaction.
  Result<void> ensure_revision();
  Result<Appender*> appender(const char* table);
  Result<void> flush();
  // Runs `write` in a transaction: all of it is on the disk afterwards, or nothing.
  Result<void> transaction(const std::function<Result<void>()>& write);
  Result<Stored> store(const Report& report, const Reading* reading);
  Result<void> ensure_look();
  Result<void> look(const AsOf& as_of);
  // Makes those views over links that the query names.
  Result<void> ensure_links(std::string_view sql);
  Result<std::int64_t> next_seq();
  // The rows of LinkRows in the revision that is open; inside a transaction.
  Result<void> write_links(const LinkRows& rows);

 private:
  Result<void> make_origins();
  Result<void> make_placed();
  Result<void> make_claims();
  Result<void> make_links(std::string_view table, std::string_view which);
  Result<void> make_findings();
  Result<void> make_reviews();
};

std::string address_key(const Report& report);

// The last day that the date can mean, "2024-10" gives "2024-10-31"; `fallback` if it is none.
std::string last_day(const std::string& date, const std::string& fallback);

}  // namespace detente::record
