#include "frame.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "detente/text/date.hpp"

namespace detente::board {

using record::Table;
using record::Value;

namespace {

// The last day that a told date can mean.
constexpr std::string_view kTold =
    "CASE e.date_precision WHEN 'day' THEN try_cast(e.date_value AS DATE) "
    "WHEN 'week' THEN CAST(try_strptime(e.date_value || '-7', '%G-W%V-%u') AS DATE) "
    "WHEN 'month' THEN last_day(try_cast(e.date_value || '-01' AS DATE)) "
    "WHEN 'year' THEN try_cast(e.date_value || '-12-31' AS DATE) END";

// What a claim is counted by: its finding, else a number that no other claim has.
std::string thing_sql(std::string_view claim, bool linked) {
  const std::string own = fmt::format("-({0}.reading::BIGINT * {1} + {0}.n)", claim, kStride);
  return linked ? fmt::format("coalesce(c.finding, {})", own) : own;
}

std::string links_sql(std::string_view kind, std::string_view claim, bool linked) {
  std::string out = fmt::format(
      "LEFT JOIN (SELECT reading, n FROM seen_reviews WHERE kind = '{0}' AND verdict = 'wrong') wrong ON wrong.reading "
      "= "
      "{1}.reading AND wrong.n = {1}.n ",
      kind, claim);
  if (linked) {
    out += fmt::format(
        "LEFT JOIN (SELECT reading, n, finding FROM seen_placed WHERE kind = '{0}') c ON c.reading = {1}.reading AND "
        "c.n = {1}.n ",
        kind, claim);
  }
  return out + "WHERE wrong.n IS NULL";
}

}  // namespace

std::string last_day_of(const std::string& date) {
  const auto parsed = text::parse_date(date);
  if (!parsed) {
    return "";
  }
  switch (parsed->precision) {
    case text::Precision::year:
      return text::make_day(parsed->year, 12, 31).iso_day();
    case text::Precision::month:
      return text::make_day(parsed->year, parsed->month, text::days_in_month(parsed->year, parsed->month)).iso_day();
    default:
      return parsed->iso_day();
  }
}

namespace {

// The name of a file stands for its path; an address is kept whole.
std::string outlet_name(const std::string& outlet) {
  const bool is_path = outlet.find("://") == std::string::npos;
  const std::size_t slash = outlet.rfind('/');
  return is_path && slash != std::string::npos && slash + 1 < outlet.size() ? outlet.substr(slash + 1) : outlet;
}

}  // namespace

Result<void> Frame::run(const std::string& sql, const std::vector<Value>& parameters) {
  auto done = record_.query(sql, parameters);
  return done ? Result<void>() : Result<void>(done.error());
}

Result<Table> Frame::ask(const std::string& sql, const std::vector<Value>& parameters) {
  return record_.query(sql, parameters);
}

Result<void> Frame::scan(const std::string& sql,
                         const std::function<void(const record::Chunk&, std::size_t row)>& take) {
  return record_.scan(sql, {}, [&take](const record::Chunk& chunk) {
    for (std::size_t row = 0; row < chunk.rows(); ++row) {
      take(chunk, row);
    }
    return true;
  });
}

std::string Frame::most() const { return options_.most > 0 ? fmt::format(" LIMIT {}", options_.most) : ""; }

std::string Frame::date_sql(const std::string& day) {
  return day.empty() ? "CAST(NULL AS DATE)" : fmt::format("DATE '{}'", day);
}

Result<void> Frame::make(Board& board) {
  if (options_.change_days < 1 || !(options_.half_life > 0) || !std::isfinite(options_.half_life)) {
    return Error{ErrorCode::bad_value, "half-life and days of change must be more than 0", ""};
  }
  if (auto done = make_reports(board); !done) {
    return done;
  }
  if (auto done = make_parties(); !done) {
    return done;
  }
  if (auto done = make_named(); !done) {
    return done;
  }
  if (auto done = make_wanted(); !done) {
    return done;
  }
  if (auto done = make_events(); !done) {
    return done;
  }
  return choose_day(board);
}

Result<void> Frame::make_reports(Board& board) {
  auto made = run(
      "CREATE OR REPLACE TEMP TABLE board_report AS WITH o AS (SELECT origin, row_number() OVER (ORDER BY "
      "origin)::INTEGER AS number FROM (SELECT DISTINCT origin FROM seen_origins)) "
      "SELECT r.reading, r.id AS report, r.seen_day AS day, try_cast(r.seen_day AS DATE) AS date, r.published <> '' AS "
      "dated, r.places, r.language, CASE WHEN r.outlet <> '' THEN r.outlet WHEN r.original_source <> '' THEN "
      "r.original_source ELSE r.uri END AS outlet, o.number AS origin, "
      "(row_number() OVER (ORDER BY r.seen_day, r.id))::INTEGER AS seq "
      "FROM seen_reports r JOIN seen_origins s ON s.report = r.id JOIN o ON o.origin = s.origin");
  if (!made) {
    return made;
  }
  const auto rows =
      ask("SELECT count(*), coalesce(sum(places - 1), 0), count(*) FILTER (WHERE language NOT IN ('en', 'un', '')), "
          "coalesce(min(day) FILTER (WHERE dated), ''), coalesce(max(day) FILTER (WHERE dated), ''), count(*) FILTER "
          "(WHERE NOT dated), count(DISTINCT origin), (SELECT count(*) FROM findings) FROM board_report");
  if (!rows) {
    return rows.error();
  }
  board.reports = rows->integer(0, 0);
  board.copies = rows->integer(0, 1);
  board.unread = rows->integer(0, 2);
  board.first_day = rows->text(0, 3);
  board.last_day = rows->text(0, 4);
  board.undated = rows->integer(0, 5);
  board.origins = rows->integer(0, 6);
  if (rows->integer(0, 7) > 0) {
    const auto findings = ask("SELECT count(DISTINCT finding) FROM seen_placed");
    if (!findings) {
      return findings.error();
    }
    board.findings = findings->integer(0, 0);
  }
  linked_ = board.findings > 0;
  return {};
}

// One number for all parties that share name and code. Those that a state acts through are one side, so that what its
// army did touches a line that was drawn for the state.
Result<void> Frame::make_parties() {
  auto made = run(
      "CREATE OR REPLACE TEMP TABLE board_who AS WITH named AS (SELECT lower(name) AS key, code, kind, sector, "
      "max(name) AS name, count(*) AS times FROM parties WHERE reading IN (SELECT reading FROM board_report) GROUP BY "
      "ALL), "
      "one AS (SELECT key, code, arg_max(name, (times, name)) AS name, arg_max(kind, (times, kind)) AS kind, "
      "arg_max(sector, (times, sector)) AS sector FROM named GROUP BY key, code) "
      "SELECT (row_number() OVER (ORDER BY key, code))::INTEGER AS who, *, (dense_rank() OVER (ORDER BY CASE WHEN code "
      "<> '' AND sector IN ('', 'GOV', 'MIL', 'SPY') THEN code ELSE key || '|' || code "
      "END))::INTEGER AS side FROM one");
  if (made) {
    made =
        run("CREATE OR REPLACE TEMP TABLE board_party AS SELECT p.reading, p.n, w.who, r.seq, r.origin FROM parties p "
            "JOIN board_report r ON r.reading = p.reading JOIN board_who w ON w.key = lower(p.name) AND w.code = "
            "p.code");
  }
  if (!made) {
    return made;
  }
  const auto rows =
      ask("SELECT who, name, side, (code <> '' OR kind IN ('state', 'armed_group', 'organisation'))::INTEGER FROM "
          "board_who "
          "ORDER BY who");
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    names_.push_back(rows->text(i, 1));
    sides_.push_back(rows->integer(i, 2));
    specific_.push_back(rows->integer(i, 3) != 0);
  }
  return {};
}

