#include "kernels.hpp"

#include <algorithm>
#include <cstring>

namespace detente::language {

void Floats::resize(std::size_t size) {
  constexpr std::size_t kSlack = 16;
  if (store_.size() < size + kSlack) {
    store_.assign(std::max(size, size_ + size_ / 2) + kSlack, 0.0F);
    const auto address = reinterpret_cast<std::uintptr_t>(store_.data());
    data_ = store_.data() + ((64 - address % 64) % 64) / sizeof(float);
  }
  size_ = size;
}

Packed pack(const float* weights, const float* bias, std::size_t outputs, std::size_t pieces, std::size_t inputs,
            const std::vector<std::size_t>& spread, std::size_t row_inputs) {
  Packed packed;
  packed.inputs = row_inputs;
  packed.outputs = outputs;
  packed.pieces = pieces;
  const std::size_t panels = padded(outputs) / kLane;
  // A linear layer's groups are of three panels, and the rest.
  const std::size_t group_size = pieces > 1 ? pieces : 3;
  packed.weights.resize(panels * pieces * kLane * row_inputs);
  packed.bias.resize(panels * pieces * kLane);
  std::fill_n(packed.weights.data(), packed.weights.size(), 0.0F);
  std::fill_n(packed.bias.data(), packed.bias.size(), 0.0F);
  const std::size_t all_panels = panels * pieces;
  for (std::size_t o = 0; o < outputs; ++o) {
    for (std::size_t p = 0; p < pieces; ++p) {
      const std::size_t panel = pieces > 1 ? o / kLane * pieces + p : o / kLane;
      const std::size_t group = panel / group_size;
      const std::size_t here = std::min(group_size, all_panels - group * group_size);
      float* base = packed.weights.data() + group * group_size * kLane * row_inputs;
      const float* from = weights + (o * pieces + p) * inputs;
      for (std::size_t i = 0; i < inputs; ++i) {
        base[(spread[i] * here + panel % group_size) * kLane + o % kLane] = from[i];
      }
      packed.bias[panel * kLane + o % kLane] = bias == nullptr ? 0.0F : bias[o * pieces + p];
    }
  }
  return packed;
}

Packed pack(const float* weights, const float* bias, std::size_t outputs, std::size_t pieces, std::size_t inputs) {
  std::vector<std::size_t> spread(inputs);
  for (std::size_t i = 0; i < inputs; ++i) {
    spread[i] = i;
  }
  return pack(weights, bias, outputs, pieces, inputs, spread, inputs);
}

const Kernels& kernels() {
#if defined(__x86_64__)
  static const Kernels& chosen = [&]() -> const Kernels& {
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("fma")) {
      return kAvx512Kernels;
    }
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
      return kAvx2Kernels;
    }
    return kPlainKernels;
  }();
  return chosen;
#else
  return kPlainKernels;
#endif
}

}  // namespace detente::language
