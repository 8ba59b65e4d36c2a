// bench_linking_findings [MOST] [shuffled]: what it costs to link a thousand new claims beside 10,000 old ones, 100,000
// and so on up to MOST (a million if it is not given), in memory and through a record in the temporary folder. Claims
// are made up from a fixed seed: 50 reports a day of 20 claims each, of which many tell what others of the day tell.
// With `shuffled` the days of the reports are in no order. Prints seconds and, because other work on the machine does
// not change them, seconds of all its processors; medians of five.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <random>
#include <string>
#include <vector>

#include "detente/linking/findings.hpp"
#include "detente/linking/link.hpp"

namespace {

namespace linking = detente::linking;
namespace record = detente::record;
namespace fs = std::filesystem;

constexpr std::int64_t kClaimsOfReport = 20;
constexpr std::int64_t kStep = 1000;
constexpr int kRounds = 5;
constexpr std::int64_t kReportsOfDay = 50;

double seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

double processor_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// An event that is told by about as many claims as there are happenings in a day.
linking::Claim made_up(std::int64_t number, std::mt19937_64& random, bool shuffled) {
  constexpr std::uint64_t kHappenings = 600;
  constexpr std::uint64_t kParties = 80;
  constexpr std::uint64_t kPlaces = 300;
  constexpr std::uint64_t kWords = 6000;
  constexpr std::int64_t kDays = 1000;
  linking::Claim claim;
  const std::int64_t report = number / kClaimsOfReport;
  const std::int64_t day =
      shuffled ? static_cast<std::int64_t>(std::mt19937_64(static_cast<std::uint64_t>(report))() % kDays)
               : report / kReportsOfDay;
  std::mt19937_64 happening(static_cast<std::uint64_t>(day) * kHappenings + random() % kHappenings);
  const auto party = [&] {
    const std::uint64_t k = happening() % kParties;
    return linking::ClaimParty{"Party" + std::to_string(k), "P" + std::to_string(k % 40), "", true, false};
  };
  claim.reading = static_cast<int>(report) + 1;
  claim.n = static_cast<int>(number % kClaimsOfReport) + 1;
  claim.report = "r" + std::to_string(report);
  claim.day = static_cast<std::int32_t>(15000 + day);
  claim.type = static_cast<detente::EventType>(happening() % 16);
  claim.sources = {party()};
  claim.targets = {party()};
  const std::uint64_t place = happening() % kPlaces;
  claim.place = linking::ClaimPlace{"Place" + std::to_string(place), "C" + std::to_string(place % 30), 30, 30, false};
  claim.trigger = "word" + std::to_string(happening() % kWords);
  claim.words = claim.trigger;
  for (int i = 0; i < 8; ++i) {
    claim.words += " word" + std::to_string(happening() % kWords);
  }
  for (int i = 0; i < 4; ++i) {
    claim.words += " word" + std::to_string(random() % kWords);
  }
  claim.topic = linking::terms_of(claim.sources[0].name + " " + claim.targets[0].name + " " + claim.place->name);
  if (random() % 2 == 0) {
    claim.when = linking::Days{claim.day, claim.day};
  }
  return claim;
}

void in_memory(const std::vector<std::int64_t>& sizes, bool shuffled) {
  std::printf("in memory: claims, seconds for %lld more, of processors, findings\n", static_cast<long long>(kStep));
  std::mt19937_64 random(20241010);
  linking::FindingIndex index({});
  std::int64_t number = 0;
  for (const std::int64_t size : sizes) {
    for (; number < size; ++number) {
      index.add(linking::traits_of(made_up(number, random, shuffled)));
    }
    std::vector<double> times;
    std::vector<double> busy;
    for (int round = 0; round < kRounds; ++round) {
      std::vector<linking::Claim> fresh;
      for (std::int64_t i = 0; i < kStep; ++i) {
        fresh.push_back(made_up(number++, random, shuffled));
      }
      const double start = seconds();
      const double start_busy = processor_seconds();
      for (const linking::Claim& claim : fresh) {
        index.add(linking::traits_of(claim));
      }
      times.push_back(seconds() - start);
      busy.push_back(processor_seconds() - start_busy);
    }
    std::printf("%10lld %8.4f %8.4f %9d\n", static_cast<long long>(size), median(times), median(busy),
                index.next_finding() - 1);
    std::fflush(stdout);
  }
}

bool run(record::Record& record, const std::string& sql) {
  const auto done = record.query_tables(sql);
  if (!done) {
    std::printf("%s\n", done.error().to_string().c_str());
  }
  return static_cast<bool>(done);
}

// Reports `from` to `to`, written by the engine itself: 16 events, 2 figures and 2 instruments each.
bool make_reports(record::Record& record, std::int64_t from, std::int64_t to, bool shuffled) {
  const std::string range = "range(" + std::to_string(from) + ", " + std::to_string(to) + ")";
  const std::string day = std::string("strftime(DATE '2011-01-01' + CAST(") +
                          (shuffled ? "hash(i) % 1000" : "i // " + std::to_string(kReportsOfDay)) +
                          " AS INTEGER), '%Y-%m-%d')";
  const std::string happening = std::string("(") +
                                (shuffled ? "hash(i) % 1000" : "i // " + std::to_string(kReportsOfDay)) +
                                ") * 600 + hash(i * 100 + k) % 600";
  return run(record,
             "INSERT INTO reports SELECT 'r' || lpad(to_hex(i), 16, '0'), 'made-up/' || i, 'Outlet ' || (i % 40), "
             "'Party' || (hash(i) % 80) || ' and Party' || (hash(i + 1) % 80) || ' at Place' || (hash(i + 2) % 300), "
             "'', " +
                 day +
                 ", '', 'en', array_to_string(list_transform(range(150), x -> 'word' || (hash(i * 1000 + x) % "
                 "6000)), ' ') || '.', " +
                 day + ", 1 FROM " + range + " t(i)") &&
         run(record,
             "INSERT INTO readings SELECT i + 1, 'r' || lpad(to_hex(i), 16, '0'), 1, 'b', 'b', 'b', 'en' FROM " +
                 range + " t(i)") &&
         run(record, "CREATE OR REPLACE TEMP TABLE told AS SELECT i, k, " + happening + " AS h, " + day +
                         " AS day FROM " + range + " t(i), range(20) u(k)") &&
         run(record,
             "INSERT INTO parties SELECT i + 1, 2 * k + 1 + side, 'Party' || (hash(h * 2 + side) % 80), 'armed_group', "
             "'P' || (hash(h * 2 + side) % 40), 'REB', 'made up' FROM told, range(2) s(side)") &&
         run(record,
             "INSERT INTO events BY NAME SELECT i + 1 AS reading, k + 1 AS n, (['ASSAULT', 'COERCE', 'CONSULT', "
             "'ACCUSE', 'REQUEST', 'SUPPORT', 'AID', 'REJECT'])[1 + CAST(hash(h) % 8 AS INTEGER)] AS type, '' AS mode, "
             "'190' AS cameo, 0 AS goldstein, 'actual' AS status, 0 AS trigger_begin, 4 AS trigger_end, 'word' || "
             "(hash(h * 7) % 6000) AS trigger_words, 0 AS span_begin, 4 AS span_end, array_to_string(list_transform("
             "range(8), x -> 'word' || (hash(h * 7 + x) % 6000)), ' ') || ' word' || (hash(i * 31 + k) % 6000) || ' "
             "word' || (hash(i * 37 + k) % 6000) AS words, CASE WHEN hash(i + k) % 2 = 0 THEN day END AS date_value, "
             "'day' AS date_precision, 'Place' || (hash(h * 3) % 300) AS place_name, 'C' || (hash(h * 3) % 30) AS "
             "place_country, 30 AS place_lat, 30 AS place_lon, 'made up' AS rule, 0.9 AS confidence FROM told WHERE k "
             "< "
             "16") &&
         run(record,
             "INSERT INTO event_actors SELECT i + 1, k + 1, CASE side WHEN 0 THEN 'source' ELSE 'target' END, 1, 2 * k "
             "+ "
             "1 + side, 0, 4, 'word' FROM told, range(2) s(side) WHERE k < 16") &&
         run(record,
             "INSERT INTO figures BY NAME SELECT i + 1 AS reading, k - 15 AS n, 'killed' AS measure, (20 + hash(h) % "
             "400)::DOUBLE AS low, (20 + hash(h) % 400)::DOUBLE AS high, 'exact' AS bound, 'people' AS unit, 0 AS "
             "span_begin, 8 AS span_end, 'word' AS words, 'made up' AS rule, 0.9 AS confidence FROM told WHERE k IN "
             "(16, "
             "17)") &&
         run(record,
             "INSERT INTO instruments BY NAME SELECT i + 1 AS reading, k - 17 AS n, 'proposal' AS kind, 'plan word' || "
             "(hash(h) % 6000) || ' word' || (hash(h + 1) % 6000) AS label, 'tabled' AS state, 'made up' AS rule, 0.9 "
             "AS "
             "confidence FROM told WHERE k >= 18");
}

int through_the_record(const std::vector<std::int64_t>& sizes, bool shuffled) {
  const fs::path path =
      fs::temp_directory_path() / ("detente-bench-findings-" + std::to_string(std::random_device{}()) + ".duckdb");
  int status = 1;
  {
    auto opened = record::Record::open(path, record::Access::write);
    if (!opened || !opened->start_run({"2024-11-01T08:00:00Z", "link", {"b", "b", "b"}})) {
      return 1;
    }
    record::Record& record = *opened;
    std::printf("through the record: claims, seconds for %lld more, of processors, of linking until then\n",
                static_cast<long long>(kStep));
    std::int64_t reports = 0;
    double all = 0;
    for (const std::int64_t size : sizes) {
      const std::int64_t wanted = size / kClaimsOfReport;
      if (!make_reports(record, reports, wanted, shuffled)) {
        break;
      }
      const double begun = processor_seconds();
      const auto linked = linking::link_new(record, {}, {});
      all += processor_seconds() - begun;
      if (!linked) {
        std::printf("%s\n", linked.error().to_string().c_str());
        break;
      }
      reports = wanted;
      std::vector<double> times;
      std::vector<double> busy;
      for (int round = 0; round < kRounds; ++round) {
        make_reports(record, reports, reports + kStep / kClaimsOfReport, shuffled);
        reports += kStep / kClaimsOfReport;
        const double start = seconds();
        const double start_busy = processor_seconds();
        const auto more = linking::link_new(record, {}, {});
        times.push_back(seconds() - start);
        busy.push_back(processor_seconds() - start_busy);
        if (!more || more->claims != kStep) {
          std::printf("a thousand claims were not linked\n");
        }
      }
      std::printf("%10lld %8.4f %8.4f %9.1f   joined %lld, links %lld\n", static_cast<long long>(size), median(times),
                  median(busy), all, static_cast<long long>(linked->joined), static_cast<long long>(linked->links));
      std::fflush(stdout);
      status = 0;
    }
  }
  std::error_code ignored;
  fs::remove(path, ignored);
  fs::remove(path.string() + ".wal", ignored);
  return status;
}

}  // namespace

int main(int count, char** arguments) {
  const std::int64_t most = count > 1 ? std::atoll(arguments[1]) : 1000000;
  const bool shuffled = count > 2 && std::strcmp(arguments[2], "shuffled") == 0;
  std::vector<std::int64_t> sizes;
  for (std::int64_t size = 10000; size <= most; size *= 10) {
    sizes.push_back(size);
  }
  in_memory(sizes, shuffled);
  return through_the_record(sizes, shuffled);
}
