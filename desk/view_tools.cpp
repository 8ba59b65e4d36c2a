#include "view_tools.hpp"

#include <algorithm>
#include <charconv>

#include "detente/desk/desk.hpp"
#include "detente/text/date.hpp"
#include "first_views.hpp"
#include "outlet.hpp"
#include "view_table.hpp"

namespace detente::desk {

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

std::string last_day_of(const Request& request) {
  return request.as_of.date.empty() ? std::string() : day_text(read_period(request.as_of.date).last);
}

Result<std::string> state_of(Sight& sight) {
  const auto found = sight.record.query(
      "SELECT (SELECT count(*) FROM readings), (SELECT count(*) FROM report_copies), (SELECT count(*) FROM "
      "finding_claims), (SELECT count(*) FROM origins), (SELECT count(*) FROM corrections)");
  if (!found) {
    return found.error();
  }
  return fmt::format("{} {} {} {} {} {}", sight.revision, found->integer(0, 0), found->integer(0, 1),
                     found->integer(0, 2), found->integer(0, 3), found->integer(0, 4));
}

namespace {

std::filesystem::path cube_file(const Sight& sight) { return sight.database.string() + ".cube"; }

Result<Cube> make_cube(Sight& sight, const Request& request) {
  if (request.as_of.revision || !request.as_of.date.empty()) {
    // One cube serves every day of a revision: the day is a filter.
    auto cube = load_cube(sight.record, request.as_of.revision);
    if (auto looked = sight.record.look(request.as_of); !looked) {
      return looked.error();
    }
    return cube;
  }
  const auto key = first_views_key(sight.record, sight.standing.version);
  if (key) {
    if (auto kept = load_cube_file(cube_file(sight), *key)) {
      return std::move(*kept);
    }
  }
  return load_seen_cube(sight.record);
}

}  // namespace

Result<std::shared_ptr<const Cube>> cube_of(Sight& sight, const Request& request) {
  const auto state = state_of(sight);
  if (!state) {
    return state.error();
  }
  return sight.shelf.get<Cube>("cube " + *state, [&] { return make_cube(sight, request); });
}

void keep_cube(Sight& sight) {
  const auto key = first_views_key(sight.record, sight.standing.version);
  const Request newest;
  const auto cube = cube_of(sight, newest);
  const auto now = first_views_key(sight.record, sight.standing.version);
  if (!key || !cube || !now || *now != *key || static_cast<std::int64_t>((*cube)->size()) < kWorthDrawing ||
      is_cube_file_of(cube_file(sight), *key)) {
    return;
  }
  (void)save_cube_file(cube_file(sight), *key, **cube);
}

Result<std::shared_ptr<const SearchIndex>> index_of(Sight& sight, const Request&) {
  const auto found = sight.record.query(
      "SELECT (SELECT count(*) FROM reports), (SELECT count(*) FROM report_copies), (SELECT coalesce(max(id), 0) FROM "
      "revisions)");
  if (!found) {
    return found.error();
  }
  const std::string key =
      fmt::format("search {} {} {}", found->integer(0, 0), found->integer(0, 1), found->integer(0, 2));
  return sight.shelf.get<SearchIndex>(key, [&]() -> Result<SearchIndex> {
    return SearchIndex::open(sight.database.string() + ".search", sight.record);
  });
}

Result<Filter> filter_of(Sight& sight, const Request& request) {
  Filter filter;
  const auto day = [&](std::string_view name, bool last) -> std::optional<std::int32_t> {
    const Period period = read_period(request.get(name));
    if (period.precision == Precision::none) {
      return std::nullopt;
    }
    return last ? period.last : period.first;
  };
  filter.from = day("from", false);
  filter.to = day("to", true);
  filter.parties = request.all("party");
  for (const std::string& word : request.all("type")) {
    if (const auto type = event_type(word)) {
      filter.types.push_back(*type);
    }
  }
  for (const std::string& word : request.all("quad")) {
    filter.quads.push_back(word.empty() ? 0 : word.front() - '0');
  }
  for (const std::string& word : request.all("status")) {
    if (const auto known = status(word)) {
      filter.statuses.push_back(*known);
    }
  }
  filter.countries = request.all("country");
  filter.outlets = request.all("outlet");
  filter.reports = request.all("report");
  for (const std::string& word : request.all("finding")) {
    std::int32_t number = -1;
    std::from_chars(word.data(), word.data() + word.size(), number);
    filter.findings.push_back(number);
  }
  if (const std::string last = last_day_of(request); !last.empty()) {
    filter.as_of = read_period(last).last;
  }
  if (const std::string words = request.get("q"); !words.empty()) {
    const auto index = index_of(sight, request);
    if (!index) {
      return index.error();
    }
    SearchOptions options;
    options.last_day = last_day_of(request);
    options.revision = request.as_of.revision;
    auto found = (*index)->all(words, options);
    if (!found) {
      return found.error();
    }
    filter.among = std::make_shared<const std::vector<std::string>>(std::move(*found));
  }
  return filter;
}

Result<std::shared_ptr<const std::vector<std::string>>> reports_of(Sight& sight, const Request& request,
                                                                   bool by_events) {
  const auto given = [&](std::initializer_list<std::string_view> names) {
    return std::any_of(names.begin(), names.end(),
                       [&](std::string_view name) { return !request.all(name).empty() && !request.get(name).empty(); });
  };
  const bool events = by_events && given({"party", "type", "quad", "status", "country", "finding"});
  if (!events && !given({"outlet", "report", "q"})) {
    return std::shared_ptr<const std::vector<std::string>>();
  }
  auto filter = filter_of(sight, request);
  if (!filter) {
    return filter.error();
  }
  const auto cube = cube_of(sight, request);
  if (!cube) {
    return cube.error();
  }
  // Days are those of the report here, and are asked for by whoever lists them.
  filter->from.reset();
  filter->to.reset();
  std::vector<std::string> out;
  if (events) {
    for (const Counted& counted : count_reports(**cube, *filter)) {
      out.push_back((*cube)->reports[counted.value].id);
    }
  } else {
    const auto in = [](const std::vector<std::string>& wanted, const std::string& value) {
      return wanted.empty() || std::find(wanted.begin(), wanted.end(), value) != wanted.end();
    };
    for (const CubeReport& report : (*cube)->reports) {
      if (in(filter->reports, report.id) && in(filter->outlets, (*cube)->outlets[report.outlet]) &&
          (filter->among == nullptr || std::binary_search(filter->among->begin(), filter->among->end(), report.id))) {
        out.push_back(report.id);
      }
    }
  }
  return std::make_shared<const std::vector<std::string>>(std::move(out));
}

void Conditions::add(std::string_view condition, std::vector<record::Value> with) {
  where += fmt::format(" AND ({})", condition);
  values.insert(values.end(), std::make_move_iterator(with.begin()), std::make_move_iterator(with.end()));
}

void Conditions::any(std::string_view expression, const std::vector<std::string>& words) {
  std::string condition;
  std::vector<record::Value> with;
  for (const std::string& word : words) {
    condition += fmt::format("{}lower({}) = lower(?)", condition.empty() ? "" : " OR ", expression);
    with.emplace_back(word);
  }
  if (!condition.empty()) {
    add(condition, std::move(with));
  }
}

void Conditions::among(std::string_view expression, const std::shared_ptr<const std::vector<std::string>>& reports) {
  if (reports == nullptr) {
    return;
  }
  // One word of all ids: there may be a hundred thousand.
  std::string all;
  for (const std::string& report : *reports) {
    all += all.empty() ? report : " " + report;
  }
  add(fmt::format("{} IN (SELECT unnest(string_split(?, ' ')))", expression), {all});
}

void Conditions::parties(const std::vector<std::string>& names, std::string_view exists) {
  std::string condition;
  std::vector<record::Value> with;
  for (const std::string& party : names) {
    condition += fmt::format("{}lower(p.name) = lower(?) OR p.code = ?", condition.empty() ? "" : " OR ");
    with.emplace_back(party);
    with.emplace_back(party);
  }
  if (!condition.empty()) {
    add(exists.empty() ? condition : fmt::format("EXISTS ({} AND ({}))", exists, condition), std::move(with));
  }
}

void Conditions::days(std::string_view expression, const Request& request) {
  const Period from = read_period(request.get("from"));
  const Period to = read_period(request.get("to"));
  if (from.precision != Precision::none) {
    add(fmt::format("{} >= ?", expression), {day_text(from.first)});
  }
  if (to.precision != Precision::none) {
    add(fmt::format("{0} <> '' AND {0} <= ?", expression), {day_text(to.last)});
  }
}

std::size_t offset_of(const Request& request) {
  std::size_t offset = 0;
  std::from_chars(request.page.data(), request.page.data() + request.page.size(), offset);
  return offset;
}

std::string next_of(const Request& request, bool more) {
  return more ? std::to_string(offset_of(request) + static_cast<std::size_t>(request.limit)) : std::string();
}

Result<std::map<std::string, Told>> told_of(Sight& sight, const std::vector<std::string>& reports) {
  Conditions conditions;
  conditions.among("id", std::make_shared<const std::vector<std::string>>(reports));
  const auto found = sight.record.query(
      "SELECT id, title, outlet, original_source, uri, seen_day, published <> '' FROM seen_reports WHERE " +
          conditions.where,
      conditions.values);
  if (!found) {
    return found.error();
  }
  std::map<std::string, Told> out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    out[found->text(i, 0)] = {found->text(i, 1), outlet_name(found->text(i, 2), found->text(i, 3), found->text(i, 4)),
                              found->text(i, 5), std::get<bool>(found->rows[i][6])};
  }
  return out;
}

