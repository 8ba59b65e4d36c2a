// Two reports side by side: are they one origin, and why?
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "align.hpp"
#include "detente/linking/origins.hpp"
#include "sources.hpp"

namespace detente::linking {

// The new report.
struct Claimed {
  Prepared text;
  std::uint32_t own = 0;  // outlet_key of its outlet
  std::vector<NamedSource> named;
  std::optional<std::int64_t> day;
};

// A report that was added before.
struct Other {
  std::string_view id;
  const Prepared& text;
  std::uint32_t outlet = 0;
  std::span<const std::uint32_t> named;
  std::optional<std::int64_t> day;
};

struct Judged {
  OriginKind kind = OriginKind::alone;
  double share = 0;
  bool both_ways = false;  // most of either text stands in the other
  std::string reason;
};

// Nothing if they are not one origin.
std::optional<Judged> judge(const Claimed& mine, const Other& other);

}  // namespace detente::linking
