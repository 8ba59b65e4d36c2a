#include "detente/desk/search.hpp"

#include <fmt/format.h>
#include <sqlite3.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <mutex>
#include <system_error>
#include <utility>

#include "search_lite.hpp"

namespace detente::desk {

namespace fs = std::filesystem;

namespace {

// Raised whenever an index of an older form would no longer do.
constexpr int kForm = 1;
constexpr const char* kUnfinished = ".making-";

constexpr const char* kCreate =
    "CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL);"
    "CREATE TABLE docs(doc INTEGER PRIMARY KEY, report TEXT NOT NULL UNIQUE, day TEXT NOT NULL, revision INTEGER NOT "
    "NULL);"
    "CREATE VIRTUAL TABLE words USING fts5(title, text, content='', tokenize='unicode61 remove_diacritics 2');"
    "INSERT INTO words(words, rank) VALUES ('rank', 'bm25(4.0, 1.0)');";

// Of the first reports that were stored, as many as that. A record is only appended to, so that an index of the same
// first reports lacks nothing but those that came since.
Result<std::string> past_of(record::Record& record, std::int64_t reports) {
  const auto found = record.query(
      "SELECT format('{:x}', coalesce(bit_xor(hash(id)), 0)) FROM (SELECT id FROM reports ORDER BY first_revision, "
      "rowid LIMIT ?)",
      {reports});
  if (!found) {
    return found.error();
  }
  return found->text(0, 0);
}

Result<std::int64_t> number(record::Record& record, const char* sql) {
  const auto found = record.query(sql);
  if (!found) {
    return found.error();
  }
  return found->integer(0, 0);
}

Result<void> put(Lite& lite, std::string_view key, std::string_view value) {
  Statement statement;
  if (auto made = lite.prepare("INSERT OR REPLACE INTO meta VALUES (?, ?)", statement); !made) {
    return made;
  }
  statement.bind(1, key);
  statement.bind(2, value);
  const auto stepped = statement.step();
  return stepped ? Result<void>() : Result<void>(stepped.error());
}

Result<std::string> get(Lite& lite, std::string_view key) {
  Statement statement;
  if (auto made = lite.prepare("SELECT value FROM meta WHERE key = ?", statement); !made) {
    return made.error();
  }
  statement.bind(1, key);
  const auto row = statement.step();
  if (!row) {
    return row.error();
  }
  return *row ? std::string(statement.text(0)) : std::string();
}

Result<std::int64_t> get_number(Lite& lite, std::string_view key) {
  const auto text = get(lite, key);
  if (!text) {
    return text.error();
  }
  std::int64_t value = 0;
  std::from_chars(text->data(), text->data() + text->size(), value);
  return value;
}

// How much of the record the index holds.
struct Extent {
  std::int64_t reports = 0;
  std::int64_t copies = 0;
};

// Adds reports and the earlier days that copies give to them.
Result<void> add(Lite& lite, record::Record& record, Extent from, Extent to) {
  Statement doc;
  Statement words;
  Statement day;
  for (const auto& [statement, sql] :
       {std::pair{&doc, "INSERT INTO docs(doc, report, day, revision) VALUES (?, ?, ?, ?)"},
        std::pair{&words, "INSERT INTO words(rowid, title, text) VALUES (?, ?, ?)"},
        std::pair{&day, "UPDATE docs SET day = min(day, ?) WHERE report = ?"}}) {
    if (auto made = lite.prepare(sql, *statement); !made) {
      return made;
    }
  }
  Result<void> failed;
  const auto run = [&failed](Statement& statement) {
    const auto stepped = statement.step();
    if (!stepped) {
      failed = stepped.error();
    }
    statement.reset();
    return static_cast<bool>(stepped);
  };
  std::int64_t next = from.reports + 1;
  const auto reports = record.scan(
      "SELECT id, day, first_revision, title, text FROM reports ORDER BY first_revision, rowid LIMIT ? OFFSET ?",
      {to.reports - from.reports, from.reports}, [&](const record::Chunk& chunk) {
        for (std::size_t row = 0; row < chunk.rows(); ++row) {
          doc.bind(1, next);
          doc.bind(2, chunk.text(0, row));
          doc.bind(3, chunk.text(1, row));
          doc.bind(4, chunk.integer(2, row));
          words.bind(1, next++);
          words.bind(2, chunk.text(3, row));
          words.bind(3, chunk.text(4, row));
          if (!run(doc) || !run(words)) {
            return false;
          }
        }
        return true;
      });
  if (!reports) {
    return failed ? reports : failed;
  }
  const auto copies = record.scan("SELECT day, report FROM report_copies ORDER BY revision, rowid LIMIT ? OFFSET ?",
                                  {to.copies - from.copies, from.copies}, [&](const record::Chunk& chunk) {
                                    for (std::size_t row = 0; row < chunk.rows(); ++row) {
                                      day.bind(1, chunk.text(0, row));
                                      day.bind(2, chunk.text(1, row));
                                      if (!run(day)) {
                                        return false;
                                      }
                                    }
                                    return true;
                                  });
  return copies || failed ? copies : failed;
}

Result<void> fill(Lite& lite, record::Record& record, Extent from) {
  const auto reports = number(record, "SELECT count(*) FROM reports");
  const auto copies = number(record, "SELECT count(*) FROM report_copies");
  if (!reports || !copies) {
    return reports ? copies.error() : reports.error();
  }
  const Extent to{*reports, *copies};
  if (to.reports == from.reports && to.copies == from.copies) {
    return {};
  }
  if (auto added = add(lite, record, from, to); !added) {
    return added;
  }
  const auto past = past_of(record, to.reports);
  if (!past) {
    return past.error();
  }
  for (const auto& [key, value] : {std::pair<std::string_view, std::string>{"reports", std::to_string(to.reports)},
                                   {"copies", std::to_string(to.copies)},
                                   {"past", *past}}) {
    if (auto done = put(lite, key, value); !done) {
      return done;
    }
  }
  return {};
}

// An empty index becomes that of the record.
Result<void> make(Lite& lite, record::Record& record) {
  const auto all = [&]() -> Result<void> {
    if (auto created = lite.run(kCreate); !created) {
      return created;
    }
    if (auto noted = put(lite, "form", std::to_string(kForm)); !noted) {
      return noted;
    }
    return fill(lite, record, {});
  };
  return lite.transaction(all);
}

// Brings an index up to the record. Errors: mismatch if it is of another form or of another record.
Result<void> catch_up(Lite& lite, record::Record& record) {
  const auto form = get(lite, "form");
  const auto past = get(lite, "past");
  const auto reports = get_number(lite, "reports");
  const auto copies = get_number(lite, "copies");
  if (!form || !past || !reports || !copies) {
    return Error{ErrorCode::mismatch, "it is no index", ""};
  }
  const auto same = past_of(record, *reports);
  const auto there = number(record, "SELECT count(*) FROM reports");
  if (!same || !there) {
    return same ? there.error() : same.error();
  }
  if (*form != std::to_string(kForm) || *reports > *there || (*reports > 0 && *same != *past)) {
    return Error{ErrorCode::mismatch, "the index is of another form or of another record", ""};
  }
  return lite.transaction([&]() -> Result<void> {
    // Another program may have been faster.
    const auto now = get_number(lite, "reports");
    const auto copies_now = get_number(lite, "copies");
    if (!now || !copies_now) {
      return now ? copies_now.error() : now.error();
    }
    return fill(lite, record, {*now, *copies_now});
  });
}

void remove_index(const fs::path& path) {
  std::error_code ignored;
  for (const char* ending : {"", "-journal", "-wal", "-shm"}) {
    fs::remove(path.string() + ending, ignored);
  }
}

// Makes the index under another name and gives it its own when it is whole.
Result<void> make_file(const fs::path& path, record::Record& record) {
  const fs::path unfinished = fmt::format("{}{}{}", path.string(), kUnfinished, getpid());
  remove_index(unfinished);
  {
    auto lite = Lite::open(unfinished.string(), Lite::Use::make);
    if (!lite) {
      return lite.error();
    }
    if (auto made = make(*lite, record); !made) {
      remove_index(unfinished);
      return made;
    }
  }
  remove_index(path);
  std::error_code error;
  fs::rename(unfinished, path, error);
  if (error) {
    remove_index(unfinished);
    return Error{ErrorCode::io, error.message(), path.string()};
  }
  return {};
}

// Sorted, none overlapping: what two terms of a query found is one.
std::vector<Mark> joined(std::vector<Mark> marks) {
  std::sort(marks.begin(), marks.end(), [](const Mark& a, const Mark& b) { return a.first < b.first; });
  std::vector<Mark> out;
  for (const Mark& mark : marks) {
    if (!out.empty() && mark.first < out.back().first + out.back().count) {
      out.back().count = std::max(out.back().count, mark.first + mark.count - out.back().first);
    } else {
      out.push_back(mark);
    }
  }
  return out;
}

// "first:count first:count " as the function of search_lite.cpp writes it.
std::vector<Mark> read_marks(std::string_view text) {
  std::vector<Mark> out;
  const char* at = text.data();
  const char* const end = at + text.size();
  while (at < end) {
    Mark mark;
    const auto first = std::from_chars(at, end, mark.first);
    if (first.ec != std::errc() || first.ptr == end) {
      break;
    }
    const auto count = std::from_chars(first.ptr + 1, end, mark.count);
    if (count.ec != std::errc()) {
      break;
    }
    out.push_back(mark);
    at = count.ptr + 1;
  }
  return joined(std::move(out));
}

bool is_damage(const Error& error) { return error.code == ErrorCode::bad_format || error.code == ErrorCode::mismatch; }

}  // namespace

struct SearchIndex::State {
  fs::path path;  // "" in memory
  std::int64_t reports = 0;
  mutable std::mutex mutex;
  mutable std::vector<Lite> idle;  // connections that nobody uses just now

