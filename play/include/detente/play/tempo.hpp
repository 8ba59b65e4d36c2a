// How acts follow on acts: Poisson and Hawkes processes in many dimensions.
//
// Acts of kind i arrive at the rate
//     lambda_i(t) = base_i + sum over earlier acts k of any kind j:  excite_ij decay_ij exp(-decay_ij (t - t_k)),
// so that one act of kind j sets off, in the mean and in the first generation, excite_ij acts of kind i, spread over a
// time of 1 / decay_ij. (Hawkes, "Spectra of some self-exciting and mutually exciting point processes", Biometrika 58
// (1971) 83.)
//
//   auto events = tempo::read_events(bytes, "acts.csv", {});          // tempo_events.hpp
//   auto fit = tempo::fit(*events, {.method = tempo::Method::lbfgs});
//   fit->model.excite;                                                // how much each kind sets off each other
//   tempo::residuals(fit->model, *events);                            // does it hold? time change and
//   Kolmogorov-Smirnov auto again = tempo::simulate(fit->model, {.seed = 1, .end = 365});
//
//   tempo::check({{"a"}, {0.1}, {1.2}, {1.0}}).error();  // "the spectral radius of the excitation is 1.2, ..."
//
// Times are in any unit (days, where they come from dates); rates and decays are per that unit. All sums are formed in
// an order that does not depend on the number of threads, so that results are the same to the last bit.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "detente/play/luck.hpp"
#include "detente/result.hpp"

namespace detente::play::tempo {

// What was seen in the window (begin, end]. Structure of arrays; times rise strictly and lie in the window.
struct Events {
  std::vector<double> time;
  std::vector<std::uint32_t> kind;  // index into kinds
  std::vector<std::string> kinds;
  double begin = 0;
  double end = 0;

  std::size_t size() const { return time.size(); }
};

// @returns bad_value where times do not rise, lie outside the window or are not numbers, a kind is unknown, or the
// window is empty; the message names the first such event, counted from 1.
Result<void> check(const Events& events);

struct Model {
  std::vector<std::string> kinds;
  std::vector<double> base;    // per unit of time, >= 0
  std::vector<double> excite;  // K x K, row by row: excite[i * K + j], acts of kind i per act of kind j, >= 0
  std::vector<double> decay;   // K x K, per unit of time, > 0

  std::size_t size() const { return kinds.size(); }
};

// @returns bad_value where shapes do not fit, a rate is negative, NaN or infinite, or the spectral radius of `excite`
// is 1 or more, so that acts would multiply without end; the message gives the number.
Result<void> check(const Model& model);
// The same without the condition on the spectral radius: enough for a likelihood.
Result<void> check_values(const Model& model);
// The largest absolute eigenvalue of `excite`: the mean number of acts that one sets off, generation after generation.
double spectral_radius(const Model& model);
// The mean rate of each kind in the long run, (1 - excite)^-1 base. The model passes check().
std::vector<double> stationary_rates(const Model& model);

struct Window {
  double from = 0;
  double to = 0;
};

// Natural logarithms (nats).
struct Likelihood {
  double log_intensity = 0;  // sum of log lambda at the events of the window
  double compensator = 0;    // integral of the total rate over the window
  std::size_t events = 0;    // in the window

  double value() const { return log_intensity - compensator; }
};

// Events before the window excite those in it. Exponential kernels make the sum a recursion (Ozaki, "Maximum likelihood
// estimation of Hawkes' self-exciting point processes", Annals of the Institute of Statistical Mathematics 31 (1979)
// 145). -infinity where an event has rate 0. Both arguments pass their checks.
Likelihood log_likelihood(const Model& model, const Events& events);
Likelihood log_likelihood(const Model& model, const Events& events, Window window);

enum class Method : std::uint8_t {
  em,     // expectation-maximisation over who set off whom (Veen and Schoenberg, JASA 103 (2008) 614)
  lbfgs,  // L-BFGS of NLopt within bounds, with the gradient, and Newton steps at the end
};

struct FitOptions {
  Method method = Method::lbfgs;
  std::optional<double> decay = {};  // held at this value; fitted if there is none
  unsigned threads = 1;
  int most_steps = 20000;
  double tolerance = 1e-12;  // of EM: stops when the log-likelihood per event grows by less than this in a step
  // Called now and then with the step and the log-likelihood; false stops the work with `cancelled`.
  std::function<bool(int step, double log_likelihood)> progress = {};
};

struct Fit {
  Model model;
  Likelihood likelihood;
  int steps = 0;  // evaluations of the likelihood
  bool converged = false;
  bool has_errors = false;  // false if the information matrix has no inverse
  // Standard errors from the observed information; NaN for what lies on the bound 0, or was held.
  std::vector<double> base_error;
  std::vector<double> excite_error;
  double decay_error = 0;

