#include "link_origins.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "detente/linking/claims.hpp"
#include "load.hpp"
#include "words.hpp"

namespace detente::linking {

namespace {

constexpr std::int64_t kReportsAtOnce = 512;
constexpr std::size_t kBlocksAtOnce = 200000;

enum Part : std::uint32_t { of_band = 1, of_shingle, of_source, of_sentence };

// Reports that share one of these numbers are compared. Of the shingles a quarter is enough to find an excerpt.
std::vector<std::int64_t> blocks_of(const OriginSignature& signature) {
  constexpr std::uint32_t kOneIn = 32;
  std::vector<std::int64_t> out;
  const auto add = [&](Part part, std::uint32_t value) {
    out.push_back(static_cast<std::int32_t>(combine(part, value)));
  };
  for (std::size_t i = 0; i < signature.bands.size(); ++i) {
    add(of_band, combine(static_cast<std::uint32_t>(i), signature.bands[i]));
  }
  for (const std::uint32_t shingle : signature.shingles) {
    if (shingle % kOneIn == 0) {
      add(of_shingle, shingle);
    }
  }
  for (const std::uint32_t source : signature.substance) {
    add(of_source, source);
  }
  for (const std::uint32_t sentence : signature.sentences) {
    add(of_sentence, sentence);
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

template <typename Iterator>
std::string list_of(Iterator begin, Iterator end) {
  std::string out;
  for (Iterator at = begin; at != end; ++at) {
    out += fmt::format("{}{}", out.empty() ? "" : ",", *at);
  }
  return out;
}

std::optional<std::int64_t> day_of(const record::Table& table, std::size_t row, std::size_t column) {
  const auto days = days_of(table.text(row, column));
  return days ? std::optional<std::int64_t>(days->last) : std::nullopt;
}

}  // namespace

OriginLinker::OriginLinker(record::Record& record)
    : record_(record), index_([this](std::string_view id) { return text_of(id); }) {}

Result<std::string> OriginLinker::text_of(std::string_view id) {
  if (const auto at = texts_.find(id); at != texts_.end()) {
    return at->second;
  }
  const auto row = record_.query_tables("SELECT rowid FROM reports WHERE id = ?", {std::string(id)});
  if (!row) {
    return row.error();
  }
  if (row->rows.empty()) {
    return Error{ErrorCode::not_found, fmt::format("there is no report {}", id), ""};
  }
  const auto found = record_.query_tables(fmt::format("SELECT text FROM reports WHERE rowid = {}", row->integer(0, 0)));
  if (!found) {
    return found.error();
  }
  return texts_.emplace(std::string(id), found->text(0, 0)).first->second;
}

Result<void> OriginLinker::prepare(std::int64_t first, std::int64_t last, unsigned threads,
                                   const record::Progress& progress) {
  for (std::int64_t from = first; from <= last; from += kReportsAtOnce) {
    if (progress && !progress(0, last - first + 1)) {
      return Error{ErrorCode::cancelled, "stopped before the reports were linked; the next run begins there", ""};
    }
    if (auto done = sign(from, std::min(last, from + kReportsAtOnce - 1), threads); !done) {
      return done;
    }
  }
  std::vector<std::int64_t> wanted;
  std::vector<std::int64_t> readings;
  for (const Fresh& fresh : fresh_) {
    const std::vector<std::int64_t> blocks = blocks_of(fresh.signature);
    wanted.insert(wanted.end(), blocks.begin(), blocks.end());
    if (wanted.size() >= kBlocksAtOnce) {
      if (auto done = find_old(wanted, readings); !done) {
        return done;
      }
      wanted.clear();
    }
  }
  if (auto done = find_old(wanted, readings); !done) {
    return done;
  }
  std::sort(readings.begin(), readings.end());
  readings.erase(std::unique(readings.begin(), readings.end()), readings.end());
  return restore(readings);
}

// A text that was read before and is read again has its origin already.
Result<void> OriginLinker::sign(std::int64_t first, std::int64_t last, unsigned threads) {
  const auto where = rows_of_reports(record_, first, last);
  if (!where) {
    return where.error();
  }
  const auto found = record_.query_tables(
      fmt::format("SELECT d.id, r.id, r.outlet, r.original_source, r.published, r.text FROM readings d JOIN reports r "
                  "ON r.id = d.report WHERE d.id BETWEEN {0} AND {1} AND {2} AND r.id NOT IN (SELECT report FROM "
                  "report_signatures) ORDER BY d.id",
                  first, last, *where));
  if (!found) {
    return found.error();
  }
  std::vector<std::string> texts;
  const std::size_t begin = fresh_.size();
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    const std::string id = found->text(i, 1);
    if (origin_of_.emplace(id, id).second) {
      fresh_.push_back({found->integer(i, 0), id, found->text(i, 2), found->text(i, 3), day_of(*found, i, 4), {}});
      texts.push_back(found->text(i, 5));
    }
  }
  std::vector<OriginReport> reports;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const Fresh& fresh = fresh_[begin + i];
    reports.push_back({.id = fresh.id,
                       .day = fresh.day,
                       .outlet = fresh.outlet,
                       .original_source = fresh.original_source,
                       .text = texts[i]});
  }
  std::vector<OriginSignature> signatures = sign_all(reports, std::max(1U, threads));
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    fresh_[begin + i].signature = std::move(signatures[i]);
  }
  return {};
}

