#include "detente/desk/view.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <optional>

namespace detente::desk {

std::string Request::get(std::string_view name, std::string_view fallback) const {
  const auto found = parameters.find(name);
  return found == parameters.end() || found->second.empty() ? std::string(fallback) : found->second.back();
}

const std::vector<std::string>& Request::all(std::string_view name) const {
  static const std::vector<std::string> kNone;
  const auto found = parameters.find(name);
  return found == parameters.end() ? kNone : found->second;
}

namespace {

// A record that is added to leaves things of its earlier states behind, and they are large.
constexpr int kMostOfAKind = 4;

std::string_view kind_of(std::string_view key) { return key.substr(0, key.find(' ')); }

}  // namespace

struct Shelf::Place {
  explicit Place(std::string k) : key(std::move(k)) {}

  std::string key;
  std::mutex mutex;  // held while the thing is made
  std::optional<std::shared_ptr<const void>> thing;
};

Result<std::shared_ptr<const void>> Shelf::find(const std::string& key,
                                                const std::function<Result<std::shared_ptr<const void>>()>& make) {
  std::shared_ptr<Place> place;
  {
    const std::lock_guard lock(mutex_);
    const auto found = std::find_if(places_.begin(), places_.end(), [&](const auto& p) { return p->key == key; });
    if (found != places_.end()) {
      place = *found;
      std::rotate(found, found + 1, places_.end());
    } else {
      place = std::make_shared<Place>(key);
      places_.push_back(place);
      const auto same_kind = [&](const auto& p) { return kind_of(p->key) == kind_of(key); };
      if (std::count_if(places_.begin(), places_.end(), same_kind) > kMostOfAKind) {
        places_.erase(std::find_if(places_.begin(), places_.end(), same_kind));
      } else if (places_.size() > most_) {
        places_.erase(places_.begin());
      }
    }
  }
  const std::lock_guard lock(place->mutex);
  if (!place->thing) {
    auto made = make();
    if (!made) {
      return made.error();
    }
    place->thing = std::move(*made);
  }
  return *place->thing;
}

std::span<const Parameter> common_parameters() {
  static const std::vector<Parameter> kCommon{
      {"as_of", "what the reports published by that day say", "day"},
      {"revision", "what had been read by that revision", "integer"},
  };
  return kCommon;
}

std::span<const Parameter> filter_parameters() {
  static const std::vector<Parameter> kFilters{
      {"from", "the first day", "day"},
      {"to", "the last day", "day"},
      {"party", "who takes part: a name or a code", "string", {}, true},
      {"type",
       "the PLOVER type",
       "string",
       {"AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT", "REQUEST", "ACCUSE", "REJECT",
        "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"},
       true},
      {"quad",
       "1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict",
       "integer",
       {"1", "2", "3", "4"},
       true},
      {"status", "how it is told", "string", {"actual", "planned", "possible", "conditional", "negated"}, true},
      {"country", "where, ISO 3166-1 alpha-3", "string", {}, true},
      {"outlet", "who published it", "string", {}, true},
      {"measure", "what is counted: killed, displaced, ...", "string", {}, true},
      {"q", "words to search for"},
      {"report", "the id of a report", "string", {}, true},
      {"finding", "the number of a finding", "integer", {}, true},
  };
  return kFilters;
}

std::span<const Parameter> list_parameters() {
  static const std::vector<Parameter> kList{
      {"limit", "how many rows at most, 1 to 10000; 100 if it is not given", "integer"},
      {"page", "where the list goes on: `next` of the answer before"},
  };
  return kList;
}

namespace {

// What is not UTF-8 never comes here; control characters and the two that end a string are escaped.
std::string json_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += '\\';
      out += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    } else {
      out += c;
    }
  }
  return out + '"';
}

}  // namespace

Answer json_answer(const Sight& sight, const Request& request, std::string_view data, std::string_view next) {
  Answer answer;
  answer.body = fmt::format("{{\"revision\":{},\"as_of\":{},\"data\":", sight.revision,
                            request.as_of.date.empty() ? "null" : json_text(request.as_of.date));
  answer.body.append(data.substr(0, data.find_last_not_of('\n') + 1));
  if (!next.empty() && sight.seal) {
    answer.next = sight.seal(next);
    answer.body += fmt::format(",\"next\":{}", json_text(answer.next));
  }
  answer.body += "}\n";
  return answer;
}

std::string csv_field(std::string_view text) {
  std::string out;
  const char first = text.empty() ? '\0' : text.front();
  const bool signed_number =
      (first == '-' || first == '+') && text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
  if (!signed_number && std::string_view("=+-@\t\r").find(first) != std::string_view::npos && first != '\0') {
    out = '\'';
  }
  out += text;
  if (out.find_first_of(",\"\r\n") == std::string::npos) {
    return out;
  }
  std::string quoted = "\"";
  for (const char c : out) {
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  }
  return quoted + '"';
}

}  // namespace detente::desk
