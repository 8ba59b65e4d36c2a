// Any bytes as a crisis file: read or refused with a place; what is read can be played, and its invariants hold.
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/play/ensemble.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::play;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto crisis = read_crisis(text, "fuzz.toml");
  if (!crisis) {
    if (crisis.error().where.rfind("fuzz.toml", 0) != 0 || crisis.error().message.empty()) {
      std::abort();
    }
    return 0;
  }
  if (crisis->parties.size() > 12 || crisis->acts.size() > 24 || crisis->places.size() > 12) {
    return 0;
  }
  (void)origin_report(*crisis);
  const Model model(std::move(*crisis));
  Future future(model);
  const auto policies = model.crisis().policies.size();
  for (std::uint32_t run = 0; run < 2; ++run) {
    future.begin({.seed = 1, .run = run, .policy = run % policies});
    for (int day = 0; day < 5; ++day) {
      future.next_day();
      if (!broken_invariant(future).empty()) {
        std::abort();
      }
    }
  }
  return 0;
}
