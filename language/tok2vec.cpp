#include "tok2vec.hpp"

#include <algorithm>
#include <cstring>

#include "strings.hpp"

namespace detente::language {

namespace {

struct FlagName {
  std::string_view name;
  std::uint32_t flag;
};

constexpr FlagName kFlagNames[] = {{"IS_ALPHA", kIsAlpha}, {"IS_ASCII", kIsAscii}, {"IS_DIGIT", kIsDigit},
                                   {"IS_LOWER", kIsLower}, {"IS_PUNCT", kIsPunct}, {"IS_SPACE", kIsSpace},
                                   {"IS_TITLE", kIsTitle}, {"IS_UPPER", kIsUpper}, {"IS_CURRENCY", kIsCurrency}};

constexpr std::size_t kWidest = 4096;
constexpr std::size_t kDeepest = 64;
constexpr std::size_t kWidestWindow = 16;
constexpr std::size_t kMostPieces = 16;

}  // namespace

void VectorMemory::clear() {
  row_of.clear();
  rows = 0;
}

void Tok2Vec::load_tables(const ThincModel& model, Faults& faults) {
  const auto extractors = model.named("extract_features");
  const auto embeds = model.named("hashembed");
  if (extractors.size() != 1 || embeds.empty()) {
    faults.report(model.where(), "no embedding of word attributes (MultiHashEmbed) in the model");
    return;
  }
  std::vector<std::string> columns = model.texts(extractors.front(), "columns");
  for (const std::size_t node : embeds) {
    Table table;
    const std::int64_t column = model.integer(node, "column", 0);
    if (column < 0 || static_cast<std::size_t>(column) >= columns.size()) {
      faults.report(model.where(), "an embedding table of an attribute that is not extracted");
      return;
    }
    const std::string& name = columns[static_cast<std::size_t>(column)];
    struct AttributeName {
      std::string_view name;
      std::string_view number;  // some pipelines keep spaCy's numbers
      Attribute attribute;
    };
    constexpr AttributeName kNames[] = {{"ORTH", "65", Attribute::orth},     {"LOWER", "66", Attribute::lower},
                                        {"NORM", "67", Attribute::norm},     {"SHAPE", "68", Attribute::shape},
                                        {"PREFIX", "69", Attribute::prefix}, {"SUFFIX", "70", Attribute::suffix},
                                        {"LENGTH", "71", Attribute::length}, {"SPACY", "81", Attribute::spacy}};
    bool known = false;
    for (const AttributeName& candidate : kNames) {
      if (candidate.name == name || candidate.number == name) {
        table.attribute = candidate.attribute;
        known = true;
      }
    }
    for (const FlagName& candidate : kFlagNames) {
      if (candidate.name == name) {
        table.attribute = Attribute::flag;
        table.flag = candidate.flag;
        known = true;
      }
    }
    if (!known) {
      faults.report(model.where(), "the word attribute '" + name + "' is not supported");
      return;
    }
    const Tensor vectors = model.weights(node, "E", faults);
    if (faults.any()) {
      return;
    }
    if (vectors.shape.size() != 2 || vectors.dim(1) > kWidest || vectors.dim(0) > 0xFFFFFFFFU ||
        (width_ != 0 && vectors.dim(1) != width_)) {
      faults.report(model.where(), "an embedding table has a shape that does not fit");
      return;
    }
    width_ = vectors.dim(1);
    table.rows = static_cast<std::uint32_t>(vectors.dim(0));
    table.seed = static_cast<std::uint32_t>(model.integer(node, "seed", 0));
    table.vectors.resize(table.rows * stride());
    for (std::size_t r = 0; r < table.rows; ++r) {
      std::memcpy(table.vectors.data() + r * stride(), vectors.values.data() + r * width_, width_ * sizeof(float));
    }
    uses_space_ = uses_space_ || table.attribute == Attribute::spacy;
    tables_.push_back(std::move(table));
  }
}

Tok2Vec::Layer Tok2Vec::load_layer(const ThincModel& model, std::size_t maxout, std::size_t norm, std::size_t inputs,
                                   std::size_t blocks, Faults& faults) {
  Layer layer;
  const Tensor w = model.weights(maxout, "W", faults);
  const Tensor b = model.weights(maxout, "b", faults);
  const Tensor gain = model.weights(norm, "G", faults);
  const Tensor bias = model.weights(norm, "b", faults);
  if (faults.any()) {
    return layer;
  }
  if (w.shape.size() != 3 || w.dim(0) != width_ || w.dim(2) != inputs * blocks || w.dim(1) > kMostPieces ||
      b.values.size() != w.dim(0) * w.dim(1) || gain.values.size() != width_ || bias.values.size() != width_) {
    faults.report(model.where(), "a maxout layer has a shape that does not fit");
    return layer;
  }
  std::vector<std::size_t> spread;
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t i = 0; i < inputs; ++i) {
      spread.push_back(block * stride() + i);
    }
  }
  layer.affine = pack(w.values.data(), b.values.data(), w.dim(0), w.dim(1), w.dim(2), spread, blocks * stride());
  if (blocks > 1 && layers_.empty() && mixer_.affine.outputs != 0) {
    pack_parts(w);
  }
  layer.gain = gain.values;
  layer.bias = bias.values;
  return layer;
}

