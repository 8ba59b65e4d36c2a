#include "detente/play/stage_game.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace detente::play {

namespace {

constexpr double kLargestChanceSlip = 1e-9;
constexpr double kLeastDamping = 1e-3;

std::size_t index(int i) { return static_cast<std::size_t>(i); }

// Goes back from the leaves. Who stands alone answers at once; joined sets play what `play` says already.
void backward(const StageGame& game, const StageInput& input, StageSolution& play) {
  std::array<double, kStageNodes> utility{};
  for (int n = game.nodes() - 1; n >= 0; --n) {
    auto& value = play.value[index(n)];
    const int owner = game.owner(n);
    if (owner == kStageLeaf) {
      value = input.payoff[index(n)];
      continue;
    }
    const std::size_t first = index(game.child(n, 0));
    const std::size_t moves = index(game.moves(n));
    const std::span<double> probability(&play.probability[first], moves);
    if (owner == kStageChance) {
      std::copy_n(&input.chance[first], moves, probability.begin());
    } else if (game.stands_alone(n)) {
      for (std::size_t k = 0; k < moves; ++k) {
        utility[k] = play.value[first + k][index(owner)];
      }
      logit_response({utility.data(), moves}, input.lambda[index(owner)], probability);
    }
    value.fill(0.0);
    for (std::size_t k = 0; k < moves; ++k) {
      for (std::size_t p = 0; p < index(game.players()); ++p) {
        value[p] += probability[k] * play.value[first + k][p];
      }
    }
  }
}

void forward(const StageGame& game, StageSolution& play) {
  play.probability[0] = 1.0;
  play.reach[0] = 1.0;
  for (int n = 1; n < game.nodes(); ++n) {
    play.reach[index(n)] = play.reach[index(game.parent(n))] * play.probability[index(n)];
  }
}

// What the owner of the set of `head` expects from each of its moves, with beliefs by Bayes; nodes that are all out of
// reach (as they can be when a lambda is infinite) are held equally likely.
void expect_at_set(const StageGame& game, const StageSolution& play, int head, std::span<double> utility) {
  const std::size_t owner = index(game.owner(head));
  double reached = 0.0;
  double members = 0.0;
  for (int n = head; n < game.nodes(); ++n) {
    if (game.information_set(n) == head) {
      reached += play.reach[index(n)];
      members += 1.0;
    }
  }
  std::fill(utility.begin(), utility.end(), 0.0);
  for (int n = head; n < game.nodes(); ++n) {
    if (game.information_set(n) != head) {
      continue;
    }
    const double belief = reached > 0.0 ? play.reach[index(n)] / reached : 1.0 / members;
    for (std::size_t k = 0; k < utility.size(); ++k) {
      utility[k] += belief * play.value[index(game.child(n, static_cast<int>(k)))][owner];
    }
  }
}

// The largest distance of the play from the response to it, over the joined sets, each of which moves towards it by
// `damping` of the way.
double respond(const StageGame& game, const StageInput& input, StageSolution& play, double damping) {
  std::array<double, kStageNodes> utility{};
  std::array<double, kStageNodes> response{};
  std::array<double, kStageNodes> next = play.probability;
  double residual = 0.0;
  for (int head = 0; head < game.nodes(); ++head) {
    if (game.owner(head) < 0 || game.stands_alone(head) || game.information_set(head) != head) {
      continue;
    }
    const std::size_t moves = index(game.moves(head));
    expect_at_set(game, play, head, {utility.data(), moves});
    logit_response({utility.data(), moves}, input.lambda[index(game.owner(head))], {response.data(), moves});
    for (int n = head; n < game.nodes(); ++n) {
      if (game.information_set(n) != head) {
        continue;
      }
      const std::size_t first = index(game.child(n, 0));
      for (std::size_t k = 0; k < moves; ++k) {
        const double gap = response[k] - play.probability[first + k];
        residual = std::max(residual, std::abs(gap));
        next[first + k] = play.probability[first + k] + damping * gap;
      }
    }
  }
  play.probability = next;
  return residual;
}

void solve_joined(const StageGame& game, const StageInput& input, StageSolution& play, const StageEffort& effort) {
  for (int n = 0; n < game.nodes(); ++n) {
    for (int k = 0; k < game.moves(n); ++k) {
      play.probability[index(game.child(n, k))] = 1.0 / game.moves(n);
    }
  }
  double damping = 1.0;
  double last = std::numeric_limits<double>::infinity();
  for (play.passes = 0; play.passes < std::max(1, effort.most_passes);) {
    ++play.passes;
    backward(game, input, play);
    forward(game, play);
    play.residual = respond(game, input, play, damping);
    if (!(play.residual > effort.tolerance)) {
      break;
    }
    damping = play.residual < last ? std::min(1.0, 1.05 * damping) : std::max(kLeastDamping, 0.5 * damping);
    last = play.residual;
  }
  backward(game, input, play);
  forward(game, play);
}

}  // namespace

