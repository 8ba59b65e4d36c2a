// The arithmetic of figures.
#pragma once

#include "detente/board/board.hpp"

namespace detente::board {

// The same voices but for the outlet.
bool same_sources(const Chain& a, const Chain& b);

// The numbers that a claim allows; infinite where it sets no bound.
struct Allowed {
  double low = 0;
  double high = 0;
};
Allowed allowed(const Claim& claim);

// No number is allowed by all claims.
bool no_number_fits(const Harm& harm);
// Fill Harm::sources and Harm::bands from its claims.
void add_sources(Harm& harm);
void add_bands(Harm& harm);

}  // namespace detente::board
