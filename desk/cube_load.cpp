#include <algorithm>
#include <functional>
#include <unordered_map>

#include "detente/desk/cube.hpp"
#include "outlet.hpp"

namespace detente::desk {

namespace {

using record::Chunk;

// Where the items of each reading begin in an array of all of them. Items of a reading count from 1 without gaps.
class Slots {
 public:
  void note(std::int64_t reading, std::int64_t n) {
    const auto r = static_cast<std::size_t>(std::max<std::int64_t>(reading, 0));
    if (r + 1 >= begin_.size()) {
      begin_.resize(std::max(r + 2, begin_.size() * 2), 0);
    }
    begin_[r + 1] = std::max(begin_[r + 1], static_cast<std::uint32_t>(std::max<std::int64_t>(n, 0)));
  }
  // After the last note().
  void close() {
    for (std::size_t i = 1; i < begin_.size(); ++i) {
      begin_[i] += begin_[i - 1];
    }
  }
  std::size_t size() const { return begin_.empty() ? 0 : begin_.back(); }
  // size() if there is no such item.
  std::size_t at(std::int64_t reading, std::int64_t n) const {
    const auto r = static_cast<std::size_t>(std::max<std::int64_t>(reading, 0));
    if (r + 1 >= begin_.size() || n < 1 || n > begin_[r + 1] - begin_[r]) {
      return size();
    }
    return begin_[r] + static_cast<std::size_t>(n - 1);
  }

 private:
  std::vector<std::uint32_t> begin_;
};

class Loader {
 public:
  Loader(record::Record& record, std::optional<int> revision)
      : record_(record), revision_(revision.value_or(std::numeric_limits<int>::max())) {}

  Result<Cube> load() {
    using Step = Result<void> (Loader::*)();
    for (const Step step : {&Loader::reports, &Loader::parties, &Loader::claims, &Loader::events, &Loader::actors}) {
      if (auto done = (this->*step)(); !done) {
        return done.error();
      }
    }
    return builder_.finish();
  }

 private:
  static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

  Result<void> scan(const char* sql, const std::function<void(const Chunk&, std::size_t row)>& take,
                    const std::vector<record::Value>& values = {}) {
    return record_.scan(sql, values, [&take](const Chunk& chunk) {
      for (std::size_t row = 0; row < chunk.rows(); ++row) {
        take(chunk, row);
      }
      return true;
    });
  }

  // kNobody if the reading is not seen.
  std::uint32_t report_of(std::int64_t reading) const {
    const auto at = static_cast<std::size_t>(reading);
    return reading > 0 && at < report_of_.size() ? report_of_[at] : kNobody;
  }

  Result<void> reports() {
    std::vector<std::string> origins;
    std::unordered_map<std::string, std::uint32_t> number_of;
    auto done = scan(
        "SELECT r.id, r.seen_day, r.published <> '', r.outlet, r.original_source, r.uri, coalesce(r.reading, 0), "
        "coalesce(o.origin, r.id) FROM seen_reports r LEFT JOIN seen_origins o ON o.report = r.id ORDER BY r.id",
        [&](const Chunk& c, std::size_t row) {
          CubeReport report;
          report.id = c.text(0, row);
          report.day = read_period(c.text(1, row)).first;
          report.dated = c.integer(2, row) != 0;
          report.outlet = builder_.outlet(outlet_name(c.text(3, row), c.text(4, row), c.text(5, row)));
          report.reading = c.integer(6, row);
          origins.emplace_back(c.text(7, row));
          days_.push_back(report.dated ? report.day : kNoDay);
          const std::string id = report.id;
          const auto reading = static_cast<std::size_t>(std::max<std::int64_t>(report.reading, 0));
          if (reading >= report_of_.size()) {
            report_of_.resize(std::max(reading + 1, report_of_.size() * 2), kNobody);
          }
          const std::uint32_t number = builder_.report(std::move(report));
          report_of_[reading] = reading > 0 ? number : kNobody;
          number_of.emplace(id, number);
        });
    for (std::uint32_t i = 0; done && i < origins.size(); ++i) {
      const auto at = number_of.find(origins[i]);
      builder_.set_origin(i, at == number_of.end() ? i : at->second);
    }
    return done;
  }

  Result<void> parties() {
    struct Row {
      std::int64_t reading;
      std::int64_t n;
      std::uint32_t party;
    };
    std::vector<Row> rows;
    // Rows of the whole table come in its order, those of a join in any: numbers would differ from one time to the
    // next.
    auto done =
        scan("SELECT reading, n, lower(name), name, code, kind FROM parties", [&](const Chunk& c, std::size_t row) {
          if (report_of(c.integer(0, row)) == kNobody) {
            return;
          }
          rows.push_back({c.integer(0, row), c.integer(1, row),
                          builder_.party(c.text(2, row), c.text(3, row), c.text(4, row), c.text(5, row))});
          party_slots_.note(rows.back().reading, rows.back().n);
        });
    party_slots_.close();
    parties_.assign(party_slots_.size(), kNobody);
    for (const Row& row : rows) {
      if (const std::size_t at = party_slots_.at(row.reading, row.n); at < parties_.size()) {
        parties_[at] = row.party;
      }
    }
    return done;
  }

