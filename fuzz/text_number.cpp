// Any bytes as a number or a share at every place: what is read ends inside the text and is finite, shares lie below
// one.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "detente/text/number.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::text;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (std::size_t at = 0; at <= size; ++at) {
    if (const auto n = read_number(text, at)) {
      if (n->end <= at || n->end > size || !std::isfinite(n->low) || !std::isfinite(n->high)) {
        std::abort();
      }
    }
    if (const auto share = read_fraction(text, at)) {
      if (share->end <= at || share->end > size || !(share->low > 0) || !(share->high < 1)) {
        std::abort();
      }
    }
  }
  return 0;
}