Result<void> Frame::make_named() {
  Named& out = named_;
  out.whos = names_.size();
  out.reading.push_back(0);
  auto done =
      scan("SELECT reading, seq, origin FROM board_report ORDER BY seq", [&](const record::Chunk& c, std::size_t row) {
        const auto reading = static_cast<std::size_t>(std::max<std::int64_t>(c.integer(0, row), 0));
        if (reading >= out.seq.size()) {
          out.seq.resize(std::max(reading + 1, out.seq.size() * 2), 0);
          out.origin.resize(out.seq.size(), 0);
        }
        out.seq[reading] = static_cast<std::int32_t>(c.integer(1, row));
        out.origin[reading] = static_cast<std::int32_t>(c.integer(2, row));
        out.reading.push_back(static_cast<std::int32_t>(reading));
      });
  out.order.assign(out.reading.begin() + 1, out.reading.end());
  std::stable_sort(out.order.begin(), out.order.end(), [&](std::int32_t a, std::int32_t b) {
    return out.origin[static_cast<std::size_t>(a)] < out.origin[static_cast<std::size_t>(b)];
  });
  struct Row {
    std::int32_t reading, n, who;
  };
  std::vector<Row> rows;
  if (done) {
    done = scan("SELECT reading, n, who FROM board_party", [&](const record::Chunk& c, std::size_t row) {
      rows.push_back({static_cast<std::int32_t>(c.integer(0, row)), static_cast<std::int32_t>(c.integer(1, row)),
                      static_cast<std::int32_t>(c.integer(2, row))});
    });
  }
  if (!done) {
    return done;
  }
  out.begin.assign(out.seq.size() + 1, 0);
  for (const Row& row : rows) {
    std::uint32_t& size = out.begin[static_cast<std::size_t>(row.reading) + 1];
    size = std::max(size, static_cast<std::uint32_t>(row.n));
  }
  std::partial_sum(out.begin.begin(), out.begin.end(), out.begin.begin());
  out.who.assign(out.begin.back(), 0);
  for (const Row& row : rows) {
    if (const std::size_t at = out.slot(row.reading, row.n); at != Named::kNowhere) {
      out.who[at] = row.who;
    }
  }
  return {};
}

