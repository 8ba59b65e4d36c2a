// What origins contradict each other about.
#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "figures.hpp"
#include "frame.hpp"

namespace detente::board {

namespace {

using record::Table;

std::string joined(std::string_view a, std::string_view b) {
  return a.empty() || b.empty() ? fmt::format("{}{}", a, b) : fmt::format("{}, {}", a, b);
}

class Disputes : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    if (!frame.linked()) {
      return {};
    }
    const std::string wanted =
        frame.one_party()
            ? "AND (EXISTS (SELECT 1 FROM board_actor x JOIN board_wanted USING (who) WHERE l.kind = 'event' AND "
              "x.reading = l.a_reading AND x.event = l.a_n) OR EXISTS (SELECT 1 FROM figures f JOIN board_party p ON "
              "p.reading = f.reading AND p.n = f.population_party JOIN board_wanted USING (who) WHERE l.kind = "
              "'figure' "
              "AND f.reading = l.a_reading AND f.n = l.a_n) OR EXISTS (SELECT 1 FROM instrument_parties i JOIN "
              "board_party p ON p.reading = i.reading AND p.n = i.party JOIN board_wanted USING (who) WHERE l.kind = "
              "'instrument' AND i.reading = l.a_reading AND i.instrument = l.a_n))"
            : "";
    auto made = frame.run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_clash AS SELECT l.seq, l.finding, l.kind, l.a_reading, l.a_n, l.b_reading, "
        "l.b_n, l.reason, r.date FROM seen_contradictions l JOIN board_report r ON r.reading = l.b_reading WHERE NOT "
        "EXISTS (SELECT 1 FROM seen_reviews w WHERE w.verdict = 'wrong' AND w.kind = l.kind AND "
        "((w.reading = l.a_reading AND w.n = l.a_n) OR (w.reading = l.b_reading AND w.n = l.b_n))) {}",
        wanted));
    if (!made) {
      return made;
    }
    const auto all = frame.ask("SELECT count(DISTINCT finding) FROM board_clash");
    if (!all) {
      return all.error();
    }
    frame.left_out("disputed", all->integer(0, 0));
    // The few sides that are shown are put aside first: what is joined to them is a small part of all events and pairs.
    // The kind is compared as a column: with a constant DuckDB compares every row with every other.
    made = frame.run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_side AS WITH shown AS (SELECT finding, max(date) AS latest FROM "
        "board_clash "
        "GROUP BY finding ORDER BY latest DESC, finding{}), "
        "side AS (SELECT seq, finding, kind, a_reading AS reading, a_n AS n, reason FROM board_clash UNION ALL SELECT "
        "seq, finding, kind, b_reading, b_n, reason FROM board_clash) "
        "SELECT s.*, x.latest FROM shown x JOIN side s USING (finding)",
        frame.most()));
    if (!made) {
      return made;
    }
    auto rows = frame.ask(
        "WITH act AS MATERIALIZED (SELECT s.kind, e.reading, e.n, e.type, e.status FROM events e JOIN (SELECT DISTINCT "
        "kind, reading, n FROM board_side WHERE kind = 'event') s ON s.reading = e.reading AND s.n = e.n), "
        "actors AS (SELECT e.kind, p.reading, p.n, min(p.s_who) AS s_who, min(p.t_who) AS t_who FROM board_pair p JOIN "
        "act e ON e.reading = p.reading AND e.n = p.n GROUP BY e.kind, p.reading, p.n), "
        "figure AS MATERIALIZED (SELECT s.kind, f.* FROM figures f JOIN (SELECT DISTINCT kind, reading, n FROM "
        "board_side "
        "WHERE kind = 'figure') s ON s.reading = f.reading AND s.n = f.n), "
        "people AS (SELECT f.kind, f.reading, f.n, w.name FROM figure f JOIN board_party p ON p.reading = f.reading "
        "AND "
        "p.n = f.population_party JOIN board_who w ON w.who = p.who), "
        "tool AS (SELECT s.kind, i.reading, i.n, i.label, i.state FROM instruments i JOIN (SELECT DISTINCT kind, "
        "reading, "
        "n FROM board_side WHERE kind = 'instrument') s ON s.reading = i.reading AND s.n = i.n) "
        "SELECT s.finding, s.kind, s.reading, s.n, s.reason, c.origin, e.type, e.status, f.measure, f.low, f.high, "
        "f.bound, i.label, i.state, coalesce(a.s_who, 0), coalesce(a.t_who, 0), coalesce(fw.name, f.population_words, "
        "'') FROM board_side s JOIN board_report c ON c.reading = s.reading "
        "LEFT JOIN act e ON e.kind = s.kind AND e.reading = s.reading AND e.n = s.n "
        "LEFT JOIN figure f ON f.kind = s.kind AND f.reading = s.reading AND f.n = s.n "
        "LEFT JOIN people fw ON fw.kind = s.kind AND fw.reading = s.reading AND fw.n = s.n "
        "LEFT JOIN actors a ON a.kind = s.kind AND a.reading = s.reading AND a.n = s.n "
        "LEFT JOIN tool i ON i.kind = s.kind AND i.reading = s.reading AND i.n = s.n "
        "ORDER BY s.latest DESC, s.finding, c.date, s.reading, s.n, s.seq");
    if (!rows) {
      return rows.error();
    }
    rows_ = std::move(*rows);
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      frame.want(ref(i));
    }
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    if (!frame.linked()) {
      from_figures(board);
      return;
    }
    std::vector<std::set<std::int64_t>> origins;
    std::set<Ref> told;
    std::int64_t finding = 0;
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      if (rows_.integer(i, 0) != finding) {
        finding = rows_.integer(i, 0);
        board.disputed.push_back({rows_.text(i, 1), label(frame, i), {}, {}, finding});
        origins.clear();
      }
      Dispute& dispute = board.disputed.back();
      if (std::find(dispute.reasons.begin(), dispute.reasons.end(), rows_.text(i, 4)) == dispute.reasons.end()) {
        dispute.reasons.push_back(rows_.text(i, 4));
      }
      if (told.insert(ref(i)).second) {
        add_side(frame, i, dispute, origins);
      }
    }
  }

 private:
  Ref ref(std::size_t row) const {
    const std::string kind = rows_.text(row, 1);
    return {kind.empty() ? 'e' : kind.front(), rows_.integer(row, 2), rows_.integer(row, 3)};
  }

  // "Redland ASSAULT Blueland"; "killed, civilians"; an instrument's own label.
  std::string label(const Frame& frame, std::size_t row) const {
    if (rows_.text(row, 6).empty()) {
      return joined(rows_.text(row, 8), rows_.text(row, 16)) + rows_.text(row, 12);
    }
    const std::string& source = frame.party(rows_.integer(row, 14));
    const std::string& target = frame.party(rows_.integer(row, 15));
    return fmt::format("{}{}{}{}{}", source, source.empty() ? "" : " ", rows_.text(row, 6), target.empty() ? "" : " ",
                       target);
  }

  std::string says(std::size_t row, const Place& place) const {
    if (!rows_.text(row, 6).empty()) {
      return joined(rows_.text(row, 6), rows_.text(row, 7));
    }
    if (!rows_.text(row, 8).empty()) {
      return joined(rows_.text(row, 8), place.words);
    }
    return joined(rows_.text(row, 12), rows_.text(row, 13));
  }

  // The same said by the same voices is one side more often told.
  void add_side(const Frame& frame, std::size_t row, Dispute& dispute,
                std::vector<std::set<std::int64_t>>& origins) const {
    const Place& place = frame.place(ref(row));
    const Chain& chain = frame.chain(ref(row));
    std::string what = says(row, place);
    const std::int64_t origin = rows_.integer(row, 5);
    const auto same = std::find_if(dispute.sides.begin(), dispute.sides.end(),
                                   [&](const Side& s) { return s.says == what && same_sources(s.chain, chain); });
    if (same == dispute.sides.end()) {
      dispute.sides.push_back({std::move(what), chain, place, 1, 1});
      origins.push_back({origin});
      return;
    }
    std::set<std::int64_t>& of = origins[static_cast<std::size_t>(same - dispute.sides.begin())];
    of.insert(origin);
    same->origins = static_cast<std::int64_t>(of.size());
    same->reports += same->place.report != place.report ? 1 : 0;
  }

  static void from_figures(Board& board) {
    for (const Harm& harm : board.harm) {
      if (!harm.differ) {
        continue;
      }
      Dispute dispute{
          "figure", joined(joined(harm.measure, harm.population), harm.place), {}, {"no number fits all"}, 0};
      for (const Claim& claim : harm.claims) {
        dispute.sides.push_back(
            {joined(harm.measure, claim.place.words), claim.chain, claim.place, claim.reports, claim.origins});
      }
      board.disputed.push_back(std::move(dispute));
    }
  }

  Table rows_;
};

}  // namespace

std::unique_ptr<Part> make_disputes_part() { return std::make_unique<Disputes>(); }

}  // namespace detente::board
