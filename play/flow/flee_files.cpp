#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "detente/play/flee.hpp"
#include "detente/play/table.hpp"

namespace detente::play::flow {

namespace {

using table::Row;
using Rows = std::vector<Row>;

// "" if the row is shorter.
std::string_view cell(const Row& row, std::size_t column) {
  return column < row.cells.size() ? std::string_view(row.cells[column]) : std::string_view();
}

bool is_comment(const Row& row) { return cell(row, 0).starts_with('#'); }

class Parser {
 public:
  explicit Parser(const FleeFiles& files) : files_(files) {}

  Result<Scenario> parse() {
    for (const auto part : {&Parser::period, &Parser::locations, &Parser::routes, &Parser::closures, &Parser::conflicts,
                            &Parser::layout, &Parser::corrections}) {
      if (auto ok = (this->*part)(); !ok) {
        return ok.error();
      }
    }
    return std::move(out_);
  }

 private:
  bool has(const std::string& name) const { return files_.bytes.contains(name); }

  Result<Rows> rows(const std::string& name) const {
    const auto file = files_.bytes.find(name);
    if (file == files_.bytes.end()) {
      return Error{ErrorCode::not_found, "the file is not there", name};
    }
    return table::read_csv(file->second, name);
  }

  static Error at(ErrorCode code, std::string message, const std::string& file, const Row& row) {
    return {code, std::move(message), table::at_line(file, row.line)};
  }

  Result<std::uint32_t> place(const Row& row, std::size_t column, const std::string& file) const {
    const std::string name(cell(row, column));
    const auto found = places_.find(name);
    if (found == places_.end()) {
      return at(ErrorCode::bad_value, fmt::format("no place is called '{}' in locations.csv", name), file, row);
    }
    return found->second;
  }

  // A whole number of days or people.
  static Result<int> whole(const Row& row, std::size_t column, std::string_view name, const std::string& file) {
    const auto value = table::number(row, column, name, file);
    if (!value) {
      return value.error();
    }
    if (std::fabs(*value) > 1e9) {
      return at(ErrorCode::bad_value, fmt::format("the {} {} is too large", name, *value), file, row);
    }
    return static_cast<int>(*value);
  }

  Result<void> period() {
    const std::string file = "sim_period.csv";
    out_.start = text::make_day(2000, 1, 1);
    if (!has(file)) {
      return {};
    }
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    for (const Row& row : *read) {
      if (cell(row, 0) == "StartDate") {
        const auto date = text::parse_date(cell(row, 1));
        if (!date || date->precision < text::Precision::day) {
          return at(ErrorCode::bad_value, fmt::format("'{}' is not a day", cell(row, 1)), file, row);
        }
        out_.start = *date;
      } else if (cell(row, 0) == "Length") {
        const auto days = whole(row, 1, "length", file);
        if (!days) {
          return days.error();
        }
        out_.days = *days;
      }
    }
    return {};
  }

  Result<void> locations() {
    const std::string file = "locations.csv";
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    // name, region, country, latitude, longitude, type, conflict date, population or capacity
    for (std::size_t r = 0; r < read->size(); ++r) {
      const Row& row = (*read)[r];
      if (is_comment(row) || (r == 0 && cell(row, 0) == "name")) {
        continue;
      }
      if (auto ok = location(row, file); !ok) {
        return ok;
      }
    }
    if (out_.graph.places.empty()) {
      return Error{ErrorCode::missing_field, "there are no places", file};
    }
    return {};
  }

