// What the inner loops of the election and of the challenges share.
#pragma once

#include <algorithm>
#include <cstddef>
#include <span>

#include "detente/play/pce.hpp"

namespace detente::play::bargain {

// vote() of pce.hpp with the rule known when the loop is compiled.
template <VotingRule rule>
inline double vote_by(double weight, double difference) {
  constexpr double kSharpness = 1e8;
  if constexpr (rule == VotingRule::proportional) {
    return weight * difference;
  } else if constexpr (rule == VotingRule::prop_cubic) {
    return weight * (0.5 * difference + 0.5 * (difference * difference * difference));
  } else if constexpr (rule == VotingRule::cubic) {
    return weight * (difference * difference * difference);
  } else {
    const double sign = std::min(std::max(difference * kSharpness, -1.0), 1.0);
    if constexpr (rule == VotingRule::binary) {
      return weight * sign;
    } else {
      return weight * (0.8 * difference + 0.2 * sign);
    }
  }
}

// Calls `work` with the rule as a template argument.
template <typename Work>
inline auto with_rule(VotingRule rule, Work work) {
  switch (rule) {
    case VotingRule::binary:
      return work.template operator()<VotingRule::binary>();
    case VotingRule::prop_bin:
      return work.template operator()<VotingRule::prop_bin>();
    case VotingRule::prop_cubic:
      return work.template operator()<VotingRule::prop_cubic>();
    case VotingRule::cubic:
      return work.template operator()<VotingRule::cubic>();
    case VotingRule::proportional:
      break;
  }
  return work.template operator()<VotingRule::proportional>();
}

// The strength behind each option against each other; `utilities` is actor by option, `out` options by options.
void coalitions(std::span<const double> weights, std::span<const double> utilities, std::size_t options,
                VotingRule rule, std::span<double> out);

}  // namespace detente::play::bargain
