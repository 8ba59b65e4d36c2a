// The desk: a web server over one record.
//
//   desk::Options options{.database = "crisis.duckdb", .port = 0};
//   auto desk = desk::Desk::open(options);
//   if (!desk) { say(desk.error().to_string()); }     // "crisis.duckdb: another process has it open: ..."
//   say((*desk)->url());                              // "http://127.0.0.1:41831/"
//   std::thread stopper([&] { wait_for_a_signal(); (*desk)->stop(); });
//   (*desk)->serve();                                 // until stop()
//
// Reading goes on while reports are added: views have connections of their own, and one thread writes. What was
// answered with 202 is on the disk and is read even if the program is killed; unfinished work is taken up by the next
// desk over the same record.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "detente/knowledge/knowledge.hpp"
#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::desk {

// A file that somebody handed in, to be read into the record.
struct ReadTask {
  std::filesystem::path file;  // in the spool
  std::string name;            // as its sender calls it
  record::Record& record;      // to be touched with `writing` held alone
  std::mutex& writing;
  // What is done, of how much, and in words; false: stop. May be called from one thread at a time.
  std::function<bool(std::int64_t done, std::int64_t total, const std::string& message)> progress;
};

struct ReadDone {
  std::int64_t reports = 0;  // found in the file
  std::int64_t fresh = 0;    // of a text that was not there
  std::int64_t known = 0;
  std::int64_t copies = 0;
  std::int64_t unread = 0;  // in other languages
  std::int64_t events = 0;
  std::int64_t statements = 0;
  std::vector<Error> problems;  // what was passed over
};

struct Options {
  std::filesystem::path database;
  bool writable = true;  // false: nothing is added, and a record that is not there is an error
  std::string version;
  std::filesystem::path page;      // the folder with the page's files
  std::filesystem::path examples;  // the folder with crisis files, *.toml
  std::string address = "127.0.0.1";
  int port = 8421;                 // 0: any that is free
  std::string token;               // that every request must bring; "": none
  std::vector<std::string> hosts;  // names of this server beside localhost and its address
  int threads = 2;                 // views that are answered at once

  std::size_t connections = 96;
  std::size_t body_bytes = std::size_t{64} << 20;
  double seconds = 20;  // that one answer may take
  // How often a quiet event stream says that it is there. One who has left is only noticed by being spoken to, and
  // holds one of 32 places until then.
  std::chrono::milliseconds heartbeat{2000};
  std::size_t spool_bytes = std::size_t{4} << 30;

  const knowledge::Knowledge* knowledge = nullptr;  // may be null
  std::filesystem::path lexicons = {};              // the folder of the TOML files that rules name lines of
  // The time now as ISO 8601 in UTC.
  std::function<std::string()> now;
  // Reads a file into the record; without it, uploads are refused. Errors of it end the job.
  std::function<Result<ReadDone>(const ReadTask&)> read;
};

class Desk {
 public:
  // Opens the record, making an empty one if there is none, and takes the port. Unfinished work is taken up by serve().
  // Errors: those of Record::open; io (the port or the spool cannot be had); usage (an address beyond loopback without
  // a token).
  static Result<std::unique_ptr<Desk>> open(Options options);
  ~Desk();
  Desk(const Desk&) = delete;
  Desk& operator=(const Desk&) = delete;

  int port() const;
  // Where a browser finds the page, with the token if there is one.
  std::string url() const;
  // Answers until stop(). Whatever is under way then is ended in order.
  Result<void> serve();
  // Safe from any thread.
  void stop();

 private:
  struct Parts;
  explicit Desk(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

// Draws the first view of a record that has grown large and leaves it beside the record, as a desk would, so that the
// first desk over it need not: false if it is smaller than `events`, has a first view that a desk can show meanwhile,
// or the file cannot be written. The record looks at everything afterwards. Errors: those of its queries; cancelled if
// `go_on` says no between two of its views.
inline constexpr std::int64_t kWorthDrawing = 20000;  // events; what is smaller is drawn while the page loads
Result<bool> draw_first_view(record::Record& record, const std::filesystem::path& database, const std::string& version,
                             std::int64_t events = kWorthDrawing, const std::function<bool()>& go_on = {});

// The OpenAPI 3.1 document of everything that the desk answers, made from views() and the table of routes.
std::string openapi(const std::string& version);
// docs/desk-api.md, the part between its marks, made from the same.
std::string api_reference();

}  // namespace detente::desk
