// Parties with the roles that hold on the day of the board, and who says what.
#include <fmt/format.h>

#include <algorithm>
#include <tuple>

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

// The parties with the greatest numbers, as many as a part may show; those with 0 are not there.
struct Shown {
  std::vector<std::int64_t> whos;

  // Leaves them as board_shown(who).
  Result<void> make(Frame& frame) const {
    return frame.run(
        "CREATE OR REPLACE TEMP TABLE board_shown AS SELECT x::INTEGER AS who FROM (SELECT unnest(string_split(?, "
        "',')) AS x) WHERE x <> ''",
        {fmt::format("{}", fmt::join(whos, ","))});
  }
};

Shown most_of(Frame& frame, std::string_view part, const std::vector<std::int64_t>& numbers) {
  Shown out;
  for (std::size_t who = 1; who < numbers.size(); ++who) {
    const auto number = static_cast<std::int64_t>(who);
    if (numbers[who] > 0 && (!frame.wanted() || frame.wanted()->contains(number))) {
      out.whos.push_back(number);
    }
  }
  const auto all = static_cast<std::int64_t>(out.whos.size());
  frame.left_out(part, all);
  std::sort(out.whos.begin(), out.whos.end(), [&](std::int64_t a, std::int64_t b) {
    const std::int64_t of_a = numbers[static_cast<std::size_t>(a)];
    const std::int64_t of_b = numbers[static_cast<std::size_t>(b)];
    return of_a != of_b ? of_a > of_b : a < b;
  });
  const std::int64_t most = frame.options().most;
  out.whos.resize(static_cast<std::size_t>(most > 0 ? std::min(most, all) : all));
  return out;
}