  Result<void> claims() {
    // Not seen_claims, which would be made of every claim and kept: of several rows of one claim the last holds.
    return scan("SELECT reading, n, finding, seq FROM finding_claims WHERE kind = 'event' AND revision <= ?",
                [&](const Chunk& c, std::size_t row) {
                  claims_.push_back({c.integer(0, row), c.integer(1, row), static_cast<std::int32_t>(c.integer(2, row)),
                                     c.integer(3, row)});
                },
                {revision_});
  }

  Result<void> events() {
    struct Row {
      std::int64_t reading;
      std::uint32_t event;
    };
    std::vector<Row> rows;
    std::vector<CubeBuilder::Event> events;
    auto done = scan(
        "SELECT reading, n, type, status, goldstein, date_value, place_name, place_country, place_lat, place_lon FROM "
        "events",
        [&](const Chunk& c, std::size_t row) {
          const std::int64_t reading = c.integer(0, row);
          CubeBuilder::Event event;
          event.n = static_cast<std::uint32_t>(c.integer(1, row));
          event.report = report_of(reading);
          if (event.report == kNobody) {
            return;
          }
          event.type = event_type(c.text(2, row)).value_or(EventType::CONSULT);
          event.status = status(c.text(3, row)).value_or(Status::actual);
          event.goldstein = static_cast<float>(c.number(4, row));
          event.when = read_period(c.text(5, row));
          if (event.when.precision == Precision::none && days_[event.report] != kNoDay) {
            event.when = {days_[event.report], days_[event.report], Precision::report};
          }
          event.place = builder_.place(c.text(6, row), c.text(7, row), c.number(8, row), c.number(9, row));
          event.country = builder_.country(c.text(7, row));
          rows.push_back({reading, static_cast<std::uint32_t>(events.size())});
          events.push_back(event);
          event_slots_.note(reading, event.n);
        });
    if (!done) {
      return done;
    }
    event_slots_.close();
    events_.assign(event_slots_.size(), kNobody);
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (const std::size_t at = event_slots_.at(rows[i].reading, events[i].n); at < events_.size()) {
        events_[at] = rows[i].event;
      }
    }
    const auto earlier = [](const Claim& a, const Claim& b) { return a.seq < b.seq; };
    if (!std::is_sorted(claims_.begin(), claims_.end(), earlier)) {
      std::sort(claims_.begin(), claims_.end(), earlier);
    }
    for (const Claim& claim : claims_) {
      const std::size_t at = event_slots_.at(claim.reading, claim.n);
      if (at < events_.size() && events_[at] != kNobody) {
        events[events_[at]].finding = claim.finding;
      }
    }
    claims_ = {};
    for (const CubeBuilder::Event& event : events) {
      builder_.event(event);
    }
    return {};
  }

  Result<void> actors() {
    return scan("SELECT reading, event, side = 'source', party FROM event_actors WHERE party IS NOT NULL",
                [&](const Chunk& c, std::size_t row) {
                  const std::int64_t reading = c.integer(0, row);
                  if (report_of(reading) == kNobody) {
                    return;
                  }
                  const std::size_t event = event_slots_.at(reading, c.integer(1, row));
                  const std::size_t party = party_slots_.at(reading, c.integer(3, row));
                  if (event < events_.size() && party < parties_.size() && events_[event] != kNobody &&
                      parties_[party] != kNobody) {
                    builder_.actor(events_[event], parties_[party], c.integer(2, row) != 0);
                  }
                });
  }

  struct Claim {
    std::int64_t reading;
    std::int64_t n;
    std::int32_t finding;
    std::int64_t seq;
  };

  record::Record& record_;
  std::int64_t revision_;
  CubeBuilder builder_;
  std::vector<std::uint32_t> report_of_;  // by reading
  std::vector<std::int32_t> days_;        // by report; kNoDay if it has no date
  Slots party_slots_;
  Slots event_slots_;
  std::vector<std::uint32_t> parties_;  // by slot
  std::vector<std::uint32_t> events_;
  std::vector<Claim> claims_;
};

}  // namespace

Result<Cube> load_cube(record::Record& record, std::optional<int> revision) {
  if (auto looked = record.look({"", revision}); !looked) {
    return looked.error();
  }
  return Loader(record, revision).load();
}

Result<Cube> load_seen_cube(record::Record& record) { return Loader(record, {}).load(); }

}  // namespace detente::desk
