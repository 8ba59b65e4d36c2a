// Any bytes are a line of `detente code`: the answer is one line of JSON.
#include <cstdint>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "detente/cli/coder.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  detente::cli::CodeRequest request;
  const std::string_view line(reinterpret_cast<const char*>(data), size);
  if (!detente::cli::parse_request(line, request) && !nlohmann::json::accept(request.id)) {
    std::abort();
  }
  return 0;
}
