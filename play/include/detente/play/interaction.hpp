// The international interaction game: two states, from the status quo to war, played by logit choice.
//
//   bargain::Dyad dyad;
//   dyad.first = {0.3, -1.1, 1.5, -0.5, -1.9, 1.4, -0.9, -1.3};   // utility to state 1 of each outcome, by Outcome
//   dyad.second = {0.2, 1.4, -1.2, 0.3, 1.2, -1.6, -0.3, -0.1};
//   bargain::Interaction play = bargain::interact(dyad, 1.0);
//   play.probability[static_cast<std::size_t>(bargain::Outcome::war1)];
//
// The tree is that of Bueno de Mesquita and Lalman, "War and Reason" (1992), ch. 2. Each state chooses between two acts
// at each node with odds exp(lambda (u - u')), where u and u' are its expected utilities of what follows: the
// statistical version of Signorino, "Strategic interaction and the statistical analysis of international conflict",
// American Political Science Review 93 (1999) 279. lambda 0 is a coin at every node, a large lambda the best reply.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::play::bargain {

// How the game can end. `acq1`: state 1 acquiesces; `cap1`: it capitulates once attacked; `war1`: state 1 attacked
// first.
enum class Outcome { sq, acq1, acq2, nego, cap1, cap2, war1, war2 };
inline constexpr std::size_t kOutcomes = 8;
// "SQ", "ACQ1" ... in the order of Outcome.
inline constexpr std::array<std::string_view, kOutcomes> kOutcomeNames{"SQ",   "ACQ1", "ACQ2", "NEGO",
                                                                       "CAP1", "CAP2", "WAR1", "WAR2"};

// Utilities by Outcome, finite.
struct Dyad {
  std::string name;
  std::array<double, kOutcomes> first{};
  std::array<double, kOutcomes> second{};
};

struct Interaction {
  std::array<double, kOutcomes> probability{};  // sums to 1
  double first = 0;                             // expected utility of state 1
  double second = 0;
  double demand = 0;  // that state 1 begins with a demand
};

// lambda >= 0, per unit of utility. Backward induction; nothing fails.
Interaction interact(const Dyad& dyad, double lambda);

// Dyads from CSV with headings U1_SQ, U1_ACQ1 ... U1_WAR2 and U2_SQ ... in any case and order; columns headed name,
// agent1, agent2 or year make the name, others are passed over. Errors: bad_encoding, bad_format, bad_value,
// missing_field, truncated, too_large, with the line.
Result<std::vector<Dyad>> read_dyads(std::string_view text, const std::string& where);

}  // namespace detente::play::bargain
