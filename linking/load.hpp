#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "detente/linking/claims.hpp"
#include "detente/record/record.hpp"

namespace detente::linking {

// "r.rowid BETWEEN 3 AND 9": where the reports of readings `first` to `last` stand among all. Whoever asks for their
// texts must say it, or the engine reads the texts of all.
Result<std::string> rows_of_reports(record::Record& record, std::int64_t first, std::int64_t last);

// The claims of readings `first` to `last` in the order of the record: by reading, then events, figures, instruments.
Result<std::vector<Claim>> load_claims(record::Record& record, std::int64_t first, std::int64_t last);

}  // namespace detente::linking
