// The network that chooses moves, for the parser and the entity recogniser alike: a token's part in every feature is
// worked out once, a state is the sum of its features' parts, and its hidden layer scores the moves.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "faults.hpp"
#include "kernels.hpp"
#include "thinc.hpp"

namespace detente::language {

// Parts are kept for the last few blocks of tokens only. A state seldom looks further back than a sentence; when it
// does, the block is worked out again, to the same values.
struct TransitionMemory {
  static constexpr std::size_t kBlock = 64;  // tokens
  static constexpr std::size_t kBlocks = 16;

  Floats reduced;
  Floats parts;                    // [block][token][feature][piece][hidden, padded]
  std::size_t held[kBlocks] = {};  // number of the block in each place, plus one
  std::size_t tokens = 0;
  const float* vectors = nullptr;
  Floats sums;
  Floats far_parts;
  Floats scores;
  std::vector<const float*> chosen;
};

class TransitionNet {
 public:
  static constexpr std::size_t kMostFeatures = 13;

  // `vector_width` is the width of the vectors that come in.
  void load(const ThincModel& model, std::size_t vector_width, std::size_t features, Faults& faults);

  std::size_t features() const { return features_; }
  std::size_t classes() const { return classes_; }

  // Begins a document of `n` token vectors, `stride` floats apart.
  void begin(const float* vectors, std::size_t n, TransitionMemory& memory) const;
  // Scores of all classes for a state: `ids` are the tokens of its features, -1 for none.
  const float* score(const std::int32_t* ids, TransitionMemory& memory) const;

 private:
  const float* part_of(std::size_t token, std::size_t feature, TransitionMemory& memory) const;
  void prepare(std::size_t block, TransitionMemory& memory) const;

  std::size_t features_ = 0;
  std::size_t hidden_ = 0;  // padded
  std::size_t pieces_ = 1;
  std::size_t classes_ = 0;
  bool upper_present_ = true;
  Packed reduce_;
  Packed lower_;
  std::vector<Packed> far_lower_;  // the same, a feature each
  Packed upper_;
  Floats lower_bias_;  // [piece][hidden]
  Floats padding_;     // [feature][piece][hidden]
};

// One move of a transition system.
struct Move {
  std::uint8_t kind = 0;
  std::string label;
};

// The moves in the order of the network's classes: by kind, then by frequency and label, both descending; labels that
// were added later (their frequencies are negative) come at the end. `file` is a pipeline's parser/moves or ner/moves.
std::vector<Move> read_moves(const std::filesystem::path& file, int kinds, Faults& faults);

}  // namespace detente::language
