#include "detente/desk/cube.hpp"

#include <gtest/gtest.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <random>
#include <set>

namespace detente::desk {
namespace {

struct Plain {
  std::uint32_t report;
  std::uint32_t n;
  EventType type;
  Status status;
  Period when;
  std::uint32_t country;
  std::int32_t finding;
  std::vector<std::uint32_t> sources;
  std::vector<std::uint32_t> targets;
};

struct Sample {
  Cube cube;
  std::vector<Plain> events;
  std::vector<std::string> report_ids, report_outlets;
  std::vector<std::int32_t> report_days;
  std::vector<std::string> parties, codes, countries;
};

// Events at random, with every kind of date, and the same put together as a cube.
Sample make_sample(unsigned seed, std::size_t size) {
  std::mt19937 draw(seed);
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(draw() % n); };
  Sample s;
  CubeBuilder builder;
  for (std::uint32_t i = 0; i < 40; ++i) {
    s.report_ids.push_back("r" + std::to_string(97 * (40 - i)));
    s.report_outlets.push_back("outlet " + std::to_string(i % 7));
    s.report_days.push_back(19700 + static_cast<std::int32_t>(below(60)));
    CubeReport report;
    report.id = s.report_ids.back();
    report.day = s.report_days.back();
    report.outlet = builder.outlet(s.report_outlets.back());
    builder.report(report);
  }
  for (std::uint32_t i = 0; i < 12; ++i) {
    s.parties.push_back("Party " + std::to_string(i));
    s.codes.push_back(i % 3 == 0 ? "AAA" : "");
    EXPECT_EQ(builder.party("party " + std::to_string(i), s.parties.back(), s.codes.back(), "state"), i);
  }
  s.countries = {"", "ISR", "LBN", "EGY"};
  for (std::uint32_t i = 0; i < size; ++i) {
    Plain e;
    e.report = below(40);
    e.n = i + 1;
    e.type = static_cast<EventType>(below(16));
    e.status = static_cast<Status>(below(5));
    const char* kDates[] = {"2024-01-05", "2023-12-30", "2024-W03", "2024-01", "2024", "", "2024-02-29"};
    e.when = read_period(kDates[below(7)]);
    if (e.when.precision == Precision::none && below(2) == 0) {
      e.when = {s.report_days[e.report], s.report_days[e.report], Precision::report};
    }
    e.country = below(4);
    e.finding = static_cast<std::int32_t>(below(5));
    for (std::uint32_t k = below(3); k > 0; --k) {
      e.sources.push_back(below(12));
    }
    for (std::uint32_t k = below(3); k > 0; --k) {
      e.targets.push_back(below(12));
    }
    s.events.push_back(e);
    CubeBuilder::Event event;
    event.report = e.report;
    event.n = e.n;
    event.type = e.type;
    event.status = e.status;
    event.goldstein = static_cast<float>(i % 21) - 10;
    event.when = e.when;
    event.country = builder.country(s.countries[e.country]);
    event.finding = e.finding;
    const std::uint32_t number = builder.event(event);
    for (const std::uint32_t p : e.sources) {
      builder.actor(number, p, true);
    }
    for (const std::uint32_t p : e.targets) {
      builder.actor(number, p, false);
    }
  }
  s.cube = builder.finish();
  return s;
}

enum Field { time_field, party_field, type_field, quad_field, status_field, country_field, outlet_field, no_field };

// The filter, read word by word, without the filter of one field.
bool passes(const Sample& s, const Plain& e, const Filter& f, Field without) {
  const auto in = [](const auto& wanted, const auto& value) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
  };
  if (without != time_field && (f.from || f.to)) {
    if (e.when.precision == Precision::none || (f.from && e.when.last < *f.from) || (f.to && e.when.first > *f.to)) {
      return false;
    }
  }
  if (without != party_field && !f.parties.empty()) {
    bool found = false;
    for (const auto* side : {&e.sources, &e.targets}) {
      for (const std::uint32_t p : *side) {
        found = found || in(f.parties, s.parties[p]) || (!s.codes[p].empty() && in(f.parties, s.codes[p]));
      }
    }
    if (!found) {
      return false;
    }
  }
  if (f.as_of && s.report_days[e.report] > *f.as_of) {
    return false;
  }
  if (f.among != nullptr && (f.among->empty() || !in(*f.among, s.report_ids[e.report]))) {
    return false;
  }
  return (without == type_field || in(f.types, e.type)) && (without == quad_field || in(f.quads, quad(e.type))) &&
         (without == status_field || in(f.statuses, e.status)) &&
         (without == country_field || in(f.countries, s.countries[e.country])) &&
         (without == outlet_field || in(f.outlets, s.report_outlets[e.report])) &&
         in(f.reports, s.report_ids[e.report]) && in(f.findings, e.finding);
}