Result<void> Frame::make_wanted() {
  if (!one_party()) {
    return run("CREATE OR REPLACE TEMP TABLE board_wanted AS SELECT who FROM board_who");
  }
  const auto found = find_parties(record_, options_.party);
  if (!found) {
    return found.error();
  }
  if (found->empty()) {
    return Error{ErrorCode::not_found, fmt::format("no report that is seen names a party '{}'", options_.party), ""};
  }
  auto made =
      run("CREATE OR REPLACE TEMP TABLE board_wanted AS SELECT who FROM board_who WHERE key = lower(?) AND code = ?",
          {found->front().name, found->front().code});
  const auto rows = made ? ask("SELECT who FROM board_wanted") : Result<Table>(made.error());
  if (!rows) {
    return rows.error();
  }
  wanted_.emplace();
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    wanted_->insert(rows->integer(i, 0));
  }
  return {};
}

// One pass over all events. An actor that is named twice on a side counts once.
Result<void> Frame::make_events() {
  auto made = run(
      "CREATE OR REPLACE TEMP TABLE board_actor AS WITH named AS (SELECT a.reading, a.event, a.side = 'source' AS "
      "acts, "
      "a.n, p.who FROM event_actors a JOIN board_party p ON p.reading = a.reading AND p.n = a.party), "
      "more AS (SELECT DISTINCT reading, event, acts, who FROM named WHERE n > 1) "
      "SELECT reading, event, acts, who FROM named WHERE n = 1 UNION ALL SELECT * FROM more m WHERE NOT EXISTS (SELECT "
      "1 FROM named x WHERE x.n = 1 AND x.reading = m.reading AND x.event = m.event AND x.acts = m.acts AND x.who = "
      "m.who)");
  if (made) {
    made = run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_pair AS SELECT e.reading, e.n, {0} AS thing, e.type, e.status, e.cameo, "
        "e.goldstein, e.confidence::FLOAT AS confidence, CASE WHEN coalesce(e.date_value, '') = '' THEN CASE WHEN "
        "r.dated THEN r.date END ELSE least({1}, CASE WHEN r.dated THEN r.date END) END AS date, "
        "CASE WHEN coalesce(e.date_value, '') = '' THEN CASE WHEN r.dated THEN 'report' END ELSE e.date_precision END "
        "AS grain, coalesce(e.place_country, '') AS country, coalesce(e.place_name, '') AS town, r.origin, "
        "coalesce(s.who, 0) AS s_who, coalesce(t.who, 0) AS t_who "
        "FROM events e JOIN board_report r ON r.reading = e.reading "
        "LEFT JOIN (SELECT * FROM board_actor WHERE acts) s ON s.reading = e.reading AND s.event = e.n "
        "LEFT JOIN (SELECT * FROM board_actor WHERE NOT acts) t ON t.reading = e.reading AND t.event = e.n {2}",
        thing_sql("e", linked_), kTold, links_sql("event", "e", linked_)));
  }
  if (made) {
    made =
        run("CREATE OR REPLACE TEMP TABLE board_claim (kind VARCHAR, reading INTEGER, n INTEGER, thing BIGINT, origin "
            "INTEGER)");
  }
  for (const std::string_view kind : {"figure", "instrument"}) {
    if (made) {
      made = run(fmt::format(
          "INSERT INTO board_claim SELECT '{0}', x.reading, x.n, {1}, r.origin FROM {0}s x JOIN board_report r ON "
          "r.reading = x.reading {2}",
          kind, thing_sql("x", linked_), links_sql(kind, "x", linked_)));
    }
  }
  return made;
}

