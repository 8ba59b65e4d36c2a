// All extreme equilibria of two players, and all pure ones of any number, in reduced strategies.
//
// The equilibria of a bimatrix game are the pairs of points of two polytopes that together meet every label: a strategy
// is not played or a best reply. The extreme ones are pairs of vertices (Mangasarian, "Equilibrium points of bimatrix
// games", SIAM Journal 12, 1964; von Stengel, Handbook of Game Theory 3, 2002); the set of all equilibria is made of
// their hulls.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "solvers.hpp"

namespace detente::play {

namespace {

constexpr std::size_t kMostStrategies = 2'000;  // of a player, where all are held in a matrix
constexpr std::size_t kMostPureProfiles = 5'000'000;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

using Matrix = std::vector<std::vector<double>>;

// The matrix of a player's payoffs, made positive: from 1 to 2.
Matrix positive_payoffs(const SequenceForm& form, std::size_t p, const ReducedStrategies& one,
                        const ReducedStrategies& two) {
  Matrix payoff(one.plays.size(), std::vector<double>(two.plays.size(), 0.0));
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  for (std::size_t i = 0; i < one.plays.size(); ++i) {
    for (std::size_t e = 0; e < form.entries; ++e) {
      if (!one.plays[i][at(form.sequence[0][e])]) {
        continue;
      }
      for (std::size_t j = 0; j < two.plays.size(); ++j) {
        if (two.plays[j][at(form.sequence[1][e])]) {
          payoff[i][j] += form.payoff[p][e];
        }
      }
    }
    least = std::min(least, *std::min_element(payoff[i].begin(), payoff[i].end()));
    most = std::max(most, *std::max_element(payoff[i].begin(), payoff[i].end()));
  }
  const double range = most > least ? most - least : 1.0;
  for (std::vector<double>& row : payoff) {
    for (double& value : row) {
      value = 1.0 + (value - least) / range;
    }
  }
  return payoff;
}

Matrix transpose(const Matrix& m) {
  Matrix out(m.front().size(), std::vector<double>(m.size()));
  for (std::size_t i = 0; i < m.size(); ++i) {
    for (std::size_t j = 0; j < out.size(); ++j) {
      out[j][i] = m[i][j];
    }
  }
  return out;
}

bool bit(const std::vector<std::uint64_t>& bits, std::size_t k) { return (bits[k / 64] >> (k % 64) & 1U) != 0; }

// Whether every strategy of both is a best reply or not played.
bool meets_all_labels(const Vertex& x, const Vertex& y) {
  const std::size_t m = x.x.size();
  const std::size_t n = y.x.size();
  for (std::size_t i = 0; i < m; ++i) {
    if (!bit(x.tight, i) && !bit(y.tight, n + i)) {
      return false;
    }
  }
  for (std::size_t j = 0; j < n; ++j) {
    if (!bit(y.tight, j) && !bit(x.tight, m + j)) {
      return false;
    }
  }
  return true;
}

bool is_origin(const Vertex& v) {
  return std::all_of(v.x.begin(), v.x.end(), [](double x) { return x == 0.0; });
}

// The plan of a mixed strategy, given by weights that need not sum to 1.
std::vector<double> mixed_plan(const ReducedStrategies& strategies, const std::vector<double>& weights,
                               std::size_t sequences) {
  double sum = 0.0;
  for (const double w : weights) {
    sum += w;
  }
  std::vector<double> plan(sequences, 0.0);
  for (std::size_t i = 0; i < weights.size(); ++i) {
    for (std::size_t s = 0; s < sequences; ++s) {
      plan[s] += strategies.plays[i][s] ? weights[i] / sum : 0.0;
    }
  }
  return plan;
}

// Two equilibria that differ by less than rounding are one.
std::vector<long long> key_of(const Profile& profile) {
  std::vector<long long> key;
  for (const double p : profile) {
    key.push_back(std::llround(p * 1e7));
  }
  return key;
}

}  // namespace

Result<ReducedStrategies> reduced_strategies(const SequenceForm::Player& player, std::size_t most,
                                             std::string_view who) {
  ReducedStrategies result;
  result.plays.emplace_back(player.sequences(), false);
  result.plays[0][0] = true;
  for (std::size_t h = 0; h < player.sets(); ++h) {
    std::vector<std::vector<bool>> next;
    for (std::vector<bool>& strategy : result.plays) {
      if (!strategy[at(player.parent[h])]) {
        next.push_back(std::move(strategy));
        continue;
      }
      for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
        next.push_back(strategy);
        next.back()[at(s)] = true;
      }
      if (next.size() > most) {
        return Error{ErrorCode::too_large,
                     fmt::format("{} has more than {} reduced strategies, too many to list all equilibria", who, most),
                     ""};
      }
    }
    result.plays = std::move(next);
  }
  return result;
}

