// Cases in Flee's files, and its settings: a file begins at a line "== NAME". What is read is run for a few days, and
// nobody may be lost.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "detente/play/flee.hpp"

namespace flow = detente::play::flow;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  flow::FleeFiles files;
  while (bytes.starts_with("== ")) {
    const std::size_t line = bytes.find('\n');
    const std::string name(bytes.substr(3, line - 3));
    bytes.remove_prefix(line == std::string_view::npos ? bytes.size() : line + 1);
    const std::size_t end = std::min(bytes.find("\n== "), bytes.size());
    files.bytes[name] = std::string(bytes.substr(0, end));
    bytes.remove_prefix(std::min(end + 1, bytes.size()));
  }
  flow::Rules rules;
  if (const auto settings = flow::parse_flee_settings(files.bytes["settings"], "settings")) {
    rules = *settings;
  }
  const auto scenario = flow::parse_flee(files);
  if (!scenario) {
    if (scenario.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  const auto run = flow::run(*scenario, rules, {.days = 20});
  if (!run) {
    return 0;
  }
  double most = 1;
  for (const double displaced : run->displaced) {
    most = std::max(most, displaced);
  }
  if (!(run->conservation <= 1e-6 * most) || !std::isfinite(run->error)) {
    std::abort();
  }
  return 0;
}
