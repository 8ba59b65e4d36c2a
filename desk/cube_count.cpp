#include <algorithm>
#include <cctype>
#include <thread>
#include <unordered_set>

#include "detente/desk/cube.hpp"
#include "detente/text/date.hpp"

namespace detente::desk {

namespace {

// One bit a field that a facet may be asked without; kOut is out of everything.
enum Bit : std::uint8_t {
  kTime = 1,
  kParty = 2,
  kType = 4,
  kQuad = 8,
  kStatus = 16,
  kCountry = 32,
  kOutlet = 64,
  kOut = 128
};

std::string folded(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](unsigned char c) { return c < 128 ? static_cast<char>(std::tolower(c)) : static_cast<char>(c); });
  return out;
}

// What a filter says of each event, in tables by type, status, country, report and party.
class Sieve {
 public:
  Sieve(const Cube& cube, const Filter& filter) : cube_(cube) {
    for (std::size_t t = 0; t < kTypes; ++t) {
      const auto type = static_cast<EventType>(t);
      quad_[t] = static_cast<std::uint8_t>(quad(type) - 1);
      of_type_[t] =
          static_cast<std::uint8_t>(without(filter.types, type, kType) | without(filter.quads, quad(type), kQuad));
    }
    for (std::size_t s = 0; s < kStatuses; ++s) {
      of_status_[s] = without(filter.statuses, static_cast<Status>(s), kStatus);
    }
    of_country_.resize(cube.countries.size());
    for (std::size_t i = 0; i < of_country_.size(); ++i) {
      of_country_[i] = without(filter.countries, cube.countries[i], kCountry);
    }
    reports(filter);
    if (!filter.parties.empty()) {
      parties(filter.parties);
    }
    is_timed_ = filter.from || filter.to;
    // An event that is on no time line is in no stretch of it.
    from_ = filter.from.value_or(kNoDay + 1);
    to_ = filter.to.value_or(std::numeric_limits<std::int32_t>::max());
    findings_.insert(filter.findings.begin(), filter.findings.end());
  }

  // The fields whose filters the event does not pass.
  std::uint8_t operator()(std::size_t i) const {
    unsigned out = static_cast<unsigned>(of_type_[cube_.type[i]]) | of_status_[cube_.status[i]] |
                   of_country_[cube_.country[i]] | of_report_[cube_.report[i]];
    if (is_timed_ && (cube_.last[i] < from_ || cube_.first[i] > to_)) {
      out |= kTime;
    }
    if (!wanted_.empty() && !has_party(i)) {
      out |= kParty;
    }
    if (!findings_.empty() && !findings_.contains(cube_.finding[i])) {
      out |= kOut;
    }
    return static_cast<std::uint8_t>(out);
  }

  std::uint8_t quad_of(std::size_t i) const { return quad_[cube_.type[i]]; }

 private:
  template <typename T>
  static std::uint8_t without(const std::vector<T>& wanted, const T& value, Bit bit) {
    return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end() ? 0 : bit;
  }

  void reports(const Filter& filter) {
    std::vector<std::uint8_t> of_outlet(cube_.outlets.size());
    for (std::size_t i = 0; i < of_outlet.size(); ++i) {
      of_outlet[i] = without(filter.outlets, cube_.outlets[i], kOutlet);
    }
    of_report_.resize(cube_.reports.size());
    for (std::size_t i = 0; i < of_report_.size(); ++i) {
      const CubeReport& report = cube_.reports[i];
      const bool later = filter.as_of && report.day > *filter.as_of;
      of_report_[i] = later ? std::uint8_t{kOut} : of_outlet[report.outlet];
    }
    const auto keep = [&](const std::vector<std::string>& ids) {
      std::vector<bool> kept(of_report_.size());
      for (const std::string& id : ids) {
        if (const auto number = find_report(cube_, id)) {
          kept[*number] = true;
        }
      }
      for (std::size_t i = 0; i < kept.size(); ++i) {
        of_report_[i] = kept[i] ? of_report_[i] : std::uint8_t{kOut};
      }
    };
    if (!filter.reports.empty()) {
      keep(filter.reports);
    }
    if (filter.among != nullptr) {
      keep(*filter.among);
    }
  }

  void parties(const std::vector<std::string>& words) {
    wanted_.assign(cube_.parties.size(), 0);
    for (const std::string& word : words) {
      const std::string low = folded(word);
      bool named = false;
      for (std::size_t i = 0; i < wanted_.size(); ++i) {
        if (folded(cube_.parties[i].name) == low) {
          wanted_[i] = 1;
          named = true;
        }
      }
      for (std::size_t i = 0; i < wanted_.size() && !named; ++i) {
        if (!word.empty() && cube_.parties[i].code == word) {
          wanted_[i] = 1;
        }
      }
    }
  }