Result<void> OriginLinker::find_old(const std::vector<std::int64_t>& blocks, std::vector<std::int64_t>& readings) {
  if (blocks.empty()) {
    return {};
  }
  const auto found = record_.query_tables(
      "SELECT DISTINCT b.reading FROM report_blocks b JOIN (SELECT DISTINCT unnest(string_split(?, ','))::INTEGER AS "
      "block) w ON w.block = b.block",
      {list_of(blocks.begin(), blocks.end())});
  if (!found) {
    return found.error();
  }
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    readings.push_back(found->integer(i, 0));
  }
  return {};
}

Result<void> OriginLinker::restore(const std::vector<std::int64_t>& readings) {
  if (readings.empty()) {
    return {};
  }
  const auto found = record_.query_tables(
      "WITH w AS (SELECT unnest(string_split(?, ','))::INTEGER AS reading), g AS (SELECT g.* FROM report_signatures g "
      "JOIN w ON w.reading = g.reading), o AS (SELECT o.report, arg_max(o.origin, o.seq) AS origin, "
      "arg_max(o.revision, o.seq) AS revision FROM origins o WHERE o.report IN (SELECT report FROM g) GROUP BY "
      "o.report) SELECT g.report, coalesce(o.origin, g.report), r.published, r.outlet, g.signature, "
      "coalesce(o.revision IN (SELECT revision FROM corrections WHERE kind IN ('join_origins', 'split_origin')), "
      "false) FROM g JOIN reports r ON r.id = g.report LEFT JOIN o ON o.report = g.report ORDER BY g.reading",
      {list_of(readings.begin(), readings.end())});
  if (!found) {
    return found.error();
  }
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    const std::string id = found->text(i, 0);
    const std::string origin = found->text(i, 1);
    const std::string outlet = found->text(i, 3);
    const auto signature = OriginSignature::from_bytes(found->text(i, 4));
    if (!signature) {
      return Error{signature.error().code, fmt::format("report {}: {}", id, signature.error().message), ""};
    }
    auto done = index_.restore({.id = id,
                                .origin = origin,
                                .day = day_of(*found, i, 2),
                                .outlet = outlet,
                                .fixed = std::get<bool>(found->rows[i][5])},
                               *signature);
    if (!done) {
      return done;
    }
    origin_of_[id] = origin;
  }
  return {};
}

Result<std::int64_t> OriginLinker::link(std::int64_t first, std::int64_t last, record::LinkRows& rows) {
  std::int64_t shared = 0;
  const auto where = rows_of_reports(record_, first, last);
  if (!where) {
    return where.error();
  }
  const auto found = record_.query_tables(fmt::format(
      "SELECT r.id, r.text FROM readings d JOIN reports r ON r.id = d.report WHERE d.id BETWEEN {} AND {} AND {}",
      first, last, *where));
  if (!found) {
    return found.error();
  }
  texts_.clear();
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    texts_[found->text(i, 0)] = found->text(i, 1);
  }
  while (!fresh_.empty() && fresh_.front().reading <= last) {
    Fresh fresh = std::move(fresh_.front());
    fresh_.pop_front();
    const OriginReport report{.id = fresh.id,
                              .day = fresh.day,
                              .outlet = fresh.outlet,
                              .original_source = fresh.original_source,
                              .text = texts_[fresh.id]};
    auto match = index_.add(report, fresh.signature);
    if (!match) {
      return match.error();
    }
    if (match->origin != fresh.id) {
      rows.origins.push_back({fresh.id, match->origin, match->reason, match->like, match->share});
      ++shared;
    }
    if (auto done = move(*match, rows); !done) {
      return done.error();
    }
    origin_of_[fresh.id] = match->origin;
    const int reading = static_cast<int>(fresh.reading);
    for (const std::int64_t block : blocks_of(fresh.signature)) {
      rows.report_blocks.push_back({static_cast<std::int32_t>(block), reading});
    }
    rows.signatures.push_back({fresh.id, reading, fresh.signature.to_bytes()});
  }
  return shared;
}

// Two groups became one. Those of the group that were not restored move with the others.
Result<void> OriginLinker::move(const OriginMatch& match, record::LinkRows& rows) {
  if (match.moved.empty()) {
    return {};
  }
  const std::string before = origin_of_[match.moved.front()];
  std::vector<std::string> moved = match.moved;
  const auto absent = record_.query_tables(
      "SELECT report FROM (SELECT report, arg_max(origin, seq) AS origin FROM origins GROUP BY report) WHERE origin = "
      "? ORDER BY report",
      {before});
  if (!absent) {
    return absent.error();
  }
  for (std::size_t i = 0; i < absent->rows.size(); ++i) {
    const std::string report = absent->text(i, 0);
    const auto known = origin_of_.find(report);
    if (known == origin_of_.end()) {
      moved.push_back(report);
    }
  }
  for (const std::string& report : moved) {
    rows.origins.push_back({report, match.origin, match.moved_reason, "", 0});
    origin_of_[report] = match.origin;
  }
  return {};
}

}  // namespace detente::linking
