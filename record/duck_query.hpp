// A query under way in DuckDB: its handles with owners, and how parameters come in.
#pragma once

#include "duck.hpp"

namespace detente::record {

struct ResultOwner {
  duckdb_result result{};
  ResultOwner() = default;
  ResultOwner(const ResultOwner&) = delete;
  ResultOwner& operator=(const ResultOwner&) = delete;
  ~ResultOwner() { duckdb_destroy_result(&result); }
};

struct StatementOwner {
  duckdb_prepared_statement statement = nullptr;
  StatementOwner() = default;
  StatementOwner(const StatementOwner&) = delete;
  StatementOwner& operator=(const StatementOwner&) = delete;
  ~StatementOwner() { duckdb_destroy_prepare(&statement); }
};

// Prepares and runs the query; the result refers to the statement. Errors: database.
Result<void> execute(const Duck& duck, const std::string& sql, const std::vector<Value>& parameters,
                     StatementOwner& statement, ResultOwner& result);

}  // namespace detente::record
