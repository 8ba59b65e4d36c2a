// What a URL asks for.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "detente/desk/view.hpp"
#include "detente/result.hpp"

namespace detente::desk {

// A URL's target, taken apart and decoded.
struct Target {
  std::vector<std::string> path;                           // "/api/parties/St.%20Kitts" gives api, parties, St. Kitts
  std::vector<std::pair<std::string, std::string>> query;  // in the order given; what is empty is left out
};

// Errors: bad_encoding (a % without two digits; not UTF-8; a NUL), bad_value (a part of the path is . or ..).
Result<Target> parse_target(std::string_view target);

// A path of the tables, "/api/reports/{id}", against one that was asked for. `id` is what stands in the braces.
bool matches(std::string_view pattern, const std::vector<std::string>& path, std::string& id);

struct Found {
  const View* view = nullptr;
  std::string id;
  std::string format;
};
// The view for a path with or without one of its formats at the end, "/api/events.csv".
// Errors: not_found, naming the formats if only the format is not there.
Result<Found> find_view(const std::vector<std::string>& path);

// Checks the query against the view's parameters. `page` is put into `request.page` as it came, still sealed.
// Errors: bad_value, missing_field.
Result<Request> read_request(const Found& found, const std::vector<std::pair<std::string, std::string>>& query);

// The same question gives the same text, whatever the order in which it was asked, without limit and page.
std::string question(const Found& found, const Request& request);

// Where a list goes on.
struct Mark {
  int revision = 0;
  std::string next;
};
// A token that can be given back with the same question only.
std::string seal(const Mark& mark, std::string_view question);
// Errors: bad_value.
Result<Mark> unseal(std::string_view token, std::string_view question);

// A request as a view takes it, and its question.
struct Asked {
  Request request;
  std::string question;
};
// read_request(), with the page unsealed: the pages that are left are of the revision of the first, because what has
// come since would move their rows. Errors: bad_value, missing_field.
Result<Asked> read_asked(const Found& found, const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace detente::desk
