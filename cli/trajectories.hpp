// What happened on each day of each run, as a Parquet file. Rows are kept in a DuckDB file beside it until the end, so
// that memory does not grow with the runs, and what was written stays when the disk fills or the program is stopped.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "detente/play/ensemble.hpp"

namespace detente::cli {

class Trajectories {
 public:
  ~Trajectories();
  Trajectories(Trajectories&&) noexcept;

  // @returns database or disk_full.
  static Result<Trajectories> create(const std::string& path, const play::RunsHeader& header);

  Result<void> add(const play::RunResult& result);
  // Writes the Parquet file and removes the file of rows.
  Result<void> finish();

 private:
  struct Parts;
  explicit Trajectories(std::unique_ptr<Parts> parts);

  std::unique_ptr<Parts> parts_;
};

}  // namespace detente::cli