void Tok2Vec::pack_parts(const Tensor& first) {
  const std::size_t pieces = first.dim(1);
  const std::size_t blocks = first.dim(2) / width_;
  const std::size_t segment = stride() * pieces;
  std::vector<float> rows(blocks * segment * width_, 0.0F);
  for (std::size_t block = 0; block < blocks; ++block) {
    for (std::size_t o = 0; o < width_; ++o) {
      for (std::size_t p = 0; p < pieces; ++p) {
        const std::size_t column = block * segment + (o / kLane * pieces + p) * kLane + o % kLane;
        std::copy_n(first.values.data() + ((o * pieces + p) * blocks + block) * width_, width_,
                    rows.data() + column * width_);
      }
    }
  }
  parts_ = pack(rows.data(), nullptr, blocks * segment, 1, width_);
  row_size_ = stride() + blocks * segment;
}

void Tok2Vec::load(const ThincModel& model, Faults& faults) {
  load_tables(model, faults);
  if (faults.any()) {
    return;
  }
  const auto maxouts = model.named("maxout");
  const auto norms = model.named("layernorm");
  const auto windows = model.named("expand_window");
  if (maxouts.size() != norms.size() || maxouts.size() != windows.size() + 1 || maxouts.size() > kDeepest) {
    faults.report(model.where(), "not a stack of windowed maxout layers (MaxoutWindowEncoder)");
    return;
  }
  row_size_ = stride();
  mixer_ = load_layer(model, maxouts.front(), norms.front(), width_, tables_.size(), faults);
  for (std::size_t i = 0; i < windows.size() && !faults.any(); ++i) {
    const std::int64_t window = model.integer(windows[i], "window_size", 1);
    if (window < 1 || window > static_cast<std::int64_t>(kWidestWindow) ||
        (i > 0 && window != static_cast<std::int64_t>(window_))) {
      faults.report(model.where(), "a window of " + std::to_string(window) + " words is not supported");
      return;
    }
    window_ = static_cast<std::size_t>(window);
    layers_.push_back(load_layer(model, maxouts[i + 1], norms[i + 1], width_, 2 * window_ + 1, faults));
  }
}

std::uint64_t Tok2Vec::attribute_id(const Table& table, const Word& word, bool space_after) const {
  switch (table.attribute) {
    case Attribute::orth:
      return word.text_id;
    case Attribute::lower:
      return word.lower_id;
    case Attribute::norm:
      return word.norm_id;
    case Attribute::prefix:
      return word.prefix_id;
    case Attribute::suffix:
      return word.suffix_id;
    case Attribute::shape:
      return word.shape_id;
    case Attribute::length:
      return word.length;
    case Attribute::spacy:
      return space_after ? 1 : 0;
    case Attribute::flag:
      return (word.flags & table.flag) != 0 ? 1 : 0;
  }
  return 0;
}

