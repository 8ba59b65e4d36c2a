// Search queries: whatever is typed gives a query of FTS5 that SQLite takes, or a message.
#include <sqlite3.h>

#include <cstdlib>
#include <string>
#include <string_view>

#include "detente/desk/search.hpp"

namespace {

sqlite3* index() {
  static sqlite3* opened = [] {
    sqlite3* made = nullptr;
    if (sqlite3_open(":memory:", &made) != SQLITE_OK ||
        sqlite3_exec(made,
                     "CREATE VIRTUAL TABLE words USING fts5(title, text, tokenize='unicode61 remove_diacritics 2');"
                     "INSERT INTO words VALUES ('A pause', 'The 21-day pause was near, they said in Doha.')",
                     nullptr, nullptr, nullptr) != SQLITE_OK) {
      std::abort();
    }
    return made;
  }();
  return opened;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, std::size_t size) {
  const std::string_view query(reinterpret_cast<const char*>(data), size);
  const auto has_words = [](std::string_view term) {
    for (const char c : term) {
      if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')) {
        return true;
      }
    }
    return false;
  };
  const auto read = detente::desk::read_query(query, has_words);
  if (!read) {
    return 0;
  }
  sqlite3_stmt* statement = nullptr;
  if (sqlite3_prepare_v2(index(), "SELECT rowid FROM words WHERE words MATCH ?", -1, &statement, nullptr) !=
      SQLITE_OK) {
    std::abort();
  }
  sqlite3_bind_text(statement, 1, read->c_str(), static_cast<int>(read->size()), SQLITE_TRANSIENT);
  const int code = sqlite3_step(statement);
  sqlite3_finalize(statement);
  if (code != SQLITE_ROW && code != SQLITE_DONE) {
    std::abort();
  }
  return 0;
}
