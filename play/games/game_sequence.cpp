#include "detente/play/game_sequence.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// The last action of each player on the way to each node: node * players + player; -1 if he did not move yet.
std::vector<std::int32_t> last_actions(const Game& game) {
  const std::size_t players = game.players.size();
  std::vector<std::int32_t> last(game.nodes() * players, -1);
  for (std::size_t n = 1; n < game.nodes(); ++n) {
    const std::size_t above = at(game.parent[n]);
    std::copy_n(last.begin() + static_cast<std::ptrdiff_t>(above * players), players,
                last.begin() + static_cast<std::ptrdiff_t>(n * players));
    const std::int32_t mover = game.set_player[at(game.set[above])];
    if (mover != kChance) {
      last[n * players + at(mover)] = game.edge[n];
    }
  }
  return last;
}

// A set at whose nodes its player made different moves before; -1 if there is none.
std::int32_t forgetful_set(const Game& game, const std::vector<std::int32_t>& last) {
  const std::size_t players = game.players.size();
  std::vector<std::int32_t> known(game.sets(), -2);
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    const std::int32_t s = game.set[n];
    if (s < 0 || game.set_player[at(s)] == kChance) {
      continue;
    }
    const std::int32_t before = last[n * players + at(game.set_player[at(s)])];
    if (known[at(s)] == -2) {
      known[at(s)] = before;
    } else if (known[at(s)] != before) {
      return s;
    }
  }
  return -1;
}

// Whether a play can pass one set of a player twice.
bool passes_twice(const Game& game) {
  // Per node, the number of the last passage of each set is not kept; instead every set marks its nodes' descendants.
  // A node is entered and left once in preorder, so that the sets on the way to it are a stack.
  std::vector<std::int32_t> open(game.sets(), 0);
  std::vector<std::size_t> stack;
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    while (!stack.empty() && static_cast<std::int32_t>(stack.back()) != game.parent[n]) {
      --open[at(game.set[stack.back()])];
      stack.pop_back();
    }
    const std::int32_t s = game.set[n];
    if (s < 0) {
      continue;
    }
    if (game.set_player[at(s)] != kChance && open[at(s)] > 0) {
      return true;
    }
    ++open[at(s)];
    stack.push_back(n);
  }
  return false;
}

void fill_players(const Game& game, const std::vector<std::int32_t>& last, SequenceForm& form,
                  std::vector<std::int32_t>& sequence_of) {
  const std::size_t players = game.players.size();
  form.players.resize(players);
  for (SequenceForm::Player& player : form.players) {
    player.action.push_back(-1);
  }
  std::vector<bool> seen(game.sets());
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    const std::int32_t s = game.set[n];
    if (s < 0 || game.set_player[at(s)] == kChance || seen[at(s)]) {
      continue;
    }
    seen[at(s)] = true;
    const std::size_t p = at(game.set_player[at(s)]);
    SequenceForm::Player& player = form.players[p];
    const std::int32_t before = last[n * players + p];
    player.set.push_back(s);
    player.parent.push_back(before < 0 ? 0 : sequence_of[at(before)]);
    player.first.push_back(static_cast<std::int32_t>(player.action.size()));
    for (std::int32_t a = game.first_action[at(s)]; a < game.first_action[at(s) + 1]; ++a) {
      sequence_of[at(a)] = static_cast<std::int32_t>(player.action.size());
      player.action.push_back(a);
    }
  }
  for (SequenceForm::Player& player : form.players) {
    player.first.push_back(static_cast<std::int32_t>(player.action.size()));
  }
}

// The probability that chance alone leads to each node.
std::vector<double> chance_reach(const Game& game) {
  std::vector<double> reach(game.nodes(), 1.0);
  for (std::size_t n = 1; n < game.nodes(); ++n) {
    const std::size_t above = at(game.parent[n]);
    const bool chance = game.set_player[at(game.set[above])] == kChance;
    reach[n] = reach[above] * (chance ? game.chance[at(game.edge[n])].value : 1.0);
  }
  return reach;
}

void fill_entries(const Game& game, const std::vector<std::int32_t>& last, const std::vector<std::int32_t>& sequence_of,
                  SequenceForm& form) {
  const std::size_t players = game.players.size();
  const std::vector<double> payoffs = leaf_payoffs(game);
  const std::vector<double> reach = chance_reach(game);
  std::vector<std::size_t> leaves;
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (game.is_leaf(n)) {
      leaves.push_back(n);
    }
  }
  const auto sequence = [&](std::size_t leaf, std::size_t p) {
    const std::int32_t action = last[leaf * players + p];
    return action < 0 ? 0 : sequence_of[at(action)];
  };
  const auto compare = [&](std::size_t a, std::size_t b) {
    for (std::size_t p = 0; p < players; ++p) {
      if (sequence(a, p) != sequence(b, p)) {
        return sequence(a, p) < sequence(b, p);
      }
    }
    return false;
  };
  std::stable_sort(leaves.begin(), leaves.end(), compare);
  form.sequence.resize(players);
  form.payoff.resize(players);
  for (std::size_t k = 0; k < leaves.size(); ++k) {
    const std::size_t leaf = leaves[k];
    if (k == 0 || compare(leaves[k - 1], leaf)) {
      ++form.entries;
      form.chance.push_back(0.0);
      for (std::size_t p = 0; p < players; ++p) {
        form.sequence[p].push_back(sequence(leaf, p));
        form.payoff[p].push_back(0.0);
      }
    }
    form.chance.back() += reach[leaf];
    for (std::size_t p = 0; p < players; ++p) {
      form.payoff[p].back() += reach[leaf] * payoffs[leaf * players + p];
    }
  }
}

}  // namespace

