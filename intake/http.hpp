// The HTTP responses that web archives keep.
#pragma once

#include <string>
#include <string_view>

#include "detente/result.hpp"

namespace detente::intake {

struct Response {
  int status = 0;
  std::string content_type;  // lower case, parameters included
  std::string body;          // transfer and content encodings undone
};

// Reads a response as it was captured. Archives often keep bodies that were decoded already while their header fields
// still name the encoding; such bodies are taken as they are.
// @returns bad_format if it is no HTTP response, truncated if a chunk or packed body ends early, too_large beyond the
// limit, unsupported for an encoding that is not read here (brotli).
Result<Response> read_response(std::string_view bytes, std::size_t limit);

}  // namespace detente::intake
