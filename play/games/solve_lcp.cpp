// The linear complementarity problem of the sequence form for two players (Koller, Megiddo and von Stengel, "Efficient
// computation of equilibria for extensive two-person games", Games and Economic Behavior 14, 1996), by Lemke's method:
//
//   z = (x, y, p+, p-, q+, q-) >= 0,  w = b + M z >= 0,  z'w = 0
//   w_x = E'p - A y,  w_y = F'q - B'x,  w_p = +-(e - E x),  w_q = +-(f - F y)
//
// with plans x and y, values p = p+ - p- and q of the players' information sets, and payoffs A, B made negative. Ties
// are broken lexicographically, so that the method cannot cycle. Arithmetic is in doubles, and what comes out is
// believed only if its regret, which is computed from the game, is small; else the method starts again from another
// covering vector.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "solvers.hpp"

namespace detente::play {

namespace {

constexpr std::size_t kMostRows = 2'500;
constexpr double kPivot = 1e-10;
constexpr double kMostRegret = 1e-8;
constexpr int kAttempts = 12;

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// w - M z - d z0 = b, dense. Columns: w, z, z0, b.
class Lemke {
 public:
  Lemke(const std::vector<std::vector<double>>& m, const std::vector<double>& b, const std::vector<double>& cover)
      : n_(b.size()), width_(2 * n_ + 2), table_(n_ * width_, 0.0), basis_(n_) {
    for (std::size_t r = 0; r < n_; ++r) {
      double* const row = &table_[r * width_];
      row[r] = 1.0;
      for (std::size_t c = 0; c < n_; ++c) {
        row[n_ + c] = -m[r][c];
      }
      row[2 * n_] = -cover[r];
      row[width_ - 1] = b[r];
      basis_[r] = r;
    }
  }

  enum class End { solved, ray, too_long, stopped };

  End run(const SolveOptions& options) {
    std::size_t row = 0;
    for (std::size_t r = 1; r < n_; ++r) {
      if (is_less(r, row, 2 * n_, -1.0)) {
        row = r;
      }
    }
    std::size_t entering = 2 * n_;
    const std::size_t most = 100 * n_ + 1000;
    for (std::size_t step = 0; step < most; ++step) {
      if (options.stopped()) {
        return End::stopped;
      }
      if (step % 64 == 0) {
        options.tell("following Lemke's path", -1.0);
      }
      const std::size_t leaving = basis_[row];
      pivot(row, entering);
      if (leaving == 2 * n_) {
        return End::solved;
      }
      entering = leaving < n_ ? leaving + n_ : leaving - n_;
      row = leaving_row(entering);
      if (row == n_) {
        return End::ray;
      }
    }
    return End::too_long;
  }

  double z(std::size_t k) const {
    for (std::size_t r = 0; r < n_; ++r) {
      if (basis_[r] == n_ + k) {
        return std::max(0.0, table_[r * width_ + width_ - 1]);
      }
    }
    return 0.0;
  }

 private:
  // Whether row a comes before row b in the lexicographic ratio test on `column` (entries of `sign`).
  bool is_less(std::size_t a, std::size_t b, std::size_t column, double sign) const {
    const double* const left = &table_[a * width_];
    const double* const right = &table_[b * width_];
    const double over_left = 1.0 / (sign * left[column]);
    const double over_right = 1.0 / (sign * right[column]);
    const double gap = left[width_ - 1] * over_left - right[width_ - 1] * over_right;
    if (std::abs(gap) > kPivot) {
      return gap < 0.0;
    }
    for (std::size_t c = 0; c < n_; ++c) {
      const double further = left[c] * over_left - right[c] * over_right;
      if (std::abs(further) > kPivot) {
        return further < 0.0;
      }
    }
    return false;
  }

  // The row that blocks the entering variable; n if none does. The artificial variable leaves as soon as it may.
  std::size_t leaving_row(std::size_t entering) const {
    std::size_t best = n_;
    std::size_t artificial = n_;
    for (std::size_t r = 0; r < n_; ++r) {
      if (table_[r * width_ + entering] <= kPivot) {
        continue;
      }
      if (basis_[r] == 2 * n_) {
        artificial = r;
      }
      if (best == n_ || is_less(r, best, entering, 1.0)) {
        best = r;
      }
    }
    if (artificial != n_ && ratio(artificial, entering) <= ratio(best, entering) + kPivot) {
      return artificial;
    }
    return best;
  }

  double ratio(std::size_t row, std::size_t column) const {
    return table_[row * width_ + width_ - 1] / table_[row * width_ + column];
  }

  void pivot(std::size_t row, std::size_t column) {
    double* const pivot_row = &table_[row * width_];
    const double over = 1.0 / pivot_row[column];
    for (std::size_t c = 0; c < width_; ++c) {
      pivot_row[c] *= over;
    }
    pivot_row[column] = 1.0;
    for (std::size_t r = 0; r < n_; ++r) {
      double* const other = &table_[r * width_];
      const double factor = other[column];
      if (r == row || factor == 0.0) {
        continue;
      }
      for (std::size_t c = 0; c < width_; ++c) {
        other[c] -= factor * pivot_row[c];
      }
      other[column] = 0.0;
    }
    basis_[row] = column;
  }