class Parties : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    const Named& named = frame.named();
    std::vector<std::int64_t> times(named.whos + 1, 0);
    for (const std::int32_t who : named.who) {
      ++times[static_cast<std::size_t>(who)];
    }
    const Shown shown = most_of(frame, "parties", times);
    // The latest mention is that with the greatest number, made of the report's place by day and of its own. Readings
    // of one origin come together, so that it is enough to know which origin a party was in last.
    std::vector<Told> told(named.whos + 1);
    for (const std::int32_t reading : named.order) {
      const auto r = static_cast<std::size_t>(reading);
      for (std::uint32_t at = named.begin[r]; at < named.begin[r + 1]; ++at) {
        Told& of = told[static_cast<std::size_t>(named.who[at])];
        of.reports += of.reading != reading ? 1 : 0;
        of.origins += of.origin != named.origin[r] ? 1 : 0;
        of.reading = reading;
        of.origin = named.origin[r];
        of.latest = std::max(of.latest, named.seq[r] * kStride + kStride - 1 - (at - named.begin[r] + 1));
      }
    }
    auto done = frame.scan("SELECT reading, party FROM mentions", [&](const record::Chunk& c, std::size_t row) {
      if (const std::size_t at = named.slot(c.integer(0, row), c.integer(1, row)); at != Named::kNowhere) {
        ++told[static_cast<std::size_t>(named.who[at])].mentions;
      }
    });
    if (!done) {
      return done;
    }
    if (auto made = shown.make(frame); !made) {
      return made;
    }
    const auto whos = frame.ask("SELECT who, name, kind, code, sector FROM board_who JOIN board_shown USING (who)");
    if (!whos) {
      return whos.error();
    }
    for (std::size_t i = 0; i < whos->rows.size(); ++i) {
      const Told& of = told[static_cast<std::size_t>(whos->integer(i, 0))];
      if (of.mentions > 0) {
        const std::int64_t reading = named.reading[static_cast<std::size_t>(of.latest / kStride)];
        rows_.push_back({whos->integer(i, 0),
                         whos->text(i, 1),
                         whos->text(i, 2),
                         whos->text(i, 3),
                         whos->text(i, 4),
                         of.mentions,
                         of.reports,
                         of.origins,
                         {'m', reading, kStride - 1 - of.latest % kStride}});
      }
    }
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return std::tie(b.reports, b.mentions, a.name, a.code, a.who) <
             std::tie(a.reports, a.mentions, b.name, b.code, b.who);
    });
    for (const Row& row : rows_) {
      frame.want(row.latest);
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
    for (const Row& row : rows_) {
      at[row.who] = board.parties.size();
      BoardParty party;
      party.name = row.name;
      party.kind = row.kind;
      party.code = row.code;
      party.sector = row.sector;
      party.mentions = row.mentions;
      party.reports = row.reports;
      party.origins = row.origins;
      party.place = frame.place(row.latest);
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
  struct Told {
    std::int64_t mentions = 0;
    std::int64_t reports = 0;
    std::int64_t origins = 0;
    std::int64_t latest = 0;
    std::int32_t reading = 0;  // that was counted last
    std::int32_t origin = 0;
  };
  struct Row {
    std::int64_t who;
    std::string name, kind, code, sector;
    std::int64_t mentions, reports, origins;
    Ref latest;
  };
  std::vector<Row> rows_;
  Table roles_;
};

class Speakers : public Part {
 public:
  Result<void> choose(Frame& frame) override {
    const Named& named = frame.named();
    struct Told {
      std::int64_t direct = 0;
      std::int64_t reports = 0;
      std::int64_t latest = 0;
    };
    std::vector<Told> told(named.whos + 1);
    std::vector<std::int64_t> statements(named.whos + 1, 0);
    std::vector<bool> speaks(named.who.size());
    auto done = frame.scan(
        "SELECT reading, source_party, n, CASE mode WHEN 'direct' THEN 1 WHEN 'indirect' THEN 0 ELSE 2 END FROM "
        "statements WHERE source_party IS NOT NULL",
        [&](const record::Chunk& c, std::size_t row) {
          const std::size_t at = named.slot(c.integer(0, row), c.integer(1, row));
          if (at == Named::kNowhere) {
            return;
          }
          const auto who = static_cast<std::size_t>(named.who[at]);
          const std::int64_t seq = named.seq[static_cast<std::size_t>(c.integer(0, row))];
          const std::int64_t how = c.integer(3, row);
          speaks[at] = true;
          ++statements[who];
          told[who].direct += how != 0 ? 1 : 0;
          // The latest report; in it a direct statement rather than another, and the first of these.
          told[who].latest = std::max(told[who].latest,
                                      seq * 2 * kStride + (how == 1 ? kStride : 0) + kStride - 1 - c.integer(2, row));
        });
    if (!done) {
      return done;
    }
    std::vector<std::int32_t> last(named.whos + 1, 0);
    for (const std::int32_t reading : named.order) {
      const auto r = static_cast<std::size_t>(reading);
      for (std::uint32_t at = named.begin[r]; at < named.begin[r + 1]; ++at) {
        const auto who = static_cast<std::size_t>(named.who[at]);
        told[who].reports += speaks[at] && last[who] != reading ? 1 : 0;
        last[who] = speaks[at] ? reading : last[who];
      }
    }
    const Shown shown = most_of(frame, "speakers", statements);
    if (auto made = shown.make(frame); !made) {
      return made;
    }
    const auto whos = frame.ask("SELECT who, name, code, sector FROM board_who JOIN board_shown USING (who)");
    if (!whos) {
      return whos.error();
    }
    for (std::size_t i = 0; i < whos->rows.size(); ++i) {
      const auto who = static_cast<std::size_t>(whos->integer(i, 0));
      const Told& of = told[who];
      const std::int64_t reading = named.reading[static_cast<std::size_t>(of.latest / (2 * kStride))];
      rows_.push_back({whos->integer(i, 0),
                       whos->text(i, 1),
                       whos->text(i, 2),
                       whos->text(i, 3),
                       statements[who],
                       of.reports,
                       of.direct,
                       {'s', reading, kStride - 1 - of.latest % kStride}});
    }
    std::sort(rows_.begin(), rows_.end(), [](const Row& a, const Row& b) {
      return std::tie(b.reports, b.statements, a.name, a.code, a.who) <
             std::tie(a.reports, a.statements, b.name, b.code, b.who);
    });
    for (const Row& row : rows_) {
      frame.want(row.latest);
    }
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    for (const Row& row : rows_) {
      board.speakers.push_back(
          {row.name, row.code, row.sector, row.statements, row.reports, row.direct, frame.place(row.latest)});
    }
  }

 private:
  struct Row {
    std::int64_t who;
    std::string name, code, sector;
    std::int64_t statements, reports, direct;
    Ref latest;
  };
  std::vector<Row> rows_;
};

}  // namespace

std::unique_ptr<Part> make_parties_part() { return std::make_unique<Parties>(); }
std::unique_ptr<Part> make_speakers_part() { return std::make_unique<Speakers>(); }

}  // namespace detente::board
