#include "link_lists.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <vector>

#include "detente/reading/json_writer.hpp"

namespace detente::cli {

namespace {

using record::Record;

constexpr std::size_t kColumns = 100;

std::string days(const std::string& first, const std::string& last) {
  return first == last ? first : fmt::format("{} to {}", first, last);
}

struct Shown {
  std::int64_t limit = 0;  // groups; 0: all
  bool json = false;
  std::size_t id_length = 6;

  std::string sql_limit() const { return limit > 0 ? fmt::format(" LIMIT {}", limit) : std::string(); }
};

std::string more(std::int64_t total, std::int64_t shown, std::string_view what, const Style& style) {
  return total > shown ? style.faint(fmt::format("and {} more {} (--limit 0 shows all)\n", total - shown, what)) : "";
}

// Origins of more than one report, those of most reports first.
Result<std::string> list_origins(Record& record, const Shown& shown, const Style& style) {
  const std::string groups = "SELECT origin, count(*) AS reports FROM seen_origins GROUP BY origin HAVING count(*) > 1";
  const auto total = record.query("SELECT count(*), coalesce(sum(reports), 0)::BIGINT FROM (" + groups + ")");
  if (!total) {
    return total.error();
  }
  const auto rows =
      record.query("WITH g AS (" + groups + " ORDER BY reports DESC, origin" + shown.sql_limit() +
                   ") SELECT g.origin, g.reports, o.report, o.reason, o.like_report, o.share, r.outlet, "
                   "r.title, s.day FROM g JOIN seen_origins o ON o.origin = g.origin JOIN reports r ON "
                   "r.id = o.report JOIN seen s ON s.report = o.report ORDER BY g.reports DESC, g.origin, "
                   "o.report <> g.origin, s.day, o.report");
  if (!rows) {
    return rows.error();
  }
  std::string out;
  reading::JsonWriter j(out);
  if (shown.json) {
    j.object();
    j.key("total").integer(total->integer(0, 0));
    j.key("origins").array();
  }
  std::int64_t groups_shown = 0;
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    const bool first = i == 0 || rows->text(i, 0) != rows->text(i - 1, 0);
    groups_shown += first ? 1 : 0;
    if (shown.json) {
      if (first) {
        if (i > 0) {
          j.close();
          j.close();
        }
        j.object();
        j.key("origin").text(rows->text(i, 0));
        j.key("reports").array();
      }
      j.object();
      j.key("report").text(rows->text(i, 2));
      j.key("outlet").text(rows->text(i, 6));
      j.key("title").text(rows->text(i, 7));
      j.key("day").text(rows->text(i, 8));
      j.key("reason").text(rows->text(i, 3));
      j.key("like").text(rows->text(i, 4));
      j.key("share").rounded(rows->number(i, 5), 4);
      j.close();
      continue;
    }
    if (first) {
      out += (i > 0 ? "\n" : "") +
             style.heading(fmt::format("{}, {}", rows->text(i, 0).substr(0, shown.id_length),
                                       count(rows->integer(i, 1), "report"))) +
             "\n";
    }
    out += fmt::format("  {}  {}  {}  {}\n", rows->text(i, 2).substr(0, shown.id_length), rows->text(i, 8),
                       style.party(left(rows->text(i, 6), 24)), cut(rows->text(i, 7), kColumns - 50));
    if (!rows->text(i, 3).empty()) {
      out += "      " + style.faint(rows->text(i, 3)) + "\n";
    }
  }
  if (shown.json) {
    if (!rows->rows.empty()) {
      j.close();
      j.close();
    }
    j.close();
    j.close();
    return out + "\n";
  }
  if (rows->rows.empty()) {
    return std::string("no two reports share an origin\n");
  }
  return out + more(total->integer(0, 0), groups_shown, "origins", style);
}

struct ClaimLine {
  std::string name;  // "rc577...:e3"
  std::string report;
  std::string what;  // "ASSAULT", "killed", "proposal"
  std::string words;
  std::string outlet;
  std::string day;
  std::string reason;
  std::int64_t begin = 0;
  std::int64_t end = 0;
};

struct LinkLine {
  std::string relation;
  std::string a;
  std::string b;
  std::string reason;
};

struct FindingGroup {
  std::int64_t id = 0;
  std::string kind;
  std::int64_t reports = 0;
  std::int64_t origins = 0;
  std::string first_day;
  std::string last_day;
  bool contradicted = false;
  std::vector<ClaimLine> claims;
  std::vector<LinkLine> links;
};

// Each claim as it is named, what it is of, and the words it stands on.
const char* const kClaimWords =
    "SELECT 'event' AS kind, reading, n, type AS what, words, span_begin, span_end FROM events UNION ALL "
    "SELECT 'figure', reading, n, measure, words, span_begin, span_end FROM figures UNION ALL "
    "SELECT 'instrument', i.reading, i.n, i.kind, s.words, s.span_begin, s.span_end FROM instruments i JOIN "
    "instrument_spans s ON s.reading = i.reading AND s.instrument = i.n AND s.n = 1";

std::string claim_name(const std::string& report, const std::string& kind, std::int64_t n) {
  return fmt::format("{}:{}{}", report, kind.substr(0, 1), n);
}

Result<std::vector<FindingGroup>> load_findings(Record& record, const std::string& chosen) {
  const auto heads =
      record.query("SELECT id, kind, reports, origins, first_day, last_day, contradicted FROM " + chosen);
  if (!heads) {
    return heads.error();
  }
  std::vector<FindingGroup> out;
  std::map<std::int64_t, std::size_t> at;
  for (std::size_t i = 0; i < heads->rows.size(); ++i) {
    at[heads->integer(i, 0)] = out.size();
    out.push_back({heads->integer(i, 0),
                   heads->text(i, 1),
                   heads->integer(i, 2),
                   heads->integer(i, 3),
                   heads->text(i, 4),
                   heads->text(i, 5),
                   std::get<bool>(heads->rows[i][6]),
                   {},
                   {}});
  }
  const auto claims = record.query(fmt::format(
      "WITH f AS (SELECT id FROM {}), w AS ({}) SELECT c.finding, c.report, c.kind, c.n, w.what, w.words, "
      "w.span_begin, "
      "w.span_end, r.outlet, c.day, c.reason FROM f JOIN seen_claims c ON c.finding = f.id JOIN w ON w.kind = c.kind "
      "AND "
      "w.reading = c.reading AND w.n = c.n JOIN reports r ON r.id = c.report ORDER BY c.finding, c.day, c.report, c.n",
      chosen, kClaimWords));
  if (!claims) {
    return claims.error();
  }
  for (std::size_t i = 0; i < claims->rows.size(); ++i) {
    ClaimLine line;
    line.report = claims->text(i, 1);
    line.name = claim_name(line.report, claims->text(i, 2), claims->integer(i, 3));
    line.what = claims->text(i, 4);
    line.words = claims->text(i, 5);
    line.begin = claims->integer(i, 6);
    line.end = claims->integer(i, 7);
    line.outlet = claims->text(i, 8);
    line.day = claims->text(i, 9);
    line.reason = claims->text(i, 10);
    out[at[claims->integer(i, 0)]].claims.push_back(std::move(line));
  }
  const auto links = record.query(fmt::format(
      "WITH f AS (SELECT id FROM {}) SELECT l.finding, l.kind, l.relation, l.reason, a.report, l.a_n, b.report, l.b_n "
      "FROM f JOIN seen_links l ON l.finding = f.id JOIN readings a ON a.id = l.a_reading JOIN readings b ON b.id = "
      "l.b_reading ORDER BY l.seq",
      chosen));
  if (!links) {
    return links.error();
  }
  for (std::size_t i = 0; i < links->rows.size(); ++i) {
    const std::string kind = links->text(i, 1);
    out[at[links->integer(i, 0)]].links.push_back(
        {links->text(i, 2), claim_name(links->text(i, 4), kind, links->integer(i, 5)),
         claim_name(links->text(i, 6), kind, links->integer(i, 7)), links->text(i, 3)});
  }
  return out;
}

std::string short_name(const std::string& claim, std::size_t id_length) {
  const std::size_t colon = std::min(claim.find(':'), claim.size());
  return claim.substr(0, std::min(id_length, colon)) + claim.substr(colon);
}

std::string findings_json(const std::vector<FindingGroup>& findings, std::int64_t total) {
  std::string out;
  reading::JsonWriter j(out);
  j.object();
  j.key("total").integer(total);
  j.key("findings").array();
  for (const FindingGroup& finding : findings) {
    j.object();
    j.key("id").integer(finding.id);
    j.key("kind").text(finding.kind);
    j.key("reports").integer(finding.reports);
    j.key("origins").integer(finding.origins);
    j.key("first_day").text(finding.first_day);
    j.key("last_day").text(finding.last_day);
    j.key("contradicted").boolean(finding.contradicted);
    j.key("claims").array();
    for (const ClaimLine& claim : finding.claims) {
      j.object();
      j.key("claim").text(claim.name);
      j.key("what").text(claim.what);
      j.key("outlet").text(claim.outlet);
      j.key("day").text(claim.day);
      j.key("span").array();
      j.integer(claim.begin);
      j.integer(claim.end);
      j.close();
      j.key("text").text(claim.words);
      j.key("reason").text(claim.reason);
      j.close();
    }
    j.close();
    j.key("links").array();
    for (const LinkLine& link : finding.links) {
      j.object();
      j.key("relation").text(link.relation);
      j.key("a").text(link.a);
      j.key("b").text(link.b);
      j.key("reason").text(link.reason);
      j.close();
    }
    j.close();
    j.close();
  }
  j.close();
  j.close();
  return out + "\n";
}

std::string findings_text(const std::vector<FindingGroup>& findings, const Shown& shown, const Style& style) {
  std::string out;
  for (const FindingGroup& finding : findings) {
    out += out.empty() ? "" : "\n";
    out += style.heading(fmt::format("{}  {}", finding.id, finding.kind)) + "  " +
           fmt::format("{} in {} of {}, {}", count(static_cast<std::int64_t>(finding.claims.size()), "claim"),
                       count(finding.reports, "report"), count(finding.origins, "origin"),
                       days(finding.first_day, finding.last_day));
    out += finding.contradicted ? "  " + style.warning("contradicted") + "\n" : "\n";
    for (const ClaimLine& claim : finding.claims) {
      const std::string name = short_name(claim.name, shown.id_length);
      out += fmt::format("  {}  {}  {}  {}\n", left(name, shown.id_length + 5), claim.day,
                         style.act(left(claim.what, 11)), cut(claim.words, kColumns - 38));
    }
    for (const LinkLine& link : finding.links) {
      const std::string a = short_name(link.a, shown.id_length);
      const std::string b = short_name(link.b, shown.id_length);
      out += "      ";
      if (link.relation == "contradicts") {
        out += style.warning(fmt::format("{} contradicts {}", b, a)) + style.faint(": " + link.reason) + "\n";
      } else {
        const std::string_view is = link.relation == "update" ? "is news of" : "is the same as";
        out += style.faint(fmt::format("{} {} {}: {}", b, is, a, link.reason)) + "\n";
      }
    }
  }
  return out;
}

// Findings of more than one claim, those of most origins first; or those that are contradicted.
Result<std::string> list_findings(Record& record, const Shown& shown, const Style& style, bool contradicted) {
  const std::string which = contradicted ? "contradicted" : "claims > 1";
  const auto total = record.query("SELECT count(*) FROM seen_findings WHERE " + which);
  if (!total) {
    return total.error();
  }
  const auto findings =
      load_findings(record, "(SELECT * FROM seen_findings WHERE " + which +
                                " ORDER BY origins DESC, reports DESC, claims DESC, id" + shown.sql_limit() + ")");
  if (!findings) {
    return findings.error();
  }
  if (shown.json) {
    return findings_json(*findings, total->integer(0, 0));
  }
  if (findings->empty()) {
    return std::string(contradicted ? "no finding is contradicted\n" : "no two claims are about one thing\n");
  }
  return findings_text(*findings, shown, style) +
         more(total->integer(0, 0), static_cast<std::int64_t>(findings->size()), "findings", style);
}

// Corrections of all revisions, the latest last.
Result<std::string> list_corrections(Record& record, const Shown& shown) {
  const auto rows = record.query(
      "SELECT id, made_at, kind, subject, object, note, undoes, EXISTS (SELECT 1 FROM corrections u WHERE u.undoes = "
      "c.id) FROM corrections c ORDER BY id");
  if (!rows) {
    return rows.error();
  }
  std::string out;
  reading::JsonWriter j(out);
  if (shown.json) {
    j.object();
    j.key("corrections").array();
  }
  for (std::size_t i = 0; i < rows->rows.size(); ++i) {
    const bool undone = std::get<bool>(rows->rows[i][7]);
    if (shown.json) {
      j.object();
      j.key("id").integer(rows->integer(i, 0));
      j.key("made_at").text(rows->text(i, 1));
      j.key("kind").text(rows->text(i, 2));
      j.key("subject").text(rows->text(i, 3));
      j.key("object").text(rows->text(i, 4));
      j.key("note").text(rows->text(i, 5));
      if (rows->is_null(i, 6)) {
        j.key("undoes").null();
      } else {
        j.key("undoes").integer(rows->integer(i, 6));
      }
      j.key("undone").boolean(undone);
      j.close();
      continue;
    }
    out += fmt::format("{}  {}  {}", rows->integer(i, 0), rows->text(i, 1), rows->text(i, 2));
    out += rows->is_null(i, 6) ? std::string() : fmt::format(" {}", rows->integer(i, 6));
    for (const std::size_t column : {std::size_t{3}, std::size_t{4}}) {
      const std::string words = rows->text(i, column);
      out += words.empty() ? "" : " " + (words[0] == 'r' ? short_name(words, shown.id_length) : words);
    }
    out += rows->text(i, 5).empty() ? "" : ": " + rows->text(i, 5);
    out += undone ? "  (undone)\n" : "\n";
  }
  if (shown.json) {
    j.close();
    j.close();
    return out + "\n";
  }
  return out.empty() ? std::string("no corrections yet\n") : out;
}

}  // namespace

Result<std::string> list_links(Record& record, LinkList list, const Arguments& arguments, const Style& style) {
  const auto ids = record.report_ids();
  if (!ids) {
    return ids.error();
  }
  const Shown shown{
      .limit = arguments.number("--limit", 20), .json = arguments.has("--json"), .id_length = prefix_length(*ids)};
  switch (list) {
    case LinkList::origins:
      return list_origins(record, shown, style);
    case LinkList::findings:
      return list_findings(record, shown, style, false);
    case LinkList::contradictions:
      return list_findings(record, shown, style, true);
    case LinkList::corrections:
      return list_corrections(record, shown);
  }
  return Error{ErrorCode::usage, "there is no such list", ""};
}

}  // namespace detente::cli
