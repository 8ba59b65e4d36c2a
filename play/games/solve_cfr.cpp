// CFR+ (Tammelin, "Solving large imperfect information games using CFR+", 2014) on the sequence form: regret matching
// whose regrets never fall below nothing, players by turns, and an average that weighs iteration t by t.
//
// A player's counterfactual gain of a sequence is a sum over the entries of the sequence form, so that one iteration is
// two passes over flat arrays and no walk of the tree.
#include <algorithm>

#include "solvers.hpp"

namespace detente::play {

namespace {

std::size_t at(std::int32_t i) { return static_cast<std::size_t>(i); }

// What one player remembers, by sequence.
struct Learner {
  std::vector<double> play;  // probability of its last action, given that its set is reached
  std::vector<double> plan;  // of the whole sequence
  std::vector<double> gain;
  std::vector<double> regret;
  std::vector<double> average;  // sum of t * plan
};

class Cfr {
 public:
  explicit Cfr(const SequenceForm& form) : form_(form), learners_(form.players.size()) {
    for (std::size_t p = 0; p < learners_.size(); ++p) {
      Learner& learner = learners_[p];
      const std::size_t count = form.players[p].sequences();
      learner.play.assign(count, 1.0);
      learner.plan.assign(count, 1.0);
      learner.gain.assign(count, 0.0);
      learner.regret.assign(count, 0.0);
      learner.average.assign(count, 0.0);
      match_regrets(p);
    }
  }

  void iterate(int t) {
    for (std::size_t p = 0; p < learners_.size(); ++p) {
      Learner& learner = learners_[p];
      for (std::size_t s = 0; s < learner.plan.size(); ++s) {
        learner.average[s] += t * learner.plan[s];
      }
      collect_gains(p);
      add_regrets(p);
      match_regrets(p);
    }
  }

  Profile average(const Game& game) const {
    Profile profile = uniform_profile(game);
    for (std::size_t p = 0; p < learners_.size(); ++p) {
      set_behaviour(form_.players[p], learners_[p].average, profile);
    }
    return profile;
  }

 private:
  void collect_gains(std::size_t p) {
    std::vector<double>& gain = learners_[p].gain;
    std::fill(gain.begin(), gain.end(), 0.0);
    const std::int32_t* const own = form_.sequence[p].data();
    const double* const payoff = form_.payoff[p].data();
    if (learners_.size() == 2) {
      const std::int32_t* const other = form_.sequence[1 - p].data();
      const double* const plan = learners_[1 - p].plan.data();
      for (std::size_t e = 0; e < form_.entries; ++e) {
        gain[at(own[e])] += payoff[e] * plan[other[e]];
      }
      return;
    }
    for (std::size_t e = 0; e < form_.entries; ++e) {
      double weight = payoff[e];
      for (std::size_t q = 0; q < learners_.size(); ++q) {
        if (q != p) {
          weight *= learners_[q].plan[at(form_.sequence[q][e])];
        }
      }
      gain[at(own[e])] += weight;
    }
  }

  void add_regrets(std::size_t p) {
    const SequenceForm::Player& player = form_.players[p];
    Learner& learner = learners_[p];
    for (std::size_t h = player.sets(); h-- > 0;) {
      const std::size_t begin = at(player.first[h]);
      const std::size_t end = at(player.first[h + 1]);
      double value = 0.0;
      for (std::size_t s = begin; s < end; ++s) {
        value += learner.play[s] * learner.gain[s];
      }
      for (std::size_t s = begin; s < end; ++s) {
        learner.regret[s] = std::max(0.0, learner.regret[s] + learner.gain[s] - value);
      }
      learner.gain[at(player.parent[h])] += value;
    }
  }

  void match_regrets(std::size_t p) {
    const SequenceForm::Player& player = form_.players[p];
    Learner& learner = learners_[p];
    for (std::size_t h = 0; h < player.sets(); ++h) {
      const std::size_t begin = at(player.first[h]);
      const std::size_t end = at(player.first[h + 1]);
      double sum = 0.0;
      for (std::size_t s = begin; s < end; ++s) {
        sum += learner.regret[s];
      }
      const double before = learner.plan[at(player.parent[h])];
      for (std::size_t s = begin; s < end; ++s) {
        learner.play[s] = sum > 0.0 ? learner.regret[s] / sum : 1.0 / static_cast<double>(end - begin);
        learner.plan[s] = before * learner.play[s];
      }
    }
  }

  const SequenceForm& form_;
  std::vector<Learner> learners_;
};

}  // namespace

Result<Solution> solve_cfr(const Game& game, const SequenceForm& form, const SolveOptions& options) {
  Solution solution;
  Cfr cfr(form);
  const int every = options.checkpoint > 0 ? options.checkpoint : std::max(1, options.iterations / 10);
  const int hundredth = std::max(1, options.iterations / 100);
  for (int t = 1; t <= options.iterations; ++t) {
    if (options.stopped()) {
      return cancelled();
    }
    cfr.iterate(t);
    if (t % every == 0 || t == options.iterations) {
      const Assessment worth = assess(form, cfr.average(game));
      solution.checkpoints.push_back({t, worth.value, worth.nash_conv});
    }
    if (t % hundredth == 0 || t == options.iterations) {
      options.tell("learning", static_cast<double>(t) / options.iterations);
    }
  }
  solution.equilibria.push_back(make_equilibrium(game, form, cfr.average(game)));
  return solution;
}

}  // namespace detente::play
