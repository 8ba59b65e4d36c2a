#include "detente/board/board.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <map>
#include <set>
#include <tuple>

namespace detente::board {

namespace {

using record::Record;
using record::Table;

constexpr std::array<std::string_view, 7> kHarm{"killed",    "wounded",  "casualties", "missing",
                                                "displaced", "detained", "hostages"};

// Parties of all readings that are seen, with one number for all that share name and code.
constexpr const char* kParties =
    "CREATE OR REPLACE TEMP TABLE board_party AS SELECT report, day, reading, n, name, kind, code, sector, "
    "dense_rank() OVER (ORDER BY lower(name), code) AS who FROM seen_parties";
constexpr const char* kWanted = "CREATE OR REPLACE TEMP TABLE board_wanted AS SELECT DISTINCT who FROM board_party";

std::string outlet_sql(std::string_view alias) {
  return fmt::format(
      "CASE WHEN {0}.outlet <> '' THEN {0}.outlet WHEN {0}.original_source <> '' THEN {0}.original_source ELSE {0}.uri "
      "END",
      alias);
}

struct Said {
  std::int64_t parent = 0;  // 0: none
  std::string source;
};
using Key = std::pair<std::int64_t, std::int64_t>;  // reading and number

// The name of a file stands for its path; an address is kept whole.
std::string outlet_name(const std::string& outlet) {
  const bool is_path = outlet.find("://") == std::string::npos;
  const std::size_t slash = outlet.rfind('/');
  return is_path && slash != std::string::npos && slash + 1 < outlet.size() ? outlet.substr(slash + 1) : outlet;
}

// Who is counted, without the count: "at least 150 people" is about people, and people are everybody.
std::string counted(const std::string& population, const std::string& figure) {
  std::string out = population;
  const auto same = [](char a, char b) {
    return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
  };
  if (out.size() >= figure.size() && std::equal(figure.begin(), figure.end(), out.begin(), same)) {
    out.erase(0, figure.size());
    out.erase(0, std::min(out.find_first_not_of(' '), out.size()));
  }
  return out == "people" || out == "persons" || out == "others" ? std::string() : out;
}

class Maker {
 public:
  Maker(Record& record, const Options& options) : record_(record), options_(options) {}

  Result<Board> make() {
    using Step = Result<void> (Maker::*)();
    for (const Step step : {&Maker::choose, &Maker::reports, &Maker::parties, &Maker::ties, &Maker::attribution,
                            &Maker::instruments, &Maker::figures, &Maker::speakers}) {
      if (auto done = (this->*step)(); !done) {
        return done.error();
      }
    }
    return std::move(board_);
  }

 private:
  Result<void> run(const std::string& sql, const std::vector<record::Value>& parameters = {}) {
    auto done = record_.query(sql, parameters);
    return done ? Result<void>() : Result<void>(done.error());
  }

  Result<void> choose() {
    if (auto made = run(kParties); !made) {
      return made;
    }
    if (options_.party.empty()) {
      return run(kWanted);
    }
    const auto found = find_parties(record_, options_.party);
    if (!found) {
      return found.error();
    }
    if (found->empty()) {
      return Error{ErrorCode::not_found, fmt::format("no report that is seen names a party '{}'", options_.party), ""};
    }
    return run(
        "CREATE OR REPLACE TEMP TABLE board_wanted AS SELECT DISTINCT who FROM board_party WHERE lower(name) = "
        "lower(?) AND code = ?",
        {found->front().name, found->front().code});
  }

