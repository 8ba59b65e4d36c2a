// The spectral radius of the excitement between acts: above 1 one act would bring more than one, and so on without end.
#include <algorithm>
#include <cmath>

#include "detente/play/crisis.hpp"

namespace detente::play {

namespace {

struct Edge {
  std::size_t from = 0;
  std::size_t to = 0;
  double weight = 0;
};

// Tarjan, "Depth-first search and linear graph algorithms", SIAM J. Computing 1 (1972) 146, without recursion.
class Components {
 public:
  explicit Components(std::size_t nodes, const std::vector<Edge>& edges) : of(nodes, kUnseen) {
    std::vector<std::vector<std::size_t>> next(nodes);
    for (const Edge& edge : edges) {
      next[edge.from].push_back(edge.to);
    }
    std::vector<std::size_t> index(nodes, kUnseen);
    std::vector<std::size_t> low(nodes, 0);
    std::vector<std::size_t> open;
    struct Frame {
      std::size_t node;
      std::size_t at;
    };
    std::vector<Frame> frames;
    std::size_t seen = 0;
    for (std::size_t root = 0; root < nodes; ++root) {
      if (index[root] != kUnseen) {
        continue;
      }
      frames.push_back({root, 0});
      while (!frames.empty()) {
        const std::size_t node = frames.back().node;
        if (frames.back().at == 0 && index[node] == kUnseen) {
          index[node] = low[node] = seen++;
          open.push_back(node);
        }
        if (frames.back().at < next[node].size()) {
          const std::size_t other = next[node][frames.back().at++];
          if (index[other] == kUnseen) {
            frames.push_back({other, 0});
          } else if (of[other] == kUnseen) {
            low[node] = std::min(low[node], index[other]);
          }
          continue;
        }
        if (low[node] == index[node]) {
          std::size_t member = kUnseen;
          while (member != node) {
            member = open.back();
            open.pop_back();
            of[member] = count;
          }
          ++count;
        }
        frames.pop_back();
        if (!frames.empty()) {
          low[frames.back().node] = std::min(low[frames.back().node], low[node]);
        }
      }
    }
  }

  static constexpr std::size_t kUnseen = static_cast<std::size_t>(-1);
  std::vector<std::size_t> of;
  std::size_t count = 0;
};

// Of an irreducible non-negative matrix: power iteration on M + 1, which has one eigenvalue of largest modulus, until
// the bounds of Collatz and Wielandt meet.
double irreducible_radius(std::size_t nodes, const std::vector<Edge>& edges) {
  std::vector<double> x(nodes, 1);
  std::vector<double> y(nodes);
  double low = 0;
  double high = 0;
  for (int turn = 0; turn < 100000; ++turn) {
    y = x;
    for (const Edge& edge : edges) {
      y[edge.to] += edge.weight * x[edge.from];
    }
    low = y[0] / x[0];
    high = low;
    double sum = 0;
    for (std::size_t i = 0; i < nodes; ++i) {
      low = std::min(low, y[i] / x[i]);
      high = std::max(high, y[i] / x[i]);
      sum += y[i];
    }
    for (std::size_t i = 0; i < nodes; ++i) {
      x[i] = y[i] / sum;
    }
    if (high - low < 1e-9 * high) {
      break;
    }
  }
  return (low + high) / 2 - 1;
}

}  // namespace

double spectral_radius(const Crisis& crisis, const std::vector<double>& values) {
  std::vector<Edge> edges;
  for (const Excitement& excitement : crisis.excitements) {
    const auto from = static_cast<std::size_t>(excitement.from);
    const double gain = values[excitement.first + ExcitementNumber::gain] *
                        (1 + values[crisis.acts[from].first + ActNumber::sensitivity]);
    if (gain > 0) {
      edges.push_back({from, static_cast<std::size_t>(excitement.to), gain});
    }
  }
  const Components components(crisis.acts.size(), edges);
  std::vector<std::vector<Edge>> inside(components.count);
  for (const Edge& edge : edges) {
    if (components.of[edge.from] == components.of[edge.to]) {
      inside[components.of[edge.from]].push_back(edge);
    }
  }
  double radius = 0;
  std::vector<std::size_t> place(crisis.acts.size());
  for (std::size_t component = 0; component < components.count; ++component) {
    if (inside[component].empty()) {
      continue;
    }
    std::size_t nodes = 0;
    for (std::size_t act = 0; act < crisis.acts.size(); ++act) {
      if (components.of[act] == component) {
        place[act] = nodes++;
      }
    }
    for (Edge& edge : inside[component]) {
      edge.from = place[edge.from];
      edge.to = place[edge.to];
    }
    radius = std::max(radius, irreducible_radius(nodes, inside[component]));
  }
  return radius;
}

double spectral_radius(const Crisis& crisis) {
  std::vector<double> values;
  values.reserve(crisis.numbers.size());
  for (const Number& number : crisis.numbers) {
    values.push_back(central(number));
  }
  return spectral_radius(crisis, values);
}

}  // namespace detente::play