  std::size_t n_;
  std::size_t width_;
  std::vector<double> table_;
  std::vector<std::size_t> basis_;
};

struct Problem {
  std::vector<std::vector<double>> m;
  std::vector<double> b;
  std::size_t first_y = 0;
};

// Payoffs of a player per entry, brought into [-2, -1] times the entry's chance.
std::vector<double> negative_payoffs(const SequenceForm& form, std::size_t p) {
  double least = std::numeric_limits<double>::infinity();
  double most = -least;
  for (std::size_t e = 0; e < form.entries; ++e) {
    if (form.chance[e] > 0.0) {
      least = std::min(least, form.payoff[p][e] / form.chance[e]);
      most = std::max(most, form.payoff[p][e] / form.chance[e]);
    }
  }
  const double range = most > least ? most - least : 1.0;
  std::vector<double> out(form.entries);
  for (std::size_t e = 0; e < form.entries; ++e) {
    out[e] = (form.payoff[p][e] - most * form.chance[e]) / range - form.chance[e];
  }
  return out;
}

// The blocks of one player's constraints: his plan's columns at `plan`, the values of his sets at `value`.
void add_constraints(const SequenceForm::Player& player, std::size_t plan, std::size_t value, Problem& problem) {
  const std::size_t values = player.sets() + 1;
  const auto add = [&](std::size_t h, std::size_t s, double coefficient) {
    const std::size_t up = value + h;
    const std::size_t down = value + values + h;
    problem.m[plan + s][up] += coefficient;
    problem.m[plan + s][down] -= coefficient;
    problem.m[up][plan + s] -= coefficient;
    problem.m[down][plan + s] += coefficient;
  };
  add(0, 0, 1.0);
  problem.b[value] = 1.0;
  problem.b[value + values] = -1.0;
  for (std::size_t h = 0; h < player.sets(); ++h) {
    add(h + 1, at(player.parent[h]), -1.0);
    for (std::int32_t s = player.first[h]; s < player.first[h + 1]; ++s) {
      add(h + 1, at(s), 1.0);
    }
  }
}

std::size_t problem_rows(const SequenceForm& form) {
  std::size_t rows = 0;
  for (const SequenceForm::Player& player : form.players) {
    rows += player.sequences() + 2 * (player.sets() + 1);
  }
  return rows;
}

Problem make_problem(const SequenceForm& form) {
  const SequenceForm::Player& one = form.players[0];
  const SequenceForm::Player& two = form.players[1];
  const std::size_t n = problem_rows(form);
  Problem problem{std::vector<std::vector<double>>(n, std::vector<double>(n, 0.0)), std::vector<double>(n, 0.0),
                  one.sequences()};
  const std::vector<double> a = negative_payoffs(form, 0);
  const std::vector<double> b = negative_payoffs(form, 1);
  for (std::size_t e = 0; e < form.entries; ++e) {
    const std::size_t x = at(form.sequence[0][e]);
    const std::size_t y = problem.first_y + at(form.sequence[1][e]);
    problem.m[x][y] -= a[e];
    problem.m[y][x] -= b[e];
  }
  const std::size_t value_one = problem.first_y + two.sequences();
  add_constraints(one, 0, value_one, problem);
  add_constraints(two, problem.first_y, value_one + 2 * (one.sets() + 1), problem);
  return problem;
}

// Covering vectors: ones at first, then numbers between 1 and 2 that look like chance and are always the same.
std::vector<double> covering_vector(std::size_t n, int attempt) {
  std::vector<double> cover(n, 1.0);
  std::uint64_t state = 0x9E3779B97F4A7C15U * static_cast<std::uint64_t>(attempt);
  for (double& c : cover) {
    if (attempt > 0) {
      state = state * 6364136223846793005U + 1442695040888963407U;
      c += static_cast<double>(state >> 11) * 0x1p-53;
    }
  }
  return cover;
}

}  // namespace

Result<Solution> solve_lcp(const Game& game, const SequenceForm& form, const SolveOptions& options) {
  const std::size_t rows = problem_rows(form);
  if (rows > kMostRows) {
    return Error{
        ErrorCode::too_large,
        fmt::format("Lemke's method would need a table of {0} by {0}; at most {1} rows are taken. qre and cfr take "
                    "larger games",
                    rows, kMostRows),
        ""};
  }
  const Problem problem = make_problem(form);
  double payoff_size = 1.0;
  for (const GameNumber& payoff : game.payoff) {
    payoff_size = std::max(payoff_size, std::abs(payoff.value));
  }
  for (int attempt = 0; attempt < kAttempts; ++attempt) {
    Lemke lemke(problem.m, problem.b, covering_vector(rows, attempt));
    const Lemke::End end = lemke.run(options);
    if (end == Lemke::End::stopped) {
      return cancelled();
    }
    if (end != Lemke::End::solved) {
      continue;
    }
    Profile profile = uniform_profile(game);
    for (std::size_t p = 0; p < 2; ++p) {
      const SequenceForm::Player& player = form.players[p];
      std::vector<double> plan(player.sequences());
      for (std::size_t s = 0; s < plan.size(); ++s) {
        const double z = lemke.z((p == 0 ? 0 : problem.first_y) + s);
        plan[s] = z < 1e-10 ? 0.0 : z;
      }
      set_behaviour(player, plan, profile);
    }
    complete_behaviour(game, form, profile);
    if (assess(form, profile).most_regret <= kMostRegret * payoff_size) {
      Solution solution;
      solution.equilibria.push_back(make_equilibrium(game, form, std::move(profile)));
      return solution;
    }
  }
  return Error{
      ErrorCode::unsupported,
      "Lemke's method came to no end that stands the check of its regret; the numbers are too far apart in size. qre "
      "takes such games",
      ""};
}

}  // namespace detente::play
