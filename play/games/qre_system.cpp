#include "qre_system.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

constexpr double kNever = -std::numeric_limits<double>::infinity();

}  // namespace

QreSystem::QreSystem(const Game& game)
    : game_(game),
      unknown_(game.actions(), -1),
      payoffs_(leaf_payoffs(game)),
      probability_(game.nodes(), 1.0),
      log_reach_(game.nodes(), 0.0),
      value_(payoffs_),
      belief_(game.nodes(), 0.0) {
  for (std::size_t s = 0; s < game.sets(); ++s) {
    if (game.set_player[s] == kChance) {
      continue;
    }
    sets_.push_back({s, at(game.set_player[s]), unknowns_, game.action_count(s), {}});
    for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
      unknown_[at(a)] = unknowns_++;
    }
  }
  std::vector<std::size_t> place(game.sets(), 0);
  for (std::size_t k = 0; k < sets_.size(); ++k) {
    place[sets_[k].set] = k;
  }
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (game.is_leaf(n)) {
      const auto begin = payoffs_.begin() + static_cast<std::ptrdiff_t>(n * game.players.size());
      const auto [low, high] = std::minmax_element(begin, begin + static_cast<std::ptrdiff_t>(game.players.size()));
      least = std::min(least, *low);
      most = std::max(most, *high);
    } else if (game.set_player[at(game.set[n])] != kChance) {
      sets_[place[at(game.set[n])]].members.push_back(n);
    }
  }
  range_ = most > least ? most - least : 1.0;
  utility_.setZero(unknowns_);
  slope_.setZero(unknowns_, unknowns_);
}

Eigen::VectorXd QreSystem::start() const {
  Eigen::VectorXd y(unknowns_);
  for (const Set& set : sets_) {
    y.segment(set.first, set.count).setConstant(-std::log(static_cast<double>(set.count)));
  }
  return y;
}

// Probabilities, beliefs, values, and what every action is worth.
void QreSystem::walk(const Eigen::VectorXd& y) {
  const std::size_t players = game_.players.size();
  for (std::size_t n = 1; n < game_.nodes(); ++n) {
    const std::size_t edge = at(game_.edge[n]);
    const Eigen::Index unknown = unknown_[edge];
    const double chance = game_.chance[edge].value;
    probability_[n] = unknown < 0 ? chance : std::exp(y[unknown]);
    log_reach_[n] =
        log_reach_[at(game_.parent[n])] + (unknown < 0 ? (chance > 0.0 ? std::log(chance) : kNever) : y[unknown]);
  }
  for (std::size_t n = game_.nodes(); n-- > 0;) {
    if (game_.is_leaf(n)) {
      continue;
    }
    double* const here = &value_[n * players];
    std::fill_n(here, players, 0.0);
    const std::int32_t* child = &game_.children[at(game_.first_child[n])];
    for (std::int32_t k = 0; k < game_.action_count(at(game_.set[n])); ++k) {
      const std::size_t c = at(child[k]);
      for (std::size_t p = 0; p < players; ++p) {
        here[p] += probability_[c] * value_[c * players + p];
      }
    }
  }
  utility_.setZero();
  for (const Set& set : sets_) {
    double highest = kNever;
    for (const std::size_t n : set.members) {
      highest = std::max(highest, log_reach_[n]);
    }
    double sum = 0.0;
    for (const std::size_t n : set.members) {
      // A set that chance never leads to has no beliefs by Bayes; its nodes count alike.
      belief_[n] = highest == kNever ? 1.0 : std::exp(log_reach_[n] - highest);
      sum += belief_[n];
    }
    for (const std::size_t n : set.members) {
      belief_[n] /= sum;
      for (Eigen::Index k = 0; k < set.count; ++k) {
        const std::size_t child = at(game_.children[at(game_.first_child[n]) + static_cast<std::size_t>(k)]);
        utility_[set.first + k] += belief_[n] * value_[child * players + set.player];
      }
    }
  }
}

