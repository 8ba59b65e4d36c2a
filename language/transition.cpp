#include "transition.hpp"

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>

#include "msgpack.hpp"

namespace detente::language {

namespace {

constexpr std::size_t kWidestHidden = 4096;
constexpr std::size_t kMostClasses = 65535;
constexpr std::size_t kMostPieces = 16;

}  // namespace

void TransitionNet::load(const ThincModel& model, std::size_t vector_width, std::size_t features, Faults& faults) {
  if (faults.any()) {
    return;
  }
  upper_present_ = model.truth(0, "has_upper", true);
  const auto lowers = model.named("precomputable_affine");
  auto linears = model.named("linear");
  const std::size_t upper = model.reference("upper");
  std::erase_if(linears, [&](std::size_t node) { return upper_present_ && node == upper; });
  if (model.size() == 0 || model.name(0) != "parser_model" || lowers.size() != 1 || linears.size() != 1 ||
      (upper_present_ && (upper >= model.size() || model.name(upper) != "linear"))) {
    faults.report(model.where(), "not a TransitionBasedParser");
    return;
  }
  const Tensor reduce = model.weights(linears.front(), "W", faults);
  const Tensor reduce_bias = model.weights(linears.front(), "b", faults);
  const Tensor lower = model.weights(lowers.front(), "W", faults);
  const Tensor bias = model.weights(lowers.front(), "b", faults);
  const Tensor pad = model.weights(lowers.front(), "pad", faults);
  if (faults.any()) {
    return;
  }
  const std::size_t middle = reduce.dim(0);
  const std::size_t outputs = lower.dim(1);
  pieces_ = lower.dim(2);
  features_ = features;
  if (reduce.shape.size() != 2 || reduce.dim(1) != vector_width || reduce_bias.values.size() != middle ||
      lower.shape.size() != 4 || lower.dim(0) != features || lower.dim(3) != middle || outputs > kWidestHidden ||
      middle > kWidestHidden || pieces_ > kMostPieces || bias.values.size() != outputs * pieces_ ||
      pad.values.size() != features * outputs * pieces_) {
    faults.report(model.where(), "the layers of the TransitionBasedParser have shapes that do not fit");
    return;
  }
  hidden_ = padded(outputs);
  reduce_ = pack(reduce.values.data(), reduce_bias.values.data(), middle, 1, vector_width);

  // Columns in the order feature, piece, hidden unit, so that the maximum over pieces is one of whole vectors.
  const std::size_t columns = features_ * pieces_ * hidden_;
  std::vector<float> rows(columns * middle, 0.0F);
  padding_.resize(columns);
  lower_bias_.resize(pieces_ * hidden_);
  for (std::size_t f = 0; f < features_; ++f) {
    for (std::size_t o = 0; o < outputs; ++o) {
      for (std::size_t p = 0; p < pieces_; ++p) {
        const std::size_t from = (f * outputs + o) * pieces_ + p;
        const std::size_t to = (f * pieces_ + p) * hidden_ + o;
        std::copy_n(lower.values.data() + from * middle, middle, rows.data() + to * middle);
        padding_[to] = pad.values[from];
        if (f == 0) {
          lower_bias_[to] = bias.values[o * pieces_ + p];
        }
      }
    }
  }
  lower_ = pack(rows.data(), nullptr, columns, 1, middle);
  for (std::size_t f = 0; f < features_; ++f) {
    const std::size_t part = pieces_ * hidden_;
    far_lower_.push_back(pack(rows.data() + f * part * middle, nullptr, part, 1, middle));
  }
  classes_ = outputs;
  if (upper_present_) {
    const Tensor w = model.weights(upper, "W", faults);
    const Tensor b = model.weights(upper, "b", faults);
    if (faults.any()) {
      return;
    }
    if (w.shape.size() != 2 || w.dim(1) != outputs || b.values.size() != w.dim(0) || w.dim(0) > kMostClasses) {
      faults.report(model.where(), "the upper layer of the TransitionBasedParser has a shape that does not fit");
      return;
    }
    classes_ = w.dim(0);
    upper_ = pack(w.values.data(), b.values.data(), classes_, 1, outputs);
  }
}

void TransitionNet::begin(const float* vectors, std::size_t n, TransitionMemory& memory) const {
  memory.vectors = vectors;
  memory.tokens = n;
  std::fill(std::begin(memory.held), std::end(memory.held), std::size_t{0});
  memory.reduced.resize(TransitionMemory::kBlock * padded(reduce_.outputs));
  memory.parts.resize(TransitionMemory::kBlocks * TransitionMemory::kBlock * features_ * pieces_ * hidden_);
  memory.sums.resize(pieces_ * hidden_);
  memory.scores.resize(padded(std::max(classes_, hidden_)));
  memory.chosen.resize(kMostFeatures);
}

void TransitionNet::prepare(std::size_t block, TransitionMemory& memory) const {
  constexpr std::size_t kBlock = TransitionMemory::kBlock;
  const std::size_t place = block % TransitionMemory::kBlocks;
  const std::size_t columns = features_ * pieces_ * hidden_;
  const std::size_t first = block * kBlock;
  const std::size_t count = std::min(kBlock, memory.tokens - first);
  const std::size_t middle = padded(reduce_.outputs);
  const std::size_t stride = padded(reduce_.inputs);
  const Kernels& run = kernels();
  run.affine(reduce_, memory.vectors + first * stride, stride, count, memory.reduced.data(), middle);
  run.affine(lower_, memory.reduced.data(), middle, count, memory.parts.data() + place * kBlock * columns, columns);
  memory.held[place] = block + 1;
}

const float* TransitionNet::part_of(std::size_t token, std::size_t feature, TransitionMemory& memory) const {
  const std::size_t part = pieces_ * hidden_;
  const std::size_t columns = features_ * part;
  const std::size_t block = token / TransitionMemory::kBlock;
  const std::size_t place = block % TransitionMemory::kBlocks;
  if (memory.held[place] < block + 1) {
    prepare(block, memory);
  }
  if (memory.held[place] == block + 1) {
    return memory.parts.data() + (place * TransitionMemory::kBlock + token % TransitionMemory::kBlock) * columns +
           feature * part;
  }
  // A later block has taken the place: this token alone is worked out again.
  const Kernels& run = kernels();
  memory.far_parts.resize(columns);
  float* far = memory.far_parts.data() + feature * part;
  run.affine(reduce_, memory.vectors + token * padded(reduce_.inputs), padded(reduce_.inputs), 1, memory.reduced.data(),
             padded(reduce_.outputs));
  run.affine(far_lower_[feature], memory.reduced.data(), padded(reduce_.outputs), 1, far, part);
  return far;
}

const float* TransitionNet::score(const std::int32_t* ids, TransitionMemory& memory) const {
  const std::size_t part = pieces_ * hidden_;
  float* sums = memory.sums.data();
  const Kernels& run = kernels();
  // The latest tokens first: once their blocks are in place no other takes it during this call.
  std::int32_t latest = -1;
  for (std::size_t f = 0; f < features_; ++f) {
    latest = std::max(latest, ids[f]);
  }
  if (latest >= 0) {
    part_of(static_cast<std::size_t>(latest), 0, memory);
  }
  for (std::size_t f = 0; f < features_; ++f) {
    memory.chosen[f] = ids[f] < 0 ? padding_.data() + f * part : part_of(static_cast<std::size_t>(ids[f]), f, memory);
  }
  run.sum(memory.chosen.data(), features_, lower_bias_.data(), part, sums);
  for (std::size_t p = 1; p < pieces_; ++p) {
    const float* piece = sums + p * hidden_;
    for (std::size_t i = 0; i < hidden_; ++i) {
      sums[i] = piece[i] > sums[i] ? piece[i] : sums[i];
    }
  }
  if (!upper_present_) {
    return sums;
  }
  run.affine(upper_, sums, hidden_, 1, memory.scores.data(), padded(classes_));
  return memory.scores.data();
}

std::vector<Move> read_moves(const std::filesystem::path& file, int kinds, Faults& faults) {
  std::vector<Move> moves;
  const std::string bytes = read_file(file, faults);
  const std::string where = file.string();
  if (faults.any()) {
    return moves;
  }
  const MsgValue root = read_msgpack(bytes, where, faults);
  if (faults.any()) {
    return moves;
  }
  const MsgValue* text = root.find("moves");
  const auto bad = [&] {
    faults.report(where, "not the moves of a transition system");
    return std::vector<Move>{};
  };
  if (text == nullptr || !text->is_bytes()) {
    return bad();
  }
  const auto tree = nlohmann::json::parse(text->bytes, nullptr, false);
  if (!tree.is_object()) {
    return bad();
  }
  struct Counted {
    std::int64_t count;
    std::string label;
    std::uint8_t kind;
  };
  std::vector<Counted> late;
  const auto greater = [](const Counted& a, const Counted& b) {
    return a.count != b.count ? a.count > b.count : a.label > b.label;
  };
  const auto add = [&](std::uint8_t kind, const std::string& label) {
    for (const Move& move : moves) {
      if (move.kind == kind && move.label == label) {
        return;
      }
    }
    moves.push_back({kind, label});
  };
  for (int kind = 0; kind < kinds; ++kind) {
    const auto found = tree.find(std::to_string(kind));
    if (found == tree.end()) {
      continue;
    }
    if (!found->is_object()) {
      return bad();
    }
    std::vector<Counted> labels;
    for (const auto& [label, count] : found->items()) {
      if (!count.is_number_integer()) {
        return bad();
      }
      const auto number = count.get<std::int64_t>();
      (number < 0 ? late : labels).push_back({number, label, static_cast<std::uint8_t>(kind)});
    }
    std::sort(labels.begin(), labels.end(), greater);
    for (const Counted& label : labels) {
      add(label.kind, label.label);
    }
  }
  for (const auto& [key, value] : tree.items()) {
    if (key.size() != 1 || key[0] < '0' || key[0] >= '0' + kinds) {
      return bad();
    }
  }
  // Python's sort is stable: the kinds of one label stay in their order.
  std::stable_sort(late.begin(), late.end(), greater);
  for (const Counted& label : late) {
    add(label.kind, label.label);
  }
  return moves;
}

}  // namespace detente::language
