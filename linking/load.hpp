#pragma once

#include <cstdint>
#include <vector>

#include "detente/linking/claims.hpp"
#include "detente/record/record.hpp"

namespace detente::linking {

// The claims of readings `first` to `last` in the order of the record: by reading, then events, figures, instruments.
Result<std::vector<Claim>> load_claims(record::Record& record, std::int64_t first, std::int64_t last);

}  // namespace detente::linking
