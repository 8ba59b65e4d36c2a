#include "detente/record/record.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <system_error>

#include "detente/text/date.hpp"
#include "duck.hpp"
#include "schema.hpp"
#include "state.hpp"

namespace detente::record {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kUnfinished = ".making-";

// Files that a process left behind when it ended while it made a record.
void remove_unfinished(const fs::path& path) {
  const std::string prefix = path.filename().string() + std::string(kUnfinished);
  std::error_code error;
  const fs::path folder = path.has_parent_path() ? path.parent_path() : fs::path(".");
  for (const fs::directory_entry& entry : fs::directory_iterator(folder, error)) {
    const std::string name = entry.path().filename().string();
    if (!name.starts_with(prefix)) {
      continue;
    }
    int process = 0;
    std::from_chars(name.data() + prefix.size(), name.data() + name.size(), process);
    if (process > 0 && kill(process, 0) != 0 && errno == ESRCH) {
      fs::remove(entry.path(), error);
    }
  }
}

// Makes an empty record under another name and gives it its own when it is whole.
Result<void> make(const fs::path& path) {
  remove_unfinished(path);
  const fs::path unfinished = fmt::format("{}{}{}", path.string(), kUnfinished, getpid());
  std::error_code error;
  fs::remove(unfinished, error);
  {
    auto duck = Duck::open(unfinished, Access::write);
    if (!duck) {
      return Error{duck.error().code, duck.error().message, path.string()};
    }
    const std::string filled = fmt::format(
        "BEGIN; {} INSERT INTO meta VALUES ('schema_version', '{}'), ('created_by', 'detente'); COMMIT; CHECKPOINT;",
        create_sql(), kSchemaVersion);
    if (auto made = duck->run(filled); !made) {
      fs::remove(unfinished, error);
      return Error{made.error().code, made.error().message, path.string()};
    }
  }
  // A hard link, unlike a rename, does not replace a record that another process made meanwhile.
  const int linked = ::link(unfinished.c_str(), path.c_str());
  const int why = errno;
  if (linked != 0 && why != EEXIST) {
    fs::rename(unfinished, path, error);
  }
  std::error_code ignored;
  fs::remove(unfinished, ignored);
  fs::remove(unfinished.string() + ".wal", ignored);
  if (error) {
    return Error{ErrorCode::io, fmt::format("it could not be made: {}", error.message()), path.string()};
  }
  return {};
}

Result<int> schema_version(Duck& duck) {
  const auto found = duck.query("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'meta' AND NOT temporary");
  if (!found) {
    return found.error();
  }
  if (found->integer(0, 0) == 0) {
    return Error{ErrorCode::bad_format, "it is a DuckDB file, but not a record of detente", duck.where()};
  }
  const auto version = duck.query("SELECT value FROM meta WHERE key = 'schema_version'");
  if (!version) {
    return version.error();
  }
  int number = 0;
  const std::string text = version->rows.empty() ? std::string() : version->text(0, 0);
  std::from_chars(text.data(), text.data() + text.size(), number);
  if (number < 1) {
    return Error{ErrorCode::bad_format, "it does not say which form of record it is", duck.where()};
  }
  return number;
}

// A file of form 1 gets the tables of form 2. If it can only be read, they stand beside it for this connection, empty.
Result<void> bring_up(Duck& duck, int version, Access access) {
  if (version >= kSchemaVersion) {
    return {};
  }
  if (access == Access::read) {
    return duck.run(create_links_sql("TEMP TABLE"));
  }
  auto done = duck.run("BEGIN TRANSACTION");
  if (done) {
    done = duck.run(fmt::format("{} UPDATE meta SET value = '{}' WHERE key = 'schema_version';",
                                create_links_sql("TABLE"), kSchemaVersion));
  }
  if (done) {
    done = duck.run("COMMIT");
  }
  if (!done) {
    (void)duck.run("ROLLBACK");
  }
  return done;
}

}  // namespace

bool Table::is_null(std::size_t row, std::size_t column) const {
  return std::holds_alternative<std::monostate>(rows[row][column]);
}