Json span_json(const Told* told, std::string_view report, std::string_view item, std::int64_t begin, std::int64_t end,
               std::string_view words) {
  Json out;
  out["report"] = report;
  out["item"] = item;
  out["outlet"] = told == nullptr ? std::string() : told->outlet;
  // The day on which an undated report was read is never shown as its date.
  out["day"] = told == nullptr || !told->dated ? std::string() : told->day;
  out["dated"] = told != nullptr && told->dated;
  out["span"] = {begin, end};
  out["text"] = words;
  return out;
}

std::string list_of(const std::vector<std::int64_t>& numbers) { return fmt::format("[{}]", fmt::join(numbers, ",")); }

std::string rows_near(std::string_view table, const std::vector<std::int64_t>& readings) {
  if (readings.empty()) {
    return fmt::format("(SELECT * FROM {} WHERE false)", table);
  }
  // What is nearer than this stands in the same block of the file as a rule.
  constexpr std::int64_t kNear = 200;
  constexpr std::size_t kStretches = 64;
  std::vector<std::pair<std::int64_t, std::size_t>> gaps;
  for (std::size_t i = 1; i < readings.size(); ++i) {
    if (readings[i] - readings[i - 1] > kNear) {
      gaps.emplace_back(readings[i] - readings[i - 1], i);
    }
  }
  std::sort(gaps.rbegin(), gaps.rend());
  gaps.resize(std::min(gaps.size(), kStretches - 1));
  std::vector<std::size_t> begins{0};
  for (const auto& gap : gaps) {
    begins.push_back(gap.second);
  }
  std::sort(begins.begin(), begins.end());
  std::string out;
  for (std::size_t i = 0; i < begins.size(); ++i) {
    const std::size_t end = i + 1 < begins.size() ? begins[i + 1] : readings.size();
    out += fmt::format("{}SELECT * FROM {} WHERE reading BETWEEN {} AND {}", out.empty() ? "(" : " UNION ALL ", table,
                       readings[begins[i]], readings[end - 1]);
  }
  return out + ")";
}

