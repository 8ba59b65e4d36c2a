#include "query.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <optional>

#include "detente/text/date.hpp"
#include "detente/text/hash.hpp"
#include "detente/text/utf8.hpp"

namespace detente::desk {

namespace {

constexpr std::array<std::string_view, 8> kFormats{"json", "csv", "geojson", "graphml", "md", "html", "toml", "svg"};

int hex(char c) {
  if (c >= '0' && c <= '9') {
    return c - '0';
  }
  const char small = static_cast<char>(c | 0x20);
  return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

Result<std::string> decoded(std::string_view url, bool plus_is_space) {
  std::string out;
  for (std::size_t i = 0; i < url.size(); ++i) {
    if (url[i] == '%') {
      const int high = i + 2 < url.size() ? hex(url[i + 1]) : -1;
      const int low = i + 2 < url.size() ? hex(url[i + 2]) : -1;
      if (high < 0 || low < 0) {
        return Error{ErrorCode::bad_encoding, "a % of the URL has no two hexadecimal digits behind it", ""};
      }
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += url[i] == '+' && plus_is_space ? ' ' : url[i];
    }
  }
  if (out.find('\0') != std::string::npos || text::first_invalid(out) != std::string::npos) {
    return Error{ErrorCode::bad_encoding, "the URL is not text in UTF-8", ""};
  }
  return out;
}

std::string listed(const std::vector<std::string_view>& words) {
  std::string out;
  for (const std::string_view word : words) {
    out += out.empty() ? "" : ", ";
    out += word;
  }
  return out;
}

// ISO 8601, with a precision of a day, a month or a year.
bool is_day(const std::string& value) {
  constexpr std::size_t kYear = 4;
  constexpr std::size_t kMonth = 7;
  constexpr std::size_t kDay = 10;
  return (value.size() == kYear || value.size() == kMonth || value.size() == kDay) &&
         value.find_first_not_of("0123456789-") == std::string::npos && text::parse_date(value).has_value();
}

// A value that a parameter may have.
Result<void> check_value(const Parameter& parameter, const std::string& value) {
  const auto wrong = [&](std::string_view must) {
    return Error{ErrorCode::bad_value, fmt::format("{} must be {}, not '{}'", parameter.name, must, value),
                 std::string(parameter.name)};
  };
  if (!parameter.choices.empty() &&
      std::find(parameter.choices.begin(), parameter.choices.end(), value) == parameter.choices.end()) {
    return wrong(fmt::format("one of {}", listed(parameter.choices)));
  }
  const char* end = value.data() + value.size();
  if (parameter.type == "integer") {
    std::int64_t number = 0;
    const auto [at, problem] = std::from_chars(value.data(), end, number);
    if (problem != std::errc() || at != end || number < 0 || number > 2000000000) {
      return wrong("a whole number from 0 to 2000000000");
    }
  } else if (parameter.type == "number") {
    double number = 0;
    const auto [at, problem] = std::from_chars(value.data(), end, number);
    if (problem != std::errc() || at != end || !std::isfinite(number)) {
      return wrong("a number");
    }
  } else if (parameter.type == "boolean" && value != "true" && value != "false" && value != "1" && value != "0") {
    return wrong("true or false");
  } else if (parameter.type == "day" && !is_day(value)) {
    return wrong("a day such as 2024-10-10, or 2024-10, or 2024");
  }
  return {};
}

std::vector<const Parameter*> parameters_of(const View& view) {
  std::vector<const Parameter*> all;
  const auto add = [&all](std::span<const Parameter> some) {
    for (const Parameter& parameter : some) {
      all.push_back(&parameter);
    }
  };
  add(common_parameters());
  add(view.parameters);
  if (view.is_filtered) {
    add(filter_parameters());
  }
  if (view.is_list) {
    add(list_parameters());
  }
  return all;
}

int whole(const std::string& text) {
  int number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  return number;
}

Result<void> put(Request& request, const Parameter& parameter, const std::string& value) {
  if (auto good = check_value(parameter, value); !good) {
    return good;
  }
  if (parameter.name == "as_of") {
    request.as_of.date = value;
  } else if (parameter.name == "revision") {
    request.as_of.revision = whole(value);
  } else if (parameter.name == "limit") {
    request.limit = whole(value);
    if (request.limit < 1 || request.limit > kMostRows) {
      return Error{ErrorCode::bad_value, fmt::format("limit must be 1 to {}, not {}", kMostRows, value), "limit"};
    }
  } else if (parameter.name == "page") {
    request.page = value;
  } else {
    std::vector<std::string>& values = request.parameters[std::string(parameter.name)];
    if (!parameter.repeat) {
      values.clear();
    }
    values.push_back(value);
  }
  return {};
}

constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string base64url(std::string_view bytes) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char byte : bytes) {
    held = (held << 8) | static_cast<unsigned char>(byte);
    for (bits += 8; bits >= 6; bits -= 6) {
      out += kLetters[(held >> (bits - 6)) & 63];
    }
  }
  if (bits > 0) {
    out += kLetters[(held << (6 - bits)) & 63];
  }
  return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
  std::string out;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    const std::size_t value = kLetters.find(c);
    if (value == std::string_view::npos) {
      return std::nullopt;
    }
    held = (held << 6) | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      out += static_cast<char>((held >> bits) & 255);
    }
  }
  return out;
}

