#include "search_lite.hpp"

#include <array>
#include <limits>

#include "detente/desk/search.hpp"

namespace detente::desk {

namespace {

Error lite_error(sqlite3* connection, int code) {
  const std::string message = connection != nullptr ? sqlite3_errmsg(connection) : sqlite3_errstr(code);
  switch (code & 0xff) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_FORMAT:
      return {ErrorCode::bad_format, "the search index is damaged: " + message, ""};
    case SQLITE_FULL:
      return {ErrorCode::disk_full, "there is no room left on the disk for the search index", ""};
    case SQLITE_CANTOPEN:
      return {ErrorCode::not_found, "the search index cannot be opened", ""};
    case SQLITE_ERROR:
      // A table that is not there is an index that was cut off.
      if (message.starts_with("no such table") || message.starts_with("no such column")) {
        return {ErrorCode::bad_format, "the search index is damaged: " + message, ""};
      }
      return {message.starts_with("fts5:") ? ErrorCode::bad_value : ErrorCode::database, message, ""};
    default:
      return {ErrorCode::database, message, ""};
  }
}

// Where the terms of the query stand in the text, as "first:count ".
void marks(const Fts5ExtensionApi* api, Fts5Context* found, sqlite3_context* result, int, sqlite3_value**) {
  constexpr int kText = 1;
  int instances = 0;
  if (const int code = api->xInstCount(found, &instances); code != SQLITE_OK) {
    sqlite3_result_error_code(result, code);
    return;
  }
  std::string out;
  std::size_t many = 0;
  for (int i = 0; i < instances && many < kMostMarks; ++i) {
    int phrase = 0;
    int column = 0;
    int first = 0;
    if (const int code = api->xInst(found, i, &phrase, &column, &first); code != SQLITE_OK) {
      sqlite3_result_error_code(result, code);
      return;
    }
    if (column == kText) {
      out += std::to_string(first) + ":" + std::to_string(api->xPhraseSize(found, phrase)) + " ";
      ++many;
    }
  }
  sqlite3_result_text(result, out.data(), static_cast<int>(out.size()), SQLITE_TRANSIENT);
}

struct Taker {
  const std::function<bool(std::uint32_t, std::uint32_t)>* take;
};

int take_word(void* context, int flags, const char*, int, int begin, int end) {
  if ((flags & FTS5_TOKEN_COLOCATED) != 0) {
    return SQLITE_OK;
  }
  const bool more =
      (*static_cast<Taker*>(context)->take)(static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end));
  return more ? SQLITE_OK : SQLITE_DONE;
}

int length_of(std::string_view text) {
  return static_cast<int>(std::min<std::size_t>(text.size(), std::numeric_limits<int>::max()));
}

}  // namespace

void Statement::bind(int index, std::string_view words) {
  sqlite3_bind_text(statement_, index, words.data() != nullptr ? words.data() : "", length_of(words), SQLITE_STATIC);
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_);
  if (code == SQLITE_ROW || code == SQLITE_DONE) {
    return code == SQLITE_ROW;
  }
  return lite_error(sqlite3_db_handle(statement_), code);
}

std::string_view Statement::text(int column) const {
  const auto* words = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return words == nullptr ? std::string_view()
                          : std::string_view(words, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column)));
}

Lite::Tokenizer::~Tokenizer() {
  if (made != nullptr) {
    module.xDelete(made);
  }
}

Result<Lite> Lite::open(const std::string& path, Use use) {
  Lite out;
  const int flags = (use == Use::read ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE) |
                    (use == Use::make ? SQLITE_OPEN_CREATE : 0) | SQLITE_OPEN_NOMUTEX;
  sqlite3* opened = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
  out.connection_.reset(opened);
  if (code != SQLITE_OK) {
    return lite_error(opened, code);
  }
  constexpr int kWait = 10000;  // milliseconds, for another program that brings the index up to date
  sqlite3_busy_timeout(opened, kWait);
  // An index that is being made is thrown away if the machine stops; one that is there is not.
  const char* settings = use == Use::make ? "PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-65536"
                                          : "PRAGMA synchronous=NORMAL; PRAGMA cache_size=-32768";
  if (auto set = out.run(settings); !set) {
    return set.error();
  }
  if (auto prepared = out.prepare_fts5(); !prepared) {
    return prepared.error();
  }
  return out;
}

Result<void> Lite::run(const char* sql) {
  const int code = sqlite3_exec(connection_.get(), sql, nullptr, nullptr, nullptr);
  return code == SQLITE_OK ? Result<void>() : Result<void>(lite_error(connection_.get(), code));
}

Result<void> Lite::prepare(const char* sql, Statement& into) {
  sqlite3_finalize(into.statement_);
  into.statement_ = nullptr;
  const int code = sqlite3_prepare_v2(connection_.get(), sql, -1, &into.statement_, nullptr);
  return code == SQLITE_OK ? Result<void>() : Result<void>(lite_error(connection_.get(), code));
}

Result<void> Lite::transaction(const std::function<Result<void>()>& work) {
  if (auto begun = run("BEGIN IMMEDIATE"); !begun) {
    return begun;
  }
  Result<void> done = work();
  if (done) {
    done = run("COMMIT");
  }
  if (!done) {
    (void)run("ROLLBACK");
  }
  return done;
}

Result<void> Lite::prepare_fts5() {
  fts5_api* api = nullptr;
  Statement ask;
  if (auto made = prepare("SELECT fts5(?)", ask); !made) {
    return Error{ErrorCode::unsupported, "the SQLite of this machine has no full-text search (FTS5)", ""};
  }
  sqlite3_bind_pointer(ask.statement_, 1, static_cast<void*>(&api), "fts5_api_ptr", nullptr);
  (void)ask.step();
  void* data = nullptr;
  tokenizer_ = std::make_unique<Tokenizer>();
  // As in the table of the index.
  std::array<const char*, 2> options{"remove_diacritics", "2"};
  const bool ready = api != nullptr && api->xFindTokenizer(api, "unicode61", &data, &tokenizer_->module) == SQLITE_OK &&
                     tokenizer_->module.xCreate(data, options.data(), static_cast<int>(options.size()),
                                                &tokenizer_->made) == SQLITE_OK &&
                     api->xCreateFunction(api, "detente_marks", nullptr, marks, nullptr) == SQLITE_OK;
  return ready ? Result<void>()
               : Result<void>(Error{ErrorCode::unsupported,
                                    "the full-text search of this machine's SQLite lacks "
                                    "functions that are needed",
                                    ""});
}

void Lite::words_of(std::string_view text,
                    const std::function<bool(std::uint32_t begin, std::uint32_t end)>& take) const {
  Taker taker{&take};
  (void)tokenizer_->module.xTokenize(tokenizer_->made, &taker, FTS5_TOKENIZE_DOCUMENT,
                                     text.data() != nullptr ? text.data() : "", length_of(text), take_word);
}

bool Lite::has_words(std::string_view text) const {
  bool found = false;
  words_of(text, [&found](std::uint32_t, std::uint32_t) {
    found = true;
    return false;
  });
  return found;
}

}  // namespace detente::desk
