#include "trajectories.hpp"

#include <duckdb.h>
#include <fmt/format.h>

#include <filesystem>

namespace detente::cli {

namespace fs = std::filesystem;

namespace {

constexpr std::uint32_t kRunsInATransaction = 200;

std::string sql_text(const std::string& text) {
  std::string out = "'";
  for (const char c : text) {
    out += c;
    out += c == '\'' ? "'" : "";
  }
  return out + "'";
}

}  // namespace

struct Trajectories::Parts {
  std::string path;
  std::string rows_path;
  play::RunsHeader header;
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  duckdb_appender appender = nullptr;
  std::uint32_t pending = 0;
  std::uint64_t kept = 0;
  std::uint64_t added = 0;

  ~Parts() {
    if (appender != nullptr) {
      duckdb_appender_destroy(&appender);
    }
    duckdb_disconnect(&connection);
    duckdb_close(&database);
  }

  Error failed(const std::string& why) const {
    const bool full = why.find("No space left") != std::string::npos || why.find("Disk quota") != std::string::npos ||
                      why.find("File too large") != std::string::npos;
    std::string first_line = why.substr(0, why.find('\n'));
    return {full ? ErrorCode::disk_full : ErrorCode::database,
            fmt::format("the trajectories could not be written to their end: {}; {} whole runs are in {} (a DuckDB "
                        "file, table days)",
                        first_line, kept, rows_path),
            path};
  }

  Result<void> run(const std::string& sql) {
    duckdb_result result{};
    const bool good = duckdb_query(connection, sql.c_str(), &result) == DuckDBSuccess;
    const char* why = good ? nullptr : duckdb_result_error(&result);
    const std::string text = why != nullptr ? why : "";
    duckdb_destroy_result(&result);
    return good ? Result<void>() : Result<void>(failed(text));
  }

  Result<void> begin_rows() {
    if (auto begun = run("BEGIN"); !begun) {
      return begun;
    }
    if (duckdb_appender_create(connection, nullptr, "days", &appender) != DuckDBSuccess) {
      return failed("no appender");
    }
    return {};
  }

  Result<void> keep_rows() {
    if (appender == nullptr) {
      return {};
    }
    const bool good = duckdb_appender_close(appender) == DuckDBSuccess;
    const char* why = good ? nullptr : duckdb_appender_error(appender);
    const std::string text = why != nullptr ? why : "";
    duckdb_appender_destroy(&appender);
    appender = nullptr;
    if (!good) {
      return failed(text);
    }
    if (auto committed = run("COMMIT"); !committed) {
      return committed;
    }
    kept = added;
    pending = 0;
    return {};
  }
};

Trajectories::Trajectories(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
Trajectories::~Trajectories() = default;
Trajectories::Trajectories(Trajectories&&) noexcept = default;

Result<Trajectories> Trajectories::create(const std::string& path, const play::RunsHeader& header) {
  auto parts = std::make_unique<Parts>();
  parts->path = path;
  parts->rows_path = path + ".rows";
  parts->header = header;
  std::error_code ignored;
  fs::remove(parts->rows_path, ignored);
  fs::remove(parts->rows_path + ".wal", ignored);
  duckdb_config config = nullptr;
  duckdb_create_config(&config);
  duckdb_set_config(config, "threads", "1");
  duckdb_set_config(config, "memory_limit", "256MB");
  duckdb_set_config(config, "preserve_insertion_order", "true");
  duckdb_set_config(config, "autoinstall_known_extensions", "false");
  duckdb_set_config(config, "autoload_known_extensions", "false");
  char* why = nullptr;
  const bool opened = duckdb_open_ext(parts->rows_path.c_str(), &parts->database, config, &why) == DuckDBSuccess;
  duckdb_destroy_config(&config);
  if (!opened) {
    const Error error = parts->failed(why != nullptr ? why : "");
    duckdb_free(why);
    return error;
  }
  if (duckdb_connect(parts->database, &parts->connection) != DuckDBSuccess) {
    return parts->failed("no connection");
  }
  std::string policies;
  for (std::size_t p = 0; p < header.policies.size(); ++p) {
    policies += (p == 0 ? "" : ", ") + sql_text(header.policies[p]);
  }
  std::string columns = "policy UTINYINT, run UINTEGER, day USMALLINT";
  for (std::size_t s = 0; s < play::kSeries; ++s) {
    columns += fmt::format(", {} DOUBLE", play::series_name(static_cast<play::Series>(s)));
  }
  if (auto made = parts->run(fmt::format("CREATE TABLE days ({})", columns)); !made) {
    return made.error();
  }
  return Trajectories(std::move(parts));
}

Result<void> Trajectories::add(const play::RunResult& result) {
  Parts& p = *parts_;
  if (p.appender == nullptr) {
    if (auto begun = p.begin_rows(); !begun) {
      return begun;
    }
  }
  const std::size_t policies = p.header.policies.size();
  const std::size_t days = result.days.size() / policies / play::kSeries;
  const double* value = result.days.data();
  for (std::size_t policy = 0; policy < policies; ++policy) {
    for (std::size_t day = 1; day <= days; ++day) {
      duckdb_append_uint8(p.appender, static_cast<std::uint8_t>(policy));
      duckdb_append_uint32(p.appender, result.run);
      duckdb_append_uint16(p.appender, static_cast<std::uint16_t>(day));
      for (std::size_t s = 0; s < play::kSeries; ++s) {
        duckdb_append_double(p.appender, *value++);
      }
      if (duckdb_appender_end_row(p.appender) != DuckDBSuccess) {
        const char* why = duckdb_appender_error(p.appender);
        return p.failed(why != nullptr ? why : "");
      }
    }
  }
  ++p.added;
  return ++p.pending >= kRunsInATransaction ? p.keep_rows() : Result<void>();
}

Result<void> Trajectories::finish() {
  Parts& p = *parts_;
  if (auto kept = p.keep_rows(); !kept) {
    return kept;
  }
  std::string cases;
  for (std::size_t i = 0; i < p.header.policies.size(); ++i) {
    cases += fmt::format(" WHEN {} THEN {}", i, sql_text(p.header.policies[i]));
  }
  const std::string sql = fmt::format(
      "COPY (SELECT CASE policy{} END AS policy, run, day, DATE {} + CAST(day AS INTEGER) AS date, * EXCLUDE (policy, "
      "run, day) FROM days) TO {} (FORMAT parquet, COMPRESSION zstd)",
      cases, sql_text(p.header.start), sql_text(p.path));
  if (auto copied = p.run(sql); !copied) {
    std::error_code ignored;
    fs::remove(p.path, ignored);
    return copied;
  }
  const std::string rows = p.rows_path;
  parts_.reset();
  std::error_code ignored;
  fs::remove(rows, ignored);
  fs::remove(rows + ".wal", ignored);
  return {};
}

}  // namespace detente::cli
