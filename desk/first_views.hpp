// The first view of a record, kept in a file beside it, so that a desk that starts over the same record has it at once.
//
// The file can be deleted at any time; one that is damaged, of another record or of another version counts as none.
// What it holds of a record that has grown since is what can be shown until the new state is drawn.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "detente/desk/view.hpp"
#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::desk {

struct FirstView {
  std::string question;
  Answer answer;
  std::string gzip;  // of the body; "" if it is not worth it
  friend bool operator==(const FirstView& a, const FirstView& b) {
    return a.question == b.question && a.answer.body == b.answer.body &&
           a.answer.content_type == b.answer.content_type && a.answer.name == b.answer.name && a.gzip == b.gzip;
  }
};

// All of one state of a record.
struct FirstViews {
  std::string key;   // first_views_key()
  std::string line;  // first_views_line() of that revision
  int revision = 0;
  std::vector<FirstView> views;
  friend bool operator==(const FirstViews&, const FirstViews&) = default;
};

// What tells this record in this state, seen by this version of the program, from any other: sums over its revisions,
// reports, readings, links and corrections. Errors: those of Record::query_tables.
Result<std::string> first_views_key(record::Record& record, const std::string& version);
// What a record that has grown since `revision` still has of the state that it was in then: its revisions up to that
// one. Errors: those of Record::query_tables.
Result<std::string> first_views_line(record::Record& record, const std::string& version, int revision);

// Nothing if the file is not there or damaged.
std::optional<FirstViews> load_first_views(const std::filesystem::path& path);

// The old file or the new one is there at any moment. False: it could not be written, and nothing is lost but time.
bool save_first_views(const std::filesystem::path& path, const FirstViews& views);

}  // namespace detente::desk
