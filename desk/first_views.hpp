// The first view of a record, kept in a file beside it, so that a desk that starts over the same record has it at once.
//
// The file can be deleted at any time; one that is damaged, of another record or of another version counts as none.
#pragma once

#include <filesystem>
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

// What tells this record in this state, seen by this version of the program, from any other: sums over its revisions,
// reports, readings, links and corrections. Errors: those of Record::query_tables.
Result<std::string> first_views_key(record::Record& record, const std::string& version);

// Empty if the file is not there, damaged, or has another key.
std::vector<FirstView> load_first_views(const std::filesystem::path& path, const std::string& key);

// The old file or the new one is there at any moment. False: it could not be written, and nothing is lost but time.
bool save_first_views(const std::filesystem::path& path, const std::string& key, const std::vector<FirstView>& views);

}  // namespace detente::desk
