// The sequence form of a game with perfect recall, and what a profile of behaviour is worth in it.
//
// A player who never forgets what he did needs no strategy for the whole game, only for each of his sequences: the
// moves that he made on the way to a node. Their number grows with the tree, that of his strategies with its
// exponential (von Stengel, "Efficient computation of behavior strategies", Games and Economic Behavior 14, 1996). A
// realization plan x gives every sequence the probability that the player does his part: x(empty) = 1, and at each
// information set the plans of its actions sum to the plan of the sequence that leads there.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "detente/play/game.hpp"
#include "detente/result.hpp"

namespace detente::play {

struct SequenceForm {
  struct Player {
    // By information set of the player, those before which he moved first: a set comes behind the sets that lead to it.
    std::vector<std::int32_t> set;     // index in Game
    std::vector<std::int32_t> parent;  // the sequence that leads there
    std::vector<std::int32_t> first;   // its first sequence; its others follow; one entry more than sets
    // By sequence; 0 is the empty one.
    std::vector<std::int32_t> action;  // index in Game of its last action; -1 for the empty one
    std::size_t sequences() const { return action.size(); }
    std::size_t sets() const { return set.size(); }
  };
  std::vector<Player> players;
  // By entry: leaves that share all players' sequences are one entry.
  std::size_t entries = 0;
  std::vector<double> chance;                       // that chance does its part
  std::vector<std::vector<std::int32_t>> sequence;  // [player][entry]
  std::vector<std::vector<double>> payoff;          // [player][entry], weighed by chance
};

// Errors: unsupported, naming the information set, if a player forgets what he did or knew.
Result<SequenceForm> make_sequence_form(const Game& game);

// The name of the first information set at which a player has forgotten what he did or knew; "" under perfect recall.
// `absent_minded` (if given) is told whether a play can pass a set twice.
std::string first_forgetful_set(const Game& game, bool* absent_minded = nullptr);

// A profile of behaviour: a probability for every action of the game, those of chance included.
using Profile = std::vector<double>;

// All actions of a set equally likely; chance as it is.
Profile uniform_profile(const Game& game);

// The probability of every sequence under a profile.
std::vector<double> realization_plan(const SequenceForm::Player& player, const Profile& profile);

// Behaviour from a realization plan, into `profile`. Where the plan does not lead, it stays as it is.
void set_behaviour(const SequenceForm::Player& player, std::span<const double> plan, Profile& profile);

struct Assessment {
  std::vector<double> value;   // by player: what the profile gives
  std::vector<double> regret;  // by player: what the best reply to it would give more
  double most_regret = 0.0;    // 0 in a Nash equilibrium
  double nash_conv = 0.0;      // the sum of the regrets; half of it is called exploitability in zero-sum games of two
};
Assessment assess(const SequenceForm& form, const Profile& profile);

// The same without perfect recall, by walking the tree; regrets stay empty.
std::vector<double> expected_values(const Game& game, const Profile& profile);

// The probability that play comes to each node.
std::vector<double> reach_probabilities(const Game& game, const Profile& profile);

// Which information sets (all players', by index in Game) play can come to.
std::vector<bool> reached_sets(const Game& game, const Profile& profile);

}  // namespace detente::play
