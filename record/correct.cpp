// What a person says about the links, and the rows that follow from it.
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "state.hpp"

namespace detente::record {

namespace {

struct Claim {
  ClaimKind kind = ClaimKind::event;
  int reading = 0;
  int n = 0;
  int finding = 0;
  std::string words;  // as it was named
};

std::string by_hand(std::string_view what, const std::string& note) {
  return note.empty() ? std::string(what) : fmt::format("{}: {}", what, note);
}

std::optional<int> whole(std::string_view digits) {
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  const bool is_all = error == std::errc() && end == digits.data() + digits.size() && !digits.empty();
  return is_all && number > 0 ? std::optional<int>(number) : std::nullopt;
}

class Corrector {
 public:
  Corrector(Record::State& state, const Correction& correction) : s_(state), c_(correction) {}

  // The rows that the correction causes. Nothing is stored yet.
  Result<LinkRows> rows() {
    switch (c_.kind) {
      case CorrectionKind::join_origins:
        return join_origins();
      case CorrectionKind::split_origin:
        return split_origin();
      case CorrectionKind::join_findings:
        return join_findings();
      case CorrectionKind::split_finding:
        return split_finding();
      case CorrectionKind::review:
        return review();
      case CorrectionKind::undo:
        return undo();
    }
    return Error{ErrorCode::bad_value, "there is no such kind of correction", ""};
  }

 private:
  Error wrong(ErrorCode code, std::string message) const { return {code, std::move(message), s_.duck.where()}; }

  // Reports of the group of the report's origin, in the order in which they were stored, the origin's id first.
  struct Group {
    std::string origin;
    std::int64_t place = 0;  // of the origin among the reports
    std::vector<std::string> reports;
  };

  Result<Group> group_of(const std::string& report) {
    const auto own = s_.duck.query(
        "SELECT coalesce((SELECT origin FROM origins WHERE report = r.id ORDER BY seq DESC LIMIT 1), r.id) FROM "
        "reports r WHERE r.id = ?",
        {report});
    if (!own) {
      return own.error();
    }
    if (own->rows.empty()) {
      return wrong(ErrorCode::not_found, fmt::format("there is no report {}", report));
    }
    Group out{own->text(0, 0), 0, {}};
    const auto all = s_.duck.query(
        "WITH last AS (SELECT report, arg_max(origin, seq) AS origin FROM origins GROUP BY report) SELECT r.id, "
        "r.rowid FROM reports r LEFT JOIN last l ON l.report = r.id WHERE coalesce(l.origin, r.id) = ? OR r.id = ? "
        "ORDER BY r.rowid",
        {out.origin, out.origin});
    if (!all) {
      return all.error();
    }
    for (std::size_t i = 0; i < all->rows.size(); ++i) {
      out.reports.push_back(all->text(i, 0));
      if (out.reports.back() == out.origin) {
        out.place = all->integer(i, 1);
      }
    }
    return out;
  }

  Result<LinkRows> join_origins() {
    auto a = group_of(c_.subject);
    if (!a) {
      return a.error();
    }
    auto b = group_of(c_.object);
    if (!b) {
      return b.error();
    }
    if (a->origin == b->origin) {
      return wrong(ErrorCode::bad_value, fmt::format("{} and {} are one origin already", c_.subject, c_.object));
    }
    const bool a_is_older = a->place < b->place;
    const Group& kept = a_is_older ? *a : *b;
    const Group& moved = a_is_older ? *b : *a;
    LinkRows out;
    for (const std::string& report : moved.reports) {
      const bool is_named = report == c_.subject || report == c_.object;
      const std::string& like = is_named ? (report == c_.subject ? c_.object : c_.subject) : kept.origin;
      out.origins.push_back({report, kept.origin, by_hand("joined by hand", c_.note), like, 0});
    }
    return out;
  }

  Result<LinkRows> split_origin() {
    auto group = group_of(c_.subject);
    if (!group) {
      return group.error();
    }
    if (group->reports.size() < 2) {
      return wrong(ErrorCode::bad_value, fmt::format("{} is an origin of its own already", c_.subject));
    }
    LinkRows out;
    out.origins.push_back({c_.subject, c_.subject, by_hand("taken apart by hand", c_.note), "", 0});
    if (group->origin == c_.subject) {
      std::erase(group->reports, c_.subject);
      const std::string next = group->reports.front();
      for (const std::string& report : group->reports) {
        out.origins.push_back(
            {report, next, report == next ? "" : "with the others of its origin", report == next ? "" : next, 0});
      }
    }
    return out;
  }

