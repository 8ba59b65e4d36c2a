// How often is an item right that looks like this? A small model, fitted by tools/calibrate on annotated reports:
// a logistic regression for each kind of item over features that are there or not.
//
//   if (const auto p = k.confidence.probability("event", features)) { e.confidence = *p; }
//
// Right means, for an event: trigger and type; for a statement: content and source; for a figure: measure, value and
// bound; for an instrument: kind and place. The weights are penalised, so that a feature seen seldom moves little.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "detente/knowledge/archive.hpp"
#include "detente/result.hpp"

namespace detente::knowledge {

// What cross-validation found among items whose confidence was from `low` to below `high`.
struct ReliabilityBin {
  double low = 0;
  double high = 0;
  std::uint32_t items = 0;
  double right = 0;  // share of them that was right
};

class ConfidenceModel {
 public:
  // A file of [[kind]] tables: name, bias, weights, bins. A kind named again replaces the earlier one.
  // Errors: knowledge, with file and line.
  Result<void> add_toml(const std::filesystem::path& file);
  void write(ArchiveWriter&) const;
  bool read(ArchiveReader&);  // false: damaged

  // From 0 to 1; nothing if the model does not know the kind. Features that it does not know count nothing.
  std::optional<double> probability(std::string_view kind, std::span<const std::string> features) const;
  // The weight of one feature, in logits; 0 if it is not known.
  double weight(std::string_view kind, std::string_view feature) const;
  // The bin of a confidence; null if nothing was measured there.
  const ReliabilityBin* bin(std::string_view kind, double confidence) const;

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view s) const { return std::hash<std::string_view>{}(s); }
  };
  struct Kind {
    std::string name;
    double bias = 0;
    std::unordered_map<std::string, double, Hash, std::equal_to<>> weights;
    std::vector<ReliabilityBin> bins;
  };
  const Kind* find(std::string_view kind) const;

  std::vector<Kind> kinds_;
};

}  // namespace detente::knowledge
