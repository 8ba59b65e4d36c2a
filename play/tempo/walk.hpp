// The sums that a fit needs, for one decay b shared by all pairs: with S_j(t) = sum of exp(-b (t - t_k)) over the acts
// of kind j before t, the rate is lambda_i = base_i + b sum_j excite_ij S_j.
//
// Events are cut into chunks of a fixed size. A first pass gives the state in which each chunk begins, a second one the
// sums; both run over chunks in parallel, and what they give is added in the order of the chunks, whatever the threads.
#pragma once

#include <cstddef>
#include <vector>

#include "detente/play/tempo.hpp"

namespace detente::play::tempo {

struct Parameters {
  std::vector<double> base;    // K
  std::vector<double> excite;  // K x K
  double decay = 1;
};

struct Sums {
  double log_intensity = 0;
  double compensator = 0;
  // Over the events of kind i, with its rate lambda:
  std::vector<double> one;     // K: sum of 1 / lambda
  std::vector<double> shared;  // K x K: sum of S_j / lambda
  double waited = 0;           // sum of b excite_ij Q_j / lambda, where Q_j is S_j with each term times t - t_k
  double set_off = 0;          // sum of b excite_ij S_j / lambda: the number of acts set off by others
  // Over the acts of kind j, with what is left to the end of the window, s = end - t_k:
  std::vector<double> reach;        // K: sum of 1 - exp(-b s)
  std::vector<double> reach_slope;  // K: its first derivative by b, sum of s exp(-b s)
  std::vector<double> reach_curve;  // K: its second
  // The observed information (minus the second derivatives) in the parameters of one kind: base_i, excite_i1 ...
  // excite_iK.
  std::vector<std::vector<double>>
      information;                            // K blocks of (K + 1) x (K + 1), symmetric and filled; only if asked for
  std::vector<std::vector<double>> by_decay;  // K rows of K + 1: with the decay
  double decay_decay = 0;

  double log_likelihood() const { return log_intensity - compensator; }
};

class Walk {
 public:
  Walk(const Events& events, unsigned threads);

  Sums sums(const Parameters& p, bool with_information) const;
  std::size_t kinds() const { return k_; }
  double length() const { return events_.end - events_.begin; }
  const Events& events() const { return events_; }
  // The derivative by b of sum_j weight_j reach_j, at b.
  double reach_slope(double b, const std::vector<double>& weight) const;

 private:
  struct State {
    std::vector<double> s, q, p;  // K each: sums of exp, of t exp, of t^2 exp
    double time = 0;
  };
  struct Chunk;

  void advance(State& state, double dt, double left) const;
  void in_parallel(std::size_t count, const auto& work) const;
  void walk_chunk(const Parameters& p, const std::vector<double>& left, Chunk& chunk, bool with_information) const;

  const Events& events_;
  std::size_t k_;
  unsigned threads_;
  std::vector<double> wait_;  // since the event before
};

}  // namespace detente::play::tempo