std::set<std::uint32_t> parties_of(const Plain& e) {
  std::set<std::uint32_t> out(e.sources.begin(), e.sources.end());
  out.insert(e.targets.begin(), e.targets.end());
  return out;
}

Filter random_filter(std::mt19937& draw, const Sample& s) {
  const auto maybe = [&] { return draw() % 3 == 0; };
  Filter f;
  if (maybe()) {
    f.from = 19700 + static_cast<std::int32_t>(draw() % 40);
  }
  if (maybe()) {
    f.to = 19720 + static_cast<std::int32_t>(draw() % 40);
  }
  if (maybe()) {
    f.parties = {"Party " + std::to_string(draw() % 12)};
  } else if (maybe()) {
    f.parties = {"AAA"};
  }
  if (maybe()) {
    f.types = {EventType::ASSAULT, static_cast<EventType>(draw() % 16), static_cast<EventType>(draw() % 16)};
  }
  if (maybe()) {
    f.quads = {static_cast<int>(draw() % 4) + 1, 4};
  }
  if (maybe()) {
    f.statuses = {Status::actual, Status::negated};
  }
  if (maybe()) {
    f.countries = {"LBN", "nowhere"};
  }
  if (maybe()) {
    f.outlets = {"outlet 1", "outlet 2", "outlet 3"};
  }
  if (maybe()) {
    f.as_of = 19700 + static_cast<std::int32_t>(draw() % 60);
  }
  if (draw() % 7 == 0) {
    f.reports = {s.report_ids[3], s.report_ids[5], "no such report"};
  }
  if (draw() % 7 == 0) {
    f.findings = {1, 2};
  }
  if (draw() % 7 == 0) {
    f.among = std::make_shared<const std::vector<std::string>>(s.report_ids.begin(), s.report_ids.begin() + 20);
  }
  return f;
}

std::map<std::uint32_t, std::int64_t> as_map(const std::vector<Counted>& counts) {
  std::map<std::uint32_t, std::int64_t> out;
  for (const Counted& c : counts) {
    out[c.value] = c.count;
  }
  return out;
}

TEST(Cube, CountsAsOneWouldByHand) {
  const Sample s = make_sample(1, 700);
  std::mt19937 draw(2);
  for (int round = 0; round < 60; ++round) {
    const Filter f = random_filter(draw, s);
    FacetOptions options;
    options.bin = static_cast<Bin>(round % 4);
    const Facets got = facets(s.cube, f, options);
    std::map<std::uint32_t, std::int64_t> types, quads, statuses, parties;
    std::map<std::string, std::int64_t> countries, outlets;
    std::int64_t total = 0;
    std::int64_t timed = 0;
    for (const Plain& e : s.events) {
      total += passes(s, e, f, no_field) ? 1 : 0;
      timed += passes(s, e, f, time_field) && e.when.precision != Precision::none ? 1 : 0;
      if (passes(s, e, f, type_field)) {
        ++types[static_cast<std::uint32_t>(e.type)];
      }
      if (passes(s, e, f, quad_field)) {
        ++quads[static_cast<std::uint32_t>(quad(e.type) - 1)];
      }
      if (passes(s, e, f, status_field)) {
        ++statuses[static_cast<std::uint32_t>(e.status)];
      }
      if (passes(s, e, f, country_field) && e.country != 0) {
        ++countries[s.countries[e.country]];
      }
      if (passes(s, e, f, outlet_field)) {
        ++outlets[s.report_outlets[e.report]];
      }
      if (passes(s, e, f, party_field)) {
        for (const std::uint32_t p : parties_of(e)) {
          ++parties[p];
        }
      }
    }
    EXPECT_EQ(got.total, total) << round;
    EXPECT_EQ(as_map(got.types), types) << round;
    EXPECT_EQ(as_map(got.quads), quads) << round;
    EXPECT_EQ(as_map(got.statuses), statuses) << round;
    EXPECT_EQ(as_map(got.parties), parties) << round;
    std::map<std::string, std::int64_t> named;
    for (const Counted& c : got.countries) {
      named[s.cube.countries[c.value]] = c.count;
    }
    EXPECT_EQ(named, countries) << round;
    named.clear();
    for (const Counted& c : got.outlets) {
      named[s.cube.outlets[c.value]] = c.count;
    }
    EXPECT_EQ(named, outlets) << round;
    std::int64_t bars = 0;
    for (const HistogramBar& bar : got.histogram) {
      bars += bar.count;
      EXPECT_EQ(bar.count, bar.quads[0] + bar.quads[1] + bar.quads[2] + bar.quads[3]);
    }
    EXPECT_EQ(bars, timed) << round;
  }
}

