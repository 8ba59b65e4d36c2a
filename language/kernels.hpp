// The arithmetic of the network, in three builds of one source: AVX-512, AVX2 with FMA, and plain C++.
//
// Weights are packed in groups of panels of 16 columns: [group][k][panel of the group][16]. In a maxout layer the
// panels of a group are the pieces of the same 16 outputs, so that the maximum is taken in registers.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace detente::language {

inline constexpr std::size_t kLane = 16;

constexpr std::size_t padded(std::size_t n) { return (n + kLane - 1) / kLane * kLane; }

// Floats on a cache line's boundary.
class Floats {
 public:
  Floats() = default;
  explicit Floats(std::size_t size) { resize(size); }
  Floats(const Floats&) = delete;
  Floats& operator=(const Floats&) = delete;
  Floats(Floats&&) noexcept = default;
  Floats& operator=(Floats&&) noexcept = default;
  ~Floats() = default;

  // Contents after growth are zero; contents before are kept only if the size fits what was there.
  void resize(std::size_t size);
  float* data() { return data_; }
  const float* data() const { return data_; }
  std::size_t size() const { return size_; }
  float& operator[](std::size_t i) { return data_[i]; }
  float operator[](std::size_t i) const { return data_[i]; }

 private:
  std::vector<float> store_;
  float* data_ = nullptr;
  std::size_t size_ = 0;
};

// A linear layer, or a maxout layer of `pieces` pieces, in packed form.
struct Packed {
  std::size_t inputs = 0;
  std::size_t outputs = 0;  // after the maximum
  std::size_t pieces = 1;   // 1: linear
  Floats weights;
  Floats bias;  // in the order of the panels
};

// Packs W[outputs][pieces][inputs] and b[outputs][pieces]. `spread` maps an input of W to its place in a row of
// `row_inputs` floats (rows are padded to whole panels); inputs of the row that nothing maps to have weight 0.
Packed pack(const float* weights, const float* bias, std::size_t outputs, std::size_t pieces, std::size_t inputs,
            const std::vector<std::size_t>& spread, std::size_t row_inputs);
Packed pack(const float* weights, const float* bias, std::size_t outputs, std::size_t pieces, std::size_t inputs);

struct Kernels {
  const char* name;
  // y[r] = max over pieces (W x[r] + b) for `rows` rows; the row r of x begins at x + r * x_stride and is read for
  // w.inputs floats, that of y at y + r * y_stride and is written for padded(w.outputs) floats.
  void (*affine)(const Packed& w, const float* x, std::size_t x_stride, std::size_t rows, float* y,
                 std::size_t y_stride);
  // y[r] = (x[r] - mean) / deviation * gain + bias, plus residual[r] if there is one (thinc's LayerNorm, epsilon 1e-8).
  void (*normalize)(const float* x, std::size_t rows, std::size_t stride, std::size_t width, const float* gain,
                    const float* bias, const float* residual, float* y);
  // A maxout layer over windows of `spans` words, from what each word adds: y[r] = max over pieces (bias + the sum over
  // s of parts[r + s][s * groups * pieces * 16 ...]), in the order of the panels.
  void (*window)(const float* const* parts, std::size_t spans, std::size_t rows, const Packed& layer, float* y,
                 std::size_t y_stride);
  // out[0, n) = bias + sum of `count` vectors; n is a multiple of 16.
  void (*sum)(const float* const* vectors, std::size_t count, const float* bias, std::size_t n, float* out);
};

// Those that this processor gets, chosen once.
const Kernels& kernels();

extern const Kernels kPlainKernels;
#if defined(__x86_64__)
extern const Kernels kAvx2Kernels;
extern const Kernels kAvx512Kernels;
#endif

}  // namespace detente::language
