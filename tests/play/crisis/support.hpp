// Crises for the tests, and means over their futures.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "detente/play/crisis.hpp"
#include "detente/play/future.hpp"

namespace detente::play {

inline std::string read_text(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  return text.str();
}

inline Crisis example(const std::string& name) {
  const std::string path = std::string(DETENTE_SOURCE_DIR) + "/examples/" + name;
  auto crisis = read_crisis(read_text(path), name);
  EXPECT_TRUE(crisis) << crisis.error().to_string();
  return crisis ? *crisis : Crisis{};
}

struct Mean {
  double value = 0;
  double error = 0;  // standard error
};

// The mean of each outcome over the runs of a policy.
inline std::vector<Mean> play_means(const Model& model, std::size_t policy, std::uint32_t runs,
                                    std::uint64_t seed = 1) {
  const std::size_t outcomes = model.outcomes().size();
  std::vector<double> sum(outcomes, 0);
  std::vector<double> square(outcomes, 0);
  std::vector<double> values(outcomes);
  Future future(model);
  for (std::uint32_t run = 0; run < runs; ++run) {
    future.begin({.seed = seed, .run = run, .policy = policy});
    while (future.day() < model.crisis().days) {
      future.next_day();
    }
    future.outcomes(values);
    for (std::size_t i = 0; i < outcomes; ++i) {
      sum[i] += values[i];
      square[i] += values[i] * values[i];
    }
  }
  std::vector<Mean> out(outcomes);
  for (std::size_t i = 0; i < outcomes; ++i) {
    out[i].value = sum[i] / runs;
    out[i].error = std::sqrt(std::max(0.0, square[i] / runs - out[i].value * out[i].value) / runs);
  }
  return out;
}

inline std::size_t outcome(const Model& model, const std::string& name) {
  const auto found = model.find_outcome(name);
  EXPECT_TRUE(found) << found.error().to_string();
  return found ? *found : 0;
}

}  // namespace detente::play