  Result<void> location(const Row& row, const std::string& file) {
    Place place;
    place.name = cell(row, 0);
    if (place.name.empty()) {
      return at(ErrorCode::missing_field, "the place has no name", file, row);
    }
    if (!places_.try_emplace(place.name, static_cast<std::uint32_t>(out_.graph.places.size())).second) {
      return at(ErrorCode::bad_value, fmt::format("the place '{}' is there twice", place.name), file, row);
    }
    place.country = cell(row, 2);
    // The country of the first place is home, by Flee's convention.
    place.foreign = !out_.graph.places.empty() && place.country != out_.graph.places[0].country;
    for (const auto& [column, value] : {std::pair{3, &place.latitude}, std::pair{4, &place.longitude}}) {
      if (!cell(row, static_cast<std::size_t>(column)).empty()) {
        const auto number = table::number(row, static_cast<std::size_t>(column), "position", file);
        if (!number) {
          return number.error();
        }
        *value = *number;
      }
    }
    double people = 0;
    if (!cell(row, 7).empty()) {
      const auto number = table::number(row, 7, "population", file);
      if (!number) {
        return number.error();
      }
      if (*number < 0 || *number > 1e12) {
        return at(ErrorCode::bad_value, fmt::format("the population {} cannot be", cell(row, 7)), file, row);
      }
      people = *number;
    }
    const std::string_view type = cell(row, 5);
    int conflict_from = -1;
    if (type.find("camp") != std::string_view::npos) {
      place.kind = Kind::camp;
      place.capacity = people;
    } else {
      place.people = people;
      if (type.find("conflict") != std::string_view::npos) {
        conflict_from = 0;
        if (!cell(row, 6).empty()) {
          const auto day = whole(row, 6, "conflict date", file);
          if (!day) {
            return day.error();
          }
          conflict_from = std::max(0, *day);
        }
      } else if (type.find("forward") != std::string_view::npos) {
        place.kind = Kind::forward;
      } else if (type.find("marker") != std::string_view::npos) {
        place.kind = Kind::marker;
      } else if (type.find("town") == std::string_view::npos && type.find("default") == std::string_view::npos) {
        return at(ErrorCode::bad_value,
                  fmt::format("'{}' is no kind of place: conflict_zone, town, camp, forwarding_hub or marker", type),
                  file, row);
      }
    }
    conflict_from_.push_back(conflict_from);
    out_.graph.places.push_back(std::move(place));
    return {};
  }

  Result<void> routes() {
    const std::string file = "routes.csv";
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    for (std::size_t r = 0; r < read->size(); ++r) {
      const Row& row = (*read)[r];
      if (is_comment(row) || (r == 0 && cell(row, 0) == "name1")) {
        continue;
      }
      const auto from = place(row, 0, file);
      if (!from) {
        return from.error();
      }
      const auto to = place(row, 1, file);
      if (!to) {
        return to.error();
      }
      const auto km = table::number(row, 2, "distance", file);
      if (!km) {
        return km.error();
      }
      if (!(*km > 0) || *km > 1e5 || *from == *to) {
        return at(ErrorCode::bad_value, "a route joins two places over more than 0 and at most 100,000 km", file, row);
      }
      const std::string_view forced = cell(row, 3);
      if (forced == "2") {
        out_.graph.links.push_back({*to, *from, *km, true});
      } else {
        out_.graph.links.push_back({*from, *to, *km, forced == "1"});
      }
    }
    return {};
  }

  Result<void> closures() {
    const std::string file = "closures.csv";
    if (!has(file)) {
      return {};
    }
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    for (const Row& row : *read) {
      if (is_comment(row)) {
        continue;
      }
      Closure closure;
      const std::string_view what = cell(row, 0);
      if (what == "country") {
        closure.what = Closure::What::country;
        closure.country_a = cell(row, 1);
        closure.country_b = cell(row, 2);
      } else if (what == "location") {
        closure.what = Closure::What::place;
      } else if (what == "link") {
        closure.what = Closure::What::link;
      } else if (what == "camp" || what == "idpcamp") {
        closure.what = Closure::What::camp;
      } else if (what == "remove_forced_redirection") {
        closure.what = Closure::What::redirection;
      } else {
        return at(
            ErrorCode::bad_value,
            fmt::format("'{}' cannot be closed: country, location, link, camp or remove_forced_redirection", what),
            file, row);
      }
      if (closure.what != Closure::What::country) {
        const auto a = place(row, 1, file);
        if (!a) {
          return a.error();
        }
        closure.a = *a;
        // The second name says nothing for a place.
        if (closure.what == Closure::What::link || closure.what == Closure::What::redirection) {
          const auto b = place(row, 2, file);
          if (!b) {
            return b.error();
          }
          closure.b = *b;
        }
      }
      const auto from = whole(row, 3, "first day", file);
      if (!from) {
        return from.error();
      }
      const auto until = whole(row, 4, "last day", file);
      if (!until) {
        return until.error();
      }
      closure.from = *from;
      closure.until = *until;
      out_.graph.closures.push_back(std::move(closure));
    }
    return {};
  }

