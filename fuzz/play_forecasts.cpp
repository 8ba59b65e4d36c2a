// Forecasts in any form: read, given outcomes, and scored.
#include <cstdint>
#include <string_view>

#include "detente/play/forecasts.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  namespace scoring = detente::play::scoring;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  auto forecasts = scoring::read_forecasts(text, "fuzz");
  if (!forecasts) {
    return 0;
  }
  if (!scoring::check_observed(*forecasts, "fuzz")) {
    for (scoring::Forecast& forecast : *forecasts) {
      forecast.observed = 1;
    }
  }
  (void)scoring::add_observed(*forecasts, text, "fuzz");
  if (scoring::check_observed(*forecasts, "fuzz")) {
    (void)scoring::score(*forecasts, {.bins = size % 7});
  }
  return 0;
}