// The derivatives of utility_ by y. A move b at a node m changes what a move a at a set above it is worth by the
// probability of m after a, times p_b, times the value behind b; and it changes the beliefs at every set below it.
void QreSystem::derive() {
  const std::size_t players = game_.players.size();
  slope_.setZero();
  for (const Set& set : sets_) {
    for (const std::size_t m : set.members) {
      const std::int32_t* const child = &game_.children[at(game_.first_child[m])];
      double weight = 1.0;  // of m, given the node below the ancestor
      for (std::size_t below = m; game_.parent[below] >= 0; below = at(game_.parent[below])) {
        const std::size_t above = at(game_.parent[below]);
        const Eigen::Index upper = unknown_[at(game_.edge[below])];
        if (upper >= 0) {
          const std::size_t player = at(game_.set_player[at(game_.set[above])]);
          const double part = belief_[above] * weight;
          for (Eigen::Index k = 0; k < set.count; ++k) {
            const std::size_t c = at(child[k]);
            slope_(upper, set.first + k) += part * probability_[c] * value_[c * players + player];
          }
          for (Eigen::Index k = 0; k < set.count; ++k) {
            const double behind = value_[at(child[k]) * players + set.player];
            slope_(set.first + k, upper) += belief_[m] * (behind - utility_[set.first + k]);
          }
        }
        weight *= probability_[below];
      }
    }
  }
}

void QreSystem::evaluate(const Eigen::VectorXd& y, double lambda, Eigen::VectorXd& sides, Eigen::MatrixXd& slopes) {
  walk(y);
  derive();
  sides.resize(unknowns_);
  slopes.setZero(unknowns_, unknowns_ + 1);
  for (const Set& set : sets_) {
    double sum = 0.0;
    for (Eigen::Index k = 0; k < set.count; ++k) {
      const Eigen::Index a = set.first + k;
      const double p = std::exp(y[a]);
      sum += p;
      slopes(set.first, a) = p;
    }
    sides[set.first] = sum - 1.0;
    for (Eigen::Index a = set.first + 1; a < set.first + set.count; ++a) {
      const double ahead = utility_[a] - utility_[set.first];
      sides[a] = y[a] - y[set.first] - lambda * ahead;
      slopes.row(a).head(unknowns_) = -lambda * (slope_.row(a) - slope_.row(set.first));
      slopes(a, a) += 1.0;
      slopes(a, set.first) -= 1.0;
      slopes(a, unknowns_) = -ahead;
    }
  }
}

Profile QreSystem::profile(const Eigen::VectorXd& y) const {
  Profile profile = uniform_profile(game_);
  for (const Set& set : sets_) {
    const std::size_t first = at(game_.first_action[set.set]);
    double sum = 0.0;
    for (Eigen::Index k = 0; k < set.count; ++k) {
      sum += std::exp(y[set.first + k]);
    }
    for (Eigen::Index k = 0; k < set.count; ++k) {
      profile[first + static_cast<std::size_t>(k)] = std::exp(y[set.first + k]) / sum;
    }
  }
  return profile;
}

double QreSystem::gain_at(const Set& set, const Eigen::VectorXd& y) const {
  double value = 0.0;
  for (Eigen::Index a = set.first; a < set.first + set.count; ++a) {
    value += std::exp(y[a]) * utility_[a];
  }
  return std::max(0.0, utility_.segment(set.first, set.count).maxCoeff() - value);
}

std::vector<double> QreSystem::agent_regrets(const Eigen::VectorXd& y) {
  walk(y);
  std::vector<double> regret(game_.players.size(), 0.0);
  for (const Set& set : sets_) {
    regret[set.player] = std::max(regret[set.player], gain_at(set, y));
  }
  return regret;
}

double QreSystem::agent_regret(const Eigen::VectorXd& y) {
  const std::vector<double> regret = agent_regrets(y);
  return *std::max_element(regret.begin(), regret.end());
}

}  // namespace detente::play
