// Which reports hold these words, and where in them? A full-text index beside the record.
//
//   Result<SearchIndex> index = SearchIndex::open("crisis.duckdb.search", *record);     // made or brought up to date
//   Result<SearchHits> hits = index->find("ceasefire \"21-day pause\" -rumour", {.limit = 20});
//   if (!hits) { show(hits.error()); }                    // bad_value: "the quotation mark at byte 4 is never closed"
//   std::vector<Span> spans = index->spans(hits->hits[0], text_of(hits->hits[0].report));
//
// A query is words, all of which must be there; `"words in a row"`; `begin*`; `NEAR(a b, 5)`: at most five words
// between; `a OR b`; `-word` or `NOT word`; parentheses; `title:word`. Letters count without case and without marks:
// "elise" finds "Élise". What is not a letter or digit parts words, so that 21-day is "21 day".
//
// The index is derived from the record and may be deleted at any time: it is made again when it is missing, damaged, of
// another form or of another record, and reports that were stored since are added when it is opened. It holds no text.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "detente/record/record.hpp"
#include "detente/report.hpp"
#include "detente/result.hpp"

namespace detente::desk {

// A query in the language of SQLite's FTS5. `has_words` says whether something is left of a term once it is parted
// into words; terms of which nothing is left are passed over.
// Errors: bad_value, with the byte where it goes wrong, if a quotation mark or parenthesis is not closed, an operator
// has nothing to work on, nothing is looked for, or the query is longer or deeper than anybody writes.
Result<std::string> read_query(std::string_view query, const std::function<bool(std::string_view)>& has_words);

inline constexpr std::size_t kLongestQuery = 1000;  // bytes

// Where one term was found: words [first, first + count) of the text, counted from 0.
struct Mark {
  std::uint32_t first = 0;
  std::uint32_t count = 1;
};

struct SearchHit {
  std::string report;
  double score = 0;         // BM25, the lower the better
  std::vector<Mark> marks;  // in the text, at most kMostMarks
};

struct SearchHits {
  std::vector<SearchHit> hits;  // the best first
  bool more = false;
};

inline constexpr std::size_t kMostMarks = 200;

struct SearchOptions {
  std::string last_day;         // reports that count from this day or before; "" for all
  std::optional<int> revision;  // stored by that revision
  std::size_t skip = 0;
  std::size_t limit = 20;
  std::function<bool(const std::string& report)> keep;  // what else a report must be; empty: nothing
};

// A piece of a text; `hit` if it was looked for.
struct SnippetPart {
  std::string text;
  bool hit = false;
};

class SearchIndex {
 public:
  // Errors: those of the record. If `path` cannot be written the index is kept in memory.
  static Result<SearchIndex> open(const std::filesystem::path& path, record::Record& record);

  SearchIndex(SearchIndex&&) noexcept;
  SearchIndex& operator=(SearchIndex&&) noexcept;
  ~SearchIndex();

  // The following may be called from any number of threads. Errors: bad_value (the query), database.
  Result<SearchHits> find(std::string_view query, const SearchOptions& options) const;
  // Every report that matches, sorted by id.
  Result<std::vector<std::string>> all(std::string_view query, const SearchOptions& options) const;

  // The bytes of the marks, in the order of the text, none of them overlapping. `text` must be that of the report.
  std::vector<Span> spans(const SearchHit& hit, std::string_view text) const;

  bool in_memory() const;
  std::int64_t reports() const;  // that it holds

 private:
  struct State;
  explicit SearchIndex(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

// A piece of the text of about `length` bytes with as many hits as may be, whole words at both ends. With no hits, the
// beginning.
std::vector<SnippetPart> make_snippet(std::string_view text, const std::vector<Span>& hits, std::size_t length);

}  // namespace detente::desk