  // A connection of the caller's own, put back afterwards. In memory there is one alone, and the caller waits for it.
  template <typename Use>
  auto with(const Use& use) const -> decltype(use(std::declval<Lite&>())) {
    std::unique_lock lock(mutex);
    if (path.empty()) {
      return use(idle.front());
    }
    if (idle.empty()) {
      lock.unlock();
      auto opened = Lite::open(path.string(), Lite::Use::read);
      if (!opened) {
        return opened.error();
      }
      lock.lock();
      idle.push_back(std::move(*opened));
    }
    Lite mine = std::move(idle.back());
    idle.pop_back();
    lock.unlock();
    auto result = use(mine);
    lock.lock();
    idle.push_back(std::move(mine));
    return result;
  }
};

SearchIndex::SearchIndex(std::unique_ptr<State> state) : state_(std::move(state)) {}
SearchIndex::SearchIndex(SearchIndex&&) noexcept = default;
SearchIndex& SearchIndex::operator=(SearchIndex&&) noexcept = default;
SearchIndex::~SearchIndex() = default;

bool SearchIndex::in_memory() const { return state_->path.empty(); }
std::int64_t SearchIndex::reports() const { return state_->reports; }

Result<SearchIndex> SearchIndex::open(const fs::path& path, record::Record& record) {
  auto state = std::make_unique<State>();
  const auto finish = [&](Lite lite) -> Result<SearchIndex> {
    const auto reports = get_number(lite, "reports");
    if (!reports) {
      return reports.error();
    }
    state->reports = *reports;
    state->idle.push_back(std::move(lite));
    return SearchIndex(std::move(state));
  };
  std::error_code error;
  for (int attempt = 0; attempt < 2; ++attempt) {
    if (!fs::exists(path, error)) {
      if (auto made = make_file(path, record); !made) {
        break;
      }
    }
    auto lite = Lite::open(path.string(), Lite::Use::write);
    const auto ready = lite ? catch_up(*lite, record) : Result<void>(lite.error());
    if (ready) {
      state->path = path;
      return finish(std::move(*lite));
    }
    if (!is_damage(ready.error())) {
      break;
    }
    remove_index(path);
  }
  auto lite = Lite::open(":memory:", Lite::Use::make);
  if (!lite) {
    return lite.error();
  }
  if (auto made = make(*lite, record); !made) {
    return made.error();
  }
  return finish(std::move(*lite));
}

Result<SearchHits> SearchIndex::find(std::string_view query, const SearchOptions& options) const {
  return state_->with([&](Lite& lite) -> Result<SearchHits> {
    const auto expression = read_query(query, [&lite](std::string_view term) { return lite.has_words(term); });
    if (!expression) {
      return expression.error();
    }
    Statement found;
    if (auto made = lite.prepare("SELECT d.report, rank, w.rowid FROM words w JOIN docs d ON d.doc = w.rowid WHERE "
                                 "words MATCH ? AND d.day <= ? AND d.revision <= ? ORDER BY rank",
                                 found);
        !made) {
      return made.error();
    }
    found.bind(1, *expression);
    found.bind(2, options.last_day.empty() ? std::string_view("9999") : std::string_view(options.last_day));
    found.bind(3, options.revision ? std::int64_t{*options.revision} : std::numeric_limits<std::int64_t>::max());
    SearchHits out;
    std::vector<std::int64_t> rows;
    std::size_t skipped = 0;
    for (;;) {
      const auto row = found.step();
      if (!row) {
        return row.error();
      }
      if (!*row) {
        break;
      }
      SearchHit hit{std::string(found.text(0)), found.number(1), {}};
      if (options.keep && !options.keep(hit.report)) {
        continue;
      }
      if (skipped < options.skip) {
        ++skipped;
        continue;
      }
      if (out.hits.size() == options.limit) {
        out.more = true;
        break;
      }
      rows.push_back(found.integer(2));
      out.hits.push_back(std::move(hit));
    }
    // Where the words stand is asked for the hits of the page alone.
    Statement marks;
    if (auto made = lite.prepare("SELECT detente_marks(words) FROM words WHERE words MATCH ? AND rowid = ?", marks);
        !made) {
      return made.error();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
      marks.reset();
      marks.bind(1, *expression);
      marks.bind(2, rows[i]);
      const auto row = marks.step();
      if (!row) {
        return row.error();
      }
      if (*row) {
        out.hits[i].marks = read_marks(marks.text(0));
      }
    }
    return out;
  });
}

Result<std::vector<std::string>> SearchIndex::all(std::string_view query, const SearchOptions& options) const {
  return state_->with([&](Lite& lite) -> Result<std::vector<std::string>> {
    const auto expression = read_query(query, [&lite](std::string_view term) { return lite.has_words(term); });
    if (!expression) {
      return expression.error();
    }
    Statement found;
    if (auto made = lite.prepare("SELECT d.report FROM words w JOIN docs d ON d.doc = w.rowid WHERE words MATCH ? AND "
                                 "d.day <= ? AND d.revision <= ?",
                                 found);
        !made) {
      return made.error();
    }
    found.bind(1, *expression);
    found.bind(2, options.last_day.empty() ? std::string_view("9999") : std::string_view(options.last_day));
    found.bind(3, options.revision ? std::int64_t{*options.revision} : std::numeric_limits<std::int64_t>::max());
    std::vector<std::string> out;
    for (;;) {
      const auto row = found.step();
      if (!row) {
        return row.error();
      }
      if (!*row) {
        break;
      }
      out.emplace_back(found.text(0));
    }
    std::sort(out.begin(), out.end());
    return out;
  });
}

std::vector<Span> SearchIndex::spans(const SearchHit& hit, std::string_view text) const {
  if (hit.marks.empty()) {
    return {};
  }
  auto found = state_->with([&](Lite& lite) -> Result<std::vector<Span>> {
    std::vector<Span> out;
    std::uint32_t word = 0;
    std::size_t next = 0;
    lite.words_of(text, [&](std::uint32_t begin, std::uint32_t end) {
      const Mark& mark = hit.marks[next];
      if (word == mark.first) {
        out.push_back({begin, end});
      } else if (word > mark.first) {
        out.back().end = end;
      }
      if (++word == mark.first + mark.count) {
        ++next;
      }
      return next < hit.marks.size();
    });
    return out;
  });
  return found ? std::move(*found) : std::vector<Span>();
}

}  // namespace detente::desk
