#include "detente/play/game.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <numeric>
#include <optional>

namespace detente::play {

namespace {

constexpr double kLargestChanceSlip = 1e-9;

// A fault of a draft, and where it was found.
struct Fault {
  ErrorCode code;
  std::string message;
  std::size_t node;
};

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Sets by player and number, chance last.
std::vector<std::int32_t> set_order(const GameDraft& draft) {
  std::vector<std::int32_t> order(draft.sets.size());
  std::iota(order.begin(), order.end(), 0);
  std::stable_sort(order.begin(), order.end(), [&draft](std::int32_t a, std::int32_t b) {
    const GameDraft::Set& left = draft.sets[at(a)];
    const GameDraft::Set& right = draft.sets[at(b)];
    const bool left_chance = left.player == kChance;
    const bool right_chance = right.player == kChance;
    if (left_chance != right_chance) {
      return right_chance;
    }
    return left.player != right.player ? left.player < right.player : left.number < right.number;
  });
  return order;
}

std::optional<Fault> check_sizes(const GameDraft& draft) {
  if (draft.players.empty()) {
    return Fault{ErrorCode::bad_value, "the game has no players", 0};
  }
  if (draft.players.size() > kMostPlayers) {
    return Fault{ErrorCode::too_large,
                 fmt::format("the game has {} players; at most {} can be read", draft.players.size(), kMostPlayers), 0};
  }
  if (draft.nodes.empty()) {
    return Fault{ErrorCode::truncated, "the game has no nodes", 0};
  }
  if (draft.nodes.size() > kMostNodes) {
    return Fault{ErrorCode::too_large, fmt::format("the tree has more than {} nodes", kMostNodes), kMostNodes};
  }
  return std::nullopt;
}

std::optional<Fault> check_chances(const GameDraft& draft) {
  std::vector<bool> checked(draft.sets.size());
  for (std::size_t n = 0; n < draft.nodes.size(); ++n) {
    const std::int32_t s = draft.nodes[n].set;
    if (s < 0 || checked[at(s)]) {
      continue;
    }
    checked[at(s)] = true;
    const GameDraft::Set& set = draft.sets[at(s)];
    if (set.actions.empty()) {
      return Fault{ErrorCode::bad_value, fmt::format("information set {} has no actions", set.number), n};
    }
    if (set.player != kChance) {
      continue;
    }
    double sum = 0.0;
    for (std::size_t k = 0; k < set.chance.size(); ++k) {
      const double chance = set.chance[k].value;
      if (!(chance >= 0.0 && chance <= 1.0)) {
        return Fault{ErrorCode::bad_value,
                     fmt::format("the probability of '{}' is {}; it must lie between 0 and 1", set.actions[k],
                                 set.chance[k].text),
                     n};
      }
      sum += chance;
    }
    if (std::abs(sum - 1.0) > kLargestChanceSlip) {
      return Fault{ErrorCode::bad_value,
                   fmt::format("the probabilities of chance set {} sum to {:.12g}, not to 1", set.number, sum), n};
    }
  }
  return std::nullopt;
}

// Hangs every node into the next free branch of the deepest node that still has one.
class Planter {
 public:
  explicit Planter(Game& game) : game_(game) {}

  std::optional<Fault> plant(const GameDraft& draft, const std::vector<std::int32_t>& new_set) {
    for (std::size_t n = 0; n < draft.nodes.size(); ++n) {
      if (n > 0 && open_.empty()) {
        return Fault{ErrorCode::bad_format, "the tree is whole before this node", n};
      }
      add(draft.nodes[n].set < 0 ? -1 : new_set[at(draft.nodes[n].set)]);
      if (open_.size() > kDeepest) {
        return Fault{ErrorCode::too_large, fmt::format("the tree is more than {} moves deep", kDeepest), n};
      }
    }
    if (!open_.empty()) {
      return Fault{ErrorCode::truncated,
                   fmt::format("the tree ends too early: this node has {} of {} branches", open_.back().used,
                               game_.action_count(at(game_.set[open_.back().node]))),
                   open_.back().node};
    }
    return std::nullopt;
  }

 private:
  struct Open {
    std::size_t node;
    std::int32_t used;
  };

  void add(std::int32_t set) {
    const std::size_t n = game_.nodes();
    if (open_.empty()) {
      game_.parent.push_back(-1);
      game_.edge.push_back(-1);
    } else {
      Open& top = open_.back();
      const std::size_t above = at(game_.set[top.node]);
      game_.parent.push_back(static_cast<std::int32_t>(top.node));
      game_.edge.push_back(game_.first_action[above] + top.used);
      game_.children[at(game_.first_child[top.node] + top.used)] = static_cast<std::int32_t>(n);
      if (++top.used == game_.action_count(above)) {
        open_.pop_back();
      }
    }
    game_.set.push_back(set);
    game_.first_child.push_back(static_cast<std::int32_t>(game_.children.size()));
    if (set >= 0) {
      game_.children.resize(game_.children.size() + at(game_.action_count(at(set))), -1);
      open_.push_back({n, 0});
    }
  }

