// What is counted: harm by measure, population and place, each source for itself.
#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <set>

#include "detente/text/date.hpp"
#include "figures.hpp"
#include "frame.hpp"

namespace detente::board {

namespace {

using record::Table;

constexpr std::array<std::string_view, 7> kHarm{"killed",    "wounded",  "casualties", "missing",
                                                "displaced", "detained", "hostages"};
constexpr double kInfinity = std::numeric_limits<double>::infinity();
// Claims of a group that are shown at most, the latest: this many where there are more groups than may be shown, more
// where there are fewer.
constexpr std::int64_t kClaims = 10;
constexpr std::int64_t kUnbounded = 1000000000;
// A source's claim counts in a band for this many days; what is older is not held against what is newer.
constexpr std::int64_t kFresh = 14;

class Figures : public Part {
 public:
  // Claims of one finding are a group; what is in none is put together by its label. Who is counted stands without the
  // count ("at least 150 people" is about people), and people are everybody.
  Result<void> choose(Frame& frame) override {
    const std::string wanted =
        frame.one_party() ? "WHERE p.who IN (SELECT who FROM board_wanted) OR f.place_country IN (SELECT code FROM "
                            "board_who JOIN board_wanted USING (who) WHERE code <> '')"
                          : "";
    auto made = frame.run(fmt::format(
        "CREATE OR REPLACE TEMP TABLE board_figure AS WITH counted AS (SELECT f.reading, f.n, f.measure, "
        "coalesce(w.name, f.population_words, '') AS who, f.words, coalesce(f.place_name, '') AS place FROM "
        "figures f LEFT JOIN board_party p ON p.reading = f.reading AND p.n = f.population_party LEFT JOIN "
        "board_who w ON w.who = p.who {}), "
        "named AS (SELECT reading, n, measure, place, CASE WHEN starts_with(lower(who), lower(words)) THEN "
        "ltrim(substr(who, length(words) + 1)) ELSE who END AS people FROM counted), "
        "labelled AS (SELECT reading, n, measure, place, CASE WHEN people IN ('people', 'persons', 'others') THEN '' "
        "ELSE people END AS people FROM named) "
        "SELECT x.*, c.thing, c.origin, r.date, CASE WHEN c.thing > 0 THEN c.thing::VARCHAR ELSE measure || chr(9) || "
        "people || chr(9) || place END AS grouped FROM labelled x JOIN board_claim c ON c.kind = 'figure' AND "
        "c.reading = x.reading AND c.n = x.n JOIN board_report r ON r.reading = x.reading",
        wanted));
    if (made) {
      made = frame.run(fmt::format(
          "CREATE OR REPLACE TEMP TABLE board_toll AS WITH named AS (SELECT grouped, measure, people, place, count(*) "
          "AS claims FROM board_figure GROUP BY ALL) SELECT grouped, arg_max(measure, (claims, measure)) AS measure, "
          "arg_max(people, (claims, people)) AS people, arg_max(place, (claims, place)) AS place, "
          "sum(claims)::BIGINT AS claims, arg_max(measure, (claims, measure)) IN ('killed', 'wounded', 'casualties', "
          "'missing', 'displaced', 'detained', 'hostages') AS harm FROM named GROUP BY grouped"));
    }
    if (!made) {
      return made;
    }
    const auto all = frame.ask("SELECT count(*) FILTER (WHERE harm), count(*) FILTER (WHERE NOT harm) FROM board_toll");
    if (!all) {
      return all.error();
    }
    frame.left_out("harm", all->integer(0, 0));
    frame.left_out("other_figures", all->integer(0, 1));
    const std::string chosen = fmt::format(
        "(SELECT * FROM (SELECT * FROM board_toll WHERE harm ORDER BY claims DESC, measure, people, place, "
        "grouped{0}) UNION ALL SELECT * FROM (SELECT * FROM board_toll WHERE NOT harm ORDER BY claims DESC, measure, "
        "people, place, grouped{0}))",
        frame.most());
    // Groups share the lines among them.
    const std::int64_t groups = std::max<std::int64_t>(all->integer(0, 0) + all->integer(0, 1), 1);
    const std::int64_t most = frame.options().most;
    const std::int64_t each =
        most > 0 ? std::max<std::int64_t>(kClaims * most / std::min(groups, 2 * most), kClaims) : kUnbounded;
    auto rows = frame.ask(fmt::format(
        "WITH picked AS (SELECT t.grouped, t.measure, t.people, t.place, x.reading, x.n, x.thing, x.origin, x.date "
        "FROM "
        "board_figure x JOIN {} t ON t.grouped = x.grouped QUALIFY row_number() OVER (PARTITION BY t.grouped ORDER BY "
        "x.date DESC, x.reading DESC, x.n DESC) <= {}) "
        "SELECT p.grouped, p.measure, p.people, p.place, p.reading, p.n, p.thing, p.origin, f.low, f.high, f.bound, "
        "f.unit, coalesce(f.as_of_value, '') FROM picked p JOIN figures f ON f.reading = p.reading AND f.n = p.n JOIN "
        "board_report r ON r.reading = p.reading ORDER BY r.dated, p.date, r.report, p.n",
        chosen, each));
    if (!rows) {
      return rows.error();
    }
    rows_ = std::move(*rows);
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      frame.want({'f', rows_.integer(i, 4), rows_.integer(i, 5)});
    }
    if (frame.linked()) {
      const auto contradicted =
          frame.ask("SELECT DISTINCT finding FROM seen_contradictions WHERE kind = 'figure' ORDER BY 1");
      if (!contradicted) {
        return contradicted.error();
      }
      for (std::size_t i = 0; i < contradicted->rows.size(); ++i) {
        contradicted_.insert(contradicted->integer(i, 0));
      }
    }
    return {};
  }

