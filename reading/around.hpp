// Where a report plays: the countries and regions that it names, by how often.
#pragma once

#include <vector>

#include "context.hpp"

namespace detente::reading {

struct Around {
  std::vector<knowledge::NearCountry> countries;
  std::vector<const knowledge::PlaceRegion*> regions;

  knowledge::Surroundings view() const { return {countries, {}, nullptr, regions}; }
};

// Of the parties found so far. With `sentence`, the countries that this sentence names are marked as close.
Around around(const Context&, std::int64_t sentence = -1);

// What is named `name`: with a region or country written behind it ("Bethlehem, Pa.", "Tripoli, Lebanon", "Tripoli in
// northern Lebanon") a place there, else the likeliest in view of what is around. Null if there is none.
const knowledge::Place* place_named(const Context&, TokenRange name);

// Only what is written with its region behind it: "Lebanon, Ohio".
const knowledge::Place* place_in_region(const Context&, TokenRange name);

}  // namespace detente::reading
