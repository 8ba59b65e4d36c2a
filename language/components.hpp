// The components of a pipeline, each a step that reads and fills a document.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <unordered_map>
#include <vector>

#include "document.hpp"
#include "tok2vec.hpp"
#include "transition.hpp"

namespace detente::language {

// A move system's per-thread buffers.
struct ParserMemory {
  TransitionMemory net;
  std::vector<std::uint32_t> stack;
  std::vector<std::uint32_t> rebuffer;
  std::vector<std::uint8_t> unshiftable;
  std::vector<std::uint8_t> starts;
  std::vector<std::int32_t> head;
  std::vector<Symbol> label;
  // Children by side, newest first: linked lists over children.
  std::vector<std::int32_t> newest_left;
  std::vector<std::int32_t> newest_right;
  std::vector<std::int32_t> older;
  std::vector<std::uint32_t> queue;
  std::vector<std::uint32_t> next_queue;
};

class Parser {
 public:
  void load(const ThincModel& model, const std::filesystem::path& folder, std::size_t vector_width,
            std::size_t features, Symbols& symbols, Faults& faults);
  void run(const float* vectors, const WordTable& words, ParserMemory& memory, Document& document) const;

 private:
  enum Kind : std::uint8_t { kShift, kReduce, kLeft, kRight, kBreak, kKinds };
  struct Action {
    Kind kind = kShift;
    Symbol label = 0;
  };
  // A label such as "pobj||prep" says that the head was lifted from below a word with the label behind the bars.
  struct Lifted {
    Symbol label = 0;
    Symbol head_label = 0;
  };

  void context(const ParserMemory& memory, std::uint32_t buffer, std::uint32_t n, std::int32_t* ids) const;
  void undo_lifts(const WordTable& words, ParserMemory& memory, Document& document) const;

  TransitionNet net_;
  std::vector<Action> actions_;
  std::array<std::vector<std::uint16_t>, kKinds> by_kind_;
  std::unordered_map<Symbol, Lifted> lifted_;
  Symbol root_ = 0;
};

// Left and right edges of subtrees and sentence starts, from heads.
void set_edges_and_starts(Document& document);

class EntityRecognizer {
 public:
  void load(const ThincModel& model, const std::filesystem::path& folder, std::size_t vector_width,
            std::size_t features, Symbols& symbols, Faults& faults);
  void run(const float* vectors, const WordTable& words, TransitionMemory& memory, Document& document) const;

 private:
  enum Kind : std::uint8_t { kMissing, kBegin, kIn, kLast, kUnit, kOut, kKinds };
  struct Action {
    Kind kind = kOut;
    Symbol label = 0;
  };

  TransitionNet net_;
  std::vector<Action> actions_;
};

struct ClassifierMemory {
  Floats scores;
};

// Tagger, morphologizer and sentence recognizer: a linear layer over the vectors.
class Classifier {
 public:
  void load(const ThincModel& model, std::size_t vector_width, std::size_t labels, Faults& faults);
  // Calls use(token, label) for each token.
  template <typename Use>
  void run(const float* vectors, std::size_t n, ClassifierMemory& memory, Use use) const {
    constexpr std::size_t kBlock = 64;
    const std::size_t width = padded(layer_.outputs);
    const std::size_t stride = padded(layer_.inputs);
    memory.scores.resize(kBlock * width);
    for (std::size_t done = 0; done < n; done += kBlock) {
      const std::size_t count = n - done < kBlock ? n - done : kBlock;
      kernels().affine(layer_, vectors + done * stride, stride, count, memory.scores.data(), width);
      for (std::size_t i = 0; i < count; ++i) {
        use(done + i, best(memory.scores.data() + i * width));
      }
    }
  }

 private:
  std::size_t best(const float* scores) const;

  Packed layer_;
};

}  // namespace detente::language