  // Without conflicts.csv a zone is in conflict from its date on.
  Result<void> conflicts() {
    const std::string file = "conflicts.csv";
    out_.conflict.resize(out_.graph.places.size());
    if (!has(file)) {
      for (std::size_t p = 0; p < conflict_from_.size(); ++p) {
        if (conflict_from_[p] >= 0) {
          const auto quiet = static_cast<std::size_t>(std::min(conflict_from_[p], 36525));
          out_.conflict[p].assign(quiet + 1, 0);
          out_.conflict[p].back() = 1;
        }
      }
      return {};
    }
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    if (read->empty()) {
      return Error{ErrorCode::truncated, "there is no line of names", file};
    }
    const Row& head = read->front();
    std::vector<std::optional<std::uint32_t>> columns(head.cells.size());
    for (std::size_t c = 1; c < head.cells.size(); ++c) {
      if (!cell(head, c).empty()) {
        const auto p = place(head, c, file);
        if (p) {
          columns[c] = *p;
        } else {
          out_.notes.push_back(p.error());
        }
      }
    }
    for (std::size_t r = 1; r < read->size(); ++r) {
      const Row& row = (*read)[r];
      for (std::size_t c = 1; c < columns.size(); ++c) {
        if (!columns[c]) {
          continue;
        }
        const auto value = table::number(row, c, "intensity", file);
        if (!value) {
          return value.error();
        }
        if (*value < 0 || *value > 1e6) {
          return at(ErrorCode::bad_value, fmt::format("the intensity {} must be 0 or more", *value), file, row);
        }
        out_.conflict[*columns[c]].push_back(*value);
      }
    }
    return {};
  }

  Result<void> layout() {
    const std::string file = "data_layout.csv";
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    for (const Row& row : *read) {
      if (is_comment(row) || cell(row, 0) == "total" || row.cells.size() < 2) {
        continue;
      }
      const auto camp = place(row, 0, file);
      if (!camp) {
        out_.notes.push_back(camp.error());
      }
      std::vector<Series> parts;
      for (std::size_t c = 1; c < row.cells.size(); ++c) {
        if (cell(row, c).empty()) {
          continue;
        }
        auto part = series(std::string(cell(row, c)));
        if (!part) {
          return part.error();
        }
        parts.push_back(std::move(*part));
      }
      if (parts.empty()) {
        return at(ErrorCode::missing_field, "the camp names no file", file, row);
      }
      Series sum = added(parts);
      sum.place = camp ? *camp : Series::kNoPlace;
      out_.camps.push_back(std::move(sum));
    }
    if (std::none_of(out_.camps.begin(), out_.camps.end(),
                     [](const Series& s) { return s.place != Series::kNoPlace; })) {
      return Error{ErrorCode::missing_field, "there are no camps with counts", file};
    }
    return {};
  }

