#include "link_checks.hpp"

#include <fmt/format.h>

namespace detente::record {

namespace {

constexpr const char* kKinds[] = {"event", "figure", "instrument"};

std::string no_such_report(std::string_view table, std::string_view column) {
  return fmt::format(
      "SELECT '', report, 'the row names report ' || {1} || ', which is not stored' FROM {0} WHERE {1} <> '' AND {1} "
      "NOT IN (SELECT id FROM reports) ORDER BY report",
      table, column);
}

// Rows of `table` whose claim, by the columns with that prefix, is no row of its kind.
std::string no_such_claim(std::string_view table, std::string_view kind, std::string_view prefix) {
  return fmt::format(
      "SELECT '{2}' || t.{1}n, coalesce(d.report, ''), '{0} names {3} ' || t.{1}n || ' of reading ' || t.{1}reading || "
      "', which is not stored' FROM {0} t LEFT JOIN readings d ON d.id = t.{1}reading WHERE t.kind = '{3}' AND NOT "
      "EXISTS (SELECT 1 FROM {3}s o WHERE o.reading = t.{1}reading AND o.n = t.{1}n) ORDER BY t.{1}reading, t.{1}n",
      table, prefix, kind.substr(0, 1), kind);
}

}  // namespace

std::vector<LinkCheck> link_checks() {
  std::vector<LinkCheck> out;
  for (const char* column : {"report", "origin", "like_report"}) {
    out.push_back({"no such report", "origins", no_such_report("origins", column)});
  }
  out.push_back({"no such report", "report_signatures", no_such_report("report_signatures", "report")});
  for (const char* kind : kKinds) {
    out.push_back({"no such claim", "finding_claims", no_such_claim("finding_claims", kind, "")});
    out.push_back({"no such claim", "finding_links", no_such_claim("finding_links", kind, "a_")});
    out.push_back({"no such claim", "finding_links", no_such_claim("finding_links", kind, "b_")});
    out.push_back({"no such claim", "claim_traits", no_such_claim("claim_traits", kind, "")});
  }
  out.push_back({"no such claim", "claim_blocks",
                 "SELECT '', '', 'a block names claim ' || claim || ', which has no traits' FROM claim_blocks WHERE "
                 "claim NOT IN (SELECT claim FROM claim_traits) ORDER BY claim"});
  out.push_back({"no such reading", "report_blocks",
                 "SELECT '', '', 'a block names reading ' || reading || ', which has no signature' FROM report_blocks "
                 "WHERE reading NOT IN (SELECT reading FROM report_signatures) ORDER BY reading"});
  out.push_back({"claim twice", "claim_traits",
                 "SELECT '', '', 'claim ' || claim || ' is stored ' || count(*) || ' times' FROM claim_traits GROUP BY "
                 "claim HAVING count(*) > 1 ORDER BY claim"});
  out.push_back({"finding twice", "findings",
                 "SELECT '', '', 'finding ' || id || ' is stored ' || count(*) || ' times' FROM findings GROUP BY id "
                 "HAVING count(*) > 1 ORDER BY id"});
  for (const char* table : {"finding_claims", "finding_links"}) {
    out.push_back({"no such finding", table,
                   fmt::format("SELECT '', '', 'the row names finding ' || t.finding || ', which is not stored' FROM "
                               "{} t WHERE t.finding <> 0 AND t.finding NOT IN (SELECT id FROM findings) ORDER BY "
                               "t.seq",
                               table)});
    out.push_back({"kinds differ", table,
                   fmt::format("SELECT '', '', 'finding ' || t.finding || ' is of a ' || f.kind || ', its row of a ' "
                               "|| t.kind FROM {} t JOIN findings f ON f.id = t.finding WHERE f.kind <> t.kind ORDER "
                               "BY t.seq",
                               table)});
  }
  out.push_back({"link without words", "finding_links",
                 "SELECT '', '', 'the link of finding ' || finding || ' gives no reason' FROM finding_links WHERE "
                 "reason = '' ORDER BY seq"});
  out.push_back({"no such relation", "finding_links",
                 "SELECT '', '', 'there is no relation ' || relation FROM finding_links WHERE relation NOT IN ('same', "
                 "'update', 'contradicts') ORDER BY seq"});
  out.push_back({"no such correction", "corrections",
                 "SELECT '', '', 'correction ' || id || ' undoes ' || undoes || ', which is not stored' FROM "
                 "corrections WHERE undoes IS NOT NULL AND undoes NOT IN (SELECT id FROM corrections) ORDER BY id"});
  out.push_back({"no such reading", "linked_readings",
                 "SELECT '', '', 'reading ' || reading || ' is linked, but not stored' FROM linked_readings WHERE "
                 "reading NOT IN (SELECT id FROM readings) ORDER BY reading"});
  for (const char* table :
       {"origins", "findings", "finding_claims", "finding_links", "corrections", "linked_readings"}) {
    out.push_back({"no such revision", table,
                   fmt::format("SELECT '', '', 'the row names revision ' || revision || ', which is not stored' FROM "
                               "{} WHERE revision NOT IN (SELECT id FROM revisions) ORDER BY revision",
                               table)});
  }
  return out;
}

}  // namespace detente::record
