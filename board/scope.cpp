#include "detente/board/scope.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <string_view>
#include <vector>

#include "detente/text/utf8.hpp"

namespace detente::board {

namespace {

using record::Value;

std::vector<std::string> alternatives(const std::string& about) {
  std::vector<std::string> out;
  for (std::size_t at = 0; at <= about.size();) {
    const std::size_t comma = std::min(about.find(',', at), about.size());
    std::string words = about.substr(at, comma - at);
    words.erase(0, std::min(words.find_first_not_of(" \t\n"), words.size()));
    words.erase(words.find_last_not_of(" \t\n") + 1);
    if (!words.empty()) {
      out.push_back(std::move(words));
    }
    at = comma + 1;
  }
  return out;
}

std::string escaped(std::string_view words) {
  std::string out;
  for (const char c : words) {
    const bool is_plain = std::isalnum(static_cast<unsigned char>(c)) != 0 || static_cast<unsigned char>(c) >= 0x80;
    out += is_plain ? "" : "\\";
    out += c;
  }
  return out;
}

Result<void> keep(record::Record& record, const std::string& reports, const std::vector<Value>& values) {
  const auto done = record.query(fmt::format("DELETE FROM seen WHERE report NOT IN ({})", reports), values);
  return done ? Result<void>() : Result<void>(done.error());
}

}  // namespace

Result<void> look(record::Record& record, const record::AsOf& as_of, const Scope& scope) {
  constexpr std::size_t kLongest = 1000;
  const std::vector<std::string> any = alternatives(scope.about);
  if (text::first_invalid(scope.about) != std::string::npos || scope.about.size() > kLongest ||
      (any.empty() && !scope.about.empty())) {
    return Error{ErrorCode::bad_value, "what reports are to be about is given in words, parted by commas", "--about"};
  }
  if (text::first_invalid(scope.country) != std::string::npos || scope.country.size() > kLongest) {
    return Error{ErrorCode::bad_value, "a country is three letters or a name", "--country"};
  }
  if (auto looked = record.look(as_of); !looked) {
    return looked;
  }
  // The table that look() made is narrowed before anything is derived from it.
  if (!any.empty()) {
    std::string reports;
    std::vector<Value> values;
    for (const std::string& words : any) {
      // In RE2's form; two of them for the text, one for the title.
      const std::string once = "(^|[^\\pL\\pN])" + escaped(words);
      values.emplace_back("(?is)" + once);
      values.emplace_back("(?is)" + once + ".*[^\\pL\\pN]" + escaped(words));
      reports += fmt::format("{}SELECT id FROM reports WHERE regexp_matches(title, ${}) OR regexp_matches(text, ${})",
                             reports.empty() ? "" : " UNION ", values.size() - 1, values.size());
    }
    if (auto kept = keep(record, reports, values); !kept) {
      return kept;
    }
  }
  if (!scope.country.empty()) {
    return keep(
        record,
        "WITH c AS (SELECT upper($1) AS code UNION SELECT code FROM parties WHERE kind = 'state' AND sector = '' AND "
        "code <> '' AND lower(name) = lower($1)) SELECT s.report FROM seen s JOIN parties p ON p.reading = s.reading "
        "JOIN "
        "mentions m ON m.reading = p.reading AND m.party = p.n WHERE p.code IN (SELECT code FROM c) GROUP BY s.report "
        "HAVING count(*) >= 3 UNION SELECT s.report FROM seen s JOIN events e ON e.reading = s.reading WHERE "
        "e.place_country IN (SELECT code FROM c)",
        {scope.country});
  }
  return {};
}

}  // namespace detente::board
