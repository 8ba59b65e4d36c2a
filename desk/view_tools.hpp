// What the views share: filters from a request, the cube and the index of a state of the record, rows as JSON or CSV.
#pragma once

#include <fmt/format.h>

#include <array>
#include <functional>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/desk/cube.hpp"
#include "detente/desk/search.hpp"
#include "detente/desk/view.hpp"
#include "detente/text/json_writer.hpp"

namespace detente::desk {

using Json = nlohmann::ordered_json;
using text::JsonWriter;

// JSON without exceptions for bytes that are no UTF-8.
std::string dump(const Json& json);

// A name for what the record holds up to the revision that is seen, whatever the day: things made of it may be kept.
Result<std::string> state_of(Sight& sight);
Result<std::shared_ptr<const Cube>> cube_of(Sight& sight, const Request& request);
Result<std::shared_ptr<const SearchIndex>> index_of(Sight& sight, const Request& request);

// The last day of as_of; "" if none was asked for.
std::string last_day_of(const Request& request);
// The filters of events. Errors: bad_value (the search words).
Result<Filter> filter_of(Sight& sight, const Request& request);
// The ids of the reports that `q`, `outlet`, `report` and the filters of events leave; null: all. With `by_events`, a
// report is left if one of its events passes.
Result<std::shared_ptr<const std::vector<std::string>>> reports_of(Sight& sight, const Request& request,
                                                                   bool by_events);

// Conditions of a query and what stands for their question marks.
struct Conditions {
  std::string where = "true";
  std::vector<record::Value> values;

  void add(std::string_view condition, std::vector<record::Value> with = {});
  // One of the words, whatever their case.
  void any(std::string_view expression, const std::vector<std::string>& words);
  // The report is one of these; nothing if null.
  void among(std::string_view expression, const std::shared_ptr<const std::vector<std::string>>& reports);
  // The party told as p is one of these, by name or code; within `exists`, a subquery that ends in a condition, if
  // given.
  void parties(const std::vector<std::string>& names, std::string_view exists = {});
  // Day between from and to, as text; an empty day is in no stretch.
  void days(std::string_view expression, const Request& request);
};

// Where a list goes on: how many rows were given before.
std::size_t offset_of(const Request& request);
std::string next_of(const Request& request, bool more);

// Who published each report and on which day, of the reports named; what a span says beside its bytes.
struct Told {
  std::string title;
  std::string outlet;
  std::string day;
  bool dated = true;
};
Result<std::map<std::string, Told>> told_of(Sight& sight, const std::vector<std::string>& reports);

// The span object of the API. `told` may be null.
Json span_json(const Told* told, std::string_view report, std::string_view item, std::int64_t begin, std::int64_t end,
               std::string_view words);

// Who says so, innermost first, by reading and number of the statement in which a thing stands.
class Chains {
 public:
  static Result<Chains> load(Sight& sight, const std::vector<std::int64_t>& readings);
  std::vector<std::string> of(std::int64_t reading, std::int64_t via, const std::string& outlet) const;

 private:
  struct Said {
    std::int64_t parent = 0;
    std::string source;
  };
  std::map<std::pair<std::int64_t, std::int64_t>, Said> said_;
};

// "[1,2,3]" for `?::INTEGER[]`.
std::string list_of(const std::vector<std::int64_t>& numbers);
// The rows of a table of readings that can be of these, as a subquery to be joined to or chosen from further: rows in
// a few stretches of readings, so that most of a large table is passed over unread. `readings` ascend.
std::string rows_near(std::string_view table, const std::vector<std::int64_t>& readings);

// Rows as JSON, or as CSV with these columns. A column "span" becomes its parts; arrays are joined with "; ".
Answer rows_answer(const Sight& sight, const Request& request, const Json& rows,
                   const std::vector<std::string_view>& columns, std::string_view name, std::string_view next = "");
// One value, JSON alone.
Answer value_answer(const Sight& sight, const Request& request, const Json& value);

inline constexpr std::array<std::string_view, kQuads> kQuadNames{"verbal cooperation", "material cooperation",
                                                                 "verbal conflict", "material conflict"};

}  // namespace detente::desk
