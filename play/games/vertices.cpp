// The double description method (Motzkin et al. 1953; Fukuda and Prodon, "Double description method revisited", 1996):
// one inequality after the other cuts the cone over the polytope, and new rays lie between neighbours on both sides.
#include <algorithm>
#include <bit>
#include <cmath>

#include "solvers.hpp"

namespace detente::play {

namespace {

constexpr std::size_t kMostRays = 100'000;
// Rays that are looked at to tell neighbours: a bound on the time, the same on every machine.
constexpr std::size_t kMostWork = 1'500'000'000;
constexpr double kZero = 1e-9;

using Bits = std::vector<std::uint64_t>;

struct Ray {
  std::vector<double> x;  // the coordinates, then the one that makes it a cone
  Bits tight;             // inequalities that it meets with equality
};

void set_bit(Bits& bits, std::size_t k) { bits[k / 64] |= std::uint64_t{1} << (k % 64); }

bool contains(const Bits& all, const Bits& part) {
  for (std::size_t w = 0; w < part.size(); ++w) {
    if ((part[w] & ~all[w]) != 0) {
      return false;
    }
  }
  return true;
}

class DoubleDescription {
 public:
  // Bits: x_i >= 0 for each dimension, then one a row, then the last for the cone's own coordinate.
  DoubleDescription(std::size_t dimensions, std::size_t rows) : dimensions_(dimensions), bits_(dimensions + rows + 1) {
    for (std::size_t i = 0; i <= dimensions; ++i) {
      Ray ray{std::vector<double>(dimensions + 1, 0.0), Bits((bits_ + 63) / 64, 0)};
      ray.x[i] = 1.0;
      for (std::size_t k = 0; k < dimensions; ++k) {
        if (k != i) {
          set_bit(ray.tight, k);
        }
      }
      if (i != dimensions) {
        set_bit(ray.tight, bits_ - 1);
      }
      rays_.push_back(std::move(ray));
    }
  }

  // Cuts with x_cone - row x >= 0. False if there are too many rays, or the user stopped.
  bool cut(const std::vector<double>& row, std::size_t number, const SolveOptions& options) {
    std::vector<double> side(rays_.size());
    for (std::size_t r = 0; r < rays_.size(); ++r) {
      side[r] = rays_[r].x[dimensions_];
      for (std::size_t i = 0; i < dimensions_; ++i) {
        side[r] -= row[i] * rays_[r].x[i];
      }
    }
    std::vector<Ray> kept;
    for (std::size_t r = 0; r < rays_.size(); ++r) {
      if (side[r] < -kZero) {
        continue;
      }
      kept.push_back(rays_[r]);
      if (side[r] <= kZero) {
        set_bit(kept.back().tight, dimensions_ + number);
      }
    }
    for (std::size_t a = 0; a < rays_.size(); ++a) {
      if (side[a] <= kZero) {
        continue;
      }
      if (options.stopped()) {
        return false;
      }
      for (std::size_t b = 0; b < rays_.size(); ++b) {
        if (side[b] >= -kZero || !are_neighbours(a, b)) {
          continue;
        }
        kept.push_back(between(a, side[a], b, side[b]));
        set_bit(kept.back().tight, dimensions_ + number);
        if (kept.size() > kMostRays || work_ > kMostWork) {
          return false;
        }
      }
    }
    rays_ = std::move(kept);
    return true;
  }

  std::vector<Vertex> vertices() && {
    std::vector<Vertex> out;
    for (Ray& ray : rays_) {
      const double over = ray.x[dimensions_];
      if (over <= kZero) {
        continue;  // a direction without end; there are none where every row is positive
      }
      Vertex vertex{std::move(ray.x), std::move(ray.tight)};
      vertex.x.pop_back();
      for (std::size_t i = 0; i < dimensions_; ++i) {
        vertex.x[i] = (vertex.tight[i / 64] >> (i % 64) & 1U) != 0 ? 0.0 : vertex.x[i] / over;
      }
      out.push_back(std::move(vertex));
    }
    return out;
  }

 private:
  // Rays are neighbours if no third one meets all that both meet with equality.
  bool are_neighbours(std::size_t a, std::size_t b) {
    common_.resize(rays_[a].tight.size());
    int shared = 0;
    for (std::size_t w = 0; w < common_.size(); ++w) {
      common_[w] = rays_[a].tight[w] & rays_[b].tight[w];
      shared += std::popcount(common_[w]);
    }
    if (shared + 1 < static_cast<int>(dimensions_)) {
      return false;
    }
    for (std::size_t r = 0; r < rays_.size(); ++r) {
      if (r != a && r != b && contains(rays_[r].tight, common_)) {
        work_ += r;
        return false;
      }
    }
    work_ += rays_.size();
    return true;
  }

  Ray between(std::size_t a, double side_a, std::size_t b, double side_b) const {
    Ray ray{std::vector<double>(dimensions_ + 1), Bits(common_)};
    double size = 0.0;
    for (std::size_t i = 0; i <= dimensions_; ++i) {
      ray.x[i] = side_a * rays_[b].x[i] - side_b * rays_[a].x[i];
      size = std::max(size, std::abs(ray.x[i]));
    }
    for (double& x : ray.x) {
      x /= size;
    }
    return ray;
  }

  std::size_t dimensions_;
  std::size_t bits_;
  std::vector<Ray> rays_;
  Bits common_;
  std::size_t work_ = 0;
};

}  // namespace

Result<std::vector<Vertex>> enumerate_vertices(const std::vector<std::vector<double>>& rows, std::size_t dimensions,
                                               const SolveOptions& options) {
  DoubleDescription description(dimensions, rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) {
    if (!description.cut(rows[r], r, options)) {
      if (options.stopped()) {
        return cancelled();
      }
      return Error{
          ErrorCode::too_large,
          "the polytope of best replies has too many vertices to list all equilibria; pure lists those in pure "
          "strategies, and lcp gives one",
          ""};
    }
  }
  return std::move(description).vertices();
}

}  // namespace detente::play
