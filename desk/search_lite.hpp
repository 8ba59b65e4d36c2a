// SQLite's C API with owners for its handles, and what the index needs of FTS5. Nothing of it leaves this folder.
#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "detente/result.hpp"

namespace detente::desk {

class Lite;

class Statement {
 public:
  Statement() = default;
  Statement(const Statement&) = delete;
  Statement& operator=(const Statement&) = delete;
  ~Statement() { sqlite3_finalize(statement_); }

  // Parameters count from 1. Words must stay where they are until the next step() is done.
  void bind(int index, std::string_view words);
  void bind(int index, std::int64_t number) { sqlite3_bind_int64(statement_, index, number); }
  // True if there is a row. Errors: bad_value (FTS5 does not take the query), bad_format (the file is damaged),
  // disk_full, database.
  Result<bool> step();
  void reset() { sqlite3_reset(statement_); }

  // Of the row; columns count from 0.
  std::string_view text(int column) const;
  std::int64_t integer(int column) const { return sqlite3_column_int64(statement_, column); }
  double number(int column) const { return sqlite3_column_double(statement_, column); }

 private:
  friend class Lite;
  sqlite3_stmt* statement_ = nullptr;
};

// One connection.
class Lite {
 public:
  enum class Use : std::uint8_t { read, write, make };

  // Errors: not_found, bad_format, unsupported (this SQLite has no FTS5), database.
  static Result<Lite> open(const std::string& path, Use use);

  Result<void> run(const char* sql);
  Result<void> prepare(const char* sql, Statement& into);
  // All of it or nothing.
  Result<void> transaction(const std::function<Result<void>()>& work);

  // Calls with the bytes of each word, as the index parts a text into words, until it says no.
  void words_of(std::string_view text, const std::function<bool(std::uint32_t begin, std::uint32_t end)>& take) const;
  bool has_words(std::string_view text) const;

 private:
  struct Close {
    void operator()(sqlite3* connection) const { sqlite3_close(connection); }
  };
  struct Tokenizer {
    fts5_tokenizer module{};
    Fts5Tokenizer* made = nullptr;
    Tokenizer() = default;
    Tokenizer(const Tokenizer&) = delete;
    Tokenizer& operator=(const Tokenizer&) = delete;
    ~Tokenizer();
  };

  Lite() = default;
  Result<void> prepare_fts5();

  std::unique_ptr<sqlite3, Close> connection_;
  std::unique_ptr<Tokenizer> tokenizer_;
};

}  // namespace detente::desk