StageGame::StageGame(int players) : players_(std::clamp(players, 1, kStagePlayers)) {
  owner_.fill(kStageLeaf);
  parent_.fill(-1);
  alone_.fill(true);
  for (std::size_t n = 0; n < set_.size(); ++n) {
    set_[n] = static_cast<std::int8_t>(n);
  }
}

int StageGame::split(int node, int owner, int moves) {
  if (node < 0 || node >= nodes_ || owner_[at(node)] != kStageLeaf || moves < 1 || moves > kStageNodes - nodes_ ||
      owner < kStageChance || owner >= players_) {
    return -1;
  }
  const int first = nodes_;
  nodes_ += moves;
  owner_[at(node)] = static_cast<std::int8_t>(owner);
  moves_[at(node)] = static_cast<std::int8_t>(moves);
  first_[at(node)] = static_cast<std::int8_t>(first);
  for (int n = first; n < nodes_; ++n) {
    parent_[at(n)] = static_cast<std::int8_t>(node);
  }
  return first;
}

bool StageGame::join(int node, int other) {
  if (node < 0 || node >= nodes_ || other < 0 || other >= nodes_ || owner_[at(node)] < 0 ||
      owner_[at(node)] != owner_[at(other)] || moves_[at(node)] != moves_[at(other)]) {
    return false;
  }
  const std::int8_t from = std::max(set_[at(node)], set_[at(other)]);
  const std::int8_t to = std::min(set_[at(node)], set_[at(other)]);
  std::replace(set_.begin(), set_.end(), from, to);
  if (node != other) {
    alone_[at(node)] = false;
    alone_[at(other)] = false;
    joined_ = true;
  }
  return true;
}

Result<void> check_stage(const StageGame& game, const StageInput& input) {
  for (int p = 0; p < game.players(); ++p) {
    const double lambda = input.lambda[index(p)];
    if (std::isnan(lambda) || lambda < 0.0) {
      return Error{ErrorCode::bad_value, fmt::format("lambda of player {} is {}; it must be 0 or more", p, lambda), ""};
    }
  }
  for (int n = 0; n < game.nodes(); ++n) {
    if (game.owner(n) == kStageLeaf) {
      for (int p = 0; p < game.players(); ++p) {
        if (!std::isfinite(input.payoff[index(n)][index(p)])) {
          return Error{ErrorCode::bad_value, fmt::format("the payoff of player {} at node {} is not a number", p, n),
                       ""};
        }
      }
    }
    if (game.owner(n) == kStageChance) {
      double sum = 0.0;
      for (int k = 0; k < game.moves(n); ++k) {
        const double chance = input.chance[index(game.child(n, k))];
        if (!(chance >= 0.0 && chance <= 1.0)) {
          return Error{ErrorCode::bad_value,
                       fmt::format("chance of node {} is {}; it must lie between 0 and 1", game.child(n, k), chance),
                       ""};
        }
        sum += chance;
      }
      if (std::abs(sum - 1.0) > kLargestChanceSlip) {
        return Error{ErrorCode::bad_value, fmt::format("the chances at node {} sum to {}, not to 1", n, sum), ""};
      }
    }
  }
  return {};
}

void solve_stage(const StageGame& game, const StageInput& input, StageSolution& solution, StageEffort effort) {
  if (game.has_joined_nodes()) {
    solve_joined(game, input, solution, effort);
    return;
  }
  backward(game, input, solution);
  forward(game, solution);
  solution.residual = 0.0;
  solution.passes = 1;
}

int draw_move(const StageGame& game, const StageSolution& solution, int node, double u) {
  double sum = 0.0;
  int last = node;
  for (int k = 0; k < game.moves(node); ++k) {
    const int child = game.child(node, k);
    const double probability = solution.probability[index(child)];
    sum += probability;
    if (u < sum) {
      return child;
    }
    // Rounding may leave the sum a hair below u; then it is the last that can be played at all.
    if (probability > 0.0 || last == node) {
      last = child;
    }
  }
  return last;
}

void logit_response(std::span<const double> utilities, double lambda, std::span<double> probabilities) {
  if (utilities.empty()) {
    return;
  }
  const double best = *std::max_element(utilities.begin(), utilities.end());
  double sum = 0.0;
  for (std::size_t k = 0; k < utilities.size(); ++k) {
    const double behind = utilities[k] - best;
    // Infinity times nothing is not a number, so the best are told apart from the rest first.
    probabilities[k] = behind == 0.0 ? 1.0 : std::exp(lambda * behind);
    sum += probabilities[k];
  }
  for (double& probability : probabilities) {
    probability /= sum;
  }
}

bool update_belief(std::span<double> belief, std::span<const double> likelihood) {
  double sum = 0.0;
  for (std::size_t k = 0; k < belief.size(); ++k) {
    sum += belief[k] * likelihood[k];
  }
  if (!(sum > 0.0)) {
    return false;
  }
  for (std::size_t k = 0; k < belief.size(); ++k) {
    belief[k] *= likelihood[k] / sum;
  }
  return true;
}

}  // namespace detente::play
