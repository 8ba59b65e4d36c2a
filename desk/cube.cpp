#include "detente/desk/cube.hpp"

#include <algorithm>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "detente/text/date.hpp"

namespace detente::desk {

namespace {

// The number of digits that begin the text, at most `most`, and their value.
std::optional<int> digits(std::string_view text, std::size_t at, std::size_t count) {
  if (text.size() < at + count) {
    return std::nullopt;
  }
  int value = 0;
  for (std::size_t i = at; i < at + count; ++i) {
    if (text[i] < '0' || text[i] > '9') {
      return std::nullopt;
    }
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::int32_t number_of(int year, int month, int day) {
  return static_cast<std::int32_t>(text::day_number(text::make_day(year, month, day)));
}

// ISO 8601: week 1 holds the fourth of January, and weeks begin on Monday.
Period week_period(int year, int week) {
  const std::int32_t fourth = number_of(year, 1, 4);
  // Day 0, 1970-01-01, was a Thursday.
  const std::int32_t weekday = ((fourth + 3) % 7 + 7) % 7;
  const std::int32_t monday = fourth - weekday + (week - 1) * 7;
  return {monday, monday + 6, Precision::week};
}

}  // namespace

std::string_view name(Precision precision) {
  switch (precision) {
    case Precision::day:
      return "day";
    case Precision::week:
      return "week";
    case Precision::month:
      return "month";
    case Precision::year:
      return "year";
    case Precision::report:
      return "report";
    case Precision::none:
      return "none";
  }
  return "none";
}

std::string_view name(Bin bin) {
  switch (bin) {
    case Bin::day:
      return "day";
    case Bin::week:
      return "week";
    case Bin::month:
      return "month";
    case Bin::year:
      return "year";
  }
  return "day";
}

Period read_period(std::string_view iso) {
  const auto year = digits(iso, 0, 4);
  if (!year || *year < text::kFirstYear || *year > text::kLastYear) {
    return {};
  }
  if (iso.size() == 4) {
    return {number_of(*year, 1, 1), number_of(*year, 12, 31), Precision::year};
  }
  if (iso.size() == 8 && iso[4] == '-' && iso[5] == 'W') {
    const auto week = digits(iso, 6, 2);
    return week && *week >= 1 && *week <= 53 ? week_period(*year, *week) : Period{};
  }
  const auto month = digits(iso, 5, 2);
  if (iso[4] != '-' || !month || *month < 1 || *month > 12) {
    return {};
  }
  const int days = text::days_in_month(*year, *month);
  if (iso.size() == 7) {
    return {number_of(*year, *month, 1), number_of(*year, *month, days), Precision::month};
  }
  const auto day = digits(iso, 8, 2);
  if (iso[7] != '-' || !day || *day < 1 || *day > days || (iso.size() > 10 && iso[10] != 'T')) {
    return {};
  }
  const std::int32_t number = number_of(*year, *month, *day);
  return {number, number, Precision::day};
}

std::string day_text(std::int32_t day) { return day == kNoDay ? std::string() : text::from_day_number(day).iso_day(); }

std::size_t Cube::bytes() const {
  const auto size = [](const auto& v) { return v.capacity() * sizeof(v[0]); };
  std::size_t out = size(first) + size(last) + size(precision) + size(type) + size(status) + size(country) +
                    size(place) + size(report) + size(n) + size(finding) + size(goldstein) + size(party_at) +
                    size(party) + size(pair_at) + size(pair) + size(reports) + size(parties) + size(places) +
                    size(pairs) + size(countries) + size(outlets);
  constexpr std::size_t kInline = 15;  // shorter words stand inside the string
  const auto words = [&](const std::string& s) { out += s.capacity() > kInline ? s.capacity() + 1 : 0; };
  for (const CubeReport& r : reports) {
    words(r.id);
  }
  for (const CubeParty& p : parties) {
    words(p.name);
    words(p.code);
    words(p.kind);
  }
  for (const CubePlace& p : places) {
    words(p.name);
  }
  for (const std::string& s : outlets) {
    words(s);
  }
  return out;
}

namespace {

// Numbers of pairs, by open addressing: a million of them are asked for.
class PairNumbers {
 public:
  // That of the pair, or `fresh` if it has none, which it then has.
  std::uint32_t of(std::uint64_t pair, std::uint32_t fresh) {
    if ((used_ + 1) * 2 > slots_.size()) {
      grow();
    }
    Slot& slot = slots_[place(pair)];
    if (slot.number == kFree) {
      slot = {pair, fresh};
      ++used_;
    }
    return slot.number;
  }

 private:
  static constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();
  struct Slot {
    std::uint64_t pair = 0;
    std::uint32_t number = kFree;
  };

  std::size_t place(std::uint64_t pair) const {
    // Fibonacci hashing: the upper bits of the product are mixed best.
    std::size_t at = static_cast<std::size_t>((pair * 0x9e3779b97f4a7c15U) >> 20U) & (slots_.size() - 1);
    while (slots_[at].number != kFree && slots_[at].pair != pair) {
      at = (at + 1) & (slots_.size() - 1);
    }
    return at;
  }

  void grow() {
    std::vector<Slot> old(std::max<std::size_t>(slots_.size() * 2, 1024));
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.number != kFree) {
        slots_[place(slot.pair)] = slot;
      }
    }
  }

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
};

}  // namespace

struct CubeBuilder::Work {
  struct Actor {
    std::uint32_t event = 0;
    std::uint32_t entry = 0;  // party times four, and its side
  };
  using Numbers = std::unordered_map<std::string, std::uint32_t>;

