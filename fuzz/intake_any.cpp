// Any bytes as a file of any kind (the sniffing decides): no crash, valid UTF-8 out, every problem with a place.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <sstream>
#include <string>
#include <string_view>

#include "detente/intake/intake.hpp"
#include "detente/text/utf8.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::istringstream in(std::string(reinterpret_cast<const char*>(data), size));
  detente::intake::Options options;
  options.max_text = 1 << 20;
  detente::intake::Sinks sinks;
  sinks.on_report = [](detente::Report&& report) {
    if (report.text.empty() || detente::text::first_invalid(report.text) != std::string_view::npos) {
      std::abort();
    }
    return true;
  };
  sinks.on_problem = [](const detente::Error& error) {
    if (error.where.empty() || error.message.empty()) {
      std::abort();
    }
  };
  detente::intake::read_stream(in, "fuzz", options, sinks);
  return 0;
}
