#include <fmt/format.h>

#include "duck_query.hpp"
#include "state.hpp"

namespace detente::record {

namespace {

duckdb_state bind(duckdb_prepared_statement statement, idx_t index, const Value& value) {
  struct Binder {
    duckdb_prepared_statement statement;
    idx_t index;
    duckdb_state operator()(std::monostate) const { return duckdb_bind_null(statement, index); }
    duckdb_state operator()(bool v) const { return duckdb_bind_boolean(statement, index, v); }
    duckdb_state operator()(std::int64_t v) const { return duckdb_bind_int64(statement, index, v); }
    duckdb_state operator()(double v) const { return duckdb_bind_double(statement, index, v); }
    duckdb_state operator()(const std::string& v) const {
      return duckdb_bind_varchar_length(statement, index, v.data(), v.size());
    }
  };
  return std::visit(Binder{statement, index}, value);
}

template <typename T>
T at(const void* data, std::size_t row) {
  return static_cast<const T*>(data)[row];
}

class DuckChunk final : public Chunk {
 public:
  DuckChunk(duckdb_result& result, duckdb_data_chunk chunk) : rows_(duckdb_data_chunk_get_size(chunk)) {
    const idx_t columns = duckdb_data_chunk_get_column_count(chunk);
    for (idx_t i = 0; i < columns; ++i) {
      duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, i);
      columns_.push_back(
          {duckdb_vector_get_data(vector), duckdb_vector_get_validity(vector), duckdb_column_type(&result, i)});
    }
  }

  std::size_t rows() const override { return rows_; }

  bool is_null(std::size_t column, std::size_t row) const override {
    uint64_t* valid = columns_[column].valid;
    return valid != nullptr && !duckdb_validity_row_is_valid(valid, row);
  }

  std::int64_t integer(std::size_t column, std::size_t row) const override {
    const Column& c = columns_[column];
    if (is_null(column, row)) {
      return 0;
    }
    switch (c.type) {
      case DUCKDB_TYPE_BOOLEAN:
        return at<bool>(c.data, row) ? 1 : 0;
      case DUCKDB_TYPE_TINYINT:
        return at<std::int8_t>(c.data, row);
      case DUCKDB_TYPE_SMALLINT:
        return at<std::int16_t>(c.data, row);
      case DUCKDB_TYPE_INTEGER:
      case DUCKDB_TYPE_DATE:
        return at<std::int32_t>(c.data, row);
      case DUCKDB_TYPE_UINTEGER:
        return at<std::uint32_t>(c.data, row);
      case DUCKDB_TYPE_BIGINT:
        return at<std::int64_t>(c.data, row);
      case DUCKDB_TYPE_UBIGINT:
        return static_cast<std::int64_t>(at<std::uint64_t>(c.data, row));
      case DUCKDB_TYPE_HUGEINT:
        return static_cast<std::int64_t>(duckdb_hugeint_to_double(at<duckdb_hugeint>(c.data, row)));
      case DUCKDB_TYPE_FLOAT:
        return static_cast<std::int64_t>(at<float>(c.data, row));
      case DUCKDB_TYPE_DOUBLE:
        return static_cast<std::int64_t>(at<double>(c.data, row));
      default:
        return 0;
    }
  }

  double number(std::size_t column, std::size_t row) const override {
    const Column& c = columns_[column];
    if (is_null(column, row)) {
      return 0;
    }
    switch (c.type) {
      case DUCKDB_TYPE_FLOAT:
        return static_cast<double>(at<float>(c.data, row));
      case DUCKDB_TYPE_DOUBLE:
        return at<double>(c.data, row);
      default:
        return static_cast<double>(integer(column, row));
    }
  }

  std::string_view text(std::size_t column, std::size_t row) const override {
    const Column& c = columns_[column];
    if (c.type != DUCKDB_TYPE_VARCHAR || is_null(column, row)) {
      return {};
    }
    duckdb_string_t* text = static_cast<duckdb_string_t*>(c.data) + row;
    return {duckdb_string_t_data(text), duckdb_string_t_length(*text)};
  }

 private:
  struct Column {
    void* data = nullptr;
    uint64_t* valid = nullptr;
    duckdb_type type = DUCKDB_TYPE_INVALID;
  };

  std::size_t rows_ = 0;
  std::vector<Column> columns_;
};

}  // namespace

Result<void> execute(const Duck& duck, const std::string& sql, const std::vector<Value>& parameters,
                     StatementOwner& statement, ResultOwner& result) {
  if (duckdb_prepare(duck.connection(), sql.c_str(), &statement.statement) == DuckDBError) {
    return duck_error(duckdb_prepare_error(statement.statement), duck.where());
  }
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (bind(statement.statement, i + 1, parameters[i]) == DuckDBError) {
      return Error{ErrorCode::database, fmt::format("parameter {} does not fit the query", i + 1), duck.where()};
    }
  }
  if (duckdb_execute_prepared(statement.statement, &result.result) == DuckDBError) {
    return duck_error(duckdb_result_error(&result.result), duck.where());
  }
  return {};
}

Result<void> Duck::scan(const std::string& sql, const std::vector<Value>& parameters,
                        const std::function<bool(const Chunk&)>& take) {
  StatementOwner prepared;
  ResultOwner owner;
  if (auto executed = execute(*this, sql, parameters, prepared, owner); !executed) {
    return executed;
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(owner.result)) {
    const bool go_on = take(DuckChunk(owner.result, chunk));
    duckdb_destroy_data_chunk(&chunk);
    if (!go_on) {
      return Error{ErrorCode::cancelled, "the work was stopped", where()};
    }
  }
  return {};
}

Result<void> Record::scan(const std::string& sql, const std::vector<Value>& parameters,
                          const std::function<bool(const Chunk&)>& take) {
  if (auto ready = state_->ensure_look(); !ready) {
    return ready;
  }
  if (auto ready = state_->ensure_links(sql); !ready) {
    return ready;
  }
  return state_->duck.scan(sql, parameters, take);
}

}  // namespace detente::record
