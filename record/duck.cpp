#include "duck.hpp"

#include <fmt/format.h>

#include <utility>

#include "duck_query.hpp"

namespace detente::record {

namespace {

// "Conflicting lock is held in /usr/bin/detente (PID 4711)" gives "/usr/bin/detente (PID 4711)".
std::string lock_holder(std::string_view message) {
  constexpr std::string_view kBefore = "held in ";
  const std::size_t at = message.find(kBefore);
  if (at == std::string_view::npos) {
    return {};
  }
  const std::string_view rest = message.substr(at + kBefore.size());
  const std::size_t end = rest.find(')');
  return end == std::string_view::npos ? std::string{} : std::string(rest.substr(0, end + 1));
}

std::string first_line(std::string_view message) { return std::string(message.substr(0, message.find('\n'))); }

bool has(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Value value_at(duckdb_type type, void* data, idx_t row) {
  switch (type) {
    case DUCKDB_TYPE_BOOLEAN:
      return static_cast<bool*>(data)[row];
    case DUCKDB_TYPE_TINYINT:
      return std::int64_t{static_cast<std::int8_t*>(data)[row]};
    case DUCKDB_TYPE_SMALLINT:
      return std::int64_t{static_cast<std::int16_t*>(data)[row]};
    case DUCKDB_TYPE_INTEGER:
      return std::int64_t{static_cast<std::int32_t*>(data)[row]};
    case DUCKDB_TYPE_UINTEGER:
      return std::int64_t{static_cast<std::uint32_t*>(data)[row]};
    case DUCKDB_TYPE_BIGINT:
      return static_cast<std::int64_t*>(data)[row];
    case DUCKDB_TYPE_UBIGINT:
      return static_cast<std::int64_t>(static_cast<std::uint64_t*>(data)[row]);
    case DUCKDB_TYPE_HUGEINT:
      return static_cast<std::int64_t>(duckdb_hugeint_to_double(static_cast<duckdb_hugeint*>(data)[row]));
    case DUCKDB_TYPE_FLOAT:
      return double{static_cast<float*>(data)[row]};
    case DUCKDB_TYPE_DOUBLE:
      return static_cast<double*>(data)[row];
    case DUCKDB_TYPE_BLOB:
    case DUCKDB_TYPE_VARCHAR: {
      duckdb_string_t* text = static_cast<duckdb_string_t*>(data) + row;
      return std::string(duckdb_string_t_data(text), duckdb_string_t_length(*text));
    }
    default:
      return std::monostate{};
  }
}

void take_chunk(duckdb_result& result, duckdb_data_chunk chunk, Table& table) {
  const idx_t rows = duckdb_data_chunk_get_size(chunk);
  const idx_t columns = duckdb_data_chunk_get_column_count(chunk);
  const std::size_t first = table.rows.size();
  table.rows.resize(first + rows, std::vector<Value>(columns));
  for (idx_t column = 0; column < columns; ++column) {
    duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, column);
    void* data = duckdb_vector_get_data(vector);
    uint64_t* valid = duckdb_vector_get_validity(vector);
    const duckdb_type type = duckdb_column_type(&result, column);
    for (idx_t row = 0; row < rows; ++row) {
      if (valid == nullptr || duckdb_validity_row_is_valid(valid, row)) {
        table.rows[first + row][column] = value_at(type, data, row);
      }
    }
  }
}

}  // namespace

Error duck_error(std::string_view message, const std::string& where) {
  if (has(message, "Could not set lock") || has(message, "Conflicting lock") || has(message, "file handle conflict")) {
    const std::string holder = lock_holder(message);
    return {ErrorCode::locked,
            holder.empty() ? "another process has it open; wait until it is done"
                           : fmt::format("another process has it open: {}; wait until it is done", holder),
            where};
  }
  if (has(message, "No space left") || has(message, "File too large") || has(message, "Disk quota exceeded")) {
    return {ErrorCode::disk_full, "there is no room left on the disk; what was stored before is kept", where};
  }
  if (has(message, "INTERRUPT Error")) {
    return {ErrorCode::cancelled, "it was stopped before it was done", where};
  }
  return {ErrorCode::database, first_line(message), where};
}

struct Duck::Database {
  duckdb_database handle = nullptr;

