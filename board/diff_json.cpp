#include "detente/board/diff.hpp"
#include "json_parts.hpp"

namespace detente::board {

std::string to_json(const Diff& diff) {
  std::string out;
  json::JsonWriter j(out);
  const auto counts = [&](std::string_view key, std::int64_t before, std::int64_t after) {
    j.key(key).object();
    j.key("before").integer(before);
    j.key("after").integer(after);
    j.close();
  };
  j.object();
  j.key("from").text(diff.from);
  j.key("to").text(diff.to);
  counts("reports", diff.reports_before, diff.reports_after);
  counts("origins", diff.origins_before, diff.origins_after);
  j.key("changes").array();
  for (const Change& change : diff.changes) {
    j.object();
    j.key("kind").text(change.kind);
    j.key("what").text(change.what);
    j.key("change").text(change.change);
    j.key("before").text(change.before);
    j.key("after").text(change.after);
    json::limit(j, "number_before", change.number_before);
    json::limit(j, "number_after", change.number_after);
    j.key("places").array();
    for (const Place& place : change.places) {
      json::place(j, place);
    }
    j.close();
    j.close();
  }
  j.close();
  j.close();
  return out;
}

}  // namespace detente::board