Result<void> Frame::choose_day(Board& board) {
  day_ = options_.day.empty() ? board.last_day : last_day_of(options_.day);
  if (day_.empty() && !options_.day.empty()) {
    return Error{ErrorCode::bad_value, fmt::format("'{}' is not a day", options_.day), ""};
  }
  if (day_.empty()) {
    const auto rows = ask("SELECT coalesce(max(date)::VARCHAR, '') FROM board_pair WHERE status = 'actual'");
    if (!rows) {
      return rows.error();
    }
    day_ = rows->text(0, 0);
  }
  if (const auto day = text::parse_date(day_)) {
    before_ = text::add_days(*day, -options_.change_days).iso_day();
  }
  board.day = day_;
  board.before = before_;
  return {};
}

// Columns: reading, n, begin, end, words, begin and end of what matters most, via.
Result<void> Frame::find(char letter, const std::string& columns, const std::string& from) {
  std::string needed;
  for (const auto& [ref, found] : places_) {
    if (ref.letter == letter) {
      needed += fmt::format("{}{}", needed.empty() ? "" : ",", ref.reading * kStride + ref.n);
    }
  }
  if (needed.empty()) {
    return {};
  }
  auto made = run(fmt::format("CREATE OR REPLACE TEMP TABLE board_need AS SELECT (x // {0})::INTEGER AS reading, (x % "
                              "{0})::INTEGER AS n FROM (SELECT unnest(string_split(?, ','))::BIGINT AS x)",
                              kStride),
                  {needed});
  if (!made) {
    return made;
  }
  const auto rows =
      ask(fmt::format("SELECT need.reading, need.n, {}, r.report, r.outlet, r.day, r.dated::INTEGER FROM board_need "
                      "need JOIN board_report r ON "
                      "r.reading = need.reading JOIN {} ORDER BY 1, 2",
                      columns, from));
  if (!rows) {
    return rows.error();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    Found& found = places_[{letter, rows->integer(i, 0), rows->integer(i, 1)}];
    const auto offset = [&](std::size_t column) { return static_cast<std::uint32_t>(rows->integer(i, column)); };
    found.place.span = {offset(2), offset(3)};
    found.place.words = rows->text(i, 4);
    found.place.focus = {offset(5), offset(6)};
    found.via = rows->integer(i, 7);
    found.place.report = rows->text(i, 8);
    found.place.item = fmt::format("{}{}", letter == 'm' ? 'p' : letter, rows->integer(i, 1));
    found.place.outlet = outlet_name(rows->text(i, 9));
    found.place.day = rows->text(i, 10);
    found.place.dated = rows->integer(i, 11) != 0;
  }
  return {};
}