std::string Table::text(std::size_t row, std::size_t column) const {
  const auto* value = std::get_if<std::string>(&rows[row][column]);
  return value != nullptr ? *value : std::string();
}

std::int64_t Table::integer(std::size_t row, std::size_t column) const {
  const Value& value = rows[row][column];
  if (const auto* number = std::get_if<double>(&value)) {
    return static_cast<std::int64_t>(*number);
  }
  const auto* whole = std::get_if<std::int64_t>(&value);
  return whole != nullptr ? *whole : 0;
}

double Table::number(std::size_t row, std::size_t column) const {
  const Value& value = rows[row][column];
  if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    return static_cast<double>(*whole);
  }
  const auto* number = std::get_if<double>(&value);
  return number != nullptr ? *number : 0;
}

Record::Record(std::unique_ptr<State> state) : state_(std::move(state)) {}
Record::Record(Record&&) noexcept = default;
Record& Record::operator=(Record&&) noexcept = default;
Record::~Record() = default;

Result<Record> Record::open(const fs::path& path, Access access) {
  std::error_code error;
  const bool there = fs::exists(path, error);
  if (!there && access == Access::read) {
    return Error{ErrorCode::not_found, "there is no record", path.string()};
  }
  if (there && !fs::is_regular_file(path, error)) {
    return Error{ErrorCode::bad_format, "it is not a file", path.string()};
  }
  if (!there) {
    if (auto made = make(path); !made) {
      return made.error();
    }
  }
  auto duck = Duck::open(path, access);
  if (!duck) {
    const bool foreign = duck.error().message.find("not a valid DuckDB") != std::string::npos;
    return foreign ? Error{ErrorCode::bad_format, "it is not a record: not a DuckDB file", path.string()}
                   : duck.error();
  }
  const auto version = schema_version(*duck);
  if (!version) {
    return version.error();
  }
  if (*version > kSchemaVersion) {
    return Error{ErrorCode::unsupported,
                 fmt::format("it was written by a newer detente (form {}; this one knows forms up to {})", *version,
                             kSchemaVersion),
                 path.string()};
  }
  if (auto ready = bring_up(*duck, *version, access); !ready) {
    return ready.error();
  }
  auto state = std::make_unique<State>(std::move(*duck));
  state->has_links = *version >= kSchemaVersion || access == Access::write;
  return Record(std::move(state));
}

Result<Record> Record::reader() const {
  auto duck = state_->duck.another();
  if (!duck) {
    return duck.error();
  }
  if (!state_->has_links) {
    if (auto ready = duck->run(create_links_sql("TEMP TABLE")); !ready) {
      return ready.error();
    }
  }
  auto state = std::make_unique<State>(std::move(*duck));
  state->has_links = state_->has_links;
  state->is_reader = true;
  return Record(std::move(state));
}

void Record::interrupt() const { duckdb_interrupt(state_->duck.connection()); }

std::string last_day(const std::string& date, const std::string& fallback) {
  auto parsed = text::parse_date(date);
  if (!parsed) {
    return fallback;
  }
  if (parsed->precision == text::Precision::year) {
    return text::make_day(parsed->year, 12, 31).iso_day();
  }
  if (parsed->precision == text::Precision::month) {
    return text::make_day(parsed->year, parsed->month, text::days_in_month(parsed->year, parsed->month)).iso_day();
  }
  return parsed->iso_day();
}

Result<Table> Record::query(const std::string& sql, const std::vector<Value>& parameters) {
  if (auto ready = state_->ensure_look(); !ready) {
    return ready.error();
  }
  if (auto ready = state_->ensure_links(sql); !ready) {
    return ready.error();
  }
  return state_->duck.query(sql, parameters);
}

Result<Table> Record::query_tables(const std::string& sql, const std::vector<Value>& parameters) {
  return state_->duck.query(sql, parameters);
}

std::string Record::engine_version() { return duckdb_library_version(); }

}  // namespace detente::record
