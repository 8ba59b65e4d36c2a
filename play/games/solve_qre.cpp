// The path of logit equilibria from lambda = 0 by predictor and corrector (Allgower and Georg, Introduction to
// Numerical Continuation Methods, 2003, chapters 3 and 6; Turocy 2005). The path is followed by its own length, so that
// lambda may turn back on the way.
#include <fmt/format.h>

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <optional>

#include "qre_system.hpp"
#include "solvers.hpp"

namespace detente::play {

namespace {

constexpr Eigen::Index kMostUnknowns = 1'500;
constexpr int kMostSteps = 50'000;
constexpr int kMostCorrections = 12;
constexpr int kPatience = 100;            // steps in which lambda must grow by a twentieth, once the regret is small
constexpr double kCreepingRegret = 1e-5;  // of the range of payoffs
constexpr double kLeastStep = 1e-9;
constexpr double kFurthestCorrection = 0.4;  // of the predicted point, in log probabilities
constexpr double kRounding = 1e-3;           // in log probabilities, where the equilibrium in the limit is not regular
constexpr double kNear = 1e-6;               // the last correction of a step
constexpr double kLeastCosine = 0.9;         // between the directions of two steps

// A point of the path, its last entry being lambda, and the direction in which the path goes on from there.
struct Point {
  Eigen::VectorXd at;
  Eigen::VectorXd direction;
};

class Path {
 public:
  explicit Path(QreSystem& system) : system_(system) {
    const Eigen::Index n = system.unknowns();
    here_.at.resize(n + 1);
    here_.at << system.start(), 0.0;
    here_.direction = Eigen::VectorXd::Unit(n + 1, n);
    here_.direction = direction_at(here_);
  }

  const Point& here() const { return here_; }
  double lambda() const { return here_.at[system_.unknowns()]; }
  Eigen::VectorXd y() const { return here_.at.head(system_.unknowns()); }

  // One step along the path. False if no step of a sensible length leads on.
  bool step() {
    while (length_ > kLeastStep * std::max(1.0, lambda())) {
      Point next{here_.at + length_ * here_.direction, here_.direction};
      if (correct(next)) {
        next.direction = direction_at(next);
        const double cosine = next.direction.dot(here_.direction);
        if (cosine > kLeastCosine) {
          const double most = std::max(0.5, here_.at.norm());
          length_ = std::min(most, length_ * (corrections_ <= 4 && cosine > 0.99 ? 2.0 : 1.2));
          here_ = std::move(next);
          return true;
        }
      }
      length_ /= 2.0;
    }
    return false;
  }

  // The point of the path at this lambda, which lies between `from` and here.
  std::optional<Eigen::VectorXd> at_lambda(const Point& from, double wanted) {
    const Eigen::Index n = system_.unknowns();
    const double gap = here_.at[n] - from.at[n];
    const double share = gap == 0.0 ? 0.0 : (wanted - from.at[n]) / gap;
    Eigen::VectorXd y = from.at.head(n) + share * (here_.at.head(n) - from.at.head(n));
    for (int k = 0; k < 4 * kMostCorrections; ++k) {
      system_.evaluate(y, wanted, sides_, slopes_);
      const Eigen::VectorXd change = slopes_.leftCols(n).partialPivLu().solve(sides_);
      y -= change;
      if (!y.allFinite()) {
        return std::nullopt;
      }
      if (change.lpNorm<Eigen::Infinity>() <= precision(wanted)) {
        return y;
      }
    }
    return std::nullopt;
  }

 private:
  // How near Newton's method can come: utilities carry rounding errors, which lambda makes larger.
  double precision(double lambda) const { return 1e-10 + 1e-13 * lambda * system_.payoff_range(); }

  // A change of a logarithm that is far below zero moves no probability that anybody would see.
  static double distance(const Eigen::VectorXd& change, const Eigen::VectorXd& at) {
    return (change.array().abs() / (1.0 + 0.1 * at.array().abs())).maxCoeff();
  }

  // The direction in which the equations stay fulfilled, on the side of the point's own.
  Eigen::VectorXd direction_at(const Point& point) {
    const Eigen::Index n = system_.unknowns();
    system_.evaluate(point.at.head(n), point.at[n], sides_, slopes_);
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(slopes_.transpose());
    Eigen::VectorXd along = qr.householderQ() * Eigen::VectorXd::Unit(n + 1, n);
    return along.dot(point.direction) < 0.0 ? Eigen::VectorXd(-along) : along;
  }