  void build(const Frame& frame, Board& board) override {
    std::map<std::string, Group> groups;
    for (std::size_t i = 0; i < rows_.rows.size(); ++i) {
      const Ref ref{'f', rows_.integer(i, 4), rows_.integer(i, 5)};
      Group& group = groups[rows_.text(i, 0)];
      group.harm.measure = rows_.text(i, 1);
      group.harm.population = rows_.text(i, 2);
      group.harm.place = rows_.text(i, 3);
      Claim claim;
      claim.low = rows_.is_null(i, 8) ? std::nullopt : std::optional<double>(rows_.number(i, 8));
      claim.high = rows_.is_null(i, 9) ? std::nullopt : std::optional<double>(rows_.number(i, 9));
      claim.bound = rows_.text(i, 10);
      claim.unit = rows_.text(i, 11);
      claim.place = frame.place(ref);
      claim.chain = frame.chain(ref);
      claim.day = !rows_.text(i, 12).empty() ? rows_.text(i, 12) : claim.place.dated ? claim.place.day : "";
      claim.finding = std::max<std::int64_t>(rows_.integer(i, 6), 0);
      group.add(std::move(claim), rows_.integer(i, 7));
    }
    for (auto& [key, group] : groups) {
      Harm& harm = group.harm;
      const std::int64_t finding = harm.claims.front().finding;
      harm.differ = finding > 0 ? contradicted_.contains(finding) : no_number_fits(harm);
      add_sources(harm);
      add_bands(harm);
      const bool is_harm = std::find(kHarm.begin(), kHarm.end(), harm.measure) != kHarm.end();
      (is_harm ? board.harm : board.other_figures).push_back(std::move(harm));
    }
    // What was counted most often, then what was counted last.
    const auto before = [](const Harm& a, const Harm& b) {
      const auto rank = [](const Harm& h) { return std::find(kHarm.begin(), kHarm.end(), h.measure) - kHarm.begin(); };
      const auto last = [](const Harm& h) {
        return h.claims.back().place.dated ? h.claims.back().place.day : std::string();
      };
      return rank(a) != rank(b)                   ? rank(a) < rank(b)
             : a.claims.size() != b.claims.size() ? a.claims.size() > b.claims.size()
                                                  : last(a) > last(b);
    };
    std::stable_sort(board.harm.begin(), board.harm.end(), before);
    std::stable_sort(board.other_figures.begin(), board.other_figures.end(), before);
    for (const Harm& harm : board.harm) {
      if (harm.measure == "hostages") {
        board.hostages.figures.push_back(harm);
      }
    }
    for (const Harm& harm : board.other_figures) {
      if (harm.measure == "aid") {
        board.relief.figures.push_back(harm);
      }
    }
  }

 private:
  struct Group {
    Harm harm;
    std::vector<std::set<std::int64_t>> origins;  // of each claim

    // The same number by the same source in another report is one claim more often made.
    void add(Claim claim, std::int64_t origin) {
      const auto same = std::find_if(harm.claims.begin(), harm.claims.end(), [&](const Claim& c) {
        return c.low == claim.low && c.high == claim.high && c.bound == claim.bound &&
               same_sources(c.chain, claim.chain);
      });
      if (same == harm.claims.end()) {
        harm.claims.push_back(std::move(claim));
        origins.push_back({origin});
      } else {
        std::set<std::int64_t>& of = origins[static_cast<std::size_t>(same - harm.claims.begin())];
        of.insert(origin);
        same->origins = static_cast<std::int64_t>(of.size());
        same->reports += same->place.report != claim.place.report ? 1 : 0;
      }
    }
  };

  Table rows_;
  std::set<std::int64_t> contradicted_;
};

}  // namespace

