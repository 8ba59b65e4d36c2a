// Links what a record holds and has not linked yet: which reports share a source, which claims are about one thing.
//
//   record->start_run({now, "link", reader});
//   Result<Linked> linked = link_new(*record, {}, [&](std::int64_t done, std::int64_t total) { return !stopped; });
//   // linked->claims 412, linked->joined 57, linked->contradictions 3
//
// The work is cut into batches of readings, each stored in one transaction. Whatever ends it loses no more than the
// batch in hand, and the next call goes on there. A batch looks at those old claims alone that share a block with one
// of its own, so that it costs about as much beside a million claims as beside ten thousand. The result depends on the
// order of the readings, and on neither threads nor batches.
#pragma once

#include <cstdint>

#include "detente/record/record.hpp"
#include "detente/result.hpp"

namespace detente::linking {

struct LinkOptions {
  int readings_at_once = 256;
  unsigned threads = 1;  // for the signatures of reports
};

struct Linked {
  std::int64_t readings = 0;        // linked by this call
  std::int64_t claims = 0;          // events, figures and instruments of them
  std::int64_t findings = 0;        // begun
  std::int64_t joined = 0;          // claims that joined a finding
  std::int64_t links = 0;           // pairs that say why
  std::int64_t updates = 0;         // of these
  std::int64_t contradictions = 0;  // of these
  std::int64_t same_origin = 0;     // reports that share the origin of an older one
};

// start_run() must come before. `progress` gets readings; false stops the work after the batch in hand.
// Errors: cancelled, usage (no run was started), bad_format (traits of an older claim are damaged), database,
// disk_full.
Result<Linked> link_new(record::Record& record, const LinkOptions& options, const record::Progress& progress);

}  // namespace detente::linking
