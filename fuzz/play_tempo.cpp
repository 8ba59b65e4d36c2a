// Files of events: whatever the bytes, a message or events that pass their check; and fits that end.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/play/tempo_events.hpp"

namespace tempo = detente::play::tempo;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 1) {
    return 0;
  }
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  tempo::ReadOptions options;
  options.by = static_cast<tempo::By>(data[0] & 3U);
  options.times = static_cast<tempo::Times>((data[0] >> 2U) % 3U);
  options.least = 1 + (data[0] >> 6U);
  const auto read = tempo::read_events(bytes, "fuzz", options);
  if (!read) {
    if (read.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  if (!tempo::check(read->events)) {
    std::abort();
  }
  if (read->events.size() <= 64 && read->events.kinds.size() <= 4) {
    const auto method = (data[0] & 32U) != 0 ? tempo::Method::em : tempo::Method::lbfgs;
    const auto fitted = tempo::fit(read->events, {.method = method, .most_steps = 200});
    if (!fitted || !tempo::check_values(fitted->model)) {
      std::abort();
    }
    if (tempo::residuals(fitted->model, read->events).size() != read->events.kinds.size() + 1) {
      std::abort();
    }
  }
  return 0;
}