  // Newton's method with the shortest step that fulfils the linear equations.
  bool correct(Point& point) {
    const Eigen::Index n = system_.unknowns();
    double last = 0.0;
    for (corrections_ = 1; corrections_ <= kMostCorrections; ++corrections_) {
      if (point.at[n] < 0.0) {
        return false;
      }
      system_.evaluate(point.at.head(n), point.at[n], sides_, slopes_);
      const Eigen::HouseholderQR<Eigen::MatrixXd> qr(slopes_.transpose());
      Eigen::VectorXd change = Eigen::VectorXd::Zero(n + 1);
      change.head(n) = qr.matrixQR().topRows(n).triangularView<Eigen::Upper>().transpose().solve(sides_);
      change.applyOnTheLeft(qr.householderQ());
      point.at -= change;
      const double size = change.lpNorm<Eigen::Infinity>();
      if (!point.at.allFinite() || (corrections_ == 1 && distance(change, point.at) > kFurthestCorrection)) {
        return false;
      }
      // Newton's method squares the error: the step behind this one would be smaller than rounding.
      if (size <= std::max(kNear, precision(point.at[n]))) {
        return true;
      }
      if (corrections_ > 1 && size > 0.7 * last) {
        // No nearer: either the point is too far off, or rounding does not let it come nearer.
        return size <= kRounding;
      }
      last = size;
    }
    return false;
  }

  QreSystem& system_;
  Point here_;
  double length_ = 0.03;
  int corrections_ = 0;
  Eigen::VectorXd sides_;
  Eigen::MatrixXd slopes_;
};

// Regrets of whole strategies under perfect recall, else of single information sets.
class Judge {
 public:
  Judge(const Game& game, QreSystem& system) : game_(game), system_(system) {
    if (auto form = make_sequence_form(game)) {
      form_ = std::move(*form);
    }
  }

  double regret(const Eigen::VectorXd& y) {
    return form_ ? assess(*form_, system_.profile(y)).most_regret : system_.agent_regret(y);
  }

  Equilibrium equilibrium(const Eigen::VectorXd& y) {
    Profile profile = system_.profile(y);
    if (form_) {
      return make_equilibrium(game_, *form_, std::move(profile));
    }
    Equilibrium result;
    result.value = expected_values(game_, profile);
    result.regret = system_.agent_regrets(y);
    result.reached = reached_sets(game_, profile);
    result.profile = std::move(profile);
    return result;
  }

 private:
  const Game& game_;
  QreSystem& system_;
  std::optional<SequenceForm> form_;
};

}  // namespace

Result<Solution> solve_qre(const Game& game, const SolveOptions& options) {
  bool absent_minded = false;
  const std::string forgetful = first_forgetful_set(game, &absent_minded);
  if (absent_minded) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("imperfect recall: at {} the player may forget that he was there before, and no method here "
                    "takes such games",
                    forgetful),
        ""};
  }
  QreSystem system(game);
  if (system.unknowns() > kMostUnknowns) {
    return Error{ErrorCode::too_large,
                 fmt::format("the logit path would have {} unknowns; at most {} are taken. cfr takes larger games",
                             system.unknowns(), kMostUnknowns),
                 ""};
  }
  Judge judge(game, system);
  Solution solution;
  const auto record = [&](double lambda, const Eigen::VectorXd& y) {
    solution.path.push_back({lambda, system.profile(y), judge.regret(y)});
  };
  std::vector<double> wanted = options.lambdas;
  std::sort(wanted.begin(), wanted.end());
  std::size_t next = 0;
  Path path(system);
  if (system.unknowns() == 0) {
    solution.path_reached_limit = true;
    solution.equilibria.push_back(judge.equilibrium(path.y()));
    return solution;
  }
  if (wanted.empty()) {
    record(0.0, path.y());
  }
  for (; next < wanted.size() && wanted[next] == 0.0; ++next) {
    record(0.0, path.y());
  }
  double mark = 0.0;
  for (int step = 1; step <= kMostSteps && path.lambda() < options.most_lambda; ++step) {
    if (options.stopped()) {
      return cancelled();
    }
    const Point from = path.here();
    if (!path.step()) {
      break;
    }
    for (; next < wanted.size() && wanted[next] <= path.lambda(); ++next) {
      const auto y = path.at_lambda(from, wanted[next]);
      if (!y) {
        return Error{ErrorCode::unsupported, fmt::format("the path has no sharp point at lambda {}", wanted[next]), ""};
      }
      record(wanted[next], *y);
    }
    if (wanted.empty()) {
      record(path.lambda(), path.y());
    }
    options.tell("following the logit path", -1.0);
    // Far out, rounding may leave no way on but creeping.
    if (step % kPatience == 0) {
      if (path.lambda() < 1.05 * mark && judge.regret(path.y()) <= kCreepingRegret * system.payoff_range()) {
        break;
      }
      mark = path.lambda();
    }
    const bool near = system.agent_regret(path.y()) <= options.tolerance * system.payoff_range();
    if (near && next == wanted.size()) {
      solution.path_reached_limit = true;
      break;
    }
  }
  if (next < wanted.size()) {
    return Error{
        ErrorCode::unsupported,
        fmt::format("the path could not be followed to lambda {}; it was left at {}", wanted[next], path.lambda()), ""};
  }
  solution.equilibria.push_back(judge.equilibrium(path.y()));
  return solution;
}

}  // namespace detente::play