void Tok2Vec::mix(const std::vector<std::uint32_t>& keys, const WordTable& words, VectorMemory& memory) const {
  // A few rows at a time: the concatenated embeddings are six times as wide as what is kept.
  constexpr std::size_t kBatch = 64;
  const std::size_t wide = stride() * tables_.size();
  memory.embedded.resize(kBatch * wide + kBatch * stride());
  float* mixed = memory.embedded.data() + kBatch * wide;
  const std::size_t first = memory.rows - keys.size();
  for (std::size_t done = 0; done < keys.size(); done += kBatch) {
    const std::size_t count = std::min(kBatch, keys.size() - done);
    for (std::size_t i = 0; i < count; ++i) {
      const Word& word = words[keys[done + i] / 2];
      for (std::size_t t = 0; t < tables_.size(); ++t) {
        const Table& table = tables_[t];
        std::uint32_t rows[4];
        table_rows(attribute_id(table, word, keys[done + i] % 2 != 0), table.seed, table.rows, rows);
        float* out = memory.embedded.data() + i * wide + t * stride();
        const float* v0 = table.vectors.data() + rows[0] * stride();
        const float* v1 = table.vectors.data() + rows[1] * stride();
        const float* v2 = table.vectors.data() + rows[2] * stride();
        const float* v3 = table.vectors.data() + rows[3] * stride();
        for (std::size_t k = 0; k < stride(); ++k) {
          out[k] = v0[k] + v1[k] + v2[k] + v3[k];
        }
      }
    }
    const Kernels& run = kernels();
    float* known = memory.known.data() + (first + done) * row_size_;
    run.affine(mixer_.affine, memory.embedded.data(), wide, count, mixed, stride());
    run.normalize(mixed, count, stride(), width_, mixer_.gain.data(), mixer_.bias.data(), nullptr, mixed);
    for (std::size_t i = 0; i < count; ++i) {
      std::memcpy(known + i * row_size_, mixed + i * stride(), stride() * sizeof(float));
    }
    if (!layers_.empty()) {
      run.affine(parts_, mixed, stride(), count, known + stride(), row_size_);
    }
  }
}

std::size_t Tok2Vec::key_of(const Tokens& tokens, std::size_t i) const {
  return std::size_t{2} * tokens.word[i] + (uses_space_ && tokens.space_after[i] != 0 ? 1 : 0);
}

void Tok2Vec::learn(const Tokens& tokens, const WordTable& words, VectorMemory& memory) const {
  if (memory.rows > VectorMemory::kMostRows) {
    memory.clear();
  }
  memory.row_of.resize(std::size_t{2} * words.size(), 0);
  memory.fresh.clear();
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    const std::size_t key = key_of(tokens, i);
    if (memory.row_of[key] == 0) {
      memory.row_of[key] = static_cast<std::uint32_t>(++memory.rows);
      memory.fresh.push_back(static_cast<std::uint32_t>(key));
    }
  }
  if (memory.fresh.empty()) {
    return;
  }
  const std::size_t need = memory.rows * row_size_;
  if (memory.known.size() < need) {
    Floats larger(std::max(need, memory.known.size() * 2));
    if (memory.known.size() > 0) {
      std::memcpy(larger.data(), memory.known.data(), memory.known.size() * sizeof(float));
    }
    memory.known = std::move(larger);
  }
  mix(memory.fresh, words, memory);
}

const float* Tok2Vec::run(const Tokens& tokens, const WordTable& words, VectorMemory& memory) const {
  learn(tokens, words, memory);
  // Rows of zeros before and after the document take part in every layer, as thinc's padding does: after the first
  // layer they are no longer zero. A layer is computed only as far out as a later one looks.
  const std::size_t n = tokens.size();
  const std::size_t reach = window_ * layers_.size();
  const std::size_t all = n + 2 * reach;
  memory.a.resize(all * stride());
  memory.b.resize(all * stride());
  memory.nothing.resize(row_size_);
  memory.parts.assign(all, memory.nothing.data() + stride());
  float* in = memory.a.data();
  float* out = memory.b.data();
  std::fill_n(in, reach * stride(), 0.0F);
  std::fill_n(in + (reach + n) * stride(), reach * stride(), 0.0F);
  for (std::size_t i = 0; i < n; ++i) {
    const float* known = memory.known.data() + (memory.row_of[key_of(tokens, i)] - 1) * row_size_;
    std::memcpy(in + (reach + i) * stride(), known, stride() * sizeof(float));
    memory.parts[reach + i] = known + stride();
  }
  const Kernels& run = kernels();
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const std::size_t first = window_ * (l + 1);
    const std::size_t count = all - 2 * first;
    const Layer& layer = layers_[l];
    if (l == 0) {
      run.window(memory.parts.data(), 2 * window_ + 1, count, layer.affine, out + first * stride(), stride());
    } else {
      run.affine(layer.affine, in + (first - window_) * stride(), stride(), count, out + first * stride(), stride());
    }
    run.normalize(out + first * stride(), count, stride(), width_, layer.gain.data(), layer.bias.data(),
                  in + first * stride(), out + first * stride());
    std::swap(in, out);
  }
  return in + reach * stride();
}

}  // namespace detente::language