Result<Chains> Chains::load(Sight& sight, const std::vector<std::int64_t>& readings) {
  const auto found = sight.record.query(
      fmt::format("SELECT s.reading, s.n, coalesce(s.parent, 0), coalesce(p.name, s.source_words, '') FROM {} s LEFT "
                  "JOIN {} p ON p.reading = s.reading AND p.n = s.source_party WHERE s.reading IN (SELECT "
                  "unnest(?::INTEGER[]))",
                  rows_near("statements", readings), rows_near("parties", readings)),
      {list_of(readings)});
  if (!found) {
    return found.error();
  }
  Chains out;
  for (std::size_t i = 0; i < found->rows.size(); ++i) {
    out.said_[{found->integer(i, 0), found->integer(i, 1)}] = {found->integer(i, 2), found->text(i, 3)};
  }
  return out;
}

std::vector<std::string> Chains::of(std::int64_t reading, std::int64_t via, const std::string& outlet) const {
  std::vector<std::string> out;
  // No chain is longer than this; a circle in a damaged record ends here too.
  constexpr std::size_t kLongest = 16;
  for (std::size_t steps = 0; via != 0 && steps < kLongest; ++steps) {
    const auto at = said_.find({reading, via});
    if (at == said_.end()) {
      break;
    }
    if (!at->second.source.empty() && (out.empty() || out.back() != at->second.source)) {
      out.push_back(at->second.source);
    }
    via = at->second.parent;
  }
  if (!outlet.empty()) {
    out.push_back(outlet);
  }
  return out;
}