  Cube cube;
  std::vector<Event> events;
  std::vector<Actor> actors;
  Numbers party_numbers;
  Numbers place_numbers;
  Numbers country_numbers{{"", 0}};
  Numbers outlet_numbers{{"", 0}};
  std::string key;
};

CubeBuilder::CubeBuilder() : work_(std::make_unique<Work>()) {
  work_->cube.countries.emplace_back();
  work_->cube.outlets.emplace_back();
  work_->cube.places.emplace_back();
}

CubeBuilder::~CubeBuilder() = default;
CubeBuilder::CubeBuilder(CubeBuilder&&) noexcept = default;
CubeBuilder& CubeBuilder::operator=(CubeBuilder&&) noexcept = default;

std::uint32_t CubeBuilder::report(CubeReport report) {
  const auto number = static_cast<std::uint32_t>(work_->cube.reports.size());
  report.origin = number;
  work_->cube.reports.push_back(std::move(report));
  return number;
}

void CubeBuilder::set_origin(std::uint32_t report, std::uint32_t origin) {
  work_->cube.reports[report].origin = origin;
}

std::uint32_t CubeBuilder::outlet(std::string_view name) {
  Work& w = *work_;
  const auto [at, added] =
      w.outlet_numbers.try_emplace(std::string(name), static_cast<std::uint32_t>(w.cube.outlets.size()));
  if (added) {
    w.cube.outlets.emplace_back(name);
  }
  return at->second;
}

std::uint32_t CubeBuilder::party(std::string_view folded_name, std::string_view name, std::string_view code,
                                 std::string_view kind) {
  Work& w = *work_;
  w.key.assign(folded_name).append(1, '\0').append(code);
  if (const auto at = w.party_numbers.find(w.key); at != w.party_numbers.end()) {
    return at->second;
  }
  const auto number = static_cast<std::uint32_t>(w.cube.parties.size());
  w.party_numbers.emplace(w.key, number);
  w.cube.parties.push_back({std::string(name), std::string(code), std::string(kind)});
  return number;
}

std::uint32_t CubeBuilder::place(std::string_view name, std::string_view country, double lat, double lon) {
  Work& w = *work_;
  if (name.empty()) {
    return 0;
  }
  w.key.assign(name).append(1, '\0').append(country);
  w.key.append(reinterpret_cast<const char*>(&lat), sizeof lat).append(reinterpret_cast<const char*>(&lon), sizeof lon);
  if (const auto at = w.place_numbers.find(w.key); at != w.place_numbers.end()) {
    return at->second;
  }
  const auto number = static_cast<std::uint32_t>(w.cube.places.size());
  w.place_numbers.emplace(w.key, number);
  w.cube.places.push_back({std::string(name), std::string(country), lat, lon});
  return number;
}

std::uint16_t CubeBuilder::country(std::string_view code) {
  Work& w = *work_;
  if (const auto at = w.country_numbers.find(std::string(code)); at != w.country_numbers.end()) {
    return static_cast<std::uint16_t>(at->second);
  }
  if (w.cube.countries.size() > std::numeric_limits<std::uint16_t>::max()) {
    return 0;  // A code is three letters of 249; a record with more than 65,535 of them does not know its places.
  }
  const auto number = static_cast<std::uint16_t>(w.cube.countries.size());
  w.country_numbers.emplace(code, number);
  w.cube.countries.emplace_back(code);
  return number;
}

std::uint32_t CubeBuilder::event(const Event& event) {
  work_->events.push_back(event);
  return static_cast<std::uint32_t>(work_->events.size() - 1);
}

void CubeBuilder::actor(std::uint32_t event, std::uint32_t party, bool acts) {
  work_->actors.push_back({event, party * 4 + (acts ? 1U : 2U)});
}

Cube CubeBuilder::finish() {
  Work& w = *work_;
  Cube& cube = w.cube;

  // Reports by id, so that the order of events does not hang on the order in which they came.
  std::vector<std::uint32_t> order(cube.reports.size());
  std::iota(order.begin(), order.end(), 0U);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return cube.reports[a].id < cube.reports[b].id; });
  std::vector<std::uint32_t> place_of(order.size());
  std::vector<CubeReport> reports(order.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    place_of[order[i]] = i;
    reports[i] = std::move(cube.reports[order[i]]);
  }
  for (CubeReport& report : reports) {
    report.origin = place_of[report.origin];
  }
  cube.reports = std::move(reports);
  for (Event& event : w.events) {
    event.report = place_of[event.report];
  }

  // By what they are sorted by first as one number, so that most comparisons need not look at the event.
  struct Ordered {
    std::uint64_t key;
    std::uint32_t event;
  };
  std::vector<Ordered> by_day(w.events.size());
  for (std::uint32_t i = 0; i < by_day.size(); ++i) {
    const Event& event = w.events[i];
    const auto day = static_cast<std::uint32_t>(static_cast<std::int64_t>(event.when.first) - kNoDay);
    by_day[i] = {std::uint64_t{day} << 32U | event.report, i};
  }
  std::sort(by_day.begin(), by_day.end(), [&](const Ordered& a, const Ordered& b) {
    return a.key != b.key ? a.key < b.key : w.events[a.event].n < w.events[b.event].n;
  });
  order.resize(by_day.size());
  std::transform(by_day.begin(), by_day.end(), order.begin(), [](const Ordered& one) { return one.event; });
  by_day = {};
  const std::size_t size = order.size();
  cube.first.resize(size);
  cube.last.resize(size);
  cube.precision.resize(size);
  cube.type.resize(size);
  cube.status.resize(size);
  cube.country.resize(size);
  cube.place.resize(size);
  cube.report.resize(size);
  cube.n.resize(size);
  cube.finding.resize(size);
  cube.goldstein.resize(size);
  std::vector<std::uint32_t> row_of(size);
  for (std::uint32_t row = 0; row < size; ++row) {
    const Event& event = w.events[order[row]];
    row_of[order[row]] = row;
    cube.first[row] = event.when.first;
    cube.last[row] = event.when.last;
    cube.precision[row] = event.when.precision;
    cube.type[row] = static_cast<std::uint8_t>(event.type);
    cube.status[row] = static_cast<std::uint8_t>(event.status);
    cube.country[row] = event.country;
    cube.place[row] = event.place;
    cube.report[row] = event.report;
    cube.n[row] = event.n;
    cube.finding[row] = event.finding;
    cube.goldstein[row] = event.goldstein;
  }

  // Parties by row: counted, then set in place, then each once.
  std::vector<std::uint32_t> at(size + 1, 0);
  for (const Work::Actor& actor : w.actors) {
    ++at[row_of[actor.event] + 1];
  }
  std::partial_sum(at.begin(), at.end(), at.begin());
  std::vector<std::uint32_t> entries(w.actors.size());
  std::vector<std::uint32_t> next(at.begin(), at.end());
  for (const Work::Actor& actor : w.actors) {
    entries[next[row_of[actor.event]]++] = actor.entry;
  }
  w.actors = {};
  w.events = {};
  cube.party_at.reserve(size + 1);
  cube.pair_at.reserve(size + 1);
  cube.party.reserve(entries.size());
  PairNumbers pair_numbers;
  for (std::size_t row = 0; row < size; ++row) {
    cube.party_at.push_back(static_cast<std::uint32_t>(cube.party.size()));
    cube.pair_at.push_back(static_cast<std::uint32_t>(cube.pair.size()));
    const std::size_t begin = cube.party.size();
    const auto mine = entries.begin() + at[row];
    const auto end = entries.begin() + at[row + 1];
    std::sort(mine, end);
    for (auto entry = mine; entry != end; ++entry) {
      if (cube.party.size() > begin && cube.party.back() / 4 == *entry / 4) {
        cube.party.back() |= *entry & 3U;
      } else {
        cube.party.push_back(*entry);
      }
    }
    for (std::size_t s = begin; s < cube.party.size(); ++s) {
      for (std::size_t t = begin; t < cube.party.size(); ++t) {
        if (s == t || (cube.party[s] & 1U) == 0 || (cube.party[t] & 2U) == 0) {
          continue;
        }
        const std::uint32_t source = cube.party[s] / 4;
        const std::uint32_t target = cube.party[t] / 4;
        const std::uint32_t number =
            pair_numbers.of(std::uint64_t{source} << 32U | target, static_cast<std::uint32_t>(cube.pairs.size()));
        if (number == cube.pairs.size()) {
          cube.pairs.push_back({source, target});
        }
        cube.pair.push_back(number);
      }
    }
  }
  cube.party_at.push_back(static_cast<std::uint32_t>(cube.party.size()));
  cube.pair_at.push_back(static_cast<std::uint32_t>(cube.pair.size()));
  cube.party.shrink_to_fit();
  cube.pair.shrink_to_fit();
  return std::move(cube);
}

}  // namespace detente::desk