TEST(Cube, OneThreadAndTwoCountTheSame) {
  const Sample s = make_sample(3, 120000);
  Filter f;
  f.statuses = {Status::actual};
  FacetOptions one;
  one.threads = 1;
  const Facets a = facets(s.cube, f, one);
  const Facets b = facets(s.cube, f, {});
  EXPECT_GT(a.total, 0);
  EXPECT_EQ(a.total, b.total);
  EXPECT_EQ(as_map(a.parties), as_map(b.parties));
  ASSERT_EQ(a.histogram.size(), b.histogram.size());
  for (std::size_t i = 0; i < a.histogram.size(); ++i) {
    EXPECT_EQ(a.histogram[i].count, b.histogram[i].count);
  }
}

TEST(Cube, BarsBeginWhereTheirDatesDo) {
  CubeBuilder builder;
  CubeReport report;
  report.id = "r1";
  builder.report(report);
  std::uint32_t n = 0;
  for (const char* date : {"2024-10-08", "2024-10-13", "2024-W41", "2024-10", "2024"}) {
    CubeBuilder::Event event;
    event.n = ++n;
    event.when = read_period(date);
    builder.event(event);
  }
  const Cube cube = builder.finish();
  const auto bars = [&](Bin bin) {
    FacetOptions options;
    options.bin = bin;
    std::string out;
    for (const HistogramBar& bar : facets(cube, {}, options).histogram) {
      out += day_text(bar.day) + " " + std::string(name(bar.precision)) + " " + std::to_string(bar.count) + "; ";
    }
    return out;
  };
  EXPECT_EQ(bars(Bin::day),
            "2024-01-01 year 1; 2024-10-01 month 1; 2024-10-07 week 1; 2024-10-08 day 1; 2024-10-13 day 1; ");
  EXPECT_EQ(bars(Bin::week), "2024-01-01 year 1; 2024-10-01 month 1; 2024-10-07 week 3; ");
  EXPECT_EQ(bars(Bin::month), "2024-01-01 year 1; 2024-10-01 month 4; ");
  EXPECT_EQ(bars(Bin::year), "2024-01-01 year 5; ");
}

TEST(Cube, ListsTheNewestFirstAndGoesOn) {
  const Sample s = make_sample(5, 300);
  Filter f;
  f.quads = {4};
  std::vector<std::uint32_t> all;
  std::optional<std::uint32_t> after;
  for (int pages = 0; pages < 100; ++pages) {
    const Listed page = list(s.cube, f, after, 7);
    all.insert(all.end(), page.rows.begin(), page.rows.end());
    if (!page.more) {
      EXPECT_EQ(page.total, static_cast<std::int64_t>(all.size()));
      break;
    }
    ASSERT_EQ(page.rows.size(), 7U);
    after = page.rows.back();
  }
  const auto wanted = std::count_if(s.events.begin(), s.events.end(), [](const Plain& e) { return quad(e.type) == 4; });
  EXPECT_EQ(static_cast<std::int64_t>(all.size()), wanted);
  for (std::size_t i = 1; i < all.size(); ++i) {
    EXPECT_GE(s.cube.first[all[i - 1]], s.cube.first[all[i]]);
    EXPECT_NE(all[i - 1], all[i]);
  }
}