Result<void> Frame::find_places() {
  const std::string no_focus = ", 0, 0, ";
  auto found = find('e',
                    "x.span_begin, x.span_end, x.words, x.trigger_begin - x.span_begin, x.trigger_end - x.span_begin, "
                    "coalesce(x.via, 0)",
                    "events x ON x.reading = need.reading AND x.n = need.n");
  if (found) {
    found = find('f', "x.span_begin, x.span_end, x.words" + no_focus + "coalesce(x.via, 0)",
                 "figures x ON x.reading = need.reading AND x.n = need.n");
  }
  if (found) {
    found = find('i', "x.span_begin, x.span_end, x.words" + no_focus + "coalesce(y.via, 0)",
                 "instruments y ON y.reading = need.reading AND y.n = need.n LEFT JOIN instrument_spans x ON x.reading "
                 "= need.reading AND x.instrument = need.n AND x.n = 1");
  }
  if (found) {
    found = find('s', "x.span_begin, x.span_end, x.words" + no_focus + "0",
                 "statement_content x ON x.reading = need.reading AND x.statement = need.n AND x.n = 1");
  }
  if (found) {
    found = find('m', "x.span_begin, x.span_end, x.words" + no_focus + "0",
                 "mentions x ON x.reading = need.reading AND x.party = need.n AND x.n = 1");
  }
  return found ? find_chains() : found;
}

// Who stands behind each statement that a claim names.
Result<void> Frame::find_chains() {
  std::string needed = "0";
  for (const auto& [ref, found] : places_) {
    if (found.via != 0) {
      needed += fmt::format(",{}", ref.reading);
    }
  }
  auto made = run("CREATE OR REPLACE TEMP TABLE board_need AS SELECT unnest(string_split(?, ','))::INTEGER AS reading",
                  {needed});
  if (!made) {
    return made;
  }
  const auto rows = ask(
      "SELECT s.reading, s.n, coalesce(s.parent, 0), coalesce(w.name, s.source_words, '') FROM statements s LEFT JOIN "
      "board_party p ON p.reading = s.reading AND p.n = s.source_party LEFT JOIN board_who w ON w.who = p.who WHERE "
      "s.reading IN (SELECT reading FROM board_need)");
  if (!rows) {
    return rows.error();
  }
  std::map<std::pair<std::int64_t, std::int64_t>, std::pair<std::int64_t, std::string>> said;
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    said[{rows->integer(i, 0), rows->integer(i, 1)}] = {rows->integer(i, 2), rows->text(i, 3)};
  }
  for (auto& [ref, found] : places_) {
    // No chain is longer than this; a circle in a damaged record ends here too.
    constexpr std::size_t kLongest = 16;
    std::int64_t via = found.via;
    while (via != 0 && found.chain.size() < kLongest) {
      const auto at = said.find({ref.reading, via});
      if (at == said.end()) {
        break;
      }
      const std::string& source = at->second.second;
      if (!source.empty() && (found.chain.empty() || found.chain.back() != source)) {
        found.chain.push_back(source);
      }
      via = at->second.first;
    }
    found.chain.push_back(found.place.outlet);
  }
  return {};
}

const Place& Frame::place(const Ref& ref) const {
  static const Place kNowhere;
  const auto at = places_.find(ref);
  return at == places_.end() ? kNowhere : at->second.place;
}

const Chain& Frame::chain(const Ref& ref) const {
  static const Chain kNobody;
  const auto at = places_.find(ref);
  return at == places_.end() ? kNobody : at->second.chain;
}

// Parties count from 1.
const std::string& Frame::party(std::int64_t who) const {
  static const std::string kNone;
  const auto at = static_cast<std::size_t>(who - 1);
  return who > 0 && at < names_.size() ? names_[at] : kNone;
}

std::int64_t Frame::side(std::int64_t who) const {
  const auto at = static_cast<std::size_t>(who - 1);
  return who > 0 && at < sides_.size() ? sides_[at] : 0;
}

bool Frame::specific(std::int64_t who) const {
  const auto at = static_cast<std::size_t>(who - 1);
  return who > 0 && at < specific_.size() && specific_[at];
}

std::string Frame::of_wanted() const {
  return one_party() ? "s_who <> t_who AND (s_who IN (SELECT who FROM board_wanted) OR t_who IN (SELECT who FROM "
                       "board_wanted))"
                     : "s_who <> t_who";
}

void Frame::left_out(std::string_view part, std::int64_t all) {
  if (options_.most > 0 && all > options_.most) {
    left_out_.emplace_back(part, all - options_.most);
  }
}

}  // namespace detente::board