  Database() = default;
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;
  ~Database() {
    if (handle != nullptr) {
      duckdb_close(&handle);
    }
  }
};

Result<Duck> Duck::open(const std::filesystem::path& path, Access access) {
  Duck duck;
  duck.database_ = std::make_shared<Database>();
  duck.where_ = path.string();
  duckdb_config config = nullptr;
  if (duckdb_create_config(&config) == DuckDBError) {
    return Error{ErrorCode::database, "DuckDB could not be set up", duck.where_};
  }
  duckdb_set_config(config, "access_mode", access == Access::read ? "READ_ONLY" : "READ_WRITE");
  // Nothing is ever fetched: what the library does not hold is not there.
  duckdb_set_config(config, "autoinstall_known_extensions", "false");
  duckdb_set_config(config, "autoload_known_extensions", "false");
  char* why = nullptr;
  const duckdb_state opened = duckdb_open_ext(duck.where_.c_str(), &duck.database_->handle, config, &why);
  duckdb_destroy_config(&config);
  if (opened == DuckDBError) {
    const std::string message = why != nullptr ? why : "it could not be opened";
    duckdb_free(why);
    return duck_error(message, duck.where_);
  }
  if (duckdb_connect(duck.database_->handle, &duck.connection_) == DuckDBError) {
    return Error{ErrorCode::database, "DuckDB gave no connection", duck.where_};
  }
  return duck;
}

Result<Duck> Duck::another() const {
  Duck duck;
  duck.where_ = where_;
  duck.database_ = database_;
  if (duckdb_connect(database_->handle, &duck.connection_) == DuckDBError) {
    return Error{ErrorCode::database, "DuckDB gave no other connection", where_};
  }
  return duck;
}

Duck::Duck(Duck&& other) noexcept
    : database_(std::move(other.database_)),
      connection_(std::exchange(other.connection_, nullptr)),
      where_(std::move(other.where_)) {}

Duck& Duck::operator=(Duck&& other) noexcept {
  std::swap(database_, other.database_);
  std::swap(connection_, other.connection_);
  std::swap(where_, other.where_);
  return *this;
}

Duck::~Duck() {
  if (connection_ != nullptr) {
    duckdb_disconnect(&connection_);
  }
}

Result<void> Duck::run(const std::string& sql) {
  ResultOwner owner;
  if (duckdb_query(connection_, sql.c_str(), &owner.result) == DuckDBError) {
    return duck_error(duckdb_result_error(&owner.result), where_);
  }
  return {};
}

Result<Table> Duck::query(const std::string& sql, const std::vector<Value>& parameters) {
  StatementOwner prepared;
  ResultOwner owner;
  if (auto executed = execute(*this, sql, parameters, prepared, owner); !executed) {
    return executed.error();
  }
  Table table;
  for (idx_t i = 0; i < duckdb_column_count(&owner.result); ++i) {
    table.columns.emplace_back(duckdb_column_name(&owner.result, i));
  }
  while (duckdb_data_chunk chunk = duckdb_fetch_chunk(owner.result)) {
    take_chunk(owner.result, chunk, table);
    duckdb_destroy_data_chunk(&chunk);
  }
  return table;
}

Result<Appender> Appender::open(Duck& duck, const char* table) {
  duckdb_appender appender = nullptr;
  if (duckdb_appender_create(duck.connection(), nullptr, table, &appender) == DuckDBError) {
    const char* why = appender != nullptr ? duckdb_appender_error(appender) : nullptr;
    Error error = duck_error(why != nullptr ? why : "a table could not be written", duck.where());
    duckdb_appender_destroy(&appender);
    return error;
  }
  return Appender(appender, duck.where());
}

Appender::Appender(Appender&& other) noexcept
    : appender_(std::exchange(other.appender_, nullptr)),
      where_(std::move(other.where_)),
      failed_(other.failed_),
      dirty_(other.dirty_) {}

Appender::~Appender() {
  if (appender_ != nullptr) {
    duckdb_appender_destroy(&appender_);
  }
}

Appender& Appender::text(std::string_view value) {
  note(duckdb_append_varchar_length(appender_, value.data(), value.size()));
  return *this;
}

Appender& Appender::integer(std::int64_t value) {
  note(duckdb_append_int64(appender_, value));
  return *this;
}

Appender& Appender::number(double value) {
  note(duckdb_append_double(appender_, value));
  return *this;
}

Appender& Appender::truth(bool value) {
  note(duckdb_append_bool(appender_, value));
  return *this;
}

Appender& Appender::bytes(std::string_view value) {
  note(duckdb_append_blob(appender_, value.data(), value.size()));
  return *this;
}

Appender& Appender::null() {
  note(duckdb_append_null(appender_));
  return *this;
}

void Appender::end_row() {
  note(duckdb_appender_end_row(appender_));
  dirty_ = true;
}

Result<void> Appender::flush() {
  if (!dirty_ && !failed_) {
    return {};
  }
  if (failed_ || duckdb_appender_flush(appender_) == DuckDBError) {
    failed_ = true;
    const char* why = duckdb_appender_error(appender_);
    return duck_error(why != nullptr ? why : "rows could not be written", where_);
  }
  dirty_ = false;
  return {};
}

}  // namespace detente::record