  // "r12ab...:e3", in the last reading of the report.
  Result<Claim> claim(const std::string& words) {
    const std::size_t colon = words.find(':');
    const std::string report = words.substr(0, colon);
    const std::string item = colon == std::string::npos ? "" : words.substr(colon + 1);
    const std::size_t letter = std::string_view("efi").find(item.empty() ? ' ' : item[0]);
    const auto n = whole(std::string_view(item).substr(std::min<std::size_t>(1, item.size())));
    if (letter == std::string::npos || !n) {
      return wrong(ErrorCode::bad_value,
                   fmt::format("'{}' names no claim: a claim is named REPORT:e3, f3 or i3", words));
    }
    Claim out{static_cast<ClaimKind>(letter), 0, *n, 0, words};
    const auto found = s_.duck.query(
        fmt::format("SELECT t.reading, (SELECT finding FROM finding_claims f WHERE f.kind = '{0}' AND f.reading = "
                    "t.reading AND f.n = t.n ORDER BY seq DESC LIMIT 1) FROM {0}s t WHERE t.n = ? AND t.reading = "
                    "(SELECT max(id) FROM readings WHERE report = ?)",
                    name(out.kind)),
        {std::int64_t{out.n}, report});
    if (!found) {
      return found.error();
    }
    if (found->rows.empty()) {
      return wrong(ErrorCode::not_found, fmt::format("there is no claim {}", words));
    }
    out.reading = static_cast<int>(found->integer(0, 0));
    out.finding = static_cast<int>(found->integer(0, 1));
    return out;
  }

  Result<Claim> linked_claim(const std::string& words) {
    auto out = claim(words);
    if (out && out->finding == 0) {
      return wrong(ErrorCode::bad_value, fmt::format("{} has not been linked", words));
    }
    return out;
  }

  Result<std::vector<Claim>> claims_of(int finding) {
    const auto found = s_.duck.query(
        "WITH own AS (SELECT DISTINCT kind, reading, n FROM finding_claims WHERE finding = ?), last AS (SELECT f.kind, "
        "f.reading, f.n, arg_max(f.finding, f.seq) AS finding FROM finding_claims f JOIN own USING (kind, reading, n) "
        "GROUP BY ALL) SELECT kind, reading, n FROM last WHERE finding = ? ORDER BY reading, n",
        {std::int64_t{finding}, std::int64_t{finding}});
    if (!found) {
      return found.error();
    }
    std::vector<Claim> out;
    for (std::size_t i = 0; i < found->rows.size(); ++i) {
      out.push_back({claim_kind(found->text(i, 0)).value_or(ClaimKind::event), static_cast<int>(found->integer(i, 1)),
                     static_cast<int>(found->integer(i, 2)), finding, ""});
    }
    return out;
  }

  // A finding's number stands for its first claim.
  Result<Claim> claim_or_finding(const std::string& words) {
    const auto finding = whole(words);
    if (!finding) {
      return linked_claim(words);
    }
    auto all = claims_of(*finding);
    if (!all) {
      return all.error();
    }
    if (all->empty()) {
      return wrong(ErrorCode::not_found, fmt::format("there is no finding {}", *finding));
    }
    return all->front();
  }

  Result<LinkRows> join_findings() {
    auto a = claim_or_finding(c_.subject);
    if (!a) {
      return a.error();
    }
    auto b = claim_or_finding(c_.object);
    if (!b) {
      return b.error();
    }
    if (a->finding == b->finding) {
      return wrong(ErrorCode::bad_value, fmt::format("{} and {} are in one finding already", c_.subject, c_.object));
    }
    if (a->kind != b->kind) {
      return wrong(ErrorCode::bad_value, fmt::format("{} is about {} {}, {} about {} {}", c_.subject, article(a->kind),
                                                     name(a->kind), c_.object, article(b->kind), name(b->kind)));
    }
    if (std::pair(b->reading, b->n) < std::pair(a->reading, a->n)) {
      std::swap(a, b);
    }
    const int kept = std::min(a->finding, b->finding);
    auto moved = claims_of(std::max(a->finding, b->finding));
    if (!moved) {
      return moved.error();
    }
    const std::string reason = by_hand("joined by hand", c_.note);
    LinkRows out;
    for (const Claim& claim : *moved) {
      out.claims.push_back({kept, claim.kind, claim.reading, claim.n, reason, true});
    }
    out.links.push_back({kept, a->kind, a->reading, a->n, b->reading, b->n, Relation::same, reason});
    return out;
  }

