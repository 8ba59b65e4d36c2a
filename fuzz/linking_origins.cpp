// Any bytes as reports, divided by 0x1e, each with its outlet and source before 0x1f: whatever they are, an origin is a
// report that was added, shares lie between 0 and 1, a signature comes back from its bytes, and an index that was
// restored half way ends as the other. The bytes are also taken for a signature.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "detente/linking/origins.hpp"

namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

// The part up to the mark; takes it and the mark off `rest`.
std::string_view part(std::string_view& rest, char mark) {
  const std::string_view out = rest.substr(0, rest.find(mark));
  rest.remove_prefix(std::min(out.size() + 1, rest.size()));
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace detente::linking;
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  if (const auto any = OriginSignature::from_bytes(rest)) {
    require(OriginSignature::from_bytes(any->to_bytes()) ? true : false);
  }
  std::map<std::string, std::string, std::less<>> texts;
  const TextOf text_of = [&](std::string_view id) -> detente::Result<std::string> { return texts.find(id)->second; };
  OriginIndex whole(text_of);
  OriginIndex second(text_of);
  constexpr int kMost = 12;
  for (int n = 0; n < kMost && !rest.empty(); ++n) {
    std::string_view one = part(rest, '\x1e');
    const std::string_view outlet = part(one, '\x1f');
    const std::string_view source = part(one, '\x1f');
    const std::string id = "r" + std::to_string(n);
    texts[id] = one;
    const OriginReport report{.id = id,
                              .day = n % 4 == 3 ? std::nullopt : std::optional<std::int64_t>(20000 + n % 3),
                              .outlet = outlet,
                              .original_source = source,
                              .text = one};
    const OriginSignature signature = sign(report);
    const auto back = OriginSignature::from_bytes(signature.to_bytes());
    require(back && *back == signature);
    const auto match = whole.add(report, signature);
    require(match && match->share >= 0 && match->share <= 1 && texts.contains(match->origin));
    require(match->reason.empty() == (match->kind == OriginKind::alone));
    require(whole.origin_of(id) == match->origin);
    if (n < kMost / 2) {
      const KnownReport known{.id = id, .origin = match->origin, .day = report.day, .outlet = outlet};
      require(second.restore(known, *back) ? true : false);
    } else {
      require(second.add(report, *back) ? true : false);
    }
  }
  require(whole.size() == second.size());
  return 0;
}