Result<Solution> solve_support(const Game& game, const SequenceForm& form, const SolveOptions& options) {
  const auto one = reduced_strategies(form.players[0], kMostStrategies, game.players[0]);
  if (!one) {
    return one.error();
  }
  const auto two = reduced_strategies(form.players[1], kMostStrategies, game.players[1]);
  if (!two) {
    return two.error();
  }
  options.tell("listing the vertices of best replies", -1.0);
  const auto xs = enumerate_vertices(transpose(positive_payoffs(form, 1, *one, *two)), one->plays.size(), options);
  if (!xs) {
    return xs.error();
  }
  const auto ys = enumerate_vertices(positive_payoffs(form, 0, *one, *two), two->plays.size(), options);
  if (!ys) {
    return ys.error();
  }
  Solution solution;
  solution.all = true;
  std::map<std::vector<long long>, bool> known;
  for (std::size_t k = 0; k < xs->size(); ++k) {
    const Vertex& x = (*xs)[k];
    if (options.stopped()) {
      return cancelled();
    }
    if (is_origin(x)) {
      continue;
    }
    options.tell("matching vertices", static_cast<double>(k) / static_cast<double>(xs->size()));
    for (const Vertex& y : *ys) {
      if (is_origin(y) || !meets_all_labels(x, y)) {
        continue;
      }
      Profile profile = uniform_profile(game);
      set_behaviour(form.players[0], mixed_plan(*one, x.x, form.players[0].sequences()), profile);
      set_behaviour(form.players[1], mixed_plan(*two, y.x, form.players[1].sequences()), profile);
      complete_behaviour(game, form, profile);
      // Mixtures of whole strategies can differ and yet be the same behaviour.
      if (!known.try_emplace(key_of(profile), true).second) {
        continue;
      }
      if (solution.equilibria.size() == options.most_equilibria) {
        return Error{ErrorCode::too_large,
                     fmt::format("there are more than {} extreme equilibria", options.most_equilibria), ""};
      }
      solution.equilibria.push_back(make_equilibrium(game, form, std::move(profile)));
    }
  }
  return solution;
}

Result<Solution> solve_pure(const Game& game, const SequenceForm& form, const SolveOptions& options) {
  const std::size_t players = form.players.size();
  std::vector<ReducedStrategies> strategies;
  std::size_t profiles = 1;
  for (std::size_t p = 0; p < players; ++p) {
    auto own = reduced_strategies(form.players[p], kMostPureProfiles, game.players[p]);
    if (!own) {
      return own.error();
    }
    profiles *= own->plays.size();
    strategies.push_back(std::move(*own));
    if (profiles > kMostPureProfiles) {
      return Error{
          ErrorCode::too_large,
          fmt::format("there are more than {} profiles of pure strategies, too many to try all", kMostPureProfiles),
          ""};
    }
  }
  Solution solution;
  solution.all = true;
  std::vector<std::size_t> pick(players, 0);
  Profile profile = uniform_profile(game);
  for (std::size_t k = 0; k < profiles; ++k) {
    if (k % 256 == 0) {
      if (options.stopped()) {
        return cancelled();
      }
      options.tell("trying pure profiles", static_cast<double>(k) / static_cast<double>(profiles));
    }
    for (std::size_t p = 0; p < players; ++p) {
      const std::vector<bool>& plays = strategies[p].plays[pick[p]];
      const SequenceForm::Player& player = form.players[p];
      for (std::size_t s = 1; s < plays.size(); ++s) {
        profile[at(player.action[s])] = plays[s] ? 1.0 : 0.0;
      }
    }
    const Assessment worth = assess(form, profile);
    if (worth.most_regret <= 1e-10) {
      Profile complete = profile;
      complete_behaviour(game, form, complete);
      if (solution.equilibria.size() == options.most_equilibria) {
        return Error{ErrorCode::too_large,
                     fmt::format("there are more than {} pure equilibria", options.most_equilibria), ""};
      }
      solution.equilibria.push_back(make_equilibrium(game, form, std::move(complete)));
    }
    for (std::size_t p = players; p-- > 0;) {
      if (++pick[p] < strategies[p].plays.size()) {
        break;
      }
      pick[p] = 0;
    }
  }
  return solution;
}

}  // namespace detente::play
