// The linear program of the sequence form for two players with opposed payoffs (Koller, Megiddo and von Stengel, "Fast
// algorithms for finding randomized strategies in game trees", STOC 1994):
//
//   max p_0  over plans x >= 0 of the first player and values p of the second player's information sets,
//   E x = e,  and for each sequence s of the second:  sum_r A_rs x_r - (F' p)_s >= 0,
//
// where A holds the first player's payoffs. The prices of the last rows are the second player's plan.
#include <ClpEventHandler.hpp>
#include <ClpSimplex.hpp>
#include <CoinPackedMatrix.hpp>

#include <algorithm>

#include "solvers.hpp"

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// Lets the user stop the simplex method.
class StopHandler : public ClpEventHandler {
 public:
  explicit StopHandler(const SolveOptions& options) : options_(options) {}
  // -1 goes on; anything else ends the run with that status.
  int event(Event) override { return options_.stopped() ? 5 : -1; }
  ClpEventHandler* clone() const override { return new StopHandler(*this); }

 private:
  const SolveOptions& options_;
};

// Entries of a sparse matrix in any order.
struct Triples {
  std::vector<int> row;
  std::vector<int> column;
  std::vector<double> value;

  void add(std::size_t r, std::size_t c, double v) {
    row.push_back(static_cast<int>(r));
    column.push_back(static_cast<int>(c));
    value.push_back(v);
  }
};

struct Program {
  Triples matrix;
  std::vector<double> column_low, column_up, objective, row_low, row_up;
};

// Rows: one a set of the first player and one for the empty sequence, then one a sequence of the second.
// Columns: the first player's sequences, then the value of the empty sequence of the second and of his sets.
Program make_program(const SequenceForm& form) {
  const SequenceForm::Player& one = form.players[0];
  const SequenceForm::Player& two = form.players[1];
  const std::size_t plans = one.sequences();
  const std::size_t values = two.sets() + 1;
  const std::size_t equations = one.sets() + 1;
  Program program;
  program.column_low.assign(plans, 0.0);
  program.column_low.resize(plans + values, -COIN_DBL_MAX);
  program.column_up.assign(plans + values, COIN_DBL_MAX);
  program.objective.assign(plans + values, 0.0);
  program.objective[plans] = 1.0;
  program.row_low.assign(equations + two.sequences(), 0.0);
  program.row_up.assign(equations, 0.0);
  program.row_up.resize(equations + two.sequences(), COIN_DBL_MAX);
  program.row_low[0] = 1.0;
  program.row_up[0] = 1.0;
  program.matrix.add(0, 0, 1.0);
  for (std::size_t h = 0; h < one.sets(); ++h) {
    program.matrix.add(h + 1, at(one.parent[h]), -1.0);
    for (std::int32_t s = one.first[h]; s < one.first[h + 1]; ++s) {
      program.matrix.add(h + 1, at(s), 1.0);
    }
  }
  for (std::size_t e = 0; e < form.entries; ++e) {
    if (form.payoff[0][e] != 0.0) {
      program.matrix.add(equations + at(form.sequence[1][e]), at(form.sequence[0][e]), form.payoff[0][e]);
    }
  }
  program.matrix.add(equations, plans, -1.0);
  for (std::size_t h = 0; h < two.sets(); ++h) {
    program.matrix.add(equations + at(two.parent[h]), plans + 1 + h, 1.0);
    for (std::int32_t s = two.first[h]; s < two.first[h + 1]; ++s) {
      program.matrix.add(equations + at(s), plans + 1 + h, -1.0);
    }
  }
  return program;
}

}  // namespace

Result<Solution> solve_lp(const Game& game, const SequenceForm& form, const SolveOptions& options) {
  options.tell("solving the linear program", -1.0);
  const Program program = make_program(form);
  const CoinPackedMatrix matrix(true, program.matrix.row.data(), program.matrix.column.data(),
                                program.matrix.value.data(), static_cast<CoinBigIndex>(program.matrix.value.size()));
  ClpSimplex simplex;
  simplex.setLogLevel(0);
  simplex.loadProblem(matrix, program.column_low.data(), program.column_up.data(), program.objective.data(),
                      program.row_low.data(), program.row_up.data());
  simplex.setOptimizationDirection(-1.0);
  simplex.setPrimalTolerance(1e-10);
  simplex.setDualTolerance(1e-10);
  StopHandler handler(options);
  simplex.passInEventHandler(&handler);
  simplex.dual();
  if (options.stopped()) {
    return cancelled();
  }
  if (!simplex.isProvenOptimal()) {
    return Error{ErrorCode::unsupported, "the linear program was not solved; its numbers are too far apart in size",
                 ""};
  }
  const SequenceForm::Player& one = form.players[0];
  const SequenceForm::Player& two = form.players[1];
  Profile profile = uniform_profile(game);
  set_behaviour(one, {simplex.primalColumnSolution(), one.sequences()}, profile);
  // Prices of rows that hold from below are not positive when a maximum is sought, or not negative, by the library's
  // convention; the plan of the empty sequence is 1 and tells which.
  const double* const prices = simplex.dualRowSolution() + one.sets() + 1;
  std::vector<double> plan(prices, prices + two.sequences());
  for (double& p : plan) {
    p = std::abs(p);
  }
  set_behaviour(two, plan, profile);
  complete_behaviour(game, form, profile);
  Solution solution;
  solution.equilibria.push_back(make_equilibrium(game, form, std::move(profile)));
  return solution;
}

}  // namespace detente::play