  static std::string_view article(ClaimKind kind) { return kind == ClaimKind::figure ? "a" : "an"; }

  Result<LinkRows> split_finding() {
    auto one = linked_claim(c_.subject);
    if (!one) {
      return one.error();
    }
    auto all = claims_of(one->finding);
    if (!all) {
      return all.error();
    }
    if (all->size() < 2) {
      return wrong(ErrorCode::bad_value, fmt::format("{} is alone in its finding already", c_.subject));
    }
    const auto last = s_.duck.query("SELECT coalesce(max(id), 0) FROM findings");
    if (!last) {
      return last.error();
    }
    const int fresh = static_cast<int>(last->integer(0, 0)) + 1;
    LinkRows out;
    out.findings.push_back({fresh, one->kind});
    out.claims.push_back(
        {fresh, one->kind, one->reading, one->n, by_hand("taken out of its finding by hand", c_.note), true});
    return out;
  }

  Result<LinkRows> review() {
    if (c_.object != "right" && c_.object != "wrong" && c_.object != "unsure") {
      return wrong(ErrorCode::bad_value, fmt::format("'{}' is no verdict: right, wrong or unsure", c_.object));
    }
    // A pair of claims, "REPORT:e3+REPORT:e5": that the two are linked as they are.
    const std::size_t plus = c_.subject.find('+');
    for (const std::string& words : plus == std::string::npos ? std::vector<std::string>{c_.subject}
                                                              : std::vector<std::string>{c_.subject.substr(0, plus),
                                                                                         c_.subject.substr(plus + 1)}) {
      const std::size_t colon = words.find(':');
      const bool is_statement =
          plus == std::string::npos && colon != std::string::npos && words.substr(colon + 1, 1) == "s";
      auto found = is_statement ? statement(words, colon) : there_is(words);
      if (!found) {
        return found.error();
      }
    }
    return LinkRows{};
  }

  Result<void> there_is(const std::string& words) {
    const auto one = claim(words);
    return one ? Result<void>() : Result<void>(one.error());
  }

  // "r12ab...:s3": it belongs to no finding, and is reviewed all the same.
  Result<void> statement(const std::string& words, std::size_t colon) {
    const auto n = whole(std::string_view(words).substr(colon + 2));
    if (!n) {
      return wrong(ErrorCode::bad_value, fmt::format("'{}' names no statement: one is named REPORT:s3", words));
    }
    const auto found = s_.duck.query(
        "SELECT 1 FROM statements WHERE n = ? AND reading = (SELECT max(id) FROM readings WHERE report = ?)",
        {std::int64_t{*n}, words.substr(0, colon)});
    if (!found) {
      return found.error();
    }
    return found->rows.empty()
               ? Result<void>(wrong(ErrorCode::not_found, fmt::format("there is no statement {}", words)))
               : Result<void>();
  }

