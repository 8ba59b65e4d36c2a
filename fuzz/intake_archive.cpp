// Any bytes behind the first line of a WARC or an ARC file, so that the records are reached at once.
#include <cstddef>
#include <cstdint>
#include <sstream>
#include <string>

#include "detente/intake/intake.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) {
    return 0;
  }
  const std::string rest(reinterpret_cast<const char*>(data + 1), size - 1);
  const bool arc = data[0] % 2 == 1;
  std::istringstream in((arc ? "filedesc://a.arc 192.0.2.1 20241010120000 text/plain 0\n\n" : "WARC/1.0\r\n") + rest);
  detente::intake::Options options;
  options.max_text = 1 << 16;
  options.detect_language = false;
  detente::intake::Sinks sinks;
  sinks.on_report = [](detente::Report&&) { return true; };
  detente::intake::read_stream(in, "fuzz", options, sinks);
  return 0;
}
