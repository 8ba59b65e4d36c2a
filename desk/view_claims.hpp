// Claims as rows: what is asserted, by whom, in which words. Figures, instruments and findings are made of them.
#pragma once

#include "view_tools.hpp"

namespace detente::desk {

// A claim: row n of a reading.
struct ClaimKey {
  char letter = 'e';  // e f i
  std::int64_t reading = 0;
  std::int64_t n = 0;
  friend auto operator<=>(const ClaimKey&, const ClaimKey&) = default;
};

// The rows of claims that are seen, by claim: {id, kind, label, status, said_by, origin, finding, rule, confidence,
// span, spans} and what belongs to the kind. Claims that are not there are left out.
Result<std::map<ClaimKey, Json>> claim_rows(Sight& sight, const Request& request, const std::vector<ClaimKey>& claims);

// "killed: more than 1400 people"; low and high are null if there is no bound.
std::string figure_label(std::string_view measure, const Json& low, const Json& high, std::string_view bound,
                         std::string_view unit, std::string_view words);

}  // namespace detente::desk
