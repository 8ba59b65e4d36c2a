#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>

#include "detente/record/record.hpp"
#include "detente/text/hash.hpp"
#include "detente/text/utf8.hpp"
#include "link_checks.hpp"
#include "schema.hpp"
#include "state.hpp"

namespace detente::record {

namespace {

constexpr std::int64_t kReadingsAtOnce = 500;

struct ReadingOf {
  std::string report;
  const std::string* text = nullptr;
};

class Verifier {
 public:
  explicit Verifier(Duck& duck) : duck_(duck) {}

  Result<Findings> run(const Progress& progress) {
    auto total = duck_.query("SELECT count(*), coalesce(max(id), 0) FROM readings");
    if (!total) {
      return total.error();
    }
    found_.readings = total->integer(0, 0);
    if (auto done = whole_tables(); !done) {
      return done.error();
    }
    const std::int64_t last = total->integer(0, 1);
    for (std::int64_t from = 1; from <= last; from += kReadingsAtOnce) {
      if (progress && !progress(from - 1, last)) {
        return Error{ErrorCode::cancelled, "stopped before every row was checked", duck_.where()};
      }
      if (auto done = batch(from, from + kReadingsAtOnce - 1); !done) {
        return done.error();
      }
    }
    return std::move(found_);
  }

 private:
  struct Place {
    std::string_view table;
    std::string item;
    std::string report;
  };

  void fault(std::string_view kind, const Place& place, const std::string& message, std::int64_t count = 1) {
    const auto same =
        std::find_if(found_.faults.begin(), found_.faults.end(), [&](const Fault& f) { return f.kind == kind; });
    if (same != found_.faults.end()) {
      same->count += count;
      return;
    }
    found_.faults.push_back({std::string(kind), std::string(place.table), place.item, place.report, message, count});
  }

  // `sql` gives item, report and message of each fault.
  Result<void> faults_of(std::string_view kind, std::string_view table, const std::string& sql) {
    const auto rows = duck_.query(sql);
    if (!rows) {
      return rows.error();
    }
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      fault(kind, {table, rows->text(i, 0), rows->text(i, 1)}, rows->text(i, 2));
    }
    return {};
  }

  // What needs no text: identities, and rows that belong to nothing.
  Result<void> whole_tables() {
    const auto check = [&](std::string_view kind, std::string_view table, const std::string& sql) {
      return faults_of(kind, table, sql);
    };
    Result<void> done = check("report twice", "reports",
                              "SELECT '', id, 'the report is stored ' || count(*) || ' times' FROM reports GROUP BY id "
                              "HAVING count(*) > 1 ORDER BY id");
    if (done) {
      done = check("reading twice", "readings",
                   "SELECT '', min(report), 'reading ' || id || ' is stored ' || count(*) || ' times' FROM readings "
                   "GROUP BY id HAVING count(*) > 1 ORDER BY id");
    }
    if (done) {
      done = check("no such report", "readings",
                   "SELECT '', report, 'reading ' || id || ' is of a report that is not stored' FROM readings WHERE "
                   "report NOT IN (SELECT id FROM reports) ORDER BY id");
    }
    if (done) {
      done = check("no such report", "report_copies",
                   "SELECT '', report, 'a copy is of a report that is not stored' FROM report_copies WHERE report NOT "
                   "IN (SELECT id FROM reports) ORDER BY report");
    }
    if (done) {
      done = check("no such revision", "readings",
                   "SELECT '', report, 'reading ' || id || ' names a revision that is not stored' FROM readings WHERE "
                   "revision NOT IN (SELECT id FROM revisions) ORDER BY id");
    }
    for (const TableForm& table : tables()) {
      if (done && table.is_of_reading()) {
        done = check(
            "no such reading", table.name,
            fmt::format(
                "SELECT '{0}' || {1}, '', 'the row is of reading ' || reading || ', which is not stored' FROM {2} "
                "WHERE reading NOT IN (SELECT id FROM readings) ORDER BY reading, {1}",
                table.letter, table.item, table.name));
      }
      for (const Reference& reference : table.references) {
        if (done) {
          done = check("no such item", table.name,
                       fmt::format("SELECT '{0}' || t.{1}, coalesce(d.report, ''), '{2} ' || t.{2} || ' is not in the "
                                   "reading' FROM {3} t LEFT JOIN "
                                   "readings d ON d.id = t.reading WHERE t.{2} IS NOT NULL AND NOT EXISTS (SELECT 1 "
                                   "FROM {4} o WHERE o.reading = "
                                   "t.reading AND o.n = t.{2}) ORDER BY t.reading, t.{1}",
                                   table.letter, table.item, reference.column, table.name, reference.table));
        }
      }
    }
    for (const LinkCheck& link : link_checks()) {
      if (done) {
        done = check(link.kind, link.table, link.sql);
      }
    }
    return done;
  }

  Result<void> batch(std::int64_t from, std::int64_t to) {
    const auto rows = duck_.query(
        "SELECT d.id, d.report, r.text FROM readings d JOIN reports r ON r.id = d.report WHERE d.id BETWEEN ? AND ?",
        {from, to});
    if (!rows) {
      return rows.error();
    }
    std::map<std::string, std::string> texts;
    std::unordered_map<std::int64_t, ReadingOf> readings;
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      const std::string report = rows->text(i, 1);
      const auto [at, is_new] = texts.try_emplace(report, rows->text(i, 2));
      if (is_new) {
        ++found_.reports;
        if (text::report_id(at->second) != report) {
          fault("text differs from its id", {"reports", "", report},
                "the stored text is not the one that the id was made from");
        }
      }
      readings[rows->integer(i, 0)] = {report, &at->second};
    }
    for (const TableForm& table : tables()) {
      if (!table.is_of_reading()) {
        continue;
      }
      if (auto done = spans_of(table, from, to, readings); !done) {
        return done;
      }
    }
    return {};
  }

