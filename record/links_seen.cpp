// The views over links. They are tables of the connection, made once after each look(), when a query first names one:
// who only lists reports pays nothing for them.
#include <fmt/format.h>

#include <set>

#include "state.hpp"

namespace detente::record {

namespace {

bool names(std::string_view sql, std::string_view view) { return sql.find(view) != std::string_view::npos; }

}  // namespace

Result<void> Record::State::ensure_links(std::string_view sql) {
  const bool findings = names(sql, "seen_findings");
  const bool contradictions = findings || names(sql, "seen_contradictions");
  const bool links = names(sql, "seen_links");
  const bool claims = findings || names(sql, "seen_claims");
  const bool placed = links || contradictions || names(sql, "seen_placed");
  Result<void> done;
  if (placed && !placed_made) {
    done = make_placed();
    placed_made = static_cast<bool>(done);
  }
  if (done && (claims || names(sql, "seen_origins")) && !origins_made) {
    done = make_origins();
    origins_made = static_cast<bool>(done);
  }
  if (done && claims && !claims_made) {
    done = make_claims();
    claims_made = static_cast<bool>(done);
  }
  if (done && links && !links_made) {
    done = make_links("seen_links", "");
    links_made = static_cast<bool>(done);
  }
  // Few of all links are contradictions, and most who ask for links want these alone.
  if (done && contradictions && !contradictions_made) {
    done = make_links("seen_contradictions", "AND l.relation = 'contradicts'");
    contradictions_made = static_cast<bool>(done);
  }
  if (done && findings && !findings_made) {
    done = make_findings();
    findings_made = static_cast<bool>(done);
  }
  if (done && names(sql, "seen_reviews") && !reviews_made) {
    done = make_reviews();
    reviews_made = static_cast<bool>(done);
  }
  return done;
}

Result<void> Record::State::make_origins() {
  return duck.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE seen_origins AS WITH last AS (SELECT report, max(seq) AS seq FROM origins WHERE "
      "revision <= {} GROUP BY report), now AS (SELECT o.report, o.origin, o.reason, o.like_report, o.share FROM "
      "origins o JOIN last l ON l.seq = o.seq) SELECT s.report, coalesce(n.origin, s.report) AS origin, "
      "coalesce(n.reason, '') AS reason, coalesce(n.like_report, '') AS like_report, coalesce(n.share, 0) AS share "
      "FROM seen s LEFT JOIN now n ON n.report = s.report",
      limit));
}

// The claims of findings by number alone, for those who count or join and show neither days nor reasons.
Result<void> Record::State::make_placed() {
  return duck.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE seen_placed AS WITH placed AS (SELECT kind, reading, n, finding, seq, again FROM "
      "finding_claims WHERE revision <= {0}), moved AS (SELECT kind, reading, n, max(seq) AS seq FROM placed WHERE "
      "again "
      "GROUP BY kind, reading, n) SELECT p.kind, p.reading, p.n, p.finding FROM placed p JOIN seen s ON s.reading = "
      "p.reading LEFT JOIN moved m ON m.kind = p.kind AND m.reading = p.reading AND m.n = p.n WHERE (m.seq IS NULL OR "
      "m.seq = p.seq) AND p.finding <> 0",
      limit));
}

// Few claims ever move from one finding to another, so only those that did are grouped by what came last.
Result<void> Record::State::make_claims() {
  std::string sql = fmt::format(
      "CREATE OR REPLACE TEMP TABLE seen_finding_of AS WITH placed AS (SELECT * FROM finding_claims WHERE revision <= "
      "{0}), moved AS (SELECT kind, reading, n, max(seq) AS seq FROM placed WHERE again GROUP BY kind, reading, n) "
      "SELECT p.kind, p.reading, p.n, p.finding, p.reason FROM placed p LEFT JOIN moved m ON m.kind = p.kind AND "
      "m.reading = p.reading AND m.n = p.n WHERE m.seq IS NULL OR m.seq = p.seq; "
      "CREATE OR REPLACE TEMP TABLE seen_claims AS ",
      limit);
  for (const char* kind : {"event", "figure", "instrument"}) {
    sql += fmt::format(
        "{1}SELECT '{0}' AS kind, t.reading, t.n, s.report, s.day, o.origin, nullif(f.finding, 0) AS finding, "
        "coalesce(f.reason, '') AS reason FROM {0}s t JOIN seen s ON s.reading = t.reading JOIN seen_origins o ON "
        "o.report = s.report LEFT JOIN (SELECT * FROM seen_finding_of WHERE kind = '{0}') f ON f.reading = t.reading "
        "AND f.n = t.n ",
        kind, std::string_view(kind) == "event" ? "" : "UNION ALL ");
  }
  return duck.run(sql + "; DROP TABLE seen_finding_of;");
}

