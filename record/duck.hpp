// DuckDB's C API with owners for its handles. Nothing of it leaves this folder.
#pragma once

#include <duckdb.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::record {

// What DuckDB's message is in the house's vocabulary.
Error duck_error(std::string_view message, const std::string& where);

// One connection to an open file, which is closed when its last connection ends.
class Duck {
 public:
  static Result<Duck> open(const std::filesystem::path& path, Access access);
  // Another connection to the same file. Safe to call while another thread uses this one.
  Result<Duck> another() const;

  Duck(Duck&& other) noexcept;
  Duck& operator=(Duck&& other) noexcept;
  Duck(const Duck&) = delete;
  Duck& operator=(const Duck&) = delete;
  ~Duck();

  Result<void> run(const std::string& sql);
  Result<Table> query(const std::string& sql, const std::vector<Value>& parameters = {});
  Result<void> scan(const std::string& sql, const std::vector<Value>& parameters,
                    const std::function<bool(const Chunk&)>& take);

  duckdb_connection connection() const { return connection_; }
  const std::string& where() const { return where_; }

 private:
  struct Database;

  Duck() = default;

  std::shared_ptr<Database> database_;
  duckdb_connection connection_ = nullptr;
  std::string where_;
};

// Appends rows to one table. The rows are written by flush(), inside the transaction that is open then.
class Appender {
 public:
  static Result<Appender> open(Duck& duck, const char* table);

  Appender(Appender&& other) noexcept;
  Appender& operator=(Appender&&) = delete;
  ~Appender();

  Appender& text(std::string_view value);
  Appender& integer(std::int64_t value);
  Appender& number(double value);
  Appender& truth(bool value);
  Appender& bytes(std::string_view value);
  Appender& null();
  void end_row();
  // Errors: of any append since the last flush.
  Result<void> flush();

 private:
  Appender(duckdb_appender appender, std::string where) : appender_(appender), where_(std::move(where)) {}
  void note(duckdb_state state) { failed_ = failed_ || state == DuckDBError; }

  duckdb_appender appender_ = nullptr;
  std::string where_;
  bool failed_ = false;
  bool dirty_ = false;
};

}  // namespace detente::record
