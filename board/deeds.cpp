// What is told of hostages and of relief.
#include <fmt/format.h>

#include "frame.hpp"

namespace detente::board {

namespace {

using record::Table;

// CAMEO: 181 abduct, take hostage; 184 use as human shield; 0841 return or release persons.
constexpr std::string_view kHostages = "cameo IN ('181', '184', '0841')";
// CAMEO: 0233 appeal for, 0333 intend, 073 provide humanitarian aid; 0863 allow humanitarian access.
constexpr std::string_view kRelief = "cameo IN ('0233', '0333', '073', '0863')";
// A matter shows this many deeds at most, the newest.
constexpr int kDeeds = 100;

class Deeds : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    for (const auto& [into, what] : {std::pair(&hostages_, kHostages), std::pair(&relief_, kRelief)}) {
      if (auto chosen = choose(frame, *into, what); !chosen) {
        return chosen;
      }
    }
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    build(frame, hostages_, board.hostages.deeds);
    build(frame, relief_, board.relief.deeds);
  }

 private:
  static Result<void> choose(Frame& frame, Table& into, std::string_view what) {
    const std::string wanted =
        frame.one_party() ? "AND (s_who IN (SELECT who FROM board_wanted) OR t_who IN (SELECT who FROM board_wanted))"
                          : "";
    auto rows = frame.ask(fmt::format(
        "WITH told AS (SELECT thing, type, cameo, status, arg_min(reading, (date, reading, n)) AS reading, arg_min(n, "
        "(date, reading, n)) AS n, coalesce(min({0}), '') AS day, count(DISTINCT reading) AS reports, count(DISTINCT "
        "origin) AS origins FROM board_pair WHERE {1} {2} GROUP BY thing, type, cameo, status ORDER BY day DESC, "
        "reading, n LIMIT {3}), "
        "actors AS (SELECT a.reading, a.event, coalesce(string_agg(DISTINCT w.name, ', ' ORDER BY w.name) FILTER "
        "(WHERE a.acts), '') AS source, coalesce(string_agg(DISTINCT w.name, ', ' ORDER BY w.name) FILTER (WHERE NOT "
        "a.acts), '') AS target FROM board_actor a JOIN told t ON t.reading = a.reading AND t.n = a.event JOIN "
        "board_who w ON w.who = a.who GROUP BY a.reading, a.event) "
        "SELECT t.reading, t.n, t.thing, t.type, t.cameo, t.status, t.day, t.reports, t.origins, coalesce(x.source, "
        "''), "
        "coalesce(x.target, '') FROM told t LEFT JOIN actors x ON x.reading = t.reading AND x.event = t.n ORDER BY "
        "t.day DESC, t.reading, t.n",
        kShownDate, what, wanted, kDeeds));
    if (!rows) {
      return rows.error();
    }
    into = std::move(*rows);
    for (std::size_t i = 0; i < into.rows.size(); ++i) {
      frame.want({'e', into.integer(i, 0), into.integer(i, 1)});
    }
    return {};
  }

  static void build(const Frame& frame, const Table& rows, std::vector<Deed>& into) {
    for (std::size_t i = 0; i < rows.rows.size(); ++i) {
      const Ref ref{'e', rows.integer(i, 0), rows.integer(i, 1)};
      Deed deed;
      deed.finding = std::max<std::int64_t>(rows.integer(i, 2), 0);
      deed.type = rows.text(i, 3);
      deed.cameo = rows.text(i, 4);
      deed.status = rows.text(i, 5);
      deed.day = rows.text(i, 6);
      deed.reports = rows.integer(i, 7);
      deed.origins = rows.integer(i, 8);
      deed.source = rows.text(i, 9);
      deed.target = rows.text(i, 10);
      deed.place = frame.place(ref);
      deed.chain = frame.chain(ref);
      into.push_back(std::move(deed));
    }
  }

  Table hostages_;
  Table relief_;
};

}  // namespace

std::unique_ptr<Part> make_deeds_part() { return std::make_unique<Deeds>(); }

}  // namespace detente::board
