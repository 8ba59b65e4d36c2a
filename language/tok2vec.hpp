// From words to vectors: hashed embeddings of word attributes, mixed, and a stack of windowed maxout layers.
//
// The mixed vector of a word depends on the word and on whether a space follows, and what a word adds to the sums of
// the first windowed layer depends on that vector alone; both are worked out once a word and kept by the thread.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "document.hpp"
#include "faults.hpp"
#include "kernels.hpp"
#include "thinc.hpp"

namespace detente::language {

// What one thread keeps for one network.
struct VectorMemory {
  // Words whose rows are kept; when there are more, all are forgotten before the next document.
  static constexpr std::size_t kMostRows = 8192;

  std::vector<std::uint32_t> row_of;  // by 2 * word + space_after: its row, plus one
  Floats known;                       // rows: the mixed vector, then its parts of the first windowed layer
  std::size_t rows = 0;
  std::vector<const float*> parts;
  Floats nothing;  // the part of a word that is not there
  // Buffers.
  std::vector<std::uint32_t> fresh;
  Floats embedded;
  Floats a;
  Floats b;

  void clear();
};

class Tok2Vec {
 public:
  // The nodes of the embedding and encoding layers of a model of this architecture.
  void load(const ThincModel& model, Faults& faults);

  std::size_t width() const { return width_; }
  std::size_t stride() const { return padded(width_); }  // floats from one token's vector to the next

  // Vectors of all tokens, in `memory` until the next call.
  const float* run(const Tokens& tokens, const WordTable& words, VectorMemory& memory) const;

 private:
  enum class Attribute : std::uint8_t { orth, lower, norm, prefix, suffix, shape, length, spacy, flag };
  struct Table {
    Attribute attribute = Attribute::norm;
    std::uint32_t flag = 0;
    std::uint32_t seed = 0;
    std::uint32_t rows = 0;
    Floats vectors;
  };
  struct Layer {
    Packed affine;
    std::vector<float> gain;
    std::vector<float> bias;
  };

  void load_tables(const ThincModel& model, Faults& faults);
  Layer load_layer(const ThincModel& model, std::size_t maxout, std::size_t norm, std::size_t inputs,
                   std::size_t blocks, Faults& faults);
  std::uint64_t attribute_id(const Table& table, const Word& word, bool space_after) const;
  std::size_t key_of(const Tokens& tokens, std::size_t i) const;
  void pack_parts(const Tensor& first);
  void learn(const Tokens& tokens, const WordTable& words, VectorMemory& memory) const;
  void mix(const std::vector<std::uint32_t>& keys, const WordTable& words, VectorMemory& memory) const;

  std::size_t width_ = 0;
  std::size_t window_ = 1;
  bool uses_space_ = false;
  std::vector<Table> tables_;
  Layer mixer_;
  std::vector<Layer> layers_;
  Packed parts_;              // what a word adds to the windows of the first layer it is in
  std::size_t row_size_ = 0;  // floats of a known word
};

}  // namespace detente::language