  double decay() const { return model.decay.empty() ? 0 : model.decay[0]; }
};

// A Hawkes process with one decay for all pairs, by maximum likelihood. Memory O(n + K^2) a thread; time O(n K) a step.
// @returns bad_value for events that check() refuses, for none at all and for a held decay that is not above 0;
// too_large for more than 500 kinds; cancelled.
Result<Fit> fit(const Events& events, const FitOptions& options);

struct PoissonFit {
  std::vector<double> rate;
  std::vector<double> error;  // standard error: sqrt(n) / T
  Likelihood likelihood;
};

// Constant rates n_i / T. Events pass check().
PoissonFit fit_poisson(const Events& events);
// A Hawkes model with these rates and no excitation.
Model poisson_model(const Events& events, const std::vector<double>& rates);

// Fitted to the first part of the events, scored on the rest.
struct HeldOut {
  double split = 0;             // the time between the two parts
  std::size_t fitted = 0;       // events before it
  std::size_t scored = 0;       // events after it
  std::size_t passed_over = 0;  // events after it of kinds not seen before it, to which both models give no chance
  double hawkes = 0;            // log-likelihood of the scored events, given those before them
  double poisson = 0;
};

// The last `share` of the events is held out. @returns bad_value unless that leaves at least one event on each side;
// what fit() returns.
Result<HeldOut> hold_out(const Events& events, double share, const FitOptions& options);

// The fit as sections of a crisis file (docs/play.md): for each dyad "A > B" a front with one class of acts, and the
// excitement among them, each number with its standard error as a distribution. `source` says what was fitted to what.
// @returns bad_value if a kind is no dyad, or if the spectral radius is 1 or more.
Result<std::string> crisis_sections(const Fit& fit, std::string_view source);

// What an event waited since the last of its kind, measured on the clock on which the model's rate is 1 (Ogata,
// "Statistical models for earthquake occurrences and residual analysis for point processes", JASA 83 (1988) 9). If the
// model holds, waits are exponential with mean 1.
struct Residual {
  std::size_t events = 0;
  double distance = 0;  // Kolmogorov-Smirnov
  double p = 1;  // asymptotic (Stephens 1970); too large by a little when the model was fitted to the same events
};

// One a kind, and at the end one for all waits together. A kind without events has p = 1.
std::vector<Residual> residuals(const Model& model, const Events& events);

// Distance of values from the uniform distribution on (0, 1), and its p.
Residual uniform_test(std::vector<double> values);

struct Act {
  double time = 0;  // since the start of the step
  std::uint32_t kind = 0;
};

// The excitation that is in the air at one moment. Cheap to copy: a run of a crisis keeps one.
class Excitation {
 public:
  // The model passes check_values().
  explicit Excitation(const Model& model);

  // Draws the acts of the next `duration` by thinning (Ogata, "On Lewis' simulation method for point processes", IEEE
  // Transactions on Information Theory 27 (1981) 23), appends them to `acts` and moves on. `base` replaces the model's,
  // one a kind, >= 0. Draws count key.draw up, two numbers each. False if more than `most` acts came: the rest of the
  // time is not simulated.
  bool run(double duration, std::span<const double> base, luck::Key key, std::vector<Act>& acts,
           std::size_t most = 10'000'000);

  // An act that comes from elsewhere, now.
  void strike(std::uint32_t kind);
  // Time passes without acts.
  void pass(double duration);
  // The rate that excitation alone gives to a kind, now.
  double rate(std::uint32_t kind) const { return rate_[kind]; }

 private:
  struct Jump {
    std::uint32_t component;
    double size;
  };

  void sum_rates();

  // Pairs of the same target and decay share a component, so that one decay for all makes K of them.
  std::vector<std::uint32_t> target_;
  std::vector<double> decay_;
  std::vector<double> value_;
  std::vector<std::uint32_t> first_;  // jumps_[first_[j]] to jumps_[first_[j + 1]] are those of kind j
  std::vector<Jump> jumps_;
  std::vector<double> rate_;
  bool one_decay_ = true;
};

struct Simulation {
  std::uint64_t seed = 1;
  std::uint32_t run = 0;
  double end = 0;
  std::size_t most = 10'000'000;
};

// From no excitation at time 0. The same bytes on every machine (luck.hpp).
// @returns what check() refuses; bad_value for an end that is not above 0; too_large for more than `most` events.
Result<Events> simulate(const Model& model, const Simulation& simulation);

}  // namespace detente::play::tempo