  bool has_party(std::size_t i) const {
    for (std::uint32_t at = cube_.party_at[i]; at < cube_.party_at[i + 1]; ++at) {
      if (wanted_[cube_.party[at] / 4] != 0) {
        return true;
      }
    }
    return false;
  }

  const Cube& cube_;
  std::array<std::uint8_t, kTypes> of_type_{};
  std::array<std::uint8_t, kTypes> quad_{};
  std::array<std::uint8_t, kStatuses> of_status_{};
  std::vector<std::uint8_t> of_country_;
  std::vector<std::uint8_t> of_report_;
  std::vector<std::uint8_t> wanted_;  // by party; empty: any
  std::unordered_set<std::int32_t> findings_;
  bool is_timed_ = false;
  std::int32_t from_ = 0;
  std::int32_t to_ = 0;
};

std::int32_t bin_start(std::int32_t day, Bin bin) {
  if (bin == Bin::day) {
    return day;
  }
  if (bin == Bin::week) {
    // Day 0, 1970-01-01, was a Thursday; weeks begin on Monday.
    return day - (((day + 3) % 7 + 7) % 7);
  }
  const text::Date date = text::from_day_number(day);
  return static_cast<std::int32_t>(text::day_number(text::make_day(date.year, bin == Bin::month ? date.month : 1, 1)));
}

// The bars of a time line: which bar each day falls into.
struct Axis {
  Bin bin = Bin::day;
  std::int32_t first = 0;             // day
  std::vector<std::uint32_t> bar_of;  // by day behind `first`
  std::vector<std::int32_t> starts;   // by bar
};

Bin choose_bin(const Cube& cube) {
  const auto timed =
      static_cast<std::size_t>(std::upper_bound(cube.first.begin(), cube.first.end(), kNoDay) - cube.first.begin());
  const std::size_t size = cube.size() - timed;
  if (size == 0) {
    return Bin::day;
  }
  constexpr std::size_t kShare = 100;
  const std::int32_t range = cube.first[cube.size() - 1 - size / kShare] - cube.first[timed + size / kShare];
  constexpr std::int32_t kDays = 120;
  constexpr std::int32_t kWeeks = 3 * 366;
  constexpr std::int32_t kMonths = 30 * 366;
  return range <= kDays ? Bin::day : range <= kWeeks ? Bin::week : range <= kMonths ? Bin::month : Bin::year;
}

Axis make_axis(const Cube& cube, std::optional<Bin> wanted) {
  Axis axis;
  axis.bin = wanted ? *wanted : choose_bin(cube);
  const auto begin = std::upper_bound(cube.first.begin(), cube.first.end(), kNoDay);
  if (begin == cube.first.end()) {
    return axis;
  }
  axis.first = *begin;
  const std::int32_t last = cube.first.back();
  axis.bar_of.reserve(static_cast<std::size_t>(last - axis.first) + 1);
  std::int32_t next = axis.first;  // the first day that needs a new bar
  for (std::int32_t day = axis.first; day <= last; ++day) {
    if (day >= next) {
      const std::int32_t start = bin_start(day, axis.bin);
      axis.starts.push_back(start);
      constexpr std::array<std::int32_t, 4> kLongest{1, 7, 31, 366};
      const std::int32_t width = kLongest[static_cast<std::size_t>(axis.bin)];
      next = axis.bin == Bin::day || axis.bin == Bin::week ? start + width : bin_start(start + width, axis.bin);
    }
    axis.bar_of.push_back(static_cast<std::uint32_t>(axis.starts.size() - 1));
  }
  return axis;
}

constexpr std::size_t kPrecisions = 5;  // those that are on a time line

// Counts of one thread.
struct Counts {
  Counts(const Cube& cube, std::size_t bars)
      : countries(cube.countries.size()),
        outlets(cube.outlets.size()),
        parties(cube.parties.size()),
        bars(bars * kPrecisions * kQuads) {}

  std::int64_t total = 0;
  std::array<std::int64_t, kTypes> types{};
  std::array<std::int64_t, kQuads> quads{};
  std::array<std::int64_t, kStatuses> statuses{};
  std::vector<std::int32_t> countries;
  std::vector<std::int32_t> outlets;
  std::vector<std::int32_t> parties;
  std::vector<std::int32_t> bars;

  void add(const Counts& other) {
    const auto each = [](auto& mine, const auto& theirs) {
      for (std::size_t i = 0; i < mine.size(); ++i) {
        mine[i] += theirs[i];
      }
    };
    total += other.total;
    each(types, other.types);
    each(quads, other.quads);
    each(statuses, other.statuses);
    each(countries, other.countries);
    each(outlets, other.outlets);
    each(parties, other.parties);
    each(bars, other.bars);
  }
};