  Result<void> reports() {
    const auto rows = record_.query(
        "SELECT count(*), coalesce(sum(places - 1), 0), count(*) FILTER (WHERE language NOT IN ('en', 'un', '')), "
        "coalesce(min(seen_day) FILTER (WHERE published <> ''), ''), coalesce(max(seen_day) FILTER (WHERE published <> "
        "''), ''), count(*) FILTER (WHERE published = '') FROM seen_reports");
    if (!rows) {
      return rows.error();
    }
    board_.reports = rows->integer(0, 0);
    board_.copies = rows->integer(0, 1);
    board_.unread = rows->integer(0, 2);
    board_.first_day = rows->text(0, 3);
    board_.last_day = rows->text(0, 4);
    board_.undated = rows->integer(0, 5);
    const auto undated = record_.query("SELECT id FROM seen_reports WHERE published = ''");
    if (!undated) {
      return undated.error();
    }
    for (std::size_t i = 0; i < undated->rows.size(); ++i) {
      undated_.insert(undated->text(i, 0));
    }
    return {};
  }

  Result<void> parties() {
    const auto rows = record_.query(
        "SELECT p.who, arg_max(p.name, p.day), mode(p.kind), p.code, mode(p.sector), sum(m.mentions), count(DISTINCT "
        "p.report) "
        "FROM board_party p JOIN board_wanted USING (who) "
        "JOIN (SELECT reading, party, count(*) AS mentions FROM seen_mentions GROUP BY reading, party) m ON m.reading "
        "= p.reading AND m.party = p.n "
        "GROUP BY p.who, p.code ORDER BY 7 DESC, 6 DESC, 2");
    if (!rows) {
      return rows.error();
    }
    std::map<std::int64_t, std::size_t> at;
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      at[rows->integer(i, 0)] = board_.parties.size();
      board_.parties.push_back({rows->text(i, 1),
                                rows->text(i, 2),
                                rows->text(i, 3),
                                rows->text(i, 4),
                                {},
                                rows->integer(i, 5),
                                rows->integer(i, 6)});
    }
    const auto roles = record_.query(
        "WITH given AS (SELECT p.who, p.report, r.reading, r.party, r.n, r.role, rank() OVER (PARTITION BY p.who ORDER "
        "BY p.day DESC, r.reading DESC, r.party) AS place "
        "FROM seen_roles r JOIN board_party p ON p.reading = r.reading AND p.n = r.party) SELECT who, role FROM given "
        "WHERE place = 1 ORDER BY who, n");
    if (!roles) {
      return roles.error();
    }
    for (std::size_t i = 0; i < roles->rows.size(); ++i) {
      if (const auto party = at.find(roles->integer(i, 0)); party != at.end()) {
        board_.parties[party->second].roles.push_back(roles->text(i, 1));
      }
    }
    return {};
  }

