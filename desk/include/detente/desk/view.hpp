// How does a person see it? Views of the record that answer over HTTP, one table of them.
//
//   constexpr View kStatus{"/api/status", "What the record holds.", {}, {"json"}, status};
//   Result<Answer> status(Sight& sight, const Request& request) {
//     auto rows = sight.record.query("SELECT count(*) FROM seen_reports");   // already looked at request.as_of
//     if (!rows) { return rows.error(); }                                    // becomes {"error": {...}} and a status
//     return json_answer(sight, request, fmt::format("{{\"reports\":{}}}", rows->integer(0, 0)));
//   }
//
// A view is a pure function of the record, the request and what the shelf keeps; it is called from many threads at
// once, each with a Sight of its own. Routes, the OpenAPI document, the tools of MCP and docs/desk-api.md are all made
// from views(). The server checks parameters against the table before a view sees them: names that are not in it,
// values that are none of the choices, days that are no dates and numbers that are none are refused.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {
struct Knowledge;
}

namespace detente::desk {

struct Parameter {
  std::string_view name;
  std::string_view help;                       // one sentence without a full stop
  std::string_view type = "string";            // string, integer, number, boolean, day
  std::vector<std::string_view> choices = {};  // the values that are allowed; empty: any
  bool repeat = false;
  bool required = false;
};

// What somebody asks of a view, checked against its parameters.
struct Request {
  record::AsOf as_of;
  std::string path_id;  // what stands in the place of {id} in the path, decoded
  std::map<std::string, std::vector<std::string>, std::less<>> parameters;
  std::string format = "json";  // one of the view's formats
  int limit = 100;              // rows that a list gives at most, 1 to kMostRows
  std::string page;             // where the list goes on: the `next` that the view gave before; "" at its start

  // The last value given, "" if none was.
  std::string get(std::string_view name, std::string_view fallback = "") const;
  const std::vector<std::string>& all(std::string_view name) const;
};

inline constexpr int kMostRows = 10000;

struct Answer {
  std::string body;
  std::string content_type = "application/json";
  std::string name;  // of the file, should somebody save it: "events.csv"; may be empty
  std::string next;  // the sealed token of the next page, for a Link header; may be empty
};

// Things that are dear to make and the same for everybody who looks at the same state of the record. Those used last
// are kept. Safe from many threads; a thing that two ask for at once is made once.
class Shelf {
 public:
  explicit Shelf(std::size_t most = 16) : most_(most) {}

  // `key` names the thing and the state it was made of: "cube " + sight.state.
  template <typename T>
  Result<std::shared_ptr<const T>> get(const std::string& key, const std::function<Result<T>()>& make) {
    auto found = find(key, [&make]() -> Result<std::shared_ptr<const void>> {
      Result<T> made = make();
      if (!made) {
        return made.error();
      }
      return std::shared_ptr<const void>(std::make_shared<const T>(std::move(*made)));
    });
    if (!found) {
      return found.error();
    }
    return std::static_pointer_cast<const T>(*found);
  }

 private:
  struct Place;
  Result<std::shared_ptr<const void>> find(const std::string& key,
                                           const std::function<Result<std::shared_ptr<const void>>()>& make);

  std::size_t most_;
  std::mutex mutex_;
  std::vector<std::shared_ptr<Place>> places_;  // the one used last at the end
};

// What the desk knows of itself.
struct Standing {
  std::string version;  // of the program
  std::string name;     // of the record, its file's name without the ending
  bool writable = false;
  int jobs = 0;  // that wait or run
};

// What a view may look at.
struct Sight {
  record::Record& record;  // a connection of this thread's own, looked at request.as_of
  int revision = 0;        // that is seen: the latest, or as_of.revision
  std::string state;       // names what is seen, as_of included: what has the same state is the same, byte for byte
  Shelf& shelf;
  const knowledge::Knowledge* knowledge = nullptr;  // null if there is none
  std::filesystem::path database;                   // the record's file
  Standing standing;
  // Makes the token that stands for where a list goes on. The server opens it again before a view sees it.
  std::function<std::string(std::string_view next)> seal;
  std::filesystem::path lexicons = {};  // the folder of the TOML files that rules name lines of; may be empty
  // Told by what takes long: so many steps of all are done. May be empty.
  std::function<void(int done, int total)> progress = {};
};

struct View {
  std::string_view path;  // "/api/events", "/api/reports/{id}"
  std::string_view summary;
  std::vector<Parameter> parameters = {};  // beside the common ones
  std::vector<std::string_view> formats = {"json"};
  Result<Answer> (*answer)(Sight&, const Request&) = nullptr;
  bool is_list = false;     // takes limit and page
  bool is_filtered = true;  // takes the filters
};

// The one table.
std::span<const View> views();

// What every view takes: as_of and revision.
std::span<const Parameter> common_parameters();
// What a view takes that is_filtered: from, to, party, type, quad, status, country, outlet, measure, q, report,
// finding.
std::span<const Parameter> filter_parameters();
// What a view takes that is_list: limit and page.
std::span<const Parameter> list_parameters();

// {"revision": N, "as_of": "..." or null, "data": DATA, "next": "..."}. `data` is JSON; `next` is where the list goes
// on, any text that the view understands as Request::page, and "" if it ends here. It is sealed here, so that a page
// comes back only as it was given out.
Answer json_answer(const Sight& sight, const Request& request, std::string_view data, std::string_view next = "");

// The text as a field of CSV (RFC 4180), in quotation marks if it needs them. A field that a spreadsheet would take
// for a formula (= + - @ and a letter behind it, tab, return) gets an apostrophe in front.
std::string csv_field(std::string_view text);

}  // namespace detente::desk
