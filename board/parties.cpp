// Parties with the roles that hold on the day of the board, and who says what.
#include <fmt/format.h>

#include <algorithm>

#include "frame.hpp"

namespace detente::board {

namespace {

using record::Table;

// "Secretary of State (USA) 2021-01-26/2025-01-20" holds from its first to its last day, and without days always. On a
// board without a day nothing can be said to have ended.
bool holds(const std::string& role, const std::string& day) {
  const std::size_t space = role.rfind(' ');
  const std::size_t slash = role.find('/', space == std::string::npos ? 0 : space);
  if (space == std::string::npos || slash == std::string::npos || day.empty()) {
    return true;
  }
  const std::string from = role.substr(space + 1, slash - space - 1);
  const std::string until = role.substr(slash + 1);
  const bool dated = from.find_first_not_of("0123456789-") == std::string::npos &&
                     until.find_first_not_of("0123456789-") == std::string::npos;
  // A month or year sorts before its days, so the last of them is compared as far as it goes.
  return !dated ||
         ((from.empty() || from <= day) && (until.empty() || day < until || day.compare(0, until.size(), until) == 0));
}

class Parties : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    auto made = frame.run(
        "CREATE OR REPLACE TEMP TABLE board_named AS SELECT who, count(*) AS times FROM board_party WHERE who IN "
        "(SELECT who FROM board_wanted) GROUP BY who");
    if (!made) {
      return made;
    }
    const auto all = frame.ask("SELECT count(*) FROM board_named");
    if (!all) {
      return all.error();
    }
    frame.left_out("parties", all->integer(0, 0));
    made = frame.run("CREATE OR REPLACE TEMP TABLE board_shown AS SELECT * FROM board_named ORDER BY times DESC, who" +
                     frame.most());
    if (!made) {
      return made;
    }
    // The latest mention is that with the greatest number, made of the report's place by day and of its own.
    auto rows = frame.ask(fmt::format(
        "WITH each AS MATERIALIZED (SELECT p.who, p.reading, p.n, p.seq, p.origin FROM board_party p JOIN board_shown "
        "USING (who)), "
        "by_report AS MATERIALIZED (SELECT who, seq, min(origin) AS origin, max(seq::BIGINT * {0} + {0} - 1 - n) AS "
        "latest "
        "FROM each GROUP BY who, seq), "
        "by_origin AS (SELECT who, count(*) AS origins FROM (SELECT DISTINCT who, origin FROM by_report) GROUP BY "
        "who), "
        "told AS (SELECT who, count(*) AS reports, max(latest) AS latest FROM by_report GROUP BY who), "
        "named AS (SELECT p.who, count(*) AS mentions FROM mentions m JOIN each p ON p.reading = m.reading AND p.n = "
        "m.party GROUP BY p.who) "
        "SELECT t.who, w.name, w.kind, w.code, w.sector, n.mentions, t.reports, o.origins, r.reading, {0} - 1 - "
        "t.latest % {0} FROM told t JOIN board_who w USING (who) JOIN named n USING (who) JOIN by_origin o USING (who) "
        "JOIN board_report r ON r.seq "
        "= t.latest // {0} ORDER BY t.reports DESC, n.mentions DESC, w.name, w.code",
        kStride));
    if (!rows) {
      return rows.error();
    }
    rows_ = std::move(*rows);
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      frame.want({'m', rows_.integer(i, 8), rows_.integer(i, 9)});
    }
    auto roles = frame.ask(
        "SELECT x.who, r.role FROM board_shown x JOIN (SELECT p.who, r.reading, max(rep.date) AS date FROM roles r "
        "JOIN board_party p ON p.reading = r.reading AND p.n = r.party JOIN board_report rep ON rep.reading = "
        "r.reading GROUP BY p.who, r.reading QUALIFY row_number() OVER (PARTITION BY p.who ORDER BY max(rep.date) "
        "DESC, r.reading DESC) = 1) "
        "given USING (who) JOIN board_party p ON p.who = x.who AND p.reading = given.reading JOIN roles r ON r.reading "
        "= p.reading AND r.party = p.n ORDER BY x.who, r.party, r.n");
    if (!roles) {
      return roles.error();
    }
    roles_ = std::move(*roles);
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    std::map<std::int64_t, std::size_t> at;
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      at[rows_.integer(i, 0)] = board.parties.size();
      BoardParty party;
      party.name = rows_.text(i, 1);
      party.kind = rows_.text(i, 2);
      party.code = rows_.text(i, 3);
      party.sector = rows_.text(i, 4);
      party.mentions = rows_.integer(i, 5);
      party.reports = rows_.integer(i, 6);
      party.origins = rows_.integer(i, 7);
      party.place = frame.place({'m', rows_.integer(i, 8), rows_.integer(i, 9)});
      board.parties.push_back(std::move(party));
    }
    for (std::size_t i = 0; i < roles_.rows.size(); ++i) {
      const auto party = at.find(roles_.integer(i, 0));
      if (party != at.end()) {
        BoardParty& p = board.parties[party->second];
        std::vector<std::string>& into = holds(roles_.text(i, 1), board.day) ? p.roles : p.other_roles;
        if (std::find(into.begin(), into.end(), roles_.text(i, 1)) == into.end()) {
          into.push_back(roles_.text(i, 1));
        }
      }
    }
  }

 private:
  Table rows_;
  Table roles_;
};