// One pass over some rows: an event that fails no filter counts everywhere, one that fails a single filter counts in
// the facet of that field, and one that fails more counts nowhere.
void count(const Cube& cube, const Sieve& sieve, const Axis& axis, std::size_t begin, std::size_t end, Counts& counts) {
  for (std::size_t i = begin; i < end; ++i) {
    const unsigned out = sieve(i);
    if ((out & (out - 1)) != 0 || out == kOut) {
      continue;
    }
    const std::uint8_t quad = sieve.quad_of(i);
    counts.total += out == 0 ? 1 : 0;
    if ((out & ~unsigned{kType}) == 0) {
      ++counts.types[cube.type[i]];
    }
    if ((out & ~unsigned{kQuad}) == 0) {
      ++counts.quads[quad];
    }
    if ((out & ~unsigned{kStatus}) == 0) {
      ++counts.statuses[cube.status[i]];
    }
    if ((out & ~unsigned{kCountry}) == 0) {
      ++counts.countries[cube.country[i]];
    }
    if ((out & ~unsigned{kOutlet}) == 0) {
      ++counts.outlets[cube.reports[cube.report[i]].outlet];
    }
    if ((out & ~unsigned{kParty}) == 0) {
      for (std::uint32_t at = cube.party_at[i]; at < cube.party_at[i + 1]; ++at) {
        ++counts.parties[cube.party[at] / 4];
      }
    }
    if ((out & ~unsigned{kTime}) == 0 && cube.precision[i] != Precision::none) {
      const std::uint32_t bar = axis.bar_of[static_cast<std::size_t>(cube.first[i] - axis.first)];
      // What is known more closely than the bar is wide is as wide as the bar.
      const auto told = static_cast<std::size_t>(cube.precision[i]);
      const std::size_t precision =
          cube.precision[i] == Precision::report ? told : std::max(told, static_cast<std::size_t>(axis.bin));
      ++counts.bars[(bar * kPrecisions + precision) * kQuads + quad];
    }
  }
}

template <typename Numbers>
std::vector<Counted> most(const Numbers& counts, std::size_t limit, std::size_t begin = 0) {
  std::vector<Counted> out;
  for (std::size_t i = begin; i < counts.size(); ++i) {
    if (counts[i] > 0) {
      out.push_back({static_cast<std::uint32_t>(i), counts[i]});
    }
  }
  const auto more = [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.value < b.value;
  };
  const std::size_t kept = std::min(limit, out.size());
  std::partial_sort(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(kept), out.end(), more);
  out.resize(kept);
  return out;
}

// Calls with each row that passes.
template <typename Take>
void each(const Cube& cube, const Sieve& sieve, const Take& take) {
  for (std::size_t i = 0; i < cube.size(); ++i) {
    if (sieve(i) == 0) {
      take(i);
    }
  }
}

}  // namespace

Facets facets(const Cube& cube, const Filter& filter, const FacetOptions& options) {
  const Sieve sieve(cube, filter);
  const Axis axis = make_axis(cube, options.bin);
  constexpr std::size_t kWorthAThread = 50000;
  const std::size_t threads =
      std::clamp<std::size_t>(cube.size() / kWorthAThread, 1, static_cast<std::size_t>(std::max(options.threads, 1)));
  std::vector<Counts> counts(threads, Counts(cube, axis.starts.size()));
  const auto part = [&](std::size_t t) {
    count(cube, sieve, axis, cube.size() * t / threads, cube.size() * (t + 1) / threads, counts[t]);
  };
  std::vector<std::thread> others;
  for (std::size_t t = 1; t < threads; ++t) {
    others.emplace_back(part, t);
  }
  part(0);
  for (std::thread& other : others) {
    other.join();
  }
  for (std::size_t t = 1; t < threads; ++t) {
    counts[0].add(counts[t]);
  }
  const Counts& c = counts[0];

  Facets out;
  out.total = c.total;
  out.bin = axis.bin;
  for (std::size_t bar = 0; bar < axis.starts.size(); ++bar) {
    for (std::size_t p = 0; p < kPrecisions; ++p) {
      HistogramBar one{axis.starts[bar], static_cast<Precision>(p), 0, {}};
      for (std::size_t q = 0; q < kQuads; ++q) {
        one.quads[q] = c.bars[(bar * kPrecisions + p) * kQuads + q];
        one.count += one.quads[q];
      }
      if (one.count > 0) {
        if (axis.bin == Bin::week && (one.precision == Precision::month || one.precision == Precision::year)) {
          // A week holds the first day of at most one month, and these events begin on that day.
          one.day = bin_start(one.day + 6, one.precision == Precision::month ? Bin::month : Bin::year);
        }
        out.histogram.push_back(one);
      }
    }
  }
  out.types = most(c.types, options.most);
  out.quads = most(c.quads, options.most);
  out.statuses = most(c.statuses, options.most);
  out.parties = most(c.parties, options.most);
  out.countries = most(c.countries, options.most, 1);
  out.outlets = most(c.outlets, options.most);
  return out;
}

