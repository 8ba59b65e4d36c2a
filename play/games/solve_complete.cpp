// What a player would do where his own plan never brings him.
#include <algorithm>

#include "solvers.hpp"

namespace detente::play {

namespace {

constexpr double kNever = 1e-12;
constexpr double kTie = 1e-12;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// The sets that their owner's plan does not reach; they are made uniform to begin with.
std::vector<bool> open_sets(const Game& game, const SequenceForm& form, Profile& profile) {
  std::vector<bool> open(game.sets());
  for (const SequenceForm::Player& player : form.players) {
    const std::vector<double> plan = realization_plan(player, profile);
    for (std::size_t h = 0; h < player.sets(); ++h) {
      if (plan[at(player.parent[h])] > kNever) {
        continue;
      }
      open[at(player.set[h])] = true;
      for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
        profile[at(player.action[at(s)])] = 1.0 / (player.first[h + 1] - player.first[h]);
      }
    }
  }
  return open;
}

// The probability of each node if `player` does his part and the others and chance follow `profile`.
std::vector<double> reach_but(const Game& game, std::int32_t player, const Profile& profile) {
  std::vector<double> reach(game.nodes(), 1.0);
  for (std::size_t n = 1; n < game.nodes(); ++n) {
    const std::size_t above = at(game.parent[n]);
    reach[n] = reach[above] * (game.set_player[at(game.set[above])] == player ? 1.0 : profile[at(game.edge[n])]);
  }
  return reach;
}

// One player's open sets, later ones first, so that a set knows what its owner will do behind it.
class Completion {
 public:
  Completion(const Game& game, std::int32_t player, Profile& profile, const std::vector<double>& payoffs)
      : game_(game),
        player_(player),
        profile_(profile),
        payoffs_(payoffs),
        reach_(reach_but(game, player, profile)),
        coins_(reach_but(game, player, uniform_profile(game))),
        part_(game.nodes()),
        branch_(game.nodes()) {}

  void reply(std::size_t set, const std::vector<std::size_t>& members) {
    const bool lost =
        std::all_of(members.begin(), members.end(), [this](std::size_t n) { return reach_[n] <= kNever; });
    gain_.assign(at(game_.action_count(set)), 0.0);
    for (const std::size_t n : members) {
      add_subtree(n, lost ? coins_[n] : reach_[n]);
    }
    const double best = *std::max_element(gain_.begin(), gain_.end());
    const auto is_best = [best](double gain) { return gain >= best - kTie; };
    const auto ties = std::count_if(gain_.begin(), gain_.end(), is_best);
    for (std::size_t k = 0; k < gain_.size(); ++k) {
      profile_[at(game_.first_action[set]) + k] = is_best(gain_[k]) ? 1.0 / static_cast<double>(ties) : 0.0;
    }
  }

 private:
  // In preorder the subtree of n ends where a node's parent stands before n.
  void add_subtree(std::size_t n, double weight) {
    const std::size_t players = game_.players.size();
    for (std::size_t m = n + 1; m < game_.nodes() && game_.parent[m] >= static_cast<std::int32_t>(n); ++m) {
      const std::size_t above = at(game_.parent[m]);
      const bool child = above == n;
      branch_[m] = child ? game_.edge[m] - game_.first_action[at(game_.set[n])] : branch_[above];
      part_[m] = child ? weight : part_[above] * profile_[at(game_.edge[m])];
      if (game_.is_leaf(m)) {
        gain_[at(branch_[m])] += part_[m] * payoffs_[m * players + at(player_)];
      }
    }
  }

  const Game& game_;
  std::int32_t player_;
  Profile& profile_;
  const std::vector<double>& payoffs_;
  std::vector<double> reach_;
  std::vector<double> coins_;
  std::vector<double> part_;
  std::vector<std::int32_t> branch_;
  std::vector<double> gain_;
};

}  // namespace

void complete_behaviour(const Game& game, const SequenceForm& form, Profile& profile) {
  const std::vector<bool> open = open_sets(game, form, profile);
  std::vector<std::vector<std::size_t>> members(game.sets());
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (game.set[n] >= 0 && open[at(game.set[n])]) {
      members[at(game.set[n])].push_back(n);
    }
  }
  const std::vector<double> payoffs = leaf_payoffs(game);
  for (std::size_t p = 0; p < form.players.size(); ++p) {
    const std::vector<std::int32_t>& sets = form.players[p].set;
    Completion completion(game, static_cast<std::int32_t>(p), profile, payoffs);
    for (std::size_t h = sets.size(); h-- > 0;) {
      if (open[at(sets[h])]) {
        completion.reply(at(sets[h]), members[at(sets[h])]);
      }
    }
  }
}

}  // namespace detente::play