bool same_sources(const Chain& a, const Chain& b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end() - (a.empty() ? 0 : 1), b.begin());
}

Allowed allowed(const Claim& claim) {
  Allowed out{-kInfinity, kInfinity};
  if (claim.bound == name(Bound::at_most)) {
    out.high = claim.high ? *claim.high : claim.low.value_or(kInfinity);
    return out;
  }
  out.low = claim.low ? *claim.low : -kInfinity;
  if (claim.high) {
    out.high = *claim.high;
  } else if (claim.bound == name(Bound::exact) || claim.bound == name(Bound::range) ||
             claim.bound == name(Bound::about)) {
    out.high = claim.low.value_or(kInfinity);
  }
  return out;
}

// Figures about nobody in particular may be about different things, so they cannot be said to differ.
bool no_number_fits(const Harm& harm) {
  if (harm.population.empty() && harm.place.empty()) {
    return false;
  }
  Allowed all{-kInfinity, kInfinity};
  for (const Claim& claim : harm.claims) {
    // A round number is about right, and no number can be held against it.
    const bool round = claim.bound == name(Bound::about) && !claim.high;
    const Allowed one = allowed(claim);
    all.low = std::max(all.low, one.low);
    all.high = std::min(all.high, round ? kInfinity : one.high);
  }
  return all.low > all.high;
}

void add_sources(Harm& harm) {
  for (std::size_t c = 0; c < harm.claims.size(); ++c) {
    const std::string& who = harm.claims[c].chain.empty() ? harm.claims[c].place.outlet : harm.claims[c].chain.front();
    auto source =
        std::find_if(harm.sources.begin(), harm.sources.end(), [&](const HarmSource& s) { return s.name == who; });
    if (source == harm.sources.end()) {
      harm.sources.push_back({who, {}, {}, {}});
      source = harm.sources.end() - 1;
    }
    source->claims.push_back(c);
  }
  for (HarmSource& source : harm.sources) {
    const Claim* first = nullptr;
    const Claim* last = nullptr;
    for (const std::size_t c : source.claims) {
      const Claim& claim = harm.claims[c];
      if (claim.day.empty() || (!claim.low && !claim.high)) {
        continue;
      }
      first = first == nullptr || claim.day < first->day ? &claim : first;
      last = last == nullptr || claim.day > last->day ? &claim : last;
    }
    if (first == nullptr || first->day == last->day) {
      continue;
    }
    const auto number = [](const Claim& c) { return c.low ? *c.low : *c.high; };
    const auto from = text::parse_date(last_day_of(first->day));
    const auto to = text::parse_date(last_day_of(last->day));
    source.growth = number(*last) - number(*first);
    if (from && to && text::day_number(*to) > text::day_number(*from)) {
      source.growth_per_week =
          *source.growth * 7 / static_cast<double>(text::day_number(*to) - text::day_number(*from));
    }
  }
  std::stable_sort(harm.sources.begin(), harm.sources.end(),
                   [](const HarmSource& a, const HarmSource& b) { return a.claims.size() > b.claims.size(); });
}

void add_bands(Harm& harm) {
  std::map<std::int64_t, std::string> days;
  std::vector<std::optional<std::int64_t>> when(harm.claims.size());
  for (std::size_t c = 0; c < harm.claims.size(); ++c) {
    if (const auto day = text::parse_date(last_day_of(harm.claims[c].day))) {
      when[c] = text::day_number(*day);
      days[*when[c]] = day->iso_day();
    }
  }
  for (const auto& [number, day] : days) {
    Band band;
    band.day = day;
    double floor = kInfinity;
    double ceiling = -kInfinity;
    double least = -kInfinity;
    double most = kInfinity;
    for (const HarmSource& source : harm.sources) {
      const Claim* latest = nullptr;
      std::int64_t at = number - kFresh - 1;
      for (const std::size_t c : source.claims) {
        if (when[c] && *when[c] <= number && *when[c] >= at && *when[c] >= number - kFresh) {
          latest = &harm.claims[c];
          at = *when[c];
        }
      }
      if (latest == nullptr) {
        continue;
      }
      const Allowed one = allowed(*latest);
      ++band.sources;
      floor = std::min(floor, one.low);
      ceiling = std::max(ceiling, one.high);
      least = std::max(least, one.low);
      most = std::min(most, one.high);
    }
    band.low = floor > -kInfinity ? std::optional<double>(floor) : std::nullopt;
    band.high = ceiling < kInfinity ? std::optional<double>(ceiling) : std::nullopt;
    band.differ = least > most && !(harm.population.empty() && harm.place.empty());
    harm.bands.push_back(std::move(band));
  }
}

std::unique_ptr<Part> make_figures_part() { return std::make_unique<Figures>(); }

}  // namespace detente::board