  Game& game_;
  std::vector<Open> open_;
};

void fill_sets(GameDraft& draft, const std::vector<std::int32_t>& order, Game& game) {
  game.first_action.push_back(0);
  for (std::size_t s = 0; s < order.size(); ++s) {
    GameDraft::Set& set = draft.sets[at(order[s])];
    game.set_player.push_back(set.player);
    game.set_number.push_back(set.number);
    game.set_name.push_back(std::move(set.name));
    set.chance.resize(set.actions.size());
    for (std::size_t k = 0; k < set.actions.size(); ++k) {
      game.action_name.push_back(std::move(set.actions[k]));
      game.action_set.push_back(static_cast<std::int32_t>(s));
      game.chance.push_back(set.player == kChance ? std::move(set.chance[k]) : GameNumber{});
    }
    game.first_action.push_back(static_cast<std::int32_t>(game.action_name.size()));
  }
}

}  // namespace

Result<Game> assemble(GameDraft draft, std::size_t* fault) {
  const auto refuse = [fault](Fault why) -> Result<Game> {
    if (fault != nullptr) {
      *fault = why.node;
    }
    return Error{why.code, std::move(why.message), ""};
  };
  if (auto why = check_sizes(draft)) {
    return refuse(std::move(*why));
  }
  if (auto why = check_chances(draft)) {
    return refuse(std::move(*why));
  }
  Game game;
  game.title = std::move(draft.title);
  game.comment = std::move(draft.comment);
  game.players = std::move(draft.players);
  const std::vector<std::int32_t> order = set_order(draft);
  std::vector<std::int32_t> new_set(order.size());
  for (std::size_t s = 0; s < order.size(); ++s) {
    new_set[at(order[s])] = static_cast<std::int32_t>(s);
  }
  fill_sets(draft, order, game);
  if (auto why = Planter(game).plant(draft, new_set)) {
    return refuse(std::move(*why));
  }
  for (GameDraft::Node& node : draft.nodes) {
    game.node_name.push_back(std::move(node.name));
    game.outcome.push_back(node.outcome);
  }
  for (GameDraft::Outcome& outcome : draft.outcomes) {
    game.outcome_number.push_back(outcome.number);
    game.outcome_name.push_back(std::move(outcome.name));
    outcome.payoff.resize(game.players.size());
    std::move(outcome.payoff.begin(), outcome.payoff.end(), std::back_inserter(game.payoff));
  }
  return game;
}

std::vector<double> leaf_payoffs(const Game& game) {
  const std::size_t players = game.players.size();
  std::vector<double> sum(game.nodes() * players, 0.0);
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    for (std::size_t p = 0; p < players; ++p) {
      double& here = sum[n * players + p];
      here = game.parent[n] < 0 ? 0.0 : sum[at(game.parent[n]) * players + p];
      if (game.outcome[n] >= 0) {
        here += game.payoff[at(game.outcome[n]) * players + p].value;
      }
    }
  }
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (!game.is_leaf(n)) {
      std::fill_n(sum.begin() + static_cast<std::ptrdiff_t>(n * players), players, 0.0);
    }
  }
  return sum;
}

std::string describe_set(const Game& game, std::size_t set) {
  const std::int32_t player = game.set_player[set];
  const std::string name = game.set_name[set].empty() ? "" : fmt::format(" '{}'", game.set_name[set]);
  return fmt::format("information set {}{} of {}", game.set_number[set], name,
                     player == kChance ? "chance" : game.players[at(player)]);
}

std::int32_t first_joined_set(const Game& game) {
  std::vector<bool> seen(game.sets());
  for (const std::int32_t s : game.set) {
    if (s >= 0 && game.set_player[at(s)] != kChance) {
      if (seen[at(s)]) {
        return s;
      }
      seen[at(s)] = true;
    }
  }
  return -1;
}

bool is_constant_sum(const Game& game) {
  if (game.players.size() != 2) {
    return false;
  }
  const std::vector<double> payoffs = leaf_payoffs(game);
  double least = 0.0;
  double most = 0.0;
  double size = 1.0;
  bool any = false;
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (!game.is_leaf(n)) {
      continue;
    }
    const double sum = payoffs[2 * n] + payoffs[2 * n + 1];
    size = std::max({size, std::abs(payoffs[2 * n]), std::abs(payoffs[2 * n + 1])});
    least = any ? std::min(least, sum) : sum;
    most = any ? std::max(most, sum) : sum;
    any = true;
  }
  return most - least <= 1e-9 * size;
}

}  // namespace detente::play
