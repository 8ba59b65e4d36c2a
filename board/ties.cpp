// Who did what to whom, with what that weighs today.
#include <fmt/format.h>

#include "frame.hpp"

namespace detente::board {

namespace {

using record::Table;

class Ties : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    const double half_life = frame.options().half_life;
    auto made = frame.run(
        "CREATE OR REPLACE TEMP TABLE board_tie AS SELECT s_who, t_who, type, count(*) AS claims FROM board_pair "
        "WHERE " +
        frame.of_wanted() + " GROUP BY s_who, t_who, type");
    if (!made) {
      return made;
    }
    const auto all = frame.ask("SELECT count(*) FROM board_tie");
    if (!all) {
      return all.error();
    }
    frame.left_out("ties", all->integer(0, 0));
    made = frame.run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_tied AS SELECT p.*, r.date AS known FROM board_pair p JOIN (SELECT * FROM "
        "board_tie ORDER BY (s_who > 0 AND t_who > 0) DESC, claims DESC, s_who, t_who, type{}) USING (s_who, t_who, "
        "type) JOIN board_report r ON r.reading = p.reading",
        frame.most()));
    if (!made) {
      return made;
    }
    // Numbers are summed as decimals, so that the order in which they come does not matter.
    auto rows = frame.ask(fmt::format(
        "WITH happened AS (SELECT s_who, t_who, type, thing, avg(goldstein) FILTER (WHERE status = 'actual') AS g, "
        "min(date) FILTER (WHERE status = 'actual') AS date, avg(goldstein) FILTER (WHERE status = 'actual' AND known "
        "<= {1}) AS g_before, min(date) FILTER (WHERE status = 'actual' AND known <= {1}) AS date_before FROM "
        "board_tied GROUP BY s_who, t_who, type, thing), "
        "weighed AS (SELECT s_who, t_who, type, count(*) AS things, coalesce(sum(CAST(g * pow(0.5, ({0} - date) / {2}) "
        "AS DECIMAL(18, 6))), 0)::DOUBLE AS weight, coalesce(sum(CAST(g_before * pow(0.5, ({1} - date_before) / {2}) "
        "AS "
        "DECIMAL(18, 6))), 0)::DOUBLE AS before FROM happened GROUP BY s_who, t_who, type), "
        "told AS (SELECT s_who, t_who, type, count(*) AS events, count(DISTINCT reading) AS reports, count(DISTINCT "
        "origin) AS origins, count(*) FILTER (WHERE status = 'actual') AS actual, count(*) FILTER (WHERE status = "
        "'planned') AS planned, count(*) FILTER (WHERE status = 'possible') AS possible, count(*) FILTER (WHERE status "
        "= 'conditional') AS conditional, count(*) FILTER (WHERE status = 'negated') AS negated, "
        "coalesce(sum(CAST(goldstein AS DECIMAL(18, 6))) FILTER (WHERE status = 'actual'), 0)::DOUBLE AS goldstein, "
        "coalesce(max({3}), '') AS latest FROM board_tied GROUP BY s_who, t_who, type) "
        "SELECT s_who, t_who, type, events, reports, actual, planned, possible, conditional, negated, goldstein, "
        "latest, origins, things, weight, weight - before FROM told JOIN weighed USING (s_who, t_who, type) "
        "ORDER BY (s_who > 0 AND t_who > 0) DESC, abs(weight) DESC, things DESC, origins DESC, abs(goldstein) DESC, "
        "s_who, t_who, type",
        frame.day_sql(), frame.before_sql(), half_life, kShownDate));
    if (!rows) {
      return rows.error();
    }
    rows_ = std::move(*rows);
    auto examples = frame.ask(fmt::format(
        "SELECT s_who, t_who, type, reading, n FROM board_tied QUALIFY row_number() OVER (PARTITION BY s_who, t_who, "
        "type ORDER BY (status = 'actual') DESC, confidence DESC, known DESC, reading, n) <= {0} ORDER BY s_who, "
        "t_who, "
        "type, (status = 'actual') DESC, confidence DESC, known DESC, reading, n",
        kExamples));
    if (!examples) {
      return examples.error();
    }
    examples_ = std::move(*examples);
    for (std::size_t i = 0; i < examples_.rows.size(); ++i) {
      frame.want({'e', examples_.integer(i, 3), examples_.integer(i, 4)});
    }
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    std::map<std::tuple<std::int64_t, std::int64_t, std::string>, std::size_t> at;
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      at[{rows_.integer(i, 0), rows_.integer(i, 1), rows_.text(i, 2)}] = board.ties.size();
      Tie tie;
      tie.source = frame.party(rows_.integer(i, 0));
      tie.target = frame.party(rows_.integer(i, 1));
      tie.type = rows_.text(i, 2);
      tie.events = rows_.integer(i, 3);
      tie.reports = rows_.integer(i, 4);
      for (std::size_t s = 0; s < tie.by_status.size(); ++s) {
        tie.by_status[s] = rows_.integer(i, 5 + s);
      }
      tie.goldstein = rows_.number(i, 10);
      tie.latest = rows_.text(i, 11);
      tie.origins = rows_.integer(i, 12);
      tie.findings = rows_.integer(i, 13);
      tie.weight = rows_.number(i, 14);
      tie.change = rows_.number(i, 15);
      board.ties.push_back(std::move(tie));
    }
    for (std::size_t i = 0; i < examples_.rows.size(); ++i) {
      const auto tie = at.find({examples_.integer(i, 0), examples_.integer(i, 1), examples_.text(i, 2)});
      if (tie != at.end()) {
        board.ties[tie->second].examples.push_back(
            frame.place({'e', examples_.integer(i, 3), examples_.integer(i, 4)}));
      }
    }
  }

 private:
  Table rows_;
  Table examples_;
};

}  // namespace

std::unique_ptr<Part> make_ties_part() { return std::make_unique<Ties>(); }

}  // namespace detente::board
