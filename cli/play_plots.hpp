// Charts of a set of futures, as SVG files for a brief.
#pragma once

#include <string>
#include <vector>

#include "detente/play/ensemble.hpp"

namespace detente::cli {

class PlayPlots {
 public:
  PlayPlots(const play::Model& model, const play::EnsembleOptions& options);

  // Fans are drawn from the first runs alone, so that memory does not grow with their number.
  void add(const play::RunResult& result);
  // killed.svg, displaced.svg, escalation.svg, truce.svg and differences.svg into the folder.
  Result<void> write(const std::string& folder, const play::RunSet& runs) const;

 private:
  Result<void> fan(const std::string& path, play::Series series, bool cumulated, const std::string& title,
                   const std::string& unit) const;
  Result<void> truces(const std::string& path, const play::RunSet& runs) const;
  Result<void> differences(const std::string& path, const play::RunSet& runs) const;
  std::string source(std::uint64_t futures) const;

  const play::Model& model_;
  play::EnsembleOptions options_;
  std::vector<std::vector<float>> kept_;  // run after run, as RunResult::days
};

}  // namespace detente::cli
