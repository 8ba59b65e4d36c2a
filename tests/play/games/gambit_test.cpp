// Every game whose equilibria others have computed, and every method that takes it.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <sstream>

#include "cases.hpp"
#include "detente/play/game_efg.hpp"
#include "detente/play/game_sequence.hpp"
#include "detente/play/game_solve.hpp"

namespace detente::play {
namespace {

struct Case {
  std::string name;
  Game game;
  std::map<std::string, std::vector<std::string>> published;  // by solver
};

std::vector<Case> load(const std::string& folder, const std::string& table_name, const std::string& games) {
  std::vector<Case> cases;
  const auto path = shared_case(folder);
  if (!path) {
    return cases;
  }
  std::map<std::string, std::map<std::string, std::vector<std::string>>> published;
  const Table table = read_table(*path / table_name);
  for (std::size_t r = 0; r < table.rows.size(); ++r) {
    published[table.text(r, "efg")][table.text(r, "solver")].push_back(
        table.rows[r].size() > table.columns.at("profile") ? table.text(r, "profile") : "");
  }
  for (const auto& [name, by_solver] : published) {
    // The table also names files that Gambit refused, which are not stored.
    if (!std::filesystem::exists(*path / games / name)) {
      continue;
    }
    auto game = read_efg(read_file(*path / games / name), name);
    EXPECT_TRUE(game) << (game ? "" : game.error().to_string());
    if (game) {
      cases.push_back({name, std::move(*game), by_solver});
    }
  }
  return cases;
}

const std::vector<Case>& all_cases() {
  static const std::vector<Case> kCases = [] {
    std::vector<Case> cases = load("gambit", "equilibria.csv", "efg");
    for (Case& c : load("crisis_games", "efg_equilibria.csv", "")) {
      cases.push_back(std::move(c));
    }
    return cases;
  }();
  return kCases;
}

// "NE,1/3,2/3": the numbers; empty for what is no profile.
std::vector<double> numbers(const std::string& text) {
  std::vector<double> out;
  if (!text.starts_with("NE,")) {
    return out;
  }
  for (const std::string& field : split_csv(text.substr(3))) {
    const std::size_t slash = field.find('/');
    // strtod, unlike stod, takes numbers as small as 1e-320.
    const double over = slash == std::string::npos ? 1.0 : std::strtod(field.c_str() + slash + 1, nullptr);
    out.push_back(std::strtod(field.c_str(), nullptr) / over);
  }
  return out;
}

// A published profile of behaviour: the players' information sets as they first appear in the tree.
Profile with_chance(const Game& game, const std::vector<double>& behaviour) {
  Profile profile = uniform_profile(game);
  std::vector<bool> seen(game.sets());
  std::vector<std::vector<std::size_t>> sets(game.players.size());
  for (const std::int32_t s : game.set) {
    if (s >= 0 && game.set_player[static_cast<std::size_t>(s)] != kChance && !seen[static_cast<std::size_t>(s)]) {
      seen[static_cast<std::size_t>(s)] = true;
      sets[static_cast<std::size_t>(game.set_player[static_cast<std::size_t>(s)])].push_back(
          static_cast<std::size_t>(s));
    }
  }
  std::size_t next = 0;
  for (const std::vector<std::size_t>& own : sets) {
    for (const std::size_t s : own) {
      for (std::int32_t a = game.first_action[s]; a < game.first_action[s + 1]; ++a) {
        profile[static_cast<std::size_t>(a)] = behaviour.at(next++);
      }
    }
  }
  return profile;
}

std::size_t player_actions(const Game& game) {
  std::size_t count = 0;
  for (std::size_t s = 0; s < game.sets(); ++s) {
    count += game.set_player[s] == kChance ? 0 : static_cast<std::size_t>(game.action_count(s));
  }
  return count;
}

double distance(const SequenceForm& form, const Profile& a, const Profile& b) {
  double most = 0.0;
  for (const SequenceForm::Player& player : form.players) {
    const std::vector<double> x = realization_plan(player, a);
    const std::vector<double> y = realization_plan(player, b);
    for (std::size_t s = 0; s < x.size(); ++s) {
      most = std::max(most, std::abs(x[s] - y[s]));
    }
  }
  return most;
}

TEST(Gambit, PublishedProfilesAreEquilibriaOfTheGamesAsRead) {
  if (all_cases().empty()) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  int profiles = 0;
  for (const Case& c : all_cases()) {
    const auto form = make_sequence_form(c.game);
    for (const char* solver : {"enumpure", "lcp", "logit"}) {
      const auto found = c.published.find(solver);
      if (found == c.published.end()) {
        continue;
      }
      for (const std::string& text : found->second) {
        const std::vector<double> behaviour = numbers(text);
        if (behaviour.empty()) {
          continue;
        }
        ASSERT_TRUE(form) << c.name;
        ASSERT_EQ(behaviour.size(), player_actions(c.game)) << c.name;
        // Gambit prints six digits of a logit profile.
        EXPECT_LT(assess(*form, with_chance(c.game, behaviour)).most_regret,
                  std::string(solver) == "logit" ? 2e-4 : 1e-9)
            << c.name << " " << solver << " " << text;
        ++profiles;
      }
    }
  }
  EXPECT_GT(profiles, 300);
}

TEST(Gambit, LcpFindsEquilibriaOfEveryGameOfTwo) {
  if (all_cases().empty()) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  int solved = 0;
  for (const Case& c : all_cases()) {
    const auto found = c.published.find("lcp");
    if (found == c.published.end() || numbers(found->second.front()).empty()) {
      continue;
    }
    SolveOptions options;
    options.method = SolveMethod::lcp;
    const auto solution = solve(c.game, options);
    ASSERT_TRUE(solution) << c.name << ": " << solution.error().to_string();
    const Equilibrium& e = solution->equilibria.front();
    EXPECT_LT(std::max(e.regret[0], e.regret[1]), 1e-9) << c.name;
    ++solved;
  }
  EXPECT_GT(solved, 60);
}

// Games that a swap of players or of the names of moves leaves as they are. Their path from the centre keeps that
// symmetry for every lambda, through points where branches without it cross; there rounding lets Gambit's path leave
// the branch.
const std::set<std::string> kSymmetric = {
    "catalog__conf__itcs__jakobsen2016__fig1c.efg",  // swaps the players
    "contrib__games__2s2x2x2.efg",                   // swaps U and D of players 1 and 2 in the second stage
    "contrib__games__sww3.efg",                      // swaps the players and T and B in the battle of the sexes
    "contrib__games__w_ex2.efg",                     // the same, twice
};

TEST(Gambit, LogitPathEndsWhereGambitsDoes) {
  if (all_cases().empty()) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  int solved = 0;
  for (const Case& c : all_cases()) {
    const auto found = c.published.find("logit");
    if (found == c.published.end() || numbers(found->second.front()).empty()) {
      continue;
    }
    SolveOptions options;
    options.method = SolveMethod::qre;
    const auto solution = solve(c.game, options);
    ASSERT_TRUE(solution) << c.name << ": " << solution.error().to_string();
    const Profile published = with_chance(c.game, numbers(found->second.front()));
    const auto form = make_sequence_form(c.game);
    ASSERT_TRUE(form);
    EXPECT_TRUE(solution->path_reached_limit || solution->path.back().regret < 5e-7)
        << c.name << " stopped at " << solution->path.back().lambda;
    if (kSymmetric.contains(c.name)) {
      continue;
    }
    EXPECT_LT(distance(*form, solution->equilibria.front().profile, published), 1e-3) << c.name;
    ++solved;
  }
  EXPECT_GT(solved, 60);
}

// Gambit lists equilibria in pure strategies by reduced strategies; so do we.
TEST(Gambit, PureEquilibriaAreTheSame) {
  if (all_cases().empty()) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  int games = 0;
  for (const Case& c : all_cases()) {
    const auto found = c.published.find("enumpure");
    if (found == c.published.end() || found->second.front() == "TIMEOUT" || !make_sequence_form(c.game)) {
      continue;
    }
    const auto form = make_sequence_form(c.game);
    SolveOptions options;
    options.method = SolveMethod::pure;
    const auto solution = solve(c.game, options);
    ASSERT_TRUE(solution) << c.name << ": " << solution.error().to_string();
    std::size_t listed = 0;
    for (const std::string& text : found->second) {
      const std::vector<double> behaviour = numbers(text);
      if (behaviour.empty()) {
        continue;
      }
      ++listed;
      const Profile published = with_chance(c.game, behaviour);
      EXPECT_TRUE(std::any_of(solution->equilibria.begin(), solution->equilibria.end(),
                              [&](const Equilibrium& e) { return distance(*form, e.profile, published) < 1e-9; }))
          << c.name << " " << text;
    }
    EXPECT_EQ(solution->equilibria.size(), listed) << c.name;
    ++games;
  }
  EXPECT_GT(games, 60);
}

// The reduced strategies of a player in Gambit's order: by information set as they first appear, those that earlier
// moves rule out left open. Each is the plan of its sequences.
std::vector<std::vector<double>> strategies(const SequenceForm::Player& player) {
  std::vector<std::vector<double>> plans{std::vector<double>(player.sequences(), 0.0)};
  plans[0][0] = 1.0;
  for (std::size_t h = 0; h < player.sets(); ++h) {
    std::vector<std::vector<double>> next;
    for (const std::vector<double>& plan : plans) {
      if (plan[static_cast<std::size_t>(player.parent[h])] == 0.0) {
        next.push_back(plan);
        continue;
      }
      for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
        next.push_back(plan);
        next.back()[static_cast<std::size_t>(s)] = 1.0;
      }
    }
    plans = std::move(next);
  }
  return plans;
}

// Extreme equilibria by Gambit are mixtures of strategies. As behaviour each must be among ours, and ours among them.
TEST(Gambit, ExtremeEquilibriaAreTheSame) {
  if (all_cases().empty()) {
    GTEST_SKIP() << "no shared cases beside the source";
  }
  int games = 0;
  int equilibria = 0;
  for (const Case& c : all_cases()) {
    const auto found = c.published.find("enummixed");
    const auto form = make_sequence_form(c.game);
    if (found == c.published.end() || !form || numbers(found->second.front()).empty()) {
      continue;
    }
    SolveOptions options;
    options.method = SolveMethod::support;
    const auto solution = solve(c.game, options);
    ASSERT_TRUE(solution) << c.name << ": " << solution.error().to_string();
    const std::vector<std::vector<double>> one = strategies(form->players[0]);
    const std::vector<std::vector<double>> two = strategies(form->players[1]);
    std::vector<bool> met(solution->equilibria.size());
    for (const std::string& text : found->second) {
      const std::vector<double> weights = numbers(text);
      ASSERT_EQ(weights.size(), one.size() + two.size()) << c.name;
      std::vector<std::vector<double>> plans;
      std::size_t next = 0;
      for (const auto& own : {one, two}) {
        plans.emplace_back(own.front().size(), 0.0);
        for (const std::vector<double>& plan : own) {
          for (std::size_t s = 0; s < plan.size(); ++s) {
            plans.back()[s] += weights[next] * plan[s];
          }
          ++next;
        }
      }
      bool listed = false;
      for (std::size_t k = 0; k < met.size(); ++k) {
        double most = 0.0;
        for (std::size_t p = 0; p < 2; ++p) {
          const std::vector<double> ours = realization_plan(form->players[p], solution->equilibria[k].profile);
          for (std::size_t s = 0; s < ours.size(); ++s) {
            most = std::max(most, std::abs(ours[s] - plans[p][s]));
          }
        }
        if (most < 1e-9) {
          met[k] = true;
          listed = true;
        }
      }
      EXPECT_TRUE(listed) << c.name << " " << text;
      ++equilibria;
    }
    // The table holds the first 64 of a game.
    if (found->second.size() < 64) {
      EXPECT_TRUE(std::all_of(met.begin(), met.end(), [](bool m) { return m; }))
          << c.name << ": " << std::count(met.begin(), met.end(), false) << " of " << met.size() << " are not Gambit's "
          << found->second.size();
    }
    ++games;
  }
  EXPECT_GT(games, 50);
  EXPECT_GT(equilibria, 400);
}

}  // namespace
}  // namespace detente::play