std::string check_of(std::string_view body, std::string_view question) {
  const text::Hash128 hash = text::murmur3_x64_128(fmt::format("page\n{}\n{}", question, body));
  return fmt::format("{:016x}", hash.low ^ hash.high);
}

}  // namespace

Result<Target> parse_target(std::string_view target) {
  Target out;
  target = target.substr(0, target.find('#'));
  const std::size_t mark = target.find('?');
  std::string_view path = target.substr(0, mark);
  std::string_view query = mark == std::string_view::npos ? std::string_view() : target.substr(mark + 1);
  while (!path.empty()) {
    const std::size_t begin = path.find_first_not_of('/');
    if (begin == std::string_view::npos) {
      break;
    }
    path.remove_prefix(begin);
    const std::size_t end = path.find('/');
    auto part = decoded(path.substr(0, end), false);
    if (!part) {
      return part.error();
    }
    if (*part == "." || *part == "..") {
      return Error{ErrorCode::bad_value, "a part of the path is . or ..", ""};
    }
    out.path.push_back(std::move(*part));
    path = end == std::string_view::npos ? std::string_view() : path.substr(end);
  }
  while (!query.empty()) {
    const std::size_t end = query.find('&');
    const std::string_view pair = query.substr(0, end);
    const std::size_t equals = pair.find('=');
    auto name = decoded(pair.substr(0, equals), true);
    auto value = decoded(equals == std::string_view::npos ? std::string_view() : pair.substr(equals + 1), true);
    if (!name || !value) {
      return name ? value.error() : name.error();
    }
    if (!name->empty() && !value->empty()) {
      out.query.emplace_back(std::move(*name), std::move(*value));
    }
    query = end == std::string_view::npos ? std::string_view() : query.substr(end + 1);
  }
  return out;
}

bool matches(std::string_view pattern, const std::vector<std::string>& path, std::string& id) {
  for (const std::string& part : path) {
    if (pattern.empty()) {
      return false;
    }
    pattern.remove_prefix(1);
    const std::string_view expected = pattern.substr(0, pattern.find('/'));
    if (expected.starts_with('{')) {
      id = part;
    } else if (expected != part) {
      return false;
    }
    pattern.remove_prefix(expected.size());
  }
  return pattern.empty();
}

