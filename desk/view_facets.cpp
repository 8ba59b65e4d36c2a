// GET /api/facets: how many events there are of each kind, each field counted under the filters of all others.
#include <algorithm>
#include <cstdlib>

#include "view_table.hpp"
#include "view_tools.hpp"

namespace detente::desk {

namespace {

template <typename Value>
void counts(JsonWriter& j, std::string_view key, const std::vector<Counted>& all, const Value& value) {
  j.key(key).array();
  for (const Counted& one : all) {
    j.object();
    value(j, one.value);
    j.key("count").integer(one.count);
    j.close();
  }
  j.close();
}

std::string facets_json(const Cube& cube, const Facets& facets) {
  std::string out;
  JsonWriter j(out);
  j.object();
  j.key("total").integer(facets.total);
  j.key("bin").text(name(facets.bin));
  j.key("histogram").array();
  for (const HistogramBar& bar : facets.histogram) {
    j.object();
    j.key("day").text(day_text(bar.day));
    j.key("precision").text(name(bar.precision));
    j.key("count").integer(bar.count);
    j.key("quads").array();
    for (const std::int64_t count : bar.quads) {
      j.integer(count);
    }
    j.close();
    j.close();
  }
  j.close();
  counts(j, "types", facets.types,
         [](JsonWriter& w, std::uint32_t v) { w.key("value").text(name(static_cast<EventType>(v))); });
  counts(j, "quads", facets.quads, [](JsonWriter& w, std::uint32_t v) {
    w.key("value").text(std::to_string(v + 1));
    w.key("name").text(kQuadNames[v]);
  });
  counts(j, "statuses", facets.statuses,
         [](JsonWriter& w, std::uint32_t v) { w.key("value").text(name(static_cast<Status>(v))); });
  counts(j, "parties", facets.parties, [&](JsonWriter& w, std::uint32_t v) {
    w.key("value").text(cube.parties[v].name);
    w.key("code").text(cube.parties[v].code);
  });
  counts(j, "countries", facets.countries,
         [&](JsonWriter& w, std::uint32_t v) { w.key("value").text(cube.countries[v]); });
  counts(j, "outlets", facets.outlets, [&](JsonWriter& w, std::uint32_t v) { w.key("value").text(cube.outlets[v]); });
  j.close();
  return out;
}

std::optional<Bin> bin_of(std::string_view word) {
  for (const Bin bin : {Bin::day, Bin::week, Bin::month, Bin::year}) {
    if (name(bin) == word) {
      return bin;
    }
  }
  return std::nullopt;
}

// A row a count: the field, its value, and for the time line how closely the days are known.
Answer facets_csv(const Cube& cube, const Facets& facets) {
  Answer answer;
  answer.content_type = "text/csv; charset=utf-8; header=present";
  answer.name = "facets.csv";
  answer.body = "facet,value,code,precision,count\r\n";
  const auto line = [&](std::string_view facet, std::string_view value, std::string_view code,
                        std::string_view precision, std::int64_t count) {
    answer.body += fmt::format("{},{},{},{},{}\r\n", facet, csv_field(value), csv_field(code), precision, count);
  };
  for (const HistogramBar& bar : facets.histogram) {
    line("day", day_text(bar.day), "", name(bar.precision), bar.count);
  }
  for (const Counted& c : facets.types) {
    line("type", name(static_cast<EventType>(c.value)), "", "", c.count);
  }
  for (const Counted& c : facets.quads) {
    line("quad", kQuadNames[c.value], std::to_string(c.value + 1), "", c.count);
  }
  for (const Counted& c : facets.statuses) {
    line("status", name(static_cast<Status>(c.value)), "", "", c.count);
  }
  for (const Counted& c : facets.parties) {
    line("party", cube.parties[c.value].name, cube.parties[c.value].code, "", c.count);
  }
  for (const Counted& c : facets.countries) {
    line("country", cube.countries[c.value], "", "", c.count);
  }
  for (const Counted& c : facets.outlets) {
    line("outlet", cube.outlets[c.value], "", "", c.count);
  }
  return answer;
}

}  // namespace

Result<Answer> facets_view(Sight& sight, const Request& request) {
  const auto cube = cube_of(sight, request);
  const auto filter = filter_of(sight, request);
  if (!cube || !filter) {
    return cube ? filter.error() : cube.error();
  }
  FacetOptions options;
  options.bin = bin_of(request.get("bin"));
  const std::string top = request.get("top", "100");
  options.most = static_cast<std::size_t>(std::clamp(std::atoi(top.c_str()), 1, kMostRows));
  const Facets counted = facets(**cube, *filter, options);
  return request.format == "csv" ? facets_csv(**cube, counted)
                                 : json_answer(sight, request, facets_json(**cube, counted));
}

}  // namespace detente::desk
