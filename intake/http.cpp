#include "http.hpp"

#include <algorithm>
#include <optional>

#include "inflate.hpp"

namespace detente::intake {

namespace {

std::string lower_ascii(std::string_view word) {
  std::string out(word);
  std::transform(out.begin(), out.end(), out.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return out;
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) {
    text.remove_prefix(1);
  }
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t' || text.back() == '\r')) {
    text.remove_suffix(1);
  }
  return text;
}

// The line from `at` on without its end; `at` moves behind it.
std::string_view line_at(std::string_view bytes, std::size_t& at) {
  const std::size_t end = std::min(bytes.find('\n', at), bytes.size());
  const std::string_view line = bytes.substr(at, end - at);
  at = std::min(end + 1, bytes.size());
  return trimmed(line);
}

std::optional<std::size_t> chunk_size(std::string_view line) {
  line = trimmed(line.substr(0, line.find(';')));
  if (line.empty() || line.size() > 15) {
    return std::nullopt;
  }
  std::size_t value = 0;
  for (const char c : line) {
    const char l = c >= 'A' && c <= 'F' ? static_cast<char>(c + 32) : c;
    if (!((l >= '0' && l <= '9') || (l >= 'a' && l <= 'f'))) {
      return std::nullopt;
    }
    value = value * 16 + static_cast<std::size_t>(l <= '9' ? l - '0' : l - 'a' + 10);
  }
  return value;
}

// Undoes chunked transfer. A body whose first line is no chunk size was stored without chunks.
Result<std::string> join_chunks(std::string_view body) {
  std::string out;
  std::size_t at = 0;
  bool first = true;
  while (at < body.size()) {
    std::size_t after = at;
    const auto size = chunk_size(line_at(body, after));
    if (!size) {
      if (first) {
        return std::string(body);
      }
      return Error{ErrorCode::bad_format, "a chunk of the body has no length", ""};
    }
    first = false;
    if (*size == 0) {
      return out;
    }
    if (*size > body.size() - after) {
      return Error{ErrorCode::truncated, "a chunk of the body ends early", ""};
    }
    out.append(body.substr(after, *size));
    at = after + *size;
    if (body.substr(at).starts_with("\r\n")) {
      at += 2;
    } else if (body.substr(at).starts_with("\n")) {
      at += 1;
    }
  }
  return Error{ErrorCode::truncated, "the last chunk of the body is missing", ""};
}

Result<std::string> decode_body(std::string body, const std::string& encoding, std::size_t limit) {
  const bool gzip = encoding.find("gzip") != std::string::npos;
  const bool deflate = encoding.find("deflate") != std::string::npos;
  if (gzip || deflate) {
    const bool packed = gzip ? body.starts_with("\x1f\x8b") : !body.starts_with("<");
    if (!packed) {
      return body;
    }
    auto unpacked = unpack(body, gzip ? Packing::gzip : Packing::deflate, limit);
    if (!unpacked) {
      return unpacked.error();
    }
    if (unpacked->too_large) {
      return Error{ErrorCode::too_large, "the body unpacks to more than " + std::to_string(limit) + " bytes", ""};
    }
    if (unpacked->truncated) {
      return Error{ErrorCode::truncated, "the packed body ends early", ""};
    }
    return std::move(unpacked->bytes);
  }
  if (encoding.empty() || encoding == "identity" || encoding == "none" || encoding == "utf-8") {
    return body;
  }
  const std::size_t text = body.find_first_not_of(" \t\r\n");
  if (text != std::string::npos && body[text] == '<') {
    return body;
  }
  return Error{ErrorCode::unsupported, "the body is packed with \"" + encoding.substr(0, 40) + "\", which is not read",
               ""};
}

}  // namespace

Result<Response> read_response(std::string_view bytes, std::size_t limit) {
  std::size_t at = 0;
  const std::string_view status = line_at(bytes, at);
  if (!status.starts_with("HTTP/") && !status.starts_with("http/")) {
    return Error{ErrorCode::bad_format, "the record holds no HTTP response", ""};
  }
  Response out;
  const std::size_t space = status.find(' ');
  if (space != std::string_view::npos) {
    for (const char c : trimmed(status.substr(space)).substr(0, 3)) {
      if (c >= '0' && c <= '9') {
        out.status = out.status * 10 + (c - '0');
      }
    }
  }
  std::string encoding;
  bool chunked = false;
  while (at < bytes.size()) {
    const std::string_view line = line_at(bytes, at);
    if (line.empty()) {
      break;
    }
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) {
      continue;
    }
    const std::string name = lower_ascii(trimmed(line.substr(0, colon)));
    const std::string value = lower_ascii(trimmed(line.substr(colon + 1)));
    if (name == "content-type") {
      out.content_type = value;
    } else if (name == "content-encoding") {
      encoding = value;
    } else if (name == "transfer-encoding") {
      chunked = value.find("chunked") != std::string::npos;
    }
  }
  std::string body(bytes.substr(at));
  if (chunked) {
    auto joined = join_chunks(body);
    if (!joined) {
      return joined.error();
    }
    body = std::move(*joined);
  }
  auto decoded = decode_body(std::move(body), encoding, limit);
  if (!decoded) {
    return decoded.error();
  }
  out.body = std::move(*decoded);
  return out;
}

}  // namespace detente::intake