namespace {

constexpr std::array<std::string_view, 6> kSpanParts{"report", "item", "outlet", "day", "dated", "text"};

std::string plain(const Json& value);

std::string joined(const Json& array) {
  std::string out;
  for (const Json& one : array) {
    out += (out.empty() ? "" : "; ") + plain(one);
  }
  return out;
}

// A value as one field: of an object its name or its parts.
std::string plain(const Json& value) {
  switch (value.type()) {
    case Json::value_t::null:
      return {};
    case Json::value_t::string:
      return value.get<std::string>();
    case Json::value_t::array:
      return joined(value);
    case Json::value_t::object: {
      if (value.contains("name")) {
        return plain(value["name"]);
      }
      std::string out;
      for (const auto& [key, part] : value.items()) {
        out += (out.empty() ? "" : ", ") + key + " " + plain(part);
      }
      return out;
    }
    default:
      return dump(value);
  }
}

void span_fields(std::string& out, const Json& span) {
  const bool there = span.is_object();
  for (const std::string_view part : kSpanParts) {
    if (part == "text") {
      out += there ? fmt::format(",{},{}", plain(span["span"][0]), plain(span["span"][1])) : ",,";
    }
    out += "," + csv_field(there ? plain(span[std::string(part)]) : std::string());
  }
}

}  // namespace

Answer rows_answer(const Sight& sight, const Request& request, const Json& rows,
                   const std::vector<std::string_view>& columns, std::string_view name, std::string_view next) {
  if (request.format != "csv") {
    return json_answer(sight, request, dump(rows), next);
  }
  Answer answer;
  answer.content_type = "text/csv; charset=utf-8; header=present";
  answer.name = fmt::format("{}.csv", name);
  if (!next.empty() && sight.seal) {
    answer.next = sight.seal(next);
  }
  std::string& out = answer.body;
  const auto line = [&](const std::function<void(std::string_view)>& field, const std::function<void()>& span) {
    const std::size_t begin = out.size();
    for (const std::string_view column : columns) {
      if (column == "span") {
        span();
      } else {
        out += ",";
        field(column);
      }
    }
    out.erase(begin, 1);
    out += "\r\n";
  };
  line([&](std::string_view column) { out += column; },
       [&] { out += ",span_report,span_item,span_outlet,span_day,span_dated,span_begin,span_end,span_text"; });
  for (const Json& row : rows) {
    line(
        [&](std::string_view column) {
          const auto at = row.find(std::string(column));
          const bool is_number = at != row.end() && at->is_number();
          const std::string value = at == row.end() ? std::string() : plain(*at);
          out += is_number ? value : csv_field(value);
        },
        [&] { span_fields(out, row.contains("span") ? row["span"] : Json()); });
  }
  return answer;
}

Answer value_answer(const Sight& sight, const Request& request, const Json& value) {
  return json_answer(sight, request, dump(value));
}

}  // namespace detente::desk
