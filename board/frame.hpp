// What all parts of the board stand on: tables over what is seen, and the places of what is shown.
//
// Work goes in two steps. First each part chooses, by queries over whole tables, which claims it shows, and wants their
// places. Then all places are found at once, a query for each kind of claim, and each part puts its lines together.
// The text of a million events is so read once, for those few that are shown.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "detente/board/board.hpp"

namespace detente::board {

// A claim, statement or mention of the record. Letters as in items: e f i s; m is a party, shown at its last mention.
struct Ref {
  char letter = 'e';
  std::int64_t reading = 0;
  std::int64_t n = 0;
  friend auto operator<=>(const Ref&, const Ref&) = default;
};

// Reading and number as one number; no reading has as many rows of a kind.
inline constexpr std::int64_t kStride = 1048576;

// The last day that a date can mean: "2024-10" gives "2024-10-31"; "" if it is none.
std::string last_day_of(const std::string& date);
// A date of board_pair as far as it is known: "2024-10" where only the month is told.
inline constexpr std::string_view kShownDate =
    "CASE grain WHEN 'year' THEN strftime(date, '%Y') WHEN 'month' THEN strftime(date, '%Y-%m') ELSE date::VARCHAR END";

// Who is named in which report, as arrays: for those who count over all mentions and statements.
struct Named {
  std::vector<std::uint32_t>
      begin;                      // by reading: its parties are who[begin[r]] to who[begin[r + 1] - 1], party 1 first
  std::vector<std::int32_t> who;  // 0: none that is seen
  std::vector<std::int32_t> seq;  // by reading: the place of its report by day; 0 if it is not seen
  std::vector<std::int32_t> origin;   // by reading
  std::vector<std::int32_t> reading;  // by seq
  std::vector<std::int32_t> order;    // the readings that are seen, those of one origin together
  std::size_t whos = 0;               // numbers go from 1 to this

  static constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);
  // Where in `who` a party of a reading stands; kNowhere if there is none.
  std::size_t slot(std::int64_t of, std::int64_t party) const {
    const auto r = static_cast<std::size_t>(of);
    if (of < 0 || r + 1 >= begin.size() || party < 1 || party > begin[r + 1] - begin[r]) {
      return kNowhere;
    }
    return begin[r] + static_cast<std::size_t>(party - 1);
  }
};

// Tables that frame.make() leaves for the parts, all of what is seen and not taken out by a review:
//   board_report(reading, report, day VARCHAR, date DATE, dated, outlet, origin INTEGER, seq)
//       seq: the place of the report by day
//   board_who(who, name, kind, code, sector, side)      one row a party; parties of one state's organs share a side
//   board_party(reading, n, who, seq, origin)
//   board_wanted(who)                                   those that the board is about
//   board_actor(reading, event, acts, who)              acts: on the side of the sources
//   board_pair(reading, n, thing BIGINT, type, status, cameo, goldstein, confidence, date DATE, grain, country, town,
//              origin, s_who, t_who)                    a row for each source and target of each event; 0 for none
//       thing: the finding, or a negative number of its own. date: the last day that the event can have been on,
//       nothing if nobody knows. grain: day week month year as told, report if only its report has a date.
//   board_claim(kind, reading, n, thing, origin)        figures and instruments
class Frame {
 public:
  Frame(record::Record& record, const Options& options) : record_(record), options_(options) {}

  Result<void> make(Board& board);

  Result<void> run(const std::string& sql, const std::vector<record::Value>& parameters = {});
  Result<record::Table> ask(const std::string& sql, const std::vector<record::Value>& parameters = {});

  // Rows one by one, without a table of them.
  Result<void> scan(const std::string& sql, const std::function<void(const record::Chunk&, std::size_t row)>& take);

  const Named& named() const { return named_; }
  // The parties that the board is about; nothing if it is about all.
  const std::optional<std::set<std::int64_t>>& wanted() const { return wanted_; }

  const Options& options() const { return options_; }
  bool one_party() const { return !options_.party.empty(); }
  bool linked() const { return linked_; }
  const std::string& day() const { return day_; }
  // " LIMIT n" of lines that a part may have.
  std::string most() const;
  // DATE '2024-10-10'; a null of that type if the board has no day.
  std::string day_sql() const { return date_sql(day_); }
  std::string before_sql() const { return date_sql(before_); }

  void want(const Ref& ref) { places_.try_emplace(ref); }
  Result<void> find_places();
  // Empty if it was not wanted.
  const Place& place(const Ref& ref) const;
  // Who says so, innermost first, the outlet last.
  const Chain& chain(const Ref& ref) const;
  const std::string& party(std::int64_t who) const;  // "" for 0
  bool specific(std::int64_t who) const;             // not "civilians" or "troops" of nobody
  std::int64_t side(std::int64_t who) const;         // 0 for 0
  // A condition on rows of board_pair: two parties, one of them wanted. What a party does to itself is no tie.
  std::string of_wanted() const;
  // Notes that lines were left out of a part if its table has more rows than may be shown.
  void left_out(std::string_view part, std::int64_t all);
  std::vector<std::pair<std::string, std::int64_t>> take_left_out() { return std::move(left_out_); }

 private:
  struct Found {
    Place place;
    Chain chain;
    std::int64_t via = 0;
  };
  static std::string date_sql(const std::string& day);

  Result<void> make_reports(Board& board);
  Result<void> make_parties();
  Result<void> make_named();
  Result<void> make_wanted();
  Result<void> make_events();
  Result<void> choose_day(Board& board);
  Result<void> find(char letter, const std::string& columns, const std::string& from);
  Result<void> find_chains();

  record::Record& record_;
  const Options& options_;
  bool linked_ = false;
  std::string day_;
  std::string before_;
  std::map<Ref, Found> places_;
  Named named_;
  std::optional<std::set<std::int64_t>> wanted_;
  std::vector<std::string> names_;  // of each party
  std::vector<std::int64_t> sides_;
  std::vector<bool> specific_;
  std::vector<std::pair<std::string, std::int64_t>> left_out_;
};

// A section of the board, or several that are made from the same rows.
class Part {
 public:
  virtual ~Part() = default;
  // Queries what will be shown, and wants its places.
  virtual Result<void> choose(Frame& frame) = 0;
  // Puts the lines together; all places are there.
  virtual void build(const Frame& frame, Board& board) = 0;
};

std::unique_ptr<Part> make_parties_part();
std::unique_ptr<Part> make_ties_part();
std::unique_ptr<Part> make_fronts_part();
std::unique_ptr<Part> make_instruments_part();
std::unique_ptr<Part> make_figures_part();
std::unique_ptr<Part> make_deeds_part();
std::unique_ptr<Part> make_speakers_part();
// Stands behind figures: where nothing is linked, figures that differ are what is disputed.
std::unique_ptr<Part> make_disputes_part();

}  // namespace detente::board
