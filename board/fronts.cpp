// Where two parties fight, and whether it grows.
#include <fmt/format.h>

#include <algorithm>

#include "detente/text/date.hpp"
#include "frame.hpp"

namespace detente::board {

namespace {

using record::Table;

class Fronts : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    day_ = text::parse_date(frame.day());
    days_now_ = frame.options().change_days;
    const std::string now = fmt::format("date > {}", frame.before_sql());
    auto made = frame.run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_front AS SELECT least(s_who, t_who) AS a, greatest(s_who, t_who) AS b, "
        "country, count(*) AS claims, count(*) FILTER (WHERE grain IN ('day', 'week', 'report') AND {}) AS recent FROM "
        "board_pair WHERE {} AND {} GROUP BY ALL HAVING bool_or(type = 'ASSAULT')",
        now, kStrikes, frame.of_wanted()));
    if (!made) {
      return made;
    }
    auto all = frame.ask(
        "SELECT count(*), (SELECT coalesce(min(date)::VARCHAR, '') FROM board_report WHERE dated) FROM board_front");
    if (!all) {
      return all.error();
    }
    frame.left_out("fronts", all->integer(0, 0));
    first_ = text::parse_date(all->text(0, 1));
    made = frame.run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_struck AS SELECT f.a, f.b, f.country, p.thing, p.reading, p.n, p.origin, "
        "p.town, p.date, p.grain, p.confidence, p.s_who = f.a AS by_a FROM board_pair p JOIN (SELECT * FROM "
        "board_front ORDER BY recent DESC, claims DESC, a, b, country{}) f ON f.a = least(p.s_who, p.t_who) AND f.b = "
        "greatest(p.s_who, p.t_who) AND f.country = p.country WHERE {}",
        frame.most(), kStrikes));
    if (!made) {
      return made;
    }
    // An event is on its earliest day: what tells of it later without a date of its own has the day of the report.
    made = frame.run(
        "CREATE OR REPLACE TEMP TABLE board_blow AS SELECT a, b, country, thing, bool_or(by_a) AS by_a, bool_or(NOT "
        "by_a) AS by_b, min(date) FILTER (WHERE grain IN ('day', 'week', 'report')) AS date FROM board_struck GROUP BY "
        "a, b, country, thing");
    if (!made) {
      return made;
    }
    return ask(
        frame,
        {{&rows_,
          fmt::format(
              "WITH blows AS (SELECT a, b, country, count(*) AS events, count(*) FILTER (WHERE by_a) AS by_a, "
              "count(*) FILTER (WHERE by_b) AS by_b, count(*) FILTER (WHERE date IS NULL) AS loose, count(*) "
              "FILTER (WHERE date > {0} AND date <= {1}) AS now, count(*) FILTER (WHERE date > {0} - {2} AND "
              "date <= {0}) AS before FROM board_blow GROUP BY a, b, country), "
              "told AS (SELECT a, b, country, count(DISTINCT reading) AS reports, count(DISTINCT origin) AS "
              "origins, coalesce(max({3}), '') AS latest FROM board_struck GROUP BY a, b, country) "
              "SELECT a, b, country, events, by_a, by_b, loose, now, before, reports, origins, latest FROM blows "
              "JOIN told USING (a, b, country) ORDER BY now DESC, events DESC, a, b, country",
              frame.before_sql(), frame.day_sql(), days_before(), kShownDate)},
         {&weeks_,
          fmt::format("SELECT a, b, country, (date_trunc('week', {0})::DATE - date_trunc('week', date)::DATE) // "
                      "7 AS ago, count(*) FROM board_blow WHERE date <= {0} AND date >= date_trunc('week', {0}) "
                      "- INTERVAL {1} WEEK GROUP BY ALL",
                      frame.day_sql(), kWeeks - 1)},
         {&places_,
          "SELECT a, b, country, town, count(DISTINCT thing) FROM board_struck WHERE town <> '' GROUP BY a, b, "
          "country, town "
          "QUALIFY row_number() OVER (PARTITION BY a, b, country ORDER BY 5 DESC, town) <= 5 ORDER BY 5 DESC, "
          "town"},
         {&examples_,
          fmt::format("SELECT a, b, country, reading, n FROM board_struck QUALIFY row_number() OVER (PARTITION "
                      "BY a, b, country ORDER BY date DESC NULLS LAST, confidence DESC, reading, n) <= {} ORDER "
                      "BY date DESC NULLS LAST, confidence DESC, reading, n",
                      kExamples)}});
  }

  void build(const Frame& frame, Board& board) override {
    std::map<std::tuple<std::int64_t, std::int64_t, std::string>, std::size_t> at;
    const auto key = [](const Table& t, std::size_t i) {
      return std::make_tuple(t.integer(i, 0), t.integer(i, 1), t.text(i, 2));
    };
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      at[key(rows_, i)] = board.fronts.size();
      Front front;
      front.a = frame.party(rows_.integer(i, 0));
      front.b = frame.party(rows_.integer(i, 1));
      front.country = rows_.text(i, 2);
      front.events = rows_.integer(i, 3);
      front.a_on_b = rows_.integer(i, 4);
      front.b_on_a = rows_.integer(i, 5);
      front.unplaced_in_time = rows_.integer(i, 6);
      front.tempo = tempo(rows_.integer(i, 7), days_now_, rows_.integer(i, 8), days_before());
      front.reports = rows_.integer(i, 9);
      front.origins = rows_.integer(i, 10);
      front.latest = rows_.text(i, 11);
      add_weeks(front);
      board.fronts.push_back(std::move(front));
    }
    for (std::size_t i = 0; i < weeks_.rows.size(); ++i) {
      if (const auto front = at.find(key(weeks_, i)); front != at.end()) {
        const auto ago = static_cast<std::size_t>(weeks_.integer(i, 3));
        std::vector<Week>& weeks = board.fronts[front->second].weeks;
        if (ago < weeks.size()) {
          weeks[weeks.size() - 1 - ago].events = weeks_.integer(i, 4);
        }
      }
    }
    for (std::size_t i = 0; i < places_.rows.size(); ++i) {
      if (const auto front = at.find(key(places_, i)); front != at.end()) {
        board.fronts[front->second].places.push_back({places_.text(i, 3), places_.integer(i, 4)});
      }
    }
    for (std::size_t i = 0; i < examples_.rows.size(); ++i) {
      if (const auto front = at.find(key(examples_, i)); front != at.end()) {
        board.fronts[front->second].examples.push_back(
            frame.place({'e', examples_.integer(i, 3), examples_.integer(i, 4)}));
      }
    }
  }

 private:
  // Acts of material conflict between two parties that are told as facts. Without an act of force among them there is
  // no front: sanctions and protests are ties.
  static constexpr std::string_view kStrikes =
      "status = 'actual' AND type IN ('PROTEST', 'SANCTION', 'MOBILIZE', 'COERCE', 'ASSAULT') AND s_who > 0 AND t_who "
      "> "
      "0 AND s_who <> t_who";

  Result<void> ask(Frame& frame, const std::vector<std::pair<Table*, std::string>>& questions) {
    for (const auto& [into, sql] : questions) {
      auto rows = frame.ask(sql);
      if (!rows) {
        return rows.error();
      }
      *into = std::move(*rows);
    }
    for (std::size_t i = 0; i < examples_.rows.size(); ++i) {
      frame.want({'e', examples_.integer(i, 3), examples_.integer(i, 4)});
    }
    return {};
  }

  // Four times as long as now, but no longer than reports go back.
  int days_before() const {
    const int most = 4 * days_now_;
    if (!day_ || !first_) {
      return most;
    }
    const std::int64_t covered = text::day_number(*day_) - days_now_ - text::day_number(*first_) + 1;
    return static_cast<int>(std::clamp<std::int64_t>(covered, 0, most));
  }

  void add_weeks(Front& front) const {
    if (!day_) {
      return;
    }
    const text::Date monday = text::add_days(*day_, 1 - text::weekday_of(*day_));
    for (int ago = kWeeks - 1; ago >= 0; --ago) {
      front.weeks.push_back({text::add_days(monday, std::int64_t{-7} * ago).iso_day(), 0});
    }
  }

  std::optional<text::Date> day_;
  std::optional<text::Date> first_;
  int days_now_ = 7;
  Table rows_;
  Table weeks_;
  Table places_;
  Table examples_;
};

}  // namespace

std::unique_ptr<Part> make_fronts_part() { return std::make_unique<Fronts>(); }

}  // namespace detente::board
