// Any bytes as a date: what comes out exists in the calendar and is read back from its own print.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/text/date.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const NumericOrder order : {NumericOrder::unknown, NumericOrder::day_first, NumericOrder::month_first}) {
    if (const auto date = parse_date(text, order)) {
      if (!is_valid(*date) || parse_date(date->iso()) != date) {
        std::abort();
      }
    }
    if (const auto found = find_date(text, order)) {
      if (!is_valid(found->date) || found->begin >= found->end || found->end > size) {
        std::abort();
      }
    }
  }
  return 0;
}
