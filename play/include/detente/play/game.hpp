// A game in extensive form, as flat arrays: chance, imperfect information, any number of players.
//
//   auto game = read_efg(text, "signal.efg");            // game_efg.hpp; or leduc_poker() of game_samples.hpp
//   if (!game) { say(game.error().to_string()); return; } // "signal.efg:7:14: outcome 9 is used but nowhere described"
//   auto solution = solve(*game, {});                    // game_solve.hpp
//
// Nodes stand in preorder: the root is 0 and a parent stands before its children. Information sets are ordered by
// player and then by the number that they have in the file; those of chance come last. Actions are numbered through all
// sets, so that one array of probabilities, by action, is a whole profile of behaviour.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "detente/result.hpp"

namespace detente::play {

inline constexpr int kChance = -1;  // the player of an information set at which chance moves

// A number and the way it was written, so that 1/3 is written back as 1/3.
struct GameNumber {
  double value = 0.0;
  std::string text;

  bool operator==(const GameNumber&) const = default;
};

struct Game {
  std::string title;
  std::string comment;
  std::vector<std::string> players;

  // By node.
  std::vector<std::int32_t> parent;       // -1 for the root
  std::vector<std::int32_t> edge;         // the action that leads here; -1 for the root
  std::vector<std::int32_t> set;          // the information set; -1 for a leaf
  std::vector<std::int32_t> outcome;      // what is paid on the way through; -1 for nothing
  std::vector<std::int32_t> first_child;  // where its children begin in `children`; as many as its set has actions
  std::vector<std::string> node_name;
  std::vector<std::int32_t> children;

  // By information set, and one more for first_action.
  std::vector<std::int32_t> set_player;  // from 0, or kChance
  std::vector<std::int32_t> set_number;  // as in the file; unique for a player
  std::vector<std::string> set_name;
  std::vector<std::int32_t> first_action;

  // By action.
  std::vector<std::string> action_name;
  std::vector<std::int32_t> action_set;
  std::vector<GameNumber> chance;  // of a chance move: its probability; else empty

  // By outcome. A play of the game pays the sum over the outcomes that it passes.
  std::vector<std::int32_t> outcome_number;  // as in the file
  std::vector<std::string> outcome_name;
  std::vector<GameNumber> payoff;  // outcome * players + player

  std::size_t nodes() const { return parent.size(); }
  std::size_t sets() const { return set_player.size(); }
  std::size_t actions() const { return action_name.size(); }
  bool is_leaf(std::size_t node) const { return set[node] < 0; }
  std::int32_t action_count(std::size_t s) const { return first_action[s + 1] - first_action[s]; }

  bool operator==(const Game&) const = default;
};

// What a game may measure at most. Beyond it is refused, so that no input takes the memory of the machine.
inline constexpr std::size_t kMostPlayers = 64;
inline constexpr std::size_t kMostNodes = 4'000'000;
inline constexpr std::size_t kDeepest = 5'000;  // moves in one play

// A game under construction: nodes in preorder, described as an .efg file does.
struct GameDraft {
  struct Set {
    std::int32_t player = kChance;
    std::int32_t number = 0;
    std::string name;
    std::vector<std::string> actions;
    std::vector<GameNumber> chance;  // of a chance set, by action
  };
  struct Outcome {
    std::int32_t number = 0;
    std::string name;
    std::vector<GameNumber> payoff;  // by player
  };
  struct Node {
    std::string name;
    std::int32_t set = -1;      // index into sets; -1 for a leaf
    std::int32_t outcome = -1;  // index into outcomes; -1 for none
    std::size_t place = 0;      // anything by which the caller finds it again, for messages
  };
  std::string title;
  std::string comment;
  std::vector<std::string> players;
  std::vector<Set> sets;
  std::vector<Outcome> outcomes;
  std::vector<Node> nodes;
};

// Makes the game. Nothing recurses, so that depth costs no stack.
// Errors: too_large (nodes, players, depth), truncated (a node lacks branches), bad_format (a node too many),
// bad_value (chances that are negative or do not sum to 1 within 1e-9). `fault`, if given, gets the index of the node.
Result<Game> assemble(GameDraft draft, std::size_t* fault = nullptr);

// What each player gets at each leaf, outcomes on the way included: node * players + player; 0 at other nodes.
std::vector<double> leaf_payoffs(const Game& game);

// "information set 2 'B1' of Rival".
std::string describe_set(const Game& game, std::size_t set);

// The first information set with more than one node, -1 if there is none: then the game has perfect information.
// Sets of chance do not count.
std::int32_t first_joined_set(const Game& game);

// Whether all payoffs of two players sum to one constant, within 1e-9 of their size. False for any other number.
bool is_constant_sum(const Game& game);

}  // namespace detente::play