  Result<Series> series(const std::string& file) const {
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    Series out;
    for (const Row& row : *read) {
      if (is_comment(row) || cell(row, 0) == "Date" || cell(row, 0) == "DateTime" || cell(row, 1).empty()) {
        continue;
      }
      const auto date = text::parse_date(cell(row, 0));
      if (!date || date->precision < text::Precision::day) {
        return at(ErrorCode::bad_value, fmt::format("'{}' is not a day", cell(row, 0)), file, row);
      }
      const auto count = table::number(row, 1, "number", file);
      if (!count) {
        return count.error();
      }
      if (*count < 0 || *count > 1e12) {
        return at(ErrorCode::bad_value, fmt::format("{} people cannot be", cell(row, 1)), file, row);
      }
      const auto day = static_cast<int>(text::day_number(*date) - text::day_number(out_.start));
      if (!out.day.empty() && day <= out.day.back()) {
        if (day < out.day.back()) {
          return at(ErrorCode::bad_value, "the days must rise", file, row);
        }
        out.count.back() = *count;  // a second count on the day takes the place of the first
        continue;
      }
      out.day.push_back(day);
      out.count.push_back(*count);
    }
    if (out.day.empty()) {
      return Error{ErrorCode::missing_field, "there is no count", file};
    }
    return out;
  }

  // Counts of several files for one camp, each held until its next, the first also before it.
  static Series added(const std::vector<Series>& parts) {
    if (parts.size() == 1) {
      return parts[0];
    }
    Series out;
    for (const Series& part : parts) {
      out.day.insert(out.day.end(), part.day.begin(), part.day.end());
    }
    std::sort(out.day.begin(), out.day.end());
    out.day.erase(std::unique(out.day.begin(), out.day.end()), out.day.end());
    for (const int day : out.day) {
      double sum = 0;
      for (const Series& part : parts) {
        const auto after = std::upper_bound(part.day.begin(), part.day.end(), day);
        sum += after == part.day.begin() ? part.count[0]
                                         : part.count[static_cast<std::size_t>(after - part.day.begin() - 1)];
      }
      out.count.push_back(sum);
    }
    return out;
  }

  // On the day a camp went over to registering people one by one, its earlier estimates are scaled to meet the new
  // count.
  Result<void> corrections() {
    const std::string file = "registration_corrections.csv";
    if (!has(file)) {
      return {};
    }
    const auto read = rows(file);
    if (!read) {
      return read.error();
    }
    for (const Row& row : *read) {
      if (is_comment(row) || row.cells.size() < 2) {
        continue;
      }
      const auto camp = place(row, 0, file);
      if (!camp) {
        out_.notes.push_back(camp.error());
        continue;
      }
      const auto date = text::parse_date(cell(row, 1));
      if (!date || date->precision < text::Precision::day) {
        return at(ErrorCode::bad_value, fmt::format("'{}' is not a day", cell(row, 1)), file, row);
      }
      const auto day = static_cast<int>(text::day_number(*date) - text::day_number(out_.start));
      const auto found =
          std::find_if(out_.camps.begin(), out_.camps.end(), [&](const Series& s) { return s.place == *camp; });
      if (found == out_.camps.end()) {
        return at(ErrorCode::bad_value, fmt::format("'{}' has no counts to correct", cell(row, 0)), file, row);
      }
      const auto where = std::find(found->day.begin(), found->day.end(), day);
      if (day < 0 || where == found->day.begin() || where == found->day.end()) {
        continue;  // outside the counts, as Flee passes it over
      }
      const auto i = static_cast<std::size_t>(where - found->day.begin());
      if (found->count[i - 1] < 1) {
        return at(ErrorCode::bad_value, "the count before the correction is 0", file, row);
      }
      const double scale = found->count[i] / found->count[i - 1];
      for (std::size_t before = 0; before < i; ++before) {
        found->count[before] *= scale;
      }
    }
    return {};
  }

  const FleeFiles& files_;
  Scenario out_;
  std::map<std::string, std::uint32_t> places_;
  std::vector<int> conflict_from_;  // [place]; -1 if never
};

}  // namespace

Result<Scenario> parse_flee(const FleeFiles& files) { return Parser(files).parse(); }

}  // namespace detente::play::flow
