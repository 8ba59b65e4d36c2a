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

  // Begins the revision of this run if nothing has been stored yet; inside a transaction.
  Result<void> ensure_revision();
  Result<Appender*> appender(const char* table);
  Result<void> flush();
  // Runs `write` in a transaction: all of it is on the disk afterwards, or nothing.
  Result<void> transaction(const std::function<Result<void>()>& write);
  Result<Stored> store(const Report& report, const Reading* reading);
  Result<void> ensure_look();
  Result<void> look(const AsOf& as_of);
};

std::string address_key(const Report& report);

// The last day that the date can mean, "2024-10" gives "2024-10-31"; `fallback` if it is none.
std::string last_day(const std::string& date, const std::string& fallback);

}  // namespace detente::record
