// The source that kernels_plain.cpp, kernels_avx2.cpp and kernels_avx512.cpp are made of. It is compiled with different
// instruction sets, so it calls no inline function that would be shared with another file, accessors apart.
//
// Each of those files defines DETENTE_KERNELS (the table's name), DETENTE_KERNELS_NAME and DETENTE_ROWS (rows of a
// tile).
#include "kernels.hpp"

namespace detente::language {

namespace {

constexpr std::size_t kVector = DETENTE_VECTOR;
constexpr std::size_t kPerPanel = 16 / kVector;

using Lane = float __attribute__((vector_size(DETENTE_VECTOR * 4), aligned(DETENTE_VECTOR * 4)));

// Vectors from and to any address. Copies, because gcc and clang do not agree on how a type of smaller alignment is
// written.
inline __attribute__((always_inline)) Lane load(const float* from) {
  Lane lane;
  __builtin_memcpy(&lane, from, sizeof lane);
  return lane;
}

inline __attribute__((always_inline)) void store(float* to, Lane lane) { __builtin_memcpy(to, &lane, sizeof lane); }

// One tile: ROWS rows by PANELS panels. Each output is a single chain of multiply-adds over k, so that it does not
// depend on the tile it falls into.
template <int ROWS, int PANELS, bool MAXIMUM>
inline __attribute__((always_inline)) void tile(const float* x, std::size_t x_stride, const float* w, const float* bias,
                                                std::size_t inputs, float* y, std::size_t y_stride) {
  constexpr std::size_t kVectors = PANELS * kPerPanel;
  Lane sum[ROWS][kVectors];
#pragma GCC unroll 16
  for (int r = 0; r < ROWS; ++r) {
#pragma GCC unroll 16
    for (std::size_t v = 0; v < kVectors; ++v) {
      sum[r][v] = load(bias + kVector * v);
    }
  }
  for (std::size_t k = 0; k < inputs; ++k) {
    const float* weights = w + k * PANELS * 16;
    if (ROWS > 1) {
      Lane weight[kVectors];
#pragma GCC unroll 16
      for (std::size_t v = 0; v < kVectors; ++v) {
        weight[v] = load(weights + kVector * v);
      }
#pragma GCC unroll 16
      for (int r = 0; r < ROWS; ++r) {
        const float scalar = x[static_cast<std::size_t>(r) * x_stride + k];
#pragma GCC unroll 16
        for (std::size_t v = 0; v < kVectors; ++v) {
          sum[r][v] += weight[v] * scalar;
        }
      }
    } else {
      const float scalar = x[k];
#pragma GCC unroll 16
      for (std::size_t v = 0; v < kVectors; ++v) {
        sum[0][v] += load(weights + kVector * v) * scalar;
      }
    }
  }
#pragma GCC unroll 16
  for (int r = 0; r < ROWS; ++r) {
    float* out = y + static_cast<std::size_t>(r) * y_stride;
    if (MAXIMUM) {
#pragma GCC unroll 4
      for (std::size_t v = 0; v < kPerPanel; ++v) {
        Lane best = sum[r][v];
#pragma GCC unroll 4
        for (std::size_t p = 1; p < PANELS; ++p) {
          const Lane other = sum[r][p * kPerPanel + v];
          best = other > best ? other : best;
        }
        store(out + kVector * v, best);
      }
    } else {
#pragma GCC unroll 16
      for (std::size_t v = 0; v < kVectors; ++v) {
        store(out + kVector * v, sum[r][v]);
      }
    }
  }
}

template <int PANELS, bool MAXIMUM>
void group(const float* x, std::size_t x_stride, std::size_t rows, const float* w, const float* bias,
           std::size_t inputs, float* y, std::size_t y_stride) {
  std::size_t r = 0;
  for (; r + DETENTE_ROWS <= rows; r += DETENTE_ROWS) {
    tile<DETENTE_ROWS, PANELS, MAXIMUM>(x + r * x_stride, x_stride, w, bias, inputs, y + r * y_stride, y_stride);
  }
  for (; r < rows; ++r) {
    tile<1, PANELS, MAXIMUM>(x + r * x_stride, x_stride, w, bias, inputs, y + r * y_stride, y_stride);
  }
}

// More pieces than there are tiles for: a panel at a time, and the maximum in memory.
void wide_maxout(const float* x, std::size_t x_stride, std::size_t rows, const float* w, const float* bias,
                 std::size_t inputs, std::size_t pieces, float* y, std::size_t y_stride) {
  for (std::size_t r = 0; r < rows; ++r) {
    const float* row = x + r * x_stride;
    for (std::size_t p = 0; p < pieces; ++p) {
      for (std::size_t v = 0; v < 16; v += kVector) {
        Lane sum = load(bias + 16 * p + v);
        for (std::size_t k = 0; k < inputs; ++k) {
          sum += load(w + (k * pieces + p) * 16 + v) * row[k];
        }
        float* out = y + r * y_stride + v;
        const Lane before = p == 0 ? sum : load(out);
        store(out, sum > before ? sum : before);
      }
    }
  }
}

void affine(const Packed& w, const float* x, std::size_t x_stride, std::size_t rows, float* y, std::size_t y_stride) {
  const std::size_t panels = (w.outputs + 15) / 16;
  const float* weights = w.weights.data();
  const float* bias = w.bias.data();
  if (w.pieces == 1) {
    std::size_t p = 0;
    for (; p + 3 <= panels; p += 3) {
      group<3, false>(x, x_stride, rows, weights + p * 16 * w.inputs, bias + p * 16, w.inputs, y + p * 16, y_stride);
    }
    if (panels - p == 2) {
      group<2, false>(x, x_stride, rows, weights + p * 16 * w.inputs, bias + p * 16, w.inputs, y + p * 16, y_stride);
    } else if (panels - p == 1) {
      group<1, false>(x, x_stride, rows, weights + p * 16 * w.inputs, bias + p * 16, w.inputs, y + p * 16, y_stride);
    }
    return;
  }
  for (std::size_t g = 0; g < panels; ++g) {
    const float* part = weights + g * w.pieces * 16 * w.inputs;
    const float* part_bias = bias + g * w.pieces * 16;
    if (w.pieces == 2) {
      group<2, true>(x, x_stride, rows, part, part_bias, w.inputs, y + g * 16, y_stride);
    } else if (w.pieces == 3) {
      group<3, true>(x, x_stride, rows, part, part_bias, w.inputs, y + g * 16, y_stride);
    } else {
      wide_maxout(x, x_stride, rows, part, part_bias, w.inputs, w.pieces, y + g * 16, y_stride);
    }
  }
}

float total(const Lane* v) {
  float sum = 0;
  for (std::size_t i = 0; i < kVector; ++i) {
    sum += (*v)[i];
  }
  return sum;
}

void normalize(const float* x, std::size_t rows, std::size_t stride, std::size_t width, const float* gain,
               const float* bias, const float* residual, float* y) {
  const std::size_t whole = width / kVector * kVector;
  for (std::size_t r = 0; r < rows; ++r) {
    const float* in = x + r * stride;
    float* out = y + r * stride;
    Lane lanes = {};
    for (std::size_t i = 0; i < whole; i += kVector) {
      lanes += load(in + i);
    }
    float sum = total(&lanes);
    for (std::size_t i = whole; i < width; ++i) {
      sum += in[i];
    }
    const float mean = sum / static_cast<float>(width);
    Lane squares = {};
    for (std::size_t i = 0; i < whole; i += kVector) {
      const Lane d = load(in + i) - mean;
      squares += d * d;
    }
    float square = total(&squares);
    for (std::size_t i = whole; i < width; ++i) {
      square += (in[i] - mean) * (in[i] - mean);
    }
    const float scale = 1.0F / __builtin_sqrtf(square / static_cast<float>(width) + 1e-8F);
    for (std::size_t i = 0; i < whole; i += kVector) {
      Lane v = (load(in + i) - mean) * scale;
      v = v * load(gain + i) + load(bias + i);
      if (residual != nullptr) {
        v += load(residual + r * stride + i);
      }
      store(out + i, v);
    }
    for (std::size_t i = whole; i < width; ++i) {
      const float v = (in[i] - mean) * scale * gain[i] + bias[i];
      out[i] = residual != nullptr ? v + residual[r * stride + i] : v;
    }
    for (std::size_t i = width; i < stride; ++i) {
      out[i] = 0;
    }
  }
}

void sum_vectors(const float* const* vectors, std::size_t count, const float* bias, std::size_t n, float* out) {
  for (std::size_t i = 0; i < n; i += kVector) {
    Lane sum = load(vectors[0] + i);
    for (std::size_t v = 1; v < count; ++v) {
      sum += load(vectors[v] + i);
    }
    sum += load(bias + i);
    store(out + i, sum);
  }
}

void window(const float* const* parts, std::size_t spans, std::size_t rows, const Packed& layer, float* y,
            std::size_t y_stride) {
  const std::size_t groups = (layer.outputs + 15) / 16;
  const std::size_t pieces = layer.pieces;
  const std::size_t segment = groups * pieces * 16;
  const float* bias = layer.bias.data();
  for (std::size_t r = 0; r < rows; ++r) {
    for (std::size_t g = 0; g < groups; ++g) {
      for (std::size_t v = 0; v < 16; v += kVector) {
        Lane best = {};
        for (std::size_t p = 0; p < pieces; ++p) {
          const std::size_t at = (g * pieces + p) * 16 + v;
          Lane sum = load(bias + at);
          for (std::size_t s = 0; s < spans; ++s) {
            sum += load(parts[r + s] + s * segment + at);
          }
          best = p == 0 ? sum : Lane(sum > best ? sum : best);
        }
        store(y + r * y_stride + g * 16 + v, best);
      }
    }
  }
}

}  // namespace

const Kernels DETENTE_KERNELS = {DETENTE_KERNELS_NAME, affine, normalize, window, sum_vectors};

}  // namespace detente::language