Result<SequenceForm> make_sequence_form(const Game& game) {
  const std::vector<std::int32_t> last = last_actions(game);
  if (const std::int32_t s = forgetful_set(game, last); s >= 0) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("imperfect recall: at {} the player has forgotten what he did or knew before, and this method "
                    "needs perfect recall",
                    describe_set(game, at(s))),
        ""};
  }
  SequenceForm form;
  std::vector<std::int32_t> sequence_of(game.actions(), 0);
  fill_players(game, last, form, sequence_of);
  fill_entries(game, last, sequence_of, form);
  return form;
}

std::string first_forgetful_set(const Game& game, bool* absent_minded) {
  const std::int32_t s = forgetful_set(game, last_actions(game));
  if (absent_minded != nullptr) {
    *absent_minded = s >= 0 && passes_twice(game);
  }
  return s < 0 ? "" : describe_set(game, at(s));
}

Profile uniform_profile(const Game& game) {
  Profile profile(game.actions());
  for (std::size_t a = 0; a < profile.size(); ++a) {
    const std::size_t s = at(game.action_set[a]);
    profile[a] = game.set_player[s] == kChance ? game.chance[a].value : 1.0 / game.action_count(s);
  }
  return profile;
}

std::vector<double> realization_plan(const SequenceForm::Player& player, const Profile& profile) {
  std::vector<double> plan(player.sequences(), 1.0);
  for (std::size_t h = 0; h < player.sets(); ++h) {
    for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
      plan[at(s)] = plan[at(player.parent[h])] * profile[at(player.action[at(s)])];
    }
  }
  return plan;
}

void set_behaviour(const SequenceForm::Player& player, std::span<const double> plan, Profile& profile) {
  for (std::size_t h = 0; h < player.sets(); ++h) {
    double sum = 0.0;
    for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
      sum += std::max(0.0, plan[at(s)]);
    }
    if (sum <= 1e-12) {
      continue;
    }
    for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
      profile[at(player.action[at(s)])] = std::max(0.0, plan[at(s)]) / sum;
    }
  }
}

Assessment assess(const SequenceForm& form, const Profile& profile) {
  const std::size_t players = form.players.size();
  std::vector<std::vector<double>> plans;
  for (const SequenceForm::Player& player : form.players) {
    plans.push_back(realization_plan(player, profile));
  }
  Assessment result;
  for (std::size_t p = 0; p < players; ++p) {
    const SequenceForm::Player& player = form.players[p];
    // What each sequence brings, given that the others and chance do their parts.
    std::vector<double> gain(player.sequences(), 0.0);
    for (std::size_t e = 0; e < form.entries; ++e) {
      double weight = form.payoff[p][e];
      for (std::size_t q = 0; q < players; ++q) {
        if (q != p) {
          weight *= plans[q][at(form.sequence[q][e])];
        }
      }
      gain[at(form.sequence[p][e])] += weight;
    }
    double value = 0.0;
    for (std::size_t s = 0; s < gain.size(); ++s) {
      value += gain[s] * plans[p][s];
    }
    for (std::size_t h = player.sets(); h-- > 0;) {
      gain[at(player.parent[h])] +=
          *std::max_element(gain.begin() + player.first[h], gain.begin() + player.first[h + 1]);
    }
    result.value.push_back(value);
    result.regret.push_back(std::max(0.0, gain[0] - value));
    result.most_regret = std::max(result.most_regret, result.regret.back());
    result.nash_conv += result.regret.back();
  }
  return result;
}

std::vector<double> reach_probabilities(const Game& game, const Profile& profile) {
  std::vector<double> reach(game.nodes(), 1.0);
  for (std::size_t n = 1; n < game.nodes(); ++n) {
    reach[n] = reach[at(game.parent[n])] * profile[at(game.edge[n])];
  }
  return reach;
}

std::vector<double> expected_values(const Game& game, const Profile& profile) {
  const std::size_t players = game.players.size();
  const std::vector<double> reach = reach_probabilities(game, profile);
  std::vector<double> value(players, 0.0);
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (game.outcome[n] >= 0) {
      for (std::size_t p = 0; p < players; ++p) {
        value[p] += reach[n] * game.payoff[at(game.outcome[n]) * players + p].value;
      }
    }
  }
  return value;
}

std::vector<bool> reached_sets(const Game& game, const Profile& profile) {
  const std::vector<double> reach = reach_probabilities(game, profile);
  std::vector<bool> reached(game.sets());
  for (std::size_t n = 0; n < game.nodes(); ++n) {
    if (game.set[n] >= 0 && reach[n] > 0.0) {
      reached[at(game.set[n])] = true;
    }
  }
  return reached;
}

}  // namespace detente::play