  Result<void> ties() {
    const std::string pairs = fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_tie AS "
        "WITH actor AS (SELECT a.reading, a.event, a.side, p.who, p.name FROM seen_event_actors a JOIN board_party p "
        "ON p.reading = a.reading AND p.n = a.party), "
        "source AS (SELECT * FROM actor WHERE side = 'source'), target AS (SELECT * FROM actor WHERE side = 'target') "
        "SELECT e.report, e.day, e.reading, e.n, e.type, e.status, e.goldstein, e.confidence, e.trigger_begin, "
        "e.trigger_end, "
        "e.span_begin, e.span_end, e.words, "
        "coalesce(nullif(e.date_value, ''), CASE WHEN e.report IN (SELECT id FROM seen_reports WHERE published = '') "
        "THEN '' ELSE e.day END) AS happened, coalesce(s.who, 0) AS s_who, coalesce(t.who, 0) AS "
        "t_who, "
        "coalesce(s.name, '') AS s_name, coalesce(t.name, '') AS t_name "
        "FROM seen_events e LEFT JOIN source s ON s.reading = e.reading AND s.event = e.n LEFT JOIN target t ON "
        "t.reading = e.reading AND t.event = e.n "
        "WHERE coalesce(s.who, t.who) IS NOT NULL AND s.who IS DISTINCT FROM t.who AND (s.who IN (SELECT who FROM "
        "board_wanted) OR t.who IN (SELECT who "
        "FROM board_wanted))");
    if (auto made = run(pairs); !made) {
      return made;
    }
    const auto rows = record_.query(
        "SELECT s_who, t_who, type, arg_max(s_name, day), arg_max(t_name, day), count(DISTINCT (reading, n)), "
        "count(DISTINCT report), "
        "count(DISTINCT (reading, n)) FILTER (WHERE status = 'actual'), count(DISTINCT (reading, n)) FILTER (WHERE "
        "status = 'planned'), "
        "count(DISTINCT (reading, n)) FILTER (WHERE status = 'possible'), count(DISTINCT (reading, n)) FILTER (WHERE "
        "status = 'conditional'), "
        "count(DISTINCT (reading, n)) FILTER (WHERE status = 'negated'), coalesce(sum(goldstein) FILTER (WHERE status "
        "= 'actual'), 0), max(happened) "
        "FROM (SELECT DISTINCT ON (reading, n, s_who, t_who) * FROM board_tie) GROUP BY s_who, t_who, type "
        "ORDER BY (s_who > 0 AND t_who > 0) DESC, 7 DESC, 6 DESC, 4, 5, 3");
    if (!rows) {
      return rows.error();
    }
    std::map<std::tuple<std::int64_t, std::int64_t, std::string>, std::size_t> at;
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      at[{rows->integer(i, 0), rows->integer(i, 1), rows->text(i, 2)}] = board_.ties.size();
      Tie tie;
      tie.type = rows->text(i, 2);
      tie.source = rows->text(i, 3);
      tie.target = rows->text(i, 4);
      tie.events = rows->integer(i, 5);
      tie.reports = rows->integer(i, 6);
      for (std::size_t s = 0; s < tie.by_status.size(); ++s) {
        tie.by_status[s] = rows->integer(i, 7 + s);
      }
      tie.goldstein = rows->number(i, 12);
      tie.latest = rows->text(i, 13);
      board_.ties.push_back(std::move(tie));
    }
    const auto examples = record_.query(
        fmt::format("WITH placed AS (SELECT *, row_number() OVER (PARTITION BY s_who, t_who, type ORDER BY (status = "
                    "'actual') DESC, confidence DESC, day DESC, report, n) AS place FROM board_tie) "
                    "SELECT x.s_who, x.t_who, x.type, x.report, x.n, {}, x.day, x.span_begin, x.span_end, x.words, "
                    "x.trigger_begin - x.span_begin, x.trigger_end - x.span_begin FROM "
                    "placed x JOIN seen_reports r ON r.id = x.report "
                    "WHERE place <= {} ORDER BY x.s_who, x.t_who, x.type, place",
                    outlet_sql("r"), kExamples));
    if (!examples) {
      return examples.error();
    }
    for (std::size_t i = 0; i < examples->rows.size(); ++i) {
      const auto tie = at.find({examples->integer(i, 0), examples->integer(i, 1), examples->text(i, 2)});
      if (tie != at.end()) {
        Place example = place(*examples, i, 3, 'e');
        example.focus = {static_cast<std::uint32_t>(examples->integer(i, 10)),
                         static_cast<std::uint32_t>(examples->integer(i, 11))};
        board_.ties[tie->second].examples.push_back(std::move(example));
      }
    }
    return {};
  }

  // Columns from `column` on: report, number, outlet, day, begin, end, words.
  Place place(const Table& rows, std::size_t row, std::size_t column, char letter) const {
    return {rows.text(row, column),
            fmt::format("{}{}", letter, rows.integer(row, column + 1)),
            outlet_name(rows.text(row, column + 2)),
            rows.text(row, column + 3),
            {static_cast<std::uint32_t>(rows.integer(row, column + 4)),
             static_cast<std::uint32_t>(rows.integer(row, column + 5))},
            rows.text(row, column + 6),
            {},
            !undated_.contains(rows.text(row, column))};
  }

  // Who stands behind each statement that a figure or instrument names.
  Result<void> attribution() {
    const auto rows = record_.query(
        "SELECT s.reading, s.n, coalesce(s.parent, 0), coalesce(p.name, s.source_words, '') FROM seen_statements s "
        "LEFT JOIN board_party p ON p.reading = s.reading AND p.n = s.source_party "
        "WHERE s.reading IN (SELECT reading FROM seen_figures UNION SELECT reading FROM seen_instruments)");
    if (!rows) {
      return rows.error();
    }
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      said_[{rows->integer(i, 0), rows->integer(i, 1)}] = {rows->integer(i, 2), rows->text(i, 3)};
    }
    return {};
  }

  Chain chain(std::int64_t reading, std::int64_t via, const std::string& outlet) const {
    Chain out;
    // No chain is longer than this; a circle in a damaged record ends here too.
    constexpr std::size_t kLongest = 16;
    while (via != 0 && out.size() < kLongest) {
      const auto at = said_.find({reading, via});
      if (at == said_.end()) {
        break;
      }
      if (!at->second.source.empty() && (out.empty() || out.back() != at->second.source)) {
        out.push_back(at->second.source);
      }
      via = at->second.parent;
    }
    out.push_back(outlet);
    return out;
  }

  Result<void> instruments() {
    const std::string wanted = options_.party.empty()
                                   ? ""
                                   : "WHERE EXISTS (SELECT 1 FROM seen_instrument_parties x JOIN board_party p ON "
                                     "p.reading = x.reading AND p.n = x.party JOIN board_wanted USING (who) "
                                     "WHERE x.reading = i.reading AND x.instrument = i.n) ";
    const auto rows =
        record_.query(fmt::format("SELECT i.reading, i.n, i.kind, i.label, i.state, coalesce(i.via, 0), i.report, i.n, "
                                  "{}, i.day, s.span_begin, s.span_end, s.words "
                                  "FROM seen_instruments i JOIN seen_reports r ON r.id = i.report LEFT JOIN "
                                  "seen_instrument_spans s ON s.reading = i.reading AND s.instrument = i.n AND s.n = 1 "
                                  "{} ORDER BY i.day, i.report, i.n",
                                  outlet_sql("r"), wanted));
    const auto parties = record_.query(
        "SELECT x.reading, x.instrument, x.role, p.name FROM seen_instrument_parties x JOIN board_party p ON p.reading "
        "= x.reading AND p.n = x.party "
        "ORDER BY x.reading, x.instrument, x.role, x.n");
    const auto terms = record_.query(
        "SELECT reading, instrument, key, value FROM seen_instrument_terms ORDER BY reading, instrument, n");
    for (const auto* result : {&rows, &parties, &terms}) {
      if (!*result) {
        return result->error();
      }
    }
    std::map<Key, std::map<std::string, std::vector<std::string>>> who;
    for (std::size_t i = 0; i < parties->rows.size(); ++i) {
      who[{parties->integer(i, 0), parties->integer(i, 1)}][parties->text(i, 2)].push_back(parties->text(i, 3));
    }
    std::map<Key, std::vector<Term>> what;
    for (std::size_t i = 0; i < terms->rows.size(); ++i) {
      what[{terms->integer(i, 0), terms->integer(i, 1)}].push_back({terms->text(i, 2), terms->text(i, 3)});
    }
    std::map<std::string, std::size_t> proposals;
    std::map<std::string, std::set<std::string>> proposal_reports;
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      const Key key{rows->integer(i, 0), rows->integer(i, 1)};
      Item item;
      item.kind = rows->text(i, 2);
      item.label = rows->text(i, 3);
      item.state = rows->text(i, 4);
      item.place = place(*rows, i, 6, 'i');
      item.chain = chain(key.first, rows->integer(i, 5), item.place.outlet);
      item.terms = what[key];
      if (item.kind != name(InstrumentKind::proposal)) {
        for (auto& [role, names] : who[key]) {
          item.roles.push_back({role, names});
        }
        board_.items.push_back(std::move(item));
        continue;
      }
      const auto [at, is_new] = proposals.try_emplace(item.label, board_.proposals.size());
      if (is_new) {
        board_.proposals.push_back({item.label, {}, {}, {}, {}, 0});
      }
      Proposal& proposal = board_.proposals[at->second];
      add_names(proposal.sponsors, who[key]["sponsors"]);
      add_names(proposal.addressees, who[key]["addressees"]);
      for (Term& term : item.terms) {
        const auto same = [&](const Term& t) { return t.key == term.key && t.value == term.value; };
        if (std::none_of(proposal.terms.begin(), proposal.terms.end(), same)) {
          proposal.terms.push_back(std::move(term));
        }
      }
      proposal_reports[item.label].insert(item.place.report);
      proposal.reports = static_cast<std::int64_t>(proposal_reports[item.label].size());
      add_state(proposal, {item.state, who[key]["state_by"], std::move(item.chain), std::move(item.place), 1});
    }
    // The newest first; the steps of one proposal stay in their order.
    std::reverse(board_.items.begin(), board_.items.end());
    std::stable_sort(board_.proposals.begin(), board_.proposals.end(), [](const Proposal& a, const Proposal& b) {
      return a.states.back().place.day > b.states.back().place.day;
    });
    return {};
  }

  static bool same_sources(const Chain& a, const Chain& b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end() - 1, b.begin());
  }

  static void add_state(Proposal& proposal, State state) {
    const auto same = std::find_if(proposal.states.begin(), proposal.states.end(), [&](const State& s) {
      return s.state == state.state && s.by == state.by && s.place.day == state.place.day &&
             same_sources(s.chain, state.chain);
    });
    if (same == proposal.states.end()) {
      proposal.states.push_back(std::move(state));
    } else {
      same->reports += same->place.report != state.place.report ? 1 : 0;
    }
  }

  static void add_names(std::vector<std::string>& into, const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      if (std::find(into.begin(), into.end(), name) == into.end()) {
        into.push_back(name);
      }
    }
  }

  Result<void> figures() {
    const std::string wanted = options_.party.empty()
                                   ? ""
                                   : "WHERE p.who IN (SELECT who FROM board_wanted) OR f.place_country IN (SELECT code "
                                     "FROM board_party JOIN board_wanted USING (who) WHERE code <> '') ";
    const auto rows = record_.query(
        fmt::format("SELECT f.reading, coalesce(f.via, 0), f.measure, coalesce(p.name, f.population_words, ''), "
                    "coalesce(f.place_name, ''), f.low, f.high, f.bound, f.unit, "
                    "f.report, f.n, {}, f.day, f.span_begin, f.span_end, f.words FROM seen_figures f JOIN seen_reports "
                    "r ON r.id = f.report "
                    "LEFT JOIN board_party p ON p.reading = f.reading AND p.n = f.population_party {} ORDER BY f.day, "
                    "f.report, f.n",
                    outlet_sql("r"), wanted));
    if (!rows) {
      return rows.error();
    }
    std::map<std::tuple<std::string, std::string, std::string>, Harm> groups;
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      const std::string population = counted(rows->text(i, 3), rows->text(i, 15));
      Harm& group = groups[{rows->text(i, 2), population, rows->text(i, 4)}];
      group.measure = rows->text(i, 2);
      group.population = population;
      group.place = rows->text(i, 4);
      Claim claim;
      claim.low = rows->is_null(i, 5) ? std::nullopt : std::optional<double>(rows->number(i, 5));
      claim.high = rows->is_null(i, 6) ? std::nullopt : std::optional<double>(rows->number(i, 6));
      claim.bound = rows->text(i, 7);
      claim.unit = rows->text(i, 8);
      claim.place = place(*rows, i, 9, 'f');
      claim.chain = chain(rows->integer(i, 0), rows->integer(i, 1), claim.place.outlet);
      add_claim(group, std::move(claim));
    }
    for (auto& [key, group] : groups) {
      group.differ = differ(group);
      const bool is_harm = std::find(kHarm.begin(), kHarm.end(), group.measure) != kHarm.end();
      (is_harm ? board_.harm : board_.other_figures).push_back(std::move(group));
    }
    std::stable_sort(board_.harm.begin(), board_.harm.end(), [](const Harm& a, const Harm& b) {
      const auto rank = [](const Harm& h) { return std::find(kHarm.begin(), kHarm.end(), h.measure) - kHarm.begin(); };
      return rank(a) != rank(b) ? rank(a) < rank(b) : a.claims.size() > b.claims.size();
    });
    return {};
  }

  // The same number by the same source in another report is one claim more often made.
  static void add_claim(Harm& group, Claim claim) {
    const auto same = std::find_if(group.claims.begin(), group.claims.end(), [&](const Claim& c) {
      return c.low == claim.low && c.high == claim.high && c.bound == claim.bound && same_sources(c.chain, claim.chain);
    });
    if (same == group.claims.end()) {
      group.claims.push_back(std::move(claim));
    } else {
      same->reports += same->place.report != claim.place.report ? 1 : 0;
    }
  }

  // Figures about nobody in particular may be about different things, so they cannot be said to differ.
  static bool differ(const Harm& group) {
    if (group.population.empty() && group.place.empty()) {
      return false;
    }
    double floor = -1e300;
    double ceiling = 1e300;
    for (const Claim& claim : group.claims) {
      floor = std::max(floor, claim.low.value_or(-1e300));
      const bool is_exact = claim.bound == name(Bound::exact) || claim.bound == name(Bound::range);
      ceiling = std::min(ceiling, claim.high ? *claim.high : is_exact ? claim.low.value_or(1e300) : 1e300);
    }
    return floor > ceiling;
  }

  Result<void> speakers() {
    const auto rows = record_.query(
        fmt::format("WITH said AS (SELECT p.who, p.name, p.code, p.sector, s.reading, s.n, s.report, s.day, s.mode, "
                    "c.span_begin, c.span_end, c.words, "
                    "row_number() OVER (PARTITION BY p.who ORDER BY s.day DESC, (s.mode = 'direct') DESC, s.confidence "
                    "DESC, s.report, s.n) AS place, "
                    "count(*) OVER (PARTITION BY p.who) AS statements, count(*) FILTER (WHERE s.mode <> 'indirect') "
                    "OVER (PARTITION BY p.who) AS direct "
                    "FROM seen_statements s JOIN board_party p ON p.reading = s.reading AND p.n = s.source_party JOIN "
                    "board_wanted USING (who) "
                    "LEFT JOIN seen_statement_content c ON c.reading = s.reading AND c.statement = s.n AND c.n = 1), "
                    "spread AS (SELECT who, count(DISTINCT report) AS reports FROM said GROUP BY who) "
                    "SELECT name, code, sector, statements, reports, direct, report, x.n, {}, day, span_begin, "
                    "span_end, words FROM said x JOIN spread USING (who) "
                    "JOIN (SELECT id, outlet, original_source, uri FROM seen_reports) r ON r.id = x.report WHERE place "
                    "= 1 ORDER BY reports DESC, statements DESC, name",
                    outlet_sql("r")));
    if (!rows) {
      return rows.error();
    }
    for (std::size_t i = 0; i < rows->rows.size(); ++i) {
      board_.speakers.push_back({rows->text(i, 0), rows->text(i, 1), rows->text(i, 2), rows->integer(i, 3),
                                 rows->integer(i, 4), rows->integer(i, 5), place(*rows, i, 6, 's')});
    }
    return {};
  }

  Record& record_;
  const Options& options_;
  Board board_;
  std::map<Key, Said> said_;
  std::set<std::string> undated_;  // reports without a date
};

}  // namespace

Result<Board> make(Record& record, const Options& options) { return Maker(record, options).make(); }

}  // namespace detente::board