// A link of two claims that were put into different findings by hand says nothing any more.
Result<void> Record::State::make_links(std::string_view table, std::string_view which) {
  return duck.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE {1} AS SELECT l.seq, a.finding, l.kind, l.a_reading, l.a_n, l.b_reading, "
      "l.b_n, l.relation, l.reason FROM finding_links l JOIN seen_placed a ON a.kind = l.kind AND a.reading = "
      "l.a_reading AND a.n = l.a_n JOIN seen_placed b ON b.kind = l.kind AND b.reading = l.b_reading AND b.n = l.b_n "
      "WHERE l.revision <= {0} AND a.finding = b.finding {2}",
      limit, table, which));
}

Result<void> Record::State::make_findings() {
  return duck.run(
      "CREATE OR REPLACE TEMP TABLE seen_findings AS "
      "WITH by_report AS (SELECT finding, kind, origin, report, count(*) AS claims, min(day) AS first_day, max(day) AS "
      "last_day FROM seen_claims WHERE finding IS NOT NULL GROUP BY ALL), "
      "by_origin AS (SELECT finding, kind, origin, sum(claims) AS claims, count(*) AS reports, min(first_day) AS "
      "first_day, max(last_day) AS last_day FROM by_report GROUP BY finding, kind, origin), "
      "whole AS (SELECT finding, kind, sum(claims)::BIGINT AS claims, sum(reports)::BIGINT AS reports, count(*) AS "
      "origins, min(first_day) AS first_day, max(last_day) AS last_day FROM by_origin GROUP BY finding, kind) "
      "SELECT w.finding AS id, w.kind, w.claims, w.reports, w.origins, w.first_day, w.last_day, c.finding IS NOT NULL "
      "AS contradicted FROM whole w LEFT JOIN (SELECT DISTINCT finding FROM seen_contradictions) "
      "c ON c.finding = w.finding");
}

// A review holds unless it was undone, and an undo unless it was undone itself. Only the last one of a claim counts.
Result<void> Record::State::make_reviews() {
  const auto rows = duck.query(fmt::format(
      "SELECT id, undoes FROM corrections WHERE revision <= {} AND undoes IS NOT NULL ORDER BY id DESC", limit));
  if (!rows) {
    return rows.error();
  }
  std::set<std::int64_t> undone;
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    if (!undone.contains(rows->integer(i, 0))) {
      undone.insert(rows->integer(i, 1));
    }
  }
  std::string none = "0";
  for (const std::int64_t id : undone) {
    none += fmt::format(", {}", id);
  }
  // The claim is of the reading that held when the review was made.
  return duck.run(fmt::format(
      "CREATE OR REPLACE TEMP TABLE seen_reviews AS WITH said AS (SELECT id, split_part(subject, ':', 1) AS report, "
      "CASE substr(split_part(subject, ':', 2), 1, 1) WHEN 'e' THEN 'event' WHEN 'f' THEN 'figure' WHEN 's' THEN "
      "'statement' ELSE 'instrument' END AS kind, try_cast(substr(split_part(subject, ':', 2), 2) AS INTEGER) AS n, "
      "object AS verdict, revision FROM "
      "corrections WHERE kind = 'review' AND NOT contains(subject, '+') AND revision <= {0} AND id NOT IN ({1})), "
      "placed AS (SELECT s.id, s.kind, max(d.id) AS reading, s.n, s.verdict FROM said s JOIN readings d ON d.report = "
      "s.report AND d.revision <= s.revision GROUP BY ALL) "
      "SELECT p.kind, p.reading, p.n, arg_max(p.verdict, p.id) AS verdict FROM placed p JOIN seen v ON v.reading = "
      "p.reading GROUP BY p.kind, p.reading, p.n",
      limit, none));
}

}  // namespace detente::record