  // Every key that the correction gave a row gets the row that it had before.
  Result<LinkRows> undo() {
    const auto target = s_.duck.query(
        "SELECT revision, (SELECT max(u.id) FROM corrections u WHERE u.undoes = c.id) FROM corrections c WHERE c.id = "
        "?",
        {std::int64_t{c_.undoes.value_or(0)}});
    if (!target) {
      return target.error();
    }
    const int id = c_.undoes.value_or(0);
    if (target->rows.empty()) {
      return wrong(ErrorCode::not_found, fmt::format("there is no correction {}", id));
    }
    if (!target->is_null(0, 1)) {
      return wrong(ErrorCode::bad_value,
                   fmt::format("correction {} was undone by correction {}", id, target->integer(0, 1)));
    }
    const std::int64_t revision = target->integer(0, 0);
    LinkRows out;
    const auto origins = s_.duck.query(
        "WITH mine AS (SELECT report, min(seq) AS seq FROM origins WHERE revision = ? GROUP BY report) SELECT "
        "m.report, max(o.revision), arg_max(o.origin, o.seq) FILTER (o.seq < m.seq), arg_max(o.reason, o.seq) FILTER "
        "(o.seq < m.seq), arg_max(o.like_report, o.seq) FILTER (o.seq < m.seq), arg_max(o.share, o.seq) FILTER (o.seq "
        "< m.seq) FROM mine m JOIN origins o ON o.report = m.report GROUP BY m.report, m.seq ORDER BY m.seq",
        {revision});
    if (!origins) {
      return origins.error();
    }
    for (std::size_t i = 0; i < origins->rows.size(); ++i) {
      const std::string report = origins->text(i, 0);
      if (origins->integer(i, 1) > revision) {
        return later(id, origins->integer(i, 1));
      }
      out.origins.push_back({report, origins->is_null(i, 2) ? report : origins->text(i, 2), origins->text(i, 3),
                             origins->text(i, 4), origins->number(i, 5)});
    }
    const auto claims = s_.duck.query(
        "WITH mine AS (SELECT kind, reading, n, min(seq) AS seq FROM finding_claims WHERE revision = ? GROUP BY kind, "
        "reading, n) SELECT m.kind, m.reading, m.n, max(f.revision), arg_max(f.finding, f.seq) FILTER (f.seq < "
        "m.seq), arg_max(f.reason, f.seq) FILTER (f.seq < m.seq) FROM mine m JOIN finding_claims f ON f.kind = m.kind "
        "AND f.reading = m.reading AND f.n = m.n GROUP BY m.kind, m.reading, m.n, m.seq ORDER BY m.seq",
        {revision});
    if (!claims) {
      return claims.error();
    }
    for (std::size_t i = 0; i < claims->rows.size(); ++i) {
      if (claims->integer(i, 3) > revision) {
        return later(id, claims->integer(i, 3));
      }
      out.claims.push_back(
          {static_cast<int>(claims->integer(i, 4)), claim_kind(claims->text(i, 0)).value_or(ClaimKind::event),
           static_cast<int>(claims->integer(i, 1)), static_cast<int>(claims->integer(i, 2)), claims->text(i, 5), true});
    }
    return out;
  }

  Error later(int id, std::int64_t revision) const {
    return wrong(
        ErrorCode::bad_value,
        fmt::format("what correction {} changed was changed again in revision {}; undo that first", id, revision));
  }

  Record::State& s_;
  const Correction& c_;
};

}  // namespace

Result<int> Record::correct(const Correction& correction) {
  State& s = *state_;
  if (s.is_reader || !s.has_links) {
    return Error{ErrorCode::usage, "this connection only reads", s.duck.where()};
  }
  auto rows = Corrector(s, correction).rows();
  if (!rows) {
    return rows.error();
  }
  const auto last = s.duck.query(
      "SELECT (SELECT coalesce(max(id), 0) FROM revisions), (SELECT coalesce(max(id), 0) FROM corrections)");
  if (!last) {
    return last.error();
  }
  const int id = static_cast<int>(last->integer(0, 1)) + 1;
  const auto done = s.transaction([&]() -> Result<void> {
    auto revisions = s.appender("revisions");
    if (!revisions) {
      return revisions.error();
    }
    s.revision = static_cast<int>(last->integer(0, 0)) + 1;
    s.last_revision = s.revision;
    (*revisions)->integer(s.revision).text(correction.made_at);
    (*revisions)->text(fmt::format("correction: {}", name(correction.kind))).end_row();
    auto corrections = s.appender("corrections");
    if (!corrections) {
      return corrections.error();
    }
    (*corrections)->integer(id).text(correction.made_at).text(name(correction.kind)).text(correction.subject);
    (*corrections)->text(correction.object).text(correction.note);
    if (correction.undoes) {
      (*corrections)->integer(*correction.undoes);
    } else {
      (*corrections)->null();
    }
    (*corrections)->integer(s.revision).end_row();
    return s.write_links(*rows);
  });
  if (!done) {
    s.last_seq = -1;
    return done.error();
  }
  s.revision = 0;  // what this run stores from now on is a revision after the correction
  return id;
}

}  // namespace detente::record