Result<Found> find_view(const std::vector<std::string>& path) {
  // The path as it is comes second, so that a party called "St. Kitts" is not one in the format " Kitts".
  std::vector<std::string> bare = path;
  std::string format;
  if (!bare.empty()) {
    const std::size_t dot = bare.back().rfind('.');
    const std::string ending = dot == std::string::npos ? "" : bare.back().substr(dot + 1);
    if (std::find(kFormats.begin(), kFormats.end(), ending) != kFormats.end()) {
      format = ending;
      bare.back().resize(dot);
    }
  }
  std::string missing;
  for (const View& view : views()) {
    Found found{&view, "", std::string(view.formats.front())};
    if (!format.empty() && matches(view.path, bare, found.id)) {
      if (std::find(view.formats.begin(), view.formats.end(), format) != view.formats.end()) {
        found.format = format;
        return found;
      }
      missing = fmt::format("{} comes as {}, not as {}", view.path, listed(view.formats), format);
    }
  }
  for (const View& view : views()) {
    Found found{&view, "", std::string(view.formats.front())};
    if (matches(view.path, path, found.id) && (missing.empty() || view.path.find('{') == std::string_view::npos)) {
      return found;
    }
  }
  return Error{ErrorCode::not_found, missing.empty() ? "there is no such view; /api lists them" : missing, ""};
}

Result<Request> read_request(const Found& found, const std::vector<std::pair<std::string, std::string>>& query) {
  Request request;
  request.path_id = found.id;
  request.format = found.format;
  const std::vector<const Parameter*> known = parameters_of(*found.view);
  for (const auto& pair : query) {
    const auto parameter =
        std::find_if(known.begin(), known.end(), [&](const Parameter* p) { return p->name == pair.first; });
    if (parameter == known.end()) {
      std::vector<std::string_view> names;
      for (const Parameter* p : known) {
        names.push_back(p->name);
      }
      return Error{ErrorCode::bad_value,
                   fmt::format("{} has no parameter '{}'; they are {}", found.view->path, pair.first, listed(names)),
                   pair.first};
    }
    if (auto done = put(request, **parameter, pair.second); !done) {
      return done.error();
    }
  }
  for (const Parameter* parameter : known) {
    if (parameter->required && request.all(parameter->name).empty()) {
      return Error{ErrorCode::missing_field,
                   fmt::format("{} needs {}: {}", found.view->path, parameter->name, parameter->help),
                   std::string(parameter->name)};
    }
  }
  return request;
}

std::string question(const Found& found, const Request& request) {
  // Lengths stand in front of the values, so that no value can look like two.
  std::string out = fmt::format("{} {}:{} {}", found.view->path, found.id.size(), found.id, request.as_of.date);
  for (const auto& [name, values] : request.parameters) {
    std::vector<std::string> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    for (const std::string& value : sorted) {
      out += fmt::format(" {}={}:{}", name, value.size(), value);
    }
  }
  return out;
}

std::string seal(const Mark& mark, std::string_view question) {
  const std::string body = fmt::format("{} {}", mark.revision, mark.next);
  return base64url(check_of(body, question) + body);
}

Result<Mark> unseal(std::string_view token, std::string_view question) {
  constexpr std::size_t kCheck = 16;
  const Error wrong{ErrorCode::bad_value, "page is no token that this list gave out", "page"};
  const auto bytes = from_base64url(token);
  if (!bytes || bytes->size() < kCheck) {
    return wrong;
  }
  const std::string body = bytes->substr(kCheck);
  const std::size_t space = body.find(' ');
  Mark mark;
  const auto [end, problem] = std::from_chars(body.data(), body.data() + std::min(space, body.size()), mark.revision);
  if (bytes->compare(0, kCheck, check_of(body, question)) != 0 || space == std::string::npos ||
      problem != std::errc() || end != body.data() + space) {
    return wrong;
  }
  mark.next = body.substr(space + 1);
  return mark;
}

Result<Asked> read_asked(const Found& found, const std::vector<std::pair<std::string, std::string>>& query) {
  auto request = read_request(found, query);
  if (!request) {
    return request.error();
  }
  Asked asked{std::move(*request), {}};
  asked.question = question(found, asked.request);
  if (!asked.request.page.empty()) {
    auto mark = unseal(asked.request.page, asked.question);
    if (!mark) {
      return mark.error();
    }
    asked.request.page = std::move(mark->next);
    asked.request.as_of.revision = asked.request.as_of.revision.value_or(mark->revision);
  }
  return asked;
}

}  // namespace detente::desk