class Speakers : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    auto made = frame.run(
        "CREATE OR REPLACE TEMP TABLE board_said AS SELECT p.who, count(*) AS statements, count(*) FILTER (WHERE "
        "s.mode "
        "<> 'indirect') AS direct FROM statements s JOIN board_party p ON p.reading = s.reading AND p.n = "
        "s.source_party JOIN board_wanted USING (who) GROUP BY p.who");
    if (!made) {
      return made;
    }
    const auto all = frame.ask("SELECT count(*) FROM board_said");
    if (!all) {
      return all.error();
    }
    frame.left_out("speakers", all->integer(0, 0));
    made =
        frame.run("CREATE OR REPLACE TEMP TABLE board_shown AS SELECT * FROM board_said ORDER BY statements DESC, who" +
                  frame.most());
    if (!made) {
      return made;
    }
    auto rows = frame.ask(fmt::format(
        "WITH told AS (SELECT p.who, count(DISTINCT p.seq) AS reports, max(p.seq::BIGINT * 2 * {0} + CASE WHEN s.mode "
        "= 'direct' THEN {0} ELSE 0 END + {0} - 1 - s.n) AS latest FROM statements s JOIN board_party p ON p.reading = "
        "s.reading AND p.n = s.source_party JOIN board_shown USING (who) GROUP BY p.who) "
        "SELECT w.name, w.code, w.sector, x.statements, t.reports, x.direct, r.reading, {0} - 1 - t.latest % {0} FROM "
        "board_shown x JOIN told t USING (who) JOIN board_who w USING (who) JOIN board_report r ON r.seq = t.latest // "
        "(2 * {0}) ORDER BY t.reports DESC, x.statements DESC, w.name, w.code",
        kStride));
    if (!rows) {
      return rows.error();
    }
    rows_ = std::move(*rows);
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      frame.want({'s', rows_.integer(i, 6), rows_.integer(i, 7)});
    }
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      board.speakers.push_back({rows_.text(i, 0), rows_.text(i, 1), rows_.text(i, 2), rows_.integer(i, 3),
                                rows_.integer(i, 4), rows_.integer(i, 5),
                                frame.place({'s', rows_.integer(i, 6), rows_.integer(i, 7)})});
    }
  }

 private:
  Table rows_;
};

}  // namespace

std::unique_ptr<Part> make_parties_part() { return std::make_unique<Parties>(); }
std::unique_ptr<Part> make_speakers_part() { return std::make_unique<Speakers>(); }

}  // namespace detente::board