  Result<void> spans_of(const TableForm& table, std::int64_t from, std::int64_t to,
                        const std::unordered_map<std::int64_t, ReadingOf>& readings) {
    std::string columns = fmt::format("reading, {}", table.item);
    for (const SpanColumns& s : table.spans) {
      columns += fmt::format(", {}, {}, {}", s.begin, s.end, s.words);
    }
    const auto rows = duck_.query(fmt::format("SELECT {0} FROM {1} WHERE reading BETWEEN ? AND ? ORDER BY reading, {2}",
                                              columns, table.name, table.item),
                                  {from, to});
    if (!rows) {
      return rows.error();
    }
    found_.rows += static_cast<std::int64_t>(rows->rows.size());
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      const auto at = readings.find(rows->integer(i, 0));
      if (at == readings.end()) {
        continue;  // named already: no such reading
      }
      const Place place{table.name, fmt::format("{}{}", table.letter, rows->integer(i, 1)), at->second.report};
      for (std::size_t s = 0; s < table.spans.size(); ++s) {
        const std::size_t column = 2 + 3 * s;
        if (rows->is_null(i, column) && rows->is_null(i, column + 1) && rows->is_null(i, column + 2)) {
          continue;
        }
        ++found_.spans;
        compare(place, table.spans[s], *at->second.text, rows->integer(i, column), rows->integer(i, column + 1),
                rows->text(i, column + 2));
      }
    }
    return {};
  }

  void compare(const Place& place, const SpanColumns& columns, const std::string& text, std::int64_t begin,
               std::int64_t end, const std::string& words) {
    const auto size = static_cast<std::int64_t>(text.size());
    const auto splits = [&](std::int64_t at) {
      return at < size && (static_cast<unsigned char>(text[static_cast<std::size_t>(at)]) & 0xC0) == 0x80;
    };
    if (begin < 0 || end < begin || end > size) {
      fault("span outside the text", place,
            fmt::format("{} [{}, {}) is outside the {} bytes of the text", columns.words, begin, end, size));
    } else if (splits(begin) || splits(end)) {
      fault("span splits a character", place,
            fmt::format("{} [{}, {}) splits a UTF-8 sequence", columns.words, begin, end));
    } else if (const auto there = std::string_view(text).substr(static_cast<std::size_t>(begin),
                                                                static_cast<std::size_t>(end - begin));
               there != words) {
      fault("words differ", place,
            fmt::format("{} [{}, {}) holds \"{}\", the record says \"{}\"", columns.words, begin, end, there, words));
    }
  }

  Duck& duck_;
  Findings found_;
};

void add(std::string& bytes, const Value& value) {
  struct Adder {
    std::string& bytes;
    void operator()(std::monostate) const { bytes += 'n'; }
    void operator()(bool v) const { bytes += v ? 't' : 'f'; }
    void operator()(std::int64_t v) const { bytes += fmt::format("i{}", v); }
    void operator()(double v) const { bytes += fmt::format("d{}", v); }
    void operator()(const std::string& v) const { bytes += fmt::format("s{}:{}", v.size(), v); }
  };
  std::visit(Adder{bytes}, value);
}

// A record that was never linked has the digest that it had as a file of form 1.
bool digest_skips_empty(const TableForm& table) {
  return std::any_of(link_tables().begin(), link_tables().end(),
                     [&](const TableForm& other) { return other.name == table.name; });
}

}  // namespace

Result<Findings> Record::verify(const Progress& progress) {
  auto found = Verifier(state_->duck).run(progress);
  if (!found) {
    return found.error();
  }
  const auto reports = state_->duck.query("SELECT count(*) FROM reports");
  if (!reports) {
    return reports.error();
  }
  found->reports = reports->integer(0, 0);
  return found;
}

Result<std::string> Record::digest() {
  std::string digest;
  std::vector<TableForm> all(tables().begin(), tables().end());
  all.insert(all.end(), link_tables().begin(), link_tables().end());
  for (const TableForm& table : all) {
    // Rows stay in the order in which they were stored, and `meta` says only what wrote them.
    const std::string columns = table.name == "revisions"     ? "id, why"
                                : table.name == "corrections" ? "* EXCLUDE made_at"
                                                              : "*";
    if (table.name == "meta") {
      continue;
    }
    const auto rows = state_->duck.query(fmt::format("SELECT {} FROM {} ORDER BY rowid", columns, table.name));
    if (!rows) {
      return rows.error();
    }
    if (rows->rows.empty() && digest_skips_empty(table)) {
      continue;
    }
    std::string bytes = digest;
    for (const auto& row : rows->rows) {
      for (const Value& value : row) {
        add(bytes, value);
      }
      bytes += '\n';
    }
    const text::Hash128 hash = text::murmur3_x64_128(bytes);
    digest = fmt::format("{:016x}{:016x}", hash.high, hash.low);
  }
  return digest;
}

}  // namespace detente::record