Listed list(const Cube& cube, const Filter& filter, std::optional<std::uint32_t> after, std::size_t limit) {
  const Sieve sieve(cube, filter);
  Listed out;
  const std::size_t from = after ? std::min<std::size_t>(*after, cube.size()) : cube.size();
  for (std::size_t i = cube.size(); i-- > 0;) {
    if (sieve(i) != 0) {
      continue;
    }
    ++out.total;
    if (i < from && out.rows.size() < limit) {
      out.rows.push_back(static_cast<std::uint32_t>(i));
    } else if (i < from) {
      out.more = true;
    }
  }
  return out;
}

std::optional<std::uint32_t> find_report(const Cube& cube, std::string_view id) {
  const auto at = std::lower_bound(cube.reports.begin(), cube.reports.end(), id,
                                   [](const CubeReport& r, std::string_view want) { return r.id < want; });
  if (at == cube.reports.end() || at->id != id) {
    return std::nullopt;
  }
  return static_cast<std::uint32_t>(at - cube.reports.begin());
}

std::optional<std::uint32_t> find_row(const Cube& cube, std::string_view report, std::uint32_t n) {
  const auto number = find_report(cube, report);
  for (std::size_t i = 0; number && i < cube.size(); ++i) {
    if (cube.report[i] == *number && cube.n[i] == n) {
      return static_cast<std::uint32_t>(i);
    }
  }
  return std::nullopt;
}

std::vector<PairCount> count_pairs(const Cube& cube, const Filter& filter, std::int64_t least) {
  const Sieve sieve(cube, filter);
  std::vector<PairCount> counts(cube.pairs.size());
  each(cube, sieve, [&](std::size_t i) {
    const bool happened = cube.status[i] == static_cast<std::uint8_t>(Status::actual);
    for (std::uint32_t at = cube.pair_at[i]; at < cube.pair_at[i + 1]; ++at) {
      PairCount& pair = counts[cube.pair[at]];
      pair.pair = cube.pair[at];
      ++pair.events;
      ++pair.quads[sieve.quad_of(i)];
      pair.weight += happened ? static_cast<double>(cube.goldstein[i]) : 0;
    }
  });
  std::erase_if(counts, [&](const PairCount& c) { return c.events < std::max<std::int64_t>(least, 1); });
  return counts;
}

std::vector<PlaceCount> count_places(const Cube& cube, const Filter& filter) {
  const Sieve sieve(cube, filter);
  std::vector<PlaceCount> counts(cube.places.size());
  each(cube, sieve, [&](std::size_t i) {
    PlaceCount& place = counts[cube.place[i]];
    place.place = cube.place[i];
    ++place.events;
    ++place.quads[sieve.quad_of(i)];
  });
  std::erase_if(counts, [](const PlaceCount& c) { return c.events == 0 || c.place == 0; });
  std::stable_sort(counts.begin(), counts.end(),
                   [](const PlaceCount& a, const PlaceCount& b) { return a.events > b.events; });
  return counts;
}

std::vector<PartyCount> count_parties(const Cube& cube, const Filter& filter) {
  const Sieve sieve(cube, filter);
  std::vector<PartyCount> counts(cube.parties.size());
  each(cube, sieve, [&](std::size_t i) {
    for (std::uint32_t at = cube.party_at[i]; at < cube.party_at[i + 1]; ++at) {
      const std::uint32_t entry = cube.party[at];
      PartyCount& party = counts[entry / 4];
      party.party = entry / 4;
      ++party.events;
      party.acts += (entry & 1U) != 0 ? 1 : 0;
      party.acted_on += (entry & 2U) != 0 ? 1 : 0;
      ++party.quads[sieve.quad_of(i)];
    }
  });
  std::erase_if(counts, [](const PartyCount& c) { return c.events == 0; });
  std::stable_sort(counts.begin(), counts.end(),
                   [](const PartyCount& a, const PartyCount& b) { return a.events > b.events; });
  return counts;
}

std::vector<Counted> count_reports(const Cube& cube, const Filter& filter) {
  const Sieve sieve(cube, filter);
  std::vector<Counted> counts(cube.reports.size());
  each(cube, sieve, [&](std::size_t i) {
    counts[cube.report[i]].value = cube.report[i];
    ++counts[cube.report[i]].count;
  });
  std::erase_if(counts, [](const Counted& c) { return c.count == 0; });
  return counts;
}

}  // namespace detente::desk
