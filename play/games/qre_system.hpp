// The equations of the agent logit quantal response equilibrium, and their derivatives.
//
// Unknowns are y_a = ln p_a for every action a of a player, and lambda. For each information set h of player i
// (McKelvey and Palfrey 1998; the form is that of Turocy, "A dynamic homotopy interpretation of the logistic quantal
// response equilibrium correspondence", Games and Economic Behavior 51, 2005, and "Computing sequential equilibria
// using agent quantal response equilibria", Economic Theory 42, 2010):
//
//   sum_a exp(y_a) - 1 = 0,    y_a - y_1 - lambda (u_a - u_1) = 0   for every action but the first,
//
// where u_a is what i expects from a at h, with beliefs over its nodes by Bayes' rule. Logarithms keep moves apart
// whose probabilities are too small for a double, and with them the beliefs at sets that are all but never reached.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "detente/play/game.hpp"
#include "detente/play/game_sequence.hpp"

namespace detente::play {

class QreSystem {
 public:
  explicit QreSystem(const Game& game);

  Eigen::Index unknowns() const { return unknowns_; }  // without lambda
  double payoff_range() const { return range_; }
  // lambda = 0: every action of a set equally likely.
  Eigen::VectorXd start() const;

  // The equations' left sides at y and lambda, and their derivatives: unknowns rows; unknowns + 1 columns, lambda last.
  void evaluate(const Eigen::VectorXd& y, double lambda, Eigen::VectorXd& sides, Eigen::MatrixXd& slopes);

  Profile profile(const Eigen::VectorXd& y) const;
  // The most that any player would gain by a change at one information set, beliefs as they are.
  double agent_regret(const Eigen::VectorXd& y);
  // The same by player.
  std::vector<double> agent_regrets(const Eigen::VectorXd& y);

 private:
  struct Set {
    std::size_t set = 0;  // index in Game
    std::size_t player = 0;
    Eigen::Index first = 0;  // of its actions among the unknowns
    Eigen::Index count = 0;
    std::vector<std::size_t> members;
  };

  void walk(const Eigen::VectorXd& y);
  void derive();
  double gain_at(const Set& set, const Eigen::VectorXd& y) const;

  const Game& game_;
  Eigen::Index unknowns_ = 0;
  double range_ = 1.0;
  std::vector<Set> sets_;
  std::vector<Eigen::Index> unknown_;  // by action; -1 for chance
  std::vector<double> payoffs_;
  // Of the last walk, by node.
  std::vector<double> probability_;  // given the parent
  std::vector<double> log_reach_;
  std::vector<double> value_;   // node * players + player
  std::vector<double> belief_;  // given its set
  Eigen::VectorXd utility_;     // by unknown
  Eigen::MatrixXd slope_;       // of utility_ by y
};

}  // namespace detente::play
