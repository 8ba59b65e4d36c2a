// A handful of moves among two to four parties, played with errors: the game of one dyad or triad on one day.
//
//   StageGame game(2);                                  // players 0 and 1; node 0 is the root, and still a leaf
//   const int move = game.split(0, 0, 2);               // player 0 moves: node `move` holds, node `move + 1`
//   challenges const int reply = game.split(move + 1, 1, 2);       // player 1 replies: concedes, or resists
//
//   StageInput input;                                   // filled anew each day; no memory is ever asked for
//   input.lambda = {5.0, 5.0};
//   input.payoff[move] = {0.0, 1.0};                    // a leaf: what each player gets there
//   input.payoff[reply] = {1.0, 0.0};
//   input.payoff[reply + 1] = {-0.1, -0.1};
//   StageSolution play;
//   solve_stage(game, input, play);
//   play.probability[move + 1];                         // that player 0 challenges, once he is to move
//   play.reach[reply + 1];                              // that it comes to war
//   play.value[0];                                      // what each player expects
//
// The shape (StageGame) is made once; the numbers (StageInput) change with the state. Nothing here allocates, throws or
// keeps state, so that a game can be solved millions of times and by many threads at once.
//
// The solution is the agent logit quantal response equilibrium (McKelvey and Palfrey, "Quantal response equilibria for
// extensive form games", Experimental Economics 1, 1998): at each information set of player i, move a has probability
// exp(lambda_i EU_i(a)) / sum_b exp(lambda_i EU_i(b)), where EU_i(a) is what i expects from a there, given that all
// others and i himself later on play so too. Where every node can be told from every other this is one backward pass,
// and exact. Nodes that were joined into an information set (a rival who does not know which type he faces) ask for a
// fixed point: beliefs by Bayes, damped iteration; StageSolution::residual says how near it came.
#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "detente/result.hpp"

namespace detente::play {

inline constexpr int kStageNodes = 64;  // most nodes that a stage game holds, leaves included
inline constexpr int kStagePlayers = 4;
inline constexpr int kStageChance = -1;  // the owner of a node at which chance moves
inline constexpr int kStageLeaf = -2;    // the owner of a node at which the game is over

// The shape: who moves where, and what he can tell apart. Children of a node are next to each other and behind it.
class StageGame {
 public:
  // `players` from 1 to kStagePlayers; beyond that the nearest of these.
  explicit StageGame(int players);

  // Makes the leaf `node` a move of `owner` (a player from 0, or kStageChance) with `moves` >= 1 children, which are
  // leaves for now, and returns the first of them; child k is that plus k.
  // Returns -1, and changes nothing, if `node` is no leaf, there is no such owner, or no room for so many nodes.
  int split(int node, int owner, int moves);

  // Puts `node` into the information set of `other`: their owner cannot tell them apart.
  // False, and nothing changes, unless both are moves of one player with as many children each.
  bool join(int node, int other);

  int players() const { return players_; }
  int nodes() const { return nodes_; }
  int owner(int node) const { return owner_[at(node)]; }
  int moves(int node) const { return moves_[at(node)]; }  // 0 for a leaf
  int child(int node, int move) const { return first_[at(node)] + move; }
  int parent(int node) const { return parent_[at(node)]; }        // -1 for the root
  int information_set(int node) const { return set_[at(node)]; }  // its lowest node; `node` itself if it stands alone
  bool stands_alone(int node) const { return alone_[at(node)]; }  // its owner can tell it from all others
  bool has_joined_nodes() const { return joined_; }

 private:
  static std::size_t at(int node) { return static_cast<std::size_t>(node); }

  int players_ = 1;
  int nodes_ = 1;
  bool joined_ = false;
  std::array<std::int8_t, kStageNodes> owner_{};
  std::array<std::int8_t, kStageNodes> moves_{};
  std::array<std::int8_t, kStageNodes> first_{};
  std::array<std::int8_t, kStageNodes> parent_{};
  std::array<std::int8_t, kStageNodes> set_{};
  std::array<bool, kStageNodes> alone_{};
};

// The numbers of one day. All of them must be finite, save that a lambda may be infinite.
struct StageInput {
  // What each player gets at a leaf, by node and player, in the units of `lambda`. Other nodes' entries are not read.
  std::array<std::array<double, kStagePlayers>, kStageNodes> payoff{};
  // Of a child of a chance node: its probability, >= 0; those of one node sum to 1. Other entries are not read.
  std::array<double, kStageNodes> chance{};
  // Precision of each player, >= 0, per unit of payoff. 0 is a coin toss; infinity picks the best, ties shared evenly.
  std::array<double, kStagePlayers> lambda{};
};

struct StageSolution {
  std::array<std::array<double, kStagePlayers>, kStageNodes> value{};  // what each player expects at a node
  std::array<double, kStageNodes> probability{};  // of a node, given that its parent was reached; 1 for the root
  std::array<double, kStageNodes> reach{};        // of a node, from the root
  double residual = 0.0;  // greatest |probability - logit response| in a joined set; 0 if there is none
  int passes = 0;         // backward passes; 1 if no nodes are joined
};

struct StageEffort {
  int most_passes = 2000;    // for games with joined nodes
  double tolerance = 1e-12;  // stop when the residual is below
};

// Checks the numbers against the shape.
// Errors: bad_value, naming the node or player, for what is not finite, a negative lambda or chance, or chances of one
// node that do not sum to 1 within 1e-9.
Result<void> check_stage(const StageGame& game, const StageInput& input);

// Solves the game. Numbers that check_stage() refuses give numbers without meaning, and nothing worse.
void solve_stage(const StageGame& game, const StageInput& input, StageSolution& solution, StageEffort effort = {});

// The child that is played at `node` for a draw `u` in [0, 1): the first whose cumulated probability exceeds u.
// `node` itself if it is a leaf.
int draw_move(const StageGame& game, const StageSolution& solution, int node, double u);

// Writes the logit response to `utilities` into `probabilities` (as many): exp(lambda u_k) / sum exp(lambda u_j).
void logit_response(std::span<const double> utilities, double lambda, std::span<double> probabilities);

// Bayes' rule in place: belief_k becomes belief_k likelihood_k / sum_j. When what was seen had no likelihood under any
// of the beliefs, they stay as they were and the return is false.
bool update_belief(std::span<double> belief, std::span<const double> likelihood);

}  // namespace detente::play