TEST(Cube, CountsPairsPlacesAndParties) {
  const Sample s = make_sample(7, 500);
  Filter f;
  f.statuses = {Status::actual, Status::planned};
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> pairs;
  std::map<std::uint32_t, std::array<std::int64_t, 3>> parties;
  for (const Plain& e : s.events) {
    if (!passes(s, e, f, no_field)) {
      continue;
    }
    const std::set<std::uint32_t> sources(e.sources.begin(), e.sources.end());
    const std::set<std::uint32_t> targets(e.targets.begin(), e.targets.end());
    for (const std::uint32_t source : sources) {
      for (const std::uint32_t target : targets) {
        if (source != target) {
          ++pairs[{source, target}];
        }
      }
    }
    for (const std::uint32_t p : parties_of(e)) {
      auto& counts = parties[p];
      ++counts[0];
      counts[1] += sources.contains(p) ? 1 : 0;
      counts[2] += targets.contains(p) ? 1 : 0;
    }
  }
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::int64_t> got;
  for (const PairCount& c : count_pairs(s.cube, f, 1)) {
    const CubePair pair = s.cube.pairs[c.pair];
    got[{pair.source, pair.target}] = c.events;
  }
  EXPECT_EQ(got, pairs);
  for (const PairCount& c : count_pairs(s.cube, f, 3)) {
    EXPECT_GE(c.events, 3);
  }
  std::map<std::uint32_t, std::array<std::int64_t, 3>> got_parties;
  for (const PartyCount& c : count_parties(s.cube, f)) {
    got_parties[c.party] = {c.events, c.acts, c.acted_on};
  }
  EXPECT_EQ(got_parties, parties);
}

TEST(Cube, ReadsPeriods) {
  EXPECT_EQ(day_text(read_period("2024-10-08").first), "2024-10-08");
  EXPECT_EQ(day_text(read_period("2024-10-08T10:00Z").last), "2024-10-08");
  EXPECT_EQ(day_text(read_period("2024-02").last), "2024-02-29");
  EXPECT_EQ(day_text(read_period("2024").last), "2024-12-31");
  // ISO weeks: 2024-W41 begins on Monday 7 October; 2021-W01 begins in January though 2020 has 53 weeks.
  EXPECT_EQ(day_text(read_period("2024-W41").first), "2024-10-07");
  EXPECT_EQ(day_text(read_period("2021-W01").first), "2021-01-04");
  EXPECT_EQ(day_text(read_period("1960-W01").first), "1960-01-04");
  for (const char* bad : {"", "20", "20x4", "2024-13", "2024-02-30", "2024-W54", "2024/10/08", "2024-10-8", "9999",
                          "2024-10-08x", "2024-1"}) {
    EXPECT_EQ(read_period(bad).precision, Precision::none) << bad;
  }
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

TEST(Cube, ComesBackFromItsFile) {
  namespace fs = std::filesystem;
  const fs::path folder = fs::temp_directory_path() / ("detente-cube-" + std::to_string(getpid()));
  fs::create_directories(folder);
  const fs::path path = folder / "crisis.duckdb.cube";
  const Sample s = make_sample(5, 300);
  ASSERT_TRUE(save_cube_file(path, "a state", s.cube));
  EXPECT_TRUE(is_cube_file_of(path, "a state"));
  EXPECT_FALSE(is_cube_file_of(path, "a stat"));
  EXPECT_FALSE(load_cube_file(path, "another state"));
  EXPECT_FALSE(load_cube_file(folder / "nowhere", "a state"));
  EXPECT_FALSE(is_cube_file_of(folder / "nowhere", "a state"));
  EXPECT_FALSE(save_cube_file(folder / "no" / "folder", "a state", s.cube));
  const std::string whole = bytes_of(path);
  const auto back = load_cube_file(path, "a state");
  ASSERT_TRUE(back);
  EXPECT_EQ(back->first, s.cube.first);
  EXPECT_EQ(back->party, s.cube.party);
  EXPECT_EQ(back->reports[3].id, s.cube.reports[3].id);
  ASSERT_TRUE(save_cube_file(path, "a state", *back));
  EXPECT_EQ(bytes_of(path), whole);
  // Truncated or with a single bit turned it is no cube.
  for (std::size_t at = 0; at < whole.size(); at += 1 + at / 40) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 16);
    std::ofstream(path, std::ios::binary) << damaged;
    EXPECT_FALSE(load_cube_file(path, "a state")) << at;
    std::ofstream(path, std::ios::binary) << whole.substr(0, at);
    EXPECT_FALSE(load_cube_file(path, "a state")) << at;
  }
  fs::remove_all(folder);
}

TEST(Cube, EmptyIsNoTrouble) {
  const Cube cube = CubeBuilder().finish();
  EXPECT_EQ(facets(cube, {}, {}).total, 0);
  EXPECT_TRUE(list(cube, {}, std::nullopt, 10).rows.empty());
  EXPECT_TRUE(count_pairs(cube, {}, 0).empty());
}

}  // namespace
}  // namespace detente::desk
